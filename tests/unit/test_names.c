/* Names in any spelling: reading and comparing words, the table of an index, searching. Pairs of
 * spellings stand in tests/data/names.test. */
#include "collection_fixture.h"
#include "name_pairs.h"

#include "collection/names.h"
#include "search/names.h"
#include "search/search.h"
#include "text/analyser.h"
#include "text/name_key.h"
#include "text/name_letters.h"
#include "text/name_match.h"

#define CASES     "tests/data/names.test"
#define PAIRS     "../shared/data/names/spelling-pairs.tsv"
#define FOUND_MIN 0.70
#define LINE      1024
#define WORDS_MAX 8

static bool read_word(const char *word, plx_name *out)
{
    return plx_name_read(word, strlen(word), out);
}

/* Surface word of a text, the parts of a hyphenated one together. */
static void surface(plx_analyser *an, const char *text, char out[LINE])
{
    plx_tokens t;
    size_t i;

    plx_tokens_init(&t);
    OK(plx_analyser_run(an, "en", text, strlen(text), &t, &err));
    *out = '\0';
    for (i = 0; i < t.count; i++)
        if (!(t.items[i].flags & PLX_TOKEN_COMPOUND))
            strcat(out, t.items[i].word->text);
    plx_tokens_release(&t);
}

static bool finds(const char *a, const char *b)
{
    plx_name x, y;

    if (strcmp(a, b) == 0)
        return true;
    return read_word(a, &x) && read_word(b, &y) && share_key(&x, &y) &&
           plx_name_nearness(&x, &y) >= PLX_NAME_SAME;
}

static void check_case(plx_analyser *an, char *line, unsigned number)
{
    static char word[WORDS_MAX][LINE];
    char *rest = NULL, *kind = strtok_r(line, " \n", &rest), *text;
    size_t n = 0, i, j;

    while (n < WORDS_MAX && (text = strtok_r(NULL, " \n", &rest)))
        surface(an, text, word[n++]);
    for (i = 0; i < n; i++)
        for (j = 0; j < n; j++)
            if (i != j && finds(word[i], word[j]) != (strcmp(kind, "same") == 0))
                fail_msg("%s:%u: %s and %s are not %s", CASES, number, word[i], word[j], kind);
}

static void the_cases_of_the_data_file_hold(void **state)
{
    static char line[LINE];
    plx_analyser *an = NULL;
    unsigned number = 0;
    FILE *f = fopen(CASES, "r");

    (void)state;
    assert_non_null(f);
    OK(plx_analyser_new(&an, &err));
    while (fgets(line, sizeof line, f)) {
        number++;
        if (*line != '#' && *line != '\n')
            check_case(an, line, number);
    }
    fclose(f);
    plx_analyser_free(an);
}

/* In one direction; words of one stem are found anyway. */
static bool finds_in_index(plx_analyser *an, const char *a, const char *b)
{
    char stem[LINE], word[2][LINE];
    plx_name name;
    plx_tokens t;
    bool same;

    plx_tokens_init(&t);
    OK(plx_analyser_run(an, "en", a, strlen(a), &t, &err));
    snprintf(stem, sizeof stem, "%s", t.count ? t.items[0].word->stem : "");
    OK(plx_analyser_run(an, "en", b, strlen(b), &t, &err));
    same = t.count && strcmp(stem, t.items[0].word->stem) == 0;
    plx_tokens_release(&t);
    surface(an, a, word[0]);
    surface(an, b, word[1]);
    return same ||
           (read_word(word[0], &name) && plx_names_is_sought(&name) && finds(word[0], word[1]));
}

static void seven_in_ten_real_pairs_are_found(void **state)
{
    static char line[LINE];
    plx_analyser *an = NULL;
    double found = 0, pairs = 0;
    FILE *f = fopen(PAIRS, "r");

    (void)state;
    if (!f)
        skip();
    OK(plx_analyser_new(&an, &err));
    while (fgets(line, sizeof line, f)) {
        char *rest = NULL, *a = strtok_r(line, "\t\n", &rest), *b = strtok_r(NULL, "\t\n", &rest);

        if (!a || !b)
            continue;
        pairs++;
        found += (finds_in_index(an, a, b) + finds_in_index(an, b, a)) / 2.0;
    }
    fclose(f);
    plx_analyser_free(an);
    if (found < FOUND_MIN * pairs)
        fail_msg("%.1f of %.0f pairs", found, pairs);
}

