/* cli/cmd_show.c - `parallax show` */
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
#include "collection/collection.h"
#include "collection/tags.h"
#include "search/mark.h"

enum { TEXT = 0, JSON, HTML };

struct show_args {
    const char *query, *label;
    bool explain, no_explain, versions;
    unsigned format;
};

static const char *const formats[] = { "text", "json", "html", NULL };

const struct cli_option cmd_show_options[] = {
    CLI_ARGS(struct show_args),
    { CLI_OPT(CLI_TEXT, struct show_args, query, "query", 'q', "QUERY", "mark its words") },
    { CLI_OPT(CLI_FLAG, struct show_args, explain, "explain", 0, NULL,
              "fail if what the model weighed cannot be told") },
    { CLI_OPT(CLI_FLAG, struct show_args, no_explain, "no-explain", 0, NULL,
              "the article alone, without what the model weighed") },
    { CLI_OPT(CLI_TEXT, struct show_args, label, "for", 0, "LABEL",
              "explain this label, not the best") },
    { CLI_OPT(CLI_FLAG, struct show_args, versions, "versions", 0, NULL,
              "also what it said before, where `index --keep-versions` kept it") },
    { CLI_OPT(CLI_CHOICE, struct show_args, format, "format", 0, "FORMAT",
              "form of the output; html: a page with the words marked"),
      .choices = formats },
    CLI_END,
};

/* One article with all that is said of it. */
struct shown {
    struct cli *cli;
    const struct show_args *args;
    const plx_model_info *model;
    plx_article article;
    plx_verdict verdict;
    plx_tags *tags;
    plx_model *judge; /* the model of the index, where it explains */
    plx_explanation evidence;
};

static void add_field(plx_strbuf *out, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    plx_strbuf_printf(out, "%-8s", name);
    cli_add_line(out, value);
    plx_strbuf_putc(out, '\n');
}

static void add_extra(const plx_article *a, plx_strbuf *out)
{
    const char *name;
    json_t *value;

    json_object_foreach(a->extra, name, value)
    {
        const char *text = plx_article_extra(a, name);

        if (!*text)
            continue;
        cli_add_line(out, name);
        plx_strbuf_puts(out, ": ");
        cli_add_line(out, text);
        plx_strbuf_putc(out, '\n');
    }
}

static void add_stance(const struct shown *s, plx_strbuf *out)
{
    plx_strbuf line = PLX_STRBUF_INIT;

    plx_strbuf_puts(out, "stance  ");
    cli_add_stance(s->cli, &s->verdict, s->model, out);
    cli_add_probabilities(&s->verdict, &s->model->labels, &line);
    if (line.len)
        plx_strbuf_printf(out, "  [%s: %s]", s->model->name, line.s);
    plx_strbuf_putc(out, '\n');
    plx_strbuf_reset(&line);
    cli_add_words(&s->verdict, plx_model_info_words(s->model, &s->verdict), &line);
    if (*s->model->name) {
        add_field(out, "means", line.s);
        plx_strbuf_reset(&line);
        plx_strbuf_printf(&line, "%s, trained %s", s->model->name, s->model->date);
        add_field(out, "model", line.s);
    }
    plx_strbuf_release(&line);
    if (s->verdict.is_stale)
        add_field(out, "note", "the label was given to another text of the article: look again");
}

static void add_time(plx_strbuf *out, const char *name, int64_t t)
{
    plx_date d = { t, PLX_DATE_TIME, true };
    char text[PLX_DATE_BYTES];

    if (!t)
        return;
    plx_date_format(&d, text);
    add_field(out, name, text);
}

static void add_tags(const struct shown *s, plx_strbuf *out)
{
    plx_strbuf line = PLX_STRBUF_INIT;
    const char *tag;
    size_t at = 0;

    while (s->tags && (tag = plx_tags_next_of(s->tags, s->article.id, &at)))
        plx_strbuf_printf(&line, "%s%s", line.len ? ", " : "", tag);
    add_field(out, "tags", line.len ? line.s : NULL);
    out->failed = out->failed || line.failed;
    plx_strbuf_release(&line);
}

