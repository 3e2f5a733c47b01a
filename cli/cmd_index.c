/* cli/cmd_index.c - `parallax index` */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/index_report.h"
#include "cli/models.h"
#include "cli/progress.h"
#include "collection/collection.h"
#include "indexer/pipeline.h"

struct index_args {
    const char *source, *lang, *path_pattern, *meta, *model, *labels, *labels_from_input;
    struct cli_list map, facets;
    bool no_model;
    double wait, commit_every;
};

const struct cli_option cmd_index_options[] = {
    CLI_ARGS(struct index_args),
    { CLI_OPT(CLI_TEXT, struct index_args, source, "source", 's', "NAME",
              "outlet of the articles that do not tell it") },
    { CLI_OPT(CLI_TEXT, struct index_args, lang, "lang", 'l', "CODE",
              "language of all articles (en, fa, ...)") },
    { CLI_OPT(CLI_TEXT, struct index_args, path_pattern, "path-pattern", 0, "PATTERN",
              "what the names of folders and files tell: '{source}/{date}/*'") },
    { CLI_OPT(CLI_TEXT, struct index_args, meta, "meta", 0, "CSV",
              "table with a header: path, source, date, author, url, title"),
      .complete = "file" },
    { CLI_OPT(CLI_LIST, struct index_args, map, "map", 0, "FIELD=NAME",
              "read a field from another name: title=headline (may be repeated)") },
    { CLI_OPT(CLI_LIST, struct index_args, facets, "facet", 0, "NAME",
              "make an unknown field of JSON Lines a facet (may be repeated)") },
    { CLI_OPT(CLI_TEXT, struct index_args, model, "model", 'm', "FILE",
              "the model that judges a new index (default: $PARALLAX_MODEL, else the shipped one)"),
      .complete = "file" },
    { CLI_OPT(CLI_FLAG, struct index_args, no_model, "no-model", 0, NULL,
              "do not judge the articles") },
    { CLI_OPT(CLI_REAL, struct index_args, wait, "wait", 'w', "SECONDS",
              "wait for another writer of the index"),
      .max = 1e6 },
    { CLI_OPT(CLI_TEXT, struct index_args, labels, "labels", 0, "FILE",
              "the labels by people (default: labels.jsonl in the index)"),
      .complete = "file" },
    { CLI_OPT(CLI_TEXT, struct index_args, labels_from_input, "labels-from-input", 0, "CODER",
              "take `label` of the input for a label by this person") },
    { CLI_OPT(CLI_REAL, struct index_args, commit_every, "commit-every", 0, "SECONDS",
              "time between commits (5)"),
      .min = 0.01, .max = 3600 },
    CLI_END,
};

/* The model of this run: that of the index, else the one given, else the default; NULL with a
 * notice if there is none. */
static plx_status choose_model(struct cli *cli, const struct index_args *args, plx_model **model,
                               plx_error *err)
{
    const char *path = args->model;
    plx_status rc = PLX_OK;

    *model = NULL;
    if (args->no_model)
        return PLX_OK;
    if (!path)
        rc = cli_model_of_index(cli, &path, err);
    if (rc != PLX_OK)
        return rc;
    if (!path && !plx_collection_exists(cli->index_dir))
        path = cli_model_default(cli);
    if (!path) {
        cli_note("no model: the articles are not judged (--model FILE names one)");
        return PLX_OK;
    }
    return plx_model_load(path, model, err);
}

static plx_index_options pipeline_options(const struct index_args *args, const plx_model *model)
{
    plx_index_options o = { 0 };

    o.writer.what = "parallax index";
    o.writer.wait_s = args->wait;
    o.writer.create = true;
    o.writer.labels_path = args->labels;
    o.writer.model = model;
    o.writer.facets = args->facets.item;
    o.reader.source = args->source;
    o.reader.lang = args->lang;
    o.reader.path_pattern = args->path_pattern;
    o.reader.meta_file = args->meta;
    o.reader.map = args->map.item;
    o.commit_s = args->commit_every;
    o.labels_from_input = args->labels_from_input;
    return o;
}

static int refuse_combinations(const struct index_args *args)
{
    if (args->model && args->no_model)
        return cli_failf("--model and --no-model exclude each other");
    if (args->labels_from_input && !*args->labels_from_input)
        return cli_failf("--labels-from-input needs the name of the coder");
    return CLI_DONE;
}

static int run_index(struct cli *cli, const char *const *paths, size_t n, const plx_model *model)
{
    plx_index_options options = pipeline_options(cli->args, model);
    struct cli_progress progress;
    plx_index_summary sum;
    plx_error err;
    plx_status rc;
    int code;

    cli_progress_init(&progress, cli, paths, n);
    options.progress = cli_progress_index;
    options.ctx = &progress;
    rc = plx_index_paths(cli->index_dir, paths, n, &options, &sum, &err);
    cli_progress_end(&progress);
    code = rc == PLX_OK ? cli_index_report(cli, &sum) : cli_fail(&err);
    plx_index_summary_release(&sum);
    return code;
}

int cmd_index(struct cli *cli, int argc, char **argv)
{
    const struct index_args *args = cli->args;
    plx_model *model = NULL;
    plx_error err;
    int code = refuse_combinations(args);

    if (code != CLI_DONE)
        return code;
    if (choose_model(cli, args, &model, &err) != PLX_OK)
        return cli_fail(&err);
    code = run_index(cli, (const char *const *)argv, (size_t)argc, model);
    plx_model_free(model);
    return code;
}
