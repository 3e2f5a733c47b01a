/* tests/unit/test_tables.c - tables written, read back, and read and updated by the engine */
#include "tests/unit/table_fixture.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

static const char *const files[PROBE_TABLES] = { "postlist.glass", "docdata.glass",
                                                 "termlist.glass", "position.glass",
                                                 "spelling.glass", "synonym.glass" };

/* @return levels above the leaves */
static unsigned comes_back(const set *s, int table, bool compressing)
{
    probe_database *db = new_database();
    walk w = { s, 0 };
    char path[256];
    unsigned level;

    OK(probe_write(db, root, table, s->items, s->n, compressing, &err));
    OK(probe_read(db, root, table, must_be_next, &w, &err));
    assert_int_equal(w.at, s->n);
    level = probe_level(db, table);
    probe_free(db);
    snprintf(path, sizeof path, "%s/%s", root, files[table]);
    assert_int_equal(remove(path), 0);
    return level;
}

/* ------------------------------------------------------------- roundtrip */

static void an_empty_table_has_a_file_only_where_the_engine_needs_one(void **state)
{
    probe_database *db = new_database();
    (void)state;

    for (int t = 0; t < PROBE_TABLES; t++) {
        char path[256];
        struct stat sb;
        bool is_there;
        OK(probe_write(db, root, t, NULL, 0, false, &err));
        OK(probe_read(db, root, t, NULL, NULL, &err));
        snprintf(path, sizeof path, "%s/%s", root, files[t]);
        is_there = stat(path, &sb) == 0;
        assert_int_equal(is_there, t <= PROBE_TERMLIST);
    }
    OK(probe_save(root, db, &err));
    OK(plx_store_check(root, NULL, NULL, &err));
    probe_free(db);
}

static void keys_of_every_length_come_back(void **state)
{
    char key[255];
    (void)state;

    memset(key, 'k', sizeof key);
    for (size_t tag_len = 0; tag_len < 2; tag_len++) {
        set s = { 0 };
        for (size_t n = 1; n <= sizeof key; n++)
            add_item(&s, key, n, tag_len, 256);
        comes_back(&s, PROBE_POSTLIST, false);
        release_set(&s);
    }
    for (size_t n = 1; n <= sizeof key; n += 127) { /* alone, with a tag of many parts */
        set s = { 0 };
        add_item(&s, key, n, 100000, 256);
        comes_back(&s, PROBE_POSTLIST, false);
        release_set(&s);
    }
}

static void tags_of_every_length_come_back(void **state)
{
    static const size_t long_ones[] = { 4079, 4080, 8191, 8192, 65535, 65536, 1000000, 1 << 20 };
    set s = { 0 };
    char key[4];
    uint32_t n = 0;
    (void)state;

    for (size_t len = 1900; len < 2100; len++, n++) {
        snprintf(key, sizeof key, "%c%c%c", (char)(n >> 6 | 64), (char)((n & 63) + 32), 0);
        add_item(&s, key, 3, len, 256);
    }
    for (size_t i = 0; i < sizeof long_ones / sizeof *long_ones; i++) {
        add_item(&s, (char[]){ 'y', (char)i, 0 }, 2, 5, 256);
        add_item(&s, (char[]){ 'y', (char)i, 1 }, 3, long_ones[i], 256);
    }
    comes_back(&s, PROBE_POSITION, false);
    comes_back(&s, PROBE_DOCDATA, true); /* which does not compress such bytes */
    release_set(&s);
}

static void a_hundred_thousand_items_come_back(void **state)
{
    set s = { 0 };
    unsigned char key[160] = { 0 };
    (void)state;

    for (uint32_t i = 0; i < 100000; i++) {
        for (int byte = 0; byte < 4; byte++)
            key[byte + 150] = (unsigned char)(i >> (24 - 8 * byte));
        add_item(&s, key, 154, random_below(12), 256);
    }
    assert_true(comes_back(&s, PROBE_POSITION, false) >= 2);
    release_set(&s);
}

