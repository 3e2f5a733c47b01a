/* compare/timeline.h - how the articles of a query spread over time, by stance or another facet
 *
 * Exact counts over all articles that the total counts (plx_search()), in periods of the calendar
 * (base/period.h) without gaps between the first and the last. An article counts in a period only
 * if its date is exact enough for it: what is dated only to a month is not put on its first day of
 * a timeline by day, but counted apart, as what has no date is.
 *
 * Beside articles, stories are counted: of a group of near-copies the one that came first stands
 * for all, in its period and with its value.
 *
 * Not thread-safe, as the searcher is not. Cost: a search, and about 20 ns an article for each
 * series it is in. */
#ifndef PLX_COMPARE_TIMELINE_H
#define PLX_COMPARE_TIMELINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/period.h"
#include "base/strbuf.h"
#include "classifier/report.h"
#include "search/search.h"
#include "search/tally.h"

/** Limits of one timeline. */
#define PLX_TIMELINE_PERIODS_MAX 5000u
#define PLX_TIMELINE_CELLS_MAX   200000u /* periods x bands x series */
#define PLX_TIMELINE_TOP_MAX     20u
#define PLX_TIMELINE_TOP_DEFAULT 5u
/** As many periods as a timeline has at most if its unit is not given. */
#define PLX_TIMELINE_PERIODS_FINE 60u

/** Zeroed: of all articles, by a unit that suits, stances, one series. */
typedef struct plx_timeline_request {
    /* query and filters; collapse: stories are counted instead of articles; sort, offset, limit,
     * facets and snippets are of no matter */
    plx_search_request search;
    const char *by;    /* "day", "week", "month", "quarter", "year"; NULL: as the dates suit */
    const char *facet; /* its values are counted; NULL: "stance" */
    const char *per;   /* a series for each value of this facet; NULL: one series */
    uint32_t top;      /* values of facet (stances: all) and per, the rest as one; 0: 5 */
} plx_timeline_request;

typedef struct plx_timeline_count {
    uint32_t articles, stories;
} plx_timeline_count;

typedef enum plx_band_kind {
    PLX_BAND_VALUE = 0,  /* a value of the facet; of stances: a label */
    PLX_BAND_UNCLEAR,    /* stances only, */
    PLX_BAND_OFF_TOPIC,  /* as are */
    PLX_BAND_NOT_JUDGED, /* these three; the last has no share */
    PLX_BAND_OTHERS,     /* all values that are not among the top */
    PLX_BAND_NONE,       /* articles without a value; has no share */
    PLX_BAND_KINDS
} plx_band_kind;

/** A value counted, or some together. */
typedef struct plx_band {
    char *name; /* "(others)", "(none)" where it is no value */
    plx_band_kind kind;
    uint32_t values; /* of others: how many */
} plx_band;

/** All counts of one value of `per` (or all). Of period p and band b: cell[p * bands + b]. */
typedef struct plx_timeline_series {
    plx_band value;                   /* name NULL: all articles */
    plx_timeline_count total;         /* with those that are in no period */
    plx_timeline_count placed;        /* in a period */
    plx_timeline_count denominator;   /* of shares: sum of denominators */
    plx_timeline_count *band;         /* [band] sum of its cells */
    plx_timeline_count *n;            /* [period] */
    plx_timeline_count *denominators; /* [period] n without those not judged, or without a value */
    plx_timeline_count *cell;
} plx_timeline_series;

/** An article with several values (authors) counts under each, and once in n. */
typedef struct plx_timeline_result {
    plx_search_result search; /* query, notice, totals, hidden; no hits */
    plx_tally tally;          /* of all matches, also those that are in no period */
    bool collapse;            /* stories are what is counted: plx_timeline_number() */
    plx_period_unit by;
    bool by_chosen; /* nobody asked for it */
    char *facet, *per;
    bool is_stance; /* facet is "stance" */
    int64_t first;  /* number of the first period */
    uint32_t periods;
    plx_timeline_count total, placed, undated;
    plx_timeline_count only_year, only_month; /* dated no more exactly, so in no period */
    plx_band *bands;
    size_t band_count;
    plx_timeline_series *series;
    size_t series_count; /* at least 1 */
} plx_timeline_result;

/**
 * Count.
 *
 * @param out  released by the caller, also after an error
 * @return as plx_search(); PLX_ERR_INVALID (unit, facet: names what exists); PLX_ERR_LIMIT
 * (periods, cells, top: names the limit and what to choose)
 */
plx_status plx_timeline(plx_searcher *s, const plx_timeline_request *req, plx_timeline_result *out,
                        plx_error *err);
void plx_timeline_result_release(plx_timeline_result *r);

/** Of a count, what was asked for: articles, or with collapse stories. */
uint32_t plx_timeline_number(const plx_timeline_result *r, plx_timeline_count c);

/** "article" or "story", for one and for another number of them. */
const char *plx_timeline_noun(const plx_timeline_result *r, uint32_t n);

/** What shares are shares of: "judged articles", "stories with a value of lean". */
void plx_timeline_denominator_name(const plx_timeline_result *r, plx_strbuf *out);

/**
 * Share of a band in a denominator, with its 95 % interval (Wilson).
 *
 * @return false if the band has none, or the denominator is 0
 */
bool plx_timeline_share(const plx_timeline_result *r, size_t band, plx_timeline_count count,
                        plx_timeline_count denominator, plx_share *out);

/** As JSON, schema 1; new reference, NULL without memory. */
json_t *plx_timeline_json(const plx_timeline_result *r);

/** As CSV, a line for each series, period and band; out->failed is set without memory. */
void plx_timeline_csv(const plx_timeline_result *r, plx_strbuf *out);

#endif
