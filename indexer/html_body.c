#include "indexer/html_body.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/byline.h"
#include "indexer/furniture.h"
#include "indexer/html_find.h"
#include "indexer/html_phrases.h"
#include "indexer/html_rules.h"

#define LINK_SENTENCE_WORDS 10   /* a linked sentence of so many is text, not a headline */
#define JSON_MIN            400  /* bytes of an articleBody worth taking */
#define JSON_FACTOR         2    /* times the text found */
#define LABEL_WORDS         8    /* shorter lines at the ends of the text are labels */
#define TOP_BLOCKS          3    /* after the first prose, that may still be a byline */
#define TAIL_AFTER          40   /* words before "Related stories" can end the text */
#define TAIL_SHARE          0.35 /* of the words that may follow it */
#define COPY_WORDS          8    /* of a line that may be a copy of another */
#define COPY_BLOCKS         4    /* before it, in which the other stands */
#define LEAD_BLOCKS         24   /* after the title, looked at for the first paragraph */
#define LEAD_BYTES          60   /* of it that are not in the body once more */
#define STANDFIRST_WORDS    10   /* a shorter heading above the text may be its first section's */

struct writer {
    plx_html_finder finder;
    const char *json_body;
    plx_strbuf *text;
    plx_extract_report *report;
};

/* Why a block of the body is left out; NULL to keep it. */
static const char *leave_out(const struct writer *f, const plx_block *b, const xmlNode *body)
{
    const char *s = plx_html_block_text(f->finder.h, b);
    const char *reason = plx_html_junk_above(&f->finder, b, body);

    if (reason)
        return reason;
    if (b->kind == PLX_BLOCK_TITLE || plx_html_is_same_text(s, b->len, f->finder.title))
        return "title";
    if (b->kind == PLX_BLOCK_CAPTION)
        return "caption";
    if (plx_html_is_linky(b) &&
        !(b->words >= LINK_SENTENCE_WORDS && plx_furniture_is_sentence(s, b->len)))
        return "links";
    reason = plx_furniture(s, b->len, PLX_PLACE_BODY);
    return reason ? reason : plx_html_phrase(s, b->len);
}

static void emit(struct writer *f, const plx_block *b)
{
    if (f->text->len > 0)
        plx_strbuf_puts(f->text, "\n\n");
    plx_strbuf_add(f->text, plx_html_block_text(f->finder.h, b), b->len);
}

