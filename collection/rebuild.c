/* New generations: compacted, or written anew by this program's analysis. */
#include <stdlib.h>
#include <string.h>

#include "collection/collection.h"
#include "collection/schema.h"
#include "collection/versions.h"
#include "collection/writer.h"
#include "collection/writer_internal.h"

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

/* ---------------------------------------------------------------- upgrade */

/* What an article of the old generation has beside what it says itself. */
struct carried {
    plx_verdict verdict;
    plx_seen seen;
    uint32_t file;
    unsigned char digest[PLX_RECORD_DIGEST];
    bool has_digest; /* of the article as read: its text may have been cleaned since */
};

static plx_status read_carried(plx_store *old, uint32_t docid, struct carried *c, plx_error *err)
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

/* Its stance stays as it is; whether a label by a person fits its text, older formats do not say.
 */
static plx_status put_carried(plx_writer *w, plx_store *old, struct carried *c, plx_error *err)
{
    const plx_article *a = &w->one->article;
    unsigned char stance[PLX_VERDICT_BYTES];
    plx_stored_state s = { .stance = stance, .file = c->file, .seen = c->seen };
    plx_put_outcome ignored;
    plx_status rc;

    if (c->has_digest)
        memcpy(w->one->digest, c->digest, sizeof c->digest);
    rc = plx_prepare(w->own, w->one, err);
    if (rc)
        return rc;
    if (c->verdict.by_person)
        plx_writer_apply_label(w, a->id, a->text, &c->verdict);
    s.stance_bytes = plx_verdict_encode(&c->verdict, w->info.labels.count, stance);
    rc = plx_writer_store(w, w->one, &s, &ignored, err);
    return rc ? rc : plx_versions_copy(old, w->st, a->id, err);
}

/* One article from the old generation into the writer's. */
static plx_status copy_article(plx_writer *w, plx_store *old, uint32_t docid, plx_error *err)
{
    struct carried c = { 0 };
    plx_status rc = read_carried(old, docid, &c, err);

    if (!rc)
        rc = plx_writer_load(w, old, docid, &w->one->article, err);
    if (!rc)
        rc = plx_prepare_digest(w->own, w->one, NULL, err);
    if (!rc)
        rc = put_carried(w, old, &c, err);
    plx_prepared_clear(w->one);
    if (!rc && plx_writer_wants_words(w))
        rc = plx_writer_write_words(w, err);
    return rc;
}

static plx_status copy_all(plx_writer *w, plx_store *old, const uint32_t *docids, size_t n,
                           plx_error *err)
{
    plx_bytes model = { 0 };
    plx_status rc = plx_store_get_metadata(old, "model", &model, err);
    size_t i;

    if (!rc)
        rc = plx_store_set_metadata(w->st, "model", model.p, model.n, err);
    if (!rc)
        rc = plx_facet_names_write(w->st, &w->facets, err);
    for (i = 0; !rc && i < n; i++)
        rc = copy_article(w, old, docids[i], err);
    return rc ? rc : plx_writer_commit(w, err);
}

/* Swap the writer's store for a new, empty generation; *old gets the one it had. */
static plx_status begin_generation(plx_writer *w, char **path, plx_store **old, plx_error *err)
{
    plx_store *fresh = NULL;
    plx_status rc = plx_collection_next_generation(w->dir, path, err);

    if (!rc)
        rc = plx_store_open_writer(*path, &fresh, err);
    if (!rc) {
        *old = w->st;
        w->st = fresh;
        plx_duplicates_close(w->duplicates); /* of the old store */
        w->duplicates = NULL;
        w->words_mark = 0;
        w->replaced_count = 0;
        w->last_file_stored = 0;
    }
    return rc;
}

static plx_status rebuild(plx_writer *w, uint32_t *articles, plx_error *err)
{
    char *path = NULL;
    uint32_t *docids = NULL;
    plx_store *old = NULL;
    size_t n = 0;
    plx_status rc = plx_writer_docids(w, &docids, &n, err);

    if (!rc)
        rc = begin_generation(w, &path, &old, err);
    if (!rc)
        rc = copy_all(w, old, docids, n, err);
    plx_store_close(old);
    if (!rc)
        rc = plx_collection_switch(w->dir, path, err);
    if (!rc)
        rc = plx_collection_write_versions(w->dir, err);
    *articles = (uint32_t)n;
    free(path);
    free(docids);
    return rc;
}

plx_status plx_collection_upgrade(const char *dir, const plx_writer_options *opt,
                                  uint32_t *articles, plx_error *err)
{
    plx_writer_options any = *opt;
    plx_writer *w = NULL;
    plx_status rc;

    *articles = 0;
    any.any_analysis = true;
    any.create = false;
    any.model = NULL; /* stances stay; the model may be of the old analysis, too */
    rc = plx_writer_open(dir, &any, &w, err);
    if (!rc)
        rc = rebuild(w, articles, err);
    plx_writer_close(w);
    return rc;
}
