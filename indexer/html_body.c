#include "indexer/html_body.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/byline.h"
#include "indexer/furniture.h"
#include "indexer/html_rules.h"

#define PROSE_WORDS         8    /* shorter blocks are labels, not prose */
#define WORDS_COUNTED       120  /* of one block; a wall of text is not worth more */
#define LINKY               0.5  /* share of link text from which a block is navigation */
#define LINK_SENTENCE_WORDS 10   /* a linked sentence of so many is text, not a headline */
#define KEEP_SHARE          0.4  /* furniture by class that holds more of the prose is none */
#define TITLE_FACTOR        2.5f /* for an <article> that holds the title */
#define JSON_MIN            400  /* bytes of an articleBody worth taking */
#define JSON_FACTOR         2    /* times the text found */
#define LABEL_WORDS         8    /* shorter lines at the ends of the text are labels */
#define TOP_BLOCKS          3    /* after the first prose, that may still be a byline */
#define TAIL_AFTER          40   /* words before "Related stories" can end the text */
#define TAIL_SHARE          0.35 /* of the words that may follow it */
#define EVIDENCE_SHARE      0.5  /* of the best score, for an element named like a body to win */

struct finder {
    plx_html *h;
    const char *title;
    const char *json_body;
    uint32_t prose;            /* bytes of prose on the page */
    const xmlNode *title_node; /* of the heading; NULL */
    xmlNode *body;
    plx_strbuf *text;
    plx_extract_report *report;
};

static const char *block_text(const plx_html *h, const plx_block *b)
{
    return h->text.s + b->begin;
}

static bool is_linky(const plx_block *b)
{
    return (double)b->link_len > LINKY * (double)b->len;
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

static bool is_prose(const plx_html *h, const plx_block *b)
{
    if (is_teaser(block_text(h, b), b->len))
        return false;
    if (b->kind == PLX_BLOCK_HEADING || b->kind == PLX_BLOCK_TITLE || b->kind == PLX_BLOCK_CAPTION)
        return false;
    if (b->words < PROSE_WORDS || is_linky(b))
        return false;
    return b->words >= 3 * PROSE_WORDS || b->kind == PLX_BLOCK_PARAGRAPH ||
           plx_furniture_is_sentence(block_text(h, b), b->len);
}

/* Add bytes of prose to a block's element and all above it. */
static void count_prose(struct finder *f)
{
    for (size_t i = 0; i < f->h->count; i++) {
        const plx_block *b = &f->h->blocks[i];

        if (!is_prose(f->h, b))
            continue;
        f->prose += (uint32_t)b->len;
        for (xmlNode *n = b->node; n && n->type == XML_ELEMENT_NODE; n = n->parent)
            plx_html_info_of(n)->prose += (uint32_t)b->len;
    }
}

/* Why the element, by itself, is furniture; asked once. */
static const char *junk_of(const struct finder *f, const xmlNode *node)
{
    plx_html_info *info = plx_html_info_of(node);

    if (info->is_junk >= 0)
        return info->junk;
    info->junk = plx_html_junk(node);
    if (info->junk && !plx_html_junk_is_sure(node) &&
        (double)info->prose > KEEP_SHARE * (double)f->prose)
        info->junk = NULL; /* "has-sidebar" on the whole page */
    info->is_junk = info->junk != NULL;
    return info->junk;
}

/* Why a block is furniture by what it stands in, up to (and without) `top`. */
static const char *junk_above(const struct finder *f, const plx_block *b, const xmlNode *top)
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

static int evidence_of(const xmlNode *n)
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
        if (evidence_of(n) == 3)
            return true;
    return false;
}

static float block_score(const struct finder *f, const plx_block *b)
{
    unsigned words = b->words < WORDS_COUNTED ? b->words : WORDS_COUNTED;

    if (junk_above(f, b, NULL))
        return is_linky(b) ? -2.0f : -0.5f;
    if (is_prose(f->h, b))
        return (float)words * (1.0f - (float)b->link_len / (float)b->len);
    if (b->kind == PLX_BLOCK_HEADING || b->kind == PLX_BLOCK_TITLE)
        return is_linky(b) ? -6.0f : 0.0f;
    if (in_named_body(b) && (b->kind == PLX_BLOCK_CELL || !is_linky(b)))
        return 0.0f;
    return is_linky(b) ? -8.0f : -3.0f;
}

static void score_elements(struct finder *f)
{
    for (size_t i = 0; i < f->h->count; i++) {
        const plx_block *b = &f->h->blocks[i];
        float score = block_score(f, b);

        for (xmlNode *n = b->node; n && n->type == XML_ELEMENT_NODE; n = n->parent)
            plx_html_info_of(n)->score += score;
    }
}

