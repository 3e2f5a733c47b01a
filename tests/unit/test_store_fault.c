/* tests/unit/test_store_fault.c - no exception leaves the store */
#include "tests/unit/store_fixture.h"

#include "store/fault.h"

static bool accept_all(void *ctx, uint32_t docid)
{
    (void)ctx;
    return docid > 0;
}

static plx_store *fault_st;
static plx_doc *fault_doc;
static plx_query *fault_query;
static plx_query *fault_child; /* for a constructor to take over */

static plx_query *take_child(void)
{
    plx_query *child = fault_child;
    fault_child = NULL;
    return child;
}

static void *out;
static uint32_t number;
static plx_bytes bytes;
static plx_store_info info;
static plx_matches matches;
static size_t count;
static plx_postings *postings;
static plx_positions *positions;
static const uint32_t *found;
static plx_terms *terms;

static int stop_at_once(void *ctx, uint32_t docid, const char *p, size_t n)
{
    (void)ctx;
    (void)docid;
    (void)p;
    (void)n;
    return 1;
}

/* One call of each function that can fail. */
#define ENTRIES                                                                                    \
    ENTRY(open, plx_store_open(dir, OUT(plx_store), &err))                                         \
    ENTRY(open_writer, plx_store_open_writer(dir, OUT(plx_store), &err))                           \
    ENTRY(commit, plx_store_commit(fault_st, &err))                                                \
    ENTRY(rollback, plx_store_rollback(fault_st, &err))                                            \
    ENTRY(reopen, plx_store_reopen(fault_st, NULL, &err))                                          \
    ENTRY(get_info, plx_store_get_info(fault_st, &info, &err))                                     \
    ENTRY(compact, plx_store_compact(dir, "/nonexistent/x", &err))                                 \
    ENTRY(check, plx_store_check(dir, NULL, NULL, &err))                                           \
    ENTRY(doc_new, plx_doc_new(OUT(plx_doc), &err))                                                \
    ENTRY(doc_clear, plx_doc_clear(fault_doc, &err))                                               \
    ENTRY(doc_pack, plx_doc_pack(fault_doc, &err))                                                 \
    ENTRY(add_posting, plx_doc_add_posting(fault_doc, "a", 1, 1, 1, &err))                         \
    ENTRY(add_term, plx_doc_add_term(fault_doc, "a", 1, 1, &err))                                  \
    ENTRY(add_boolean, plx_doc_add_boolean(fault_doc, "a", 1, &err))                               \
    ENTRY(set_doc_value, plx_doc_set_value(fault_doc, 1, "a", 1, &err))                            \
    ENTRY(set_data, plx_doc_set_data(fault_doc, "a", 1, &err))                                     \
    ENTRY(put, plx_store_put(fault_st, "Qx", 2, fault_doc, &number, &err))                         \
    ENTRY(delete, plx_store_delete(fault_st, "Q1", 2, &err))                                       \
    ENTRY(find, plx_store_find(fault_st, "Q1", 2, &number, &err))                                  \
    ENTRY(set_value, plx_store_set_value(fault_st, 1, 1, "x", 1, &err))                            \
    ENTRY(get_data, plx_store_get_data(fault_st, 1, &bytes, &err))                                 \
    ENTRY(get_value, plx_store_get_value(fault_st, 1, 1, &bytes, &err))                            \
    ENTRY(postings_open, plx_postings_open(fault_st, "a", 1, OUT(plx_postings), &err))             \
    ENTRY(postings_next, plx_postings_next(postings, 0, &number, &err))                            \
    ENTRY(postings_wdf, plx_postings_wdf(postings, &number, &err))                                 \
    ENTRY(postings_read, plx_postings_read(postings, &number, 1, &count, &err))                    \
    ENTRY(postings_read_counts,                                                                    \
          plx_postings_read_counts(postings, &number, &number, 1, &count, &err))                   \
    ENTRY(positions, plx_store_positions(fault_st, 1, "a", 1, &number, 1, &count, &err))           \
    ENTRY(positions_open, plx_positions_open(fault_st, "a", 1, OUT(plx_positions), &err))          \
    ENTRY(positions_read, plx_positions_read(positions, 1, &found, &count, &err))                  \
    ENTRY(positions_keep, plx_positions_keep(positions, 1, &number, &count, true, &err))           \
    ENTRY(term_freq, plx_store_term_freq(fault_st, "a", 1, &number, &err))                         \
    ENTRY(terms_open, plx_terms_open(fault_st, PLX_TERMS_ALL, "a", 1, OUT(plx_terms), &err))       \
    ENTRY(terms_open_doc, plx_terms_open_doc(fault_st, 1, OUT(plx_terms), &err))                   \
    ENTRY(terms_next, plx_terms_next(terms, &bytes, &number, &err))                                \
    ENTRY(column, plx_column_load(fault_st, 1, -1, OUT(plx_column), &err))                         \
    ENTRY(each_value, plx_store_each_value(fault_st, 1, stop_at_once, NULL, &err))                 \
    ENTRY(query_term, plx_query_term("a", 1, 1, OUT(plx_query), &err))                             \
    ENTRY(query_combine, plx_query_combine(PLX_OP_OR, (plx_query *[]){ take_child() }, 1, 0,       \
                                           OUT(plx_query), &err))                                  \
    ENTRY(query_scale, plx_query_scale(take_child(), 2, OUT(plx_query), &err))                     \
    ENTRY(query_prefix, plx_query_prefix("a", 1, 9, OUT(plx_query), &err))                         \
    ENTRY(query_range, plx_query_value_range(1, NULL, NULL, OUT(plx_query), &err))                 \
    ENTRY(query_all, plx_query_all(OUT(plx_query), &err))                                          \
    ENTRY(query_nothing, plx_query_nothing(OUT(plx_query), &err))                                  \
    ENTRY(query_predicate, plx_query_predicate(accept_all, NULL, 1, 0, OUT(plx_query), &err))      \
    ENTRY(query_docids, plx_query_docids(NULL, 0, 0, OUT(plx_query), &err))                        \
    ENTRY(describe, plx_query_describe(fault_query, OUT(char), &err))                              \
    ENTRY(match, plx_store_match(fault_st, fault_query, NULL, &matches, &err))                     \
    ENTRY(spelling_add, plx_store_spelling_add(fault_st, "abc", 3, 1, &err))                       \
    ENTRY(suggest, plx_store_spelling_suggest(fault_st, "abc", 3, 2, OUT(char), &err))             \
    ENTRY(set_metadata, plx_store_set_metadata(fault_st, "k", "v", 1, &err))                       \
    ENTRY(get_metadata, plx_store_get_metadata(fault_st, "k", &bytes, &err))

