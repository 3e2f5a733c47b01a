/* cli/cmd_review.c - `parallax review`: the articles whose label would teach the model most */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "classifier/verdict_json.h"
#include "cli/ask.h"
#include "cli/coding.h"
#include "cli/coding_list.h"
#include "cli/command.h"
#include "cli/labelled.h"
#include "cli/print.h"
#include "cli/query_options.h"
#include "cli/vote.h"
#include "collection/review.h"
#include "collection/sampling.h"
#include "collection/validation.h"

/** Articles picked if --count does not say, and at most. */
#define COUNT_DEFAULT 20u
#define COUNT_MAX     10000u
/** Answers in one block of the learning curve, and blocks shown. */
#define BLOCK  10u
#define BLOCKS 8u

struct review_args {
    struct query_args query;
    struct coding_args coding;
    unsigned count, seed;
    bool list, show_model;
};

const struct cli_option cmd_review_options[] = {
    CLI_ARGS(struct review_args),
    CLI_CODING_OPTIONS(struct review_args),
    { CLI_OPT(CLI_UINT, struct review_args, count, "count", 'n', "N", "articles asked (20)"),
      .min = 1, .max = COUNT_MAX },
    { CLI_OPT(CLI_FLAG, struct review_args, list, "list", 0, NULL,
              "print the articles instead of asking: for other tools") },
    { CLI_OPT(CLI_FLAG, struct review_args, show_model, "show-model", 0, NULL,
              "show what the model says before you answer, not only afterwards") },
    { CLI_OPT(CLI_UINT, struct review_args, seed, "seed", 0, "N",
              "of the choice between equals (1)") },
    CLI_QUERY_OPTIONS(struct review_args),
    CLI_END,
};

/* ----------------------------------------------------------------- the choice */

/* Articles that are not to be asked, and why. */
struct exclusion {
    struct cli *cli;
    plx_review *review;
    const char *coder, *target;
    plx_status rc;
    plx_error *err;
};

static void leave_out(struct exclusion *x, const char *id, bool is_labelled)
{
    uint32_t docid;

    if (x->rc != PLX_OK)
        return;
    x->rc = plx_snapshot_find(x->cli->snapshot, id, &docid, x->err);
    if (x->rc == PLX_OK)
        plx_review_leave_out(x->review, docid, is_labelled);
    else if (x->rc == PLX_ERR_NOTFOUND)
        x->rc = PLX_OK;
}

static void leave_out_skip(void *ctx, const plx_skip *s)
{
    struct exclusion *x = ctx;

    if (strcmp(s->coder, x->coder) == 0 && strcmp(s->target, x->target) == 0)
        leave_out(x, s->id, false);
}

/* What the coder has labelled, and what anybody has in validation: an article cannot both measure
 * and be picked by the model. */
static void leave_out_votes(struct exclusion *x, const plx_labels *votes)
{
    for (size_t i = 0; i < plx_labels_count(votes); i++) {
        const plx_label *v = plx_labels_at(votes, i);
        bool is_mine = strcmp(v->coder, x->coder) == 0;

        if (v->label && strcmp(v->target, x->target) == 0 && plx_labels_is_latest(votes, v) &&
            (is_mine || v->how == PLX_HOW_VALIDATE))
            leave_out(x, v->id, true);
    }
}

static void leave_out_samples(struct exclusion *x, const plx_asked *asked)
{
    for (size_t i = 0; i < plx_asked_samples(asked); i++) {
        const plx_drawn_sample *s = plx_asked_sample_at(asked, i);

        for (size_t k = 0; k < s->count && strcmp(s->target, x->target) == 0; k++)
            leave_out(x, s->ids[k], false);
    }
}

/* What a choice is made from, and what it came to. */
struct choice {
    struct cli *cli;
    const struct review_args *args;
    struct cli_coding coding;
    uint32_t *docids; /* picked */
    size_t count;     /* of them */
    size_t candidates;
};

static plx_status pick(struct choice *c, plx_review *review, plx_error *err)
{
    size_t want = c->args->count ? c->args->count : COUNT_DEFAULT;
    uint64_t seed = c->args->seed ? c->args->seed : 1;

    c->candidates = plx_review_candidates(review);
    c->docids = cli_alloc(c->cli, want * sizeof *c->docids);
    return plx_review_pick(review, seed, want, c->docids, &c->count, err);
}

