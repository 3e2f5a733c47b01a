/* cli/cmd_classify.c - `parallax classify` */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "classifier/evidence_html.h"
#include "classifier/verdict_json.h"
#include "cli/command.h"
#include "cli/evidence.h"
#include "cli/hits.h"
#include "cli/models.h"
#include "cli/print.h"
#include "indexer/reader.h"

enum { TEXT = 0, JSONL, JSON, HTML };

struct classify_args {
    const char *model, *lang, *label;
    unsigned format;
    bool explain;
};

static const char *const formats[] = { "text", "jsonl", "json", "html", NULL };

const struct cli_option cmd_classify_options[] = {
    CLI_ARGS(struct classify_args),
    { CLI_OPT(CLI_TEXT, struct classify_args, model, "model", 'm', "FILE", "the model"),
      .complete = "file" },
    { CLI_OPT(CLI_TEXT, struct classify_args, lang, "lang", 'l', "CODE",
              "language of all articles") },
    { CLI_OPT(CLI_FLAG, struct classify_args, explain, "explain", 0, NULL,
              "what the model weighed") },
    { CLI_OPT(CLI_TEXT, struct classify_args, label, "for", 0, "LABEL",
              "explain this label, not the best") },
    { CLI_OPT(CLI_CHOICE, struct classify_args, format, "format", 0, "FORMAT",
              "form of the output; html: a page with the words marked"),
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
    bool explains;
    size_t articles, failed;
};

/* ------------------------------------------------------------ text */

/* What the stance means, whose it is, and why it is none. */
static void add_words(const struct run *r, const plx_article *a, const plx_verdict *v,
                      plx_strbuf *out)
{
    const unsigned width = r->cli->terminal.out_is_terminal ? r->cli->terminal.width : 0;
    plx_stance_words words = plx_stance_kind_words(v->kind);
    plx_strbuf line = PLX_STRBUF_INIT;

    if (v->kind == PLX_KIND_LABEL)
        words = (plx_stance_words){ plx_model_label_title(r->model, v->best),
                                    plx_model_label_definition(r->model, v->best) };
    cli_add_words(v, words, &line);
    if (v->reason == PLX_REASON_LANGUAGE)
        plx_strbuf_printf(&line, "; its language is '%s', the model judges '%s'",
                          a->lang ? a->lang : "en", plx_model_lang(r->model));
    if (line.len) {
        plx_strbuf_puts(out, "  ");
        cli_wrap(out, line.s, 2, 2, width);
    }
    plx_strbuf_printf(out, "  model %s, trained %s\n", plx_model_name(r->model),
                      plx_model_date(r->model));
    plx_strbuf_release(&line);
}

static void add_text(const struct run *r, const plx_article *a, const plx_verdict *v,
                     const plx_explanation *evidence, plx_strbuf *out)
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
    if (r->explains) {
        add_words(r, a, v, out);
        cli_add_evidence(r->cli, a, evidence, &r->info.labels, out);
    }
    plx_strbuf_release(&line);
}

/* ------------------------------------------------------------ JSON */

/* The object of --format json up to its articles, which follow one by one: no run is held in
 * memory. */
static plx_status open_json(const struct run *r, plx_strbuf *out, plx_error *err)
{
    json_t *o =
        json_pack("{s:i, s:s, s:s, s:o}", "schema", 1, "model", plx_model_name(r->model),
                  "model_date", plx_model_date(r->model), "labels", plx_labels_json(r->model));

    if (!o)
        return plx_fail(err, PLX_ERR_NOMEM, "classify: out of memory");
    plx_json_print(o, true, out);
    json_decref(o);
    plx_strbuf_truncate(out, out->len - strlen("\n}"));
    plx_strbuf_puts(out, ",\n  \"articles\": [");
    return PLX_OK;
}

