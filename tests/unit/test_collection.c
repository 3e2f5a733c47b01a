/* One index directory: writer, snapshots, labels by people, generations, what crashes leave. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "collection/collection.h"
#include "collection/owner.h"
#include "collection/record.h"
#include "collection/schema.h"
#include "collection/snapshot.h"
#include "collection/writer.h"

static char folder[64];
static plx_error err;

#define OK(call) assert_int_equal_msg((call), PLX_OK, err.msg)
#define assert_int_equal_msg(a, b, msg)                                                            \
    do {                                                                                           \
        int got_ = (int)(a);                                                                       \
        if (got_ != (int)(b))                                                                      \
            fail_msg("status %d: %s", got_, msg);                                                  \
    } while (0)

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/plx-collection-XXXXXX");
    memset(&err, 0, sizeof err);
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return plx_file_remove_tree(folder, NULL) ? -1 : 0;
}

static void make_article(plx_article *a, const char *id, const char *source, const char *text)
{
    plx_article_init(a);
    a->id = strdup(id);
    a->title = strdup("A title of words");
    a->source = strdup(source);
    a->author = strdup("Ann Lee; Bo Ek");
    a->text = strdup(text);
    a->date = (plx_date){ 1570665600, PLX_DATE_DAY, false };
    a->date_how = "given";
}

static plx_writer *open_writer(const plx_writer_options *given)
{
    plx_writer_options opt = given ? *given : (plx_writer_options){ 0 };
    plx_writer *w = NULL;

    opt.create = true;
    OK(plx_writer_open(folder, &opt, &w, &err));
    return w;
}

static plx_put_result put(plx_writer *w, const char *id, const char *source, const char *text)
{
    plx_put_result r = PLX_PUT_UNCHANGED;
    plx_article a;

    make_article(&a, id, source, text);
    OK(plx_writer_put_article(w, &a, &r, &err));
    plx_article_release(&a);
    return r;
}

static void write_text(const char *path, const char *text)
{
    OK(plx_file_replace(path, text, strlen(text), &err));
}

static uint32_t documents(void)
{
    plx_snapshot *s = NULL;
    uint32_t n;

    OK(plx_snapshot_open(folder, NULL, &s, &err));
    n = plx_snapshot_documents(s);
    plx_snapshot_close(s);
    return n;
}

/* ------------------------------------------------------------------ tests */

static void a_missing_index_is_named_with_its_remedy(void **state)
{
    plx_snapshot *s = NULL;

    (void)state;
    assert_int_equal(plx_snapshot_open("/nonexistent/index", NULL, &s, &err), PLX_ERR_NOTFOUND);
    assert_null(s);
    assert_non_null(strstr(err.msg, "/nonexistent/index"));
    assert_non_null(strstr(err.msg, "parallax"));
}

static void an_article_comes_back_as_it_went_in(void **state)
{
    plx_writer *w = open_writer(NULL);
    plx_snapshot *s = NULL;
    plx_article a;
    uint32_t docid;

    (void)state;
    assert_int_equal(put(w, "one", "Tigris Wire", "First words.\n\nSecond words."), PLX_PUT_ADDED);
    OK(plx_writer_commit(w, &err));
    plx_writer_close(w);
    OK(plx_snapshot_open(folder, NULL, &s, &err));
    OK(plx_snapshot_find(s, "one", &docid, &err));
    plx_article_init(&a);
    OK(plx_snapshot_article(s, docid, true, &a, &err));
    assert_string_equal(a.id, "one");
    assert_string_equal(a.source, "Tigris Wire");
    assert_string_equal(a.author, "Ann Lee; Bo Ek");
    assert_string_equal(a.text, "First words.\n\nSecond words.");
    assert_string_equal(a.date_how, "given");
    assert_int_equal(a.date.precision, PLX_DATE_DAY);
    assert_true(a.date.start == 1570665600);
    plx_article_release(&a);
    plx_snapshot_close(s);
}

static void the_same_article_again_is_unchanged_and_another_text_updates(void **state)
{
    plx_writer *w = open_writer(NULL);

    (void)state;
    assert_int_equal(put(w, "one", "S", "some words"), PLX_PUT_ADDED);
    OK(plx_writer_commit(w, &err));
    assert_int_equal(put(w, "one", "S", "some words"), PLX_PUT_UNCHANGED);
    assert_int_equal(put(w, "one", "S", "other words"), PLX_PUT_UPDATED);
    OK(plx_writer_commit(w, &err));
    plx_writer_close(w);
    assert_int_equal(documents(), 1);
}

