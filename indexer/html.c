#include "indexer/html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/html_rules.h"
#include "indexer/html_trim.h"

#define BLOCKS_FIRST 256

/* Elements that do not end a line of text. Unknown ones are boxes of some framework. */
static const char *const inline_names[] = {
    "a",    "abbr", "acronym", "b",    "bdi",   "bdo",  "big",    "cite",   "code",  "data",
    "del",  "dfn",  "em",      "font", "i",     "img",  "ins",    "kbd",    "label", "mark",
    "nobr", "q",    "s",       "samp", "small", "span", "strike", "strong", "sub",   "sup",
    "time", "tt",   "u",       "var",  "wbr",   "link", "meta",   "o:p",
};

static const struct block_name {
    const char *name;
    plx_block_kind kind;
} block_names[] = {
    { "p", PLX_BLOCK_PARAGRAPH },
    { "h1", PLX_BLOCK_TITLE },
    { "h2", PLX_BLOCK_HEADING },
    { "h3", PLX_BLOCK_HEADING },
    { "h4", PLX_BLOCK_HEADING },
    { "h5", PLX_BLOCK_HEADING },
    { "h6", PLX_BLOCK_HEADING },
    { "li", PLX_BLOCK_ITEM },
    { "dd", PLX_BLOCK_ITEM },
    { "dt", PLX_BLOCK_ITEM },
    { "td", PLX_BLOCK_CELL },
    { "th", PLX_BLOCK_CELL },
    { "figcaption", PLX_BLOCK_CAPTION },
    { "caption", PLX_BLOCK_CAPTION },
    { "pre", PLX_BLOCK_PRE },
};

/* Builds the list of blocks. */
struct lister {
    plx_html *h;
    plx_block open;
    size_t room; /* blocks allocated */
    unsigned links;
    bool is_gap;   /* white space seen, not yet written */
    bool is_break; /* one <br> seen */
    bool failed;
};

plx_html_info *plx_html_info_of(const xmlNode *node)
{
    return node->_private;
}

bool plx_html_is(const xmlNode *node, const char *name)
{
    return node && node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

const char *plx_html_attr(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->type == XML_ELEMENT_NODE ? node->properties : NULL; a;
         a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return a->children && a->children->content ? (const char *)a->children->content : "";
    return NULL;
}

xmlNode *plx_html_next(const xmlNode *node, const xmlNode *root, bool skip_children)
{
    if (!skip_children && node->children && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node && node != root) {
        if (node->next)
            return node->next;
        node = node->parent;
    }
    return NULL;
}

/* C1 controls come from character references meant as Windows-1252 (&#146;). */
static uint32_t from_cp1252(uint32_t cp)
{
    static const uint16_t high[32] = {
        0x20ac, 0x20,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x20,   0x017d, 0x20,   0x20,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x20,   0x017e, 0x0178,
    };

    return cp >= 0x80 && cp < 0xa0 ? high[cp - 0x80] : cp;
}

static bool is_blank(uint32_t cp)
{
    return cp <= 0x20 || cp == 0xa0 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 ||
           cp == 0x2029 || cp == 0x202f || cp == 0x3000;
}

/* Soft hyphens, zero-width blanks and word joiners would cut words in two. */
static bool is_invisible(uint32_t cp)
{
    return cp == 0xad || cp == 0x200b || cp == 0x2060 || cp == 0xfeff;
}

static void put_utf8(plx_strbuf *out, uint32_t cp)
{
    if (cp >= 0x800)
        plx_strbuf_putc(out, (char)(0xe0 | cp >> 12));
    plx_strbuf_putc(out,
                    (char)((cp >= 0x800 ? 0x80 : 0xc0) | (cp >> 6 & (cp >= 0x800 ? 0x3f : 0x1f))));
    plx_strbuf_putc(out, (char)(0x80 | (cp & 0x3f)));
}

/* Scripts without blanks between words: two characters count as a word. */
static bool is_unspaced(uint32_t cp)
{
    return (cp >= 0x3040 && cp <= 0x30ff) || (cp >= 0x3400 && cp <= 0x9fff) ||
           (cp >= 0x0e00 && cp <= 0x0eff) || (cp >= 0x20000 && cp <= 0x3ffff);
}

/* Append s with white space collapsed. *is_gap carries blanks over from call to call; text
 * before `from` in out counts as not there. Returns the bytes added. */
static size_t add_collapsed(const char *s, bool *is_gap, size_t from, plx_strbuf *out,
                            unsigned *words)
{
    size_t before = out->len;
    size_t n = strlen(s);
    unsigned unspaced = 0;

    for (size_t i = 0; i < n && !out->failed;) {
        uint32_t cp;
        size_t k = plx_utf8_decode(s + i, n - i, &cp);
        uint32_t real = from_cp1252(cp);

        if (is_blank(real)) {
            *is_gap = true;
        } else if (!is_invisible(real)) {
            bool is_first = out->len == from || out->s[out->len - 1] == '\n';

            *words += is_first || *is_gap;
            unspaced += is_unspaced(real);
            if (*is_gap && !is_first)
                plx_strbuf_putc(out, ' ');
            *is_gap = false;
            if (real == cp)
                plx_strbuf_add(out, s + i, k);
            else
                put_utf8(out, real);
        }
        i += k;
    }
    *words += unspaced / 2;
    return out->len - before;
}

static bool is_inline(const xmlNode *node)
{
    if (strchr((const char *)node->name, '-')) /* a custom element is what it stands in */
        return node->parent &&
               (plx_html_is(node->parent, "p") || plx_html_is(node->parent, "span") ||
                plx_html_is(node->parent, "li"));
    for (size_t i = 0; i < sizeof inline_names / sizeof *inline_names; i++)
        if (strcmp((const char *)node->name, inline_names[i]) == 0)
            return true;
    return false;
}

static plx_block_kind kind_of(const xmlNode *node)
{
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
        for (size_t i = 0; i < sizeof block_names / sizeof *block_names; i++)
            if (strcmp((const char *)node->name, block_names[i].name) == 0)
                return block_names[i].kind;
        if (!is_inline(node) && !plx_html_is(node, "div") && !plx_html_is(node, "center"))
            break;
    }
    return PLX_BLOCK_OTHER;
}

