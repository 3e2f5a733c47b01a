/* cli/writing.c - model and writer of an index, together */
#include "cli/writing.h"

#include "cli/labelled.h"
#include "cli/models.h"

static plx_status load_model(struct cli *cli, const struct cli_writing_options *opt,
                             plx_model **out, plx_error *err)
{
    const char *path = opt->model;
    plx_status rc = PLX_OK;

    *out = NULL;
    if (!path)
        rc = cli_model_of_index(cli, &path, err);
    if (rc == PLX_OK && path)
        rc = plx_model_load(path, out, err);
    return rc;
}

plx_status cli_writing_open(struct cli *cli, const struct cli_writing_options *opt,
                            struct cli_writing *out, plx_error *err)
{
    plx_writer_options options = { .what = opt->what,
                                   .wait_s = opt->wait_s,
                                   .labels_path = opt->labels,
                                   .replace_model = opt->model != NULL };
    plx_status rc;

    *out = (struct cli_writing){ 0 };
    rc = load_model(cli, opt, &out->model, err);
    options.model = out->model;
    if (rc == PLX_OK)
        rc = plx_writer_open(cli->index_dir, &options, &out->writer, err);
    return rc;
}

void cli_writing_close(struct cli_writing *w)
{
    const char *first = NULL;
    size_t faults = w->writer ? plx_writer_label_faults(w->writer, &first) : 0;

    cli_labels_note_faults(faults, first);
    plx_writer_close(w->writer);
    plx_model_free(w->model);
}
