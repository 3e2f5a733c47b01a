/* classifier/echo.h - does a model look at a word itself?
 *
 * Articles that a model has put on sides differ, above all, in the words that it looks at: to find
 * these over-used is to find the model's own echo. This is the set of words behind its strongest
 * features: of every label, for it and against it, in whatever group they stand ("near: threat"),
 * and of all cues. */
#ifndef PLX_CLASSIFIER_ECHO_H
#define PLX_CLASSIFIER_ECHO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "classifier/model.h"

/** Features of each label and direction that count as its strongest. */
#define PLX_ECHO_STRONGEST 500

typedef struct plx_echo plx_echo;

/**
 * @param m  borrowed for as long as the echo lives
 * @return PLX_OK; PLX_ERR_NOMEM. Reads the whole dictionary, twice for each label.
 */
plx_status plx_echo_new(const plx_model *m, plx_echo **out, plx_error *err);
/** NULL allowed. */
void plx_echo_free(plx_echo *e);

/** A stem, with plx_hash64() of it. */
typedef struct plx_echo_word {
    const char *stem;
    size_t len;
    uint64_t hash;
} plx_echo_word;

/**
 * Is one of these consecutive words, or a pair of them, behind a strong feature, or a part of them
 * a cue? Thread-safe.
 */
bool plx_echo_has(const plx_echo *e, const plx_echo_word *word, size_t n);

#endif
