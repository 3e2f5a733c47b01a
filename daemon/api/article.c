/* daemon/api/article.c - GET /api/v1/articles/ID */
#include <stdlib.h>
#include <string.h>

#include "classifier/verdict_json.h"
#include "daemon/params.h"
#include "daemon/route.h"

static plx_status write_article(plx_context *c, const plx_article *a, uint32_t docid,
                                plx_error *err)
{
    const plx_model_info *model = plx_snapshot_model(c->worker->snapshot);
    plx_verdict verdict;
    json_t *o;
    plx_status rc = plx_snapshot_verdict(c->worker->snapshot, docid, &verdict, err);

    if (rc)
        return rc;
    o = plx_article_verdict_json(a, &verdict, model);
    if (!o || !plx_stance_words_put(o, plx_model_info_words(model, &verdict), model->date) ||
        json_object_set_new(o, "probabilities", plx_probabilities_json(&verdict, &model->labels)) !=
            0) {
        json_decref(o);
        return plx_fail(err, PLX_ERR_NOMEM, "article: out of memory");
    }
    plx_reply_json(c->reply, o);
    return PLX_OK;
}

plx_status plx_api_article(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_snapshot *snapshot = c->worker->snapshot;
    plx_article article;
    uint32_t docid;
    char *memory;
    plx_status rc;

    if (!plx_params_read(plx_no_params, query, strlen(query), NULL, &memory, &c->reply->problem))
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
