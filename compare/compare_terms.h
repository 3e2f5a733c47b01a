/* compare/compare_terms.h - how many stories of each side use each term
 *
 * A word is a stem. Stop words, words of the trade (compare_words.h), words with digits and single
 * letters are none. A phrase is two words side by side in one sentence, nothing but a blank or a
 * hyphen between them; neither end can be what is no word. A name is a word or a phrase that stands
 * with capitals wherever a sentence does not begin with it, most of the time; only names are
 * longer: runs of three and four capitals. A sentence that is all capitals (a headline) tells
 * nothing about capitals; neither does the title. What leads up to the dash of a dateline ("TEHRAN
 * (Reuters) -") is no part of the text.
 *
 * Words and phrases have ordinals of their own, in the order in which they are met. */
#ifndef PLX_COMPARE_TERMS_H
#define PLX_COMPARE_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "compare/compare.h"
#include "text/analyser.h"

/** Words of a term, at most. */
#define PLX_COMPARE_GRAM 4
/** Terms of a vocabulary, at most; what is first met later is left out. */
#define PLX_COMPARE_VOCABULARY_MAX 2000000u
/** Uses of terms by stories kept of each vocabulary, at most: 4 bytes each. */
#define PLX_COMPARE_USES_MAX 40000000u

typedef enum plx_vocabulary_kind {
    PLX_VOCABULARY_WORDS = 0,
    PLX_VOCABULARY_PHRASES,
    PLX_VOCABULARIES
} plx_vocabulary_kind;

/** What is known of a term. */
typedef struct plx_term_facts {
    uint32_t last_story;      /* that used it, 1 + index */
    uint32_t inside, capital; /* met inside of sentences; of these with capitals */
} plx_term_facts;

/** Terms, their counts on each side, and the stories that use them. */
typedef struct plx_term_table {
    plx_map *map; /* of words: stem; of phrases: ordinals of the words (uint32_t each) */
    plx_term_facts *facts;
    uint32_t *stories; /* [term * sides + side] */
    uint32_t *uses;    /* [term * sides + side] times */
    size_t cap;        /* terms there is room for */
    uint64_t *all;     /* [side] sum of stories over all terms */
    uint32_t *list;    /* terms of the stories, one story after the other */
    size_t listed, list_cap;
    size_t *end; /* [story] behind its last in list */
    bool is_full;
} plx_term_table;

/** A story that was read. */
typedef struct plx_story {
    uint32_t docid;
    uint32_t source; /* ordinal; PLX_MAP_NONE: without */
    uint8_t side;
} plx_story;

typedef struct plx_term_counter {
    size_t sides;
    plx_term_table table[PLX_VOCABULARIES];
    plx_story *story;
    size_t stories, story_cap;
    bool failed; /* there was no memory */
} plx_term_counter;

/** @param most  stories, at most */
plx_status plx_term_counter_init(plx_term_counter *c, size_t sides, size_t most, plx_error *err);
void plx_term_counter_release(plx_term_counter *c);

/**
 * Count the terms of a story.
 *
 * @param story  its side is below sides
 * @param title, text  token streams of one analyser; either may be empty
 * @param text_bytes   what the tokens of the text point into
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_term_counter_add(plx_term_counter *c, const plx_story *story,
                                const plx_tokens *title, const char *title_bytes,
                                const plx_tokens *text, const char *text_bytes, plx_error *err);

/** Words of a phrase as ordinals of the words, or the word itself; returns how many, at most
 * PLX_COMPARE_GRAM. */
size_t plx_term_words(const plx_term_counter *c, plx_vocabulary_kind kind, uint32_t term,
                      uint32_t out[PLX_COMPARE_GRAM]);
bool plx_term_is_name(const plx_term_counter *c, plx_vocabulary_kind kind, uint32_t term);

/** May the token be (part of) a term? */
bool plx_term_counts(const plx_token *t);
/** Do two neighbouring tokens make one phrase, by what stands between them? */
bool plx_term_joins(const char *bytes, const plx_token *a, const plx_token *b);

#endif
