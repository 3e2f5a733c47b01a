#include "compare/timeline.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "compare/timeline_axis.h"
#include "search/tables.h"

/* Not in any period. */
#define NOWHERE (-1)
/* Of this many dated articles in ten, the unit chosen has a place for all but one. */
#define TENTHS_PLACED 9u

/* One timeline while it is counted. */
typedef struct counting {
    const plx_timeline_request *req;
    plx_timeline_result *out;
    plx_tables *tables;
    uint32_t *docids;
    size_t n;
    const plx_date_column *dates;
    int32_t *period;   /* [i] from the first one on, or NOWHERE */
    uint8_t *is_first; /* [i] stands for its group of near-copies, or is alone */
    plx_axis bands, series;
    uint32_t without; /* bits of the bands that are in no denominator */
    plx_error *err;
} counting;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "timeline: out of memory");
}

static void add(plx_timeline_count *c, uint8_t is_story)
{
    c->articles++;
    c->stories += is_story;
}

/* --------------------------------------------------------------- periods */

/* First and last instant of the dates that are at least so exact, and how many there are. */
typedef struct span {
    int64_t low, high;
    uint32_t count;
} span;

static void measure(const counting *c, span of[PLX_DATE_PRECISIONS])
{
    for (int p = 0; p < PLX_DATE_PRECISIONS; p++)
        of[p] = (span){ INT64_MAX, INT64_MIN, 0 };
    for (size_t i = 0; i < c->n; i++) {
        int64_t t = c->dates->start[c->docids[i]];

        for (int p = c->dates->precision[c->docids[i]]; p > PLX_DATE_NONE; p--) {
            of[p].low = t < of[p].low ? t : of[p].low;
            of[p].high = t > of[p].high ? t : of[p].high;
            of[p].count++;
        }
    }
}

static int64_t periods_in(plx_period_unit by, const span *s)
{
    return s->count ? plx_period_of(by, s->high) - plx_period_of(by, s->low) + 1 : 0;
}

/* The finest unit that has few enough periods, and a place for nearly all that is dated. */
static plx_period_unit choose_unit(const span of[PLX_DATE_PRECISIONS])
{
    plx_period_unit by = PLX_PERIOD_DAY;

    for (; by < PLX_PERIOD_YEAR; by++) {
        const span *s = &of[plx_period_needs(by)];

        if ((uint64_t)s->count * 10 >= (uint64_t)of[PLX_DATE_YEAR].count * TENTHS_PLACED &&
            periods_in(by, s) <= PLX_TIMELINE_PERIODS_FINE)
            break;
    }
    return by;
}

static plx_status find_unit(const char *name, plx_period_unit *out, plx_error *err)
{
    for (*out = PLX_PERIOD_DAY; *out < PLX_PERIOD_UNITS; ++*out)
        if (strcasecmp(name, plx_period_unit_names[*out]) == 0)
            return PLX_OK;
    return plx_fail(err, PLX_ERR_INVALID,
                    "there is no period '%.60s'; periods are day, week, month, quarter, year",
                    name);
}

static plx_status refuse_periods(const counting *c, const span *s)
{
    char first[PLX_PERIOD_BYTES], last[PLX_PERIOD_BYTES];
    plx_period_unit by = c->out->by, coarser = by;

    plx_period_name(by, plx_period_of(by, s->low), first);
    plx_period_name(by, plx_period_of(by, s->high), last);
    while (periods_in(coarser, s) > PLX_TIMELINE_PERIODS_MAX)
        coarser++; /* there are no more than 801 years */
    return plx_fail(
        c->err, PLX_ERR_LIMIT,
        "--by %s gives %lld periods from %s to %s, at most %u are drawn: choose --by %s "
        "or narrow the dates with --since and --until",
        plx_period_unit_names[by], (long long)periods_in(by, s), first, last,
        PLX_TIMELINE_PERIODS_MAX, plx_period_unit_names[coarser]);
}

static plx_status find_periods(counting *c)
{
    plx_timeline_result *out = c->out;
    span of[PLX_DATE_PRECISIONS];
    const span *s;
    plx_status rc = PLX_OK;

    measure(c, of);
    out->by_chosen = !c->req->by;
    if (c->req->by)
        rc = find_unit(c->req->by, &out->by, c->err);
    else
        out->by = choose_unit(of);
    if (rc)
        return rc;
    s = &of[plx_period_needs(out->by)];
    if (periods_in(out->by, s) > PLX_TIMELINE_PERIODS_MAX)
        return refuse_periods(c, s);
    out->periods = (uint32_t)periods_in(out->by, s);
    out->first = s->count ? plx_period_of(out->by, s->low) : 0;
    return PLX_OK;
}

static plx_status place(counting *c)
{
    uint8_t needs = (uint8_t)plx_period_needs(c->out->by);

    c->period = malloc((c->n + 1) * sizeof *c->period);
    if (!c->period)
        return no_memory(c->err);
    for (size_t i = 0; i < c->n; i++) {
        uint32_t d = c->docids[i];

        c->period[i] =
            c->dates->precision[d] < needs
                ? NOWHERE
                : (int32_t)(plx_period_of(c->out->by, c->dates->start[d]) - c->out->first);
    }
    return PLX_OK;
}

