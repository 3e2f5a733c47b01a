/* tests/unit/test_tables_damage.c - damaged tables and version files are refused */
#include "tests/unit/table_fixture.h"

enum { BLOCK = 8192 };

/* A table of two levels in memory, and its file to be damaged. */
typedef struct fixture {
    probe_database *db;
    char path[256];
    unsigned char *bytes;
    size_t size;
} fixture;

static void make_table(fixture *f)
{
    set s = { 0 };
    FILE *in;

    for (unsigned i = 0; i < 40; i++) {
        char key[8];
        int n = snprintf(key, sizeof key, "key%02u", i);
        add_item(&s, key, (size_t)n, i % 10 ? 700 : 5000, 3);
    }
    f->db = new_database();
    OK(probe_write(f->db, root, PROBE_DOCDATA, s.items, s.n, true, &err));
    assert_int_equal(probe_level(f->db, PROBE_DOCDATA), 1);
    release_set(&s);
    snprintf(f->path, sizeof f->path, "%s/docdata.glass", root);
    in = fopen(f->path, "rb");
    assert_non_null(in);
    f->bytes = malloc(1 << 20);
    assert_non_null(f->bytes);
    f->size = fread(f->bytes, 1, 1 << 20, in);
    fclose(in);
    assert_true(f->size >= 3 * BLOCK);
}

static void release_table(fixture *f)
{
    free(f->bytes);
    probe_free(f->db);
}

static plx_status read_damaged(fixture *f)
{
    write_file(f->path, f->bytes, f->size);
    return probe_read(f->db, root, PROBE_DOCDATA, NULL, NULL, &err);
}

static void flip_and_read(fixture *f, size_t at, unsigned char with, plx_status wanted)
{
    f->bytes[at] ^= with;
    FAILS(wanted, read_damaged(f));
    f->bytes[at] ^= with;
}

static void damaged_blocks_are_corrupt(void **state)
{
    fixture f;
    size_t root_block, first_item;
    (void)state;

    make_table(&f);
    root_block = f.size - BLOCK;
    first_item = root_block + (size_t)(f.bytes[root_block + 11] << 8 | f.bytes[root_block + 12]);
    flip_and_read(&f, 0, 0, PLX_OK);
    flip_and_read(&f, 3, 2, PLX_ERR_CORRUPT);               /* a later revision */
    flip_and_read(&f, 4, 1, PLX_ERR_CORRUPT);               /* another level */
    flip_and_read(&f, 10, 1, PLX_ERR_CORRUPT);              /* an even end of the directory */
    flip_and_read(&f, 9, 0x80, PLX_ERR_CORRUPT);            /* one outside the block */
    flip_and_read(&f, 11, 0xff, PLX_ERR_CORRUPT);           /* an item outside it */
    flip_and_read(&f, BLOCK - 3, 0x40, PLX_ERR_CORRUPT);    /* the null item not whole */
    flip_and_read(&f, BLOCK + 11, 0x08, PLX_ERR_CORRUPT);   /* another item */
    flip_and_read(&f, root_block + 4, 3, PLX_ERR_CORRUPT);  /* the root's level */
    flip_and_read(&f, first_item + 3, 1, PLX_ERR_CORRUPT);  /* a leaf twice */
    flip_and_read(&f, first_item + 0, 1, PLX_ERR_CORRUPT);  /* behind the end of the file */
    flip_and_read(&f, root_block + 12, 1, PLX_ERR_CORRUPT); /* an item a byte on */
    f.bytes[first_item + 3] = (unsigned char)(root_block / BLOCK);
    FAILS(PLX_ERR_CORRUPT, read_damaged(&f)); /* the root is its own child */
    release_table(&f);
}

static void a_file_that_is_cut_or_gone_is_corrupt(void **state)
{
    fixture f;
    (void)state;

    make_table(&f);
    for (size_t size = 0; size < f.size; size += 1000) {
        write_file(f.path, f.bytes, size);
        FAILS(PLX_ERR_CORRUPT, probe_read(f.db, root, PROBE_DOCDATA, NULL, NULL, &err));
        assert_non_null(strstr(err.msg, "docdata.glass"));
    }
    remove(f.path);
    FAILS(PLX_ERR_CORRUPT, probe_read(f.db, root, PROBE_DOCDATA, NULL, NULL, &err));
    release_table(&f);
}

static void a_version_file_that_lies_of_a_table_is_corrupt(void **state)
{
    static const struct {
        int64_t entries;
        int level;
        int64_t root;
    } lies[] = {
        { 39, -1, -1 }, { 41, -1, -1 }, { 0, -1, -1 }, { -1, 0, -1 },  { -1, 2, -1 },
        { -1, 10, -1 }, { -1, 9, -1 },  { -1, -1, 0 }, { -1, -1, 99 }, { -1, -1, 1 << 30 }
    };
    (void)state;

    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        fixture f;
        make_table(&f);
        probe_lie(f.db, PROBE_DOCDATA, lies[i].entries, lies[i].level, lies[i].root);
        FAILS(PLX_ERR_CORRUPT, read_damaged(&f));
        release_table(&f);
        remove(f.path);
    }
}

