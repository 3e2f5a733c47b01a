/* search/compile_names.c - the other spellings of a name as alternatives of its word */
#include <string.h>

#include "search/compile_internal.h"
#include "search/names.h"

/* Add a spelling as it is in the index; noted if there is anything to be found by it that the word
 * as typed would not have found. */
static plx_status add_spelling(plx_compiling *k, plx_unit *u, const char *prefix, const char *typed,
                               const char *spelling)
{
    size_t i, first = u->first + u->count;
    plx_status rc = plx_compiling_surface(k, u, prefix, spelling);

    for (i = first; i < u->first + u->count; i++)
        k->plan->alternative[i].weight = PLX_SPELLING_WEIGHT;
    if (!rc && u->first + u->count > first)
        rc = plx_spelling_uses_add(&k->plan->spellings, typed, spelling, k->err);
    return rc;
}

/* The word to look for: the only one, or the parts of a hyphenated one written together. */
static void join_parts(const plx_tokens *t, plx_strbuf *out)
{
    size_t i;

    for (i = 0; i < t->count; i++)
        if (!(t->items[i].flags & PLX_TOKEN_COMPOUND))
            plx_strbuf_add(out, t->items[i].word->text, t->items[i].word->text_len);
}

static plx_status add_spellings(plx_compiling *k, plx_unit *u, const char *prefix,
                                const plx_strbuf *word, bool is_joined)
{
    plx_names_in in = { k->st, k->c->an, k->c->tokens, k->c->tables->lang[0] };
    const plx_name_spellings *found;
    plx_status rc = plx_names_recall(&k->c->tables->names, &in, word->s, word->len, &found, k->err);
    size_t i;

    if (!rc && is_joined)
        rc = add_spelling(k, u, prefix, u->node->text, word->s);
    for (i = 0; !rc && i < found->count; i++)
        rc = add_spelling(k, u, prefix, u->node->text, found->items[i].word);
    return rc;
}

plx_status plx_compiling_names(plx_compiling *k, plx_unit *u, const char *prefix)
{
    const plx_node *n = u->node;
    const plx_tokens *t = k->c->tokens;
    plx_strbuf word = PLX_STRBUF_INIT;
    bool is_stop = u->is_stop;
    plx_status rc;

    if (!k->c->names || is_stop || n->quoted || n->exact)
        return PLX_OK;
    rc = plx_analyser_run(k->c->an, k->c->tables->lang[0], n->text, strlen(n->text), k->c->tokens,
                          k->err);
    if (rc || (t->count != 1 && !plx_is_compound(t)))
        return rc;
    join_parts(t, &word);
    rc = word.failed || !word.len ? plx_compiling_no_memory(k)
                                  : add_spellings(k, u, prefix, &word, t->count > 1);
    plx_strbuf_release(&word);
    return rc;
}
