/* The spelling table: which articles' words are in it, and making up for a run cut off.
 *
 * Metadata "words" holds the last docid whose article was counted. An article that was replaced
 * in a run cut off keeps its docid and is not counted anew: its new words are then found whole,
 * but no prefix of them is, until it is read again. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collection/writer_internal.h"

#define KEY_WORDS "words"

static plx_status read_mark(plx_writer *w, uint32_t *docid, plx_error *err)
{
    plx_bytes b = { 0 };
    plx_status rc = plx_store_get_metadata(w->st, KEY_WORDS, &b, err);
    char text[16];

    snprintf(text, sizeof text, "%.*s", (int)b.n, b.n ? b.p : "");
    *docid = (uint32_t)strtoul(text, NULL, 10);
    return rc;
}

plx_status plx_writer_write_words(plx_writer *w, plx_error *err)
{
    plx_store_info info = { 0 };
    uint32_t mark = 0;
    char text[16];
    plx_status rc = plx_vocabulary_count_write(w->vocabulary, w->st, err);

    if (!rc)
        rc = plx_store_get_info(w->st, &info, err);
    if (!rc)
        rc = read_mark(w, &mark, err);
    if (rc || mark == info.last_docid)
        return rc;
    snprintf(text, sizeof text, "%" PRIu32, info.last_docid);
    return plx_store_set_metadata(w->st, KEY_WORDS, text, strlen(text), err);
}

static plx_status count_article(plx_writer *w, uint32_t docid, plx_error *err)
{
    plx_article a;
    plx_status rc;

    plx_article_init(&a);
    rc = plx_writer_load(w, w->st, docid, &a, err);
    if (!rc)
        rc = plx_vocabulary_count_add(w->vocabulary, a.lang, &w->title, err);
    if (!rc)
        rc = plx_vocabulary_count_add(w->vocabulary, a.lang, &w->text, err);
    plx_article_release(&a);
    return rc;
}

plx_status plx_writer_recount_words(plx_writer *w, plx_error *err)
{
    plx_store_info info = { 0 };
    plx_postings *it = NULL;
    uint32_t mark = 0, docid = 0;
    plx_status rc = plx_store_get_info(w->st, &info, err);

    if (!rc)
        rc = read_mark(w, &mark, err);
    if (rc || mark >= info.last_docid)
        return rc;
    rc = plx_postings_open(w->st, "", 0, &it, err);
    if (!rc)
        rc = plx_postings_next(it, mark + 1, &docid, err);
    while (!rc && docid) {
        rc = count_article(w, docid, err);
        if (!rc)
            rc = plx_postings_next(it, 0, &docid, err);
    }
    plx_postings_close(it);
    return rc;
}
