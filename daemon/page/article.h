/* daemon/page/article.h - the parts of the page of one article; only for page/article*.c
 *
 * The page is prepared first (what is marked, what was weighed, who voted) and printed then, each
 * part by the file of its name. All print into the body of the reply, where memory errors show. */
#ifndef PLX_DAEMON_PAGE_ARTICLE_H
#define PLX_DAEMON_PAGE_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/article.h"
#include "classifier/explain.h"
#include "collection/labels.h"
#include "daemon/route.h"
#include "daemon/search_params.h"

/** Words of one article that are underlined, the strongest; so that a page stays bounded. */
#define PLX_PAGE_SPANS_MAX 4000u

/** Parameters of the address: the search that led here, and what is shown of the article. */
typedef struct plx_article_params {
    plx_search_params search; /* first: plx_search_params_read() */
    bool weights;             /* underline what the model weighed */
} plx_article_params;

/** Bytes [start, end) of a title or text that the query looks for. */
typedef struct plx_page_mark {
    uint32_t start, end;
} plx_page_mark;

typedef struct plx_page_marks {
    plx_page_mark *items; /* in their order, none overlaps another */
    size_t count;
} plx_page_marks;

/** One article with all that its page says of it. */
typedef struct plx_article_view {
    plx_context *c;
    const plx_article_params *params;
    const plx_model_info *info; /* of the model that judged the index */
    uint32_t docid;
    plx_article article;
    plx_verdict verdict;
    plx_page_marks matches[PLX_ARTICLE_PARTS];
    const plx_model *model; /* that explains; NULL: it cannot be had */
    plx_explanation weighed;
    plx_labels *labels; /* votes, while the stance is printed; NULL: none */
} plx_article_view;

/** Title or text, never NULL. */
const char *plx_article_view_part(const plx_article_view *v, plx_article_part part);

/** Append the address of this page, not escaped, with what was weighed shown or not. */
void plx_article_view_address(const plx_article_view *v, bool weights, plx_strbuf *out);

/* ------------------------------------------------------------ text: article_text.c */

/** Find the words of the query in title and text. PLX_ERR_LIMIT; PLX_ERR_NOMEM. */
plx_status plx_article_find_matches(plx_article_view *v, plx_error *err);
void plx_page_marks_release(plx_page_marks *m);

/** Title, or the paragraphs of the text, with matches marked and, if asked for, weighed words
 * underlined. Matches have the ids m1, m2, ..., from title to text. */
void plx_article_print_part(const plx_article_view *v, plx_article_part part);

/* ------------------------------------------------------------ weights: article_weights.c */

/** Weigh the article with the model of the index; one that cannot be had leaves v->model NULL. */
plx_status plx_article_weigh(plx_article_view *v, plx_error *err);

/** The switch, and the legend if it is on; and the list of what weighed most. */
void plx_article_print_switch(const plx_article_view *v);
void plx_article_print_weighed(const plx_article_view *v);

/* ------------------------------------------------------------ stance: article_stance.c */

/** The label in force, the model's estimate, the votes, and the form to correct it. */
void plx_article_print_stance(plx_article_view *v);

/* ------------------------------------------------------------ facts: article_facts.c */

/** Outlet, date, author in a line under the title; all else that is known of it in a list. */
void plx_article_print_byline(const plx_article_view *v);
plx_status plx_article_print_facts(const plx_article_view *v, plx_error *err);

/* ------------------------------------------------------------ others: article_others.c */

/** The same story elsewhere, and articles like this one. */
plx_status plx_article_print_others(const plx_article_view *v, plx_error *err);

#endif
