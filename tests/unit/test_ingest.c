/* The one thread that writes: batches, other writers, errors, the end; and articles through it */
#include "collection_fixture.h"

#include <semaphore.h>
#include <time.h>

#include "base/clock.h"
#include "base/json.h"
#include "collection/owner.h"
#include "daemon/write/ingest.h"

#define WAIT_S 60

static plx_daemon_limits limits;
static plx_daemon d;
static char labels[96];

/* A request as the exchange holds it. */
typedef struct exchange {
    plx_request rq;
    plx_reply reply;
    sem_t answered;
    json_t *json; /* the body of the answer */
} exchange;

static void on_later(void *ctx)
{
    sem_post(&((exchange *)ctx)->answered);
}

static void init_exchange(exchange *x, const char *type, const char *query, const char *body)
{
    memset(x, 0, sizeof *x);
    plx_strbuf_init(&x->rq.body);
    plx_strbuf_puts(&x->rq.body, body);
    x->rq.query = query;
    x->rq.rest = "";
    x->rq.type = type;
    x->rq.limits = &limits;
    plx_reply_init(&x->reply);
    sem_init(&x->answered, 0, 0);
}

static plx_context context_of(exchange *x)
{
    return (plx_context){
        .daemon = &d, .request = &x->rq, .reply = &x->reply, .later = { on_later, x }
    };
}

static unsigned wait_answer(exchange *x)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WAIT_S;
    if (sem_timedwait(&x->answered, &until) != 0)
        fail_msg("no answer came");
    plx_json_parse(x->reply.body.s, x->reply.body.len, &x->json, NULL);
    return x->reply.status ? x->reply.status : 200;
}

static void release_exchange(exchange *x)
{
    json_decref(x->json);
    plx_strbuf_release(&x->rq.body);
    plx_reply_release(&x->reply);
    sem_destroy(&x->answered);
}

static int start(void **state)
{
    plx_ingest_options opt = { folder, labels, &limits };

    if (make_folder(state) != 0)
        return -1;
    close_writer(open_writer(NULL));
    snprintf(labels, sizeof labels, "%s/labels.jsonl", folder);
    limits = (plx_daemon_limits){ .write_wait_s = 30, .drain_s = 30 };
    plx_daemon_limits_fill(&limits);
    d = (plx_daemon){ .index_dir = folder, .labels_path = labels };
    OK(plx_ingest_new(&opt, &d.ingest, &err));
    return 0;
}

static int end(void **state)
{
    plx_ingest_free(d.ingest);
    d.ingest = NULL;
    return remove_folder(state);
}

/* Post articles, without waiting for the answer. */
static void begin_post(exchange *x, const char *type, const char *query, const char *body)
{
    plx_context c;

    init_exchange(x, type, query, body);
    c = context_of(x);
    OK(plx_api_articles_post(&c, &err));
    if (c.is_later)
        return;
    if (x->reply.problem.status)
        x->reply.status = x->reply.problem.status;
    on_later(x);
}

static unsigned post(exchange *x, const char *type, const char *query, const char *body)
{
    begin_post(x, type, query, body);
    return wait_answer(x);
}

static json_int_t count_of(const exchange *x, const char *name)
{
    return json_integer_value(json_object_get(x->json, name));
}

static const char *field_of(const exchange *x, size_t i, const char *name)
{
    return plx_json_get_str(json_array_get(json_object_get(x->json, "articles"), i), name);
}

/* -------------------------------------------------------------- articles */

static void articles_are_there_when_they_are_answered(void **state)
{
    exchange x;
    uint32_t docid;
    plx_snapshot *s;

    (void)state;
    assert_int_equal(post(&x, "application/json", "source=Tigris+Wire",
                          "[{\"id\":\"a\",\"text\":\"one\"},{\"id\":\"b\",\"title\":\"two\"}]"),
                     200);
    assert_int_equal(count_of(&x, "added"), 2);
    s = open_snapshot("b", &docid);
    assert_string_equal(plx_json_get_str(x.json, "version"), plx_snapshot_version(s));
    plx_snapshot_close(s);
    release_exchange(&x);
    assert_int_equal(post(&x, NULL, "source=Tigris+Wire",
                          "{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"b\",\"title\":\"three\"}\n"),
                     200);
    assert_int_equal(count_of(&x, "unchanged"), 1);
    assert_int_equal(count_of(&x, "updated"), 1);
    assert_string_equal(field_of(&x, 0, "result"), "unchanged");
    assert_string_equal(field_of(&x, 1, "result"), "updated");
    release_exchange(&x);
    assert_int_equal(documents(), 2);
}

