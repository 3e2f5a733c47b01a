/* daemon/pool.h - threads that answer, and the requests that wait for them */
#ifndef PLX_DAEMON_POOL_H
#define PLX_DAEMON_POOL_H

#include <stdbool.h>

#include "base/error.h"

/** Urgent jobs that may wait, beside the others: so few that they starve nobody. */
#define PLX_POOL_URGENT_MAX 16u

typedef struct plx_pool plx_pool;

/** In the object that waits; the pool's while it waits. */
typedef struct plx_pool_job {
    struct plx_pool_job *next;
    double since_s; /* when it was put, by base/clock.h */
} plx_pool_job;

/** All needed. */
typedef struct plx_pool_options {
    unsigned threads;
    unsigned waiting;                             /* jobs that may wait */
    void (*run)(void *ctx, plx_pool_job *job);    /* in a thread of the pool */
    void (*refuse)(void *ctx, plx_pool_job *job); /* the pool ends before its turn came */
    void *ctx;
} plx_pool_options;

/** @return PLX_OK; PLX_ERR_NOMEM; PLX_ERR_IO (no thread) */
plx_status plx_pool_new(const plx_pool_options *opt, plx_pool **out, plx_error *err);
/** Let what runs end, and refuse what waits; what is put from now on is not taken. NULL allowed. */
void plx_pool_end(plx_pool *p);
/** When nobody puts any more; ends it first. NULL allowed. */
void plx_pool_free(plx_pool *p);

/**
 * Let a job wait for its turn. Any thread.
 *
 * @param is_urgent  before all others, however many they are
 * @return false: too many wait
 */
bool plx_pool_put(plx_pool *p, plx_pool_job *job, bool is_urgent);

/** Jobs that wait now. */
unsigned plx_pool_waiting(plx_pool *p);

#endif
