/* collection/vocabulary_count.h - how often each surface word was seen since the last commit
 *
 * Counted by the word ids of an analyser, written to the spelling table and that of names in one
 * go. */
#ifndef PLX_COLLECTION_VOCABULARY_COUNT_H
#define PLX_COLLECTION_VOCABULARY_COUNT_H

#include "base/error.h"
#include "collection/names.h"
#include "store/store.h"
#include "text/analyser.h"

typedef struct plx_vocabulary_count plx_vocabulary_count;

plx_status plx_vocabulary_count_new(plx_vocabulary_count **out, plx_error *err);
void plx_vocabulary_count_free(plx_vocabulary_count *v);

/** Count the words of a title or text of a language. The words must stay valid until they are
 * written. */
plx_status plx_vocabulary_count_add(plx_vocabulary_count *v, const char *lang, const plx_tokens *t,
                                    bool is_title, plx_error *err);

/** Take back what was counted of the same tokens since the counts were last written. */
void plx_vocabulary_count_remove(plx_vocabulary_count *v, const char *lang, const plx_tokens *t,
                                 bool is_title);

/** Words seen since the counts were last written, and those the analyser knew before them; all
 * languages together. */
size_t plx_vocabulary_count_words(const plx_vocabulary_count *v);

/** Add all counts to the store's spelling table, and the words to `names`, and start again from
 * nothing. The words must stay valid until the names are written. */
plx_status plx_vocabulary_count_write(plx_vocabulary_count *v, plx_store *st, plx_names *names,
                                      plx_error *err);

#endif
