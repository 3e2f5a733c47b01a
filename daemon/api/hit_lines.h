/* daemon/api/hit_lines.h - hits one a line: JSON Lines, CSV, ids */
#ifndef PLX_DAEMON_HIT_LINES_H
#define PLX_DAEMON_HIT_LINES_H

#include <stdint.h>

#include "daemon/format.h"
#include "daemon/reply.h"
#include "search/search.h"

/**
 * Append the hits to the body.
 *
 * @param format  PLX_FORMAT_JSONL, PLX_FORMAT_CSV or PLX_FORMAT_IDS
 * @param offset  hits before the first, for the rank in CSV
 */
void plx_hit_lines(const plx_search_result *r, plx_format format, uint32_t offset,
                   plx_reply *reply);

#endif
