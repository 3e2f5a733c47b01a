/* cli/cmd_search.c - `parallax search` */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "cli/batch.h"
#include "cli/command.h"
#include "cli/hits.h"
#include "cli/print.h"
#include "cli/query_options.h"

enum format { TEXT = 0, JSON, JSONL, CSV, IDS, TREC, FORMATS };

struct search_args {
    struct query_args query;
    unsigned offset, limit, format, facet_top;
    const char *facets, *batch;
    bool collapse, no_facets, no_snippets, explain;
};

static const char *const formats[] = { "text", "json", "jsonl", "csv", "ids", "trec", NULL };

const struct cli_option cmd_search_options[] = {
    CLI_ARGS(struct search_args),
    CLI_QUERY_OPTIONS(struct search_args),
    { CLI_OPT(CLI_UINT, struct search_args, offset, "offset", 0, "N", "leave out the first N hits"),
      .max = PLX_SEARCH_OFFSET_MAX },
    { CLI_OPT(CLI_UINT, struct search_args, limit, "limit", 'n', "N", "hits shown (10)"), .min = 1,
      .max = PLX_SEARCH_LIMIT_MAX },
    { CLI_OPT(CLI_FLAG, struct search_args, collapse, "collapse", 0, NULL,
              "near-copies of an article are one hit: the best of them") },
    { CLI_OPT(CLI_TEXT, struct search_args, facets, "facets", 0, "NAMES",
              "count these over all matches: stance,source,month (the default on a terminal), "
              "original_source, author, lang, year, a user's") },
    { CLI_OPT(CLI_FLAG, struct search_args, no_facets, "no-facets", 0, NULL, "count nothing") },
    { CLI_OPT(CLI_UINT, struct search_args, facet_top, "facet-top", 0, "N",
              "values of each facet (10)"),
      .min = 1, .max = 1000 },
    { CLI_OPT(CLI_FLAG, struct search_args, no_snippets, "no-snippets", 0, NULL,
              "no passages of the text") },
    { CLI_OPT(CLI_FLAG, struct search_args, explain, "explain", 0, NULL,
              "say how the query was read") },
    { CLI_OPT(CLI_CHOICE, struct search_args, format, "format", 0, "FORMAT", "form of the output"),
      .choices = formats },
    { CLI_OPT(CLI_TEXT, struct search_args, batch, "batch", 0, "FILE",
              "run the queries of a file, lines of ID<TAB>QUERY, as --format trec or jsonl"),
      .complete = "file" },
    CLI_END,
};

static int refuse_combinations(const struct search_args *a, int words)
{
    if (a->facets && a->no_facets)
        return cli_failf("--facets and --no-facets exclude each other");
    if (a->facets && (a->format == CSV || a->format == IDS || a->format == JSONL))
        return cli_failf("--format %s has no place for --facets: use text or json",
                         formats[a->format]);
    if (a->explain && a->format != TEXT && a->format != JSON)
        return cli_failf("--format %s has no place for --explain: use text or json",
                         formats[a->format]);
    if (a->batch && words)
        return cli_failf("--batch takes its queries from the file: '--batch' and a QUERY exclude "
                         "each other");
    if (a->batch && a->format != TREC && a->format != JSONL && a->format != TEXT)
        return cli_failf("--batch goes with --format trec or jsonl, not %s", formats[a->format]);
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
    req->explain = a->explain;
    req->snippets = !a->no_snippets && a->format != IDS && a->format != TREC;
    if (a->format == TEXT) {
        req->mark_open = CLI_MARK_OPEN;
        req->mark_close = CLI_MARK_CLOSE;
    }
    return rc;
}

static void add_json_lines(const plx_search_result *r, plx_strbuf *out)
{
    for (size_t i = 0; i < r->hit_count; i++) {
        json_t *hit = plx_hit_json(&r->hits[i], r->model);

        out->failed = out->failed || !hit;
        plx_json_print(hit, false, out);
        plx_strbuf_putc(out, '\n');
        json_decref(hit);
    }
}

static void add_csv(const plx_search_result *r, uint32_t offset, plx_strbuf *out)
{
    plx_hit_csv_header(out);
    for (size_t i = 0; i < r->hit_count; i++)
        plx_hit_csv(&r->hits[i], r->model, offset + (uint32_t)i + 1, out);
}

static void add_ids(const plx_search_result *r, plx_strbuf *out)
{
    for (size_t i = 0; i < r->hit_count; i++)
        plx_strbuf_printf(out, "%s\n", r->hits[i].article.id);
}

static void add_formatted(struct cli *cli, const struct search_args *a, const plx_search_result *r,
                          plx_strbuf *out)
{
    if (a->format == TEXT)
        cli_add_result(cli, r, a->offset, out);
    else if (a->format == JSONL)
        add_json_lines(r, out);
    else if (a->format == CSV)
        add_csv(r, a->offset, out);
    else
        add_ids(r, out);
}

/* A note holds no line breaks, and only so much. */
static void note_lines(const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");

        cli_note("%.*s", (int)n, text);
        text += n + (text[n] == '\n');
    }
}

static int print_result(struct cli *cli, const struct search_args *a, const plx_search_result *r)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    if (r->notice && a->format != JSON)
        cli_note("%s", r->notice);
    if (r->explanation && a->format == TEXT)
        note_lines(r->explanation);
    if (a->format == JSON)
        return cli_write_json(cli, plx_search_result_json(r), true);
    add_formatted(cli, a, r, &out);
    code = a->format == TEXT ? cli_write(&out) : cli_write_data(cli, &out);
    plx_strbuf_release(&out);
    return code;
}

int cmd_search(struct cli *cli, int argc, char **argv)
{
    const struct search_args *a = cli->args;
    plx_search_request req;
    plx_search_result result;
    plx_error err;
    int code = refuse_combinations(a, argc);

    if (code != CLI_DONE)
        return code;
    if (make_request(cli, argc, argv, &req, &err) != PLX_OK)
        return cli_fail(&err);
    if (a->batch)
        return cli_batch(cli, &req, a->batch, a->format == JSONL);
    if (cli_search(cli, &req, &result, &err) == PLX_OK) {
        code = print_result(cli, a, &result);
        if (code == CLI_DONE && !result.hit_count)
            code = CLI_NOTHING;
    } else {
        code = cli_fail(&err);
    }
    plx_search_result_release(&result);
    return code;
}
