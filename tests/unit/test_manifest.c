/* Which files were read: numbers, moves, tombstones, and what crashes and older programs leave. */
#include "collection_fixture.h"

#include <sys/stat.h>

#include "collection/manifest.h"

static plx_manifest *open_manifest(bool is_dry)
{
    plx_manifest *m = NULL;

    OK(plx_manifest_open(in_folder("manifest"), is_dry, &m, &err));
    return m;
}

static plx_manifest *save_and_open(plx_manifest *m)
{
    OK(plx_manifest_save(m, &err));
    plx_manifest_close(m);
    return open_manifest(false);
}

static void note(plx_manifest *m, const char *path, long long size)
{
    plx_manifest_entry e = { .path = path,
                             .size = size,
                             .mtime_ns = 20,
                             .digest = "00112233445566778899aabbccddeeff",
                             .options = "opts",
                             .articles = 3 };

    OK(plx_manifest_note(m, &e, &err));
}

static void write_text(const char *text)
{
    OK(plx_file_replace(in_folder("manifest"), text, strlen(text), &err));
}

static long file_size(void)
{
    struct stat sb;

    return stat(in_folder("manifest"), &sb) ? -1 : (long)sb.st_size;
}

static void what_was_noted_is_there_again(void **state)
{
    plx_manifest *m = open_manifest(false);
    plx_manifest_entry e = { .path = "bad.txt", .failed = true };

    (void)state;
    note(m, "/a\nb.txt", 10);
    OK(plx_manifest_note(m, &e, &err));
    assert_int_equal(file_size(), -1); /* not before it is saved */
    m = save_and_open(m);
    assert_int_equal(plx_manifest_count(m), 2);
    assert_true(plx_manifest_find(m, "/a\nb.txt", &e));
    assert_int_equal(e.file, 1);
    assert_int_equal(e.size, 10);
    assert_int_equal(e.mtime_ns, 20);
    assert_int_equal(e.articles, 3);
    assert_string_equal(e.digest, "00112233445566778899aabbccddeeff");
    assert_string_equal(e.options, "opts");
    assert_false(e.failed || e.is_gone || e.is_displaced);
    assert_true(plx_manifest_find(m, "bad.txt", &e));
    assert_true(e.failed);
    assert_string_equal(e.digest, "");
    assert_false(plx_manifest_find(m, "other.txt", &e));
    plx_manifest_close(m);
}

static void a_path_that_is_no_utf8_comes_back_byte_for_byte(void **state)
{
    plx_manifest *m = open_manifest(false);
    plx_manifest_entry e;

    (void)state;
    note(m, "/caf\xe9.txt", 10);
    m = save_and_open(m);
    assert_true(plx_manifest_find(m, "/caf\xe9.txt", &e));
    assert_string_equal(e.path, "/caf\xe9.txt");
    plx_manifest_close(m);
}

static void a_number_stays_with_a_file_that_changes_or_moves(void **state)
{
    plx_manifest *m = open_manifest(false);
    plx_manifest_entry e;
    uint32_t file, again;

    (void)state;
    OK(plx_manifest_number(m, "/a", &file, &err));
    OK(plx_manifest_number(m, "/a", &again, &err));
    assert_int_equal(file, again);
    assert_false(plx_manifest_find(m, "/a", NULL)); /* not noted yet */
    note(m, "/a", 10);
    note(m, "/a", 11);
    note(m, "/c", 5);
    OK(plx_manifest_move(m, file, "/b", 30, &err));
    m = save_and_open(m);
    assert_false(plx_manifest_find(m, "/a", NULL));
    assert_true(plx_manifest_find(m, "/b", &e));
    assert_int_equal(e.file, file);
    assert_int_equal(e.size, 11);
    assert_int_equal(e.mtime_ns, 30);
    OK(plx_manifest_number(m, "/a", &again, &err));
    assert_int_equal(again, 3);
    assert_int_equal(plx_manifest_move(m, 99, "/x", 0, &err), PLX_ERR_NOTFOUND);
    plx_manifest_close(m);
}

