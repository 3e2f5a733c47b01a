/* daemon/worker.h - what one request at a time needs to be answered
 *
 * One snapshot, searcher, analyser and judge each. As many workers as threads, so that
 * taking one never waits for long. The columns and the model are shared. */
#ifndef PLX_DAEMON_WORKER_H
#define PLX_DAEMON_WORKER_H

#include "base/error.h"
#include "classifier/model.h"
#include "collection/snapshot.h"
#include "search/search.h"
#include "text/analyser.h"

typedef struct plx_worker {
    plx_snapshot *snapshot;
    plx_searcher *searcher;
    plx_analyser *analyser;
    plx_tokens title, text;          /* working memory */
    struct plx_worker *next;         /* private: free ones */
    struct plx_shared_model *shared; /* private: what the judge borrows */
    plx_judge *judge;                /* private: see plx_worker_judge() */
} plx_worker;

typedef struct plx_workers plx_workers;

/**
 * Open the index n times.
 *
 * @param model_path  model for verdicts; NULL: the one that judged the index, also when that
 *                    changes. Borrowed for as long as the workers live, like index_dir
 * @return PLX_OK; as plx_snapshot_open(), plx_model_load()
 */
plx_status plx_workers_new(const char *index_dir, const char *model_path, unsigned n,
                           plx_workers **out, plx_error *err);
/** What searches look for besides (plx_searcher_set_aliases()). Before any is taken. */
void plx_workers_set_aliases(plx_workers *ws, plx_aliases *aliases);
/** When none is taken. NULL allowed. */
void plx_workers_free(plx_workers *ws);

/** Take a worker; waits while all are taken. Any thread. */
plx_worker *plx_workers_take(plx_workers *ws);
/** Give it back; it forgets words over a bound. */
void plx_workers_give(plx_workers *ws, plx_worker *w);

/**
 * Move a taken worker to the newest state of the index. Cheap when nothing changed. After an
 * error it has no snapshot, and opens one at the next call.
 */
plx_status plx_worker_refresh(plx_workers *ws, plx_worker *w, plx_error *err);

/**
 * A judge with the model in force, and that model (NULL: the index was not judged); both borrowed
 * until the next call. Loads the model when it is another than before.
 */
plx_status plx_worker_judge(plx_workers *ws, plx_worker *w, plx_judge **judge,
                            const plx_model **model, plx_error *err);

/**
 * The model that judged the worker's state of the index; NULL where that is not at hand: the file
 * is gone, another one was given for verdicts, or nothing was judged. Borrowed as of
 * plx_worker_judge(), which it loads like.
 */
plx_status plx_worker_judged_by(plx_workers *ws, plx_worker *w, const plx_model **model,
                                plx_error *err);

/** Read the model of plx_workers_new() anew, for requests from now on; where that is the index's
 * own, there is nothing to do. After an error the one before stays. Any thread. */
plx_status plx_workers_reload_model(plx_workers *ws, plx_error *err);
/** How often it was read anew. */
unsigned plx_workers_model_number(plx_workers *ws);

#endif
