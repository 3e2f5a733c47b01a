/* compare/timeline_axis.h - which bands of a facet an article belongs to
 *
 * Stances are bands in the model's order; of other facets the values most counted are, then all
 * others together, then what has no value. Months and years are no axis: a timeline has them. */
#ifndef PLX_COMPARE_TIMELINE_AXIS_H
#define PLX_COMPARE_TIMELINE_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "compare/timeline.h"
#include "search/facet_values.h"
#include "search/tables.h"

/** What to make bands of. */
typedef struct plx_axis_wanted {
    const char *facet;      /* in any case */
    uint32_t top;           /* values, 1..PLX_TIMELINE_TOP_MAX; stances are always all there */
    const uint32_t *docids; /* the articles that decide which values are the top */
    size_t n;
} plx_axis_wanted;

typedef struct plx_axis {
    char *name; /* of the facet */
    bool is_stance;
    const plx_facet_values *values; /* borrowed from the tables */
    plx_band *bands;                /* room for PLX_AXIS_BANDS_MAX */
    size_t count;
    uint8_t *band_of; /* [0] of articles without a value, [1 + ordinal] */
} plx_axis;

/** Bands fit the bits of a number. */
#define PLX_AXIS_BANDS_MAX 32u

/**
 * Choose bands.
 *
 * @param out  zeroed; released with plx_axis_release(), also after an error
 * @return PLX_OK; PLX_ERR_INVALID names the facets there are; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_axis_make(plx_tables *t, const plx_axis_wanted *wanted, plx_axis *out,
                         plx_error *err);
void plx_axis_release(plx_axis *a);

/** Bands of an article as bits, at least one. */
uint32_t plx_axis_bands_of(const plx_axis *a, uint32_t docid);

#endif
