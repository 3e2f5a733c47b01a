/* cli/cmd_index.c - `parallax index` */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/index_json.h"
#include "cli/index_report.h"
#include "cli/models.h"
#include "cli/progress.h"
#include "collection/collection.h"
#include "indexer/follow.h"

struct index_args {
    const char *source, *lang, *path_pattern, *meta, *charset, *model, *labels, *labels_from_input;
    const char *files_from, *report;
    struct cli_list map, facets;
    bool no_model, clean, no_learn, keep_versions;
    bool nul_separated, retry_failed, dry_run, watch, verbose;
    unsigned prune, jobs;
    double wait, commit_every;
};

static const char *const prune_choices[] = { "all", NULL };

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
    { CLI_OPT(CLI_TEXT, struct index_args, charset, "charset", 0, "NAME",
              "character set of pages and texts, whatever they say") },
    { CLI_OPT(CLI_FLAG, struct index_args, clean, "clean", 0, NULL,
              "take furniture out of the texts of JSON, CSV and feeds, too") },
    { CLI_OPT(CLI_FLAG, struct index_args, no_learn, "no-learn", 0, NULL,
              "leave in lines that repeat over the articles of a source") },
    { CLI_OPT(CLI_TEXT, struct index_args, files_from, "files-from", 'T', "FILE",
              "read the files and folders that FILE lists, one a line; - is standard input"),
      .complete = "file" },
    { CLI_OPT(CLI_FLAG, struct index_args, nul_separated, "null", '0', NULL,
              "names in --files-from end with NUL (find -print0)") },
    { CLI_OPT(CLI_FLAG, struct index_args, retry_failed, "retry-failed", 0, NULL,
              "read only the files in which something failed before; no PATH is needed") },
    { CLI_OPT(CLI_SWITCH, struct index_args, prune, "prune", 0, "all",
              "remove articles of files under PATH that are no longer there, or no longer bring "
              "them; with =all even if that is more than half of the files"),
      .choices = prune_choices },
    { CLI_OPT(CLI_FLAG, struct index_args, dry_run, "dry-run", 'n', NULL,
              "say what would be done and write nothing") },
    { CLI_OPT(CLI_FLAG, struct index_args, watch, "watch", 0, NULL,
              "stay and keep up with what changes under PATH, until interrupted") },
    { CLI_OPT(CLI_FLAG, struct index_args, keep_versions, "keep-versions", 0, NULL,
              "keep the title and text that a changed article had before") },
    { CLI_OPT(CLI_UINT, struct index_args, jobs, "jobs", 'j', "N",
              "threads that extract and analyse (default: as many as cores)"),
      .min = 1, .max = PLX_JOBS_MAX },
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
              "time between commits (5; 60 while much is indexed)"),
      .min = 0.01, .max = 3600 },
    { CLI_OPT(CLI_TEXT, struct index_args, report, "report", 0, "FILE",
              "write the summary, with all failures, to FILE as JSON"),
      .complete = "file" },
    { CLI_OPT(CLI_FLAG, struct index_args, verbose, "verbose", 'v', NULL,
              "also say which steps took the time, and the slowest article") },
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
    return (plx_index_options){
        .writer = { .what = args->watch ? "parallax index --watch" : "parallax index",
                    .wait_s = args->wait,
                    .create = true,
                    .labels_path = args->labels,
                    .model = model,
                    .facets = args->facets.item,
                    .keep_versions = args->keep_versions,
                    .dry_run = args->dry_run },
        .reader = { .source = args->source,
                    .lang = args->lang,
                    .path_pattern = args->path_pattern,
                    .meta_file = args->meta,
                    .map = args->map.item,
                    .charset = args->charset,
                    .clean = args->clean },
        .jobs = args->jobs,
        .commit_s = args->commit_every,
        .files_from = args->files_from,
        .nul_separated = args->nul_separated,
        .retry_failed = args->retry_failed,
        .no_learn = args->no_learn,
        .prune = (plx_prune)args->prune,
        .labels_from_input = args->labels_from_input,
    };
}

/* ------------------------------------------------------------ combinations */

static bool has_stream(char *const *paths, int n)
{
    for (int i = 0; i < n; i++)
        if (strcmp(paths[i], "-") == 0)
            return true;
    return false;
}

static int refuse_combinations(const struct index_args *args, char *const *paths, int n)
{
    bool is_listed = args->files_from || args->retry_failed;
    bool is_stream = has_stream(paths, n);
    const struct {
        bool is_wrong;
        const char *why;
    } rule[] = {
        { args->model && args->no_model, "--model and --no-model exclude each other" },
        { args->labels_from_input && !*args->labels_from_input,
          "--labels-from-input needs the name of the coder" },
        { !n && !is_listed, "nothing to read: PATH..., - for standard input, --files-from FILE or "
                            "--retry-failed (`parallax help index` tells more)" },
        { args->nul_separated && !args->files_from, "--null goes with --files-from" },
        { args->retry_failed && (n || args->files_from),
          "--retry-failed knows the files: no PATH and no --files-from" },
        { args->prune && is_listed, "--prune needs the PATH under which articles may go: not with "
                                    "--files-from and --retry-failed" },
        { args->prune && is_stream, "--prune needs files and folders, not standard input" },
        { args->watch && (is_listed || is_stream || args->dry_run),
          "--watch needs files and folders: not with -, --files-from, --retry-failed and "
          "--dry-run" },
        { is_stream && args->files_from && strcmp(args->files_from, "-") == 0,
          "standard input can be the list or the articles, not both" },
    };

    for (size_t i = 0; i < sizeof rule / sizeof *rule; i++)
        if (rule[i].is_wrong)
            return cli_failf("%s", rule[i].why);
    return CLI_DONE;
}

/* --------------------------------------------------------------------- run */

static int run_index(struct cli *cli, const char *const *paths, const plx_model *model)
{
    const struct index_args *args = cli->args;
    plx_index_options options = pipeline_options(args, model);
    plx_index_summary sum = { 0 };
    struct cli_progress progress;
    plx_error err;
    plx_status rc;
    int code;

    cli_progress_init(&progress, cli, paths);
    options.progress = cli_progress_index;
    options.ctx = &progress;
    rc = args->watch ? plx_index_follow(cli->index_dir, paths, &options, &sum, &err)
                     : plx_index_paths(cli->index_dir, paths, &options, &sum, &err);
    cli_progress_end(&progress);
    if (rc != PLX_OK && sum.added + sum.updated)
        cli_note("the run has ended early; what was committed before is in the index, and the same "
                 "command goes on from there");
    code = rc == PLX_OK ? cli_index_report(cli, &sum, args->verbose) : cli_fail(&err);
    if (args->report && cli_index_write_report(cli, args->report, &sum, rc ? err.msg : NULL) != 0)
        code = CLI_ERROR;
    plx_index_summary_release(&sum);
    return code;
}

int cmd_index(struct cli *cli, int argc, char **argv)
{
    const struct index_args *args = cli->args;
    const char **paths = cli_alloc(cli, ((size_t)argc + 1) * sizeof *paths);
    plx_model *model = NULL;
    plx_error err;
    int code = refuse_combinations(args, argv, argc);

    if (code != CLI_DONE)
        return code;
    for (int i = 0; i < argc; i++)
        paths[i] = argv[i];
    if (choose_model(cli, args, &model, &err) != PLX_OK)
        return cli_fail(&err);
    code = run_index(cli, paths, model);
    plx_model_free(model);
    return code;
}
