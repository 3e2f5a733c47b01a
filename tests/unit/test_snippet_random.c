/* Snippets of random texts for random queries: what must hold of all; with a fixed seed */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "tests/unit/snippet_check.h"

#define TEXT_BYTES (PLX_SNIPPET_TEXT_MAX + 8192)

static plx_analyser *an;
static char text[TEXT_BYTES + 1];

static unsigned seed = 11;

static unsigned draw(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % n;
}

static const char *const words[] = {
    "iran",
    "Iran's",
    "Iran\xe2\x80\x99s",
    "IRANIAN",
    "attacks",
    "Attacked",
    "attacking",
    "green",
    "Zone",
    "zones",
    "pro-Iran",
    "al-Khazali",
    "Kata'ib",
    "Kata\xe2\x80\x98ib",
    "dying",
    "died",
    "hoping",
    "hopes",
    "ability",
    "abilities",
    "1,000",
    "3.5",
    "U.S.",
    "N.A.T.O.",
    "NATO",
    "\xc3\x89lys\xc3\xa9"
    "e",
    "r\xc3\xa9sum\xc3\xa9",
    "resume",
    "e\xcc\x81tat",
    "\xd8\xa5\xd9\x8a\xd8\xb1\xd8\xa7\xd9\x86",
    "\xd9\x83\xd8\xaa\xd8\xa7\xd8\xa6\xd8\xa8",
    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
    "\xe4\xb8\xad\xe6\x96\x87",
    "\xef\xbc\xa9\xef\xbd\x92\xef\xbd\x81\xef\xbd\x8e",
    "i\xc2\xadran",
    "sanc\xe2\x80\x8d"
    "tions",
    "\xe2\x80\x8fsanctions",
    "the",
    "of",
    "and",
    "x",
    "zonked",
    "irate",
    "\xf0\x9f\x9a\x80",
    "**",
    "<b>",
    "\xe2\x80\xa6",
    "pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcano",
};
static const char *const gaps[] = { " ",           " ",   " ",        " ",  "\r\n", "\n\n",
                                    ". ",          ".\n", "",         ", ", " - ",  "\xe2\x80\x94",
                                    "\t",          "/",   "\xc2\xa0", "? ", "\" ",  " \xe2\x80\x9c",
                                    "\xe2\x80\x8b" };
static const char *const langs[] = { "en", "en", "en", "none", "", "ar", "fr", "de", "fa" };

#define COUNT(a) ((unsigned)(sizeof(a) / sizeof *(a)))

/* About `bytes` of words; now and then a filler that is not a word of any query. */
static size_t random_text(size_t bytes, bool bad)
{
    size_t n = 0;

    while (n < bytes && n + 200 < TEXT_BYTES) {
        const char *w = draw(3) ? "filler" : words[draw(COUNT(words))];

        n += (size_t)sprintf(text + n, "%s%s", w, gaps[draw(COUNT(gaps))]);
        if (bad && !draw(20))
            text[n++] = (char)(0x80 + draw(0x80));
    }
    text[n] = '\0';
    return n;
}

static void random_query(char *out, bool *phrase)
{
    unsigned n = 1 + draw(4);

    *out = '\0';
    while (n--)
        sprintf(out + strlen(out), "%s ", words[draw(COUNT(words))]);
    *phrase = draw(4) == 0;
}

static void check_one(size_t bytes, bool bad)
{
    size_t n = random_text(bytes, bad);
    const char *lang = langs[draw(COUNT(langs))], *wrong;
    char query[512];
    bool phrase;
    sought q;

    random_query(query, &phrase);
    assert_true(seek_words(an, lang, query, strlen(query), phrase, &q));
    wrong = check_snippet(an, lang, text, n, &q, 1 + draw(400));
    if (wrong)
        fail_msg("%s: query '%s', language '%s', text '%.2000s'", wrong, query, lang, text);
    plx_map_free(q.stems);
}

static void snippets_of_any_text_are_pieces_of_it_with_the_query_marked(void **state)
{
    unsigned round;

    (void)state;
    for (round = 0; round < 4000; round++)
        check_one(draw(3000), round % 8 == 0);
}

static void so_are_those_of_texts_longer_than_is_looked_at(void **state)
{
    unsigned round;

    (void)state;
    for (round = 0; round < 12; round++)
        check_one(PLX_SNIPPET_TEXT_MAX - 1000 + draw(3000), round % 4 == 0);
}

