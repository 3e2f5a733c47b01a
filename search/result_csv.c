/* search/result_csv.c - hits as lines of CSV: the members of their JSON under fixed columns */
#include "base/csv.h"
#include "base/json.h"
#include "search/search.h"

/* Names of members of plx_hit_json(), but for the first. */
static const char *const columns[] = {
    "rank",
    "id",
    "title",
    "source",
    "original_source",
    "author",
    "date",
    "url",
    "lang",
    "synthetic",
    "stance",
    "stance_best",
    "stance_probability",
    "stance_by",
    "model",
    "duplicates",
    "group",
    "score",
    "snippet",
    NULL,
};

void plx_hit_csv_header(plx_strbuf *out)
{
    plx_csv_put_line(out, columns);
}

void plx_hit_csv(const plx_hit *h, const plx_model_info *model, uint32_t rank, plx_strbuf *out)
{
    json_t *hit = plx_hit_json(h, model);

    /* the JSON of a real article is silent about it, a column is not */
    if (!hit || json_object_set_new(hit, "synthetic", json_boolean(h->article.synthetic)) != 0)
        out->failed = true;
    plx_strbuf_printf(out, "%u", (unsigned)rank);
    plx_csv_put_members(out, hit, columns + 1);
    plx_csv_end_line(out);
    json_decref(hit);
}
