/* daemon/page/article_text.c - title and text of an article with two layers of marks
 *
 * Matches of the query and what the model weighed overlap as they like. So the text is cut wherever
 * any of them begins or ends; elements nest as sentence, match, word, and those that go on behind a
 * cut or a paragraph are opened again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/markup.h"
#include "classifier/evidence_html.h"
#include "daemon/page/article.h"
#include "search/mark.h"

/* ------------------------------------------------------------ matches */

static plx_status add_match(plx_page_marks *m, plx_page_mark match, plx_error *err)
{
    if ((m->count & (m->count - 1)) == 0) { /* full at each power of two */
        size_t room = m->count ? 2 * m->count : 1;
        plx_page_mark *items = realloc(m->items, room * sizeof *items);

        if (!items)
            return plx_fail(err, PLX_ERR_NOMEM, "article: out of memory");
        m->items = items;
    }
    m->items[m->count++] = match;
    return PLX_OK;
}

/* Where the marks of a marked text stand in the text itself. */
static plx_status place_matches(const char *marked, const char *text, plx_page_marks *out,
                                plx_error *err)
{
    plx_page_mark match = { 0 };
    uint32_t at = 0;
    plx_status rc = PLX_OK;

    for (; !rc && *marked; marked++) {
        if (*marked == *text) {
            text++;
            at++;
        } else if (*marked == *PLX_MARK_OPEN) {
            match.start = at;
        } else if (*marked == *PLX_MARK_CLOSE && at > match.start) {
            match.end = at;
            rc = add_match(out, match, err);
        }
    }
    return rc;
}

static plx_status find_matches(plx_article_view *v, plx_article_part part, plx_error *err)
{
    const plx_mark_options options = {
        .query = v->params->search.query,
        .lang = v->article.lang,
        .open = PLX_MARK_OPEN,
        .close = PLX_MARK_CLOSE,
    };
    const char *text = plx_article_view_part(v, part);
    plx_strbuf marked = PLX_STRBUF_INIT;
    plx_status rc = plx_mark_matches(v->c->worker->analyser, &options, text, &marked, err);

    if (!rc && marked.failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "article: out of memory");
    if (!rc)
        rc = place_matches(marked.s, text, &v->matches[part], err);
    plx_strbuf_release(&marked);
    return rc;
}

plx_status plx_article_find_matches(plx_article_view *v, plx_error *err)
{
    plx_status rc = find_matches(v, PLX_PART_TITLE, err);

    return rc ? rc : find_matches(v, PLX_PART_TEXT, err);
}

void plx_page_marks_release(plx_page_marks *m)
{
    free(m->items);
    *m = (plx_page_marks){ 0 };
}

/* ------------------------------------------------------------ layers */

/* From the outermost to the innermost. */
enum layer { SENTENCE = 0, MATCH, WORD, LAYERS };

/* Something of a layer at, or next behind, the place that is printed. */
struct piece {
    uint32_t start, end; /* start UINT32_MAX: no more */
    size_t index;
};

struct printer {
    const plx_article_view *v;
    plx_article_part part;
    plx_strbuf *out;
    struct piece next[LAYERS];
    bool is_open[LAYERS];
    plx_weighed_sentence sentence[PLX_SENTENCES_SHOWN]; /* of this part, by their place */
    size_t sentences;
    size_t numbered; /* matches that have their id */
};

static bool is_shown(const struct printer *p)
{
    return p->v->params->weights && p->v->weighed.is_scored;
}

static struct piece match_at(const struct printer *p, size_t i)
{
    const plx_page_marks *m = &p->v->matches[p->part];

    if (i >= m->count)
        return (struct piece){ UINT32_MAX, UINT32_MAX, i };
    return (struct piece){ m->items[i].start, m->items[i].end, i };
}

static struct piece sentence_at(const struct printer *p, size_t i)
{
    if (i >= p->sentences)
        return (struct piece){ UINT32_MAX, UINT32_MAX, i };
    return (struct piece){ p->sentence[i].start, p->sentence[i].end, i };
}

/* Words that weigh next to nothing are passed over. */
static struct piece word_at(const struct printer *p, size_t i)
{
    const plx_weighed_spans *spans = &p->v->weighed.spans[p->part];

    while (i < spans->count && !plx_span_level(&p->v->weighed, &spans->items[i]))
        i++;
    if (i >= spans->count || !is_shown(p))
        return (struct piece){ UINT32_MAX, UINT32_MAX, i };
    return (struct piece){ spans->items[i].start, spans->items[i].end, i };
}

static struct piece piece_at(const struct printer *p, enum layer layer, size_t i)
{
    static struct piece (*const at[])(const struct printer *, size_t) = { sentence_at, match_at,
                                                                          word_at };

    return at[layer](p, i);
}

/* ------------------------------------------------------------ elements */

