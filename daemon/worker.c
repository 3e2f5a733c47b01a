#include "daemon/worker.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Words that a worker's analyser may know between two requests. */
#define VOCABULARY_MAX 200000

/* A model and the number of workers that judge with it. */
struct plx_shared_model {
    plx_model *model;
    unsigned refs;
};

struct plx_workers {
    const char *index_dir, *model_path;
    plx_aliases *aliases;
    plx_column_cache *cache;
    plx_worker *workers;
    unsigned count;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t is_given;
    plx_worker *free;
    unsigned reloads;
    struct plx_shared_model *newest; /* holds one reference; NULL: none loaded yet */
};

static void drop_model(struct plx_shared_model *s)
{
    if (!s || --s->refs > 0)
        return;
    plx_model_free(s->model);
    free(s);
}

static void close_index(plx_worker *w)
{
    plx_searcher_free(w->searcher);
    plx_snapshot_close(w->snapshot);
    w->searcher = NULL;
    w->snapshot = NULL;
}

static plx_status open_index(plx_workers *ws, plx_worker *w, plx_error *err)
{
    plx_status rc = plx_snapshot_open(ws->index_dir, ws->cache, &w->snapshot, err);

    if (!rc)
        rc = plx_searcher_new(w->snapshot, &w->searcher, err);
    if (rc)
        close_index(w);
    else
        plx_searcher_set_aliases(w->searcher, ws->aliases);
    return rc;
}

static plx_status open_worker(plx_workers *ws, plx_worker *w, plx_error *err)
{
    plx_status rc;

    plx_tokens_init(&w->title);
    plx_tokens_init(&w->text);
    rc = plx_analyser_new(&w->analyser, err);
    if (!rc)
        rc = open_index(ws, w, err);
    w->next = ws->free;
    ws->free = w;
    return rc;
}

static void close_worker(plx_worker *w)
{
    close_index(w);
    plx_judge_free(w->judge);
    drop_model(w->shared);
    plx_tokens_release(&w->title);
    plx_tokens_release(&w->text);
    plx_analyser_free(w->analyser);
}

static plx_status load_shared(const char *path, struct plx_shared_model **out, plx_error *err)
{
    struct plx_shared_model *s = calloc(1, sizeof *s);
    plx_status rc;

    *out = NULL;
    if (!s)
        return plx_fail(err, PLX_ERR_NOMEM, "model: out of memory");
    s->refs = 1;
    rc = path ? plx_model_load(path, &s->model, err) : PLX_OK;
    if (rc)
        free(s);
    else
        *out = s;
    return rc;
}

static plx_status start(plx_workers *ws, unsigned n, plx_error *err)
{
    plx_status rc = plx_column_cache_new(&ws->cache, err);

    ws->workers = calloc(n, sizeof *ws->workers);
    if (!rc && !ws->workers)
        rc = plx_fail(err, PLX_ERR_NOMEM, "daemon: out of memory");
    for (; !rc && ws->count < n; ws->count++)
        rc = open_worker(ws, &ws->workers[ws->count], err);
    if (!rc && ws->model_path)
        rc = load_shared(ws->model_path, &ws->newest, err);
    return rc;
}

plx_status plx_workers_new(const char *index_dir, const char *model_path, unsigned n,
                           plx_workers **out, plx_error *err)
{
    plx_workers *ws = calloc(1, sizeof *ws);
    plx_status rc;

    *out = NULL;
    if (!ws)
        return plx_fail(err, PLX_ERR_NOMEM, "daemon: out of memory");
    ws->index_dir = index_dir;
    ws->model_path = model_path;
    pthread_mutex_init(&ws->lock, NULL);
    pthread_cond_init(&ws->is_given, NULL);
    rc = start(ws, n, err);
    if (rc)
        plx_workers_free(ws);
    else
        *out = ws;
    return rc;
}

void plx_workers_free(plx_workers *ws)
{
    if (!ws)
        return;
    for (unsigned i = 0; i < ws->count; i++)
        close_worker(&ws->workers[i]);
    drop_model(ws->newest);
    plx_column_cache_free(ws->cache);
    pthread_cond_destroy(&ws->is_given);
    pthread_mutex_destroy(&ws->lock);
    free(ws->workers);
    free(ws);
}

