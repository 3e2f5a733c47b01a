/* What a run would come to: the index is compared with and left alone. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "collection/collection.h"
#include "collection/document.h"
#include "collection/schema.h"
#include "collection/writer.h"
#include "collection/writer_internal.h"

static plx_status open_store(plx_writer *w, plx_error *err)
{
    char *path = NULL;
    plx_status rc = plx_collection_verify(w->dir, false, err);

    if (!rc)
        rc = plx_collection_generation_path(w->dir, NULL, &path, err);
    if (!rc)
        rc = plx_store_open(path, &w->st, err);
    if (!rc)
        rc = plx_model_info_read(w->st, &w->info, err);
    if (!rc)
        rc = plx_facet_names_read(w->st, &w->facets, err);
    free(path);
    return rc;
}

plx_status plx_writer_open_dry(plx_writer *w, const plx_writer_options *opt, plx_error *err)
{
    plx_status rc = PLX_OK;

    w->met = plx_map_new();
    if (!w->met)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir);
    if (!opt->create || plx_collection_exists(w->dir))
        rc = open_store(w, err);
    if (!rc && !opt->replace_model)
        rc = plx_writer_check_model(w, err);
    if (!rc)
        rc = plx_writer_settle_facets(w, opt->facets, err);
    return rc ? rc : plx_labels_read(w->labels, NULL, NULL, err);
}

static plx_status grow_met(plx_writer *w, plx_error *err)
{
    size_t cap = w->met_cap ? 2 * w->met_cap : 1024;
    void *grown = realloc(w->met_digest, cap * sizeof *w->met_digest);

    if (!grown)
        return plx_fail(err, PLX_ERR_NOMEM, "dry run: out of memory");
    w->met_digest = grown;
    w->met_cap = cap;
    return PLX_OK;
}

/* The digest that an article has by now: that of the run if it came before, else the index's. */
static plx_status present_digest(plx_writer *w, const char *id, bool is_new, uint32_t at,
                                 unsigned char digest[PLX_RECORD_DIGEST], bool *found,
                                 plx_error *err)
{
    if (is_new)
        return plx_preparer_look_up(w->own, id, digest, found, err);
    memcpy(digest, w->met_digest[at], PLX_RECORD_DIGEST);
    *found = true;
    return PLX_OK;
}

/* 0 if the index does not have the article. */
static plx_status find_docid(plx_writer *w, const char *id, uint32_t *docid, plx_error *err)
{
    plx_status rc;

    plx_term_make(PLX_PREFIX_ID, id, strlen(id), &w->term);
    rc = w->term.failed ? plx_fail(err, PLX_ERR_NOMEM, "dry run: out of memory")
                        : plx_store_find(w->st, w->term.s, w->term.len, docid, err);
    return rc == PLX_ERR_NOTFOUND ? PLX_OK : rc;
}

plx_status plx_writer_put_dry(plx_writer *w, plx_prepared *p, plx_put_outcome *out, plx_error *err)
{
    const plx_article *a = &p->article;
    unsigned char key[PLX_DIGEST_BYTES], digest[PLX_RECORD_DIGEST];
    bool is_new = false, found = false, is_same;
    plx_verdict v = { 0 };
    plx_status rc;
    uint32_t at;

    plx_digest(a->id, strlen(a->id), key);
    at = plx_map_add(w->met, key, sizeof key, &is_new);
    if (at == PLX_MAP_NONE)
        return plx_fail(err, PLX_ERR_NOMEM, "dry run: out of memory");
    rc = at >= w->met_cap ? grow_met(w, err) : PLX_OK;
    if (!rc)
        rc = present_digest(w, a->id, is_new, at, digest, &found, err);
    if (rc)
        return rc;
    is_same = found && memcmp(digest, p->digest, sizeof digest) == 0;
    memcpy(w->met_digest[at], p->digest, sizeof p->digest);
    out->result = !found ? PLX_PUT_ADDED : is_same ? PLX_PUT_UNCHANGED : PLX_PUT_UPDATED;
    if (!is_same)
        plx_writer_apply_label(w, a->id, a->text, &v);
    out->is_stale = v.is_stale;
    return found && w->st ? find_docid(w, a->id, &out->docid, err) : PLX_OK;
}