static void a_file_that_another_was_moved_over_is_displaced(void **state)
{
    plx_manifest *m = open_manifest(false);
    plx_manifest_entry e;

    (void)state;
    note(m, "/a", 1);
    note(m, "/b", 2);
    OK(plx_manifest_move(m, 1, "/b", 30, &err));
    for (int i = 0; i < 2; i++) {
        assert_true(plx_manifest_find(m, "/b", &e));
        assert_int_equal(e.file, 1);
        assert_true(plx_manifest_file(m, 2, &e));
        assert_true(e.is_displaced);
        OK(plx_manifest_drop(m, 2, &err)); /* leaves the path to the other */
        assert_true(plx_manifest_find(m, "/b", &e));
        assert_int_equal(e.file, 1);
        m = save_and_open(m);
    }
    plx_manifest_close(m);
}

static void a_dropped_file_is_a_tombstone_and_its_number_is_its_own(void **state)
{
    plx_manifest *m = open_manifest(false);
    plx_manifest_entry e;
    uint32_t file;

    (void)state;
    note(m, "/a", 1);
    note(m, "/b", 2);
    OK(plx_manifest_drop(m, 1, &err));
    m = save_and_open(m);
    assert_int_equal(plx_manifest_count(m), 1);
    assert_false(plx_manifest_find(m, "/a", NULL));
    assert_true(plx_manifest_file(m, 1, &e));
    assert_true(e.is_gone);
    assert_string_equal(e.path, "/a");
    OK(plx_manifest_number(m, "/a", &file, &err));
    assert_int_equal(file, 1);
    OK(plx_manifest_number(m, "/c", &file, &err));
    assert_int_equal(file, 3);
    plx_manifest_close(m);
}

static void all_entries_come_in_the_order_of_their_numbers(void **state)
{
    plx_manifest *m = open_manifest(false);
    plx_manifest_entry e;
    uint32_t expected = 5000;

    (void)state;
    plx_manifest_reserve(m, 4999); /* a lost manifest gave out those up to it */
    for (int i = 0; i < 3000; i++) {
        char path[32];

        snprintf(path, sizeof path, "/folder/%d", i);
        note(m, path, i);
    }
    m = save_and_open(m);
    for (e.file = 0; plx_manifest_next(m, e.file, &e); expected++)
        assert_int_equal(e.file, expected);
    assert_int_equal(expected, 8000);
    assert_int_equal(plx_manifest_count(m), 3000);
    plx_manifest_close(m);
}

static void a_torn_last_line_is_passed_over_and_cut_off(void **state)
{
    static const char text[] = "{\"file\":1,\"path\":\"/a\",\"size\":1}\n{\"file\":2,\"path\":\"/b";
    plx_manifest *m;

    (void)state;
    write_text(text);
    m = open_manifest(false);
    assert_int_equal(plx_manifest_count(m), 1);
    note(m, "/c", 3);
    m = save_and_open(m);
    assert_int_equal(plx_manifest_count(m), 2);
    assert_true(plx_manifest_find(m, "/a", NULL));
    assert_true(plx_manifest_find(m, "/c", NULL));
    plx_manifest_close(m);
}

static void damage_costs_only_its_lines(void **state)
{
    static const char *const lines[] = {
        "",
        "no json",
        "[]",
        "{\"file\":-1,\"path\":\"/x\"}",
        "{\"file\":99999999999,\"path\":\"/x\"}",
        "{\"file\":\"1\",\"path\":\"/x\"}",
        "{\"file\":7}",
        "{\"file\":7,\"path_hex\":\"2f6\"}",
        "{\"file\":7,\"path_hex\":\"zz\"}",
        "{\"file\":2147483647,\"path\":\"/far\"}",
        "{\"file\":2,\"path\":\"/good\",\"digest\":\"short\",\"articles\":-4}",
    };
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_manifest_entry e;
    plx_manifest *m;
    uint32_t file;

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        plx_strbuf_puts(&text, lines[i]);
        plx_strbuf_putc(&text, '\n');
    }
    for (int i = 0; i < 200000; i++) /* one far too long */
        plx_strbuf_putc(&text, 'x');
    plx_strbuf_add(&text, "\0\n{\"file\":3,\"path\":\"/last\"}\n", 29);
    OK(plx_file_replace(in_folder("manifest"), text.s, text.len, &err));
    plx_strbuf_release(&text);
    m = open_manifest(false);
    assert_int_equal(plx_manifest_count(m), 3);
    assert_true(plx_manifest_find(m, "/good", &e));
    assert_string_equal(e.digest, "");
    assert_true(e.articles == 0);
    assert_true(plx_manifest_find(m, "/last", NULL));
    assert_true(plx_manifest_find(m, "/far", NULL));
    assert_int_equal(plx_manifest_number(m, "/new", &file, &err), PLX_ERR_LIMIT);
    plx_manifest_close(m);
}