static void what_is_not_committed_is_not_there(void **state)
{
    plx_writer *w = open_writer(NULL);

    (void)state;
    put(w, "one", "S", "words");
    OK(plx_writer_commit(w, &err));
    put(w, "two", "S", "words");
    assert_int_equal(documents(), 1);
    plx_writer_close(w);
    assert_int_equal(documents(), 1);
}

static void a_second_writer_is_told_who_writes(void **state)
{
    plx_writer_options opt = { .what = "parallax index", .create = true };
    plx_writer *w = NULL, *second = NULL;

    (void)state;
    OK(plx_writer_open(folder, &opt, &w, &err));
    assert_int_equal(plx_writer_open(folder, &opt, &second, &err), PLX_ERR_LOCKED);
    assert_null(second);
    assert_non_null(strstr(err.msg, "parallax index"));
    assert_non_null(strstr(err.msg, "--wait"));
    plx_writer_close(w);
    OK(plx_writer_open(folder, &opt, &second, &err));
    plx_writer_close(second);
}

static void a_writer_that_waits_gets_its_turn(void **state)
{
    plx_owner *o = NULL;
    int ready[2], status;
    char byte;
    pid_t child;

    (void)state;
    assert_int_equal(pipe(ready), 0);
    child = fork();
    if (child == 0) {
        OK(plx_owner_take(folder, "child", 0, &o, &err));
        if (write(ready[1], "x", 1) != 1)
            _exit(1);
        usleep(200000);
        _exit(0); /* without letting go: the system does */
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(plx_owner_take(folder, "parent", 0, &o, &err), PLX_ERR_LOCKED);
    OK(plx_owner_take(folder, "parent", 20, &o, &err));
    plx_owner_release(o);
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    close(ready[0]);
    close(ready[1]);
}

static void a_snapshot_stays_until_it_is_refreshed(void **state)
{
    plx_writer *w = open_writer(NULL);
    plx_snapshot *s = NULL;
    char before[96];
    bool changed;

    (void)state;
    put(w, "one", "S", "words");
    OK(plx_writer_commit(w, &err));
    OK(plx_snapshot_open(folder, NULL, &s, &err));
    strcpy(before, plx_snapshot_version(s));
    OK(plx_snapshot_refresh(s, &changed, &err));
    assert_false(changed);
    put(w, "two", "S", "words");
    OK(plx_writer_commit(w, &err));
    assert_int_equal(plx_snapshot_documents(s), 1);
    OK(plx_snapshot_refresh(s, &changed, &err));
    assert_true(changed);
    assert_int_equal(plx_snapshot_documents(s), 2);
    assert_string_not_equal(before, plx_snapshot_version(s));
    plx_writer_close(w);
    plx_snapshot_close(s);
}

static void columns_hold_sources_authors_and_dates(void **state)
{
    plx_writer *w = open_writer(NULL);
    plx_snapshot *s = NULL;
    const plx_column *source, *author;
    const plx_date_column *dates;
    const plx_stance_column *stances;
    uint32_t docid;

    (void)state;
    put(w, "one", "Beta", "words");
    put(w, "two", "Alpha", "words");
    OK(plx_writer_commit(w, &err));
    plx_writer_close(w);
    OK(plx_snapshot_open(folder, NULL, &s, &err));
    OK(plx_snapshot_column(s, PLX_SLOT_SOURCE, &source, &err));
    OK(plx_snapshot_column(s, PLX_SLOT_AUTHOR, &author, &err));
    OK(plx_snapshot_dates(s, &dates, &err));
    OK(plx_snapshot_stances(s, &stances, &err));
    OK(plx_snapshot_find(s, "one", &docid, &err));
    assert_int_equal(source->values, 2);
    assert_string_equal(source->value[source->ordinal[source->first[docid]]], "Beta");
    assert_int_equal(author->first[docid + 1] - author->first[docid], 2);
    assert_true(dates->start[docid] == 1570665600);
    assert_int_equal(stances->stance[docid], stances->not_judged);
    plx_snapshot_close(s);
}

static void a_user_facet_becomes_a_column_and_a_bad_name_is_refused(void **state)
{
    const char *const names[] = { "lean", NULL }, *const bad[] = { "source", NULL };
    plx_writer_options opt = { .facets = names, .create = true };
    plx_writer *w = open_writer(&opt), *none = NULL;
    plx_snapshot *s = NULL;
    plx_article a;
    plx_put_result r;
    const plx_column *col;

    (void)state;
    make_article(&a, "one", "S", "words");
    a.extra = json_pack("{s:s}", "lean", "left");
    OK(plx_writer_put_article(w, &a, &r, &err));
    plx_article_release(&a);
    OK(plx_writer_commit(w, &err));
    plx_writer_close(w);
    OK(plx_snapshot_open(folder, NULL, &s, &err));
    assert_int_equal(plx_snapshot_facets(s), 1);
    assert_string_equal(plx_snapshot_facet_name(s, 0), "lean");
    OK(plx_snapshot_column(s, plx_snapshot_facet_slot(s, 0), &col, &err));
    assert_int_equal(col->values, 1);
    assert_string_equal(col->value[0], "left");
    plx_snapshot_close(s);
    opt.facets = bad;
    assert_int_equal(plx_writer_open(folder, &opt, &none, &err), PLX_ERR_INVALID);
    assert_non_null(strstr(err.msg, "source"));
}

static void a_deleted_article_is_gone_and_an_unknown_one_is_named(void **state)
{
    plx_writer *w = open_writer(NULL);

    (void)state;
    put(w, "one", "S", "words");
    OK(plx_writer_commit(w, &err));
    OK(plx_writer_delete(w, "one", &err));
    assert_int_equal(plx_writer_delete(w, "nine", &err), PLX_ERR_NOTFOUND);
    assert_non_null(strstr(err.msg, "nine"));
    OK(plx_writer_commit(w, &err));
    plx_writer_close(w);
    assert_int_equal(documents(), 0);
}

static void compacting_makes_a_new_generation_that_readers_move_to(void **state)
{
    plx_writer *w = open_writer(NULL);
    plx_snapshot *s = NULL;
    plx_article a;
    uint32_t docid;
    bool changed;

    (void)state;
    put(w, "one", "S", "old words");
    OK(plx_writer_commit(w, &err));
    OK(plx_snapshot_open(folder, NULL, &s, &err));
    OK(plx_writer_compact(w, &err));
    put(w, "two", "S", "new words");
    OK(plx_writer_commit(w, &err));
    plx_writer_close(w);
    assert_int_equal(plx_snapshot_documents(s), 1);
    OK(plx_snapshot_find(s, "one", &docid, &err)); /* the old files are still open */
    plx_article_init(&a);
    OK(plx_snapshot_article(s, docid, true, &a, &err));
    plx_article_release(&a);
    OK(plx_snapshot_refresh(s, &changed, &err));
    assert_true(changed);
    assert_int_equal(plx_snapshot_documents(s), 2);
    assert_non_null(
        strstr(plx_snapshot_version(s), "gen-3")); /* gen-2 was built by the first commit */
    plx_snapshot_close(s);
}

static void a_half_built_generation_is_swept_up(void **state)
{
    plx_writer *w = open_writer(NULL);
    char path[128];

    (void)state;
    OK(plx_writer_commit(w, &err));
    plx_writer_close(w);
    snprintf(path, sizeof path, "%s/xapian/gen-9", folder);
    assert_int_equal(mkdir(path, 0777), 0);
    plx_writer_close(open_writer(NULL));
    assert_false(plx_file_exists(path));
}

static void a_later_format_is_refused_and_an_older_one_or_another_analysis_upgraded(void **state)
{
    plx_writer_options opt = { 0 };
    plx_writer *w = open_writer(NULL);
    plx_snapshot *s = NULL;
    static const char *const configs[] = { "{\"format\": 2, \"analysis\": 999}",
                                           "{\"format\": 1, \"analysis\": 1}" };
    char path[128];
    uint32_t n = 0;
    int i;

    (void)state;
    put(w, "one", "S", "words");
    OK(plx_writer_commit(w, &err));
    plx_writer_close(w);
    snprintf(path, sizeof path, "%s/config", folder);
    for (i = 0; i < 2; i++) {
        plx_writer *none = NULL;

        write_text(path, configs[i]);
        assert_int_equal(plx_snapshot_open(folder, NULL, &s, &err), PLX_ERR_VERSION);
        assert_non_null(strstr(err.msg, "upgrade`"));
        assert_int_equal(plx_writer_open(folder, &opt, &none, &err), PLX_ERR_VERSION);
        OK(plx_collection_upgrade(folder, &opt, NULL, &n, &err));
        assert_int_equal(n, 1);
        assert_int_equal(documents(), 1);
    }
    write_text(path, "{\"format\": 77, \"analysis\": 1}");
    assert_int_equal(plx_snapshot_open(folder, NULL, &s, &err), PLX_ERR_VERSION);
    assert_non_null(strstr(err.msg, "77"));
}

/* --------------------------------------------------------------- the rest */

static void a_damaged_record_is_refused(void **state)
{
    plx_record_codec *c = NULL;
    plx_strbuf fields = PLX_STRBUF_INIT, packed = PLX_STRBUF_INIT;
    plx_article a;
    size_t i;

    (void)state;
    OK(plx_record_codec_new(&c, &err));
    make_article(&a, "one", "S", "some text that is long enough to be packed");
    OK(plx_record_fields(&a, &fields, &err));
    OK(plx_record_pack(c, &fields, a.text, &packed, &err));
    plx_article_release(&a);
    for (i = 0; i < packed.len; i++) { /* cut short anywhere */
        plx_article_init(&a);
        assert_int_not_equal(plx_record_unpack(c, packed.s, i, true, &a, &err), PLX_OK);
        plx_article_release(&a);
    }
    packed.s[0] = 9;
    plx_article_init(&a);
    assert_int_equal(plx_record_unpack(c, packed.s, packed.len, true, &a, &err), PLX_ERR_CORRUPT);
    plx_article_release(&a);
    plx_strbuf_release(&fields);
    plx_strbuf_release(&packed);
    plx_record_codec_free(c);
}

static void a_digest_tells_fields_facet_names_and_text_apart(void **state)
{
    static const char *const parts[][3] = { /* fields, facet names, text */
                                            { "ab", "c", "d" },
                                            { "a", "bc", "d" },
                                            { "a", "b", "cd" },
                                            { "ab", "c", "e" },
                                            { "ab", "c", NULL }
    };
    unsigned char digest[5][PLX_RECORD_DIGEST], again[PLX_RECORD_DIGEST];
    plx_strbuf fields = PLX_STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        plx_strbuf_reset(&fields);
        plx_strbuf_puts(&fields, parts[i][0]);
        plx_record_digest(&fields, parts[i][1], parts[i][2], digest[i]);
        plx_record_digest(&fields, parts[i][1], parts[i][2], again);
        assert_memory_equal(digest[i], again, sizeof again);
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(digest[i], digest[j], sizeof again);
    }
    plx_record_digest(&fields, "c", "", again); /* no text is an empty one */
    assert_memory_equal(digest[4], again, sizeof again);
    plx_strbuf_release(&fields);
}

