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

/* A copy with one byte changed and the checksum made right again. */
static plx_status parse_changed(const plx_strbuf *bytes, size_t at, unsigned char value,
                                plx_error *err)
{
    char *copy = malloc(bytes->len);
    uint64_t sum;
    plx_status rc;

    memcpy(copy, bytes->s, bytes->len);
    copy[at] = (char)value;
    sum = plx_hash64(copy, bytes->len - 8);
    for (unsigned i = 0; i < 8; i++)
        copy[bytes->len - 8 + i] = (char)(sum >> (8 * i) & 255);
    rc = parse(copy, bytes->len, err);
    free(copy);
    return rc;
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
        cmocka_unit_test(wrong_fields_with_a_right_checksum_do_no_harm),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
