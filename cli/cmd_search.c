/* cli/cmd_search.c - `parallax search` */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "cli/batch.h"
#include "cli/command.h"
#include "cli/counts.h"
#include "cli/hits.h"
#include "cli/print.h"
#include "cli/query_options.h"
#include "cli/result_lines.h"
#include "cli/saved.h"
#include "search/counts.h"

enum format { TEXT = 0, JSON, JSONL, CSV, IDS, TREC, FORMATS };

struct search_args {
    struct query_args query;
    unsigned offset, limit, format, facet_top, facet_sort, shares;
    const char *facets, *batch, *save;
    bool collapse, no_facets, no_hits, no_snippets, explain, fresh;
};

static const char *const formats[] = { "text", "json", "jsonl", "csv", "ids", "trec", NULL };

/* In the order of plx_facet_sort. */
static const char *const facet_orders[] = { "usual", "count", "value", NULL };

const struct cli_option cmd_search_options[] = {
    CLI_ARGS(struct search_args),
    CLI_QUERY_OPTIONS(struct search_args),
    CLI_LABELS_OPTION(struct search_args),
    { CLI_OPT(CLI_UINT, struct search_args, offset, "offset", 0, "N", "leave out the first N hits"),
      .max = PLX_SEARCH_OFFSET_MAX },
    { CLI_OPT(CLI_UINT, struct search_args, limit, "limit", 'n', "N", "hits shown (10)"), .min = 1,
      .max = PLX_SEARCH_LIMIT_MAX },
    { CLI_OPT(CLI_FLAG, struct search_args, collapse, "collapse", 0, NULL,
              "near-copies of an article are one hit: the best of them") },
    { CLI_OPT(CLI_TEXT, struct search_args, facets, "facets", 0, "NAMES",
              "count these over all matches: stance,source,month (the default on a terminal), "
              "stance_by, original_source, author, lang, tag, date, day, week, quarter, year, a "
              "user's; stance*source is a two-way table") },
    { CLI_OPT(CLI_FLAG, struct search_args, no_facets, "no-facets", 0, NULL, "count nothing") },
    { CLI_OPT(CLI_UINT, struct search_args, facet_top, "facet-top", 0, "N",
              "values of each facet (10)"),
      .min = 1, .max = 1000 },
    { CLI_OPT(CLI_CHOICE, struct search_args, facet_sort, "facet-sort", 0, "ORDER",
              "order of a facet's values: by count, periods from the latest; or as said"),
      .choices = facet_orders },
    { CLI_OPT(CLI_CHOICE, struct search_args, shares, "shares", 0, "OF",
              "two-way tables show shares of the row or the column instead of counts"),
      .choices = cli_shares_names },
    { CLI_OPT(CLI_FLAG, struct search_args, no_hits, "no-hits", 0, NULL,
              "totals and counts alone; with --format csv: one facet or table as CSV") },
    { CLI_OPT(CLI_FLAG, struct search_args, no_snippets, "no-snippets", 0, NULL,
              "no passages of the text") },
    { CLI_OPT(CLI_FLAG, struct search_args, explain, "explain", 0, NULL,
              "say how the query was read") },
    { CLI_OPT(CLI_CHOICE, struct search_args, format, "format", 0, "FORMAT", "form of the output"),
      .choices = formats },
    { CLI_OPT(CLI_TEXT, struct search_args, batch, "batch", 0, "FILE",
              "run the queries of a file, lines of ID<TAB>QUERY, as --format trec or jsonl"),
      .complete = "file" },
    { CLI_OPT(CLI_TEXT, struct search_args, save, "save", 0, "NAME",
              "keep query and filters under a name: @NAME stands for them in queries") },
    { CLI_OPT(CLI_FLAG, struct search_args, fresh, "new", 0, NULL,
              "with @NAME: only what was added since the last search with --new") },
    CLI_END,
};

/* CSV holds one table: of hits, or of counts. */
static int refuse_counts(const struct search_args *a)
{
    bool is_lines = a->format == CSV || a->format == IDS || a->format == JSONL;
    bool is_one = a->facets && *a->facets && !strchr(a->facets, ',');

    if (a->no_hits && a->format == CSV && !is_one)
        return cli_failf("--format csv --no-hits takes one facet or table: '--facets source' or "
                         "'--facets stance*source'");
    if (a->facets && a->format == CSV && !a->no_hits)
        return cli_failf("--format csv has no place for --facets beside hits: with --no-hits it "
                         "gives the counts");
    if (a->facets && is_lines && a->format != CSV)
        return cli_failf("--format %s has no place for --facets: use text or json",
                         formats[a->format]);
    if (a->no_hits && (a->batch || (is_lines && a->format != CSV)))
        return cli_failf("%s has nothing but hits: leave out --no-hits",
                         a->batch ? "--batch" : formats[a->format]);
    if (a->shares && a->format != TEXT)
        return cli_failf("--shares goes with --format text");
    return CLI_DONE;
}

