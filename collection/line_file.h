/* collection/line_file.h - a file that people's decisions are appended to, a line each
 *
 * Labels, tags and saved searches: what follows is read from all lines, nothing is ever changed or
 * removed. Only whole lines count, and a last one without its newline if it passes for one all the
 * same: somebody edited the file, and not every program ends the last line. Any other rest is torn
 * (a crash, a full disk); it was never acknowledged, is passed over, and cut off by the next to
 * append. Any number of processes may append at once. */
#ifndef PLX_COLLECTION_LINE_FILE_H
#define PLX_COLLECTION_LINE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/strbuf.h"

/** A kind of file. */
typedef struct plx_line_file {
    const char *what; /* one line of it, for messages: "label" */
    size_t line_max;  /* bytes of a line, its end not counted */
    /* Is this a line? PLX_OK; PLX_ERR_INVALID and PLX_ERR_LIMIT say it is none. */
    plx_status (*check)(const char *s, size_t n, plx_error *err);
} plx_line_file;

/** How far a file was read. Zeroed: not at all. */
typedef struct plx_line_place {
    off_t offset;
    size_t line;  /* the last that was read, from 1 */
    bool is_open; /* that one had no newline yet */
    dev_t device;
    ino_t inode;
} plx_line_place;

/** What is done with what is read. */
typedef struct plx_line_sink {
    const plx_line_file *file;
    /* The file is another, shorter than it was, or gone: all is read anew. */
    void (*on_anew)(void *ctx);
    /* One line that is not blank, without its end. PLX_ERR_INVALID, PLX_ERR_LIMIT: it is none. */
    plx_status (*on_line)(void *ctx, const char *s, size_t n, plx_error *err);
    /* It was none, or too long. */
    void (*on_fault)(void *ctx, size_t line, const plx_error *why);
    void *ctx;
} plx_line_sink;

/**
 * Read what was appended since. A file that is not there has nothing. Memory is bounded: a line
 * over line_max is a fault and not kept.
 *
 * @return PLX_OK; PLX_ERR_IO; PLX_ERR_NOMEM; what on_line returned
 */
plx_status plx_line_file_read(const char *path, plx_line_place *place, const plx_line_sink *sink,
                              plx_error *err);

/**
 * Append lines, each with its newline, in one write with one sync.
 *
 * @return PLX_OK; PLX_ERR_IO, and none is kept (after a crash the first ones may be)
 */
plx_status plx_line_file_append(const char *path, const plx_line_file *f, const plx_strbuf *lines,
                                plx_error *err);

#endif
