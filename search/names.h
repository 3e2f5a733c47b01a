/* search/names.h - the spellings in an index of a name that was typed
 *
 * A word of a query is taken for a name if it looks like one of the region by its letters, or is
 * written in Arabic letters, and the index does not know it as another word. Its spellings are
 * words of the index that stand under one of its keys (collection/names.h), are names there, and
 * match it (text/name_match.h). One whose stem is mostly that of other words ("sayed", which an
 * English stemmer takes for "say") is passed over. They become further alternatives of the same
 * leaf, which weigh less than what was typed, so that an article with the very spelling comes
 * first. */
#ifndef PLX_SEARCH_NAMES_H
#define PLX_SEARCH_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "store/store.h"
#include "text/analyser.h"
#include "text/name_form.h"

/** Spellings of one name at most: the nearest and most frequent. */
#define PLX_SPELLINGS_MAX 12
/** Words looked at for one name, at most. */
#define PLX_SPELLINGS_LOOKED_AT_MAX 20000
/** Bytes of a word, as in collection/names.c. */
#define PLX_SPELLING_BYTES 40
/** What a spelling weighs against the one typed. */
#define PLX_SPELLING_WEIGHT 0.7f

typedef struct plx_name_spelling {
    char word[PLX_SPELLING_BYTES + 1];
    int nearness;   /* plx_name_nearness() to what was typed */
    uint32_t count; /* in the index */
} plx_name_spelling;

/** By falling nearness and frequency, then in byte order. */
typedef struct plx_name_spellings {
    plx_name_spelling items[PLX_SPELLINGS_MAX];
    size_t count;
} plx_name_spellings;

/** Where names are looked for: an index, and how its words are analysed. */
typedef struct plx_names_in {
    plx_store *st;
    plx_analyser *an;
    plx_tokens *tokens; /* to work with */
    const char *lang;   /* that most articles are in */
} plx_names_in;

/** Does a word, typed, look like a name with other spellings? */
bool plx_names_is_sought(const plx_name *n);

/**
 * Find the other spellings of a name.
 *
 * @param word  folded surface word
 * @return PLX_OK, also where it is no name (count 0); PLX_ERR_CORRUPT; the store's errors.
 *         Cost: reading up to PLX_NAME_KEYS_SOUGHT short lists, some 20 us
 */
plx_status plx_names_find(const plx_names_in *in, const char *word, size_t len,
                          plx_name_spellings *out, plx_error *err);

/** Names asked for lately, in one state of an index. Zeroed: empty. */
typedef struct plx_name_memo {
    plx_map *words;
    plx_name_spellings *found; /* [ordinal of the word] */
} plx_name_memo;

/** The same as plx_names_find(), remembered; *out is borrowed until the next call. */
plx_status plx_names_recall(plx_name_memo *m, const plx_names_in *in, const char *word, size_t len,
                            const plx_name_spellings **out, plx_error *err);
/** Forget all. */
void plx_name_memo_release(plx_name_memo *m);

/** A word of a query, and the spellings it was looked for by, too. */
typedef struct plx_spelling_use {
    char *word;
    char **used;
    size_t count;
} plx_spelling_use;

/** A list of uses; zeroed: empty. */
typedef struct plx_spelling_uses {
    plx_spelling_use *items;
    size_t count;
} plx_spelling_uses;

/** Note that `word` was looked for as `spelling`, too; PLX_ERR_NOMEM. */
plx_status plx_spelling_uses_add(plx_spelling_uses *u, const char *word, const char *spelling,
                                 plx_error *err);
void plx_spelling_uses_release(plx_spelling_uses *u);

#endif
