#include "collection/snapshot.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collection/collection.h"
#include "collection/column_cache.h"
#include "collection/document.h"
#include "collection/record.h"
#include "collection/schema.h"
#include "collection/versions.h"

struct plx_snapshot {
    char *dir;
    plx_column_cache *cache; /* NULL: none shared */
    char generation[64];
    char version[96];
    plx_store *st;
    plx_store_info store;
    plx_model_info model;
    plx_facet_names facets;
    plx_column_set *columns;
    plx_record_codec *codec;
};

/* Everything that belongs to the state the store is at now. */
static plx_status read_state(plx_snapshot *s, plx_error *err)
{
    plx_status rc = plx_store_get_info(s->st, &s->store, err);

    if (!rc)
        rc = plx_model_info_read(s->st, &s->model, err);
    if (!rc)
        rc = plx_facet_names_read(s->st, &s->facets, err);
    plx_column_set_drop(s->columns);
    s->columns = NULL;
    if (rc)
        return rc;
    snprintf(s->version, sizeof s->version, "%s.%" PRIu64, s->generation, s->store.revision);
    return plx_column_set_take(s->cache, s->version, &s->columns, err);
}

static plx_status open_current(plx_snapshot *s, plx_store **st, plx_error *err)
{
    char *path = NULL;
    plx_status rc = plx_collection_generation(s->dir, s->generation, sizeof s->generation, err);

    if (!rc)
        rc = plx_collection_generation_path(s->dir, s->generation, &path, err);
    if (!rc)
        rc = plx_store_open(path, st, err);
    free(path);
    return rc;
}

static plx_status open_generation(plx_snapshot *s, plx_error *err)
{
    plx_store *st = NULL;
    char seen[sizeof s->generation] = "";
    plx_status rc = plx_collection_verify(s->dir, false, err);

    if (!rc)
        rc = open_current(s, &st, err);
    /* a writer may have switched, and removed what the stub had named a moment ago */
    while (rc && rc != PLX_ERR_NOMEM && strcmp(seen, s->generation) != 0) {
        memcpy(seen, s->generation, sizeof seen);
        rc = open_current(s, &st, err);
    }
    if (rc)
        return rc;
    plx_store_close(s->st);
    s->st = st;
    return read_state(s, err);
}

plx_status plx_snapshot_open(const char *dir, plx_column_cache *cache, plx_snapshot **out,
                             plx_error *err)
{
    plx_snapshot *s = calloc(1, sizeof *s);
    plx_status rc;

    *out = NULL;
    if (!s || !(s->dir = strdup(dir))) {
        free(s);
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", dir);
    }
    s->cache = cache;
    rc = plx_record_codec_new(&s->codec, err);
    if (!rc)
        rc = open_generation(s, err);
    if (rc) {
        plx_snapshot_close(s);
        return rc;
    }
    *out = s;
    return PLX_OK;
}

void plx_snapshot_close(plx_snapshot *s)
{
    if (!s)
        return;
    plx_column_set_drop(s->columns);
    plx_store_close(s->st);
    plx_record_codec_free(s->codec);
    free(s->dir);
    free(s);
}

plx_status plx_snapshot_refresh(plx_snapshot *s, bool *changed, plx_error *err)
{
    char generation[64];
    bool moved = false;
    plx_status rc = plx_collection_generation(s->dir, generation, sizeof generation, err);

    if (changed)
        *changed = false;
    if (rc)
        return rc;
    if (strcmp(generation, s->generation) != 0) {
        /* never reopen() across generations: a new database may carry the same revision */
        rc = open_generation(s, err);
        moved = !rc;
    } else {
        rc = plx_store_reopen(s->st, &moved, err);
        if (!rc && moved)
            rc = read_state(s, err);
    }
    if (changed)
        *changed = moved;
    return rc;
}

const char *plx_snapshot_dir(const plx_snapshot *s)
{
    return s->dir;
}

