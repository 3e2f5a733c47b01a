#include "search/alias_query.h"

#include <stdlib.h>
#include <string.h>

/* One run of plx_alias_rewrite(). */
typedef struct rewriter {
    const plx_alias_rewriting *r;
    plx_strbuf key; /* words so far */
    size_t left;    /* names that may still be added */
    plx_error *err;
} rewriter;

/* Words [first, end) of a node, and what they also are. */
typedef struct match {
    size_t first, end;
    uint32_t other[PLX_ALIAS_ADDED_MAX];
    size_t others;
} match;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "aliases: out of memory");
}

/* ----------------------------------------------------------------- finding */

static bool is_title_word(const plx_node *n)
{
    return n->kind == PLX_NODE_FIELD && !n->quoted && strcmp(n->field, "title") == 0 &&
           !plx_node_has_star(n);
}

static bool is_word(const plx_node *n)
{
    return !n->exact && (n->kind == PLX_NODE_WORD || is_title_word(n));
}

/* A word that may be part of a name: what a sign says of it is said of it alone. */
static bool is_bare(const plx_node *n)
{
    return is_word(n) && !n->required && n->boost == 0;
}

/* "it" is not I.T., whose stem it shares. */
static bool is_stop_word(const plx_tokens *words)
{
    return words->count == 1 && words->items[0].word->is_stop;
}

/* Append the stems of a word to the key; does a name begin so? Which one ends here? */
static plx_status step(rewriter *w, const plx_node *n, uint32_t *name, bool *goes_on)
{
    size_t before = w->key.len;
    plx_status rc =
        plx_analyser_run(w->r->an, "en", n->text, strlen(n->text), w->r->tokens, w->err);

    *name = PLX_ALIAS_NONE;
    *goes_on = false;
    if (rc)
        return rc;
    plx_alias_key_add(&w->key, w->r->tokens);
    if (w->key.failed)
        return no_memory(w->err);
    if (w->key.len > before)
        *name = plx_alias_table_find(w->r->table, w->key.s, w->key.len, goes_on);
    if (!before && is_stop_word(w->r->tokens))
        *name = PLX_ALIAS_NONE;
    return PLX_OK;
}

/* The other names of one, at most `max`, without those that it or they stand in. */
static size_t list_others(const plx_alias_table *t, uint32_t name, uint32_t *out, size_t max)
{
    uint32_t other[PLX_ALIAS_GROUP_MAX];
    size_t all = plx_alias_table_others(t, name, other, PLX_ALIAS_GROUP_MAX, NULL), n = 0, i, j;

    for (i = 0; i < all && n < max; i++) {
        bool is_covered = plx_alias_table_covers(t, name, other[i]);

        for (j = 0; j < all && !is_covered; j++)
            is_covered = j != i && plx_alias_table_covers(t, other[j], other[i]);
        if (!is_covered)
            out[n++] = other[i];
    }
    return n;
}

/* The longest name that begins at m->first and ends before `end`; m->others is 0 if there is none.
 */
static plx_status find(rewriter *w, plx_node *const *child, size_t end, match *m)
{
    size_t max = w->left < PLX_ALIAS_ADDED_MAX ? w->left : PLX_ALIAS_ADDED_MAX, i;
    const plx_node *first = child[m->first];
    bool goes_on = true;
    plx_status rc = PLX_OK;

    m->others = 0;
    plx_strbuf_reset(&w->key);
    if (!is_bare(first))
        end = m->first + is_word(first);
    for (i = m->first; !rc && goes_on && i < end && child[i]->kind == first->kind; i++) {
        uint32_t other[PLX_ALIAS_ADDED_MAX], name;
        size_t n = 0;

        if (i > m->first && !is_bare(child[i]))
            break;
        rc = step(w, child[i], &name, &goes_on);
        if (!rc && name != PLX_ALIAS_NONE)
            n = list_others(w->r->table, name, other, max);
        if (n) {
            m->end = i + 1;
            m->others = n;
            memcpy(m->other, other, n * sizeof *other);
        }
    }
    return rc;
}

/* -------------------------------------------------------------- rewriting */

static plx_node *new_node(plx_node_kind kind, const plx_node *at, size_t room)
{
    plx_node *n = calloc(1, sizeof *n);

    if (!n)
        return NULL;
    n->kind = kind;
    n->column = at->column;
    n->child = room ? calloc(room, sizeof(plx_node *)) : NULL;
    if (room && !n->child) {
        free(n);
        return NULL;
    }
    return n;
}

/* A name as a phrase, or as a title's phrase. */
static plx_node *name_node(const plx_node *typed, const char *text)
{
    plx_node *n = new_node(PLX_NODE_PHRASE, typed, 0);

    if (!n)
        return NULL;
    n->text = strdup(text);
    if (typed->kind == PLX_NODE_FIELD) {
        n->kind = PLX_NODE_FIELD;
        n->quoted = true;
        n->field = strdup(typed->field);
    }
    if (n->text && (n->field || !typed->field))
        return n;
    plx_node_free(n);
    return NULL;
}

static bool add_names(const rewriter *w, plx_node *any, const plx_node *typed, const match *m)
{
    size_t i;

    for (i = 0; i < m->others; i++) {
        plx_node *n = name_node(typed, plx_alias_table_name(w->r->table, m->other[i]).text);

        if (!n)
            return false;
        any->child[any->children++] = n;
    }
    return true;
}

