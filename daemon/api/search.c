/* daemon/api/search.c - GET /api/v1/search */
#include <string.h>

#include "base/json.h"
#include "daemon/api/asking.h"
#include "daemon/api/cursor.h"
#include "daemon/api/hit_lines.h"
#include "daemon/format.h"

/* Where to go on, if there is more; else empty. */
static void find_next(const plx_context *c, const plx_search_result *r, plx_strbuf *out)
{
    const plx_hit *last;

    if (!r->hit_count || r->hit_count >= r->listed)
        return;
    last = &r->hits[r->hit_count - 1];
    plx_cursor_write(c->worker->snapshot, last->docid, last->article.id, out);
}

/* @param next  NULL: not read with a cursor */
static void write_json(const plx_search_result *r, const plx_strbuf *next, plx_reply *reply)
{
    json_t *o = plx_search_result_json(r);
    bool ok = o != NULL;

    if (ok && next)
        ok = plx_json_put(o, "next_cursor", plx_json_str(next->len ? next->s : NULL));
    plx_reply_json(reply, plx_json_checked(o, ok));
}

static void write_result(plx_context *c, const plx_search_params *p, plx_format format,
                         const plx_search_result *r)
{
    plx_strbuf next = PLX_STRBUF_INIT;

    c->reply->type = plx_format_type(format);
    c->reply->is_private = r->partial != 0;
    if (p->cursor)
        find_next(c, r, &next);
    if (format == PLX_FORMAT_JSON)
        write_json(r, p->cursor ? &next : NULL, c->reply);
    else
        plx_hit_lines(r, format, p->offset, c->reply);
    if (next.len)
        plx_cursor_link(c->request, next.s, c->reply);
    c->reply->body.failed = c->reply->body.failed || next.failed;
    plx_strbuf_release(&next);
}

static plx_status search(plx_context *c, const plx_search_params *params, plx_error *err)
{
    plx_format format = plx_format_choose(c->request, plx_search_formats, params->format);
    plx_search_result result = { 0 };
    plx_search_request request;
    plx_status rc = PLX_OK;

    plx_asking_request(c, params, &request);
    /* with a cursor, what is left out of an answer would never be read */
    request.partial_ok = format == PLX_FORMAT_JSON && !params->cursor;
    if (params->cursor)
        rc = plx_cursor_read(c->worker->snapshot, params->cursor, &request.after,
                             &c->reply->problem, err);
    if (rc || c->reply->problem.status)
        return rc;
    rc = plx_search(c->worker->searcher, &request, &result, err);
    if (!rc)
        write_result(c, params, format, &result);
    plx_search_result_release(&result);
    return plx_asking_end(c, &request, rc, err);
}

plx_status plx_api_search(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_search_params params;
    plx_status rc = PLX_OK;

    if (plx_search_params_read_api(query, strlen(query), &params, &c->reply->problem))
        rc = search(c, &params, err);
    plx_search_params_release(&params);
    return rc;
}
