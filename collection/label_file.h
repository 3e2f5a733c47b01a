/* collection/label_file.h - the file of labels as lines: reading on from where one was, appending
 *
 * Only whole lines count, and a last one without its newline if it is a vote all the same: somebody
 * edited the file, and not every program ends the last line. Any other rest is torn (a crash, a
 * full disk); it was never acknowledged, is passed over, and cut off by the next to append. */
#ifndef PLX_COLLECTION_LABEL_FILE_H
#define PLX_COLLECTION_LABEL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "collection/label_line.h"

/** How far a file was read. Zeroed: not at all. */
typedef struct plx_label_place {
    off_t offset;
    size_t line;  /* the last that was read, from 1 */
    bool is_open; /* that one had no newline yet */
    dev_t device;
    ino_t inode;
} plx_label_place;

/** What is done with what is read. */
typedef struct plx_label_sink {
    /* The file is another, or shorter than it was: all is read anew. */
    void (*on_anew)(void *ctx);
    /* One vote; block, which holds its strings, is the sink's. */
    plx_status (*on_vote)(void *ctx, const plx_label *v, char *block, plx_error *err);
    /* One line that is no vote. */
    void (*on_fault)(void *ctx, size_t line, const plx_error *why);
    void *ctx;
} plx_label_sink;

/**
 * Read what was appended since. A file that is not there has nothing. Memory is bounded: a line
 * over PLX_LABEL_LINE_MAX is a fault and not kept.
 *
 * @return PLX_OK; PLX_ERR_IO; PLX_ERR_NOMEM; what on_vote returned
 */
plx_status plx_label_file_read(const char *path, plx_label_place *place, const plx_label_sink *sink,
                               plx_error *err);

/**
 * Append lines, each with its newline, in one write with one sync. Any number of processes may do
 * so at once.
 *
 * @return PLX_OK; PLX_ERR_IO, and none is kept (after a crash the first ones may be)
 */
plx_status plx_label_file_append(const char *path, const plx_strbuf *lines, plx_error *err);

#endif
