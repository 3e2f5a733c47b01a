#include "search/export.h"

#include "base/csv.h"
#include "base/json.h"
#include "classifier/verdict_json.h"
#include "search/search.h"

static bool put_vote(json_t *o, const plx_exported *x)
{
    const plx_label *vote = x->vote;

    return (x->no_coder ||
            plx_json_put(o, "stance_coder", plx_json_str(*vote->coder ? vote->coder : NULL))) &&
           plx_json_put(o, "stance_time", plx_json_str(vote->time));
}

json_t *plx_export_json(const plx_exported *x)
{
    const plx_model_info *m = x->model;
    json_t *o = plx_article_verdict_json(x->article, x->verdict, m);
    bool ok = o && plx_json_put(o, "model_date", plx_json_str(*m->date ? m->date : NULL)) &&
              plx_json_put(o, "probabilities", plx_probabilities_json(x->verdict, &m->labels));

    if (ok && x->verdict->by_person && x->vote)
        ok = put_vote(o, x);
    return plx_json_checked(o, ok);
}

/* ------------------------------------------------------------------- CSV */

/* Names of members of plx_export_json(), but for the first. */
static const char *const columns[] = {
    "rank",
    "id",
    "title",
    "source",
    "original_source",
    "author",
    "date",
    "date_precision",
    "url",
    "lang",
    "synthetic",
    "stance",
    "stance_best",
    "stance_probability",
    "stance_by",
    "stance_reason",
    "stance_coder",
    "stance_time",
    "label_stale",
    "model",
    "model_date",
    "first_seen",
    "changed",
    NULL,
};

void plx_export_csv_header(const plx_model_info *model, plx_strbuf *out)
{
    plx_strbuf name = PLX_STRBUF_INIT;
    size_t i;

    for (i = 0; columns[i]; i++) {
        plx_strbuf_puts(out, i ? "," : "");
        plx_csv_put_value(out, columns[i]);
    }
    for (i = 0; i < model->labels.count; i++) {
        plx_strbuf_reset(&name);
        plx_strbuf_printf(&name, "probability_%s", model->labels.name[i]);
        plx_strbuf_putc(out, ',');
        plx_csv_put_value(out, name.s);
    }
    plx_csv_end_line(out);
    out->failed = out->failed || name.failed;
    plx_strbuf_release(&name);
}

void plx_export_csv(const plx_exported *x, plx_strbuf *out)
{
    json_t *o = plx_export_json(x);
    const json_t *p = json_object_get(o, "probabilities");
    size_t i;

    /* the JSON of a real article is silent about it, a column is not */
    if (!o || !plx_json_put(o, "synthetic", json_boolean(x->article->synthetic)))
        out->failed = true;
    plx_strbuf_printf(out, "%u", (unsigned)x->rank);
    plx_csv_put_members(out, o, columns + 1);
    for (i = 0; i < x->model->labels.count; i++) {
        plx_strbuf_putc(out, ',');
        plx_csv_put_json(out, json_object_get(p, x->model->labels.name[i]));
    }
    plx_csv_end_line(out);
    json_decref(o);
}
