#include "daemon/api/openapi.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "daemon/asset.h"
#include "daemon/route.h"
#include "search/query.h"

#define REF_PROBLEM "#/components/responses/Problem"

/* ------------------------------------------------------------ schemas of parameters */

static json_t *text_schema(const plx_param *p)
{
    (void)p;
    return json_pack("{s:s, s:i}", "type", "string", "maxLength", (int)PLX_PARAM_BYTES_MAX);
}

static json_t *query_schema(const plx_param *p)
{
    (void)p;
    return json_pack("{s:s, s:i}", "type", "string", "maxLength", (int)PLX_QUERY_BYTES_MAX);
}

static json_t *switch_schema(const plx_param *p)
{
    (void)p;
    return json_pack("{s:s, s:[s,s,s,s]}", "type", "string", "enum", "1", "true", "0", "false");
}

static json_t *number_schema(const plx_param *p)
{
    return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)p->min, "maximum",
                     (json_int_t)p->max);
}

static json_t *choice_schema(const plx_param *p)
{
    json_t *o = json_object(), *words = json_array();
    bool ok = o && words && plx_json_put(o, "type", json_string("string"));

    for (size_t i = 0; ok && p->choices[i]; i++)
        ok = json_array_append_new(words, json_string(p->choices[i])) == 0;
    ok = ok && json_object_set(o, "enum", words) == 0;
    json_decref(words);
    return plx_json_checked(o, ok);
}

static json_t *list_schema(const plx_param *p)
{
    return json_pack("{s:s, s:o, s:i}", "type", "array", "items", text_schema(p), "maxItems",
                     (int)PLX_PARAM_LIST_MAX);
}

static json_t *filter_schema(const plx_param *p)
{
    return json_pack("{s:s, s:o, s:i}", "type", "array", "items", text_schema(p), "maxItems",
                     PLX_FILTER_VALUES_MAX);
}

static json_t *facet_schema(const plx_param *p)
{
    (void)p;
    return json_pack("{s:s, s:{s:s, s:s}, s:i}", "type", "array", "items", "type", "string",
                     "pattern", "^[^:=]+[:=].", "maxItems", PLX_FILTER_VALUES_MAX);
}

/* By plx_param_kind; how several values are written: all in one, or one each. */
static const struct kind {
    json_t *(*schema)(const plx_param *p);
    bool is_list, is_exploded;
} kinds[PLX_PARAM_KINDS] = {
    [PLX_PARAM_TEXT] = { text_schema, false, false },
    [PLX_PARAM_QUERY] = { query_schema, false, false },
    [PLX_PARAM_BOUND] = { text_schema, false, false },
    [PLX_PARAM_SWITCH] = { switch_schema, false, false },
    [PLX_PARAM_NUMBER] = { number_schema, false, false },
    [PLX_PARAM_CHOICE] = { choice_schema, false, false },
    [PLX_PARAM_FORMAT] = { choice_schema, false, false },
    [PLX_PARAM_LIST] = { list_schema, true, false },
    [PLX_PARAM_FILTER] = { filter_schema, true, true },
    [PLX_PARAM_FACET] = { facet_schema, true, true },
};

/* ------------------------------------------------------------ operations */

static json_t *param_json(const plx_param *p)
{
    const struct kind *k = &kinds[p->kind];
    json_t *o = json_object();
    bool ok = o && plx_json_put(o, "name", json_string(p->name)) &&
              plx_json_put(o, "in", json_string("query")) &&
              (!p->help || plx_json_put(o, "description", json_string(p->help))) &&
              plx_json_put(o, "schema", k->schema(p));

    if (ok && k->is_list)
        ok = plx_json_put(o, "style", json_string("form")) &&
             plx_json_put(o, "explode", json_boolean(k->is_exploded));
    return plx_json_checked(o, ok);
}

static json_t *id_json(void)
{
    return json_pack("{s:s, s:s, s:b, s:s, s:{s:s}}", "name", "id", "in", "path", "required", 1,
                     "description", "percent-encoded, slashes too", "schema", "type", "string");
}

static bool has_id(const plx_route *r)
{
    return strstr(r->path, "{id}") != NULL;
}

static json_t *params_json(const plx_route *r)
{
    json_t *list = json_array();
    bool ok = list && (!has_id(r) || json_array_append_new(list, id_json()) == 0);

    for (const plx_param *p = r->params; ok && p && p->name; p++)
        ok = json_array_append_new(list, param_json(p)) == 0;
    return plx_json_checked(list, ok);
}

