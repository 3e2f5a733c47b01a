/* cli/cmd_timeline.c - `parallax timeline` */
#include <string.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/query_options.h"
#include "cli/timeline_text.h"
#include "compare/timeline.h"
#include "compare/timeline_notes.h"
#include "compare/timeline_svg.h"

enum { TEXT = 0, JSON, CSV, SVG };

struct timeline_args {
    struct query_args query;
    const char *by, *facets, *per, *svg;
    unsigned top, format;
    bool shares, collapse;
};

static const char *const formats[] = { "text", "json", "csv", "svg", NULL };

const struct cli_option cmd_timeline_options[] = {
    CLI_ARGS(struct timeline_args),
    { CLI_OPT(CLI_TEXT, struct timeline_args, by, "by", 0, "PERIOD",
              "day, week (ISO 8601), month, quarter or year; if not given, as the dates suit") },
    { CLI_OPT(CLI_TEXT, struct timeline_args, per, "per", 0, "FACET",
              "a timeline for each value of it: source, author, lang, a user's") },
    { CLI_OPT(CLI_TEXT, struct timeline_args, facets, "facets", 0, "FACET",
              "count its values instead of stances") },
    { CLI_OPT(CLI_UINT, struct timeline_args, top, "top", 0, "N",
              "values of --per and --facets that are told apart, the rest as others (5)"),
      .min = 1, .max = PLX_TIMELINE_TOP_MAX },
    { CLI_OPT(CLI_FLAG, struct timeline_args, shares, "shares", 0, NULL,
              "draw shares instead of counts") },
    { CLI_OPT(CLI_FLAG, struct timeline_args, collapse, "collapse", 0, NULL,
              "count stories: near-copies once, as the first of them") },
    { CLI_OPT(CLI_TEXT, struct timeline_args, svg, "svg", 0, "FILE",
              "write a drawing into a file as well"),
      .complete = "file" },
    { CLI_OPT(CLI_CHOICE, struct timeline_args, format, "format", 0, "FORMAT",
              "form of the output"),
      .choices = formats },
    CLI_LABELS_OPTION(struct timeline_args),
    CLI_QUERY_OPTIONS(struct timeline_args),
    CLI_END,
};

/* Of cli_search_with(). */
struct counting {
    const plx_timeline_request *req;
    plx_timeline_result *out;
};

static plx_status count_once(plx_searcher *s, void *ctx, plx_error *err)
{
    const struct counting *c = ctx;

    plx_timeline_result_release(c->out); /* of a try before */
    return plx_timeline(s, c->req, c->out, err);
}

static plx_status make_request(struct cli *cli, int words, char **word, plx_timeline_request *req,
                               plx_error *err)
{
    const struct timeline_args *a = cli->args;
    const struct cli_list *filters = &a->query.facet;

    if (a->query.sort)
        return plx_fail(err, PLX_ERR_INVALID, "--sort has no place in a timeline");
    for (size_t i = 0; i < filters->count; i++)
        if (!strchr(filters->item[i], '='))
            return plx_fail(err, PLX_ERR_INVALID,
                            "--facet needs NAME=VALUE, not '%s'; to count its values: --facets %s",
                            filters->item[i], filters->item[i]);
    *req = (plx_timeline_request){ .by = a->by, .facet = a->facets, .per = a->per, .top = a->top };
    return cli_query_request(cli, &a->query, words, word, &req->search, err);
}

static plx_status write_drawing(const char *path, const plx_timeline_result *r, bool shares,
                                plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc;

    plx_timeline_svg(r, shares, &out);
    rc = out.failed ? plx_fail(err, PLX_ERR_NOMEM, "timeline: out of memory")
                    : plx_file_replace(path, out.s, out.len, err);
    plx_strbuf_release(&out);
    return rc;
}

/* What a table of counts has no place for. */
static void note_unplaced(const plx_timeline_result *r)
{
    uint32_t n = plx_timeline_number(r, r->total) - plx_timeline_number(r, r->placed);

    if (n)
        cli_note("%u %s in no period: undated, or dated less exactly than --by %s", (unsigned)n,
                 n == 1 ? "is" : "are", plx_period_unit_names[r->by]);
}

static int print_timeline(struct cli *cli, const struct timeline_args *a,
                          const plx_timeline_result *r)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    if (a->format == JSON)
        return cli_write_json(cli, plx_timeline_json(r), true);
    if (r->search.notice)
        cli_note("%s", r->search.notice);
    if (a->format == TEXT)
        cli_add_timeline(cli, r, a->shares, &out);
    else if (a->format == CSV)
        plx_timeline_csv(r, &out);
    else
        plx_timeline_svg(r, a->shares, &out);
    if (a->format == CSV)
        note_unplaced(r);
    code = a->format == TEXT ? cli_write(&out) : cli_write_data(cli, &out);
    plx_strbuf_release(&out);
    return code;
}

static int answer(struct cli *cli, const struct timeline_args *a, const plx_timeline_result *r)
{
    plx_error err;
    int code = CLI_DONE;

    if (a->svg && write_drawing(a->svg, r, a->shares, &err) != PLX_OK)
        return cli_fail(&err);
    code = print_timeline(cli, a, r);
    return code == CLI_DONE && !r->total.articles ? CLI_NOTHING : code;
}

int cmd_timeline(struct cli *cli, int argc, char **argv)
{
    const struct timeline_args *a = cli->args;
    plx_timeline_request req;
    plx_timeline_result result = { 0 };
    struct counting counting = { &req, &result };
    plx_error err;
    plx_status rc = make_request(cli, argc, argv, &req, &err);
    int code;

    req.search.collapse = a->collapse;
    if (rc == PLX_OK)
        rc = cli_search_with(cli, req.search.query, count_once, &counting, &err);
    code = rc == PLX_OK ? answer(cli, a, &result) : cli_fail(&err);
    plx_timeline_result_release(&result);
    return code;
}
