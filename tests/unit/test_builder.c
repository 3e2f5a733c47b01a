/* tests/unit/test_builder.c - what the builder writes is what the engine would have written */
#include "tests/unit/store_fixture.h"

#include "store/builder.h"
#include "tests/unit/both_stores.h"
#include "tests/unit/equal_stores.h"
#include "tests/unit/store_files.h"

/* Documents of a random set; all of this is done several times slower under sanitizers. */
#ifdef __SANITIZE_ADDRESS__
enum { SOME_DOCS = 150 };
#else
enum { SOME_DOCS = 600 };
#endif

static both_stores both;

static void begin(const plx_build_options *opt)
{
    both_begin(&both, root, opt, BOTH_BUILD);
}

/* All that was done was the same on both sides, and so are they once committed. */
static void end_same(void)
{
    both_next(&both, BOTH_BUILD);
    both_end(&both);
    assert_string_equal(both.why, "");
}

static const char *id_of(uint32_t n)
{
    static char id[16];
    snprintf(id, sizeof id, "Q%u", n);
    return id;
}

/* ------------------------------------------------------- one generation */

static void a_document_of_any_kind_is_built_as_the_engine_writes_it(void **state)
{
    (void)state;
    for (int kind = 0; kind < MADE_KINDS; kind++) {
        begin(NULL);
        both_put_made(&both, id_of(1), (made_kind)kind, 7, 100);
        both_read(&both, id_of(1));
        end_same();
    }
}

static void documents_of_all_kinds_share_a_database(void **state)
{
    (void)state;
    begin(NULL);
    for (uint32_t i = 0; i < 3 * MADE_KINDS; i++)
        both_put_made(&both, id_of(i), (made_kind)(i % MADE_KINDS), i, i < MADE_KINDS ? 100 : 7);
    end_same();
}

static void a_database_without_documents_is_built_too(void **state)
{
    (void)state;
    begin(NULL);
    end_same();
    begin(NULL);
    both_spelling(&both, "word", 4, 2);
    both_metadata(&both, "key", "value", 5);
    end_same();
    begin(NULL);
    both_put_made(&both, id_of(1), MADE_STORY, 1, 100);
    both_delete(&both, id_of(1));
    end_same();
}

static void put_stories(uint64_t seed, uint32_t docs)
{
    for (uint32_t i = 0; i < docs; i++) {
        bool is_story = number_below(&seed, 20) != 0;
        made_kind kind = is_story ? MADE_STORY : (made_kind)number_below(&seed, MADE_KINDS);
        both_put_made(&both, id_of(i), kind, next_number(&seed), number_below(&seed, 101));
    }
}

static void random_documents_are_built_as_the_engine_writes_them(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        begin(NULL);
        put_stories(seed, SOME_DOCS);
        both_read(&both, id_of(3));
        end_same();
    }
}

static void gaps_in_the_docids_stay(void **state)
{
    (void)state;
    begin(NULL);
    put_stories(4, SOME_DOCS);
    for (uint32_t i = 0; i < SOME_DOCS; i += 1 + i % 5)
        both_delete(&both, id_of(i));
    both_delete(&both, "never put");
    both_delete(&both, id_of(SOME_DOCS - 1)); /* the last docid stays used */
    both_read(&both, id_of(0));
    both_read(&both, id_of(2));
    end_same();
}

static void spelling_words_are_kept_as_the_engine_keeps_them(void **state)
{
    static const char *const words[] = { "a",     "ab",   "aa",     "aaa",    "aaaa",
                                         "aaaaa", "abab", "ababab", "abcabc", "\xff\xfe\xfd" };
    char word[PLX_TERM_MAX];
    uint64_t seed = 5;
    (void)state;

    begin(NULL);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        both_spelling(&both, words[i], strlen(words[i]), 1 + (uint32_t)i * 300);
    both_spelling(&both, "a\0b\0\0\0", 6, 70000);
    memset(word, 'y', sizeof word);
    both_spelling(&both, word, sizeof word, UINT32_MAX);
    both_spelling(&both, "", 0, 1);
    for (uint32_t i = 0; i < 4 * SOME_DOCS; i++) {
        uint32_t n = 2 + number_below(&seed, 9);
        for (uint32_t at = 0; at < n; at++)
            word[at] = (char)('a' + number_below(&seed, 1 + number_below(&seed, 20)));
        both_spelling(&both, word, n, 1 + number_below(&seed, 100));
    }
    end_same();
}

