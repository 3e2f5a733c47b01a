/* Parts of the daemon alone: the pool of threads, answers kept, ETags, forms by Accept, routes */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/cache.h"
#include "daemon/format.h"
#include "daemon/gzip.h"
#include "daemon/pool.h"
#include "daemon/route.h"
#include "daemon/state.h"

/* ------------------------------------------------------------ pool */

struct log {
    pthread_mutex_t lock;
    pthread_cond_t is_changed;
    bool is_open; /* jobs may end */
    int order[32];
    int done, refused;
};

struct work {
    plx_pool_job job;
    int number;
};

static void run(void *ctx, plx_pool_job *job)
{
    struct log *log = ctx;

    pthread_mutex_lock(&log->lock);
    log->order[log->done++] = ((struct work *)(void *)job)->number;
    pthread_cond_broadcast(&log->is_changed);
    while (!log->is_open)
        pthread_cond_wait(&log->is_changed, &log->lock);
    pthread_mutex_unlock(&log->lock);
}

static void refuse(void *ctx, plx_pool_job *job)
{
    (void)job;
    ((struct log *)ctx)->refused++;
}

static void wait_until_begun(struct log *log, int n)
{
    pthread_mutex_lock(&log->lock);
    while (log->done < n)
        pthread_cond_wait(&log->is_changed, &log->lock);
    pthread_mutex_unlock(&log->lock);
}

static void open_gate(struct log *log)
{
    pthread_mutex_lock(&log->lock);
    log->is_open = true;
    pthread_cond_broadcast(&log->is_changed);
    pthread_mutex_unlock(&log->lock);
}

static plx_pool *make_pool(struct log *log, unsigned waiting)
{
    const plx_pool_options opt = {
        .threads = 1, .waiting = waiting, .run = run, .refuse = refuse, .ctx = log
    };
    plx_pool *p;

    *log = (struct log){ .is_open = false };
    pthread_mutex_init(&log->lock, NULL);
    pthread_cond_init(&log->is_changed, NULL);
    assert_int_equal(plx_pool_new(&opt, &p, NULL), PLX_OK);
    return p;
}

static void the_pool_takes_jobs_in_order_urgent_ones_first(void **state)
{
    struct work w[5] = {
        { .number = 0 }, { .number = 1 }, { .number = 2 }, { .number = 3 }, { .number = 4 }
    };
    static const int expected[] = { 0, 3, 1, 2 };
    struct log log;
    plx_pool *p = make_pool(&log, 2);

    (void)state;
    assert_true(plx_pool_put(p, &w[0].job, false));
    wait_until_begun(&log, 1); /* the only thread is busy now */
    assert_true(plx_pool_put(p, &w[1].job, false));
    assert_true(plx_pool_put(p, &w[2].job, false));
    assert_int_equal(plx_pool_waiting(p), 2);
    assert_false(plx_pool_put(p, &w[4].job, false)); /* full */
    assert_true(plx_pool_put(p, &w[3].job, true));
    open_gate(&log);
    wait_until_begun(&log, 4);
    plx_pool_free(p);
    assert_memory_equal(log.order, expected, sizeof expected);
    assert_int_equal(log.refused, 0);
}

static void urgent_jobs_have_a_bound_of_their_own(void **state)
{
    struct work w[PLX_POOL_URGENT_MAX + 2] = { { .number = 0 } };
    struct log log;
    plx_pool *p = make_pool(&log, 1);

    (void)state;
    assert_true(plx_pool_put(p, &w[0].job, false));
    wait_until_begun(&log, 1);
    for (unsigned i = 1; i <= PLX_POOL_URGENT_MAX; i++)
        assert_true(plx_pool_put(p, &w[i].job, true));
    assert_false(plx_pool_put(p, &w[PLX_POOL_URGENT_MAX + 1].job, true));
    open_gate(&log);
    wait_until_begun(&log, PLX_POOL_URGENT_MAX + 1);
    plx_pool_free(p);
}

