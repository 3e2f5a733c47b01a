#include "indexer/file_list.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/file_stream.h"
#include "indexer/stream.h"

struct plx_file_list {
    char *path;
    char end; /* of a name */
    size_t line;
    plx_file_stream *file;
    plx_stream *in;
    plx_strbuf name;
};

static const char *shown_path(const plx_file_list *list)
{
    return strcmp(list->path, "-") == 0 ? "standard input" : list->path;
}

plx_status plx_file_list_open(const char *path, bool nul_separated, plx_file_list **out,
                              plx_error *err)
{
    plx_file_list *list = calloc(1, sizeof *list);
    plx_status rc = PLX_OK;

    *out = NULL;
    if (list)
        list->path = strdup(path);
    if (!list || !list->path) {
        free(list);
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    }
    plx_strbuf_init(&list->name);
    list->end = nul_separated ? '\0' : '\n';
    rc = plx_file_stream_open(path, true, NULL, &list->file, &list->in, err);
    if (rc != PLX_OK) {
        plx_fail_prefix(err, rc, "%s", path);
        plx_file_list_close(list);
        return rc;
    }
    *out = list;
    return PLX_OK;
}

void plx_file_list_close(plx_file_list *list)
{
    if (!list)
        return;
    plx_stream_close(list->in);
    plx_file_stream_close(list->file);
    plx_strbuf_release(&list->name);
    free(list->path);
    free(list);
}

/* One name, its end not included; one too long is gone past. */
static plx_status read_name(plx_file_list *list, bool *is_end, bool *is_too_long, plx_error *err)
{
    plx_strbuf_reset(&list->name);
    *is_too_long = false;
    for (;;) {
        const char *p, *end;
        size_t n;
        plx_status rc = plx_stream_peek(list->in, 1, &p, &n, err);

        *is_end = n == 0;
        if (rc != PLX_OK || n == 0)
            return rc;
        end = memchr(p, list->end, n);
        if (end)
            n = (size_t)(end - p);
        *is_too_long |= n > PLX_LISTED_NAME_MAX - list->name.len;
        if (!*is_too_long)
            plx_strbuf_add(&list->name, p, n);
        plx_stream_take(list->in, n + (end != NULL));
        if (end)
            return PLX_OK;
    }
}

/* As read, but for the line end of other systems and what would mean standard input. */
static plx_status tidy_name(plx_file_list *list, plx_error *err)
{
    plx_strbuf *name = &list->name;

    if (list->end == '\n' && name->len > 0 && name->s[name->len - 1] == '\r')
        plx_strbuf_truncate(name, name->len - 1);
    if (strcmp(name->s, "-") == 0) {
        plx_strbuf_reset(name);
        plx_strbuf_puts(name, "./-");
    }
    return name->failed ? plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", shown_path(list))
                        : PLX_OK;
}

plx_status plx_file_list_next(plx_file_list *list, const char **name, plx_error *err)
{
    bool is_end = false;

    *name = NULL;
    do {
        bool is_too_long;
        plx_status rc = read_name(list, &is_end, &is_too_long, err);

        list->line++;
        if (rc != PLX_OK)
            return plx_fail_prefix(err, rc, "%s", shown_path(list));
        if (is_too_long)
            return plx_fail(err, PLX_ERR_LIMIT, "%s:%zu: the name is over %d bytes",
                            shown_path(list), list->line, PLX_LISTED_NAME_MAX);
        rc = tidy_name(list, err);
        if (rc != PLX_OK)
            return rc;
    } while (list->name.len == 0 && !is_end);
    if (list->name.len > 0)
        *name = list->name.s;
    return PLX_OK;
}