static float score_of(const xmlNode *n)
{
    return n->type == XML_ELEMENT_NODE ? plx_html_info_of(n)->score : 0;
}

/* A paragraph is in a body, never one. */
static bool may_be_body(const xmlNode *n)
{
    return !plx_html_is(n, "p") && !plx_html_is(n, "li") && !plx_html_is(n, "dd");
}

/* An <article> around the title is the article, others on the page are teasers. */
static float named_score(const struct finder *f, const xmlNode *n)
{
    const xmlNode *t = f->title_node;

    if (evidence_of(n) > 1)
        return score_of(n);
    while (t && t != n)
        t = t->parent;
    return score_of(n) * (t ? TITLE_FACTOR : 1);
}

/* The element with the largest score, the innermost of equals; among those named like a
 * body, the best if it holds enough. */
static void choose_body(struct finder *f)
{
    xmlNode *root = xmlDocGetRootElement(f->h->doc);
    xmlNode *named = NULL;
    float best = 0;
    float best_named = 0;

    for (xmlNode *n = root; n; n = plx_html_next(n, root, false)) {
        if (score_of(n) > 0 && score_of(n) >= best && may_be_body(n)) {
            best = score_of(n);
            f->body = n;
        }
    }
    for (int evidence = 3; evidence > 0 && !named; evidence--) {
        for (xmlNode *n = root; n; n = plx_html_next(n, root, false)) {
            if (score_of(n) <= 0 || !may_be_body(n) || evidence_of(n) != evidence ||
                named_score(f, n) <= best_named || named_score(f, n) < EVIDENCE_SHARE * best)
                continue;
            best_named = named_score(f, n);
            named = n;
        }
    }
    if (named)
        f->body = named;
}

static bool is_same_text(const char *a, size_t n, const char *b)
{
    return b && strlen(b) == n && strncasecmp(a, b, n) == 0;
}

/* The heading with the title, else the only h1. */
static const xmlNode *find_title(const struct finder *f)
{
    const xmlNode *only = NULL;
    unsigned count = 0;

    for (size_t i = 0; i < f->h->count; i++) {
        const plx_block *b = &f->h->blocks[i];

        if (b->kind != PLX_BLOCK_TITLE)
            continue;
        if (is_same_text(block_text(f->h, b), b->len, f->title))
            return b->node;
        only = b->node;
        count++;
    }
    return count == 1 ? only : NULL;
}

/* Why a block of the body is left out; NULL to keep it. */
static const char *leave_out(const struct finder *f, const plx_block *b, const xmlNode *body)
{
    const char *s = block_text(f->h, b);
    const char *reason = junk_above(f, b, body);

    if (reason)
        return reason;
    if (b->kind == PLX_BLOCK_TITLE || is_same_text(s, b->len, f->title))
        return "title";
    if (b->kind == PLX_BLOCK_CAPTION)
        return "caption";
    if (is_linky(b) && !(b->words >= LINK_SENTENCE_WORDS && plx_furniture_is_sentence(s, b->len)))
        return "links";
    return plx_furniture(s, b->len, PLX_PLACE_BODY);
}

static void emit(struct finder *f, const plx_block *b)
{
    if (f->text->len > 0)
        plx_strbuf_puts(f->text, "\n\n");
    plx_strbuf_add(f->text, block_text(f->h, b), b->len);
}

/* What stands between the blocks and the decision; kept blocks have no reason. */
struct choice {
    const plx_block *block;
    const char *reason;
};

/* Nearest <article> around a node, NULL if there is none. */
static const xmlNode *article_of(const xmlNode *node)
{
    while (node && !plx_html_is(node, "article"))
        node = node->parent;
    return node;
}

/* Some pages break the text in pieces, each in a box of the same class. */
static bool is_twin(const struct finder *f, const xmlNode *node)
{
    const char *a = plx_html_attr(f->body, "class");
    const char *b = plx_html_attr(node, "class");

    return a && b && *a && strcmp(a, b) == 0 && evidence_of(node) > 1 &&
           strcmp((const char *)node->name, (const char *)f->body->name) == 0 &&
           plx_html_info_of(node)->score > 0 &&
           (node->parent == f->body->parent ||
            (article_of(node) && article_of(node) == article_of(f->body)));
}

/* The body or twin of it that a node is in. */
static const xmlNode *body_above(const struct finder *f, const xmlNode *node)
{
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
        if (node == f->body || is_twin(f, node))
            return node;
    return NULL;
}

