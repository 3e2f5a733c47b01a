/* daemon/write/reload.h - reading anew what the daemon was started with: model, aliases, tokens
 *
 * What SIGHUP and POST /api/v1/reload do. Each stays as it was where its file cannot be read. */
#ifndef PLX_DAEMON_RELOAD_H
#define PLX_DAEMON_RELOAD_H

#include <stddef.h>

#include "base/strbuf.h"
#include "daemon/daemon.h"

typedef enum plx_reload_part {
    PLX_RELOAD_MODEL = 0, /* of --model; that of the index is always the newest */
    PLX_RELOAD_ALIASES,
    PLX_RELOAD_TOKENS,
    PLX_RELOAD_PARTS
} plx_reload_part;

/** "model", "aliases", "tokens". */
const char *plx_reload_part_name(plx_reload_part part);

typedef struct plx_reload_result {
    bool is_there;     /* the daemon has such a part */
    plx_status status; /* PLX_OK: read; else it stays as it was */
    plx_error why;
} plx_reload_result;

/**
 * Read all anew. Any thread, also while requests are answered; those under way end with what they
 * began with.
 *
 * @return number of parts that could not be read
 */
size_t plx_reload_parts(const plx_daemon *d, plx_reload_result out[PLX_RELOAD_PARTS]);

/** The same, and append what it came to as one line for the log. */
void plx_reload(const plx_daemon *d, plx_strbuf *said);

#endif