/* ---------------------------------------------------- one after another */

/* A bit of everything over the documents 0..docs-1 and some new ones. */
static void change_some(uint64_t seed, uint32_t docs)
{
    char value[16], key[16];

    for (uint32_t i = 0; i < docs; i++) {
        uint32_t n = number_below(&seed, docs + docs / 4), slot = number_below(&seed, 5);
        switch (number_below(&seed, 8)) {
        case 0:
            both_put_made(&both, id_of(n), MADE_STORY, next_number(&seed), 100);
            break;
        case 1:
            both_put_made(&both, id_of(n), (made_kind)(n % MADE_KINDS), next_number(&seed), 3);
            break;
        case 2:
            both_delete(&both, id_of(n));
            break;
        case 3:
        case 4:
            snprintf(value, sizeof value, "v%u", number_below(&seed, 1000));
            both_set_value(&both, n, slot, value, slot == 4 ? 0 : strlen(value));
            break;
        case 5:
            snprintf(key, sizeof key, "key%u", n % 20);
            both_metadata(&both, key, key, slot % 2 * 3);
            break;
        default:
            snprintf(key, sizeof key, "spelt%u", n);
            both_spelling(&both, key, strlen(key), 1 + slot);
        }
    }
    both_read(&both, id_of(number_below(&seed, docs)));
}

static void generations_follow_each_other_as_commits_do(void **state)
{
    (void)state;
    begin(NULL);
    put_stories(6, SOME_DOCS);
    for (uint64_t seed = 0; seed < 4; seed++) {
        both_next(&both, BOTH_BUILD);
        change_some(seed, SOME_DOCS);
    }
    end_same();
}

static void bases_the_engine_has_written_last_are_built_upon(void **state)
{
    (void)state;
    both_begin(&both, root, NULL, BOTH_WRITE);
    put_stories(7, SOME_DOCS);
    for (uint64_t seed = 20; seed < 24; seed++) {
        both_next(&both, seed % 2 ? BOTH_WRITE : BOTH_BUILD);
        change_some(seed, SOME_DOCS);
    }
    end_same();
}

static void the_engine_goes_on_with_what_was_built(void **state)
{
    (void)state;
    begin(NULL);
    put_stories(8, SOME_DOCS);
    for (uint64_t seed = 30; seed < 33; seed++) {
        both_next(&both, BOTH_WRITE);
        change_some(seed, SOME_DOCS / 2);
    }
    end_same();
}

static void a_generation_without_changes_is_a_copy(void **state)
{
    (void)state;
    both_begin(&both, root, NULL, BOTH_WRITE);
    put_stories(9, SOME_DOCS / 2);
    both_next(&both, BOTH_BUILD);
    both_next(&both, BOTH_BUILD);
    both_delete(&both, id_of(2));
    both_next(&both, BOTH_BUILD);
    end_same();
}

static void every_document_of_a_base_can_go(void **state)
{
    (void)state;
    begin(NULL);
    put_stories(10, 40);
    both_metadata(&both, "key", "x", 1);
    both_next(&both, BOTH_BUILD);
    for (uint32_t i = 0; i < 40; i++)
        both_delete(&both, id_of(i));
    both_metadata(&both, "key", "", 0);
    both_next(&both, BOTH_BUILD);
    both_put_made(&both, "new", MADE_STORY, 1, 100);
    end_same();
}

static void what_is_done_twice_to_a_document_counts_once(void **state)
{
    (void)state;
    begin(NULL);
    put_stories(11, 30);
    both_next(&both, BOTH_BUILD);
    both_put_made(&both, "twice", MADE_STORY, 1, 100);
    both_put_made(&both, "twice", MADE_COUNTS, 2, 100);
    both_read(&both, "twice");
    both_put_made(&both, "gone", MADE_STORY, 3, 100);
    both_delete(&both, "gone");
    both_delete(&both, "gone");
    both_put_made(&both, "back", MADE_STORY, 3, 100);
    both_delete(&both, "back");
    both_put_made(&both, "back", MADE_STORY, 4, 100);
    both_put_made(&both, id_of(3), MADE_STORY, 5, 100);
    both_put_made(&both, id_of(3), MADE_STORY, 6, 50);
    both_set_value(&both, 4, 1, "set after", 9);
    both_set_value(&both, 4, 1, "and again", 9);
    both_put_made(&both, id_of(5), MADE_STORY, 7, 100);
    both_delete(&both, id_of(5));
    both_set_value(&both, 6, 1, "gone", 4);
    both_delete(&both, id_of(6));
    both_put_made(&both, id_of(6), MADE_STORY, 8, 100);
    both_set_value(&both, 999, 1, "x", 1);
    both_read(&both, id_of(3));
    both_read(&both, id_of(5));
    end_same();
}

