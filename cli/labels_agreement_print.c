/* cli/labels_agreement_print.c - agreement as text, JSON and tables */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "cli/labels.h"
#include "cli/labels_agreement.h"
#include "cli/print.h"

static const char *coder_name(const struct cli_agreement *r, uint32_t coder)
{
    const char *name = plx_map_key(r->coders, coder, NULL);

    return *name ? name : "(no name)";
}

static const char *label_name(const struct cli_agreement *r, uint32_t label)
{
    return plx_map_key(r->names, label, NULL);
}

/* ------------------------------------------------------------------------- text */

static void add_figure(plx_strbuf *out, const char *format, double x)
{
    if (isnan(x))
        plx_strbuf_puts(out, "-");
    else
        plx_strbuf_printf(out, format, x);
}

static void add_summary(const struct cli_agreement *r, plx_strbuf *out)
{
    const plx_agreement *a = &r->a;
    uint32_t articles = plx_map_count(r->ids), coders = plx_map_count(r->coders);

    plx_strbuf_printf(out, "%u %s labelled by %u %s; %zu by two coders or more\n", articles,
                      articles == 1 ? "article" : "articles", coders,
                      coders == 1 ? "coder" : "coders", a->units);
    if (r->texts > 0)
        plx_strbuf_printf(out, "%zu of them in different versions of their text\n", r->texts);
    plx_strbuf_puts(out, "Krippendorff's alpha  ");
    if (a->is_too_few)
        plx_strbuf_printf(out, "too few to say: %d articles labelled twice are needed\n",
                          PLX_AGREEMENT_UNITS);
    else if (isnan(a->alpha))
        plx_strbuf_puts(out, "not defined: all say the same label\n");
    else {
        plx_strbuf_printf(out, "%.3f", a->alpha);
        if (!isnan(a->low))
            plx_strbuf_printf(out, "  (95 %% interval over articles %.3f to %.3f)", a->low,
                              a->high);
        plx_strbuf_putc(out, '\n');
    }
    if (a->units > 0)
        plx_strbuf_printf(out, "agreeing pairs        %.1f %%\n", 100 * a->observed);
}

static const char *figure(struct cli *cli, const char *format, double x)
{
    plx_strbuf cell = PLX_STRBUF_INIT;
    const char *s;

    add_figure(&cell, format, x);
    s = cli_printf(cli, "%s", cell.s);
    plx_strbuf_release(&cell);
    return s;
}

static void add_labels(const struct cli_agreement *r, plx_strbuf *out)
{
    static const char *const head[] = { "LABEL", "VOTES", "AGREEMENT", "ALPHA" };
    struct cli_table table;

    cli_table_init(&table, r->cli, sizeof head / sizeof *head);
    cli_table_add(&table, head);
    for (uint32_t i = 0; i < r->a.label_count; i++) {
        const plx_agreement_label *l = &r->a.labels[i];
        const char *cells[] = { label_name(r, i), cli_printf(r->cli, "%zu", l->ratings),
                                figure(r->cli, "%.1f %%", 100 * l->specific),
                                r->a.is_too_few ? "too few" : figure(r->cli, "%.3f", l->alpha) };

        cli_table_add(&table, cells);
    }
    plx_strbuf_putc(out, '\n');
    cli_table_print(&table, out);
}

static void add_pairs(const struct cli_agreement *r, plx_strbuf *out)
{
    static const char *const head[] = { "CODER", "CODER", "ARTICLES", "ALIKE", "AGREEMENT" };
    struct cli_table table;

    cli_table_init(&table, r->cli, sizeof head / sizeof *head);
    cli_table_add(&table, head);
    for (size_t i = 0; i < r->a.pair_count; i++) {
        const plx_agreement_pair *p = &r->a.pairs[i];
        const char *cells[] = {
            coder_name(r, p->a), coder_name(r, p->b), cli_printf(r->cli, "%zu", p->units),
            cli_printf(r->cli, "%zu", p->agreed),
            figure(r->cli, "%.1f %%", 100 * (double)p->agreed / (double)p->units)
        };

        cli_table_add(&table, cells);
    }
    plx_strbuf_putc(out, '\n');
    cli_table_print(&table, out);
}

static void text_difference(void *ctx, const struct cli_agreement *r,
                            const struct cli_difference *d, const plx_rating *x, size_t n)
{
    plx_strbuf *out = ctx;

    plx_strbuf_putc(out, '\n');
    cli_add_line(out, d->id);
    if (d->title) {
        plx_strbuf_puts(out, "  ");
        cli_add_line(out, d->title);
    }
    plx_strbuf_puts(out, "\n ");
    for (size_t i = 0; i < n; i++) {
        plx_strbuf_puts(out, i ? ", " : " ");
        cli_add_line(out, coder_name(r, x[i].coder));
        plx_strbuf_puts(out, ": ");
        cli_add_line(out, label_name(r, x[i].label));
    }
    plx_strbuf_puts(out, d->adjudicated ? "; adjudicated: " : "; not adjudicated");
    cli_add_line(out, d->adjudicated ? d->adjudicated->label : "");
    plx_strbuf_putc(out, '\n');
}

static plx_status print_text(struct cli_agreement *r, plx_strbuf *out, plx_error *err)
{
    add_summary(r, out);
    if (r->a.units > 0) {
        add_labels(r, out);
        add_pairs(r, out);
    }
    if (r->a.differing > 0)
        plx_strbuf_printf(out, "\nCoders differ on %zu:\n", r->a.differing);
    return cli_agreement_each(r, text_difference, out, err);
}

