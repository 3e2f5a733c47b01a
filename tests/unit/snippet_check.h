/* What must hold of every snippet, whatever text and query: for random tests and for the fuzzer */
#ifndef PLX_TESTS_SNIPPET_CHECK_H
#define PLX_TESTS_SNIPPET_CHECK_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/snippet.h"

#define CHECK_STEMS    32
#define CHECK_ELLIPSIS "\xe2\x80\xa6"
/* Marks that stand in no text of these tests. */
#define CHECK_OPEN  "\x01"
#define CHECK_CLOSE "\x02"

/* What is sought: words of a query; with `phrase` only one behind the other. */
typedef struct sought {
    plx_map *stems;
    double weight[CHECK_STEMS];
    bool alone[CHECK_STEMS];
    uint32_t sequence[CHECK_STEMS];
    plx_highlight_phrase phrase;
    plx_highlight hl;
} sought;

/* The first words of a query; false without memory. Free: plx_map_free(q->stems). */
static inline bool seek_words(plx_analyser *an, const char *lang, const char *query, size_t len,
                              bool phrase, sought *q)
{
    plx_tokens t;
    size_t i;

    memset(q, 0, sizeof *q);
    q->stems = plx_map_new();
    plx_tokens_init(&t);
    if (!q->stems || plx_analyser_run(an, lang, query, len, &t, NULL))
        return false;
    for (i = 0; i < t.count && q->phrase.count < CHECK_STEMS; i++) {
        const plx_word *w = t.items[i].word;
        uint32_t stem;

        if (t.items[i].flags & PLX_TOKEN_COMPOUND)
            continue;
        stem = plx_map_add(q->stems, w->stem, w->stem_len, NULL);
        q->weight[stem] = 1;
        q->alone[stem] = !phrase;
        q->sequence[q->phrase.count++] = stem;
    }
    plx_tokens_release(&t);
    q->hl = (plx_highlight){ .stems = q->stems,
                             .weight = q->weight,
                             .alone = q->alone,
                             .count = plx_map_count(q->stems),
                             .sequence = q->sequence,
                             .phrases = &q->phrase,
                             .phrase_count = phrase && q->phrase.count > 1 };
    return true;
}

/* Is what a mark is round one word of the query? */
static inline bool marks_a_word(plx_analyser *an, const char *lang, const char *s, size_t n,
                                const sought *q)
{
    bool found = false;
    plx_tokens t;
    size_t i;

    plx_tokens_init(&t);
    if (plx_analyser_run(an, lang, s, n, &t, NULL) == PLX_OK)
        for (i = 0; i < t.count; i++)
            found = found || plx_map_find(q->stems, t.items[i].word->stem,
                                          t.items[i].word->stem_len) != PLX_MAP_NONE;
    plx_tokens_release(&t);
    return found && n > 0;
}

/* Marks stand in pairs, each round a word of the query. */
static inline bool marks_are_right(plx_analyser *an, const char *lang, const char *snippet,
                                   const sought *q)
{
    const char *at = snippet;

    while ((at = strpbrk(at, CHECK_OPEN CHECK_CLOSE)) != NULL) {
        const char *end = strpbrk(at + 1, CHECK_OPEN CHECK_CLOSE);

        if (*at != *CHECK_OPEN || !end || *end != *CHECK_CLOSE ||
            !marks_a_word(an, lang, at + 1, (size_t)(end - at - 1), q))
            return false;
        at = end + 1;
    }
    return true;
}

/* Does the text hold it at some place, blanks standing for line breaks? With NULs, too. */
static inline bool text_holds(const char *text, size_t len, const char *s, size_t n)
{
    size_t i, k;

    for (i = 0; i + n <= len; i++) {
        for (k = 0; k < n; k++) {
            char c = text[i + k];

            c = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
            if (c != s[k])
                break;
        }
        if (k == n)
            return true;
    }
    return false;
}

/* The snippet without marks and ellipses is a piece of the text, cut between characters. */
static inline bool is_piece(const char *text, size_t len, const plx_strbuf *snippet)
{
    char *bare = malloc(snippet->len + 1), *s = bare;
    size_t n = 0, i, dots = strlen(CHECK_ELLIPSIS);
    bool ok;

    if (!bare)
        return false;
    for (i = 0; i < snippet->len; i++)
        if (snippet->s[i] != *CHECK_OPEN && snippet->s[i] != *CHECK_CLOSE)
            bare[n++] = snippet->s[i];
    ok = text_holds(text, len, s, n); /* the text may itself begin or end with an ellipsis */
    if (!ok && n >= dots && memcmp(s, CHECK_ELLIPSIS, dots) == 0) {
        s += dots;
        n -= dots;
        ok = text_holds(text, len, s, n);
    }
    if (!ok && n >= dots && memcmp(s + n - dots, CHECK_ELLIPSIS, dots) == 0)
        ok = text_holds(text, len, s, n - dots);
    if (ok && plx_utf8_valid(text, len))
        ok = plx_utf8_valid(bare, n + (size_t)(s - bare));
    free(bare);
    return ok;
}

/* All of it. Returns what does not hold, NULL if all does. */
static inline const char *check_snippet(plx_analyser *an, const char *lang, const char *text,
                                        size_t len, const sought *q, size_t bytes)
{
    plx_snippet_options opt = { CHECK_OPEN, CHECK_CLOSE, bytes, false };
    plx_strbuf one = PLX_STRBUF_INIT, whole = PLX_STRBUF_INIT;
    const char *wrong = NULL;
    plx_tokens t;
    const plx_snippet_text source = { an, &t, lang, text, len };

    plx_tokens_init(&t);
    if (plx_snippet(&source, &q->hl, &opt, &one, NULL))
        wrong = "there is no snippet";
    opt.whole = true;
    if (!wrong && plx_snippet(&source, &q->hl, &opt, &whole, NULL))
        wrong = "the whole text cannot be marked";
    if (!wrong && (!marks_are_right(an, lang, one.s, q) || !marks_are_right(an, lang, whole.s, q)))
        wrong = "marks are not in pairs round words of the query";
    if (!wrong && !is_piece(text, len, &one))
        wrong = "without marks it is no piece of the text";
    if (!wrong && !strchr(one.s, *CHECK_OPEN) && strchr(whole.s, *CHECK_OPEN) &&
        len <= PLX_SNIPPET_TEXT_MAX && !(q->hl.phrase_count && !plx_utf8_valid(text, len)))
        wrong = "the text holds a word of the query, the snippet does not";
    plx_strbuf_release(&one);
    plx_strbuf_release(&whole);
    plx_tokens_release(&t);
    return wrong;
}

#endif
