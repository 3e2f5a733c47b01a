#include "indexer/queue.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

struct place {
    void *job;
    size_t bytes;
    bool needs_work, is_finished;
};

/* Places of jobs count up for ever; a job is in the ring at its place modulo the size. Oldest,
 * unclaimed and next only go up: oldest <= unclaimed <= next <= oldest + size. */
struct plx_queue {
    pthread_mutex_t lock;
    pthread_cond_t has_room, has_work, has_result, is_at_rest;
    size_t oldest, unclaimed, next;
    size_t bytes, bytes_max;
    size_t taken_bytes; /* of the job that was taken last: still in use */
    size_t working;     /* jobs claimed and not finished */
    bool is_ended, is_stopped, is_held;
    size_t size;
    struct place ring[];
};

static struct place *at(plx_queue *q, size_t place)
{
    return &q->ring[place % q->size];
}

plx_status plx_queue_new(size_t jobs, size_t bytes, plx_queue **out, plx_error *err)
{
    plx_queue *q = calloc(1, sizeof *q + jobs * sizeof q->ring[0]);
    pthread_condattr_t clock;

    *out = NULL;
    if (!q)
        return plx_fail(err, PLX_ERR_NOMEM, "queue: out of memory");
    q->size = jobs;
    q->bytes_max = bytes;
    pthread_mutex_init(&q->lock, NULL); /* none of these can fail on Linux */
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&q->has_room, NULL);
    pthread_cond_init(&q->has_work, NULL);
    pthread_cond_init(&q->is_at_rest, NULL);
    pthread_cond_init(&q->has_result, &clock);
    pthread_condattr_destroy(&clock);
    *out = q;
    return PLX_OK;
}

void plx_queue_free(plx_queue *q)
{
    if (!q)
        return;
    pthread_cond_destroy(&q->has_room);
    pthread_cond_destroy(&q->has_work);
    pthread_cond_destroy(&q->is_at_rest);
    pthread_cond_destroy(&q->has_result);
    pthread_mutex_destroy(&q->lock);
    free(q);
}

static bool has_room(const plx_queue *q, size_t bytes)
{
    if (q->next - q->oldest == q->size)
        return false;
    return q->bytes == 0 || q->bytes + bytes <= q->bytes_max;
}

bool plx_queue_push(plx_queue *q, void *job, size_t bytes, bool needs_work)
{
    bool is_pushed;

    pthread_mutex_lock(&q->lock);
    while (!q->is_stopped && !has_room(q, bytes))
        pthread_cond_wait(&q->has_room, &q->lock);
    is_pushed = !q->is_stopped;
    if (is_pushed) {
        *at(q, q->next++) = (struct place){ job, bytes, needs_work, !needs_work };
        q->bytes += bytes;
        pthread_cond_signal(needs_work ? &q->has_work : &q->has_result);
    }
    pthread_mutex_unlock(&q->lock);
    return is_pushed;
}

void plx_queue_end(plx_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->is_ended = true;
    pthread_cond_broadcast(&q->has_work);
    pthread_cond_signal(&q->has_result);
    pthread_mutex_unlock(&q->lock);
}

void plx_queue_stop(plx_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->is_stopped = true;
    pthread_cond_signal(&q->has_room);
    pthread_cond_broadcast(&q->has_work);
    pthread_cond_signal(&q->has_result);
    pthread_mutex_unlock(&q->lock);
}

/* Is there a job to work on? Jobs without work are passed over. */
static bool find_work(plx_queue *q)
{
    if (q->unclaimed < q->oldest)
        q->unclaimed = q->oldest;
    while (q->unclaimed < q->next && !at(q, q->unclaimed)->needs_work)
        q->unclaimed++;
    return q->unclaimed < q->next;
}

void *plx_queue_claim(plx_queue *q, size_t *place)
{
    void *job = NULL;

    pthread_mutex_lock(&q->lock);
    while (!q->is_stopped && (q->is_held || (!find_work(q) && !q->is_ended)))
        pthread_cond_wait(&q->has_work, &q->lock);
    if (!q->is_stopped && find_work(q)) {
        *place = q->unclaimed++;
        job = at(q, *place)->job;
        q->working++;
    }
    pthread_mutex_unlock(&q->lock);
    return job;
}

void plx_queue_finish(plx_queue *q, size_t place)
{
    pthread_mutex_lock(&q->lock);
    at(q, place)->is_finished = true;
    if (--q->working == 0)
        pthread_cond_signal(&q->is_at_rest);
    if (place == q->oldest)
        pthread_cond_signal(&q->has_result);
    pthread_mutex_unlock(&q->lock);
}

void plx_queue_rest(plx_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->is_held = true;
    while (q->working)
        pthread_cond_wait(&q->is_at_rest, &q->lock);
    pthread_mutex_unlock(&q->lock);
}

void plx_queue_resume(plx_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->is_held = false;
    pthread_cond_broadcast(&q->has_work);
    pthread_mutex_unlock(&q->lock);
}

static struct timespec from_now(double seconds)
{
    struct timespec t;
    long ns = (long)((seconds - (double)(long)seconds) * 1e9);

    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += (time_t)seconds;
    t.tv_nsec += ns;
    if (t.tv_nsec >= 1000000000L) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000L;
    }
    return t;
}

static bool has_result(plx_queue *q)
{
    return q->oldest < q->next && at(q, q->oldest)->is_finished;
}

static bool is_over(const plx_queue *q)
{
    return q->is_stopped || (q->is_ended && q->oldest == q->next);
}

plx_queue_event plx_queue_take(plx_queue *q, double wait_s, void **job)
{
    struct timespec until = from_now(wait_s);
    plx_queue_event event = PLX_QUEUE_WAITING;
    int timed_out = 0;

    *job = NULL;
    pthread_mutex_lock(&q->lock);
    q->bytes -= q->taken_bytes;
    q->taken_bytes = 0;
    pthread_cond_signal(&q->has_room);
    while (!has_result(q) && !is_over(q) && !timed_out)
        timed_out = pthread_cond_timedwait(&q->has_result, &q->lock, &until);
    if (is_over(q)) {
        event = PLX_QUEUE_ENDED;
    } else if (has_result(q)) {
        *job = at(q, q->oldest)->job;
        q->taken_bytes = at(q, q->oldest)->bytes;
        q->oldest++;
        event = PLX_QUEUE_JOB;
        pthread_cond_signal(&q->has_room);
    }
    pthread_mutex_unlock(&q->lock);
    return event;
}

void *plx_queue_drain(plx_queue *q)
{
    return q->oldest < q->next ? at(q, q->oldest++)->job : NULL;
}
