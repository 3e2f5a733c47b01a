/* cli/cmd_train.c - `parallax train` */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/utf8.h"
#include "classifier/outlets.h"
#include "classifier/recalibrate.h"
#include "classifier/train.h"
#include "cli/command.h"
#include "cli/models.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/training_data.h"

/** A list of target terms over this many bytes is refused. */
#define TERMS_MAX (1u << 20)
/** Errors that are listed unless asked otherwise. */
#define ERRORS_LISTED 10
/** Longest name of a model or target, bytes. */
#define NAME_MAX_BYTES 100

enum { TEXT = 0, JSON };
enum { BY_SOURCE = 0, BY_CREDIT, AT_RANDOM };

struct train_args {
    const char *output, *target, *target_terms, *name, *date, *order, *labels, *base, *report;
    unsigned folds, group, seed, min_sources, format, errors;
    double cost;
    struct cli_list map;
    bool from_index, from_scratch, recalibrate, grid, learning_curve, outlet_curves;
};

static const char *const formats[] = { "text", "json", NULL };
static const char *const groups[] = { "source", "original_source", "none", NULL };

const struct cli_option cmd_train_options[] = {
    CLI_ARGS(struct train_args),
    { CLI_OPT(CLI_TEXT, struct train_args, output, "output", 'o', "MODEL", "write the model here"),
      .complete = "file" },
    { CLI_OPT(CLI_UINT, struct train_args, folds, "cross-validate", 'k', "K",
              "measure on K parts held out in turn (5)"),
      .min = 2, .max = 50 },
    { CLI_OPT(CLI_CHOICE, struct train_args, group, "group", 0, "BY",
              "what a part keeps together; `none` splits at random, which flatters"),
      .choices = groups },
    { CLI_OPT(CLI_FLAG, struct train_args, from_index, "from-index", 0, NULL,
              "add the articles of the index that people labelled") },
    { CLI_OPT(CLI_TEXT, struct train_args, labels, "labels", 0, "FILE",
              "with --from-index: the labels (default: labels.jsonl in the index)"),
      .complete = "file" },
    { CLI_OPT(CLI_LIST, struct train_args, map, "map", 0, "FIELD=NAME",
              "JSON and columns: read FIELD from NAME (label=lean)") },
    { CLI_OPT(CLI_TEXT, struct train_args, base, "base", 0, "MODEL",
              "adapt this model (default: as for classify)"),
      .complete = "file" },
    { CLI_OPT(CLI_FLAG, struct train_args, from_scratch, "from-scratch", 0, NULL,
              "learn from the given labels alone, adapting no model") },
    { CLI_OPT(CLI_FLAG, struct train_args, recalibrate, "recalibrate", 0, NULL,
              "learn no words: fit probabilities, threshold and off-topic gate of the base to a "
              "random sample; --from-index then takes labels of `validate` only") },
    { CLI_OPT(CLI_TEXT, struct train_args, report, "report", 0, "FILE.html",
              "write a page with all figures, charts and errors"),
      .complete = "file" },
    { CLI_OPT(CLI_UINT, struct train_args, errors, "errors", 0, "N",
              "list so many of the surest errors (10)"),
      .min = 1, .max = 10000 },
    { CLI_OPT(CLI_FLAG, struct train_args, learning_curve, "learning-curve", 0, NULL,
              "measure with a quarter, a half, three quarters of the sources, too") },
    { CLI_OPT(CLI_FLAG, struct train_args, outlet_curves, "outlet-curves", 0, NULL,
              "for each large source: errors of a model of the others, as it learns 0 to 30 of its "
              "articles (slow)") },
    { CLI_OPT(CLI_TEXT, struct train_args, target, "target", 0, "NAME",
              "what the stance is toward (iran)") },
    { CLI_OPT(CLI_TEXT, struct train_args, target_terms, "target-terms", 0, "FILE",
              "words and phrases that name the target, one a line"),
      .complete = "file" },
    { CLI_OPT(CLI_TEXT, struct train_args, order, "order", 0, "LABELS",
              "order of the labels: pro-iran,neutral,anti-iran") },
    { CLI_OPT(CLI_TEXT, struct train_args, name, "name", 0, "NAME",
              "name of the model (default: target and date)") },
    { CLI_OPT(CLI_TEXT, struct train_args, date, "date", 0, "DATE",
              "date of the training (default: today)") },
    { CLI_OPT(CLI_UINT, struct train_args, seed, "seed", 0, "N", "of all that is random (1)") },
    { CLI_OPT(CLI_REAL, struct train_args, cost, "cost", 0, "C",
              "how much errors cost (liblinear's C; default: from scratch the best of five, "
              "adapting 10)"),
      .min = 1e-6, .max = 1e6 },
    { CLI_OPT(CLI_FLAG, struct train_args, grid, "grid", 0, NULL,
              "try five costs when adapting, too") },
    { CLI_OPT(CLI_UINT, struct train_args, min_sources, "min-sources", 0, "N",
              "use only words seen in this many sources (6)"),
      .min = 1, .max = 1000 },
    { CLI_OPT(CLI_CHOICE, struct train_args, format, "format", 0, "FORMAT", "of the measures"),
      .choices = formats },
    CLI_END,
};

