/* cli/cmd_labels.c - `parallax labels list|export` */
#include <string.h>

#include "base/json.h"
#include "cli/command.h"
#include "cli/labelled.h"
#include "cli/print.h"

enum { TEXT = 0, JSON, JSONL };

struct labels_args {
    const char *labels;
    unsigned format;
    bool stale;
};

static const char *const formats[] = { "text", "json", "jsonl", NULL };

const struct cli_option cmd_labels_options[] = {
    CLI_ARGS(struct labels_args),
    { CLI_OPT(CLI_TEXT, struct labels_args, labels, "labels", 0, "FILE",
              "the labels by people (default: labels.jsonl in the index)"),
      .complete = "file" },
    { CLI_OPT(CLI_CHOICE, struct labels_args, format, "format", 0, "FORMAT",
              "of list (export writes JSON Lines)"),
      .choices = formats },
    { CLI_OPT(CLI_FLAG, struct labels_args, stale, "stale", 0, NULL,
              "only labels that were given to another text of the article") },
    CLI_END,
};

/* A list in the making. */
struct listing {
    struct cli *cli;
    struct cli_table table;
    json_t *array;
    size_t count;
};

static json_t *vote_json(const plx_label *v)
{
    json_t *object = json_object();

    json_object_set_new(object, "id", plx_json_str(v->id));
    json_object_set_new(object, "label", plx_json_str(v->label));
    json_object_set_new(object, "target", plx_json_str(v->target));
    json_object_set_new(object, "coder", plx_json_str(v->coder));
    json_object_set_new(object, "time", plx_json_str(v->time));
    json_object_set_new(object, "digest", plx_json_str(v->digest));
    json_object_set_new(object, "model", plx_json_str(v->model));
    json_object_set_new(object, "model_stance", plx_json_str(v->model_stance));
    return object;
}

static plx_status list_vote(void *ctx, const plx_label *v, plx_error *err)
{
    struct listing *l = ctx;
    const char *cells[] = { v->id, v->label, v->coder, v->time,
                            v->model_stance ? v->model_stance : "" };

    (void)err;
    cli_table_add(&l->table, cells);
    json_array_append_new(l->array, vote_json(v));
    l->count++;
    return PLX_OK;
}

static plx_status list_stale(void *ctx, const plx_article *a, const plx_label *v, plx_error *err)
{
    return plx_label_is_stale(v, a->text) ? list_vote(ctx, v, err) : PLX_OK;
}

static plx_status list_votes(struct cli *cli, const struct labels_args *args, struct listing *l,
                             plx_error *err)
{
    struct cli_labelled ignored = { 0 };

    return args->stale ? cli_each_labelled(cli, args->labels, list_stale, l, &ignored, err)
                       : cli_each_vote(cli, args->labels, list_vote, l, err);
}

static int print_list(struct cli *cli, const struct labels_args *args, struct listing *l)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    json_t *object;
    size_t i;
    int code;

    if (args->format == JSON) {
        object = json_pack("{s:i, s:O}", "schema", 1, "labels", l->array);
        return cli_write_json(cli, object, true);
    }
    json_array_foreach(l->array, i, object)
    {
        if (args->format == TEXT)
            break;
        plx_json_print(object, false, &out);
        plx_strbuf_putc(&out, '\n');
    }
    if (args->format == TEXT && l->count)
        cli_table_print(&l->table, &out);
    code = cli_write_data(cli, &out);
    plx_strbuf_release(&out);
    return code;
}

static int list(struct cli *cli, const struct labels_args *args)
{
    static const char *const head[] = { "ID", "LABEL", "CODER", "TIME", "MODEL SAID" };
    struct listing l = { .cli = cli, .array = json_array() };
    plx_error err;
    int code;

    cli_table_init(&l.table, cli, sizeof head / sizeof *head);
    cli_table_add(&l.table, head);
    if (list_votes(cli, args, &l, &err) == PLX_OK)
        code = print_list(cli, args, &l);
    else
        code = cli_fail(&err);
    if (code == CLI_DONE && !l.count)
        code = CLI_NOTHING;
    json_decref(l.array);
    return code;
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
    return cli_write_json(cli, object, false) == CLI_DONE
               ? PLX_OK
               : plx_fail(err, PLX_ERR_IO, "the labels could not be written");
}

int cmd_labels(struct cli *cli, int argc, char **argv)
{
    const struct labels_args *args = cli->args;
    struct cli_labelled found = { 0 };
    plx_error err;

    (void)argc;
    if (strcmp(argv[0], "list") == 0)
        return list(cli, args);
    if (strcmp(argv[0], "export") != 0)
        return cli_failf("labels: '%s' is not known: list or export", argv[0]);
    if (args->format != TEXT && args->format != JSONL)
        return cli_failf("labels export writes JSON Lines: --format %s does not go with it",
                         formats[args->format]);
    if (cli_each_labelled(cli, args->labels, export_article, cli, &found, &err) != PLX_OK)
        return cli_fail(&err);
    cli_labelled_note(&found);
    return found.articles ? CLI_DONE : CLI_NOTHING;
}
