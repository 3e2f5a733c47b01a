/* New generations: compacted, or written anew by this program's analysis: batches of articles are
 * read here, analysed by threads, put here. */
#include <stdlib.h>
#include <string.h>

#include "collection/collection.h"
#include "collection/crew.h"
#include "collection/schema.h"
#include "collection/versions.h"
#include "collection/writer.h"
#include "collection/writer_internal.h"

/* Articles of a batch, and bytes of packed records that end one. */
#define BATCH_ARTICLES 256
#define BATCH_BYTES    ((size_t)16 << 20)

plx_status plx_writer_compact(plx_writer *w, plx_error *err)
{
    char *from = NULL, *to = NULL;
    plx_status rc = w->is_dry ? plx_fail(err, PLX_ERR_INVALID, "compact: not in a dry run")
                              : plx_writer_commit(w, err);

    if (!rc)
        rc = plx_collection_generation_path(w->dir, NULL, &from, err);
    if (!rc)
        rc = plx_collection_next_generation(w->dir, &to, err);
    if (!rc)
        rc = plx_store_compact(from, to, err);
    if (!rc) {
        plx_writer_close_store(w);
        rc = plx_collection_switch(w->dir, to, err);
    }
    if (!rc)
        rc = plx_writer_open_store(w, err);
    free(from);
    free(to);
    return rc;
}

/* An article of the old generation: what it has beside what it says itself. */
struct carried {
    plx_prepared *prepared;
    size_t at, len; /* its record */
    plx_verdict verdict;
    plx_seen seen;
    uint32_t file;
    unsigned char digest[PLX_RECORD_DIGEST];
    bool has_digest; /* of the article as read: its text may have been cleaned since */
};

struct upgrade {
    plx_writer *w;
    plx_store *old;
    uint32_t *docids;
    size_t docid_count;
    plx_preparer **workers; /* one a thread */
    size_t worker_count;
    struct carried batch[BATCH_ARTICLES];
    size_t count; /* of the batch */
    plx_strbuf records;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "upgrade: out of memory");
}

/* ---------------------------------------------------------- a batch: read */

static plx_status read_values(plx_store *old, uint32_t docid, struct carried *c, plx_error *err)
{
    plx_bytes b = { 0 };
    plx_status rc = plx_store_get_value(old, docid, PLX_SLOT_STANCE, &b, err);

    if (!rc) {
        plx_verdict_decode(b.p, b.n, &c->verdict);
        rc = plx_store_get_value(old, docid, PLX_SLOT_SEEN, &b, err);
    }
    if (!rc) {
        c->seen = plx_record_seen_read(b.p, b.n);
        rc = plx_store_get_value(old, docid, PLX_SLOT_FILE, &b, err);
    }
    if (!rc) {
        c->file = plx_record_number_read(b.p, b.n);
        rc = plx_store_get_value(old, docid, PLX_SLOT_DIGEST, &b, err);
    }
    c->has_digest = !rc && b.n == sizeof c->digest;
    if (c->has_digest)
        memcpy(c->digest, b.p, b.n);
    return rc;
}

static plx_status read_article(struct upgrade *u, uint32_t docid, struct carried *c, plx_error *err)
{
    plx_bytes data = { 0 };
    plx_status rc = read_values(u->old, docid, c, err);

    if (!rc)
        rc = plx_store_get_data(u->old, docid, &data, err);
    if (rc)
        return rc;
    c->at = u->records.len;
    c->len = data.n;
    plx_strbuf_add(&u->records, data.p, data.n);
    return u->records.failed ? no_memory(err) : PLX_OK;
}

static plx_status read_batch(struct upgrade *u, size_t from, plx_error *err)
{
    plx_status rc = PLX_OK;

    plx_strbuf_reset(&u->records);
    for (u->count = 0; !rc && from + u->count < u->docid_count && u->count < BATCH_ARTICLES &&
                       u->records.len < BATCH_BYTES;
         u->count++)
        rc = read_article(u, u->docids[from + u->count], &u->batch[u->count], err);
    return rc;
}

/* ------------------------------------------------------- prepared, and put */

static plx_status prepare_article(void *ctx, size_t worker, size_t item, plx_error *err)
{
    struct upgrade *u = ctx;
    struct carried *c = &u->batch[item];
    plx_preparer *r = u->workers[worker];
    plx_prepared *p = c->prepared;
    plx_status rc =
        plx_record_unpack(r->codec, u->records.s + c->at, c->len, true, &p->article, err);

    if (!rc)
        rc = plx_prepare_digest(r, p, NULL, err);
    if (!rc && c->has_digest)
        memcpy(p->digest, c->digest, sizeof c->digest);
    return rc ? rc : plx_prepare(r, p, err);
}

/* Its stance stays as it is; whether a label by a person fits its text, older formats do not say.
 */