static void add_head(const struct shown *s, plx_strbuf *out)
{
    const plx_article *a = &s->article;
    plx_strbuf title = PLX_STRBUF_INIT;
    char date[PLX_DATE_BYTES];

    cli_add_line(&title, a->title && *a->title ? a->title : "(no title)");
    cli_add_styled(s->cli, out, CLI_BOLD, title.s);
    plx_strbuf_putc(out, '\n');
    plx_strbuf_release(&title);
    plx_date_format(&a->date, date);
    if (a->synthetic)
        add_field(out, "note", "synthetic: written for the project, no real article");
    add_field(out, "source", a->source);
    add_field(out, "credits", a->original_source);
    add_field(out, "author", a->author);
    add_field(out, "date", *date ? date : "undated");
    add_field(out, "lang", a->lang);
    add_field(out, "url", a->url);
    add_field(out, "id", a->id);
    add_time(out, "seen", a->first_seen);
    if (a->changed != a->first_seen)
        add_time(out, "changed", a->changed);
    add_tags(s, out);
    add_stance(s, out);
    add_extra(a, out);
}

static plx_status add_text(const struct shown *s, plx_strbuf *out, plx_error *err)
{
    const plx_mark_options marks = { s->args->query, s->article.lang, CLI_MARK_OPEN,
                                     CLI_MARK_CLOSE };
    unsigned width = s->cli->terminal.out_is_terminal ? s->cli->terminal.width : 0;
    plx_strbuf marked = PLX_STRBUF_INIT, safe = PLX_STRBUF_INIT;
    plx_analyser *an = NULL;
    plx_status rc = plx_analyser_new(&an, err);

    if (rc == PLX_OK)
        rc = plx_mark_matches(an, &marks, s->article.text ? s->article.text : "", &marked, err);
    if (rc == PLX_OK) {
        plx_strbuf_putc(out, '\n');
        cli_add_marked(s->cli, &safe, marked.s);
        cli_wrap(out, safe.s, 0, 0, width);
    }
    plx_analyser_free(an);
    plx_strbuf_release(&marked);
    plx_strbuf_release(&safe);
    return rc;
}

/* ---------------------------------------------------------- former versions */

/* Call fn with each former version, oldest first. */
static plx_status each_version(const struct shown *s,
                               plx_status (*fn)(void *ctx, uint32_t number, const plx_article *a,
                                                plx_error *err),
                               void *ctx, plx_error *err)
{
    uint32_t n = 0, i;
    plx_status rc = plx_snapshot_versions(s->cli->snapshot, s->article.id, &n, err);

    for (i = 1; rc == PLX_OK && i <= n; i++) {
        plx_article a;

        plx_article_init(&a);
        rc = plx_snapshot_former(s->cli->snapshot, s->article.id, i, &a, err);
        if (rc == PLX_OK)
            rc = fn(ctx, i, &a, err);
        plx_article_release(&a);
    }
    return rc;
}

/* What printing versions as text needs. */
struct versions_out {
    const struct shown *s;
    plx_strbuf *out;
};

static plx_status add_version(void *ctx, uint32_t number, const plx_article *a, plx_error *err)
{
    struct versions_out *v = ctx;
    const struct cli_terminal *terminal = &v->s->cli->terminal;
    unsigned width = terminal->out_is_terminal ? terminal->width : 0;
    plx_strbuf head = PLX_STRBUF_INIT, safe = PLX_STRBUF_INIT;

    (void)err;
    plx_strbuf_printf(&head, "version %u: ", number);
    cli_add_line(&head, a->title && *a->title ? a->title : "(no title)");
    plx_strbuf_putc(v->out, '\n');
    cli_add_styled(v->s->cli, v->out, CLI_BOLD, head.s);
    plx_strbuf_putc(v->out, '\n');
    add_time(v->out, "since", a->changed);
    plx_strbuf_putc(v->out, '\n');
    cli_add_marked(v->s->cli, &safe, a->text ? a->text : "");
    cli_wrap(v->out, safe.s, 0, 0, width);
    plx_strbuf_release(&head);
    plx_strbuf_release(&safe);
    return PLX_OK;
}

