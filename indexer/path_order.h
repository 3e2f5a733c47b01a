/* indexer/path_order.h - paths of a run in the one order in which they are read
 *
 * An index depends on the order in which articles come: numbers of documents and files, which of
 * two articles with one id stays. So that it does not depend on the order in which a shell, `find`
 * or a list names them, paths are sorted as folders are walked: by the bytes of each name on the
 * way, a folder before what is in it. Standard input ("-") comes last. */
#ifndef PLX_INDEXER_PATH_ORDER_H
#define PLX_INDEXER_PATH_ORDER_H

#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/** Paths, each ended by a NUL. Zeroed but for the text: empty. */
typedef struct plx_path_order {
    plx_strbuf text;
    size_t *at; /* where each begins in the text */
    size_t count, cap;
} plx_path_order;

#define PLX_PATH_ORDER_INIT                                                                        \
    {                                                                                              \
        .text = PLX_STRBUF_INIT                                                                    \
    }

/** Add a path. PLX_ERR_NOMEM. */
plx_status plx_path_order_add(plx_path_order *o, const char *path, plx_error *err);

/** Put them in order; plx_path_order_get() gives them by rank. */
void plx_path_order_sort(plx_path_order *o);

/** The path at a place; borrowed until the next change. */
const char *plx_path_order_get(const plx_path_order *o, size_t i);

/** Bytes of memory that its paths take. */
size_t plx_path_order_bytes(const plx_path_order *o);

/** Make it empty, and keep the memory. */
void plx_path_order_reset(plx_path_order *o);
void plx_path_order_release(plx_path_order *o);

#endif