static int refuse_combinations(const struct search_args *a, int words)
{
    int code = refuse_counts(a);

    if (code != CLI_DONE)
        return code;
    if (a->facets && a->no_facets)
        return cli_failf("--facets and --no-facets exclude each other");
    if (a->explain && a->format != TEXT && a->format != JSON)
        return cli_failf("--format %s has no place for --explain: use text or json",
                         formats[a->format]);
    if (a->batch && words)
        return cli_failf("--batch takes its queries from the file: '--batch' and a QUERY exclude "
                         "each other");
    if (a->batch && a->format != TREC && a->format != JSONL && a->format != TEXT)
        return cli_failf("--batch goes with --format trec or jsonl, not %s", formats[a->format]);
    if (a->batch && (a->save || a->fresh))
        return cli_failf("--batch does not go with --save or --new");
    if (a->fresh && (a->save || a->offset))
        return cli_failf("--new does not go with --save or --offset");
    if (!a->batch && a->format == TREC)
        return cli_failf("--format trec goes with --batch FILE");
    return CLI_DONE;
}

/* "stance,source" as a NULL-ended list; NULL if there is nothing to count. */
static const char *const *facet_names(struct cli *cli, const struct search_args *a)
{
    const char *names = a->facets;

    if (!names && !a->no_facets && a->format == TEXT && !a->batch && cli->terminal.out_is_terminal)
        names = "stance,source,month";
    return cli_split(cli, names);
}

static plx_status make_request(struct cli *cli, int words, char **word, plx_search_request *req,
                               plx_error *err)
{
    const struct search_args *a = cli->args;
    plx_status rc = cli_query_request(cli, &a->query, words, word, req, err);

    req->collapse = a->collapse;
    req->offset = a->offset;
    req->limit = a->limit;
    req->facets = facet_names(cli, a);
    req->facet_top = a->facet_top;
    req->facet_sort = (plx_facet_sort)a->facet_sort;
    req->no_hits = a->no_hits;
    req->explain = a->explain;
    /* a run for trec_eval has no place to say it; what --new did not find would never be found */
    req->partial_ok = a->batch ? a->format == JSONL : !a->fresh;
    req->snippets = !a->no_snippets && a->format != IDS && a->format != TREC;
    if (a->format == TEXT) {
        req->mark_open = CLI_MARK_OPEN;
        req->mark_close = CLI_MARK_CLOSE;
    }
    return rc;
}

static void add_counts_csv(const plx_search_result *r, plx_strbuf *out)
{
    if (r->table_count)
        plx_cross_csv(&r->tables[0], out);
    else if (r->facet_count)
        plx_facet_csv(&r->facets[0], out);
}

static void add_formatted(struct cli *cli, const struct search_args *a, const plx_search_result *r,
                          plx_strbuf *out)
{
    if (a->format == TEXT) {
        cli_add_result(cli, r, a->offset, out);
        cli_add_tables(cli, r, (enum cli_shares)a->shares, out);
    } else if (a->format == CSV && a->no_hits) {
        add_counts_csv(r, out);
    } else if (a->format == JSONL) {
        cli_add_json_lines(r, out);
    } else if (a->format == CSV) {
        cli_add_csv(r, a->offset, out);
    } else {
        cli_add_ids(r, out);
    }
}

static int print_result(struct cli *cli, const struct search_args *a, const plx_search_result *r)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    cli_note_partial("", r->partial);
    if (r->did_you_mean && a->format != JSON)
        cli_note("did you mean: %s", r->did_you_mean);
    if (r->notice && a->format != JSON)
        cli_note("%s", r->notice);
    if (r->explanation && a->format == TEXT)
        cli_note_lines(r->explanation);
    if (a->format == JSON)
        return cli_write_json(cli, plx_search_result_json(r), true);
    add_formatted(cli, a, r, &out);
    code = a->format == TEXT ? cli_write(&out) : cli_write_data(cli, &out);
    plx_strbuf_release(&out);
    return code;
}

/* Something to see: hits, or counts of some articles. */
static bool has_found(const plx_search_request *req, const plx_search_result *r)
{
    return r->hit_count || (r->total && (req->no_hits || r->partial & PLX_PARTIAL_HITS));
}

static int run(struct cli *cli, const plx_search_request *req, const char *looked_at)
{
    plx_search_result result;
    plx_error err;
    plx_status rc = cli_search(cli, req, &result, &err);
    int code = rc == PLX_OK ? print_result(cli, cli->args, &result) : CLI_DONE;

    if (code == CLI_DONE && rc == PLX_OK && looked_at)
        rc = cli_saved_looked(cli, looked_at, &result, &err);
    if (rc != PLX_OK)
        code = cli_fail(&err);
    else if (code == CLI_DONE && !has_found(req, &result))
        code = CLI_NOTHING;
    plx_search_result_release(&result);
    return code;
}

int cmd_search(struct cli *cli, int argc, char **argv)
{
    const struct search_args *a = cli->args;
    const char *looked_at = NULL;
    plx_search_request req;
    plx_error err;
    int code = refuse_combinations(a, argc);

    if (code != CLI_DONE)
        return code;
    if (make_request(cli, argc, argv, &req, &err) != PLX_OK ||
        (a->fresh && cli_saved_since(cli, &req, &looked_at, &err) != PLX_OK))
        return cli_fail(&err);
    if (a->batch)
        return cli_batch(cli, &req, a->batch, a->format == JSONL);
    if (a->save)
        code = cli_saved_save(cli, &req, a->save);
    return code == CLI_DONE ? run(cli, &req, looked_at) : code;
}
