/* daemon/api_search.c - GET /api/v1/search */
#include <string.h>

#include "daemon/blame.h"
#include "daemon/csv.h"
#include "daemon/route.h"
#include "daemon/search_params.h"

/* The columns of `search --format csv`. */
static const char *const csv_columns[] = {
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
    "score",
    "snippet",
    NULL,
};

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

static bool complete_row(json_t *hit, const plx_hit *h, json_int_t rank)
{
    return hit && json_object_set_new(hit, "rank", json_integer(rank)) == 0 &&
           json_object_set_new(hit, "synthetic", json_boolean(h->article.synthetic)) == 0;
}

static void write_csv(const plx_search_result *r, uint32_t offset, plx_reply *reply)
{
    reply->type = PLX_TYPE_CSV;
    plx_csv_header(&reply->body, csv_columns);
    for (size_t i = 0; i < r->hit_count; i++) {
        json_t *hit = plx_hit_json(&r->hits[i], r->model);
        if (!complete_row(hit, &r->hits[i], (json_int_t)(offset + i + 1)))
            reply->body.failed = true;
        plx_csv_row(&reply->body, hit, csv_columns);
        json_decref(hit);
    }
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
