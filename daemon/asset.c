/* daemon/asset.c - GET /style.css, /page.js, /icon.svg: served from memory */
#include "daemon/asset.h"

#include <string.h>

#include "daemon/route.h"

static const struct asset {
    const char *path, *type;
    const unsigned char *data;
    const size_t *bytes;
} assets[] = {
    { PLX_PATH_STYLE, "text/css; charset=utf-8", plx_asset_style, &plx_asset_style_bytes },
    { PLX_PATH_SCRIPT, "text/javascript; charset=utf-8", plx_asset_script,
      &plx_asset_script_bytes },
    { PLX_PATH_ICON, "image/svg+xml", plx_asset_icon, &plx_asset_icon_bytes },
};

plx_status plx_asset_send(plx_context *c, plx_error *err)
{
    const char *path = c->request->route->path;

    (void)err;
    for (size_t i = 0; i < sizeof assets / sizeof *assets; i++)
        if (strcmp(assets[i].path, path) == 0) {
            c->reply->type = assets[i].type;
            plx_strbuf_add(&c->reply->body, assets[i].data, *assets[i].bytes);
        }
    return PLX_OK;
}
