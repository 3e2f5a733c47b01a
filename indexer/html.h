/* indexer/html.h - a page as a tree and as a list of text blocks
 *
 * A block is the text between two block-level boundaries: a paragraph, a heading, a list
 * item, a caption. Body and metadata are found over blocks and the tree above them. */
#ifndef PLX_INDEXER_HTML_H
#define PLX_INDEXER_HTML_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

/** Elements of a page; the rest of a larger one is left out. */
#define PLX_HTML_ELEMENTS_MAX 400000u

typedef enum plx_block_kind {
    PLX_BLOCK_OTHER, /* text directly in a div, section, cell */
    PLX_BLOCK_PARAGRAPH,
    PLX_BLOCK_HEADING, /* h2 to h6 */
    PLX_BLOCK_TITLE,   /* h1 */
    PLX_BLOCK_ITEM,    /* li, dd, dt */
    PLX_BLOCK_CELL,    /* td, th */
    PLX_BLOCK_CAPTION, /* figcaption, caption */
    PLX_BLOCK_PRE
} plx_block_kind;

/** What is known of an element; reached by plx_html_info(). */
typedef struct plx_html_info {
    float score;      /* of all in it, set by the body finder */
    float gain;       /* of the prose in it alone */
    uint32_t prose;   /* bytes of prose blocks in it, furniture or not */
    int8_t is_junk;   /* -1 not asked yet */
    int8_t evidence;  /* plx_html_body_evidence(), -1 not asked yet */
    bool holds_link;  /* an <a> with another in it */
    const char *junk; /* why it is no part of the body, static; NULL */
} plx_html_info;

typedef struct plx_block {
    xmlNode *node; /* the nearest block-level element */
    size_t begin;  /* in plx_html.text */
    size_t len;
    size_t link_len; /* bytes inside <a> */
    unsigned words;
    plx_block_kind kind;
} plx_block;

typedef struct plx_html {
    xmlDoc *doc;       /* NULL if the page has no element at all */
    bool is_cut;       /* nested or long over the limits: the end of the page is missing */
    plx_strbuf jsonld; /* JSON-LD scripts, each ended by a NUL */
    plx_strbuf text;   /* of all blocks; white space collapsed */
    plx_block *blocks;
    size_t count;
    plx_html_info *infos;
    size_t elements;
} plx_html;

/**
 * Set libxml2 up. Call it before threads parse: on first use the library makes its own locks, and
 * two threads that do so at once lose or hold one for ever. Again is no matter.
 */
void plx_html_init(void);

/**
 * Parse UTF-8 markup and list its blocks.
 *
 * @return PLX_OK; PLX_ERR_NOMEM. Release *out in either case.
 */
plx_status plx_html_parse(const char *p, size_t n, plx_html *out, plx_error *err);
void plx_html_release(plx_html *h);

/** Info of an element node. */
plx_html_info *plx_html_info_of(const xmlNode *node);

/** Lower-case element name equal to name? False for NULL and for text nodes. */
bool plx_html_is(const xmlNode *node, const char *name);

/** Value of an attribute, borrowed from the tree; NULL if absent. */
const char *plx_html_attr(const xmlNode *node, const char *name);

/** Append the text below node, white space collapsed, with a blank between blocks. */
void plx_html_text(const xmlNode *node, plx_strbuf *out);

/** Next node in document order below root, skipping the children if so asked; NULL at the end. */
xmlNode *plx_html_next(const xmlNode *node, const xmlNode *root, bool skip_children);

#endif
