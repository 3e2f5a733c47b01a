/* Whole-file helpers, each test in a folder of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static char root[64];

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "%s/plx-file-XXXXXX", P_tmpdir);
    return mkdtemp(root) ? 0 : -1;
}

static int remove_root(void **state)
{
    plx_error err;

    (void)state;
    return plx_file_remove_tree(root, &err) == PLX_OK && !plx_file_exists(root) ? 0 : -1;
}

/* Path below the root, valid until the fourth call after. */
static const char *at(const char *name)
{
    static char paths[4][512];
    static int next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", root, name);
    return path;
}

static void assert_content(const char *name, const char *want)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    plx_error err = { 0 };

    assert_int_equal(plx_file_read(at(name), 1 << 20, &sb, &err), PLX_OK);
    assert_string_equal(sb.s, want);
    plx_strbuf_release(&sb);
}

static void a_replaced_file_holds_the_new_bytes_and_leaves_no_other(void **state)
{
    (void)state;
    assert_int_equal(plx_file_replace(at("f"), "one", 3, NULL), PLX_OK);
    assert_content("f", "one");
    assert_int_equal(plx_file_replace(at("f"), "second", 6, NULL), PLX_OK);
    assert_content("f", "second");
    assert_int_equal(plx_file_replace(at("f"), NULL, 0, NULL), PLX_OK);
    assert_content("f", "");
    assert_int_equal(unlink(at("f")), 0);
    assert_int_equal(rmdir(root), 0); /* nothing else was left */
    assert_int_equal(mkdir(root, 0700), 0);
}

