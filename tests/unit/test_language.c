/* Telling the language of a text, the table of languages, and the light stemmers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <zstd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "text/analyser.h"
#include "text/detect.h"
#include "text/detect_lists.h"
#include "text/language.h"
#include "text/stopwords.h"

#define LINE_MAX_BYTES 4096

static plx_detector *detector;

static int make_detector(void **state)
{
    (void)state;
    return plx_detector_new(&detector, NULL) != PLX_OK;
}

static int free_detector(void **state)
{
    (void)state;
    plx_detector_free(detector);
    plx_detector_free(NULL);
    return 0;
}

static const char *run(const char *text, double *confidence)
{
    return plx_detector_run(detector, text, strlen(text), confidence);
}

/* ------------------------------------------------------------- passages */

typedef struct marks {
    size_t passages, right, likely;
} marks;

static void judge(const char *code, const char *text, marks *m)
{
    double confidence;
    const char *found = run(text, &confidence);
    bool is_right = found && strcmp(found, code) == 0;

    if (!is_right && confidence >= PLX_DETECT_LIKELY)
        fail_msg("%s for %s, %.2f: %s", found, code, confidence, text);
    if (strcmp(code, "-") == 0)
        return;
    m->passages++;
    m->right += is_right;
    m->likely += is_right && confidence >= PLX_DETECT_LIKELY;
}

static void the_passages_of_the_data_file_are_told(void **state)
{
    FILE *f = fopen("tests/data/languages.test", "r");
    char line[LINE_MAX_BYTES];
    marks m = { 0 };

    (void)state;
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char *tab = strchr(line, '\t');

        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || !tab)
            continue;
        *tab = '\0';
        judge(line, tab + 1, &m);
    }
    fclose(f);
    print_message("%zu passages: %zu right, %zu of them likely\n", m.passages, m.right, m.likely);
    assert_true(m.passages >= 270);
    assert_true(m.right * 100 >= m.passages * 99);
    assert_true(m.likely * 100 >= m.passages * 97);
}

static void page_furniture_at_the_ends_is_not_looked_at(void **state)
{
    plx_strbuf page = PLX_STRBUF_INIT;
    double confidence;

    (void)state;
    plx_strbuf_puts(&page, "Home and News of the day, all that is in this and more from our shop ");
    for (int i = 0; i < 100; i++)
        plx_strbuf_puts(&page, "وقالت الوزيرة إنها ليست ضد المشروع ولكن يجب أن يسأل السكان. ");
    plx_strbuf_puts(&page, "Read more of this in the app that we have made for all of you");
    assert_string_equal(run(page.s, &confidence), "ar");
    assert_true(confidence >= PLX_DETECT_SURE);
    plx_strbuf_release(&page);
}

static void a_headline_is_not_enough_to_be_sure(void **state)
{
    double confidence;

    (void)state;
    assert_string_equal(run("The king of the north is dead", &confidence), "en");
    assert_true(confidence < PLX_DETECT_LIKELY);
    assert_null(run("", &confidence));
    assert_true(confidence == 0);
    assert_null(plx_detector_run(detector, NULL, 0, NULL));
}

static void any_bytes_have_a_language_or_none(void **state)
{
    uint32_t seed = 20261121;

    (void)state;
    for (int round = 0; round < 4000; round++) {
        size_t len = (size_t)(round % 40) * (size_t)(round % 97);
        char *text = malloc(len ? len : 1); /* exact: the address sanitizer watches the end */
        double confidence;

        assert_non_null(text);
        for (size_t i = 0; i < len; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = (char)(round % 2 ? seed >> 24 : 0xD8 + (seed >> 24) % 8 * (i % 3));
        }
        plx_detector_run(detector, text, len, &confidence);
        assert_true(confidence >= 0 && confidence <= 1);
        free(text);
    }
}

