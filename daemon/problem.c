#include "daemon/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

static const struct title {
    unsigned status;
    const char *text;
} titles[] = {
    { 400, "Bad Request" },
    { 401, "Unauthorized" },
    { 403, "Forbidden" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 409, "Conflict" },
    { 413, "Content Too Large" },
    { 414, "URI Too Long" },
    { 415, "Unsupported Media Type" },
    { 421, "Misdirected Request" },
    { 431, "Request Header Fields Too Large" },
    { 500, "Internal Server Error" },
    { 503, "Service Unavailable" },
};

/* What a failed call is to a client; what is not here is a failure of ours. */
static const struct mapping {
    plx_status rc;
    unsigned status;
    const char *hint;
} mappings[] = {
    { PLX_ERR_INVALID, 400, "" },
    { PLX_ERR_LIMIT, 400, "" },
    { PLX_ERR_NOTFOUND, 404, "" },
    { PLX_ERR_DEADLINE, 503, "ask for less, or start the daemon with a larger --timeout" },
    { PLX_ERR_STALE, 503, "the index is changing fast; try again" },
    { PLX_ERR_LOCKED, 503, "try again" },
    { PLX_ERR_NOMEM, 503, "try again later" },
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Through plx_fail(): cut at a code point, and no control characters. */
static void format(char *out, size_t n, const char *fmt, va_list ap)
{
    char raw[PLX_ERROR_MSG_BYTES];
    plx_error clean;

    vsnprintf(raw, sizeof raw, fmt, ap);
    plx_fail(&clean, PLX_ERR_INVALID, "%s", raw);
    snprintf(out, n, "%s", clean.msg);
}

void plx_problem_set(plx_problem *p, unsigned status, const char *code, const char *field,
                     const char *fmt, ...)
{
    plx_error clean = { 0 };
    va_list ap;

    *p = (plx_problem){ .status = status, .code = code };
    if (field) {
        plx_fail(&clean, PLX_ERR_INVALID, "%s", field);
        clean.msg[plx_utf8_cut(clean.msg, sizeof p->field - 1)] = '\0';
        memcpy(p->field, clean.msg, strlen(clean.msg) + 1);
    }
    va_start(ap, fmt);
    format(p->detail, sizeof p->detail, fmt, ap);
    va_end(ap);
}

void plx_problem_hint(plx_problem *p, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    format(p->hint, sizeof p->hint, fmt, ap);
    va_end(ap);
}

void plx_problem_from_error(plx_problem *p, const plx_error *err)
{
    for (size_t i = 0; i < COUNT(mappings); i++)
        if (mappings[i].rc == err->code) {
            plx_problem_set(p, mappings[i].status, plx_status_name(err->code), NULL, "%s",
                            err->msg);
            plx_problem_hint(p, "%s", mappings[i].hint);
            return;
        }
    plx_problem_set(p, 500, "internal", NULL, "the daemon failed to answer this request");
    plx_problem_hint(p, "the log of the daemon has the cause under this id");
}

const char *plx_problem_title(unsigned status)
{
    for (size_t i = 0; i < COUNT(titles); i++)
        if (titles[i].status == status)
            return titles[i].text;
    return "Error";
}

json_t *plx_problem_json(const plx_problem *p, const char *id)
{
    json_t *o =
        json_pack("{s:s, s:s, s:I, s:s}", "type", "about:blank", "title",
                  plx_problem_title(p->status), "status", (json_int_t)p->status, "code", p->code);
    bool is_ok = o != NULL;

    if (is_ok && *p->field)
        is_ok = json_object_set_new(o, "field", plx_json_str(p->field)) == 0;
    if (is_ok)
        is_ok = json_object_set_new(o, "detail", plx_json_str(p->detail)) == 0;
    if (is_ok && *p->hint)
        is_ok = json_object_set_new(o, "hint", plx_json_str(p->hint)) == 0;
    if (is_ok)
        is_ok = json_object_set_new(o, "id", plx_json_str(id)) == 0;
    if (is_ok)
        return o;
    json_decref(o);
    return NULL;
}
