/* The store's share of `relabel`: bench_relabel INDEX
 *
 * What `relabel` asks of the store, without judging: read the data of every article, write another
 * stance for every one, commit. INDEX is changed: its stances are of no use afterwards. Times are
 * of this process's CPU, user and system. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "classifier/stance.h"
#include "collection/collection.h"
#include "collection/schema.h"
#include "store/store.h"

struct run {
    plx_store *st;
    uint32_t *docids;
    size_t n;
    size_t bytes;
    plx_error err;
};

static double cpu_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static plx_status list_docids(struct run *r)
{
    plx_store_info info = { 0 };
    plx_postings *it = NULL;
    plx_status rc = plx_store_get_info(r->st, &info, &r->err);

    r->docids = malloc((info.documents + (size_t)1) * sizeof *r->docids);
    if (!rc && !r->docids)
        rc = plx_fail(&r->err, PLX_ERR_NOMEM, "out of memory");
    if (!rc)
        rc = plx_postings_open(r->st, "", 0, &it, &r->err);
    if (!rc)
        rc = plx_postings_read(it, r->docids, info.documents + (size_t)1, &r->n, &r->err);
    plx_postings_close(it);
    return rc;
}

static int count_value(void *ctx, uint32_t docid, const char *p, size_t n)
{
    struct run *r = ctx;

    (void)docid;
    (void)p;
    r->bytes += n;
    return 0;
}

static plx_status read_values(struct run *r)
{
    return plx_store_each_value(r->st, PLX_SLOT_STANCE, count_value, r, &r->err);
}

static plx_status read_data(struct run *r)
{
    plx_status rc = PLX_OK;

    for (size_t i = 0; !rc && i < r->n; i++) {
        plx_bytes b;

        rc = plx_store_get_data(r->st, r->docids[i], &b, &r->err);
        r->bytes += b.n;
    }
    return rc;
}

static plx_status write_values(struct run *r)
{
    plx_verdict v = { .kind = PLX_KIND_LABEL };
    unsigned char bytes[PLX_VERDICT_BYTES];
    plx_status rc = PLX_OK;

    for (size_t i = 0; !rc && i < r->n; i++) {
        v.best = (uint8_t)(i % 3);
        v.probability[i % 3] = (float)(i % 1000) / 1000.0f;
        rc = plx_store_set_value(r->st, r->docids[i], PLX_SLOT_STANCE, bytes,
                                 plx_verdict_encode(&v, 3, bytes), &r->err);
    }
    return rc;
}

static plx_status commit(struct run *r)
{
    return plx_store_commit(r->st, &r->err);
}

int main(int argc, char **argv)
{
    static const struct step {
        const char *name;
        plx_status (*run)(struct run *r);
    } steps[] = { { "list articles", list_docids },
                  { "read stances", read_values },
                  { "read articles", read_data },
                  { "write stances", write_values },
                  { "commit", commit } };
    struct run r = { 0 };
    double first = 0, before = 0;
    char *path = NULL;
    plx_status rc;

    if (argc != 2) {
        fprintf(stderr, "usage: bench_relabel INDEX\n");
        return 2;
    }
    plx_store_process_init(0);
    rc = plx_collection_generation_path(argv[1], NULL, &path, &r.err);
    if (!rc)
        rc = plx_store_open_writer(path, &r.st, &r.err);
    first = before = cpu_s();
    for (size_t i = 0; !rc && i < sizeof steps / sizeof *steps; i++) {
        rc = steps[i].run(&r);
        if (!rc)
            printf("%-14s %6.1f us an article\n", steps[i].name,
                   1e6 * (cpu_s() - before) / (double)r.n);
        before = cpu_s();
    }
    if (rc)
        fprintf(stderr, "bench_relabel: %s\n", r.err.msg);
    else
        printf("%-14s %6.1f us an article, every stance changed (target: at most 25)\n", "all",
               1e6 * (before - first) / (double)r.n);
    plx_store_close(r.st);
    free(r.docids);
    free(path);
    return rc ? 2 : 0;
}
