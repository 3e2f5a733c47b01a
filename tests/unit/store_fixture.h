/* tests/unit/store_fixture.h - a folder, documents and queries for the tests of the store */
#ifndef PLX_TESTS_STORE_FIXTURE_H
#define PLX_TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/store.h"

#define OK(call)          ok((call), &err, __LINE__)
#define FAILS(code, call) assert_string_equal(plx_status_name(call), plx_status_name(code))

static plx_error err;
static char root[64];
static char dir[128];

static inline void ok(plx_status rc, const plx_error *e, int line)
{
    if (rc != PLX_OK)
        fail_msg("line %d: %s: %s", line, plx_status_name(rc), e->msg);
}

static inline int remove_entry(const char *path, const struct stat *sb, int type, struct FTW *ftw)
{
    (void)sb;
    (void)type;
    (void)ftw;
    return remove(path);
}

static inline int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "%s/plx-store-XXXXXX", P_tmpdir);
    if (!mkdtemp(root))
        return -1;
    snprintf(dir, sizeof dir, "%s/db", root);
    return 0;
}

static inline int remove_root(void **state)
{
    (void)state;
    return nftw(root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static inline double now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static inline void write_file(const char *path, const void *p, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    fclose(f);
}

/* --------------------------------------------------------------- helpers */

/* A document of words separated by spaces, at positions 1, 2, ... */
static inline plx_doc *new_doc(const char *words)
{
    plx_doc *doc = NULL;
    uint32_t pos = 1;

    OK(plx_doc_new(&doc, &err));
    while (*words) {
        size_t n = strcspn(words, " ");
        OK(plx_doc_add_posting(doc, words, n, pos++, 1, &err));
        words += n + (words[n] == ' ');
    }
    return doc;
}

static inline uint32_t put(plx_store *st, const char *id, const char *words, const char *value)
{
    plx_doc *doc = new_doc(words);
    uint32_t docid = 0;

    if (value)
        OK(plx_doc_set_value(doc, 1, value, strlen(value), &err));
    OK(plx_doc_set_data(doc, words, strlen(words), &err));
    OK(plx_store_put(st, id, strlen(id), doc, &docid, &err));
    plx_doc_free(doc);
    return docid;
}

static inline plx_store *open_writer(void)
{
    plx_store *st = NULL;
    OK(plx_store_open_writer(dir, &st, &err));
    return st;
}

static inline plx_store *open_reader(void)
{
    plx_store *st = NULL;
    OK(plx_store_open(dir, &st, &err));
    return st;
}

static inline uint32_t count_documents(plx_store *st)
{
    plx_store_info info;
    OK(plx_store_get_info(st, &info, &err));
    return info.documents;
}

/* The collection most query tests use. */
static inline plx_store *open_sample(void)
{
    static const char *const texts[][2] = {
        { "green zone attack in baghdad", "2019-10" },
        { "attack on the green embassy", "2019-09" },
        { "zone of green trees", NULL },
        { "embassy attack attack attack", "2020-01" },
        { "sanctions on oil", "2019-10" },
        { "sanction relief zonal", NULL },
    };
    plx_store *st = open_writer();
    char id[8];

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        snprintf(id, sizeof id, "Q%zu", i + 1);
        assert_int_equal(put(st, id, texts[i][0], texts[i][1]), i + 1);
    }
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    return open_reader();
}

static inline plx_query *word(const char *w)
{
    plx_query *q = NULL;
    OK(plx_query_term(w, strlen(w), 1, &q, &err));
    return q;
}

static inline plx_query *combine(plx_query_op op, uint32_t window, plx_query *a, plx_query *b)
{
    plx_query *children[] = { a, b }, *q = NULL;
    OK(plx_query_combine(op, children, b ? 2 : 1, window, &q, &err));
    return q;
}

static inline plx_query *words(plx_query_op op, uint32_t window, const char *a, const char *b)
{
    return combine(op, window, word(a), word(b));
}

/* Hits as "3 1 2" in the order of ranking; frees the query. */
static inline const char *hits_of(plx_store *st, plx_query *q, const plx_match_options *opt)
{
    static char text[512];
    plx_match_options all = { .limit = 100, .exact_total = true };
    plx_matches m;
    size_t at = 0;

    OK(plx_store_match(st, q, opt ? opt : &all, &m, &err));
    text[0] = 0;
    for (size_t i = 0; i < m.count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%u", i ? " " : "", m.items[i].docid);
    plx_matches_release(&m);
    plx_query_free(q);
    return text;
}

static inline int compare_char_groups(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Hits as a set, in docid order. */
static inline const char *set_of(plx_store *st, plx_query *q)
{
    static char text[512];
    int ids[64], n = 0, step;
    size_t at = 0;

    for (const char *p = hits_of(st, q, NULL); sscanf(p, "%d%n", &ids[n], &step) == 1; p += step)
        n++;
    qsort(ids, (size_t)n, sizeof *ids, compare_char_groups);
    text[0] = 0;
    for (int i = 0; i < n; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%d", i ? " " : "", ids[i]);
    return text;
}

static inline plx_query *everything(void)
{
    plx_query *q;
    OK(plx_query_all(&q, &err));
    return q;
}

#endif
