/* classifier/spelling.h - one spelling for words that houses spell in several ways
 *
 * "honour" and "honor", "programme" and "program" tell the outlet, not the framing: features see
 * them as one word. Names of people and places are left as they are. */
#ifndef PLX_CLASSIFIER_SPELLING_H
#define PLX_CLASSIFIER_SPELLING_H

#include <stdint.h>

#include "base/error.h"
#include "text/analyser.h"

#define PLX_SPELLINGS_SIZE 512u

/** Stem hashes and what stands for them, by open addressing; a zeroed one changes nothing. */
typedef struct plx_spellings {
    uint64_t from[PLX_SPELLINGS_SIZE];
    uint64_t to[PLX_SPELLINGS_SIZE];
} plx_spellings;

/** Fill a zeroed set for a language; only English has one. What plx_analyser_run() returns. */
plx_status plx_spellings_make(plx_spellings *s, plx_analyser *an, const char *lang, plx_error *err);

/** The stem hash that stands for a stem hash. */
static inline uint64_t plx_spellings_find(const plx_spellings *s, uint64_t hash)
{
    for (uint64_t at = hash % PLX_SPELLINGS_SIZE; s->from[at]; at = (at + 1) % PLX_SPELLINGS_SIZE)
        if (s->from[at] == hash)
            return s->to[at];
    return hash;
}

#endif