static void bad_articles_leave_the_good_ones(void **state)
{
    exchange x;

    (void)state;
    assert_int_equal(post(&x, "application/x-ndjson", "",
                          "{\"id\":\"a\",\"text\":\"one\"}\nnonsense\n{\"id\":\"b\"}\n"
                          "{\"id\":\"c\",\"text\":\"three\"}\n"),
                     200);
    assert_int_equal(count_of(&x, "added"), 2);
    assert_int_equal(count_of(&x, "failed"), 2);
    assert_string_equal(field_of(&x, 1, "result"), "failed");
    assert_non_null(field_of(&x, 1, "error"));
    assert_int_equal(json_integer_value(json_object_get(
                         json_array_get(json_object_get(x.json, "articles"), 1), "line")),
                     2);
    release_exchange(&x);
    assert_int_equal(documents(), 2);
}

static void a_body_without_any_article_is_refused(void **state)
{
    static const struct {
        const char *type, *query, *body, *code;
        unsigned status;
    } cases[] = {
        { "application/json", "", "", "empty", 400 },
        { NULL, "", " \n\t ", "empty", 400 },
        { "application/json", "", "nonsense", "invalid", 400 },
        { "application/json", "", "{\"id\":\"a\"}", "invalid", 400 },
        { "application/json", "id=x", "{\"text\":\"a\"}", "bad-value", 400 },
        { "application/json", "nope=x", "{\"text\":\"a\"}", "unknown-parameter", 400 },
        { "application/zip", "", "PK\003\004xxxxxxxxxxxxxxxxxxxxxxxx", "unsupported", 415 },
        { NULL, "", "\x28\xb5\x2f\xfd xxxxxxxxxxxxxxxxxxxxxxxx", "unsupported", 415 },
        { NULL, "", "%PDF-1.7 xxxxxxxxxxxxxxxxxxxxxx", "unsupported", 415 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        exchange x;

        if (post(&x, cases[i].type, cases[i].query, cases[i].body) != cases[i].status ||
            strcmp(x.reply.problem.code, cases[i].code) != 0)
            fail_msg("case %zu: %u %s", i, x.reply.problem.status, x.reply.problem.code);
        release_exchange(&x);
    }
    assert_int_equal(documents(), 0);
}

static void too_many_articles_are_refused_and_none_is_taken(void **state)
{
    exchange x;

    (void)state;
    limits.articles = 2;
    assert_int_equal(post(&x, NULL, "", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"text\":\"c\"}\n"),
                     413);
    release_exchange(&x);
    assert_int_equal(documents(), 0);
}

static void a_page_is_one_article_with_what_the_address_says(void **state)
{
    exchange x;
    plx_article a;
    uint32_t docid;
    plx_snapshot *s;

    (void)state;
    assert_int_equal(
        post(&x, "text/html; charset=ISO-8859-1",
             "url=https://w.example/1&source=Tigris+Wire&date=2019-10-10&lang=en",
             "<html><head><title>The caf\xe9 by the harbour</title></head><body><article><p>The "
             "harbour was closed for a day, and nobody in the town knew why it had been closed, "
             "said the caf\xe9 owner.</p><p>It was opened again in the evening, when the boats "
             "came back from the sea with less than they had hoped "
             "for.</p></article></body></html>"),
        200);
    assert_string_equal(field_of(&x, 0, "id"), "https://w.example/1");
    release_exchange(&x);
    s = open_snapshot("https://w.example/1", &docid);
    plx_article_init(&a);
    OK(plx_snapshot_article(s, docid, true, &a, &err));
    assert_string_equal(a.source, "Tigris Wire");
    assert_non_null(strstr(a.text, "caf\xc3\xa9"));
    assert_int_equal(a.date.precision, PLX_DATE_DAY);
    plx_article_release(&a);
    plx_snapshot_close(s);
}

static void an_article_is_removed(void **state)
{
    exchange x;
    plx_context c;

    (void)state;
    assert_int_equal(post(&x, NULL, "", "{\"id\":\"a b\",\"text\":\"one\"}"), 200);
    release_exchange(&x);
    for (unsigned i = 0; i < 2; i++) {
        init_exchange(&x, NULL, "", "");
        x.rq.rest = "a b";
        c = context_of(&x);
        OK(plx_api_articles_delete(&c, &err));
        assert_int_equal(wait_answer(&x), i ? 404 : 200);
        release_exchange(&x);
    }
    assert_int_equal(documents(), 0);
}

/* --------------------------------------------------------------- the queue */

/* A job that does what a test wants. */
typedef struct probe {
    plx_ingest_job job;
    plx_status on_write;
} probe;

static plx_status write_probe(plx_ingest_job *job, plx_ingest_writer *w, plx_error *why)
{
    (void)w;
    return ((probe *)job)->on_write ? plx_fail(why, ((probe *)job)->on_write, "as wanted") : PLX_OK;
}

static plx_status answer_probe(plx_ingest_job *job, const plx_ingest_outcome *out, plx_error *why)
{
    (void)why;
    if (out->status)
        plx_ingest_refuse(job->reply, out);
    else
        plx_reply_json(job->reply, json_string(out->version));
    return PLX_OK;
}

/* Answered whatever came of it, as labels are. */
static plx_status answer_impatient(plx_ingest_job *job, const plx_ingest_outcome *out,
                                   plx_error *why)
{
    (void)why;
    job->reply->status = out->status ? 202 : 200;
    plx_reply_json(job->reply, json_string(out->version));
    return PLX_OK;
}

static void free_probe(plx_ingest_job *job)
{
    free(job);
}

static const plx_ingest_kind patient = { write_probe, answer_probe, free_probe, true };
static const plx_ingest_kind impatient = { NULL, answer_impatient, free_probe, false };

static bool give(exchange *x, const plx_ingest_kind *kind, plx_status on_write)
{
    probe *p = calloc(1, sizeof *p);
    plx_context c;
    bool is_given;

    init_exchange(x, NULL, "", "");
    c = context_of(x);
    p->job.kind = kind;
    p->on_write = on_write;
    is_given = plx_ingest_give(d.ingest, &c, &p->job);
    assert_int_equal(is_given, c.is_later);
    if (!is_given)
        free(p);
    return is_given;
}

static plx_owner *take_index(void)
{
    plx_owner *o = NULL;

    OK(plx_owner_take(folder, "a test", 10, &o, &err));
    return o;
}

/* Wait until the thread has taken all that was given, and waits for the index. */
static void wait_taken(void)
{
    double until = plx_clock_seconds() + WAIT_S;
    const struct timespec pause = { 0, 5000000 };

    while (plx_ingest_waiting(d.ingest) && plx_clock_seconds() < until)
        nanosleep(&pause, NULL);
    assert_int_equal(plx_ingest_waiting(d.ingest), 0);
}

static void jobs_wait_for_another_writer(void **state)
{
    plx_owner *other = take_index();
    exchange x;

    (void)state;
    assert_true(give(&x, &patient, PLX_OK));
    wait_taken();
    plx_owner_release(other);
    assert_int_equal(wait_answer(&x), 200);
    release_exchange(&x);
}

static void a_writer_that_stays_is_named(void **state)
{
    plx_owner *other = take_index();
    exchange x;

    (void)state;
    limits.write_wait_s = 1;
    assert_true(give(&x, &patient, PLX_OK));
    assert_int_equal(wait_answer(&x), 503);
    assert_string_equal(x.reply.problem.code, "locked");
    assert_non_null(strstr(x.reply.problem.detail, "a test (process "));
    assert_null(strstr(x.reply.problem.detail, "--wait"));
    release_exchange(&x);
    plx_owner_release(other);
}

static void a_full_queue_refuses(void **state)
{
    plx_owner *other = take_index();
    exchange x[4];

    (void)state;
    limits.writing = 2;
    assert_true(give(&x[0], &patient, PLX_OK));
    wait_taken();
    assert_true(give(&x[1], &patient, PLX_OK));
    assert_true(give(&x[2], &patient, PLX_OK));
    assert_false(give(&x[3], &patient, PLX_OK));
    assert_int_equal(x[3].reply.problem.status, 503);
    assert_string_equal(x[3].reply.problem.code, "busy");
    plx_owner_release(other);
    for (int i = 0; i < 3; i++)
        assert_int_equal(wait_answer(&x[i]), 200);
    for (int i = 0; i < 4; i++)
        release_exchange(&x[i]);
}

static void labels_do_not_wait(void **state)
{
    plx_owner *other = take_index();
    exchange x[3];

    (void)state;
    assert_true(give(&x[0], &patient, PLX_OK));
    wait_taken();
    assert_true(give(&x[1], &patient, PLX_OK));
    assert_true(give(&x[2], &impatient, PLX_OK)); /* behind those that wait */
    assert_int_equal(wait_answer(&x[2]), 202);
    plx_owner_release(other);
    assert_int_equal(wait_answer(&x[0]), 200);
    assert_int_equal(wait_answer(&x[1]), 200);
    for (int i = 0; i < 3; i++)
        release_exchange(&x[i]);
}

static void an_error_of_the_index_is_that_of_its_batch_alone(void **state)
{
    plx_owner *other = take_index();
    exchange x[3];

    (void)state;
    assert_true(give(&x[0], &patient, PLX_OK));
    wait_taken();
    assert_true(give(&x[1], &patient, PLX_ERR_IO));
    assert_true(give(&x[2], &patient, PLX_OK));
    plx_owner_release(other);
    assert_int_equal(wait_answer(&x[0]), 200);
    for (int i = 1; i < 3; i++) {
        assert_int_equal(wait_answer(&x[i]), 503);
        assert_string_equal(x[i].reply.problem.code, "index");
        assert_string_equal(x[i].reply.cause.msg, "as wanted");
    }
    for (int i = 0; i < 3; i++)
        release_exchange(&x[i]);
    assert_true(give(&x[0], &patient, PLX_OK));
    assert_int_equal(wait_answer(&x[0]), 200);
    release_exchange(&x[0]);
}

static void others_get_their_turn_between_batches(void **state)
{
    plx_owner *other = NULL;
    exchange x[40];
    unsigned n = sizeof x / sizeof *x, turns = 0;

    (void)state;
    for (unsigned i = 0; i < n; i++) {
        assert_true(give(&x[i], &patient, PLX_OK));
        wait_answer(&x[i]);
        if (i % 8 == 0 && plx_owner_take(folder, "a test", 10, &other, &err) == PLX_OK) {
            turns++;
            plx_owner_release(other);
        }
    }
    assert_int_equal(turns, 5);
    for (unsigned i = 0; i < n; i++)
        release_exchange(&x[i]);
}

static void the_end_writes_what_waits(void **state)
{
    plx_owner *other = take_index();
    exchange x[2];

    (void)state;
    begin_post(&x[0], NULL, "", "{\"id\":\"a\",\"text\":\"one\"}");
    wait_taken();
    begin_post(&x[1], NULL, "", "{\"id\":\"b\",\"text\":\"two\"}");
    plx_owner_release(other);
    plx_ingest_free(d.ingest);
    d.ingest = NULL;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(wait_answer(&x[i]), 200);
        release_exchange(&x[i]);
    }
    assert_int_equal(documents(), 2);
}

