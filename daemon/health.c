/* daemon/health.c - GET /healthz: can this daemon answer, and from which state of the index? */
#include "daemon/route.h"

plx_status plx_health(plx_context *c, plx_error *err)
{
    const plx_snapshot *s = c->worker->snapshot;

    (void)err;
    plx_reply_json(c->reply,
                   json_pack("{s:b, s:s, s:I, s:s}", "ok", 1, "version", plx_snapshot_version(s),
                             "articles", (json_int_t)plx_snapshot_documents(s), "program",
                             PLX_VERSION));
    return PLX_OK;
}
