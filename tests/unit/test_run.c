/* tests/unit/test_run.c - documents inverted in runs, beside sorting all their words at once */
#include "tests/unit/run_probe.h"
#include "tests/unit/store_fixture.h"
#include "tests/unit/table_probe.h"

#define DOCS_MAX 400

static uint32_t random_state = 11;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)random_state * n) >> 32);
}

/* ---------------------------------------------------- what should come out */

typedef struct occurrence {
    char term[PLX_TERM_MAX];
    size_t len;
    uint32_t serial, position, wdf; /* position 0: none */
} occurrence;

typedef struct naive {
    occurrence *items;
    size_t count, cap, at;
    bool skips_odd;
    unsigned list;
} naive;

static int compare_lists(const occurrence *a, const occurrence *b)
{
    int order = memcmp(a->term, b->term, a->len < b->len ? a->len : b->len);

    return order ? order : (a->len > b->len) - (a->len < b->len);
}

static int compare_occurrences(const void *left, const void *right)
{
    const occurrence *a = left, *b = right;
    int order = compare_lists(a, b);

    if (order)
        return order;
    if (a->serial != b->serial)
        return a->serial < b->serial ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static void note(naive *all, const char *term, size_t len, uint32_t serial, uint32_t position,
                 uint32_t wdf)
{
    if (all->count == all->cap) {
        all->cap = all->cap ? all->cap * 2 : 4096;
        all->items = realloc(all->items, all->cap * sizeof *all->items);
        assert_non_null(all->items);
    }
    occurrence *o = &all->items[all->count++];
    *o = (occurrence){ .len = len, .serial = serial, .position = position, .wdf = wdf };
    memcpy(o->term, term, len);
}

/* ---------------------------------------------------------------- documents */

/* Few short words and some of any bytes and length. */
static size_t make_term(char *term)
{
    size_t n = random_below(8) ? 1 + random_below(3) : 1 + random_below(120);

    for (size_t i = 0; i < n; i++)
        term[i] = "ab\0\xff"[random_below(n < 4 ? 2 : 4)];
    return n;
}

static void make_document(plx_doc *doc, uint32_t serial, naive *all)
{
    size_t words = serial % 9 ? random_below(serial % 31 ? 80 : 3000) : 0;
    char term[PLX_TERM_MAX], data[64];

    for (size_t i = 0; i < words; i++) {
        size_t n = make_term(term);
        uint32_t wdf = random_below(20) ? 1 : random_below(300), pos = 1 + random_below(4000);
        if (i % 5 == 0) {
            OK(plx_doc_add_term(doc, term, n, wdf, &err));
            pos = 0;
        } else {
            OK(plx_doc_add_posting(doc, term, n, pos, wdf, &err));
        }
        note(all, term, n, serial, pos, wdf);
    }
    snprintf(data, sizeof data, "document %u", serial);
    OK(plx_doc_set_data(doc, data, serial % 4 ? strlen(data) : 0, &err));
}

/* ------------------------------------------------------------------- merge */

/* Take the next posting from the sorted occurrences; false at their end. */
static bool next_posting(naive *all, probe_posting *out, uint32_t positions[static 4096])
{
    const occurrence *first = &all->items[all->at];

    if (all->at == all->count)
        return false;
    *out = (probe_posting){ first->term, first->len, first->serial, 0, positions, 0 };
    for (; all->at < all->count; all->at++) {
        const occurrence *o = &all->items[all->at];
        if (compare_lists(o, first) != 0 || o->serial != first->serial)
            break;
        out->wdf += o->wdf;
        if (o->position && (!out->count || positions[out->count - 1] != o->position))
            positions[out->count++] = o->position;
    }
    return true;
}

static void check_posting(void *ctx, const probe_posting *p)
{
    uint32_t positions[4096];
    probe_posting expected;

    assert_true(next_posting(ctx, &expected, positions));
    assert_int_equal(p->term_len, expected.term_len);
    assert_memory_equal(p->term, expected.term, p->term_len);
    assert_int_equal(p->serial, expected.serial);
    assert_int_equal(p->wdf, expected.wdf);
    assert_int_equal(p->count, expected.count);
    if (p->count)
        assert_memory_equal(p->positions, positions, p->count * sizeof *positions);
}

typedef enum spilling { NONE_SPILLED, ALL_SPILLED, EVERY_OTHER_SPILLED } spilling;

static probe_runs *make_runs(uint32_t docs, uint32_t run_docs, spilling how, naive *all)
{
    probe_runs *runs = probe_runs_new();
    plx_doc *doc;

    OK(plx_doc_new(&doc, &err));
    for (uint32_t serial = 0, run = 0; serial < docs; serial++) {
        make_document(doc, serial, all);
        OK(probe_runs_add(runs, doc, &err));
        if ((serial + 1) % run_docs == 0 || serial + 1 == docs) {
            bool is_spilled = how == ALL_SPILLED || (how == EVERY_OTHER_SPILLED && run++ % 2);
            OK(probe_runs_end(runs, is_spilled ? root : NULL, &err));
        }
    }
    plx_doc_free(doc);
    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, compare_occurrences);
    return runs;
}

