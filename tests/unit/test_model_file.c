#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/hash.h"
#include "tests/unit/classifier_data.h"

/* Bytes before the first field: magic, format, analysis, length. */
#define HEAD 24

typedef struct fixture {
    char dir[64];
    char path[96];
    plx_model *m;
    plx_strbuf bytes;
} fixture;

static int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);

    if (!f)
        return -1;
    snprintf(f->dir, sizeof f->dir, "%s/plx-model-XXXXXX", P_tmpdir);
    if (!mkdtemp(f->dir))
        return -1;
    snprintf(f->path, sizeof f->path, "%s/made.model", f->dir);
    f->m = made_model(NULL);
    plx_strbuf_init(&f->bytes);
    *state = f;
    if (!f->m || plx_model_save(f->m, f->path, NULL) != PLX_OK)
        return -1;
    return plx_file_read(f->path, PLX_MODEL_FILE_MAX, &f->bytes, NULL) == PLX_OK ? 0 : -1;
}

static int teardown(void **state)
{
    fixture *f = *state;

    plx_model_free(f->m);
    plx_strbuf_release(&f->bytes);
    plx_file_remove_tree(f->dir, NULL);
    free(f);
    return 0;
}

static plx_status parse(const char *p, size_t n, plx_error *err)
{
    plx_model *m = NULL;
    plx_status rc = plx_model_parse(p, n, "test", &m, err);

    assert_true((rc == PLX_OK) == (m != NULL));
    plx_model_free(m);
    return rc;
}

static void put_uint64(char *at, uint64_t v)
{
    for (unsigned i = 0; i < 8; i++)
        at[i] = (char)(v >> (8 * i) & 255);
}

/* The first n bytes, `with` (of m bytes) written over those from `at` on, length and checksum made
 * right again. */
static plx_status parse_mended(const plx_strbuf *bytes, size_t n, size_t at, const void *with,
                               size_t m, plx_error *err)
{
    char *copy = malloc(n);
    plx_status rc;

    assert_true(copy && n >= HEAD + 8 && n <= bytes->len && at + m <= n);
    memcpy(copy, bytes->s, n);
    put_uint64(copy + HEAD - 8, n);
    if (m)
        memcpy(copy + at, with, m);
    put_uint64(copy + n - 8, plx_hash64(copy, n - 8));
    rc = parse(copy, n, err);
    free(copy);
    return rc;
}

/* A copy with one byte changed and the checksum made right again. */
static plx_status parse_changed(const plx_strbuf *bytes, size_t at, unsigned char value,
                                plx_error *err)
{
    return parse_mended(bytes, bytes->len, at, &value, 1, err);
}

static void a_saved_model_is_read_back_the_same(void **state)
{
    fixture *f = *state;
    plx_model *m;

    assert_int_equal(plx_model_load(f->path, &m, NULL), PLX_OK);
    assert_string_equal(plx_model_digest(m), plx_model_digest(f->m));
    assert_string_equal(plx_model_target(m), "iran");
    assert_string_equal(plx_model_date(m), "2026-11-21");
    assert_int_equal(plx_model_labels(m)->count, 3);
    assert_string_equal(plx_model_label_title(m, 1), "no dominant lean");
    assert_string_not_equal(plx_model_label_definition(m, 0), "");
    assert_true(json_is_object(json_object_get(plx_model_summary(m), "cross_validation")));
    assert_true(plx_model_threshold(m) == plx_model_threshold(f->m));
    plx_model_free(m);
}

static void a_missing_file_and_a_foreign_one_are_told_apart(void **state)
{
    fixture *f = *state;
    plx_model *m;
    plx_error err;
    char none[128];

    snprintf(none, sizeof none, "%s/none", f->dir);
    assert_int_equal(plx_model_load(none, &m, &err), PLX_ERR_NOTFOUND);
    assert_null(m);
    assert_int_equal(parse("hello", 5, &err), PLX_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "not a parallax model"));
    assert_int_equal(parse("", 0, &err), PLX_ERR_CORRUPT);
}

static void every_cut_is_noticed(void **state)
{
    fixture *f = *state;

    for (size_t n = 0; n < f->bytes.len; n += n < 200 ? 1 : 97)
        assert_int_equal(parse(f->bytes.s, n, NULL), PLX_ERR_CORRUPT);
}

static void every_changed_byte_is_noticed(void **state)
{
    fixture *f = *state;

    for (size_t i = 0; i < f->bytes.len; i += i < 200 ? 1 : 97) {
        plx_status rc;
        f->bytes.s[i] ^= 0x20;
        rc = parse(f->bytes.s, f->bytes.len, NULL);
        f->bytes.s[i] ^= 0x20;
        assert_true(rc == PLX_ERR_CORRUPT || rc == PLX_ERR_VERSION);
    }
}

static void another_version_names_the_remedy(void **state)
{
    fixture *f = *state;
    plx_error err;

    assert_int_equal(parse_changed(&f->bytes, 8, 99, &err), PLX_ERR_VERSION);
    assert_non_null(strstr(err.msg, "parallax train"));
    assert_int_equal(parse_changed(&f->bytes, 12, 99, &err), PLX_ERR_VERSION);
    assert_non_null(strstr(err.msg, "parallax train"));
}

