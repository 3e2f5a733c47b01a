/* indexer/reader_file.h - the items of one file, or of one stream in it
 *
 * reader.c walks over files, reader_file.c finds what kind of thing a stream is and gives it to
 * the reader of its kind (reader_json.h, reader_csv.h, archive.h, warc.h, ...); one that finds
 * streams in it hands them back to plx_reading_stream(). */
#ifndef PLX_INDEXER_READER_FILE_H
#define PLX_INDEXER_READER_FILE_H

#include "indexer/layers.h"
#include "indexer/reader.h"
#include "indexer/stream.h"

/** What the readers of the parts of a file share. */
typedef struct plx_reading {
    const plx_item_sink *sink;
    const char *path;            /* of the current file */
    const char *member;          /* of the archive being read, NULL outside one */
    const char *url;             /* of the current WARC record, NULL; goes into items */
    const char *charset;         /* from an HTTP header, NULL; goes into items */
    bool is_cut_off;             /* the crawler did not save all of the record; goes into items */
    plx_layers layers;           /* its limits are those of the reading */
    unsigned long long left_out; /* see plx_source_file */
    bool failed;                 /* something in the current file */
} plx_reading;

/**
 * Read one file ("-": standard input). What cannot be read goes to on_failure.
 *
 * @param is_named  given by the user: FIFOs and devices are read too
 * @return PLX_OK; PLX_ERR_NOMEM; what a callback returned
 */
plx_status plx_reading_file(plx_reading *r, const char *path, bool is_named, plx_error *err);

/** Read a stream: what kind of thing it is, and the items in it. Same contract. */
plx_status plx_reading_stream(plx_reading *r, plx_stream *in, plx_error *err);

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
