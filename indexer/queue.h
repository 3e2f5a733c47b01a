/* indexer/queue.h - jobs on their way from one thread through many to one, in order
 *
 * A ring of places. One thread pushes jobs, workers claim and finish those that need work in any
 * order, one thread takes them out in the order in which they were pushed. The number of
 * jobs inside and the bytes they weigh are bounded: who pushes waits. */
#ifndef PLX_INDEXER_QUEUE_H
#define PLX_INDEXER_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef struct plx_queue plx_queue;

/**
 * @param jobs   most inside at a time, from 1
 * @param bytes  most weight inside; a job that is heavier passes alone
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_queue_new(size_t jobs, size_t bytes, plx_queue **out, plx_error *err);
/** When no thread uses it any more. Jobs still inside are the caller's to take out before. */
void plx_queue_free(plx_queue *q);

/**
 * Append a job; waits while the queue is full.
 *
 * @param needs_work  false: it waits only for its turn
 * @return false if the queue was stopped: the job is still the caller's
 */
bool plx_queue_push(plx_queue *q, void *job, size_t bytes, bool needs_work);
/** Nothing will be pushed any more. */
void plx_queue_end(plx_queue *q);

/** For workers: the next job that needs work and its place; NULL when there will be none. */
void *plx_queue_claim(plx_queue *q, size_t *place);
/** The work on a claimed job is done. */
void plx_queue_finish(plx_queue *q, size_t place);

/** Hold the workers back and wait until none is at work. */
void plx_queue_rest(plx_queue *q);
/** Let them go on. */
void plx_queue_resume(plx_queue *q);

/** What plx_queue_take() came to. */
typedef enum plx_queue_event {
    PLX_QUEUE_JOB = 0,
    PLX_QUEUE_WAITING, /* no job within the time */
    PLX_QUEUE_ENDED    /* all were taken, or the queue was stopped */
} plx_queue_event;

/**
 * Take the oldest job out once it is finished. Its weight counts until the next call.
 *
 * @param wait_s  longest wait in seconds
 * @param job     receives it; NULL if there is none
 */
plx_queue_event plx_queue_take(plx_queue *q, double wait_s, void **job);

/**
 * End it before its time: pushing fails, claiming and taking find nothing. Jobs inside stay for
 * plx_queue_drain().
 */
void plx_queue_stop(plx_queue *q);
/** Once the threads have ended: jobs left inside, one a call, then NULL. */
void *plx_queue_drain(plx_queue *q);

#endif