static void random_sets_come_back_compressed_or_not(void **state)
{
    (void)state;

    for (unsigned round = 0; round < 60; round++) {
        set s = { 0 };
        size_t n = random_below(round % 3 ? 400 : 4000), tag_max = round % 3 ? 9000 : 300;
        for (size_t i = 0; i < n; i++) {
            add_random_item(&s, round % 2 ? 255 : 8, tag_max, round % 4 ? 256 : 3);
            s.items[s.n - 1].is_given = random_below(3) == 0;
        }
        sort_set(&s);
        if (s.n)
            comes_back(&s, (int)(round % PROBE_TABLES), round % 5 < 3);
        release_set(&s);
    }
}

/* --------------------------------------------------------------- refused */

static void write_one(plx_status wanted, const char *key, size_t key_len, size_t tag_len)
{
    probe_database *db = new_database();
    char *tag = calloc(1, tag_len + 1), path[256];
    probe_item items[] = { { "b", 1, "", 0, false }, { key, key_len, tag, tag_len, false } };

    assert_non_null(tag);
    FAILS(wanted, probe_write(db, root, PROBE_POSTLIST, items, 2, false, &err));
    snprintf(path, sizeof path, "%s/postlist.glass", root);
    remove(path);
    free(tag);
    probe_free(db);
}

static void keys_must_rise_and_fit(void **state)
{
    char key[256];
    (void)state;

    memset(key, 'k', sizeof key);
    write_one(PLX_ERR_INTERNAL, "b", 1, 1);
    write_one(PLX_ERR_INTERNAL, "a", 1, 1);
    write_one(PLX_ERR_INTERNAL, "", 0, 1);
    write_one(PLX_OK, "b\0", 2, 1);
    write_one(PLX_OK, key, 255, 1);
    write_one(PLX_ERR_LIMIT, key, 256, 1);
    write_one(PLX_ERR_LIMIT, key, 10, (size_t)140 << 20);
}

static void a_table_that_is_there_is_not_written_over(void **state)
{
    probe_database *db = new_database();
    probe_item item = { "k", 1, "", 0, false };
    (void)state;

    OK(probe_write(db, root, PROBE_POSITION, &item, 1, false, &err));
    FAILS(PLX_ERR_EXISTS, probe_write(db, root, PROBE_POSITION, &item, 1, false, &err));
    assert_non_null(strstr(err.msg, "position.glass"));
    FAILS(PLX_ERR_IO, probe_write(db, dir, PROBE_POSTLIST, &item, 1, false, &err));
    probe_free(db);
}

static void a_disk_that_is_full_is_an_error(void **state)
{
    struct rlimit old, small;
    probe_database *db = new_database();
    set s = { 0 };
    plx_status rc;
    (void)state;

    add_item(&s, "k", 1, 3 << 20, 256);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_IGN);
    small = old;
    small.rlim_cur = 1 << 20;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    rc = probe_write(db, root, PROBE_POSTLIST, s.items, s.n, false, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(rc, PLX_ERR_IO);
    assert_non_null(strstr(err.msg, "postlist.glass"));
    assert_non_null(strstr(err.msg, strerror(EFBIG)));
    release_set(&s);
    probe_free(db);
}

/* ---------------------------------------------------------------- engine */

/* A document of words of a small vocabulary; its text compresses or not. */
static void put_random(plx_store *st, unsigned id, unsigned words)
{
    plx_doc *doc = NULL;
    char name[16], *text = malloc(words * 12u + 1);
    size_t used = 0;
    uint32_t docid;

    assert_non_null(text);
    snprintf(name, sizeof name, "Q%u", id);
    OK(plx_doc_new(&doc, &err));
    for (unsigned i = 0; i < words; i++) {
        char word[12];
        int n = snprintf(word, sizeof word, "w%u", (unsigned)random_below(1 + random_below(3000)));
        OK(plx_doc_add_posting(doc, word, (size_t)n, i + 1, 1, &err));
        memcpy(text + used, word, (size_t)n);
        used += (size_t)n;
    }
    OK(plx_doc_set_data(doc, text, used, &err));
    OK(plx_doc_set_value(doc, id % 7, name, strlen(name), &err));
    OK(plx_store_put(st, name, strlen(name), doc, &docid, &err));
    plx_doc_free(doc);
    free(text);
}