/* ------------------------------------------------------------------ JSON and CSV */

static json_t *number(double x)
{
    return isnan(x) ? json_null() : json_real(x);
}

static json_t *difference_json(const struct cli_agreement *r, const struct cli_difference *d,
                               const plx_rating *x, size_t n)
{
    json_t *votes = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(votes,
                              json_pack("{s:o, s:o}", "coder",
                                        plx_json_str(plx_map_key(r->coders, x[i].coder, NULL)),
                                        "label", plx_json_str(label_name(r, x[i].label))));
    return json_pack("{s:o, s:o, s:o, s:o}", "id", plx_json_str(d->id), "title",
                     plx_json_str(d->title), "votes", votes, "adjudicated",
                     plx_json_str(d->adjudicated ? d->adjudicated->label : NULL));
}

static void json_difference(void *ctx, const struct cli_agreement *r,
                            const struct cli_difference *d, const plx_rating *x, size_t n)
{
    json_array_append_new(ctx, difference_json(r, d, x, n));
}

static void jsonl_difference(void *ctx, const struct cli_agreement *r,
                             const struct cli_difference *d, const plx_rating *x, size_t n)
{
    plx_strbuf *out = ctx;
    json_t *object = difference_json(r, d, x, n);

    if (object)
        plx_json_print(object, false, out);
    out->failed |= !object;
    plx_strbuf_putc(out, '\n');
    json_decref(object);
}

/* One row a vote: so it can be read again by `labels import`. */
static void csv_difference(void *ctx, const struct cli_agreement *r, const struct cli_difference *d,
                           const plx_rating *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *row[] = { d->id,
                              plx_map_key(r->coders, x[i].coder, NULL),
                              label_name(r, x[i].label),
                              d->adjudicated ? d->adjudicated->label : "",
                              d->title ? d->title : "",
                              NULL };

        plx_csv_put_line(ctx, row);
    }
}

static json_t *labels_json(const struct cli_agreement *r)
{
    json_t *array = json_array();

    for (uint32_t i = 0; i < r->a.label_count; i++) {
        const plx_agreement_label *l = &r->a.labels[i];

        json_array_append_new(array, json_pack("{s:o, s:I, s:o, s:o}", "label",
                                               plx_json_str(label_name(r, i)), "votes",
                                               (json_int_t)l->ratings, "specific_agreement",
                                               number(l->specific), "alpha", number(l->alpha)));
    }
    return array;
}

static json_t *pairs_json(const struct cli_agreement *r)
{
    json_t *array = json_array();

    for (size_t i = 0; i < r->a.pair_count; i++) {
        const plx_agreement_pair *p = &r->a.pairs[i];

        json_array_append_new(array, json_pack("{s:[o, o], s:I, s:I, s:o}", "coders",
                                               plx_json_str(plx_map_key(r->coders, p->a, NULL)),
                                               plx_json_str(plx_map_key(r->coders, p->b, NULL)),
                                               "articles", (json_int_t)p->units, "alike",
                                               (json_int_t)p->agreed, "agreement",
                                               json_real((double)p->agreed / (double)p->units)));
    }
    return array;
}

static plx_status print_json(struct cli_agreement *r, plx_strbuf *out, plx_error *err)
{
    const plx_agreement *a = &r->a;
    json_t *differences = json_array(), *object;
    plx_status rc = cli_agreement_each(r, json_difference, differences, err);

    object =
        json_pack("{s:i, s:s, s:I, s:I, s:I, s:I, s:b, s:o, s:[o, o], s:o, s:o, s:o, s:o}",
                  "schema", 1, "target", plx_snapshot_model(r->cli->snapshot)->target, "articles",
                  (json_int_t)plx_map_count(r->ids), "coders", (json_int_t)plx_map_count(r->coders),
                  "articles_by_two", (json_int_t)a->units, "different_texts", (json_int_t)r->texts,
                  "too_few", a->is_too_few, "alpha", number(a->alpha), "alpha_interval",
                  number(a->low), number(a->high), "agreeing_pairs", number(a->observed), "labels",
                  labels_json(r), "pairs", pairs_json(r), "differences", differences);
    if (object)
        plx_json_print(object, true, out);
    out->failed |= !object;
    plx_strbuf_putc(out, '\n');
    json_decref(object);
    return rc;
}

static plx_status print_jsonl(struct cli_agreement *r, plx_strbuf *out, plx_error *err)
{
    return cli_agreement_each(r, jsonl_difference, out, err);
}

static plx_status print_csv(struct cli_agreement *r, plx_strbuf *out, plx_error *err)
{
    static const char *const head[] = { "id", "coder", "label", "adjudicated", "title", NULL };

    plx_csv_put_line(out, head);
    return cli_agreement_each(r, csv_difference, out, err);
}

plx_status cli_agreement_print(struct cli_agreement *r, unsigned format, plx_strbuf *out,
                               plx_error *err)
{
    static plx_status (*const print[])(struct cli_agreement * r, plx_strbuf * out,
                                       plx_error * err) = {
        [LABELS_TEXT] = print_text,
        [LABELS_JSON] = print_json,
        [LABELS_JSONL] = print_jsonl,
        [LABELS_CSV] = print_csv,
    };

    return print[format](r, out, err);
}
