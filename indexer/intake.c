#include "indexer/intake.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/hash.h"
#include "collection/labels.h"

#define COMMIT_SECONDS   5.0
#define PROGRESS_SECONDS 0.1
/* Most seconds between the writing of generations, unless the last took longer than so many parts
 * of it. */
#define BUILD_SECONDS 60.0
#define BUILD_TIMES   10.0
/* Fewer articles than that in a second are so few that they may as well be visible soon. */
#define TRICKLE_ARTICLES 50
#define TRICKLE_SECONDS  1.0
/* The engine holds the postings of so many articles in memory (plx_store_process_init()), fifty
 * times the bytes of a text with ever new words: with so much text it is made to write them. */
#define HELD_ARTICLES 150
#define HELD_BYTES    (4u << 20)

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "index: out of memory");
}

/* ------------------------------------------------------------------ docids */

static plx_status add_docid(plx_docid_set *set, uint32_t docid, plx_error *err)
{
    size_t at = docid / 8;

    if (at >= set->bytes) {
        size_t bytes = at + at / 2 + 1024;
        unsigned char *grown = realloc(set->bits, bytes);

        if (!grown)
            return no_memory(err);
        memset(grown + set->bytes, 0, bytes - set->bytes);
        set->bits = grown;
        set->bytes = bytes;
    }
    set->bits[at] |= (unsigned char)(1u << docid % 8);
    return PLX_OK;
}

bool plx_docid_set_has(const plx_docid_set *set, uint32_t docid)
{
    return docid / 8 < set->bytes && set->bits[docid / 8] & 1u << docid % 8;
}

void plx_docid_set_release(plx_docid_set *set)
{
    free(set->bits);
    *set = (plx_docid_set){ 0 };
}

void plx_intake_release(plx_intake *in)
{
    plx_docid_set_release(&in->met);
    plx_strbuf_release(&in->labels);
    free(in->path);
    free(in->labels_path);
    in->path = in->labels_path = NULL;
}

/* ------------------------------------------------------ progress and commits */

static plx_status show_progress(plx_intake *in, plx_error *err)
{
    double now = plx_clock_seconds();

    if (!in->opt->progress || now - in->shown < PROGRESS_SECONDS)
        return PLX_OK;
    in->shown = now;
    in->sum->seconds = in->seconds_before + now - in->started;
    if (in->opt->progress(in->opt->ctx, in->sum, in->path ? in->path : ""))
        return plx_fail(err, PLX_ERR_STOPPED, "stopped");
    return PLX_OK;
}

void plx_intake_writing(void *ctx, uint64_t done, uint64_t total)
{
    plx_intake *in = ctx;

    in->sum->writing = (plx_index_writing){ done, total };
    (void)show_progress(in, NULL); /* who wants to stop is heard when it is done */
}

/* Labels that articles brought come first, in one go, for the commit folds them in. The manifest
 * follows: what it names is in the index. A generation is written by threads of its own, while all
 * others rest. */
static plx_status commit(plx_intake *in, plx_status (*how)(plx_writer *w, plx_error *err),
                         plx_error *err)
{
    bool is_building = plx_writer_writing(in->writer)->is_building;
    double before = is_building ? plx_process_seconds() : plx_thread_seconds();
    plx_status rc = plx_labels_append_lines(in->labels_path, &in->labels, err);

    if (!rc)
        plx_strbuf_reset(&in->labels);
    if (!rc)
        rc = how(in->writer, err);
    if (!rc)
        rc = plx_files_save(in->files, err);
    in->committed = plx_clock_seconds();
    in->sum->writing = (plx_index_writing){ 0, 0 };
    in->sum->cpu.commit += (is_building ? plx_process_seconds() : plx_thread_seconds()) - before;
    return rc;
}

plx_status plx_intake_commit(plx_intake *in, plx_error *err)
{
    return commit(in, plx_writer_commit, err);
}

plx_status plx_intake_finish(plx_intake *in, plx_error *err)
{
    plx_status rc = in->learning
                        ? plx_learning_revise(in->learning, in->writer, &in->sum->cleaned, err)
                        : PLX_OK;

    if (!rc)
        rc = plx_intake_commit(in, err);
    return !rc && in->learning ? plx_learning_save(in->learning, err) : rc;
}

static plx_status at_rest(plx_intake *in, plx_status (*what)(plx_intake *in, plx_error *err),
                          plx_error *err)
{
    plx_status rc;

    plx_queue_rest(in->queue);
    rc = what(in, err);
    plx_queue_resume(in->queue);
    return rc;
}

