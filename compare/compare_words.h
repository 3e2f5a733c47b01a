/* compare/compare_words.h - words that a comparison leaves out
 *
 * The query's own words define the topic. Words of the trade tell that something is news, or that
 * it stood on a web page, and nothing about a side: said, reporter, photo, subscribe, Tuesday; and
 * the commonest adverbs, auxiliaries and numbers, which are no stop words for a search. */
#ifndef PLX_COMPARE_WORDS_H
#define PLX_COMPARE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/map.h"
#include "text/analyser.h"

/** Is a folded word one of the trade? English; O(log n). */
bool plx_is_trade_word(const char *word, size_t len);

/** The words of a query that articles are looked for by. */
typedef struct plx_topic_words {
    plx_map *stems;    /* of words and phrases; not of what is refused, nor of fields but title */
    plx_map *prefixes; /* folded, without the star */
    plx_map *typed;    /* the words as typed, folded, for showing */
} plx_topic_words;

/**
 * @param query  NULL or one that cannot be read: no words
 * @param lang   the query's words are stemmed in; NULL: English
 * @return PLX_OK; PLX_ERR_NOMEM. Released with plx_topic_words_release(), also after an error
 */
plx_status plx_topic_words_make(plx_analyser *an, const char *lang, const char *query,
                                plx_topic_words *out, plx_error *err);
/** Add the words of a text: another name of something in the query. */
plx_status plx_topic_words_add(plx_analyser *an, const char *lang, const char *text,
                               plx_topic_words *out, plx_error *err);
void plx_topic_words_release(plx_topic_words *w);
/** Is a word, by its stem, one of them? */
bool plx_topic_words_has(const plx_topic_words *w, const char *stem, size_t len);

#endif
