/* cli/cmd_export.c - `parallax export` */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/labelled.h"
#include "cli/print.h"
#include "cli/query_options.h"
#include "search/export_writer.h"
#include "search/methods.h"

/** Times an export goes on after the index changed under it. */
#define TRIES 1000

struct export_args {
    struct query_args query;
    unsigned format;
    const char *methods;
    bool no_text, collapse;
};

/* An export while it runs. */
struct exporting {
    struct cli *cli;
    const struct export_args *args;
    plx_labels *labels;
    plx_export_writer *writer;
};

const struct cli_option cmd_export_options[] = {
    CLI_ARGS(struct export_args),
    CLI_LABELS_OPTION(struct export_args),
    CLI_QUERY_OPTIONS(struct export_args),
    { CLI_OPT(CLI_FLAG, struct export_args, collapse, "collapse", 0, NULL,
              "of near-copies of an article only the best ranked one") },
    { CLI_OPT(CLI_FLAG, struct export_args, no_text, "no-text", 0, NULL,
              "leave out the text of the articles") },
    { CLI_OPT(CLI_TEXT, struct export_args, methods, "methods", 0, "FILE",
              "also write how the articles were chosen: query, index, model, counts (Markdown)"),
      .complete = "file" },
    { CLI_OPT(CLI_CHOICE, struct export_args, format, "format", 0, "FORMAT", "form of the output"),
      .choices = plx_export_words },
    CLI_END,
};

/* ----------------------------------------------------------------- articles */

static plx_status put_out(struct exporting *e, plx_strbuf *out, plx_error *err)
{
    plx_status rc = PLX_OK;

    if (out->failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "export: out of memory");
    else if (out->len && cli_write_data(e->cli, out) != CLI_DONE)
        rc = plx_fail(err, PLX_ERR_IO, "export: output ended");
    return rc;
}

/* One article of the output. */
static plx_status write_article(struct exporting *e, uint32_t docid, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc = plx_export_add(e->writer, e->cli->snapshot, docid, &out, err);

    if (rc == PLX_OK)
        rc = put_out(e, &out, err);
    plx_strbuf_release(&out);
    return rc;
}

/* All articles behind a docid, in the order they came in. */
static plx_status export_behind(struct exporting *e, uint32_t *last, plx_error *err)
{
    plx_postings *all = NULL;
    uint32_t docid = 0;
    plx_status rc = plx_postings_open(plx_snapshot_store(e->cli->snapshot), "", 0, &all, err);

    while (rc == PLX_OK && (rc = plx_postings_next(all, *last + 1, &docid, err)) == PLX_OK &&
           docid) {
        rc = write_article(e, docid, err);
        if (rc == PLX_OK)
            *last = docid;
    }
    plx_postings_close(all);
    return rc;
}

/* The same, going on behind the last one when the index changed meanwhile. */
static plx_status export_all(struct exporting *e, plx_error *err)
{
    uint32_t last = 0;
    plx_status rc = export_behind(e, &last, err);

    for (int tries = 0; rc == PLX_ERR_STALE && tries < TRIES; tries++) {
        rc = plx_snapshot_refresh(e->cli->snapshot, NULL, err);
        if (rc == PLX_OK)
            rc = export_behind(e, &last, err);
    }
    return rc;
}

/* What a query finds, all of one state of the index. */
struct chosen {
    const plx_search_request *req;
    plx_strbuf ids; /* each with its NUL, in the order of the search */
    uint32_t count;
    char *notice;
};

static void keep_page(struct chosen *c, const plx_search_result *page)
{
    for (size_t i = 0; i < page->hit_count; i++) {
        const char *id = page->hits[i].article.id;

        plx_strbuf_add(&c->ids, id, strlen(id) + 1);
    }
    c->count += (uint32_t)page->hit_count;
    if (!c->notice && page->notice)
        c->notice = strdup(page->notice);
}

/* Page by page; from the first again if the index changes meanwhile. */
static plx_status choose(plx_searcher *s, void *ctx, plx_error *err)
{
    struct chosen *c = ctx;
    plx_search_request req = *c->req;
    size_t got = PLX_SEARCH_LIMIT_MAX;
    plx_status rc = PLX_OK;

    plx_strbuf_reset(&c->ids);
    c->count = 0;
    req.limit = PLX_SEARCH_LIMIT_MAX;
    req.counted = true;
    while (rc == PLX_OK && got == PLX_SEARCH_LIMIT_MAX) {
        plx_search_result page;

        req.offset = c->count;
        rc = plx_search(s, &req, &page, err);
        got = rc == PLX_OK ? page.hit_count : 0;
        if (rc == PLX_OK)
            keep_page(c, &page);
        plx_search_result_release(&page);
    }
    if (rc == PLX_OK && c->ids.failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "export: out of memory");
    return rc;
}

/* One that was chosen, wherever it is by now. */
struct wanted {
    struct exporting *e;
    const char *id;
};

static plx_status write_wanted(plx_searcher *s, void *ctx, plx_error *err)
{
    const struct wanted *w = ctx;
    uint32_t docid;
    plx_status rc = plx_snapshot_find(w->e->cli->snapshot, w->id, &docid, err);

    (void)s;
    return rc == PLX_OK ? write_article(w->e, docid, err) : rc;
}

