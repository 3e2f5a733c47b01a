/* search/recency.h - newer articles first, other things about equal
 *
 * The score is multiplied by
 *
 *   PLX_RECENCY_FLOOR + 2^(-age / half-life)
 *
 * which is 1.5 for what was published now (or later), 1 at an age of one half-life, and never below
 * 0.5: relevance stays in charge. An article without a date keeps its score, as if it were one
 * half-life old. Age runs from the start of the date as far as it is known (2019-10: the first of
 * October) to the request's "now". Articles with all words still come first where they would.
 * Queries by date, or without words, are not ranked by a score: nothing changes. */
#ifndef PLX_SEARCH_RECENCY_H
#define PLX_SEARCH_RECENCY_H

#include <stdint.h>

#include "base/error.h"
#include "collection/snapshot.h"

/** Zeroed: age plays no part. */
typedef struct plx_recency {
    uint32_t days; /* half-life; 0: off */
    int64_t now;   /* seconds since 1970 */
} plx_recency;

/** What the score of an article is multiplied by; dates may be NULL (1). */
float plx_recency_factor(const plx_recency *r, const plx_date_column *dates, uint32_t docid);

/**
 * Read a half-life: "30", "30d", "2w", "6m", "1y" (a month is 30 days, a year 365).
 *
 * @return PLX_OK; PLX_ERR_INVALID says what it can be (1 day to PLX_RECENCY_DAYS_MAX)
 */
plx_status plx_recency_parse(const char *text, uint32_t *days, plx_error *err);

#endif
