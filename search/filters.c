#include "search/filters.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "filters: out of memory");
}

/* --------------------------------------------------------------- choices */

/* Every value as given that is the same when folded. A value that no article has lets none through.
 */
static plx_status choose_column(plx_tables *t, plx_filter_test *test, const char *value,
                                plx_error *err)
{
    const plx_folded_values *folded;
    uint32_t group, i;
    char *s;
    plx_status rc = plx_tables_folded(t, test->ref.slot, &folded, err);

    if (rc)
        return rc;
    s = plx_fold(value, strlen(value));
    if (!s)
        return no_memory(err);
    group = plx_map_find(folded->map, s, strlen(s));
    free(s);
    for (i = 0; group != PLX_MAP_NONE && i < test->values; i++)
        if (folded->group[i] == group)
            test->chosen[i] = true;
    return PLX_OK;
}

static plx_status choose_stance(plx_tables *t, plx_filter_test *test, const char *value,
                                plx_error *err)
{
    unsigned ordinal;
    plx_status rc = plx_tables_stance(t, value, &ordinal, err);

    if (!rc)
        test->chosen[ordinal] = true;
    return rc;
}

static plx_status choose_period(plx_tables *t, plx_filter_test *test, const char *value,
                                plx_error *err)
{
    bool is_month = test->ref.kind == PLX_FACET_MONTH;
    plx_date_precision wanted = is_month ? PLX_DATE_MONTH : PLX_DATE_YEAR;
    int year, month;
    int64_t ordinal;
    plx_date d;

    (void)t;
    if (plx_date_parse_iso(value, strlen(value), &d, NULL) || d.precision != wanted)
        return plx_fail(err, PLX_ERR_INVALID, "%s '%.60s' is not of the form %s", test->ref.name,
                        value, is_month ? "2019-10" : "2019");
    plx_date_to_civil(d.start, &year, &month, NULL);
    ordinal = (is_month ? year * 12 + month - 1 : year) - test->periods->base + 1;
    if (ordinal > 0 && ordinal < test->values)
        test->chosen[ordinal] = true;
    return PLX_OK;
}

static plx_status choose(plx_tables *t, plx_filter_test *test, const char *value, plx_error *err)
{
    static plx_status (*const by_kind[])(plx_tables *, plx_filter_test *, const char *,
                                         plx_error *) = {
        [PLX_FACET_STANCE] = choose_stance,
        [PLX_FACET_COLUMN] = choose_column,
        [PLX_FACET_MONTH] = choose_period,
        [PLX_FACET_YEAR] = choose_period,
    };

    return by_kind[test->ref.kind](t, test, value, err);
}

/* ---------------------------------------------------------------- making */

static plx_status load_columns(plx_tables *t, plx_filter_test *test, plx_error *err)
{
    plx_status rc;

    if (test->ref.kind == PLX_FACET_STANCE) {
        rc = plx_snapshot_stances(t->snap, &test->stances, err);
        test->values = plx_tables_stances(t);
    } else if (test->ref.kind == PLX_FACET_COLUMN) {
        rc = plx_snapshot_column(t->snap, test->ref.slot, &test->column, err);
        test->values = rc ? 0 : test->column->values;
    } else {
        rc = plx_tables_periods(t, test->ref.kind, &test->periods, err);
        test->values = rc ? 0 : test->periods->values;
    }
    if (rc)
        return rc;
    test->chosen = calloc((size_t)test->values + 1, sizeof *test->chosen);
    return test->chosen ? PLX_OK : no_memory(err);
}

static plx_status add_choice(plx_tables *t, const plx_search_request *req, const plx_filter *wanted,
                             plx_filters *out, plx_error *err)
{
    plx_filter_test *test;
    plx_facet_ref ref;
    size_t i;
    plx_status rc = plx_tables_facet(t, wanted->name, &ref, err);

    if (rc)
        return rc;
    i = plx_filters_find(out, &ref);
    test = &out->test[i];
    if (i == out->tests) {
        test->ref = ref;
        test->likely = req->likely;
        out->tests++;
        rc = load_columns(t, test, err);
    }
    return rc ? rc : choose(t, test, wanted->value, err);
}

