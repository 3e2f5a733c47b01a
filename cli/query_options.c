/* cli/query_options.c - from options to a search request */
#include "cli/query_options.h"

#include <string.h>

/** Times a search starts anew because the index changed under it. */
#define TRIES 5

const char *const cli_sort_names[] = { "relevance", "date", "date-asc", NULL };

static void add_filters(plx_filter *filters, size_t *n, const char *name,
                        const struct cli_list *values)
{
    for (size_t i = 0; i < values->count; i++)
        filters[(*n)++] = (plx_filter){ name, values->item[i] };
}

static plx_status add_facet_filters(struct cli *cli, plx_filter *filters, size_t *n,
                                    const struct cli_list *values, plx_error *err)
{
    for (size_t i = 0; i < values->count; i++) {
        const char *equals = strchr(values->item[i], '=');

        if (!equals || equals == values->item[i])
            return plx_fail(err, PLX_ERR_INVALID, "--facet needs NAME=VALUE, not '%s'",
                            values->item[i]);
        filters[(*n)++] =
            (plx_filter){ cli_printf(cli, "%.*s", (int)(equals - values->item[i]), values->item[i]),
                          equals + 1 };
    }
    return PLX_OK;
}

static const char *join(struct cli *cli, int words, char **word)
{
    const char *query = "";

    for (int i = 0; i < words; i++)
        query = i ? cli_printf(cli, "%s %s", query, word[i]) : word[i];
    return query;
}

plx_status cli_query_request(struct cli *cli, const struct query_args *args, int words, char **word,
                             plx_search_request *out, plx_error *err)
{
    size_t n = 0;
    size_t most = args->stance.count + args->source.count + args->original.count +
                  args->author.count + args->lang.count + args->facet.count;
    plx_filter *filters = cli_alloc(cli, most * sizeof *filters);
    plx_status rc;

    if (args->undated && !args->since && !args->until)
        return plx_fail(err, PLX_ERR_INVALID, "--undated goes with --since or --until");
    if (args->likely && !args->stance.count)
        return plx_fail(err, PLX_ERR_INVALID, "--likely goes with --stance");
    add_filters(filters, &n, "stance", &args->stance);
    add_filters(filters, &n, "source", &args->source);
    add_filters(filters, &n, "original_source", &args->original);
    add_filters(filters, &n, "author", &args->author);
    add_filters(filters, &n, "lang", &args->lang);
    rc = add_facet_filters(cli, filters, &n, &args->facet, err);
    *out = (plx_search_request){ .query = join(cli, words, word),
                                 .filters = filters,
                                 .filter_count = n,
                                 .since = args->since,
                                 .until = args->until,
                                 .undated = args->undated,
                                 .likely = args->likely,
                                 .any = args->any,
                                 .strict = args->strict,
                                 .exact = args->exact,
                                 .sort = (plx_search_sort)args->sort,
                                 .deadline_ms = args->timeout };
    return rc;
}

/* Search, all docids or (docids NULL) hits, until the index keeps still. */
static plx_status search(struct cli *cli, const plx_search_request *req, uint32_t **docids,
                         plx_search_result *out, plx_error *err)
{
    plx_status rc = PLX_ERR_STALE;

    memset(out, 0, sizeof *out);
    for (int i = 0; i < TRIES && rc == PLX_ERR_STALE; i++) {
        if (i) {
            plx_searcher_free(cli->searcher);
            cli->searcher = NULL;
        }
        rc = i ? plx_snapshot_refresh(cli->snapshot, NULL, err) : PLX_OK;
        if (rc == PLX_OK && !cli->searcher)
            rc = plx_searcher_new(cli->snapshot, &cli->searcher, err);
        if (rc == PLX_OK)
            rc = docids ? plx_search_docids(cli->searcher, req, docids, out, err)
                        : plx_search(cli->searcher, req, out, err);
    }
    if (rc == PLX_ERR_STALE)
        plx_fail(err, rc, "the index changed %d times while it was searched; try again", TRIES);
    return rc;
}

plx_status cli_search(struct cli *cli, const plx_search_request *req, plx_search_result *out,
                      plx_error *err)
{
    return search(cli, req, NULL, out, err);
}

plx_status cli_search_docids(struct cli *cli, const plx_search_request *req, uint32_t **docids,
                             plx_search_result *out, plx_error *err)
{
    *docids = NULL;
    return search(cli, req, docids, out, err);
}
