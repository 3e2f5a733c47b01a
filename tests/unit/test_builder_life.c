/* tests/unit/test_builder_life.c - a builder beside its base: what it refuses, and leaves behind */
#include "tests/unit/store_fixture.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>

#include "store/builder.h"
#include "tests/unit/made_documents.h"

static const char *id_of(uint32_t n)
{
    static char id[16];
    snprintf(id, sizeof id, "Q%u", n);
    return id;
}

static size_t entries_of_root(void)
{
    DIR *folder = opendir(root);
    size_t n = 0;

    assert_non_null(folder);
    while (readdir(folder))
        n++;
    closedir(folder);
    return n;
}

static plx_store *open_builder(const char *base, const char *to, const plx_build_options *opt)
{
    plx_store *st = NULL;
    OK(plx_store_open_builder(base, to, opt, &st, &err));
    return st;
}

static void put_made(plx_store *st, uint32_t n, made_kind kind, unsigned size)
{
    plx_doc *doc = made_document(kind, n, size);

    OK(plx_store_put(st, id_of(n), strlen(id_of(n)), doc, NULL, &err));
    plx_doc_free(doc);
}

static void readers_of_the_base_go_on_meanwhile(void **state)
{
    char next[160];
    plx_store *base, *st;
    plx_bytes data;
    (void)state;

    snprintf(next, sizeof next, "%s/next", root);
    plx_store_close(open_sample());
    base = open_reader();
    st = open_builder(dir, next, NULL);
    put(st, "Q1", "replaced", "value");
    put(st, "Q7", "another", "value");
    assert_string_equal(hits_of(base, words(PLX_OP_AND, 0, "green", "zone"), NULL), "3 1");
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    assert_int_equal(count_documents(base), 6);
    OK(plx_store_get_data(base, 1, &data, &err));
    assert_memory_equal(data.p, "green zone", 10);
    plx_store_close(base);
    OK(plx_store_open(next, &base, &err));
    assert_int_equal(count_documents(base), 7);
    OK(plx_store_get_data(base, 1, &data, &err));
    assert_memory_equal(data.p, "replaced", 8);
    plx_store_close(base);
}

static void another_format_of_the_base_is_refused(void **state)
{
    char next[160], version[160];
    unsigned char bytes[16];
    plx_store *st = NULL;
    FILE *f;
    (void)state;

    snprintf(next, sizeof next, "%s/next", root);
    snprintf(version, sizeof version, "%s/iamglass", dir);
    plx_store_close(open_sample());
    f = fopen(version, "r+b");
    assert_int_equal(fread(bytes, 1, sizeof bytes, f), sizeof bytes);
    bytes[15]++; /* the low byte of the format */
    rewind(f);
    assert_int_equal(fwrite(bytes, 1, sizeof bytes, f), sizeof bytes);
    fclose(f);
    FAILS(PLX_ERR_VERSION, plx_store_open_builder(dir, next, NULL, &st, &err));
    assert_null(st);
    assert_int_equal(access(next, F_OK), -1);
}

static void what_is_there_is_not_overwritten(void **state)
{
    char next[160];
    plx_store *st = NULL;
    (void)state;

    snprintf(next, sizeof next, "%s/next", root);
    plx_store_close(open_sample());
    FAILS(PLX_ERR_EXISTS, plx_store_open_builder(dir, dir, NULL, &st, &err));
    write_file(next, "x", 1);
    FAILS(PLX_ERR_EXISTS, plx_store_open_builder(dir, next, NULL, &st, &err));
    assert_null(st);
    remove(next);
    snprintf(next, sizeof next, "%s/no/where", root);
    FAILS(PLX_ERR_NOTFOUND, plx_store_open_builder(next, next, NULL, &st, &err));
    assert_null(st);
}

static void nothing_is_left_without_a_commit(void **state)
{
    plx_build_options tight = { .jobs = 2, .run_docs = 3, .memory = 1 };
    char next[160];
    plx_store *st;
    size_t before;
    (void)state;

    snprintf(next, sizeof next, "%s/next", root);
    plx_store_close(open_sample());
    before = entries_of_root();
    st = open_builder(dir, next, &tight);
    for (uint32_t i = 0; i < 50; i++)
        put_made(st, i, MADE_STORY, 100);
    plx_store_close(st);
    assert_int_equal(entries_of_root(), before);
}

