/* What an index keeps of its articles over runs: times, files, labels, former versions, groups. */
#include "collection_fixture.h"

#include "base/hash.h"
#include "classifier/train.h"
#include "collection/collection.h"
#include "collection/duplicates.h"
#include "collection/labels.h"

static const char long_text[] =
    "The council met on the river bank at noon and talked about the price of water for the farms "
    "of the valley. Nobody had come from the ministry, though two letters were read aloud by the "
    "oldest of the farmers, who asked for patience until the harvest is in and the roads are dry.";

/* A toy: labels by people are read in the terms of a model. */
static plx_model *model;

static int train(void **state)
{
    static const char *const labels[] = { "friendly", "hostile" };
    static const char *const words[] = { "praise and thanks", "threat and danger" };
    plx_train_options opt = { .name = "toy", .random_folds = true, .min_sources = 1 };
    plx_dataset *ds = NULL;

    (void)state;
    OK(plx_dataset_new(&ds, &err));
    for (int i = 0; i < 24; i++) {
        char text[128], source[16];
        plx_article a;

        plx_article_init(&a);
        snprintf(text, sizeof text, "Iran today: %s, line %d.", words[i % 2], i);
        snprintf(source, sizeof source, "s%d", i);
        a.text = strdup(text);
        a.source = strdup(source);
        a.label = strdup(labels[i % 2]);
        OK(plx_dataset_add(ds, &a, &err));
        plx_article_release(&a);
    }
    OK(plx_train(ds, &opt, &model, NULL, &err));
    plx_dataset_free(ds);
    return 0;
}

static int forget_model(void **state)
{
    (void)state;
    plx_model_free(model);
    return 0;
}

static void vote(const char *id, const char *label, const char *text)
{
    char digest[PLX_DIGEST_HEX + 1];
    plx_label v = { .id = id,
                    .label = label,
                    .target = plx_model_target(model),
                    .coder = "ann",
                    .digest = digest };

    plx_digest_hex(text, strlen(text), digest);
    OK(plx_labels_append(in_folder("labels.jsonl"), &v, &err));
}

/* ---------------------------------------------------------- times and files */

static void an_article_keeps_when_it_was_first_seen(void **state)
{
    plx_writer_options opt = { .now = 1000 };
    plx_writer *w = open_writer(&opt);
    plx_seen seen;

    (void)state;
    put(w, "one", "old words", NULL);
    close_writer(w);
    opt.now = 2000;
    w = open_writer(&opt);
    assert_int_equal(put(w, "one", "old words", NULL).result, PLX_PUT_UNCHANGED);
    OK(plx_writer_commit(w, &err));
    seen = seen_of("one");
    assert_int_equal(seen.changed, 1000);
    assert_int_equal(put(w, "one", "new words", NULL).result, PLX_PUT_UPDATED);
    close_writer(w);
    seen = seen_of("one");
    assert_int_equal(seen.first, 1000);
    assert_int_equal(seen.changed, 2000);
}

static void the_source_date_epoch_is_taken_for_the_clock(void **state)
{
    plx_writer *w;

    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1234567890", 1);
    w = open_writer(NULL);
    unsetenv("SOURCE_DATE_EPOCH");
    put(w, "one", "words", NULL);
    close_writer(w);
    assert_int_equal(seen_of("one").first, 1234567890);
}

static bool is_in_list(void *ctx, uint32_t file)
{
    const uint32_t *gone = ctx;

    while (*gone && *gone != file)
        gone++;
    return *gone != 0;
}

static bool goes(void *ctx, uint32_t docid, uint32_t file)
{
    return docid && is_in_list(ctx, file);
}

static void an_unchanged_article_stays_with_its_file_until_that_is_gone(void **state)
{
    uint32_t gone[] = { 0, 0 };
    plx_put_options opt = { .file = 7, .is_gone = is_in_list, .ctx = gone };
    plx_writer *w = open_writer(NULL);

    (void)state;
    put(w, "one", "words", NULL);
    OK(plx_writer_commit(w, &err));
    assert_int_equal(file_of("one"), 0);
    put(w, "one", "words", &opt); /* it had none */
    OK(plx_writer_commit(w, &err));
    assert_int_equal(file_of("one"), 7);
    opt.file = 8;
    put(w, "one", "words", &opt);
    OK(plx_writer_commit(w, &err));
    assert_int_equal(file_of("one"), 7);
    gone[0] = 7;
    assert_int_equal(put(w, "one", "words", &opt).result, PLX_PUT_UNCHANGED);
    close_writer(w);
    assert_int_equal(file_of("one"), 8);
    w = open_writer(NULL);
    assert_int_equal(plx_writer_last_file(w), 8);
    plx_writer_close(w);
}