/* End the open block; a new one of node begins. */
static void flush(struct lister *l, xmlNode *node)
{
    plx_html *h = l->h;
    plx_block *b = &l->open;

    b->len = h->text.len - b->begin;
    while (b->len > 0 && strchr(" \n", h->text.s[b->begin + b->len - 1]))
        b->len--;
    if (b->len > 0 && h->count == l->room) {
        size_t room = l->room ? l->room * 2 : BLOCKS_FIRST;
        plx_block *grown = realloc(h->blocks, room * sizeof *grown);

        if (!grown) {
            l->failed = true;
            return;
        }
        h->blocks = grown;
        l->room = room;
    }
    if (b->len > 0) {
        b->kind = kind_of(b->node);
        plx_strbuf_putc(&h->text, '\0');
        h->blocks[h->count++] = *b;
    }
    *b = (plx_block){ .node = node, .begin = h->text.len };
    l->is_gap = l->is_break = false;
}

/* One <br> is a line end, two are a new paragraph. */
static void line_break(struct lister *l)
{
    bool is_second = l->is_break;

    if (is_second)
        flush(l, l->open.node);
    else if (l->h->text.len > l->open.begin)
        plx_strbuf_putc(&l->h->text, '\n');
    l->is_break = !is_second;
    l->is_gap = false;
}

static void add_text(struct lister *l, const xmlNode *node)
{
    size_t added = add_collapsed((const char *)node->content, &l->is_gap, l->open.begin,
                                 &l->h->text, &l->open.words);

    if (added > 0)
        l->is_break = false;
    if (l->links > 0)
        l->open.link_len += added;
}

/* <a name=top> marks a place; one that holds other links was never closed. */
static bool is_link(const xmlNode *node)
{
    return plx_html_is(node, "a") && plx_html_attr(node, "href") &&
           !plx_html_info_of(node)->holds_link;
}

/* The nesting is bounded by libxml2 (256), and so is this recursion. The head is listed too: where
 * a page leaves out <body>, libxml2 puts the elements of HTML 5 into it. */
static void list_node(struct lister *l, xmlNode *node)
{
    bool is_box;

    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        add_text(l, node);
        return;
    }
    if (node->type != XML_ELEMENT_NODE || plx_html_is(node, "title"))
        return;
    if (plx_html_is(node, "br")) {
        line_break(l);
        return;
    }
    is_box = !is_inline(node);
    if (!is_box && plx_html_inline_junk(node))
        return;
    if (is_box)
        flush(l, node);
    l->links += is_link(node);
    for (xmlNode *child = node->children; child && !l->failed; child = child->next)
        list_node(l, child);
    l->links -= is_link(node);
    if (is_box)
        flush(l, node->parent);
}

