/* search/compile_near.c - NEAR as one leaf, whose children are the places that are to be near */
#include <stdlib.h>

#include "search/compile_internal.h"

/* A place is one way to meet an operand. */
static plx_status add_place(plx_compiling *k, const plx_node *n, size_t operand, plx_unit *near)
{
    plx_unit *u = NULL;
    plx_status rc = plx_compile_node(k, n, &u);

    if (!u)
        return rc;
    u->operand = operand;
    near->child[near->children++] = u;
    return rc;
}

/* Several ways to meet one operand. */
static plx_status add_group(plx_compiling *k, const plx_node *n, size_t operand, plx_unit *near)
{
    float outer = k->boost;
    plx_status rc = PLX_OK;
    size_t i;

    k->boost *= n->boost > 0 ? n->boost : 1;
    for (i = 0; !rc && i < n->children; i++)
        rc = add_place(k, n->child[i], operand, near);
    k->boost = outer;
    return rc;
}

static size_t count_places(const plx_node *n)
{
    size_t count = 0, i;

    for (i = 0; i < n->children; i++)
        count += n->child[i]->kind == PLX_NODE_OR ? n->child[i]->children : 1;
    return count;
}

/* Can each operand be met? */
static bool can_be_met(const plx_unit *near, size_t operands)
{
    size_t met = 0, i;
    bool is_met = false;

    for (i = 0; i < near->children; i++) {
        is_met = is_met || near->child[i]->count;
        if (i + 1 == near->children || near->child[i + 1]->operand != near->child[i]->operand) {
            met += is_met;
            is_met = false;
        }
    }
    return met == operands;
}

plx_status plx_compile_near(plx_compiling *k, const plx_node *n, plx_unit **out)
{
    plx_status rc = plx_compiling_unit(k, PLX_UNIT_NEAR, n, out);
    plx_unit *u = *out;
    size_t i;

    if (rc)
        return rc;
    u->weighs = true;
    u->distance = n->distance;
    u->child = calloc(count_places(n), sizeof(plx_unit *));
    if (!u->child)
        return plx_compiling_no_memory(k);
    for (i = 0; !rc && i < n->children; i++) {
        const plx_node *operand = n->child[i];

        rc = operand->kind == PLX_NODE_OR ? add_group(k, operand, i, u)
                                          : add_place(k, operand, i, u);
    }
    u->is_title = u->children && u->child[0]->is_title;
    u->count = can_be_met(u, n->children) ? k->plan->alternatives - u->first : 0;
    return rc;
}