static void pruning_removes_the_articles_of_files_that_are_gone(void **state)
{
    uint32_t gone[] = { 2, 3, 0 }, n = 0;
    plx_writer *w = open_writer(NULL);
    char id[8];

    (void)state;
    for (unsigned i = 0; i < 40; i++) {
        snprintf(id, sizeof id, "a%u", i);
        put(w, id, "words", &(plx_put_options){ .file = i % 4 });
    }
    OK(plx_writer_commit(w, &err));
    OK(plx_writer_prune(w, goes, gone, true, &n, &err));
    assert_int_equal(n, 20);
    assert_int_equal(plx_writer_documents(w), 40);
    OK(plx_writer_prune(w, goes, gone, false, &n, &err));
    assert_int_equal(n, 20);
    close_writer(w);
    assert_int_equal(documents(), 20);
    assert_int_equal(file_of("a1"), 1);
    assert_int_equal(file_of("a4"), 0); /* of no file: not one that can go */
}

/* ------------------------------------------------------------- near-copies */

static void a_near_copy_is_told_and_forms_a_group_that_a_deletion_ends(void **state)
{
    plx_writer *w = open_writer(NULL);
    struct value one, two;

    (void)state;
    assert_false(put(w, "one", long_text, NULL).is_copy);
    OK(plx_writer_commit(w, &err));
    assert_int_equal(value_of("one", PLX_SLOT_GROUP).n, 0);
    assert_true(value_of("one", PLX_SLOT_SKETCH).n > 0);
    plx_writer_close(w);
    w = open_writer(NULL);
    assert_true(put(w, "two", long_text, NULL).is_copy);
    assert_false(put(w, "short", "too little to tell", NULL).is_copy);
    close_writer(w);
    one = value_of("one", PLX_SLOT_GROUP);
    two = value_of("two", PLX_SLOT_GROUP);
    assert_int_equal(one.n, PLX_GROUP_BYTES);
    assert_int_equal(two.n, PLX_GROUP_BYTES);
    assert_memory_equal(one.bytes, two.bytes, PLX_GROUP_BYTES);
    w = open_writer(NULL);
    put(w, "two", "now it is about something else", NULL);
    OK(plx_writer_delete(w, "one", &err));
    close_writer(w);
    assert_int_equal(documents(), 2);
}

static void the_outlet_an_article_credits_can_be_counted_and_filtered(void **state)
{
    plx_writer *w = open_writer(NULL);
    plx_put_result result;
    plx_snapshot *s;
    uint32_t docid, found;
    plx_article a;

    (void)state;
    plx_article_init(&a);
    fill_article(&a, "one", "words");
    a.original_source = strdup("Basra News");
    OK(plx_writer_put_article(w, &a, &result, &err));
    plx_article_release(&a);
    close_writer(w);
    assert_memory_equal(value_of("one", PLX_SLOT_ORIGINAL).bytes, "Basra News", 10);
    s = open_snapshot("one", &docid);
    OK(plx_store_find(plx_snapshot_store(s), "XObasra news", 12, &found, &err));
    assert_int_equal(found, docid);
    plx_snapshot_close(s);
}

/* ---------------------------------------------------------- labels by people */

static void a_label_given_to_another_text_is_stale_until_somebody_votes_again(void **state)
{
    const plx_writer_options opt = { .model = model };
    plx_writer *w = open_writer(&opt);
    plx_put_outcome out;

    (void)state;
    put(w, "one", "first words", NULL);
    OK(plx_writer_commit(w, &err));
    vote("one", "off-topic", "first words");
    OK(plx_writer_commit(w, &err));
    assert_true(verdict_of("one").by_person);
    assert_false(verdict_of("one").is_stale);
    out = put(w, "one", "other words", NULL);
    assert_true(out.is_stale);
    OK(plx_writer_commit(w, &err));
    assert_int_equal(verdict_of("one").kind, PLX_KIND_OFF_TOPIC);
    assert_true(verdict_of("one").is_stale);
    plx_writer_close(w);
    w = open_writer(&opt); /* reads all votes again */
    OK(plx_writer_commit(w, &err));
    assert_true(verdict_of("one").is_stale);
    vote("one", "off-topic", "other words");
    close_writer(w);
    assert_true(verdict_of("one").by_person);
    assert_false(verdict_of("one").is_stale);
}

