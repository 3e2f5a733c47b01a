/* Articles into the index and out of it. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "collection/document.h"
#include "collection/schema.h"
#include "collection/versions.h"
#include "collection/writer.h"
#include "collection/writer_internal.h"

/* What the index holds under an id. */
typedef struct present {
    uint32_t docid; /* 0: nothing */
    bool is_same;
    uint32_t file;
    plx_seen seen;
    unsigned char group[PLX_GROUP_BYTES]; /* of its near-copies */
    size_t group_bytes;
} present;

static plx_status make_id_term(plx_writer *w, const char *id, plx_error *err)
{
    plx_term_make(PLX_PREFIX_ID, id, strlen(id), &w->term);
    return w->term.failed ? plx_fail(err, PLX_ERR_NOMEM, "article '%s': out of memory", id)
                          : PLX_OK;
}

/* ----------------------------------------------------------------- storing */

/* Values that are the writer's to say. A replaced article stays in its group until that is found
 * to be another. */
static plx_status set_values(plx_doc *doc, const plx_stored_state *s, const present *old,
                             plx_error *err)
{
    unsigned char seen[PLX_SEEN_VALUE_BYTES], file[PLX_NUMBER_VALUE_BYTES];
    plx_status rc = plx_doc_set_value(doc, PLX_SLOT_STANCE, s->stance, s->stance_bytes, err);

    plx_record_number_value(s->file, file);
    plx_record_seen_value(&s->seen, seen);
    if (!rc)
        rc = plx_doc_set_value(doc, PLX_SLOT_FILE, file, s->file ? sizeof file : 0, err);
    if (!rc)
        rc = plx_doc_set_value(doc, PLX_SLOT_SEEN, seen, s->seen.changed ? sizeof seen : 0, err);
    if (!rc)
        rc = plx_doc_set_value(doc, PLX_SLOT_GROUP, old->group, old->group_bytes, err);
    return rc;
}

static plx_status store(plx_writer *w, plx_prepared *p, const plx_stored_state *s,
                        const present *old, plx_put_outcome *out, plx_error *err)
{
    plx_duplicates *groups = NULL;
    plx_status rc = make_id_term(w, p->article.id, err);

    if (!rc)
        rc = set_values(p->doc, s, old, err);
    if (!rc) /* before the article is there: it is to be new to them */
        rc = plx_writer_duplicates(w, &groups, err);
    if (!rc)
        rc = plx_store_put(w->st, w->term.s, w->term.len, p->doc, &out->docid, err);
    if (!rc)
        rc = plx_duplicates_put(groups, out->docid, &p->sketch, &out->is_copy, err);
    if (!rc && old->docid)
        rc = plx_writer_note_replaced(w, out->docid, err);
    return rc;
}

plx_status plx_writer_store(plx_writer *w, plx_prepared *p, const plx_stored_state *s,
                            plx_put_outcome *out, plx_error *err)
{
    static const present nothing;

    return store(w, p, s, &nothing, out, err);
}

/* --------------------------------------------------------------- comparing */

static plx_status read_value(plx_writer *w, uint32_t docid, uint32_t slot, plx_bytes *out,
                             plx_error *err)
{
    out->n = 0;
    return plx_store_get_value(w->st, docid, slot, out, err);
}

static plx_status read_values(plx_writer *w, present *old, plx_error *err)
{
    plx_bytes b = { 0 };
    plx_status rc = read_value(w, old->docid, PLX_SLOT_FILE, &b, err);

    if (!rc)
        old->file = plx_record_number_read(b.p, b.n);
    if (rc || old->is_same)
        return rc;
    rc = read_value(w, old->docid, PLX_SLOT_SEEN, &b, err);
    if (!rc) {
        old->seen = plx_record_seen_read(b.p, b.n);
        rc = read_value(w, old->docid, PLX_SLOT_GROUP, &b, err);
    }
    if (!rc && b.n <= PLX_GROUP_BYTES) {
        memcpy(old->group, b.p ? b.p : "", b.n);
        old->group_bytes = b.n;
    }
    return rc;
}

/* Is the article there already, and the same? */
static plx_status compare(plx_writer *w, const plx_prepared *p, present *old, plx_error *err)
{
    plx_bytes b = { 0 };
    plx_status rc = make_id_term(w, p->article.id, err);

    if (!rc) {
        rc = plx_store_find(w->st, w->term.s, w->term.len, &old->docid, err);
        if (rc)
            return rc == PLX_ERR_NOTFOUND ? PLX_OK : rc;
        rc = read_value(w, old->docid, PLX_SLOT_DIGEST, &b, err);
    }
    if (rc)
        return rc;
    old->is_same = b.n == sizeof p->digest && memcmp(b.p, p->digest, b.n) == 0;
    return read_values(w, old, err);
}

/* ----------------------------------------------------------------- putting */