static void a_replaced_file_keeps_its_mode(void **state)
{
    struct stat st;

    (void)state;
    assert_int_equal(plx_file_replace(at("f"), "a", 1, NULL), PLX_OK);
    assert_int_equal(chmod(at("f"), 0640), 0);
    assert_int_equal(plx_file_replace(at("f"), "b", 1, NULL), PLX_OK);
    assert_int_equal(stat(at("f"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
}

static void a_failed_replace_leaves_the_old_and_no_temporary(void **state)
{
    plx_error err = { 0 };

    (void)state;
    assert_int_equal(mkdir(at("d"), 0700), 0);
    assert_int_equal(plx_file_replace(at("d"), "x", 1, &err), PLX_ERR_IO);
    assert_non_null(strstr(err.msg, "/d: "));
    assert_int_equal(rmdir(at("d")), 0);
    assert_int_equal(rmdir(root), 0);
    assert_int_equal(plx_file_replace(at("f"), "x", 1, &err), PLX_ERR_IO);
    assert_int_equal(mkdir(root, 0700), 0);
}

static void a_device_or_pipe_is_written_to_and_not_replaced(void **state)
{
    plx_error err = { 0 };
    char got[8] = "";
    struct stat st;
    int fd;

    (void)state;
    assert_int_equal(symlink("/dev/full", at("f")), 0);
    assert_int_equal(plx_file_replace(at("f"), "x", 1, &err), PLX_ERR_IO);
    assert_non_null(strstr(err.msg, "cannot write"));
    assert_int_equal(lstat(at("f"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(unlink(at("f")), 0);
    assert_int_equal(mkfifo(at("f"), 0600), 0);
    fd = open(at("f"), O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(plx_file_replace(at("f"), "abc", 3, NULL), PLX_OK);
    assert_int_equal(read(fd, got, sizeof got), 3);
    assert_string_equal(got, "abc");
    assert_int_equal(close(fd), 0);
    assert_int_equal(lstat(at("f"), &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    assert_int_equal(unlink(at("f")), 0);
    assert_int_equal(rmdir(root), 0); /* no temporary was left */
    assert_int_equal(mkdir(root, 0700), 0);
}

static void of_a_link_the_file_behind_it_is_replaced(void **state)
{
    struct stat st;

    (void)state;
    assert_int_equal(plx_file_replace(at("f"), "old", 3, NULL), PLX_OK);
    assert_int_equal(symlink("f", at("link")), 0);
    assert_int_equal(plx_file_replace(at("link"), "new", 3, NULL), PLX_OK);
    assert_content("f", "new");
    assert_int_equal(lstat(at("link"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
}

static void a_leftover_temporary_is_no_hindrance(void **state)
{
    char name[64];

    (void)state;
    snprintf(name, sizeof name, "f.tmp-%ld-0", (long)getpid());
    assert_int_equal(plx_file_replace(at(name), "torn", 4, NULL), PLX_OK);
    assert_int_equal(plx_file_replace(at("f"), "whole", 5, NULL), PLX_OK);
    assert_content("f", "whole");
    assert_content(name, "torn");
}

static void reading_appends(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;

    (void)state;
    plx_file_replace(at("f"), "b\0c", 3, NULL);
    plx_strbuf_puts(&sb, "a");
    assert_int_equal(plx_file_read(at("f"), 3, &sb, NULL), PLX_OK);
    assert_int_equal(sb.len, 4);
    assert_memory_equal(sb.s, "ab\0c", 5);
    plx_strbuf_release(&sb);
}

static void reading_refuses_what_is_too_large_absent_or_a_folder(void **state)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    plx_error err;

    (void)state;
    plx_strbuf_puts(&sb, "kept");
    plx_file_replace(at("f"), "1234", 4, NULL);
    assert_int_equal(plx_file_read(at("f"), 3, &sb, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "3 bytes"));
    assert_int_equal(plx_file_read(at("none"), 3, &sb, &err), PLX_ERR_NOTFOUND);
    assert_int_equal(plx_file_read(at("f/none"), 3, &sb, &err), PLX_ERR_NOTFOUND);
    assert_int_equal(plx_file_read(root, 3, &sb, &err), PLX_ERR_IO);
    /* it has no size: only reading shows that it is too long */
    assert_int_equal(plx_file_read("/dev/zero", 100000, &sb, &err), PLX_ERR_LIMIT);
    assert_string_equal(sb.s, "kept");
    plx_strbuf_release(&sb);
}

static void folders_are_made_with_their_parents(void **state)
{
    plx_error err;

    (void)state;
    assert_int_equal(plx_file_mkdirs(at("a/b//c/"), &err), PLX_OK);
    assert_int_equal(plx_file_mkdirs(at("a/b/c"), &err), PLX_OK);
    assert_true(plx_file_exists(at("a/b/c")));
    assert_int_equal(plx_file_mkdirs("/", &err), PLX_OK);
    assert_int_equal(plx_file_mkdirs("", &err), PLX_ERR_IO);
    plx_file_replace(at("f"), "", 0, NULL);
    assert_int_equal(plx_file_mkdirs(at("f"), &err), PLX_ERR_IO);
    assert_int_equal(plx_file_mkdirs(at("f/g"), &err), PLX_ERR_IO);
    assert_non_null(strstr(err.msg, "Not a directory"));
}

static void syncing_needs_a_folder(void **state)
{
    (void)state;
    plx_file_replace(at("f"), "", 0, NULL);
    assert_int_equal(plx_file_sync_dir(root, NULL), PLX_OK);
    assert_int_equal(plx_file_sync_dir(at("f"), NULL), PLX_ERR_IO);
    assert_int_equal(plx_file_sync_dir(at("none"), NULL), PLX_ERR_IO);
}

static void removing_a_tree_follows_no_links(void **state)
{
    plx_error err;

    (void)state;
    plx_file_mkdirs(at("keep"), NULL);
    plx_file_replace(at("keep/f"), "x", 1, NULL);
    plx_file_mkdirs(at("go/deep/er"), NULL);
    plx_file_replace(at("go/deep/f"), "x", 1, NULL);
    assert_int_equal(symlink(at("keep"), at("go/link")), 0);
    assert_int_equal(symlink("nowhere", at("go/deep/dangling")), 0);
    assert_int_equal(plx_file_remove_tree(at("go"), &err), PLX_OK);
    assert_false(plx_file_exists(at("go")));
    assert_content("keep/f", "x");
    assert_int_equal(symlink(at("keep"), at("link")), 0);
    assert_int_equal(plx_file_remove_tree(at("link"), &err), PLX_OK);
    assert_int_equal(plx_file_remove_tree(at("keep/f"), &err), PLX_OK);
    assert_false(plx_file_exists(at("keep/f")));
    assert_true(plx_file_exists(at("keep")));
    assert_int_equal(plx_file_remove_tree(at("none"), &err), PLX_OK);
}

static void tree_bytes_adds_up_files(void **state)
{
    (void)state;
    assert_int_equal(plx_file_tree_bytes(at("none")), 0);
    plx_file_mkdirs(at("a/b"), NULL);
    plx_file_replace(at("a/f"), "12345", 5, NULL);
    plx_file_replace(at("a/b/g"), "1234567", 7, NULL);
    assert_int_equal(symlink(at("a/f"), at("a/link")), 0);
    assert_int_equal(plx_file_tree_bytes(root), 12);
    assert_int_equal(plx_file_tree_bytes(at("a/f")), 5);
}

static void paths_are_joined_with_one_slash(void **state)
{
    static const char *const cases[][3] = {
        { "a", "b", "a/b" }, { "a/", "b", "a/b" }, { "", "b", "b" }, { "/", "b", "/b" }
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = plx_path_join(cases[i][0], cases[i][1]);

        assert_string_equal(path, cases[i][2]);
        free(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define FILE_TEST(f) cmocka_unit_test_setup_teardown(f, make_root, remove_root)
        FILE_TEST(a_replaced_file_holds_the_new_bytes_and_leaves_no_other),
        FILE_TEST(a_replaced_file_keeps_its_mode),
        FILE_TEST(a_failed_replace_leaves_the_old_and_no_temporary),
        FILE_TEST(a_device_or_pipe_is_written_to_and_not_replaced),
        FILE_TEST(of_a_link_the_file_behind_it_is_replaced),
        FILE_TEST(a_leftover_temporary_is_no_hindrance),
        FILE_TEST(reading_appends),
        FILE_TEST(reading_refuses_what_is_too_large_absent_or_a_folder),
        FILE_TEST(folders_are_made_with_their_parents),
        FILE_TEST(syncing_needs_a_folder),
        FILE_TEST(removing_a_tree_follows_no_links),
        FILE_TEST(tree_bytes_adds_up_files),
        FILE_TEST(paths_are_joined_with_one_slash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
