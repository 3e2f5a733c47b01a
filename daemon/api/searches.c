/* daemon/api/searches.c - GET, POST /api/v1/searches and DELETE /api/v1/searches/NAME: the saved
 * searches, as `parallax searches` and `search --save` have them
 *
 * They stand in a file of their own, which no writer of the index is needed for. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/json.h"
#include "daemon/format.h"
#include "daemon/route.h"
#include "daemon/search_params.h"
#include "daemon/write/form.h"
#include "daemon/write/json_body.h"
#include "search/saved_search.h"

struct options {
    unsigned format;
};

struct fields {
    const char *name, *query, *back;
};

static const char *const formats[] = { "json", "jsonl", "csv", NULL };

/* clang-format off */
const plx_param plx_api_searches_params[] = {
    { "format", PLX_PARAM_FORMAT, offsetof(struct options, format), 0, 0, formats, "form of the answer" },
    { .name = NULL },
};

const plx_param plx_api_searches_post_params[] = {
    PLX_QUERY_PARAMS,
    { .name = NULL },
};

#define AT(member) offsetof(struct fields, member)
static const plx_param form[] = {
    { "name", PLX_PARAM_TEXT, AT(name), 0, 0, NULL, "what it is called" },
    { "query", PLX_PARAM_QUERY, AT(query), 0, 0, NULL, "the query" },
    { "back", PLX_PARAM_QUERY, AT(back), 0, 0, NULL, "address to go back to" },
    { .name = NULL },
};
/* clang-format on */

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "searches: out of memory");
}

/* ----------------------------------------------------------------- listing */

/* All with their counts, as far as the time for one search goes; what is not counted is null. */
static plx_status list_all(plx_context *c, const plx_saved_list *list, json_t *out, plx_error *err)
{
    const double end = plx_clock_seconds() + c->request->limits->search_ms / 1e3;
    plx_status rc = PLX_OK;

    for (size_t i = 0; !rc && i < list->count; i++) {
        double left_ms = (end - plx_clock_seconds()) * 1e3;
        plx_saved_found found = { .is_known = false };

        if (left_ms >= 1)
            rc = plx_saved_count(c->worker->searcher, c->worker->snapshot, &list->item[i],
                                 (uint32_t)left_ms, &found, err);
        if (rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT || rc == PLX_ERR_DEADLINE)
            rc = PLX_OK; /* a search that the index has no field for any more, or too slow */
        if (!rc && json_array_append_new(out, plx_saved_json(&list->item[i], &found)) != 0)
            rc = no_memory(err);
    }
    return rc;
}

static void write_json(const json_t *list, plx_reply *reply)
{
    plx_reply_json(reply, json_pack("{s:i, s:O}", "schema", 1, "searches", list));
}

static void write_jsonl(const json_t *list, plx_reply *reply)
{
    json_t *o;
    size_t i;

    json_array_foreach(list, i, o) plx_reply_json(reply, json_incref(o));
}

static void write_csv(const json_t *list, plx_reply *reply)
{
    static const char *const columns[] = {
        "name", "query", "saved", "looked", "total", "new", NULL
    };
    json_t *o;
    size_t i;

    plx_csv_put_line(&reply->body, columns);
    json_array_foreach(list, i, o)
    {
        plx_csv_put_json(&reply->body, json_object_get(o, columns[0]));
        plx_csv_put_members(&reply->body, o, columns + 1);
        plx_csv_end_line(&reply->body);
    }
}

static void write_list(plx_context *c, const struct options *o, const json_t *list)
{
    static void (*const writers[PLX_FORMATS])(const json_t *, plx_reply *) = {
        [PLX_FORMAT_JSON] = write_json,
        [PLX_FORMAT_JSONL] = write_jsonl,
        [PLX_FORMAT_CSV] = write_csv,
    };
    plx_format f = plx_format_choose(c->request, formats, o->format);

    c->reply->type = plx_format_type(f);
    c->reply->is_private = true; /* it follows from a file of its own */
    writers[f](list, c->reply);
}

plx_status plx_api_searches(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_saved_list saved = { NULL, 0, 0 };
    struct options options = { 0 };
    char *memory;
    json_t *list;
    plx_status rc;

    if (!plx_params_read(plx_api_searches_params, query, strlen(query), &options, &memory,
                         &c->reply->problem))
        return PLX_OK;
    free(memory);
    list = json_array();
    rc = list ? plx_saved_load(c->daemon->searches_path, &saved, err) : no_memory(err);
    if (!rc)
        rc = list_all(c, &saved, list, err);
    if (!rc)
        write_list(c, &options, list);
    plx_saved_release(&saved);
    json_decref(list);
    return rc;
}

/* ------------------------------------------------------------------- saving */

/* One search on its way to be saved. */
struct saving {
    plx_context *c;
    plx_search_params params; /* of the address */
    struct fields fields;
    bool is_form;
    char *memory; /* of the fields of a form */
    json_t *body; /* of JSON: array with the object that the fields borrow from */
    char name[PLX_NOTE_NAME_MAX + 1];
    plx_strbuf query;
};

static plx_status refuse(struct saving *s, const char *field, const char *why, plx_error *err)
{
    plx_problem_set(&s->c->reply->problem, 400, "invalid", field, "%s", why);
    return plx_fail(err, PLX_ERR_STOPPED, "refused");
}