/* "get_api_v1_articles_id": a name for what is made of the document. */
static json_t *operation_id(const plx_route *r, const char *method)
{
    plx_strbuf name = PLX_STRBUF_INIT;
    json_t *s;

    plx_strbuf_puts(&name, method);
    for (const char *p = r->path; *p; p++) {
        if (isalnum((unsigned char)*p))
            plx_strbuf_putc(&name, *p);
        else if (name.len && name.s[name.len - 1] != '_' && p[1])
            plx_strbuf_putc(&name, '_');
    }
    s = name.failed ? NULL : json_string(name.s);
    plx_strbuf_release(&name);
    return s;
}

/* Which refusals a route may answer with, beside failures that any may. */
static bool put_problems(json_t *responses, const plx_route *r)
{
    const bool is_sent = r->method == PLX_METHOD_POST;
    const struct {
        const char *status;
        bool is_possible;
    } problems[] = {
        { "400", true },
        { "401", r->flags & PLX_ROUTE_TOKEN },
        { "403", r->flags & PLX_ROUTE_TOKEN },
        { "404", has_id(r) },
        { "413", is_sent },
        { "503", r->flags & PLX_ROUTE_INDEX },
        { "default", true },
    };
    bool ok = true;

    for (size_t i = 0; ok && i < sizeof problems / sizeof *problems; i++)
        if (problems[i].is_possible && !json_object_get(responses, problems[i].status))
            ok = plx_json_put(responses, problems[i].status,
                              json_pack("{s:s}", "$ref", REF_PROBLEM));
    return ok;
}

static bool put_responses(json_t *operation, const plx_route *r)
{
    json_t *responses = json_object_get(operation, "responses");

    if (!responses) {
        responses = json_pack("{s:{s:s}}", "200", "description", r->summary);
        if (!plx_json_put(operation, "responses", responses))
            return false;
    }
    if (r->flags & PLX_ROUTE_STABLE &&
        !plx_json_put(responses, "304",
                      json_pack("{s:s}", "description", "as before: If-None-Match names it")))
        return false;
    return put_problems(responses, r);
}

static bool put_operation(json_t *operation, const plx_route *r, const char *method)
{
    bool ok = plx_json_put(operation, "operationId", operation_id(r, method)) &&
              plx_json_put(operation, "summary", json_string(r->summary)) &&
              plx_json_put(operation, "parameters", params_json(r)) && put_responses(operation, r);

    if (ok && r->flags & PLX_ROUTE_TOKEN)
        ok = plx_json_put(operation, "security", json_pack("[{s:[]}]", "token"));
    return ok;
}

/* The member of an object, made if it is not there. */
static json_t *member(json_t *o, const char *name)
{
    json_t *value = json_object_get(o, name);

    if (!value && json_object_set_new(o, name, json_object()) == 0)
        value = json_object_get(o, name);
    return value;
}

static bool put_route(json_t *paths, const plx_route *r)
{
    char method[16] = "";
    const char *name = plx_method_name(r->method);
    json_t *operation;

    for (size_t i = 0; name[i] && i + 1 < sizeof method; i++)
        method[i] = (char)tolower((unsigned char)name[i]);
    operation = member(member(paths, r->path), method);
    return operation && put_operation(operation, r, method);
}

/* ------------------------------------------------------------ the document */

json_t *plx_openapi_make(const char *server)
{
    json_t *doc = json_loadb((const char *)plx_asset_openapi, plx_asset_openapi_bytes, 0, NULL);
    json_t *paths = member(doc, "paths");
    size_t n;
    const plx_route *routes = plx_routes(&n);
    bool ok = paths && plx_json_put(member(doc, "info"), "version", json_string(PLX_VERSION)) &&
              plx_json_put(doc, "servers", json_pack("[{s:s}]", "url", server ? server : "/"));

    for (size_t i = 0; ok && i < n; i++)
        if (routes[i].summary)
            ok = put_route(paths, &routes[i]);
    return plx_json_checked(doc, ok);
}

/* GET /openapi.json */
plx_status plx_openapi(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    char *memory;

    (void)err;
    if (!plx_params_read(plx_no_params, query, strlen(query), NULL, &memory, &c->reply->problem))
        return PLX_OK;
    free(memory);
    plx_reply_json(c->reply, plx_openapi_make(c->daemon->public_url));
    return PLX_OK;
}
