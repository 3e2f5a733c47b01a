/* tests/unit/test_packed_doc.c - documents packed: terms, positions, values */
#include "tests/unit/run_probe.h"
#include "tests/unit/store_fixture.h"
#include "tests/unit/table_probe.h"

#define CASES         600
#define POSITIONS_MAX 300

static uint32_t random_state = 20;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)random_state * n) >> 32);
}

/* ------------------------------------------------------------- positions */

/* From dense to far apart; the highest position there is comes now and then. */
static size_t make_positions(size_t i, uint32_t *out)
{
    uint32_t spread = (uint32_t[]){ 1, 2, 3, 40, 5000, 13000000 }[i % 6];
    size_t max = i % 5 ? POSITIONS_MAX : 4, n = 1 + random_below((uint32_t)max);
    uint32_t at = random_below(i % 3 ? 3 : 200000000);

    for (size_t k = 0; k < n; k++) {
        out[k] = at;
        at += 1 + random_below(spread);
    }
    if (i % 7 == 0)
        out[n++] = UINT32_MAX;
    if (i % 14 == 0 && out[0] > 0) {
        memmove(out + 1, out, n++ * sizeof *out);
        out[0] = 0;
    }
    return n == 2 && out[1] == 1 ? 1 : n; /* 0 and 1 alone: see position_code.h */
}

static void positions_are_read_back(void **state)
{
    uint32_t in[POSITIONS_MAX + 2], out[POSITIONS_MAX + 2];
    char coded[4 * (POSITIONS_MAX + 2) + 16];
    (void)state;

    for (size_t i = 0; i < 20000; i++) {
        size_t n = make_positions(i, in), bytes = probe_code(in, n, coded), found;
        OK(probe_decode(coded, bytes, out, POSITIONS_MAX + 2, &found, &err));
        assert_int_equal(found, n);
        assert_memory_equal(in, out, n * sizeof *in);
        assert_true(bytes < 4 * n + 16);
    }
}

typedef struct expected_codes {
    char *code[CASES];
    size_t bytes[CASES], seen;
} expected_codes;

static void check_code(void *ctx, const probe_item *item)
{
    expected_codes *all = ctx;

    assert_true(all->seen < CASES);
    assert_int_equal(item->tag_len, all->bytes[all->seen]);
    assert_memory_equal(item->tag, all->code[all->seen], item->tag_len);
    all->seen++;
}

/* The engine codes them anew when it is given the document. */
static void positions_are_coded_as_the_engine_does(void **state)
{
    uint32_t in[POSITIONS_MAX + 2];
    expected_codes all = { .seen = 0 };
    plx_store *st = open_writer();
    probe_database *db;
    plx_doc *doc;
    char id[16];
    (void)state;

    OK(plx_doc_new(&doc, &err));
    for (size_t i = 0; i < CASES; i++) {
        size_t n = make_positions(i, in);
        all.code[i] = malloc(4 * n + 16);
        all.bytes[i] = probe_code(in, n, all.code[i]);
        for (size_t k = n; k-- > 0;)
            OK(plx_doc_add_posting(doc, "term", 4, in[k], 1, &err));
        snprintf(id, sizeof id, "Q%zu", i);
        OK(plx_store_put(st, id, strlen(id), doc, NULL, &err));
        OK(plx_doc_clear(doc, &err));
    }
    plx_doc_free(doc);
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    OK(probe_load(dir, &db, &err));
    OK(probe_read(db, dir, PROBE_POSITION, check_code, &all, &err));
    assert_int_equal(all.seen, CASES);
    probe_free(db);
    for (size_t i = 0; i < CASES; i++)
        free(all.code[i]);
}

static void hostile_positions_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
    } cases[] = {
        { "", 0 },
        { "\x80", 1 },                                          /* no end */
        { "\xff\xff\xff\xff\x1f", 5 },                          /* last over 32 bits */
        { "\x00\x00", 2 },                                      /* none is below position 0 */
        { "\x01\x00", 2 },                                      /* 0 and 1 take no bits */
        { "\x05", 1 },                                          /* the one that is right */
        { "\x05\x00\x00", 3 },                                  /* more than there is to read */
        { "\xff\xff\xff\xff\x0f\0\0\0\0\xfe\xff\xff\xff", 13 }, /* all positions there are */
    };
    const size_t right = 5;
    uint32_t out[8];
    size_t n;
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plx_status rc = probe_decode(cases[i].bytes, cases[i].n, out, 8, &n, &err);
        FAILS(i == right ? PLX_OK : PLX_ERR_CORRUPT, rc);
        assert_int_equal(n, i == right);
    }
}

