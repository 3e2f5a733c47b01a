/* cli/model_compare.c - two models on the same articles */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "classifier/compare.h"
#include "classifier/verdict_json.h"
#include "cli/evidence.h"
#include "cli/labelled.h"
#include "cli/model_command.h"
#include "cli/models.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "indexer/reader.h"

/** Times the articles of an index are gone on with after it changed. */
#define TRIES 1000
/** Most that is taken for chance. */
#define CHANCE 0.05

/* One comparison. */
struct run {
    struct cli *cli;
    const struct model_args *args;
    const char *path[2];
    plx_model *model[2];
    plx_comparer *comparer;
    const plx_model_comparison *result;
    plx_labels *labels; /* of the index */
    struct cli_progress progress;
    uint32_t done;
    size_t failed; /* lines or files that could not be read */
};

static const char letter[2] = { 'A', 'B' };

/* ------------------------------------------------------------ articles of files */

static plx_status check_stop(const struct run *r, plx_error *err)
{
    return *r->cli->stop ? plx_fail(err, PLX_ERR_STOPPED, "stopped on request") : PLX_OK;
}

static plx_status on_article(void *ctx, plx_article *a, const plx_extract_report *report,
                             plx_error *err)
{
    struct run *r = ctx;
    plx_status rc = check_stop(r, err);

    (void)report;
    if (rc != PLX_OK)
        return rc;
    return plx_comparer_add(r->comparer, a, a->label && *a->label ? a->label : NULL, err);
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    struct run *r = ctx;

    (void)where;
    cli_note("%s", why->msg);
    r->failed++;
    return PLX_OK;
}

static plx_status add_files(struct run *r, int files, char **file, plx_error *err)
{
    const plx_reader_options options = { .keep_label = true };
    const plx_article_sink sink = { on_article, on_failure, r };
    plx_status rc = PLX_OK;

    for (int i = 0; rc == PLX_OK && i < files; i++) {
        rc = plx_read(file[i], &options, &sink, err);
        if (rc == PLX_ERR_NOTFOUND)
            rc = on_failure(r, file[i], err);
    }
    return rc;
}

/* ------------------------------------------------------------ articles of the index */

/* What people say of an article. Where a model had chosen it for review, it would flatter or
 * wrong that model; and a label given to another text says nothing of this one. */
static const char *gold_of(const struct run *r, const plx_article *a)
{
    const plx_label *v = plx_labels_find(r->labels, a->id, plx_model_target(r->model[0]));

    return v && v->how != PLX_HOW_REVIEW && !plx_label_is_stale(v, a->text) ? v->label : NULL;
}

static plx_status add_document(struct run *r, uint32_t docid, plx_error *err)
{
    plx_article a;
    plx_status rc;

    plx_article_init(&a);
    rc = plx_snapshot_article(r->cli->snapshot, docid, true, &a, err);
    if (rc == PLX_OK)
        rc = plx_comparer_add(r->comparer, &a, gold_of(r, &a), err);
    plx_article_release(&a);
    if (rc == PLX_OK &&
        cli_progress_count(&r->progress, ++r->done, plx_snapshot_documents(r->cli->snapshot)) != 0)
        rc = plx_fail(err, PLX_ERR_STOPPED, "stopped on request");
    return rc;
}

static plx_status add_behind(struct run *r, uint32_t *last, plx_error *err)
{
    plx_postings *all = NULL;
    uint32_t docid = 0;
    plx_status rc = plx_postings_open(plx_snapshot_store(r->cli->snapshot), "", 0, &all, err);

    while (rc == PLX_OK && (rc = plx_postings_next(all, *last + 1, &docid, err)) == PLX_OK &&
           docid) {
        rc = add_document(r, docid, err);
        if (rc == PLX_OK)
            *last = docid;
    }
    plx_postings_close(all);
    return rc;
}

static plx_status add_index(struct run *r, plx_error *err)
{
    uint32_t last = 0;
    plx_status rc = plx_snapshot_open(r->cli->index_dir, NULL, &r->cli->snapshot, err);

    if (rc == PLX_OK)
        rc = cli_labels_open(r->cli, r->args->labels, &r->labels, err);
    if (rc != PLX_OK)
        return rc;
    cli_progress_init(&r->progress, r->cli, NULL);
    rc = add_behind(r, &last, err);
    for (int tries = 0; rc == PLX_ERR_STALE && tries < TRIES; tries++) {
        rc = plx_snapshot_refresh(r->cli->snapshot, NULL, err);
        if (rc == PLX_OK)
            rc = add_behind(r, &last, err);
    }
    cli_progress_end(&r->progress);
    return rc;
}

