/* indexer/warc.h - the articles of a crawl: WARC 1.0 and 1.1 (ISO 28500)
 *
 * Read are `response` records of HTTP with a status of 200 to 299, `resource` and `conversion`
 * records, where their media type can hold an article. All else (requests, metadata, revisits,
 * pictures, scripts, robots.txt, ...) is counted as left out. The place of an item is its
 * WARC-Target-URI. The codings of HTTP are undone; what a crawler cut off (WARC-Truncated) is
 * given as far as it goes.
 *
 * A damaged record is reported with its offset (in the unpacked stream) and the reader goes on at
 * the next header, in a packed file at the next record that can be unpacked. */
#ifndef PLX_INDEXER_WARC_H
#define PLX_INDEXER_WARC_H

#include "indexer/reader_file.h"

/**
 * Read all records. What cannot be read is reported, and the rest goes on.
 *
 * @return PLX_OK; PLX_ERR_NOMEM; what a callback returned
 */
plx_status plx_read_warc(plx_reading *r, plx_stream *in, plx_error *err);

#endif
