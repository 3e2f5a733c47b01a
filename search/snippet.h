/* search/snippet.h - the best passage of a text, with the matches marked
 *
 * Removing the marks gives a substring of the text (but for line breaks, which become
 * blanks, and an ellipsis at either end where it was cut): one passage, not several joined, since
 * fragments side by side read as if the author had said them so.
 *
 * Best is where most different words of the query stand, rare ones counting more; then where they
 * stand in phrases, near each other and often; then what comes first. */
#ifndef PLX_SEARCH_SNIPPET_H
#define PLX_SEARCH_SNIPPET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "text/analyser.h"

/** Bytes of a text that are looked at for a snippet, from its beginning. */
#define PLX_SNIPPET_TEXT_MAX (64u << 10)
/** Most bytes of a snippet; more are cut to this. */
#define PLX_SNIPPET_BYTES_MAX (16u << 10)

/** Stems [first, first + count) of plx_highlight.sequence, one after the other in a text. */
typedef struct plx_highlight_phrase {
    size_t first, count;
} plx_highlight_phrase;

/** What is marked: stems, and phrases of stems that score together. Borrowed by the calls. */
typedef struct plx_highlight {
    const plx_map *stems; /* stems of the query's words, ordinals index weight */
    const double *weight; /* of each stem, > 0 */
    const bool
        *alone; /* of each stem: marked wherever it stands, not only in a phrase; NULL: all */
    size_t count;
    const uint32_t *sequence; /* ordinals of the phrases' stems */
    const plx_highlight_phrase *phrases;
    size_t phrase_count;
    const uint32_t *word; /* of each stem: number, below count, of the query's word it stands for.
                             Spellings and aliases are one word. NULL: each is its own */
} plx_highlight;

/** The text, and what analyses it; all borrowed. */
typedef struct plx_snippet_text {
    plx_analyser *an;
    plx_tokens *tokens; /* working memory */
    const char *lang;   /* of the text, as plx_analyser_run() */
    const char *s;      /* len bytes; need not end in NUL */
    size_t len;
} plx_snippet_text;

typedef struct plx_snippet_options {
    const char *open, *close; /* marks */
    size_t bytes;             /* about this long, marks not counted */
    bool whole;               /* the whole text with its line breaks, marked (for show) */
} plx_snippet_options;

/**
 * Append a snippet to out. Without any match: the beginning of the text. Inflected forms are marked
 * because words are compared by stem; of a hyphenated word the parts are marked that match.
 *
 * Cost O(bytes looked at): about 15 us for 6 KB of English, 50 us in other languages.
 *
 * @return PLX_OK; PLX_ERR_LIMIT (a whole text that the analyser refuses); PLX_ERR_NOMEM
 */
plx_status plx_snippet(const plx_snippet_text *text, const plx_highlight *hl,
                       const plx_snippet_options *opt, plx_strbuf *out, plx_error *err);

#endif
