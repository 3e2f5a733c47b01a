/* tests/unit/test_equal_stores.c - the comparison of two databases sees a difference of any kind */
#include "tests/unit/store_fixture.h"

#include "tests/unit/equal_stores.h"

/* One thing that is done on the right only, and what of the difference must be said. */
typedef struct difference {
    const char *name;
    void (*make)(plx_store *st);
    const char *says;
} difference;

static void add_document(plx_store *st)
{
    put(st, "Q9", "one more", NULL);
}

static void remove_document(plx_store *st)
{
    OK(plx_store_delete(st, "Q3", 2, &err));
}

static void use_a_docid(plx_store *st)
{
    put(st, "Q9", "one more", NULL);
    OK(plx_store_delete(st, "Q9", 2, &err));
}

static void change_value(plx_store *st)
{
    OK(plx_store_set_value(st, 2, 1, "other", 5, &err));
}

static void add_value(plx_store *st)
{
    OK(plx_store_set_value(st, 2, 400, "other", 5, &err));
}

static void count_word(plx_store *st)
{
    OK(plx_store_spelling_add(st, "spelt", 5, 1, &err));
}

static void set_metadata(plx_store *st)
{
    OK(plx_store_set_metadata(st, "key", "other", 5, &err));
}

/* The same words at other positions, and data as before. */
static void move_words(plx_store *st)
{
    plx_doc *doc = new_doc("words some");
    OK(plx_doc_set_data(doc, "some words", 10, &err));
    OK(plx_store_put(st, "Q1", 2, doc, NULL, &err));
    plx_doc_free(doc);
}

static void change_data(plx_store *st)
{
    plx_doc *doc = new_doc("some words");
    OK(plx_doc_set_data(doc, "some worms", 10, &err));
    OK(plx_store_put(st, "Q1", 2, doc, NULL, &err));
    plx_doc_free(doc);
}

static void change_wdf(plx_store *st)
{
    plx_doc *doc = NULL;
    OK(plx_doc_new(&doc, &err));
    OK(plx_doc_add_posting(doc, "some", 4, 1, 0, &err));
    OK(plx_doc_add_posting(doc, "words", 5, 2, 2, &err));
    OK(plx_doc_set_data(doc, "some words", 10, &err));
    OK(plx_store_put(st, "Q1", 2, doc, NULL, &err));
    plx_doc_free(doc);
}

static void make_store(const char *name, void (*change)(plx_store *st))
{
    plx_store *st;

    snprintf(dir, sizeof dir, "%s/%s", root, name);
    st = open_writer();
    put(st, "Q1", "some words", NULL);
    put(st, "Q2", "others of them", "value");
    put(st, "Q3", "and a third", "third");
    OK(plx_store_spelling_add(st, "spelt", 5, 2, &err));
    OK(plx_store_set_metadata(st, "key", "bytes", 5, &err));
    if (change)
        change(st);
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
}

static void every_kind_of_difference_is_told(void **state)
{
    static const difference cases[] = {
        { "more", add_document, "documents: 3 and 4" },
        { "fewer", remove_document, "documents: 3 and 2" },
        { "docid", use_a_docid, "last docid: 3 and 4" },
        { "value", change_value, "value: 'value' and 'other'" },
        { "slot", add_value, "count of values: 1 and 2" },
        { "word", count_word, "highest spelling count: 2 and 3" },
        { "metadata", set_metadata, "metadata: 'bytes' and 'other'" },
        { "positions", move_words, "position: 1 and 2" },
        { "data", change_data, "data: 'some words' and 'some worms'" },
        { "wdf", change_wdf, "wdf in the term list: 1 and 0" },
    };
    char left[160], why[300];
    (void)state;

    make_store("left", NULL);
    snprintf(left, sizeof left, "%s", dir);
    make_store("same", NULL);
    assert_true(equal_stores(left, dir, NULL, why, sizeof why));
    assert_string_equal(why, "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_store(cases[i].name, cases[i].make);
        assert_false(equal_stores(left, dir, NULL, why, sizeof why));
        if (!strstr(why, cases[i].says))
            fail_msg("%s: %s", cases[i].name, why);
    }
}

static void bounds_left_wide_are_told_unless_allowed(void **state)
{
    equal_options wider = { .left_is_wider = true }, exact = { .right_is_exact = true };
    char left[160], why[300];
    plx_store *st;
    (void)state;

    make_store("left", NULL);
    snprintf(left, sizeof left, "%s", dir);
    st = open_writer();
    put(st, "Q4", "a far longer document than the others are", "zzz");
    OK(plx_store_delete(st, "Q4", 2, &err));
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    make_store("right", NULL);
    st = open_writer();
    put(st, "Q4", "a short one", NULL);
    OK(plx_store_delete(st, "Q4", 2, &err));
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    assert_false(equal_stores(left, dir, NULL, why, sizeof why));
    assert_string_equal(why, "longest length: 8 and 3");
    assert_true(equal_stores(left, dir, &wider, why, sizeof why));
    assert_false(equal_stores(dir, left, &wider, why, sizeof why));
    assert_false(equal_stores(dir, left, &exact, why, sizeof why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_kind_of_difference_is_told, make_root, remove_root),
        cmocka_unit_test_setup_teardown(bounds_left_wide_are_told_unless_allowed, make_root,
                                        remove_root),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
