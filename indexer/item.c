#include "indexer/item.h"

#include <stdlib.h>
#include <string.h>

plx_status plx_item_new(plx_item_kind kind, const char *file, const char *member, plx_item **out,
                        plx_error *err)
{
    plx_item *item = calloc(1, sizeof *item);

    *out = NULL;
    if (item) {
        item->kind = kind;
        plx_strbuf_init(&item->bytes);
        item->file = strdup(file);
        item->member = member ? strdup(member) : NULL;
    }
    if (!item || !item->file || (member && !item->member)) {
        plx_item_free(item);
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", file);
    }
    *out = item;
    return PLX_OK;
}

void plx_item_free(plx_item *item)
{
    if (!item)
        return;
    plx_strbuf_release(&item->bytes);
    json_decref(item->record);
    free(item->file);
    free(item->member);
    free(item->url);
    free(item->charset);
    free(item);
}

void plx_item_place(const char *file, const char *member, size_t line, plx_strbuf *out)
{
    plx_strbuf_puts(out, strcmp(file, "-") == 0 ? "standard input" : file);
    if (member)
        plx_strbuf_printf(out, "!/%s", member);
    if (line > 0)
        plx_strbuf_printf(out, ":%zu", line);
}

void plx_item_path(const plx_item *item, plx_strbuf *out)
{
    plx_strbuf_puts(out, item->file);
    if (item->member)
        plx_strbuf_printf(out, "/%s", item->member);
}
