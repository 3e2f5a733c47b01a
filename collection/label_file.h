/* collection/label_file.h - the file of labels: votes read on from where one was, and appended */
#ifndef PLX_COLLECTION_LABEL_FILE_H
#define PLX_COLLECTION_LABEL_FILE_H

#include "collection/label_line.h"
#include "collection/line_file.h"

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

/** As plx_line_file_read(); also what on_vote returned. */
plx_status plx_label_file_read(const char *path, plx_line_place *place, const plx_label_sink *sink,
                               plx_error *err);

/** As plx_line_file_append(). */
plx_status plx_label_file_append(const char *path, const plx_strbuf *lines, plx_error *err);

#endif