static void a_pool_that_ends_refuses_what_waits(void **state)
{
    const plx_pool_options none = { .threads = 0, .waiting = 2, .run = run, .refuse = refuse };
    struct work w[2] = { { .number = 0 }, { .number = 1 } };
    plx_pool_options opt = none;
    struct log log = { .done = 0 };
    plx_pool *p;

    (void)state;
    opt.ctx = &log;
    assert_int_equal(plx_pool_new(&opt, &p, NULL), PLX_OK);
    assert_true(plx_pool_put(p, &w[0].job, false));
    assert_true(plx_pool_put(p, &w[1].job, false));
    plx_pool_free(p);
    assert_int_equal(log.refused, 2);
}

/* ------------------------------------------------------------ cache */

static void put(plx_cache *c, const char *key, size_t bytes, char fill)
{
    plx_reply r;

    plx_reply_init(&r);
    for (size_t i = 0; i < bytes; i++)
        plx_strbuf_putc(&r.body, fill);
    r.link = strdup("<next>");
    r.is_gzip = fill == 'z';
    plx_cache_put(c, key, &r);
    plx_reply_release(&r);
}

static bool has(plx_cache *c, const char *key, char fill)
{
    plx_reply r;
    bool is_there;

    plx_reply_init(&r);
    is_there = plx_cache_get(c, key, &r);
    if (is_there) {
        assert_true(r.body.len && r.body.s[0] == fill && r.body.s[r.body.len - 1] == fill);
        assert_string_equal(r.link, "<next>");
        assert_int_equal(r.is_gzip, fill == 'z');
    }
    plx_reply_release(&r);
    return is_there;
}

static void the_cache_gives_back_what_it_was_given(void **state)
{
    plx_cache *c;

    (void)state;
    assert_int_equal(plx_cache_new(100000, &c, NULL), PLX_OK);
    assert_false(has(c, "a", 'a'));
    put(c, "a", 10, 'a');
    put(c, "b", 10, 'z');
    assert_true(has(c, "a", 'a'));
    assert_true(has(c, "b", 'z'));
    assert_false(has(c, "ab", 'a'));
    put(c, "a", 10, 'n'); /* again: the newer one */
    assert_true(has(c, "a", 'n'));
    assert_int_equal(plx_cache_look(c).entries, 2);
    assert_int_equal(plx_cache_look(c).hits, 3);
    assert_int_equal(plx_cache_look(c).misses, 2);
    plx_cache_free(c);
}

static void the_least_recently_used_answer_leaves_first(void **state)
{
    plx_cache *c;

    (void)state;
    assert_int_equal(plx_cache_new(10000, &c, NULL), PLX_OK);
    for (char k = 'a'; k < 'h'; k++)
        put(c, (char[]){ k, '\0' }, 1000, k);
    assert_true(has(c, "a", 'a'));
    put(c, "x", 1000, 'x');
    put(c, "y", 1000, 'y');
    put(c, "w", 1000, 'w');
    assert_true(has(c, "a", 'a'));
    assert_false(has(c, "b", 'b'));
    assert_true(has(c, "w", 'w'));
    assert_true(plx_cache_look(c).bytes <= 10000);
    put(c, "large", 5000, 'l'); /* over an eighth */
    assert_false(has(c, "large", 'l'));
    plx_cache_free(c);
}

/* ------------------------------------------------------------ ETags, forms, gzip */

