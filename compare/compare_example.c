#include "compare/compare_example.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/sentence.h"

/* A sentence under so many bytes tells little. */
#define SENTENCE_LEAST 40
/* Forms of one term that are told apart. */
#define FORMS_MAX 64

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "compare: out of memory");
}

size_t plx_compare_text_bytes(const char *text)
{
    size_t n = text ? strnlen(text, PLX_COMPARE_TEXT_MAX + 1) : 0;

    return n > PLX_COMPARE_TEXT_MAX ? plx_utf8_cut(text, PLX_COMPARE_TEXT_MAX) : n;
}

/* One search for one term. */
typedef struct hunt {
    plx_example_finder *f;
    const plx_example_term *term;
    plx_map *forms;
    uint32_t form_count[FORMS_MAX];
    int best; /* how well the example fits; -1: there is none */
    plx_compare_example *out;
    plx_error *err;
} hunt;

/* A text of an article. */
typedef struct passage {
    const char *bytes;
    size_t len;
    const plx_tokens *tokens;
} passage;

/* ----------------------------------------------------------------- finding */

static bool is_word(const plx_example_term *t, size_t i, const plx_token *token)
{
    return token->word->stem_len == t->len[i] &&
           memcmp(token->word->stem, t->stem[i], t->len[i]) == 0;
}

/* Token of the term's last word where it begins at a token; SIZE_MAX: it does not. */
static size_t match(const plx_example_term *t, const passage *p, size_t at)
{
    const plx_token *last = &p->tokens->items[at];
    size_t i = at, n = 1;

    if (!plx_term_counts(last) || !is_word(t, 0, last))
        return SIZE_MAX;
    while (n < t->words && ++i < p->tokens->count) {
        const plx_token *next = &p->tokens->items[i];

        if (next->flags & (PLX_TOKEN_SENTENCE | PLX_TOKEN_PARAGRAPH))
            return SIZE_MAX;
        if (next->flags & PLX_TOKEN_COMPOUND)
            continue;
        if (!is_word(t, n, next) || !plx_term_joins(p->bytes, last, next))
            return SIZE_MAX;
        last = next;
        n++;
    }
    return n == t->words ? i : SIZE_MAX;
}

/* The last point of "U.S." is no part of the token. */
static size_t ends_in_point(const passage *p, const plx_token *t)
{
    size_t end = (size_t)t->start + t->len;

    return t->flags & PLX_TOKEN_INITIALS && end < p->len && p->bytes[end] == '.';
}

/* The term as it stands there: names as written, other words folded. */
static void add_form(const hunt *h, const passage *p, size_t first, size_t last, plx_strbuf *out)
{
    const plx_token *before = NULL;

    plx_strbuf_reset(out);
    for (size_t i = first; i <= last; i++) {
        const plx_token *t = &p->tokens->items[i];

        if (t->flags & PLX_TOKEN_COMPOUND)
            continue;
        if (before)
            plx_strbuf_putc(out, p->bytes[t->start - 1] == '-' ? '-' : ' ');
        if (h->term->is_name)
            plx_strbuf_add(out, p->bytes + t->start, t->len + ends_in_point(p, t));
        else
            plx_strbuf_add(out, t->word->text, t->word->text_len);
        before = t;
    }
}

static plx_status count_form(hunt *h, const passage *p, size_t first, size_t last)
{
    plx_strbuf form = PLX_STRBUF_INIT;
    uint32_t i = PLX_MAP_NONE;
    bool full = plx_map_count(h->forms) == FORMS_MAX;

    add_form(h, p, first, last, &form);
    if (!form.failed)
        i = full ? plx_map_find(h->forms, form.s, form.len)
                 : plx_map_add(h->forms, form.s, form.len, NULL);
    plx_strbuf_release(&form);
    if (i == PLX_MAP_NONE)
        return full ? PLX_OK : no_memory(h->err);
    h->form_count[i]++;
    return PLX_OK;
}

/* --------------------------------------------------------------- sentences */

static bool has_topic(const hunt *h, const passage *p, const plx_sentence *s)
{
    for (uint32_t i = s->first; i < s->last; i++) {
        const plx_word *w = p->tokens->items[i].word;

        if (plx_topic_words_has(h->f->topic, w->stem, w->stem_len))
            return true;
    }
    return false;
}

static int fit(const hunt *h, const passage *p, const plx_sentence *s, uint32_t docid)
{
    uint32_t bytes = s->end - s->start;
    int points = 0;

    if (bytes >= SENTENCE_LEAST && bytes <= PLX_EXAMPLE_BYTES)
        points += 4;
    if (plx_map_find(h->f->used, &docid, sizeof docid) == PLX_MAP_NONE)
        points += 2;
    return points + has_topic(h, p, s);
}

/* Text in one line, runs of white space as one blank. */
static void add_line(plx_strbuf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool blank = strchr(" \t\r\n\v\f", s[i]) != NULL;

        if (!blank)
            plx_strbuf_putc(out, s[i]);
        else if (out->len && out->s[out->len - 1] != ' ')
            plx_strbuf_putc(out, ' ');
    }
}

/* Move a bound to a blank, so that no word is cut; `least` and `most` are kept. */
static size_t to_blank(const char *s, size_t at, size_t stop, int step)
{
    size_t i = at;

    while (i != stop && s[i] != ' ' && s[i] != '\n')
        i = step > 0 ? i + 1 : i - 1;
    return i;
}

