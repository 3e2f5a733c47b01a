/* search/query.h - from what a person typed to a tree
 *
 *   green zone attack      side by side: all are preferred, none is required
 *   "green zone"           words in this order, stop words too
 *   sanction*              surface words that begin so (3 letters at least)
 *   =sanctions             this surface form, not what shares its stem; also ="green zones"
 *   a NEAR/5 b             in any order, at most 4 other words between them; NEAR: NEAR/10; of
 *                          a NEAR/5 b NEAR/3 c the greatest number holds for all
 *   word^3                 weighs so many times as much; also "a phrase"^2, (a b)^0.5, title:x^2
 *   +word  -word           must be there, must not be there
 *   AND  OR  NOT  ( )      operators are upper case; NEAR binds tightest, then NOT, AND, words
 *                          side by side, and OR: a b AND c OR d = (a (b AND c)) OR d
 *   source:jpost           fields: title source original_source author stance date lang since until
 *   title:"green zone"     dup tag and the user's own facets; a bracket distributes:
 *                          source:(jpost OR presstv)
 *   date:2019-10           a year, month, day, or a range: 2019-10-01..2020-01, 2019.., ..2020
 *
 * Fields are required, whatever stands beside them. "http://x", "12:30" and "word: " are words.
 * Words are analysed by text/analyser exactly like documents, but not here: the tree holds them as
 * typed. A query that is not well-formed is read literally, with a notice saying so (strict:
 * refused with the column). */
#ifndef PLX_SEARCH_QUERY_H
#define PLX_SEARCH_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

/** Limits of one query. */
#define PLX_QUERY_BYTES_MAX   (16u << 10)
#define PLX_QUERY_WORDS_MAX   512
#define PLX_QUERY_NESTING_MAX 32
/** Letters before a trailing `*`, at least; surface words it stands for, at most. */
#define PLX_PREFIX_LETTERS_MIN 3
#define PLX_PREFIX_WORDS_MAX   200
/** All prefixes of a query together stand for at most so many, and all words of fields' values. */
#define PLX_PREFIXES_WORDS_MAX 2000
/** Values of fields that are looked up by their words or their beginning. */
#define PLX_VALUE_SCANS_MAX 64
/** Words between those of a NEAR, and one: without a number, at most. */
#define PLX_NEAR_DEFAULT 10
#define PLX_NEAR_MAX     1000
/** Operands of one NEAR chain. */
#define PLX_NEAR_OPERANDS_MAX 16
/** Factors behind '^'. */
#define PLX_BOOST_MIN 0.01f
#define PLX_BOOST_MAX 100.0f

typedef enum plx_node_kind {
    PLX_NODE_WORD = 0, /* text, as typed */
    PLX_NODE_PHRASE,   /* text: what stood between the quotes */
    PLX_NODE_PREFIX,   /* text without the star */
    PLX_NODE_FIELD,    /* field, text (or a range for date) */
    PLX_NODE_AND,      /* all children */
    PLX_NODE_OR,
    PLX_NODE_NOT,    /* one child: what must not be there */
    PLX_NODE_WORDS,  /* children side by side without operator: all preferred */
    PLX_NODE_ANY_OF, /* never typed: a word, or WORDS, and its other names (alias_query.h) */
    PLX_NODE_NEAR,   /* children within `distance`: words, phrases, prefixes, titles, OR of these */
    PLX_NODE_KINDS
} plx_node_kind;

typedef struct plx_node {
    plx_node_kind kind;
    bool required;     /* '+' */
    bool quoted;       /* a field's value stood in quotes */
    bool exact;        /* '=': surface form, for WORD and PHRASE */
    bool is_stem;      /* WORD, not typed: text is a term of the index as it stands */
    float boost;       /* '^': multiplies the score; 0 where none was given */
    uint32_t distance; /* NEAR: words between the first and the last at most, and one */
    char *text;
    char *field; /* lower case, for FIELD: "title", "source", "author", "stance", "date", "lang",
                    ... */
    uint32_t column; /* 1-based, in characters of the query, for messages */
    struct plx_node **child;
    size_t children;
} plx_node;

/** Given as the names of further fields: every name is one. For what needs no index. */
extern const char *const plx_query_any_field[];

/**
 * Parse a query. Cost O(len).
 *
 * @param s        UTF-8; other bytes are taken along as they are
 * @param fields   names of further fields (user facets), NULL-ended; may be NULL
 * @param strict   refuse instead of reading literally
 * @param out      free: plx_node_free()
 * @param notice   appended to, what was read in another way than typed, joined by "; "; may be NULL
 * @return PLX_OK (*out NULL for a query without words: everything); PLX_ERR_INVALID with the column
 *         and a hint (unknown field: always, naming those that exist); PLX_ERR_LIMIT; PLX_ERR_NOMEM
 */
plx_status plx_query_parse(const char *s, size_t len, const char *const *fields, bool strict,
                           plx_node **out, plx_strbuf *notice, plx_error *err);

/** Is it a field's value that ends with a star outside of quotes? */
bool plx_node_has_star(const plx_node *n);

/** Free a tree; NULL allowed. */
void plx_node_free(plx_node *n);

/**
 * Append the tree as text: (words "green zone" (field source "jpost")). For tests and --explain.
 */
void plx_node_describe(const plx_node *n, plx_strbuf *out);

#endif
