/* Snippets: what they show, what they mark, and that they invent nothing */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/snippet.h"

#define ELLIPSIS "\xe2\x80\xa6"
#define STEMS    8

static plx_analyser *an;
static plx_tokens tokens, query_tokens;

/* What is sought: words of `query`; with `phrase` only one behind the other. */
typedef struct sought {
    plx_map *stems;
    double weight[STEMS];
    bool alone[STEMS];
    uint32_t sequence[STEMS];
    plx_highlight_phrase phrase;
    plx_highlight hl;
} sought;

static void seek(sought *q, const char *query, bool phrase)
{
    size_t i;

    memset(q, 0, sizeof *q);
    q->stems = plx_map_new();
    assert_non_null(q->stems);
    assert_int_equal(plx_analyser_run(an, "en", query, strlen(query), &query_tokens, NULL), PLX_OK);
    for (i = 0; i < query_tokens.count; i++) {
        const plx_word *w = query_tokens.items[i].word;
        uint32_t stem;

        if (query_tokens.items[i].flags & PLX_TOKEN_COMPOUND)
            continue;
        assert_true(q->phrase.count < STEMS);
        stem = plx_map_add(q->stems, w->stem, w->stem_len, NULL);
        q->weight[stem] = 1;
        q->alone[stem] = !phrase;
        q->sequence[q->phrase.count++] = stem;
    }
    q->hl = (plx_highlight){ .stems = q->stems,
                             .weight = q->weight,
                             .alone = q->alone,
                             .count = plx_map_count(q->stems),
                             .sequence = q->sequence,
                             .phrases = &q->phrase,
                             .phrase_count = phrase };
}

static char *snippet(const char *text, size_t len, const sought *q, size_t bytes, bool whole)
{
    plx_snippet_options opt = { "[", "]", bytes, whole };
    plx_strbuf out = PLX_STRBUF_INIT;

    assert_int_equal(
        plx_snippet(&(plx_snippet_text){ an, &tokens, "en", text, len }, &q->hl, &opt, &out, NULL),
        PLX_OK);
    return out.len ? plx_strbuf_detach(&out) : strdup("");
}

static void check(const char *text, const char *query, bool phrase, size_t bytes, const char *want)
{
    char *have;
    sought q;

    seek(&q, query, phrase);
    have = snippet(text, strlen(text), &q, bytes, false);
    assert_string_equal(have, want);
    free(have);
    plx_map_free(q.stems);
}

static void inflected_words_are_marked(void **state)
{
    (void)state;
    check("Sanctions hit. The sanctioned bank, sanctioning none.", "sanction", false, 240,
          "[Sanctions] hit. The [sanctioned] bank, [sanctioning] none.");
    check("Iran\xe2\x80\x99s army and IRAN.", "iran", false, 240,
          "[Iran]\xe2\x80\x99s army and [IRAN].");
}

static void parts_of_hyphenated_words_are_marked(void **state)
{
    (void)state;
    check("The pro-Iran Qais al-Khazali spoke.", "iran khazali", false, 240,
          "The pro-[Iran] Qais al-[Khazali] spoke.");
    check("Qais al-Khazali saw Al Jazeera.", "al-Khazali", true, 240,
          "Qais [al]-[Khazali] saw Al Jazeera.");
}

static void words_of_a_phrase_are_marked_only_together(void **state)
{
    (void)state;
    check("A green car in a zone. The Green Zone burns.", "green zone", true, 240,
          "A green car in a zone. The [Green] [Zone] burns.");
}

static void line_breaks_become_blanks(void **state)
{
    (void)state;
    check("one\ntwo\r\nthree\tfour", "two", false, 240, "one [two]  three four");
}

static void text_without_match_shows_its_beginning(void **state)
{
    (void)state;
    check("", "iran", false, 240, "");
    check("  \n ", "iran", false, 240, "");
    check("Nothing here.", "iran", false, 240, "Nothing here.");
    check("One two three four five six", "iran", false, 12, "One two" ELLIPSIS);
    check("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac", "iran", false, 4, "\xe2\x82\xac" ELLIPSIS);
}

static void the_passage_with_most_different_words_wins(void **state)
{
    (void)state;
    check("Iran said so. Iran, Iran, Iran, again. Some filler stands here for a while. "
          "The attack on the embassy in Iran went on.",
          "iran attack embassy", false, 50,
          ELLIPSIS "The [attack] on the [embassy] in [Iran] went on.");
}

static void spellings_of_one_word_are_not_several(void **state)
{
    static const char text[] = "Suleimani, Soleimani, Solaimani: three spellings stand here in a "
                               "row. Much later an attack on Soleimani is told of at last.";
    const uint32_t word[STEMS] = { 0, 0, 0, 3 };
    char *have;
    sought q;

    (void)state;
    seek(&q, "suleimani soleimani solaimani attack", false);
    q.hl.word = word;
    have = snippet(text, strlen(text), &q, 45, false);
    assert_non_null(strstr(have, "[attack] on [Soleimani]"));
    free(have);
    plx_map_free(q.stems);
}

