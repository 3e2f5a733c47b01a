/* New generations: compacted, or written anew by this program's analysis. */
#include <stdlib.h>
#include <string.h>

#include "collection/collection.h"
#include "collection/schema.h"
#include "collection/writer.h"
#include "collection/writer_internal.h"

plx_status plx_writer_compact(plx_writer *w, plx_error *err)
{
    char *from = NULL, *to = NULL;
    plx_status rc = plx_writer_commit(w, err);

    if (!rc)
        rc = plx_collection_generation_path(w->dir, NULL, &from, err);
    if (!rc)
        rc = plx_collection_next_generation(w->dir, &to, err);
    if (!rc)
        rc = plx_store_compact(from, to, err);
    if (!rc) {
        plx_store_close(w->st);
        w->st = NULL;
        rc = plx_collection_switch(w->dir, to, err);
    }
    if (!rc)
        rc = plx_writer_open_store(w, err);
    free(from);
    free(to);
    return rc;
}

/* ---------------------------------------------------------------- upgrade */

static plx_status value_of(plx_store *st, uint32_t docid, uint32_t slot, plx_strbuf *out,
                           plx_error *err)
{
    plx_bytes b = { 0 };
    plx_status rc = plx_store_get_value(st, docid, slot, &b, err);

    plx_strbuf_reset(out);
    plx_strbuf_add(out, b.p, b.n);
    return rc;
}

/* One article from the old generation into the writer's. Its stance stays as it is. */
static plx_status copy_article(plx_writer *w, plx_store *old, uint32_t docid, plx_strbuf *stance,
                               plx_error *err)
{
    unsigned char digest[PLX_RECORD_DIGEST];
    plx_article a;
    plx_status rc = value_of(old, docid, PLX_SLOT_STANCE, stance, err);

    plx_article_init(&a);
    if (!rc)
        rc = plx_writer_load(w, old, docid, &a, err);
    if (!rc)
        rc = plx_writer_digest(w, &a, digest, err);
    if (!rc)
        rc = plx_writer_store_article(w, &a, stance->s, stance->len, digest, err);
    plx_article_release(&a);
    return rc;
}

static plx_status copy_all(plx_writer *w, plx_store *old, const uint32_t *docids, size_t n,
                           plx_error *err)
{
    plx_strbuf stance = PLX_STRBUF_INIT;
    plx_bytes model = { 0 };
    plx_status rc = plx_store_get_metadata(old, "model", &model, err);
    size_t i;

    if (!rc)
        rc = plx_store_set_metadata(w->st, "model", model.p, model.n, err);
    if (!rc)
        rc = plx_facet_names_write(w->st, &w->facets, err);
    for (i = 0; !rc && i < n; i++)
        rc = copy_article(w, old, docids[i], &stance, err);
    if (!rc)
        rc = plx_writer_commit(w, err);
    plx_strbuf_release(&stance);
    return rc;
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
