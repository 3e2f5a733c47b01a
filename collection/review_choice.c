#include "collection/review_choice.h"

#include <stdlib.h>
#include <string.h>

#include "collection/validation.h"

const char plx_review_warning[] =
    "These were picked for being hard, so this measures nothing: `parallax validate` does. They "
    "teach: `parallax train --from-index`.";

/* ------------------------------------------------------------ leaving out */

struct exclusion {
    plx_review *review;
    plx_snapshot *snap;
    const plx_reviewer *who;
    const char *target;
    plx_status rc;
    plx_error *err;
};

static void leave_out(struct exclusion *x, const char *id, bool is_labelled)
{
    uint32_t docid;

    if (x->rc != PLX_OK)
        return;
    x->rc = plx_snapshot_find(x->snap, id, &docid, x->err);
    if (x->rc == PLX_OK)
        plx_review_leave_out(x->review, docid, is_labelled);
    else if (x->rc == PLX_ERR_NOTFOUND)
        x->rc = PLX_OK;
}

static void leave_out_skip(void *ctx, const plx_skip *s)
{
    struct exclusion *x = ctx;

    if (strcmp(s->coder, x->who->coder) == 0 && strcmp(s->target, x->target) == 0)
        leave_out(x, s->id, false);
}

static void leave_out_votes(struct exclusion *x)
{
    const plx_labels *votes = x->who->votes;

    for (size_t i = 0; i < plx_labels_count(votes); i++) {
        const plx_label *v = plx_labels_at(votes, i);
        bool is_mine = strcmp(v->coder, x->who->coder) == 0;

        if (v->label && strcmp(v->target, x->target) == 0 && plx_labels_is_latest(votes, v) &&
            (is_mine || v->how == PLX_HOW_VALIDATE))
            leave_out(x, v->id, true);
    }
}

static void leave_out_samples(struct exclusion *x)
{
    for (size_t i = 0; i < plx_asked_samples(x->who->asked); i++) {
        const plx_drawn_sample *s = plx_asked_sample_at(x->who->asked, i);

        for (size_t k = 0; k < s->count && strcmp(s->target, x->target) == 0; k++)
            leave_out(x, s->ids[k], false);
    }
}

plx_status plx_review_leave_out_answered(plx_review *r, plx_snapshot *snap, const plx_reviewer *who,
                                         plx_error *err)
{
    struct exclusion x = { .review = r,
                           .snap = snap,
                           .who = who,
                           .target = plx_snapshot_model(snap)->target,
                           .rc = PLX_OK,
                           .err = err };

    leave_out_votes(&x);
    plx_asked_each_skip(who->asked, leave_out_skip, &x);
    leave_out_samples(&x);
    return x.rc;
}

/* ------------------------------------------------------------ progress */

static void take_vote(plx_review_progress *p, const plx_label_set *labels, const plx_label *v)
{
    int label = plx_validation_label(labels, v->label);

    if (label < 0)
        return;
    p->count++;
    p->by_label[label]++;
    if (!v->model_stance || plx_validation_label(labels, v->model_stance) < 0)
        return;
    p->hit[p->committed] = strcmp(v->model_stance, v->label) == 0;
    p->agreed += p->hit[p->committed++];
}

plx_status plx_review_progress_read(const plx_reviewer *who, const plx_model_info *model,
                                    plx_review_progress *out, plx_error *err)
{
    size_t n = plx_labels_count(who->votes);

    memset(out, 0, sizeof *out);
    out->hit = malloc(n + 1);
    if (!out->hit)
        return plx_fail(err, PLX_ERR_NOMEM, "review: out of memory");
    for (size_t i = 0; i < n; i++) {
        const plx_label *v = plx_labels_at(who->votes, i);

        if (v->label && v->how == PLX_HOW_REVIEW && strcmp(v->coder, who->coder) == 0 &&
            strcmp(v->target, model->target) == 0 && plx_labels_is_latest(who->votes, v))
            take_vote(out, &model->labels, v);
    }
    return PLX_OK;
}

void plx_review_progress_release(plx_review_progress *p)
{
    free(p->hit);
    memset(p, 0, sizeof *p);
}

size_t plx_review_blocks(const plx_review_progress *p)
{
    return (p->committed + PLX_REVIEW_BLOCK - 1) / PLX_REVIEW_BLOCK;
}

size_t plx_review_block_hits(const plx_review_progress *p, size_t block, size_t *from, size_t *to)
{
    size_t hits = 0;

    *from = block * PLX_REVIEW_BLOCK;
    *to = *from + PLX_REVIEW_BLOCK < p->committed ? *from + PLX_REVIEW_BLOCK : p->committed;
    for (size_t i = *from; i < *to; i++)
        hits += p->hit[i];
    return hits;
}
