#include "daemon/write/json_body.h"

#include <stdio.h>
#include <string.h>

static bool no_memory(plx_problem *problem)
{
    plx_problem_set(problem, 503, "no-memory", NULL, "out of memory");
    return false;
}

/* Counts what could begin a value, so that no memory is spent on telling that there are too many:
 * each takes up to eighty times the bytes that it has in the body. */
bool plx_json_body_fits(const plx_request *rq, plx_problem *problem)
{
    const char *end = rq->body.s + rq->body.len;
    bool is_text = false;
    size_t values = 0;

    for (const char *p = rq->body.s; p < end; p++) {
        if (*p == '"')
            is_text = !is_text;
        else if (*p == '\n') /* never within a text, so that a bad line says nothing of the next */
            is_text = false;
        else if (is_text)
            p += *p == '\\';
        else
            values += *p == ',' || *p == '[' || *p == '{';
    }
    if (values <= PLX_BODY_VALUES_MAX)
        return true;
    plx_problem_set(problem, 413, "limit", NULL, "the body has over %u values of JSON",
                    PLX_BODY_VALUES_MAX);
    plx_problem_hint(problem, "send fewer articles at a time");
    return false;
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
        p++;
    return p;
}

static bool refuse_json(const plx_request *rq, const char *at, const char *why,
                        plx_problem *problem)
{
    size_t line = 1;

    for (const char *p = rq->body.s; p < at; p++)
        line += *p == '\n';
    plx_problem_set(problem, 400, "bad-json", NULL, "line %zu: %s", line, why);
    plx_problem_hint(problem, "send one object, an array of objects, or one object a line");
    return false;
}

/* The values one after another; one more than may be is enough to refuse. */
static bool read_values(const plx_request *rq, json_t *values, plx_problem *problem)
{
    const char *end = rq->body.s + rq->body.len, *p = skip_blanks(rq->body.s, end);

    while (p < end && json_array_size(values) <= rq->limits->articles) {
        json_error_t e;
        json_t *v = json_loadb(p, (size_t)(end - p), JSON_DISABLE_EOF_CHECK, &e);

        if (!v)
            return refuse_json(rq, p + (e.position > 0 ? e.position - 1 : 0), e.text, problem);
        if (json_array_append_new(values, v) != 0)
            return no_memory(problem);
        p = skip_blanks(p + e.position, end);
    }
    return true;
}

static bool refuse_empty(plx_problem *problem)
{
    plx_problem_set(problem, 400, "empty", NULL, "the body has nothing in it");
    return false;
}

static bool check_count(const plx_request *rq, const json_t *values, plx_problem *problem)
{
    if (json_array_size(values) <= rq->limits->articles)
        return true;
    plx_problem_set(problem, 413, "limit", NULL, "more than %u in one request",
                    rq->limits->articles);
    plx_problem_hint(problem, "send fewer at a time");
    return false;
}

/* One array is what it holds. */
static plx_json_form unwrap(json_t **values)
{
    json_t *first = json_array_get(*values, 0);

    if (json_array_size(*values) > 1)
        return PLX_JSON_LINES;
    if (!json_is_array(first))
        return PLX_JSON_ONE;
    json_incref(first);
    json_decref(*values);
    *values = first;
    return PLX_JSON_ARRAY;
}

bool plx_json_body_values(const plx_request *rq, plx_json_form *form, json_t **out,
                          plx_problem *problem)
{
    json_t *values = json_array();
    bool is_ok = values ? plx_json_body_fits(rq, problem) : no_memory(problem);

    is_ok = is_ok && read_values(rq, values, problem);
    if (is_ok && !json_array_size(values))
        is_ok = refuse_empty(problem);
    if (is_ok) {
        *form = unwrap(&values);
        is_ok = check_count(rq, values, problem);
    }
    if (!is_ok)
        json_decref(values);
    *out = is_ok ? values : NULL;
    return is_ok;
}

static bool check_objects(const json_t *values, plx_problem *problem)
{
    size_t i;
    json_t *v;

    json_array_foreach(values, i, v)
    {
        if (json_is_object(v))
            continue;
        plx_problem_set(problem, 400, "invalid", NULL, "number %zu is no JSON object", i + 1);
        return false;
    }
    return true;
}

bool plx_json_body_read(const plx_request *rq, json_t **out, plx_problem *problem)
{
    plx_json_form form;

    if (!plx_json_body_values(rq, &form, out, problem))
        return false;
    if (json_array_size(*out) ? check_objects(*out, problem) : refuse_empty(problem))
        return true;
    json_decref(*out);
    *out = NULL;
    return false;
}

static bool is_one_of(const char *name, const char *const *names)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

bool plx_json_body_check_names(const json_t *o, size_t place, const char *const *names,
                               plx_problem *problem)
{
    char known[PLX_ERROR_MSG_BYTES] = "known are";

    for (void *at = json_object_iter((json_t *)o); at;
         at = json_object_iter_next((json_t *)o, at)) {
        const char *name = json_object_iter_key(at);

        if (is_one_of(name, names))
            continue;
        for (size_t i = 0; names[i]; i++) {
            size_t used = strlen(known);

            snprintf(known + used, sizeof known - used, "%s %s", i ? "," : "", names[i]);
        }
        plx_problem_set(problem, 400, "unknown-field", name, "number %zu: unknown field '%s'",
                        place, name);
        plx_problem_hint(problem, "%s", known);
        return false;
    }
    return true;
}
