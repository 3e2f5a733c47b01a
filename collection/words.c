/* The tables of words, of spellings and of names: which articles' words are in them, and making up
 * for a run cut off.
 *
 * They are written at the end of a run, and when the vocabulary or the list below gets large, since
 * rewriting one with every commit was 8 % of a run. Metadata "words" holds the last docid whose
 * article was counted, "replaced" the docids up to it (4 bytes each, high byte first) that have
 * new words since. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collection/writer_internal.h"

#define KEY_WORDS    "words"
#define KEY_REPLACED "replaced"
/* Replaced articles after which the words are to be written: each checkpoint stores the list. */
#define REPLACED_MAX 20000
/* Text of miscounted articles after which they are to be taken back. */
#define MISCOUNT_BYTES ((size_t)16 << 20)

static plx_status read_replaced(plx_writer *w, plx_error *err)
{
    plx_bytes b = { 0 };
    plx_status rc = plx_store_get_metadata(w->st, KEY_REPLACED, &b, err);
    size_t n = b.n / PLX_NUMBER_VALUE_BYTES, i;

    w->replaced_count = 0;
    w->replaced_is_stored = true;
    if (rc || !n)
        return rc;
    if (n > w->replaced_cap) {
        uint32_t *grown = realloc(w->replaced, n * sizeof *grown);

        if (!grown)
            return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir);
        w->replaced = grown;
        w->replaced_cap = n;
    }
    for (i = 0; i < n; i++)
        w->replaced[i] =
            plx_record_number_read(b.p + i * PLX_NUMBER_VALUE_BYTES, PLX_NUMBER_VALUE_BYTES);
    w->replaced_count = n;
    return PLX_OK;
}

plx_status plx_writer_read_words_mark(plx_writer *w, plx_error *err)
{
    plx_bytes b = { 0 };
    plx_status rc = plx_store_get_metadata(w->st, KEY_WORDS, &b, err);
    char text[16];

    snprintf(text, sizeof text, "%.*s", (int)(b.n < sizeof text ? b.n : 0), b.n ? b.p : "");
    w->words_mark = (uint32_t)strtoul(text, NULL, 10);
    return rc ? rc : read_replaced(w, err);
}

plx_status plx_writer_note_replaced(plx_writer *w, uint32_t docid, plx_error *err)
{
    if (docid > w->words_mark)
        return PLX_OK; /* to be counted anyway */
    if (w->replaced_count == w->replaced_cap) {
        size_t cap = w->replaced_cap ? 2 * w->replaced_cap : 256;
        uint32_t *grown = realloc(w->replaced, cap * sizeof *grown);

        if (!grown)
            return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir);
        w->replaced = grown;
        w->replaced_cap = cap;
    }
    w->replaced[w->replaced_count++] = docid;
    w->replaced_is_stored = false;
    return PLX_OK;
}

plx_status plx_writer_store_replaced(plx_writer *w, plx_error *err)
{
    plx_strbuf list = PLX_STRBUF_INIT;
    size_t i;
    plx_status rc;

    if (w->replaced_is_stored)
        return PLX_OK;
    for (i = 0; i < w->replaced_count; i++) {
        unsigned char docid[PLX_NUMBER_VALUE_BYTES];

        plx_record_number_value(w->replaced[i], docid);
        plx_strbuf_add(&list, docid, sizeof docid);
    }
    rc = list.failed ? plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir)
                     : plx_store_set_metadata(w->st, KEY_REPLACED, list.s, list.len, err);
    w->replaced_is_stored = !rc;
    plx_strbuf_release(&list);
    return rc;
}

bool plx_writer_wants_words(const plx_writer *w)
{
    size_t max = plx_preparer_words_max(w);
    const plx_preparer *r;

    for (r = w->preparers; r; r = r->next)
        if (atomic_load_explicit(&r->words, memory_order_relaxed) > max)
            return true;
    return w->replaced_count > REPLACED_MAX || w->miscount_bytes > MISCOUNT_BYTES;
}

/* --------------------------------------------------------------- miscounts */

/* Words are counted while an article is prepared, for then they are at hand. Whether it stays as it
 * is then turns out when its turn comes, and how often it does not depends on how far threads are
 * ahead: the table must not. */