#define OUT(type) ((type **)(void *)&out)
#define ENTRY(name, ...)                                                                           \
    static plx_status enter_##name(void)                                                           \
    {                                                                                              \
        return __VA_ARGS__;                                                                        \
    }
ENTRIES
#undef ENTRY

#define ENTRY(name, ...) enter_##name,
static plx_status (*const entries[])(void) = { ENTRIES };
#undef ENTRY
#define ENTRY_COUNT (sizeof entries / sizeof *entries)

static void try_fault(plx_status (*entry)(void), int kind)
{
    static const plx_status expected[] = { PLX_OK, PLX_ERR_NOMEM, PLX_ERR_INTERNAL,
                                           PLX_ERR_INTERNAL, PLX_ERR_INTERNAL };

    out = &out;
    number = 77;
    count = 77;
    bytes = (plx_bytes){ "x", 1 };
    info.documents = 77;
    fault_child = everything();
    plx_store_fault_next(kind);
    FAILS(expected[kind], entry());
    plx_store_fault_next(PLX_FAULT_NONE);
    assert_true(strlen(err.msg) > 0);
    assert_true(out == NULL || out == &out);
    assert_true(number == 0 || number == 77);
    assert_true(count == 0 || count == 77);
    assert_true(bytes.n == 0 || bytes.p != NULL);
    assert_true(info.documents == 0 || info.documents == 77);
    assert_null(matches.items);
    plx_query_free(take_child());
}

/* A function added to the header must be added above. */
static void every_function_of_the_header_is_tried(void **state)
{
    FILE *f = fopen("store/store.h", "r");
    char line[256];
    size_t functions = 0;
    (void)state;

    assert_non_null(f);
    while (fgets(line, sizeof line, f))
        functions += strncmp(line, "plx_status plx_", 15) == 0;
    fclose(f);
    assert_int_equal(functions, ENTRY_COUNT);
}

static void every_entry_point_survives_any_exception(void **state)
{
    plx_store_info before, after;
    (void)state;

    plx_store_close(open_sample());
    fault_st = open_writer();
    fault_doc = new_doc("a b");
    fault_query = word("green");
    OK(plx_store_get_info(fault_st, &before, &err));
    OK(plx_postings_open(fault_st, "green", 5, &postings, &err));
    OK(plx_postings_next(postings, 0, &number, &err));
    OK(plx_positions_open(fault_st, "green", 5, &positions, &err));
    OK(plx_terms_open(fault_st, PLX_TERMS_ALL, "", 0, &terms, &err));
    for (size_t i = 0; i < ENTRY_COUNT; i++)
        for (int kind = PLX_FAULT_NOMEM; kind < PLX_FAULT_COUNT; kind++)
            try_fault(entries[i], kind);
    plx_postings_close(postings);
    plx_positions_close(positions);
    plx_terms_close(terms);
    put(fault_st, "Qlast", "still works", NULL);
    OK(plx_store_commit(fault_st, &err));
    OK(plx_store_get_info(fault_st, &after, &err));
    assert_int_equal(after.documents, before.documents + 1);
    plx_query_free(fault_query);
    plx_doc_free(fault_doc);
    plx_store_close(fault_st);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, make_root, remove_root)
    const struct CMUnitTest tests[] = {
        T(every_function_of_the_header_is_tried),
        T(every_entry_point_survives_any_exception),
    };
#undef T
    plx_store_process_init(0);
    return cmocka_run_group_tests_name("store_fault", tests, NULL, NULL);
}
