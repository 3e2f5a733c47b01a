#include "compare/compare_sides.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/analyser.h"

#define STANCE "stance"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "compare: out of memory");
}

bool plx_compare_is_stance(const char *by)
{
    return strcasecmp(by, STANCE) == 0;
}

/* ----------------------------------------------------------------- names */

static bool is_label(const plx_sides_finder *f, const char *name)
{
    return plx_label_find(&plx_snapshot_model(f->snap)->labels, name) >= 0;
}

/* Facet filters fold what they are given: "The Post" and "the post" are one side. */
static plx_status is_there(const plx_sides *s, const char *name, bool *found, plx_error *err)
{
    char *folded = plx_fold(name, strlen(name)), *other;

    *found = false;
    for (size_t i = 0; folded && !*found && i < s->count; i++) {
        other = plx_fold(s->side[i].name, strlen(s->side[i].name));
        if (!other)
            break;
        *found = strcmp(folded, other) == 0;
        free(other);
    }
    if (!folded)
        return no_memory(err);
    free(folded);
    return PLX_OK;
}

static plx_status add_side(plx_sides *s, const char *name, plx_error *err)
{
    bool found;
    plx_status rc = is_there(s, name, &found, err);

    if (rc || found)
        return rc;
    if (s->count == PLX_COMPARE_SIDES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "at most %d sides can be compared",
                        PLX_COMPARE_SIDES_MAX);
    s->side[s->count].name = strdup(name);
    return s->side[s->count++].name ? PLX_OK : no_memory(err);
}

/* "pro-iran, neutral, anti-iran" */
static plx_status no_such_label(const plx_sides_finder *f, const char *name, plx_error *err)
{
    const plx_label_set *set = &plx_snapshot_model(f->snap)->labels;
    plx_strbuf labels = PLX_STRBUF_INIT;
    plx_status rc;

    for (size_t i = 0; i < set->count; i++)
        plx_strbuf_printf(&labels, "%s%s", i ? ", " : "", set->name[i]);
    rc = plx_fail(err, PLX_ERR_INVALID, "side '%.60s' is none of the model's labels: %s", name,
                  set->count ? labels.s : "the index was not judged by a model");
    plx_strbuf_release(&labels);
    return rc;
}

static plx_status add_chosen(const plx_sides_finder *f, plx_sides *s, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (const char *const *name = f->req->sides; !rc && *name; name++) {
        const char *label = *name;

        if (plx_compare_is_stance(f->by) && !is_label(f, label) &&
            (plx_stance_read(&plx_snapshot_model(f->snap)->labels, label, &label, NULL) ||
             !is_label(f, label)))
            return no_such_label(f, *name, err);
        rc = add_side(s, label, err);
    }
    return rc;
}

/* What the user's own filter of the facet has chosen, else the values with most articles. */
static plx_status add_values(const plx_sides_finder *f, plx_facet *facet, plx_sides *s,
                             plx_error *err)
{
    bool stance = plx_compare_is_stance(f->by), chosen = false;
    size_t most = stance ? PLX_COMPARE_SIDES_MAX : PLX_COMPARE_SIDES;
    plx_status rc = PLX_OK;

    for (size_t i = 0; i < facet->count; i++)
        chosen = chosen || facet->values[i].chosen;
    for (size_t i = 0; !rc && i < facet->count && (chosen || s->count < most); i++) {
        const plx_facet_value *v = &facet->values[i];

        if (v->count && (!chosen || v->chosen) && (!stance || is_label(f, v->value)))
            rc = add_side(s, v->value, err);
    }
    return rc;
}

static plx_status add_default(const plx_sides_finder *f, plx_sides *s, plx_error *err)
{
    const char *const facets[] = { f->by, NULL };
    plx_search_request req = f->req->search;
    plx_search_result r = { 0 };
    plx_status rc;

    req.facets = facets;
    req.facet_top = PLX_SEARCH_LIMIT_MAX;
    req.facet_sort = plx_compare_is_stance(f->by) ? PLX_FACET_AS_USUAL : PLX_FACET_BY_COUNT;
    req.no_hits = true;
    req.offset = 0;
    req.explain = false;
    req.deadline_ms = plx_deadline_left_ms(f->deadline);
    rc = plx_search(f->searcher, &req, &r, err);
    if (!rc && r.facet_count)
        rc = add_values(f, &r.facets[0], s, err);
    plx_search_result_release(&r);
    return rc;
}

/* -------------------------------------------------------------- articles */

/* The request without the facet's own filters, and with that of the side. */
static plx_status make_request(const plx_sides_finder *f, plx_side *side, plx_error *err)
{
    const plx_search_request *from = &f->req->search;
    size_t n = 0;

    side->filters = calloc(from->filter_count + 1, sizeof *side->filters);
    if (!side->filters)
        return no_memory(err);
    for (size_t i = 0; i < from->filter_count; i++)
        if (strcasecmp(from->filters[i].name, f->by) != 0)
            side->filters[n++] = from->filters[i];
    side->filters[n++] = (plx_filter){ f->by, side->name };
    side->request = *from;
    side->request.filters = side->filters;
    side->request.filter_count = n;
    side->request.facets = NULL;
    side->request.offset = 0;
    side->request.explain = false;
    if (plx_compare_is_stance(f->by))
        side->request.likely = false; /* unclear articles are on no side */
    return PLX_OK;
}

static plx_status list_articles(const plx_sides_finder *f, plx_sides *s, plx_side *side,
                                plx_error *err)
{
    plx_search_result r = { 0 };
    plx_status rc = make_request(f, side, err);

    if (rc)
        return rc;
    side->request.deadline_ms = plx_deadline_left_ms(f->deadline);
    rc = plx_search_docids(f->searcher, &side->request, &side->docids, &r, err);
    side->count = rc ? 0 : r.total;
    side->tally = r.tally;
    plx_search_result_release(&r);
    for (size_t i = 0; i < side->count; i++)
        if (side->docids[i] <= s->last_docid)
            s->on[side->docids[i]]++;
    return rc;
}

plx_status plx_sides_find(const plx_sides_finder *f, const uint32_t *docids, size_t n,
                          plx_sides *out, plx_error *err)
{
    plx_status rc = f->req->sides ? add_chosen(f, out, err) : add_default(f, out, err);

    if (rc)
        return rc;
    out->last_docid = n ? docids[n - 1] : 0;
    out->on = calloc((size_t)out->last_docid + 1, sizeof *out->on);
    if (!out->on)
        return no_memory(err);
    for (size_t i = 0; !rc && i < out->count; i++)
        rc = list_articles(f, out, &out->side[i], err);
    for (size_t i = 0; i < n; i++) {
        out->left_out += out->on[docids[i]] == 0;
        out->several += out->on[docids[i]] > 1;
    }
    return rc;
}

void plx_sides_release(plx_sides *s)
{
    for (size_t i = 0; i < s->count; i++) {
        free(s->side[i].name);
        free(s->side[i].filters);
        free(s->side[i].docids);
    }
    free(s->on);
    *s = (plx_sides){ 0 };
}
