/* Writing in place or whole: when, there and back, what stays, what an error leaves. */
#include "collection_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void put_many(plx_writer *w, unsigned from, unsigned to, const char *words)
{
    for (unsigned i = from; i < to; i++) {
        plx_put_result result;
        plx_article a;
        char id[16], text[96];

        plx_article_init(&a);
        snprintf(id, sizeof id, "a%u", i);
        snprintf(text, sizeof text, "Number %u says %s to all of them.", i, words);
        fill_article(&a, id, text);
        OK(plx_writer_put_article(w, &a, &result, &err));
        plx_article_release(&a);
    }
}

static bool is_building(const plx_writer *w)
{
    return plx_writer_writing(w)->is_building;
}

static unsigned generations(const plx_writer *w)
{
    return plx_writer_writing(w)->generations;
}

/* An index of so many articles, written whole. */
static plx_writer *open_filled(unsigned n)
{
    plx_writer *w = open_writer(NULL);

    put_many(w, 0, n, "good day");
    OK(plx_writer_commit(w, &err));
    return w;
}

static void expect_text(const char *id, const char *words)
{
    plx_snapshot *s;
    plx_article a;
    uint32_t docid;

    s = open_snapshot(id, &docid);
    plx_article_init(&a);
    OK(plx_snapshot_article(s, docid, true, &a, &err));
    assert_non_null(strstr(a.text, words));
    plx_article_release(&a);
    plx_snapshot_close(s);
}

/* ------------------------------------------------------------------- when */

static void an_empty_index_is_written_whole_from_the_first_article_on(void **state)
{
    plx_writer *w = open_writer(NULL);

    (void)state;
    assert_false(is_building(w));
    put_many(w, 0, 1, "good day");
    assert_true(is_building(w));
    assert_int_equal(documents(), 0);
    assert_int_equal(plx_writer_documents(w), 1);
    OK(plx_writer_commit(w, &err));
    assert_false(is_building(w));
    assert_int_equal(generations(w), 1);
    assert_int_equal(documents(), 1);
    plx_writer_close(w);
}

static void a_few_changes_are_made_in_place_and_many_are_not(void **state)
{
    plx_writer *w = open_filled(300);

    (void)state;
    close_writer(w);
    w = open_writer(NULL);
    put_many(w, 300, 500, "good evening");
    assert_false(is_building(w));
    OK(plx_writer_commit(w, &err));
    assert_int_equal(generations(w), 0);
    assert_int_equal(documents(), 500);
    put_many(w, 500, 555, "good evening"); /* counted on from before the commit */
    assert_false(is_building(w));
    put_many(w, 555, 556, "good evening");
    assert_true(is_building(w));
    assert_int_equal(documents(), 555);
    OK(plx_writer_commit(w, &err));
    assert_int_equal(generations(w), 1);
    assert_int_equal(documents(), 556);
    put_many(w, 556, 600, "good night"); /* and from nothing after it */
    assert_false(is_building(w));
    close_writer(w);
    assert_int_equal(documents(), 600);
}

static void after_a_large_generation_the_next_is_built_at_once(void **state)
{
    plx_writer *w = open_writer(NULL);

    (void)state;
    put_many(w, 0, 300, "good evening");
    OK(plx_writer_commit(w, &err));
    put_many(w, 300, 301, "good evening");
    assert_true(is_building(w));
    OK(plx_writer_commit(w, &err));
    put_many(w, 301, 302, "good evening"); /* it was a small one */
    assert_false(is_building(w));
    close_writer(w);
    assert_int_equal(documents(), 302);
}

static void what_is_not_committed_is_given_up(void **state)
{
    plx_writer *w = open_filled(10);

    (void)state;
    put_many(w, 10, 300, "good evening");
    assert_true(is_building(w));
    plx_writer_close(w);
    assert_int_equal(documents(), 10 + 255); /* the rest was committed when the building began */
    w = open_writer(NULL);
    put_many(w, 0, 300, "good evening");
    close_writer(w);
    assert_int_equal(documents(), 300);
}

/* ----------------------------------------------------------- while it builds */

static void all_that_a_writer_does_goes_on_while_it_builds(void **state)
{
    const plx_writer_options opt = { .create = true, .keep_versions = true, .now = 1000 };
    plx_writer *w = open_writer(&opt);
    plx_put_options from = { .file = 7 };
    plx_put_outcome out;

    (void)state;
    out = put(w, "one", "The ferry leaves the harbour at noon every day of the week.", &from);
    assert_int_equal(out.result, PLX_PUT_ADDED);
    out = put(w, "two", "The ferry leaves the harbour at noon every day of the week!", &from);
    assert_true(out.is_copy);
    out = put(w, "one", "The ferry leaves the harbour at noon every day of the week.", &from);
    assert_int_equal(out.result, PLX_PUT_UNCHANGED);
    out = put(w, "one", "The bridge is closed.", &from);
    assert_int_equal(out.result, PLX_PUT_UPDATED);
    put_many(w, 0, 20, "good day");
    OK(plx_writer_delete(w, "a7", &err));
    assert_int_equal(plx_writer_delete(w, "a7", &err), PLX_ERR_NOTFOUND);
    assert_true(is_building(w));
    OK(plx_writer_take_words(w, &err));
    assert_int_equal(plx_writer_last_file(w), 7);
    close_writer(w);
    assert_int_equal(documents(), 21);
    expect_text("one", "bridge");
    w = open_writer(NULL);
    assert_int_equal(plx_writer_last_file(w), 7);
    plx_writer_close(w);
}