static bool is_short_label(const struct finder *f, const plx_block *b)
{
    return b->kind == PLX_BLOCK_HEADING ||
           (b->words <= LABEL_WORDS && !plx_furniture_is_sentence(block_text(f->h, b), b->len));
}

/* Bylines and labels before the first prose; headings and labels behind the last. */
static void trim_ends(const struct finder *f, struct choice *c, size_t n)
{
    size_t first = 0;
    size_t last = n;

    while (first < n && (c[first].reason || !is_prose(f->h, c[first].block)))
        first++;
    if (first == n)
        return;
    while (c[last - 1].reason || !is_prose(f->h, c[last - 1].block))
        last--;
    for (size_t i = 0; i < n; i++) {
        const plx_block *b = c[i].block;
        plx_byline line;

        if (c[i].reason || (i >= first + TOP_BLOCKS && i < last))
            continue;
        if (plx_byline_read(block_text(f->h, b), b->len, &line))
            c[i].reason = "byline";
        else if ((i < first && b->kind == PLX_BLOCK_OTHER && is_short_label(f, b)) ||
                 (i >= last && b->kind != PLX_BLOCK_CELL && b->kind != PLX_BLOCK_ITEM &&
                  is_short_label(f, b)))
            c[i].reason = "label";
    }
}

/* From "Related stories" or "Comments" on, if it is the end of the page. */
static void cut_tail(const struct finder *f, struct choice *c, size_t n)
{
    unsigned total = 0;
    unsigned before = 0;

    for (size_t i = 0; i < n; i++)
        total += c[i].reason ? 0 : c[i].block->words;
    for (size_t i = 0; i < n; i++) {
        const plx_block *b = c[i].block;
        plx_tail tail = plx_furniture_starts_tail(block_text(f->h, b), b->len);
        double share = (double)(total - before) / (total + 1);

        before += c[i].reason ? 0 : b->words;
        if (before < TAIL_AFTER || tail == PLX_TAIL_NONE ||
            share > (tail == PLX_TAIL_COMMENTS ? 0.8 : TAIL_SHARE))
            continue;
        for (size_t k = i; k < n; k++)
            if (!c[k].reason)
                c[k].reason = tail == PLX_TAIL_COMMENTS ? "comments" : "related";
        return;
    }
}

static plx_status emit_body(struct finder *f, plx_error *err)
{
    struct choice *c = calloc(f->h->count, sizeof *c);
    size_t n = 0;

    if (!c)
        return plx_fail(err, PLX_ERR_NOMEM, "page: out of memory");
    for (size_t i = 0; i < f->h->count; i++) {
        const plx_block *b = &f->h->blocks[i];
        const xmlNode *body = body_above(f, b->node);

        if (body)
            c[n++] = (struct choice){ b, leave_out(f, b, body) };
    }
    cut_tail(f, c, n);
    trim_ends(f, c, n);
    for (size_t i = 0; i < n; i++) {
        if (c[i].reason)
            plx_furniture_report(f->report, c[i].reason, block_text(f->h, c[i].block),
                                 c[i].block->len);
        else
            emit(f, c[i].block);
    }
    free(c);
    return f->text->failed ? plx_fail(err, PLX_ERR_NOMEM, "page: out of memory") : PLX_OK;
}

/* Pages that scripts fill have their text in JSON-LD alone. */
static void prefer_json(struct finder *f)
{
    const char *p = f->json_body;
    size_t n = strlen(p);

    if (n < JSON_MIN || n < JSON_FACTOR * f->text->len || strchr(p, '<'))
        return;
    plx_furniture_report(f->report, "text of JSON-LD used instead", f->text->s, f->text->len);
    plx_strbuf_truncate(f->text, 0);
    while (*p) {
        size_t len = strcspn(p, "\r\n");

        if (len > 0 && f->text->len > 0)
            plx_strbuf_puts(f->text, "\n\n");
        plx_strbuf_add(f->text, p, len);
        p += len + strspn(p + len, "\r\n");
    }
}

plx_status plx_html_body(plx_html *h, const char *title, const char *json_body, plx_strbuf *text,
                         plx_extract_report *report, plx_error *err)
{
    struct finder f = {
        .h = h, .title = title, .json_body = json_body, .text = text, .report = report
    };

    if (h->count > 0) {
        count_prose(&f);
        score_elements(&f);
        f.title_node = find_title(&f);
        choose_body(&f);
    }
    if (f.body && emit_body(&f, err) != PLX_OK)
        return PLX_ERR_NOMEM;
    prefer_json(&f);
    return text->failed ? plx_fail(err, PLX_ERR_NOMEM, "page: out of memory") : PLX_OK;
}