static char *mark(const hunt *h, const passage *p, const plx_sentence *s, size_t from, size_t to)
{
    size_t start = s->start, end = s->end, half;
    plx_strbuf out = PLX_STRBUF_INIT;
    char *line;

    if (to - from < PLX_EXAMPLE_BYTES && end - start > PLX_EXAMPLE_BYTES) {
        half = (PLX_EXAMPLE_BYTES - (to - from)) / 2;
        if (from - start > half)
            start = to_blank(p->bytes, from - half, from, 1);
        if (end - to > half)
            end = to_blank(p->bytes, to + half, to, -1);
    }
    if (start > s->start)
        plx_strbuf_puts(&out, "\xe2\x80\xa6");
    add_line(&out, p->bytes + start, from - start);
    plx_strbuf_puts(&out, h->f->open);
    add_line(&out, p->bytes + from, to - from);
    plx_strbuf_puts(&out, h->f->close);
    add_line(&out, p->bytes + to, end - to);
    if (end < s->end)
        plx_strbuf_puts(&out, "\xe2\x80\xa6");
    line = plx_strbuf_detach(&out);
    plx_strbuf_release(&out);
    return line;
}

static plx_status take(hunt *h, const passage *p, const plx_sentence *s, size_t first, size_t last)
{
    const plx_token *t = p->tokens->items;
    char *line = mark(h, p, s, t[first].start, (size_t)t[last].start + t[last].len);

    if (!line)
        return no_memory(h->err);
    free(h->out->sentence);
    h->out->sentence = line;
    return PLX_OK;
}

/* The term in one sentence: its forms are counted, and the first use may make the example. */
static plx_status look_at_sentence(hunt *h, const passage *p, const plx_sentence *s, uint32_t docid,
                                   bool *taken)
{
    plx_status rc = PLX_OK;
    int points = -1;

    for (size_t i = s->first; !rc && i < s->last; i++) {
        size_t last = match(h->term, p, i);

        if (last == SIZE_MAX)
            continue;
        rc = count_form(h, p, i, last);
        if (points < 0)
            points = fit(h, p, s, docid);
        if (!rc && points > h->best) {
            h->best = points;
            *taken = true;
            rc = take(h, p, s, i, last);
        }
    }
    return rc;
}

static plx_status look_at_passage(hunt *h, const passage *p, uint32_t docid, bool *taken)
{
    plx_sentence *sentences = NULL;
    size_t n = 0;
    plx_status rc = plx_sentences(p->bytes, p->len, p->tokens, &sentences, &n, h->err);

    for (size_t i = 0; !rc && i < n; i++)
        rc = look_at_sentence(h, p, &sentences[i], docid, taken);
    free(sentences);
    return rc;
}

/* ----------------------------------------------------------------- articles */

static plx_status name_article(hunt *h, const plx_article *a, uint32_t docid)
{
    plx_compare_example *out = h->out;

    free(out->id);
    free(out->title);
    free(out->source);
    out->docid = docid;
    out->id = strdup(a->id ? a->id : "");
    out->title = strdup(a->title ? a->title : "");
    out->source = a->source ? strdup(a->source) : NULL;
    return out->id && out->title && (out->source || !a->source) ? PLX_OK : no_memory(h->err);
}

static plx_status look_at_article(hunt *h, const plx_article *a, uint32_t docid)
{
    const char *title = a->title ? a->title : "";
    passage of_title = { title, strlen(title), &h->f->title };
    passage of_text = { a->text ? a->text : "", plx_compare_text_bytes(a->text), &h->f->text };
    bool taken = false;
    plx_status rc =
        plx_analyser_run(h->f->an, a->lang, of_text.bytes, of_text.len, &h->f->text, h->err);

    if (!rc)
        rc = look_at_passage(h, &of_text, docid, &taken);
    if (!rc)
        rc = plx_analyser_run(h->f->an, a->lang, title, of_title.len, &h->f->title, h->err);
    if (!rc && h->best < 0)
        rc = look_at_passage(h, &of_title, docid, &taken);
    return !rc && taken ? name_article(h, a, docid) : rc;
}

static plx_status look_at(hunt *h, uint32_t docid)
{
    plx_article a;
    plx_status rc;

    plx_article_init(&a);
    rc = plx_snapshot_article(h->f->snap, docid, true, &a, h->err);
    if (!rc)
        rc = look_at_article(h, &a, docid);
    plx_article_release(&a);
    return rc;
}

/* The form met most; the stems, where none was. */
static char *best_form(const hunt *h)
{
    plx_strbuf stems = PLX_STRBUF_INIT;
    uint32_t best = 0;
    char *out;

    if (!plx_map_count(h->forms)) {
        for (size_t i = 0; i < h->term->words; i++) {
            if (i)
                plx_strbuf_putc(&stems, ' ');
            plx_strbuf_add(&stems, h->term->stem[i], h->term->len[i]);
        }
        out = plx_strbuf_detach(&stems);
        plx_strbuf_release(&stems);
        return out;
    }
    for (uint32_t i = 1; i < plx_map_count(h->forms); i++)
        if (h->form_count[i] > h->form_count[best])
            best = i;
    return strdup(plx_map_key(h->forms, best, NULL));
}

plx_status plx_example_find(plx_example_finder *f, const plx_example_term *t,
                            const uint32_t *docids, size_t n, char **term, plx_compare_example *out,
                            plx_error *err)
{
    hunt h = { .f = f, .term = t, .forms = plx_map_new(), .best = -1, .out = out, .err = err };
    plx_status rc = h.forms ? PLX_OK : no_memory(err);

    *term = NULL;
    for (size_t i = 0; !rc && i < n && i < PLX_EXAMPLE_STORIES; i++)
        rc = look_at(&h, docids[i]);
    if (!rc)
        *term = best_form(&h);
    if (!rc && !*term)
        rc = no_memory(err);
    if (!rc && out->docid &&
        plx_map_add(f->used, &out->docid, sizeof out->docid, NULL) == PLX_MAP_NONE)
        rc = no_memory(err);
    plx_map_free(h.forms);
    return rc;
}
