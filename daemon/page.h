/* daemon/page.h - what all pages share: frame, search form, stance badge, dates, refusals */
#ifndef PLX_DAEMON_PAGE_H
#define PLX_DAEMON_PAGE_H

#include "base/date.h"
#include "base/strbuf.h"
#include "classifier/stance.h"
#include "collection/model_info.h"
#include "daemon/reply.h"
#include "daemon/request.h"
#include "daemon/search_params.h"

/**
 * Begin a page: head, header, search form with the state in it; <main> is open after.
 *
 * @param title   in front of the product's name; NULL: that alone
 * @param params  state of the form; NULL: an empty one
 */
void plx_page_open(plx_strbuf *out, const char *title, const plx_search_params *params);

/**
 * End a page, with what a reader must know of labels.
 *
 * @param model  that judged; NULL or without a name: not known
 */
void plx_page_close(plx_strbuf *out, const plx_model_info *model);

/** Shape of a stance, by the ordinal of plx_page_stance_ordinal(); no words. */
void plx_page_shape(plx_strbuf *out, unsigned ordinal);

/** Ordinal of a stance by its word: a label's index; then unclear, off-topic, not-judged. */
unsigned plx_page_stance_ordinal(const char *word, const plx_label_set *labels);

/** Shape, word, probability, and who says so. */
void plx_page_stance(plx_strbuf *out, const plx_verdict *v, const plx_model_info *model);

/** A date as people read it, to its precision: "10 October 2019"; "undated". */
void plx_page_date(plx_strbuf *out, const plx_date *d);

/** Mark of an article that was written for the project. */
void plx_page_synthetic(plx_strbuf *out, bool is_synthetic);

/** Put the problem of a reply into its body, as a page. */
void plx_page_problem(const plx_request *rq, plx_reply *reply);

#endif
