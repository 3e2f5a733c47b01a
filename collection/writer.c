#include "collection/writer.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "collection/collection.h"
#include "collection/document.h"
#include "collection/schema.h"
#include "collection/writer_internal.h"

/* Words the analyser may remember between two commits before it starts anew: about 100 MB. */
#define VOCABULARY_MAX 800000
/* Tokens whose array is kept for the next article: 32 bytes each. */
#define TOKENS_KEPT (1u << 20)

/* --------------------------------------------------------- open and close */

static plx_status prepare_directory(const char *dir, bool create, plx_error *err)
{
    if (create)
        return plx_file_mkdirs(dir, err);
    return plx_collection_verify(dir, true, err);
}

plx_status plx_writer_open_store(plx_writer *w, plx_error *err)
{
    char *path = NULL;
    plx_status rc = plx_collection_generation_path(w->dir, NULL, &path, err);

    if (!rc)
        rc = plx_store_open_writer(path, &w->st, err);
    if (!rc)
        rc = plx_model_info_read(w->st, &w->info, err);
    if (!rc)
        rc = plx_facet_names_read(w->st, &w->facets, err);
    free(path);
    return rc;
}

static plx_status new_members(plx_writer *w, const plx_writer_options *opt, plx_error *err)
{
    char *own = opt->labels_path ? NULL : plx_collection_file(w->dir, "labels.jsonl");
    const char *labels = opt->labels_path ? opt->labels_path : own;
    plx_status rc = labels ? plx_labels_open(labels, &w->labels, err)
                           : plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir);

    free(own);
    if (!rc)
        rc = plx_analyser_new(&w->analyser, err);
    if (!rc)
        rc = plx_record_codec_new(&w->codec, err);
    if (!rc)
        rc = plx_vocabulary_count_new(&w->vocabulary, err);
    if (!rc)
        rc = plx_doc_new(&w->doc, err);
    if (!rc)
        rc = plx_judge_new(opt->model, &w->judge, err);
    w->model = opt->model;
    return rc;
}

/* The index speaks of one model: that of the writer, if it has one. */
static plx_status settle_model(plx_writer *w, bool replace, plx_error *err)
{
    plx_status rc;

    if (!w->model || strcmp(w->info.digest, plx_model_digest(w->model)) == 0)
        return PLX_OK;
    if (*w->info.digest && !replace)
        return plx_fail(err, PLX_ERR_INVALID,
                        "the articles of this index were labelled by model '%s', not '%s': change "
                        "all of them with `parallax relabel --model FILE`",
                        w->info.name, plx_model_name(w->model));
    rc = plx_collection_keep_model(w->dir, w->model, err);
    if (!rc)
        rc = plx_model_info_write(w->st, w->model, err);
    if (!rc)
        rc = plx_model_info_read(w->st, &w->info, err);
    return rc;
}

static plx_status settle_facets(plx_writer *w, const char *const *names, plx_error *err)
{
    size_t before = w->facets.count, i;
    plx_status rc = plx_facet_names_add(&w->facets, names, err);

    if (!rc && w->facets.count > before)
        rc = plx_facet_names_write(w->st, &w->facets, err);
    for (i = 0; i < w->facets.count; i++) {
        plx_strbuf_puts(&w->context, w->facets.name[i]);
        plx_strbuf_putc(&w->context, ' ');
    }
    if (!rc && w->context.failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir);
    return rc;
}

static plx_status open_index(plx_writer *w, const plx_writer_options *opt, plx_error *err)
{
    plx_status rc =
        plx_owner_take(w->dir, opt->what ? opt->what : "parallax", opt->wait_s, &w->owner, err);

    if (!rc && opt->create && !plx_collection_exists(w->dir))
        rc = plx_collection_create(w->dir, err);
    if (!rc)
        rc = plx_collection_verify(w->dir, opt->any_analysis, err);
    if (!rc)
        rc = plx_collection_sweep(w->dir, err);
    if (!rc)
        rc = plx_writer_open_store(w, err);
    if (!rc)
        rc = settle_model(w, opt->replace_model, err);
    if (!rc)
        rc = settle_facets(w, opt->facets, err);
    return rc;
}

