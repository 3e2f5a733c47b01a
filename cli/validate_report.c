#include "cli/validate_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "cli/coding_list.h"
#include "cli/print.h"

/** Sources named in the text; JSON has all. */
#define SOURCES_SHOWN 10

/* ------------------------------------------------------------------- collecting */

/* The answer that counts for an article, NULL if there is none. */
static const plx_label *answer(const struct cli_validation *v, const char *id)
{
    const char *target = plx_snapshot_model(v->cli->snapshot)->target;
    const plx_label *vote = plx_validation_vote(v->coding->votes, id, target, v->coder);
    const plx_label *stands = plx_labels_find(v->coding->votes, id, target);

    /* where coders differ somebody has decided */
    if (vote && !v->coder && stands && stands->how == PLX_HOW_ADJUDICATION)
        return stands;
    return vote;
}

/* Ordinal of the source of the article that is read; PLX_MAP_NONE without memory. */
static uint32_t source_of(struct cli_validation *v, const plx_article *a)
{
    const char *source = a->source ? a->source : "";

    return plx_map_add(v->sources, source, strlen(source), NULL);
}

/* Why an answer does not count, as the counter to go up; NULL: it does. */
static size_t *objection(struct cli_validation *v, const struct cli_reading *r,
                         const plx_label *vote, int label)
{
    if (plx_validation_is_spoilt(v->coding->votes, vote->id, vote->target))
        return &v->reviewed;
    if (cli_reading_is_learned(r))
        return &v->learned;
    if (plx_label_is_stale(vote, r->article.text))
        return &v->stale;
    return label < 0 ? &v->foreign : NULL;
}

static plx_status take(struct cli_validation *v, struct cli_reading *r, const char *id, size_t *n,
                       plx_error *err)
{
    const plx_label_set *labels = &plx_snapshot_model(v->cli->snapshot)->labels;
    const plx_label *vote = answer(v, id);
    uint32_t docid = 0, source;
    plx_verdict verdict;
    plx_status rc = plx_snapshot_find(v->cli->snapshot, id, &docid, err);
    size_t *why;

    if (rc == PLX_ERR_NOTFOUND) {
        v->gone++;
        return PLX_OK;
    }
    if (rc != PLX_OK || !vote)
        return rc;
    v->labelled++;
    rc = cli_reading_take(r, docid, err);
    if (rc == PLX_OK)
        rc = cli_reading_judge(r, &verdict, err);
    if (rc != PLX_OK)
        return rc;
    why = objection(v, r, vote, plx_validation_label(labels, vote->label));
    if (why) {
        ++*why;
        return PLX_OK;
    }
    source = source_of(v, &r->article);
    if (source == PLX_MAP_NONE)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    v->items[(*n)++] =
        (plx_validated){ .said = (uint8_t)plx_validation_word(&verdict, labels->count),
                         .label = (uint8_t)plx_validation_label(labels, vote->label),
                         .source = source };
    return PLX_OK;
}

plx_status cli_validation_measure(struct cli_validation *v, struct cli_reading *r,
                                  const char *const *ids, size_t n, plx_error *err)
{
    plx_validation_input in = { .labels = plx_snapshot_model(v->cli->snapshot)->labels.count };
    plx_status rc = PLX_OK;

    v->drawn = n;
    v->sources = plx_map_new();
    v->items = calloc(n + 1, sizeof *v->items);
    if (!v->sources || !v->items)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    for (size_t i = 0; rc == PLX_OK && i < n; i++)
        rc = take(v, r, ids[i], &in.count, err);
    if (rc != PLX_OK)
        return rc;
    in.items = v->items;
    in.sources = plx_map_count(v->sources);
    memcpy(in.population, v->frame->population, sizeof in.population);
    return plx_validation_measure(&in, &v->figures, err);
}

void cli_validation_release(struct cli_validation *v)
{
    plx_validation_release(&v->figures);
    plx_map_free(v->sources);
    free(v->items);
}

/* ------------------------------------------------------------------------- text */