/* ------------------------------------------------------------ text */

static void add_models(const struct run *r, plx_strbuf *out)
{
    struct cli_table table;

    cli_table_init(&table, r->cli, 5);
    for (int i = 0; i < 2; i++) {
        const char *cells[] = { cli_printf(r->cli, "%c", letter[i]), plx_model_name(r->model[i]),
                                plx_model_date(r->model[i]),
                                cli_printf(r->cli, "%.12s", plx_model_digest(r->model[i])),
                                r->path[i] };
        cli_table_add(&table, cells);
    }
    cli_table_print(&table, out);
}

static void add_agreement(const struct run *r, plx_strbuf *out)
{
    const plx_model_comparison *c = r->result;

    plx_strbuf_putc(out, '\n');
    plx_strbuf_put_count(out, c->articles);
    plx_strbuf_puts(out, c->articles == 1 ? " article, " : " articles, ");
    plx_strbuf_put_count(out, c->same);
    plx_strbuf_printf(out, " with the same stance (%.1f %%",
                      100 * (double)c->same / (double)c->articles);
    if (!isnan(c->kappa))
        plx_strbuf_printf(out, "; kappa %.2f", c->kappa);
    plx_strbuf_puts(out, ")\n");
}

static bool is_said(const plx_model_comparison *c, size_t stance)
{
    unsigned n = 0;

    for (size_t k = 0; k < c->stances; k++)
        n += c->table[stance][k] + c->table[k][stance];
    return n > 0;
}

/* Stances that both leave unsaid have no row and no column. */
static void add_table(const struct run *r, plx_strbuf *out)
{
    const plx_model_comparison *c = r->result;
    size_t said[PLX_COMPARED_STANCES], n = 0;
    const char *cells[PLX_COMPARED_STANCES + 1] = { "A \\ B" };
    struct cli_table table;

    for (size_t s = 0; s < c->stances; s++)
        if (is_said(c, s))
            said[n++] = s;
    for (size_t k = 0; k < n; k++)
        cells[k + 1] = plx_compared_stance_name(&c->labels, said[k]);
    cli_table_init(&table, r->cli, n + 1);
    cli_table_add(&table, cells);
    for (size_t i = 0; i < n; i++) {
        cells[0] = plx_compared_stance_name(&c->labels, said[i]);
        for (size_t k = 0; k < n; k++)
            cells[k + 1] = cli_printf(r->cli, "%u", c->table[said[i]][said[k]]);
        cli_table_add(&table, cells);
    }
    plx_strbuf_putc(out, '\n');
    cli_table_print(&table, out);
}

static void add_verdict(const struct run *r, int i, const plx_verdict *v, plx_strbuf *out)
{
    const plx_label_set *labels = &r->result->labels;
    plx_strbuf line = PLX_STRBUF_INIT;

    plx_strbuf_printf(out, "  %c  ", letter[i]);
    cli_add_line(out, plx_verdict_stance(v, labels));
    cli_add_probabilities(v, labels, &line);
    if (line.len) {
        plx_strbuf_puts(out, "  [");
        cli_add_line(out, line.s);
        plx_strbuf_putc(out, ']');
    }
    plx_strbuf_putc(out, '\n');
    plx_strbuf_release(&line);
}

static void add_difference(const struct run *r, const plx_model_difference *d, plx_strbuf *out)
{
    plx_strbuf line = PLX_STRBUF_INIT;

    cli_add_line(out, d->id);
    plx_strbuf_puts(out, "  ");
    cli_add_line(&line, *d->title ? d->title : "(no title)");
    cli_add_styled(r->cli, out, CLI_BOLD, line.s);
    if (d->gold >= 0) {
        plx_strbuf_puts(out, "  labelled ");
        cli_add_line(out, r->result->labels.name[d->gold]);
    }
    plx_strbuf_putc(out, '\n');
    for (int i = 0; i < 2; i++)
        add_verdict(r, i, &d->verdict[i], out);
    plx_strbuf_release(&line);
}