/* What was deleted since it was chosen is left out, and told. */
static plx_status write_chosen(struct exporting *e, const struct chosen *c, plx_error *err)
{
    struct wanted w = { e, c->ids.s };
    uint32_t gone = 0;
    plx_status rc = PLX_OK;

    for (uint32_t i = 0; rc == PLX_OK && i < c->count; i++) {
        rc = cli_search_with(e->cli, NULL, write_wanted, &w, err);
        if (rc == PLX_ERR_NOTFOUND) {
            gone++;
            rc = PLX_OK;
        }
        w.id += strlen(w.id) + 1;
    }
    if (gone)
        cli_note("%u of the articles found were deleted meanwhile", (unsigned)gone);
    return rc;
}

static plx_status export_query(struct exporting *e, const plx_search_request *req, plx_error *err)
{
    struct chosen c = { req, PLX_STRBUF_INIT, 0, NULL };
    plx_status rc = cli_search_with(e->cli, req->query, choose, &c, err);

    if (rc == PLX_OK && c.notice)
        cli_note("%s", c.notice);
    if (rc == PLX_OK)
        rc = write_chosen(e, &c, err);
    plx_strbuf_release(&c.ids);
    free(c.notice);
    return rc;
}

static bool wants_all(const plx_search_request *req)
{
    return !*req->query && !req->filter_count && !req->since && !req->until && !req->collapse &&
           strcmp(req->labels, "all") == 0 && req->sort == PLX_BY_RELEVANCE;
}

static plx_status export_articles(struct exporting *e, const plx_search_request *req,
                                  plx_error *err)
{
    plx_strbuf frame = PLX_STRBUF_INIT;
    plx_status rc;

    plx_export_begin(e->writer, plx_snapshot_model(e->cli->snapshot), &frame);
    rc = put_out(e, &frame, err);
    if (rc == PLX_OK)
        rc = wants_all(req) ? export_all(e, err) : export_query(e, req, err);
    plx_strbuf_reset(&frame);
    plx_export_end(e->writer, &frame);
    if (rc == PLX_OK)
        rc = put_out(e, &frame, err);
    plx_strbuf_release(&frame);
    return rc;
}

/* ------------------------------------------------------------------ methods */

static int64_t today(void)
{
    int64_t epoch = plx_date_epoch();

    return epoch ? epoch : (int64_t)time(NULL);
}

static plx_status add_methods(struct exporting *e, const plx_search_request *req,
                              const plx_search_result *result, plx_error *err)
{
    plx_snapshot *snap = e->cli->snapshot;
    plx_methods m = { .request = req,
                      .result = result,
                      .version = plx_snapshot_version(snap),
                      .documents = plx_snapshot_documents(snap),
                      .written = plx_export_count(e->writer),
                      .now = today() };
    plx_strbuf note = PLX_STRBUF_INIT;
    plx_status rc;

    plx_methods_note(&m, &note);
    rc = note.failed ? plx_fail(err, PLX_ERR_NOMEM, "export: out of memory")
                     : plx_file_replace(e->args->methods, note.s, note.len, err);
    plx_strbuf_release(&note);
    return rc;
}

static plx_status write_methods(struct exporting *e, const plx_search_request *request,
                                plx_error *err)
{
    plx_search_request req = *request;
    plx_search_result result;
    uint32_t *docids = NULL;
    plx_status rc;

    req.explain = true;
    rc = cli_search_docids(e->cli, &req, &docids, &result, err);
    if (rc == PLX_OK)
        rc = add_methods(e, &req, &result, err);
    plx_search_result_release(&result);
    free(docids);
    return rc;
}

/* --------------------------------------------------------------------- run */

static plx_status run(struct exporting *e, const plx_search_request *req, plx_error *err)
{
    plx_export_options opt = { .form = (plx_export_form)e->args->format,
                               .no_text = e->args->no_text };
    plx_status rc = PLX_OK;

    if (plx_export_has_votes(opt.form))
        rc = cli_labels_open(e->cli, NULL, &e->labels, err);
    opt.labels = e->labels;
    if (rc == PLX_OK)
        rc = plx_export_writer_new(&opt, &e->writer, err);
    if (rc == PLX_OK)
        rc = export_articles(e, req, err);
    if (rc == PLX_OK && e->args->methods)
        rc = write_methods(e, req, err);
    return rc;
}

int cmd_export(struct cli *cli, int argc, char **argv)
{
    struct exporting e = { .cli = cli, .args = cli->args };
    plx_search_request req;
    plx_error err;
    plx_status rc = cli_query_request(cli, &e.args->query, argc, argv, &req, &err);
    bool has_written;

    req.collapse = e.args->collapse;
    if (rc == PLX_OK)
        rc = run(&e, &req, &err);
    has_written = rc == PLX_OK && plx_export_count(e.writer);
    plx_labels_close(e.labels);
    plx_export_writer_free(e.writer);
    if (rc != PLX_OK)
        return cli_fail(&err);
    return has_written ? CLI_DONE : CLI_NOTHING;
}
