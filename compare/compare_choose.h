/* compare/compare_choose.h - from counts to the terms that a side over-uses
 *
 * compare.h says by which rules. */
#ifndef PLX_COMPARE_CHOOSE_H
#define PLX_COMPARE_CHOOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "compare/compare_terms.h"

/** Terms under this z are not over-used. */
#define PLX_COMPARE_Z_MIN 1.96
/** A longer term that covers so much of a shorter one stands for it. */
#define PLX_COMPARE_COVER 0.7

typedef struct plx_choosing_options {
    uint32_t terms;        /* of each side */
    uint32_t min_articles; /* stories of the side */
    uint32_t min_sources;  /* 0: a tenth of those of the side, at least 2 */
    const bool *silent;    /* [word] of the query: not listed alone; NULL: none */
} plx_choosing_options;

/** A term of a side. */
typedef struct plx_chosen_term {
    plx_vocabulary_kind kind;
    uint32_t term;
    double z, z_sources, log_odds;
    uint32_t articles, articles_others, uses, uses_others, sources;
    bool one_source;
} plx_chosen_term;

/** Terms of one side by falling z_sources; malloc'd. */
typedef struct plx_chosen {
    plx_chosen_term *items;
    size_t count;
    uint32_t stories, sources;               /* of the side */
    uint32_t top_source, top_source_stories; /* its most frequent source; PLX_MAP_NONE: none */
    uint32_t left_out;                       /* of too few sources, or of one */
} plx_chosen;

typedef struct plx_chooser plx_chooser;

/** The counter is borrowed, and complete. PLX_ERR_NOMEM. */
plx_status plx_chooser_new(const plx_term_counter *c, const plx_choosing_options *opt,
                           plx_chooser **out, plx_error *err);
void plx_chooser_free(plx_chooser *ch);

/** Comparisons of a term with the others of its side that are made in all. */
uint32_t plx_chooser_compared(const plx_chooser *ch);

/** @param out  released with free(out->items); PLX_ERR_NOMEM */
plx_status plx_choose_terms(plx_chooser *ch, size_t side, plx_chosen *out, plx_error *err);

/** Stories that use a term, rising; borrowed. */
const uint32_t *plx_chooser_stories(const plx_chooser *ch, plx_vocabulary_kind kind, uint32_t term,
                                    size_t *n);

#endif