/* --------------------------------------------------------------- stories */

/* Does article i come before article k of its group? Those with a period come first, undated ones
 * last. */
static bool is_earlier(const counting *c, size_t i, size_t k)
{
    int64_t a = c->dates->start[c->docids[i]], b = c->dates->start[c->docids[k]];

    if ((c->period[i] == NOWHERE) != (c->period[k] == NOWHERE))
        return c->period[k] == NOWHERE;
    if (a == b)
        return i < k;
    return b == INT64_MIN || (a != INT64_MIN && a < b);
}

static void choose_firsts(counting *c, const plx_column *groups, size_t *first)
{
    for (size_t i = 0; i < c->n; i++) {
        uint32_t at = groups->first[c->docids[i]];
        size_t *of_group;

        if (at == groups->first[c->docids[i] + 1]) {
            c->is_first[i] = 1;
            continue;
        }
        of_group = &first[groups->ordinal[at]];
        if (*of_group == SIZE_MAX || is_earlier(c, i, *of_group)) {
            if (*of_group != SIZE_MAX)
                c->is_first[*of_group] = 0;
            *of_group = i;
            c->is_first[i] = 1;
        }
    }
}

static plx_status find_stories(counting *c)
{
    const plx_column *groups;
    size_t *first;
    plx_status rc = plx_snapshot_column(c->tables->snap, PLX_SLOT_GROUP, &groups, c->err);

    if (rc)
        return rc;
    c->is_first = calloc(c->n + 1, 1);
    first = malloc(((size_t)groups->values + 1) * sizeof *first);
    if (c->is_first && first) {
        memset(first, 0xff, ((size_t)groups->values + 1) * sizeof *first);
        choose_firsts(c, groups, first);
    } else {
        rc = no_memory(c->err);
    }
    free(first);
    return rc;
}

/* ------------------------------------------------------ bands and series */

static plx_status make_bands(counting *c)
{
    plx_axis_wanted w = { .facet = c->req->facet ? c->req->facet : "stance",
                          .top = c->req->top ? c->req->top : PLX_TIMELINE_TOP_DEFAULT,
                          .docids = c->docids,
                          .n = c->n };
    plx_status rc = plx_axis_make(c->tables, &w, &c->bands, c->err);

    if (rc)
        return rc;
    for (size_t b = 0; b < c->bands.count; b++)
        if (c->bands.bands[b].kind == PLX_BAND_NOT_JUDGED ||
            c->bands.bands[b].kind == PLX_BAND_NONE)
            c->without |= UINT32_C(1) << b;
    c->out->is_stance = c->bands.is_stance;
    w.facet = c->req->per;
    return w.facet ? plx_axis_make(c->tables, &w, &c->series, c->err) : PLX_OK;
}

static plx_status make_one_series(counting *c, plx_timeline_series *s)
{
    size_t bands = c->bands.count, periods = c->out->periods;

    s->band = calloc(bands + 1, sizeof *s->band);
    s->n = calloc(periods + 1, sizeof *s->n);
    s->denominators = calloc(periods + 1, sizeof *s->denominators);
    s->cell = calloc(periods * bands + 1, sizeof *s->cell);
    return s->band && s->n && s->denominators && s->cell ? PLX_OK : no_memory(c->err);
}

static plx_status make_series(counting *c)
{
    plx_timeline_result *out = c->out;
    size_t count = c->req->per ? c->series.count : 1;
    unsigned long long cells = (unsigned long long)out->periods * c->bands.count * count;
    plx_status rc = PLX_OK;

    if (cells > PLX_TIMELINE_CELLS_MAX)
        return plx_fail(c->err, PLX_ERR_LIMIT,
                        "%u periods x %zu values x %zu series are %llu counts, at most %u are "
                        "given: choose a coarser --by or a smaller --top",
                        (unsigned)out->periods, c->bands.count, count, cells,
                        PLX_TIMELINE_CELLS_MAX);
    out->series = calloc(count, sizeof *out->series);
    if (!out->series)
        return no_memory(c->err);
    out->series_count = count;
    for (size_t i = 0; !rc && i < count; i++)
        rc = make_one_series(c, &out->series[i]);
    return rc;
}

/* -------------------------------------------------------------- counting */

static void count_in_series(const counting *c, plx_timeline_series *s, size_t i, uint32_t bands)
{
    int32_t p = c->period[i];
    uint8_t is_story = c->is_first[i];

    add(&s->total, is_story);
    if (p == NOWHERE)
        return;
    add(&s->placed, is_story);
    add(&s->n[p], is_story);
    if (bands & ~c->without) {
        add(&s->denominators[p], is_story);
        add(&s->denominator, is_story);
    }
    for (; bands; bands &= bands - 1) {
        size_t b = (size_t)__builtin_ctz(bands);

        add(&s->band[b], is_story);
        add(&s->cell[(size_t)p * c->bands.count + b], is_story);
    }
}