/* What does not go together, by the first that is so. */
static int refuse_combinations(const struct train_args *a)
{
    const struct {
        bool is_so;
        const char *why;
    } bad[] = {
        { a->output && a->report && strcmp(a->output, a->report) == 0,
          "-o and --report name the same file: the report would replace the model" },
        { a->recalibrate && !a->output, "--recalibrate needs -o MODEL: where the new model goes" },
        { a->recalibrate &&
              (a->from_scratch || a->target || a->target_terms || a->grid || a->cost > 0),
          "--recalibrate learns no words: it takes no --from-scratch, --target, --target-terms, "
          "--grid, --cost" },
        { a->recalibrate && (a->folds || a->report || a->learning_curve || a->outlet_curves),
          "--recalibrate measures before and after by itself: it takes no --cross-validate, "
          "--report, --learning-curve, --outlet-curves" },
        { !a->output && !a->folds && !a->report && !a->outlet_curves,
          "nothing to do: -o MODEL writes a model, --cross-validate K measures, --report FILE.html "
          "reports" },
        { a->labels && !a->from_index, "--labels goes with --from-index" },
        { a->base && a->from_scratch, "--base and --from-scratch: adapt a model, or none?" },
        { a->grid && a->cost > 0, "--grid and --cost: try costs, or take one?" },
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (bad[i].is_so)
            return cli_failf("%s", bad[i].why);
    return CLI_DONE;
}

/* Will it do as a name that is shown in lists and kept in the model: short, printable? */
static bool is_name(const char *s)
{
    size_t len = strlen(s), n;
    uint32_t cp;

    if (len == 0 || len > NAME_MAX_BYTES || !plx_utf8_valid(s, len))
        return false;
    for (; *s; s += n) {
        n = plx_utf8_decode(s, strlen(s), &cp);
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || plx_utf8_is_bidi_control(cp))
            return false;
    }
    return true;
}

static int refuse_names(const struct train_args *a)
{
    const struct {
        const char *option, *given;
    } names[] = { { "name", a->name }, { "target", a->target } };
    plx_date date;
    plx_error err;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].given && !is_name(names[i].given))
            return cli_failf("--%s is to be 1 to %d bytes without control characters",
                             names[i].option, NAME_MAX_BYTES);
    if (a->date && plx_date_parse_iso(a->date, strlen(a->date), &date, &err) != PLX_OK)
        return cli_failf("--date: %s", err.msg);
    return CLI_DONE;
}

static plx_status read_terms(struct cli *cli, const char *path, const char **terms, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc;

    *terms = NULL;
    if (!path)
        return PLX_OK;
    rc = plx_file_read(path, TERMS_MAX, &text, err);
    if (rc == PLX_OK && (memchr(text.s, 0, text.len) || !plx_utf8_valid(text.s, text.len)))
        rc = plx_fail(err, PLX_ERR_INVALID,
                      "%s: no text in UTF-8: a word or phrase a line is wanted", path);
    if (rc == PLX_OK)
        *terms = cli_printf(cli, "%s", text.s);
    plx_strbuf_release(&text);
    return rc;
}

static plx_status make_options(struct cli *cli, plx_train_options *out, plx_error *err)
{
    const struct train_args *a = cli->args;

    *out = (plx_train_options){ .name = a->name,
                                .target = a->target,
                                .date = a->date,
                                .order = cli_split(cli, a->order),
                                .cost = a->cost,
                                .min_sources = a->min_sources,
                                .seed = a->seed,
                                .folds = a->folds,
                                .random_folds = a->group == AT_RANDOM,
                                .curve = a->learning_curve || a->report,
                                .errors = a->errors ? a->errors : ERRORS_LISTED };
    if (a->target && strcmp(a->target, "iran") != 0 && !a->target_terms && !a->base)
        cli_note("no --target-terms FILE, the words that name %s: no article will be off-topic",
                 a->target);
    return read_terms(cli, a->target_terms, &out->target_terms, err);
}

