/* cli/cmd_export.c - `parallax export` */
#include <string.h>

#include "base/json.h"
#include "cli/command.h"
#include "cli/hits.h"
#include "cli/print.h"
#include "cli/query_options.h"

enum { JSONL = 0, CSV, IDS };

struct export_args {
    struct query_args query;
    unsigned format;
    bool no_text;
};

/** Times an export goes on after the index changed under it. */
#define TRIES 1000

static const char *const formats[] = { "jsonl", "csv", "ids", NULL };

const struct cli_option cmd_export_options[] = {
    CLI_ARGS(struct export_args),
    CLI_QUERY_OPTIONS(struct export_args),
    { CLI_OPT(CLI_FLAG, struct export_args, no_text, "no-text", 0, NULL,
              "leave out the text of the articles") },
    { CLI_OPT(CLI_CHOICE, struct export_args, format, "format", 0, "FORMAT", "form of the output"),
      .choices = formats },
    CLI_END,
};

/* One line of the output. */
static plx_status write_article(struct cli *cli, uint32_t docid, uint32_t rank, double score,
                                plx_error *err)
{
    const struct export_args *args = cli->args;
    const plx_model_info *model = plx_snapshot_model(cli->snapshot);
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_hit hit = { .docid = docid, .score = score };
    plx_status rc;

    plx_article_init(&hit.article);
    rc = plx_snapshot_article(cli->snapshot, docid, args->format == JSONL && !args->no_text,
                              &hit.article, err);
    if (rc == PLX_OK)
        rc = plx_snapshot_verdict(cli->snapshot, docid, &hit.verdict, err);
    if (rc == PLX_OK && args->format == CSV) {
        plx_hit_csv(&hit, model, rank, &out);
    } else if (rc == PLX_OK && args->format == IDS) {
        plx_strbuf_printf(&out, "%s\n", hit.article.id);
    } else if (rc == PLX_OK) {
        json_t *object = plx_article_verdict_json(&hit.article, &hit.verdict, model);

        out.failed = !object;
        plx_json_print(object, false, &out);
        plx_strbuf_putc(&out, '\n');
        json_decref(object);
    }
    if (rc == PLX_OK && cli_write_data(cli, &out) != CLI_DONE)
        rc = plx_fail(err, PLX_ERR_IO, "export: output ended");
    plx_article_release(&hit.article);
    plx_strbuf_release(&out);
    return rc;
}

/* All articles behind a docid, in the order they came in. */
static plx_status export_behind(struct cli *cli, uint32_t *last, uint32_t *written, plx_error *err)
{
    plx_postings *all = NULL;
    uint32_t docid = 0;
    plx_status rc = plx_postings_open(plx_snapshot_store(cli->snapshot), "", 0, &all, err);

    while (rc == PLX_OK && (rc = plx_postings_next(all, *last + 1, &docid, err)) == PLX_OK &&
           docid) {
        rc = write_article(cli, docid, *written + 1, 0, err);
        if (rc == PLX_OK) {
            *last = docid;
            ++*written;
        }
    }
    plx_postings_close(all);
    return rc;
}

/* The same, going on behind the last one when the index changed meanwhile. */
static plx_status export_all(struct cli *cli, uint32_t *written, plx_error *err)
{
    uint32_t last = 0;
    plx_status rc = export_behind(cli, &last, written, err);

    for (int tries = 0; rc == PLX_ERR_STALE && tries < TRIES; tries++) {
        rc = plx_snapshot_refresh(cli->snapshot, NULL, err);
        if (rc == PLX_OK)
            rc = export_behind(cli, &last, written, err);
    }
    return rc;
}

/* Those of a query, page by page. */
static plx_status export_query(struct cli *cli, plx_search_request *req, uint32_t *written,
                               plx_error *err)
{
    size_t got = PLX_SEARCH_LIMIT_MAX;
    plx_status rc = PLX_OK;

    req->limit = PLX_SEARCH_LIMIT_MAX;
    while (rc == PLX_OK && got == PLX_SEARCH_LIMIT_MAX) {
        plx_search_result page;

        req->offset = *written;
        rc = cli_search(cli, req, &page, err);
        got = rc == PLX_OK ? page.hit_count : 0;
        for (size_t i = 0; rc == PLX_OK && i < got; i++) {
            rc = write_article(cli, page.hits[i].docid, *written + 1, page.hits[i].score, err);
            *written += rc == PLX_OK;
        }
        plx_search_result_release(&page);
    }
    return rc;
}

static bool wants_all(const plx_search_request *req)
{
    return !*req->query && !req->filter_count && !req->since && !req->until &&
           req->sort == PLX_BY_RELEVANCE;
}

int cmd_export(struct cli *cli, int argc, char **argv)
{
    const struct export_args *args = cli->args;
    plx_search_request req;
    uint32_t written = 0;
    plx_strbuf head = PLX_STRBUF_INIT;
    plx_error err;
    plx_status rc = cli_query_request(cli, &args->query, argc, argv, &req, &err);

    if (rc == PLX_OK && args->format == CSV) {
        plx_hit_csv_header(&head);
        cli_write_data(cli, &head);
    }
    if (rc == PLX_OK)
        rc = wants_all(&req) ? export_all(cli, &written, &err)
                             : export_query(cli, &req, &written, &err);
    plx_strbuf_release(&head);
    if (rc != PLX_OK)
        return cli_fail(&err);
    return written ? CLI_DONE : CLI_NOTHING;
}
