/* Any bytes as tags.jsonl and as searches.jsonl: what counts is sound, reading in two parts gives
 * what reading at once gives, and a line appended to them is there afterwards. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collection/saved.h"
#include "collection/tags.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void write_bytes(const char *path, const char *mode, const uint8_t *p, size_t n)
{
    FILE *f = fopen(path, mode);

    require(f && fwrite(p, 1, n, f) == n && fclose(f) == 0);
}

static plx_tags *open_tags(const char *path)
{
    plx_tags *t = NULL;

    require(plx_tags_open(path, &t, NULL) == PLX_OK && plx_tags_read(t, NULL, NULL) == PLX_OK);
    return t;
}

static void check_name(const char *what, const char *name)
{
    char again[PLX_NOTE_NAME_MAX + 1];

    require(plx_note_name_read(what, name, strlen(name), again, NULL) == PLX_OK);
    require(strcmp(name, again) == 0);
}

static void check_tags(const plx_tags *t)
{
    const char *first;
    size_t n;
    const plx_tagging *item = plx_tags_list(t, &n);

    require((plx_tags_faults(t, &first) > 0) == (first != NULL));
    for (uint32_t i = 0; i < plx_tags_count(t); i++)
        check_name("tag", plx_tags_name(t, i));
    for (size_t i = 0; i < n; i++)
        require(plx_tags_has(t, plx_tags_id(t, item[i].article), plx_tags_name(t, item[i].tag)) ==
                item[i].is_on);
}

/* The same articles and tags? */
static void check_same(const plx_tags *a, const plx_tags *b)
{
    size_t n, m;
    const plx_tagging *x = plx_tags_list(a, &n);

    plx_tags_list(b, &m);
    require(n == m);
    for (size_t i = 0; i < n; i++)
        require(plx_tags_has(b, plx_tags_id(a, x[i].article), plx_tags_name(a, x[i].tag)) ==
                x[i].is_on);
}

/* Cut at a line's end: a torn line that is completed is judged twice, and may count at first. */
static size_t a_cut(const uint8_t *data, size_t size)
{
    const uint8_t *nl = size ? memchr(data + size / 2, '\n', size - size / 2) : NULL;

    return nl ? (size_t)(nl - data) + 1 : size;
}

static void fuzz_tags(const char *path, const uint8_t *data, size_t size)
{
    plx_strbuf line = PLX_STRBUF_INIT;
    size_t cut = a_cut(data, size);
    plx_tags *parts, *whole;

    write_bytes(path, "w", data, cut);
    parts = open_tags(path);
    write_bytes(path, "a", data + cut, size - cut);
    require(plx_tags_read(parts, NULL, NULL) == PLX_OK);
    whole = open_tags(path);
    check_tags(whole);
    check_same(whole, parts);
    require(plx_tag_print("an id", "fuzz-tag", true, 0, &line, NULL) == PLX_OK);
    require(plx_tags_append(path, &line, NULL) == PLX_OK);
    require(plx_tags_read(whole, NULL, NULL) == PLX_OK);
    require(plx_tags_has(whole, "an id", "fuzz-tag"));
    plx_tags_close(parts);
    plx_tags_close(whole);
    plx_strbuf_release(&line);
}

static void fuzz_saved(const char *path, const uint8_t *data, size_t size)
{
    plx_saved_list list;
    const plx_saved_search *s;

    write_bytes(path, "w", data, size);
    require(plx_saved_load(path, &list, NULL) == PLX_OK);
    for (size_t i = 0; i < list.count; i++) {
        require(list.item[i].query && list.item[i].saved);
        check_name("search", list.item[i].name);
        require(plx_saved_find(&list, list.item[i].name) == &list.item[i]);
        require(i == 0 || strcmp(list.item[i - 1].name, list.item[i].name) < 0);
    }
    plx_saved_release(&list);
    require(plx_saved_put(path, "fuzz-name", "a query", 0, NULL) == PLX_OK);
    require(plx_saved_load(path, &list, NULL) == PLX_OK);
    s = plx_saved_find(&list, "fuzz-name");
    require(list.count == PLX_SAVED_MAX || (s && strcmp(s->query, "a query") == 0));
    plx_saved_release(&list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];

    snprintf(path, sizeof path, "/dev/shm/plx-fuzz-tags-%ld", (long)getpid());
    fuzz_tags(path, data, size);
    fuzz_saved(path, data, size);
    unlink(path);
    return 0;
}
