/* Watching real folders. What happens is made before plx_watch_next() is called, so that all of it
 * lies in one batch, whatever the speed of the machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "indexer/limits.h"
#include "indexer/watch.h"

/* The source is included, so that the system can be made to refuse a watch. */
static int watches_left = -1; /* negative: no limit */

static int limited_add_watch(int fd, const char *path, uint32_t mask)
{
    if (watches_left == 0) {
        errno = ENOSPC;
        return -1;
    }
    if (watches_left > 0)
        watches_left--;
    return inotify_add_watch(fd, path, mask);
}

#define inotify_add_watch limited_add_watch
#include "indexer/watch_folders.c"
#undef inotify_add_watch

#define QUIET_TEST_MS   40
#define LONGEST_TEST_MS 2000
#define PATIENCE_S      20

/* A folder of its own for each test, which is the working directory: paths are short. */
struct fixture {
    char root[64];
    int home;
    plx_watch *w;
    time_t until; /* a batch that never comes ends the test */
    plx_strbuf seen;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    *state = f;
    if (!f)
        return -1;
    snprintf(f->root, sizeof f->root, "%s/plx-watch-XXXXXX", P_tmpdir);
    f->home = open(".", O_RDONLY | O_DIRECTORY);
    plx_strbuf_init(&f->seen);
    watches_left = -1;
    return f->home >= 0 && mkdtemp(f->root) && chdir(f->root) == 0 && mkdir("in", 0777) == 0 ? 0
                                                                                             : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    int rc;

    plx_watch_close(f->w);
    rc = fchdir(f->home);
    close(f->home);
    if (plx_file_remove_tree(f->root, NULL) != PLX_OK)
        rc = -1;
    plx_strbuf_release(&f->seen);
    free(f);
    return rc;
}

/* ----------------------------------------------------------------- doing */

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void make_folder(const char *path)
{
    assert_int_equal(plx_file_mkdirs(path, NULL), PLX_OK);
}

static void move(const char *from, const char *to)
{
    assert_int_equal(rename(from, to), 0);
}

static void remove_all(const char *path)
{
    assert_int_equal(plx_file_remove_tree(path, NULL), PLX_OK);
}

static bool is_out_of_patience(void *ctx)
{
    const struct fixture *f = ctx;

    return time(NULL) > f->until;
}

static void start_with(struct fixture *f, const char *const *paths, plx_watch_options opt)
{
    plx_error err = { 0 };

    if (!opt.quiet_ms)
        opt.quiet_ms = QUIET_TEST_MS;
    opt.longest_ms = LONGEST_TEST_MS;
    opt.stopped = is_out_of_patience;
    opt.ctx = f;
    if (plx_watch_open(paths, &opt, &f->w, &err) != PLX_OK)
        fail_msg("%s", err.msg);
}

static void start(struct fixture *f, const char *path)
{
    const char *const paths[] = { path, NULL };

    start_with(f, paths, (plx_watch_options){ 0 });
}

static void next(struct fixture *f, plx_watch_batch *b)
{
    plx_error err = { 0 };

    f->until = time(NULL) + PATIENCE_S;
    if (plx_watch_next(f->w, b, &err) != PLX_OK)
        fail_msg("%s", err.msg);
    assert_null(b->changed[b->changed_count]);
    assert_null(b->vanished[b->vanished_count]);
}

/* The next batch as text: "+changed -vanished" with a blank between, or "everything". */
static void assert_next(struct fixture *f, const char *want)
{
    plx_watch_batch b;

    next(f, &b);
    plx_strbuf_reset(&f->seen);
    if (b.everything)
        plx_strbuf_puts(&f->seen, "everything");
    for (size_t i = 0; i < b.changed_count; i++)
        plx_strbuf_printf(&f->seen, " +%s", b.changed[i]);
    for (size_t i = 0; i < b.vanished_count; i++)
        plx_strbuf_printf(&f->seen, " -%s", b.vanished[i]);
    plx_strbuf_trim(&f->seen);
    assert_string_equal(f->seen.s, want);
}

