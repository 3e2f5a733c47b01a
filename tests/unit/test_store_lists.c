/* tests/unit/test_store_lists.c - posting lists, terms, columns, spelling and metadata */
#include "tests/unit/store_fixture.h"

/* ------------------------------------------------------------- iteration */

static void postings_step_skip_and_read_in_bulk(void **state)
{
    plx_store *st = open_writer();
    plx_postings *it;
    uint32_t docid, wdf, ids[64];
    size_t n;
    char id[8];
    (void)state;

    for (int i = 1; i <= 50; i++) {
        snprintf(id, sizeof id, "Q%d", i);
        put(st, id, i % 3 ? "common" : "common third third", NULL);
    }
    OK(plx_store_commit(st, &err));
    OK(plx_postings_open(st, "third", 5, &it, &err));
    FAILS(PLX_ERR_INVALID, plx_postings_wdf(it, &wdf, &err));
    OK(plx_postings_next(it, 0, &docid, &err));
    assert_int_equal(docid, 3);
    OK(plx_postings_next(it, 3, &docid, &err));
    assert_int_equal(docid, 6);
    OK(plx_postings_next(it, 20, &docid, &err));
    assert_int_equal(docid, 21);
    OK(plx_postings_wdf(it, &wdf, &err));
    assert_int_equal(wdf, 2);
    OK(plx_postings_read(it, ids, 3, &n, &err));
    assert_int_equal(n, 3);
    assert_int_equal(ids[2], 30);
    OK(plx_postings_read(it, ids, 64, &n, &err));
    assert_int_equal(n, 6);
    OK(plx_postings_next(it, 0, &docid, &err));
    assert_int_equal(docid, 0);
    plx_postings_close(it);
    OK(plx_postings_open(st, "", 0, &it, &err));
    OK(plx_postings_read(it, ids, 64, &n, &err));
    assert_int_equal(n, 50);
    plx_postings_close(it);
    OK(plx_postings_open(st, "absent", 6, &it, &err));
    OK(plx_postings_next(it, 5, &docid, &err));
    assert_int_equal(docid, 0);
    plx_postings_close(it);
    plx_postings_close(NULL);
    plx_store_close(st);
}

static void positions_are_those_of_one_term_in_one_document(void **state)
{
    plx_store *st = open_writer();
    uint32_t pos[4], docid;
    size_t n;
    (void)state;

    put(st, "Q1", "one two one", NULL);
    docid = put(st, "Q2", "two one two two two two", NULL);
    OK(plx_store_commit(st, &err));
    OK(plx_store_positions(st, docid, "two", 3, pos, 4, &n, &err));
    assert_int_equal(n, 4); /* the first ones */
    assert_int_equal(pos[0], 1);
    assert_int_equal(pos[3], 5);
    OK(plx_store_positions(st, docid, "one", 3, pos, 4, &n, &err));
    assert_int_equal(n, 1);
    assert_int_equal(pos[0], 2);
    OK(plx_store_positions(st, docid, "three", 5, pos, 4, &n, &err));
    assert_int_equal(n, 0);
    OK(plx_store_positions(st, 99, "one", 3, pos, 4, &n, &err));
    assert_int_equal(n, 0);
    OK(plx_store_positions(st, 0, "one", 3, pos, 4, &n, &err));
    assert_int_equal(n, 0);
    FAILS(PLX_ERR_INVALID, plx_store_positions(st, docid, "", 0, pos, 4, &n, &err));
    plx_store_close(st);
}

/* Terms as "a:1 b:2"; closes the list. */
static const char *list_terms(plx_terms *it)
{
    static char text[512];
    plx_bytes term;
    uint32_t freq;
    size_t at = 0;

    text[0] = 0;
    for (;;) {
        OK(plx_terms_next(it, &term, &freq, &err));
        if (!term.p)
            break;
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%.*s:%u", at ? " " : "", (int)term.n,
                               term.p, freq);
    }
    plx_terms_close(it);
    return text;
}

static void terms_are_listed_by_prefix_document_and_spelling(void **state)
{
    plx_store *st = open_writer();
    plx_terms *it;
    (void)state;

    put(st, "Q1", "attack zone zone", NULL);
    put(st, "Q2", "zonal zone", NULL);
    OK(plx_store_spelling_add(st, "zone", 4, 3, &err));
    OK(plx_store_spelling_add(st, "zonal", 5, 1, &err));
    OK(plx_store_spelling_add(st, "attack", 6, 1, &err));
    OK(plx_store_commit(st, &err));
    OK(plx_terms_open(st, PLX_TERMS_ALL, "zon", 3, &it, &err));
    assert_string_equal(list_terms(it), "zonal:1 zone:2");
    OK(plx_terms_open(st, PLX_TERMS_ALL, "", 0, &it, &err));
    assert_string_equal(list_terms(it), "Q1:1 Q2:1 attack:1 zonal:1 zone:2");
    OK(plx_terms_open_doc(st, 1, &it, &err));
    assert_string_equal(list_terms(it), "Q1:0 attack:1 zone:2");
    FAILS(PLX_ERR_NOTFOUND, plx_terms_open_doc(st, 9, &it, &err));
    assert_null(it);
    OK(plx_terms_open(st, PLX_TERMS_SPELLING, "zon", 3, &it, &err));
    assert_string_equal(list_terms(it), "zonal:1 zone:3");
    OK(plx_terms_open(st, PLX_TERMS_SPELLING, "", 0, &it, &err));
    assert_string_equal(list_terms(it), "attack:1 zonal:1 zone:3");
    plx_store_close(st);
}

