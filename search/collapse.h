/* search/collapse.h - near-copies shown once
 *
 * Articles of one group (collection/duplicates.h) are one hit: the one of them that ranks best.
 * What is listed is what would be listed anyway, without the later members of each group: hence no
 * group stands on two pages. */
#ifndef PLX_SEARCH_COLLAPSE_H
#define PLX_SEARCH_COLLAPSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "search/bits.h"
#include "search/tables.h"

/** A group while a list is collapsed. */
typedef struct plx_collapsed_group {
    uint32_t best;   /* docid */
    uint32_t listed; /* of it in the list */
    bool is_counted; /* one of it is among what the total counts */
} plx_collapsed_group;

/** Working memory, kept between searches. Zeroed at first. */
typedef struct plx_collapse {
    const plx_column *names;    /* group names; borrowed from the snapshot */
    const plx_bits *members;    /* articles with a group; of the tables */
    plx_collapsed_group *group; /* [ordinal of names] */
    uint32_t *used;             /* ordinals that have a group in the list */
    size_t uses, cap;
    uint32_t spared; /* of what the total counts: beyond the first of each group */
} plx_collapse;

/** Get ready for a search; @return PLX_OK; PLX_ERR_STALE; PLX_ERR_NOMEM */
plx_status plx_collapse_begin(plx_collapse *c, plx_tables *t, plx_error *err);
void plx_collapse_release(plx_collapse *c);

/** What is listed: the articles with any word that pass the filters, or those of them that the
 * total counts. */
typedef struct plx_collapse_list {
    const plx_bits *any;
    const plx_bits *base; /* what the total counts, before filters */
    bool is_base_only;
} plx_collapse_list;

/** Does article a come before b? A strict order of all. */
typedef bool (*plx_comes_before)(const void *ctx, uint32_t a, uint32_t b);

/**
 * Find the best of each group in a list. Costs in proportion to the articles with near-copies in
 * it.
 *
 * @return how many articles of the list are not shown
 */
uint32_t plx_collapse_run(plx_collapse *c, const plx_collapse_list *list,
                          plx_comes_before comes_before, const void *ctx);

/** Is an article of the list shown: alone, or the best of its group? */
bool plx_collapse_shows(const plx_collapse *c, uint32_t docid);
/** How many others of its group an article of the list stands for. */
uint32_t plx_collapse_copies(const plx_collapse *c, uint32_t docid);
/** Name of an article's group, NULL if it has none; borrowed from the snapshot. */
const char *plx_collapse_name(const plx_collapse *c, uint32_t docid);

#endif