static plx_status take_words(plx_intake *in, plx_error *err)
{
    double before = plx_thread_seconds();
    plx_status rc = plx_writer_take_words(in->writer, err);

    in->sum->cpu.commit += plx_thread_seconds() - before;
    return rc;
}

static double commit_seconds(const plx_intake *in)
{
    return in->opt->commit_s > 0 ? in->opt->commit_s : COMMIT_SECONDS;
}

/* Did articles only trickle in for as long as commits are apart? Each second is looked at. */
static bool is_trickle(plx_intake *in, double now)
{
    if (now - in->looked >= TRICKLE_SECONDS) {
        if (in->arrived >= TRICKLE_ARTICLES)
            in->busy = now;
        in->looked = now;
        in->arrived = 0;
    }
    return now - (in->busy > in->committed ? in->busy : in->committed) >= commit_seconds(in);
}

/* Nothing is visible before a generation is written. It is, where nobody would gain by waiting:
 * hardly anything comes any more, or enough came for the writing to be a small part of the time.
 * Who names a time between commits gets it. */
static bool is_build_due(plx_intake *in)
{
    double now = plx_clock_seconds(), since = now - in->committed;
    double share = BUILD_TIMES * plx_writer_writing(in->writer)->last_s;

    if (in->opt->commit_s > 0)
        return since >= in->opt->commit_s;
    return is_trickle(in, now) || since >= (share > BUILD_SECONDS ? share : BUILD_SECONDS);
}

static plx_status build_now_and_then(plx_intake *in, plx_error *err)
{
    if (is_build_due(in))
        return at_rest(in, plx_intake_commit, err);
    return plx_writer_wants_words(in->writer) ? at_rest(in, take_words, err) : PLX_OK;
}

static plx_status commit_now_and_then(plx_intake *in, plx_error *err)
{
    if (plx_writer_writing(in->writer)->is_building)
        return build_now_and_then(in, err);
    if (in->held_bytes < HELD_BYTES && plx_clock_seconds() - in->committed < commit_seconds(in))
        return PLX_OK;
    in->held_bytes = in->held_articles = 0;
    return plx_writer_wants_words(in->writer) ? at_rest(in, plx_intake_commit, err)
                                              : commit(in, plx_writer_checkpoint, err);
}

plx_status plx_intake_wait(plx_intake *in, plx_error *err)
{
    plx_status rc = commit_now_and_then(in, err);

    return rc ? rc : show_progress(in, err);
}

/* --------------------------------------------------------------- articles */

/* The label an article brought becomes a vote of the coder named for the run. */
static plx_status keep_input_label(plx_intake *in, const plx_article *a, plx_error *err)
{
    const plx_model *model = in->opt->writer.model;
    plx_date now = { (int64_t)time(NULL), PLX_DATE_TIME, true };
    char when[PLX_DATE_BYTES], digest[PLX_DIGEST_HEX + 1];
    plx_label vote = { .id = a->id,
                       .label = a->label,
                       .coder = in->opt->labels_from_input,
                       .time = when,
                       .how = PLX_HOW_IMPORT,
                       .digest = digest,
                       .model = model ? plx_model_name(model) : NULL,
                       .target = model ? plx_model_target(model) : "" };

    if (in->sum->is_dry)
        return PLX_OK;
    plx_date_format(&now, when);
    plx_digest_hex(a->text ? a->text : "", a->text ? strlen(a->text) : 0, digest);
    return plx_label_print(&vote, &in->labels, err);
}

static plx_status put(plx_intake *in, plx_prepared *p, plx_put_outcome *out, plx_error *err)
{
    const plx_put_options opt = { .file = in->file,
                                  .is_gone = plx_files_is_gone,
                                  .ctx = in->files };
    const plx_article *a = &p->article;
    plx_status rc = plx_writer_put(in->writer, p, &opt, out, err);

    if (!rc && in->opt->labels_from_input && a->label && out->result != PLX_PUT_UNCHANGED)
        rc = keep_input_label(in, a, err);
    if (!rc && in->keeps_met && out->docid)
        rc = add_docid(&in->met, out->docid, err);
    return rc;
}

static void count_held(plx_intake *in, const plx_article *a, const plx_put_outcome *out)
{
    if (out->result == PLX_PUT_UNCHANGED || !a->text)
        return;
    if (in->held_articles++ == HELD_ARTICLES)
        in->held_bytes = in->held_articles = 0;
    in->held_bytes += strlen(a->text);
}