static plx_status gather(struct cli *cli, int files, char **file, struct cli_training_data *data,
                         plx_error *err)
{
    static char stdin_name[] = "-";
    const struct train_args *a = cli->args;
    char *standard_input[] = { stdin_name };
    plx_status rc = plx_dataset_new(&data->set, err);

    data->map = a->map.item;
    if (rc == PLX_OK && a->group == BY_CREDIT)
        plx_dataset_group_by_credit(data->set);
    if (rc == PLX_OK && a->from_index)
        rc = cli_training_from_index(
            cli, a->labels, a->recalibrate ? CLI_LABELS_RANDOM : CLI_LABELS_ALL, data, err);
    if (rc == PLX_OK && files)
        rc = cli_training_read(cli, files, file, data, err);
    else if (rc == PLX_OK && !a->from_index)
        rc = cli_training_read(cli, 1, standard_input, data, err);
    if (rc == PLX_OK)
        cli_training_note(data);
    return rc;
}

/* Is there no model at all that could be adapted? */
static plx_status lacks_model(struct cli *cli, bool *out, plx_error *err)
{
    const char *path;
    plx_status rc = PLX_OK;

    *out = false;
    if (cli_model_default(cli))
        return PLX_OK;
    rc = cli_model_of_index(cli, &path, err);
    *out = rc == PLX_OK && !path;
    return rc;
}

/* The model in use, if there is one that this program reads: what was made by another version is to
 * be replaced, and must not stand in the way of that. */
static plx_status load_usual_base(struct cli *cli, plx_model **out, plx_error *err)
{
    bool has_none;
    plx_error why;
    plx_status rc = lacks_model(cli, &has_none, err);

    if (rc != PLX_OK)
        return rc;
    if (has_none) {
        cli_note("there is no model to adapt (--base MODEL names one): training from scratch");
        return PLX_OK;
    }
    rc = cli_model_load(cli, NULL, out, &why);
    if (rc == PLX_ERR_VERSION) {
        cli_note("%s; it cannot be adapted: training from scratch", why.msg);
        return PLX_OK;
    }
    if (rc != PLX_OK && err)
        *err = why;
    return rc;
}

/* The model to adapt: the one named, else the index's or the shipped one, unless the target is
 * another. */
static plx_status load_base(struct cli *cli, plx_model **out, plx_error *err)
{
    const struct train_args *a = cli->args;
    plx_status rc;

    *out = NULL;
    if (a->from_scratch || (a->target && !a->base))
        return PLX_OK;
    rc = a->base || a->recalibrate ? cli_model_load(cli, a->base, out, err)
                                   : load_usual_base(cli, out, err);
    if (rc == PLX_OK && *out && a->target && strcmp(a->target, plx_model_target(*out)) != 0)
        rc = plx_fail(err, PLX_ERR_INVALID,
                      "model '%s' is toward %s, not %s: adapt another, or train --from-scratch",
                      plx_model_name(*out), plx_model_target(*out), a->target);
    return rc;
}

/* ------------------------------------------------------------ training */

/* Print a text that may hold what articles say, and release it. */
static int print_safe(plx_strbuf *text)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    cli_add_safe(&out, text->s);
    out.failed = out.failed || text->failed;
    code = cli_write(&out);
    plx_strbuf_release(text);
    plx_strbuf_release(&out);
    return code;
}

static int print_report(struct cli *cli, const plx_train_report *report)
{
    const struct train_args *a = cli->args;
    plx_strbuf text = PLX_STRBUF_INIT;

    if (a->format == JSON)
        return cli_write_json(cli, plx_train_report_json(report), true);
    plx_train_report_print(report, &text);
    return print_safe(&text);
}

static plx_status write_page(const char *path, const plx_train_report *report, plx_error *err)
{
    plx_strbuf page = PLX_STRBUF_INIT;
    plx_status rc;

    plx_train_report_html(report, &page);
    rc = page.failed ? plx_fail(err, PLX_ERR_NOMEM, "report: out of memory")
                     : plx_file_replace(path, page.s, page.len, err);
    plx_strbuf_release(&page);
    if (rc == PLX_OK)
        fprintf(stderr, "wrote %s: the report\n", path);
    return rc;
}

