/* daemon/api_article.c - GET /api/v1/articles/ID */
#include <stdlib.h>
#include <string.h>

#include "daemon/params.h"
#include "daemon/route.h"

static const plx_param no_params[] = { { NULL, PLX_PARAM_TEXT, 0, 0, 0, NULL } };

static plx_status write_article(plx_context *c, const plx_article *a, uint32_t docid,
                                plx_error *err)
{
    plx_verdict verdict;
    plx_status rc = plx_snapshot_verdict(c->worker->snapshot, docid, &verdict, err);

    if (!rc)
        plx_reply_json(c->reply, plx_article_verdict_json(a, &verdict,
                                                          plx_snapshot_model(c->worker->snapshot)));
    return rc;
}

plx_status plx_api_article(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_snapshot *snapshot = c->worker->snapshot;
    plx_article article;
    uint32_t docid;
    char *memory;
    plx_status rc;

    if (!plx_params_read(no_params, query, strlen(query), NULL, &memory, &c->reply->problem))
        return PLX_OK;
    free(memory);
    plx_article_init(&article);
    rc = plx_snapshot_find(snapshot, c->request->rest, &docid, err);
    if (!rc)
        rc = plx_snapshot_article(snapshot, docid, true, &article, err);
    if (!rc)
        rc = write_article(c, &article, docid, err);
    plx_article_release(&article);
    return rc;
}
