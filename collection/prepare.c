#include "collection/prepare.h"

#include <stdlib.h>
#include <string.h>

#include "collection/collection.h"
#include "collection/document.h"
#include "collection/schema.h"
#include "collection/writer_internal.h"

/* Words that all analysers together may remember before they start anew: about 100 MB. */
#define VOCABULARY_MAX 800000
/* Tokens whose array is kept for the next article: 32 bytes each. */
#define TOKENS_KEPT (1u << 20)
/* Times a look-up is begun again because the index went on meanwhile. */
#define LOOK_UP_TRIES 10

/* ------------------------------------------------------------------ life */

static plx_status new_members(plx_preparer *r, plx_error *err)
{
    plx_status rc = plx_analyser_new(&r->analyser, err);

    if (!rc)
        rc = plx_record_codec_new(&r->codec, err);
    if (!rc)
        rc = plx_vocabulary_count_new(&r->vocabulary, err);
    if (!rc)
        rc = plx_judge_new(r->w->model, &r->judge, err);
    return rc;
}

plx_status plx_preparer_new(plx_writer *w, plx_preparer **out, plx_error *err)
{
    plx_preparer *r = calloc(1, sizeof *r);
    plx_status rc;

    *out = NULL;
    if (!r)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir);
    r->w = w;
    atomic_init(&r->words, 0);
    plx_tokens_init(&r->title);
    plx_tokens_init(&r->text);
    plx_strbuf_init(&r->packed);
    plx_strbuf_init(&r->term);
    rc = new_members(r, err);
    if (rc) {
        plx_preparer_free(r);
        return rc;
    }
    r->next = w->preparers;
    w->preparers = r;
    *out = r;
    return PLX_OK;
}

void plx_preparer_free(plx_preparer *r)
{
    if (!r)
        return;
    plx_store_close(r->reader);
    plx_judge_free(r->judge);
    plx_vocabulary_count_free(r->vocabulary);
    plx_record_codec_free(r->codec);
    plx_analyser_free(r->analyser);
    plx_tokens_release(&r->title);
    plx_tokens_release(&r->text);
    plx_strbuf_release(&r->packed);
    plx_strbuf_release(&r->term);
    free(r);
}

plx_status plx_writer_preparers(plx_writer *w, size_t n, plx_preparer ***out, plx_error *err)
{
    plx_preparer **all = calloc(n, sizeof *all);
    plx_status rc = all ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir);
    size_t i;

    *out = NULL;
    if (all)
        all[0] = w->own;
    for (i = 1; !rc && i < n; i++)
        rc = plx_preparer_new(w, &all[i], err);
    if (rc) {
        free(all);
        return rc;
    }
    *out = all;
    return PLX_OK;
}

plx_status plx_prepared_new(plx_prepared **out, plx_error *err)
{
    plx_prepared *p = calloc(1, sizeof *p);
    plx_status rc;

    *out = NULL;
    if (!p)
        return plx_fail(err, PLX_ERR_NOMEM, "article: out of memory");
    plx_article_init(&p->article);
    plx_strbuf_init(&p->fields);
    rc = plx_doc_new(&p->doc, err);
    if (rc) {
        plx_prepared_free(p);
        return rc;
    }
    *out = p;
    return PLX_OK;
}

void plx_prepared_outdate(plx_prepared *p, char *former)
{
    free(p->former_text);
    p->former_text = former;
    p->is_complete = false;
}

void plx_prepared_clear(plx_prepared *p)
{
    plx_article_release(&p->article);
    free(p->former_text);
    p->former_text = NULL;
    p->counted_by = NULL;
    p->is_complete = false;
}

void plx_prepared_free(plx_prepared *p)
{
    if (!p)
        return;
    plx_prepared_clear(p);
    plx_doc_free(p->doc);
    plx_strbuf_release(&p->fields);
    free(p);
}

/* -------------------------------------------------------- the quick look */

void plx_preparer_forget_reader(plx_preparer *r)
{
    plx_store_close(r->reader);
    r->reader = NULL;
    r->is_empty = false;
}

/* An index that had no articles when the run began has none to compare with: those that came
 * since are the run's own. */
static plx_status open_reader(plx_preparer *r, plx_error *err)
{
    plx_store_info info = { 0 };
    char *path = NULL;
    plx_status rc;

    if (!plx_collection_exists(r->w->dir)) {
        r->is_empty = true;
        return PLX_OK;
    }
    r->generation = atomic_load(&r->w->generation);
    rc = plx_collection_generation_path(r->w->dir, NULL, &path, err);
    if (!rc)
        rc = plx_store_open(path, &r->reader, err);
    if (rc == PLX_ERR_NOTFOUND) /* the next one took its place meanwhile */
        rc = PLX_ERR_STALE;
    if (!rc)
        rc = plx_store_get_info(r->reader, &info, err);
    if (!rc && !info.documents) {
        plx_preparer_forget_reader(r);
        r->is_empty = true;
    }
    free(path);
    return rc;
}

static plx_status read_digest(plx_preparer *r, unsigned char *digest, bool *found, plx_error *err)
{
    plx_bytes value = { 0 };
    uint32_t docid;
    plx_status rc = plx_store_find(r->reader, r->term.s, r->term.len, &docid, err);

    if (rc == PLX_ERR_NOTFOUND)
        return PLX_OK;
    if (!rc)
        rc = plx_store_get_value(r->reader, docid, PLX_SLOT_DIGEST, &value, err);
    *found = !rc && value.n == PLX_RECORD_DIGEST;
    if (*found)
        memcpy(digest, value.p, value.n);
    return rc;
}