static plx_status choose_from(struct choice *c, const uint32_t *docids, size_t n, plx_error *err)
{
    plx_review *review = NULL;
    struct exclusion x = { .cli = c->cli,
                           .coder = c->coding.coder,
                           .target = plx_snapshot_model(c->cli->snapshot)->target,
                           .err = err };

    x.rc = plx_review_new(c->cli->snapshot, docids, n, &review, err);
    x.review = review;
    if (x.rc == PLX_OK)
        leave_out_votes(&x, c->coding.votes);
    if (x.rc == PLX_OK)
        plx_asked_each_skip(c->coding.asked, leave_out_skip, &x);
    if (x.rc == PLX_OK)
        leave_out_samples(&x, c->coding.asked);
    if (x.rc == PLX_OK)
        x.rc = pick(c, review, err);
    plx_review_free(review);
    return x.rc;
}

static plx_status choose(struct choice *c, int argc, char **argv, plx_error *err)
{
    uint32_t *docids = NULL;
    plx_search_request req;
    plx_search_result found;
    plx_status rc = cli_query_request(c->cli, &c->args->query, argc, argv, &req, err);

    if (rc == PLX_OK)
        rc = cli_search_docids(c->cli, &req, &docids, &found, err);
    if (rc != PLX_OK)
        return rc;
    if (found.notice)
        cli_note("%s", found.notice);
    rc = choose_from(c, docids, found.total, err);
    free(docids);
    plx_search_result_release(&found);
    return rc;
}

/* -------------------------------------------------------------------- listing */

/* The entry of one article, with the reason. */
static json_t *list_entry(const struct cli_listed *l)
{
    const plx_label_set *labels = &l->model->labels;
    json_t *o = cli_listed_json(l);

    json_object_set_new(o, "stance", plx_json_str(plx_verdict_stance(l->verdict, labels)));
    json_object_set_new(o, "stance_best", plx_json_str(plx_verdict_best(l->verdict, labels)));
    json_object_set_new(o, "probabilities", plx_probabilities_json(l->verdict, labels));
    json_object_set_new(o, "uncertainty",
                        json_real(cli_round(plx_sample_uncertainty(l->verdict, labels->count), 4)));
    json_object_set_new(o, "worth",
                        json_real(cli_round(plx_sample_worth(l->verdict, labels->count), 4)));
    return o;
}

static void add_list_line(const struct cli_listed *l, plx_strbuf *out)
{
    const plx_label_set *labels = &l->model->labels;
    plx_strbuf reason = PLX_STRBUF_INIT;

    cli_listed_line(l, out);
    plx_strbuf_printf(&reason, "    %s: uncertainty %.2f  [",
                      plx_verdict_stance(l->verdict, labels),
                      plx_sample_uncertainty(l->verdict, labels->count));
    for (size_t i = 0; i < labels->count; i++)
        plx_strbuf_printf(&reason, "%s%s %.0f %%", i ? ", " : "", labels->name[i],
                          (double)l->verdict->probability[i] * 100);
    plx_strbuf_printf(out, "%s]\n", reason.s);
    out->failed |= reason.failed;
    plx_strbuf_release(&reason);
}

/* ------------------------------------------------------------------- progress */

/* Reviewed articles in the order of the answers. */
struct curve {
    size_t count, committed, agreed;
    size_t by_label[PLX_LABELS_MAX + 1];
    unsigned char *hit; /* [committed] did the model say the same? */
};

/* Votes of this coder by review that hold. */
static void fill_curve(const struct cli_coding *c, struct curve *curve)
{
    const plx_model_info *model = plx_snapshot_model(c->cli->snapshot);

    curve->hit = cli_alloc(c->cli, plx_labels_count(c->votes));
    for (size_t i = 0; i < plx_labels_count(c->votes); i++) {
        const plx_label *v = plx_labels_at(c->votes, i);
        int label = v->label ? plx_validation_label(&model->labels, v->label) : -1;

        if (label < 0 || v->how != PLX_HOW_REVIEW || strcmp(v->coder, c->coder) != 0 ||
            strcmp(v->target, model->target) != 0 || !plx_labels_is_latest(c->votes, v))
            continue;
        curve->count++;
        curve->by_label[label]++;
        if (!v->model_stance || plx_validation_label(&model->labels, v->model_stance) < 0)
            continue;
        curve->hit[curve->committed] = strcmp(v->model_stance, v->label) == 0;
        curve->agreed += curve->hit[curve->committed++];
    }
}