static void each_word_of_the_lists_can_be_met(void **state)
{
    size_t languages[PLX_SCRIPT_SHARED] = { 0 };

    (void)state;
    for (size_t i = 0; i < plx_detect_list_count; i++) {
        const plx_detect_list *list = &plx_detect_lists[i];
        const char *word = list->words;

        assert_true(++languages[list->script] <= PLX_SCRIPT_LANGUAGES);
        assert_true(plx_utf8_valid(word, strlen(word)));
        for (; *word; word += strcspn(word, " ") + (word[strcspn(word, " ")] == ' '))
            if (strcspn(word, " ") == 0 || strcspn(word, " ") > 12)
                fail_msg("%s: a blank too many or a word too long before '%.20s'", list->code,
                         word);
    }
}

/* -------------------------------------------------------------- settling */

static const char english[] =
    "The ministry said on Tuesday that the new bridge would open to traffic before the end of "
    "the month, after three years of work and two long delays.";
static const char arabic[] =
    "أعلنت البلدية يوم الثلاثاء أن الجسر الذي يربط بين ضفتي النهر سيفتح من جديد أمام حركة "
    "المرور قبل نهاية الشهر، وقالت إن العمل في المشروع كان صعبا.";
static const char serbian[] =
    "Sud je dao za pravo novinama, koje su objavile pisma o tome gde je otišao novac i ko ga je "
    "uzeo posle izbora, a vlada je rekla da o tome ne zna ništa.";

static void a_claim_stands_unless_the_text_is_surely_another(void **state)
{
    static const struct {
        const char *claim, *text, *settled;
    } cases[] = {
        { "en", english, "en" },   { "en-GB", english, "en" },
        { NULL, english, "en" },   { "", english, "en" },
        { "en", arabic, "ar" },    { "ar", english, "en" },
        { NULL, arabic, "ar" },    { "x-klingon", arabic, "ar" },
        { "sw", "Habari", "sw" },  { "KA-ge", "", "ka" },
        { "ckb", "123", "ku" },    { "fas", "سلام", "fa" },
        { NULL, "Habari", NULL },  { NULL, "", NULL },
        { "none", "", NULL },      { "hr", serbian, "hr" },
        { "bs", serbian, "bs" },   { "en", serbian, "sr" },
        { "de", "Reuters", "de" }, { "en-", english, "en" },
        { "-", "", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *settled =
            plx_detector_settle(detector, cases[i].claim, cases[i].text, strlen(cases[i].text));

        if (!settled != !cases[i].settled || (settled && strcmp(settled, cases[i].settled) != 0))
            fail_msg("claim %s of '%s': %s", cases[i].claim, cases[i].text, settled);
    }
}

static void every_code_found_is_a_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < plx_detect_list_count; i++)
        assert_string_equal(plx_language_canonical(plx_detect_lists[i].code),
                            plx_detect_lists[i].code);
    for (size_t i = 0; i < plx_lone_script_count; i++)
        assert_string_equal(plx_language_canonical(plx_lone_scripts[i].code),
                            plx_lone_scripts[i].code);
}

static void the_codes_for_help_are_those_of_the_table(void **state)
{
    static const char codes[] = " " PLX_LANGUAGE_CODES " ";

    (void)state;
    assert_true(plx_language_count() <= PLX_LANGUAGES);
    for (int i = 1; i < plx_language_count(); i++) {
        char code[8];

        snprintf(code, sizeof code, " %s ", plx_language_code(i));
        if (!strstr(codes, code) !=
            !(plx_language_stemmer(i) || plx_has_stopwords(plx_language_code(i))))
            fail_msg("%s is in one of table and list", plx_language_code(i));
    }
}

/* --------------------------------------------------------------- stemming */

typedef struct pairs {
    size_t all, joined;
} pairs;

/* The stem of a group that no other group may have. */
typedef struct taken_stem {
    char stem[PLX_WORD_MAX + 8];
    int group;
} taken_stem;

static void take_stem(taken_stem *taken, size_t *n, const char *lang, const char *stem, int group)
{
    char key[PLX_WORD_MAX + 8];

    snprintf(key, sizeof key, "%s %s", lang, stem);
    for (size_t i = 0; i < *n; i++) {
        if (strcmp(taken[i].stem, key) != 0)
            continue;
        if (taken[i].group != group)
            fail_msg("two groups have the stem %s", key);
        return;
    }
    assert_true(*n < 1000);
    strcpy(taken[*n].stem, key);
    taken[(*n)++].group = group;
}