static plx_status add_json(const struct run *r, const plx_article *a, const plx_verdict *v,
                           plx_explanation *evidence, plx_strbuf *out, plx_error *err)
{
    bool is_array = r->args->format == JSON;
    plx_status rc = plx_explanation_keep_spans(evidence, PLX_SPANS_IN_JSON, err);
    json_t *o;

    if (rc != PLX_OK)
        return rc;
    o = plx_verdict_json(a, v, r->model, r->explains ? evidence : NULL);
    if (!o)
        return plx_fail(err, PLX_ERR_NOMEM, "classify: out of memory");
    if (is_array)
        plx_strbuf_puts(out, r->articles ? ",\n" : "\n");
    plx_json_print(o, is_array, out);
    if (!is_array)
        plx_strbuf_putc(out, '\n');
    json_decref(o);
    return PLX_OK;
}

/* ------------------------------------------------------------ output */

static plx_status write_out(const struct run *r, const plx_strbuf *out, plx_error *err)
{
    int code = r->args->format == TEXT ? cli_write(out) : cli_write_data(r->cli, out);

    return code == CLI_DONE ? PLX_OK : plx_fail(err, PLX_ERR_IO, "classify: output ended");
}

static plx_status print_head(const struct run *r, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;

    if (r->args->format == JSON)
        rc = open_json(r, &out, err);
    if (r->args->format == HTML)
        plx_evidence_html_open(&out, "What the model weighed", r->model);
    if (rc == PLX_OK)
        rc = write_out(r, &out, err);
    plx_strbuf_release(&out);
    return rc;
}

static plx_status print(struct run *r, const plx_article *a, const plx_verdict *v,
                        plx_explanation *evidence, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;

    if (r->args->format == HTML)
        plx_evidence_html_article(&out, r->model, a, v, evidence);
    else if (r->args->format == TEXT)
        add_text(r, a, v, evidence, &out);
    else
        rc = add_json(r, a, v, evidence, &out, err);
    if (rc == PLX_OK)
        rc = write_out(r, &out, err);
    plx_strbuf_release(&out);
    return rc;
}

/* Also after an error, so that what was written can be read. */
static plx_status print_foot(const struct run *r, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc;

    if (r->args->format == JSON)
        plx_strbuf_puts(&out, r->articles ? "\n  ]\n}\n" : "]\n}\n");
    if (r->args->format == HTML)
        plx_evidence_html_close(&out);
    rc = write_out(r, &out, err);
    plx_strbuf_release(&out);
    return rc;
}

/* ------------------------------------------------------------ input */

static plx_status on_article(void *ctx, plx_article *a, const plx_extract_report *report,
                             plx_error *err)
{
    struct run *r = ctx;
    plx_explanation evidence = { 0 };
    plx_verdict v;
    plx_status rc;

    (void)report;
    if (*r->cli->stop)
        return plx_fail(err, PLX_ERR_STOPPED, "stopped on request");
    rc = cli_judge_article(&r->judge, a, &v, r->explains ? &evidence : NULL, err);
    if (rc == PLX_OK)
        rc = print(r, a, &v, &evidence, err);
    plx_explanation_release(&evidence);
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
    plx_status rc;

    r->model = model;
    r->explains = r->args->explain || r->args->label || r->args->format == HTML;
    r->info.labels = *plx_model_labels(model);
    snprintf(r->info.name, sizeof r->info.name, "%s", plx_model_name(model));
    rc = cli_judge_init(&r->judge, model, err);
    if (rc == PLX_OK)
        rc = cli_judge_explain_for(&r->judge, r->args->label, err);
    return rc;
}

static plx_status classify(struct run *r, int argc, char **argv, plx_error *err)
{
    plx_status rc = print_head(r, err), end;
    plx_error ignored;

    if (rc != PLX_OK)
        return rc;
    rc = read_all(r, argc, argv, err);
    end = print_foot(r, rc == PLX_OK ? err : &ignored);
    return rc == PLX_OK ? end : rc;
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
        rc = classify(&r, argc, argv, &err);
    if (rc != PLX_OK)
        code = cli_fail(&err);
    cli_judge_release(&r.judge);
    plx_model_free(model);
    if (code == CLI_DONE && r.failed)
        code = CLI_ERROR;
    return code != CLI_DONE || r.articles ? code : CLI_NOTHING;
}