static plx_status put_article(struct upgrade *u, struct carried *c, plx_error *err)
{
    plx_writer *w = u->w;
    const plx_article *a = &c->prepared->article;
    unsigned char stance[PLX_VERDICT_BYTES];
    plx_stored_state s = { .stance = stance, .file = c->file, .seen = c->seen };
    plx_put_outcome ignored;
    plx_status rc;

    if (c->verdict.by_person)
        plx_writer_apply_label(w, a->id, a->text, &c->verdict);
    s.stance_bytes = plx_verdict_encode(&c->verdict, w->info.labels.count, stance);
    rc = plx_writer_store(w, c->prepared, &s, &ignored, err);
    if (!rc)
        rc = plx_versions_copy(u->old, w->st, a->id, err);
    plx_prepared_clear(c->prepared);
    return rc;
}

static plx_status copy_batch(struct upgrade *u, size_t from, plx_error *err)
{
    plx_crew_batch batch = { prepare_article, u, u->worker_count, 0 };
    plx_status rc = read_batch(u, from, err);
    size_t i;

    batch.items = u->count;
    if (!rc)
        rc = plx_crew_run(&batch, err);
    for (i = 0; !rc && i < u->count; i++)
        rc = put_article(u, &u->batch[i], err);
    if (!rc && plx_writer_wants_words(u->w))
        rc = plx_writer_write_words(u->w, err);
    return rc;
}

/* ----------------------------------------------------------------- upgrade */

static plx_status copy_articles(struct upgrade *u, const plx_upgrade_options *how, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < u->docid_count; i += u->count) {
        if (how->progress && how->progress(how->ctx, (uint32_t)i, (uint32_t)u->docid_count))
            return plx_fail(err, PLX_ERR_STOPPED, "stopped after %zu of %zu articles", i,
                            u->docid_count);
        rc = copy_batch(u, i, err);
    }
    return rc;
}

/* From nothing: its words and statistics are made anew, and numbers begin at 1. */
static plx_status begin_generation(struct upgrade *u, plx_error *err)
{
    plx_writer *w = u->w;
    plx_bytes model = { 0 };
    plx_status rc = plx_writer_begin_build(w, NULL, &u->old, err);

    if (rc)
        return rc;
    w->words_mark = 0;
    w->replaced_count = 0;
    w->last_file_stored = 0;
    rc = plx_store_get_metadata(u->old, "model", &model, err);
    if (!rc)
        rc = plx_store_set_metadata(w->st, "model", model.p, model.n, err);
    return rc ? rc : plx_facet_names_write(w->st, &w->facets, err);
}

static plx_status make_batch(struct upgrade *u, const plx_upgrade_options *how, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    u->worker_count = plx_crew_size(how->jobs);
    rc = plx_writer_preparers(u->w, u->worker_count, &u->workers, err);
    for (i = 0; !rc && i < BATCH_ARTICLES; i++)
        rc = plx_prepared_new(&u->batch[i].prepared, err);
    return rc;
}

static void release(struct upgrade *u)
{
    size_t i;

    for (i = 0; i < BATCH_ARTICLES; i++)
        plx_prepared_free(u->batch[i].prepared);
    plx_store_close(u->old);
    plx_strbuf_release(&u->records);
    free(u->workers);
    free(u->docids);
    free(u);
}

static plx_status rebuild(plx_writer *w, const plx_upgrade_options *how, uint32_t *articles,
                          plx_error *err)
{
    struct upgrade *u = calloc(1, sizeof *u);
    plx_status rc;

    if (!u)
        return no_memory(err);
    u->w = w;
    plx_strbuf_init(&u->records);
    rc = plx_writer_docids(w, &u->docids, &u->docid_count, err);
    if (!rc)
        rc = make_batch(u, how, err);
    if (!rc)
        rc = begin_generation(u, err);
    if (!rc)
        rc = copy_articles(u, how, err);
    if (!rc)
        rc = plx_writer_commit(w, err);
    *articles = (uint32_t)u->docid_count;
    release(u);
    return rc ? rc : plx_collection_write_versions(w->dir, err);
}

plx_status plx_collection_upgrade(const char *dir, const plx_writer_options *opt,
                                  const plx_upgrade_options *how, uint32_t *articles,
                                  plx_error *err)
{
    static const plx_upgrade_options defaults;
    plx_writer_options any = *opt;
    plx_writer *w = NULL;
    plx_status rc;

    *articles = 0;
    any.any_analysis = true;
    any.create = false;
    any.model = NULL; /* stances stay; the model may be of the old analysis, too */
    rc = plx_writer_open(dir, &any, &w, err);
    if (!rc)
        rc = rebuild(w, how ? how : &defaults, articles, err);
    plx_writer_close(w);
    return rc;
}