static void every_bit_of_the_header_counts_and_the_reason_has_file_and_remedy(void **state)
{
    fixture *f = *state;

    for (size_t i = 0; i < HEAD; i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            plx_error err = { 0 };
            plx_status rc;
            f->bytes.s[i] ^= (char)(1u << bit);
            rc = parse(f->bytes.s, f->bytes.len, &err);
            f->bytes.s[i] ^= (char)(1u << bit);
            assert_true(rc == PLX_ERR_CORRUPT || rc == PLX_ERR_VERSION);
            assert_int_equal(strncmp(err.msg, "test: ", 6), 0);
            assert_non_null(strstr(err.msg, "parallax train"));
        }
}

/* Cut in any section, as if it had been written so. */
static void a_cut_that_is_covered_up_is_noticed(void **state)
{
    fixture *f = *state;
    plx_error err;

    for (size_t n = HEAD + 8; n < f->bytes.len; n += n < 600 ? 1 : 61) {
        assert_int_equal(parse_mended(&f->bytes, n, 0, NULL, 0, &err), PLX_ERR_CORRUPT);
        assert_non_null(strstr(err.msg, "test: damaged model: "));
    }
}

/* Wherever a count stands: it is held against what is left before memory is asked for. */
static void huge_counts_ask_for_no_memory(void **state)
{
    static const unsigned char huge[][4] = { { 0xff, 0xff, 0xff, 0xff },
                                             { 0xff, 0xff, 0xff, 0x7f },
                                             { 0x00, 0x00, 0x10, 0x00 } };
    fixture *f = *state;

    for (size_t i = HEAD; i + 12 <= f->bytes.len; i += i < 1500 ? 1 : 37)
        for (size_t h = 0; h < sizeof huge / sizeof *huge; h++) {
            plx_status rc = parse_mended(&f->bytes, f->bytes.len, i, huge[h], 4, NULL);
            assert_true(rc == PLX_OK || rc == PLX_ERR_CORRUPT);
        }
}

static void bytes_behind_the_end_are_noticed(void **state)
{
    fixture *f = *state;
    plx_strbuf longer = PLX_STRBUF_INIT;
    plx_error err;

    plx_strbuf_add(&longer, f->bytes.s, f->bytes.len);
    plx_strbuf_add(&longer, "12345678", 8);
    assert_int_equal(parse(longer.s, longer.len, NULL), PLX_ERR_CORRUPT);
    assert_int_equal(parse_mended(&longer, longer.len, 0, NULL, 0, &err), PLX_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "damaged model: "));
    plx_strbuf_release(&longer);
}

/* What is no model at all is named with its path. */
static void refuse(const char *path, plx_status want, const char *reason)
{
    plx_model *m;
    plx_error err;

    assert_int_equal(plx_model_load(path, &m, &err), want);
    assert_null(m);
    assert_non_null(strstr(err.msg, path));
    if (!strstr(err.msg, reason))
        fail_msg("no '%s' in: %s", reason, err.msg);
}

static void a_text_an_empty_file_a_folder_and_a_huge_file_are_refused(void **state)
{
    fixture *f = *state;
    char path[128];

    snprintf(path, sizeof path, "%s/text.model", f->dir);
    assert_int_equal(plx_file_replace(path, "Dear reader,\n", 13, NULL), PLX_OK);
    refuse(path, PLX_ERR_CORRUPT, "not a parallax model; `parallax train -o FILE` makes one");
    snprintf(path, sizeof path, "%s/empty.model", f->dir);
    assert_int_equal(plx_file_replace(path, "", 0, NULL), PLX_OK);
    refuse(path, PLX_ERR_CORRUPT, "not a parallax model");
    refuse(f->dir, PLX_ERR_IO, "directory");
    snprintf(path, sizeof path, "%s/huge.model", f->dir);
    assert_int_equal(plx_file_replace(path, f->bytes.s, f->bytes.len, NULL), PLX_OK);
    assert_int_equal(truncate(path, (off_t)PLX_MODEL_FILE_MAX + 1), 0);
    refuse(path, PLX_ERR_LIMIT, "bytes");
}

/* A forger can make the checksum right: then lengths, counts and numbers must be checked. */
static void wrong_fields_with_a_right_checksum_do_no_harm(void **state)
{
    fixture *f = *state;
    static const unsigned char values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };

    for (size_t i = HEAD; i + 8 < f->bytes.len; i += i < 400 ? 1 : 211)
        for (size_t v = 0; v < sizeof values; v++) {
            plx_status rc = parse_changed(&f->bytes, i, values[v], NULL);
            assert_true(rc == PLX_OK || rc == PLX_ERR_CORRUPT);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saved_model_is_read_back_the_same),
        cmocka_unit_test(a_missing_file_and_a_foreign_one_are_told_apart),
        cmocka_unit_test(every_cut_is_noticed),
        cmocka_unit_test(every_changed_byte_is_noticed),
        cmocka_unit_test(another_version_names_the_remedy),
        cmocka_unit_test(every_bit_of_the_header_counts_and_the_reason_has_file_and_remedy),
        cmocka_unit_test(a_cut_that_is_covered_up_is_noticed),
        cmocka_unit_test(huge_counts_ask_for_no_memory),
        cmocka_unit_test(bytes_behind_the_end_are_noticed),
        cmocka_unit_test(a_text_an_empty_file_a_folder_and_a_huge_file_are_refused),
        cmocka_unit_test(wrong_fields_with_a_right_checksum_do_no_harm),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