static void report_or_emit(struct writer *f, const plx_block *b, const char *reason)
{
    if (reason)
        plx_furniture_report(f->report, reason, plx_html_block_text(f->finder.h, b), b->len);
    else
        emit(f, b);
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

static bool is_named_text(const xmlNode *node)
{
    static const char *const words[] = { "article", "story", "text", "content", "body", "para" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (plx_html_has_class_word(node, words[i]))
            return true;
    return false;
}

/* Some pages break the text in pieces, each in a box of the same class. */
static bool is_twin(const struct writer *f, const xmlNode *node)
{
    const char *a = plx_html_attr(f->finder.body, "class");
    const char *b = plx_html_attr(node, "class");

    if (!a || !b || !*a || strcmp(a, b) != 0 || plx_html_score(node) <= 0 ||
        strcmp((const char *)node->name, (const char *)f->finder.body->name) != 0)
        return false;
    if (node->parent == f->finder.body->parent)
        return plx_html_evidence(node) > 1 || is_named_text(node);
    return plx_html_evidence(node) > 1 && article_of(node) &&
           article_of(node) == article_of(f->finder.body);
}

/* The body or twin of it that a node is in. */
static const xmlNode *body_above(const struct writer *f, const xmlNode *node)
{
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
        if (node == f->finder.body || is_twin(f, node))
            return node;
    return NULL;
}

static bool is_short_label(const struct writer *f, const plx_block *b)
{
    return b->kind == PLX_BLOCK_HEADING ||
           (b->words <= LABEL_WORDS &&
            !plx_furniture_is_sentence(plx_html_block_text(f->finder.h, b), b->len));
}

/* Bylines and labels before the first prose; headings and labels behind the last. */
static void trim_ends(const struct writer *f, struct choice *c, size_t n)
{
    size_t first = 0;
    size_t last = n;

    while (first < n && (c[first].reason || !plx_html_is_prose(f->finder.h, c[first].block)))
        first++;
    if (first == n)
        return;
    while (c[last - 1].reason || !plx_html_is_prose(f->finder.h, c[last - 1].block))
        last--;
    for (size_t i = 0; i < n; i++) {
        const plx_block *b = c[i].block;
        plx_byline line;

        if (c[i].reason || (i >= first + TOP_BLOCKS && i < last))
            continue;
        if (plx_byline_read(plx_html_block_text(f->finder.h, b), b->len, &line))
            c[i].reason = "byline";
        else if ((i < first && b->kind == PLX_BLOCK_OTHER && is_short_label(f, b)) ||
                 (i >= last && b->kind != PLX_BLOCK_CELL && b->kind != PLX_BLOCK_ITEM &&
                  is_short_label(f, b)))
            c[i].reason = "label";
    }
}

static plx_tail starts_tail(const char *s, size_t n)
{
    plx_tail tail = plx_furniture_starts_tail(s, n);

    if (tail == PLX_TAIL_NONE)
        tail = plx_html_phrase_tail(s, n);
    return tail == PLX_TAIL_NONE && plx_html_phrase_is_about(s, n) ? PLX_TAIL_RELATED : tail;
}

/* From "Related stories" or "Comments" on, if it is the end of the page. */
static void cut_tail(const struct writer *f, struct choice *c, size_t n)
{
    unsigned total = 0;
    unsigned before = 0;

    for (size_t i = 0; i < n; i++)
        total += c[i].reason ? 0 : c[i].block->words;
    for (size_t i = 0; i < n; i++) {
        const plx_block *b = c[i].block;
        plx_tail tail = starts_tail(plx_html_block_text(f->finder.h, b), b->len);
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

static plx_html_top top_of(const plx_block *b)
{
    plx_html_top top = plx_html_top_of(b->node);

    if (top == PLX_HTML_TOP_NONE && b->node->parent && b->node->parent->type == XML_ELEMENT_NODE)
        top = plx_html_top_of(b->node->parent);
    return top;
}

static bool is_in_header(const xmlNode *node, const xmlNode *body)
{
    while (node && node != body && !plx_html_is(node, "header"))
        node = node->parent;
    return node && node != body;
}

/* A second heading, by its name or its length. In an element that is the body for sure it is a
 * first paragraph, which some set as a heading. */
static bool is_standfirst(const struct writer *f, const plx_block *b)
{
    if (plx_html_evidence(f->finder.body) == 3 && !is_in_header(b->node, f->finder.body))
        return false;
    return top_of(b) == PLX_HTML_TOP_STANDFIRST ||
           (b->kind == PLX_BLOCK_HEADING && b->words >= STANDFIRST_WORDS && f->finder.title_node &&
            plx_html_block_text(f->finder.h, b)[0] > '9');
}

/* A second heading above the text is none of it. */
static void drop_standfirst(const struct writer *f, struct choice *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!c[i].reason && is_standfirst(f, c[i].block))
            c[i].reason = "standfirst";
        else if (!c[i].reason && plx_html_is_prose(f->finder.h, c[i].block))
            return;
    }
}

static size_t block_of(const struct writer *f, const xmlNode *node)
{
    size_t i = 0;

    while (i < f->finder.h->count && f->finder.h->blocks[i].node != node)
        i++;
    return i;
}

/* Does the body, from block `from` on, hold this text too? */
static bool is_in_body(const struct writer *f, size_t from, const char *s, size_t n)
{
    const plx_html *h = f->finder.h;

    for (size_t i = from; i < h->count; i++)
        if (memmem(plx_html_block_text(h, &h->blocks[i]), h->blocks[i].len, s, n) &&
            body_above(f, h->blocks[i].node))
            return true;
    return false;
}

/* The first paragraph may stand between the title and the body, in a box of its own. */
static size_t add_lead(const struct writer *f, struct choice *c)
{
    const plx_html *h = f->finder.h;
    size_t title = block_of(f, f->finder.title_node);
    size_t n = 0;

    for (size_t i = title + 1; i < h->count && i <= title + LEAD_BLOCKS; i++) {
        const plx_block *b = &h->blocks[i];
        size_t shown = b->len < LEAD_BYTES ? b->len : LEAD_BYTES;

        if (body_above(f, b->node))
            break;
        if (top_of(b) == PLX_HTML_TOP_LEAD && plx_html_is_prose(h, b) &&
            !plx_html_junk_above(&f->finder, b, NULL) &&
            !is_in_body(f, i + 1, plx_html_block_text(h, b), shown))
            c[n++] = (struct choice){ b, leave_out(f, b, NULL) };
    }
    return n;
}

/* A long line that comes twice in a row is a caption shown again. */
static void drop_copies(const struct writer *f, struct choice *c, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const plx_block *b = c[i].block;

        for (size_t k = i; k > 0 && i - k < COPY_BLOCKS && !c[i].reason; k--) {
            const plx_block *before = c[k - 1].block;

            if (b->words >= COPY_WORDS && b->len == before->len &&
                memcmp(plx_html_block_text(f->finder.h, b),
                       plx_html_block_text(f->finder.h, before), b->len) == 0)
                c[i].reason = "repeated";
        }
    }
}

static plx_status emit_body(struct writer *f, plx_error *err)
{
    struct choice *c = calloc(f->finder.h->count, sizeof *c);
    size_t n;

    if (!c)
        return plx_fail(err, PLX_ERR_NOMEM, "page: out of memory");
    n = add_lead(f, c);
    for (size_t i = 0; i < f->finder.h->count; i++) {
        const plx_block *b = &f->finder.h->blocks[i];
        const xmlNode *body = body_above(f, b->node);

        if (body)
            c[n++] = (struct choice){ b, leave_out(f, b, body) };
    }
    drop_copies(f, c, n);
    drop_standfirst(f, c, n);
    cut_tail(f, c, n);
    trim_ends(f, c, n);
    for (size_t i = 0; i < n; i++) {
        report_or_emit(f, c[i].block, c[i].reason);
    }
    free(c);
    return f->text->failed ? plx_fail(err, PLX_ERR_NOMEM, "page: out of memory") : PLX_OK;
}

/* Pages that scripts fill have their text in JSON-LD alone. */
static void prefer_json(struct writer *f)
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
    struct writer f = {
        .finder = { .h = h, .title = title }, .json_body = json_body, .text = text, .report = report
    };

    plx_html_find_body(&f.finder);
    if (f.finder.body && emit_body(&f, err) != PLX_OK)
        return PLX_ERR_NOMEM;
    prefer_json(&f);
    return text->failed ? plx_fail(err, PLX_ERR_NOMEM, "page: out of memory") : PLX_OK;
}

/* Every block but furniture; if all is furniture by its words or classes, every block. */
plx_status plx_html_fragment(plx_html *h, const char *title, plx_strbuf *text,
                             plx_extract_report *report, plx_error *err)
{
    struct writer f = { .finder = { .h = h, .title = title }, .text = text, .report = report };

    plx_html_find_body(&f.finder);
    for (size_t i = 0; i < h->count; i++) {
        const plx_block *b = &h->blocks[i];
        const char *reason = leave_out(&f, b, NULL);

        /* headings of a text are h1 in many exports */
        if (reason && strcmp(reason, "title") == 0 &&
            !plx_html_is_same_text(plx_html_block_text(h, b), b->len, title))
            reason = NULL;
        report_or_emit(&f, b, reason);
    }
    for (size_t i = 0; i < h->count && text->len == 0; i++)
        emit(&f, &h->blocks[i]);
    return text->failed ? plx_fail(err, PLX_ERR_NOMEM, "page: out of memory") : PLX_OK;
}
