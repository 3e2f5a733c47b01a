/* Positions of a term in many documents are those that are read one by one, whoever reads them. */
#include "tests/unit/store_fixture.h"

#define DOCUMENTS     600
#define POSITIONS_MAX 40000

static const char *const terms[] = {
    "always", "often", "often\xc3\xa9", "seldom", "once", "never"
};
#define TERMS (sizeof terms / sizeof *terms)

static unsigned seed = 1;

static unsigned draw(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 8) % n;
}

/* How many positions term t has in a document: of "once" so many that they take several items. */
static unsigned draw_count(size_t t, unsigned docid)
{
    switch (t) {
    case 0:
        return 1 + draw(60);
    case 1:
    case 2:
        return draw(3) ? draw(9) : 0;
    case 3:
        return draw(40) ? 0 : 1 + draw(300);
    default:
        return t == 4 && docid == DOCUMENTS / 2 ? 20000 : 0;
    }
}

static void put_random(plx_store *st, unsigned number)
{
    plx_doc *doc = NULL;
    uint32_t docid;
    char id[16];

    OK(plx_doc_new(&doc, &err));
    for (size_t t = 0; t < TERMS; t++)
        for (unsigned left = draw_count(t, number); left; left--)
            OK(plx_doc_add_posting(doc, terms[t], strlen(terms[t]),
                                   1 + draw(left > 999 ? 99999 : 999), 1, &err));
    snprintf(id, sizeof id, "Q%u", number);
    OK(plx_store_put(st, id, strlen(id), doc, &docid, &err));
    plx_doc_free(doc);
}

static plx_store *make_index(void)
{
    plx_store *st = open_writer();

    for (unsigned i = 1; i <= DOCUMENTS; i++)
        put_random(st, i);
    OK(plx_store_commit(st, &err));
    return st;
}

/* What is kept of the first, the last, and some others that may or may not be there. */
static void assert_kept(plx_positions *it, uint32_t docid, const uint32_t *all, size_t n)
{
    uint32_t wanted[64], kept[64], one[64];
    size_t count = 0, expected = 0, k = 0, got, single;

    for (uint32_t at = draw(50); count < 60 && at < 1100; at += 1 + draw(40))
        wanted[count++] = at;
    if (n && (!count || all[n - 1] > wanted[count - 1]))
        wanted[count++] = all[n - 1];
    memcpy(kept, wanted, sizeof kept);
    memcpy(one, wanted, sizeof one);
    for (size_t i = 0; i < count; i++) {
        while (k < n && all[k] < wanted[i])
            k++;
        if (k < n && all[k] == wanted[i])
            wanted[expected++] = wanted[i];
    }
    got = single = count;
    OK(plx_positions_keep(it, docid, kept, &got, false, &err));
    OK(plx_positions_keep(it, docid, one, &single, true, &err));
    assert_int_equal(got, expected);
    assert_memory_equal(kept, wanted, expected * sizeof *kept);
    assert_int_equal(single, expected ? 1 : 0);
    assert_true(!expected || one[0] == wanted[0]);
}

/* Every step-th document, also behind the last. */
static void assert_alike(plx_store *st, const char *term, unsigned step)
{
    static uint32_t expected[POSITIONS_MAX];
    const uint32_t *at;
    plx_positions *it = NULL;
    size_t n, found;

    OK(plx_positions_open(st, term, strlen(term), &it, &err));
    for (uint32_t docid = 0; docid < DOCUMENTS + 9; docid += step) {
        OK(plx_store_positions(st, docid, term, strlen(term), expected, POSITIONS_MAX, &n, &err));
        OK(plx_positions_read(it, docid, &at, &found, &err));
        assert_int_equal(found, n);
        assert_memory_equal(at ? (const void *)at : "", expected, n * sizeof *at);
        assert_kept(it, docid, expected, n);
    }
    plx_positions_close(it);
}

static void assert_all_alike(plx_store *st)
{
    for (size_t t = 0; t < TERMS; t++)
        for (unsigned step = 1; step < 200; step = step * 3 + 1)
            assert_alike(st, terms[t], step);
}

static void positions_are_the_same_by_either_way(void **state)
{
    plx_store *writer = make_index(), *reader = open_reader();

    (void)state;
    assert_all_alike(writer); /* by the engine */
    assert_all_alike(reader);
    plx_store_close(reader);
    plx_store_close(writer);
}

static void a_list_that_goes_back_still_finds_what_is_there(void **state)
{
    plx_store *writer = make_index(), *reader = open_reader();
    const uint32_t *at;
    plx_positions *it = NULL;
    uint32_t first;
    size_t n;

    (void)state;
    OK(plx_positions_open(reader, "always", 6, &it, &err));
    OK(plx_store_positions(reader, 3, "always", 6, &first, 1, &n, &err));
    for (int i = 0; i < 3; i++) {
        OK(plx_positions_read(it, DOCUMENTS, &at, &n, &err));
        assert_true(n > 0);
        OK(plx_positions_read(it, 3, &at, &n, &err));
        assert_true(n > 0);
        assert_int_equal(at[0], first);
    }
    plx_positions_close(it);
    plx_store_close(reader);
    plx_store_close(writer);
}

/* A reader of an older state never sees a newer one: it gets its own, or is told. */
static void later_commits_are_told_and_never_read(void **state)
{
    static uint32_t before[DOCUMENTS + 1];
    plx_store *writer = make_index(), *reader = open_reader();
    plx_positions *old = NULL, *new = NULL;
    const uint32_t *at;
    uint32_t position;
    size_t n;

    (void)state;
    for (uint32_t docid = 1; docid <= DOCUMENTS; docid++) {
        OK(plx_store_positions(reader, docid, "always", 6, &position, 1, &n, &err));
        before[docid] = position;
    }
    OK(plx_positions_open(reader, "always", 6, &old, &err));
    for (unsigned commit = 0; commit < 4; commit++) {
        for (unsigned i = 1; i <= DOCUMENTS; i++)
            put_random(writer, i);
        OK(plx_store_commit(writer, &err));
        OK(plx_positions_open(reader, "always", 6, &new, &err));
        for (uint32_t docid = 1; docid <= DOCUMENTS; docid++)
            for (int which = 0; which < 2; which++) {
                plx_status rc = plx_positions_read(which ? new : old, docid, &at, &n, &err);

                assert_true(rc == PLX_OK || rc == PLX_ERR_STALE);
                assert_true(rc != PLX_OK || (n && at[0] == before[docid]));
            }
        plx_positions_close(new);
    }
    plx_positions_close(old);
    plx_store_close(reader);
    plx_store_close(writer);
}

static void what_is_no_term_is_refused(void **state)
{
    plx_store *writer = make_index();
    plx_positions *it = NULL;

    (void)state;
    FAILS(PLX_ERR_INVALID, plx_positions_open(writer, "", 0, &it, &err));
    assert_null(it);
    plx_positions_close(NULL);
    plx_store_close(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(positions_are_the_same_by_either_way, make_root,
                                        remove_root),
        cmocka_unit_test_setup_teardown(a_list_that_goes_back_still_finds_what_is_there, make_root,
                                        remove_root),
        cmocka_unit_test_setup_teardown(later_commits_are_told_and_never_read, make_root,
                                        remove_root),
        cmocka_unit_test_setup_teardown(what_is_no_term_is_refused, make_root, remove_root),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