static void count_dates(counting *c, size_t i)
{
    plx_timeline_result *out = c->out;
    plx_timeline_count *const without_period[PLX_DATE_PRECISIONS] = {
        [PLX_DATE_NONE] = &out->undated,
        [PLX_DATE_YEAR] = &out->only_year,
        [PLX_DATE_MONTH] = &out->only_month,
    };

    add(&out->total, c->is_first[i]);
    add(c->period[i] == NOWHERE ? without_period[c->dates->precision[c->docids[i]]] : &out->placed,
        c->is_first[i]);
}

static void count(counting *c)
{
    for (size_t i = 0; i < c->n; i++) {
        uint32_t bands = plx_axis_bands_of(&c->bands, c->docids[i]);
        uint32_t series = c->req->per ? plx_axis_bands_of(&c->series, c->docids[i]) : 1;

        count_dates(c, i);
        for (; series; series &= series - 1)
            count_in_series(c, &c->out->series[__builtin_ctz(series)], i, bands);
    }
}

/* ------------------------------------------------------------------- run */

/* Names go over to the result. */
static void hand_over(counting *c)
{
    plx_timeline_result *out = c->out;

    for (size_t i = 0; i < c->series.count; i++) {
        out->series[i].value = c->series.bands[i];
        c->series.bands[i].name = NULL;
    }
    out->bands = c->bands.bands;
    out->band_count = c->bands.count;
    out->facet = c->bands.name;
    out->per = c->series.name;
    c->bands.bands = NULL;
    c->bands.count = 0;
    c->bands.name = c->series.name = NULL;
}

static plx_status run(counting *c)
{
    plx_status rc = plx_tally_count(c->tables, c->docids, c->n, &c->out->tally, c->err);

    if (!rc)
        rc = plx_snapshot_dates(c->tables->snap, &c->dates, c->err);
    if (!rc)
        rc = find_periods(c);
    if (!rc)
        rc = place(c);
    if (!rc)
        rc = find_stories(c);
    if (!rc)
        rc = make_bands(c);
    if (!rc)
        rc = make_series(c);
    if (rc)
        return rc;
    count(c);
    hand_over(c);
    return PLX_OK;
}

plx_status plx_timeline(plx_searcher *s, const plx_timeline_request *req, plx_timeline_result *out,
                        plx_error *err)
{
    counting c = { .req = req, .out = out, .tables = plx_searcher_tables(s), .err = err };
    plx_search_result found;
    plx_status rc;

    memset(out, 0, sizeof *out);
    out->collapse = req->search.collapse;
    if (req->top > PLX_TIMELINE_TOP_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "top is %u, at most %u values are told apart",
                        (unsigned)req->top, PLX_TIMELINE_TOP_MAX);
    rc = plx_search_docids(s, &req->search, &c.docids, &found, err);
    if (rc)
        return rc;
    out->search = found;
    c.n = found.total;
    rc = run(&c);
    plx_axis_release(&c.bands);
    plx_axis_release(&c.series);
    free(c.docids);
    free(c.period);
    free(c.is_first);
    return rc;
}

void plx_timeline_result_release(plx_timeline_result *r)
{
    for (size_t i = 0; i < r->series_count; i++) {
        plx_timeline_series *s = &r->series[i];

        free(s->value.name);
        free(s->band);
        free(s->n);
        free(s->denominators);
        free(s->cell);
    }
    for (size_t i = 0; i < r->band_count; i++)
        free(r->bands[i].name);
    free(r->series);
    free(r->bands);
    free(r->facet);
    free(r->per);
    plx_search_result_release(&r->search);
    memset(r, 0, sizeof *r);
}

/* ---------------------------------------------------------------- reading */

uint32_t plx_timeline_number(const plx_timeline_result *r, plx_timeline_count c)
{
    return r->collapse ? c.stories : c.articles;
}

const char *plx_timeline_noun(const plx_timeline_result *r, uint32_t n)
{
    if (r->collapse)
        return n == 1 ? "story" : "stories";
    return n == 1 ? "article" : "articles";
}

void plx_timeline_denominator_name(const plx_timeline_result *r, plx_strbuf *out)
{
    if (r->is_stance)
        plx_strbuf_printf(out, "judged %s", plx_timeline_noun(r, 0));
    else
        plx_strbuf_printf(out, "%s with a value of %s", plx_timeline_noun(r, 0), r->facet);
}

bool plx_timeline_share(const plx_timeline_result *r, size_t band, plx_timeline_count count,
                        plx_timeline_count denominator, plx_share *out)
{
    plx_band_kind kind = r->bands[band].kind;
    uint32_t whole = plx_timeline_number(r, denominator);

    if (kind == PLX_BAND_NOT_JUDGED || kind == PLX_BAND_NONE || !whole)
        return false;
    *out = plx_share_of(plx_timeline_number(r, count), whole);
    return true;
}
