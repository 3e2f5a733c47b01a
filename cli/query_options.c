/* cli/query_options.c - from options to a search request */
#include "cli/query_options.h"

#include <string.h>

#include "cli/aliases.h"
#include "cli/anew.h"
#include "search/recency.h"

/** Bad lines of each file of aliases that are told of. */
#define FAULTS_TOLD 3

const char *const cli_labels_names[] = { "all", "person", "model", NULL };
const char *const cli_sort_names[] = { "relevance", "date", "date-asc", "added", NULL };

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
    size_t room = 1;
    char *query, *end;

    for (int i = 0; i < words; i++)
        room += strlen(word[i]) + 1;
    query = end = cli_alloc(cli, room);
    *end = '\0';
    for (int i = 0; i < words; i++) {
        *end = ' ';
        end = stpcpy(end + (i > 0), word[i]);
    }
    return query;
}

static const char *const date_fields[] = { "date:", "since:", "until:", NULL };
static const char *const stance_fields[] = { "stance:", NULL };

/* Does the query seem to ask by one of these fields? (A word in quotes may look so: no harm.) */
static bool asks_by(int words, char **word, const char *const *fields)
{
    for (int i = 0; i < words; i++)
        for (size_t k = 0; fields[k]; k++)
            if (strcasestr(word[i], fields[k]))
                return true;
    return false;
}

plx_status cli_query_request(struct cli *cli, const struct query_args *args, int words, char **word,
                             plx_search_request *out, plx_error *err)
{
    size_t n = 0;
    size_t most = args->stance.count + args->source.count + args->original.count +
                  args->author.count + args->lang.count + args->facet.count;
    plx_filter *filters = cli_alloc(cli, most * sizeof *filters);
    plx_status rc;

    if (args->undated && !args->since && !args->until && !asks_by(words, word, date_fields))
        return plx_fail(err, PLX_ERR_INVALID,
                        "--undated goes with --since, --until or a date in the query");
    if (args->recency && args->sort != PLX_BY_RELEVANCE)
        return plx_fail(err, PLX_ERR_INVALID, "--recency goes with --sort relevance");
    if (args->any && args->all)
        return plx_fail(err, PLX_ERR_INVALID, "--any and --all exclude each other");
    if (args->likely && !args->stance.count && !asks_by(words, word, stance_fields))
        return plx_fail(err, PLX_ERR_INVALID,
                        "--likely goes with --stance or a stance in the query");
    if (args->aliases && (args->no_aliases || args->exact))
        return plx_fail(err, PLX_ERR_INVALID, "--aliases and --%s exclude each other",
                        args->exact ? "exact" : "no-aliases");
    cli->aliases_file = args->aliases;
    cli->no_aliases = args->no_aliases || args->exact;
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
                                 .labels = cli_labels_names[args->labels],
                                 .any = args->any,
                                 .all = args->all,
                                 .strict = args->strict,
                                 .exact = args->exact,
                                 .no_aliases = args->no_aliases,
                                 .no_spellings = args->no_spellings,
                                 .sort = (plx_search_sort)args->sort,
                                 .deadline_ms = args->timeout };
    if (rc == PLX_OK && args->recency)
        rc = plx_recency_parse(args->recency, &out->recency_days, err);
    return rc;
}

/* Where there is no query, none is read. */
static plx_status open_aliases(struct cli *cli, const char *query, plx_error *err)
{
    if (cli->aliases || cli->no_aliases || !query || !*query)
        return PLX_OK;
    return cli_aliases_open(cli, cli->aliases_file, FAULTS_TOLD, err);
}

plx_status cli_search_with(struct cli *cli, const char *query, cli_search_fn fn, void *ctx,
                           plx_error *err)
{
    struct cli_anew anew = { 0 };
    plx_status rc = open_aliases(cli, query, err);

    if (rc != PLX_OK)
        return rc;
    while (cli_anew(&anew, rc, 0)) {
        rc = PLX_OK;
        if (anew.tries > 1) {
            plx_searcher_free(cli->searcher);
            cli->searcher = NULL;
            rc = plx_snapshot_refresh(cli->snapshot, NULL, err);
        }
        if (rc == PLX_OK && !cli->searcher)
            rc = plx_searcher_new(cli->snapshot, &cli->searcher, err);
        if (rc == PLX_OK)
            plx_searcher_set_aliases(cli->searcher, cli->aliases);
        if (rc == PLX_OK)
            rc = fn(cli->searcher, ctx, err);
    }
    return rc == PLX_ERR_STALE ? cli_anew_fail(&anew, err) : rc;
}

/* Of cli_search_with(): all docids or (docids NULL) hits. */
struct searching {
    const plx_search_request *req;
    uint32_t **docids;
    plx_search_result *out;
};

static plx_status search_once(plx_searcher *s, void *ctx, plx_error *err)
{
    const struct searching *x = ctx;

    return x->docids ? plx_search_docids(s, x->req, x->docids, x->out, err)
                     : plx_search(s, x->req, x->out, err);
}

static plx_status search(struct cli *cli, const plx_search_request *req, uint32_t **docids,
                         plx_search_result *out, plx_error *err)
{
    struct searching x = { req, docids, out };

    memset(out, 0, sizeof *out);
    return cli_search_with(cli, req->query, search_once, &x, err);
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

void cli_note_partial(const char *where, unsigned partial)
{
    plx_strbuf missing = PLX_STRBUF_INIT;

    if (!partial)
        return;
    plx_partial_list(partial, &missing);
    cli_note("%spartial: time ran out (%s); a longer --timeout gives all", where, missing.s);
    plx_strbuf_release(&missing);
}
