#include "search/snippet.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"

#define ELLIPSIS "\xe2\x80\xa6"

/* Shares of a stem's weight that a word adds to a window: met again; in a phrase; close behind
 * another word of the query (NEAR_POSITIONS). Chosen by eye on news. */
#define SHARE_AGAIN    0.1
#define SHARE_PHRASE   0.6
#define SHARE_NEAR     0.3
#define NEAR_POSITIONS 4

/* A word of the text that is one of the query's. */
typedef struct match {
    uint32_t start, len; /* bytes */
    uint32_t pos;
    uint32_t stem; /* ordinal */
    bool in_phrase;
    double bonus; /* for standing where it stands, from the one before on */
} match;

typedef struct matches {
    match *items;
    size_t count, cap;
} matches;

/* Part of the text. */
typedef struct range {
    size_t start, end;
} range;

/* --------------------------------------------------------------- finding */

static plx_status add_match(matches *m, const plx_token *t, uint32_t stem, plx_error *err)
{
    if (m->count == m->cap) {
        size_t cap = m->cap ? m->cap * 2 : 64;
        match *items = realloc(m->items, cap * sizeof *items);

        if (!items)
            return plx_fail(err, PLX_ERR_NOMEM, "snippet: out of memory");
        m->items = items;
        m->cap = cap;
    }
    m->items[m->count++] = (match){ t->start, t->len, t->pos, stem, false, 0 };
    return PLX_OK;
}

/* One bit for each stem of the query: most words of a text are ruled out without a look-up. */
static uint64_t stem_bits(const plx_highlight *hl)
{
    uint64_t bits = 0;
    size_t i, len;

    for (i = 0; i < hl->count; i++) {
        const char *stem = plx_map_key(hl->stems, (uint32_t)i, &len);

        bits |= UINT64_C(1) << (plx_hash64(stem, len) & 63);
    }
    return bits;
}

static plx_status find_stems(const plx_tokens *t, const plx_highlight *hl, matches *m,
                             plx_error *err)
{
    uint64_t bits = stem_bits(hl);
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < t->count; i++) {
        const plx_token *token = &t->items[i];
        uint32_t stem;

        if (token->flags & PLX_TOKEN_COMPOUND || !(bits >> (token->word->stem_hash & 63) & 1))
            continue;
        stem = plx_map_find(hl->stems, token->word->stem, token->word->stem_len);
        if (stem != PLX_MAP_NONE)
            rc = add_match(m, token, stem, err);
    }
    return rc;
}

static bool has_phrase(const matches *m, size_t at, const uint32_t *stems, size_t n)
{
    size_t k;

    if (n > m->count - at)
        return false;
    for (k = 0; k < n; k++)
        if (m->items[at + k].stem != stems[k] || m->items[at + k].pos != m->items[at].pos + k)
            return false;
    return true;
}

static void mark_phrases(matches *m, const plx_highlight *hl)
{
    size_t i, p, k;

    for (i = 0; i < m->count; i++)
        for (p = 0; p < hl->phrase_count; p++) {
            const plx_highlight_phrase *ph = &hl->phrases[p];

            if (!has_phrase(m, i, hl->sequence + ph->first, ph->count))
                continue;
            for (k = 0; k < ph->count; k++)
                m->items[i + k].in_phrase = true;
        }
}

/* Words that only count inside a phrase go where there is none. */
static void drop_strays(matches *m, const plx_highlight *hl)
{
    size_t n = 0, i;

    for (i = 0; i < m->count; i++)
        if (!hl->alone || hl->alone[m->items[i].stem] || m->items[i].in_phrase)
            m->items[n++] = m->items[i];
    m->count = n;
}

static plx_status find_matches(const plx_tokens *t, const plx_highlight *hl, matches *m,
                               plx_error *err)
{
    plx_status rc = hl->count ? find_stems(t, hl, m, err) : PLX_OK;

    mark_phrases(m, hl);
    drop_strays(m, hl);
    return rc;
}

