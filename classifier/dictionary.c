#include <stdlib.h>
#include <string.h>

#include "classifier/model_file.h"

/* Most lookups fail: the tag (upper half of the hash) turns them away without reading hash[]. */
struct plx_dictionary_slot {
    uint32_t tag;
    uint32_t feature; /* UINT32_MAX: free */
};

plx_status plx_dictionary_alloc(plx_dictionary *d, uint32_t count, size_t labels, plx_error *err)
{
    size_t n = (size_t)count + 1; /* never malloc(0) */

    d->hash = calloc(n, sizeof *d->hash);
    d->idf = calloc(n, sizeof *d->idf);
    d->weight = calloc(n * labels, sizeof *d->weight);
    d->name_at = calloc(n, sizeof *d->name_at);
    d->count = count;
    if (!d->hash || !d->idf || !d->weight || !d->name_at)
        return plx_fail(err, PLX_ERR_NOMEM, "model: out of memory");
    return PLX_OK;
}

void plx_dictionary_release(plx_dictionary *d)
{
    free(d->hash);
    free(d->idf);
    free(d->weight);
    free(d->name_at);
    free(d->names);
    free(d->table);
    memset(d, 0, sizeof *d);
}

plx_status plx_dictionary_index(plx_dictionary *d, plx_error *err)
{
    uint32_t size = 16;

    while (size < 2 * d->count)
        size *= 2;
    d->table = malloc(size * sizeof *d->table);
    if (!d->table)
        return plx_fail(err, PLX_ERR_NOMEM, "model: out of memory");
    memset(d->table, 0xff, size * sizeof *d->table);
    d->table_mask = size - 1;
    for (uint32_t i = 0; i < d->count; i++) {
        uint32_t at = (uint32_t)d->hash[i] & d->table_mask;
        while (d->table[at].feature != UINT32_MAX)
            at = (at + 1) & d->table_mask;
        d->table[at].tag = (uint32_t)(d->hash[i] >> 32);
        d->table[at].feature = i;
    }
    return PLX_OK;
}

uint32_t plx_dictionary_find(const plx_dictionary *d, uint64_t hash)
{
    uint32_t tag = (uint32_t)(hash >> 32);

    for (uint32_t at = (uint32_t)hash & d->table_mask;; at = (at + 1) & d->table_mask) {
        uint32_t feature = d->table[at].feature;
        if (feature == UINT32_MAX)
            return UINT32_MAX;
        if (d->table[at].tag == tag && d->hash[feature] == hash)
            return feature;
    }
}
