/* search/lexer.h - a query as a flat list of words, phrases, fields and operators
 *
 * Whatever is malformed is repaired (unclosed quotes here, brackets and operators in repair.h), so
 * that the parser behind it cannot fail on syntax. A further field is a row of the table of names
 * in lexer.c and one in compile_fields.c. */
#ifndef PLX_SEARCH_LEXER_H
#define PLX_SEARCH_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

typedef enum plx_lexeme_kind {
    PLX_LEX_NONE = 0, /* dropped */
    PLX_LEX_WORD,
    PLX_LEX_PHRASE,
    PLX_LEX_PREFIX,
    PLX_LEX_FIELD, /* name only: the value is the lexeme behind it, or a bracket */
    PLX_LEX_OPEN,
    PLX_LEX_CLOSE,
    PLX_LEX_AND,
    PLX_LEX_OR,
    PLX_LEX_NEAR,
    PLX_LEX_NOT, /* NOT or '-' */
    PLX_LEX_PLUS,
    PLX_LEX_EXACT, /* '=' right before a word or phrase */
    PLX_LEX_KINDS
} plx_lexeme_kind;

typedef struct plx_lexeme {
    plx_lexeme_kind kind;
    const char *text; /* into the query, not NUL-ended; without quotes and star */
    size_t len;
    uint32_t column;   /* 1-based, in characters */
    float boost;       /* behind a word, a phrase or a closing bracket; 0: none */
    uint32_t distance; /* of NEAR */
} plx_lexeme;

typedef struct plx_lexemes {
    plx_lexeme *items;
    size_t count, cap;
} plx_lexemes;

/** What reading a query needs; the fields are as in plx_query_parse(). */
typedef struct plx_lexer_options {
    const char *const *fields;
    bool strict;
    plx_strbuf *notice;
} plx_lexer_options;

/**
 * Split a query and repair it.
 *
 * @param out  zeroed; free(out->items)
 * @return as plx_query_parse()
 */
plx_status plx_lexer_run(const char *s, size_t len, const plx_lexer_options *opt, plx_lexemes *out,
                         plx_error *err);

#endif
