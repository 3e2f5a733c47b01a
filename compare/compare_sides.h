/* compare/compare_sides.h - the articles of a query, put on sides
 *
 * A side is a value of a facet, found as its filter finds it: a label (unclear, off-topic and not
 * judged are no sides), an outlet, a year. What the user has not chosen: the labels that have
 * articles, or the most frequent values. */
#ifndef PLX_COMPARE_SIDES_H
#define PLX_COMPARE_SIDES_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "compare/compare.h"
#include "search/deadline.h"

/** One side: its request is that of the comparison, filtered by it alone among the facet's values.
 */
typedef struct plx_side {
    char *name;          /* malloc'd */
    plx_filter *filters; /* of the request */
    plx_search_request request;
    uint32_t *docids; /* malloc'd, rising */
    size_t count;
    plx_tally tally;
} plx_side;

typedef struct plx_sides {
    plx_side side[PLX_COMPARE_SIDES_MAX];
    size_t count;
    uint32_t left_out, several; /* as plx_comparison has them */
    uint8_t *on;                /* [docid] on how many sides it is */
    uint32_t last_docid;
} plx_sides;

/** What finding sides needs; all borrowed. */
typedef struct plx_sides_finder {
    plx_snapshot *snap;
    plx_searcher *searcher;
    const plx_compare_request *req;
    const plx_deadline *deadline;
    const char *by;
} plx_sides_finder;

/**
 * @param docids  all that is compared, rising
 * @param out     zeroed; released with plx_sides_release(), also after an error
 * @return PLX_OK; as plx_search(); PLX_ERR_INVALID (a side that is no label; named twice);
 *         PLX_ERR_LIMIT (too many sides)
 */
plx_status plx_sides_find(const plx_sides_finder *f, const uint32_t *docids, size_t n,
                          plx_sides *out, plx_error *err);
void plx_sides_release(plx_sides *s);

/** Is it "stance", in any case? */
bool plx_compare_is_stance(const char *by);

#endif