static void mark_outer_link(const xmlNode *link)
{
    const xmlNode *n = link->parent;

    while (n && n->type == XML_ELEMENT_NODE && !plx_html_is(n, "a"))
        n = n->parent;
    if (n && n->type == XML_ELEMENT_NODE)
        plx_html_info_of(n)->holds_link = true;
}

static plx_status give_infos(plx_html *h, plx_error *err)
{
    xmlNode *root = xmlDocGetRootElement(h->doc);
    size_t i = 0;

    for (xmlNode *n = root; n; n = plx_html_next(n, root, false))
        h->elements += n->type == XML_ELEMENT_NODE;
    h->infos = calloc(h->elements + 1, sizeof *h->infos);
    if (!h->infos)
        return plx_fail(err, PLX_ERR_NOMEM, "page: out of memory");
    for (xmlNode *n = root; n; n = plx_html_next(n, root, false)) {
        if (n->type != XML_ELEMENT_NODE)
            continue;
        h->infos[i].is_junk = h->infos[i].evidence = -1;
        n->_private = &h->infos[i++];
        if (plx_html_is(n, "a"))
            mark_outer_link(n);
    }
    return PLX_OK;
}

static void count_element(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    htmlParserCtxt *parser = ctx;
    plx_html *h = parser->_private;

    if (++h->elements > PLX_HTML_ELEMENTS_MAX) {
        h->is_cut = true;
        xmlStopParser(parser);
        return;
    }
    xmlSAX2StartElement(ctx, name, attributes);
}

static plx_status parse_tree(plx_html *h, const plx_strbuf *markup, plx_error *err)
{
    htmlParserCtxt *parser = htmlNewParserCtxt();

    if (!parser)
        return plx_fail(err, PLX_ERR_NOMEM, "page: out of memory");
    parser->_private = h;
    parser->sax->startElement = count_element;
    h->doc = htmlCtxtReadMemory(parser, markup->s, (int)markup->len, NULL, "UTF-8",
                                HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                    HTML_PARSE_NONET | HTML_PARSE_NODEFDTD);
    /* what libxml2 halts on: nesting over 256, memory */
    h->is_cut = h->is_cut || parser->disableSAX;
    htmlFreeParserCtxt(parser);
    h->elements = 0;
    return PLX_OK;
}

void plx_html_init(void)
{
    xmlInitParser();
}

plx_status plx_html_parse(const char *p, size_t n, plx_html *out, plx_error *err)
{
    plx_strbuf markup = PLX_STRBUF_INIT;
    struct lister l = { .h = out };
    xmlNode *root;
    plx_status rc;

    *out = (plx_html){ .text = PLX_STRBUF_INIT, .jsonld = PLX_STRBUF_INIT };
    plx_html_trim(p, n, &markup, &out->jsonld);
    rc = markup.failed ? plx_fail(err, PLX_ERR_NOMEM, "page: out of memory")
                       : parse_tree(out, &markup, err);
    plx_strbuf_release(&markup);
    root = rc == PLX_OK && out->doc ? xmlDocGetRootElement(out->doc) : NULL;
    if (!root)
        return rc;
    rc = give_infos(out, err);
    if (rc != PLX_OK)
        return rc;
    l.open.node = root;
    list_node(&l, root);
    flush(&l, root);
    if (l.failed || out->text.failed)
        return plx_fail(err, PLX_ERR_NOMEM, "page: out of memory");
    return PLX_OK;
}

void plx_html_release(plx_html *h)
{
    xmlFreeDoc(h->doc);
    free(h->infos);
    free(h->blocks);
    plx_strbuf_release(&h->text);
    plx_strbuf_release(&h->jsonld);
    h->doc = NULL;
    h->infos = NULL;
    h->blocks = NULL;
    h->count = 0;
}

void plx_html_text(const xmlNode *node, plx_strbuf *out)
{
    size_t from = out->len;
    bool is_gap = false;
    unsigned words = 0;

    for (const xmlNode *n = node; n; n = plx_html_next(n, node, false)) {
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
            add_collapsed((const char *)n->content, &is_gap, from, out, &words);
        else if (n->type == XML_ELEMENT_NODE && !is_inline(n))
            is_gap = true;
    }
}
