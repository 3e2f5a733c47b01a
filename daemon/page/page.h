/* daemon/page/page.h - what all pages share: frame, search form, stance badge, dates, refusals */
#ifndef PLX_DAEMON_PAGE_H
#define PLX_DAEMON_PAGE_H

#include "base/date.h"
#include "base/strbuf.h"
#include "classifier/stance.h"
#include "collection/model_info.h"
#include "daemon/reply.h"
#include "daemon/request.h"
#include "daemon/search_params.h"

/** The views that the head of every page leads to. */
typedef enum plx_page_view {
    PLX_VIEW_NONE = 0, /* none of them: an article, a refusal */
    PLX_VIEW_SEARCH,
    PLX_VIEW_COMPARE,
    PLX_VIEW_COLLECTION,
    PLX_VIEW_REVIEW,
    PLX_VIEWS
} plx_page_view;

/** A parameter of the view's own, as a hidden field of the form. */
typedef struct plx_page_field {
    const char *name, *value;
} plx_page_field;

/** How a page begins; zeroed: the bare product. Borrowed for the call. */
typedef struct plx_page_frame {
    plx_page_view view;
    const char *title;               /* in front of the product's name; NULL: that alone */
    const plx_search_params *params; /* state of the form, which the links to other views that look
                                        at a query keep; NULL: an empty one */
    const plx_page_field *fields;    /* kept when the form is sent to the same view; ended by one
                                        without name; NULL: none */
} plx_page_frame;

/**
 * Begin a page: head, links to the views, search form with the state in it; <main> is open after.
 * The form of PLX_VIEW_COMPARE leads to it again, that of all others to the search.
 *
 * For scripts: what is in <main> is exchanged when a link within the same view is followed
 * (10-page.js), and `parallax:main` is fired at the document then; a script that wants to go to an
 * address fires a cancelable `parallax:go` with it as detail, and goes itself if nobody takes it.
 */
void plx_page_begin(plx_strbuf *out, const plx_page_frame *frame);

/** plx_page_begin() of a page that is none of the views. */
void plx_page_open(plx_strbuf *out, const char *title, const plx_search_params *params);

/**
 * End a page, with what a reader must know of labels.
 *
 * @param model  that judged; NULL or without a name: not known
 */
void plx_page_close(plx_strbuf *out, const plx_model_info *model);

/**
 * Append the address of something else made of the same query and filters (a view, a feed, an
 * export), escaped. Order and place in the list are left out.
 *
 * @param path  may have parameters already
 */
void plx_page_path(plx_strbuf *out, const char *path, const plx_search_params *params);

/** Append a number and what is counted: "1 article", "12,345 articles". */
void plx_page_count(plx_strbuf *out, uint32_t n, const char *one, const char *many);

/** Shape of a stance, by the ordinal of plx_page_stance_ordinal(); no words. */
void plx_page_shape(plx_strbuf *out, unsigned ordinal);

/** Ordinal of a stance by its word: a label's index; then unclear, off-topic, not-judged. */
unsigned plx_page_stance_ordinal(const char *word, const plx_label_set *labels);

/** Shape, word, probability, and who says so. */
void plx_page_stance(plx_strbuf *out, const plx_verdict *v, const plx_model_info *model);

/** A date as people read it, to its precision: "10 October 2019"; "undated". */
void plx_page_date(plx_strbuf *out, const plx_date *d);

/** "January" for 1. */
const char *plx_page_month(int month);

/** Mark of an article that was written for the project. */
void plx_page_synthetic(plx_strbuf *out, bool is_synthetic);

/** Put the problem of a reply into its body, as a page. */
void plx_page_problem(const plx_request *rq, plx_reply *reply);

#endif
