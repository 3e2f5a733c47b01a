#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/hash.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "text/analyser.h"
#include "text/fold.h"

static plx_analyser *an;
static plx_tokens tokens;

static int set_up(void **state)
{
    (void)state;
    plx_tokens_init(&tokens);
    return plx_analyser_new(&an, NULL) != PLX_OK;
}

static int tear_down(void **state)
{
    (void)state;
    plx_tokens_release(&tokens);
    plx_analyser_free(an);
    return 0;
}

static void run(const char *lang, const char *text)
{
    assert_int_equal(plx_analyser_run(an, lang, text, strlen(text), &tokens, NULL), PLX_OK);
}

static const plx_token *token(size_t i)
{
    assert_true(i < tokens.count);
    return &tokens.items[i];
}

static uint32_t flags_of(const char *text, const char *word)
{
    for (size_t i = 0; i < tokens.count; i++)
        if (strcmp(tokens.items[i].word->text, word) == 0)
            return tokens.items[i].flags;
    fail_msg("no token '%s' in '%s'", word, text);
    return 0;
}

/* --- cases from tests/data/analyser.test --- */

typedef struct how {
    char lang[16];
    bool stems;
} how;

/* Undo \n, \xHH and \u{HEX}. */
static void unescape(const char *line, plx_strbuf *out)
{
    unsigned value;
    int n;

    plx_strbuf_reset(out);
    while (*line) {
        if (strncmp(line, "\\n", 2) == 0) {
            plx_strbuf_putc(out, '\n');
            line += 2;
        } else if (sscanf(line, "\\x%2x%n", &value, &n) == 1) {
            plx_strbuf_putc(out, (char)value);
            line += n;
        } else if (sscanf(line, "\\u{%x}%n", &value, &n) == 1) {
            plx_folded bytes;

            plx_folded_reset(&bytes);
            plx_folded_put(&bytes, value);
            plx_strbuf_add(out, bytes.s, bytes.len);
            line += n;
        } else {
            plx_strbuf_putc(out, *line++);
        }
    }
}

static void print_tokens(const how *h, plx_strbuf *out)
{
    plx_strbuf_reset(out);
    for (size_t i = 0; i < tokens.count; i++) {
        const plx_token *t = &tokens.items[i];
        bool whole = t->flags & PLX_TOKEN_COMPOUND;

        plx_strbuf_printf(out, whole ? "%s[%s]" : "%s%s", i ? " " : "",
                          h->stems ? t->word->stem : t->word->text);
    }
}

static char *chomp(char *line)
{
    line[strcspn(line, "\r\n")] = '\0';
    return line;
}

static void read_setting(const char *line, how *h)
{
    if (sscanf(line, "%%lang %15s", h->lang) == 1)
        return;
    if (strncmp(line, "%show ", 6) != 0)
        fail_msg("setting not known: %s", line);
    h->stems = strcmp(line + 6, "stems") == 0;
}

static void the_cases_of_the_data_file_hold(void **state)
{
    FILE *f = fopen("tests/data/analyser.test", "r");
    how h = { .lang = "en" };
    char text[512], wanted[512];
    plx_strbuf in = PLX_STRBUF_INIT, got = PLX_STRBUF_INIT;
    int cases = 0;

    (void)state;
    assert_non_null(f);
    while (fgets(text, sizeof text, f)) {
        if (*chomp(text) == '%')
            read_setting(text, &h);
        if (*text == '#' || *text == '%' || *text == '\0')
            continue;
        assert_non_null(fgets(wanted, sizeof wanted, f));
        chomp(wanted);
        unescape(text, &in);
        assert_int_equal(plx_analyser_run(an, h.lang, in.s, in.len, &tokens, NULL), PLX_OK);
        print_tokens(&h, &got);
        if (strcmp(got.s, wanted) != 0)
            fail_msg("%s (%s): got '%s', not '%s'", text, h.lang, got.s, wanted);
        cases++;
    }
    assert_true(cases > 60);
    fclose(f);
    plx_strbuf_release(&in);
    plx_strbuf_release(&got);
}

/* --- offsets, positions, marks --- */

static void offsets_are_bytes_of_the_original(void **state)
{
    static const char text[] = "\xC3\x84rger in Iran\xE2\x80\x99s U.S. zone";

    (void)state;
    run("en", text);
    assert_int_equal(tokens.count, 5);
    assert_int_equal(token(0)->start, 0);
    assert_int_equal(token(0)->len, 6);
    assert_int_equal(token(2)->start, 10);
    assert_int_equal(token(2)->len, 4);
    assert_memory_equal(text + token(3)->start, "U.S", token(3)->len);
    assert_memory_equal(text + token(4)->start, "zone", token(4)->len);
}

