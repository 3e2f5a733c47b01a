#include "indexer/summary.h"

#include <stdlib.h>
#include <string.h>

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "index: out of memory");
}

plx_status plx_summary_fail(plx_index_summary *s, const char *where, const char *reason,
                            plx_error *err)
{
    plx_index_failure *f;

    s->failed++;
    if (s->failure_count == PLX_FAILURES_KEPT)
        return PLX_OK;
    if (!s->failures)
        s->failures = calloc(PLX_FAILURES_KEPT, sizeof *s->failures);
    if (!s->failures)
        return no_memory(err);
    f = &s->failures[s->failure_count];
    f->where = strdup(where);
    f->reason = strdup(reason);
    s->failure_count++; /* counted first: a half-filled one is released, too */
    return f->where && f->reason ? PLX_OK : no_memory(err);
}

static plx_status keep_example(plx_index_summary *s, const plx_article *a,
                               const plx_extract_report *report, plx_error *err)
{
    plx_index_example *e;

    if (!report->lines || s->example_count == PLX_EXAMPLES_KEPT)
        return PLX_OK;
    e = &s->examples[s->example_count++];
    e->origin = strdup(a->origin ? a->origin : "");
    e->title = strdup(a->title ? a->title : "");
    e->removed = strdup(report->removed.s);
    e->lines = report->lines;
    return e->origin && e->title && e->removed ? PLX_OK : no_memory(err);
}

plx_status plx_summary_article(plx_index_summary *s, const plx_article *a,
                               const plx_extract_report *report, plx_error *err)
{
    s->seen++;
    s->with_title += a->title && *a->title;
    s->with_date += a->date.precision != PLX_DATE_NONE;
    s->with_source += a->source && *a->source;
    s->with_author += a->author && *a->author;
    s->text_bytes += a->text ? strlen(a->text) : 0;
    return keep_example(s, a, report, err);
}

plx_status plx_summary_took(plx_index_summary *s, const char *origin, double seconds,
                            plx_error *err)
{
    char *copy;

    if (seconds <= s->slowest_s || !origin)
        return PLX_OK;
    copy = strdup(origin);
    if (!copy)
        return no_memory(err);
    free(s->slowest);
    s->slowest = copy;
    s->slowest_s = seconds;
    return PLX_OK;
}

void plx_index_summary_release(plx_index_summary *s)
{
    size_t i;

    for (i = 0; i < s->failure_count; i++) {
        free(s->failures[i].where);
        free(s->failures[i].reason);
    }
    free(s->failures);
    for (i = 0; i < s->example_count; i++) {
        free(s->examples[i].origin);
        free(s->examples[i].title);
        free(s->examples[i].removed);
    }
    free(s->slowest);
    free(s->label_fault);
    memset(s, 0, sizeof *s);
}
