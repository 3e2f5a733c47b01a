#include "daemon/pool.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"

struct plx_pool {
    plx_pool_options opt;
    pthread_t *threads;
    unsigned count;       /* threads started */
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t is_put;
    plx_pool_job *first, *last;
    unsigned waiting; /* jobs, urgent ones too */
    unsigned urgent;  /* of them, at the front */
    bool is_ending;
};

/* The next job; NULL when the pool ends. */
static plx_pool_job *take(plx_pool *p)
{
    plx_pool_job *job;

    pthread_mutex_lock(&p->lock);
    while (!p->first && !p->is_ending)
        pthread_cond_wait(&p->is_put, &p->lock);
    job = p->is_ending ? NULL : p->first;
    if (job) {
        p->first = job->next;
        p->last = p->first ? p->last : NULL;
        p->waiting--;
        p->urgent -= p->urgent > 0; /* they are in front */
    }
    pthread_mutex_unlock(&p->lock);
    return job;
}

static void *work(void *arg)
{
    plx_pool *p = arg;
    plx_pool_job *job;

    while ((job = take(p)) != NULL)
        p->opt.run(p->opt.ctx, job);
    return NULL;
}

static plx_status start(plx_pool *p, plx_error *err)
{
    p->threads = calloc(p->opt.threads, sizeof *p->threads);
    if (!p->threads)
        return plx_fail(err, PLX_ERR_NOMEM, "daemon: out of memory");
    for (; p->count < p->opt.threads; p->count++)
        if (pthread_create(&p->threads[p->count], NULL, work, p) != 0)
            return plx_fail(err, PLX_ERR_IO, "cannot start thread %u of %u", p->count + 1,
                            p->opt.threads);
    return PLX_OK;
}

plx_status plx_pool_new(const plx_pool_options *opt, plx_pool **out, plx_error *err)
{
    plx_pool *p = calloc(1, sizeof *p);
    plx_status rc;

    *out = NULL;
    if (!p)
        return plx_fail(err, PLX_ERR_NOMEM, "daemon: out of memory");
    p->opt = *opt;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->is_put, NULL);
    rc = start(p, err);
    if (rc)
        plx_pool_free(p);
    else
        *out = p;
    return rc;
}

static void end_threads(plx_pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->is_ending = true;
    pthread_cond_broadcast(&p->is_put);
    pthread_mutex_unlock(&p->lock);
    for (unsigned i = 0; i < p->count; i++)
        pthread_join(p->threads[i], NULL);
    p->count = 0;
}

void plx_pool_end(plx_pool *p)
{
    if (!p)
        return;
    end_threads(p);
    while (p->first) {
        plx_pool_job *job = p->first;
        p->first = job->next;
        p->opt.refuse(p->opt.ctx, job);
    }
    p->last = NULL;
    p->waiting = p->urgent = 0;
}

void plx_pool_free(plx_pool *p)
{
    if (!p)
        return;
    plx_pool_end(p);
    pthread_cond_destroy(&p->is_put);
    pthread_mutex_destroy(&p->lock);
    free(p->threads);
    free(p);
}

static void push_first(plx_pool *p, plx_pool_job *job)
{
    job->next = p->first;
    p->first = job;
    if (!p->last)
        p->last = job;
}

static void push_last(plx_pool *p, plx_pool_job *job)
{
    job->next = NULL;
    *(p->last ? &p->last->next : &p->first) = job;
    p->last = job;
}

bool plx_pool_put(plx_pool *p, plx_pool_job *job, bool is_urgent)
{
    bool is_taken;

    job->since_s = plx_clock_seconds();
    pthread_mutex_lock(&p->lock);
    is_taken = !p->is_ending &&
               (is_urgent ? p->urgent < PLX_POOL_URGENT_MAX : p->waiting < p->opt.waiting);
    if (is_taken) {
        (is_urgent ? push_first : push_last)(p, job);
        p->waiting++;
        p->urgent += is_urgent;
        pthread_cond_signal(&p->is_put);
    }
    pthread_mutex_unlock(&p->lock);
    return is_taken;
}

unsigned plx_pool_waiting(plx_pool *p)
{
    unsigned n;

    pthread_mutex_lock(&p->lock);
    n = p->waiting;
    pthread_mutex_unlock(&p->lock);
    return n;
}