plx_status plx_writer_open(const char *dir, const plx_writer_options *opt, plx_writer **out,
                           plx_error *err)
{
    plx_writer *w = calloc(1, sizeof *w);
    plx_status rc = PLX_OK;

    *out = NULL;
    if (!w || !(w->dir = strdup(dir)))
        rc = plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", dir);
    if (w) {
        plx_strbuf_init(&w->fields);
        plx_strbuf_init(&w->packed);
        plx_strbuf_init(&w->term);
        plx_strbuf_init(&w->context);
        plx_tokens_init(&w->title);
        plx_tokens_init(&w->text);
    }
    if (!rc)
        rc = prepare_directory(dir, opt->create, err);
    if (!rc)
        rc = new_members(w, opt, err);
    if (!rc)
        rc = open_index(w, opt, err);
    if (!rc)
        rc = plx_writer_fold_labels(w, err);
    if (!rc)
        rc = plx_writer_recount_words(w, err);
    if (rc) {
        plx_writer_close(w);
        return rc;
    }
    *out = w;
    return PLX_OK;
}

void plx_writer_close(plx_writer *w)
{
    if (!w)
        return;
    plx_store_close(w->st);
    plx_owner_release(w->owner);
    plx_labels_close(w->labels);
    plx_judge_free(w->judge);
    plx_doc_free(w->doc);
    plx_vocabulary_count_free(w->vocabulary);
    plx_record_codec_free(w->codec);
    plx_analyser_free(w->analyser);
    plx_tokens_release(&w->title);
    plx_tokens_release(&w->text);
    plx_strbuf_release(&w->fields);
    plx_strbuf_release(&w->packed);
    plx_strbuf_release(&w->term);
    plx_strbuf_release(&w->context);
    free(w->dir);
    free(w);
}

/* ------------------------------------------------------------ one article */

/* One huge article must not keep its memory from all that follow. */
static void give_back(plx_tokens *t)
{
    if (t->cap > TOKENS_KEPT)
        plx_tokens_release(t);
}

static plx_status analyse(plx_writer *w, const plx_article *a, plx_error *err)
{
    const char *title = a->title ? a->title : "", *text = a->text ? a->text : "";
    plx_status rc;

    give_back(&w->title);
    give_back(&w->text);
    rc = plx_analyser_run(w->analyser, a->lang, title, strlen(title), &w->title, err);
    if (!rc)
        rc = plx_analyser_run(w->analyser, a->lang, text, strlen(text), &w->text, err);
    return rc;
}

plx_status plx_writer_digest(plx_writer *w, const plx_article *a, unsigned char *digest,
                             plx_error *err)
{
    plx_status rc = plx_record_fields(a, &w->fields, err);

    if (!rc)
        plx_record_digest(&w->fields, w->context.s, a->text, digest);
    return rc;
}

plx_status plx_writer_load(plx_writer *w, plx_store *st, uint32_t docid, plx_article *a,
                           plx_error *err)
{
    plx_bytes data = { 0 };
    plx_status rc = plx_store_get_data(st, docid, &data, err);

    if (!rc)
        rc = plx_record_unpack(w->codec, data.p, data.n, true, a, err);
    return rc ? rc : analyse(w, a, err);
}

static plx_status fill_document(plx_writer *w, const plx_article *a, const void *stance,
                                size_t stance_len, const unsigned char *digest, plx_error *err)
{
    plx_status rc = plx_doc_clear(w->doc, err);

    if (!rc)
        rc = plx_document_fill(w->doc, a, &w->title, &w->text, &w->facets, err);
    if (!rc)
        rc = plx_record_pack(w->codec, &w->fields, a->text, &w->packed, err);
    if (!rc)
        rc = plx_doc_set_data(w->doc, w->packed.s, w->packed.len, err);
    if (!rc)
        rc = plx_doc_set_value(w->doc, PLX_SLOT_STANCE, stance, stance_len, err);
    if (!rc)
        rc = plx_doc_set_value(w->doc, PLX_SLOT_DIGEST, digest, PLX_RECORD_DIGEST, err);
    return rc;
}

