/* cli/cmd_model.c - `parallax model show|list|use|compare` */
#include <string.h>

#include "base/json.h"
#include "cli/command.h"
#include "cli/model_command.h"
#include "cli/models.h"
#include "cli/print.h"
#include "cli/relabel.h"

static const char *const formats[] = { "text", "json", NULL };

const struct cli_option cmd_model_options[] = {
    CLI_ARGS(struct model_args),
    { CLI_OPT(CLI_CHOICE, struct model_args, format, "format", 0, "FORMAT", "form of the output"),
      .choices = formats },
    { CLI_OPT(CLI_UINT, struct model_args, terms, "terms", 0, "N",
              "show: strongest terms of each label (default 20)"),
      .min = 1, .max = 10000 },
    { CLI_OPT(CLI_UINT, struct model_args, limit, "limit", 'n', "N",
              "compare: articles on which the two differ (default 20)"),
      .min = 1, .max = 1000 },
    { CLI_OPT(CLI_TEXT, struct model_args, labels, "labels", 0, "FILE",
              "compare, use: the labels by people (default: labels.jsonl in the index)"),
      .complete = "file" },
    { CLI_OPT(CLI_REAL, struct model_args, wait, "wait", 'w', "SECONDS",
              "use: wait for another writer of the index"),
      .max = 1e6 },
    CLI_END,
};

/* -------------------------------------------------------------------- listing */

/* A list in the making. */
struct listing {
    struct cli *cli;
    const char *in_use; /* digest of the index's model; "" if there is none */
    struct cli_table table;
    json_t *array;
    plx_strbuf faults;
    bool has_in_use; /* it is listed */
    size_t models, faulty;
};

/* Digest of the model in use of the index, "" if there is no index, or none in it. */
static const char *digest_in_use(struct cli *cli)
{
    const char *path, *digest = "";
    plx_model *m;

    if (cli_model_of_index(cli, &path, NULL) != PLX_OK || !path ||
        plx_model_load(path, &m, NULL) != PLX_OK)
        return digest;
    digest = cli_printf(cli, "%s", plx_model_digest(m));
    plx_model_free(m);
    return digest;
}

static json_t *labels_json(const plx_model *m)
{
    const plx_label_set *set = plx_model_labels(m);
    json_t *array = json_array();

    for (size_t k = 0; k < set->count; k++)
        json_array_append_new(
            array, json_pack("{s:o, s:o, s:o}", "label", plx_json_str(set->name[k]), "title",
                             plx_json_str(plx_model_label_title(m, k)), "definition",
                             plx_json_str(plx_model_label_definition(m, k))));
    return array;
}

static const char *labels_text(struct cli *cli, const plx_model *m)
{
    const plx_label_set *set = plx_model_labels(m);
    const char *text = "";

    for (size_t k = 0; k < set->count; k++)
        text = cli_printf(cli, "%s%s%s", text, k ? ", " : "", set->name[k]);
    return text;
}

static void add_model(struct listing *l, const struct cli_known_model *known, const plx_model *m)
{
    bool in_use = strcmp(plx_model_digest(m), l->in_use) == 0;
    const char *cells[] = { in_use ? "*" : "",
                            plx_model_name(m),
                            plx_model_date(m),
                            plx_model_target(m),
                            labels_text(l->cli, m),
                            cli_printf(l->cli, "%.12s", plx_model_digest(m)),
                            known->from,
                            known->path };

    if (in_use && l->has_in_use && strcmp(known->from, "index") == 0)
        return; /* the index's copy of one that is listed */
    l->has_in_use = l->has_in_use || in_use;
    l->models++;
    cli_table_add(&l->table, cells);
    json_array_append_new(l->array,
                          json_pack("{s:o, s:o, s:o, s:o, s:o, s:b, s:s, s:o}", "name",
                                    plx_json_str(plx_model_name(m)), "date",
                                    plx_json_str(plx_model_date(m)), "target",
                                    plx_json_str(plx_model_target(m)), "labels", labels_json(m),
                                    "digest", plx_json_str(plx_model_digest(m)), "in_use", in_use,
                                    "from", known->from, "file", plx_json_str(known->path)));
}

static void add_fault(struct listing *l, const struct cli_known_model *known, const char *why)
{
    l->faulty++;
    plx_strbuf_puts(&l->faults, "  ");
    cli_add_line(&l->faults, why);
    plx_strbuf_putc(&l->faults, '\n');
    json_array_append_new(l->array,
                          json_pack("{s:s, s:o, s:o}", "from", known->from, "file",
                                    plx_json_str(known->path), "error", plx_json_str(why)));
}

