/* Groups of near-copies: the same in whatever order articles come, and after removals, replacements
 * and reopening; held against a comparison of all with all. */
#include "store_fixture.h"

#include "collection/duplicates.h"
#include "collection/schema.h"

#define FAMILIES 12
#define MEMBERS  6
#define ARTICLES (FAMILIES * MEMBERS)
#define ROUNDS   12

static plx_store *st;
static plx_duplicates *d;
static plx_sketch article[ARTICLES + 1]; /* [number], from 1 */
static unsigned seed;

static unsigned draw(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % n;
}

/* Families of sketches that drift apart from their first: some pairs are similar, some only by way
 * of others, some not; and a pair that is the very same. */
static void make_articles(void)
{
    unsigned f, m;
    size_t k;

    for (f = 0; f < FAMILIES; f++)
        for (m = 0; m < MEMBERS; m++) {
            plx_sketch *s = &article[1 + f * MEMBERS + m];

            *s = m ? s[-1] : (plx_sketch){ .exists = true };
            for (k = 0; k < PLX_SKETCH_SIZE; k++)
                if (!m || (m > 1 && draw(100) < 8 * f))
                    s->entry[k] = (uint8_t)draw(256);
        }
}

/* ------------------------------------------------------------- the index */

static int open_index(void **state)
{
    if (make_root(state))
        return -1;
    st = open_writer();
    OK(plx_duplicates_open(st, &d, &err));
    seed = 5;
    make_articles();
    return 0;
}

static int close_index(void **state)
{
    plx_duplicates_close(d);
    plx_store_close(st);
    return remove_root(state);
}

static void reopen(void)
{
    plx_duplicates_close(d);
    OK(plx_store_commit(st, &err));
    OK(plx_duplicates_open(st, &d, &err));
}

static uint32_t put_sketch(unsigned number, const plx_sketch *s, bool *is_copy)
{
    unsigned char packed[PLX_SKETCH_BYTES];
    plx_doc *doc = NULL;
    uint32_t docid;
    char id[16];

    snprintf(id, sizeof id, "Q%u", number);
    OK(plx_doc_new(&doc, &err));
    OK(plx_doc_set_value(doc, PLX_SLOT_SKETCH, packed, plx_sketch_encode(s, packed), &err));
    OK(plx_store_put(st, id, strlen(id), doc, &docid, &err));
    plx_doc_free(doc);
    OK(plx_duplicates_put(d, docid, s, is_copy, &err));
    return docid;
}

static uint32_t docid_of(unsigned number)
{
    uint32_t docid;
    char id[16];

    snprintf(id, sizeof id, "Q%u", number);
    return plx_store_find(st, id, strlen(id), &docid, &err) ? 0 : docid;
}

static void delete_article(unsigned number)
{
    char id[16];

    plx_duplicates_remove(d, docid_of(number));
    snprintf(id, sizeof id, "Q%u", number);
    OK(plx_store_delete(st, id, strlen(id), &err));
}

/* Name of an article's group, "" if it has none. */
static const char *group_of(unsigned number)
{
    static char name[4][PLX_GROUP_BYTES + 1];
    static unsigned turn;
    char *out = name[turn++ % 4];
    plx_bytes value;

    OK(plx_store_get_value(st, docid_of(number), PLX_SLOT_GROUP, &value, &err));
    assert_true(value.n == 0 || value.n == PLX_GROUP_BYTES);
    snprintf(out, sizeof name[0], "%.*s", (int)value.n, value.n ? value.p : "");
    return out;
}

/* ------------------------------------------------------------- the truth */

/* Components by comparing all with all; 0 for numbers that are not in. */
static void find_components(const bool *in, unsigned *component)
{
    bool changed = true;
    unsigned i, j;

    for (i = 1; i <= ARTICLES; i++)
        component[i] = in[i] ? i : 0;
    while (changed) {
        changed = false;
        for (i = 1; i <= ARTICLES; i++)
            for (j = 1; j <= ARTICLES; j++)
                if (in[i] && in[j] && component[i] < component[j] &&
                    plx_sketch_similarity(&article[i], &article[j]) >= PLX_DUPLICATE_SIMILARITY) {
                    component[j] = component[i];
                    changed = true;
                }
    }
}

static void check_groups(const bool *in)
{
    unsigned component[ARTICLES + 1], i, j;

    find_components(in, component);
    for (i = 1; i <= ARTICLES; i++) {
        bool is_alone = true;

        for (j = 1; in[i] && j <= ARTICLES; j++) {
            if (i == j || !in[j])
                continue;
            is_alone = is_alone && component[i] != component[j];
            if (component[i] == component[j])
                assert_string_equal(group_of(i), group_of(j));
            else if (*group_of(i))
                assert_string_not_equal(group_of(i), group_of(j));
        }
        if (in[i])
            assert_int_equal(*group_of(i) == '\0', is_alone);
    }
}

static void shuffle(unsigned *order)
{
    unsigned i;

    for (i = 0; i < ARTICLES; i++)
        order[i] = i + 1;
    for (i = ARTICLES; i > 1; i--) {
        unsigned j = draw(i), kept = order[i - 1];

        order[i - 1] = order[j];
        order[j] = kept;
    }
}

static void start_anew(void)
{
    unsigned i;

    for (i = 1; i <= ARTICLES; i++)
        if (docid_of(i))
            delete_article(i);
    OK(plx_duplicates_flush(d, &err));
}

/* ----------------------------------------------------------------- tests */

