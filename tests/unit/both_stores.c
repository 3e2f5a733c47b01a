/* tests/unit/both_stores.c - two stores that are told the same */
#include "tests/unit/both_stores.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "tests/unit/equal_stores.h"
#include "tests/unit/store_files.h"

/* Note a difference; true if there is none up to here. */
static bool agree(both_stores *b, const char *what, bool is_so)
{
    if (!is_so && !b->why[0])
        snprintf(b->why, sizeof b->why, "generation %u: %s", b->generation, what);
    return !b->why[0];
}

static bool done(both_stores *b, const char *what, plx_status rc, const plx_error *err)
{
    if (rc != PLX_OK && !b->why[0])
        snprintf(b->why, sizeof b->why, "generation %u: %s: %s: %s", b->generation, what,
                 plx_status_name(rc), err->msg);
    return !b->why[0];
}

/* Both said the same of a call. */
static bool agreed(both_stores *b, const char *what, plx_status l, plx_status r)
{
    if (l != r && !b->why[0])
        snprintf(b->why, sizeof b->why, "generation %u: %s: %s and %s", b->generation, what,
                 plx_status_name(l), plx_status_name(r));
    return !b->why[0];
}

static bool same_bytes(plx_bytes l, plx_bytes r)
{
    return l.n == r.n && (l.n == 0 || memcmp(l.p, r.p, l.n) == 0);
}

/* ------------------------------------------------------------------ life */

static void open_both(both_stores *b, both_way way)
{
    plx_error err = { PLX_OK, "" };

    b->way = way;
    b->generation++;
    snprintf(b->next, sizeof b->next, "%s/right-%u", b->dir, b->generation);
    if (!done(b, "open the left", plx_store_open_writer(b->left, &b->l, &err), &err))
        return;
    if (way == BOTH_WRITE)
        done(b, "open the right", plx_store_open_writer(b->right, &b->r, &err), &err);
    else
        done(b, "open the right", plx_store_open_builder(b->right, b->next, &b->build, &b->r, &err),
             &err);
}

static void close_both(both_stores *b)
{
    plx_store_close(b->l);
    plx_store_close(b->r);
    b->l = b->r = NULL;
}

void both_begin(both_stores *b, const char *dir, const plx_build_options *build, both_way way)
{
    plx_error err = { PLX_OK, "" };

    memset(b, 0, sizeof *b);
    if (build)
        b->build = *build;
    snprintf(b->dir, sizeof b->dir, "%s", dir);
    snprintf(b->left, sizeof b->left, "%s/left", dir);
    snprintf(b->right, sizeof b->right, "%s/right-0", dir);
    if (done(b, "make the left", plx_store_open_writer(b->left, &b->l, &err), &err) &&
        done(b, "make the right", plx_store_open_writer(b->right, &b->r, &err), &err)) {
        close_both(b);
        open_both(b, way);
    }
}

void both_end(both_stores *b)
{
    close_both(b);
    remove_folder(b->left);
    remove_folder(b->right);
    remove_folder(b->next);
}

/* --------------------------------------------------------------- changes */

void both_put(both_stores *b, const char *id, plx_doc *l, plx_doc *r)
{
    uint32_t docid[2] = { 0, 0 }, before = 0;
    size_t n = strlen(id);
    plx_error err = { PLX_OK, "" };

    if (agree(b, "a document cannot be made", l && r)) {
        if (plx_store_find(b->l, id, n, &before, NULL) == PLX_OK)
            b->is_loose = true;
        done(b, "put on the left", plx_store_put(b->l, id, n, l, &docid[0], &err), &err);
        done(b, "put on the right", plx_store_put(b->r, id, n, r, &docid[1], &err), &err);
        agree(b, "docids of a document", docid[0] == docid[1]);
    }
    plx_doc_free(l);
    plx_doc_free(r);
}

void both_put_made(both_stores *b, const char *id, made_kind kind, uint64_t seed, unsigned size)
{
    if (!b->why[0])
        both_put(b, id, made_document(kind, seed, size), made_document(kind, seed, size));
}

void both_delete(both_stores *b, const char *id)
{
    if (b->why[0])
        return;
    b->is_loose = true;
    agreed(b, "delete", plx_store_delete(b->l, id, strlen(id), NULL),
           plx_store_delete(b->r, id, strlen(id), NULL));
}

