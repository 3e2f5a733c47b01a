/* search/facet_values.h - which values of a facet each article has, in one form for all facets
 *
 * Made at first use and kept in the tables, like all that they hold: 4 bytes an article for each
 * facet that was ever counted or filtered by and that gives an article one value at most. */
#ifndef PLX_SEARCH_FACET_VALUES_H
#define PLX_SEARCH_FACET_VALUES_H

#include <stdint.h>

#include "base/error.h"
#include "search/tables.h"

/** Ordinals of values are in the order of the values: stances as the model has them, periods in
 * order of time, text by its bytes. */
typedef struct plx_facet_values {
    uint32_t values;        /* ordinals are below it */
    uint32_t *one;          /* [docid] 0 = none, else 1 + ordinal; NULL: some have several */
    const plx_column *many; /* if so; borrowed from the snapshot */
    int64_t base;           /* of periods: the number of ordinal 0 (base/period.h) */
} plx_facet_values;

/** Who judged: ordinals of the facet stance_by. */
enum { PLX_BY_PERSON = 0, PLX_BY_MODEL, PLX_JUDGES };

/**
 * @param ref  not of the kind PLX_FACET_DATE, which has a tree of values and not a list
 * @param out  borrowed until the tables are refreshed or released
 * @return PLX_OK; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_facet_values_of(plx_tables *t, const plx_facet_ref *ref,
                               const plx_facet_values **out, plx_error *err);

/** The word of a value; the caller's. NULL without memory. */
char *plx_facet_value_text(plx_tables *t, const plx_facet_ref *ref, const plx_facet_values *v,
                           uint32_t ordinal);

/** A facet of periods as ref. */
plx_facet_ref plx_facet_of_periods(plx_period_unit unit);

/** All that was made for some tables; NULL allowed. */
void plx_facet_cache_free(struct plx_facet_cache *c);

#endif