/* "8/10 6/10 9/10", the latest blocks. */
static void add_blocks(const struct curve *curve, plx_strbuf *out)
{
    size_t blocks = (curve->committed + BLOCK - 1) / BLOCK;

    for (size_t b = blocks > BLOCKS ? blocks - BLOCKS : 0; b < blocks; b++) {
        size_t hits = 0,
               end = (b + 1) * BLOCK < curve->committed ? (b + 1) * BLOCK : curve->committed;

        for (size_t i = b * BLOCK; i < end; i++)
            hits += curve->hit[i];
        plx_strbuf_printf(out, " %zu/%zu", hits, end - b * BLOCK);
    }
}

static void add_progress(const struct cli_coding *c, plx_strbuf *out)
{
    const plx_model_info *model = plx_snapshot_model(c->cli->snapshot);
    struct curve curve = { 0 };

    fill_curve(c, &curve);
    plx_strbuf_printf(out, "reviewed by %s: %zu", c->coder, curve.count);
    for (size_t k = 0; k <= model->labels.count; k++)
        if (curve.by_label[k])
            plx_strbuf_printf(out, ", %zu %s", curve.by_label[k],
                              plx_validation_label_name(&model->labels, k));
    plx_strbuf_putc(out, '\n');
    if (curve.committed) {
        plx_strbuf_printf(out, "where the model gave a label, it was yours in %zu of %zu;",
                          curve.agreed, curve.committed);
        plx_strbuf_puts(out, " by tens, oldest first:");
        add_blocks(&curve, out);
        plx_strbuf_putc(out, '\n');
    }
    if (curve.count)
        plx_strbuf_puts(out, "These were picked for being hard, so this measures nothing: "
                             "`parallax validate` does. They teach: `parallax train "
                             "--from-index`.\n");
}

/* -------------------------------------------------------------------- command */

static int nothing(const struct choice *c)
{
    const plx_model_info *model = plx_snapshot_model(c->cli->snapshot);

    if (!model->labels.count)
        return cli_failf("the index has no model, so nothing to review: `parallax relabel --model "
                         "FILE` gives it one");
    cli_note("nothing is left to review for %s: all was labelled or passed over, was drawn for "
             "validation, or has no scores of the model",
             c->coding.coder);
    return CLI_NOTHING;
}

static int run(struct choice *c, int argc, char **argv)
{
    plx_error err;
    plx_status rc = choose(c, argc, argv, &err);

    if (rc == PLX_OK && c->count)
        rc = cli_coding_ids(c->cli, c->docids, c->count, &c->coding.ids, &err);
    if (rc != PLX_OK)
        return cli_fail(&err);
    if (!c->count)
        return nothing(c);
    c->coding.count = c->count;
    if (c->args->list)
        return cli_list_coding(&c->coding, c->args->coding.format, list_entry, add_list_line);
    return cli_coding_run(&c->coding);
}

int cmd_review(struct cli *cli, int argc, char **argv)
{
    const struct review_args *args = cli->args;
    struct choice c = { .cli = cli,
                        .args = args,
                        .coding = { .cli = cli,
                                    .what = "parallax review",
                                    .labels = args->coding.labels,
                                    .coder = cli_coder(cli, args->coding.coder),
                                    .how = PLX_HOW_REVIEW,
                                    .show_model = args->show_model,
                                    .add_progress = add_progress } };
    int code = CLI_ERROR;
    plx_error err;

    if (!args->list && args->coding.format)
        return cli_failf("--format goes with --list");
    if (!args->list && cli_ask_check(&err) != PLX_OK)
        return cli_fail(&err);
    if (cli_coding_open(&c.coding) == CLI_DONE)
        code = run(&c, argc, argv);
    cli_coding_close(&c.coding);
    return code;
}