static void lines_of_format_1_are_files_to_be_read_once_more(void **state)
{
    static const char text[] = "{\"path\":\"/a\",\"size\":1,\"mtime_ns\":5,\"options\":\"o\","
                               "\"failed\":false}\n{\"path\":\"/b\",\"size\":2}\n";
    plx_manifest *m;
    plx_manifest_entry e;

    (void)state;
    write_text(text);
    for (int i = 0; i < 3; i++) { /* first dry: not written anew */
        m = open_manifest(i == 0);
        assert_int_equal(plx_manifest_count(m), 2);
        assert_true(plx_manifest_find(m, "/a", &e));
        assert_int_equal(e.file, 1);
        assert_int_equal(e.mtime_ns, 5);
        assert_string_equal(e.options, "");
        assert_true(plx_manifest_find(m, "/b", &e));
        assert_int_equal(e.file, 2);
        plx_manifest_close(m);
        if (i == 0)
            assert_int_equal(file_size(), (long)strlen(text));
    }
}

static void a_file_with_much_outdated_is_written_anew(void **state)
{
    plx_manifest *m = open_manifest(false);
    plx_manifest_entry e;
    long before;

    (void)state;
    for (int i = 0; i < 3000; i++)
        note(m, i % 2 ? "/a" : "/b", i);
    note(m, "/c", 1);
    OK(plx_manifest_drop(m, 3, &err));
    OK(plx_manifest_save(m, &err));
    plx_manifest_close(m);
    before = file_size();
    assert_int_equal(chmod(in_folder("manifest"), 0600), 0);
    plx_manifest_close(open_manifest(true)); /* a dry run writes nothing */
    assert_int_equal(file_size(), before);
    m = open_manifest(false);
    assert_true(file_size() < before / 100);
    note(m, "/d", 7);
    m = save_and_open(m);
    assert_true(plx_manifest_find(m, "/a", &e));
    assert_int_equal(e.size, 2999);
    assert_true(plx_manifest_find(m, "/d", &e));
    assert_int_equal(plx_manifest_count(m), 3);
    assert_false(plx_file_exists(in_folder("manifest.new")));
    plx_manifest_close(m);
}

static void a_dry_run_saves_nothing(void **state)
{
    plx_manifest *m = open_manifest(true);

    (void)state;
    note(m, "/a", 1);
    assert_true(plx_manifest_find(m, "/a", NULL));
    OK(plx_manifest_save(m, &err));
    plx_manifest_close(m);
    assert_int_equal(file_size(), -1);
}

static void a_failed_save_can_be_tried_again(void **state)
{
    plx_manifest *m = NULL;

    (void)state;
    OK(plx_manifest_open(in_folder("later/manifest"), false, &m, &err));
    note(m, "/a", 1);
    assert_int_equal(plx_manifest_save(m, &err), PLX_ERR_IO);
    OK(plx_file_mkdirs(in_folder("later"), &err));
    OK(plx_manifest_save(m, &err));
    plx_manifest_close(m);
    OK(plx_manifest_open(in_folder("later/manifest"), false, &m, &err));
    assert_true(plx_manifest_find(m, "/a", NULL));
    plx_manifest_close(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_noted_is_there_again),
        TEST(a_path_that_is_no_utf8_comes_back_byte_for_byte),
        TEST(a_number_stays_with_a_file_that_changes_or_moves),
        TEST(a_file_that_another_was_moved_over_is_displaced),
        TEST(a_dropped_file_is_a_tombstone_and_its_number_is_its_own),
        TEST(all_entries_come_in_the_order_of_their_numbers),
        TEST(a_torn_last_line_is_passed_over_and_cut_off),
        TEST(damage_costs_only_its_lines),
        TEST(lines_of_format_1_are_files_to_be_read_once_more),
        TEST(a_file_with_much_outdated_is_written_anew),
        TEST(a_dry_run_saves_nothing),
        TEST(a_failed_save_can_be_tried_again),
    };

    return cmocka_run_group_tests_name("manifest", tests, NULL, NULL);
}