plx_store *plx_snapshot_store(plx_snapshot *s)
{
    return s->st;
}

const char *plx_snapshot_version(const plx_snapshot *s)
{
    return s->version;
}

uint32_t plx_snapshot_documents(const plx_snapshot *s)
{
    return s->store.documents;
}

const plx_model_info *plx_snapshot_model(const plx_snapshot *s)
{
    return &s->model;
}

size_t plx_snapshot_facets(const plx_snapshot *s)
{
    return s->facets.count;
}

const char *plx_snapshot_facet_name(const plx_snapshot *s, size_t i)
{
    return s->facets.name[i];
}

uint32_t plx_snapshot_facet_slot(const plx_snapshot *s, size_t i)
{
    (void)s;
    return PLX_SLOT_FACET + (uint32_t)i;
}

const char *plx_snapshot_stance_name(const plx_snapshot *s, unsigned ordinal)
{
    static const char *const others[] = { PLX_STANCE_UNCLEAR, PLX_STANCE_OFF_TOPIC,
                                          PLX_STANCE_NOT_JUDGED };
    size_t labels = s->model.labels.count;

    if (ordinal < labels)
        return s->model.labels.name[ordinal];
    return ordinal - labels < 3 ? others[ordinal - labels] : "";
}

plx_status plx_snapshot_column(plx_snapshot *s, uint32_t slot, const plx_column **out,
                               plx_error *err)
{
    return plx_column_set_text(s->columns, s->st, slot, out, err);
}

plx_status plx_snapshot_dates(plx_snapshot *s, const plx_date_column **out, plx_error *err)
{
    return plx_column_set_dates(s->columns, s->st, out, err);
}

plx_status plx_snapshot_stances(plx_snapshot *s, const plx_stance_column **out, plx_error *err)
{
    return plx_column_set_stances(s->columns, s->st, s->model.labels.count, out, err);
}

plx_status plx_snapshot_find(plx_snapshot *s, const char *id, uint32_t *docid, plx_error *err)
{
    plx_strbuf term = PLX_STRBUF_INIT;
    plx_status rc;

    plx_term_make(PLX_PREFIX_ID, id, strlen(id), &term);
    rc = term.failed ? PLX_ERR_NOMEM : plx_store_find(s->st, term.s, term.len, docid, err);
    plx_strbuf_release(&term);
    if (rc == PLX_ERR_NOTFOUND)
        return plx_fail(err, rc, "no article '%s' in the index", id);
    return rc;
}

plx_status plx_snapshot_article(plx_snapshot *s, uint32_t docid, bool with_text, plx_article *out,
                                plx_error *err)
{
    plx_bytes b = { 0 };
    plx_seen seen;
    plx_status rc = plx_store_get_data(s->st, docid, &b, err);

    if (!rc)
        rc = plx_record_unpack(s->codec, b.p, b.n, with_text, out, err);
    if (!rc)
        rc = plx_store_get_value(s->st, docid, PLX_SLOT_SEEN, &b, err);
    if (rc)
        return rc;
    seen = plx_record_seen_read(b.p, b.n);
    out->first_seen = seen.first;
    out->changed = seen.changed;
    return PLX_OK;
}

plx_status plx_snapshot_versions(plx_snapshot *s, const char *id, uint32_t *n, plx_error *err)
{
    return plx_versions_count(s->st, id, n, err);
}

plx_status plx_snapshot_former(plx_snapshot *s, const char *id, uint32_t number, plx_article *out,
                               plx_error *err)
{
    return plx_versions_get(s->st, s->codec, id, number, out, err);
}

plx_status plx_snapshot_verdict(plx_snapshot *s, uint32_t docid, plx_verdict *out, plx_error *err)
{
    plx_bytes bytes = { 0 };
    plx_status rc = plx_store_get_value(s->st, docid, PLX_SLOT_STANCE, &bytes, err);

    if (!rc)
        plx_verdict_decode(bytes.p, bytes.n, out);
    return rc;
}
