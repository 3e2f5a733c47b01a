/* daemon/page/chart_parts.h - what the charts are made of: looks, scales, legends, tables */
#ifndef PLX_DAEMON_PAGE_CHART_PARTS_H
#define PLX_DAEMON_PAGE_CHART_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "daemon/page/chart.h"

/** Append the fills of looks, one for each bit that is set, with ids "ID-LOOK". */
void plx_chart_fills(plx_strbuf *out, const char *id, uint32_t looks);

/** Append fill="url(#ID-LOOK)". */
void plx_chart_fill(plx_strbuf *out, const char *id, unsigned look);

/** Append <ul class="chart-legend">: swatch, shape and name of each part; fills of this id exist.
 */
void plx_chart_legend(plx_strbuf *out, const char *id, const plx_chart_part *parts, size_t n);

/** Steps of an axis from 0: 1, 2 or 5 times a power of ten, so that there are at most so many. */
typedef struct plx_chart_scale {
    uint32_t step, top; /* top: a multiple of step, not under what is shown */
} plx_chart_scale;
plx_chart_scale plx_chart_scale_for(uint32_t most, unsigned steps);

/** Append " href=..." with an address, escaped. */
void plx_chart_href(plx_strbuf *out, const plx_strbuf *address);

/**
 * Open <details> with a table whose caption is given, up to the begin of its head's line; close the
 * table, then the details.
 */
void plx_chart_table_open(plx_strbuf *out, const char *caption);
void plx_chart_table_close(plx_strbuf *out);

/** Append a count in a cell of a table: 12,345. */
void plx_chart_cell(plx_strbuf *out, uint32_t n);

#endif
