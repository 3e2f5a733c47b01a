#include "classifier/near_copies.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

/* Bytes of a sketch that make a band. */
#define BAND_BYTES 4

/* The first article of a band. */
typedef struct holder {
    uint32_t number;
    const plx_sketch *sketch;
} holder;

struct plx_near_copies {
    plx_map *bands;
    holder *first; /* by ordinal of the band */
    size_t cap;
};

plx_near_copies *plx_near_copies_new(void)
{
    plx_near_copies *f = calloc(1, sizeof *f);

    if (!f)
        return NULL;
    f->bands = plx_map_new();
    if (!f->bands) {
        free(f);
        return NULL;
    }
    return f;
}

void plx_near_copies_free(plx_near_copies *f)
{
    if (!f)
        return;
    plx_map_free(f->bands);
    free(f->first);
    free(f);
}

/* The first article with this band; it is this one if there was none. NULL without memory. */
static const holder *first_of(plx_near_copies *f, uint8_t band, holder self)
{
    unsigned char key[1 + BAND_BYTES] = { band };
    bool is_new;
    uint32_t at;

    if (plx_map_count(f->bands) == f->cap) {
        size_t cap = f->cap ? 2 * f->cap : 1024;
        holder *first = realloc(f->first, cap * sizeof *first);

        if (!first)
            return NULL;
        f->first = first;
        f->cap = cap;
    }
    memcpy(key + 1, self.sketch->entry + band * BAND_BYTES, BAND_BYTES);
    at = plx_map_add(f->bands, key, sizeof key, &is_new);
    if (at == PLX_MAP_NONE)
        return NULL;
    if (is_new)
        f->first[at] = self;
    return &f->first[at];
}

bool plx_near_copies_add(plx_near_copies *f, uint32_t number, const plx_sketch *sketch,
                         void (*found)(void *ctx, uint32_t number, uint32_t earlier), void *ctx)
{
    for (uint8_t b = 0; sketch->exists && b < PLX_SKETCH_SIZE / BAND_BYTES; b++) {
        const holder *h = first_of(f, b, (holder){ number, sketch });

        if (!h)
            return false;
        if (h->number != number && plx_sketch_similarity(sketch, h->sketch) >= PLX_NEAR_COPY)
            found(ctx, number, h->number);
    }
    return true;
}
