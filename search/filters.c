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

static plx_status choose_judge(plx_tables *t, plx_filter_test *test, const char *value,
                               plx_error *err)
{
    bool is_person = strcmp(value, "person") == 0;

    (void)t;
    if (!is_person && strcmp(value, "model") != 0)
        return plx_fail(err, PLX_ERR_INVALID, "stance_by is person or model, not '%.60s'", value);
    test->chosen[is_person ? PLX_BY_PERSON : PLX_BY_MODEL] = true;
    return PLX_OK;
}

/* Is a text of the form of a pattern, in which 0 stands for any digit? */
static bool has_form(const char *s, const char *pattern)
{
    for (; *pattern && *s; s++, pattern++)
        if (*pattern == '0' ? *s < '0' || *s > '9' : *s != *pattern)
            return false;
    return *s == *pattern;
}

static const char *const period_forms[PLX_PERIOD_UNITS] = { "0000-00-00", "0000-W00", "0000-00",
                                                            "0000-Q0", "0000" };
static const char *const period_examples[PLX_PERIOD_UNITS] = { "2019-10-10", "2019-W41", "2019-10",
                                                               "2019-Q4", "2019" };

/* By name: no index has so many periods that this would take long. */
static plx_status choose_period(plx_tables *t, plx_filter_test *test, const char *value,
                                plx_error *err)
{
    plx_period_unit unit = (plx_period_unit)test->ref.slot;
    char name[PLX_PERIOD_BYTES];
    uint32_t i;

    (void)t;
    if (!has_form(value, period_forms[unit]))
        return plx_fail(err, PLX_ERR_INVALID, "%s '%.60s' is not of the form %s", test->ref.name,
                        value, period_examples[unit]);
    for (i = 0; i < test->values; i++) {
        plx_period_name(unit, test->of->base + i, name);
        test->chosen[i] = test->chosen[i] || strcmp(name, value) == 0;
    }
    return PLX_OK;
}

static plx_status choose_date(plx_tables *t, plx_filter_test *test, const char *value,
                              plx_error *err)
{
    static const plx_period_unit units[] = { [PLX_DATE_YEAR] = PLX_PERIOD_YEAR,
                                             [PLX_DATE_MONTH] = PLX_PERIOD_MONTH,
                                             [PLX_DATE_DAY] = PLX_PERIOD_DAY };
    plx_date_choice *date;
    plx_date d;

    (void)t;
    if (plx_date_parse_iso(value, strlen(value), &d, NULL) || d.precision == PLX_DATE_NONE ||
        d.precision > PLX_DATE_DAY)
        return plx_fail(err, PLX_ERR_INVALID,
                        "date '%.60s' is not of the form 2019, 2019-10 or 2019-10-10", value);
    date = realloc(test->date, (test->dated + 1) * sizeof *date);
    if (!date)
        return no_memory(err);
    test->date = date;
    date[test->dated++] = (plx_date_choice){ .unit = units[d.precision],
                                             .number = plx_period_of(units[d.precision], d.start),
                                             .from = d.start,
                                             .until = plx_date_end(&d) };
    return PLX_OK;
}

static plx_status choose_tag(plx_tables *t, plx_filter_test *test, const char *value,
                             plx_error *err)
{
    uint32_t tag;
    plx_status rc = plx_tagged_find(&t->tagged, value, &tag, err);
    uint32_t i;

    for (i = 0; !rc && i < test->values; i++)
        test->chosen[i] = test->chosen[i] ||
                          strcmp(test->of->many->value[i], plx_tags_name(t->tagged.tags, tag)) == 0;
    return rc;
}

static plx_status choose(plx_tables *t, plx_filter_test *test, const char *value, plx_error *err)
{
    static plx_status (*const by_kind[PLX_FACET_KINDS])(plx_tables *, plx_filter_test *,
                                                        const char *, plx_error *) = {
        [PLX_FACET_STANCE] = choose_stance, [PLX_FACET_STANCE_BY] = choose_judge,
        [PLX_FACET_COLUMN] = choose_column, [PLX_FACET_PERIOD] = choose_period,
        [PLX_FACET_TAG] = choose_tag,       [PLX_FACET_DATE] = choose_date,
    };

    return by_kind[test->ref.kind](t, test, value, err);
}

/* ---------------------------------------------------------------- making */

