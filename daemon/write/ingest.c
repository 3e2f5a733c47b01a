#include "daemon/write/ingest.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "daemon/answer.h"

/* Bytes of a batch: what comes after them waits for the next one. */
#define BATCH_BYTES (16u << 20)
/* Others look every 50 ms whether the index is free (owner.c): so long it is left to them. */
#define TURN_S 0.06
/* How long the lock is waited for before impatient jobs are answered, and at a time then. */
#define IMPATIENT_S 0.25
#define PATIENT_S   0.5
/* How often labels that are not shown yet are tried again. */
#define AGAIN_S 1.0

typedef struct queue {
    plx_ingest_job *first, **end;
    unsigned count;
} queue;

struct plx_ingest {
    plx_ingest_options opt;
    plx_ingest_writer writer;
    pthread_t thread;
    double released_s; /* when the index was left to others */
    bool owes_labels;  /* some that were answered are not shown yet */

    pthread_mutex_t lock; /* of all below */
    pthread_cond_t is_given;
    queue waiting;
    bool is_ending;
    double end_s; /* from then on what waits is refused */
};

/* ------------------------------------------------------------------ queues */

static void put(queue *q, plx_ingest_job *job)
{
    job->next = NULL;
    *q->end = job;
    q->end = &job->next;
    q->count++;
}

static plx_ingest_job *take(queue *q)
{
    plx_ingest_job *job = q->first;

    if (!job)
        return NULL;
    q->first = job->next;
    q->count--;
    if (!q->first)
        q->end = &q->first;
    return job;
}

static void init_queue(queue *q)
{
    *q = (queue){ .end = &q->first };
}

/* Move the impatient jobs of a queue to another one. */
static void take_impatient(queue *from, queue *to)
{
    queue patient;
    plx_ingest_job *job;

    init_queue(&patient);
    while ((job = take(from)) != NULL)
        put(job->kind->is_patient ? &patient : to, job);
    while ((job = take(&patient)) != NULL)
        put(from, job);
}

/* --------------------------------------------------------------- answering */

void plx_ingest_refuse(plx_reply *reply, const plx_ingest_outcome *out)
{
    const char *remedy = strstr(out->why.msg, ": wait for it"); /* that of the command line */
    int n = (int)(remedy ? (size_t)(remedy - out->why.msg) : strlen(out->why.msg));

    switch (out->status) {
    case PLX_ERR_LOCKED:
        plx_problem_set(&reply->problem, 503, "locked", NULL, "%.*s", n, out->why.msg);
        plx_problem_hint(&reply->problem, "nothing of this was written; send it again");
        break;
    case PLX_ERR_STOPPED:
        plx_problem_set(&reply->problem, 503, "stopping", NULL, "the daemon is ending");
        plx_problem_hint(&reply->problem, "nothing of this was written; send it again");
        break;
    default:
        plx_problem_set(&reply->problem, 503, "index", NULL, "the index cannot be written now");
        plx_problem_hint(&reply->problem, "the log of the daemon has the cause under this id");
        reply->cause = out->why;
    }
}

static void answer(plx_ingest_job *job, const plx_ingest_outcome *out)
{
    const plx_later later = job->later;
    plx_error err = { 0 };
    plx_status rc = job->kind->answer(job, out, &err);

    plx_answer_finish(job->request, job->reply, rc, &err);
    job->kind->free(job);
    later.send(later.exchange);
}

static void answer_all(plx_ingest *in, queue *q, const plx_ingest_outcome *out)
{
    plx_ingest_job *job;

    while ((job = take(q)) != NULL) {
        in->owes_labels |= out->status != PLX_OK && !job->kind->is_patient;
        answer(job, out);
    }
}

/* Those of the batch, and those that wait behind it, that need not wait for another writer. */
static void answer_impatient(plx_ingest *in, queue *batch, const plx_error *why)
{
    const plx_ingest_outcome out = { .status = why->code, .why = *why, .version = "" };
    queue impatient;

    init_queue(&impatient);
    take_impatient(batch, &impatient);
    pthread_mutex_lock(&in->lock);
    take_impatient(&in->waiting, &impatient);
    pthread_mutex_unlock(&in->lock);
    answer_all(in, &impatient, &out);
}

/* ----------------------------------------------------------------- writing */

static bool is_out_of_time(plx_ingest *in)
{
    bool is_out;

    pthread_mutex_lock(&in->lock);
    is_out = in->is_ending && plx_clock_seconds() >= in->end_s;
    pthread_mutex_unlock(&in->lock);
    return is_out;
}

static void sleep_s(double s)
{
    const struct timespec ts = { .tv_sec = (time_t)s,
                                 .tv_nsec = (long)((s - (double)(time_t)s) * 1e9) };

    if (s > 0)
        nanosleep(&ts, NULL);
}

/* Become the writer, after whoever is it. */
static plx_status open_index(plx_ingest *in, queue *batch, plx_error *err)
{
    double end = plx_clock_seconds() + in->opt.limits->write_wait_s;
    plx_status rc;

    sleep_s(in->released_s + TURN_S - plx_clock_seconds());
    rc = plx_ingest_writer_open(&in->writer, batch->first ? IMPATIENT_S : 0, err);
    while (rc == PLX_ERR_LOCKED) {
        answer_impatient(in, batch, err);
        if (!batch->first || plx_clock_seconds() >= end || is_out_of_time(in))
            return rc;
        rc = plx_ingest_writer_open(&in->writer, PATIENT_S, err);
    }
    return rc;
}

