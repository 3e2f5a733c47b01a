#include "indexer/item.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

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

/* A name from outside, so that it can be shown in a line. */
static void show_name(const char *name, plx_strbuf *out)
{
    size_t n = strlen(name);

    while (n > 0) {
        uint32_t cp;
        size_t k = plx_utf8_decode(name, n, &cp);

        if (cp == '\n' || cp == '\t')
            plx_strbuf_puts(out, cp == '\n' ? "\\n" : "\\t");
        else if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp == 0xfffd && k == 1))
            for (size_t i = 0; i < k; i++)
                plx_strbuf_printf(out, "\\x%02x", (unsigned char)name[i]);
        else
            plx_strbuf_add(out, name, k);
        name += k;
        n -= k;
    }
}

void plx_item_place(const char *file, const char *member, size_t line, plx_strbuf *out)
{
    show_name(strcmp(file, "-") == 0 ? "standard input" : file, out);
    if (member) {
        plx_strbuf_puts(out, "!/");
        show_name(member, out);
    }
    if (line > 0)
        plx_strbuf_printf(out, ":%zu", line);
}

void plx_item_path(const plx_item *item, plx_strbuf *out)
{
    plx_strbuf_puts(out, item->file);
    if (item->member)
        plx_strbuf_printf(out, "/%s", item->member);
}