static void a_label_that_waited_for_its_article_is_compared_too(void **state)
{
    plx_writer *w;

    (void)state;
    vote("one", "hostile", "words");
    vote("two", "friendly", "words");
    w = open_writer(&(plx_writer_options){ .model = model });
    assert_false(put(w, "one", "words", NULL).is_stale);
    assert_true(put(w, "two", "not these words", NULL).is_stale);
    close_writer(w);
    assert_false(verdict_of("one").is_stale);
    assert_true(verdict_of("two").is_stale);
}

/* ----------------------------------------------------------- former versions */

static void expect_version(plx_snapshot *s, uint32_t number, int64_t changed, const char *text)
{
    plx_article a;

    plx_article_init(&a);
    OK(plx_snapshot_former(s, "one", number, &a, &err));
    assert_string_equal(a.text, text);
    assert_string_equal(a.title, "A title of words");
    assert_int_equal(a.changed, changed);
    plx_article_release(&a);
}

static void expect_versions(uint32_t expected)
{
    plx_snapshot *s = open_snapshot(NULL, NULL);
    uint32_t n = 99;

    OK(plx_snapshot_versions(s, "one", &n, &err));
    assert_int_equal(n, expected);
    if (n == 2) {
        plx_article a;

        expect_version(s, 1, 1000, "first words");
        expect_version(s, 2, 2000, "second words");
        plx_article_init(&a);
        assert_int_equal(plx_snapshot_former(s, "one", 3, &a, &err), PLX_ERR_NOTFOUND);
        plx_article_release(&a);
    }
    plx_snapshot_close(s);
}

static void put_versions(bool keep)
{
    static const char *const texts[] = { "first words", "second words", "third words" };
    plx_writer_options opt = { .keep_versions = keep, .model = model };

    for (int i = 0; i < 3; i++) {
        plx_writer *w;

        opt.now = 1000 * (i + 1);
        w = open_writer(&opt);
        put(w, "one", texts[i], &(plx_put_options){ .file = 5 });
        close_writer(w);
    }
}

static void former_versions_are_kept_where_wanted_and_go_with_the_article(void **state)
{
    plx_writer *w;

    (void)state;
    put_versions(true);
    expect_versions(2);
    w = open_writer(NULL);
    OK(plx_writer_delete(w, "one", &err));
    close_writer(w);
    expect_versions(0);
}

static void no_former_version_is_kept_unasked(void **state)
{
    (void)state;
    put_versions(false);
    expect_versions(0);
}

static void a_version_with_the_same_title_and_text_is_not_kept(void **state)
{
    static const char *const facets[] = { "desk", NULL };
    plx_writer_options opt = { .keep_versions = true };
    plx_writer *w = open_writer(&opt);

    (void)state;
    put(w, "one", "words", NULL);
    close_writer(w);
    opt.facets = facets; /* so all articles are indexed anew */
    w = open_writer(&opt);
    assert_int_equal(put(w, "one", "words", NULL).result, PLX_PUT_UPDATED);
    close_writer(w);
    expect_versions(0);
}

static void compacting_carries_all(void **state)
{
    plx_writer *w;
    plx_seen seen;

    (void)state;
    put_versions(true);
    w = open_writer(NULL);
    OK(plx_writer_compact(w, &err));
    assert_int_equal(put(w, "one", "third words", NULL).result, PLX_PUT_UNCHANGED);
    assert_false(put(w, "two", long_text, NULL).is_copy);
    close_writer(w);
    expect_versions(2);
    seen = seen_of("one");
    assert_int_equal(seen.first, 1000);
    assert_int_equal(seen.changed, 3000);
    assert_int_equal(file_of("one"), 5);
    assert_int_equal(documents(), 2);
}

static void upgrading_carries_all_and_finds_labels_that_are_stale(void **state)
{
    static const char config[] = "{\"format\": 1, \"analysis\": 1}";
    plx_writer_options opt = { 0 };
    struct value digest;
    plx_writer *w;
    uint32_t n = 0;

    (void)state;
    put_versions(true);
    digest = value_of("one", PLX_SLOT_DIGEST);
    vote("one", "off-topic", "second words");
    OK(plx_file_replace(in_folder("config"), config, strlen(config), &err));
    OK(plx_collection_upgrade(folder, &opt, NULL, &n, &err));
    assert_int_equal(n, 1);
    expect_versions(2);
    assert_int_equal(seen_of("one").first, 1000);
    assert_int_equal(seen_of("one").changed, 3000);
    assert_int_equal(file_of("one"), 5);
    assert_memory_equal(value_of("one", PLX_SLOT_DIGEST).bytes, digest.bytes, digest.n);
    assert_true(verdict_of("one").by_person);
    assert_true(verdict_of("one").is_stale);
    w = open_writer(NULL);
    assert_int_equal(plx_writer_last_file(w), 5);
    assert_int_equal(put(w, "one", "third words", NULL).result, PLX_PUT_UNCHANGED);
    close_writer(w);
}

