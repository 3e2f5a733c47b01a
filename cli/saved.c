#include "cli/saved.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/nearest.h"
#include "cli/query_options.h"
#include "collection/collection.h"

const char *cli_saved_path(struct cli *cli)
{
    return cli_own(cli, plx_collection_file(cli->index_dir, PLX_SAVED_FILE));
}

/* ------------------------------------------------------------------- saving */

/* A month or a year is a date. */
static const char *field_of(const char *facet)
{
    bool is_period = !strcmp(facet, "month") || !strcmp(facet, "year") || !strcmp(facet, "day");

    return is_period ? "date" : facet;
}

static plx_status check_value(const plx_filter *f, plx_error *err)
{
    if (strchr(f->value, '"'))
        return plx_fail(err, PLX_ERR_INVALID,
                        "the search cannot be saved: the %s '%.60s' holds a quotation mark",
                        f->name, f->value);
    return PLX_OK;
}

/* All choices of the facet of filter i, which are alternatives: source:("A" OR "B"). */
static void add_choices(const plx_search_request *req, size_t i, plx_strbuf *out)
{
    const char *name = req->filters[i].name;
    bool several = false;

    for (size_t k = i + 1; k < req->filter_count; k++)
        several = several || strcmp(req->filters[k].name, name) == 0;
    plx_strbuf_printf(out, "%s%s:%s", out->len ? " " : "", field_of(name), several ? "(" : "");
    for (size_t k = i; k < req->filter_count; k++)
        if (strcmp(req->filters[k].name, name) == 0)
            plx_strbuf_printf(out, "%s\"%s\"", k > i ? " OR " : "", req->filters[k].value);
    plx_strbuf_puts(out, several ? ")" : "");
}

static bool is_first_of_facet(const plx_search_request *req, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(req->filters[k].name, req->filters[i].name) == 0)
            return false;
    return true;
}

/* The query with its filters as fields. */
static plx_status make_query(const plx_search_request *req, plx_strbuf *out, plx_error *err)
{
    const char *query = req->query + strspn(req->query, " \t\r\n");
    bool filtered = req->filter_count || req->since || req->until;
    plx_status rc = PLX_OK;

    if (*query)
        plx_strbuf_printf(out, filtered ? "(%s)" : "%s", query);
    for (size_t i = 0; rc == PLX_OK && i < req->filter_count; i++) {
        rc = check_value(&req->filters[i], err);
        if (rc == PLX_OK && is_first_of_facet(req, i))
            add_choices(req, i, out);
    }
    if (req->since)
        plx_strbuf_printf(out, "%ssince:%s", out->len ? " " : "", req->since);
    if (req->until)
        plx_strbuf_printf(out, "%suntil:%s", out->len ? " " : "", req->until);
    if (rc == PLX_OK && !out->len)
        rc = plx_fail(err, PLX_ERR_INVALID, "--save keeps a query, and there is none");
    return rc == PLX_OK && out->failed ? plx_fail(err, PLX_ERR_NOMEM, "out of memory") : rc;
}

static plx_status try_strictly(struct cli *cli, const plx_search_request *req, plx_error *err)
{
    plx_search_request strict = *req;
    plx_search_result result;
    plx_status rc;

    strict.strict = true;
    strict.limit = 1;
    rc = cli_search(cli, &strict, &result, err);
    plx_search_result_release(&result);
    return rc;
}

/* One that is malformed would spoil every query it is named in; and what is sound only with its
 * filters written behind it, as "a) OR (b" in brackets, is not what was asked. */
static plx_status try_query(struct cli *cli, const plx_search_request *req, const char *query,
                            plx_error *err)
{
    const plx_search_request written = { .query = query };
    plx_status rc = try_strictly(cli, req, err);

    return rc == PLX_OK ? try_strictly(cli, &written, err) : rc;
}

int cli_saved_save(struct cli *cli, const plx_search_request *req, const char *name)
{
    char read[PLX_NOTE_NAME_MAX + 1];
    plx_strbuf query = PLX_STRBUF_INIT;
    plx_error err;
    plx_status rc = plx_note_name_read("name of a search", name, strlen(name), read, &err);

    if (rc == PLX_OK)
        rc = make_query(req, &query, &err);
    if (rc == PLX_OK)
        rc = try_query(cli, req, query.s, &err);
    if (rc == PLX_OK)
        rc = plx_saved_put(cli_saved_path(cli), read, query.s, (int64_t)time(NULL), &err);
    if (rc == PLX_OK)
        cli_note("saved as @%s: %s", read, query.s);
    plx_strbuf_release(&query);
    return rc == PLX_OK ? CLI_DONE : cli_fail(&err);
}

/* --------------------------------------------------------------- what is new */

static plx_status unknown(struct cli *cli, const plx_saved_list *list, const char *name,
                          plx_error *err)
{
    const char **names = cli_alloc(cli, (list->count + 1) * sizeof *names);
    const char *near;

    for (size_t i = 0; i < list->count; i++)
        names[i] = list->item[i].name;
    near = plx_nearest(name, names, list->count);
    return plx_fail(err, PLX_ERR_INVALID, "there is no saved search '%.60s'%s%s", name,
                    near ? ", did you mean @" : ": `parallax searches` lists them",
                    near ? near : "");
}

plx_status cli_saved_since(struct cli *cli, plx_search_request *req, const char **name,
                           plx_error *err)
{
    const char *query = req->query;
    char read[PLX_NOTE_NAME_MAX + 1];
    plx_saved_list list = { NULL, 0, 0 };
    const plx_saved_search *s = NULL;
    plx_status rc;

    if (*query != '@' ||
        plx_note_name_read("name of a search", query + 1, strlen(query + 1), read, err) != PLX_OK)
        return plx_fail(err, PLX_ERR_INVALID,
                        "--new goes with one saved search: parallax search @NAME --new");
    rc = plx_saved_load(cli_saved_path(cli), &list, err);
    if (rc == PLX_OK && !(s = plx_saved_find(&list, read)))
        rc = unknown(cli, &list, read, err);
    if (s) {
        uint32_t last;

        rc = cli_last_docid(cli, &last, err);
        *name = cli_printf(cli, "%s", read);
        req->counted = true;
        req->after = rc == PLX_OK && s->seen <= last ? s->seen : 0;
    }
    plx_saved_release(&list);
    return rc;
}

plx_status cli_last_docid(struct cli *cli, uint32_t *out, plx_error *err)
{
    plx_store_info info = { .last_docid = 0 };
    plx_status rc = plx_store_get_info(plx_snapshot_store(cli->snapshot), &info, err);

    *out = info.last_docid;
    return rc;
}

plx_status cli_saved_looked(struct cli *cli, const char *name, const plx_search_result *r,
                            plx_error *err)
{
    uint32_t last;
    plx_status rc;

    if (r->listed > r->hit_count) {
        cli_note("%u more are new and not shown; all of them stay new: --limit %u shows them",
                 r->listed - (uint32_t)r->hit_count,
                 r->listed < PLX_SEARCH_LIMIT_MAX ? r->listed : PLX_SEARCH_LIMIT_MAX);
        return PLX_OK;
    }
    rc = cli_last_docid(cli, &last, err);
    return rc == PLX_OK ? plx_saved_mark(cli_saved_path(cli), name, last, (int64_t)time(NULL), err)
                        : rc;
}