/* ----------------------------------------------- what else it rests upon */

/* Commits what is open on both; the folders stay as both.left and both.right. */
static void commit_both(void)
{
    both_next(&both, BOTH_WRITE);
    assert_string_equal(both.why, "");
}

static void same_matches(plx_store *l, plx_store *r, plx_query *q)
{
    plx_match_options opt = { .limit = 1000, .exact_total = true };
    plx_matches ml, mr;

    OK(plx_store_match(l, q, &opt, &ml, &err));
    OK(plx_store_match(r, q, &opt, &mr, &err));
    assert_int_equal(ml.total, mr.total);
    assert_int_equal(ml.count, mr.count);
    for (size_t i = 0; i < ml.count; i++) {
        assert_int_equal(ml.items[i].docid, mr.items[i].docid);
        assert_true(ml.items[i].score == mr.items[i].score);
    }
    plx_matches_release(&ml);
    plx_matches_release(&mr);
    plx_query_free(q);
}

static void same_searches(const char *left, const char *right)
{
    plx_bytes low = { "v1", 2 }, high = { "v3", 2 };
    plx_store *l, *r;
    plx_query *q;

    OK(plx_store_open(left, &l, &err));
    OK(plx_store_open(right, &r, &err));
    for (int i = 0; i < 60; i++) {
        char a[16], b[16];
        snprintf(a, sizeof a, "%cw%d", 'a' + i % 26, i);
        snprintf(b, sizeof b, "%cw%d", 'a' + (i * 7 + 1) % 26, i * 7 + 1);
        same_matches(l, r, word(a));
        same_matches(l, r, words(PLX_OP_AND, 0, a, b));
        same_matches(l, r, words(PLX_OP_OR, 0, a, b));
        same_matches(l, r, words(PLX_OP_NOT, 0, a, b));
        same_matches(l, r, words(PLX_OP_PHRASE, 2, a, "aw0"));
        same_matches(l, r, words(PLX_OP_NEAR, 9, a, b));
    }
    OK(plx_query_prefix("bw1", 3, 100, &q, &err));
    same_matches(l, r, q);
    OK(plx_query_value_range(2, &low, &high, &q, &err));
    same_matches(l, r, q);
    same_matches(l, r, everything());
    plx_store_close(l);
    plx_store_close(r);
}

static void searches_find_the_same_with_the_same_scores(void **state)
{
    (void)state;
    begin(NULL);
    put_stories(12, SOME_DOCS);
    commit_both();
    same_searches(both.left, both.right);
    change_some(1, SOME_DOCS);
    commit_both();
    same_searches(both.left, both.right);
    both_end(&both);
}

static void both_compact_to_the_same(void **state)
{
    char left[160], right[160], why[300];
    (void)state;

    snprintf(left, sizeof left, "%s/left-compact", root);
    snprintf(right, sizeof right, "%s/right-compact", root);
    begin(NULL);
    put_stories(13, SOME_DOCS);
    change_some(2, SOME_DOCS);
    commit_both();
    OK(plx_store_compact(both.left, left, &err));
    OK(plx_store_compact(both.right, right, &err));
    equal_stores(left, right, &(equal_options){ .left_is_wider = true }, why, sizeof why);
    assert_string_equal(why, "");
    equal_stores(both.right, right, NULL, why, sizeof why);
    assert_string_equal(why, "");
    OK(plx_store_check(right, NULL, NULL, &err));
    remove_folder(left);
    remove_folder(right);
    both_end(&both);
}