static void a_compound_shares_the_position_of_its_first_part(void **state)
{
    static const char text[] = "Qais al-Khazali said";

    (void)state;
    run("en", text);
    assert_int_equal(tokens.count, 5);
    assert_string_equal(token(1)->word->text, "al-khazali");
    assert_string_equal(token(1)->word->stem, "al-khazali");
    assert_int_equal(token(1)->pos, 2);
    assert_int_equal(token(1)->len, strlen("al-Khazali"));
    assert_int_equal(token(2)->pos, 2);
    assert_int_equal(token(3)->pos, 3);
    assert_int_equal(token(4)->pos, 4);
    assert_int_equal(tokens.last_pos, 4);
    assert_int_equal(token(1)->flags, PLX_TOKEN_COMPOUND);
    assert_int_equal(token(2)->flags, PLX_TOKEN_PART);
    assert_int_equal(token(3)->flags, PLX_TOKEN_PART | PLX_TOKEN_CAPITAL);
}

static void a_compound_that_begins_a_sentence_has_the_mark_alone(void **state)
{
    const uint32_t both = PLX_TOKEN_SENTENCE | PLX_TOKEN_PARAGRAPH;

    (void)state;
    run("en", "Al-Haq left.");
    assert_int_equal(token(0)->flags & both, both);
    assert_int_equal(token(1)->flags & both, 0);
}

static void upper_case_is_marked(void **state)
{
    static const char text[] = "IRGC Iran iran F16 MQ9 C-RAM \xD0\xA1\xD0\xA8\xD0\x90";
    const uint32_t mask = PLX_TOKEN_CAPITAL | PLX_TOKEN_UPPER;

    (void)state;
    run("en", text);
    assert_int_equal(flags_of(text, "irgc") & mask, mask);
    assert_int_equal(token(1)->flags & mask, PLX_TOKEN_CAPITAL);
    assert_int_equal(token(2)->flags & mask, 0);
    assert_int_equal(flags_of(text, "f16") & mask, PLX_TOKEN_CAPITAL);
    assert_int_equal(flags_of(text, "mq9") & mask, mask);
    assert_int_equal(flags_of(text, "c-ram") & mask, mask);
    assert_int_equal(token(tokens.count - 1)->flags & mask, mask);
}

static void words_between_quotation_marks_are_marked(void **state)
{
    static const char *const texts[] = {
        "out \"in in\" out",
        "out \xE2\x80\x9Cin in\xE2\x80\x9D out",
        "out \xC2\xAB in in \xC2\xBB out",
        "out \xE2\x80\x9Ein in\xE2\x80\x9C out",
        "out 6\" out \"in\" out",
        "out \xE2\x80\x9Cin in\" out",
        "out \"in \n in \n\n out",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        run("en", texts[i]);
        for (size_t k = 0; k < tokens.count; k++) {
            bool quoted = token(k)->flags & PLX_TOKEN_QUOTED;

            if (quoted != (strcmp(token(k)->word->text, "in") == 0))
                fail_msg("%s: token %zu", texts[i], k);
        }
    }
}

static void initials_are_a_word_apart_and_never_a_stop_word(void **state)
{
    (void)state;
    run("en", "I.T. it U.S. us");
    assert_int_equal(tokens.count, 4);
    assert_true(token(0)->flags & PLX_TOKEN_INITIALS);
    assert_true(token(0)->word->is_initials);
    assert_false(token(0)->word->is_stop);
    assert_string_equal(token(0)->word->text, "it");
    assert_true(token(1)->word->is_stop);
    assert_ptr_not_equal(token(0)->word, token(1)->word);
    assert_false(token(3)->word->is_stop);
    assert_int_equal(token(2)->word->stem_hash, token(3)->word->stem_hash);
}

/* --- words --- */

static void one_word_is_kept_once_with_stem_and_hash(void **state)
{
    const plx_word *w;

    (void)state;
    run("en", "Sanctions, sanctions and SANCTIONS in 2019");
    w = token(0)->word;
    assert_ptr_equal(w, token(1)->word);
    assert_ptr_equal(w, token(3)->word);
    assert_string_equal(w->stem, "sanction");
    assert_int_equal(w->text_len, 9);
    assert_int_equal(w->stem_len, 8);
    assert_true(w->stem_hash == plx_hash64("sanction", 8));
    assert_false(w->has_digit);
    assert_true(token(5)->word->has_digit);
    assert_int_equal(w->id, 0);
    assert_int_equal(token(2)->word->id, 1);
    assert_int_equal(plx_analyser_words(an, "english"), 4);
    assert_int_equal(plx_analyser_words(an, "fr"), 0);
}