static void if_none_match_names_etags_as_the_rfc_has_them(void **state)
{
    static const struct {
        const char *header;
        bool matches;
    } cases[] = {
        { NULL, false },           { "", false },        { "*", true },
        { "\"a\"", true },         { "W/\"a\"", true },  { "\"b\", \"a\"", true },
        { "\"b\",W/\"a\"", true }, { "\"ab\"", false },  { "a", false },
        { "\"a", false },          { "\"\"a\"", false }, { "\"b\"\"a\"", true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(plx_etag_matches(cases[i].header, "\"a\""), cases[i].matches);
}

static void accept_chooses_the_form_by_weight(void **state)
{
    static const char *const words[] = { "json", "jsonl", "csv", NULL };
    static const struct {
        const char *accept;
        unsigned chosen;
        plx_format format;
    } cases[] = {
        { NULL, 0, PLX_FORMAT_JSON },
        { "*/*", 0, PLX_FORMAT_JSON },
        { "text/csv", 0, PLX_FORMAT_CSV },
        { "TEXT/CSV;header=present", 0, PLX_FORMAT_CSV },
        { "text/csv;q=0.2, application/jsonl;q=0.7", 0, PLX_FORMAT_JSONL },
        { "text/csv;q=0, image/svg+xml", 0, PLX_FORMAT_JSON },
        { "text/csvs, ,,;q=", 0, PLX_FORMAT_JSON },
        { "text/csv", 2, PLX_FORMAT_JSONL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const plx_request rq = { .accept = cases[i].accept };
        assert_int_equal(plx_format_choose(&rq, words, cases[i].chosen), cases[i].format);
    }
}

static void short_answers_are_not_compressed(void **state)
{
    plx_reply r;

    (void)state;
    plx_reply_init(&r);
    plx_strbuf_puts(&r.body, "short");
    plx_gzip_reply(&r);
    assert_false(r.is_gzip);
    for (int i = 0; i < 5000; i++)
        plx_strbuf_putc(&r.body, 'a');
    plx_gzip_reply(&r);
    assert_true(r.is_gzip && r.body.len < 1000);
    assert_memory_equal(r.body.s, "\x1f\x8b", 2);
    plx_reply_release(&r);
}

/* ------------------------------------------------------------ routes */

static unsigned find(const char *target, plx_method method, plx_request *rq)
{
    plx_reply reply;
    unsigned status;

    plx_reply_init(&reply);
    free(rq->target);
    *rq = (plx_request){ .method = method, .target = strdup(target) };
    status = plx_route_find(rq, &reply) ? 200 : reply.problem.status;
    plx_reply_release(&reply);
    return status;
}

static void routes_are_found_by_pattern_and_method(void **state)
{
    plx_request rq = { .target = NULL };

    (void)state;
    assert_int_equal(find("/api/v1/search?q=a", PLX_METHOD_GET, &rq), 200);
    assert_string_equal(rq.query, "q=a");
    assert_string_equal(rq.rest, "");
    assert_int_equal(find("/api/v1/articles/a%2Fb%20c", PLX_METHOD_HEAD, &rq), 200);
    assert_string_equal(rq.rest, "a/b c");
    assert_int_equal(find("/api/v1/articles/a%2Fsimilar/similar", PLX_METHOD_GET, &rq), 200);
    assert_string_equal(rq.route->path, "/api/v1/articles/{id}/similar");
    assert_string_equal(rq.rest, "a/similar");
    assert_int_equal(find("/api/v1/articles/http://x/y", PLX_METHOD_GET, &rq), 200);
    assert_string_equal(rq.rest, "http://x/y");
    assert_int_equal(find("/api/v1/articles/", PLX_METHOD_GET, &rq), 404);
    assert_int_equal(find("/api/v1/articles/%zz", PLX_METHOD_GET, &rq), 400);
    assert_int_equal(find("/api/v1/search", PLX_METHOD_POST, &rq), 405);
    assert_int_equal(find("/api/v1/searchs", PLX_METHOD_GET, &rq), 404);
    assert_int_equal(find("*", PLX_METHOD_GET, &rq), 404);
    free(rq.target);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pool_takes_jobs_in_order_urgent_ones_first),
        cmocka_unit_test(urgent_jobs_have_a_bound_of_their_own),
        cmocka_unit_test(a_pool_that_ends_refuses_what_waits),
        cmocka_unit_test(the_cache_gives_back_what_it_was_given),
        cmocka_unit_test(the_least_recently_used_answer_leaves_first),
        cmocka_unit_test(if_none_match_names_etags_as_the_rfc_has_them),
        cmocka_unit_test(accept_chooses_the_form_by_weight),
        cmocka_unit_test(short_answers_are_not_compressed),
        cmocka_unit_test(routes_are_found_by_pattern_and_method),
    };

    return cmocka_run_group_tests_name("parts of the daemon", tests, NULL, NULL);
}
