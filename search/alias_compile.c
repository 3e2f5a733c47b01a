/* search/alias_compile.c - what was typed and its other names as units of a plan */
#include <stdlib.h>

#include "search/compile_internal.h"

/* What is called otherwise weighs a little less than what was typed. */
#define ALIAS_WEIGHT 0.9f

static void set_name(const plx_plan *plan, plx_alternative *a, const plx_node *name, float weight)
{
    a->weight = weight;
    a->alias = name;
    if (a->count == 1) /* of phrases it is known later */
        a->found = plan->term[a->first].freq;
}

/* The other names as further alternatives of a unit. */
static plx_status add_names(plx_compiling *k, const plx_node *n, plx_unit *u, float weight)
{
    bool is_stop = u->is_stop;
    size_t tokens = k->tokens;
    plx_status rc = PLX_OK;
    size_t words, i, a;

    for (i = 1; !rc && i < n->children; i++) {
        const plx_node *name = n->child[i];

        k->tokens = 0;
        a = u->first + u->count;
        rc = plx_compiling_words(k, u, name->text, u->is_title ? PLX_PREFIX_TITLE : "", &words);
        for (; a < u->first + u->count; a++)
            set_name(k->plan, &k->plan->alternative[a], name, weight);
    }
    u->is_stop = is_stop;
    k->tokens = tokens; /* their number is bounded already: no query is refused for them */
    return rc;
}

/* A leaf of nothing but other names; *out NULL if the index holds none of them. */
static plx_status compile_names(plx_compiling *k, const plx_node *n, plx_unit **out)
{
    plx_status rc = plx_compiling_unit(k, PLX_UNIT_TERMS, n, out);

    if (rc)
        return rc;
    (*out)->weighs = true;
    (*out)->is_alias = true;
    (*out)->is_title = n->child[1]->kind == PLX_NODE_FIELD;
    (*out)->boost *= ALIAS_WEIGHT;
    rc = add_names(k, n, *out, 1);
    if (!rc && !(*out)->count) {
        plx_unit_free(*out);
        *out = NULL;
    }
    return rc;
}

/* Several words, or one of their other names. */
static plx_status compile_words(plx_compiling *k, const plx_node *n, plx_unit **out)
{
    plx_unit *u, *part = NULL;
    plx_status rc = plx_compiling_unit(k, PLX_UNIT_OR, n, out);

    if (rc)
        return rc;
    u = *out;
    u->child = calloc(2, sizeof(plx_unit *));
    if (!u->child)
        return plx_compiling_no_memory(k);
    rc = plx_compile_node(k, n->child[0], &part);
    if (part)
        u->child[u->children++] = part;
    part = NULL;
    if (!rc)
        rc = compile_names(k, n, &part);
    if (part)
        u->child[u->children++] = part;
    if (!rc && !u->children) {
        plx_unit_free(u);
        *out = NULL;
    }
    return rc;
}

plx_status plx_compile_any_of(plx_compiling *k, const plx_node *n, plx_unit **out)
{
    plx_status rc;

    if (n->child[0]->kind == PLX_NODE_WORDS)
        return compile_words(k, n, out);
    rc = plx_compile_node(k, n->child[0], out);
    if (!rc && *out)
        rc = add_names(k, n, *out, ALIAS_WEIGHT);
    return rc;
}
