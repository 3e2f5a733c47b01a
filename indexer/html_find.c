#include "indexer/html_find.h"

#include <string.h>
#include <strings.h>

#include "indexer/furniture.h"
#include "indexer/html_rules.h"

#define PROSE_WORDS      8     /* shorter blocks are labels, not prose */
#define WORDS_COUNTED    120   /* of one block; a wall of text is not worth more */
#define LINKY            0.5   /* share of link text from which a block is navigation */
#define KEEP_SHARE       0.4   /* furniture by class that holds more of the prose is none */
#define TITLE_FACTOR     2.5f  /* for an <article> that holds the title */
#define EVIDENCE_SHARE   0.5f  /* of the best score, for an element named like a body to win */
#define TITLE_SHARE      0.4f  /* of what is enough, if the title stands in it */
#define NEAR_GAIN        15    /* words of prose from which the box of the title is one */
#define NEAR_SHARE       0.35f /* of the prose chosen, for the box of the title to win */
#define NEAR_SHARE_NAMED 0.05f /* the same if it holds an element named like a body */

const char *plx_html_block_text(const plx_html *h, const plx_block *b)
{
    return h->text.s + b->begin;
}

bool plx_html_is_linky(const plx_block *b)
{
    return (double)b->link_len > LINKY * (double)b->len;
}

int plx_html_evidence(const xmlNode *n)
{
    plx_html_info *info = plx_html_info_of(n);

    if (info->evidence < 0)
        info->evidence = (int8_t)plx_html_body_evidence(n);
    return info->evidence;
}

/* In an element that is called a body for sure, short lines (tables, verse) cost nothing. */
static bool in_named_body(const plx_block *b)
{
    for (const xmlNode *n = b->node; n && n->type == XML_ELEMENT_NODE; n = n->parent)
        if (plx_html_evidence(n) == 3)
            return true;
    return false;
}

/* "The first words of another article..." */
static bool is_teaser(const char *s, size_t n)
{
    static const char *const ends[] = { "...", "…", "[…]", "[...]", "Read more", "Read More" };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (n >= strlen(ends[i]) && memcmp(s + n - strlen(ends[i]), ends[i], strlen(ends[i])) == 0)
            return true;
    return false;
}

bool plx_html_is_prose(const plx_html *h, const plx_block *b)
{
    if (is_teaser(plx_html_block_text(h, b), b->len) && !in_named_body(b))
        return false;
    if (b->kind == PLX_BLOCK_HEADING || b->kind == PLX_BLOCK_TITLE || b->kind == PLX_BLOCK_CAPTION)
        return false;
    if (b->words < PROSE_WORDS || plx_html_is_linky(b))
        return false;
    return b->words >= 3 * PROSE_WORDS || b->kind == PLX_BLOCK_PARAGRAPH ||
           plx_furniture_is_sentence(plx_html_block_text(h, b), b->len);
}

/* Add bytes of prose to a block's element and all above it. */
static void count_prose(plx_html_finder *f)
{
    for (size_t i = 0; i < f->h->count; i++) {
        const plx_block *b = &f->h->blocks[i];

        if (!plx_html_is_prose(f->h, b))
            continue;
        f->prose += (uint32_t)b->len;
        for (xmlNode *n = b->node; n && n->type == XML_ELEMENT_NODE; n = n->parent)
            plx_html_info_of(n)->prose += (uint32_t)b->len;
    }
}

static bool is_inside(const xmlNode *n, const xmlNode *outer)
{
    while (n && n != outer)
        n = n->parent;
    return n != NULL;
}

/* A question about cookies may be longer than a short article, but never holds its title. */
static bool is_notice(const plx_html_finder *f, const xmlNode *node, const char *reason)
{
    return strcmp(reason, "cookies") == 0 && f->title_node && !is_inside(f->title_node, node);
}

