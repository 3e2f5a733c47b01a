/* indexer/csv.h - tables in CSV (RFC 4180) as they stream in, one row at a time
 *
 * Fields are separated by what the first row has most of outside quotes: comma, semicolon, tab or
 * bar. Quoted fields may hold separators, doubled quotes and line ends; rows end with LF, CR LF,
 * or with CR where the table has no LF. A byte order mark is skipped, and so are empty lines.
 * Quotes are strict, but that one inside a field of a table with tabs is a character like others.
 *
 * After a bad row reading goes on at the next sound one: that which begins at a line end behind
 * the beginning of the bad one, can be read, and has as many fields as the first row. So a quote
 * that is not closed loses its own row, not all that it swallows. A row is read at most about
 * twice, whatever the input: of two readings of a line, from within quotes and from outside, only
 * one can end within quotes. */
#ifndef PLX_INDEXER_CSV_H
#define PLX_INDEXER_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "indexer/stream.h"

/** Bytes of a field and of a row (its quotes counted). */
#define PLX_CSV_FIELD_MAX (4u << 20)
#define PLX_CSV_ROW_MAX   (32u << 20)

typedef struct plx_csv plx_csv;

/**
 * Begin a table.
 *
 * @param in          borrowed, in a character set that has ASCII in it (not UTF-16)
 * @param fields_max  of a row; more are PLX_ERR_LIMIT
 * @return PLX_OK; PLX_ERR_NOMEM; as plx_stream_peek(). *out is NULL on error.
 */
plx_status plx_csv_new(plx_stream *in, size_t fields_max, plx_csv **out, plx_error *err);
void plx_csv_free(plx_csv *csv);

/**
 * Read the next row; plx_csv_count() is 0 at the end.
 *
 * @return PLX_OK; PLX_ERR_INVALID (a quote that is not closed, text after one, a quote inside a
 *         field that is not quoted, not as many fields as the first row) and PLX_ERR_LIMIT for a
 *         bad row, at plx_csv_line(): the next call goes on behind it; PLX_ERR_NOMEM and the
 *         errors of the stream, which end the table (plx_csv_is_over())
 */
plx_status plx_csv_next(plx_csv *csv, plx_error *err);

/** Is nothing left, be it for an error of the stream? */
bool plx_csv_is_over(const plx_csv *csv);

/** First line of the row just read, sound or not, from 1; at the end the line behind the last. */
size_t plx_csv_line(const plx_csv *csv);

/** Fields of the row just read. */
size_t plx_csv_count(const plx_csv *csv);

/** Value of a field, ended by a NUL, valid until the next row; len may be NULL. */
const char *plx_csv_field(const plx_csv *csv, size_t i, size_t *len);

/** What separates the fields: ',', ';', '\t' or '|'. */
char plx_csv_separator(const plx_csv *csv);

#endif
