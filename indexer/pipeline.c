#include "indexer/pipeline.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "collection/collection.h"
#include "collection/crew.h"
#include "indexer/convert.h"
#include "indexer/feed.h"
#include "indexer/intake.h"
#include "indexer/job.h"
#include "indexer/prune.h"
#include "indexer/queue.h"

/* Jobs between reading and putting: for each worker, and beside. */
#define PLACES_OF_WORKER 4
#define PLACES_MORE      16
/* Bytes of records between reading and putting, for each worker and once more. What a worker
 * makes of a text of ever new words takes forty times its size until it is put: a large record
 * passes alone. */
#define BYTES_OF_WORKER (1u << 20)
#define BYTES_MAX       (16u << 20)
/* Longest wait for a job before progress is shown and what is due committed. */
#define WAIT_SECONDS 0.1

typedef struct worker {
    struct run *run;
    plx_preparer *preparer;
    pthread_t thread;
    double convert_s, prepare_s; /* CPU time */
} worker;

/* One run. */
typedef struct run {
    const char *dir;
    const plx_index_options *opt;
    plx_reader_options reader;
    plx_intake intake;
    plx_converter *converter;
    plx_queue *queue;
    worker *workers;
    size_t worker_count;
    char options[PLX_DIGEST_HEX + 1]; /* what else decides how a file is read */
} run;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "index: out of memory");
}

/* ---------------------------------------------------------------- workers */

static plx_status convert(worker *k, plx_job *job, plx_error *err)
{
    plx_status rc = plx_prepared_new(&job->prepared, err);

    if (!rc)
        rc = plx_convert(k->run->converter, job->item, &job->prepared->article, &job->report, err);
    job->may_learn =
        k->run->intake.learning && (k->run->reader.clean || job->item->kind == PLX_ITEM_HTML ||
                                    job->item->kind == PLX_ITEM_TEXT);
    plx_item_free(job->item);
    job->item = NULL;
    return rc;
}

static plx_status prepare(worker *k, plx_job *job, plx_error *err)
{
    bool is_unchanged = false;
    plx_status rc = plx_prepare_digest(k->preparer, job->prepared, &is_unchanged, err);

    if (rc || is_unchanged || k->run->intake.sum->is_dry)
        return rc;
    if (job->may_learn)
        rc = plx_learning_clean(k->run->intake.learning, job, err);
    return rc ? rc : plx_prepare(k->preparer, job->prepared, err);
}

static void work_on(worker *k, plx_job *job)
{
    double start = plx_thread_seconds(), converted, prepared;

    job->status = convert(k, job, &job->why);
    prepared = converted = plx_thread_seconds();
    if (!job->status) {
        job->status = prepare(k, job, &job->why);
        prepared = plx_thread_seconds();
    }
    k->convert_s += converted - start;
    k->prepare_s += prepared - converted;
    job->cpu_s = prepared - start;
}

static void *run_worker(void *ctx)
{
    worker *k = ctx;
    plx_job *job;
    size_t place;

    while ((job = plx_queue_claim(k->run->queue, &place)) != NULL) {
        work_on(k, job);
        plx_queue_finish(k->run->queue, place);
    }
    return NULL;
}

