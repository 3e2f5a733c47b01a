/* daemon/api/reload.c - POST /api/v1/reload: what SIGHUP does, with an answer */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "daemon/params.h"
#include "daemon/route.h"
#include "daemon/write/reload.h"

static json_t *part_json(plx_reload_part part, const plx_reload_result *r)
{
    const char *result = !r->is_there ? "none" : r->status ? "kept" : "read";
    json_t *o = json_pack("{s:s, s:s}", "part", plx_reload_part_name(part), "result", result);

    if (r->status)
        return plx_json_checked(o, plx_json_put(o, "error", plx_json_str(r->why.msg)));
    return o;
}

plx_status plx_api_reload(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_reload_result result[PLX_RELOAD_PARTS];
    json_t *parts;
    char *memory;
    size_t failed;

    (void)err;
    if (!plx_params_read(plx_no_params, query, strlen(query), NULL, &memory, &c->reply->problem))
        return PLX_OK;
    free(memory);
    failed = plx_reload_parts(c->daemon, result);
    parts = json_array();
    for (unsigned i = 0; i < PLX_RELOAD_PARTS; i++)
        if (json_array_append_new(parts, part_json((plx_reload_part)i, &result[i])) != 0)
            c->reply->body.failed = true;
    plx_reply_json(c->reply,
                   json_pack("{s:i, s:b, s:o}", "schema", 1, "ok", failed == 0, "parts", parts));
    return PLX_OK;
}