void plx_workers_set_aliases(plx_workers *ws, plx_aliases *aliases)
{
    ws->aliases = aliases;
    for (unsigned i = 0; i < ws->count; i++)
        plx_searcher_set_aliases(ws->workers[i].searcher, aliases);
}

plx_worker *plx_workers_take(plx_workers *ws)
{
    plx_worker *w;

    pthread_mutex_lock(&ws->lock);
    while (!ws->free)
        pthread_cond_wait(&ws->is_given, &ws->lock);
    w = ws->free;
    ws->free = w->next;
    pthread_mutex_unlock(&ws->lock);
    return w;
}

void plx_workers_give(plx_workers *ws, plx_worker *w)
{
    plx_analyser_trim(w->analyser, VOCABULARY_MAX);
    pthread_mutex_lock(&ws->lock);
    w->next = ws->free;
    ws->free = w;
    pthread_cond_signal(&ws->is_given);
    pthread_mutex_unlock(&ws->lock);
}

plx_status plx_worker_refresh(plx_workers *ws, plx_worker *w, plx_error *err)
{
    bool is_changed;
    plx_status rc;

    if (!w->snapshot)
        return open_index(ws, w, err);
    rc = plx_snapshot_refresh(w->snapshot, &is_changed, err);
    if (rc)
        close_index(w);
    return rc;
}

/* Is the newest model the one that judged the state of this worker? */
static bool is_current(const plx_workers *ws, const plx_worker *w)
{
    const char *wanted = plx_snapshot_model(w->snapshot)->digest;

    if (!ws->newest)
        return false;
    if (ws->model_path)
        return true;
    if (!ws->newest->model)
        return !*wanted;
    return strcmp(plx_model_digest(ws->newest->model), wanted) == 0;
}

/* With the lock held: others that want the same model wait for it instead of loading it too. */
static plx_status load_current(plx_workers *ws, const plx_worker *w, plx_error *err)
{
    struct plx_shared_model *s = NULL;
    char *path = NULL;
    plx_status rc;

    if (is_current(ws, w))
        return PLX_OK;
    rc = plx_collection_model_file(ws->index_dir, &path, err);
    if (!rc)
        rc = load_shared(path, &s, err);
    free(path);
    if (rc)
        return rc;
    drop_model(ws->newest);
    ws->newest = s;
    return PLX_OK;
}

static plx_status hold_current(plx_workers *ws, plx_worker *w, plx_error *err)
{
    plx_status rc;

    pthread_mutex_lock(&ws->lock);
    rc = load_current(ws, w, err);
    if (!rc && w->shared != ws->newest) {
        plx_judge_free(w->judge);
        w->judge = NULL;
        drop_model(w->shared);
        w->shared = ws->newest;
        w->shared->refs++;
    }
    pthread_mutex_unlock(&ws->lock);
    return rc;
}

plx_status plx_worker_judge(plx_workers *ws, plx_worker *w, plx_judge **judge,
                            const plx_model **model, plx_error *err)
{
    plx_status rc = hold_current(ws, w, err);

    if (!rc && !w->judge)
        rc = plx_judge_new(w->shared->model, &w->judge, err);
    *judge = w->judge;
    *model = rc ? NULL : w->shared->model;
    return rc;
}

plx_status plx_worker_judged_by(plx_workers *ws, plx_worker *w, const plx_model **model,
                                plx_error *err)
{
    const char *digest = plx_snapshot_model(w->snapshot)->digest;
    plx_judge *judge;
    plx_status rc = plx_worker_judge(ws, w, &judge, model, err);

    if (*model && strcmp(plx_model_digest(*model), digest) != 0)
        *model = NULL;
    return rc == PLX_ERR_NOTFOUND ? PLX_OK : rc;
}

plx_status plx_workers_reload_model(plx_workers *ws, plx_error *err)
{
    struct plx_shared_model *s = NULL;
    plx_status rc = ws->model_path ? load_shared(ws->model_path, &s, err) : PLX_OK;

    if (!s)
        return rc;
    pthread_mutex_lock(&ws->lock);
    drop_model(ws->newest);
    ws->newest = s;
    ws->reloads++;
    pthread_mutex_unlock(&ws->lock);
    return PLX_OK;
}

unsigned plx_workers_model_number(plx_workers *ws)
{
    unsigned n;

    pthread_mutex_lock(&ws->lock);
    n = ws->reloads;
    pthread_mutex_unlock(&ws->lock);
    return n;
}
