/* cli/cmd_labels.c - `parallax labels import|export|list|agreement` */
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/labelled.h"
#include "cli/labels.h"
#include "cli/print.h"

static const char *const formats[] = { "text", "json", "jsonl", "csv", NULL };

const struct cli_option cmd_labels_options[] = {
    CLI_ARGS(struct labels_args),
    { CLI_OPT(CLI_TEXT, struct labels_args, labels, "labels", 0, "FILE",
              "the labels by people (default: labels.jsonl in the index)"),
      .complete = "file" },
    { CLI_OPT(CLI_CHOICE, struct labels_args, format, "format", 0, "FORMAT",
              "of list and agreement (export writes JSON Lines)"),
      .choices = formats },
    { CLI_OPT(CLI_FLAG, struct labels_args, standing, "standing", 0, NULL,
              "list: only the labels that stand, one of an article") },
    { CLI_OPT(
        CLI_FLAG, struct labels_args, stale, "stale", 0, NULL,
        "list, export: only labels that stand and were given to another text of the article") },
    { CLI_OPT(
        CLI_FLAG, struct labels_args, all_votes, "all-votes", 0, NULL,
        "export: every vote as it was given, without its article, to be imported elsewhere") },
    { CLI_OPT(CLI_TEXT, struct labels_args, coder, "coder", 'c', "NAME",
              "import: whose labels they are where a line does not say it") },
    { CLI_OPT(CLI_FLAG, struct labels_args, dry_run, "dry-run", 0, NULL,
              "import: check every line, keep nothing") },
    { CLI_OPT(CLI_FLAG, struct labels_args, keep_going, "keep-going", 0, NULL,
              "import: keep the sound lines where others are faulty") },
    CLI_END,
};

/* -------------------------------------------------------------------- listing */

/* A list in the making. */
struct listing {
    struct cli *cli;
    const struct labels_args *args;
    const plx_labels *labels; /* NULL: all that are listed stand */
    struct cli_table table;
    json_t *array;
    plx_strbuf csv;
    size_t count;
};

/* Columns of the table that people read, and of the one in CSV. */
static const char *const text_head[] = { "ID",  "LABEL", "CODER",      "TIME",
                                         "HOW", "",      "MODEL SAID", NULL };
static const char *const csv_head[] = { "id",     "label", "target",       "coder",  "time", "how",
                                        "digest", "model", "model_stance", "stands", NULL };

static plx_status add_vote(struct listing *l, const plx_label *v, bool stands, plx_error *err)
{
    const char *label = v->label ? v->label : PLX_STANCE_NONE, *how = plx_label_how_name(v->how);
    const char *cells[] = { v->id,          label, v->coder, v->time, how, stands ? "stands" : "",
                            v->model_stance };
    const char *row[] = { v->id,
                          label,
                          v->target,
                          v->coder,
                          v->time ? v->time : "",
                          how,
                          v->digest ? v->digest : "",
                          v->model ? v->model : "",
                          v->model_stance ? v->model_stance : "",
                          stands ? "yes" : "no",
                          NULL };
    json_t *object;

    l->count++;
    if (l->args->format == LABELS_TEXT)
        cli_table_add(&l->table, cells);
    if (l->args->format == LABELS_CSV)
        plx_csv_put_line(&l->csv, row);
    if (l->args->format == LABELS_TEXT || l->args->format == LABELS_CSV)
        return PLX_OK;
    object = plx_label_to_json(v);
    if (object)
        json_object_set_new(object, "stands", json_boolean(stands));
    return json_array_append_new(l->array, object) == 0
               ? PLX_OK
               : plx_fail(err, PLX_ERR_NOMEM, "labels: out of memory");
}

static plx_status list_standing(void *ctx, const plx_label *v, plx_error *err)
{
    return add_vote(ctx, v, true, err);
}

static plx_status list_stale(void *ctx, const plx_article *a, const plx_label *v, plx_error *err)
{
    return plx_label_is_stale(v, a->text) ? add_vote(ctx, v, true, err) : PLX_OK;
}

static plx_status list_all(struct cli *cli, const struct labels_args *args, struct listing *l,
                           plx_error *err)
{
    plx_labels *labels = NULL;
    plx_status rc = cli_labels_open(cli, args->labels, &labels, err);

    for (size_t i = 0; rc == PLX_OK && i < plx_labels_count(labels); i++) {
        const plx_label *v = plx_labels_at(labels, i);

        rc = add_vote(l, v, plx_labels_stands(labels, v), err);
    }
    plx_labels_close(labels);
    return rc;
}

static plx_status list_votes(struct cli *cli, const struct labels_args *args, struct listing *l,
                             plx_error *err)
{
    struct cli_labelled ignored = { 0 };

    if (args->stale)
        return cli_each_labelled(cli, args->labels, list_stale, l, &ignored, err);
    if (args->standing)
        return cli_each_vote(cli, args->labels, list_standing, l, err);
    return list_all(cli, args, l, err);
}

static int print_list(struct cli *cli, const struct labels_args *args, struct listing *l)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    json_t *object;
    size_t i;
    int code;

    if (args->format == LABELS_JSON) {
        object = json_pack("{s:i, s:O}", "schema", 1, "labels", l->array);
        return cli_write_json(cli, object, true);
    }
    json_array_foreach(l->array, i, object)
    {
        plx_json_print(object, false, &out);
        plx_strbuf_putc(&out, '\n');
    }
    if (args->format == LABELS_TEXT && l->count)
        cli_table_print(&l->table, &out);
    if (args->format == LABELS_CSV)
        plx_strbuf_add(&out, l->csv.s, l->csv.len);
    out.failed |= l->csv.failed;
    code = cli_write_data(cli, &out);
    plx_strbuf_release(&out);
    return code;
}