static void so_are_those_of_texts_without_blanks(void **state)
{
    static const char query[] = "iran zone";
    sought q;
    size_t n;

    (void)state;
    for (n = 0; n + 5 < TEXT_BYTES; n += 5)
        memcpy(text + n, n % 1000 ? "x\xc3\xa9yz" : ",iran", 5);
    assert_true(seek_words(an, "en", query, strlen(query), false, &q));
    assert_null(check_snippet(an, "en", text, n, &q, 240));
    plx_map_free(q.stems);
}

/* The marks stand where they stand, whatever the text holds. */
static void marks_that_stand_in_the_text_itself_change_nothing(void **state)
{
    static const char *const given[] = { "**", "<mark>", "[", "iran", "" };
    static const char source[] = "**Iran** said [that] <mark>Iran</mark> is not **it**, iran.";
    plx_snippet_options opt = { CHECK_OPEN, CHECK_CLOSE, 240, false };
    plx_strbuf want = PLX_STRBUF_INIT, have = PLX_STRBUF_INIT, bare = PLX_STRBUF_INIT;
    plx_tokens t;
    const plx_snippet_text what = { an, &t, "en", source, strlen(source) };
    sought q;
    size_t i;

    (void)state;
    plx_tokens_init(&t);
    assert_true(seek_words(an, "en", "iran", 4, false, &q));
    assert_int_equal(plx_snippet(&what, &q.hl, &opt, &bare, NULL), PLX_OK);
    for (i = 0; i < COUNT(given); i++) {
        const char *c;

        opt.open = opt.close = given[i];
        plx_strbuf_reset(&have);
        plx_strbuf_reset(&want);
        assert_int_equal(plx_snippet(&what, &q.hl, &opt, &have, NULL), PLX_OK);
        for (c = bare.s; *c; c++)
            plx_strbuf_add(&want, *c <= 2 ? given[i] : c, *c <= 2 ? strlen(given[i]) : 1);
        assert_string_equal(have.s, want.s);
    }
    plx_strbuf_release(&want);
    plx_strbuf_release(&have);
    plx_strbuf_release(&bare);
    plx_tokens_release(&t);
    plx_map_free(q.stems);
}

/* What passing over words by their first letters rests on (search/passage.h). */
static void an_english_stem_without_its_last_two_letters_begins_its_words(void **state)
{
    static const char *const bases[] = { "abl",    "abil",   "hop",    "d",      "l",
                                         "happ",   "relat",  "oper",   "gener",  "sk",
                                         "commun", "ration", "luxuri", "fulfil", "sens",
                                         "vile",   "analog", "electr", "tid",    "ear",
                                         "inn",    "new",    "succe",  "exce",   "proce" };
    static const char *const endings[] = {
        "",      "s",     "es",    "ies",     "ying",  "ied",     "y",      "ily",   "ing",
        "ed",    "er",    "ly",    "li",      "ation", "ational", "ator",   "alism", "aliti",
        "ality", "ousli", "ously", "iveness", "iviti", "biliti",  "bility", "bli",   "ogi",
        "ogy",   "fulli", "fully", "lessli",  "izer",  "ization", "enci",   "ance",  "ency",
        "entli", "ently", "ness",  "ful",     "icate", "ative",   "ical",   "iciti", "e",
        "ie",    "eed",   "eedly", "ingly",   "edly",  "sses",    "us",     "ss",    "ities"
    };
    char word[64];
    unsigned i, k;
    plx_tokens t;

    (void)state;
    plx_tokens_init(&t);
    for (i = 0; i < COUNT(bases); i++)
        for (k = 0; k < COUNT(endings); k++) {
            const plx_word *w;
            size_t keeps;

            snprintf(word, sizeof word, "%s%s", bases[i], endings[k]);
            assert_int_equal(plx_analyser_run(an, "en", word, strlen(word), &t, NULL), PLX_OK);
            assert_int_equal(t.count, 1);
            w = t.items[0].word;
            keeps = w->stem_len > 3 ? w->stem_len - 2u : 1;
            if (strncmp(w->stem, word, keeps) != 0)
                fail_msg("%s has the stem %s", word, w->stem);
        }
    plx_tokens_release(&t);
}

static int open_analyser(void **state)
{
    (void)state;
    return plx_analyser_new(&an, NULL) ? -1 : 0;
}

static int close_analyser(void **state)
{
    (void)state;
    plx_analyser_free(an);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(snippets_of_any_text_are_pieces_of_it_with_the_query_marked),
        cmocka_unit_test(so_are_those_of_texts_longer_than_is_looked_at),
        cmocka_unit_test(so_are_those_of_texts_without_blanks),
        cmocka_unit_test(marks_that_stand_in_the_text_itself_change_nothing),
        cmocka_unit_test(an_english_stem_without_its_last_two_letters_begins_its_words),
    };

    return cmocka_run_group_tests(tests, open_analyser, close_analyser);
}
