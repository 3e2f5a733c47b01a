#include "indexer/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/strbuf.h"
#include "collection/collection.h"
#include "collection/labels.h"
#include "collection/manifest.h"
#include "indexer/convert.h"

#define COMMIT_SECONDS   5.0
#define PROGRESS_SECONDS 0.1

/* One run. */
typedef struct run {
    const char *dir;
    const plx_index_options *opt;
    plx_index_summary *sum;
    plx_writer *writer;
    plx_manifest *manifest;
    plx_converter *converter;
    bool item_failed; /* something in the current file could not be converted */
    char *labels_path;
    char options[PLX_DIGEST_HEX + 1]; /* what else decides how a file is read */
    double started, committed, shown;
} run;

static double seconds_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "index: out of memory");
}

/* ---------------------------------------------------------------- account */

static plx_status note_failure(run *r, const char *where, const char *reason, plx_error *err)
{
    plx_index_failure *f;

    r->sum->failed++;
    if (r->sum->failure_count == PLX_FAILURES_KEPT)
        return PLX_OK;
    if (!r->sum->failures)
        r->sum->failures = calloc(PLX_FAILURES_KEPT, sizeof *r->sum->failures);
    if (!r->sum->failures)
        return no_memory(err);
    f = &r->sum->failures[r->sum->failure_count];
    f->where = strdup(where);
    f->reason = strdup(reason);
    r->sum->failure_count++; /* counted first: a half-filled one is released, too */
    return f->where && f->reason ? PLX_OK : no_memory(err);
}

static plx_status keep_example(plx_index_summary *sum, const plx_article *a,
                               const plx_extract_report *report, plx_error *err)
{
    plx_index_example *e;

    if (!report || !report->lines || sum->example_count == PLX_EXAMPLES_KEPT)
        return PLX_OK;
    e = &sum->examples[sum->example_count++];
    e->origin = strdup(a->origin ? a->origin : "");
    e->title = strdup(a->title ? a->title : "");
    e->removed = strdup(report->removed.s);
    e->lines = report->lines;
    return e->origin && e->title && e->removed ? PLX_OK : no_memory(err);
}

static void count_article(plx_index_summary *sum, const plx_article *a)
{
    sum->seen++;
    sum->with_title += a->title && *a->title;
    sum->with_date += a->date.precision != PLX_DATE_NONE;
    sum->with_source += a->source && *a->source;
    sum->with_author += a->author && *a->author;
    sum->text_bytes += a->text ? strlen(a->text) : 0;
}

static plx_status show_progress(run *r, const char *path, plx_error *err)
{
    double now = seconds_now();

    if (!r->opt->progress || now - r->shown < PROGRESS_SECONDS)
        return PLX_OK;
    r->shown = now;
    r->sum->seconds = now - r->started;
    if (r->opt->progress(r->opt->ctx, r->sum, path))
        return plx_fail(err, PLX_ERR_STOPPED, "stopped");
    return PLX_OK;
}

/* ----------------------------------------------------------------- commit */

/* The manifest follows the commit: what it names is in the index. */
static plx_status commit(run *r, plx_status (*how)(plx_writer *w, plx_error *err), plx_error *err)
{
    plx_status rc = how(r->writer, err);

    if (!rc)
        rc = plx_manifest_save(r->manifest, err);
    r->committed = seconds_now();
    return rc;
}

static plx_status commit_now_and_then(run *r, plx_error *err)
{
    double every = r->opt->commit_s > 0 ? r->opt->commit_s : COMMIT_SECONDS;

    return seconds_now() - r->committed < every ? PLX_OK : commit(r, plx_writer_checkpoint, err);
}

/* -------------------------------------------------------------- callbacks */

/* The manifest knows a file by its real path, from whatever folder it was named; by the path as
 * given where there is none. Freed by the caller. */
static char *manifest_key(const char *path)
{
    char *real = realpath(path, NULL);

    return real ? real : strdup(path);
}

static plx_status on_file(void *ctx, const plx_source_file *f, bool *skip, plx_error *err)
{
    run *r = ctx;
    char *key = manifest_key(f->path);

    if (!key)
        return no_memory(err);
    r->sum->files++;
    r->item_failed = false;
    *skip =
        f->size >= 0 && plx_manifest_unchanged(r->manifest, key, f->size, f->mtime_ns, r->options);
    r->sum->files_skipped += *skip;
    free(key);
    return show_progress(r, f->path, err);
}

static plx_status on_file_done(void *ctx, const plx_source_file *f, bool failed, plx_error *err)
{
    run *r = ctx;
    char *key;
    plx_status rc;

    if (f->size < 0)
        return PLX_OK;
    key = manifest_key(f->path);
    if (!key)
        return no_memory(err);
    rc = plx_manifest_note(r->manifest, key, f->size, f->mtime_ns, r->options,
                           failed || r->item_failed, err);
    free(key);
    return rc;
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    return note_failure(ctx, where, why->msg, NULL);
}

/* The label an article brought becomes a vote of the coder named for the run. */
static plx_status keep_input_label(run *r, const plx_article *a, plx_error *err)
{
    plx_date now = { (int64_t)time(NULL), PLX_DATE_TIME, true };
    char when[PLX_DATE_BYTES], digest[PLX_DIGEST_HEX + 1];
    plx_label vote = { .id = a->id,
                       .label = a->label,
                       .coder = r->opt->labels_from_input,
                       .time = when,
                       .digest = digest,
                       .model = r->opt->writer.model ? plx_model_name(r->opt->writer.model) : NULL,
                       .target =
                           r->opt->writer.model ? plx_model_target(r->opt->writer.model) : "" };

    plx_date_format(&now, when);
    plx_digest_hex(a->text ? a->text : "", a->text ? strlen(a->text) : 0, digest);
    return plx_labels_append(r->labels_path, &vote, err);
}