static int list(struct cli *cli, int argc, char **argv)
{
    const struct labels_args *args = cli->args;
    struct listing l = { .cli = cli, .args = args, .array = json_array(), .csv = PLX_STRBUF_INIT };
    plx_error err;
    int code;

    (void)argc;
    (void)argv;
    cli_table_init(&l.table, cli, sizeof text_head / sizeof *text_head - 1);
    cli_table_add(&l.table, text_head);
    plx_csv_put_line(&l.csv, csv_head);
    if (list_votes(cli, args, &l, &err) == PLX_OK)
        code = print_list(cli, args, &l);
    else
        code = cli_fail(&err);
    if (code == CLI_DONE && !l.count)
        code = CLI_NOTHING;
    json_decref(l.array);
    plx_strbuf_release(&l.csv);
    return code;
}

/* ------------------------------------------------------------------- exporting */

static plx_status write_object(struct cli *cli, json_t *object, plx_error *err)
{
    return cli_write_json(cli, object, false) == CLI_DONE
               ? PLX_OK
               : plx_fail(err, PLX_ERR_IO, "the labels could not be written");
}

static plx_status export_article(void *ctx, const plx_article *a, const plx_label *v,
                                 plx_error *err)
{
    struct cli *cli = ctx;
    const struct labels_args *args = cli->args;
    json_t *object;

    if (args->stale && !plx_label_is_stale(v, a->text))
        return PLX_OK;
    object = plx_article_to_json(a);
    if (!object)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    json_object_set_new(object, "label", plx_json_str(v->label));
    json_object_set_new(object, "coder", plx_json_str(v->coder));
    json_object_set_new(object, "labelled_at", plx_json_str(v->time));
    json_object_set_new(object, "label_how", plx_json_str(plx_label_how_name(v->how)));
    json_object_set_new(object, "label_digest", plx_json_str(v->digest));
    return write_object(cli, object, err);
}

/* Votes of the index's target as they are in the file: import takes them back in. */
static plx_status export_votes(struct cli *cli, const char *path, size_t *count, plx_error *err)
{
    const char *target = plx_snapshot_model(cli->snapshot)->target;
    plx_labels *labels = NULL;
    plx_status rc = cli_labels_open(cli, path, &labels, err);

    for (size_t i = 0; rc == PLX_OK && i < plx_labels_count(labels); i++) {
        const plx_label *v = plx_labels_at(labels, i);

        if (strcmp(v->target, target) != 0)
            continue;
        rc = write_object(cli, plx_label_to_json(v), err);
        ++*count;
    }
    plx_labels_close(labels);
    return rc;
}

static int export_labels(struct cli *cli, int argc, char **argv)
{
    const struct labels_args *args = cli->args;
    struct cli_labelled found = { 0 };
    plx_error err;
    plx_status rc;

    (void)argc;
    (void)argv;
    if (args->format != LABELS_TEXT && args->format != LABELS_JSONL)
        return cli_failf("labels export writes JSON Lines: --format %s does not go with it",
                         formats[args->format]);
    if (args->all_votes)
        rc = export_votes(cli, args->labels, &found.articles, &err);
    else
        rc = cli_each_labelled(cli, args->labels, export_article, cli, &found, &err);
    if (rc != PLX_OK)
        return cli_fail(&err);
    cli_labelled_note(&found);
    return found.articles ? CLI_DONE : CLI_NOTHING;
}

/* --------------------------------------------------------------------- command */

static int agreement(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return cli_labels_agreement(cli);
}

/* What there is to do, and the options that go with each. */
enum { LIST = 1, EXPORT = 2, IMPORT = 4, AGREEMENT = 8 };

static const struct action {
    const char *name;
    int (*fn)(struct cli *cli, int argc, char **argv); /* operands behind the name */
    unsigned bit;
} actions[] = {
    { "list", list, LIST },
    { "export", export_labels, EXPORT },
    { "import", cli_labels_import, IMPORT },
    { "agreement", agreement, AGREEMENT },
};

static int refuse_options(const struct labels_args *args, const struct action *a)
{
    const struct {
        bool given;
        const char *name;
        unsigned with;
    } option[] = {
        { args->standing, "--standing", LIST },
        { args->stale, "--stale", LIST | EXPORT },
        { args->all_votes, "--all-votes", EXPORT },
        { args->coder != NULL, "--coder", IMPORT },
        { args->dry_run, "--dry-run", IMPORT },
        { args->keep_going, "--keep-going", IMPORT },
        { args->format != LABELS_TEXT, "--format", LIST | EXPORT | AGREEMENT },
    };

    for (size_t i = 0; i < sizeof option / sizeof *option; i++)
        if (option[i].given && !(option[i].with & a->bit))
            return cli_failf("labels %s: %s does not go with it", a->name, option[i].name);
    if (args->all_votes && args->stale)
        return cli_failf("labels export: --all-votes does not go with --stale");
    return CLI_DONE;
}

int cmd_labels(struct cli *cli, int argc, char **argv)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        const struct action *a = &actions[i];

        if (strcmp(argv[0], a->name) != 0)
            continue;
        if (refuse_options(cli->args, a) != CLI_DONE)
            return CLI_ERROR;
        if (a->bit == IMPORT && argc < 2)
            return cli_failf("labels import: name files with labels, or - for standard input");
        if (a->bit != IMPORT && argc > 1)
            return cli_failf("labels %s: '%s' is one word too many", a->name, argv[1]);
        return a->fn(cli, argc - 1, argv + 1);
    }
    return cli_failf("labels: '%s' is not known: list, export, import or agreement", argv[0]);
}
