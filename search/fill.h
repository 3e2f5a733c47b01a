/* search/fill.h - ranked articles become hits: their fields, verdicts, groups and snippets */
#ifndef PLX_SEARCH_FILL_H
#define PLX_SEARCH_FILL_H

#include <stddef.h>

#include "base/error.h"
#include "collection/snapshot.h"
#include "search/bits.h"
#include "search/collapse.h"
#include "search/compile.h"
#include "search/deadline.h"
#include "search/rank.h"
#include "search/search.h"
#include "text/analyser.h"

/** What hits are filled from; all borrowed. */
typedef struct plx_filling {
    plx_snapshot *snap;
    const plx_search_request *req;
    const plx_plan *plan;         /* says what snippets mark */
    const plx_bits *full;         /* articles with all words */
    const plx_collapse *collapse; /* of this search; looked at where the request collapses */
    const plx_deadline *deadline;
    unsigned *partial; /* NULL: all or nothing; else receives what is missing */
    plx_analyser *an;
    plx_tokens *tokens; /* working memory */
} plx_filling;

/**
 * Fill the hits of a page. Once time for them is over, hits get no snippets, then there are no more
 * hits.
 *
 * @param out  hits and hit_count are set, and released with it, also after an error
 * @return PLX_OK; PLX_ERR_DEADLINE; PLX_ERR_STALE; PLX_ERR_CORRUPT; PLX_ERR_NOMEM
 */
plx_status plx_fill_hits(const plx_filling *f, const plx_ranked *ranked, size_t n,
                         plx_search_result *out, plx_error *err);

#endif
