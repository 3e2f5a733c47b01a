/* A query in the first line, saved searches "NAME QUERY" in the others: the answer is within its
 * limits and the same again, quotes are left alone, and without an @ nothing changes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "search/saved_query.h"

#define SEARCHES_MAX 32

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const plx_saved_search *)a)->name, ((const plx_saved_search *)b)->name);
}

/* Take the next line off the text, which is altered; NULL at its end. */
static char *next_line(char **text)
{
    char *line = *text, *end = line + strcspn(line, "\n");

    if (!*line)
        return NULL;
    *text = *end ? end + 1 : end;
    *end = '\0';
    return line;
}

/* One search of a line; false: it is none. */
static bool read_search(char *line, plx_saved_search *out)
{
    size_t n = strcspn(line, " ");

    memset(out, 0, sizeof *out);
    out->query = line[n] ? line + n + 1 : line + n;
    return plx_note_name_read("search", line, n, out->name, NULL) == PLX_OK;
}

static void read_list(char *text, plx_saved_search *item, plx_saved_list *out)
{
    char *line;
    size_t n = 0, kept = 0;

    while (n < SEARCHES_MAX && (line = next_line(&text)))
        n += read_search(line, &item[n]);
    qsort(item, n, sizeof *item, by_name);
    for (size_t i = 0; i < n; i++) /* each name once, as in a file */
        if (!kept || strcmp(item[kept - 1].name, item[i].name) != 0)
            item[kept++] = item[i];
    *out = (plx_saved_list){ item, kept, 0 };
}

static void check(const plx_saved_list *list, const char *query)
{
    plx_strbuf out = PLX_STRBUF_INIT, notice = PLX_STRBUF_INIT, again = PLX_STRBUF_INIT;
    plx_error err;
    plx_status rc = plx_saved_query_expand(list, query, &out, &notice, &err);

    require(rc == PLX_OK || rc == PLX_ERR_LIMIT);
    require(plx_saved_query_expand(list, query, &again, NULL, &err) == rc);
    if (rc == PLX_OK) {
        require(out.len <= PLX_SAVED_EXPANDED_MAX);
        require(strcmp(out.s, again.s) == 0);
        require(plx_saved_query_applies(query) || strcmp(out.s, query) == 0);
    }
    plx_strbuf_release(&out);
    plx_strbuf_release(&notice);
    plx_strbuf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    plx_saved_search item[SEARCHES_MAX];
    plx_saved_list list;
    char *text = malloc(size + 1), *rest = text, *query;

    require(text != NULL);
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    query = next_line(&rest);
    read_list(rest, item, &list);
    check(&list, query ? query : "");
    free(text);
    return 0;
}