/* Several commits of new, replaced and deleted documents: the tables get free blocks. */
static void update(plx_store *st, unsigned commits)
{
    char name[16];

    for (unsigned c = 0; c < commits; c++) {
        for (unsigned i = 0; i < 40; i++)
            put_random(st, (unsigned)random_below(300), 1 + (unsigned)random_below(400));
        put_random(st, 1000 + c, 20000);
        for (unsigned i = 0; i < 5; i++) {
            int n = snprintf(name, sizeof name, "Q%u", (unsigned)random_below(300));
            plx_status rc = plx_store_delete(st, name, (size_t)n, &err);
            assert_true(rc == PLX_OK || rc == PLX_ERR_NOTFOUND);
            n = snprintf(name, sizeof name, "w%u", (unsigned)random_below(3000));
            OK(plx_store_spelling_add(st, name, (size_t)n, 1 + c, &err));
        }
        snprintf(name, sizeof name, "m%u", c);
        OK(plx_store_set_metadata(st, name, name, strlen(name), &err));
        OK(plx_store_commit(st, &err));
    }
}

static plx_store *open_at(const char *path, bool for_writing)
{
    plx_store *st = NULL;
    OK(for_writing ? plx_store_open_writer(path, &st, &err) : plx_store_open(path, &st, &err));
    return st;
}

static void same_terms(plx_store *a, plx_store *b, plx_terms *x, plx_terms *y)
{
    plx_bytes t, u;
    uint32_t f, g;
    plx_postings *p, *q;

    do {
        OK(plx_terms_next(x, &t, &f, &err));
        OK(plx_terms_next(y, &u, &g, &err));
        assert_int_equal(t.n, u.n);
        if (!t.p)
            break;
        assert_memory_equal(t.p, u.p, t.n);
        assert_int_equal(f, g);
        OK(plx_postings_open(a, t.p, t.n, &p, &err));
        OK(plx_postings_open(b, u.p, u.n, &q, &err));
        for (uint32_t d = 1, e, v, w; d;) {
            OK(plx_postings_next(p, 0, &d, &err));
            OK(plx_postings_next(q, 0, &e, &err));
            assert_int_equal(d, e);
            if (!d)
                break;
            OK(plx_postings_wdf(p, &v, &err));
            OK(plx_postings_wdf(q, &w, &err));
            assert_int_equal(v, w);
        }
        plx_postings_close(p);
        plx_postings_close(q);
    } while (t.p);
    plx_terms_close(x);
    plx_terms_close(y);
}

static void same_document(plx_store *a, plx_store *b, uint32_t docid)
{
    plx_bytes x, y;
    plx_terms *t, *u;
    uint32_t p[64], q[64];
    size_t n, m;

    if (plx_store_get_data(a, docid, &x, &err) == PLX_ERR_NOTFOUND) {
        FAILS(PLX_ERR_NOTFOUND, plx_store_get_data(b, docid, &y, &err));
        return;
    }
    OK(plx_store_get_data(b, docid, &y, &err));
    assert_int_equal(x.n, y.n);
    assert_memory_equal(x.p, y.p, x.n);
    for (uint32_t slot = 0; slot < 7; slot++) {
        OK(plx_store_get_value(a, docid, slot, &x, &err));
        OK(plx_store_get_value(b, docid, slot, &y, &err));
        assert_int_equal(x.n, y.n);
        if (x.n)
            assert_memory_equal(x.p, y.p, x.n);
    }
    OK(plx_store_positions(a, docid, "w1", 2, p, 64, &n, &err));
    OK(plx_store_positions(b, docid, "w1", 2, q, 64, &m, &err));
    assert_int_equal(n, m);
    assert_memory_equal(p, q, n * sizeof *p);
    OK(plx_terms_open_doc(a, docid, &t, &err));
    OK(plx_terms_open_doc(b, docid, &u, &err));
    same_terms(a, b, t, u);
}