static plx_status load_columns(plx_tables *t, plx_filter_test *test, plx_error *err)
{
    plx_status rc = PLX_OK;

    if (test->ref.kind == PLX_FACET_DATE)
        return plx_snapshot_dates(t->snap, &test->dates, err);
    if (test->ref.kind == PLX_FACET_STANCE)
        rc = plx_snapshot_stances(t->snap, &test->stances, err);
    if (!rc)
        rc = plx_facet_values_of(t, &test->ref, &test->of, err);
    if (rc)
        return rc;
    test->values = test->of->values;
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

/* A filter by dates that lets all dated articles through. */
static plx_status add_range(plx_tables *t, const plx_search_request *req, plx_filters *out,
                            plx_filter_test **test, plx_error *err)
{
    *test = &out->test[out->tests++];
    (*test)->is_range = true;
    (*test)->undated = req->undated;
    (*test)->from = INT64_MIN + 1; /* the least start stands for undated */
    (*test)->until = INT64_MAX;
    return plx_snapshot_dates(t->snap, &(*test)->dates, err);
}

static plx_status add_dates(plx_tables *t, const plx_search_request *req, int64_t now,
                            plx_filters *out, plx_error *err)
{
    plx_filter_test *test;
    plx_date d;
    plx_status rc = add_range(t, req, out, &test, err);

    if (!rc && req->since)
        rc = parse_bound("since", req->since, now, &d, err);
    if (!rc && req->since)
        test->from = d.start;
    if (!rc && req->until)
        rc = parse_bound("until", req->until, now, &d, err);
    if (!rc && req->until)
        test->until = plx_date_end(&d);
    if (!rc && test->from >= test->until)
        rc = plx_fail(err, PLX_ERR_INVALID, "until '%.60s' ends before since '%.60s' begins",
                      req->until, req->since);
    return rc;
}

static plx_status add_labels(plx_tables *t, const plx_search_request *req, plx_filters *out,
                             plx_error *err)
{
    plx_filter wanted = { "stance_by", req->labels };

    if (!req->labels || strcmp(req->labels, "all") == 0)
        return PLX_OK;
    if (strcmp(req->labels, "person") != 0 && strcmp(req->labels, "model") != 0)
        return plx_fail(err, PLX_ERR_INVALID, "labels is person, model or all, not '%.60s'",
                        req->labels);
    return add_choice(t, req, &wanted, out, err);
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
    out->test = calloc(req->filter_count + 3, sizeof *out->test);
    if (!out->test)
        return no_memory(err);
    for (i = 0; !rc && i < req->filter_count; i++)
        rc = add_choice(t, req, &req->filters[i], out, err);
    if (!rc)
        rc = add_labels(t, req, out, err);
    if (!rc && (req->since || req->until))
        rc = add_dates(t, req, now, out, err);
    return rc;
}

void plx_filters_release(plx_filters *f)
{
    size_t i;

    for (i = 0; i < f->tests; i++) {
        free(f->test[i].chosen);
        free(f->test[i].date);
    }
    free(f->test);
    memset(f, 0, sizeof *f);
}

size_t plx_filters_find(const plx_filters *f, const plx_facet_ref *ref)
{
    size_t i;

    for (i = 0; i < f->tests; i++)
        if (!f->test[i].is_range && !f->test[i].is_typed && f->test[i].ref.kind == ref->kind &&
            f->test[i].ref.slot == ref->slot)
            break;
    return i;
}

/* ------------------------------------------------------- out of the query */

/* Is it of a kind, or either of several such? */
static bool is_all(const plx_unit *u, plx_unit_kind kind)
{
    size_t i;

    for (i = 0; u->kind == PLX_UNIT_OR && i < u->children; i++)
        if (u->child[i]->kind != kind)
            return false;
    return u->kind == kind || u->kind == PLX_UNIT_OR;
}

/* Any stance: all articles. */
static uint32_t open_stances(plx_unit *u)
{
    uint32_t asked = u->stances;
    size_t i;

    for (i = 0; i < u->children; i++)
        asked |= open_stances(u->child[i]);
    if (u->kind != PLX_UNIT_OR) {
        u->kind = PLX_UNIT_STANCE;
        u->stances = UINT32_MAX;
    }
    return asked;
}

static plx_status lift_stances(plx_tables *t, const plx_search_request *req, plx_unit *u,
                               plx_filters *f, plx_error *err)
{
    plx_filter_test *test = &f->test[f->tests++];
    uint32_t asked = open_stances(u), i;
    plx_status rc;

    test->is_typed = true;
    test->likely = req->likely;
    rc = plx_tables_facet(t, "stance", &test->ref, err);
    if (!rc)
        rc = load_columns(t, test, err);
    for (i = 0; !rc && i < test->values; i++)
        test->chosen[i] = asked >> i & 1;
    return rc;
}

static plx_status lift_dates(plx_tables *t, const plx_search_request *req, plx_unit *u,
                             plx_filters *f, plx_error *err)
{
    size_t n = u->kind == PLX_UNIT_OR ? u->children : 1;
    plx_filter_test *test;
    plx_status rc = add_range(t, req, f, &test, err);

    if (rc)
        return rc;
    test->is_typed = true;
    test->date = calloc(n, sizeof *test->date);
    if (!test->date)
        return no_memory(err);
    for (; test->dated < n; test->dated++) {
        const plx_unit *range = u->kind == PLX_UNIT_OR ? u->child[test->dated] : u;

        test->date[test->dated] = (plx_date_choice){ .from = range->from, .until = range->until };
    }
    open_stances(u);
    return PLX_OK;
}

static plx_status lift(plx_tables *t, const plx_search_request *req, plx_unit *u, plx_filters *f,
                       plx_error *err)
{
    if (is_all(u, PLX_UNIT_DATE))
        return lift_dates(t, req, u, f, err);
    return is_all(u, PLX_UNIT_STANCE) ? lift_stances(t, req, u, f, err) : PLX_OK;
}

plx_status plx_filters_lift(plx_tables *t, const plx_search_request *req, plx_plan *plan,
                            plx_filters *f, plx_error *err)
{
    plx_unit *root = plan->root;
    plx_filter_test *test;
    plx_status rc = PLX_OK;
    size_t i;

    if (!root)
        return PLX_OK;
    test = realloc(f->test, (f->tests + root->children + 1) * sizeof *test);
    if (!test)
        return no_memory(err);
    f->test = test;
    memset(test + f->tests, 0, (root->children + 1) * sizeof *test);
    if (root->kind != PLX_UNIT_AND && root->kind != PLX_UNIT_WORDS)
        return lift(t, req, root, f, err);
    for (i = 0; !rc && i < root->children; i++)
        rc = lift(t, req, root->child[i], f, err);
    return rc;
}

/* -------------------------------------------------------------- applying */

static bool passes_dates(const plx_filter_test *test, uint32_t docid)
{
    int64_t start = docid <= test->dates->last_docid ? test->dates->start[docid] : INT64_MIN;

    size_t i;

    if (start == INT64_MIN)
        return test->undated;
    for (i = 0; i < test->dated; i++)
        if (start >= test->date[i].from && start < test->date[i].until)
            return true;
    return !test->dated && start >= test->from && start < test->until;
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

static bool passes_choice(const plx_filter_test *test, uint32_t docid)
{
    const plx_column *col = test->of->many;
    uint32_t i;

    if (!col)
        return test->of->one[docid] && test->chosen[test->of->one[docid] - 1];
    if (docid > col->last_docid)
        return false;
    for (i = col->first[docid]; i < col->first[docid + 1]; i++)
        if (test->chosen[col->ordinal[i]])
            return true;
    return false;
}

static bool passes_date_choices(const plx_filter_test *test, uint32_t docid)
{
    const plx_date_column *dates = test->dates;
    size_t i;

    for (i = 0; docid <= dates->last_docid && i < test->dated; i++)
        if (dates->precision[docid] >= plx_period_needs(test->date[i].unit) &&
            dates->start[docid] >= test->date[i].from && dates->start[docid] < test->date[i].until)
            return true;
    return false;
}

void plx_filter_apply(const plx_filter_test *test, const uint32_t *docids, size_t n, plx_bits *out)
{
    static bool (*const by_kind[PLX_FACET_KINDS])(const plx_filter_test *, uint32_t) = {
        [PLX_FACET_STANCE] = passes_stance, [PLX_FACET_STANCE_BY] = passes_choice,
        [PLX_FACET_COLUMN] = passes_choice, [PLX_FACET_PERIOD] = passes_choice,
        [PLX_FACET_TAG] = passes_choice,    [PLX_FACET_DATE] = passes_date_choices,
    };
    bool (*passes)(const plx_filter_test *, uint32_t) =
        test->is_range ? passes_dates : by_kind[test->ref.kind];
    size_t i;

    for (i = 0; i < n; i++)
        if (passes(test, docids[i]))
            plx_bits_set(out, docids[i]);
}
