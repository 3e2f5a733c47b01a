/* cli/drift.c - articles beside those that a model learned from */
#include "cli/drift.h"

#include <time.h>

#include "classifier/drift.h"
#include "cli/print.h"
#include "indexer/reader.h"

#define DAY_SECONDS 86400

/* One run. */
struct run {
    struct cli *cli;
    const struct cli_drift_options *opt;
    plx_drift *drift;
    int64_t newest; /* of the index, where only some days count; not in the future */
    size_t articles, undated, failed;
};

static plx_status add(struct run *r, const plx_article *a, plx_error *err)
{
    r->articles++;
    return plx_drift_add(r->drift, a, err);
}

/* ------------------------------------------------------------ files */

static plx_status on_article(void *ctx, plx_article *a, const plx_extract_report *report,
                             plx_error *err)
{
    (void)report;
    return add(ctx, a, err);
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    struct run *r = ctx;

    (void)where;
    cli_note("%s", why->msg);
    r->failed++;
    return PLX_OK;
}

static plx_status read_files(struct run *r, plx_error *err)
{
    const plx_reader_options options = { .map = r->opt->map };
    const plx_article_sink sink = { on_article, on_failure, r };
    plx_status rc = PLX_OK;

    for (int i = 0; rc == PLX_OK && i < r->opt->files; i++)
        rc = plx_read(r->opt->file[i], &options, &sink, err);
    return rc;
}

/* ------------------------------------------------------------ the index */

/* Whole days back from the newest article, so that an archive has recent articles, too. */
static int64_t first_moment(struct run *r, const plx_date_column *dates)
{
    int64_t now = (int64_t)time(NULL) + DAY_SECONDS;

    if (!r->opt->days)
        return INT64_MIN;
    for (uint32_t d = 1; d <= dates->last_docid; d++)
        if (dates->start[d] > r->newest && dates->start[d] <= now)
            r->newest = dates->start[d];
    return r->newest == INT64_MIN ? INT64_MIN : r->newest - (int64_t)r->opt->days * DAY_SECONDS;
}

static plx_status add_document(struct run *r, uint32_t docid, plx_error *err)
{
    plx_article a;
    plx_status rc;

    plx_article_init(&a);
    rc = plx_snapshot_article(r->cli->snapshot, docid, true, &a, err);
    if (rc == PLX_OK)
        rc = add(r, &a, err);
    plx_article_release(&a);
    return rc;
}

static plx_status read_index(struct run *r, plx_error *err)
{
    const plx_date_column *dates = NULL;
    plx_postings *it = NULL;
    uint32_t docid = 1;
    int64_t first = INT64_MIN;
    plx_status rc = PLX_OK;

    if (!r->cli->snapshot)
        rc = plx_snapshot_open(r->cli->index_dir, NULL, &r->cli->snapshot, err);
    if (rc == PLX_OK)
        rc = plx_snapshot_dates(r->cli->snapshot, &dates, err);
    if (rc == PLX_OK) {
        first = first_moment(r, dates);
        rc = plx_postings_open(plx_snapshot_store(r->cli->snapshot), "", 0, &it, err);
    }
    while (rc == PLX_OK && docid) {
        bool is_dated;

        rc = plx_postings_next(it, 0, &docid, err);
        if (rc != PLX_OK || !docid)
            break;
        is_dated = docid <= dates->last_docid && dates->start[docid] != INT64_MIN;
        if (r->opt->days && !is_dated)
            r->undated++;
        else if (!r->opt->days || (dates->start[docid] > first && dates->start[docid] <= r->newest))
            rc = add_document(r, docid, err);
    }
    plx_postings_close(it);
    return rc;
}

/* ------------------------------------------------------------ output */

static int print(struct run *r, const plx_model *model)
{
    plx_strbuf out = PLX_STRBUF_INIT, safe = PLX_STRBUF_INIT;
    int code;

    if (r->opt->json) {
        json_t *object = plx_drift_json(r->drift);

        json_object_set_new(object, "schema", json_integer(1));
        json_object_set_new(object, "model", json_string(plx_model_name(model)));
        return cli_write_json(r->cli, object, true);
    }
    plx_strbuf_printf(&out, "model %s\n", plx_model_name(model));
    plx_drift_print(r->drift, &out);
    cli_add_safe(&safe, out.s);
    code = cli_write(&safe);
    plx_strbuf_release(&out);
    plx_strbuf_release(&safe);
    return code;
}

static void note_period(const struct run *r)
{
    plx_date newest = { r->newest, PLX_DATE_DAY, false };
    char day[PLX_DATE_BYTES];

    if (!r->opt->days || r->newest == INT64_MIN)
        return;
    plx_date_format(&newest, day);
    cli_note("the %u days up to %s, the day of the newest article: %zu articles; %zu of the index "
             "have no date",
             r->opt->days, day, r->articles, r->undated);
}

int cli_drift(struct cli *cli, const plx_model *model, const struct cli_drift_options *opt)
{
    struct run r = { .cli = cli, .opt = opt, .newest = INT64_MIN };
    plx_error err;
    plx_status rc = plx_drift_new(model, &r.drift, &err);
    int code = CLI_NOTHING;

    if (rc == PLX_OK)
        rc = opt->files ? read_files(&r, &err) : read_index(&r, &err);
    if (rc == PLX_OK)
        note_period(&r);
    if (rc != PLX_OK)
        code = cli_fail(&err);
    else if (r.articles)
        code = print(&r, model);
    plx_drift_free(r.drift);
    return code == CLI_DONE && r.failed ? CLI_ERROR : code;
}
