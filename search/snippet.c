#include "search/snippet.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/occurrences.h"
#include "search/passage.h"

#define ELLIPSIS "\xe2\x80\xa6"

/* Part of the text. */
typedef struct range {
    size_t start, end;
} range;

/* ---------------------------------------------------------------- bounds */

/* Index of the first token that begins at or behind a byte. */
static size_t token_at(const plx_tokens *t, size_t byte)
{
    size_t low = 0, high = t->count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (t->items[mid].start < byte)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static size_t first_visible(const char *text, size_t len)
{
    size_t i = 0;

    while (i < len && (unsigned char)text[i] <= ' ')
        i++;
    return i;
}

/* Where to begin so that `must` is in: at the beginning of the text or of its sentence if that is
 * within reach, else at a word. */
static size_t choose_start(const plx_tokens *t, const char *text, size_t len, range must,
                           size_t bytes)
{
    size_t spare = bytes > must.end - must.start ? bytes - (must.end - must.start) : 0;
    size_t rest = len - must.start, before = spare / 3, low, i;

    if (len <= bytes || must.end <= bytes / 3 * 2)
        return first_visible(text, len);
    if (rest < bytes && bytes - rest > before)
        before = bytes - rest;
    low = must.start > spare ? must.start - spare : 0;
    for (i = token_at(t, must.start + 1); i-- > 0 && t->items[i].start >= low;)
        if (t->items[i].flags & PLX_TOKEN_SENTENCE)
            return t->items[i].start;
    low = must.start > before ? must.start - before : 0;
    i = token_at(t, low);
    return i < t->count && t->items[i].start < must.start ? t->items[i].start : must.start;
}

static size_t skip_blanks_back(const char *text, size_t low, size_t at)
{
    while (at > low && (unsigned char)text[at - 1] <= ' ')
        at--;
    return at;
}

/* Where to end: at a sentence's end in the last third, else behind a word. */
static size_t choose_end(const plx_tokens *t, const char *text, size_t len, range must,
                         size_t start, size_t bytes)
{
    size_t limit = start + bytes, low = start + bytes / 3 * 2, end = must.end, i;

    if (limit >= len)
        return skip_blanks_back(text, must.end, len);
    if (low < must.end)
        low = must.end;
    for (i = token_at(t, must.end); i < t->count && t->items[i].start <= limit; i++) {
        const plx_token *x = &t->items[i];

        if (x->start + x->len <= limit && x->start + x->len > end)
            end = x->start + x->len;
    }
    while (i-- > 0 && t->items[i].start >= low)
        if (t->items[i].flags & PLX_TOKEN_SENTENCE)
            return skip_blanks_back(text, must.end, t->items[i].start);
    return end;
}

/* The beginning of a text without matches. */
static range beginning(const plx_tokens *t, const char *text, size_t len, size_t bytes)
{
    range r = { first_visible(text, len), 0 };
    range none = { r.start, r.start };

    r.end = t->count ? choose_end(t, text, len, none, r.start, bytes) : r.start;
    if (r.end == r.start && r.start < len)
        r.end =
            r.start + plx_utf8_cut(text + r.start, len - r.start < bytes ? len - r.start : bytes);
    return r;
}

static plx_status choose_range(const plx_snippet_text *text, plx_occurrences *o,
                               const plx_highlight *hl, size_t bytes, range *r, plx_error *err)
{
    const plx_tokens *t = text->tokens;
    size_t first = 0, last = 0;
    range must;
    plx_status rc;

    if (!o->count) {
        *r = beginning(t, text->s, text->len, bytes);
        return PLX_OK;
    }
    rc = plx_occurrences_best(o, hl, bytes, &first, &last, err);
    if (rc)
        return rc;
    must.start = o->items[first].start;
    must.end = o->items[last].start + o->items[last].len;
    r->start = choose_start(t, text->s, text->len, must, bytes);
    r->end = choose_end(t, text->s, text->len, must, r->start, bytes);
    return PLX_OK;
}

/* --------------------------------------------------------------- writing */

static void add_text(const char *s, size_t n, bool keep_breaks, plx_strbuf *out)
{
    size_t at = out->len;

    plx_strbuf_add(out, s, n);
    if (keep_breaks || out->failed)
        return;
    for (; at < out->len; at++)
        if (out->s[at] == '\n' || out->s[at] == '\r' || out->s[at] == '\t')
            out->s[at] = ' ';
}

static void write_marked(const char *text, range r, const plx_occurrences *o,
                         const plx_snippet_options *opt, plx_strbuf *out)
{
    size_t at = r.start, i;

    for (i = 0; i < o->count; i++) {
        const plx_occurrence *x = &o->items[i];

        if (x->start < at || x->start + x->len > r.end)
            continue;
        add_text(text + at, x->start - at, opt->whole, out);
        plx_strbuf_puts(out, opt->open);
        add_text(text + x->start, x->len, opt->whole, out);
        plx_strbuf_puts(out, opt->close);
        at = x->start + x->len;
    }
    add_text(text + at, r.end - at, opt->whole, out);
}

/* How much of a text is looked at: to a blank, so that no word is cut. */
static size_t looked_at(const char *text, size_t len)
{
    size_t n = len < PLX_SNIPPET_TEXT_MAX ? len : plx_utf8_cut(text, PLX_SNIPPET_TEXT_MAX), at;

    for (at = n; n < len && at > n / 2; at--)
        if ((unsigned char)text[at] <= ' ')
            return at;
    return n;
}

/* Analyse the part of a text that a snippet is taken from. */
static plx_status analyse(const plx_snippet_text *text, plx_passage part, plx_error *err)
{
    plx_tokens *tokens = text->tokens;
    plx_status rc = plx_analyser_run(text->an, text->lang, text->s + part.start,
                                     part.end - part.start, tokens, err);
    size_t i;

    for (i = 0; i < tokens->count; i++)
        tokens->items[i].start += (uint32_t)part.start;
    if (part.start && tokens->count)
        tokens->items[0].flags &= ~(uint32_t)PLX_TOKEN_SENTENCE; /* it only seems to begin one */
    return rc;
}

static void write_snippet(const char *text, size_t len, range r, const plx_occurrences *o,
                          const plx_snippet_options *opt, plx_strbuf *out)
{
    bool from_start = first_visible(text, len) >= r.start;
    bool to_end = first_visible(text + r.end, len - r.end) == len - r.end;

    plx_strbuf_puts(out, from_start ? "" : ELLIPSIS);
    write_marked(text, r, o, opt, out);
    plx_strbuf_puts(out, to_end ? "" : ELLIPSIS);
}

plx_status plx_snippet(const plx_snippet_text *text, const plx_highlight *hl,
                       const plx_snippet_options *opt, plx_strbuf *out, plx_error *err)
{
    size_t bytes = opt->bytes < PLX_SNIPPET_BYTES_MAX ? opt->bytes : PLX_SNIPPET_BYTES_MAX;
    size_t n = opt->whole ? text->len : looked_at(text->s, text->len);
    const plx_snippet_text seen = { text->an, text->tokens, text->lang, text->s, n };
    plx_occurrences o = { NULL, 0, 0 };
    plx_passage part = { 0, n };
    range r = { 0, n };
    plx_status rc = PLX_OK;

    if (!opt->whole)
        rc = plx_passage_find(&seen, hl, bytes, &part, err);
    if (!rc)
        rc = analyse(&seen, part, err);
    if (!rc && hl->count)
        rc = plx_occurrences_find(seen.tokens, hl, plx_occurrences_bits(hl), 0, 0, &o, err);
    if (!rc) {
        plx_occurrences_settle(&o, hl);
        if (!opt->whole)
            rc = choose_range(&seen, &o, hl, bytes, &r, err);
    }
    if (!rc)
        write_snippet(text->s, text->len, r, &o, opt, out);
    if (!rc && out->failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "snippet: out of memory");
    plx_occurrences_release(&o);
    return rc;
}
