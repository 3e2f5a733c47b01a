/* tests/unit/collection_fixture.h - a folder for an index, and articles to put into it */
#ifndef PLX_TESTS_COLLECTION_FIXTURE_H
#define PLX_TESTS_COLLECTION_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "collection/prepare.h"
#include "collection/schema.h"
#include "collection/snapshot.h"
#include "collection/writer.h"

static char folder[64];
static plx_error err;

#define OK(call) ok((call), __LINE__)

static inline void ok(plx_status rc, int line)
{
    if (rc != PLX_OK)
        fail_msg("line %d: %s: %s", line, plx_status_name(rc), err.msg);
}

static inline int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/plx-keeping-XXXXXX");
    memset(&err, 0, sizeof err);
    return mkdtemp(folder) ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    (void)state;
    return plx_file_remove_tree(folder, NULL) ? -1 : 0;
}

/* Path of a file in the folder; valid until the next call. */
static inline const char *in_folder(const char *name)
{
    static char path[160];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static inline plx_writer *open_writer(const plx_writer_options *given)
{
    plx_writer_options opt = given ? *given : (plx_writer_options){ 0 };
    plx_writer *w = NULL;

    opt.create = true;
    OK(plx_writer_open(folder, &opt, &w, &err));
    return w;
}

static inline void close_writer(plx_writer *w)
{
    OK(plx_writer_commit(w, &err));
    plx_writer_close(w);
}

static inline void fill_article(plx_article *a, const char *id, const char *text)
{
    a->id = strdup(id);
    a->title = strdup("A title of words");
    a->source = strdup("Tigris Wire");
    a->text = strdup(text);
}

/* Prepare and put one article as a run does it. */
static inline plx_put_outcome put(plx_writer *w, const char *id, const char *text,
                                  const plx_put_options *opt)
{
    plx_preparer *r = NULL;
    plx_prepared *p = NULL;
    plx_put_outcome out;
    bool unchanged;

    OK(plx_preparer_new(w, &r, &err));
    OK(plx_prepared_new(&p, &err));
    fill_article(&p->article, id, text);
    OK(plx_prepare_digest(r, p, &unchanged, &err));
    if (!unchanged)
        OK(plx_prepare(r, p, &err));
    OK(plx_writer_put(w, p, opt, &out, &err));
    plx_prepared_free(p);
    return out;
}

/* The newest state, and an article in it. */
static inline plx_snapshot *open_snapshot(const char *id, uint32_t *docid)
{
    plx_snapshot *s = NULL;

    OK(plx_snapshot_open(folder, NULL, &s, &err));
    if (id)
        OK(plx_snapshot_find(s, id, docid, &err));
    return s;
}

static inline uint32_t documents(void)
{
    plx_snapshot *s = open_snapshot(NULL, NULL);
    uint32_t n = plx_snapshot_documents(s);

    plx_snapshot_close(s);
    return n;
}

/* The value of an article in a slot: its bytes, at most 64. */
struct value {
    size_t n;
    unsigned char bytes[64];
};

static inline struct value value_of(const char *id, uint32_t slot)
{
    struct value v = { 0 };
    plx_bytes b = { 0 };
    uint32_t docid;
    plx_snapshot *s = open_snapshot(id, &docid);

    OK(plx_store_get_value(plx_snapshot_store(s), docid, slot, &b, &err));
    v.n = b.n;
    memcpy(v.bytes, b.n ? b.p : "", b.n < sizeof v.bytes ? b.n : sizeof v.bytes);
    plx_snapshot_close(s);
    return v;
}

static inline uint32_t file_of(const char *id)
{
    struct value v = value_of(id, PLX_SLOT_FILE);

    return plx_record_number_read(v.bytes, v.n);
}

static inline plx_verdict verdict_of(const char *id)
{
    plx_verdict v;
    uint32_t docid;
    plx_snapshot *s = open_snapshot(id, &docid);

    OK(plx_snapshot_verdict(s, docid, &v, &err));
    plx_snapshot_close(s);
    return v;
}

static inline plx_seen seen_of(const char *id)
{
    plx_article a;
    plx_seen seen;
    uint32_t docid;
    plx_snapshot *s = open_snapshot(id, &docid);

    plx_article_init(&a);
    OK(plx_snapshot_article(s, docid, false, &a, &err));
    seen = (plx_seen){ a.first_seen, a.changed };
    plx_article_release(&a);
    plx_snapshot_close(s);
    return seen;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

#endif
