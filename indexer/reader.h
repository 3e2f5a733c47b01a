/* indexer/reader.h - articles out of files, folders, archives and streams, one at a time
 *
 * Formats are told by content (sniff.h); compressions and archives are read through, nested
 * ones too, and nothing is unpacked to disk (limits: limits.h). One bad line, member or file is
 * reported with its place and the rest goes on.
 *
 * plx_read_items() gives items, to be converted elsewhere (convert.h); plx_read() converts
 * them on the spot. */
#ifndef PLX_INDEXER_READER_H
#define PLX_INDEXER_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/article.h"
#include "base/error.h"
#include "base/hash.h"
#include "indexer/extract.h"
#include "indexer/item.h"
#include "indexer/limits.h"

/** What the reader says of one file before and after it reads it. */
typedef struct plx_source_file {
    const char *path;
    long long size; /* bytes; -1 for a stream */
    long long mtime_ns;
    /* Known when the file is done: */
    char digest[PLX_DIGEST_HEX + 1]; /* of its bytes, as plx_file_digest(); "" if they were not
                                      * all read, and for a stream */
    unsigned long long left_out;     /* records of crawls and members that are no articles:
                                      * requests, images, scripts, hidden files */
} plx_source_file;

/** How to read. Zeroed: the defaults. */
typedef struct plx_reader_options {
    const char *source;       /* outlet for articles without one */
    const char *lang;         /* forces the language */
    const char *path_pattern; /* fields from the end of the path: see path_pattern.h; NULL = none */
    const char *meta_file;    /* CSV with header: path, source, date, author, url, title */
    const char *const *map;   /* "title=headline", NULL-ended; NULL = none */
    const char *charset;      /* forces the character set of pages, texts and tables; NULL = none */
    bool clean;               /* take furniture out of the text of records, too */
    bool keep_label;          /* keep `label` of the input */
} plx_reader_options;

/**
 * Who takes the items. All callbacks: return PLX_OK to go on, another status to end the reading
 * with it.
 */
typedef struct plx_item_sink {
    /* Asked before a file is read; *skip = true leaves it out. May be NULL. */
    plx_status (*on_file)(void *ctx, const plx_source_file *f, bool *skip, plx_error *err);
    /* A record; the callee's from here on, also when it fails. */
    plx_status (*on_item)(void *ctx, plx_item *item, plx_error *err);
    /* A line, member or file that could not be read; why->msg begins with `where`. May be NULL. */
    plx_status (*on_failure)(void *ctx, const char *where, const plx_error *why);
    /* A file is done; failed tells whether anything in it could not be read. May be NULL. */
    plx_status (*on_file_done)(void *ctx, const plx_source_file *f, bool failed, plx_error *err);
    void *ctx;
} plx_item_sink;

/**
 * Read every record under a path ("-": standard input), in byte order of the names.
 * Hidden files (".name"), FIFOs, sockets and devices are left out; links to folders are
 * not followed.
 *
 * @return PLX_OK (failures went to on_failure); PLX_ERR_NOTFOUND, PLX_ERR_IO for the path itself;
 *         what a callback returned; PLX_ERR_NOMEM
 */
plx_status plx_read_items(const char *path, const plx_item_sink *sink, plx_error *err);

struct plx_converter;

/** Who takes the articles; otherwise as plx_item_sink. */
typedef struct plx_article_sink {
    /* An article; owned by the reader, which frees what is left in it. report has what was
     * removed. */
    plx_status (*on_article)(void *ctx, plx_article *a, const plx_extract_report *report,
                             plx_error *err);
    plx_status (*on_failure)(void *ctx, const char *where, const plx_error *why); /* may be NULL */
    void *ctx;
} plx_article_sink;

/**
 * Read every article under a path.
 *
 * @return as plx_read_items(); PLX_ERR_INVALID for bad options
 */
plx_status plx_read(const char *path, const plx_reader_options *opt, const plx_article_sink *sink,
                    plx_error *err);

/** The same with a converter (convert.h) made before: for many paths. */
plx_status plx_read_with(const char *path, const struct plx_converter *converter,
                         const plx_article_sink *sink, plx_error *err);

#endif