static void same_stores(const char *one, const char *other)
{
    plx_store *a = open_at(one, false), *b = open_at(other, false);
    plx_store_info x, y;
    plx_terms *t, *u;

    OK(plx_store_get_info(a, &x, &err));
    OK(plx_store_get_info(b, &y, &err));
    assert_int_equal(x.documents, y.documents);
    assert_int_equal(x.last_docid, y.last_docid);
    assert_string_not_equal(x.uuid, y.uuid);
    OK(plx_terms_open(a, PLX_TERMS_ALL, "", 0, &t, &err));
    OK(plx_terms_open(b, PLX_TERMS_ALL, "", 0, &u, &err));
    same_terms(a, b, t, u);
    OK(plx_terms_open(a, PLX_TERMS_SPELLING, "", 0, &t, &err));
    OK(plx_terms_open(b, PLX_TERMS_SPELLING, "", 0, &u, &err));
    same_terms(a, b, t, u);
    for (uint32_t docid = 1; docid <= x.last_docid; docid++)
        same_document(a, b, docid);
    plx_store_close(a);
    plx_store_close(b);
}

static void the_engine_reads_and_updates_its_tables_rewritten(void **state)
{
    char copy[128], again[128];
    plx_store *st;
    (void)state;

    snprintf(copy, sizeof copy, "%s/copy", root);
    snprintf(again, sizeof again, "%s/again", root);
    assert_int_equal(mkdir(copy, 0777) | mkdir(again, 0777), 0);
    st = open_writer();
    update(st, 12);
    plx_store_close(st);
    OK(probe_rewrite(dir, copy, &err));
    OK(plx_store_check(copy, NULL, NULL, &err));
    same_stores(dir, copy);

    for (int i = 0; i < 2; i++) { /* the same updates to both */
        seed = 4711;
        st = open_at(i ? copy : dir, true);
        update(st, 6);
        plx_store_close(st);
    }
    OK(plx_store_check(copy, NULL, NULL, &err));
    same_stores(dir, copy);
    OK(probe_rewrite(copy, again, &err)); /* tables of both kinds of blocks */
    OK(plx_store_check(again, NULL, NULL, &err));
    same_stores(dir, again);
}

static void the_engine_opens_and_fills_an_empty_database(void **state)
{
    probe_database *db = new_database();
    plx_store *st;
    (void)state;

    assert_int_equal(mkdir(dir, 0777), 0);
    for (int t = 0; t < PROBE_TABLES; t++)
        OK(probe_write(db, dir, t, NULL, 0, false, &err));
    OK(probe_save(dir, db, &err));
    st = open_at(dir, false);
    assert_int_equal(count_documents(st), 0);
    plx_store_close(st);
    st = open_writer();
    update(st, 2);
    plx_store_close(st);
    OK(plx_store_check(dir, NULL, NULL, &err));
    probe_free(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_ROOT(an_empty_table_has_a_file_only_where_the_engine_needs_one),
        ON_ROOT(keys_of_every_length_come_back),
        ON_ROOT(tags_of_every_length_come_back),
        ON_ROOT(a_hundred_thousand_items_come_back),
        ON_ROOT(random_sets_come_back_compressed_or_not),
        ON_ROOT(keys_must_rise_and_fit),
        ON_ROOT(a_table_that_is_there_is_not_written_over),
        ON_ROOT(a_disk_that_is_full_is_an_error),
        ON_ROOT(the_engine_reads_and_updates_its_tables_rewritten),
        ON_ROOT(the_engine_opens_and_fills_an_empty_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