static void damaged_positions_are_refused_or_rise(void **state)
{
    uint32_t in[POSITIONS_MAX + 2], out[POSITIONS_MAX + 2];
    char coded[4 * (POSITIONS_MAX + 2) + 16];
    size_t n;
    (void)state;

    for (size_t i = 0; i < 20000; i++) {
        size_t bytes = probe_code(in, make_positions(i, in), coded);
        for (size_t k = 1 + i % 3; k > 0; k--)
            coded[random_below((uint32_t)bytes)] = (char)random_below(256);
        bytes -= random_below((uint32_t)bytes) / 2;
        if (probe_decode(coded, bytes, out, POSITIONS_MAX + 2, &n, &err) != PLX_OK) {
            FAILS(PLX_ERR_CORRUPT, err.code);
            continue;
        }
        for (size_t k = 1; k < n && k < POSITIONS_MAX + 2; k++)
            assert_true(out[k] > out[k - 1]);
    }
}

/* ----------------------------------------------------------------- terms */

/* "term/wdf:1,2 " of each. */
static void print_term(void *ctx, const probe_posting *p)
{
    char *out = ctx;
    size_t at = strlen(out);

    at += (size_t)sprintf(out + at, "%.*s/%u", (int)p->term_len, p->term, p->wdf);
    for (size_t i = 0; i < p->count; i++)
        at += (size_t)sprintf(out + at, "%c%u", i ? ',' : ':', p->positions[i]);
    sprintf(out + at, " ");
}

static void terms_are_sorted_and_their_positions_told_once(void **state)
{
    char text[512] = "";
    plx_doc *doc;
    (void)state;

    OK(plx_doc_new(&doc, &err));
    OK(plx_doc_add_posting(doc, "prefixed-b", 10, 7, 1, &err));
    OK(plx_doc_add_posting(doc, "prefixed-a", 10, 9, 1, &err));
    OK(plx_doc_add_posting(doc, "prefixed-a", 10, 4, 2, &err)); /* not rising */
    OK(plx_doc_add_posting(doc, "prefixed-a", 10, 9, 3, &err)); /* again */
    OK(plx_doc_add_term(doc, "prefixed", 8, 5, &err));
    OK(plx_doc_add_boolean(doc, "\xff", 1, &err));
    OK(plx_doc_add_boolean(doc, "a", 1, &err));
    OK(plx_doc_add_term(doc, "a", 1, 0, &err));
    OK(plx_doc_add_posting(doc, "a", 1, 0, 0, &err));
    OK(plx_doc_add_posting(doc, "abcdefg", 7, UINT32_MAX, 1, &err));
    OK(probe_pack(doc, print_term, text, &err));
    assert_string_equal(text, "a/0:0 abcdefg/1:4294967295 prefixed/5 prefixed-a/6:4,9 "
                              "prefixed-b/1:7 \xff/0 ");
    plx_doc_free(doc);
}

static void append_term(void *ctx, const probe_posting *p)
{
    plx_bytes *before = ctx;
    size_t n = before->n < p->term_len ? before->n : p->term_len;
    int order = n ? memcmp(before->p, p->term, n) : 0;

    assert_true(order < 0 || (order == 0 && before->n < p->term_len));
    *before = (plx_bytes){ p->term, p->term_len };
}

/* NULs at the end make the first eight bytes equal; many terms make the hash grow. */
static void terms_of_any_bytes_are_sorted_by_them(void **state)
{
    plx_bytes before = { NULL, 0 };
    plx_doc *doc;
    char term[PLX_TERM_MAX];
    (void)state;

    OK(plx_doc_new(&doc, &err));
    for (int i = 0; i < 30000; i++) {
        size_t n = 1 + random_below(i % 4 ? 9 : 120);
        for (size_t k = 0; k < n; k++)
            term[k] = "\0\0\0a\x7f\x80\xff z"[random_below(9)];
        OK(plx_doc_add_posting(doc, term, n, random_below(5), 1, &err));
    }
    OK(probe_pack(doc, append_term, &before, &err));
    assert_true(before.n > 0);
    plx_doc_free(doc);
}

