/* Any bytes as a line of labels, and as a file of them: what is read can be written and read again,
 * what stands follows from the votes, and nothing is lost by appending. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "classifier/stance.h"
#include "collection/labels.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static int same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void read_line(const char *p, size_t n)
{
    plx_strbuf line = PLX_STRBUF_INIT;
    plx_label v, again;
    char *block, *copy = malloc(n ? n : 1); /* of its own size: reading past the end is seen */

    require(copy != NULL);
    memcpy(copy, p, n);
    if (plx_label_parse(copy, n, &v, &block, NULL) == PLX_OK) {
        char *second = NULL;

        if (plx_label_print(&v, &line, NULL) == PLX_OK) {
            require(plx_label_parse(line.s, line.len - 1, &again, &second, NULL) == PLX_OK);
            require(same(v.id, again.id) && same(v.label, again.label) &&
                    same(v.target, again.target) && same(v.coder, again.coder) &&
                    same(v.time, again.time) && v.how == again.how);
        }
        free(second);
    }
    free(block);
    free(copy);
    plx_strbuf_release(&line);
}

static void check_votes(const plx_labels *l)
{
    for (size_t i = 0; i < plx_labels_count(l); i++) {
        const plx_label *v = plx_labels_at(l, i);
        const plx_label *stands = plx_labels_find(l, v->id, v->target);

        require(!stands || (stands->label && plx_labels_is_latest(l, stands)));
        require(plx_labels_stands(l, v) == (stands == v));
        require(!plx_labels_of_coder(l, v) || plx_labels_of_coder(l, v)->label != NULL);
    }
}

static size_t read_file(plx_labels *l)
{
    require(plx_labels_read(l, NULL, NULL, NULL) == PLX_OK);
    check_votes(l);
    return plx_labels_count(l);
}

static void append_and_read(const char *path, plx_labels *l)
{
    const plx_label v = { .id = "x", .label = "a", .target = "t", .coder = "fuzz" };
    size_t before = read_file(l), after;
    plx_labels *anew = NULL;

    require(plx_labels_append(path, &v, NULL) == PLX_OK);
    after = read_file(l);
    require(after == before + 1);
    require(plx_labels_open(path, &anew, NULL) == PLX_OK);
    require(read_file(anew) == after);
    plx_labels_close(anew);
}

static void read_stance(const char *p, size_t n)
{
    static const plx_label_set set = { 3, { "pro-iran", "neutral", "anti-iran" } };
    char typed[128];
    const char *out;

    n = n < sizeof typed ? n : sizeof typed - 1;
    memcpy(typed, p, n);
    typed[n] = '\0';
    if (plx_stance_read(&set, typed, &out, NULL) == PLX_OK)
        require(out != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char path[64];
    const char *p = (const char *)data, *end = p + size, *nl;
    plx_labels *l = NULL;
    int fd;

    read_stance(p, size);
    for (const char *at = p; at < end; at = nl + 1) {
        nl = memchr(at, '\n', (size_t)(end - at));
        if (!nl)
            nl = end;
        read_line(at, (size_t)(nl - at));
    }
    strcpy(path, plx_file_exists("/dev/shm") ? "/dev/shm/plx-fuzz-XXXXXX" : "/tmp/plx-fuzz-XXXXXX");
    fd = mkstemp(path);
    require(fd >= 0 && write(fd, p, size) == (ssize_t)size);
    close(fd);
    require(plx_labels_open(path, &l, NULL) == PLX_OK);
    append_and_read(path, l);
    plx_labels_close(l);
    unlink(path);
    return 0;
}