static void what_is_no_name_is_not_read(void **state)
{
    static const char *const none[] = { "",      "ab",     "b2b", "al-khazali", "straße",
                                        "Ahmed", "привет", "ب",   "\xd9",       "a\xff" };
    char longest[PLX_NAME_UNITS_MAX * 2 + 2];
    plx_name n;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(read_word(none[i], &n));
    for (i = 0; i < sizeof longest - 1; i++)
        longest[i] = i % 2 ? 'a' : 'b';
    longest[i] = '\0';
    assert_false(read_word(longest, &n));
    assert_true(plx_name_read(longest, PLX_NAME_UNITS_MAX, &n));
}

static void the_article_is_read_apart(void **state)
{
    plx_name n;

    (void)state;
    assert_true(read_word("alkhazali", &n));
    assert_int_equal(n.bare.count, 6);
    assert_true(read_word("ali", &n));
    assert_int_equal(n.bare.count, 0);
    assert_true(read_word("المهندس", &n));
    assert_true(n.bare.count && n.is_unvowelled);
}

static void names_of_the_region_look_so(void **state)
{
    (void)state;
    assert_true(plx_name_look("suleimani", 9) > 300);
    assert_true(plx_name_look("qasim", 5) > 200);
    assert_true(plx_name_look("tracy", 5) < -300);
    assert_true(plx_name_look("clinton", 7) < -300);
}

/* ------------------------------------------------------------- the table */

struct listed {
    char text[LINE];
};

static bool note(void *ctx, const char *word, size_t len, const plx_name_counts *c)
{
    struct listed *l = ctx;
    size_t at = strlen(l->text);

    snprintf(l->text + at, sizeof l->text - at, "%.*s %u/%u/%u;", (int)len, word,
             (unsigned)c->as_name, (unsigned)c->as_other, (unsigned)c->all);
    return true;
}

static void put_text(plx_writer *w, const char *id, const char *title, const char *text)
{
    plx_put_result result;
    plx_article a;

    plx_article_init(&a);
    a.id = strdup(id);
    a.title = strdup(title);
    a.text = strdup(text);
    a.lang = strdup("en");
    OK(plx_writer_put_article(w, &a, &result, &err));
    plx_article_release(&a);
}

static void list_key(const char *key, struct listed *out)
{
    plx_snapshot *snap = NULL;

    memset(out, 0, sizeof *out);
    OK(plx_snapshot_open(folder, NULL, &snap, &err));
    OK(plx_names_each(plx_snapshot_store(snap), key, note, out, &err));
    plx_snapshot_close(snap);
}

static void capitals_inside_of_sentences_make_names(void **state)
{
    plx_writer *w = open_writer(NULL);
    struct listed l;

    (void)state;
    put_text(w, "1", "Qasem Speaks", "Qasem spoke. Then Qasem left, and qasem wept. QASEM!");
    put_text(w, "2", "", "all of this is small, qasem too");
    close_writer(w);
    list_key("ksm", &l);
    /* title: nothing; begin of a sentence: nothing; in capitals throughout: another word */
    assert_string_equal(l.text, "qasem 1/2/6;");
}

static void further_runs_add_to_the_table(void **state)
{
    struct listed l;
    plx_writer *w = open_writer(NULL);

    (void)state;
    put_text(w, "1", "", "He met Qasem there.");
    close_writer(w);
    w = open_writer(NULL);
    put_text(w, "2", "", "He met Qasem and Kassem there, and Qosam.");
    close_writer(w);
    list_key("ksm", &l);
    assert_string_equal(l.text, "kassem 1/0/1;qasem 2/0/2;qosam 1/0/1;");
}

static void a_damaged_list_is_told(void **state)
{
    plx_store *st = NULL;
    struct listed l = { "" };
    size_t i;
    static const struct {
        const char *p;
        size_t n;
    } bad[] = { { "\x09qasem", 6 },
                { "\x05qasem\x80", 7 },
                { "\x05qasem\x01\x01", 8 },
                { "\xff\xff\xff\xff\xff\xff", 6 } };

    (void)state;
    OK(plx_store_open_writer(in_folder("db"), &st, &err));
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        OK(plx_store_set_metadata(st, "name-ksm", bad[i].p, bad[i].n, &err));
        assert_int_equal(plx_names_each(st, "ksm", note, &l, &err), PLX_ERR_CORRUPT);
        assert_non_null(strstr(err.msg, "name-ksm"));
    }
    plx_store_close(st);
}

/* -------------------------------------------------------------- searching */

