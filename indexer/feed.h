/* indexer/feed.h - the reading thread of a run: paths to jobs in a queue */
#ifndef PLX_INDEXER_FEED_H
#define PLX_INDEXER_FEED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "indexer/files.h"
#include "indexer/queue.h"

/** Bytes of names, those of a list among them, that are put in order together (path_order.h): about
 * a million. */
#define PLX_FEED_ORDERED_BYTES ((size_t)64 << 20)

/** What is read; in the order of path_order.h, whatever the order here. */
typedef struct plx_feed_source {
    const char *const *paths; /* files, folders, "-" */
    size_t count;
    const char *list;   /* a file with further paths (file_list.h), NULL: none */
    bool nul_separated; /* names in the list end with NUL */
    bool absent_ok;     /* paths that do not exist are passed over */
} plx_feed_source;

/** One reading: the first members are filled by the caller, the last when the thread has ended. */
typedef struct plx_feed {
    plx_feed_source source;
    plx_queue *queue;
    plx_files *files;

    plx_file_visit visit; /* the file under way */
    plx_status status;    /* why the reading ended early */
    plx_error why;
    double cpu_s;
} plx_feed;

/** The thread: reads all, ends the queue. Takes a plx_feed, returns NULL. */
void *plx_feed_run(void *feed);

#endif