void both_set_value(both_stores *b, uint32_t docid, uint32_t slot, const void *p, size_t n)
{
    if (b->why[0])
        return;
    b->is_loose = true;
    agreed(b, "set a value", plx_store_set_value(b->l, docid, slot, p, n, NULL),
           plx_store_set_value(b->r, docid, slot, p, n, NULL));
}

void both_spelling(both_stores *b, const char *word, size_t n, uint32_t count)
{
    if (b->why[0])
        return;
    agreed(b, "count a word", plx_store_spelling_add(b->l, word, n, count, NULL),
           plx_store_spelling_add(b->r, word, n, count, NULL));
}

void both_metadata(both_stores *b, const char *key, const void *p, size_t n)
{
    if (b->why[0])
        return;
    agreed(b, "set metadata", plx_store_set_metadata(b->l, key, p, n, NULL),
           plx_store_set_metadata(b->r, key, p, n, NULL));
}

/* --------------------------------------------------------------- reading */

static int sum_values(void *ctx, uint32_t docid, const char *p, size_t n)
{
    uint64_t *sum = ctx;
    *sum = (*sum + docid) * 31 + plx_hash64(p, n);
    return 0;
}

static void read_slot(both_stores *b, uint32_t docid, uint32_t slot)
{
    uint64_t sum[2] = { 0, 0 };
    plx_bytes l, r;

    agreed(b, "get a value", plx_store_get_value(b->l, docid, slot, &l, NULL),
           plx_store_get_value(b->r, docid, slot, &r, NULL));
    agree(b, "a value before the commit", same_bytes(l, r));
    agreed(b, "each value", plx_store_each_value(b->l, slot, sum_values, &sum[0], NULL),
           plx_store_each_value(b->r, slot, sum_values, &sum[1], NULL));
    agree(b, "values of a slot before the commit", sum[0] == sum[1]);
}

static void read_figures(both_stores *b)
{
    plx_store_info l, r;

    agreed(b, "figures", plx_store_get_info(b->l, &l, NULL), plx_store_get_info(b->r, &r, NULL));
    agree(b, "documents before the commit", l.documents == r.documents);
    agree(b, "last docid before the commit", l.last_docid == r.last_docid);
}

void both_read(both_stores *b, const char *id)
{
    uint32_t docid[2];
    plx_bytes l, r;

    if (b->why[0])
        return;
    agreed(b, "find", plx_store_find(b->l, id, strlen(id), &docid[0], NULL),
           plx_store_find(b->r, id, strlen(id), &docid[1], NULL));
    agree(b, "docid found", docid[0] == docid[1]);
    agreed(b, "get data", plx_store_get_data(b->l, docid[0], &l, NULL),
           plx_store_get_data(b->r, docid[0], &r, NULL));
    agree(b, "data before the commit", same_bytes(l, r));
    for (uint32_t slot = 0; slot < 4; slot++)
        read_slot(b, docid[0], slot);
    read_figures(b);
}

/* ---------------------------------------------------------------- commit */

/* The first problem the engine's check finds: it calls a list of positions one where no term of its
 * document has a weight, whoever wrote it, so both sides are asked. */
static void note_problem(void *ctx, const char *line)
{
    char *first = ctx;

    if (!first[0])
        snprintf(first, 300, "%s", line);
}

static void check_both(both_stores *b)
{
    char l[300] = "", r[300] = "";
    plx_status rc = plx_store_check(b->right, note_problem, r, NULL);

    if (rc == PLX_OK)
        return;
    agreed(b, "check", plx_store_check(b->left, note_problem, l, NULL), rc);
    agree(b, r, strcmp(l, r) == 0);
}

static void compare(both_stores *b)
{
    equal_options opt = { .left_is_wider = b->is_loose, .right_is_exact = b->way == BOTH_BUILD };
    char why[500];

    if (!equal_stores(b->left, b->right, &opt, why, sizeof why))
        agree(b, why, false);
    if (!same_entries(b->left, b->right, why, sizeof why))
        agree(b, why, false);
    check_both(b);
}

void both_next(both_stores *b, both_way way)
{
    plx_error err = { PLX_OK, "" };

    if (b->why[0])
        return;
    done(b, "commit on the left", plx_store_commit(b->l, &err), &err);
    done(b, "commit on the right", plx_store_commit(b->r, &err), &err);
    close_both(b);
    if (b->way == BOTH_BUILD && !b->why[0]) {
        remove_folder(b->right);
        memcpy(b->right, b->next, sizeof b->right);
    }
    if (!b->why[0])
        compare(b);
    if (!b->why[0])
        open_both(b, way);
}