/* ----------------------------------------------------------------- files */

static void a_file_that_was_written_has_changed(void **state)
{
    struct fixture *f = *state;

    write_file("in/old", "1");
    start(f, "in");
    write_file("in/new", "1");
    write_file("in/old", "2");
    assert_next(f, "+in/new +in/old");
}

static void paths_come_in_byte_order_each_once(void **state)
{
    struct fixture *f = *state;

    start(f, "in");
    make_folder("in/d");
    write_file("in/d/x", "1");
    write_file("in/z", "1");
    write_file("in/a\xc3\xa9", "1");
    write_file("in/d-", "1");
    write_file("in/z", "2");
    write_file("in/ab", "1");
    assert_next(f, "+in/ab +in/a\xc3\xa9 +in/d- +in/d/x +in/z");
}

static void a_file_still_being_written_waits_until_it_is_closed(void **state)
{
    struct fixture *f = *state;
    int fd;

    start(f, "in");
    fd = open("in/long", O_WRONLY | O_CREAT, 0666);
    assert_int_equal(write(fd, "half", 4), 4);
    write_file("in/short", "1");
    assert_next(f, "+in/short");
    assert_int_equal(write(fd, " and half", 9), 9);
    close(fd);
    assert_next(f, "+in/long");
}

static void a_file_of_a_new_folder_still_being_written_waits_too(void **state)
{
    struct fixture *f = *state;
    int fd;

    start(f, "in");
    make_folder("in/d");
    write_file("in/first", "1");
    assert_next(f, "+in/first"); /* in/d is watched from here on */
    fd = open("in/d/long", O_WRONLY | O_CREAT, 0666);
    write_file("in/d/short", "1");
    assert_next(f, "+in/d/short");
    close(fd);
    assert_next(f, "+in/d/long");
}

static void a_file_saved_by_renaming_over_it_has_changed_and_its_draft_has_vanished(void **state)
{
    struct fixture *f = *state;

    write_file("in/a.txt", "1");
    start(f, "in");
    write_file("in/a.txt.part", "2");
    move("in/a.txt.part", "in/a.txt");
    assert_next(f, "+in/a.txt -in/a.txt.part");
}

static void a_file_saved_with_a_backup_is_one_change(void **state)
{
    struct fixture *f = *state;

    write_file("in/a.txt", "1");
    start(f, "in");
    write_file("in/4913", "");
    assert_int_equal(unlink("in/4913"), 0);
    move("in/a.txt", "in/a.txt~");
    write_file("in/a.txt", "2");
    assert_int_equal(unlink("in/a.txt~"), 0);
    assert_next(f, "+in/a.txt -in/4913 -in/a.txt~");
}

static void deleted_and_moved_away_files_have_vanished(void **state)
{
    struct fixture *f = *state;

    write_file("in/a", "1");
    write_file("in/b", "1");
    write_file("in/c", "1");
    start(f, "in");
    assert_int_equal(unlink("in/a"), 0);
    move("in/b", "b");
    move("in/c", "in/d");
    assert_next(f, "+in/d -in/a -in/b -in/c");
}

/* Whoever reads the folder of the first batch may have read the file. */
static void a_file_made_and_deleted_between_two_batches_has_vanished(void **state)
{
    struct fixture *f = *state;

    make_folder("d");
    start(f, "in");
    move("d", "in/d");
    assert_next(f, "+in/d");
    write_file("in/d/1", "1");
    assert_int_equal(unlink("in/d/1"), 0);
    assert_next(f, "-in/d/1");
}

static void a_file_deleted_and_written_again_has_changed(void **state)
{
    struct fixture *f = *state;

    write_file("in/a", "1");
    start(f, "in");
    assert_int_equal(unlink("in/a"), 0);
    write_file("in/a", "2");
    assert_next(f, "+in/a");
}