static int print_list(struct listing *l)
{
    const struct model_args *args = l->cli->args;
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    if (args->format == MODEL_JSON)
        return cli_write_json(l->cli, json_pack("{s:i, s:O}", "schema", 1, "models", l->array),
                              true);
    if (l->models)
        cli_table_print(&l->table, &out);
    if (l->has_in_use)
        plx_strbuf_puts(&out, "* in use by the index\n");
    if (l->faulty)
        plx_strbuf_printf(&out, "%sCannot be used:\n%s", out.len ? "\n" : "", l->faults.s);
    out.failed = out.failed || l->faults.failed;
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return code;
}

static int list(struct cli *cli, int argc, char **argv)
{
    static const char *const head[] = { "",       "NAME",   "DATE", "TARGET",
                                        "LABELS", "DIGEST", "FROM", "FILE" };
    struct listing l = {
        .cli = cli, .in_use = digest_in_use(cli), .array = json_array(), .faults = PLX_STRBUF_INIT
    };
    struct cli_known_model *known;
    size_t n = cli_models_known(cli, &known);
    int code;

    (void)argc;
    (void)argv;
    cli_table_init(&l.table, cli, sizeof head / sizeof *head);
    cli_table_add(&l.table, head);
    for (size_t i = 0; i < n; i++) {
        plx_model *m = NULL;
        plx_error err;

        if (!known[i].path)
            add_fault(&l, &known[i], known[i].fault);
        else if (plx_model_load(known[i].path, &m, &err) == PLX_OK)
            add_model(&l, &known[i], m);
        else
            add_fault(&l, &known[i], err.msg);
        plx_model_free(m);
    }
    code = print_list(&l);
    json_decref(l.array);
    plx_strbuf_release(&l.faults);
    if (code == CLI_DONE && l.faulty)
        return CLI_ERROR;
    return code == CLI_DONE && !l.models ? CLI_NOTHING : code;
}

/* -------------------------------------------------------------------- the others */

static int show(struct cli *cli, int argc, char **argv)
{
    return cli_model_show(cli, argc ? argv[0] : NULL);
}

static int use(struct cli *cli, int argc, char **argv)
{
    const struct model_args *args = cli->args;
    struct cli_writing_options options = { .what = "parallax model use",
                                           .labels = args->labels,
                                           .wait_s = args->wait };
    plx_error err;

    (void)argc;
    if (cli_model_find(cli, argv[0], &options.model, &err) != PLX_OK)
        return cli_fail(&err);
    return cli_relabel(cli, &options, NULL);
}

static int compare(struct cli *cli, int argc, char **argv)
{
    const struct model_args *args = cli->args;
    const char *const typed[2] = { argv[0], argv[1] };

    if (args->labels && argc > 2)
        return cli_failf("model compare: --labels goes with the articles of the index: name no "
                         "files, or give them `label`");
    return cli_model_compare(cli, typed, argc - 2, argv + 2);
}

/* What there is to do, and the options that go with it. */
enum { SHOW = 1 << 0, LIST = 1 << 1, USE = 1 << 2, COMPARE = 1 << 3 };

static const struct action {
    const char *name, *operands;
    unsigned bit;
    int min, max; /* operands; -1: as many as you like */
    int (*fn)(struct cli *cli, int argc, char **argv);
} actions[] = {
    { "show", " [MODEL]", SHOW, 0, 1, show },
    { "list", "", LIST, 0, 0, list },
    { "use", " MODEL", USE, 1, 1, use },
    { "compare", " MODEL MODEL [FILE...|-]", COMPARE, 2, -1, compare },
};
#define ACTIONS (sizeof actions / sizeof *actions)

static int refuse_options(const struct model_args *args, const struct action *a)
{
    const struct {
        bool given;
        const char *name;
        unsigned with;
    } option[] = {
        { args->format != MODEL_TEXT, "--format", SHOW | LIST | COMPARE },
        { args->terms != 0, "--terms", SHOW },
        { args->limit != 0, "--limit", COMPARE },
        { args->labels != NULL, "--labels", USE | COMPARE },
        { args->wait > 0, "--wait", USE },
    };

    for (size_t i = 0; i < sizeof option / sizeof *option; i++)
        if (option[i].given && !(option[i].with & a->bit))
            return cli_failf("model %s: %s does not go with it", a->name, option[i].name);
    return CLI_DONE;
}

int cmd_model(struct cli *cli, int argc, char **argv)
{
    for (size_t i = 0; i < ACTIONS; i++) {
        const struct action *a = &actions[i];

        if (strcmp(argv[0], a->name) != 0)
            continue;
        if (refuse_options(cli->args, a) != CLI_DONE)
            return CLI_ERROR;
        if (argc - 1 < a->min || (a->max >= 0 && argc - 1 > a->max))
            return cli_failf("usage: parallax model %s%s", a->name, a->operands);
        return a->fn(cli, argc - 1, argv + 1);
    }
    return cli_failf("model: '%s' is not known: show, list, use or compare", argv[0]);
}