static void a_large_vocabulary_keeps_every_word_where_it_is(void **state)
{
    enum { WORDS = 50000 };
    plx_strbuf text = PLX_STRBUF_INIT;
    const plx_word **first = calloc(WORDS, sizeof(plx_word *));

    (void)state;
    assert_non_null(first);
    for (int i = 0; i < WORDS; i++)
        plx_strbuf_printf(&text, "w%dx ", i * 7919);
    run("en", text.s);
    assert_int_equal(tokens.count, WORDS);
    for (size_t i = 0; i < WORDS; i++) {
        first[i] = token(i)->word;
        assert_int_equal(first[i]->id, i);
    }
    run("en", text.s);
    for (size_t i = 0; i < WORDS; i++)
        assert_ptr_equal(first[i], token(i)->word);
    assert_int_equal(plx_analyser_words(an, "en"), WORDS);
    plx_strbuf_release(&text);
    free(first);
}

static void trimming_forgets_only_a_vocabulary_that_is_too_large(void **state)
{
    (void)state;
    run("en", "one two three");
    run("fr", "un deux");
    assert_false(plx_analyser_trim(an, 5));
    assert_int_equal(plx_analyser_words(an, "en"), 3);
    assert_true(plx_analyser_trim(an, 4));
    assert_int_equal(plx_analyser_words(an, "en"), 0);
    run("en", "one");
    assert_int_equal(token(0)->word->id, 0);
}

static void languages_not_known_share_one_vocabulary(void **state)
{
    (void)state;
    run("xx", "sanctions");
    run("zz-ZZ", "the sanctions");
    assert_false(token(0)->word->is_stop);
    assert_int_equal(plx_analyser_words(an, "none"), 2);
}

/* --- limits and bad input --- */

static void a_word_of_64_kb_is_cut_and_not_stemmed(void **state)
{
    enum { LEN = 64 << 10 };
    static const char *const letters[] = { "a", "\xC3\xA9", "\xD8\xA8", "\xE0\xA4\x95",
                                           "\xF0\x90\x90\xA8" };
    plx_strbuf text = PLX_STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        plx_strbuf_reset(&text);
        while (text.len < LEN)
            plx_strbuf_puts(&text, letters[i]);
        plx_strbuf_puts(&text, "s end");
        run("en", text.s);
        assert_int_equal(tokens.count, 2);
        assert_in_range(token(0)->word->text_len, PLX_WORD_MAX - 3, PLX_WORD_MAX);
        assert_string_equal(token(0)->word->text, token(0)->word->stem);
        assert_true(plx_utf8_valid(token(0)->word->text, token(0)->word->text_len));
        assert_int_equal(token(0)->len, text.len - 4);
        assert_string_equal(token(1)->word->text, "end");
    }
    plx_strbuf_release(&text);
}

static void a_compound_that_is_too_long_leaves_its_parts(void **state)
{
    static const char text[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-"
                               "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    (void)state;
    run("en", text);
    assert_int_equal(tokens.count, 2);
    assert_true(token(0)->flags & PLX_TOKEN_PART);
    assert_true(token(0)->flags & PLX_TOKEN_SENTENCE);
}

static void an_empty_text_has_no_tokens(void **state)
{
    (void)state;
    run("en", "one");
    run(NULL, "");
    assert_int_equal(tokens.count, 0);
    assert_int_equal(tokens.last_pos, 0);
    assert_int_equal(plx_analyser_run(an, "en", NULL, 0, &tokens, NULL), PLX_OK);
}

static void a_text_over_the_limit_is_refused(void **state)
{
    plx_error err;

    (void)state;
    assert_int_equal(plx_analyser_run(an, "en", "x", (size_t)UINT32_MAX, &tokens, &err),
                     PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "limit"));
    assert_int_equal(tokens.count, 0);
}