static void a_new_link_to_a_file_has_changed(void **state)
{
    struct fixture *f = *state;

    write_file("one", "1");
    start(f, "in");
    assert_int_equal(link("one", "in/hard"), 0);
    assert_int_equal(symlink("../one", "in/soft"), 0);
    assert_int_equal(symlink("nowhere", "in/broken"), 0);
    assert_int_equal(mkfifo("in/fifo", 0666), 0);
    assert_next(f, "+in/hard +in/soft");
}

static void names_may_hold_line_ends_and_bytes_that_are_no_utf8(void **state)
{
    struct fixture *f = *state;

    start(f, "in");
    make_folder("in/\xff\n");
    write_file("in/\xff\n/a\nb", "1");
    write_file("in/ \xc3", "1");
    assert_next(f, "+in/ \xc3 +in/\xff\n/a\nb");
}

static void hidden_names_are_left_out(void **state)
{
    struct fixture *f = *state;

    make_folder("in/.git");
    start(f, "in");
    write_file("in/.hidden", "1");
    write_file("in/.git/a", "1");
    make_folder("in/.new");
    write_file("in/.new/a", "1");
    write_file("in/seen", "1");
    assert_next(f, "+in/seen");
}

/* --------------------------------------------------------------- folders */

static void new_folders_are_watched_and_what_is_in_them_has_changed(void **state)
{
    struct fixture *f = *state;

    start(f, "in");
    make_folder("in/a/b/c");
    write_file("in/a/1", "1");
    write_file("in/a/b/c/2", "1");
    assert_next(f, "+in/a/1 +in/a/b/c/2");
    write_file("in/a/b/c/3", "1");
    assert_next(f, "+in/a/b/c/3");
}

static void a_folder_moved_in_stands_for_all_below_it_and_is_watched(void **state)
{
    struct fixture *f = *state;

    make_folder("out/b");
    write_file("out/1", "1");
    write_file("out/b/2", "1");
    start(f, "in");
    move("out", "in/a");
    write_file("in/a/b/2", "2");
    assert_next(f, "+in/a");
    write_file("in/a/b/3", "1");
    assert_next(f, "+in/a/b/3");
}

static void a_folder_unveiled_by_its_new_name_has_changed(void **state)
{
    struct fixture *f = *state;

    start(f, "in");
    make_folder("in/.draft");
    write_file("in/.draft/1", "1");
    move("in/.draft", "in/done");
    assert_next(f, "+in/done");
}

static void a_renamed_folder_is_known_by_its_new_name(void **state)
{
    struct fixture *f = *state;

    make_folder("in/a/b");
    start(f, "in");
    move("in/a", "in/z");
    assert_next(f, "+in/z -in/a");
    write_file("in/z/b/1", "1");
    assert_next(f, "+in/z/b/1");
    move("in/z/b", "b");
    write_file("b/2", "1"); /* no longer ours */
    assert_next(f, "-in/z/b");
    write_file("b/3", "1");
    write_file("in/4", "1");
    assert_next(f, "+in/4");
}

static void folders_that_change_places_are_told_apart(void **state)
{
    struct fixture *f = *state;

    make_folder("in/a/x");
    make_folder("in/b");
    start(f, "in");
    move("in/a", "in/c");
    move("in/b", "in/a");
    move("in/c", "in/b");
    assert_next(f, "+in/a +in/b -in/c");
    write_file("in/a/1", "1");
    write_file("in/b/x/2", "1");
    assert_next(f, "+in/a/1 +in/b/x/2");
}

/* The new folder is listed, and holds the moved one, before the event of the move is read. */
static void a_folder_moved_into_a_new_one_goes_on_being_watched(void **state)
{
    struct fixture *f = *state;

    make_folder("in/a/x/deep");
    write_file("in/a/x/deep/1", "1");
    start(f, "in");
    make_folder("in/b");
    move("in/a/x", "in/b/x");
    assert_next(f, "+in/b/x/deep/1 -in/a/x");
    write_file("in/b/x/2", "1");
    write_file("in/b/x/deep/3", "1");
    assert_next(f, "+in/b/x/2 +in/b/x/deep/3");
}

