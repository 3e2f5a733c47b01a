/* cli/cmd_similar.c - `parallax similar`: articles like one */
#include <string.h>

#include "cli/command.h"
#include "cli/hits.h"
#include "cli/print.h"
#include "cli/query_options.h"
#include "cli/result_lines.h"
#include "indexer/reader.h"
#include "search/similar.h"

enum { TEXT = 0, JSON, JSONL, CSV, IDS };

struct similar_args {
    struct query_args query;
    const char *file;
    unsigned limit, format;
    bool no_snippets, explain;
};

static const char *const formats[] = { "text", "json", "jsonl", "csv", "ids", NULL };

const struct cli_option cmd_similar_options[] = {
    CLI_ARGS(struct similar_args),
    { CLI_OPT(CLI_TEXT, struct similar_args, file, "file", 0, "FILE",
              "like the article in this file, instead of one of the index"),
      .complete = "file" },
    CLI_FILTER_OPTIONS(struct similar_args),
    { CLI_OPT(CLI_UINT, struct similar_args, limit, "limit", 'n', "N", "articles shown (10)"),
      .min = 1, .max = PLX_SEARCH_LIMIT_MAX },
    { CLI_OPT(CLI_FLAG, struct similar_args, no_snippets, "no-snippets", 0, NULL,
              "no passages of the text") },
    { CLI_OPT(CLI_FLAG, struct similar_args, explain, "explain", 0, NULL, "say by which terms") },
    { CLI_OPT(CLI_CHOICE, struct similar_args, format, "format", 0, "FORMAT", "form of the output"),
      .choices = formats },
    CLI_END,
};

/* --------------------------------------------------------------------- file */

/* The first article of a file. */
struct first {
    plx_article article;
    bool found;
};

/* Its strings change hands; what is behind it is not read. */
static plx_status take_first(void *ctx, plx_article *a, const plx_extract_report *report,
                             plx_error *err)
{
    struct first *f = ctx;

    (void)report;
    f->article = *a;
    f->found = true;
    plx_article_init(a);
    return plx_fail(err, PLX_ERR_STOPPED, "one is enough");
}

static plx_status tell_failure(void *ctx, const char *where, const plx_error *why)
{
    (void)ctx;
    (void)where;
    cli_note("%s", why->msg);
    return PLX_OK;
}

static plx_status read_first(const char *path, struct first *f, plx_error *err)
{
    const plx_article_sink sink = { take_first, tell_failure, f };
    const plx_reader_options options = { 0 };
    plx_status rc = plx_read(path, &options, &sink, err);

    if (rc == PLX_ERR_STOPPED && f->found)
        rc = PLX_OK;
    if (rc == PLX_OK && !f->found)
        rc = plx_fail(err, PLX_ERR_NOTFOUND, "%s: there is no article in it", path);
    return rc;
}

/* ------------------------------------------------------------------- output */

static void add_formatted(const struct cli *cli, const struct similar_args *a,
                          const plx_search_result *r, plx_strbuf *out)
{
    if (a->format == JSONL)
        cli_add_json_lines(r, out);
    else if (a->format == CSV)
        cli_add_csv(r, 0, out);
    else if (a->format == IDS)
        cli_add_ids(r, out);
    for (size_t i = 0; a->format == TEXT && i < r->hit_count; i++) {
        plx_strbuf_printf(out, "%3.0f %% alike\n", r->hits[i].score * 100);
        cli_add_hit(cli, &r->hits[i], r->model, (uint32_t)i + 1, out);
    }
}

static int print(struct cli *cli, const struct similar_args *a, const plx_search_result *r,
                 const char *id)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    if (a->format == JSON) {
        code = cli_write_json(cli, plx_similar_json(r, id), true);
    } else {
        add_formatted(cli, a, r, &out);
        if (a->format == TEXT && r->explanation)
            cli_note_lines(r->explanation);
        code = a->format == TEXT ? cli_write(&out) : cli_write_data(cli, &out);
    }
    plx_strbuf_release(&out);
    return code == CLI_DONE && !r->hit_count ? CLI_NOTHING : code;
}

/* ---------------------------------------------------------------------- run */

/* One look, again when the index has changed: the docid may be another then. */
struct asking {
    struct cli *cli;
    const char *id;
    const plx_search_request *req;
    plx_similar like;
    plx_search_result *result;
};

static plx_status ask(plx_searcher *s, void *ctx, plx_error *err)
{
    struct asking *a = ctx;
    plx_status rc = PLX_OK;

    if (a->id)
        rc = plx_snapshot_find(a->cli->snapshot, a->id, &a->like.docid, err);
    return rc ? rc : plx_search_similar(s, a->req, &a->like, a->result, err);
}

static int run(struct cli *cli, const plx_search_request *req, const char *id,
               const plx_article *article)
{
    plx_search_result result;
    struct asking a = { cli, id, req, { .article = article }, &result };
    plx_error err;
    plx_status rc;
    int code;

    memset(&result, 0, sizeof result);
    rc = cli_search_with(cli, NULL, ask, &a, &err);
    code = rc == PLX_OK ? print(cli, cli->args, &result, id ? id : article->id) : cli_fail(&err);
    plx_search_result_release(&result);
    return rc == PLX_ERR_NOTFOUND ? CLI_NOTHING : code;
}

int cmd_similar(struct cli *cli, int argc, char **argv)
{
    const struct similar_args *args = cli->args;
    struct first first = { .found = false };
    plx_search_request req;
    plx_error err;
    plx_status rc;
    int code;

    if (!argc == !args->file)
        return cli_failf("similar: name one article: ID, or --file FILE");
    plx_article_init(&first.article);
    rc = cli_query_request(cli, &args->query, 0, NULL, &req, &err);
    req.limit = args->limit;
    req.snippets = !args->no_snippets && args->format != IDS;
    req.explain = args->explain;
    if (args->format == TEXT) {
        req.mark_open = CLI_MARK_OPEN;
        req.mark_close = CLI_MARK_CLOSE;
    }
    if (rc == PLX_OK && args->file)
        rc = read_first(args->file, &first, &err);
    code = rc == PLX_OK ? run(cli, &req, argc ? argv[0] : NULL, &first.article) : cli_fail(&err);
    plx_article_release(&first.article);
    return code;
}