static void groups_and_names_do_not_depend_on_the_order(void **state)
{
    char first[ARTICLES + 1][PLX_GROUP_BYTES + 1];
    unsigned order[ARTICLES], round, i;
    bool in[ARTICLES + 1];

    (void)state;
    memset(in, true, sizeof in);
    for (round = 0; round < ROUNDS; round++) {
        shuffle(order);
        for (i = 0; i < ARTICLES; i++) {
            put_sketch(order[i], &article[order[i]], NULL);
            if (draw(20) == 0)
                OK(plx_duplicates_flush(d, &err));
            if (draw(40) == 0) {
                OK(plx_duplicates_flush(d, &err));
                reopen();
            }
        }
        OK(plx_duplicates_flush(d, &err));
        check_groups(in);
        for (i = 1; i <= ARTICLES; i++) {
            if (round)
                assert_string_equal(group_of(i), first[i]);
            strcpy(first[i], group_of(i));
        }
        start_anew();
    }
}

static void groups_are_right_after_any_changes(void **state)
{
    bool in[ARTICLES + 1] = { false };
    unsigned step, n, other;

    (void)state;
    for (step = 0; step < 600; step++) {
        n = 1 + draw(ARTICLES);
        other = 1 + draw(ARTICLES);
        if (in[n] && draw(3) == 0) {
            delete_article(n);
            in[n] = false;
        } else {
            if (draw(5) == 0)
                article[n] = article[other];
            put_sketch(n, &article[n], NULL);
            in[n] = true;
        }
        if (draw(12) == 0) {
            OK(plx_duplicates_flush(d, &err));
            check_groups(in);
        }
        if (draw(60) == 0) {
            OK(plx_duplicates_flush(d, &err));
            reopen();
        }
    }
}

static void a_copy_is_said_to_be_one(void **state)
{
    bool is_copy = true;

    (void)state;
    put_sketch(1, &article[1], &is_copy);
    assert_false(is_copy);
    put_sketch(1 + MEMBERS, &article[1 + MEMBERS], &is_copy);
    assert_false(is_copy);
    put_sketch(2, &article[2], &is_copy);
    assert_true(is_copy);
    put_sketch(2, &article[2], &is_copy); /* put again, as it was */
    assert_true(is_copy);
}

static void an_article_put_again_keeps_its_group(void **state)
{
    (void)state;
    put_sketch(1, &article[1], NULL);
    put_sketch(2, &article[1], NULL);
    OK(plx_duplicates_flush(d, &err));
    assert_string_equal(group_of(1), group_of(2));
    put_sketch(1, &article[1], NULL); /* the document is new: its slot is empty */
    OK(plx_duplicates_flush(d, &err));
    assert_int_equal(strlen(group_of(1)), PLX_GROUP_BYTES);
    assert_string_equal(group_of(1), group_of(2));
}

static void an_article_without_a_sketch_leaves_its_group(void **state)
{
    plx_sketch none = { .exists = false };
    bool is_copy = true;

    (void)state;
    put_sketch(1, &article[1], NULL);
    put_sketch(2, &article[1], NULL);
    OK(plx_duplicates_flush(d, &err));
    put_sketch(2, &none, &is_copy);
    assert_false(is_copy);
    OK(plx_duplicates_flush(d, &err));
    assert_string_equal(group_of(1), "");
    assert_string_equal(group_of(2), "");
}

static void the_first_of_many_same_texts_may_go(void **state)
{
    unsigned i;

    (void)state;
    for (i = 1; i <= 5; i++)
        put_sketch(i, &article[1], NULL);
    OK(plx_duplicates_flush(d, &err));
    reopen();
    delete_article(1);
    put_sketch(6, &article[1], NULL);
    OK(plx_duplicates_flush(d, &err));
    for (i = 2; i < 6; i++)
        assert_string_equal(group_of(i), group_of(6));
    assert_int_equal(strlen(group_of(6)), PLX_GROUP_BYTES);
}

static void many_copies_of_one_text_are_cheap(void **state)
{
    uint32_t i;

    (void)state;
    for (i = 1; i <= 200000; i++) /* minutes, were all compared with all */
        OK(plx_duplicates_put(d, i, &article[1], NULL, &err));
    assert_in_range(plx_duplicates_bytes(d) / 200000, 150, 250);
}

static void many_similar_texts_are_one_group(void **state)
{
    plx_sketch s = article[1];
    bool is_copy = false;
    uint32_t i;
    int k;

    (void)state;
    for (i = 1; i <= 30000; i++) {
        s = article[1];
        for (k = 0; k < 12; k++)
            s.entry[draw(PLX_SKETCH_SIZE)] = (uint8_t)draw(256);
        OK(plx_duplicates_put(d, i, &s, &is_copy, &err));
        assert_int_equal(is_copy, i > 1);
    }
    for (i = 1; i <= 2000; i++)
        plx_duplicates_remove(d, i);
}

static void unknown_docids_are_passed_over(void **state)
{
    (void)state;
    plx_duplicates_remove(d, 7);
    plx_duplicates_remove(d, 100000000);
    OK(plx_duplicates_flush(d, &err));
}

int main(void)
{
#define CASE(fn) cmocka_unit_test_setup_teardown(fn, open_index, close_index)
    const struct CMUnitTest tests[] = {
        CASE(groups_and_names_do_not_depend_on_the_order),
        CASE(groups_are_right_after_any_changes),
        CASE(a_copy_is_said_to_be_one),
        CASE(an_article_put_again_keeps_its_group),
        CASE(an_article_without_a_sketch_leaves_its_group),
        CASE(the_first_of_many_same_texts_may_go),
        CASE(many_copies_of_one_text_are_cheap),
        CASE(many_similar_texts_are_one_group),
        CASE(unknown_docids_are_passed_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
