#include "search/saved_query.h"

#include <stdlib.h>
#include <string.h>

#include "collection/collection.h"

typedef struct expanding {
    const plx_saved_list *list;
    plx_strbuf *out, *notice;
    plx_error *err;
} expanding;

/* Is s, at an @ of the query, where a word may begin? */
static bool begins_word(const char *query, const char *s)
{
    return s == query || strchr(" \t\r\n(+-", s[-1]);
}

bool plx_saved_query_applies(const char *query)
{
    const char *s = query;

    while ((s = strchr(s, '@')) && !begins_word(query, s))
        s++;
    return s != NULL;
}

/* Bytes of the name behind an @: up to a blank, a bracket, a quote or a boost. */
static size_t name_length(const char *s)
{
    size_t n = strcspn(s, " \t\r\n()\"^");

    while (n && strchr(".,;:!?", s[n - 1]))
        n--;
    return n;
}

/* *out NULL: no saved search has this name. */
static plx_status find_named(const expanding *x, const char *s, size_t len,
                             const plx_saved_search **out)
{
    char name[PLX_NOTE_NAME_MAX + 1];
    plx_status rc = plx_note_name_read("name of a search", s, len, name, x->err);

    *out = rc ? NULL : plx_saved_find(x->list, name);
    return rc == PLX_ERR_NOMEM ? rc : PLX_OK;
}

static void note_unknown(const expanding *x, const char *s, size_t len)
{
    if (!x->notice || !len)
        return;
    plx_strbuf_printf(x->notice, "%sthere is no saved search '%.*s': it is read as a word",
                      x->notice->len ? "; " : "", (int)(len < 60 ? len : 60), s);
}

static plx_status expand(const expanding *x, const char *query, unsigned depth);

/* s is at an @; *taken receives the bytes it stands for. */
static plx_status take_name(const expanding *x, const char *s, unsigned depth, size_t *taken)
{
    size_t len = name_length(s + 1);
    const plx_saved_search *found;
    plx_status rc = find_named(x, s + 1, len, &found);

    *taken = 1;
    if (rc)
        return rc;
    if (!found) {
        note_unknown(x, s + 1, len);
        plx_strbuf_putc(x->out, '@');
        return PLX_OK;
    }
    if (depth == PLX_SAVED_DEPTH_MAX)
        return plx_fail(x->err, PLX_ERR_LIMIT,
                        "the saved search '%s' is named more than %d searches deep: do some name "
                        "each other?",
                        found->name, PLX_SAVED_DEPTH_MAX);
    *taken = 1 + len;
    plx_strbuf_putc(x->out, '(');
    rc = expand(x, found->query, depth + 1);
    plx_strbuf_putc(x->out, ')');
    return rc;
}

static plx_status expand(const expanding *x, const char *query, unsigned depth)
{
    bool quoted = false;
    const char *s = query;
    plx_status rc = PLX_OK;

    while (!rc && *s) {
        size_t taken = 1;

        quoted = quoted != (*s == '"');
        if (*s == '@' && !quoted && begins_word(query, s))
            rc = take_name(x, s, depth, &taken);
        else
            plx_strbuf_putc(x->out, *s);
        s += taken;
        if (!rc && x->out->len > PLX_SAVED_EXPANDED_MAX)
            rc = plx_fail(x->err, PLX_ERR_LIMIT,
                          "with its saved searches the query is longer than %d bytes",
                          PLX_SAVED_EXPANDED_MAX);
    }
    return rc;
}

plx_status plx_saved_query_expand(const plx_saved_list *list, const char *query, plx_strbuf *out,
                                  plx_strbuf *notice, plx_error *err)
{
    expanding x = { list, out, notice, err };
    plx_status rc = expand(&x, query, 0);

    if (!rc && out->failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "saved searches: out of memory");
    return rc;
}

plx_status plx_saved_query_read(const plx_snapshot *snap, const char *query, plx_strbuf *out,
                                plx_strbuf *notice, plx_error *err)
{
    char *path = plx_collection_file(plx_snapshot_dir(snap), PLX_SAVED_FILE);
    plx_saved_list list = { NULL, 0, 0 };
    plx_status rc = path ? plx_saved_load(path, &list, err)
                         : plx_fail(err, PLX_ERR_NOMEM, "saved searches: out of memory");

    if (!rc)
        rc = plx_saved_query_expand(&list, query, out, notice, err);
    plx_saved_release(&list);
    free(path);
    return rc;
}