static const plx_label_set *labels_of(const struct cli_validation *v)
{
    return &plx_snapshot_model(v->cli->snapshot)->labels;
}

static const char *percent(struct cli *cli, double share)
{
    return cli_printf(cli, "%.1f %%", share * 100);
}

static const char *interval(struct cli *cli, const plx_proportion *p)
{
    if (p->is_too_few)
        return "too few to say";
    return cli_printf(cli, "%.1f to %.1f %%", p->low * 100, p->high * 100);
}

static const char *count(struct cli *cli, size_t n)
{
    return cli_printf(cli, "%zu", n);
}

/* "10 of 12" */
static const char *of(struct cli *cli, const plx_proportion *p)
{
    return cli_printf(cli, "%u of %u", p->part, p->whole);
}

/* "  (3 written ones, 4 picked by review left out)" and the like; nothing of zero. */
static void add_part(plx_strbuf *out, size_t n, const char *what)
{
    if (n)
        plx_strbuf_printf(out, "; %zu %s", n, what);
}

static void add_head(const struct cli_validation *v, plx_strbuf *out)
{
    const struct cli_frame *f = v->frame;

    plx_strbuf_printf(out, "model       %s\npopulation  ",
                      plx_snapshot_model(v->cli->snapshot)->name);
    plx_strbuf_put_count(out, f->count);
    plx_strbuf_puts(out, " articles");
    if (v->sample && *v->sample->query)
        plx_strbuf_printf(out, " of: %s", v->sample->query);
    add_part(out, f->synthetic, "written ones left out");
    add_part(out, f->reviewed, "left out because the model picked them for review");
    plx_strbuf_printf(out, "\nsample      %zu", v->drawn);
    if (v->sample)
        plx_strbuf_printf(out, " drawn with seed %llu", (unsigned long long)v->sample->seed);
    else
        plx_strbuf_puts(out, " answered; no draw is recorded, so they are taken to be random");
    plx_strbuf_printf(out, ", %zu labelled", v->labelled);
    add_part(out, v->gone, "no longer in the index");
    add_part(out, v->reviewed, "left out: labelled in review, too");
    add_part(out, v->learned, "left out: the model learned from them");
    add_part(out, v->stale, "left out: another text since");
    add_part(out, v->foreign, "left out: no label of this model");
    plx_strbuf_puts(out, "\n\n");
}

static void add_labels(const struct cli_validation *v, plx_strbuf *out)
{
    static const char *const head[] = { "LABEL", "RIGHT",  "PRECISION",    "95 % INTERVAL",
                                        "FOUND", "RECALL", "95 % INTERVAL" };
    const plx_validation *f = &v->figures;
    struct cli_table t;

    cli_table_init(&t, v->cli, sizeof head / sizeof *head);
    cli_table_add(&t, head);
    for (size_t k = 0; k < f->truths; k++) {
        const plx_proportion *p = &f->precision[k], *r = &f->recall[k];
        const char *row[] = { plx_validation_label_name(labels_of(v), k),
                              of(v->cli, p),
                              p->is_too_few ? "" : percent(v->cli, p->value),
                              interval(v->cli, p),
                              of(v->cli, r),
                              r->is_too_few ? "" : percent(v->cli, r->value),
                              interval(v->cli, r) };

        cli_table_add(&t, row);
    }
    cli_table_print(&t, out);
    plx_strbuf_printf(out, "\nthe model commits itself on %s", of(v->cli, &f->committed));
    plx_strbuf_printf(out, ", and is right on %s", of(v->cli, &f->right));
    if (f->right.is_too_few)
        plx_strbuf_puts(out, ": too few to say\n\n");
    else
        plx_strbuf_printf(out, ": %s (%s)\n\n", percent(v->cli, f->right.value),
                          interval(v->cli, &f->right));
}