plx_status plx_writer_store_article(plx_writer *w, const plx_article *a, const void *stance,
                                    size_t stance_len, const unsigned char *digest, plx_error *err)
{
    uint32_t docid;
    plx_status rc = fill_document(w, a, stance, stance_len, digest, err);

    if (rc)
        return rc;
    plx_term_make(PLX_PREFIX_ID, a->id, strlen(a->id), &w->term);
    rc = plx_store_put(w->st, w->term.s, w->term.len, w->doc, &docid, err);
    if (!rc)
        rc = plx_vocabulary_count_add(w->vocabulary, a->lang, &w->title, err);
    if (!rc)
        rc = plx_vocabulary_count_add(w->vocabulary, a->lang, &w->text, err);
    return rc;
}

/* Is the article there already, and the same? */
static plx_status compare_with_index(plx_writer *w, const char *id, const unsigned char *digest,
                                     plx_put_result *result, plx_error *err)
{
    plx_bytes old = { 0 };
    uint32_t docid;
    plx_status rc;

    *result = PLX_PUT_ADDED;
    plx_term_make(PLX_PREFIX_ID, id, strlen(id), &w->term);
    rc = plx_store_find(w->st, w->term.s, w->term.len, &docid, NULL);
    if (rc == PLX_ERR_NOTFOUND)
        return PLX_OK;
    if (!rc)
        rc = plx_store_get_value(w->st, docid, PLX_SLOT_DIGEST, &old, err);
    else
        plx_fail(err, rc, "article '%s' cannot be looked up", id);
    if (!rc)
        *result = old.n == PLX_RECORD_DIGEST && memcmp(old.p, digest, old.n) == 0
                      ? PLX_PUT_UNCHANGED
                      : PLX_PUT_UPDATED;
    return rc;
}

static plx_status judge_and_store(plx_writer *w, const plx_article *a, const unsigned char *digest,
                                  plx_error *err)
{
    unsigned char stance[PLX_VERDICT_BYTES];
    plx_verdict v;
    size_t n;
    plx_status rc = analyse(w, a, err);

    if (!rc)
        rc = plx_judge_tokens(w->judge, &w->title, &w->text, a->lang, &v, err);
    if (rc)
        return rc;
    plx_writer_apply_label(w, a->id, &v);
    n = plx_verdict_encode(&v, w->info.labels.count, stance);
    return plx_writer_store_article(w, a, stance, n, digest, err);
}

plx_status plx_writer_put(plx_writer *w, const plx_article *a, plx_put_result *result,
                          plx_error *err)
{
    unsigned char digest[PLX_RECORD_DIGEST];
    plx_status rc;

    if (!a->id || !*a->id)
        return plx_fail(err, PLX_ERR_INVALID, "an article needs an id");
    rc = plx_writer_digest(w, a, digest, err);
    if (!rc)
        rc = compare_with_index(w, a->id, digest, result, err);
    if (!rc && *result != PLX_PUT_UNCHANGED)
        rc = judge_and_store(w, a, digest, err);
    return rc;
}

plx_status plx_writer_delete(plx_writer *w, const char *id, plx_error *err)
{
    plx_status rc;

    plx_term_make(PLX_PREFIX_ID, id, strlen(id), &w->term);
    rc = plx_store_delete(w->st, w->term.s, w->term.len, err);
    if (rc == PLX_ERR_NOTFOUND)
        return plx_fail(err, rc, "no article '%s' in the index", id);
    return rc;
}

static plx_status commit(plx_writer *w, bool with_words, plx_error *err)
{
    plx_status rc = plx_writer_fold_labels(w, err);

    if (!rc && with_words)
        rc = plx_writer_write_words(w, err);
    if (!rc)
        rc = plx_store_commit(w->st, err);
    if (rc)
        return rc;
    if (with_words)
        plx_analyser_trim(w->analyser, VOCABULARY_MAX);
    return plx_collection_sweep_models(w->dir, w->info.digest, err);
}

plx_status plx_writer_commit(plx_writer *w, plx_error *err)
{
    return commit(w, true, err);
}

plx_status plx_writer_checkpoint(plx_writer *w, plx_error *err)
{
    return commit(w, plx_vocabulary_count_words(w->vocabulary) > VOCABULARY_MAX, err);
}

uint32_t plx_writer_documents(plx_writer *w)
{
    plx_store_info info;

    return plx_store_get_info(w->st, &info, NULL) ? 0 : info.documents;
}