static plx_status write_all(plx_ingest *in, const queue *batch, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (plx_ingest_job *job = batch->first; !rc && job; job = job->next)
        if (job->kind->write)
            rc = job->kind->write(job, &in->writer, err);
    return rc ? rc : plx_ingest_writer_commit(&in->writer, err);
}

static void write_batch(plx_ingest *in, queue *batch)
{
    plx_ingest_outcome out = { .version = "" };

    out.status = open_index(in, batch, &out.why);
    if (!out.status) {
        out.status = write_all(in, batch, &out.why);
        plx_ingest_writer_close(&in->writer);
        in->released_s = plx_clock_seconds();
        in->owes_labels &= out.status != PLX_OK;
    }
    if (!out.status)
        out.version = plx_ingest_writer_version(&in->writer);
    answer_all(in, batch, &out);
}

static void refuse_batch(plx_ingest *in, queue *batch)
{
    plx_ingest_outcome out = { .version = "" };

    out.status = plx_fail(&out.why, PLX_ERR_STOPPED, "the daemon is ending");
    answer_all(in, batch, &out);
}

/* ------------------------------------------------------------------ thread */

/* Wait until a job comes, the end, or the time to try labels again. With the lock held. */
static void wait_for_job(plx_ingest *in)
{
    struct timespec until;

    if (!in->owes_labels) {
        pthread_cond_wait(&in->is_given, &in->lock);
        return;
    }
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)AGAIN_S;
    pthread_cond_timedwait(&in->is_given, &in->lock, &until);
}

/* What is next to be written; false: nothing ever more. An empty batch is for the labels. */
static bool take_batch(plx_ingest *in, queue *batch)
{
    size_t bytes = 0;
    bool goes_on;

    init_queue(batch);
    pthread_mutex_lock(&in->lock);
    if (!in->waiting.first && !in->is_ending)
        wait_for_job(in);
    while (in->waiting.first &&
           (!batch->first || bytes + in->waiting.first->bytes <= BATCH_BYTES)) {
        plx_ingest_job *job = take(&in->waiting);

        bytes += job->bytes;
        put(batch, job);
    }
    goes_on = batch->first || !in->is_ending;
    pthread_mutex_unlock(&in->lock);
    return goes_on;
}

static void *run(void *ctx)
{
    plx_ingest *in = ctx;
    queue batch;

    while (take_batch(in, &batch)) {
        if (!batch.first && !in->owes_labels)
            continue;
        if (is_out_of_time(in))
            refuse_batch(in, &batch);
        else
            write_batch(in, &batch);
    }
    return NULL;
}

/* -------------------------------------------------------------- life cycle */

static void init_locks(plx_ingest *in)
{
    pthread_condattr_t attr;

    pthread_mutex_init(&in->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&in->is_given, &attr);
    pthread_condattr_destroy(&attr);
}

static void release(plx_ingest *in)
{
    plx_ingest_writer_release(&in->writer);
    pthread_cond_destroy(&in->is_given);
    pthread_mutex_destroy(&in->lock);
    free(in);
}

/* Signals are for the thread that serves. */
static int start_thread(plx_ingest *in)
{
    sigset_t all, before;
    int failed;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&in->thread, NULL, run, in);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

plx_status plx_ingest_new(const plx_ingest_options *opt, plx_ingest **out, plx_error *err)
{
    plx_ingest *in = calloc(1, sizeof *in);

    *out = NULL;
    if (!in)
        return plx_fail(err, PLX_ERR_NOMEM, "daemon: out of memory");
    in->opt = *opt;
    in->writer.index_dir = opt->index_dir;
    in->writer.labels_path = opt->labels_path;
    init_queue(&in->waiting);
    init_locks(in);
    if (start_thread(in) != 0) {
        release(in);
        return plx_fail(err, PLX_ERR_IO, "daemon: cannot start the thread that writes");
    }
    *out = in;
    return PLX_OK;
}

void plx_ingest_free(plx_ingest *in)
{
    if (!in)
        return;
    pthread_mutex_lock(&in->lock);
    in->is_ending = true;
    in->end_s = plx_clock_seconds() + in->opt.limits->drain_s;
    pthread_cond_signal(&in->is_given);
    pthread_mutex_unlock(&in->lock);
    pthread_join(in->thread, NULL);
    release(in);
}

/* ------------------------------------------------------------------ giving */

bool plx_ingest_give(plx_ingest *in, plx_context *c, plx_ingest_job *job)
{
    bool has_room;

    job->reply = c->reply;
    job->request = c->request;
    job->later = c->later;
    c->is_later = true; /* before the thread may answer */
    pthread_mutex_lock(&in->lock);
    has_room = in->waiting.count < in->opt.limits->writing && !in->is_ending;
    if (has_room) {
        put(&in->waiting, job);
        pthread_cond_signal(&in->is_given);
    }
    pthread_mutex_unlock(&in->lock);
    if (has_room)
        return true;
    c->is_later = false;
    plx_problem_set(&c->reply->problem, 503, "busy", NULL, "%u requests wait to be written already",
                    in->opt.limits->writing);
    plx_problem_hint(&c->reply->problem, "try again in a moment");
    return false;
}

unsigned plx_ingest_waiting(plx_ingest *in)
{
    unsigned n;

    pthread_mutex_lock(&in->lock);
    n = in->waiting.count;
    pthread_mutex_unlock(&in->lock);
    return n;
}
