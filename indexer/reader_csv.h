/* indexer/reader_csv.h - the rows of a table as records
 *
 * CSV with a header, its fields separated by comma, semicolon, tab or bar: the header tells by
 * which. A row is a record of the columns' names and values as texts; empty values are left out.
 * What the columns mean is settled when the record is converted (field_map.h). A bad row is
 * reported with its line, and reading goes on behind it (csv.h).
 *
 * A column without a name is called "column_3", the second "tag" is "tag_2". */
#ifndef PLX_INDEXER_READER_CSV_H
#define PLX_INDEXER_READER_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "indexer/reader_file.h"

/** A header of more columns is refused, and the table with it. */
#define PLX_CSV_COLUMNS_MAX 4096

/**
 * Read a table; r->charset is believed where it is not UTF-8.
 *
 * @param in  stays open
 * @return PLX_OK (failures went to on_failure); what a callback returned; PLX_ERR_NOMEM
 */
plx_status plx_read_csv(plx_reading *r, plx_stream *in, plx_error *err);

/**
 * Does text that begins so look like a table? The first row names a column for a text or a
 * title, or the rows below it have as many fields as it, and it looks like names.
 */
bool plx_csv_knows(const char *p, size_t n);

#endif