/* With a limit on the bytes of a file: the same as a full disk, at each table in turn. */
static void a_full_disk_leaves_nothing(void **state)
{
    struct rlimit old, tight = { 0, 0 };
    plx_build_options spilling = { .run_docs = 8, .memory = 1 };
    char next[160];
    size_t before;
    (void)state;

    snprintf(next, sizeof next, "%s/next", root);
    plx_store_close(open_sample());
    before = entries_of_root();
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    tight.rlim_max = old.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    for (int spills = 0; spills < 2; spills++) {
        for (tight.rlim_cur = 1 << 10; tight.rlim_cur <= 1 << 18; tight.rlim_cur *= 4) {
            plx_status rc = PLX_OK;
            plx_store *st = open_builder(dir, next, spills ? &spilling : NULL);
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
            for (uint32_t i = 0; i < 100 && rc == PLX_OK; i++) {
                plx_doc *doc = made_document(i ? MADE_STORY : MADE_RANDOM_DATA, i, 100);
                rc = plx_store_put(st, id_of(i), strlen(id_of(i)), doc, NULL, &err);
                plx_doc_free(doc);
            }
            if (rc == PLX_OK)
                rc = plx_store_commit(st, &err);
            FAILS(PLX_ERR_IO, plx_store_commit(st, &err));
            plx_store_close(st);
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
            FAILS(PLX_ERR_IO, rc);
            assert_int_equal(entries_of_root(), before);
        }
    }
    OK(plx_store_check(dir, NULL, NULL, &err));
}

static void a_folder_that_cannot_be_made_is_an_error(void **state)
{
    char next[160];
    plx_store *st = NULL;
    plx_status rc;
    (void)state;

    snprintf(next, sizeof next, "%s/no/where", root);
    plx_store_close(open_sample());
    rc = plx_store_open_builder(dir, next, NULL, &st, &err);
    if (rc == PLX_OK) {
        put_made(st, 1, MADE_STORY, 100);
        rc = plx_store_commit(st, &err);
        plx_store_close(st);
    }
    assert_true(rc == PLX_ERR_IO || rc == PLX_ERR_NOTFOUND);
}

static void what_a_builder_cannot_do_is_said(void **state)
{
    plx_matches m;
    plx_postings *postings;
    plx_terms *terms;
    plx_column *column;
    uint32_t n = 0;
    char next[160];
    plx_store *st;
    plx_query *q = word("green");
    (void)state;

    snprintf(next, sizeof next, "%s/next", root);
    plx_store_close(open_sample());
    st = open_builder(dir, next, NULL);
    FAILS(PLX_ERR_INVALID, plx_store_match(st, q, NULL, &m, &err));
    FAILS(PLX_ERR_INVALID, plx_postings_open(st, "green", 5, &postings, &err));
    FAILS(PLX_ERR_INVALID, plx_store_term_freq(st, "green", 5, &n, &err));
    FAILS(PLX_ERR_INVALID, plx_store_positions(st, 1, "green", 5, &n, 1, &(size_t){ 0 }, &err));
    FAILS(PLX_ERR_INVALID, plx_terms_open(st, PLX_TERMS_ALL, "", 0, &terms, &err));
    FAILS(PLX_ERR_INVALID, plx_terms_open_doc(st, 1, &terms, &err));
    FAILS(PLX_ERR_INVALID, plx_column_load(st, 1, -1, &column, &err));
    FAILS(PLX_ERR_INVALID, plx_store_rollback(st, &err));
    plx_query_free(q);
    plx_store_close(st);
}

static void note_progress(void *ctx, uint64_t done, uint64_t total)
{
    uint64_t *seen = ctx;

    assert_true(done >= seen[0]);
    assert_true(done <= total);
    seen[0] = done;
    seen[1] = total;
}

static void progress_rises_to_its_end(void **state)
{
    uint64_t seen[2] = { 0, 0 };
    plx_build_options opt = { .progress = note_progress, .ctx = seen };
    char next[160];
    plx_store *st;
    (void)state;

    snprintf(next, sizeof next, "%s/next", root);
    plx_store_close(open_sample());
    st = open_builder(dir, next, &opt);
    for (uint32_t i = 0; i < 600; i++)
        put_made(st, i, MADE_STORY, 100);
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    assert_true(seen[0] > 0);
    assert_int_equal(seen[0], seen[1]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(readers_of_the_base_go_on_meanwhile), TEST(another_format_of_the_base_is_refused),
        TEST(what_is_there_is_not_overwritten),    TEST(nothing_is_left_without_a_commit),
        TEST(a_full_disk_leaves_nothing),          TEST(a_folder_that_cannot_be_made_is_an_error),
        TEST(what_a_builder_cannot_do_is_said),    TEST(progress_rises_to_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
