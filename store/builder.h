/* store/builder.h - a store that builds the next generation beside the present one
 *
 * The engine's own writer spends nearly all its time in an in-memory tree of maps. This one
 * inverts documents in runs of some thousand (run.h), merges the runs and the tables of the base
 * once, in key order, and writes each table front to back (table.h): a fraction of the time and
 * two thirds of the space. The result is an ordinary database of the engine, which every program of
 * it opens and updates.
 *
 * Documents in, a finished generation out: the calls that change a writer (plx_store_put, _delete,
 * _set_value, _spelling_add, _set_metadata), those that read what is changed (plx_store_find,
 * _get_data, _get_value, _get_metadata, _each_value; of _get_info the number of documents and the
 * last docid), and plx_store_commit(), which writes the folder `to` and makes the store a reader of
 * it. Matching, lists of postings and terms, columns and rollback are
 * PLX_ERR_INVALID.
 *
 * What is written depends on the documents, their order and the base alone; neither on threads nor
 * on where runs end: two builds differ in the UUID only. Statistics are exact (the engine's own
 * bounds stay wide when documents go). Memory: the runs, up to a limit; about 600 bytes for each
 * document put; counts of words, and all metadata that was set. Where the engine's table of
 * synonyms is in use, it is copied.
 *
 * plx_store_find() and _delete() know documents that were put by their ids only, and those of the
 * base by any term; an id is a term of one document.
 *
 * Formats and their sources: generation.h, table.h, version_file.h, position_code.h, spelling.h;
 * what happens until the commit: batch.h, run.h.
 */
#ifndef PLX_STORE_BUILDER_H
#define PLX_STORE_BUILDER_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Zeroed: the defaults. */
typedef struct plx_build_options {
    unsigned jobs;     /* threads that invert runs beside the calling one; 0: 1 */
    size_t memory;     /* bytes of runs after which they move to a file beside `to`; 0: 96 MiB */
    uint32_t run_docs; /* documents of a run; 0: 1024 */
    /* Called by plx_store_commit() now and then, in the calling thread, at the end with done =
     * total; postings, estimated. May be NULL. */
    void (*progress)(void *ctx, uint64_t done, uint64_t total);
    void *ctx;
} plx_build_options;

/**
 * Open a store that builds.
 *
 * @param base  a database, as in plx_store_open(), that nobody writes to as long as the store is
 * open; NULL: from nothing
 * @param to    folder to be made by the commit. On error, and without a commit, nothing is left
 * there
 * @param opt   NULL: the defaults; copied
 * @return PLX_OK; PLX_ERR_EXISTS if `to` is there; PLX_ERR_VERSION if the base is of a format other
 * than the one that is written here: use the ordinary writer; else as plx_store_open()
 */
plx_status plx_store_open_builder(const char *base, const char *to, const plx_build_options *opt,
                                  plx_store **out, plx_error *err);

#ifdef __cplusplus
}
#endif

#endif