static void add_differences(const struct run *r, plx_strbuf *out)
{
    const plx_model_comparison *c = r->result;
    size_t differ = c->articles - c->same;

    if (differ == 0)
        return;
    plx_strbuf_puts(out, "\nThey differ on ");
    plx_strbuf_put_count(out, differ);
    plx_strbuf_puts(out, c->differ_count < differ ? ", most on these:\n" : ":\n");
    for (size_t i = 0; i < c->differ_count; i++)
        add_difference(r, &c->differ[i], out);
}

static const char *macro(struct cli *cli, const plx_measures *m)
{
    if (m->macro_high <= 0)
        return cli_printf(cli, "%.3f", m->macro_f1);
    return cli_printf(cli, "%.3f (95 %% interval over sources %.3f to %.3f)", m->macro_f1,
                      m->macro_low, m->macro_high);
}

/* In words, whether one of the two is better. */
static const char *conclusion(struct cli *cli, const plx_model_comparison *c)
{
    unsigned n = c->only_right[0] + c->only_right[1];
    int better = c->only_right[1] > c->only_right[0];

    if (c->mcnemar.is_too_few)
        return cli_printf(cli,
                          "too few differences to say which is better: on %u articles one of them "
                          "alone is right, %d are needed",
                          n, PLX_MCNEMAR_LEAST);
    return c->mcnemar.mid < CHANCE
               ? cli_printf(cli, "%c is right more often, hardly by chance", letter[better])
               : "the difference may be chance";
}

/* What of the labelled articles is measured, and what is not. */
static void add_counts(const plx_model_comparison *c, plx_strbuf *out)
{
    size_t measured = c->measures[0].articles;
    const struct {
        size_t n;
        const char *why;
    } left_out[] = {
        { c->in_training, "one of the two was trained on them" },
        { c->repeated, "they came again" },
        { c->gold - measured - c->in_training - c->repeated,
          "they are written, off-topic, not judged, or have another label" },
    };

    plx_strbuf_printf(out, "\narticles with a label: %zu, measured: %zu\n", c->gold, measured);
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
        if (left_out[i].n)
            plx_strbuf_printf(out, "  %zu left out: %s\n", left_out[i].n, left_out[i].why);
}

static void add_measures(const struct run *r, plx_strbuf *out)
{
    const plx_model_comparison *c = r->result;
    struct cli *cli = r->cli;

    if (c->gold == 0)
        return;
    add_counts(c, out);
    if (c->measures[0].articles == 0)
        return;
    for (int i = 0; i < 2; i++)
        plx_strbuf_printf(out, "  %c  accuracy %.3f, macro F1 %s\n", letter[i],
                          c->measures[i].accuracy, macro(cli, &c->measures[i]));
    plx_strbuf_printf(out,
                      "  both right %u, only A %u, only B %u, none %u\n"
                      "  McNemar's test: mid-p %.3g, exact p %.3g: %s\n",
                      c->both_right, c->only_right[0], c->only_right[1], c->none_right,
                      c->mcnemar.mid, c->mcnemar.exact, conclusion(cli, c));
}

static int print_text(const struct run *r)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    add_models(r, &out);
    add_agreement(r, &out);
    add_table(r, &out);
    add_measures(r, &out);
    add_differences(r, &out);
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return code;
}

/* ------------------------------------------------------------ JSON */

static json_t *rounded(double x)
{
    return isnan(x) ? json_null() : plx_json_rounded(x);
}

static json_t *models_json(const struct run *r)
{
    json_t *array = json_array();

    for (int i = 0; i < 2; i++)
        json_array_append_new(array, json_pack("{s:o, s:o, s:o, s:o}", "name",
                                               plx_json_str(plx_model_name(r->model[i])), "date",
                                               plx_json_str(plx_model_date(r->model[i])), "digest",
                                               plx_json_str(plx_model_digest(r->model[i])), "file",
                                               plx_json_str(r->path[i])));
    return array;
}

static json_t *stances_json(const plx_model_comparison *c)
{
    json_t *array = json_array();

    for (size_t s = 0; s < c->stances; s++)
        json_array_append_new(array, plx_json_str(plx_compared_stance_name(&c->labels, s)));
    return array;
}

