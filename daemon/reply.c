#include "daemon/reply.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

#define TYPE_PROBLEM "application/problem+json"

void plx_reply_init(plx_reply *r)
{
    *r = (plx_reply){ .type = PLX_TYPE_JSON };
    plx_strbuf_init(&r->body);
}

void plx_reply_release(plx_reply *r)
{
    plx_strbuf_release(&r->body);
    free(r->location);
    free(r->cookie);
    free(r->link);
    r->location = NULL;
    r->cookie = NULL;
    r->link = NULL;
}

void plx_reply_reset(plx_reply *r)
{
    plx_reply_release(r);
    plx_reply_init(r);
}

void plx_reply_json(plx_reply *r, json_t *value)
{
    if (value)
        plx_json_print(value, false, &r->body);
    if (!value)
        r->body.failed = true;
    plx_strbuf_putc(&r->body, '\n');
    json_decref(value);
}

void plx_reply_see_other(plx_reply *r, const char *address)
{
    r->status = 303;
    r->type = PLX_TYPE_TEXT;
    r->location = strdup(address);
    if (!r->location)
        r->body.failed = true;
}

void plx_reply_error(plx_reply *r, const plx_error *err)
{
    plx_problem_from_error(&r->problem, err);
    if (r->problem.status >= 500)
        r->cause = *err;
}

void plx_reply_problem_json(plx_reply *r, const char *id)
{
    json_t *o = plx_problem_json(&r->problem, id);

    plx_strbuf_reset(&r->body);
    r->status = r->problem.status;
    r->type = TYPE_PROBLEM;
    r->cache = NULL;
    plx_reply_json(r, o);
}
