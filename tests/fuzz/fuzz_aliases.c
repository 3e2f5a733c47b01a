/* A query in the first line and a file of aliases behind it: whatever they hold, what was typed
 * stays in the tree in its order, and only so many names come to it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "search/alias_parse.h"
#include "search/alias_query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void check_message(void *ctx, const char *message)
{
    require(strncmp(message, ctx, strlen(ctx)) == 0);
}

static plx_alias_table *read_table(const char *text, size_t len)
{
    static char path[] = "a.tsv";
    const plx_alias_source source = { path, 0, text, len };
    const plx_alias_teller teller = { check_message, path, 0 };
    plx_alias_table *t = NULL;
    plx_alias_count count;

    require(plx_alias_table_new(&t, NULL) == PLX_OK);
    require(plx_alias_parse(t, &source, &teller, &count, NULL) == PLX_OK);
    plx_alias_table_finish(t);
    return t;
}

/* The texts that were typed, and how many names are beside them. */
static size_t list_typed(const plx_node *n, plx_strbuf *out)
{
    size_t end = n->kind == PLX_NODE_ANY_OF ? 1 : n->children, added = n->children - end, i;

    require(n->kind != PLX_NODE_ANY_OF || (added > 0 && added <= PLX_ALIAS_ADDED_MAX));
    if (n->text)
        plx_strbuf_printf(out, "%s\n", n->text);
    for (i = 0; i < end; i++)
        added += list_typed(n->child[i], out);
    return added;
}

static void rewrite(const plx_alias_table *t, plx_node **tree)
{
    static plx_analyser *an; /* one for all runs */
    plx_tokens tokens;
    plx_alias_rewriting r = { t, NULL, &tokens };

    plx_tokens_init(&tokens);
    require(an || plx_analyser_new(&an, NULL) == PLX_OK);
    plx_analyser_trim(an, 10000);
    r.an = an;
    require(plx_alias_rewrite(&r, tree, NULL) == PLX_OK);
    plx_tokens_release(&tokens);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const char *end = size ? memchr(text, '\n', size) : NULL;
    size_t len = end ? (size_t)(end - text) : size, rest = end ? size - len - 1 : 0;
    plx_strbuf before = PLX_STRBUF_INIT, after = PLX_STRBUF_INIT;
    plx_node *tree = NULL;
    plx_alias_table *t = read_table(end ? end + 1 : "", rest);

    if (plx_query_parse(text, len, NULL, false, &tree, NULL, NULL) == PLX_OK && tree) {
        require(list_typed(tree, &before) == 0);
        rewrite(t, &tree);
        require(list_typed(tree, &after) <= PLX_ALIAS_ADDED_ALL_MAX);
        require(strcmp(before.s, after.s) == 0);
    }
    plx_node_free(tree);
    plx_alias_table_free(t);
    plx_strbuf_release(&before);
    plx_strbuf_release(&after);
    return 0;
}
