/* UTF-8: every code point there and back, every kind of damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"

static size_t encode(uint32_t cp, char *out)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xc0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 63));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xe0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 63));
        out[2] = (char)(0x80 | (cp & 63));
        return 3;
    }
    out[0] = (char)(0xf0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 63));
    out[2] = (char)(0x80 | (cp >> 6 & 63));
    out[3] = (char)(0x80 | (cp & 63));
    return 4;
}

static void every_code_point_is_decoded_and_surrogates_are_not(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp < 0x120000; cp++) {
        bool is_good = cp <= 0x10ffff && !(cp >= 0xd800 && cp <= 0xdfff);
        char s[4];
        size_t n = encode(cp, s);
        uint32_t got;
        size_t k = plx_utf8_decode(s, n, &got);

        if (k != (is_good ? n : 1) || got != (is_good ? cp : 0xfffd))
            fail_msg("U+%04X: %zu bytes taken, U+%04X", cp, k, got);
        if (plx_utf8_valid(s, n) != is_good)
            fail_msg("U+%04X: validity", cp);
    }
}

static void cut_off_sequences_take_one_byte(void **state)
{
    static const char s[] = "\xf0\x9f\x98\x80";
    uint32_t cp;

    (void)state;
    for (size_t n = 1; n < 4; n++) {
        assert_int_equal(plx_utf8_decode(s, n, &cp), 1);
        assert_int_equal(cp, 0xfffd);
        assert_false(plx_utf8_valid(s, n));
    }
}

static const struct {
    const char *in;
    const char *out;
} cleaned[] = {
    { "", "" },
    { "plain\ttext\n", "plain\ttext\n" },
    { "a\r\nb\x01"
      "c\x7f"
      "d",
      "a \nb c d" },
    { "\xc2\x85"
      "x\xc2\x9f",
      " x " },                                               /* C1 */
    { "\xc0\x80", REPLACEMENT REPLACEMENT },                 /* overlong NUL */
    { "\xe0\x80\xaf", REPLACEMENT REPLACEMENT REPLACEMENT }, /* overlong slash */
    { "\xed\xa0\x80", REPLACEMENT REPLACEMENT REPLACEMENT }, /* surrogate */
    { "\xf4\x90\x80\x80", REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT },
    { "Stra\xdf"
      "e",
      "Stra" REPLACEMENT "e" }, /* Latin-1 */
    { "\xe2\x82", REPLACEMENT REPLACEMENT },
    { "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85", "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85" },
    { REPLACEMENT "\xff", REPLACEMENT REPLACEMENT },
};

static void clean_repairs_text(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof cleaned / sizeof *cleaned; i++) {
        plx_strbuf_reset(&sb);
        plx_utf8_clean(cleaned[i].in, strlen(cleaned[i].in), &sb);
        assert_string_equal(sb.s, cleaned[i].out);
        assert_true(plx_utf8_valid(sb.s, sb.len));
    }
    plx_strbuf_reset(&sb);
    plx_utf8_clean("a\0b", 3, &sb);
    assert_string_equal(sb.s, "a b");
    plx_strbuf_release(&sb);
}

/* Plain text is passed over in blocks: one byte in it must be seen wherever it is. */
static void one_bad_byte_is_seen_at_every_place_of_plain_text(void **state)
{
    static const char tildes[] = "~~~~~~~~~~~~~~~~~~~~~~~~";
    plx_strbuf sb = PLX_STRBUF_INIT;
    plx_strbuf want = PLX_STRBUF_INIT;
    char text[sizeof tildes - 1];

    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        char plain[2] = { (char)byte, '\0' };
        bool is_blanked = (byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7f;
        const char *clean = byte >= 0x80 ? REPLACEMENT : is_blanked ? " " : plain;

        for (size_t at = 0; at < sizeof text; at++) {
            memcpy(text, tildes, sizeof text);
            text[at] = (char)byte;
            plx_strbuf_reset(&want);
            plx_strbuf_add(&want, tildes, at);
            plx_strbuf_puts(&want, clean);
            plx_strbuf_add(&want, tildes, sizeof text - at - 1);
            plx_strbuf_reset(&sb);
            plx_utf8_clean(text, sizeof text, &sb);
            assert_string_equal(sb.s, want.s);
        }
    }
    plx_strbuf_release(&want);
    plx_strbuf_release(&sb);
}

static void random_bytes_come_out_valid(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    uint32_t seed = 1;
    char bytes[64];

    (void)state;
    for (int round = 0; round < 20000; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = (char)(seed >> 24 | (round & 1 ? 0x80 : 0));
        }
        plx_strbuf_reset(&sb);
        plx_utf8_clean(bytes, sizeof bytes, &sb);
        assert_true(plx_utf8_valid(sb.s, sb.len));
        assert_int_equal(plx_utf8_count(sb.s, sb.len), plx_utf8_count(bytes, sizeof bytes));
        for (size_t n = 0; n <= sb.len; n++)
            assert_true(plx_utf8_valid(sb.s, plx_utf8_cut(sb.s, n)));
    }
    plx_strbuf_release(&sb);
}

static void cut_stays_within_three_bytes(void **state)
{
    static const char s[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
    static const size_t want[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10 };

    (void)state;
    for (size_t n = 0; n < sizeof s; n++)
        assert_int_equal(plx_utf8_cut(s, n), want[n]);
    assert_int_equal(plx_utf8_cut("\x80\x80\x80\x80\x80", 5), 5);
}

static void count_counts_code_points_and_bad_bytes(void **state)
{
    (void)state;
    assert_int_equal(plx_utf8_count("", 0), 0);
    assert_int_equal(plx_utf8_count("0123456789abcdef", 16), 16);
    assert_int_equal(plx_utf8_count("na\xc3\xafve caf\xc3\xa9 \xe2\x82\xac", 16), 12);
    assert_int_equal(plx_utf8_count("\xff\xfe", 2), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_decoded_and_surrogates_are_not),
        cmocka_unit_test(cut_off_sequences_take_one_byte),
        cmocka_unit_test(clean_repairs_text),
        cmocka_unit_test(one_bad_byte_is_seen_at_every_place_of_plain_text),
        cmocka_unit_test(random_bytes_come_out_valid),
        cmocka_unit_test(cut_stays_within_three_bytes),
        cmocka_unit_test(count_counts_code_points_and_bad_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
