#include "cli/frame.h"

#include <stdlib.h>
#include <string.h>

#include "cli/print.h"
#include "cli/query_options.h"
#include "collection/sampling.h"

/* What going through the articles of a query works with. */
struct walk {
    const struct cli_coding *c;
    struct cli_reading *reading;
    const plx_stance_column *stances;
    const char *target;
    struct cli_frame *out;
};

/* What the model says of an article, also where a person's label stands. */
static plx_status word_of(struct walk *w, uint32_t docid, unsigned *word, plx_error *err)
{
    plx_verdict v;
    plx_status rc;

    *word = w->stances->stance[docid];
    if (!w->stances->by_person[docid])
        return PLX_OK;
    rc = cli_reading_take(w->reading, docid, err);
    if (rc == PLX_OK)
        rc = cli_reading_judge(w->reading, &v, err);
    if (rc == PLX_OK)
        *word = plx_validation_word(&v, w->stances->unclear);
    return rc;
}

static plx_status take(struct walk *w, uint32_t docid, plx_error *err)
{
    unsigned word = 0;
    plx_article a;
    plx_status rc;
    bool reviewed = false, synthetic = false;

    plx_article_init(&a);
    rc = plx_snapshot_article(w->c->cli->snapshot, docid, false, &a, err);
    if (rc == PLX_OK) {
        synthetic = a.synthetic;
        reviewed = plx_validation_is_spoilt(w->c->votes, a.id, w->target);
    }
    plx_article_release(&a);
    w->out->synthetic += synthetic;
    w->out->reviewed += !synthetic && reviewed;
    if (rc != PLX_OK || synthetic || reviewed)
        return rc;
    rc = word_of(w, docid, &word, err);
    if (rc == PLX_OK) {
        w->out->population[word]++;
        w->out->docids[w->out->count++] = docid;
    }
    return rc;
}

plx_status cli_frame_make(const struct cli_coding *c, const plx_search_request *req,
                          struct cli_reading *r, struct cli_frame *out, plx_error *err)
{
    struct walk w = { .c = c, .reading = r, .out = out };
    plx_search_result found;
    plx_status rc;

    memset(out, 0, sizeof *out);
    rc = cli_search_docids(c->cli, req, &out->docids, &found, err);
    if (rc != PLX_OK)
        return rc;
    if (found.notice)
        cli_note("%s", found.notice);
    out->found = found.total;
    w.target = plx_snapshot_model(c->cli->snapshot)->target;
    rc = plx_snapshot_stances(c->cli->snapshot, &w.stances, err);
    /* those that stay move together at the front of the same array */
    for (size_t i = 0; rc == PLX_OK && i < out->found; i++)
        rc = take(&w, out->docids[i], err);
    plx_search_result_release(&found);
    return rc;
}

void cli_frame_release(struct cli_frame *f)
{
    free(f->docids);
    f->docids = NULL;
}

static int by_docid(const void *pa, const void *pb)
{
    uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

    return (a > b) - (a < b);
}

bool cli_frame_has(const struct cli_frame *f, uint32_t docid)
{
    return f->count && bsearch(&docid, f->docids, f->count, sizeof docid, by_docid);
}

plx_status cli_frame_draw(struct cli *cli, const struct cli_frame *f, struct cli_reading *r,
                          plx_drawn_sample *s, plx_error *err)
{
    uint32_t *order = malloc((f->count + 1) * sizeof *order);
    plx_status rc = PLX_OK;

    if (!order)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    memcpy(order, f->docids, f->count * sizeof *order);
    rc = plx_sample_shuffle(order, f->count, s->seed, err);
    s->ids = cli_alloc(cli, (s->size + 1) * sizeof *s->ids);
    for (size_t i = 0; rc == PLX_OK && i < f->count && s->count < s->size; i++) {
        rc = cli_reading_take(r, order[i], err);
        if (rc == PLX_OK && !cli_reading_is_learned(r))
            s->ids[s->count++] = cli_printf(cli, "%s", r->article.id);
    }
    free(order);
    return rc;
}
