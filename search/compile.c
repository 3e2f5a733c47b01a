#include "search/compile.h"

#include <stdlib.h>
#include <string.h>

#include "search/compile_internal.h"

plx_status plx_compiling_no_memory(plx_compiling *k)
{
    return plx_fail(k->err, PLX_ERR_NOMEM, "query: out of memory");
}

/* ----------------------------------------------------------------- units */

void plx_unit_free(plx_unit *u)
{
    size_t i;

    if (!u)
        return;
    for (i = 0; i < u->children; i++)
        plx_unit_free(u->child[i]);
    free(u->child);
    free(u);
}

plx_status plx_compiling_unit(plx_compiling *k, plx_unit_kind kind, const plx_node *n,
                              plx_unit **out)
{
    plx_unit *u = calloc(1, sizeof *u);

    *out = u;
    if (!u)
        return plx_compiling_no_memory(k);
    u->kind = kind;
    u->node = n;
    u->required = n->required;
    u->boost = k->boost;
    u->first = k->plan->alternatives;
    return PLX_OK;
}

/* ---------------------------------------------------------------- groups */

static bool is_droppable(const plx_unit *u)
{
    return u->is_stop && !u->required;
}

/* Stop words go where something else is left to be found. */
static void drop_stop_words(plx_plan *p, plx_unit *u)
{
    size_t left = 0, n = 0, i;

    for (i = 0; i < u->children; i++)
        left += u->child[i]->kind != PLX_UNIT_NOT && !is_droppable(u->child[i]) &&
                (u->child[i]->weighs || u->child[i]->children);
    if (!left)
        return;
    for (i = 0; i < u->children; i++) {
        if (is_droppable(u->child[i])) {
            plx_strbuf_printf(&p->dropped, " %s", u->child[i]->node->text);
            plx_unit_free(u->child[i]);
        } else {
            u->child[n++] = u->child[i];
        }
    }
    u->children = n;
}

static plx_status compile_children(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    plx_status rc = PLX_OK;
    size_t i;

    u->child = calloc(n->children, sizeof(plx_unit *));
    if (!u->child)
        return plx_compiling_no_memory(k);
    for (i = 0; !rc && i < n->children; i++) {
        plx_unit *child = NULL;

        rc = plx_compile_node(k, n->child[i], &child);
        if (child)
            u->child[u->children++] = child;
    }
    return rc;
}

static bool holds_words(const plx_unit *u)
{
    size_t i;

    for (i = 0; u->kind != PLX_UNIT_NOT && i < u->children; i++)
        if (holds_words(u->child[i]))
            return true;
    return u->weighs;
}

static plx_status compile_group(plx_compiling *k, const plx_node *n, plx_unit **out)
{
    static const plx_unit_kind kinds[PLX_NODE_KINDS] = {
        [PLX_NODE_AND] = PLX_UNIT_AND,
        [PLX_NODE_OR] = PLX_UNIT_OR,
        [PLX_NODE_NOT] = PLX_UNIT_NOT,
        [PLX_NODE_WORDS] = PLX_UNIT_WORDS,
    };
    plx_status rc = plx_compiling_unit(k, kinds[n->kind], n, out);

    if (!rc)
        rc = compile_children(k, n, *out);
    if (rc)
        return rc;
    if (n->kind == PLX_NODE_AND || n->kind == PLX_NODE_WORDS)
        drop_stop_words(k->plan, *out);
    /* fields are required, so a group of nothing else is */
    (*out)->required = (*out)->required || !holds_words(*out);
    if (!(*out)->children) {
        plx_unit_free(*out);
        *out = NULL;
    }
    return PLX_OK;
}

/* Boosts of brackets and of what is in them multiply, within what one may be. */
static float boosted(float outer, const plx_node *n)
{
    float boost = n->boost > 0 ? outer * n->boost : outer;

    return boost < PLX_BOOST_MIN ? PLX_BOOST_MIN : boost > PLX_BOOST_MAX ? PLX_BOOST_MAX : boost;
}

