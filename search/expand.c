#include "search/expand.h"

#include <stdlib.h>
#include <string.h>

void plx_expansion_init(plx_expansion *x)
{
    memset(x, 0, sizeof *x);
    plx_strbuf_init(&x->pool);
}

void plx_expansion_release(plx_expansion *x)
{
    free(x->items);
    plx_strbuf_release(&x->pool);
    plx_expansion_init(x);
}

static plx_status add(plx_expansion *x, const plx_bytes *word, uint32_t freq, plx_error *err)
{
    if (x->count == x->cap) {
        size_t cap = x->cap ? x->cap * 2 : 64;
        struct plx_expanded *items = realloc(x->items, cap * sizeof *items);

        if (!items)
            return plx_fail(err, PLX_ERR_NOMEM, "query: out of memory");
        x->items = items;
        x->cap = cap;
    }
    x->items[x->count++] = (struct plx_expanded){ x->pool.len, word->n, freq };
    x->found++;
    plx_strbuf_add(&x->pool, word->p, word->n);
    return x->pool.failed ? plx_fail(err, PLX_ERR_NOMEM, "query: out of memory") : PLX_OK;
}

/* Is `part` in s, not inside of a word? */
static bool has_words(const char *s, size_t n, const char *part)
{
    size_t len = strlen(part), i;

    for (i = 0; len <= n && i <= n - len; i++)
        if (memcmp(s + i, part, len) == 0 && (i == 0 || s[i - 1] == ' ') &&
            (i + len == n || s[i + len] == ' '))
            return true;
    return false;
}

plx_status plx_expand(plx_store *st, plx_terms_of what, const char *prefix, size_t len,
                      const char *has, plx_expansion *out, plx_error *err)
{
    plx_terms *it = NULL;
    plx_bytes word = { NULL, 0 };
    uint32_t freq = 0;
    size_t seen = 0;
    plx_status rc = plx_terms_open(st, what, prefix, len, &it, err);

    if (!rc)
        rc = plx_terms_next(it, &word, &freq, err);
    while (!rc && word.p && seen++ < PLX_EXPAND_LOOKED_AT_MAX) {
        if (!has || has_words(word.p + len, word.n - len, has))
            rc = add(out, &word, freq, err);
        if (!rc)
            rc = plx_terms_next(it, &word, &freq, err);
    }
    plx_terms_close(it);
    return rc;
}

static int more_frequent_first(const void *a, const void *b)
{
    const struct plx_expanded *x = a, *y = b;

    if (x->freq != y->freq)
        return x->freq < y->freq ? 1 : -1;
    return x->at < y->at ? -1 : x->at > y->at; /* read in byte order */
}

void plx_expansion_cut(plx_expansion *x, size_t most)
{
    if (x->count > 1)
        qsort(x->items, x->count, sizeof *x->items, more_frequent_first);
    if (x->count > most)
        x->count = most;
}