static plx_status version_json(void *ctx, uint32_t number, const plx_article *a, plx_error *err)
{
    plx_date since = { a->changed, PLX_DATE_TIME, true };
    char text[PLX_DATE_BYTES] = "";
    json_t *o = json_object();

    if (a->changed)
        plx_date_format(&since, text);
    json_object_set_new(o, "version", json_integer(number));
    json_object_set_new(o, "changed", plx_json_str(*text ? text : NULL));
    json_object_set_new(o, "title", plx_json_str(a->title));
    json_object_set_new(o, "text", plx_json_str(a->text));
    return json_array_append_new(ctx, o) ? plx_fail(err, PLX_ERR_NOMEM, "out of memory") : PLX_OK;
}

static plx_status print_text(struct shown *s, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc;

    add_head(s, &out);
    rc = add_text(s, &out, err);
    if (rc == PLX_OK && s->args->versions)
        rc = each_version(s, add_version, &(struct versions_out){ s, &out }, err);
    if (rc == PLX_OK && s->evidence.is_scored) {
        plx_strbuf_putc(&out, '\n');
        cli_add_evidence(s->cli, &s->article, &s->evidence, plx_model_labels(s->judge), &out);
    }
    if (rc == PLX_OK && cli_write(&out) != CLI_DONE)
        rc = plx_fail(err, PLX_ERR_IO, "the article could not be written");
    plx_strbuf_release(&out);
    return rc;
}

/* Null: they could not be read. */
static json_t *tags_json(const struct shown *s)
{
    json_t *list;
    const char *tag;
    size_t at = 0;

    if (!s->tags)
        return json_null();
    list = json_array();
    while ((tag = plx_tags_next_of(s->tags, s->article.id, &at)))
        json_array_append_new(list, plx_json_str(tag));
    return list;
}

static plx_status put_versions(const struct shown *s, json_t *object, plx_error *err)
{
    json_t *list = json_array();
    plx_status rc = each_version(s, version_json, list, err);

    json_object_set_new(object, "versions", list);
    return rc;
}

static plx_status put_evidence(struct shown *s, json_t *object, plx_error *err)
{
    plx_status rc = plx_explanation_keep_spans(&s->evidence, PLX_SPANS_IN_JSON, err);

    if (rc == PLX_OK &&
        !plx_explanation_put(object, &s->evidence, &s->article, plx_model_labels(s->judge)))
        rc = plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    return rc;
}

static plx_status print_json(struct shown *s, plx_error *err)
{
    json_t *object = plx_article_verdict_json(&s->article, &s->verdict, s->model);
    plx_status rc = PLX_OK;

    if (!object ||
        !plx_stance_words_put(object, plx_model_info_words(s->model, &s->verdict), s->model->date))
        rc = plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    json_object_set_new(object, "schema", json_integer(1));
    json_object_set_new(object, "tagged", tags_json(s));
    json_object_set_new(object, "probabilities",
                        plx_probabilities_json(&s->verdict, &s->model->labels));
    if (rc == PLX_OK && s->args->versions)
        rc = put_versions(s, object, err);
    if (rc == PLX_OK && s->judge)
        rc = put_evidence(s, object, err);
    if (rc != PLX_OK) {
        json_decref(object);
        return rc;
    }
    return cli_write_json(s->cli, object, true) == CLI_DONE
               ? PLX_OK
               : plx_fail(err, PLX_ERR_IO, "the article could not be written");
}

static plx_status print_html(struct shown *s, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    const char *title = s->article.title ? s->article.title : s->article.id;
    plx_status rc = PLX_OK;

    plx_evidence_html_open(&out, title, s->judge);
    plx_evidence_html_article(&out, s->judge, &s->article, &s->verdict, &s->evidence);
    plx_evidence_html_close(&out);
    if (cli_write_data(s->cli, &out) != CLI_DONE)
        rc = plx_fail(err, PLX_ERR_IO, "the article could not be written");
    plx_strbuf_release(&out);
    return rc;
}