static void check_runs(uint32_t docs, uint32_t run_docs, spilling how)
{
    naive all = { 0 };
    probe_runs *runs = make_runs(docs, run_docs, how, &all);

    for (int twice = 0; twice < 2; twice++) { /* cursors start anew */
        all.at = 0;
        OK(probe_runs_merge(runs, false, check_posting, &all, &err));
        assert_int_equal(all.at, all.count);
    }
    probe_runs_free(runs);
    free(all.items);
}

static void merged_runs_are_all_postings_in_order(void **state)
{
    static const struct {
        uint32_t docs, run_docs;
    } cases[] = { { 1, 1 }, { 2, 1 }, { 9, 100 }, { 40, 1 }, { DOCS_MAX, 37 }, { DOCS_MAX, 1024 } };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (spilling how = NONE_SPILLED; how <= EVERY_OTHER_SPILLED; how++)
            check_runs(cases[i].docs, cases[i].run_docs, how);
}

static void no_run_and_an_empty_one_have_no_terms(void **state)
{
    naive none = { 0 };
    probe_runs *runs = probe_runs_new();
    (void)state;

    OK(probe_runs_merge(runs, false, check_posting, &none, &err));
    OK(probe_runs_end(runs, NULL, &err));
    OK(probe_runs_end(runs, root, &err));
    OK(probe_runs_merge(runs, false, check_posting, &none, &err));
    probe_runs_free(runs);
}

/* Each posting that is told must be one of those expected, in their order. */
static void check_some(void *ctx, const probe_posting *p)
{
    uint32_t positions[4096];
    probe_posting expected;

    do
        assert_true(next_posting(ctx, &expected, positions));
    while (expected.serial != p->serial || expected.term_len != p->term_len ||
           memcmp(expected.term, p->term, p->term_len) != 0);
    assert_int_equal(p->wdf, expected.wdf);
}

static void lists_can_be_left_unread(void **state)
{
    naive all = { 0 };
    probe_runs *runs = make_runs(DOCS_MAX, 50, EVERY_OTHER_SPILLED, &all);
    (void)state;

    OK(probe_runs_merge(runs, true, check_some, &all, &err));
    assert_true(all.at > 0);
    probe_runs_free(runs);
    free(all.items);
}

static void spilled_runs_leave_memory(void **state)
{
    naive all = { 0 };
    probe_runs *kept = make_runs(DOCS_MAX, 100, NONE_SPILLED, &all);
    probe_runs *spilled = make_runs(DOCS_MAX, 100, ALL_SPILLED, &all);
    (void)state;

    assert_true(probe_runs_bytes(kept) > 10 * probe_runs_bytes(spilled));
    probe_runs_free(kept);
    probe_runs_free(spilled);
    free(all.items);
}

static void folder_without_room_for_a_file_is_named(void **state)
{
    probe_runs *runs = probe_runs_new();
    (void)state;

    FAILS(PLX_ERR_IO, probe_runs_end(runs, dir, &err)); /* it is not there */
    assert_non_null(strstr(err.msg, dir));
    probe_runs_free(runs);
}

/* --------------------------------------------------------------- documents */

typedef struct lists {
    probe_runs *runs;
    uint32_t serial;
} lists;

static void check_termlist(void *ctx, const probe_item *item)
{
    lists *all = ctx;
    plx_bytes data, termlist;
    uint32_t length;
    char expected[64];

    if (item->key_len > 2) /* which slots have values */
        return;
    OK(probe_runs_document(all->runs, all->serial, &data, &termlist, &length, &err));
    assert_int_equal(termlist.n, item->tag_len);
    assert_memory_equal(termlist.p, item->tag, item->tag_len);
    snprintf(expected, sizeof expected, "document %u", all->serial);
    assert_int_equal(data.n, all->serial % 4 ? strlen(expected) : 0);
    assert_memory_equal(data.p, expected, data.n);
    all->serial++;
}

/* The id, which the store adds to each document, is added here, too. */
static void term_lists_are_those_the_engine_writes(void **state)
{
    naive ignored = { 0 };
    plx_store *st = open_writer();
    lists all = { probe_runs_new(), 0 };
    probe_database *db;
    plx_doc *doc;
    (void)state;

    OK(plx_doc_new(&doc, &err));
    for (uint32_t serial = 0; serial < 200; serial++) {
        char id[16];
        make_document(doc, serial, &ignored);
        snprintf(id, sizeof id, "Q%u", serial);
        OK(plx_store_put(st, id, strlen(id), doc, NULL, &err));
        OK(probe_runs_add(all.runs, doc, &err));
        if (serial % 64 == 63 || serial == 199)
            OK(probe_runs_end(all.runs, serial < 128 ? NULL : root, &err));
    }
    plx_doc_free(doc);
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    OK(probe_load(dir, &db, &err));
    OK(probe_read(db, dir, PROBE_TERMLIST, check_termlist, &all, &err));
    assert_int_equal(all.serial, 200);
    probe_free(db);
    probe_runs_free(all.runs);
    free(ignored.items);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, make_root, remove_root)
    const struct CMUnitTest tests[] = {
        T(merged_runs_are_all_postings_in_order),
        T(no_run_and_an_empty_one_have_no_terms),
        T(lists_can_be_left_unread),
        T(spilled_runs_leave_memory),
        T(folder_without_room_for_a_file_is_named),
        T(term_lists_are_those_the_engine_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
