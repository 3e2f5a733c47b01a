#include "indexer/job.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Of a record in memory, whose size is not known, and of each job beside its bytes. */
#define RECORD_BYTES   16384
#define OVERHEAD_BYTES 1024

plx_status plx_job_new(plx_job_kind kind, const char *place, plx_job **out, plx_error *err)
{
    plx_job *job = calloc(1, sizeof *job);

    *out = NULL;
    if (job) {
        job->kind = kind;
        plx_extract_report_init(&job->report);
        job->place = place ? strdup(place) : NULL;
    }
    if (!job || (place && !job->place)) {
        plx_job_free(job);
        return plx_fail(err, PLX_ERR_NOMEM, "index: out of memory");
    }
    *out = job;
    return PLX_OK;
}

void plx_job_free(plx_job *job)
{
    if (!job)
        return;
    plx_item_free(job->item);
    plx_prepared_free(job->prepared);
    plx_extract_report_release(&job->report);
    free(job->visit.path);
    free(job->place);
    free(job->reason);
    free(job->raw_text);
    free(job);
}

size_t plx_job_weight(const plx_job *job)
{
    return OVERHEAD_BYTES + job->item_bytes + (job->item && job->item->record ? RECORD_BYTES : 0);
}

static double seconds_of(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double plx_thread_seconds(void)
{
    return seconds_of(CLOCK_THREAD_CPUTIME_ID);
}

double plx_process_seconds(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}
