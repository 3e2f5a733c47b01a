#include "indexer/follow.h"

#include <stdbool.h>
#include <sys/stat.h>
#include <time.h>

#include "indexer/watch.h"

/* Between two tries while somebody else writes. */
#define RETRY_NS 200000000L

struct follow {
    const char *dir;
    const char *const *paths;
    const plx_index_options *opt;
    plx_index_summary *sum;
};

static bool is_stopped(void *ctx)
{
    const struct follow *f = ctx;

    return f->opt->progress && f->opt->progress(f->opt->ctx, f->sum, "") != 0;
}

static bool has_folder(const char *const *paths)
{
    struct stat st;

    for (; *paths; paths++)
        if (lstat(*paths, &st) == 0 && S_ISDIR(st.st_mode))
            return true;
    return false;
}

/* Whoever else writes is waited for: his index is not ours to hold up. */
static plx_status run(const struct follow *f, const char *const *paths,
                      const plx_index_options *opt, plx_error *err)
{
    const struct timespec pause = { .tv_nsec = RETRY_NS };
    plx_status rc;

    do {
        rc = plx_index_paths(f->dir, paths, opt, f->sum, err);
        if (rc == PLX_ERR_LOCKED)
            nanosleep(&pause, NULL);
    } while (rc == PLX_ERR_LOCKED && !is_stopped((void *)f));
    return rc;
}

/* What vanished is looked for under the paths that are followed, so that the guard against
 * removing too much sees all of them; articles that a changed file no longer brings go anyway. */
static plx_status run_batch(const struct follow *f, const plx_watch_batch *batch, plx_error *err)
{
    static const char *const nowhere[] = { NULL };
    plx_index_options opt = *f->opt;
    bool may_miss = batch->vanished_count || (!batch->everything && has_folder(batch->changed));

    opt.writer.wait_s = 0;
    opt.absent_ok = true;
    opt.prune_under = may_miss || batch->everything ? f->paths : nowhere;
    if (!batch->everything && !batch->changed_count && !opt.prune)
        return PLX_OK;
    return run(f, batch->everything ? f->paths : batch->changed, &opt, err);
}

static plx_status follow_changes(struct follow *f, plx_watch *w, plx_error *err)
{
    plx_watch_batch batch;
    plx_status rc = PLX_OK;

    while (!rc && !f->sum->stopped) {
        rc = plx_watch_next(w, &batch, err);
        if (!rc)
            rc = run_batch(f, &batch, err);
    }
    return rc;
}

plx_status plx_index_follow(const char *dir, const char *const *paths, const plx_index_options *opt,
                            plx_index_summary *out, plx_error *err)
{
    struct follow f = { dir, paths, opt, out };
    const plx_watch_options watching = { .stopped = is_stopped, .ctx = &f };
    plx_watch *w = NULL;
    plx_status rc = plx_watch_open(paths, &watching, &w, err);

    if (!rc)
        rc = plx_index_paths(dir, paths, opt, out, err);
    if (!rc)
        rc = follow_changes(&f, w, err);
    plx_watch_close(w);
    return rc == PLX_ERR_STOPPED ? PLX_OK : rc;
}
