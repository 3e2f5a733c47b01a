/* cli/cmd_show.c - `parallax show` */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "classifier/verdict_json.h"
#include "cli/command.h"
#include "cli/evidence.h"
#include "cli/hits.h"
#include "cli/models.h"
#include "cli/print.h"
#include "search/mark.h"

enum { TEXT = 0, JSON };

struct show_args {
    const char *query;
    bool explain, versions;
    unsigned format;
};

static const char *const formats[] = { "text", "json", NULL };

const struct cli_option cmd_show_options[] = {
    CLI_ARGS(struct show_args),
    { CLI_OPT(CLI_TEXT, struct show_args, query, "query", 'q', "QUERY", "mark its words") },
    { CLI_OPT(CLI_FLAG, struct show_args, explain, "explain", 0, NULL, "what the model weighed") },
    { CLI_OPT(CLI_FLAG, struct show_args, versions, "versions", 0, NULL,
              "also what it said before, where `index --keep-versions` kept it") },
    { CLI_OPT(CLI_CHOICE, struct show_args, format, "format", 0, "FORMAT", "form of the output"),
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
    plx_evidence_list evidence;
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

static plx_status print_text(const struct shown *s, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc;

    add_head(s, &out);
    rc = add_text(s, &out, err);
    if (rc == PLX_OK && s->args->versions)
        rc = each_version(s, add_version, &(struct versions_out){ s, &out }, err);
    if (rc == PLX_OK && s->evidence.count) {
        plx_strbuf_putc(&out, '\n');
        cli_add_evidence(s->cli, &s->evidence, plx_verdict_best(&s->verdict, &s->model->labels),
                         &out);
    }
    if (rc == PLX_OK && cli_write(&out) != CLI_DONE)
        rc = plx_fail(err, PLX_ERR_IO, "the article could not be written");
    plx_strbuf_release(&out);
    return rc;
}

static plx_status print_json(const struct shown *s, plx_error *err)
{
    json_t *object = plx_article_verdict_json(&s->article, &s->verdict, s->model);

    if (!object)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    json_object_set_new(object, "schema", json_integer(1));
    json_object_set_new(object, "probabilities",
                        plx_probabilities_json(&s->verdict, &s->model->labels));
    if (s->args->versions) {
        json_t *list = json_array();
        plx_status rc = each_version(s, version_json, list, err);

        json_object_set_new(object, "versions", list);
        if (rc != PLX_OK) {
            json_decref(object);
            return rc;
        }
    }
    if (s->args->explain)
        json_object_set_new(object, "evidence", plx_evidence_json(&s->evidence));
    return cli_write_json(s->cli, object, true) == CLI_DONE
               ? PLX_OK
               : plx_fail(err, PLX_ERR_IO, "the article could not be written");
}

/* What the model of the index weighs in this article today. */
static plx_status explain(struct shown *s, plx_error *err)
{
    struct cli_judge judge = { 0 };
    plx_model *model = NULL;
    plx_verdict verdict;
    const char *path;
    plx_status rc = cli_model_of_index(s->cli, &path, err);

    if (rc == PLX_OK && !path) {
        cli_note("the articles of this index were not judged: nothing to explain");
        return PLX_OK;
    }
    if (rc == PLX_OK)
        rc = plx_model_load(path, &model, err);
    if (rc == PLX_OK)
        rc = cli_judge_init(&judge, model, err);
    if (rc == PLX_OK)
        rc = cli_judge_article(&judge, &s->article, &verdict, &s->evidence, err);
    cli_judge_release(&judge);
    plx_model_free(model);
    return rc;
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

int cmd_show(struct cli *cli, int argc, char **argv)
{
    struct shown s = { .cli = cli, .args = cli->args, .model = plx_snapshot_model(cli->snapshot) };
    plx_error err;
    plx_status rc;
    int code = CLI_DONE;

    (void)argc;
    plx_article_init(&s.article);
    rc = load(&s, argv[0], &err);
    if (rc == PLX_ERR_NOTFOUND)
        code = CLI_NOTHING;
    if (rc == PLX_OK && s.args->explain)
        rc = explain(&s, &err);
    if (rc == PLX_OK)
        rc = s.args->format == JSON ? print_json(&s, &err) : print_text(&s, &err);
    if (rc != PLX_OK && cli_fail(&err) && code == CLI_DONE)
        code = CLI_ERROR;
    plx_evidence_release(&s.evidence);
    plx_article_release(&s.article);
    return code;
}
