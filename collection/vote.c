#include "collection/vote.h"

#include <string.h>
#include <time.h>

plx_status plx_vote_read_stance(const plx_snapshot *s, const char *typed, const char **out,
                                plx_error *err)
{
    const plx_model_info *model = plx_snapshot_model(s);
    plx_status rc;

    *out = NULL;
    if (!model->labels.count)
        return plx_fail(err, PLX_ERR_INVALID,
                        "the index has no model, so no labels to choose from: `parallax relabel "
                        "--model FILE` gives it one");
    rc = plx_stance_read(&model->labels, typed, out, err);
    if (rc == PLX_OK && strcmp(*out, PLX_STANCE_NONE) == 0)
        *out = NULL;
    return rc;
}

plx_status plx_vote_make(plx_snapshot *s, const char *id, plx_vote *out, plx_error *err)
{
    const plx_model_info *model = plx_snapshot_model(s);
    const plx_date now = { (int64_t)time(NULL), PLX_DATE_TIME, true };
    plx_article a;
    plx_verdict v;
    uint32_t docid;
    plx_status rc = plx_snapshot_find(s, id, &docid, err);

    plx_article_init(&a);
    if (rc == PLX_OK)
        rc = plx_snapshot_article(s, docid, true, &a, err);
    if (rc == PLX_OK)
        rc = plx_snapshot_verdict(s, docid, &v, err);
    if (rc == PLX_OK) {
        const char *text = a.text ? a.text : "";

        plx_date_format(&now, out->time);
        plx_digest_hex(text, strlen(text), out->digest);
        out->label = (plx_label){ .id = id,
                                  .target = model->target,
                                  .time = out->time,
                                  .digest = out->digest,
                                  .model = model->name };
        out->label.model_stance = v.by_person ? NULL : plx_verdict_stance(&v, &model->labels);
    }
    plx_article_release(&a);
    return rc;
}

bool plx_vote_counts(const plx_labels *labels, const plx_label *vote)
{
    return vote->label || plx_labels_of_coder(labels, vote);
}