static plx_status read_json(struct saving *s, plx_error *err)
{
    static const char *const names[] = { "name", "query", NULL };
    plx_problem *problem = &s->c->reply->problem;
    const json_t *o;

    if (!plx_json_body_read(s->c->request, &s->body, problem))
        return plx_fail(err, PLX_ERR_STOPPED, "refused");
    o = json_array_get(s->body, 0);
    if (json_array_size(s->body) > 1)
        return refuse(s, NULL, "one search at a time", err);
    if (!plx_json_body_check_names(o, 1, names, problem))
        return plx_fail(err, PLX_ERR_STOPPED, "refused");
    for (size_t i = 0; names[i]; i++) {
        const json_t *value = json_object_get(o, names[i]);
        const char *text = json_string_value(value);

        if (value && !json_is_null(value) && (!text || strlen(text) != json_string_length(value)))
            return refuse(s, names[i], "this is no text", err);
        *(i ? &s->fields.query : &s->fields.name) = text;
    }
    return PLX_OK;
}

static plx_status read_body(struct saving *s, plx_error *err)
{
    s->is_form = plx_form_is(s->c->request);
    if (!s->is_form)
        return read_json(s, err);
    return plx_form_read(form, s->c->request, &s->fields, &s->memory, &s->c->reply->problem)
               ? PLX_OK
               : plx_fail(err, PLX_ERR_STOPPED, "refused");
}

static plx_status read_name(struct saving *s, plx_error *err)
{
    const char *name = s->fields.name;

    if (!name)
        return refuse(s, "name", "the search needs a name", err);
    name += *name == '@';
    return plx_note_name_read("name of a search", name, strlen(name), s->name, err)
               ? refuse(s, "name", err->msg, err)
               : PLX_OK;
}

/* The query of the body, else of the address, with the filters of the address. */
static plx_status make_query(struct saving *s, plx_error *err)
{
    plx_searcher *searcher = s->c->worker->searcher;
    plx_search_request request;
    plx_status rc;

    if (s->fields.query)
        s->params.query = s->fields.query;
    plx_search_params_request(&s->params, &request);
    request.deadline_ms = s->c->request->limits->search_ms;
    if (!request.query)
        request.query = "";
    rc = plx_saved_query_write(&request, &s->query, err);
    if (!rc)
        rc = plx_saved_query_try(searcher, &request, s->query.s, err);
    return rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT ? refuse(s, "query", err->msg, err) : rc;
}

static plx_status save(struct saving *s, plx_error *err)
{
    plx_status rc =
        plx_saved_put(s->c->daemon->searches_path, s->name, s->query.s, (int64_t)time(NULL), err);

    if (rc == PLX_ERR_LIMIT)
        return refuse(s, "name", err->msg, err);
    if (!rc && s->is_form)
        plx_form_back(s->c->reply, s->fields.back);
    else if (!rc)
        plx_reply_json(s->c->reply,
                       json_pack("{s:i, s:s, s:o, s:s}", "schema", 1, "name", s->name, "query",
                                 plx_json_str(s->query.s), "result", "saved"));
    return rc;
}

plx_status plx_api_searches_post(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    struct saving s = { .c = c, .query = PLX_STRBUF_INIT };
    plx_status rc = PLX_ERR_STOPPED;

    if (plx_search_params_read(plx_api_searches_post_params, query, strlen(query), &s.params,
                               &c->reply->problem))
        rc = read_body(&s, err);
    if (!rc)
        rc = read_name(&s, err);
    if (!rc)
        rc = make_query(&s, err);
    if (!rc)
        rc = save(&s, err);
    plx_search_params_release(&s.params);
    plx_strbuf_release(&s.query);
    json_decref(s.body);
    free(s.memory);
    return rc == PLX_ERR_STOPPED ? PLX_OK : rc;
}

/* ----------------------------------------------------------------- deleting */

static plx_status delete_search(plx_context *c, const plx_saved_list *list, plx_error *err)
{
    const char *name = c->request->rest;
    char read[PLX_NOTE_NAME_MAX + 1];
    plx_status rc;

    name += *name == '@';
    if (plx_note_name_read("name of a search", name, strlen(name), read, NULL) != PLX_OK ||
        !plx_saved_find(list, read))
        return plx_fail(err, PLX_ERR_NOTFOUND, "there is no saved search '%.60s'", name);
    rc = plx_saved_put(c->daemon->searches_path, read, NULL, (int64_t)time(NULL), err);
    if (!rc)
        plx_reply_json(
            c->reply, json_pack("{s:i, s:s, s:s}", "schema", 1, "name", read, "result", "deleted"));
    return rc;
}

plx_status plx_api_searches_delete(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_saved_list list = { NULL, 0, 0 };
    char *memory;
    plx_status rc;

    if (!plx_params_read(plx_no_params, query, strlen(query), NULL, &memory, &c->reply->problem))
        return PLX_OK;
    free(memory);
    rc = plx_saved_load(c->daemon->searches_path, &list, err);
    if (!rc)
        rc = delete_search(c, &list, err);
    plx_saved_release(&list);
    return rc;
}
