/* search/suggest.h - what somebody who types may want to go on to
 *
 * Words and names that complete the last word typed, by how often the index has them; outlets and
 * authors with a word that begins so; titles with all the words typed. Each comes with the query
 * that looks for it. Bounded work: a few milliseconds on a large index. */
#ifndef PLX_SEARCH_SUGGEST_H
#define PLX_SEARCH_SUGGEST_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/search.h"

/** Bytes that are looked at, at most: what is longer is no beginning. */
#define PLX_SUGGEST_TYPED_MAX 256
/** Letters of a last word that is completed, at least. */
#define PLX_SUGGEST_LETTERS_MIN 2
/** Suggestions of one kind, at most; if not told. */
#define PLX_SUGGEST_MAX     100
#define PLX_SUGGEST_DEFAULT 5

typedef enum plx_suggestion_kind {
    PLX_SUGGEST_WORD = 0,
    PLX_SUGGEST_NAME, /* a word that the index mostly has as a name */
    PLX_SUGGEST_SOURCE,
    PLX_SUGGEST_AUTHOR,
    PLX_SUGGEST_TITLE,
    PLX_SUGGEST_KINDS
} plx_suggestion_kind;

/** "word", "name", "source", "author", "title". */
const char *plx_suggestion_kind_name(plx_suggestion_kind kind);

typedef struct plx_suggestion {
    plx_suggestion_kind kind;
    char *text;     /* the word, the value, the title */
    char *query;    /* what to search for: all of it */
    char *id;       /* of a title: the article; else NULL */
    uint32_t count; /* of a word: how often the index has it; of a value: its articles; else 1 */
} plx_suggestion;

/** Words and names first, by count; then outlets and authors, by count; then titles, the best
 * first. Zeroed: empty. */
typedef struct plx_suggestions {
    plx_suggestion *item;
    size_t count, cap;
} plx_suggestions;

/**
 * @param typed  as far as it is there; what stands before its last word is kept in the queries
 * @param most   suggestions of one kind; 0: PLX_SUGGEST_DEFAULT
 * @param out    zeroed; released with plx_suggestions_release(), also after an error
 * @return PLX_OK, also where there is nothing to suggest; PLX_ERR_LIMIT (most); as plx_search()
 */
plx_status plx_suggest(plx_searcher *s, const char *typed, uint32_t most, plx_suggestions *out,
                       plx_error *err);
void plx_suggestions_release(plx_suggestions *s);

/** {"schema","typed","suggestions":[{"kind","text","query","count","id"}]}, a new reference. */
json_t *plx_suggestions_json(const plx_suggestions *s, const char *typed);

#endif