static void counts_over_their_limits_are_refused(void **state)
{
    char text[256] = "";
    plx_doc *doc;
    (void)state;

    OK(plx_doc_new(&doc, &err));
    OK(plx_doc_add_term(doc, "much", 4, UINT32_MAX, &err));
    FAILS(PLX_ERR_LIMIT, plx_doc_add_posting(doc, "much", 4, 1, 1, &err));
    assert_non_null(strstr(err.msg, "'much'"));
    OK(plx_doc_add_boolean(doc, "much", 4, &err));
    OK(probe_pack(doc, print_term, text, &err));
    assert_string_equal(text, "much/4294967295 ");
    OK(plx_doc_clear(doc, &err));
    OK(plx_doc_add_term(doc, "much", 4, UINT32_MAX, &err));
    OK(plx_doc_add_term(doc, "more", 4, 1, &err));
    FAILS(PLX_ERR_LIMIT, plx_doc_pack(doc, &err));
    plx_doc_free(doc);
}

static void packed_document_takes_values_but_no_terms(void **state)
{
    plx_store *st = open_writer();
    plx_doc *doc = new_doc("some words");
    plx_bytes bytes;
    uint32_t docid;
    (void)state;

    OK(plx_doc_pack(doc, &err));
    OK(plx_doc_pack(doc, &err));
    FAILS(PLX_ERR_INVALID, plx_doc_add_term(doc, "more", 4, 1, &err));
    FAILS(PLX_ERR_INVALID, plx_doc_add_posting(doc, "some", 4, 3, 1, &err));
    FAILS(PLX_ERR_INVALID, plx_doc_add_boolean(doc, "more", 4, &err));
    OK(plx_doc_set_value(doc, 3, "late", 4, &err));
    OK(plx_doc_set_data(doc, "text", 4, &err));
    OK(plx_store_put(st, "Q1", 2, doc, &docid, &err));
    OK(plx_store_put(st, "Q1", 2, doc, &docid, &err));
    OK(plx_store_get_value(st, docid, 3, &bytes, &err));
    assert_memory_equal(bytes.p, "late", 4);
    OK(plx_store_get_data(st, docid, &bytes, &err));
    assert_memory_equal(bytes.p, "text", 4);
    assert_string_equal(set_of(st, words(PLX_OP_PHRASE, 0, "some", "words")), "1");
    plx_doc_free(doc);
    plx_store_close(st);
}

/* ---------------------------------------------------------------- values */

static void values_lie_by_rising_slot(void **state)
{
    static const struct {
        uint32_t slot;
        const char *value, *slots;
    } steps[] = {
        { 7, "seven", "7" },
        { 300, "far", "7 300" },
        { 1, "one", "1 7 300" },
        { 8, "", "1 7 300" },
        { 7, "7", "1 7 300" },
        { 4294967294, "last", "1 7 300 4294967294" },
        { 300, "", "1 7 4294967294" },
        { 1, "", "7 4294967294" },
        { 7, "seven again", "7 4294967294" },
        { 4294967294, "", "7" },
        { 7, "", "" },
    };
    plx_doc *doc;
    char slots[64];
    (void)state;

    OK(plx_doc_new(&doc, &err));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        size_t n = strlen(steps[i].value);
        OK(plx_doc_set_value(doc, steps[i].slot, steps[i].value, n, &err));
        probe_slots(doc, slots, sizeof slots);
        assert_string_equal(slots, steps[i].slots);
        plx_bytes value = probe_value(doc, steps[i].slot);
        assert_int_equal(value.n, n);
        assert_true(n == 0 || memcmp(value.p, steps[i].value, n) == 0);
    }
    plx_doc_free(doc);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, make_root, remove_root)
    const struct CMUnitTest tests[] = {
        T(positions_are_read_back),
        T(positions_are_coded_as_the_engine_does),
        T(hostile_positions_are_refused),
        T(damaged_positions_are_refused_or_rise),
        T(terms_are_sorted_and_their_positions_told_once),
        T(terms_of_any_bytes_are_sorted_by_them),
        T(counts_over_their_limits_are_refused),
        T(packed_document_takes_values_but_no_terms),
        T(values_lie_by_rising_slot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