static void a_removed_folder_stands_for_all_that_was_below_it(void **state)
{
    struct fixture *f = *state;

    make_folder("in/a/b");
    write_file("in/a/1", "1");
    write_file("in/a/b/2", "1");
    write_file("in/a-", "1");
    start(f, "in");
    remove_all("in/a");
    assert_int_equal(unlink("in/a-"), 0);
    assert_next(f, "-in/a -in/a-");
    make_folder("in/a");
    write_file("in/a/3", "1");
    assert_next(f, "+in/a/3");
}

static void a_folder_removed_and_made_again_has_changed_as_a_whole(void **state)
{
    struct fixture *f = *state;

    make_folder("in/a");
    write_file("in/a/gone", "1");
    start(f, "in");
    remove_all("in/a");
    make_folder("in/a");
    write_file("in/a/new", "1");
    assert_next(f, "+in/a");
}

static void a_file_in_the_place_of_a_folder_has_changed(void **state)
{
    struct fixture *f = *state;

    make_folder("in/a");
    write_file("in/a/1", "1");
    write_file("in/b", "1");
    start(f, "in");
    remove_all("in/a");
    write_file("in/a", "1");
    assert_int_equal(unlink("in/b"), 0);
    make_folder("in/b");
    write_file("in/b/1", "1");
    assert_next(f, "+in/a +in/b");
}

static void links_to_folders_are_not_followed_but_one_given_is(void **state)
{
    struct fixture *f = *state;

    make_folder("out");
    assert_int_equal(symlink("in", "link"), 0);
    assert_int_equal(symlink("../out", "in/old"), 0);
    assert_int_equal(symlink("..", "in/loop"), 0);
    start(f, "link");
    assert_int_equal(symlink("../out", "in/new"), 0);
    write_file("out/1", "1");
    write_file("in/2", "1");
    assert_next(f, "+link/2");
}

static void folders_nested_too_deep_are_left_out(void **state)
{
    struct fixture *f = *state;
    plx_strbuf path = PLX_STRBUF_INIT, want = PLX_STRBUF_INIT;

    plx_strbuf_puts(&path, "in");
    for (int i = 0; i < PLX_DEPTH_MAX; i++)
        plx_strbuf_puts(&path, "/d");
    make_folder(path.s);
    start(f, "in");
    plx_strbuf_printf(&want, "+%s/1", path.s);
    write_file(want.s + 1, "1");
    plx_strbuf_puts(&path, "/d");
    make_folder(path.s);
    plx_strbuf_puts(&path, "/2");
    write_file(path.s, "1");
    assert_next(f, want.s);
    plx_strbuf_release(&path);
    plx_strbuf_release(&want);
}

/* ------------------------------------------------------------ paths given */

static void a_file_given_by_its_path_is_seen_when_it_is_replaced(void **state)
{
    static const char *const paths[] = { "in/a", "./in/.b", "in//a", NULL };
    struct fixture *f = *state;

    write_file("in/a", "1");
    write_file("in/.b", "1");
    start_with(f, paths, (plx_watch_options){ 0 });
    write_file("in/other", "1");
    make_folder("in/d");
    write_file("in/d/a", "1");
    write_file("in/part", "2");
    move("in/part", "in/a");
    write_file("in/.b", "2");
    assert_next(f, "+./in/.b +in/a");
    assert_int_equal(unlink("in/a"), 0);
    assert_next(f, "-in/a");
    write_file("in/a", "3");
    assert_next(f, "+in/a");
}

static void a_file_in_the_working_directory_can_be_given(void **state)
{
    struct fixture *f = *state;

    write_file("a", "1");
    start(f, "a");
    write_file("b", "1");
    write_file("a", "2");
    assert_next(f, "+a");
}

