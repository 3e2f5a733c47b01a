#include "indexer/path_order.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

plx_status plx_path_order_add(plx_path_order *o, const char *path, plx_error *err)
{
    if (o->count == o->cap) {
        size_t cap = o->cap ? 2 * o->cap : 64;
        size_t *grown = realloc(o->at, cap * sizeof *grown);

        if (!grown)
            return plx_fail(err, PLX_ERR_NOMEM, "reading: out of memory for paths");
        o->at = grown;
        o->cap = cap;
    }
    o->at[o->count++] = o->text.len;
    plx_strbuf_add(&o->text, path, strlen(path) + 1);
    return o->text.failed ? plx_fail(err, PLX_ERR_NOMEM, "reading: out of memory for paths")
                          : PLX_OK;
}

/* Where a name ends comes before any byte of a longer one. */
static int rank(char c)
{
    return c == '\0' ? 0 : c == '/' ? 1 : (unsigned char)c + 1;
}

static int compare(const void *a, const void *b, void *text)
{
    const char *x = (const char *)text + *(const size_t *)a;
    const char *y = (const char *)text + *(const size_t *)b;
    bool x_is_stream = strcmp(x, "-") == 0, y_is_stream = strcmp(y, "-") == 0;

    if (x_is_stream || y_is_stream)
        return x_is_stream - y_is_stream;
    while (*x && *x == *y) {
        x++;
        y++;
    }
    return rank(*x) - rank(*y);
}

void plx_path_order_sort(plx_path_order *o)
{
    if (o->count > 1)
        qsort_r(o->at, o->count, sizeof *o->at, compare, o->text.s);
}

const char *plx_path_order_get(const plx_path_order *o, size_t i)
{
    return o->text.s + o->at[i];
}

size_t plx_path_order_bytes(const plx_path_order *o)
{
    return o->text.len + o->count * sizeof *o->at;
}

void plx_path_order_reset(plx_path_order *o)
{
    plx_strbuf_reset(&o->text);
    o->count = 0;
}

void plx_path_order_release(plx_path_order *o)
{
    plx_strbuf_release(&o->text);
    free(o->at);
    *o = (plx_path_order)PLX_PATH_ORDER_INIT;
}
