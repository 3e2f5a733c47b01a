/* compare/timeline_json.c - a timeline as JSON; `value` and `kind` tell bands, `n` what is counted
 */

#include "base/json.h"
#include "compare/timeline.h"
#include "search/counts.h"

#define SCHEMA 1

static const char *const kind_names[PLX_BAND_KINDS] = {
    [PLX_BAND_VALUE] = "value",         [PLX_BAND_UNCLEAR] = "unclear",
    [PLX_BAND_OFF_TOPIC] = "off-topic", [PLX_BAND_NOT_JUDGED] = "not-judged",
    [PLX_BAND_OTHERS] = "others",       [PLX_BAND_NONE] = "none",
};

/* ----------------------------------------------------------------- counts */

/* "count" is what was asked for; articles and stories are both there. */
static bool put_count(json_t *o, const char *name, const plx_timeline_result *r,
                      plx_timeline_count c)
{
    return plx_json_put_count(o, name, plx_timeline_number(r, c)) &&
           plx_json_put_count(o, "articles", c.articles) &&
           plx_json_put_count(o, "stories", c.stories);
}

static bool put_share(json_t *o, const plx_timeline_result *r, size_t band,
                      plx_timeline_count count, plx_timeline_count denominator)
{
    plx_share share;
    bool has = plx_timeline_share(r, band, count, denominator, &share);

    return plx_json_put(o, "share", has ? plx_json_rounded(share.value) : json_null()) &&
           plx_json_put(o, "low", has ? plx_json_rounded(share.low) : json_null()) &&
           plx_json_put(o, "high", has ? plx_json_rounded(share.high) : json_null());
}

static json_t *values_json(const plx_timeline_result *r, const plx_timeline_count *count,
                           plx_timeline_count denominator)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t b = 0; ok && b < r->band_count; b++) {
        json_t *o = json_object();

        ok = o && plx_json_put(o, "value", plx_json_str(r->bands[b].name)) &&
             put_count(o, "count", r, count[b]) && put_share(o, r, b, count[b], denominator);
        ok = json_array_append_new(list, plx_json_checked(o, ok)) == 0;
    }
    return plx_json_checked(list, ok);
}

/* ----------------------------------------------------------------- series */

static json_t *period_json(const plx_timeline_result *r, const plx_timeline_series *s, uint32_t p)
{
    char name[PLX_PERIOD_BYTES], first[PLX_PERIOD_BYTES], last[PLX_PERIOD_BYTES];
    json_t *o = json_object();

    plx_period_name(r->by, r->first + p, name);
    plx_period_days(r->by, r->first + p, first, last);
    return plx_json_checked(
        o,
        o && plx_json_put(o, "period", json_string(name)) &&
            plx_json_put(o, "start", json_string(first)) &&
            plx_json_put(o, "end", json_string(last)) && put_count(o, "n", r, s->n[p]) &&
            plx_json_put_count(o, "denominator", plx_timeline_number(r, s->denominators[p])) &&
            plx_json_put(o, "values",
                         values_json(r, &s->cell[(size_t)p * r->band_count], s->denominators[p])));
}

static json_t *periods_json(const plx_timeline_result *r, const plx_timeline_series *s)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (uint32_t p = 0; ok && p < r->periods; p++)
        ok = json_array_append_new(list, period_json(r, s, p)) == 0;
    return plx_json_checked(list, ok);
}

static bool put_kind(json_t *o, const plx_band *b)
{
    bool ok = plx_json_put(o, "kind", json_string(kind_names[b->kind]));

    return ok && (b->kind != PLX_BAND_OTHERS || plx_json_put_count(o, "distinct", b->values));
}

static json_t *one_series_json(const plx_timeline_result *r, const plx_timeline_series *s)
{
    json_t *o = json_object();
    bool ok = o && plx_json_put(o, "series", plx_json_str(s->value.name));

    if (ok && s->value.name)
        ok = put_kind(o, &s->value);
    return plx_json_checked(
        o, ok && plx_json_put_count(o, "total", plx_timeline_number(r, s->total)) &&
               put_count(o, "n", r, s->placed) &&
               plx_json_put_count(o, "denominator", plx_timeline_number(r, s->denominator)) &&
               plx_json_put(o, "values", values_json(r, s->band, s->denominator)) &&
               plx_json_put(o, "periods", periods_json(r, s)));
}

static json_t *series_json(const plx_timeline_result *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < r->series_count; i++)
        ok = json_array_append_new(list, one_series_json(r, &r->series[i])) == 0;
    return plx_json_checked(list, ok);
}

/* ----------------------------------------------------------------- result */

static json_t *bands_json(const plx_timeline_result *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t b = 0; ok && b < r->band_count; b++) {
        json_t *o = json_object();

        ok = o && plx_json_put(o, "value", plx_json_str(r->bands[b].name)) &&
             put_kind(o, &r->bands[b]);
        ok = json_array_append_new(list, plx_json_checked(o, ok)) == 0;
    }
    return plx_json_checked(list, ok);
}

static json_t *denominator_json(const plx_timeline_result *r)
{
    plx_strbuf name = PLX_STRBUF_INIT;
    json_t *s;

    plx_timeline_denominator_name(r, &name);
    s = name.failed ? NULL : json_string(name.s);
    plx_strbuf_release(&name);
    return s;
}

/* Those that are in no period, and why. */
static json_t *unplaced_json(const plx_timeline_result *r)
{
    json_t *o = json_object();

    return plx_json_checked(
        o, o && plx_json_put_count(o, "undated", plx_timeline_number(r, r->undated)) &&
               plx_json_put_count(o, "dated_only_to_year", plx_timeline_number(r, r->only_year)) &&
               plx_json_put_count(o, "dated_only_to_month", plx_timeline_number(r, r->only_month)));
}

json_t *plx_timeline_json(const plx_timeline_result *r)
{
    const plx_search_result *found = &r->search;
    json_t *o = json_object();
    bool ok = o && plx_json_put_count(o, "schema", SCHEMA) &&
              plx_json_put(o, "query", plx_json_str(found->query)) &&
              plx_json_put(o, "by", json_string(plx_period_unit_names[r->by])) &&
              plx_json_put(o, "by_chosen", json_boolean(r->by_chosen)) &&
              plx_json_put(o, "facet", plx_json_str(r->facet)) &&
              plx_json_put(o, "per", plx_json_str(r->per)) &&
              plx_json_put(o, "counted", json_string(r->collapse ? "stories" : "articles")) &&
              plx_json_put_count(o, "total", found->total) &&
              plx_json_put_count(o, "total_any", found->total_any) &&
              plx_json_put(o, "hidden", plx_hidden_json(found)) &&
              plx_json_put(o, "tally", plx_tally_json(&r->tally, &found->model->labels)) &&
              plx_json_put_count(o, "n", plx_timeline_number(r, r->placed)) &&
              plx_json_put(o, "unplaced", unplaced_json(r)) &&
              plx_json_put(o, "denominator_of", denominator_json(r)) &&
              plx_json_put(o, "bands", bands_json(r)) && plx_json_put(o, "series", series_json(r));

    if (ok && found->notice)
        ok = plx_json_put(o, "notice", plx_json_str(found->notice));
    return plx_json_checked(o, ok);
}
