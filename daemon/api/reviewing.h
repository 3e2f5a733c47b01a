/* daemon/api/reviewing.h - what a coder is to be asked next, for the page and the API */
#ifndef PLX_DAEMON_REVIEWING_H
#define PLX_DAEMON_REVIEWING_H

#include "collection/review_choice.h"
#include "daemon/route.h"
#include "daemon/search_params.h"

/** One coder's review of one request. */
typedef struct plx_reviewing {
    plx_context *c;
    plx_reviewer who;
    plx_labels *votes;
    plx_asked *asked;
    uint32_t *docids; /* chosen, the most telling first */
    size_t count;
    size_t candidates; /* that could be chosen */
    char *notice;      /* of the search; NULL */
} plx_reviewing;

/** What to choose from, and how much. */
typedef struct plx_reviewing_wanted {
    const plx_search_params *search;
    size_t count;
    uint64_t seed; /* of the choice between equals; 0: 1 */
} plx_reviewing_wanted;

/**
 * Read votes and what was asked.
 *
 * @param coder  borrowed
 * @param out    released with plx_reviewing_close(), also after an error
 * @return PLX_OK; PLX_ERR_IO; PLX_ERR_LIMIT; PLX_ERR_NOMEM
 */
plx_status plx_reviewing_open(plx_context *c, const char *coder, plx_reviewing *out,
                              plx_error *err);
void plx_reviewing_close(plx_reviewing *r);

/** Choose. A search that is refused becomes a problem of the reply, and PLX_OK with nothing chosen.
 * Else as plx_search_docids(), plx_review_new(). */
plx_status plx_reviewing_choose(plx_reviewing *r, const plx_reviewing_wanted *wanted,
                                plx_error *err);

#endif
