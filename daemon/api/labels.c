/* daemon/api/labels.c - GET /api/v1/labels: the votes of people, in the order they were given
 *
 * As `parallax labels list`. Who gave them is told only to those who have a token. */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "classifier/stance.h"
#include "collection/labels.h"
#include "daemon/format.h"
#include "daemon/params.h"
#include "daemon/route.h"
#include "daemon/write/votes.h"

#define LIMIT_DEFAULT 1000u
#define LIMIT_MAX     10000u

struct options {
    const char *id, *label;
    bool standing;
    uint32_t offset, limit;
    unsigned format;
};

static const char *const formats[] = { "json", "jsonl", "csv", NULL };

/* clang-format off */
#define AT(member) offsetof(struct options, member)
const plx_param plx_api_labels_params[] = {
    { "id", PLX_PARAM_QUERY, AT(id), 0, 0, NULL, "only votes on this article" },
    { "label", PLX_PARAM_TEXT, AT(label), 0, 0, NULL, "only votes for this label; none: those that take one back" },
    { "standing", PLX_PARAM_SWITCH, AT(standing), 0, 0, NULL, "only votes that stand, one of an article" },
    { "offset", PLX_PARAM_NUMBER, AT(offset), 0, UINT32_MAX, NULL, "leave out so many" },
    { "limit", PLX_PARAM_NUMBER, AT(limit), 1, LIMIT_MAX, NULL, "list so many at most (1000)" },
    { "format", PLX_PARAM_FORMAT, AT(format), 0, 0, formats, "form of the answer" },
    { .name = NULL },
};
/* clang-format on */

static bool is_wanted(const struct options *o, const plx_labels *labels, const plx_label *v)
{
    if (o->id && strcmp(o->id, v->id) != 0)
        return false;
    if (o->label && strcmp(o->label, v->label ? v->label : PLX_STANCE_NONE) != 0)
        return false;
    return !o->standing || plx_labels_stands(labels, v);
}

/* The objects of the page that is asked for, a new array; NULL without memory. */
static json_t *list_votes(const plx_context *c, const struct options *o, const plx_labels *labels,
                          uint32_t *total)
{
    json_t *list = json_array();
    bool is_ok = list != NULL;

    *total = 0;
    for (size_t i = 0; is_ok && i < plx_labels_count(labels); i++) {
        const plx_label *v = plx_labels_at(labels, i);
        json_t *object;

        if (!is_wanted(o, labels, v))
            continue;
        if (++*total <= o->offset || *total - o->offset > o->limit)
            continue;
        object = plx_label_to_json(v);
        if (object && c->request->access != PLX_ACCESS_WRITE)
            json_object_del(object, "coder");
        is_ok = plx_json_put(object, "stands", json_boolean(plx_labels_stands(labels, v)));
        is_ok = json_array_append_new(list, object) == 0 && is_ok;
    }
    return plx_json_checked(list, is_ok);
}

/* ----------------------------------------------------------------- writing */

static void write_json(plx_context *c, const json_t *list, const plx_labels *labels, uint32_t total)
{
    json_t *o =
        json_pack("{s:i, s:I, s:O}", "schema", 1, "total", (json_int_t)total, "labels", list);
    const char *first;
    size_t faults = plx_labels_faults(labels, &first);

    if (o && faults)
        plx_json_put_count(o, "faults", faults);
    plx_reply_json(c->reply, o);
}

static void write_jsonl(plx_context *c, const json_t *list, const plx_labels *labels,
                        uint32_t total)
{
    json_t *o;
    size_t i;

    (void)labels;
    (void)total;
    json_array_foreach(list, i, o) plx_reply_json(c->reply, json_incref(o));
}

/* Columns behind the first, but the last. */
static const char *const with_coder[] = { "label",  "target", "coder",        "time", "how",
                                          "digest", "model",  "model_stance", NULL };
static const char *const without_coder[] = { "label",  "target", "time",         "how",
                                             "digest", "model",  "model_stance", NULL };

static void write_csv(plx_context *c, const json_t *list, const plx_labels *labels, uint32_t total)
{
    bool is_known = c->request->access == PLX_ACCESS_WRITE;
    const char *const *columns = is_known ? with_coder : without_coder;
    plx_strbuf *out = &c->reply->body;
    json_t *o;
    size_t i;

    (void)labels;
    (void)total;
    plx_csv_put_value(out, "id");
    for (size_t k = 0; columns[k]; k++) {
        plx_strbuf_putc(out, ',');
        plx_csv_put_value(out, columns[k]);
    }
    plx_strbuf_puts(out, ",stands");
    plx_csv_end_line(out);
    json_array_foreach(list, i, o)
    {
        plx_csv_put_json(out, json_object_get(o, "id"));
        plx_csv_put_members(out, o, columns);
        plx_strbuf_puts(out, json_is_true(json_object_get(o, "stands")) ? ",yes" : ",no");
        plx_csv_end_line(out);
    }
}

static void write_list(plx_context *c, const struct options *o, const plx_labels *labels)
{
    static void (*const writers[PLX_FORMATS])(plx_context *, const json_t *, const plx_labels *,
                                              uint32_t) = {
        [PLX_FORMAT_JSON] = write_json,
        [PLX_FORMAT_JSONL] = write_jsonl,
        [PLX_FORMAT_CSV] = write_csv,
    };
    plx_format f = plx_format_choose(c->request, formats, o->format);
    uint32_t total;
    json_t *list = list_votes(c, o, labels, &total);

    c->reply->type = plx_format_type(f);
    c->reply->is_private = true; /* it follows from a file of its own, and from who asks */
    if (list)
        writers[f](c, list, labels, total);
    else
        c->reply->body.failed = true;
    json_decref(list);
}

plx_status plx_api_labels(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    struct options o = { .limit = LIMIT_DEFAULT };
    plx_labels *labels = NULL;
    char *memory;
    plx_status rc;

    if (!plx_params_read(plx_api_labels_params, query, strlen(query), &o, &memory,
                         &c->reply->problem))
        return PLX_OK;
    rc = plx_votes_borrow(c->daemon->votes, &labels, err);
    if (!rc) {
        write_list(c, &o, labels);
        plx_votes_give_back(c->daemon->votes);
    }
    free(memory);
    return rc;
}
