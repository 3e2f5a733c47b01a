/* compare/compare_sample.h - which articles of a side are read
 *
 * An article is drawn by a hash of the seed and of its digest (its id, its fields and its text; the
 * index keeps it): nothing that depends on the order of indexing or on the machine. */
#ifndef PLX_COMPARE_SAMPLE_H
#define PLX_COMPARE_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/store.h"

/** Draw keys by docid. */
typedef struct plx_draw {
    uint64_t *key; /* [docid] */
    uint32_t last_docid;
} plx_draw;

/** Read the digests of an index: about 150 ns an article. PLX_ERR_STALE; PLX_ERR_NOMEM. */
plx_status plx_draw_make(plx_store *st, uint32_t last_docid, uint32_t seed, plx_draw *out,
                         plx_error *err);
void plx_draw_release(plx_draw *d);

/**
 * Put docids in the order in which they are drawn, one of each group of near-copies (the one drawn
 * first) before all that is left out.
 *
 * @param groups   names of the groups by docid (at most one each); NULL: there are none
 * @param stories  receives how many docids stand for themselves or for their group
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_draw_order(const plx_draw *d, const plx_column *groups, uint32_t *docids, size_t n,
                          size_t *stories, plx_error *err);

#endif