static void paths_that_overlap_tell_each_change_once(void **state)
{
    static const char *const paths[] = { "in/d", "in/d/f", "in", "./in", NULL };
    struct fixture *f = *state;

    make_folder("in/d");
    write_file("in/d/f", "1");
    start_with(f, paths, (plx_watch_options){ 0 });
    write_file("in/d/f", "2");
    write_file("in/d/g", "2");
    write_file("in/h", "2");
    assert_next(f, "+in/d/f +in/d/g +in/h");
}

static void a_given_folder_that_is_gone_and_comes_back_means_everything(void **state)
{
    struct fixture *f = *state;

    write_file("in/1", "1");
    start(f, "in");
    remove_all("in");
    assert_next(f, "everything");
    make_folder("in");
    assert_next(f, "everything");
    write_file("in/2", "1");
    assert_next(f, "+in/2");
}

static void a_given_folder_whose_parent_was_renamed_means_everything(void **state)
{
    struct fixture *f = *state;

    make_folder("up/in");
    start(f, "up/in");
    move("up", "down");
    assert_next(f, "everything");
    make_folder("up/in");
    assert_next(f, "everything");
    write_file("down/in/1", "1");
    write_file("up/in/2", "1");
    assert_next(f, "+up/in/2");
}

static void what_cannot_be_watched_is_refused(void **state)
{
    static const struct {
        const char *path;
        plx_status code;
        const char *message;
    } cases[] = {
        { "-", PLX_ERR_INVALID, "standard input cannot be watched" },
        { "missing", PLX_ERR_NOTFOUND, "missing: No such file or directory" },
        { "file/", PLX_ERR_NOTFOUND, "file/: Not a directory" },
        { "fifo", PLX_ERR_INVALID, "fifo: neither a file nor a folder" },
        { NULL, PLX_ERR_INVALID, "nothing to watch: no path is given" },
    };
    plx_watch *w;
    plx_error err;

    (void)state;
    write_file("file", "1");
    assert_int_equal(mkfifo("fifo", 0666), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const paths[] = { cases[i].path, NULL };

        assert_int_equal(plx_watch_open(paths, NULL, &w, &err), cases[i].code);
        assert_string_equal(err.msg, cases[i].message);
        assert_null(w);
    }
}

/* ----------------------------------------------------------------- limits */

static void too_many_paths_mean_everything_and_the_next_batch_is_exact_again(void **state)
{
    static const char *const paths[] = { "in", NULL };
    struct fixture *f = *state;

    start_with(f, paths, (plx_watch_options){ .paths_max = 3 });
    for (int i = 0; i < 4; i++) {
        char path[32];

        snprintf(path, sizeof path, "in/%d", i);
        write_file(path, "1");
    }
    make_folder("in/d");
    assert_next(f, "everything");
    write_file("in/d/1", "1");
    assert_next(f, "+in/d/1");
}

static long queued_events_max(void)
{
    FILE *file = fopen("/proc/sys/fs/inotify/max_queued_events", "r");
    long n = -1;

    if (file && fscanf(file, "%ld", &n) != 1)
        n = -1;
    if (file)
        fclose(file);
    return n;
}

static void events_that_the_kernel_could_not_keep_mean_everything(void **state)
{
    struct fixture *f = *state;
    long max = queued_events_max();

    if (max < 0 || max > 100000)
        skip();
    start(f, "in");
    for (long i = 0; i <= max / 2 + 1; i++) {
        write_file(i % 2 ? "in/odd" : "in/even", "1");
        assert_int_equal(unlink(i % 2 ? "in/odd" : "in/even"), 0);
    }
    assert_next(f, "everything");
    write_file("in/1", "1");
    assert_next(f, "+in/1");
}

static void a_limit_of_the_system_is_named(void **state)
{
    static const char *const paths[] = { "in", NULL };
    struct fixture *f = *state;
    plx_watch_batch b;
    plx_error err;

    make_folder("in/a");
    make_folder("in/b");
    watches_left = 2;
    assert_int_equal(plx_watch_open(paths, NULL, &f->w, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "fs.inotify.max_user_watches"));
    assert_non_null(strstr(err.msg, "in/"));
    assert_null(f->w);
    watches_left = 3;
    start(f, "in");
    make_folder("in/c");
    f->until = time(NULL) + PATIENCE_S;
    assert_int_equal(plx_watch_next(f->w, &b, &err), PLX_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "in/c: "));
}

