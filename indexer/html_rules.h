/* indexer/html_rules.h - what tags, classes, ids and roles say about a part of a page */
#ifndef PLX_INDEXER_HTML_RULES_H
#define PLX_INDEXER_HTML_RULES_H

#include <libxml/tree.h>
#include <stdbool.h>

/** Why an element by itself (not what it stands in) is furniture: a static word; NULL if not. */
const char *plx_html_junk(const xmlNode *node);

/** Furniture inside a line of text: hidden words, pop-ups, lists of links. */
bool plx_html_inline_junk(const xmlNode *node);

/** Furniture wherever it stands and however much of the text it holds. */
bool plx_html_junk_is_sure(const xmlNode *node);

/** Do its class, id or itemprop say that it holds the text of the article? 0 to 3. */
int plx_html_body_evidence(const xmlNode *node);

/** What a line between heading and text is by its class or id. */
typedef enum plx_html_top {
    PLX_HTML_TOP_NONE,
    PLX_HTML_TOP_LEAD,      /* the first paragraph of the text */
    PLX_HTML_TOP_STANDFIRST /* a second heading */
} plx_html_top;

plx_html_top plx_html_top_of(const xmlNode *node);

/** Does one word of class or id begin with `word`? "authorName", "post-author" have "author". */
bool plx_html_has_class_word(const xmlNode *node, const char *word);

#endif