static void count_pairs(const plx_tokens *t, pairs *p)
{
    for (size_t i = 0; i < t->count; i++)
        for (size_t k = i + 1; k < t->count; k++) {
            p->all++;
            p->joined += strcmp(t->items[i].word->stem, t->items[k].word->stem) == 0;
        }
}

static void forms_of_a_word_share_a_stem(void **state)
{
    FILE *f = fopen("tests/data/stems.test", "r");
    taken_stem *taken = calloc(1000, sizeof *taken);
    char line[LINE_MAX_BYTES], lang[3] = "";
    pairs ar = { 0 }, fa = { 0 };
    plx_analyser *an = NULL;
    size_t stems = 0;
    plx_tokens t;

    (void)state;
    assert_non_null(f);
    assert_non_null(taken);
    assert_int_equal(plx_analyser_new(&an, NULL), PLX_OK);
    plx_tokens_init(&t);
    for (int group = 0; fgets(line, sizeof line, f); group++) {
        if (line[0] == '#')
            continue;
        memcpy(lang, line, 2);
        assert_int_equal(plx_analyser_run(an, lang, line + 3, strlen(line + 3), &t, NULL), PLX_OK);
        count_pairs(&t, strcmp(lang, "ar") == 0 ? &ar : &fa);
        for (size_t i = 0; i < t.count; i++)
            take_stem(taken, &stems, lang, t.items[i].word->stem, group);
    }
    fclose(f);
    print_message("pairs that share a stem: Arabic %zu of %zu, Persian %zu of %zu\n", ar.joined,
                  ar.all, fa.joined, fa.all);
    assert_true(ar.joined * 100 >= ar.all * 90);
    assert_true(fa.joined * 100 >= fa.all * 95);
    plx_tokens_release(&t);
    plx_analyser_free(an);
    free(taken);
}

/* ----------------------------------------------------------- real articles */

static size_t read_news(char **text)
{
    const size_t room = 160u << 20;
    plx_strbuf packed = PLX_STRBUF_INIT;
    size_t n = 0;

    *text = NULL;
    if (plx_file_read("../shared/data/news.jsonl.zst", room, &packed, NULL) == PLX_OK) {
        *text = malloc(room);
        assert_non_null(*text);
        n = ZSTD_decompress(*text, room, packed.s, packed.len);
        assert_false(ZSTD_isError(n));
    }
    plx_strbuf_release(&packed);
    return n;
}

static bool is_english(const char *line, size_t len)
{
    json_t *article = json_loadb(line, len, 0, NULL);
    json_t *text = json_object_get(article, "text");
    const char *found =
        plx_detector_run(detector, json_string_value(text), json_string_length(text), NULL);
    bool is = found && strcmp(found, "en") == 0;

    json_decref(article);
    return is;
}

static void real_english_news_is_english(void **state)
{
    size_t articles = 0, others = 0;
    char *text;
    size_t n = read_news(&text);

    (void)state;
    if (n == 0) {
        print_message("skipped: no news corpus beside the repository\n");
        skip();
    }
    for (size_t at = 0; at < n; articles++) {
        const char *end = memchr(text + at, '\n', n - at);
        size_t len = end ? (size_t)(end - (text + at)) : n - at;

        others += !is_english(text + at, len);
        at += len + 1;
    }
    free(text);
    print_message("%zu of %zu articles are not English\n", others, articles);
    assert_true(others * 1000 <= articles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_passages_of_the_data_file_are_told),
        cmocka_unit_test(page_furniture_at_the_ends_is_not_looked_at),
        cmocka_unit_test(a_headline_is_not_enough_to_be_sure),
        cmocka_unit_test(any_bytes_have_a_language_or_none),
        cmocka_unit_test(each_word_of_the_lists_can_be_met),
        cmocka_unit_test(a_claim_stands_unless_the_text_is_surely_another),
        cmocka_unit_test(every_code_found_is_a_language),
        cmocka_unit_test(the_codes_for_help_are_those_of_the_table),
        cmocka_unit_test(forms_of_a_word_share_a_stem),
        cmocka_unit_test(real_english_news_is_english),
    };

    return cmocka_run_group_tests(tests, make_detector, free_detector);
}
