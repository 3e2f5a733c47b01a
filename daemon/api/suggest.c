/* daemon/api/suggest.c - GET /api/v1/suggest: what a beginning may go on to */
#include "search/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "daemon/format.h"
#include "daemon/route.h"

struct suggest_params {
    const char *typed;
    uint32_t limit;
    unsigned format;
};

static const char *const formats[] = { "json", "suggestions", NULL };

/* clang-format off */
#define AT(field) offsetof(struct suggest_params, field)

const plx_param plx_api_suggest_params[] = {
    { "q", PLX_PARAM_QUERY, AT(typed), 0, 0, NULL, "what was typed so far" },
    { "limit", PLX_PARAM_NUMBER, AT(limit), 1, PLX_SUGGEST_MAX, NULL, "suggestions of each kind (5)" },
    { "format", PLX_PARAM_FORMAT, AT(format), 0, 0, formats, "form of the answer; suggestions: as browsers want them (OpenSearch); else by Accept" },
    { .name = NULL },
};
/* clang-format on */

/* OpenSearch suggestions 1.0: what was typed, the queries it may go on to, a word on each. */
static json_t *opensearch_json(const plx_suggestions *s, const char *typed)
{
    json_t *whole = json_array(), *queries = json_array(), *kinds = json_array();
    bool ok = whole && queries && kinds && json_array_append_new(whole, plx_json_str(typed)) == 0;

    for (size_t i = 0; ok && i < s->count; i++)
        ok = json_array_append_new(queries, plx_json_str(s->item[i].query)) == 0 &&
             json_array_append_new(kinds,
                                   plx_json_str(plx_suggestion_kind_name(s->item[i].kind))) == 0;
    ok = ok && json_array_append(whole, queries) == 0 && json_array_append(whole, kinds) == 0;
    json_decref(queries);
    json_decref(kinds);
    return plx_json_checked(whole, ok);
}

static plx_status suggest(plx_context *c, const struct suggest_params *p, plx_error *err)
{
    plx_format format = plx_format_choose(c->request, formats, p->format);
    const char *typed = p->typed ? p->typed : "";
    plx_suggestions found = { .count = 0 };
    plx_status rc = plx_suggest(c->worker->searcher, typed, p->limit, &found, err);

    if (!rc) {
        c->reply->type = plx_format_type(format);
        plx_reply_json(c->reply, format == PLX_FORMAT_SUGGESTIONS
                                     ? opensearch_json(&found, typed)
                                     : plx_suggestions_json(&found, typed));
    }
    plx_suggestions_release(&found);
    return rc;
}

plx_status plx_api_suggest(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    struct suggest_params params = { .typed = NULL };
    char *memory;
    plx_status rc = PLX_OK;

    if (plx_params_read(plx_api_suggest_params, query, strlen(query), &params, &memory,
                        &c->reply->problem))
        rc = suggest(c, &params, err);
    free(memory);
    return rc;
}