static void an_article_that_is_put_again_as_it_was_keeps_its_words_in_the_table(void **state)
{
    plx_writer *w = open_writer(NULL);
    plx_snapshot *s;
    char *word = NULL;

    (void)state;
    put_many(w, 0, 1, "zeppelin");
    put_many(w, 0, 1, "zeppelin");
    close_writer(w);
    s = open_snapshot(NULL, NULL);
    OK(plx_store_spelling_suggest(plx_snapshot_store(s), "zepelin", 7, 2, &word, &err));
    assert_string_equal(word, "zeppelin");
    free(word);
    plx_snapshot_close(s);
}

static void a_checkpoint_writes_the_generation_and_leaves_the_words_for_later(void **state)
{
    plx_writer *w = open_writer(NULL);

    (void)state;
    put_many(w, 0, 3, "apples");
    OK(plx_writer_checkpoint(w, &err));
    assert_int_equal(documents(), 3);
    assert_int_equal(generations(w), 1);
    put_many(w, 3, 6, "pears");
    close_writer(w);
    assert_int_equal(documents(), 6);
}

static void readers_of_the_generation_before_keep_it(void **state)
{
    plx_writer *w = open_filled(300);
    plx_snapshot *s = open_snapshot(NULL, NULL);
    plx_article a;
    uint32_t docid;
    bool changed;

    (void)state;
    put_many(w, 0, 290, "good evening");
    close_writer(w);
    assert_int_equal(plx_snapshot_documents(s), 300);
    OK(plx_snapshot_find(s, "a280", &docid, &err));
    plx_article_init(&a);
    OK(plx_snapshot_article(s, docid, true, &a, &err));
    assert_non_null(strstr(a.text, "good day"));
    plx_article_release(&a);
    OK(plx_snapshot_refresh(s, &changed, &err));
    assert_true(changed);
    plx_snapshot_close(s);
    expect_text("a280", "good evening");
}

/* -------------------------------------------------------------- what fails */

static void a_generation_that_cannot_be_written_leaves_the_one_before(void **state)
{
    plx_writer *w = open_filled(10);

    (void)state;
    put_many(w, 0, 10, "good evening");
    put_many(w, 10, 300, "good evening");
    assert_true(is_building(w));
    assert_int_equal(mkdir(in_folder("xapian/gen-3"), 0777), 0); /* where it was to be */
    assert_int_equal(plx_writer_commit(w, &err), PLX_ERR_EXISTS);
    assert_false(is_building(w));
    assert_false(plx_file_exists(in_folder("xapian/gen-3")));
    assert_int_equal(generations(w), 1);
    assert_int_equal(documents(), 255);
    put_many(w, 255, 300, "good night"); /* the writer goes on */
    close_writer(w);
    assert_int_equal(documents(), 300);
    expect_text("a299", "good night");
}

/* Make the index one of another format while its writer has it open. */
static void change_format(const char *generation)
{
    char path[160];
    int fd;

    snprintf(path, sizeof path, "%s/xapian/%s/iamglass", folder, generation);
    fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, "\x04\x99", 2, 14), 2);
    close(fd);
}

static void another_format_is_written_in_place_and_said(void **state)
{
    plx_writer *w = open_filled(10);

    (void)state;
    put_many(w, 10, 265, "good evening");
    OK(plx_writer_commit(w, &err));
    assert_false(plx_writer_writing(w)->is_refused);
    change_format("gen-2");
    put_many(w, 265, 700, "good evening");
    assert_false(is_building(w));
    assert_true(plx_writer_writing(w)->is_refused);
    close_writer(w); /* which writes the file anew */
    assert_int_equal(documents(), 700);
    expect_text("a699", "good evening");
}

/* --------------------------------------------------------------- upgrading */

static int count_steps(void *ctx, uint32_t done, uint32_t of)
{
    assert_true(done < of);
    return ++*(int *)ctx > 1;
}

static void upgrading_can_be_stopped_and_closes_gaps_between_numbers(void **state)
{
    const plx_writer_options opt = { 0 };
    plx_upgrade_options how = { .jobs = 3, .progress = count_steps };
    plx_writer *w = open_filled(600);
    plx_snapshot *s;
    uint32_t n = 0, docid = 0;
    int steps = 0;

    (void)state;
    OK(plx_writer_delete(w, "a0", &err));
    close_writer(w);
    how.ctx = &steps;
    assert_int_equal(plx_collection_upgrade(folder, &opt, &how, &n, &err), PLX_ERR_STOPPED);
    assert_int_equal(documents(), 599);
    s = open_snapshot("a599", &docid);
    assert_int_equal(docid, 600);
    plx_snapshot_close(s);
    how.progress = NULL;
    OK(plx_collection_upgrade(folder, &opt, &how, &n, &err));
    assert_int_equal(n, 599);
    s = open_snapshot("a599", &docid);
    assert_int_equal(docid, 599);
    plx_snapshot_close(s);
    expect_text("a599", "good day");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_index_is_written_whole_from_the_first_article_on),
        TEST(a_few_changes_are_made_in_place_and_many_are_not),
        TEST(after_a_large_generation_the_next_is_built_at_once),
        TEST(what_is_not_committed_is_given_up),
        TEST(all_that_a_writer_does_goes_on_while_it_builds),
        TEST(an_article_that_is_put_again_as_it_was_keeps_its_words_in_the_table),
        TEST(a_checkpoint_writes_the_generation_and_leaves_the_words_for_later),
        TEST(readers_of_the_generation_before_keep_it),
        TEST(a_generation_that_cannot_be_written_leaves_the_one_before),
        TEST(another_format_is_written_in_place_and_said),
        TEST(upgrading_can_be_stopped_and_closes_gaps_between_numbers),
    };

    plx_store_process_init(0);
    return cmocka_run_group_tests_name("build", tests, NULL, NULL);
}
