#include "daemon/api/reviewing.h"

#include <stdlib.h>

#include "daemon/api/asking.h"

plx_status plx_reviewing_open(plx_context *c, const char *coder, plx_reviewing *out, plx_error *err)
{
    const char *path = c->daemon->labels_path;
    plx_status rc;

    *out = (plx_reviewing){ .c = c };
    rc = plx_labels_open(path, &out->votes, err);
    if (rc == PLX_OK)
        rc = plx_labels_read(out->votes, NULL, NULL, err);
    if (rc == PLX_OK)
        rc = plx_asked_open(path, &out->asked, err);
    out->who = (plx_reviewer){ coder, out->votes, out->asked };
    return rc;
}

void plx_reviewing_close(plx_reviewing *r)
{
    plx_labels_close(r->votes);
    plx_asked_close(r->asked);
    free(r->docids);
    free(r->notice);
    *r = (plx_reviewing){ .c = NULL };
}

static plx_status pick(plx_reviewing *r, const plx_reviewing_wanted *wanted, const uint32_t *docids,
                       size_t n, plx_error *err)
{
    plx_snapshot *snap = r->c->worker->snapshot;
    plx_review *review = NULL;
    plx_status rc = plx_review_new(snap, docids, n, &review, err);

    if (rc == PLX_OK)
        rc = plx_review_leave_out_answered(review, snap, &r->who, err);
    if (rc == PLX_OK) {
        r->candidates = plx_review_candidates(review);
        rc = plx_review_pick(review, wanted->seed ? wanted->seed : 1, wanted->count, r->docids,
                             &r->count, err);
    }
    plx_review_free(review);
    return rc;
}

plx_status plx_reviewing_choose(plx_reviewing *r, const plx_reviewing_wanted *wanted,
                                plx_error *err)
{
    plx_search_request request;
    plx_search_result found = { 0 };
    uint32_t *docids = NULL;
    plx_status rc;

    r->docids = malloc((wanted->count + 1) * sizeof *r->docids);
    if (!r->docids)
        return plx_fail(err, PLX_ERR_NOMEM, "review: out of memory");
    plx_asking_request(r->c, wanted->search, &request);
    rc = plx_search_docids(r->c->worker->searcher, &request, &docids, &found, err);
    if (rc != PLX_OK)
        return plx_asking_end(r->c, &request, rc, err);
    r->notice = found.notice;
    found.notice = NULL;
    rc = pick(r, wanted, docids, found.total, err);
    free(docids);
    plx_search_result_release(&found);
    return rc;
}
