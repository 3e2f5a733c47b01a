/* What a report says of a training run beside its measures. */
#include <stdlib.h>
#include <string.h>

#include "classifier/run.h"

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
}

static bool describe_model(plx_run *r)
{
    plx_train_report *out = &r->report;

    out->name = strdup(r->m->name);
    out->target = strdup(r->m->target);
    out->date = strdup(r->m->date);
    out->lang = strdup(r->lang);
    out->base = r->plan.base ? strdup(r->plan.base->name) : NULL;
    return out->name && out->target && out->date && out->lang && (out->base || !r->plan.base);
}

/* ------------------------------------------------------------ sources */

static int by_falling_total(const void *pa, const void *pb)
{
    const plx_source_row *a = pa, *b = pb;

    if (a->total != b->total)
        return a->total < b->total ? 1 : -1;
    return strcmp(a->source, b->source);
}

static void add_row(plx_source_row *to, const plx_source_row *from)
{
    for (size_t k = 0; k <= PLX_LABELS_MAX; k++)
        to->articles[k] += from->articles[k];
    to->synthetic += from->synthetic;
    to->total += from->total;
}

/* A row for each source, the last for articles that have none. */
static plx_source_row *count_sources(const plx_run *r, size_t rows)
{
    plx_source_row *row = calloc(rows, sizeof *row);

    for (size_t i = 0; row && i < r->ds->count; i++) {
        const plx_sample *s = &r->ds->items[i];
        plx_source_row *to = &row[s->source == PLX_MAP_NONE ? rows - 1 : s->source];
        uint8_t class = r->class_of[s->label];

        to->articles[class == PLX_CLASS_OFF_TOPIC ? r->m->labels.count : class]++;
        to->synthetic += s->synthetic;
        to->total++;
    }
    return row;
}

/* Keep the first rows by name, and put the others together. */
static bool name_rows(plx_train_report *out, plx_source_row *row, size_t rows)
{
    size_t named = rows <= PLX_SOURCES_LISTED ? rows : PLX_SOURCES_LISTED;

    out->sources = calloc(named + 1, sizeof *out->sources);
    for (size_t i = 0; out->sources && i < rows; i++) {
        if (i < named) {
            out->sources[i] = row[i];
            out->sources[i].source = strdup(row[i].source);
            if (!out->sources[i].source)
                return false;
            out->source_count++;
        } else {
            add_row(&out->sources[named], &row[i]);
            out->source_count = named + 1;
        }
    }
    return out->sources != NULL;
}

static bool describe_sources(plx_run *r)
{
    static char unknown[] = "";
    size_t rows = plx_map_count(r->ds->sources) + 1, used = 0;
    plx_source_row *row = count_sources(r, rows);
    bool ok;

    for (size_t i = 0; row && i < rows; i++) { /* borrowed until the rows are chosen */
        row[i].source =
            i + 1 < rows ? (char *)(size_t)plx_map_key(r->ds->sources, (uint32_t)i, NULL) : unknown;
        if (row[i].total)
            row[used++] = row[i];
    }
    if (used)
        qsort(row, used, sizeof *row, by_falling_total);
    r->report.sources_all = plx_map_count(r->ds->sources);
    ok = row && name_rows(&r->report, row, used);
    free(row);
    return ok;
}

/* ------------------------------------------------------------ warnings */

/* A model has one language; articles in others neither teach nor measure. */
static void warn_of_languages(const plx_run *r, plx_strbuf *out)
{
    size_t others = 0;

    for (size_t i = 0; i < r->ds->count; i++)
        others += strcmp(r->ds->items[i].lang, r->lang) != 0;
    if (others)
        plx_strbuf_printf(out,
                          "%zu articles are in another language than the model's, %s, and left "
                          "out\n",
                          others, r->lang);
}

static plx_status describe_warnings(plx_run *r, plx_error *err)
{
    plx_train_report *out = &r->report;
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc = plx_dataset_warnings(r->ds, &text, err);

    warn_of_languages(r, &text);
    if (out->too_few_sources)
        plx_strbuf_puts(&text, "there are no two sources that share no near-copies: parts are made "
                               "at random, which flatters\n");
    else if (out->random_folds)
        plx_strbuf_puts(&text, "parts are made at random, which flatters: the model has seen every "
                               "outlet that it is measured on\n");
    if (out->near_copies)
        plx_strbuf_printf(&text,
                          "%u articles are near-copies of another source's: they are kept in one "
                          "part with it\n",
                          out->near_copies);
    if (out->cv.in_training)
        plx_strbuf_printf(&text,
                          "%u articles were learned by the adapted model already: they are not "
                          "measured\n",
                          out->cv.in_training);
    if (out->cv.articles == 0)
        plx_strbuf_puts(&text, "nothing could be measured: no real article is left for it\n");
    if (rc == PLX_OK && text.failed)
        rc = no_memory(err);
    out->warnings = rc == PLX_OK ? plx_strbuf_detach(&text) : NULL;
    plx_strbuf_release(&text);
    return rc == PLX_OK && !out->warnings ? no_memory(err) : rc;
}

plx_status plx_run_describe(plx_run *r, plx_error *err)
{
    plx_train_report *out = &r->report;

    out->articles = r->ds->count;
    out->repeated = r->ds->repeated;
    out->contested = r->ds->contested;
    out->outranked = r->ds->outranked;
    if (!describe_model(r) || !describe_sources(r))
        return no_memory(err);
    return describe_warnings(r, err);
}