/* ---------------------------------------------------------------- window */

static void weigh_places(matches *m, const plx_highlight *hl)
{
    size_t i;

    for (i = 0; i < m->count; i++) {
        match *x = &m->items[i];
        double w = hl->weight[x->stem];

        x->bonus = SHARE_AGAIN * w + (x->in_phrase ? SHARE_PHRASE * w : 0);
        if (i && x[-1].stem != x->stem && x->pos - x[-1].pos <= NEAR_POSITIONS)
            x->bonus += SHARE_NEAR * w;
    }
}

/* First and last match of the heaviest passage of at most `bytes`: each stem counts fully once.
 * Both ends only move forward, so this is one pass. */
static plx_status best_window(const matches *m, const plx_highlight *hl, size_t bytes,
                              size_t *first, size_t *last, plx_error *err)
{
    uint32_t *seen = calloc(hl->count, sizeof *seen);
    double weight = 0, best = -1;
    size_t i = 0, j;

    if (!seen)
        return plx_fail(err, PLX_ERR_NOMEM, "snippet: out of memory");
    for (j = 0; j < m->count; j++) {
        const match *x = &m->items[j];

        weight += x->bonus + (seen[x->stem]++ ? 0 : hl->weight[x->stem]);
        for (; i < j && x->start + x->len - m->items[i].start > bytes; i++) {
            const match *gone = &m->items[i];

            weight -= gone->bonus + (--seen[gone->stem] ? 0 : hl->weight[gone->stem]);
        }
        if (weight > best * (1 + 1e-9)) {
            best = weight;
            *first = i;
            *last = j;
        }
    }
    free(seen);
    return PLX_OK;
}

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

static plx_status choose_range(const plx_tokens *t, const char *text, size_t len, matches *m,
                               const plx_highlight *hl, size_t bytes, range *r, plx_error *err)
{
    size_t first = 0, last = 0;
    range must;
    plx_status rc;

    if (!m->count) {
        *r = beginning(t, text, len, bytes);
        return PLX_OK;
    }
    weigh_places(m, hl);
    rc = best_window(m, hl, bytes, &first, &last, err);
    if (rc)
        return rc;
    must.start = m->items[first].start;
    must.end = m->items[last].start + m->items[last].len;
    r->start = choose_start(t, text, len, must, bytes);
    r->end = choose_end(t, text, len, must, r->start, bytes);
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

static void write_marked(const char *text, range r, const matches *m,
                         const plx_snippet_options *opt, plx_strbuf *out)
{
    size_t at = r.start, i;

    for (i = 0; i < m->count; i++) {
        const match *x = &m->items[i];

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

plx_status plx_snippet(plx_analyser *an, const char *lang, const char *text, size_t len,
                       const plx_highlight *hl, const plx_snippet_options *opt, plx_tokens *tokens,
                       plx_strbuf *out, plx_error *err)
{
    size_t bytes = opt->bytes < PLX_SNIPPET_BYTES_MAX ? opt->bytes : PLX_SNIPPET_BYTES_MAX;
    size_t n = opt->whole ? len : looked_at(text, len);
    matches m = { NULL, 0, 0 };
    range r = { 0, n };
    plx_status rc = plx_analyser_run(an, lang, text, n, tokens, err);

    if (!rc)
        rc = find_matches(tokens, hl, &m, err);
    if (!rc && !opt->whole)
        rc = choose_range(tokens, text, n, &m, hl, bytes, &r, err);
    if (!rc) {
        plx_strbuf_puts(out, first_visible(text, len) >= r.start ? "" : ELLIPSIS);
        write_marked(text, r, &m, opt, out);
        plx_strbuf_puts(out,
                        first_visible(text + r.end, len - r.end) == len - r.end ? "" : ELLIPSIS);
        if (out->failed)
            rc = plx_fail(err, PLX_ERR_NOMEM, "snippet: out of memory");
    }
    free(m.items);
    return rc;
}