/* What the model of the index weighs in this article today. */
static plx_status weigh(struct shown *s, const char *model, plx_error *err)
{
    struct cli_judge judge = { 0 };
    plx_verdict verdict;
    plx_status rc = plx_model_load(model, &s->judge, err);

    if (rc == PLX_OK)
        rc = cli_judge_init(&judge, s->judge, err);
    if (rc == PLX_OK)
        rc = cli_judge_explain_for(&judge, s->args->label, err);
    if (rc == PLX_OK)
        rc = cli_judge_article(&judge, &s->article, &verdict, &s->evidence, err);
    cli_judge_release(&judge);
    return rc;
}

/* Only who asks for the evidence cannot do without it. */
static plx_status explain(struct shown *s, plx_error *err)
{
    bool is_asked = s->args->explain || s->args->label;
    const char *model;
    plx_status rc = cli_model_of_index(s->cli, &model, err);

    if (rc == PLX_OK && !model && is_asked)
        rc = plx_fail(err, PLX_ERR_INVALID,
                      "the articles of this index were not judged, so there is nothing to explain: "
                      "`parallax relabel --model FILE` judges them");
    if (rc == PLX_OK && model)
        rc = weigh(s, model, err);
    if (rc == PLX_OK || is_asked || rc == PLX_ERR_NOMEM)
        return rc;
    cli_note("what the model weighed cannot be told: %s", err->msg);
    return PLX_OK;
}

static plx_status load(struct shown *s, const char *id, plx_error *err)
{
    uint32_t docid;
    plx_status rc = plx_snapshot_find(s->cli->snapshot, id, &docid, err);

    if (rc == PLX_OK)
        rc = plx_snapshot_article(s->cli->snapshot, docid, true, &s->article, err);
    if (rc == PLX_OK)
        rc = plx_snapshot_verdict(s->cli->snapshot, docid, &s->verdict, err);
    return rc;
}

/* An article is worth showing without its tags. */
static plx_status load_tags(struct shown *s, plx_error *err)
{
    const char *path = cli_own(s->cli, plx_collection_file(s->cli->index_dir, PLX_TAGS_FILE));
    plx_status rc = plx_tags_open(path, &s->tags, err);

    if (rc == PLX_OK)
        rc = plx_tags_read(s->tags, NULL, err);
    if (rc == PLX_OK || rc == PLX_ERR_NOMEM)
        return rc;
    cli_note("the tags cannot be told: %s", err->msg);
    plx_tags_close(s->tags);
    s->tags = NULL;
    return PLX_OK;
}

static plx_status print(struct shown *s, plx_error *err)
{
    static plx_status (*const printers[])(struct shown * s, plx_error * err) = {
        [TEXT] = print_text, [JSON] = print_json, [HTML] = print_html
    };

    return printers[s->args->format](s, err);
}

int cmd_show(struct cli *cli, int argc, char **argv)
{
    struct shown s = { .cli = cli, .args = cli->args, .model = plx_snapshot_model(cli->snapshot) };
    plx_error err;
    plx_status rc;
    int code = CLI_DONE;

    (void)argc;
    if (s.args->no_explain && (s.args->explain || s.args->label))
        return cli_failf("--no-explain goes neither with --explain nor with --for");
    plx_article_init(&s.article);
    rc = load(&s, argv[0], &err);
    if (rc == PLX_ERR_NOTFOUND)
        code = CLI_NOTHING;
    if (rc == PLX_OK)
        rc = load_tags(&s, &err);
    if (rc == PLX_OK && !s.args->no_explain)
        rc = explain(&s, &err);
    if (rc == PLX_OK)
        rc = print(&s, &err);
    if (rc != PLX_OK && cli_fail(&err) && code == CLI_DONE)
        code = CLI_ERROR;
    plx_explanation_release(&s.evidence);
    plx_model_free(s.judge);
    plx_tags_close(s.tags);
    plx_article_release(&s.article);
    return code;
}