/* Any byte may be wrong: the walk ends, with an error or with what looks right. */
static void no_single_wrong_byte_crashes_or_loops(void **state)
{
    fixture f;
    (void)state;

    make_table(&f);
    for (unsigned i = 0; i < 4000; i++) {
        size_t block = random_below(f.size / BLOCK) * BLOCK;
        size_t at = block + random_below(random_below(2) ? 64 : BLOCK);
        unsigned char old = f.bytes[at];
        plx_status rc;
        f.bytes[at] = (unsigned char)random_below(256);
        rc = read_damaged(&f);
        assert_true(rc == PLX_OK || rc == PLX_ERR_CORRUPT);
        f.bytes[at] = old;
    }
    release_table(&f);
}

static void a_tag_that_unpacks_to_too_much_is_corrupt(void **state)
{
    size_t n = (size_t)PLX_DATA_MAX + (2u << 20);
    char *zeros = calloc(1, n);
    probe_item item = { "k", 1, zeros, n, true };
    probe_database *db = new_database();
    (void)state;

    assert_non_null(zeros);
    OK(probe_write(db, root, PROBE_DOCDATA, &item, 1, false, &err));
    FAILS(PLX_ERR_CORRUPT, probe_read(db, root, PROBE_DOCDATA, NULL, NULL, &err));
    assert_non_null(strstr(err.msg, "unpacks to more than"));
    probe_free(db);
    free(zeros);
}

static void a_tag_that_does_not_unpack_is_corrupt(void **state)
{
    fixture f;
    size_t first_tag;
    (void)state;

    make_table(&f);
    first_tag = (size_t)(f.bytes[13] << 8 | f.bytes[14]) + 3 + strlen("key00");
    f.bytes[first_tag] |= 6; /* a kind of block that deflate does not have */
    FAILS(PLX_ERR_CORRUPT, read_damaged(&f));
    assert_non_null(strstr(err.msg, "compressed tag"));
    release_table(&f);
}

/* ---------------------------------------------------------- version file */

static size_t read_version(unsigned char *bytes, size_t cap)
{
    char path[256];
    FILE *f;
    size_t n;

    snprintf(path, sizeof path, "%s/iamglass", root);
    f = fopen(path, "rb");
    assert_non_null(f);
    n = fread(bytes, 1, cap, f);
    fclose(f);
    return n;
}

static plx_status load_bytes(const unsigned char *bytes, size_t n)
{
    char path[256];
    probe_database *db = NULL;
    plx_status rc;

    snprintf(path, sizeof path, "%s/iamglass", root);
    write_file(path, bytes, n);
    rc = probe_load(root, &db, &err);
    assert_int_equal(rc == PLX_OK, db != NULL);
    probe_free(db);
    return rc;
}

static void a_version_file_comes_back_and_is_checked(void **state)
{
    probe_database *db = new_database(), *back = NULL;
    unsigned char bytes[512] = { 0 };
    char uuid[37], other[37];
    size_t n;
    (void)state;

    FAILS(PLX_ERR_NOTFOUND, probe_load(root, &back, &err));
    OK(probe_save(root, db, &err));
    n = read_version(bytes, sizeof bytes);
    OK(probe_load(root, &back, &err));
    probe_uuid(back, uuid);
    assert_int_equal(uuid[14], '4');
    assert_non_null(strchr("89ab", uuid[19]));
    probe_free(back);
    OK(probe_save(root, db, &err));
    OK(probe_load(root, &back, &err));
    probe_uuid(back, other);
    assert_string_not_equal(uuid, other);
    probe_free(back);
    probe_free(db);

    for (size_t cut = 0; cut < n; cut++)
        if (cut != n - 8) /* without statistics is as it was before the first commit */
            FAILS(PLX_ERR_CORRUPT, load_bytes(bytes, cut));
    FAILS(PLX_ERR_CORRUPT, load_bytes(bytes, n + 1));
    FAILS(PLX_ERR_CORRUPT, load_bytes(bytes, sizeof bytes));
    bytes[15] ^= 1;
    FAILS(PLX_ERR_VERSION, load_bytes(bytes, n));
    assert_non_null(strstr(err.msg, "2016-03-15"));
    assert_non_null(strstr(err.msg, "2016-03-14"));
    bytes[15] ^= 1;
    bytes[2] ^= 1;
    FAILS(PLX_ERR_CORRUPT, load_bytes(bytes, n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_ROOT(damaged_blocks_are_corrupt),
        ON_ROOT(a_file_that_is_cut_or_gone_is_corrupt),
        ON_ROOT(a_version_file_that_lies_of_a_table_is_corrupt),
        ON_ROOT(no_single_wrong_byte_crashes_or_loops),
        ON_ROOT(a_tag_that_unpacks_to_too_much_is_corrupt),
        ON_ROOT(a_tag_that_does_not_unpack_is_corrupt),
        ON_ROOT(a_version_file_comes_back_and_is_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
