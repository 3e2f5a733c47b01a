/* daemon/page/review.h - the parts of the page that asks for labels; only for page/review*.c */
#ifndef PLX_DAEMON_PAGE_REVIEW_H
#define PLX_DAEMON_PAGE_REVIEW_H

#include "daemon/api/reviewing.h"

/** What stands in the address; begins with the search. */
typedef struct plx_review_params {
    plx_search_params search;
    const char *id;    /* this article is asked, whatever is the most telling */
    const char *last;  /* answered before */
    const char *coder; /* where the token names none */
    uint32_t seed;
    bool show_model;
} plx_review_params;

/** Append the address of the review, not escaped.
 *
 * @param id, last  as of the parameters; NULL: none
 */
void plx_review_address(const plx_review_params *p, const char *id, const char *last,
                        plx_strbuf *out);

/** Append the article to be labelled, with its forms; docid 0: there is none left. */
plx_status plx_page_review_article(plx_reviewing *r, const plx_review_params *p, uint32_t docid,
                                   plx_error *err);

/** Append what was answered last, what the model had said, and the way back. */
plx_status plx_page_review_last(plx_reviewing *r, const plx_review_params *p, plx_error *err);

/** Append how far the coder is: counts, learning curve, and that it measures nothing. */
plx_status plx_page_review_progress(plx_reviewing *r, plx_error *err);

#endif