static int make_index(void **state)
{
    plx_writer *w;

    if (make_folder(state))
        return -1;
    w = open_writer(NULL);
    put_text(w, "a", "", "On Monday the general Soleimani spoke to reporters in the old town.");
    put_text(w, "b", "", "On Monday the general Suleimani spoke to reporters in the old town.");
    put_text(w, "c", "", "On Monday the singer Salman spoke to reporters in the old town.");
    put_text(w, "d", "", "The leader, Qais al-Khazali, spoke to reporters in the old town.");
    put_text(w, "e", "", "The leader Khazaali spoke to reporters in the old town.");
    put_text(w, "f", "", "The general قاسم سليماني spoke to reporters in the old town.");
    put_text(w, "g", "", "They had karim and the kareem, a karim of old, says the book; a kareem.");
    put_text(w, "h", "", "The writer Karim spoke to reporters in the old town.");
    close_writer(w);
    return 0;
}

/* Ids of the hits in their order. */
static void search_for(const char *query, bool exact, plx_search_result *r, char ids[LINE])
{
    plx_search_request req = { .query = query, .exact = exact, .snippets = true };
    plx_snapshot *snap = NULL;
    plx_searcher *s = NULL;
    size_t i;

    OK(plx_snapshot_open(folder, NULL, &snap, &err));
    OK(plx_searcher_new(snap, &s, &err));
    OK(plx_search(s, &req, r, &err));
    *ids = '\0';
    for (i = 0; i < r->hit_count; i++)
        strcat(ids, r->hits[i].article.id);
    r->model = NULL;
    plx_searcher_free(s);
    plx_snapshot_close(snap);
}

static void check_ids(const char *query, const char *want)
{
    plx_search_result r;
    char ids[LINE];

    search_for(query, false, &r, ids);
    plx_search_result_release(&r);
    if (strcmp(ids, want) != 0)
        fail_msg("%s: %s, not %s", query, ids, want);
}

static void a_name_finds_its_spellings_the_typed_one_first(void **state)
{
    (void)state;
    check_ids("soleimani", "afb");
    check_ids("suleimani", "bfa");
    check_ids("title:soleimani", "");
    check_ids("salman", "c");
}

static void arabic_letters_find_romanised_names(void **state)
{
    (void)state;
    check_ids("سلیمانی", "fab");
}

static void hyphenated_names_are_found_without_their_article(void **state)
{
    (void)state;
    check_ids("al-Khazali", "de");
    check_ids("khazaali", "ed");
    check_ids("alkhazali", "ed");
}

static void quotes_and_exact_take_a_name_as_typed(void **state)
{
    plx_search_result r;
    char ids[LINE];

    (void)state;
    check_ids("\"soleimani\"", "a");
    check_ids("=soleimani", "a");
    search_for("soleimani", true, &r, ids);
    assert_string_equal(ids, "a");
    assert_int_equal(r.spellings.count, 0);
    plx_search_result_release(&r);
}

static void words_that_are_no_names_in_the_index_stay_alone(void **state)
{
    (void)state;
    check_ids("kareem", "g");
}

static void spellings_are_told_and_marked(void **state)
{
    plx_search_result r;
    char ids[LINE];

    (void)state;
    search_for("soleimani", false, &r, ids);
    assert_int_equal(r.spellings.count, 1);
    assert_string_equal(r.spellings.items[0].word, "soleimani");
    assert_int_equal(r.spellings.items[0].count, 2);
    assert_string_equal(r.spellings.items[0].used[0], "suleimani");
    assert_non_null(strstr(r.hits[2].snippet, "**Suleimani**"));
    plx_search_result_release(&r);
}

int main(void)
{
    const struct CMUnitTest words[] = {
        cmocka_unit_test(the_cases_of_the_data_file_hold),
        cmocka_unit_test(seven_in_ten_real_pairs_are_found),
        cmocka_unit_test(what_is_no_name_is_not_read),
        cmocka_unit_test(the_article_is_read_apart),
        cmocka_unit_test(names_of_the_region_look_so),
    };
    const struct CMUnitTest table[] = {
        cmocka_unit_test_setup_teardown(capitals_inside_of_sentences_make_names, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(further_runs_add_to_the_table, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_damaged_list_is_told, make_folder, remove_folder),
    };
    const struct CMUnitTest searching[] = {
        cmocka_unit_test(a_name_finds_its_spellings_the_typed_one_first),
        cmocka_unit_test(arabic_letters_find_romanised_names),
        cmocka_unit_test(hyphenated_names_are_found_without_their_article),
        cmocka_unit_test(quotes_and_exact_take_a_name_as_typed),
        cmocka_unit_test(words_that_are_no_names_in_the_index_stay_alone),
        cmocka_unit_test(spellings_are_told_and_marked),
    };

    return cmocka_run_group_tests(words, NULL, NULL) + cmocka_run_group_tests(table, NULL, NULL) +
           cmocka_run_group_tests(searching, make_index, remove_folder);
}