static plx_status parse_bound(const char *name, const char *value, int64_t now, plx_date *out,
                              plx_error *err)
{
    plx_status rc = plx_date_parse_bound(value, strlen(value), now, out, err);

    return rc ? plx_fail_prefix(err, rc, "%s", name) : PLX_OK;
}

static plx_status add_dates(plx_tables *t, const plx_search_request *req, int64_t now,
                            plx_filters *out, plx_error *err)
{
    plx_filter_test *test = &out->test[out->tests];
    plx_date d;
    plx_status rc = PLX_OK;

    test->is_date = true;
    test->undated = req->undated;
    test->from = INT64_MIN + 1; /* the least start stands for undated */
    test->until = INT64_MAX;
    out->tests++;
    if (req->since)
        rc = parse_bound("since", req->since, now, &d, err);
    if (!rc && req->since)
        test->from = d.start;
    if (!rc && req->until)
        rc = parse_bound("until", req->until, now, &d, err);
    if (!rc && req->until)
        test->until = plx_date_end(&d);
    return rc ? rc : plx_snapshot_dates(t->snap, &test->dates, err);
}

plx_status plx_filters_make(plx_tables *t, const plx_search_request *req, int64_t now,
                            plx_filters *out, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    memset(out, 0, sizeof *out);
    if (req->filter_count > PLX_FILTER_VALUES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "%zu filters are given, at most %d are allowed",
                        req->filter_count, PLX_FILTER_VALUES_MAX);
    out->test = calloc(req->filter_count + 2, sizeof *out->test);
    if (!out->test)
        return no_memory(err);
    for (i = 0; !rc && i < req->filter_count; i++)
        rc = add_choice(t, req, &req->filters[i], out, err);
    if (!rc && (req->since || req->until))
        rc = add_dates(t, req, now, out, err);
    return rc;
}

void plx_filters_release(plx_filters *f)
{
    size_t i;

    for (i = 0; i < f->tests; i++)
        free(f->test[i].chosen);
    free(f->test);
    memset(f, 0, sizeof *f);
}

size_t plx_filters_find(const plx_filters *f, const plx_facet_ref *ref)
{
    size_t i;

    for (i = 0; i < f->tests; i++)
        if (!f->test[i].is_date && f->test[i].ref.kind == ref->kind &&
            f->test[i].ref.slot == ref->slot)
            break;
    return i;
}

/* -------------------------------------------------------------- applying */

static bool passes_dates(const plx_filter_test *test, uint32_t docid)
{
    int64_t start = docid <= test->dates->last_docid ? test->dates->start[docid] : INT64_MIN;

    if (start == INT64_MIN)
        return test->undated;
    return start >= test->from && start < test->until;
}

static bool passes_stance(const plx_filter_test *test, uint32_t docid)
{
    const plx_stance_column *col = test->stances;
    unsigned stance;

    if (docid > col->last_docid)
        return false;
    stance = col->stance[docid];
    if (test->likely && stance == col->unclear && col->best[docid] < col->unclear &&
        test->chosen[col->best[docid]])
        return true;
    return test->chosen[stance];
}

static bool passes_column(const plx_filter_test *test, uint32_t docid)
{
    const plx_column *col = test->column;
    uint32_t i;

    if (docid > col->last_docid)
        return false;
    for (i = col->first[docid]; i < col->first[docid + 1]; i++)
        if (test->chosen[col->ordinal[i]])
            return true;
    return false;
}

static bool passes_period(const plx_filter_test *test, uint32_t docid)
{
    return test->chosen[test->periods->ordinal[docid]];
}

void plx_filter_apply(const plx_filter_test *test, const uint32_t *docids, size_t n, plx_bits *out)
{
    static bool (*const by_kind[])(const plx_filter_test *, uint32_t) = {
        [PLX_FACET_STANCE] = passes_stance,
        [PLX_FACET_COLUMN] = passes_column,
        [PLX_FACET_MONTH] = passes_period,
        [PLX_FACET_YEAR] = passes_period,
    };
    bool (*passes)(const plx_filter_test *, uint32_t) =
        test->is_date ? passes_dates : by_kind[test->ref.kind];
    size_t i;

    for (i = 0; i < n; i++)
        if (passes(test, docids[i]))
            plx_bits_set(out, docids[i]);
}
