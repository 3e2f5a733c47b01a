/* cli/cmd_classify.c - `parallax classify` */
#include <stdlib.h>
#include <string.h>

#include "classifier/verdict_json.h"
#include "cli/command.h"
#include "cli/evidence.h"
#include "cli/hits.h"
#include "cli/models.h"
#include "cli/print.h"
#include "indexer/reader.h"

enum { TEXT = 0, JSONL, JSON };

struct classify_args {
    const char *model, *lang;
    unsigned format;
    bool explain;
};

static const char *const formats[] = { "text", "jsonl", "json", NULL };

const struct cli_option cmd_classify_options[] = {
    CLI_ARGS(struct classify_args),
    { CLI_OPT(CLI_TEXT, struct classify_args, model, "model", 'm', "FILE", "the model"),
      .complete = "file" },
    { CLI_OPT(CLI_TEXT, struct classify_args, lang, "lang", 'l', "CODE",
              "language of all articles") },
    { CLI_OPT(CLI_FLAG, struct classify_args, explain, "explain", 0, NULL,
              "what the model weighed") },
    { CLI_OPT(CLI_CHOICE, struct classify_args, format, "format", 0, "FORMAT",
              "form of the output"),
      .choices = formats },
    CLI_END,
};

/* One run through the input. */
struct run {
    struct cli *cli;
    const struct classify_args *args;
    const plx_model *model;
    struct cli_judge judge;
    plx_model_info info; /* labels and name, for the printers */
    json_t *array;       /* with --format json */
    size_t articles, failed;
};

static void add_text(const struct run *r, const plx_article *a, const plx_verdict *v,
                     const plx_evidence_list *evidence, plx_strbuf *out)
{
    plx_strbuf line = PLX_STRBUF_INIT;

    cli_add_line(&line, a->title && *a->title ? a->title : a->id);
    cli_add_styled(r->cli, out, CLI_BOLD, line.s);
    plx_strbuf_puts(out, "\n  ");
    cli_add_stance(r->cli, v, &r->info, out);
    plx_strbuf_reset(&line);
    cli_add_probabilities(v, &r->info.labels, &line);
    if (line.len)
        plx_strbuf_printf(out, "  [%s]", line.s);
    if (a->synthetic)
        plx_strbuf_puts(out, "  synthetic");
    plx_strbuf_putc(out, '\n');
    if (r->args->explain)
        cli_add_evidence(r->cli, evidence, plx_verdict_best(v, &r->info.labels), out);
    plx_strbuf_release(&line);
}

static plx_status append(struct run *r, json_t *object, plx_error *err)
{
    if (json_array_append_new(r->array, object) != 0)
        return plx_fail(err, PLX_ERR_NOMEM, "classify: out of memory");
    return PLX_OK;
}

static plx_status print(struct run *r, const plx_article *a, const plx_verdict *v,
                        const plx_evidence_list *evidence, plx_error *err)
{
    const plx_evidence_list *shown = r->args->explain ? evidence : NULL;
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    if (r->args->format == JSON)
        return append(r, plx_verdict_json(a, v, r->model, shown), err);
    if (r->args->format == JSONL) {
        code = cli_write_json(r->cli, plx_verdict_json(a, v, r->model, shown), false);
    } else {
        add_text(r, a, v, evidence, &out);
        code = cli_write(&out);
    }
    plx_strbuf_release(&out);
    return code == CLI_DONE ? PLX_OK : plx_fail(err, PLX_ERR_IO, "classify: output ended");
}

static plx_status on_article(void *ctx, plx_article *a, const plx_extract_report *report,
                             plx_error *err)
{
    struct run *r = ctx;
    plx_evidence_list evidence = { 0 };
    plx_verdict v;
    plx_status rc;

    (void)report;
    if (*r->cli->stop)
        return plx_fail(err, PLX_ERR_STOPPED, "stopped on request");
    rc = cli_judge_article(&r->judge, a, &v, r->args->explain ? &evidence : NULL, err);
    if (rc == PLX_OK)
        rc = print(r, a, &v, &evidence, err);
    plx_evidence_release(&evidence);
    r->articles++;
    return rc;
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    struct run *r = ctx;

    (void)where;
    cli_note("%s", why->msg);
    r->failed++;
    return PLX_OK;
}

static plx_status read_all(struct run *r, int files, char **file, plx_error *err)
{
    const plx_reader_options options = { .lang = r->args->lang };
    const plx_article_sink sink = { on_article, on_failure, r };
    plx_status rc = PLX_OK;

    for (int i = 0; rc == PLX_OK && i < files; i++) {
        rc = plx_read(file[i], &options, &sink, err);
        if (rc == PLX_ERR_NOTFOUND)
            rc = on_failure(r, file[i], err);
    }
    return rc;
}

static plx_status start(struct run *r, const plx_model *model, plx_error *err)
{
    r->model = model;
    r->info.labels = *plx_model_labels(model);
    snprintf(r->info.name, sizeof r->info.name, "%s", plx_model_name(model));
    r->array = json_array();
    return cli_judge_init(&r->judge, model, err);
}

int cmd_classify(struct cli *cli, int argc, char **argv)
{
    struct run r = { .cli = cli, .args = cli->args };
    plx_model *model = NULL;
    plx_error err;
    plx_status rc = cli_model_load(cli, r.args->model, &model, &err);
    int code = CLI_DONE;

    if (rc == PLX_OK)
        rc = start(&r, model, &err);
    if (rc == PLX_OK)
        rc = read_all(&r, argc, argv, &err);
    if (rc != PLX_OK)
        code = cli_fail(&err);
    else if (r.args->format == JSON)
        code = cli_write_json(cli, json_pack("{s:i, s:O}", "schema", 1, "articles", r.array), true);
    cli_judge_release(&r.judge);
    json_decref(r.array);
    plx_model_free(model);
    if (code == CLI_DONE && r.failed)
        code = CLI_ERROR;
    return code != CLI_DONE || r.articles ? code : CLI_NOTHING;
}