static void dates_sort_as_bytes_like_in_time(void **state)
{
    const int64_t times[] = { -5000000000, -1, 0, 1, 1570665600, 5000000000 };
    unsigned char before[PLX_DATE_VALUE_BYTES], now[PLX_DATE_VALUE_BYTES];
    plx_date d = { 0, PLX_DATE_DAY, false }, back;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof times / sizeof *times; i++) {
        d.start = times[i];
        assert_int_equal(plx_record_date_value(&d, now), PLX_DATE_VALUE_BYTES);
        assert_true(plx_record_date_read(now, sizeof now, &back));
        assert_true(back.start == times[i]);
        if (i)
            assert_true(memcmp(before, now, sizeof now) < 0);
        memcpy(before, now, sizeof now);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_missing_index_is_named_with_its_remedy),
        TEST(an_article_comes_back_as_it_went_in),
        TEST(the_same_article_again_is_unchanged_and_another_text_updates),
        TEST(what_is_not_committed_is_not_there),
        TEST(a_second_writer_is_told_who_writes),
        TEST(a_writer_that_waits_gets_its_turn),
        TEST(a_snapshot_stays_until_it_is_refreshed),
        TEST(columns_hold_sources_authors_and_dates),
        TEST(a_user_facet_becomes_a_column_and_a_bad_name_is_refused),
        TEST(a_deleted_article_is_gone_and_an_unknown_one_is_named),
        TEST(compacting_makes_a_new_generation_that_readers_move_to),
        TEST(a_half_built_generation_is_swept_up),
        TEST(a_later_format_is_refused_and_an_older_one_or_another_analysis_upgraded),
        TEST(a_damaged_record_is_refused),
        TEST(a_digest_tells_fields_facet_names_and_text_apart),
        TEST(dates_sort_as_bytes_like_in_time),
    };

    plx_store_process_init(0);
    return cmocka_run_group_tests_name("collection", tests, NULL, NULL);
}