/* Signals are for the thread that called. */
static int start_thread(pthread_t *thread, void *(*fn)(void *), void *ctx)
{
    sigset_t all, before;
    int failed;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(thread, NULL, fn, ctx);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

/* Fewer than wanted will do. */
static size_t start_workers(run *r)
{
    size_t n = 0;

    while (n < r->worker_count && !start_thread(&r->workers[n].thread, run_worker, &r->workers[n]))
        n++;
    return n;
}

static void join_workers(run *r, size_t n)
{
    plx_index_times *cpu = &r->intake.sum->cpu;
    size_t i;

    for (i = 0; i < n; i++) {
        pthread_join(r->workers[i].thread, NULL);
        cpu->convert += r->workers[i].convert_s;
        cpu->prepare += r->workers[i].prepare_s;
        r->workers[i].convert_s = r->workers[i].prepare_s = 0;
    }
}

/* ------------------------------------------------------------------ a pass */

/* Take jobs until there are no more. */
static plx_status take_all(run *r, plx_error *err)
{
    plx_status rc = PLX_OK;
    plx_job *job;

    while (!rc) {
        switch (plx_queue_take(r->queue, WAIT_SECONDS, (void **)&job)) {
        case PLX_QUEUE_JOB:
            rc = plx_intake_take(&r->intake, job, err);
            break;
        case PLX_QUEUE_WAITING:
            rc = plx_intake_wait(&r->intake, err);
            break;
        case PLX_QUEUE_ENDED:
            return PLX_OK;
        }
    }
    return rc;
}

/* What was put so far is made safe before the reader is waited for: it may hang on a pipe to
 * which nobody writes. */
static plx_status end_pass(run *r, size_t workers, plx_status rc, plx_error *err)
{
    plx_job *job;

    if (rc)
        plx_queue_stop(r->queue);
    join_workers(r, workers);
    while ((job = plx_queue_drain(r->queue)) != NULL)
        plx_job_free(job);
    return !rc || rc == PLX_ERR_STOPPED ? plx_intake_finish(&r->intake, err) : PLX_OK;
}

static plx_status run_threads(run *r, plx_feed *feed, plx_error *err)
{
    pthread_t reader;
    plx_status rc, committed;
    size_t workers;

    if (start_thread(&reader, plx_feed_run, feed))
        return plx_fail(err, PLX_ERR_NOMEM, "index: cannot start a thread");
    workers = start_workers(r);
    rc = workers ? take_all(r, err) : plx_fail(err, PLX_ERR_NOMEM, "index: cannot start a thread");
    committed = end_pass(r, workers, rc, err);
    pthread_join(reader, NULL);
    r->intake.sum->cpu.read += feed->cpu_s;
    if (committed)
        return committed;
    if (!rc && feed->status)
        return plx_fail(err, feed->status, "%s", feed->why.msg);
    return rc;
}

/* Read a source from beginning to end, and commit. */
static plx_status read_source(run *r, const plx_feed_source *source, plx_error *err)
{
    plx_feed feed = { .source = *source, .files = r->intake.files };
    size_t places = PLACES_OF_WORKER * r->worker_count + PLACES_MORE;
    size_t bytes = BYTES_OF_WORKER * (r->worker_count + 1);
    plx_status rc = plx_queue_new(places, bytes < BYTES_MAX ? bytes : BYTES_MAX, &r->queue, err);

    if (rc)
        return rc;
    feed.queue = r->intake.queue = r->queue;
    rc = run_threads(r, &feed, err);
    plx_queue_free(r->queue);
    r->intake.queue = r->queue = NULL;
    return rc;
}

/* -------------------------------------------------------------------- open */

static void add_option(plx_strbuf *out, const char *value)
{
    plx_strbuf_puts(out, value ? value : "");
    plx_strbuf_putc(out, '\n');
}

static void add_option_list(plx_strbuf *out, const char *const *values)
{
    for (; values && *values; values++)
        add_option(out, *values);
    plx_strbuf_putc(out, '\n');
}

/* A file that was read under other options has to be read again. */
static plx_status digest_options(const plx_index_options *opt, char out[PLX_DIGEST_HEX + 1],
                                 plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    struct stat sb = { 0 };

    add_option(&text, opt->reader.source);
    add_option(&text, opt->reader.lang);
    add_option(&text, opt->reader.path_pattern);
    add_option(&text, opt->reader.meta_file);
    if (opt->reader.meta_file && !stat(opt->reader.meta_file, &sb))
        plx_strbuf_printf(&text, "%lld %lld.%09ld\n", (long long)sb.st_size,
                          (long long)sb.st_mtim.tv_sec, sb.st_mtim.tv_nsec);
    add_option(&text, opt->reader.charset);
    add_option(&text, opt->reader.clean ? "clean" : "");
    add_option(&text, opt->no_learn ? "no-learn" : "");
    add_option_list(&text, opt->reader.map);
    add_option_list(&text, opt->writer.facets);
    add_option(&text, opt->labels_from_input);
    if (text.failed)
        return no_memory(err);
    plx_digest_hex(text.s, text.len, out);
    plx_strbuf_release(&text);
    return PLX_OK;
}

static plx_status make_workers(run *r, plx_error *err)
{
    size_t n = plx_crew_size(r->opt->jobs);
    plx_status rc = PLX_OK;

    r->workers = calloc(n, sizeof *r->workers);
    if (!r->workers)
        return no_memory(err);
    for (r->worker_count = 0; !rc && r->worker_count < n; r->worker_count++) {
        worker *k = &r->workers[r->worker_count];

        k->run = r;
        rc = plx_preparer_new(r->intake.writer, &k->preparer, err);
    }
    return rc;
}

static plx_status open_files(run *r, plx_error *err)
{
    const plx_files_options opt = { .options = r->options,
                                    .last_file = plx_writer_last_file(r->intake.writer),
                                    .is_dry = r->opt->writer.dry_run };

    return plx_files_open(r->dir, &opt, &r->intake.files, err);
}

static double steps_seconds(const plx_index_times *t)
{
    return t->read + t->convert + t->prepare + t->put + t->invert + t->commit;
}

/* Preparing an article is more work by far than inverting it. */
#define WORKERS_OF_INVERTER 4

static plx_status open_writer(run *r, plx_error *err)
{
    plx_writer_options opt = r->opt->writer;
    size_t jobs = plx_crew_size(r->opt->jobs);

    opt.jobs = (unsigned)((jobs + WORKERS_OF_INVERTER - 1) / WORKERS_OF_INVERTER);
    opt.progress = plx_intake_writing;
    opt.ctx = &r->intake;
    return plx_writer_open(r->dir, &opt, &r->intake.writer, err);
}

static plx_status open_run(run *r, plx_error *err)
{
    plx_intake *in = &r->intake;
    const char *labels = r->opt->writer.labels_path;
    plx_status rc = digest_options(r->opt, r->options, err);

    in->started = in->committed = in->looked = plx_clock_seconds();
    in->seconds_before = in->sum->seconds;
    in->cpu_before = plx_process_seconds() - steps_seconds(&in->sum->cpu);
    in->keeps_met = r->opt->prune != PLX_PRUNE_NOT;
    in->sum->is_dry = r->opt->writer.dry_run;
    in->labels_path = labels ? strdup(labels) : plx_collection_file(r->dir, "labels.jsonl");
    if (!rc && !in->labels_path)
        rc = no_memory(err);
    r->reader = r->opt->reader;
    r->reader.keep_label = r->opt->labels_from_input != NULL;
    if (!rc)
        rc = plx_converter_new(&r->reader, &r->converter, err);
    if (!rc)
        rc = open_writer(r, err);
    if (!rc)
        rc = open_files(r, err);
    if (!rc && !r->opt->no_learn && !in->sum->is_dry)
        rc = plx_learning_open(r->dir, &in->learning, err);
    return rc ? rc : make_workers(r, err);
}

/* Several runs in one summary read the same file of labels: nothing adds up. */
static void note_label_faults(plx_index_summary *sum, const plx_writer *w)
{
    const char *first = NULL;

    sum->label_faults = plx_writer_label_faults(w, &first);
    free(sum->label_fault);
    sum->label_fault = first ? strdup(first) : NULL;
}

static void note_writer(run *r)
{
    plx_index_summary *sum = r->intake.sum;
    const plx_writing *how = plx_writer_writing(r->intake.writer);
    double others = plx_process_seconds() - steps_seconds(&sum->cpu) - r->intake.cpu_before;

    note_label_faults(sum, r->intake.writer);
    sum->generations += how->generations;
    sum->is_refused |= how->is_refused;
    if (how->generations && others > 0) /* of threads not ours; what is read beside a commit counts
                                           twice */
        sum->cpu.invert += others;
}

static void close_run(run *r)
{
    plx_index_summary *sum = r->intake.sum;

    if (r->intake.writer)
        note_writer(r);
    sum->seconds = r->intake.seconds_before + plx_clock_seconds() - r->intake.started;
    free(r->workers);
    plx_learning_close(r->intake.learning);
    plx_files_close(r->intake.files);
    plx_writer_close(r->intake.writer);
    plx_converter_free(r->converter);
    plx_intake_release(&r->intake);
}

/* --------------------------------------------------------------------- run */

static size_t count_paths(const char *const *paths)
{
    size_t n = 0;

    while (paths && paths[n])
        n++;
    return n;
}

static plx_status read_paths(run *r, const char *const *paths, plx_error *err)
{
    const plx_feed_source source = { .paths = paths,
                                     .count = count_paths(paths),
                                     .list = r->opt->files_from,
                                     .nul_separated = r->opt->nul_separated,
                                     .absent_ok =
                                         r->opt->absent_ok || r->opt->prune == PLX_PRUNE_ALL };

    return read_source(r, &source, err);
}

/* Paths of the manifest: read once more. */
static plx_status read_again(run *r, plx_status (*list)(plx_intake *, plx_path_list *, plx_error *),
                             plx_error *err)
{
    plx_path_list paths = { 0 };
    plx_status rc = list(&r->intake, &paths, err);
    const plx_feed_source source = { .paths = (const char *const *)paths.path,
                                     .count = paths.count,
                                     .absent_ok = true };

    if (!rc && paths.count)
        rc = read_source(r, &source, err);
    plx_path_list_release(&paths);
    return rc;
}

static plx_status prune(run *r, const char *const *paths, plx_error *err)
{
    plx_pruning p = { .intake = &r->intake,
                      .under = r->opt->prune_under ? r->opt->prune_under : paths };
    plx_status rc = plx_prune_find(&p, err);

    if (!rc && p.may_share)
        rc = read_again(r, plx_prune_sharing, err);
    if (!rc)
        rc = plx_prune_remove(&p, err);
    plx_prune_release(&p);
    return rc;
}

static plx_status run_all(run *r, const char *const *paths, plx_error *err)
{
    plx_status rc =
        r->opt->retry_failed ? read_again(r, plx_list_failed, err) : read_paths(r, paths, err);

    if (!rc && r->opt->prune != PLX_PRUNE_NOT)
        rc = prune(r, paths, err);
    return rc;
}

plx_status plx_index_paths(const char *dir, const char *const *paths, const plx_index_options *opt,
                           plx_index_summary *out, plx_error *err)
{
    run r = { .dir = dir,
              .opt = opt,
              .intake = { .opt = opt, .sum = out, .labels = PLX_STRBUF_INIT } };
    plx_status rc = open_run(&r, err);

    if (!rc)
        rc = run_all(&r, paths, err);
    if (rc == PLX_ERR_STOPPED) {
        out->stopped = true;
        rc = PLX_OK;
    }
    if (!rc) {
        out->documents = plx_writer_documents(r.intake.writer);
        out->index_bytes = plx_file_tree_bytes(dir);
    }
    close_run(&r);
    return rc;
}