static void a_cut_prefers_sentences(void **state)
{
    (void)state;
    check("First of all, words that nobody needs to read here. The attack came late. Then more "
          "words follow that are of no use whatever.",
          "attack", false, 30, ELLIPSIS "The [attack] came late." ELLIPSIS);
}

static void a_whole_text_keeps_its_lines(void **state)
{
    char *have;
    sought q;

    (void)state;
    seek(&q, "zone", false);
    have = snippet("Green\n\nzone\n", 12, &q, 240, true);
    assert_string_equal(have, "Green\n\n[zone]\n");
    free(have);
    plx_map_free(q.stems);
}

static void words_far_behind_the_limit_are_not_sought(void **state)
{
    size_t n = PLX_SNIPPET_TEXT_MAX + 100, i;
    char *text = malloc(n), *have;
    sought q;

    (void)state;
    assert_non_null(text);
    for (i = 0; i < n; i++)
        text[i] = i % 5 ? 'x' : ' ';
    memcpy(text + n - 6, " iran ", 6);
    seek(&q, "iran", false);
    have = snippet(text, n, &q, 40, false);
    assert_null(strchr(have, '['));
    free(have);
    have = snippet(text, n, &q, 40, true);
    assert_non_null(strstr(have, "[iran]"));
    free(have);
    free(text);
    plx_map_free(q.stems);
}

/* ------------------------------------------------------------- a property */

static unsigned seed = 7;

static unsigned draw(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % n;
}

static size_t random_text(char *out, unsigned words)
{
    static const char *const some[] = {
        "iran",     "Iranian",           "attacks", "green", "Zone",
        "x",        "al-Khazali",        "Kata'ib", "1,000", "U.S.",
        "\xd8\xa7", "\xc3\xa9t\xc3\xa9", "\xff",    "(",     "the"
    };
    static const char *const gaps[] = {
        " ", " ", " ", "\n", ". ", "\n\n", ", ", "", "\xe2\x80\x94"
    };
    size_t n = 0;

    while (words--) {
        const char *w = some[draw(sizeof some / sizeof *some)];
        const char *g = gaps[draw(sizeof gaps / sizeof *gaps)];

        n += (size_t)sprintf(out + n, "%s%s", w, g);
    }
    return n;
}

/* Marks and ellipses off; line breaks of the text to blanks. */
static void strip(char *s, bool ends)
{
    char *to = s, *from = s;

    if (ends && strncmp(from, ELLIPSIS, 3) == 0)
        from += 3;
    for (; *from; from++)
        if (*from != '[' && *from != ']')
            *to++ = *from == '\n' ? ' ' : *from;
    *to = '\0';
    if (ends && to - s >= 3 && strcmp(to - 3, ELLIPSIS) == 0)
        to[-3] = '\0';
}

static void without_its_marks_a_snippet_is_a_piece_of_the_text(void **state)
{
    static const char *const queries[] = { "iran", "iran attack zone", "al-Khazali", "nothing" };
    static char text[8192];
    unsigned round;

    (void)state;
    for (round = 0; round < 2000; round++) {
        size_t n = random_text(text, draw(200)), bytes = 1 + draw(300);
        char *have;
        sought q;

        seek(&q, queries[round % 4], round % 3 == 0);
        have = snippet(text, n, &q, bytes, false);
        assert_true(strlen(have) <= bytes + 3 * 80 + 6);
        strip(have, true);
        strip(text, false);
        assert_non_null(strstr(text, have));
        free(have);
        plx_map_free(q.stems);
    }
}

static int open_analyser(void **state)
{
    (void)state;
    plx_tokens_init(&tokens);
    plx_tokens_init(&query_tokens);
    return plx_analyser_new(&an, NULL) ? -1 : 0;
}

static int close_analyser(void **state)
{
    (void)state;
    plx_tokens_release(&tokens);
    plx_tokens_release(&query_tokens);
    plx_analyser_free(an);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inflected_words_are_marked),
        cmocka_unit_test(parts_of_hyphenated_words_are_marked),
        cmocka_unit_test(words_of_a_phrase_are_marked_only_together),
        cmocka_unit_test(line_breaks_become_blanks),
        cmocka_unit_test(text_without_match_shows_its_beginning),
        cmocka_unit_test(the_passage_with_most_different_words_wins),
        cmocka_unit_test(spellings_of_one_word_are_not_several),
        cmocka_unit_test(a_cut_prefers_sentences),
        cmocka_unit_test(a_whole_text_keeps_its_lines),
        cmocka_unit_test(words_far_behind_the_limit_are_not_sought),
        cmocka_unit_test(without_its_marks_a_snippet_is_a_piece_of_the_text),
    };

    return cmocka_run_group_tests(tests, open_analyser, close_analyser);
}
