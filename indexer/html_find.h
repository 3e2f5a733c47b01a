/* indexer/html_find.h - which element of a page holds the article
 *
 * Each block of prose (words, few links, sentences) has a score, each block of links or
 * labels a negative one; the body is the element with the largest sum below it, corrected
 * by what classes say and by where the title stands. The sum over a tree follows the idea of
 * maximum subsequence segmentation: Pasternack and Roth, "Extracting article text from the web
 * with maximum subsequence segmentation", 2009. */
#ifndef PLX_INDEXER_HTML_FIND_H
#define PLX_INDEXER_HTML_FIND_H

#include <stdbool.h>

#include "indexer/html.h"

/** A page being searched; h and title are borrowed and set by the caller. */
typedef struct plx_html_finder {
    plx_html *h;
    const char *title;         /* of the article; may be NULL */
    uint32_t prose;            /* bytes of prose on the page */
    const xmlNode *title_node; /* of the heading; NULL */
    xmlNode *body;             /* NULL if there is no prose */
} plx_html_finder;

/** Find the body. Time is linear in the page (nesting is bounded). */
void plx_html_find_body(plx_html_finder *f);

/** Text of a block, ended by a NUL. */
const char *plx_html_block_text(const plx_html *h, const plx_block *b);

/** Is it running text, not a label, a heading, a list of links or the beginning of a teaser? */
bool plx_html_is_prose(const plx_html *h, const plx_block *b);

/** Is most of it links? */
bool plx_html_is_linky(const plx_block *b);

/** Why a block is furniture by what it stands in, up to (and without) `top`; NULL if it is not. */
const char *plx_html_junk_above(const plx_html_finder *f, const plx_block *b, const xmlNode *top);

/** plx_html_body_evidence(), asked once. */
int plx_html_evidence(const xmlNode *node);

/** Score of all below a node; 0 for what is no element. */
float plx_html_score(const xmlNode *node);

/** s[0, n) equal to the string t, ASCII case aside; false if t is NULL. */
bool plx_html_is_same_text(const char *s, size_t n, const char *t);

#endif
