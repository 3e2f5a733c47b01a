#include "cli/coding_list.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "cli/hits.h"
#include "cli/labelled.h"
#include "cli/print.h"

const char *const cli_coding_formats[] = { "text", "json", "jsonl", "ids", NULL };

int cli_coding_open(struct cli_coding *c)
{
    plx_error err;
    plx_status rc = cli_labels_open(c->cli, c->labels, &c->votes, &err);

    if (rc == PLX_OK)
        rc = plx_asked_open(cli_labels_path(c->cli, c->labels), &c->asked, &err);
    if (rc != PLX_OK)
        return cli_fail(&err);
    if (plx_asked_faults(c->asked))
        cli_note("%s.asked: %zu lines cannot be read and are passed over",
                 cli_labels_path(c->cli, c->labels), plx_asked_faults(c->asked));
    return CLI_DONE;
}

void cli_coding_close(struct cli_coding *c)
{
    plx_labels_close(c->votes);
    plx_asked_close(c->asked);
}

plx_status cli_coding_ids(struct cli *cli, const uint32_t *docids, size_t n, const char ***ids,
                          plx_error *err)
{
    plx_status rc = PLX_OK;

    *ids = cli_alloc(cli, (n + 1) * sizeof **ids);
    for (size_t i = 0; rc == PLX_OK && i < n; i++) {
        plx_article a;

        plx_article_init(&a);
        rc = plx_snapshot_article(cli->snapshot, docids[i], false, &a, err);
        if (rc == PLX_OK)
            (*ids)[i] = cli_printf(cli, "%s", a.id);
        plx_article_release(&a);
    }
    return rc;
}

double cli_round(double value, int decimals)
{
    double factor = pow(10, decimals);

    return round(value * factor) / factor;
}

json_t *cli_listed_json(const struct cli_listed *l)
{
    const plx_article *a = l->article;
    json_t *o = json_object();
    char date[PLX_DATE_BYTES];

    plx_date_format(&a->date, date);
    json_object_set_new(o, "rank", json_integer((json_int_t)l->rank));
    json_object_set_new(o, "id", plx_json_str(a->id));
    json_object_set_new(o, "title", plx_json_str(a->title));
    json_object_set_new(o, "source", plx_json_str(a->source));
    json_object_set_new(o, "date", plx_json_str(*date ? date : NULL));
    json_object_set_new(o, "url", plx_json_str(a->url));
    json_object_set_new(o, "lang", plx_json_str(a->lang));
    if (a->synthetic)
        json_object_set_new(o, "synthetic", json_true());
    json_object_set_new(o, "text", plx_json_str(a->text));
    json_object_set_new(o, "target", plx_json_str(l->model->target));
    json_object_set_new(o, "coder", plx_json_str(l->coding->coder));
    json_object_set_new(o, "how", plx_json_str(plx_label_how_name(l->coding->how)));
    return o;
}

void cli_listed_line(const struct cli_listed *l, plx_strbuf *out)
{
    const struct cli *cli = l->coding->cli;
    const plx_article *a = l->article;
    plx_strbuf title = PLX_STRBUF_INIT;

    cli_add_line(&title, a->title && *a->title ? a->title : "(no title)");
    plx_strbuf_printf(out, "%3zu. ", l->rank);
    cli_add_styled(cli, out, CLI_BOLD, title.s);
    plx_strbuf_puts(out, "\n    ");
    cli_add_byline(cli, a, out);
    plx_strbuf_puts(out, a->synthetic ? " · synthetic\n    " : "\n    ");
    cli_add_line(out, a->id);
    plx_strbuf_putc(out, '\n');
    out->failed |= title.failed;
    plx_strbuf_release(&title);
}

/* A list in the making. */
struct list {
    const struct cli_coding *coding;
    unsigned format;
    json_t *(*entry)(const struct cli_listed *l);
    void (*add_line)(const struct cli_listed *l, plx_strbuf *out);
    plx_strbuf out;
    json_t *array;
};

static void add(struct list *list, const struct cli_listed *l)
{
    json_t *o;

    if (list->format == CODING_IDS) {
        plx_strbuf_printf(&list->out, "%s\n", l->article->id);
        return;
    }
    if (list->format == CODING_TEXT) {
        list->add_line(l, &list->out);
        return;
    }
    o = list->entry(l);
    list->out.failed |= !o;
    if (list->format == CODING_JSON) {
        list->out.failed |= json_array_append_new(list->array, o) != 0;
        return;
    }
    plx_json_print(o, false, &list->out);
    plx_strbuf_putc(&list->out, '\n');
    json_decref(o);
}

static plx_status add_all(struct list *list, plx_error *err)
{
    plx_snapshot *snap = list->coding->cli->snapshot;
    plx_status rc = PLX_OK;

    for (size_t i = 0; rc == PLX_OK && i < list->coding->count; i++) {
        struct cli_listed l = { .coding = list->coding,
                                .model = plx_snapshot_model(snap),
                                .rank = i + 1 };
        plx_article a;
        plx_verdict v;
        uint32_t docid = 0;

        plx_article_init(&a);
        rc = plx_snapshot_find(snap, list->coding->ids[i], &docid, err);
        if (rc == PLX_OK)
            rc = plx_snapshot_article(snap, docid, true, &a, err);
        if (rc == PLX_OK)
            rc = plx_snapshot_verdict(snap, docid, &v, err);
        l.article = &a;
        l.verdict = &v;
        if (rc == PLX_OK)
            add(list, &l);
        plx_article_release(&a);
        rc = rc == PLX_ERR_NOTFOUND ? PLX_OK : rc;
    }
    return rc;
}

int cli_list_coding(const struct cli_coding *c, unsigned format,
                    json_t *(*entry)(const struct cli_listed *l),
                    void (*add_line)(const struct cli_listed *l, plx_strbuf *out))
{
    struct list list = { c, format, entry, add_line, PLX_STRBUF_INIT, json_array() };
    plx_error err;
    int code;

    if (add_all(&list, &err) != PLX_OK)
        code = cli_fail(&err);
    else if (list.out.failed)
        code = cli_failf("out of memory");
    else if (format == CODING_JSON)
        code = cli_write_json(c->cli, json_pack("{s:i, s:O}", "schema", 1, "articles", list.array),
                              true);
    else if (format == CODING_TEXT)
        code = cli_write(&list.out);
    else
        code = cli_write_data(c->cli, &list.out);
    json_decref(list.array);
    plx_strbuf_release(&list.out);
    return code;
}
