#include "search/collapse.h"

#include <stdlib.h>
#include <string.h>

static plx_status reserve(plx_collapse *c, size_t groups, plx_error *err)
{
    plx_collapsed_group *group;
    uint32_t *used;

    if (groups <= c->cap)
        return PLX_OK;
    group = calloc(groups, sizeof *group);
    used = malloc(groups * sizeof *used);
    if (!group || !used) {
        free(group);
        free(used);
        return plx_fail(err, PLX_ERR_NOMEM, "collapsing near-copies: out of memory");
    }
    plx_collapse_release(c);
    c->group = group;
    c->used = used;
    c->cap = groups;
    return PLX_OK;
}

plx_status plx_collapse_begin(plx_collapse *c, plx_tables *t, plx_error *err)
{
    const plx_column *names;
    const plx_bits *members;
    plx_status rc = plx_tables_groups(t, &names, &members, err);

    if (!rc)
        rc = reserve(c, names->values, err);
    if (rc)
        return rc;
    while (c->uses)
        c->group[c->used[--c->uses]] = (plx_collapsed_group){ 0 };
    c->names = names;
    c->members = members;
    c->spared = 0;
    return PLX_OK;
}

void plx_collapse_release(plx_collapse *c)
{
    free(c->group);
    free(c->used);
    memset(c, 0, sizeof *c);
}

static uint32_t ordinal_of(const plx_collapse *c, uint32_t docid)
{
    return c->names->ordinal[c->names->first[docid]];
}

/* An article of the list that has a group. */
static void note(plx_collapse *c, uint32_t docid, bool is_counted, plx_comes_before comes_before,
                 const void *ctx)
{
    uint32_t ordinal = ordinal_of(c, docid);
    plx_collapsed_group *g = &c->group[ordinal];

    if (!g->listed++) {
        c->used[c->uses++] = ordinal;
        g->best = docid;
    } else if (comes_before(ctx, docid, g->best)) {
        g->best = docid;
    }
    c->spared += is_counted && g->is_counted;
    g->is_counted = g->is_counted || is_counted;
}

uint32_t plx_collapse_run(plx_collapse *c, const plx_collapse_list *list,
                          plx_comes_before comes_before, const void *ctx)
{
    uint32_t listed = 0;
    size_t i;

    for (i = 0; i < c->members->words; i++) {
        uint64_t left = c->members->word[i] & list->any->word[i];

        if (list->is_base_only)
            left &= list->base->word[i];
        for (; left; left &= left - 1, listed++) {
            unsigned bit = (unsigned)__builtin_ctzll(left);

            note(c, (uint32_t)i * 64 + bit, list->base->word[i] >> bit & 1, comes_before, ctx);
        }
    }
    return listed - (uint32_t)c->uses;
}

bool plx_collapse_shows(const plx_collapse *c, uint32_t docid)
{
    return !plx_bits_has(c->members, docid) || c->group[ordinal_of(c, docid)].best == docid;
}

uint32_t plx_collapse_copies(const plx_collapse *c, uint32_t docid)
{
    return plx_bits_has(c->members, docid) ? c->group[ordinal_of(c, docid)].listed - 1 : 0;
}

const char *plx_collapse_name(const plx_collapse *c, uint32_t docid)
{
    return plx_bits_has(c->members, docid) ? c->names->value[ordinal_of(c, docid)] : NULL;
}
