#include "collection/review.h"

#include <stdlib.h>

#include "base/date.h"
#include "collection/sampling.h"
#include "collection/schema.h"

struct plx_review {
    uint32_t last_docid;
    size_t labels;
    plx_candidate *by_docid; /* [docid]; worth 0: not to be asked */
    uint32_t *docids;        /* the candidates asked for */
    size_t count;
    plx_sample_spread spread;
};

/* Months since the first year that dates may have; PLX_SAMPLE_NONE without one. */
#define MONTHS ((PLX_DATE_YEAR_MAX - PLX_DATE_YEAR_MIN + 1) * 12)

static uint32_t month_of(const plx_date_column *dates, uint32_t docid)
{
    int year, month;

    if (docid > dates->last_docid || dates->precision[docid] < PLX_DATE_MONTH)
        return PLX_SAMPLE_NONE;
    plx_date_to_civil(dates->start[docid], &year, &month, NULL);
    if (year < PLX_DATE_YEAR_MIN || year > PLX_DATE_YEAR_MAX)
        return PLX_SAMPLE_NONE;
    return (uint32_t)((year - PLX_DATE_YEAR_MIN) * 12 + month - 1);
}

/* Ordinal of the first value of a document, PLX_SAMPLE_NONE if it has none. */
static uint32_t first_value(const plx_column *col, uint32_t docid)
{
    if (docid > col->last_docid || col->first[docid] == col->first[docid + 1])
        return PLX_SAMPLE_NONE;
    return col->ordinal[col->first[docid]];
}

static int read_worth(void *ctx, uint32_t docid, const char *p, size_t n)
{
    plx_review *r = ctx;
    plx_verdict v;

    if (docid <= r->last_docid && plx_verdict_decode(p, n, &v))
        r->by_docid[docid].worth = (float)plx_sample_worth(&v, r->labels);
    return 0;
}

static plx_status fill(plx_review *r, plx_snapshot *snap, plx_error *err)
{
    const plx_column *sources = NULL, *groups = NULL;
    const plx_date_column *dates = NULL;
    plx_status rc = plx_snapshot_column(snap, PLX_SLOT_SOURCE, &sources, err);

    if (rc == PLX_OK)
        rc = plx_snapshot_column(snap, PLX_SLOT_GROUP, &groups, err);
    if (rc == PLX_OK)
        rc = plx_snapshot_dates(snap, &dates, err);
    if (rc == PLX_OK)
        rc = plx_store_each_value(plx_snapshot_store(snap), PLX_SLOT_STANCE, read_worth, r, err);
    if (rc != PLX_OK)
        return rc;
    r->spread.sources = calloc((size_t)sources->values + 1, sizeof *r->spread.sources);
    r->spread.groups = calloc((size_t)groups->values + 1, sizeof *r->spread.groups);
    r->spread.months = calloc(MONTHS, sizeof *r->spread.months);
    if (!r->spread.sources || !r->spread.groups || !r->spread.months)
        return plx_fail(err, PLX_ERR_NOMEM, "review: out of memory");
    for (uint32_t d = 0; d <= r->last_docid; d++) {
        plx_candidate *c = &r->by_docid[d];

        c->docid = d;
        c->source = first_value(sources, d);
        c->group = first_value(groups, d);
        c->month = month_of(dates, d);
    }
    return PLX_OK;
}

plx_status plx_review_new(plx_snapshot *snap, const uint32_t *docids, size_t n, plx_review **out,
                          plx_error *err)
{
    plx_review *r = calloc(1, sizeof *r);
    plx_store_info info;
    plx_status rc = plx_store_get_info(plx_snapshot_store(snap), &info, err);

    *out = NULL;
    if (rc == PLX_OK && r) {
        r->last_docid = info.last_docid;
        r->labels = plx_snapshot_model(snap)->labels.count;
        r->by_docid = calloc((size_t)info.last_docid + 1, sizeof *r->by_docid);
        r->docids = malloc((n + 1) * sizeof *r->docids);
    }
    if (rc == PLX_OK && (!r || !r->by_docid || !r->docids))
        rc = plx_fail(err, PLX_ERR_NOMEM, "review: out of memory");
    if (rc == PLX_OK)
        rc = fill(r, snap, err);
    if (rc != PLX_OK) {
        plx_review_free(r);
        return rc;
    }
    for (size_t i = 0; i < n; i++)
        if (docids[i] <= r->last_docid)
            r->docids[r->count++] = docids[i];
    *out = r;
    return PLX_OK;
}

void plx_review_free(plx_review *r)
{
    if (!r)
        return;
    free(r->by_docid);
    free(r->docids);
    free(r->spread.sources);
    free(r->spread.months);
    free(r->spread.groups);
    free(r);
}

size_t plx_review_candidates(const plx_review *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->count; i++)
        n += r->by_docid[r->docids[i]].worth > 0;
    return n;
}

void plx_review_leave_out(plx_review *r, uint32_t docid, bool is_labelled)
{
    if (docid > r->last_docid)
        return;
    r->by_docid[docid].worth = 0;
    if (is_labelled)
        plx_sample_count(&r->spread, &r->by_docid[docid]);
}

plx_status plx_review_pick(plx_review *r, uint64_t seed, size_t want, uint32_t *out, size_t *got,
                           plx_error *err)
{
    plx_candidate *items = malloc((r->count + 1) * sizeof *items);
    plx_sample_request request = { .items = items, .seed = seed, .want = want };
    plx_status rc;

    *got = 0;
    if (!items)
        return plx_fail(err, PLX_ERR_NOMEM, "review: out of memory");
    for (size_t i = 0; i < r->count; i++)
        if (r->by_docid[r->docids[i]].worth > 0)
            items[request.count++] = r->by_docid[r->docids[i]];
    rc = plx_sample_telling(&request, &r->spread, out, got, err);
    for (size_t i = 0; i < *got; i++)
        r->by_docid[out[i]].worth = 0;
    free(items);
    return rc;
}