/* ------------------------------------------------------------------ dry runs */

static void a_dry_run_needs_no_index_and_leaves_nothing(void **state)
{
    plx_writer_options opt = { .dry_run = true, .create = true };
    plx_writer *w = NULL;
    char where[160];
    uint32_t n = 9;

    (void)state;
    strcpy(where, in_folder("not-there"));
    OK(plx_writer_open(where, &opt, &w, &err));
    assert_int_equal(put(w, "one", "words", NULL).result, PLX_PUT_ADDED);
    assert_int_equal(put(w, "one", "words", NULL).result, PLX_PUT_UNCHANGED);
    assert_int_equal(put(w, "one", "other words", NULL).result, PLX_PUT_UPDATED);
    assert_int_equal(put(w, "two", "words", NULL).docid, 0);
    OK(plx_writer_prune(w, goes, &(uint32_t){ 0 }, false, &n, &err));
    assert_int_equal(n, 0);
    assert_int_equal(plx_writer_delete(w, "one", &err), PLX_ERR_NOTFOUND);
    assert_int_equal(plx_writer_documents(w), 0);
    close_writer(w);
    assert_false(plx_file_exists(where));
    opt.create = false;
    assert_int_equal(plx_writer_open(where, &opt, &w, &err), PLX_ERR_NOTFOUND);
}

static void a_dry_run_compares_with_the_index_while_another_writes(void **state)
{
    plx_writer_options opt = { .dry_run = true };
    plx_writer *w = open_writer(&(plx_writer_options){ .model = model }), *dry = NULL;
    uint32_t gone[] = { 1, 0 }, n = 0;

    (void)state;
    put(w, "one", "words", &(plx_put_options){ .file = 1 });
    vote("one", "off-topic", "words");
    OK(plx_writer_commit(w, &err));
    OK(plx_writer_open(folder, &opt, &dry, &err));
    assert_int_equal(put(dry, "one", "words", NULL).result, PLX_PUT_UNCHANGED);
    assert_int_equal(put(dry, "one", "other words", NULL).result, PLX_PUT_UPDATED);
    assert_true(put(dry, "one", "more words", NULL).is_stale);
    assert_int_equal(put(dry, "one", "words", NULL).result, PLX_PUT_UPDATED);
    assert_int_equal(put(dry, "two", "words", NULL).result, PLX_PUT_ADDED);
    OK(plx_writer_delete(dry, "one", &err));
    OK(plx_writer_prune(dry, goes, gone, false, &n, &err));
    assert_int_equal(n, 1);
    assert_int_equal(plx_writer_compact(dry, &err), PLX_ERR_INVALID);
    close_writer(dry);
    close_writer(w);
    assert_int_equal(documents(), 1);
    assert_int_equal(verdict_of("one").kind, PLX_KIND_OFF_TOPIC);
    assert_false(verdict_of("one").is_stale);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_article_keeps_when_it_was_first_seen),
        TEST(the_source_date_epoch_is_taken_for_the_clock),
        TEST(an_unchanged_article_stays_with_its_file_until_that_is_gone),
        TEST(pruning_removes_the_articles_of_files_that_are_gone),
        TEST(a_near_copy_is_told_and_forms_a_group_that_a_deletion_ends),
        TEST(the_outlet_an_article_credits_can_be_counted_and_filtered),
        TEST(a_label_given_to_another_text_is_stale_until_somebody_votes_again),
        TEST(a_label_that_waited_for_its_article_is_compared_too),
        TEST(former_versions_are_kept_where_wanted_and_go_with_the_article),
        TEST(no_former_version_is_kept_unasked),
        TEST(a_version_with_the_same_title_and_text_is_not_kept),
        TEST(compacting_carries_all),
        TEST(upgrading_carries_all_and_finds_labels_that_are_stale),
        TEST(a_dry_run_needs_no_index_and_leaves_nothing),
        TEST(a_dry_run_compares_with_the_index_while_another_writes),
    };

    plx_store_process_init(0);
    return cmocka_run_group_tests_name("keeping", tests, train, forget_model);
}
