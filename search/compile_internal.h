/* search/compile_internal.h - what the sources behind compile.h (compile*.c) share */
#ifndef PLX_SEARCH_COMPILE_INTERNAL_H
#define PLX_SEARCH_COMPILE_INTERNAL_H

#include "search/compile.h"
#include "search/expand.h"

/* Bytes of a value shown in a message. */
#define PLX_SHOWN "%.60s"

/** One run of plx_plan_make(). */
typedef struct plx_compiling {
    const plx_compiler *c;
    plx_plan *plan;
    plx_store *st;
    size_t tokens;       /* analysed so far */
    float boost;         /* of the unit in hand */
    size_t prefix_words; /* a prefix stands for at most so many */
    size_t values_left;  /* that words of fields may still stand for */
    size_t scans;        /* tables of values looked through */
    plx_error *err;
} plx_compiling;

plx_status plx_compiling_no_memory(plx_compiling *k);

/** An empty unit of a kind, which the caller frees or puts into the tree. */
plx_status plx_compiling_unit(plx_compiling *k, plx_unit_kind kind, const plx_node *n,
                              plx_unit **out);
void plx_unit_free(plx_unit *u);

/* What follows adds to a unit of terms. A term that no document has is left out. */

/** One term as an alternative. */
plx_status plx_compiling_term(plx_compiling *k, plx_unit *u, const char *prefix, const char *text,
                              size_t len);
/** The words of a text as a phrase, in every language; *words receives their number. */
plx_status plx_compiling_words(plx_compiling *k, plx_unit *u, const char *text, const char *prefix,
                               size_t *words);
/** All words that begin so; a star at the end is passed over. */
plx_status plx_compiling_prefix(plx_compiling *k, plx_unit *u, const char *prefix,
                                const char *text);

/** A surface word of the index by its stem in every language. */
plx_status plx_compiling_surface(plx_compiling *k, plx_unit *u, const char *prefix,
                                 const char *word);
/** The other spellings of u's word, if that is a name and not to be taken as typed. */
plx_status plx_compiling_names(plx_compiling *k, plx_unit *u, const char *prefix);
/** Is all of the text one hyphenated word? */
bool plx_is_compound(const plx_tokens *t);

/** What the words behind a star are looked up by, malloc'd; NULL without memory. */
char *plx_compiling_fold_prefix(const char *text);
/** Say that an expansion was cut to its `most` most frequent, if it was. */
void plx_compiling_note_cut(plx_compiling *k, const plx_expansion *x, size_t most,
                            const char *text);

/* Units from nodes of the tree; *out is NULL where there is nothing to be found. */
plx_status plx_compile_text(plx_compiling *k, const plx_node *n, plx_unit **out);
plx_status plx_compile_prefix(plx_compiling *k, const plx_node *n, plx_unit **out);
plx_status plx_compile_field(plx_compiling *k, const plx_node *n, plx_unit **out);
plx_status plx_compile_near(plx_compiling *k, const plx_node *n, plx_unit **out);
plx_status plx_compile_any_of(plx_compiling *k, const plx_node *n, plx_unit **out);
/** Of whatever kind. */
plx_status plx_compile_node(plx_compiling *k, const plx_node *n, plx_unit **out);

#endif