plx_status plx_compile_node(plx_compiling *k, const plx_node *n, plx_unit **out)
{
    static plx_status (*const by_kind[PLX_NODE_KINDS])(plx_compiling * k, const plx_node *n,
                                                       plx_unit **out) = {
        [PLX_NODE_WORD] = plx_compile_text,     [PLX_NODE_PHRASE] = plx_compile_text,
        [PLX_NODE_PREFIX] = plx_compile_prefix, [PLX_NODE_FIELD] = plx_compile_field,
        [PLX_NODE_AND] = compile_group,         [PLX_NODE_OR] = compile_group,
        [PLX_NODE_NOT] = compile_group,         [PLX_NODE_WORDS] = compile_group,
        [PLX_NODE_NEAR] = plx_compile_near,     [PLX_NODE_ANY_OF] = plx_compile_any_of,
    };
    float outer = k->boost;
    plx_status rc;

    k->boost = boosted(outer, n);
    rc = by_kind[n->kind](k, n, out);
    k->boost = outer;
    return rc;
}

/* ------------------------------------------------------------------ plan */

static size_t count_leaves(const plx_unit *u)
{
    size_t n = 0, i;

    if (u->kind <= PLX_UNIT_GROUP)
        return 1;
    for (i = 0; i < u->children; i++)
        n += count_leaves(u->child[i]);
    return n;
}

/* Number the leaves; those under NOT do not weigh. */
static void list_leaves(plx_plan *p, plx_unit *u, bool is_wanted)
{
    size_t i;

    if (u->kind <= PLX_UNIT_GROUP) {
        u->leaf = p->leaves;
        p->leaf[p->leaves++] = u;
        u->weighs = u->weighs && is_wanted;
        p->words += u->weighs && !u->is_alias;
        return;
    }
    for (i = 0; i < u->children; i++)
        list_leaves(p, u->child[i], is_wanted && u->kind != PLX_UNIT_NOT);
}

static size_t count_phrases(const plx_plan *p)
{
    size_t count = 0, i;

    for (i = 0; i < p->leaves; i++) {
        const plx_unit *u = p->leaf[i];
        const plx_alternative *typed = &p->alternative[u->first];

        count += u->count && (u->kind == PLX_UNIT_NEAR || typed->count > 1);
    }
    return count;
}

/* Prefixes share what all of them may stand for. */
static size_t count_prefixes(const plx_node *n)
{
    size_t count = n->kind == PLX_NODE_PREFIX || plx_node_has_star(n), i;

    for (i = 0; i < n->children; i++)
        count += count_prefixes(n->child[i]);
    return count;
}

void plx_plan_init(plx_plan *p)
{
    memset(p, 0, sizeof *p);
    plx_strbuf_init(&p->pool);
    plx_strbuf_init(&p->dropped);
}

plx_status plx_plan_make(const plx_compiler *c, const plx_node *n, plx_plan *out, plx_error *err)
{
    plx_compiling k = { .c = c,
                        .plan = out,
                        .st = plx_snapshot_store(c->tables->snap),
                        .boost = 1,
                        .values_left = PLX_PREFIXES_WORDS_MAX,
                        .prefix_words = PLX_PREFIX_WORDS_MAX,
                        .err = err };
    size_t prefixes;
    plx_status rc;

    plx_plan_init(out);
    if (!n)
        return PLX_OK;
    prefixes = count_prefixes(n);
    if (prefixes > PLX_PREFIXES_WORDS_MAX / PLX_PREFIX_WORDS_MAX)
        k.prefix_words = PLX_PREFIXES_WORDS_MAX / prefixes;
    rc = plx_compile_node(&k, n, &out->root);
    if (rc || !out->root)
        return rc;
    out->leaf = calloc(count_leaves(out->root) + 1, sizeof(plx_unit *));
    if (!out->leaf)
        return plx_compiling_no_memory(&k);
    list_leaves(out, out->root, true);
    if (count_phrases(out) > PLX_PLAN_PHRASES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT,
                        "the query has over %d phrases, hyphenated words and NEARs: shorten it",
                        PLX_PLAN_PHRASES_MAX);
    return out->dropped.failed ? plx_compiling_no_memory(&k) : PLX_OK;
}

void plx_plan_release(plx_plan *p)
{
    plx_unit_free(p->root);
    free(p->leaf);
    free(p->term);
    free(p->alternative);
    plx_strbuf_release(&p->pool);
    plx_strbuf_release(&p->dropped);
    plx_spelling_uses_release(&p->spellings);
    plx_plan_init(p);
}
