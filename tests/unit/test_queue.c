/* The queue between reading, working and putting: order, bounds, ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "indexer/queue.h"

#define WORKERS 4

struct job {
    size_t number;
    bool is_worked_on;
};

struct line {
    plx_queue *q;
    size_t jobs, bytes; /* to push; weight of each */
    atomic_size_t inside, most_inside, at_work;
};

static struct line *new_line(size_t room, size_t bytes_max, size_t jobs, size_t bytes)
{
    struct line *l = calloc(1, sizeof *l);

    assert_non_null(l);
    assert_int_equal(plx_queue_new(room, bytes_max, &l->q, NULL), PLX_OK);
    l->jobs = jobs;
    l->bytes = bytes;
    return l;
}

static void free_line(struct line *l)
{
    plx_queue_free(l->q);
    free(l);
}

static void note_inside(struct line *l)
{
    size_t now = atomic_fetch_add(&l->inside, 1) + 1, most = atomic_load(&l->most_inside);

    while (now > most && !atomic_compare_exchange_weak(&l->most_inside, &most, now))
        ;
}

/* Every third job needs no work. */
static void *push_all(void *ctx)
{
    struct line *l = ctx;

    for (size_t i = 0; i < l->jobs; i++) {
        struct job *job = calloc(1, sizeof *job);

        job->number = i;
        job->is_worked_on = i % 3 == 0;
        if (!plx_queue_push(l->q, job, l->bytes, i % 3 != 0)) {
            free(job);
            return NULL;
        }
        note_inside(l);
    }
    plx_queue_end(l->q);
    return NULL;
}

static void *work(void *ctx)
{
    struct line *l = ctx;
    struct job *job;
    size_t place;

    while ((job = plx_queue_claim(l->q, &place)) != NULL) {
        atomic_fetch_add(&l->at_work, 1);
        for (size_t i = 0; i < job->number % 7; i++)
            sched_yield();
        job->is_worked_on = true;
        atomic_fetch_sub(&l->at_work, 1);
        plx_queue_finish(l->q, place);
    }
    return NULL;
}

/* Run a line of threads; jobs are taken until `until`, then it is stopped. Returns how many. */
static size_t run_line(struct line *l, size_t until, size_t rest_every)
{
    pthread_t reader, worker[WORKERS];
    struct job *job;
    size_t taken = 0;
    int i;

    assert_int_equal(pthread_create(&reader, NULL, push_all, l), 0);
    for (i = 0; i < WORKERS; i++)
        assert_int_equal(pthread_create(&worker[i], NULL, work, l), 0);
    while (taken < until) {
        plx_queue_event event = plx_queue_take(l->q, 0.01, (void **)&job);

        if (event == PLX_QUEUE_ENDED)
            break;
        if (event == PLX_QUEUE_WAITING)
            continue;
        assert_int_equal(job->number, taken);
        assert_true(job->is_worked_on);
        free(job);
        atomic_fetch_sub(&l->inside, 1);
        taken++;
        if (rest_every && taken % rest_every == 0) {
            plx_queue_rest(l->q);
            assert_int_equal(atomic_load(&l->at_work), 0);
            sched_yield();
            assert_int_equal(atomic_load(&l->at_work), 0);
            plx_queue_resume(l->q);
        }
    }
    plx_queue_stop(l->q);
    for (i = 0; i < WORKERS; i++)
        pthread_join(worker[i], NULL);
    pthread_join(reader, NULL);
    while ((job = plx_queue_drain(l->q)) != NULL)
        free(job);
    return taken;
}

static void jobs_come_out_worked_on_and_in_the_order_they_went_in(void **state)
{
    struct line *l = new_line(16, 1000, 5000, 10);

    (void)state;
    assert_int_equal(run_line(l, SIZE_MAX, 0), 5000);
    free_line(l);
}

static void no_more_jobs_are_inside_than_there_are_places(void **state)
{
    struct line *l = new_line(5, 1000, 2000, 1);

    (void)state;
    assert_int_equal(run_line(l, SIZE_MAX, 0), 2000);
    assert_in_range(atomic_load(&l->most_inside), 1, 7); /* counted a little late */
    free_line(l);
}

static void heavy_jobs_pass_one_by_one(void **state)
{
    struct line *l = new_line(64, 10, 500, 11);

    (void)state;
    assert_int_equal(run_line(l, SIZE_MAX, 0), 500);
    assert_in_range(atomic_load(&l->most_inside), 1, 3);
    free_line(l);
}

static void workers_rest_when_they_are_told_to(void **state)
{
    struct line *l = new_line(32, 1000, 3000, 1);

    (void)state;
    assert_int_equal(run_line(l, SIZE_MAX, 50), 3000);
    free_line(l);
}

static void a_stopped_queue_lets_all_threads_go_and_gives_back_what_is_inside(void **state)
{
    (void)state;
    for (size_t until = 0; until < 40; until += 13) {
        struct line *l = new_line(8, 1000, 100000, 1);

        assert_int_equal(run_line(l, until, 0), until);
        free_line(l);
    }
}

static void an_ended_queue_without_jobs_ends_at_once(void **state)
{
    struct line *l = new_line(4, 10, 0, 0);

    (void)state;
    assert_int_equal(run_line(l, SIZE_MAX, 0), 0);
    free_line(l);
}

static void taking_from_an_empty_queue_waits_no_longer_than_told(void **state)
{
    plx_queue *q = NULL;
    void *job = &q;

    (void)state;
    assert_int_equal(plx_queue_new(4, 10, &q, NULL), PLX_OK);
    assert_int_equal(plx_queue_take(q, 0, &job), PLX_QUEUE_WAITING);
    assert_null(job);
    plx_queue_free(q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_come_out_worked_on_and_in_the_order_they_went_in),
        cmocka_unit_test(no_more_jobs_are_inside_than_there_are_places),
        cmocka_unit_test(heavy_jobs_pass_one_by_one),
        cmocka_unit_test(workers_rest_when_they_are_told_to),
        cmocka_unit_test(a_stopped_queue_lets_all_threads_go_and_gives_back_what_is_inside),
        cmocka_unit_test(an_ended_queue_without_jobs_ends_at_once),
        cmocka_unit_test(taking_from_an_empty_queue_waits_no_longer_than_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
