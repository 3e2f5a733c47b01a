/* cli/training_data.c - reading labelled articles */
#include "cli/training_data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/labelled.h"
#include "cli/print.h"
#include "indexer/reader.h"

/* An article without label is no failure: it is counted and left out. */
static plx_status add(struct cli_training_data *data, const plx_article *a, plx_error *err)
{
    plx_error why;
    plx_status rc = plx_dataset_add(data->set, a, &why);

    if (rc == PLX_ERR_INVALID) {
        data->unlabelled++;
        return PLX_OK;
    }
    if (rc != PLX_OK && err)
        *err = why;
    return rc;
}

static plx_status on_article(void *ctx, plx_article *a, const plx_extract_report *report,
                             plx_error *err)
{
    (void)report;
    return add(ctx, a, err);
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    struct cli_training_data *data = ctx;

    (void)where;
    cli_note("%s", why->msg);
    data->failed++;
    return PLX_OK;
}

plx_status cli_training_read(struct cli *cli, int files, char **file, struct cli_training_data *out,
                             plx_error *err)
{
    const plx_reader_options options = { .keep_label = true, .map = out->map };
    const plx_article_sink sink = { on_article, on_failure, out };
    plx_status rc = PLX_OK;

    (void)cli;
    for (int i = 0; rc == PLX_OK && i < files; i++)
        rc = plx_read(file[i], &options, &sink, err);
    return rc;
}

static plx_status on_labelled(void *ctx, const plx_article *a, const plx_label *v, plx_error *err)
{
    plx_article labelled = *a; /* a borrowed copy that bears the label */
    struct cli_training_data *data = ctx;

    if (data->which == CLI_LABELS_RANDOM && v->how != PLX_HOW_VALIDATE) {
        data->passed_over++;
        return PLX_OK;
    }
    labelled.label = (char *)(size_t)v->label;
    plx_dataset_kind(data->set,
                     PLX_DATA_DECIDED | (v->how == PLX_HOW_REVIEW ? PLX_DATA_PICKED : 0));
    return add(data, &labelled, err);
}

plx_status cli_training_from_index(struct cli *cli, const char *labels,
                                   enum cli_training_labels which, struct cli_training_data *out,
                                   plx_error *err)
{
    struct cli_labelled found = { 0 };
    plx_status rc = PLX_OK;

    out->which = which;
    if (!cli->snapshot)
        rc = plx_snapshot_open(cli->index_dir, NULL, &cli->snapshot, err);
    if (rc == PLX_OK)
        rc = cli_each_labelled(cli, labels, on_labelled, out, &found, err);
    plx_dataset_kind(out->set, 0);
    cli_labelled_note(&found);
    if (out->passed_over)
        cli_note(
            "%zu labels of the index were not given in `validate`: passed over, since they are "
            "no random sample",
            out->passed_over);
    return rc;
}

void cli_training_warn(const char *warnings)
{
    plx_strbuf safe = PLX_STRBUF_INIT;

    cli_add_safe(&safe, warnings);
    for (const char *line = safe.s; *line;) {
        size_t len = strcspn(line, "\n");

        if (len)
            fprintf(stderr, "warning: %.*s\n", (int)len, line);
        line += len + (line[len] == '\n');
    }
    plx_strbuf_release(&safe);
}

void cli_training_note(const struct cli_training_data *data)
{
    fprintf(stderr, "%zu labelled articles", plx_dataset_count(data->set));
    if (plx_dataset_repeated(data->set))
        fprintf(stderr, ", %zu repeated ones left out", plx_dataset_repeated(data->set));
    if (data->unlabelled)
        fprintf(stderr, ", %zu without label or words left out", data->unlabelled);
    fputc('\n', stderr);
}
