/* tests/unit/test_builder_edges.c - bases and numbers that random documents do not come by */
#include "tests/unit/store_fixture.h"

#include "store/builder.h"
#include "tests/unit/both_stores.h"
#include "tests/unit/equal_stores.h"
#include "tests/unit/foreign_store.h"
#include "tests/unit/store_files.h"

static char base[128], to[128];

static int make_folders(void **state)
{
    int rc = make_root(state);

    snprintf(base, sizeof base, "%s/base", root);
    snprintf(to, sizeof to, "%s/to", root);
    return rc;
}

static plx_store *open_builder(const plx_build_options *opt)
{
    plx_store *st;
    OK(plx_store_open_builder(base, to, opt, &st, &err));
    return st;
}

static void put_word(plx_store *st, const char *id)
{
    plx_doc *doc;
    OK(plx_doc_new(&doc, &err));
    OK(plx_doc_add_posting(doc, "word", 4, 7, 1, &err));
    OK(plx_store_put(st, id, strlen(id), doc, NULL, &err));
    plx_doc_free(doc);
}

static void the_highest_docid_there_can_be_is_carried_over(void **state)
{
    static const uint32_t docids[] = { 1, 0x7fff, 0x8000, 0x3fffff, 0x400000, UINT32_MAX };
    char why[600];

    (void)state;
    assert_true(make_foreign_store(base, docids, sizeof docids / sizeof *docids, true));
    OK(plx_store_compact(base, to, &err));
    assert_true(equal_stores(base, to, NULL, why, sizeof why));
}

static plx_doc *heavy_document(void)
{
    plx_doc *doc;
    OK(plx_doc_new(&doc, &err));
    OK(plx_doc_add_term(doc, "heavy", 5, 0xf0000000u, &err));
    return doc;
}

static void occurrences_over_32_bits_are_counted_as_the_engine_does(void **state)
{
    static const char *const ids[] = { "Q1", "Q2", "Q3" };
    both_stores both;

    (void)state;
    both_begin(&both, root, NULL, BOTH_BUILD);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        both_put(&both, ids[i], heavy_document(), heavy_document());
    both_next(&both, BOTH_BUILD);
    both_end(&both);
    assert_string_equal(both.why, "");
}

static void a_store_without_term_lists_is_compacted_as_it_is_and_not_built_on(void **state)
{
    static const uint32_t docids[] = { 1, 2, 3 };
    char path[160];
    plx_store *st;

    (void)state;
    assert_true(make_foreign_store(base, docids, 3, false));
    FAILS(PLX_ERR_VERSION, plx_store_open_builder(base, to, NULL, &st, &err));
    OK(plx_store_compact(base, to, &err));
    snprintf(path, sizeof path, "%s/termlist.glass", to);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void counts_that_the_tables_do_not_bear_out_are_damage(void **state)
{
    static const uint32_t docids[] = { 1, 2, 9 };
    static const struct {
        uint32_t documents, last_docid;
    } false_counts[] = { { 3, 8 }, { 2, 9 }, { 4, 9 }, { 0, 0 } };

    (void)state;
    for (size_t i = 0; i < sizeof false_counts / sizeof *false_counts; i++) {
        assert_true(make_foreign_store(base, docids, 3, true));
        assert_true(falsify_counts(base, false_counts[i].documents, false_counts[i].last_docid));
        plx_store *st = open_builder(NULL);
        put_word(st, "Qnew");
        FAILS(PLX_ERR_CORRUPT, plx_store_commit(st, &err));
        plx_store_close(st);
        assert_int_not_equal(access(to, F_OK), 0);
        remove_folder(base);
    }
}

static void a_term_of_several_documents_of_the_base_finds_the_next_when_one_is_gone(void **state)
{
    static const uint32_t docids[] = { 4, 5, 6 };
    uint32_t docid;

    (void)state;
    assert_true(make_foreign_store(base, docids, 3, true));
    plx_store *st = open_builder(NULL);
    OK(plx_store_delete(st, "Q4", 2, &err));
    OK(plx_store_find(st, "Qshared", 7, &docid, &err));
    assert_int_equal(docid, 5);
    plx_store_close(st);
}

static void a_slash_at_the_end_of_the_new_folder_is_as_none(void **state)
{
    static const uint32_t docids[] = { 1 };
    const plx_build_options opt = { .memory = 1, .run_docs = 1 };
    char id[16];

    (void)state;
    assert_true(make_foreign_store(base, docids, 1, true));
    strcat(to, "/");
    plx_store *st = open_builder(&opt);
    for (unsigned i = 0; i < 8; i++) { /* the runs move to a file beside the folder */
        snprintf(id, sizeof id, "Qnew%u", i);
        put_word(st, id);
    }
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    OK(plx_store_check(to, NULL, NULL, &err));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folders, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(the_highest_docid_there_can_be_is_carried_over),
        IN_FOLDER(occurrences_over_32_bits_are_counted_as_the_engine_does),
        IN_FOLDER(a_store_without_term_lists_is_compacted_as_it_is_and_not_built_on),
        IN_FOLDER(counts_that_the_tables_do_not_bear_out_are_damage),
        IN_FOLDER(a_term_of_several_documents_of_the_base_finds_the_next_when_one_is_gone),
        IN_FOLDER(a_slash_at_the_end_of_the_new_folder_is_as_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