/* --------------------------------------------------------------- stopping */

static bool stop_at_third_question(void *ctx)
{
    int *asked = ctx;

    return ++*asked == 3;
}

static void waiting_ends_when_it_is_to_stop(void **state)
{
    static const char *const paths[] = { "in", NULL };
    struct fixture *f = *state;
    int asked = 0;
    const plx_watch_options opt = { .stopped = stop_at_third_question, .ctx = &asked };
    plx_watch_batch b;
    plx_error err;

    assert_int_equal(plx_watch_open(paths, &opt, &f->w, &err), PLX_OK);
    assert_int_equal(plx_watch_next(f->w, &b, &err), PLX_ERR_STOPPED);
    assert_int_equal(asked, 3);
    assert_true(!b.everything && !b.changed_count && !b.vanished_count);
}

static bool write_once_more(void *ctx)
{
    struct fixture *f = ctx;

    write_file("in/a", "again");
    return time(NULL) > f->until;
}

static void a_batch_ends_though_it_never_gets_quiet(void **state)
{
    static const char *const paths[] = { "in", NULL };
    struct fixture *f = *state;
    const plx_watch_options opt = {
        .quiet_ms = 3600000, .longest_ms = 100, .stopped = write_once_more, .ctx = f
    };
    plx_error err = { 0 };

    assert_int_equal(plx_watch_open(paths, &opt, &f->w, &err), PLX_OK);
    assert_next(f, "+in/a");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_that_was_written_has_changed),
        TEST(paths_come_in_byte_order_each_once),
        TEST(a_file_still_being_written_waits_until_it_is_closed),
        TEST(a_file_of_a_new_folder_still_being_written_waits_too),
        TEST(a_file_saved_by_renaming_over_it_has_changed_and_its_draft_has_vanished),
        TEST(a_file_saved_with_a_backup_is_one_change),
        TEST(deleted_and_moved_away_files_have_vanished),
        TEST(a_file_made_and_deleted_between_two_batches_has_vanished),
        TEST(a_file_deleted_and_written_again_has_changed),
        TEST(a_new_link_to_a_file_has_changed),
        TEST(names_may_hold_line_ends_and_bytes_that_are_no_utf8),
        TEST(hidden_names_are_left_out),
        TEST(new_folders_are_watched_and_what_is_in_them_has_changed),
        TEST(a_folder_moved_in_stands_for_all_below_it_and_is_watched),
        TEST(a_folder_unveiled_by_its_new_name_has_changed),
        TEST(a_renamed_folder_is_known_by_its_new_name),
        TEST(folders_that_change_places_are_told_apart),
        TEST(a_folder_moved_into_a_new_one_goes_on_being_watched),
        TEST(a_removed_folder_stands_for_all_that_was_below_it),
        TEST(a_folder_removed_and_made_again_has_changed_as_a_whole),
        TEST(a_file_in_the_place_of_a_folder_has_changed),
        TEST(links_to_folders_are_not_followed_but_one_given_is),
        TEST(folders_nested_too_deep_are_left_out),
        TEST(a_file_given_by_its_path_is_seen_when_it_is_replaced),
        TEST(a_file_in_the_working_directory_can_be_given),
        TEST(paths_that_overlap_tell_each_change_once),
        TEST(a_given_folder_that_is_gone_and_comes_back_means_everything),
        TEST(a_given_folder_whose_parent_was_renamed_means_everything),
        TEST(what_cannot_be_watched_is_refused),
        TEST(too_many_paths_mean_everything_and_the_next_batch_is_exact_again),
        TEST(events_that_the_kernel_could_not_keep_mean_everything),
        TEST(a_limit_of_the_system_is_named),
        TEST(waiting_ends_when_it_is_to_stop),
        TEST(a_batch_ends_though_it_never_gets_quiet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
