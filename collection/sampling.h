/* collection/sampling.h - which of many articles a person is to read: the most telling, or any
 *
 * Two ways that must never be mixed. plx_sample_telling() takes the articles whose label would
 * teach most and so takes hard ones: good to learn from, useless to measure with.
 * plx_sample_shuffle() gives each article the same chance: what is measured on the first n holds
 * for all.
 *
 * Uncertainty sampling: Lewis, Gale, "A sequential algorithm for training text classifiers",
 * SIGIR 1994. Diversity beside it, greedily: Brinker, "Incorporating diversity in active learning
 * with support vector machines", ICML 2003. Pure functions: no index, no files, no threads. */
#ifndef PLX_COLLECTION_SAMPLING_H
#define PLX_COLLECTION_SAMPLING_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "classifier/stance.h"

/** A candidate without source, without date, without near-copies. */
#define PLX_SAMPLE_NONE UINT32_MAX

/** An article that may be picked. */
typedef struct plx_candidate {
    uint32_t docid;
    float worth;                   /* of plx_sample_worth() */
    uint32_t source, month, group; /* ordinals below those of the shape; PLX_SAMPLE_NONE: none */
} plx_candidate;

/** How many articles of each source, month and group were labelled or picked already; by ordinal.
 */
typedef struct plx_sample_spread {
    uint32_t *sources, *months, *groups;
} plx_sample_spread;

/** What the model's judgement of an article leaves open: the entropy of its probabilities, 0 (sure)
 * to 1 (any label as likely as the others). 0 without scores. */
double plx_sample_uncertainty(const plx_verdict *v, size_t labels);

/**
 * What a label of the article would teach, 0 to 1, 0: nothing, not to be asked. Unclear articles
 * come before all others; behind them the labelled ones by their uncertainty; behind these the
 * off-topic ones that name the target all the same, and those that somebody else has labelled.
 */
double plx_sample_worth(const plx_verdict *v, size_t labels);

/** One more of the candidate's source, month and group was labelled or picked. */
void plx_sample_count(plx_sample_spread *s, const plx_candidate *c);

/** What to pick of. */
typedef struct plx_sample_request {
    const plx_candidate *items;
    size_t count;
    uint64_t seed; /* of ties */
    size_t want;   /* most to be picked */
} plx_sample_request;

/**
 * Pick articles, the most telling first: at each step that with the highest worth / ((1 + s)
 * (1 + m/4)), where s of its source and m of its month were counted before it, and none of whose
 * near-copies was. Cost: O(n), and O(log n) for each look.
 *
 * @param spread  counted on
 * @param out     receives their docids, room for r->want
 * @param got     receives how many
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_sample_telling(const plx_sample_request *r, plx_sample_spread *spread, uint32_t *out,
                              size_t *got, plx_error *err);

/**
 * Put docids in the order in which they are drawn without replacement: the first n are a simple
 * random sample of n. The order of two docids depends on them and on the seed alone, so that a
 * larger sample holds the smaller one. PLX_ERR_NOMEM.
 */
plx_status plx_sample_shuffle(uint32_t *docids, size_t n, uint64_t seed, plx_error *err);

#endif
