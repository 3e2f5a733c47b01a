#include "collection/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct crew {
    const plx_crew_batch *batch;
    atomic_size_t next; /* item to be worked on */
} crew;

typedef struct hand {
    crew *crew;
    size_t number;
    pthread_t thread;
    bool is_started;
    size_t failed_at; /* item */
    plx_status rc;
    plx_error err;
} hand;

size_t plx_crew_size(unsigned jobs)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t n = jobs ? jobs : cores < 1 ? 1 : (size_t)cores;

    return n > PLX_CREW_MAX ? PLX_CREW_MAX : n;
}

static void *work(void *arg)
{
    hand *h = arg;
    const plx_crew_batch *b = h->crew->batch;
    size_t i;

    while (!h->rc && (i = atomic_fetch_add(&h->crew->next, 1)) < b->items) {
        h->rc = b->work(b->ctx, h->number, i, &h->err);
        h->failed_at = i;
    }
    return NULL;
}

static void start(hand *hands, crew *c)
{
    for (size_t i = 0; i < c->batch->workers; i++) {
        hands[i].crew = c;
        hands[i].number = i;
        hands[i].is_started = i > 0 && !pthread_create(&hands[i].thread, NULL, work, &hands[i]);
    }
}

/* Each that failed has no item left out before its own: the first of them is the first there is. */
static const hand *join(hand *hands, size_t n)
{
    const hand *failed = NULL;

    for (size_t i = 0; i < n; i++) {
        if (hands[i].is_started)
            pthread_join(hands[i].thread, NULL);
        if (hands[i].rc && (!failed || hands[i].failed_at < failed->failed_at))
            failed = &hands[i];
    }
    return failed;
}

plx_status plx_crew_run(const plx_crew_batch *batch, plx_error *err)
{
    crew c = { .batch = batch };
    hand *hands = calloc(batch->workers, sizeof *hands);
    const hand *failed;
    plx_status rc = PLX_OK;

    if (!hands)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory for threads");
    atomic_init(&c.next, 0);
    start(hands, &c);
    work(&hands[0]);
    failed = join(hands, batch->workers);
    if (failed)
        rc = plx_fail(err, failed->rc, "%s", failed->err.msg);
    free(hands);
    return rc;
}