/* Why the element, by itself, is furniture; asked once. */
static const char *junk_of(const plx_html_finder *f, const xmlNode *node)
{
    plx_html_info *info = plx_html_info_of(node);

    if (info->is_junk >= 0)
        return info->junk;
    info->junk = plx_html_junk(node);
    if (info->junk && !plx_html_junk_is_sure(node) &&
        (double)info->prose > KEEP_SHARE * (double)f->prose && !is_notice(f, node, info->junk))
        info->junk = NULL; /* "has-sidebar" on the whole page */
    info->is_junk = info->junk != NULL;
    return info->junk;
}

/* Why a block is furniture by what it stands in, up to (and without) `top`. */
const char *plx_html_junk_above(const plx_html_finder *f, const plx_block *b, const xmlNode *top)
{
    bool in_quote = false;

    for (const xmlNode *n = b->node; n && n != top && n->type == XML_ELEMENT_NODE; n = n->parent) {
        const char *reason = junk_of(f, n);

        in_quote = in_quote || plx_html_is(n, "blockquote");
        /* a quoted post stands in a box named "social" or "video" */
        if (reason &&
            !(in_quote && (strcmp(reason, "share") == 0 || strcmp(reason, "picture") == 0)))
            return reason;
    }
    return NULL;
}

static float block_score(const plx_html_finder *f, const plx_block *b)
{
    unsigned words = b->words < WORDS_COUNTED ? b->words : WORDS_COUNTED;

    if (plx_html_junk_above(f, b, NULL))
        return plx_html_is_linky(b) ? -2.0f : -0.5f;
    if (plx_html_is_prose(f->h, b))
        return (float)words * (1.0f - (float)b->link_len / (float)b->len);
    if (b->kind == PLX_BLOCK_HEADING || b->kind == PLX_BLOCK_TITLE)
        return plx_html_is_linky(b) ? -6.0f : 0.0f;
    if (in_named_body(b) && (b->kind == PLX_BLOCK_CELL || !plx_html_is_linky(b)))
        return 0.0f;
    return plx_html_is_linky(b) ? -8.0f : -3.0f;
}

static void score_elements(plx_html_finder *f)
{
    for (size_t i = 0; i < f->h->count; i++) {
        const plx_block *b = &f->h->blocks[i];
        float score = block_score(f, b);

        for (xmlNode *n = b->node; n && n->type == XML_ELEMENT_NODE; n = n->parent) {
            plx_html_info_of(n)->score += score;
            plx_html_info_of(n)->gain += score > 0 ? score : 0;
        }
    }
}

float plx_html_score(const xmlNode *n)
{
    return n->type == XML_ELEMENT_NODE ? plx_html_info_of(n)->score : 0;
}

static float gain_of(const xmlNode *n)
{
    return n->type == XML_ELEMENT_NODE ? plx_html_info_of(n)->gain : 0;
}

/* A paragraph is in a body, never one; a header introduces one. */
static bool may_be_body(const xmlNode *n)
{
    return !plx_html_is(n, "p") && !plx_html_is(n, "li") && !plx_html_is(n, "dd") &&
           !plx_html_is(n, "header");
}

/* An <article> around the title is the article, others on the page are teasers. */
static float named_score(const plx_html_finder *f, const xmlNode *n)
{
    const xmlNode *t = f->title_node;

    if (plx_html_evidence(n) > 1)
        return plx_html_score(n);
    while (t && t != n)
        t = t->parent;
    return plx_html_score(n) * (t ? TITLE_FACTOR : 1);
}

/* The element below root with the largest score, the innermost of equals. */
static xmlNode *best_scored(xmlNode *root)
{
    xmlNode *best = NULL;

    for (xmlNode *n = root; n; n = plx_html_next(n, root, false))
        if (plx_html_score(n) > 0 && (!best || plx_html_score(n) >= plx_html_score(best)) &&
            may_be_body(n))
            best = n;
    return best;
}

