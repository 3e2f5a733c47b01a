#include "search/stats.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "collection/collection.h"
#include "collection/labels.h"

#define SCHEMA      1
#define LABELS_FILE "labels.jsonl"

const char *plx_stats_part_name(plx_stats_part part)
{
    static const char *const names[PLX_STATS_PARTS] = { "database", "model", "labels", "manifest",
                                                        "other" };

    return names[part];
}

/* ------------------------------------------------------------ figures */

static plx_status count_articles(plx_searcher *s, const plx_stats_request *req, plx_stats *out,
                                 plx_error *err)
{
    static const char *const facets[] = { "stance", "source", "year", "lang", NULL };
    const plx_search_request all = { .no_hits = true,
                                     .facets = facets,
                                     .facet_top = req->top ? req->top : PLX_STATS_TOP_DEFAULT,
                                     .deadline_ms = req->deadline_ms };

    return plx_search(s, &all, &out->counts, err);
}

static plx_status keep_faults(const plx_labels *labels, plx_stats *out, plx_error *err)
{
    const char *first;

    out->label_faults = plx_labels_faults(labels, &first);
    if (!out->label_faults || !first)
        return PLX_OK;
    out->first_fault = strdup(first);
    return out->first_fault ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "stats: out of memory");
}

static plx_status count_votes(const char *path, plx_stats *out, plx_error *err)
{
    plx_labels *labels = NULL;
    plx_status rc = plx_labels_open(path, &labels, err);

    if (!rc)
        rc = plx_labels_read(labels, NULL, NULL, err);
    for (size_t i = 0; !rc && i < plx_labels_count(labels); i++)
        out->votes += plx_labels_stands(labels, plx_labels_at(labels, i));
    if (!rc)
        rc = keep_faults(labels, out, err);
    plx_labels_close(labels);
    return rc;
}

static plx_status gather_labels(const char *dir, const char *given, plx_stats *out, plx_error *err)
{
    char *beside = plx_collection_file(dir, LABELS_FILE);
    plx_status rc = beside ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "stats: out of memory");

    if (!rc) {
        out->bytes[PLX_STATS_LABELS] = plx_file_tree_bytes(beside);
        rc = count_votes(given ? given : beside, out, err);
    }
    free(beside);
    return rc;
}

static plx_status measure(const char *dir, plx_stats *out, plx_error *err)
{
    char *generation = NULL, *model = NULL, *manifest = plx_collection_file(dir, "manifest");
    plx_status rc = manifest ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "stats: out of memory");

    if (!rc)
        rc = plx_collection_generation_path(dir, NULL, &generation, err);
    if (!rc)
        rc = plx_collection_model_file(dir, &model, err);
    if (rc == PLX_ERR_NOTFOUND && generation) /* a model that is gone takes no room */
        rc = PLX_OK;
    if (!rc) {
        out->bytes[PLX_STATS_DATABASE] = plx_file_tree_bytes(generation);
        out->bytes[PLX_STATS_MODEL] = model ? plx_file_tree_bytes(model) : 0;
        out->bytes[PLX_STATS_MANIFEST] = plx_file_tree_bytes(manifest);
        out->all_bytes = plx_file_tree_bytes(dir);
    }
    free(generation);
    free(model);
    free(manifest);
    return rc;
}

/* What is in no other part; files may grow between two looks. */
static void set_other(plx_stats *s)
{
    unsigned long long parts = 0;

    for (size_t i = 0; i < PLX_STATS_OTHER; i++)
        parts += s->bytes[i];
    s->bytes[PLX_STATS_OTHER] = s->all_bytes > parts ? s->all_bytes - parts : 0;
}

plx_status plx_stats_gather(plx_snapshot *snap, plx_searcher *s, const plx_stats_request *req,
                            plx_stats *out, plx_error *err)
{
    const char *dir = plx_snapshot_dir(snap);
    plx_status rc;

    plx_stats_release(out);
    rc = count_articles(s, req, out, err);
    if (!rc)
        rc = gather_labels(dir, req->labels_path, out, err);
    if (!rc)
        rc = measure(dir, out, err);
    set_other(out);
    out->version = plx_snapshot_version(snap);
    out->model = plx_snapshot_model(snap);
    out->articles = plx_snapshot_documents(snap);
    return rc;
}

void plx_stats_release(plx_stats *s)
{
    plx_search_result_release(&s->counts);
    free(s->first_fault);
    *s = (plx_stats){ .votes = 0 };
}

/* ------------------------------------------------------------ JSON */

static json_t *values_json(const plx_facet *f)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < f->count; i++) {
        json_t *o = json_object();
        ok = o && plx_json_put(o, "value", plx_json_str(f->values[i].value)) &&
             plx_json_put_count(o, "count", f->values[i].count);
        ok = json_array_append_new(list, plx_json_checked(o, ok)) == 0;
    }
    return plx_json_checked(list, ok);
}

static json_t *counts_json(const plx_stats *s)
{
    json_t *o = json_object();
    bool ok = o != NULL;

    for (size_t i = 0; ok && i < s->counts.facet_count; i++)
        ok = plx_json_put(o, s->counts.facets[i].name, values_json(&s->counts.facets[i]));
    return plx_json_checked(o, ok);
}

static json_t *sizes_json(const plx_stats *s)
{
    json_t *o = json_object();
    bool ok = o != NULL;

    for (unsigned i = 0; ok && i < PLX_STATS_PARTS; i++)
        ok = plx_json_put_count(o, plx_stats_part_name((plx_stats_part)i), s->bytes[i]);
    return plx_json_checked(o, ok);
}

static json_t *model_json(const plx_model_info *m)
{
    json_t *o = json_object();

    return plx_json_checked(o,
                            o && plx_json_put(o, "name", plx_json_str(*m->name ? m->name : NULL)) &&
                                plx_json_put(o, "date", plx_json_str(*m->date ? m->date : NULL)));
}

json_t *plx_stats_json(const plx_stats *s, const char *index)
{
    json_t *o = json_object();
    bool ok = o && plx_json_put_count(o, "schema", SCHEMA) &&
              (!index || plx_json_put(o, "index", plx_json_str(index)));

    return plx_json_checked(o, ok && plx_json_put(o, "version", plx_json_str(s->version)) &&
                                   plx_json_put_count(o, "articles", s->articles) &&
                                   plx_json_put(o, "model", model_json(s->model)) &&
                                   plx_json_put_count(o, "labels", s->votes) &&
                                   plx_json_put_count(o, "bytes", s->all_bytes) &&
                                   plx_json_put(o, "bytes_by_part", sizes_json(s)) &&
                                   plx_json_put(o, "counts", counts_json(s)));
}