static plx_status save(const char *path, const plx_model *model, plx_error *err)
{
    plx_status rc = plx_model_save(model, path, err);

    if (rc == PLX_OK)
        fprintf(stderr, "wrote %s: model %s\n", path, plx_model_name(model));
    return rc;
}

/* Say what is to be said of the data, also where nothing could be made of it. */
static void warn(const plx_dataset *set, const plx_train_report *report)
{
    plx_strbuf warnings = PLX_STRBUF_INIT;

    if (report->warnings)
        cli_training_warn(report->warnings);
    else if (plx_dataset_warnings(set, &warnings, NULL) == PLX_OK)
        cli_training_warn(warnings.s);
    plx_strbuf_release(&warnings);
}

static plx_status train(struct cli *cli, const plx_dataset *set, plx_train_options *options,
                        plx_train_report *report, plx_error *err)
{
    const struct train_args *a = cli->args;
    struct cli_progress progress;
    plx_model *model = NULL;
    plx_status rc;

    cli_progress_init(&progress, cli, NULL);
    options->progress = cli_progress_step;
    options->ctx = &progress;
    rc = plx_train(set, options, a->output ? &model : NULL, report, err);
    if (rc == PLX_OK && a->outlet_curves)
        rc = plx_train_outlets(set, options, &report->outlets, err);
    cli_progress_end(&progress);
    warn(set, report);
    if (rc == PLX_OK && model)
        rc = save(a->output, model, err);
    if (rc == PLX_OK && a->report)
        rc = write_page(a->report, report, err);
    plx_model_free(model);
    return rc;
}

static int run_training(struct cli *cli, const plx_dataset *set, const plx_model *base)
{
    plx_train_options options;
    plx_train_report report = { 0 };
    plx_error err;
    plx_status rc = make_options(cli, &options, &err);
    int code;

    options.base = base;
    /* few articles choose no cost, unless asked to */
    options.grid = ((const struct train_args *)cli->args)->grid || (options.cost <= 0 && !base);
    if (rc == PLX_OK)
        rc = train(cli, set, &options, &report, &err);
    code = rc == PLX_OK ? print_report(cli, &report) : cli_fail(&err);
    plx_train_report_release(&report);
    return code;
}

/* ------------------------------------------------------------ recalibration */

static int print_recalibration(struct cli *cli, const plx_recalibration *r)
{
    const struct train_args *a = cli->args;
    plx_strbuf text = PLX_STRBUF_INIT;
    json_t *object;

    if (a->format == JSON) {
        object = plx_recalibration_json(r);
        json_object_set_new(object, "schema", json_integer(1));
        return cli_write_json(cli, object, true);
    }
    plx_recalibration_print(r, &text);
    return print_safe(&text);
}

static int run_recalibration(struct cli *cli, const plx_dataset *set, const plx_model *base)
{
    const struct train_args *a = cli->args;
    const plx_recalibrate_options options = { .name = a->name, .date = a->date, .seed = a->seed };
    plx_recalibration r;
    plx_model *model = NULL;
    plx_error err;
    plx_status rc = plx_recalibrate(base, set, &options, &model, &r, &err);
    int code;

    if (rc == PLX_OK)
        rc = save(a->output, model, &err);
    code = rc == PLX_OK ? print_recalibration(cli, &r) : cli_fail(&err);
    plx_model_free(model);
    return code;
}

int cmd_train(struct cli *cli, int argc, char **argv)
{
    const struct train_args *a = cli->args;
    struct cli_training_data data = { 0 };
    plx_model *base = NULL;
    plx_error err;
    plx_status rc;
    int code = refuse_combinations(a);

    if (code == CLI_DONE)
        code = refuse_names(a);
    if (code != CLI_DONE)
        return code;
    rc = load_base(cli, &base, &err);
    if (rc == PLX_OK)
        rc = gather(cli, argc, argv, &data, &err);
    if (rc != PLX_OK)
        code = cli_fail(&err);
    else
        code = a->recalibrate ? run_recalibration(cli, data.set, base)
                              : run_training(cli, data.set, base);
    plx_model_free(base);
    plx_dataset_free(data.set);
    return code == CLI_DONE && data.failed ? CLI_ERROR : code;
}