/* The same by prose alone: texts shorter than the links around them. */
static xmlNode *best_gaining(xmlNode *root)
{
    xmlNode *best = NULL;

    for (xmlNode *n = root; n; n = plx_html_next(n, root, false))
        if (gain_of(n) > 0 && (!best || gain_of(n) >= gain_of(best)) && may_be_body(n))
            best = n;
    return best;
}

static bool holds_title(const plx_html_finder *f, const xmlNode *n)
{
    return f->title_node && plx_html_evidence(n) == 3 && is_inside(f->title_node, n);
}

/* The best of those that are named like a body, if it holds enough. */
static xmlNode *best_named(const plx_html_finder *f, xmlNode *root, float enough)
{
    xmlNode *named = NULL;
    float best = 0;

    for (int evidence = 3; evidence > 0 && !named; evidence--) {
        for (xmlNode *n = root; n; n = plx_html_next(n, root, false)) {
            if (plx_html_score(n) <= 0 || !may_be_body(n) || plx_html_evidence(n) != evidence ||
                named_score(f, n) <= best ||
                named_score(f, n) < enough * (holds_title(f, n) ? TITLE_SHARE : 1))
                continue;
            best = named_score(f, n);
            named = n;
        }
    }
    return named;
}

/* The best element below root, by name or by score. */
static xmlNode *best_below(const plx_html_finder *f, xmlNode *root)
{
    xmlNode *best = best_scored(root);
    xmlNode *named = best ? best_named(f, root, EVIDENCE_SHARE * plx_html_score(best)) : NULL;

    if (!best)
        best = best_gaining(root);
    return named ? named : best;
}

static bool holds_named(xmlNode *root)
{
    for (xmlNode *n = root; n; n = plx_html_next(n, root, false))
        if (gain_of(n) > 0 && plx_html_evidence(n) == 3)
            return true;
    return false;
}

/* The smallest box around the title with prose in it; NULL if none is as good as the body. */
static xmlNode *box_of_title(const plx_html_finder *f)
{
    xmlNode *box = (xmlNode *)f->title_node;
    float share;

    while (box && box->type == XML_ELEMENT_NODE && gain_of(box) < NEAR_GAIN)
        box = box->parent;
    if (!box || box->type != XML_ELEMENT_NODE || is_inside(f->body, box) || is_inside(box, f->body))
        return NULL;
    share = holds_named(box) ? NEAR_SHARE_NAMED : NEAR_SHARE;
    return gain_of(box) >= share * gain_of(f->body) ? box : NULL;
}

/* The best element of the page, but where a long text stands beside the box of the title (a
 * sidebar), the best one in that box. */
static void choose_body(plx_html_finder *f)
{
    xmlNode *box;

    f->body = best_below(f, xmlDocGetRootElement(f->h->doc));
    box = f->body ? box_of_title(f) : NULL;
    if (box)
        f->body = best_below(f, box);
}

bool plx_html_is_same_text(const char *a, size_t n, const char *b)
{
    return b && strlen(b) == n && strncasecmp(a, b, n) == 0;
}

/* The heading with the title, else the only h1. */
static const xmlNode *find_title(const plx_html_finder *f)
{
    const xmlNode *only = NULL;
    unsigned count = 0;

    for (size_t i = 0; i < f->h->count; i++) {
        const plx_block *b = &f->h->blocks[i];

        if ((b->kind == PLX_BLOCK_TITLE || (b->kind == PLX_BLOCK_HEADING && b->link_len == 0)) &&
            plx_html_is_same_text(plx_html_block_text(f->h, b), b->len, f->title))
            return b->node;
        if (b->kind != PLX_BLOCK_TITLE)
            continue;
        only = b->node;
        count++;
    }
    return count == 1 ? only : NULL;
}

void plx_html_find_body(plx_html_finder *f)
{
    f->prose = 0;
    f->body = NULL;
    f->title_node = NULL;
    if (f->h->count == 0)
        return;
    f->title_node = find_title(f);
    count_prose(f);
    score_elements(f);
    choose_body(f);
}
