/* daemon/write/ingest.h - the one thread that writes, and the requests that wait for it
 *
 * A handler makes a job of what is to be written and hands it over; the answer comes when it is
 * committed. The thread takes what waits, up to some bytes, as one batch: it becomes the writer of
 * the index, writes, commits, and lets others write before the next one. Readers go on meanwhile.
 *
 * While another process writes, patient jobs wait for it, for limits.write_wait_s; jobs that need
 * not be shown at once (labels, which are in their file already) are answered as not shown, and the
 * thread sees to it that they are shown when the other one is done.
 *
 * An error of the index (a full disk) is that of the whole batch: the last commit stands, and each
 * of its jobs is told. What is wrong with one article is the matter of its job. */
#ifndef PLX_DAEMON_INGEST_H
#define PLX_DAEMON_INGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "daemon/route.h"
#include "daemon/write/ingest_writer.h"

typedef struct plx_ingest plx_ingest;
typedef struct plx_ingest_job plx_ingest_job;

/** What came of the batch of a job. */
typedef struct plx_ingest_outcome {
    plx_status status;   /* PLX_OK: committed; PLX_ERR_LOCKED: another one writes; PLX_ERR_STOPPED:
                            the daemon ends; else an error of the index */
    plx_error why;       /* if it is not PLX_OK */
    const char *version; /* of the state that has it: "gen-2.9"; "" if it is not committed */
} plx_ingest_outcome;

/** What a kind of job does; all in the writer's thread. */
typedef struct plx_ingest_kind {
    /* Change the index. What only this job is at fault for it remembers, and says PLX_OK; an error
     * gives up the batch. NULL: the commit does it all. */
    plx_status (*write)(plx_ingest_job *job, plx_ingest_writer *w, plx_error *err);
    /* Fill job->reply. Called once. An error is answered as such (plx_answer_finish()). */
    plx_status (*answer)(plx_ingest_job *job, const plx_ingest_outcome *out, plx_error *err);
    void (*free)(plx_ingest_job *job);
    bool is_patient; /* waits for another writer of the index */
} plx_ingest_kind;

/** The first member of a job of some kind. */
struct plx_ingest_job {
    const plx_ingest_kind *kind; /* set by who makes it */
    size_t bytes;                /* about, of what is to be written */
    plx_reply *reply;            /* set by plx_ingest_give(), as all below */
    const plx_request *request;
    plx_later later;
    plx_ingest_job *next;
};

/** All needed; borrowed for as long as it lives. */
typedef struct plx_ingest_options {
    const char *index_dir, *labels_path;
    const plx_daemon_limits *limits; /* writing, write_wait_s, drain_s */
} plx_ingest_options;

/** @return PLX_OK; PLX_ERR_NOMEM; PLX_ERR_IO (no thread) */
plx_status plx_ingest_new(const plx_ingest_options *opt, plx_ingest **out, plx_error *err);

/**
 * End: what waits is written or, after limits.drain_s, refused; when this returns all jobs were
 * answered. No job may be given meanwhile, and later.send must still work. NULL allowed.
 */
void plx_ingest_free(plx_ingest *in);

/**
 * Hand over a job, which is the thread's then: it is answered and freed. Any thread. The handler
 * returns PLX_OK next, and touches neither job nor reply any more.
 *
 * @return false: too many wait (the reply has the problem); the job stays the caller's
 */
bool plx_ingest_give(plx_ingest *in, plx_context *c, plx_ingest_job *job);

/** Jobs that wait now. Any thread. */
unsigned plx_ingest_waiting(plx_ingest *in);

/** Put the refusal of a job that was not committed into its reply: 503, and who writes. */
void plx_ingest_refuse(plx_reply *reply, const plx_ingest_outcome *out);

#endif
