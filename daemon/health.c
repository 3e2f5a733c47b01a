/* daemon/health.c - GET /healthz: is this daemon alive? GET /readyz: can it answer, and from which
 * state of the index? */
#include "daemon/route.h"

plx_status plx_health(plx_context *c, plx_error *err)
{
    (void)err;
    plx_reply_json(c->reply, json_pack("{s:b, s:s}", "ok", 1, "program", PLX_VERSION));
    return PLX_OK;
}

plx_status plx_ready(plx_context *c, plx_error *err)
{
    const plx_snapshot *s = c->worker->snapshot;

    (void)err;
    plx_reply_json(c->reply,
                   json_pack("{s:b, s:s, s:I, s:s}", "ok", 1, "version", plx_snapshot_version(s),
                             "articles", (json_int_t)plx_snapshot_documents(s), "program",
                             PLX_VERSION));
    return PLX_OK;
}