static void count(plx_index_summary *sum, const plx_put_outcome *out)
{
    uint64_t *const counter[PLX_PUT_RESULTS] = { [PLX_PUT_ADDED] = &sum->added,
                                                 [PLX_PUT_UPDATED] = &sum->updated,
                                                 [PLX_PUT_UNCHANGED] = &sum->unchanged };

    ++*counter[out->result];
    sum->copies += out->is_copy;
    sum->stale_labels += out->is_stale;
}

static bool is_fault_of_article(plx_status rc)
{
    return rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT;
}

/* What could not be converted or put is a failure of this article, or the end of the run. */
static plx_status refuse(plx_intake *in, const plx_job *job, plx_status rc, plx_error *why,
                         plx_error *err)
{
    const char *origin = job->prepared ? job->prepared->article.origin : NULL;

    if (!is_fault_of_article(rc))
        return plx_fail(err, rc, "%s", why->msg);
    in->item_failed = true;
    if (origin)
        plx_fail_prefix(why, rc, "%s", origin);
    return plx_summary_fail(in->sum,
                            origin     ? origin
                            : in->path ? in->path
                                       : "article",
                            why->msg, err);
}

static plx_status take_item(plx_intake *in, plx_job *job, plx_error *err)
{
    double before = plx_thread_seconds(), took;
    plx_error why = job->why;
    plx_put_outcome out = { 0 };
    plx_status rc = job->status;

    in->sum->item_bytes += job->item_bytes;
    if (!rc && in->learning)
        rc = plx_learning_clean_late(in->learning, job, &why);
    if (!rc)
        rc = put(in, job->prepared, &out, &why);
    if (!rc && in->learning)
        rc = plx_learning_learn(in->learning, job, &out, &why);
    took = plx_thread_seconds() - before;
    in->sum->cpu.put += took;
    if (rc)
        return refuse(in, job, rc, &why, err);
    in->articles++;
    in->arrived++;
    count(in->sum, &out);
    count_held(in, &job->prepared->article, &out);
    rc = plx_summary_article(in->sum, &job->prepared->article, &job->report, err);
    if (!rc)
        rc = plx_summary_took(in->sum, job->prepared->article.origin, job->cpu_s + took, err);
    return rc;
}

/* ------------------------------------------------------------------ files */

static plx_status take_file(plx_intake *in, plx_job *job, plx_error *err)
{
    (void)err;
    free(in->path);
    in->path = job->place;
    job->place = NULL;
    in->file = job->visit.file;
    in->item_failed = false;
    in->articles = 0;
    in->sum->files++;
    in->sum->item_bytes = 0;
    in->sum->files_skipped += job->visit.fate == PLX_FILE_SKIPPED;
    in->sum->files_moved += job->visit.fate == PLX_FILE_MOVED;
    if (job->visit.fate != PLX_FILE_READ && job->size > 0) {
        in->sum->file_bytes += (uint64_t)job->size;
        in->sum->skipped_bytes += (uint64_t)job->size;
    }
    return PLX_OK;
}

static plx_status take_file_done(plx_intake *in, plx_job *job, plx_error *err)
{
    plx_manifest_entry e = { .file = job->visit.file,
                             .path = job->visit.path,
                             .size = job->size,
                             .mtime_ns = job->visit.mtime_ns,
                             .failed = job->failed || in->item_failed,
                             .articles = in->articles };

    in->sum->item_bytes = 0;
    in->sum->left_out += job->left_out;
    in->file = 0;
    if (job->size < 0)
        return PLX_OK;
    in->sum->files_failed += e.failed;
    in->sum->file_bytes += (uint64_t)job->size;
    memcpy(e.digest, job->digest, sizeof e.digest);
    return plx_files_note(in->files, &e, err);
}

static plx_status take_failure(plx_intake *in, plx_job *job, plx_error *err)
{
    return plx_summary_fail(in->sum, job->place, job->reason, err);
}

plx_status plx_intake_take(plx_intake *in, plx_job *job, plx_error *err)
{
    static plx_status (*const by_kind[PLX_JOB_KINDS])(plx_intake *, plx_job *, plx_error *) = {
        [PLX_JOB_FILE] = take_file,
        [PLX_JOB_ITEM] = take_item,
        [PLX_JOB_FAILURE] = take_failure,
        [PLX_JOB_FILE_DONE] = take_file_done,
    };
    plx_status rc = by_kind[job->kind](in, job, err);

    plx_job_free(job);
    return rc ? rc : plx_intake_wait(in, err);
}