/* The words of a match go into a node of their own, or into `any` if it is one. */
static void move_words(plx_node **child, const match *m, plx_node *any, plx_node *words)
{
    size_t i;

    for (i = m->first; words && i < m->end; i++)
        words->child[words->children++] = child[i];
    /* the names stand there already */
    any->child[0] = words ? words : child[m->first];
}

/* Put one node in place of the words of a match. */
static plx_status replace(rewriter *w, plx_node **child, size_t *children, const match *m)
{
    const plx_node *typed = child[m->first];
    size_t n = m->end - m->first;
    plx_node *any = new_node(PLX_NODE_ANY_OF, typed, m->others + 1);
    plx_node *words = any && n > 1 ? new_node(PLX_NODE_WORDS, typed, n) : NULL;

    if (any)
        any->child[any->children++] = words;
    if (!any || (n > 1 && !words) || !add_names(w, any, typed, m)) {
        plx_node_free(any);
        return no_memory(w->err);
    }
    move_words(child, m, any, words);
    child[m->first] = any;
    memmove(child + m->first + 1, child + m->end, (*children - m->end) * sizeof(*child));
    *children -= n - 1;
    w->left -= m->others;
    return PLX_OK;
}

/* Words side by side may be a name together, others each for itself. */
static plx_status rewrite_children(rewriter *w, plx_node **child, size_t *children, bool together)
{
    plx_status rc = PLX_OK;
    match m;

    for (m.first = 0; !rc && w->left && m.first < *children; m.first++) {
        rc = find(w, child, together ? *children : m.first + 1, &m);
        if (!rc && m.others)
            rc = replace(w, child, children, &m);
    }
    return rc;
}

/* As deep as the parser lets a query be. Operands of NEAR are left alone: they are words. */
static plx_status rewrite(rewriter *w, plx_node *n)
{
    static const bool is_group[PLX_NODE_KINDS] = {
        [PLX_NODE_AND] = true,
        [PLX_NODE_OR] = true,
        [PLX_NODE_NOT] = true,
        [PLX_NODE_WORDS] = true,
    };
    plx_status rc;
    size_t i;

    if (!is_group[n->kind])
        return PLX_OK;
    rc = rewrite_children(w, n->child, &n->children, n->kind == PLX_NODE_WORDS);
    for (i = 0; !rc && i < n->children; i++)
        rc = rewrite(w, n->child[i]);
    return rc;
}

plx_status plx_alias_rewrite(const plx_alias_rewriting *r, plx_node **tree, plx_error *err)
{
    rewriter w = { r, PLX_STRBUF_INIT, PLX_ALIAS_ADDED_ALL_MAX, err };
    size_t one = 1;
    plx_status rc;

    if (!*tree)
        return PLX_OK;
    rc = rewrite_children(&w, tree, &one, false);
    if (!rc)
        rc = rewrite(&w, *tree);
    plx_strbuf_release(&w.key);
    return rc;
}

/* -------------------------------------------------------------------- uses */

static size_t count_nodes(const plx_node *n)
{
    size_t count = n->kind == PLX_NODE_ANY_OF, i;

    for (i = 0; i < n->children; i++)
        count += count_nodes(n->child[i]);
    return count;
}

/* Is a name in an article, by itself? */
static bool is_found(const plx_plan *plan, const plx_node *name)
{
    size_t i;

    for (i = 0; i < plan->alternatives; i++)
        if (plan->alternative[i].alias == name && plan->alternative[i].found)
            return true;
    return false;
}

/* Words with blanks between, malloc'd; NULL without memory. */
static char *typed_text(const plx_node *n)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    size_t i;

    if (n->text)
        return strdup(n->text);
    for (i = 0; i < n->children; i++)
        plx_strbuf_printf(&out, "%s%s", i ? " " : "", n->child[i]->text);
    return plx_strbuf_detach(&out);
}

static plx_status list_use(const plx_node *n, const plx_plan *plan, plx_alias_use *u,
                           plx_error *err)
{
    size_t i;

    u->typed = typed_text(n->child[0]);
    u->used = calloc(n->children, sizeof *u->used);
    if (!u->typed || !u->used)
        return no_memory(err);
    for (i = 1; i < n->children; i++) {
        if (!is_found(plan, n->child[i]))
            continue;
        u->used[u->count] = strdup(n->child[i]->text);
        if (!u->used[u->count])
            return no_memory(err);
        u->count++;
    }
    return PLX_OK;
}

static plx_status list_uses(const plx_node *n, const plx_plan *plan, plx_search_result *out,
                            plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    if (n->kind == PLX_NODE_ANY_OF) {
        plx_alias_use *u = &out->aliases[out->alias_count++];

        rc = list_use(n, plan, u, err);
        if (!rc && !u->count) /* nothing but what was typed */
            plx_alias_use_release(&out->aliases[--out->alias_count]);
        return rc;
    }
    for (i = 0; !rc && i < n->children; i++)
        rc = list_uses(n->child[i], plan, out, err);
    return rc;
}

plx_status plx_alias_uses_list(const plx_node *tree, const plx_plan *plan, plx_search_result *out,
                               plx_error *err)
{
    size_t n = tree ? count_nodes(tree) : 0;

    if (!n)
        return PLX_OK;
    out->aliases = calloc(n, sizeof *out->aliases);
    return out->aliases ? list_uses(tree, plan, out, err) : no_memory(err);
}

void plx_alias_use_release(plx_alias_use *u)
{
    size_t i;

    for (i = 0; i < u->count; i++)
        free(u->used[i]);
    free(u->used);
    free(u->typed);
    memset(u, 0, sizeof *u);
}