plx_status plx_preparer_look_up(plx_preparer *r, const char *id,
                                unsigned char digest[PLX_RECORD_DIGEST], bool *found,
                                plx_error *err)
{
    plx_status rc = PLX_OK;
    int tries;

    *found = false;
    plx_term_make(PLX_PREFIX_ID, id, strlen(id), &r->term);
    if (r->term.failed)
        return plx_fail(err, PLX_ERR_NOMEM, "article '%s': out of memory", id);
    if (r->reader && r->generation != atomic_load(&r->w->generation))
        plx_preparer_forget_reader(r);
    for (tries = 0; tries < LOOK_UP_TRIES; tries++) {
        if (!r->reader && !r->is_empty)
            rc = open_reader(r, err);
        if (!rc && r->reader)
            rc = read_digest(r, digest, found, err);
        if (rc != PLX_ERR_STALE)
            return rc;
        plx_preparer_forget_reader(r);
        rc = PLX_OK;
    }
    return PLX_OK; /* the index goes on faster than it can be read: taken as changed */
}

plx_status plx_prepare_digest(plx_preparer *r, plx_prepared *p, bool *unchanged, plx_error *err)
{
    unsigned char old[PLX_RECORD_DIGEST];
    bool found = false;
    plx_status rc;

    p->is_complete = false;
    if (unchanged)
        *unchanged = false;
    if (!p->article.id || !*p->article.id)
        return plx_fail(err, PLX_ERR_INVALID, "an article needs an id");
    rc = plx_record_fields(&p->article, &p->fields, err);
    if (rc)
        return rc;
    plx_record_digest(&p->fields, r->w->context.s, p->article.text, p->digest);
    if (!unchanged)
        return PLX_OK;
    rc = plx_preparer_look_up(r, p->article.id, old, &found, err);
    *unchanged = !rc && found && memcmp(old, p->digest, sizeof old) == 0;
    return rc;
}

/* --------------------------------------------------------------- the work */

size_t plx_preparer_words_max(const plx_writer *w)
{
    const plx_preparer *r;
    size_t n = 0;

    for (r = w->preparers; r; r = r->next)
        n++;
    return VOCABULARY_MAX / (n ? n : 1);
}

/* Preparers of one run meet the same words: all of them start anew together, not one by one. */
void plx_preparer_trim(plx_preparer *r)
{
    plx_analyser_trim(r->analyser, plx_preparer_words_max(r->w) / 2);
}

/* One huge article must not keep its memory from all that follow. */
static void give_back(plx_tokens *t)
{
    if (t->cap > TOKENS_KEPT)
        plx_tokens_release(t);
}

plx_status plx_preparer_analyse(plx_preparer *r, const plx_article *a, plx_error *err)
{
    const char *title = a->title ? a->title : "", *text = a->text ? a->text : "";
    plx_status rc;

    give_back(&r->title);
    give_back(&r->text);
    if (!plx_vocabulary_count_words(r->vocabulary))
        plx_preparer_trim(r);
    rc = plx_analyser_run(r->analyser, a->lang, title, strlen(title), &r->title, err);
    if (!rc)
        rc = plx_analyser_run(r->analyser, a->lang, text, strlen(text), &r->text, err);
    return rc;
}

static plx_status count_words(plx_preparer *r, plx_prepared *p, plx_error *err)
{
    const char *lang = p->article.lang;
    plx_status rc = plx_vocabulary_count_add(r->vocabulary, lang, &r->title, true, err);

    if (!rc)
        rc = plx_vocabulary_count_add(r->vocabulary, lang, &r->text, false, err);
    atomic_store_explicit(&r->words, plx_vocabulary_count_words(r->vocabulary),
                          memory_order_relaxed);
    p->counted_by = r;
    p->counted_in = r->counts;
    return rc;
}

static plx_status fill_document(plx_preparer *r, plx_prepared *p, plx_error *err)
{
    unsigned char sketch[PLX_SKETCH_BYTES];
    plx_status rc = plx_doc_clear(p->doc, err);

    if (!rc)
        rc = plx_document_fill(p->doc, &p->article, &r->title, &r->text, &r->w->facets, err);
    if (!rc)
        rc = plx_record_pack(r->codec, &p->fields, p->article.text, &r->packed, err);
    if (!rc)
        rc = plx_doc_set_data(p->doc, r->packed.s, r->packed.len, err);
    if (!rc)
        rc = plx_doc_set_value(p->doc, PLX_SLOT_DIGEST, p->digest, sizeof p->digest, err);
    if (!rc)
        rc = plx_doc_set_value(p->doc, PLX_SLOT_SKETCH, sketch,
                               plx_sketch_encode(&p->sketch, sketch), err);
    return rc ? rc : plx_doc_pack(p->doc, err);
}

plx_status plx_prepare(plx_preparer *r, plx_prepared *p, plx_error *err)
{
    plx_status rc = plx_preparer_analyse(r, &p->article, err);

    if (!rc)
        rc = plx_judge_tokens(r->judge, &r->title, &r->text, p->article.lang, &p->verdict, err);
    if (rc)
        return rc;
    plx_sketch_make(&r->text, &p->sketch);
    rc = fill_document(r, p, err);
    if (!rc && !r->w->is_dry)
        rc = count_words(r, p, err);
    p->is_complete = !rc;
    return rc;
}