static plx_status set_file(plx_writer *w, uint32_t docid, uint32_t file, plx_error *err)
{
    unsigned char value[PLX_NUMBER_VALUE_BYTES];

    plx_record_number_value(file, value);
    return plx_store_set_value(w->st, docid, PLX_SLOT_FILE, value, sizeof value, err);
}

/* An unchanged article stays with its file as long as that is there. */
static plx_status keep_file(plx_writer *w, const present *old, const plx_put_options *opt,
                            plx_error *err)
{
    if (!opt->file || opt->file == old->file)
        return PLX_OK;
    if (old->file && !(opt->is_gone && opt->is_gone(opt->ctx, old->file)))
        return PLX_OK;
    return set_file(w, old->docid, opt->file, err);
}

static plx_status replace(plx_writer *w, plx_prepared *p, const present *old, uint32_t file,
                          plx_put_outcome *out, plx_error *err)
{
    unsigned char stance[PLX_VERDICT_BYTES];
    int64_t now = w->now ? w->now : (int64_t)time(NULL);
    plx_verdict v = p->verdict;
    plx_stored_state s = { .stance = stance,
                           .file = file,
                           .seen = { old->docid ? old->seen.first : now, now } };
    plx_status rc = PLX_OK;

    if (old->docid && w->keep_versions)
        rc = plx_versions_keep(w->st, w->own->codec, old->docid, &p->article, err);
    if (rc)
        return rc;
    plx_writer_apply_label(w, p->article.id, p->article.text, &v);
    s.stance_bytes = plx_verdict_encode(&v, w->info.labels.count, stance);
    out->is_stale = v.is_stale;
    out->result = old->docid ? PLX_PUT_UPDATED : PLX_PUT_ADDED;
    return store(w, p, &s, old, out, err);
}

/* It was prepared all the same: the quick look came before the article it is the same as. */
static plx_status put_same(plx_writer *w, const plx_prepared *p, const present *old,
                           const plx_put_options *opt, plx_put_outcome *out, plx_error *err)
{
    plx_status rc = plx_writer_miscounted(w, p, err);

    out->result = PLX_PUT_UNCHANGED;
    out->docid = old->docid;
    return rc ? rc : keep_file(w, old, opt, err);
}

static plx_status prepare_again(plx_writer *w, plx_prepared *p, plx_error *err)
{
    plx_status rc = plx_writer_miscounted(w, p, err);

    return rc ? rc : plx_prepare(w->own, p, err);
}

plx_status plx_writer_put(plx_writer *w, plx_prepared *p, const plx_put_options *opt,
                          plx_put_outcome *out, plx_error *err)
{
    static const plx_put_options defaults;
    present old = { 0 };
    plx_status rc;

    memset(out, 0, sizeof *out);
    if (!p->article.id || !*p->article.id)
        return plx_fail(err, PLX_ERR_INVALID, "an article needs an id");
    if (w->is_dry)
        return plx_writer_put_dry(w, p, out, err);
    if (!opt)
        opt = &defaults;
    if (opt->file > w->last_file)
        w->last_file = opt->file;
    rc = plx_writer_require_store(w, err);
    if (!rc)
        rc = compare(w, p, &old, err);
    if (!rc && old.is_same)
        return put_same(w, p, &old, opt, out, err);
    if (!rc && !p->is_complete)
        rc = prepare_again(w, p, err);
    if (!rc)
        rc = plx_writer_count_change(w, err);
    return rc ? rc : replace(w, p, &old, opt->file, out, err);
}

plx_status plx_writer_put_article(plx_writer *w, const plx_article *a, plx_put_result *result,
                                  plx_error *err)
{
    plx_put_outcome out = { 0 };
    plx_status rc;

    w->one->article = *a; /* lent for the call */
    rc = plx_prepare_digest(w->own, w->one, NULL, err);
    if (!rc)
        rc = plx_writer_put(w, w->one, NULL, &out, err);
    plx_article_init(&w->one->article);
    plx_prepared_clear(w->one);
    *result = out.result;
    return rc;
}

plx_status plx_writer_load(plx_writer *w, plx_store *st, uint32_t docid, plx_article *a,
                           plx_error *err)
{
    plx_bytes data = { 0 };
    plx_status rc = plx_store_get_data(st, docid, &data, err);

    return rc ? rc : plx_record_unpack(w->own->codec, data.p, data.n, true, a, err);
}

/* ---------------------------------------------------------------- revising */

/* w->one holds the revised article. */
static plx_status store_revised(plx_writer *w, uint32_t docid, plx_error *err)
{
    present old = { .docid = docid };
    unsigned char stance[PLX_VERDICT_BYTES];
    plx_stored_state s = { .stance = stance };
    plx_put_outcome ignored = { 0 };
    plx_bytes digest = { 0 };
    plx_status rc = plx_prepare_digest(w->own, w->one, NULL, err);

    if (!rc)
        rc = read_value(w, docid, PLX_SLOT_DIGEST, &digest, err);
    if (!rc && digest.n == sizeof w->one->digest)
        memcpy(w->one->digest, digest.p, digest.n);
    if (!rc)
        rc = read_values(w, &old, err);
    if (!rc)
        rc = plx_prepare(w->own, w->one, err);
    if (!rc)
        rc = plx_writer_count_change(w, err);
    if (rc)
        return rc;
    s.file = old.file;
    s.seen = old.seen;
    plx_writer_apply_label(w, w->one->article.id, w->one->article.text, &w->one->verdict);
    s.stance_bytes = plx_verdict_encode(&w->one->verdict, w->info.labels.count, stance);
    return store(w, w->one, &s, &old, &ignored, err);
}

