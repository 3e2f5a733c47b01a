/* daemon/api_search.c - GET /api/v1/search */
#include <string.h>

#include "daemon/blame.h"
#include "daemon/route.h"
#include "daemon/search_params.h"

static void write_json(const plx_search_result *r, uint32_t offset, plx_reply *reply)
{
    (void)offset;
    plx_reply_json(reply, plx_search_result_json(r));
}

static void write_jsonl(const plx_search_result *r, uint32_t offset, plx_reply *reply)
{
    (void)offset;
    reply->type = PLX_TYPE_JSONL;
    for (size_t i = 0; i < r->hit_count; i++)
        plx_reply_json(reply, plx_hit_json(&r->hits[i], r->model));
}

static void write_csv(const plx_search_result *r, uint32_t offset, plx_reply *reply)
{
    reply->type = PLX_TYPE_CSV;
    plx_hit_csv_header(&reply->body);
    for (size_t i = 0; i < r->hit_count; i++)
        plx_hit_csv(&r->hits[i], r->model, offset + (uint32_t)i + 1, &reply->body);
}

static void write_ids(const plx_search_result *r, uint32_t offset, plx_reply *reply)
{
    (void)offset;
    reply->type = PLX_TYPE_TEXT;
    for (size_t i = 0; i < r->hit_count; i++) {
        plx_strbuf_puts(&reply->body, r->hits[i].article.id);
        plx_strbuf_putc(&reply->body, '\n');
    }
}

static void (*const writers[PLX_FORMATS])(const plx_search_result *, uint32_t offset,
                                          plx_reply *) = {
    write_json,
    write_jsonl,
    write_csv,
    write_ids,
};

static plx_status search(plx_context *c, const plx_search_params *params, plx_error *err)
{
    plx_search_result result = { 0 };
    plx_search_request request;
    plx_status rc;

    plx_search_params_request(params, &request);
    request.deadline_ms = c->request->limits->search_ms;
    rc = plx_search(c->worker->searcher, &request, &result, err);
    if (!rc)
        writers[params->format](&result, params->offset, c->reply);
    plx_search_result_release(&result);
    if (rc != PLX_ERR_INVALID && rc != PLX_ERR_LIMIT)
        return rc;
    plx_blame_search(c->worker->searcher, &request, err, &c->reply->problem);
    return PLX_OK;
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
