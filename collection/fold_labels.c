/* Labels by people over the stances of articles that are in the index already. */
#include <string.h>

#include "collection/document.h"
#include "collection/schema.h"
#include "collection/writer.h"
#include "collection/writer_internal.h"

/* What a label by a person says in the terms of the index's model; false if it has no such label.
 */
static bool read_label(const plx_writer *w, const char *label, plx_verdict *v)
{
    int best = plx_label_find(&w->info.labels, label);

    if (best >= 0) {
        v->kind = PLX_KIND_LABEL;
        v->best = (uint8_t)best;
    } else if (strcmp(label, PLX_STANCE_OFF_TOPIC) == 0) {
        v->kind = PLX_KIND_OFF_TOPIC;
    } else {
        return false;
    }
    v->reason = PLX_REASON_NONE;
    v->by_person = true;
    return true;
}

const char *plx_writer_target(const plx_writer *w)
{
    return *w->info.target || !w->model ? w->info.target : plx_model_target(w->model);
}

void plx_writer_apply_label(const plx_writer *w, const char *id, const char *text, plx_verdict *v)
{
    const plx_label *l = plx_labels_find(w->labels, id, plx_writer_target(w));

    if (l && (w->is_dry || read_label(w, l->label, v)))
        v->is_stale = plx_label_is_stale(l, text);
}

/* Store a verdict if it is another than the stored one. */
static plx_status set_stance(plx_writer *w, uint32_t docid, const plx_verdict *v, plx_error *err)
{
    unsigned char bytes[PLX_VERDICT_BYTES];
    size_t n = plx_verdict_encode(v, w->info.labels.count, bytes);
    plx_bytes old = { 0 };
    plx_status rc = plx_store_get_value(w->st, docid, PLX_SLOT_STANCE, &old, err);

    if (rc || (old.n == n && memcmp(old.p, bytes, n) == 0))
        return rc;
    return plx_store_set_value(w->st, docid, PLX_SLOT_STANCE, bytes, n, err);
}

/* What the model says of a stored article, a person's label put over it. */
static plx_status judge_stored(plx_writer *w, uint32_t docid, plx_verdict *v, plx_error *err)
{
    plx_article a;
    plx_status rc;

    plx_article_init(&a);
    rc = plx_writer_load(w, w->st, docid, &a, err);
    if (!rc)
        rc = plx_writer_judge(w, w->own, &a, v, err);
    plx_article_release(&a);
    return rc;
}

/* --------------------------------------------------------- labels by people */

static plx_status stored_verdict(plx_writer *w, uint32_t docid, plx_verdict *v, plx_error *err)
{
    plx_bytes old = { 0 };
    plx_status rc = plx_store_get_value(w->st, docid, PLX_SLOT_STANCE, &old, err);

    if (!rc)
        plx_verdict_decode(old.p, old.n, v);
    return rc;
}

/* What the vote that stands makes of a stored verdict. The text is read only where it may be
 * another vote than the one stored: putting an article compares it with the votes there are. */
static plx_status take_vote(plx_writer *w, uint32_t docid, const plx_label *vote, plx_verdict *v,
                            plx_error *err)
{
    const plx_verdict old = *v;
    plx_article a;
    plx_status rc;

    read_label(w, vote->label, v);
    if (old.by_person && !old.is_stale && old.kind == v->kind && old.best == v->best &&
        !plx_labels_next(w->labels, vote->id, vote->target, vote))
        return PLX_OK;
    plx_article_init(&a);
    rc = plx_writer_load(w, w->st, docid, &a, err);
    if (!rc)
        v->is_stale = plx_label_is_stale(vote, a.text);
    plx_article_release(&a);
    return rc;
}

/* Where no vote stands any more, or none that the model has a label for, the article is the
 * model's again. */
static plx_status fold_article(void *ctx, const char *id, const char *target,
                               const plx_label *stands, plx_error *err)
{
    plx_writer *w = ctx;
    plx_verdict v = { 0 }, ignored;
    uint32_t docid;
    plx_status rc;

    if (strcmp(target, w->info.target) != 0)
        return PLX_OK; /* another model's */
    plx_term_make(PLX_PREFIX_ID, id, strlen(id), &w->term);
    rc = plx_store_find(w->st, w->term.s, w->term.len, &docid, err);
    if (rc == PLX_ERR_NOTFOUND)
        return PLX_OK; /* waits for the article */
    if (!rc)
        rc = stored_verdict(w, docid, &v, err);
    if (stands && !read_label(w, stands->label, &ignored))
        stands = NULL;
    if (!rc && stands)
        rc = take_vote(w, docid, stands, &v, err);
    else if (!rc && v.by_person)
        rc = judge_stored(w, docid, &v, err);
    return rc ? rc : set_stance(w, docid, &v, err);
}

plx_status plx_writer_fold_labels(plx_writer *w, plx_error *err)
{
    return plx_labels_read(w->labels, fold_article, w, err);
}

size_t plx_writer_label_faults(const plx_writer *w, const char **first)
{
    return plx_labels_faults(w->labels, first);
}