static json_t *table_json(const plx_model_comparison *c)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < c->stances; i++) {
        json_t *row = json_array();
        for (size_t k = 0; k < c->stances; k++)
            json_array_append_new(row, json_integer(c->table[i][k]));
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *verdict_json(const plx_model_comparison *c, const plx_verdict *v)
{
    const char *best = plx_verdict_best(v, &c->labels);

    return json_pack("{s:o, s:o, s:o}", "stance", plx_json_str(plx_verdict_stance(v, &c->labels)),
                     "stance_best", plx_json_str(*best ? best : NULL), "probabilities",
                     plx_probabilities_json(v, &c->labels));
}

static json_t *differences_json(const plx_model_comparison *c)
{
    json_t *array = json_array();

    for (size_t i = 0; i < c->differ_count; i++) {
        const plx_model_difference *d = &c->differ[i];

        json_array_append_new(
            array, json_pack("{s:o, s:o, s:o, s:o, s:[o, o]}", "id", plx_json_str(d->id), "title",
                             plx_json_str(d->title), "label",
                             plx_json_str(d->gold >= 0 ? c->labels.name[d->gold] : NULL),
                             "distance", rounded(d->distance), "verdicts",
                             verdict_json(c, &d->verdict[0]), verdict_json(c, &d->verdict[1])));
    }
    return array;
}

static json_t *measured_json(const plx_model_comparison *c)
{
    if (c->gold == 0)
        return json_null();
    return json_pack("{s:i, s:i, s:i, s:i, s:i, s:[o, o], s:i, s:[i, i], s:i, s:{s:f, s:f, s:b}}",
                     "labelled", (int)c->gold, "measured", (int)c->measures[0].articles,
                     "in_training", (int)c->in_training, "repeated", (int)c->repeated,
                     "other_labels", (int)c->unknown, "measures",
                     plx_measures_json(&c->measures[0]), plx_measures_json(&c->measures[1]),
                     "both_right", (int)c->both_right, "only_right", (int)c->only_right[0],
                     (int)c->only_right[1], "none_right", (int)c->none_right, "mcnemar", "mid_p",
                     c->mcnemar.mid, "exact_p", c->mcnemar.exact, "too_few", c->mcnemar.is_too_few);
}

static int print_json(const struct run *r)
{
    const plx_model_comparison *c = r->result;

    return cli_write_json(
        r->cli,
        json_pack("{s:i, s:o, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "schema", 1, "models",
                  models_json(r), "articles", (int)c->articles, "same", (int)c->same, "agreement",
                  rounded((double)c->same / (double)c->articles), "kappa", rounded(c->kappa),
                  "stances", stances_json(c), "table", table_json(c), "measured", measured_json(c),
                  "differences", differences_json(c)),
        true);
}

/* ------------------------------------------------------------ all together */

static plx_status start(struct run *r, const char *const typed[2], plx_error *err)
{
    plx_status rc = PLX_OK;

    for (int i = 0; rc == PLX_OK && i < 2; i++) {
        rc = cli_model_find(r->cli, typed[i], &r->path[i], err);
        if (rc == PLX_OK)
            rc = plx_model_load(r->path[i], &r->model[i], err);
    }
    if (rc == PLX_OK)
        rc = plx_comparer_new(r->model[0], r->model[1],
                              r->args->limit ? r->args->limit : MODEL_LIMIT, &r->comparer, err);
    return rc;
}

static int print(const struct run *r)
{
    if (r->result->articles == 0) {
        cli_note("no articles to compare on");
        return r->failed ? CLI_ERROR : CLI_NOTHING;
    }
    return r->args->format == MODEL_JSON ? print_json(r) : print_text(r);
}

int cli_model_compare(struct cli *cli, const char *const typed[2], int files, char **file)
{
    struct run r = { .cli = cli, .args = cli->args };
    plx_error err;
    plx_status rc = start(&r, typed, &err);
    int code;

    if (rc == PLX_OK)
        rc = files ? add_files(&r, files, file, &err) : add_index(&r, &err);
    if (rc == PLX_OK)
        rc = plx_comparer_finish(r.comparer, &r.result, &err);
    code = rc == PLX_OK ? print(&r) : cli_fail(&err);
    plx_comparer_free(r.comparer);
    plx_labels_close(r.labels);
    for (int i = 0; i < 2; i++)
        plx_model_free(r.model[i]);
    return code == CLI_DONE && r.failed ? CLI_ERROR : code;
}
