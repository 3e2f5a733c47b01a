#include "indexer/layers.h"

plx_status plx_layers_enter(plx_layers *l, bool is_archive, unsigned *layer, plx_error *err)
{
    if (is_archive && l->archives >= l->limits->nesting)
        return plx_fail(err, PLX_ERR_LIMIT, "archives are nested deeper than %u",
                        l->limits->nesting);
    if (l->open >= PLX_LAYERS_MAX)
        return plx_fail(err, PLX_ERR_LIMIT,
                        "compressions and archives are nested deeper than %d together",
                        PLX_LAYERS_MAX);
    *layer = l->open++;
    l->archives += is_archive;
    return PLX_OK;
}

void plx_layers_leave(plx_layers *l, bool is_archive)
{
    l->open--;
    l->archives -= is_archive;
}

plx_status plx_layers_count_member(plx_layers *l, plx_error *err)
{
    if (l->members >= l->limits->members)
        return plx_fail(err, PLX_ERR_LIMIT, "the file has over %llu members",
                        (unsigned long long)l->limits->members);
    l->members++;
    return PLX_OK;
}

plx_status plx_layers_spend(plx_layers *l, unsigned layer, size_t n, plx_error *err)
{
    const plx_read_limits *max = l->limits;

    l->out[layer] += n;
    if (l->out[layer] <= max->ratio_free_bytes || l->out[layer] / max->ratio <= l->in)
        return PLX_OK;
    return plx_fail(err, PLX_ERR_LIMIT,
                    "unpacks to over %llu times its size (a compression bomb, or unpack it first)",
                    (unsigned long long)max->ratio);
}

size_t plx_layers_window_max(unsigned layer)
{
    return layer < 2 ? PLX_WINDOW_MAX : PLX_WINDOW_INNER_MAX;
}