static void spelling_suggests_the_nearest_word(void **state)
{
    plx_store *st = open_writer();
    char *found;
    (void)state;

    OK(plx_store_spelling_add(st, "baghdad", 7, 5, &err));
    OK(plx_store_commit(st, &err));
    OK(plx_store_spelling_suggest(st, "bagdad", 6, 2, &found, &err));
    assert_string_equal(found, "baghdad");
    free(found);
    FAILS(PLX_ERR_NOTFOUND, plx_store_spelling_suggest(st, "tehran", 6, 2, &found, &err));
    assert_null(found);
    plx_store_close(st);
}

static void metadata_is_kept_by_key(void **state)
{
    plx_store *st = open_writer();
    plx_bytes data;
    char key[300];
    (void)state;

    OK(plx_store_set_metadata(st, "k", "v\0w", 3, &err));
    memset(key, 'k', sizeof key);
    key[PLX_METADATA_KEY_MAX] = 0;
    OK(plx_store_set_metadata(st, key, "long", 4, &err));
    key[PLX_METADATA_KEY_MAX] = 'k';
    key[299] = 0;
    FAILS(PLX_ERR_LIMIT, plx_store_set_metadata(st, key, "long", 4, &err));
    FAILS(PLX_ERR_INVALID, plx_store_set_metadata(st, "", "x", 1, &err));
    OK(plx_store_commit(st, &err));
    OK(plx_store_get_metadata(st, "k", &data, &err));
    assert_int_equal(data.n, 3);
    OK(plx_store_get_metadata(st, "other", &data, &err));
    assert_int_equal(data.n, 0);
    plx_store_close(st);
}

/* --------------------------------------------------------------- columns */

static void column_holds_ordinals_in_byte_order(void **state)
{
    static const char *const values[] = { "b", NULL, "c", "a", "a", "b" };
    plx_store *st = open_writer();
    plx_column *col;
    char id[8];
    (void)state;

    for (size_t i = 0; i < 6; i++) {
        snprintf(id, sizeof id, "Q%zu", i);
        put(st, id, "w", values[i]);
    }
    OK(plx_store_commit(st, &err));
    OK(plx_column_load(st, 1, -1, &col, &err));
    assert_int_equal(col->last_docid, 6);
    assert_int_equal(col->values, 3);
    assert_string_equal(col->value[0], "a");
    assert_string_equal(col->value[2], "c");
    assert_int_equal(col->value_len[1], 1);
    for (uint32_t d = 1; d <= 6; d++) {
        assert_int_equal(col->first[d + 1] - col->first[d], values[d - 1] ? 1 : 0);
        if (values[d - 1])
            assert_string_equal(col->value[col->ordinal[col->first[d]]], values[d - 1]);
    }
    plx_column_free(col);
    OK(plx_column_load(st, 5, -1, &col, &err)); /* nobody has this slot */
    assert_int_equal(col->values, 0);
    assert_int_equal(col->first[7], 0);
    plx_column_free(col);
    plx_column_free(NULL);
    plx_store_close(st);
}

static void column_splits_several_values_of_a_document(void **state)
{
    plx_store *st = open_writer();
    plx_column *col;
    (void)state;

    put(st, "Q1", "w", "x|y|x");
    put(st, "Q2", "w", "||");
    put(st, "Q3", "w", "y");
    put(st, "Q4", "w", "|y|");
    OK(plx_store_commit(st, &err));
    OK(plx_column_load(st, 1, '|', &col, &err));
    assert_int_equal(col->values, 2);
    assert_int_equal(col->first[1], 0);
    assert_int_equal(col->first[2], 2);
    assert_int_equal(col->first[3], 2);
    assert_int_equal(col->first[4], 3);
    assert_int_equal(col->first[5], 4);
    assert_string_equal(col->value[col->ordinal[3]], "y");
    plx_column_free(col);
    plx_store_close(st);
}

static int collect_value(void *ctx, uint32_t docid, const char *p, size_t n)
{
    char *text = ctx;
    snprintf(text + strlen(text), 64 - strlen(text), "%u=%.*s ", docid, (int)n, p);
    return docid == 4;
}

static void each_value_walks_until_told_to_stop(void **state)
{
    plx_store *st = open_sample();
    char text[64] = "";
    (void)state;

    OK(plx_store_each_value(st, 1, collect_value, text, &err));
    assert_string_equal(text, "1=2019-10 2=2019-09 4=2020-01 ");
    plx_store_close(st);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, make_root, remove_root)
    const struct CMUnitTest tests[] = {
        T(postings_step_skip_and_read_in_bulk),
        T(positions_are_those_of_one_term_in_one_document),
        T(terms_are_listed_by_prefix_document_and_spelling),
        T(spelling_suggests_the_nearest_word),
        T(metadata_is_kept_by_key),
        T(column_holds_ordinals_in_byte_order),
        T(column_splits_several_values_of_a_document),
        T(each_value_walks_until_told_to_stop),
    };
#undef T
    plx_store_process_init(0);
    return cmocka_run_group_tests_name("store_lists", tests, NULL, NULL);
}
