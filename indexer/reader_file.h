/* indexer/reader_file.h - the items of one file; what reader.c walks over */
#ifndef PLX_INDEXER_READER_FILE_H
#define PLX_INDEXER_READER_FILE_H

#include "indexer/reader.h"

/** What the files of one plx_read_items() share. */
typedef struct plx_reading {
    const plx_item_sink *sink;
    char *chunk;        /* PLX_CHUNK_BYTES */
    const char *path;   /* of the current file */
    const char *member; /* of the archive being read, NULL outside one */
    bool failed;        /* something in the current file */
} plx_reading;

#define PLX_CHUNK_BYTES (256u << 10)

/**
 * Read one file ("-": standard input). What cannot be read goes to on_failure.
 *
 * @param is_named  given by the user: FIFOs and devices are read too
 * @return PLX_OK; PLX_ERR_NOMEM; what a callback returned
 */
plx_status plx_reading_file(plx_reading *r, const char *path, bool is_named, plx_error *err);

/** Report a failure at `where`; why->msg is put behind it. Returns what on_failure returned. */
plx_status plx_reading_failed(plx_reading *r, const char *where, const plx_error *why,
                              plx_error *err);

/** The same at a line (0: none) of the current file or member. */
plx_status plx_reading_failed_here(plx_reading *r, size_t line, const plx_error *why,
                                   plx_error *err);

/** An empty item of the current file or member. */
plx_status plx_reading_item(const plx_reading *r, plx_item_kind kind, size_t line, plx_item **out,
                            plx_error *err);

#endif