static void a_word_at_the_very_end_of_memory_is_read_no_further(void **state)
{
    (void)state;
    for (size_t len = 1; len < 40; len++) {
        char *text = malloc(len); /* exact: the address sanitizer watches the end */

        assert_non_null(text);
        memset(text, 'a', len);
        assert_int_equal(plx_analyser_run(an, "en", text, len, &tokens, NULL), PLX_OK);
        assert_int_equal(token(0)->word->text_len, len);
        free(text);
    }
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Bytes that meet rules often, and any others. */
static void random_text(uint32_t *seed, char *out, size_t len)
{
    static const char spice[] =
        "aAbZs09 .,-'`\"\n!?\xE2\x80\x99\xCC\x81\xD8\xA7\xE4\xB8\x80\xEF\xBF";

    for (size_t i = 0; i < len; i++) {
        uint32_t r = next_random(seed);

        out[i] = r & 7 ? spice[(r >> 3) % (sizeof spice - 1)] : (char)(r >> 3);
    }
}

static void check_token(const char *text, size_t len, const plx_token *t, const plx_token *before)
{
    uint32_t cp;

    assert_true(t->len > 0);
    assert_true((size_t)t->start + t->len <= len);
    assert_true(plx_utf8_decode(text + t->start, len - t->start, &cp) > 0);
    assert_true(cp != 0xFFFD);
    assert_true(t->start + t->len == len || (text[t->start + t->len] & 0xC0) != 0x80 ||
                !plx_utf8_valid(text, len));
    assert_true(plx_utf8_valid(t->word->text, t->word->text_len));
    assert_in_range(t->word->text_len, 1, PLX_WORD_MAX);
    assert_in_range(t->word->stem_len, 1, PLX_WORD_MAX);
    assert_int_equal(strlen(t->word->text), t->word->text_len);
    if (!before)
        return;
    assert_true(t->start >= before->start);
    if (before->flags & PLX_TOKEN_COMPOUND) {
        assert_int_equal(t->start, before->start);
        assert_int_equal(t->pos, before->pos);
    } else {
        assert_true(t->start >= before->start + before->len);
        assert_int_equal(t->pos, before->pos + 1);
    }
}

static void random_bytes_give_rising_offsets_at_code_points(void **state)
{
    static const char *const langs[] = { "en", "fr", "ar", "tr", "ru", "none" };
    uint32_t seed = 20261120;

    (void)state;
    for (int round = 0; round < 6000; round++) {
        size_t len = next_random(&seed) % 200;
        char *text = malloc(len + 1);
        plx_status rc;

        assert_non_null(text);
        random_text(&seed, text, len);
        rc = plx_analyser_run(an, langs[round % 6], text, len, &tokens, NULL);
        assert_int_equal(rc, PLX_OK);
        for (size_t i = 0; i < tokens.count; i++)
            check_token(text, len, token(i), i ? token(i - 1) : NULL);
        free(text);
    }
}

/* --- plx_fold --- */

static void folding_a_string_keeps_its_punctuation(void **state)
{
    static const char *const cases[][2] = {
        { "  The New\tYork \n Times ", "the new york times" },
        { "AL-MONITOR / \xC3\x89lys\xC3\xA9"
          "e",
          "al-monitor / elysee" },
        { "Reader\xE2\x80\x99s Digest", "readers digest" },
        { "e\xCC\x81t\xC3\xA9", "ete" },
        { "\xD0\x99\xD0\xBE\xD0\xB4 \xD0\xB8\xCC\x86", "\xD0\xB9\xD0\xBE\xD0\xB4 \xD0\xB9" },
        { "a\xFF", "a\xEF\xBF\xBD" },
        { "", "" },
        { " \n ", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *folded = plx_fold(cases[i][0], strlen(cases[i][0]));

        assert_non_null(folded);
        assert_string_equal(folded, cases[i][1]);
        free(folded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_cases_of_the_data_file_hold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(offsets_are_bytes_of_the_original, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_compound_shares_the_position_of_its_first_part, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_compound_that_begins_a_sentence_has_the_mark_alone,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(upper_case_is_marked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_between_quotation_marks_are_marked, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(initials_are_a_word_apart_and_never_a_stop_word, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(one_word_is_kept_once_with_stem_and_hash, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_large_vocabulary_keeps_every_word_where_it_is, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(trimming_forgets_only_a_vocabulary_that_is_too_large,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(languages_not_known_share_one_vocabulary, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_word_of_64_kb_is_cut_and_not_stemmed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_compound_that_is_too_long_leaves_its_parts, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_empty_text_has_no_tokens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_text_over_the_limit_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_word_at_the_very_end_of_memory_is_read_no_further, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(random_bytes_give_rising_offsets_at_code_points, set_up,
                                        tear_down),
        cmocka_unit_test(folding_a_string_keeps_its_punctuation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
