/* daemon/api/stats.c - GET /api/v1/stats: what the index holds */
#include <stdlib.h>
#include <string.h>

#include "daemon/route.h"
#include "search/stats.h"

struct stats_params {
    uint32_t top;
};

/* clang-format off */
const plx_param plx_api_stats_params[] = {
    { "top", PLX_PARAM_NUMBER, offsetof(struct stats_params, top), 1, 1000, NULL, "values of each count (20)" },
    { .name = NULL },
};
/* clang-format on */

static plx_status gather(plx_context *c, const struct stats_params *p, plx_error *err)
{
    const plx_stats_request request = { .labels_path = c->daemon->labels_path,
                                        .top = p->top,
                                        .deadline_ms = c->request->limits->search_ms };
    plx_stats stats = { .votes = 0 };
    plx_status rc =
        plx_stats_gather(c->worker->snapshot, c->worker->searcher, &request, &stats, err);

    if (!rc)
        plx_reply_json(c->reply, plx_stats_json(&stats, NULL));
    plx_stats_release(&stats);
    return rc;
}

plx_status plx_api_stats(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    struct stats_params params = { .top = 0 };
    char *memory;
    plx_status rc = PLX_OK;

    if (plx_params_read(plx_api_stats_params, query, strlen(query), &params, &memory,
                        &c->reply->problem))
        rc = gather(c, &params, err);
    free(memory);
    return rc;
}
