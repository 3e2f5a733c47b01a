/* indexer/csv.h - strict CSV (RFC 4180), one record at a time */
#ifndef PLX_INDEXER_CSV_H
#define PLX_INDEXER_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/** Fields of one record; more are refused. */
#define PLX_CSV_FIELDS_MAX 64

/** Where reading stands. Fill p and n, the rest zero. */
typedef struct plx_csv {
    const char *p;
    size_t n;
    size_t at;                        /* next byte */
    size_t lines;                     /* line ends passed */
    size_t line;                      /* first line of the record just read, from 1 */
    size_t count;                     /* its fields */
    plx_strbuf text;                  /* their values, each ended by a NUL */
    size_t field[PLX_CSV_FIELDS_MAX]; /* where each begins in text */
} plx_csv;

/**
 * Read the next record; count is 0 at the end. Empty lines are skipped.
 *
 * @return PLX_OK; PLX_ERR_INVALID (a quote that is not closed, text after one, a quote inside an
 *         unquoted field) and PLX_ERR_LIMIT, with the line in csv->line; PLX_ERR_NOMEM
 */
plx_status plx_csv_next(plx_csv *csv, plx_error *err);

/** Value of a field, valid until the next record. */
const char *plx_csv_field(const plx_csv *csv, size_t i);

#endif
