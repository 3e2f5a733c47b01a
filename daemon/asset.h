/* daemon/asset.h - files built into the program: those that pages need, and what api/openapi.c adds
 * addresses and parameters to
 *
 * daemon/assets/css and js become one style sheet and one script, in the order of their names. */
#ifndef PLX_DAEMON_ASSET_H
#define PLX_DAEMON_ASSET_H

#include <stddef.h>

extern const unsigned char plx_asset_style[], plx_asset_script[], plx_asset_icon[],
    plx_asset_openapi[];
extern const size_t plx_asset_style_bytes, plx_asset_script_bytes, plx_asset_icon_bytes,
    plx_asset_openapi_bytes;

#endif