plx_status plx_writer_miscounted(plx_writer *w, const plx_prepared *p, plx_error *err)
{
    const plx_article *a = &p->article;
    const char *text = p->former_text ? p->former_text : a->text;
    plx_miscount *m;

    if (!p->counted_by)
        return PLX_OK;
    if (w->miscount_count == w->miscount_cap) {
        size_t cap = w->miscount_cap ? 2 * w->miscount_cap : 64;
        plx_miscount *grown = realloc(w->miscounts, cap * sizeof *grown);

        if (!grown)
            return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir);
        w->miscounts = grown;
        w->miscount_cap = cap;
    }
    m = &w->miscounts[w->miscount_count++];
    m->by = p->counted_by;
    m->in = p->counted_in;
    plx_article_init(&m->article);
    m->article.lang = a->lang ? strdup(a->lang) : NULL;
    m->article.title = a->title ? strdup(a->title) : NULL;
    m->article.text = text ? strdup(text) : NULL;
    w->miscount_bytes += text ? strlen(text) : 0;
    if ((a->lang && !m->article.lang) || (a->title && !m->article.title) ||
        (text && !m->article.text))
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir);
    return PLX_OK;
}

void plx_writer_forget_miscounts(plx_writer *w)
{
    while (w->miscount_count)
        plx_article_release(&w->miscounts[--w->miscount_count].article);
    w->miscount_bytes = 0;
}

/* What is in the table already stays there. */
static plx_status take_back(const plx_miscount *m, plx_error *err)
{
    plx_preparer *r = m->by;
    plx_status rc = PLX_OK;

    if (m->in != r->counts)
        return PLX_OK;
    rc = plx_preparer_analyse(r, &m->article, err);
    if (rc)
        return rc;
    plx_vocabulary_count_remove(r->vocabulary, m->article.lang, &r->title, true);
    plx_vocabulary_count_remove(r->vocabulary, m->article.lang, &r->text, false);
    return PLX_OK;
}

static plx_status take_back_all(plx_writer *w, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < w->miscount_count; i++)
        rc = take_back(&w->miscounts[i], err);
    plx_writer_forget_miscounts(w);
    return rc;
}

/* ---------------------------------------------------------------- the table */

static plx_status write_counts(plx_writer *w, plx_error *err)
{
    plx_names *names = NULL;
    plx_preparer *r;
    plx_status rc = take_back_all(w, err);

    if (!rc)
        rc = plx_names_new(&names, err);
    for (r = w->preparers; !rc && r; r = r->next) {
        rc = plx_vocabulary_count_write(r->vocabulary, w->st, names, err);
        r->counts++;
        atomic_store_explicit(&r->words, 0, memory_order_relaxed);
    }
    if (!rc)
        rc = plx_names_write(names, w->st, err);
    plx_names_free(names);
    for (r = w->preparers; !rc && r; r = r->next) /* the names were words of theirs */
        plx_preparer_trim(r);
    return rc;
}

plx_status plx_writer_write_words(plx_writer *w, plx_error *err)
{
    plx_store_info info = { 0 };
    char text[16];
    plx_status rc = write_counts(w, err);

    if (!rc)
        rc = plx_store_get_info(w->st, &info, err);
    if (!rc && w->replaced_count) {
        w->replaced_count = 0;
        w->replaced_is_stored = false;
        rc = plx_writer_store_replaced(w, err);
    }
    if (rc || w->words_mark == info.last_docid)
        return rc;
    snprintf(text, sizeof text, "%" PRIu32, info.last_docid);
    rc = plx_store_set_metadata(w->st, KEY_WORDS, text, strlen(text), err);
    if (!rc)
        w->words_mark = info.last_docid;
    return rc;
}

static plx_status count_article(plx_writer *w, uint32_t docid, plx_error *err)
{
    plx_preparer *r = w->own;
    plx_article a;
    plx_status rc;

    plx_article_init(&a);
    rc = plx_writer_load(w, w->st, docid, &a, err);
    if (!rc)
        rc = plx_preparer_analyse(r, &a, err);
    if (!rc)
        rc = plx_vocabulary_count_add(r->vocabulary, a.lang, &r->title, true, err);
    if (!rc)
        rc = plx_vocabulary_count_add(r->vocabulary, a.lang, &r->text, false, err);
    plx_article_release(&a);
    return rc;
}

static plx_status count_added(plx_writer *w, plx_error *err)
{
    plx_postings *it = NULL;
    uint32_t docid = 0;
    plx_status rc = plx_postings_open(w->st, "", 0, &it, err);

    if (!rc)
        rc = plx_postings_next(it, w->words_mark + 1, &docid, err);
    while (!rc && docid) {
        rc = count_article(w, docid, err);
        if (!rc)
            rc = plx_postings_next(it, 0, &docid, err);
    }
    plx_postings_close(it);
    return rc;
}

plx_status plx_writer_recount_words(plx_writer *w, plx_error *err)
{
    plx_store_info info = { 0 };
    plx_status rc = plx_store_get_info(w->st, &info, err);
    size_t i;

    if (!rc && w->words_mark < info.last_docid)
        rc = count_added(w, err);
    for (i = 0; !rc && i < w->replaced_count; i++) {
        rc = count_article(w, w->replaced[i], err);
        if (rc == PLX_ERR_NOTFOUND) /* deleted since */
            rc = PLX_OK;
    }
    return rc;
}