static void synonyms_of_the_base_are_carried_over(void **state)
{
    char why[300];
    (void)state;

    begin(NULL);
    put_stories(14, 50);
    commit_both();
    plx_store_close(both.l);
    plx_store_close(both.r);
    add_synonym(both.left, "taxes", "duties");
    add_synonym(both.left, "taxes", "tariffs");
    add_synonym(both.left, "word", "term");
    OK(plx_store_open_writer(both.left, &both.l, &err));
    OK(plx_store_open_builder(both.left, both.next, NULL, &both.r, &err));
    OK(plx_store_commit(both.r, &err));
    equal_stores(both.left, both.next, NULL, why, sizeof why);
    assert_string_equal(why, "");
    both_end(&both);
}

/* ---------------------------------------------------------- same bytes */

/* Build the same two generations into root/NAME-1 and root/NAME-2. */
static void build_two(const char *name, const plx_build_options *opt)
{
    char built[160], base[160];
    plx_store *st;

    snprintf(base, sizeof base, "%s/empty", root);
    for (int generation = 1; generation <= 2; generation++) {
        uint64_t seed = (uint64_t)generation;
        snprintf(built, sizeof built, "%s/%s-%d", root, name, generation);
        OK(plx_store_open_builder(base, built, opt, &st, &err));
        for (uint32_t i = 0; i < SOME_DOCS; i++) {
            uint32_t n = generation == 1 ? i : number_below(&seed, 2 * SOME_DOCS);
            plx_doc *doc = made_document(i % 40 ? MADE_STORY : (made_kind)(i / 40 % MADE_KINDS),
                                         next_number(&seed), 30);
            OK(plx_store_put(st, id_of(n), strlen(id_of(n)), doc, NULL, &err));
            plx_doc_free(doc);
            OK(plx_store_spelling_add(st, id_of(i * 7), strlen(id_of(i * 7)), i + 1, &err));
            OK(plx_store_set_metadata(st, id_of(i), "x", i % 3 ? 1 : 0, &err));
            if (i % 9 == 8)
                (void)plx_store_delete(st, id_of(n / 2), strlen(id_of(n / 2)), NULL);
        }
        OK(plx_store_commit(st, &err));
        plx_store_close(st);
        snprintf(base, sizeof base, "%s", built);
    }
}

static void threads_runs_and_memory_do_not_change_a_byte(void **state)
{
    static const plx_build_options options[] = {
        { .jobs = 1 },
        { .jobs = 2 },
        { .jobs = 8, .run_docs = 7 },
        { .jobs = 1, .run_docs = 1 },
        { .jobs = 3, .run_docs = 64, .memory = 1 },
        { .jobs = 2, .run_docs = 7, .memory = 20000 },
    };
    char first[160], other[160], why[300];
    plx_store *st;
    (void)state;

    snprintf(other, sizeof other, "%s/empty", root);
    OK(plx_store_open_writer(other, &st, &err));
    plx_store_close(st);
    build_two("first", NULL);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        build_two("other", &options[i]);
        for (int generation = 1; generation <= 2; generation++) {
            snprintf(first, sizeof first, "%s/first-%d", root, generation);
            snprintf(other, sizeof other, "%s/other-%d", root, generation);
            same_files(first, other, why, sizeof why);
            assert_string_equal(why, "");
            remove_folder(other);
        }
    }
}

static int make_folder(void **state)
{
    memset(&both, 0, sizeof both);
    return make_root(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_document_of_any_kind_is_built_as_the_engine_writes_it),
        TEST(documents_of_all_kinds_share_a_database),
        TEST(a_database_without_documents_is_built_too),
        TEST(random_documents_are_built_as_the_engine_writes_them),
        TEST(gaps_in_the_docids_stay),
        TEST(spelling_words_are_kept_as_the_engine_keeps_them),
        TEST(generations_follow_each_other_as_commits_do),
        TEST(bases_the_engine_has_written_last_are_built_upon),
        TEST(the_engine_goes_on_with_what_was_built),
        TEST(a_generation_without_changes_is_a_copy),
        TEST(every_document_of_a_base_can_go),
        TEST(what_is_done_twice_to_a_document_counts_once),
        TEST(searches_find_the_same_with_the_same_scores),
        TEST(both_compact_to_the_same),
        TEST(synonyms_of_the_base_are_carried_over),
        TEST(threads_runs_and_memory_do_not_change_a_byte),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