static void open_weighed(struct printer *p, double weight, const char *classes)
{
    plx_markup_print(p->out, "<span class=\"%s\" data-weight=\"%s\">", classes,
                     plx_evidence_html_weight(weight).s);
}

static void open_sentence(struct printer *p)
{
    double weight = p->sentence[p->next[SENTENCE].index].weight;

    open_weighed(p, weight, weight > 0 ? "sentence for" : "sentence against");
}

static void open_match(struct printer *p)
{
    size_t before = p->part == PLX_PART_TEXT ? p->v->matches[PLX_PART_TITLE].count : 0;

    if (p->numbered > p->next[MATCH].index) { /* it goes on */
        plx_strbuf_puts(p->out, "<mark>");
        return;
    }
    p->numbered = p->next[MATCH].index + 1;
    plx_markup_print(p->out, "<mark id=\"m%u\">", (unsigned)(before + p->numbered));
}

static void open_word(struct printer *p)
{
    const plx_weighed_span *s = &p->v->weighed.spans[p->part].items[p->next[WORD].index];
    char classes[16];

    snprintf(classes, sizeof classes, "word %c%u", s->weight > 0 ? 'f' : 'a',
             plx_span_level(&p->v->weighed, s));
    open_weighed(p, s->weight, classes);
}

/* Close a layer, and those within it. */
static void close_from(struct printer *p, enum layer layer)
{
    for (int i = LAYERS - 1; i >= (int)layer; i--) {
        if (p->is_open[i])
            plx_strbuf_puts(p->out, i == MATCH ? "</mark>" : "</span>");
        p->is_open[i] = false;
    }
}

static void open_all(struct printer *p, uint32_t at)
{
    static void (*const open[])(struct printer *) = { open_sentence, open_match, open_word };

    for (int i = 0; i < LAYERS; i++)
        if (!p->is_open[i] && at >= p->next[i].start && at < p->next[i].end) {
            close_from(p, (enum layer)i);
            open[i](p);
            p->is_open[i] = true;
        }
}

/* What ended is closed, and the next of its layer comes up. */
static void pass(struct printer *p, uint32_t at)
{
    for (int i = 0; i < LAYERS; i++)
        while (at >= p->next[i].end && p->next[i].start != UINT32_MAX) {
            close_from(p, (enum layer)i);
            p->next[i] = piece_at(p, (enum layer)i, p->next[i].index + 1);
        }
}

/* The next place behind `at`, up to `most`, where something begins or ends. */
static uint32_t next_cut(const struct printer *p, uint32_t at, uint32_t most)
{
    for (int i = 0; i < LAYERS; i++) {
        const struct piece *next = &p->next[i];
        if (next->start > at && next->start < most)
            most = next->start;
        else if (next->start <= at && next->end < most)
            most = next->end;
    }
    return most;
}

/* ------------------------------------------------------------ printing */

static void print_stretch(struct printer *p, const char *text, uint32_t from, uint32_t to)
{
    uint32_t end;

    for (uint32_t at = from; at < to; at = end) {
        pass(p, at);
        end = next_cut(p, at, to);
        open_all(p, at);
        plx_markup_text(p->out, text + at, end - at);
    }
    close_from(p, SENTENCE);
}

/* Paragraphs are apart by an empty line. */
static void print_paragraphs(struct printer *p, const char *text)
{
    const char *s = text + strspn(text, "\n");

    while (*s) {
        const char *end = strstr(s, "\n\n");
        size_t n = end ? (size_t)(end - s) : strlen(s);

        plx_strbuf_puts(p->out, "<p dir=\"auto\">");
        print_stretch(p, text, (uint32_t)(s - text), (uint32_t)(s - text + (ptrdiff_t)n));
        plx_strbuf_puts(p->out, "</p>");
        s += n;
        s += strspn(s, "\n");
    }
}

static int by_place(const void *a, const void *b)
{
    const plx_weighed_sentence *x = a, *y = b;

    return x->start < y->start ? -1 : x->start > y->start;
}

static void take_sentences(struct printer *p)
{
    const plx_explanation *x = &p->v->weighed;

    for (size_t i = 0; is_shown(p) && i < x->sentence_count; i++)
        if (x->sentences[i].part == p->part)
            p->sentence[p->sentences++] = x->sentences[i];
    qsort(p->sentence, p->sentences, sizeof *p->sentence, by_place);
}

void plx_article_print_part(const plx_article_view *v, plx_article_part part)
{
    struct printer p = { .v = v, .part = part, .out = &v->c->reply->body };
    const char *text = plx_article_view_part(v, part);

    take_sentences(&p);
    for (int i = 0; i < LAYERS; i++)
        p.next[i] = piece_at(&p, (enum layer)i, 0);
    if (part == PLX_PART_TITLE)
        print_stretch(&p, text, 0, (uint32_t)strlen(text));
    else
        print_paragraphs(&p, text);
}