plx_status plx_writer_revise(plx_writer *w, uint32_t docid,
                             plx_status (*revise)(void *ctx, plx_article *a, bool *changed,
                                                  plx_error *err),
                             void *ctx, bool *changed, plx_error *err)
{
    plx_status rc = plx_writer_require_store(w, err);

    *changed = false;
    if (!rc)
        rc = plx_writer_load(w, w->st, docid, &w->one->article, err);
    if (rc == PLX_ERR_NOTFOUND) { /* removed since */
        plx_prepared_clear(w->one);
        return PLX_OK;
    }
    if (!rc)
        rc = revise(ctx, &w->one->article, changed, err);
    if (!rc && *changed)
        rc = store_revised(w, docid, err);
    plx_prepared_clear(w->one);
    return rc;
}

/* ---------------------------------------------------------------- removing */

/* Its near-copies must learn of it; groups are loaded only for an article that is in one. */
static plx_status leave_group(plx_writer *w, uint32_t docid, plx_error *err)
{
    plx_duplicates *groups = w->duplicates;
    plx_bytes group = { 0 };
    plx_status rc = read_value(w, docid, PLX_SLOT_GROUP, &group, err);

    if (!rc && group.n && !groups)
        rc = plx_writer_duplicates(w, &groups, err);
    if (!rc && groups)
        plx_duplicates_remove(groups, docid);
    return rc;
}

plx_status plx_writer_delete(plx_writer *w, const char *id, plx_error *err)
{
    uint32_t docid;
    plx_status rc = make_id_term(w, id, err);

    if (!rc)
        rc = w->st ? plx_store_find(w->st, w->term.s, w->term.len, &docid, err) : PLX_ERR_NOTFOUND;
    if (rc == PLX_ERR_NOTFOUND)
        return plx_fail(err, rc, "no article '%s' in the index", id);
    if (rc || w->is_dry)
        return rc;
    rc = plx_writer_count_change(w, err);
    if (!rc)
        rc = leave_group(w, docid, err);
    if (!rc)
        rc = plx_versions_remove(w->st, id, err);
    return rc ? rc : plx_store_delete(w->st, w->term.s, w->term.len, err);
}

/* ----------------------------------------------------------------- pruning */

struct pruning {
    bool (*gone)(void *ctx, uint32_t docid, uint32_t file);
    void *ctx;
    uint32_t *docids;
    size_t n, cap;
    bool no_memory;
};

static int find_gone(void *ctx, uint32_t docid, const char *p, size_t n)
{
    struct pruning *k = ctx;
    uint32_t file = plx_record_number_read(p, n);

    if (!file || !k->gone(k->ctx, docid, file))
        return 0;
    if (k->n == k->cap) {
        size_t cap = k->cap ? 2 * k->cap : 256;
        uint32_t *grown = realloc(k->docids, cap * sizeof *grown);

        k->no_memory = !grown;
        if (!grown)
            return 1;
        k->docids = grown;
        k->cap = cap;
    }
    k->docids[k->n++] = docid;
    return 0;
}

static plx_status remove_docid(plx_writer *w, uint32_t docid, plx_error *err)
{
    plx_bytes data = { 0 };
    plx_article a;
    plx_status rc = plx_store_get_data(w->st, docid, &data, err);

    plx_article_init(&a);
    if (!rc)
        rc = plx_record_unpack(w->own->codec, data.p, data.n, false, &a, err);
    if (!rc)
        rc = plx_writer_delete(w, a.id ? a.id : "", err);
    plx_article_release(&a);
    return rc;
}

plx_status plx_writer_prune(plx_writer *w, bool (*gone)(void *ctx, uint32_t docid, uint32_t file),
                            void *ctx, bool is_dry, uint32_t *removed, plx_error *err)
{
    struct pruning k = { .gone = gone, .ctx = ctx };
    plx_status rc = PLX_OK;
    size_t i;

    *removed = 0;
    if (!w->st) /* a dry run without an index */
        return PLX_OK;
    rc = plx_store_each_value(w->st, PLX_SLOT_FILE, find_gone, &k, err);
    if (!rc && k.no_memory)
        rc = plx_fail(err, PLX_ERR_NOMEM, "prune: out of memory");
    for (i = 0; !rc && !is_dry && !w->is_dry && i < k.n; i++)
        rc = remove_docid(w, k.docids[i], err);
    if (!rc)
        *removed = (uint32_t)k.n;
    free(k.docids);
    return rc;
}
