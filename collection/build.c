/* When a writer builds the next generation instead of changing the present one, and how it gets
 * there and back.
 *
 * A change costs the ordinary writer about CHANGE_MS of CPU time more than one that is built; a
 * generation costs MERGE_MS for each article that is taken over, however few are changed. How many
 * changes will come nobody knows. That is the problem of whether to rent or to buy skis: who rents
 * until the rent paid comes to the price, and buys then, never pays more than twice of what would
 * have been best (Karlin, Manasse, Rudolph, Sleator, "Competitive snoopy caching", 1988). So
 * changes are counted from the opening, over commits, and the writer builds from
 * documents / BUILD_SHARE on. When it has written a generation of so many, it expects more of them
 * and builds the next one at once. Both figures: docs/performance.md. */
#include <stdlib.h>

#include "base/clock.h"
#include "collection/collection.h"
#include "collection/writer_internal.h"
#include "store/builder.h"

/* CHANGE_MS / MERGE_MS: measured about 2 and .08 on news articles, less for new ones than for
 * changed. */
#define BUILD_SHARE 25
/* Fewer changes never build: what a generation costs beside its articles, a dozen syncs. */
#define BUILD_MIN 256

const plx_writing *plx_writer_writing(const plx_writer *w)
{
    return &w->writing;
}

/* ------------------------------------------------------------------- there */

plx_status plx_writer_begin_build(plx_writer *w, const char *base, plx_store **old, plx_error *err)
{
    const plx_build_options opt = { .jobs = w->jobs,
                                    .progress = w->progress,
                                    .ctx = w->progress_ctx };
    plx_store *st = NULL;
    char *to = NULL;
    plx_status rc = plx_collection_next_generation(w->dir, &to, err);

    if (!rc)
        rc = plx_store_open_builder(base, to, &opt, &st, err);
    if (rc) {
        free(to);
        return rc;
    }
    plx_duplicates_close(w->duplicates); /* of the old store */
    w->duplicates = NULL;
    *old = w->st;
    w->st = st;
    w->building = to;
    w->writing.is_building = true;
    return PLX_OK;
}

/* What was changed before is committed and so part of the base. Its writer is closed last: where
 * nothing can be built it goes on. */
static plx_status go_on_building(plx_writer *w, plx_error *err)
{
    plx_store *ordinary = NULL;
    char *base = NULL;
    plx_status rc = plx_writer_checkpoint(w, err);

    if (!rc)
        rc = plx_collection_generation_path(w->dir, NULL, &base, err);
    if (!rc) {
        rc = plx_writer_begin_build(w, base, &ordinary, err);
        w->writing.is_refused = rc == PLX_ERR_VERSION;
    }
    plx_store_close(ordinary);
    free(base);
    return w->writing.is_refused ? PLX_OK : rc;
}

static uint32_t changes_that_build(plx_writer *w)
{
    uint32_t documents = plx_writer_documents(w), share = documents / BUILD_SHARE;

    return !documents ? 1 : share > BUILD_MIN ? share : BUILD_MIN;
}

plx_status plx_writer_count_change(plx_writer *w, plx_error *err)
{
    if (w->writing.is_refused)
        return PLX_OK;
    if (!w->changes++)
        w->build_at = w->was_large ? 1 : changes_that_build(w);
    if (w->building || w->changes < w->build_at)
        return PLX_OK;
    w->changes = 1; /* those before it are in the base */
    return go_on_building(w, err);
}

/* ---------------------------------------------------------------- and back */

plx_status plx_writer_end_build(plx_writer *w, plx_error *err)
{
    double before = plx_clock_seconds();
    plx_status rc = plx_store_commit(w->st, err), reopened;

    plx_duplicates_close(w->duplicates);
    w->duplicates = NULL;
    plx_store_close(w->st);
    w->st = NULL;
    if (!rc)
        rc = plx_collection_switch(w->dir, w->building, err);
    if (rc) /* whatever is there of it; the next writer does it else */
        plx_collection_sweep(w->dir, NULL);
    free(w->building);
    w->building = NULL;
    w->writing.is_building = false;
    w->writing.generations += !rc;
    w->writing.last_s = plx_clock_seconds() - before;
    atomic_fetch_add(&w->generation, 1);
    reopened = plx_writer_reopen_store(w, rc ? NULL : err);
    if (rc && !reopened) /* words of articles before it went with what could not be written */
        plx_writer_recount_words(w, NULL);
    w->was_large = !rc && !reopened && w->changes >= changes_that_build(w);
    w->changes = 0;
    return rc ? rc : reopened;
}
