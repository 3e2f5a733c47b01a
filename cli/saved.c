#include "cli/saved.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/nearest.h"
#include "cli/query_options.h"
#include "collection/collection.h"
#include "search/saved_search.h"

const char *cli_saved_path(struct cli *cli)
{
    return cli_own(cli, plx_collection_file(cli->index_dir, PLX_SAVED_FILE));
}

/* ------------------------------------------------------------------- saving */

struct saving {
    const plx_search_request *req;
    const char *query;
};

static plx_status try_query(plx_searcher *s, void *ctx, plx_error *err)
{
    const struct saving *x = ctx;

    return plx_saved_query_try(s, x->req, x->query, err);
}

int cli_saved_save(struct cli *cli, const plx_search_request *req, const char *name)
{
    char read[PLX_NOTE_NAME_MAX + 1];
    plx_strbuf query = PLX_STRBUF_INIT;
    plx_error err;
    plx_status rc = plx_note_name_read("name of a search", name, strlen(name), read, &err);

    if (rc == PLX_OK)
        rc = plx_saved_query_write(req, &query, &err);
    if (rc == PLX_OK)
        rc = cli_search_with(cli, query.s, try_query, &(struct saving){ req, query.s }, &err);
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
