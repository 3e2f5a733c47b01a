/* The report of a training run as JSON. */
#include <string.h>

#include "base/json.h"
#include "classifier/report.h"

static json_t *interval_json(double low, double high)
{
    return high > 0 ? json_pack("[f, f]", low, high) : json_null();
}

static json_t *model_json(const plx_train_report *r)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "name", plx_json_str(r->name), "target",
                     plx_json_str(r->target), "date", plx_json_str(r->date), "language",
                     plx_json_str(r->lang), "adapted_from", plx_json_str(r->base));
}

static json_t *options_json(const plx_train_report *r)
{
    return json_pack("{s:f, s:f, s:i, s:i, s:i, s:s}", "cost", r->cost, "source_power",
                     r->source_power, "min_sources", (int)r->min_sources, "seed", (int)r->seed,
                     "folds", (int)r->folds, "folds_by", r->random_folds ? "random" : "source");
}

static json_t *row_json(const plx_train_report *r, const plx_source_row *row)
{
    json_t *labels = json_object();

    for (size_t k = 0; labels && k < r->cv.labels.count; k++)
        json_object_set_new(labels, r->cv.labels.name[k], json_integer(row->articles[k]));
    if (labels && row->articles[r->cv.labels.count])
        json_object_set_new(labels, PLX_STANCE_OFF_TOPIC,
                            json_integer(row->articles[r->cv.labels.count]));
    return json_pack("{s:o, s:i, s:i, s:o}", "source", plx_json_str(row->source), "articles",
                     (int)row->total, "written", (int)row->synthetic, "labels", labels);
}

static json_t *data_json(const plx_train_report *r)
{
    json_t *rows = json_array();

    for (size_t i = 0; rows && i < r->source_count; i++)
        json_array_append_new(rows, row_json(r, &r->sources[i]));
    return json_pack("{s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:o}", "articles", (int)r->articles,
                     "repeated", (int)r->repeated, "contested", (int)r->contested, "outranked",
                     (int)r->outranked, "near_copies", (int)r->near_copies, "without_source",
                     (int)r->without_source, "sources", (int)r->sources_all, "by_source", rows);
}

/* One by one; they may name files, whose names may be any bytes. */
static json_t *warnings_json(const plx_train_report *r)
{
    json_t *list = json_array();
    plx_strbuf text = PLX_STRBUF_INIT;

    for (const char *line = r->warnings; list && *line;) {
        size_t n = strcspn(line, "\n");

        plx_strbuf_reset(&text);
        plx_strbuf_add(&text, line, n);
        if (n)
            json_array_append_new(list, plx_json_str(text.s));
        line += n + (line[n] == '\n');
    }
    plx_strbuf_release(&text);
    return list;
}

static json_t *grid_json(const plx_train_report *r)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < r->grid_count; i++)
        json_array_append_new(list, json_pack("{s:f, s:f, s:o}", "cost", r->grid[i].cost,
                                              "macro_f1", r->grid[i].macro_f1, "interval",
                                              interval_json(r->grid[i].low, r->grid[i].high)));
    return list;
}

static json_t *curve_json(const plx_train_report *r)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < r->curve_count; i++)
        json_array_append_new(list,
                              json_pack("{s:i, s:f, s:o}", "articles", (int)r->curve[i].articles,
                                        "macro_f1", r->curve[i].macro_f1, "interval",
                                        interval_json(r->curve[i].low, r->curve[i].high)));
    return list;
}

static json_t *steps_json(const double *error)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < PLX_OUTLET_STEPS; i++)
        json_array_append_new(
            list, json_pack("{s:i, s:f}", "added", (int)plx_outlet_steps[i], "error", error[i]));
    return list;
}

static json_t *outlets_json(const plx_outlet_curves *c)
{
    json_t *list = c->draws ? json_array() : NULL;

    if (!c->draws)
        return json_null();
    for (size_t i = 0; list && i < c->count; i++)
        json_array_append_new(list, json_pack("{s:o, s:i, s:o}", "source",
                                              plx_json_str(c->items[i].source), "articles",
                                              (int)c->items[i].articles, "errors",
                                              steps_json(c->items[i].error)));
    return json_pack("{s:i, s:i, s:o, s:o}", "draws", (int)c->draws, "impossible",
                     (int)c->impossible, "outlets", list, "mean",
                     c->count ? steps_json(c->mean) : json_null());
}

static json_t *error_json(const plx_train_report *r, const plx_train_error *e)
{
    json_t *evidence = json_array();

    for (size_t i = 0; evidence && i < e->evidence.count; i++)
        json_array_append_new(evidence, json_pack("{s:o, s:f}", "feature",
                                                  plx_json_str(e->evidence.items[i].feature),
                                                  "weight", e->evidence.items[i].weight));
    return json_pack("{s:o, s:o, s:o, s:s, s:s, s:f, s:o}", "id", plx_json_str(e->id), "title",
                     plx_json_str(e->title), "source", plx_json_str(e->source), "label",
                     r->cv.labels.name[e->gold], "judged", r->cv.labels.name[e->best],
                     "probability", e->probability, "evidence", evidence);
}

static json_t *errors_json(const plx_train_report *r)
{
    json_t *list = json_array();

    for (size_t i = 0; list && i < r->error_count; i++)
        json_array_append_new(list, error_json(r, &r->errors[i]));
    return list;
}

json_t *plx_train_report_json(const plx_train_report *r)
{
    return json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:f, s:f, s:o, s:o, s:o, s:o}", "schema", 1,
                     "model", model_json(r), "options", options_json(r), "data", data_json(r),
                     "warnings", warnings_json(r), "cross_validation", plx_measures_json(&r->cv),
                     "temperature", r->temperature, "threshold", r->threshold, "grid", grid_json(r),
                     "learning_curve", curve_json(r), "outlet_curves", outlets_json(&r->outlets),
                     "errors", errors_json(r));
}
