/* A folder that is changed at random beside a mirror that knows only what the watcher tells: in the
 * end they must be the same, however the changes fell into batches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "indexer/watch.h"

#define ROUNDS     40
#define CHANGES    400
#define PATIENCE_S 60

/* The changes of one round; the generator of numbers is that of POSIX, with a state of its own. */
struct changer {
    unsigned short seed[3];
    unsigned count; /* of files written: the text of the next */
};

static unsigned draw(struct changer *c, unsigned n)
{
    return (unsigned)nrand48(c->seed) % n;
}

/* A path up to four deep out of few names, so that they meet often. */
static void draw_path(struct changer *c, char out[32])
{
    unsigned depth = 1 + draw(c, 4);

    strcpy(out, "in");
    while (depth--)
        sprintf(out + strlen(out), "/%c", "abcd"[draw(c, 4)]);
}

/* Each may fail, as what it needs may not be there. */
static void change(struct changer *c)
{
    char path[32], other[32];
    FILE *file;

    draw_path(c, path);
    draw_path(c, other);
    switch (draw(c, 8)) {
    case 0:
    case 1:
    case 2:
        file = fopen(path, "w");
        if (file) {
            fprintf(file, "%u", c->count++);
            fclose(file);
        }
        break;
    case 3:
    case 4:
        mkdir(path, 0777);
        break;
    case 5:
    case 6:
        rename(path, other);
        break;
    default:
        plx_file_remove_tree(path, NULL);
        break;
    }
}

static void *change_much(void *changer)
{
    struct changer *c = changer;

    for (int i = 0; i < CHANGES; i++) {
        const struct timespec pause = { 0, 1000 * (long)draw(c, 400) };

        change(c);
        if (draw(c, 4) == 0)
            nanosleep(&pause, NULL);
    }
    close(open("in/end", O_WRONLY | O_CREAT, 0666));
    return NULL;
}

/* --------------------------------------------------------------- mirror */

/* Texts of all files at and below a path, by path. What is gone meanwhile is passed over: the
 * watcher will tell. */
static void read_below(const char *path, json_t *mirror)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    DIR *dir = opendir(path);
    struct dirent *e;

    if (!dir && plx_file_read(path, 1 << 10, &text, NULL) == PLX_OK)
        assert_int_equal(json_object_set_new(mirror, path, json_string(text.s)), 0);
    while (dir && (e = readdir(dir)) != NULL) {
        char *child = plx_path_join(path, e->d_name);

        assert_non_null(child);
        if (e->d_name[0] != '.')
            read_below(child, mirror);
        free(child);
    }
    if (dir)
        closedir(dir);
    plx_strbuf_release(&text);
}

static void forget_below(const char *path, json_t *mirror)
{
    size_t len = strlen(path);
    const char *key;
    json_t *value;
    void *next;

    json_object_foreach_safe(mirror, next, key, value)
    {
        if (strncmp(key, path, len) == 0 && (key[len] == '\0' || key[len] == '/'))
            json_object_del(mirror, key);
    }
}

static void apply(const plx_watch_batch *b, json_t *mirror)
{
    if (b->everything) {
        json_object_clear(mirror);
        read_below("in", mirror);
    }
    for (size_t i = 0; i < b->vanished_count; i++)
        forget_below(b->vanished[i], mirror);
    for (size_t i = 0; i < b->changed_count; i++) {
        forget_below(b->changed[i], mirror);
        read_below(b->changed[i], mirror);
    }
}

static bool is_late(void *until)
{
    return time(NULL) > *(const time_t *)until;
}

static void play(unsigned round)
{
    static const char *const paths[] = { "in", NULL };
    struct changer c = { .seed = { (unsigned short)round, 17, 42 } };
    time_t until = time(NULL) + PATIENCE_S;
    const plx_watch_options opt = { .quiet_ms = 1 + round % 7,
                                    .longest_ms = 5 + round % 31,
                                    .paths_max = round % 5 ? 0 : 20,
                                    .stopped = is_late,
                                    .ctx = &until };
    json_t *mirror = json_object(), *truth = json_object();
    plx_watch *w;
    plx_watch_batch b;
    pthread_t thread;

    assert_int_equal(mkdir("in", 0777), 0);
    assert_int_equal(plx_watch_open(paths, &opt, &w, NULL), PLX_OK);
    assert_int_equal(pthread_create(&thread, NULL, change_much, &c), 0);
    while (!json_object_get(mirror, "in/end")) {
        const struct timespec pause = { 0, 1000000 * (long)(round % 11) };

        assert_int_equal(plx_watch_next(w, &b, NULL), PLX_OK);
        apply(&b, mirror);
        nanosleep(&pause, NULL); /* as if reading took long: changes pile up */
    }
    pthread_join(thread, NULL);
    read_below("in", truth);
    if (!json_equal(mirror, truth))
        fail_msg("round %u: mirror %s, truth %s", round, json_dumps(mirror, JSON_SORT_KEYS),
                 json_dumps(truth, JSON_SORT_KEYS));
    plx_watch_close(w);
    json_decref(mirror);
    json_decref(truth);
    assert_int_equal(plx_file_remove_tree("in", NULL), PLX_OK);
}

static void a_mirror_made_from_batches_equals_the_folder(void **state)
{
    char root[64];
    int home = open(".", O_RDONLY | O_DIRECTORY);

    (void)state;
    snprintf(root, sizeof root, "%s/plx-watch-XXXXXX", P_tmpdir);
    assert_non_null(mkdtemp(root));
    assert_int_equal(chdir(root), 0);
    for (unsigned round = 0; round < ROUNDS; round++)
        play(round);
    assert_int_equal(fchdir(home), 0);
    close(home);
    assert_int_equal(plx_file_remove_tree(root, NULL), PLX_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mirror_made_from_batches_equals_the_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