static void add_confusion(const struct cli_validation *v, plx_strbuf *out)
{
    const plx_validation *f = &v->figures;
    const char *row[PLX_VALIDATION_TRUE + 1] = { "THE MODEL SAID" };
    struct cli_table t;

    cli_table_init(&t, v->cli, f->truths + 1);
    for (size_t k = 0; k < f->truths; k++)
        row[k + 1] = plx_validation_label_name(labels_of(v), k);
    cli_table_add(&t, row);
    for (size_t h = 0; h < f->words; h++) {
        row[0] = plx_validation_word_name(labels_of(v), h);
        for (size_t k = 0; k < f->truths; k++)
            row[k + 1] = count(v->cli, f->table[h][k]);
        cli_table_add(&t, row);
    }
    cli_table_print(&t, out);
    plx_strbuf_putc(out, '\n');
}

/* A source and its place in the order of the text. */
struct ranked {
    uint32_t source;
    const plx_proportion *p;
};

static int by_falling_count(const void *pa, const void *pb)
{
    const struct ranked *a = pa, *b = pb;

    if (a->p->whole != b->p->whole)
        return a->p->whole < b->p->whole ? 1 : -1;
    return (a->source > b->source) - (a->source < b->source);
}

static void add_sources(const struct cli_validation *v, plx_strbuf *out)
{
    static const char *const head[] = { "SOURCE", "RIGHT", "SHARE", "95 % INTERVAL" };
    size_t n = plx_map_count(v->sources), shown = n < SOURCES_SHOWN ? n : SOURCES_SHOWN;
    struct ranked *order = cli_alloc(v->cli, n * sizeof *order);
    struct cli_table t;

    for (uint32_t i = 0; i < n; i++)
        order[i] = (struct ranked){ i, &v->figures.source[i] };
    qsort(order, n, sizeof *order, by_falling_count);
    cli_table_init(&t, v->cli, sizeof head / sizeof *head);
    cli_table_add(&t, head);
    for (size_t i = 0; i < shown; i++) {
        const plx_proportion *p = order[i].p;
        const char *name = plx_map_key(v->sources, order[i].source, NULL);
        const char *row[] = { *name ? name : "(no source)", of(v->cli, p),
                              p->is_too_few ? "" : percent(v->cli, p->value), interval(v->cli, p) };

        cli_table_add(&t, row);
    }
    cli_table_print(&t, out);
    if (n > shown)
        plx_strbuf_printf(out, "... and %zu sources with fewer (--format json has all)\n",
                          n - shown);
    plx_strbuf_putc(out, '\n');
}

static void add_shares(const struct cli_validation *v, plx_strbuf *out)
{
    static const char *const head[] = { "SHARE IN THE POPULATION", "AS THE MODEL COUNTS",
                                        "CORRECTED", "95 % INTERVAL" };
    const plx_validation *f = &v->figures;
    struct cli_table t;

    cli_table_init(&t, v->cli, sizeof head / sizeof *head);
    cli_table_add(&t, head);
    for (size_t h = 0; h < f->words; h++) {
        bool is_label = h < f->labels || h == f->labels + 1;
        const plx_proportion *p = &f->share[h < f->labels ? h : f->labels];
        const char *row[] = { plx_validation_word_name(labels_of(v), h),
                              percent(v->cli, f->counted[h]),
                              !is_label || p->is_too_few ? "" : percent(v->cli, p->value),
                              is_label ? interval(v->cli, p) : "" };

        if (is_label || f->counted[h] > 0)
            cli_table_add(&t, row);
    }
    cli_table_print(&t, out);
}

int cli_validation_print_text(const struct cli_validation *v)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    add_head(v, &out);
    if (v->figures.committed.whole) {
        add_labels(v, &out);
        add_confusion(v, &out);
        add_sources(v, &out);
        add_shares(v, &out);
    }
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return code == CLI_DONE && !v->figures.committed.whole ? CLI_NOTHING : code;
}

/* ------------------------------------------------------------------------- JSON */