static void the_end_does_not_wait_longer_than_it_may(void **state)
{
    plx_owner *other = take_index();
    exchange x[2];

    (void)state;
    limits.write_wait_s = 3600;
    limits.drain_s = 1;
    assert_true(give(&x[0], &patient, PLX_OK));
    wait_taken();
    assert_true(give(&x[1], &patient, PLX_OK));
    plx_ingest_free(d.ingest);
    d.ingest = NULL;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(wait_answer(&x[i]), 503);
        release_exchange(&x[i]);
    }
    plx_owner_release(other);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(articles_are_there_when_they_are_answered),
        TEST(bad_articles_leave_the_good_ones),
        TEST(a_body_without_any_article_is_refused),
        TEST(too_many_articles_are_refused_and_none_is_taken),
        TEST(a_page_is_one_article_with_what_the_address_says),
        TEST(an_article_is_removed),
        TEST(jobs_wait_for_another_writer),
        TEST(a_writer_that_stays_is_named),
        TEST(a_full_queue_refuses),
        TEST(labels_do_not_wait),
        TEST(an_error_of_the_index_is_that_of_its_batch_alone),
        TEST(others_get_their_turn_between_batches),
        TEST(the_end_writes_what_waits),
        TEST(the_end_does_not_wait_longer_than_it_may),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
