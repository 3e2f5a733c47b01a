#include "indexer/learning.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "collection/collection.h"
#include "indexer/repeats.h"

struct plx_learning {
    char *path;
    plx_repeats *repeats;
    plx_repeats_docs crossed; /* to be cleaned at the end */
    size_t saved;             /* lines that the file has */
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "index: out of memory");
}

plx_status plx_learning_open(const char *dir, plx_learning **out, plx_error *err)
{
    plx_learning *l = calloc(1, sizeof *l);
    plx_status rc = PLX_OK;

    *out = NULL;
    if (l) {
        l->path = plx_collection_file(dir, "furniture");
        l->repeats = plx_repeats_new();
    }
    if (!l || !l->path || !l->repeats)
        rc = no_memory(err);
    if (!rc)
        rc = plx_repeats_load(l->repeats, l->path, err);
    if (rc) {
        plx_learning_close(l);
        return rc;
    }
    l->saved = plx_repeats_count(l->repeats);
    *out = l;
    return PLX_OK;
}

void plx_learning_close(plx_learning *l)
{
    if (!l)
        return;
    plx_repeats_docs_release(&l->crossed);
    plx_repeats_free(l->repeats);
    free(l->path);
    free(l);
}

/* --------------------------------------------------------------- cleaning */

static plx_status clean_text(plx_learning *l, plx_article *a, plx_extract_report *report,
                             bool *changed, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    size_t before;
    plx_status rc;

    *changed = false;
    if (!a->text || !a->source)
        return PLX_OK;
    plx_strbuf_puts(&text, a->text);
    before = text.len;
    rc =
        text.failed ? no_memory(err) : plx_repeats_clean(l->repeats, a->source, &text, report, err);
    *changed = !rc && text.len != before;
    if (*changed) {
        free(a->text);
        a->text = plx_strbuf_detach(&text);
    }
    plx_strbuf_release(&text);
    return rc || a->text ? rc : no_memory(err);
}

plx_status plx_learning_clean(plx_learning *l, plx_job *job, plx_error *err)
{
    plx_article *a = &job->prepared->article;
    char *raw = a->text ? strdup(a->text) : NULL;
    bool changed = false;
    plx_status rc;

    if (a->text && !raw)
        return no_memory(err);
    job->known = plx_repeats_count(l->repeats);
    rc = clean_text(l, a, &job->report, &changed, err);
    if (changed)
        job->raw_text = raw;
    else
        free(raw);
    return rc;
}

/* It has to be prepared again, by the put. */
static plx_status note_late(plx_job *job, char *former, plx_error *err)
{
    if (!job->raw_text)
        job->raw_text = strdup(former);
    plx_prepared_outdate(job->prepared, former);
    return job->raw_text ? PLX_OK : no_memory(err);
}

plx_status plx_learning_clean_late(plx_learning *l, plx_job *job, plx_error *err)
{
    plx_article *a = &job->prepared->article;
    size_t known = plx_repeats_count(l->repeats);
    char *former;
    bool changed = false;
    plx_status rc;

    if (!job->may_learn || !job->prepared->is_complete || known == job->known || !a->text)
        return PLX_OK;
    former = strdup(a->text);
    if (!former)
        return no_memory(err);
    rc = clean_text(l, a, &job->report, &changed, err);
    job->known = known;
    if (!rc && changed)
        return note_late(job, former, err);
    free(former);
    return rc;
}

/* --------------------------------------------------------------- learning */

plx_status plx_learning_learn(plx_learning *l, plx_job *job, const plx_put_outcome *put,
                              plx_error *err)
{
    const plx_article *a = &job->prepared->article;
    const plx_repeats_article learned = { .source = a->source,
                                          .text = job->raw_text ? job->raw_text : a->text,
                                          .docid = put->docid,
                                          .known = job->known };

    if (!job->may_learn || put->result == PLX_PUT_UNCHANGED || put->is_copy || !learned.text)
        return PLX_OK;
    return plx_repeats_learn(l->repeats, &learned, &l->crossed, err);
}

static plx_status revise(void *ctx, plx_article *a, bool *changed, plx_error *err)
{
    return clean_text(ctx, a, NULL, changed, err);
}

plx_status plx_learning_revise(plx_learning *l, plx_writer *w, uint64_t *cleaned, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    plx_repeats_docs_sort(&l->crossed);
    for (i = 0; !rc && i < l->crossed.count; i++) {
        bool changed = false;

        rc = plx_writer_revise(w, l->crossed.docid[i], revise, l, &changed, err);
        *cleaned += changed;
    }
    plx_repeats_docs_release(&l->crossed);
    return rc;
}

plx_status plx_learning_save(plx_learning *l, plx_error *err)
{
    size_t n = plx_repeats_count(l->repeats);
    plx_status rc;

    if (n == l->saved)
        return PLX_OK;
    rc = plx_repeats_save(l->repeats, l->path, err);
    if (!rc)
        l->saved = n;
    return rc;
}