static json_t *proportion_json(const plx_proportion *p)
{
    if (p->is_too_few)
        return json_pack("{s:i, s:i, s:b, s:n, s:n, s:n}", "part", (int)p->part, "whole",
                         (int)p->whole, "too_few", 1, "value", "low", "high");
    return json_pack("{s:i, s:i, s:b, s:f, s:f, s:f}", "part", (int)p->part, "whole", (int)p->whole,
                     "too_few", 0, "value", cli_round(p->value, 4), "low", cli_round(p->low, 4),
                     "high", cli_round(p->high, 4));
}

static json_t *labels_json(const struct cli_validation *v)
{
    const plx_validation *f = &v->figures;
    json_t *list = json_array();

    for (size_t k = 0; k < f->truths; k++)
        json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:o}", "label",
                                              plx_validation_label_name(labels_of(v), k),
                                              "precision", proportion_json(&f->precision[k]),
                                              "recall", proportion_json(&f->recall[k]), "share",
                                              proportion_json(&f->share[k])));
    return list;
}

/* {the model's word: {"population", "share", "said": {label: n}}} */
static json_t *words_json(const struct cli_validation *v)
{
    const plx_validation *f = &v->figures;
    json_t *words = json_object();

    for (size_t h = 0; h < f->words; h++) {
        json_t *row = json_object();

        for (size_t k = 0; k < f->truths; k++)
            json_object_set_new(row, plx_validation_label_name(labels_of(v), k),
                                json_integer((json_int_t)f->table[h][k]));
        json_object_set_new(words, plx_validation_word_name(labels_of(v), h),
                            json_pack("{s:I, s:f, s:o}", "population",
                                      (json_int_t)v->frame->population[h], "share",
                                      cli_round(f->counted[h], 4), "labelled", row));
    }
    return words;
}

static json_t *sources_json(const struct cli_validation *v)
{
    json_t *list = json_array();

    for (uint32_t i = 0; i < plx_map_count(v->sources); i++) {
        const char *name = plx_map_key(v->sources, i, NULL);

        json_array_append_new(list,
                              json_pack("{s:o, s:o}", "source", plx_json_str(*name ? name : NULL),
                                        "right", proportion_json(&v->figures.source[i])));
    }
    return list;
}

static json_t *sample_json(const struct cli_validation *v)
{
    json_t *o = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "drawn", (json_int_t)v->drawn,
                          "labelled", (json_int_t)v->labelled, "gone", (json_int_t)v->gone,
                          "reviewed", (json_int_t)v->reviewed, "learned", (json_int_t)v->learned,
                          "stale", (json_int_t)v->stale, "foreign", (json_int_t)v->foreign);

    json_object_set_new(o, "seed",
                        v->sample ? json_integer((json_int_t)v->sample->seed) : json_null());
    json_object_set_new(o, "query", plx_json_str(v->sample ? v->sample->query : NULL));
    return o;
}

int cli_validation_print_json(const struct cli_validation *v)
{
    const plx_model_info *model = plx_snapshot_model(v->cli->snapshot);
    const plx_validation *f = &v->figures;
    json_t *o = json_pack("{s:i, s:o, s:o}", "schema", 1, "model", plx_json_str(model->name),
                          "target", plx_json_str(model->target));
    int code;

    json_object_set_new(o, "coder", plx_json_str(v->coder));
    json_object_set_new(o, "population",
                        json_pack("{s:I, s:I, s:I}", "articles", (json_int_t)v->frame->count,
                                  "synthetic_left_out", (json_int_t)v->frame->synthetic,
                                  "reviewed_left_out", (json_int_t)v->frame->reviewed));
    json_object_set_new(o, "sample", sample_json(v));
    json_object_set_new(o, "committed", proportion_json(&f->committed));
    json_object_set_new(o, "right", proportion_json(&f->right));
    json_object_set_new(o, "labels", labels_json(v));
    json_object_set_new(o, "words", words_json(v));
    json_object_set_new(o, "sources", sources_json(v));
    code = cli_write_json(v->cli, o, true);
    return code == CLI_DONE && !f->committed.whole ? CLI_NOTHING : code;
}