static plx_status put_article(run *r, plx_article *a, plx_error *err)
{
    uint64_t *const counter[PLX_PUT_RESULTS] = { [PLX_PUT_ADDED] = &r->sum->added,
                                                 [PLX_PUT_UPDATED] = &r->sum->updated,
                                                 [PLX_PUT_UNCHANGED] = &r->sum->unchanged };
    plx_put_result result = PLX_PUT_UNCHANGED;
    plx_status rc = plx_writer_put(r->writer, a, &result, err);

    if (!rc && r->opt->labels_from_input && a->label && result != PLX_PUT_UNCHANGED)
        rc = keep_input_label(r, a, err);
    if (!rc)
        ++*counter[result];
    return rc;
}

static bool is_fault_of_article(plx_status rc)
{
    return rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT;
}

static plx_status take_article(run *r, plx_article *a, const plx_extract_report *report,
                               plx_error *err)
{
    plx_error why = { 0 };
    plx_status rc = put_article(r, a, &why);

    if (is_fault_of_article(rc))
        return note_failure(r, a->origin ? a->origin : "article", why.msg, err);
    if (rc) {
        if (err)
            *err = why;
        return rc;
    }
    count_article(r->sum, a);
    rc = keep_example(r->sum, a, report, err);
    if (!rc)
        rc = commit_now_and_then(r, err);
    return rc ? rc : show_progress(r, a->origin, err);
}

static plx_status on_item(void *ctx, plx_item *item, plx_error *err)
{
    run *r = ctx;
    plx_extract_report report;
    plx_error why = { 0 };
    plx_article a;
    plx_status rc;

    plx_extract_report_init(&report);
    plx_article_init(&a);
    rc = plx_convert(r->converter, item, &a, &report, &why);
    if (!rc) {
        rc = take_article(r, &a, &report, err);
    } else if (is_fault_of_article(rc)) {
        plx_fail_prefix(&why, rc, "%s", a.origin);
        r->item_failed = true;
        rc = note_failure(r, a.origin, why.msg, err);
    } else {
        plx_fail(err, rc, "%s", why.msg);
    }
    plx_article_release(&a);
    plx_extract_report_release(&report);
    plx_item_free(item);
    return rc;
}

/* -------------------------------------------------------------------- run */

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
    add_option_list(&text, opt->reader.map);
    add_option_list(&text, opt->writer.facets);
    add_option(&text, opt->labels_from_input);
    if (text.failed)
        return no_memory(err);
    plx_digest_hex(text.s, text.len, out);
    plx_strbuf_release(&text);
    return PLX_OK;
}

static plx_status open_run(run *r, plx_error *err)
{
    const char *labels = r->opt->writer.labels_path;
    char *manifest = plx_collection_file(r->dir, "manifest");
    plx_status rc = manifest ? PLX_OK : no_memory(err);

    r->labels_path = labels ? strdup(labels) : plx_collection_file(r->dir, "labels.jsonl");
    if (!rc && !r->labels_path)
        rc = no_memory(err);
    if (!rc)
        rc = digest_options(r->opt, r->options, err);
    if (!rc)
        rc = plx_writer_open(r->dir, &r->opt->writer, &r->writer, err);
    if (!rc)
        rc = plx_manifest_open(manifest, &r->manifest, err);
    free(manifest);
    r->started = r->committed = seconds_now();
    return rc;
}

static plx_status read_paths(run *r, const char *const *paths, size_t n, plx_error *err)
{
    plx_reader_options reader = r->opt->reader;
    const plx_item_sink sink = { on_file, on_item, on_failure, on_file_done, r };
    plx_status rc;
    size_t i;

    reader.keep_label = r->opt->labels_from_input != NULL;
    rc = plx_converter_new(&reader, &r->converter, err);
    for (i = 0; !rc && i < n; i++) {
        plx_error why = { 0 };

        rc = plx_read_items(paths[i], &sink, &why);
        if (rc == PLX_ERR_NOTFOUND) /* one wrong path does not stop the others */
            rc = note_failure(r, paths[i], why.msg, err);
        else if (rc && err)
            *err = why;
    }
    plx_converter_free(r->converter);
    return rc;
}

static void close_run(run *r)
{
    plx_writer_close(r->writer);
    plx_manifest_close(r->manifest);
    free(r->labels_path);
}

plx_status plx_index_paths(const char *dir, const char *const *paths, size_t n,
                           const plx_index_options *opt, plx_index_summary *out, plx_error *err)
{
    run r = { .dir = dir, .opt = opt, .sum = out };
    plx_status rc;

    memset(out, 0, sizeof *out);
    rc = open_run(&r, err);
    if (!rc)
        rc = read_paths(&r, paths, n, err);
    if (rc == PLX_ERR_STOPPED) {
        out->stopped = true;
        rc = PLX_OK;
    }
    if (!rc)
        rc = commit(&r, plx_writer_commit, err);
    if (!rc) {
        out->documents = plx_writer_documents(r.writer);
        out->index_bytes = plx_file_tree_bytes(dir);
    }
    out->seconds = seconds_now() - r.started;
    close_run(&r);
    return rc;
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
    memset(s, 0, sizeof *s);
}
