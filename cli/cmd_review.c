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
#include "collection/review_choice.h"
#include "collection/sampling.h"
#include "collection/validation.h"

/** Articles picked if --count does not say, and at most. */
#define COUNT_DEFAULT 20u
#define COUNT_MAX     10000u
/** Blocks of the learning curve that are shown. */
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
    plx_snapshot *snap = c->cli->snapshot;
    const plx_reviewer who = { c->coding.coder, c->coding.votes, c->coding.asked };
    plx_review *review = NULL;
    plx_status rc = plx_review_new(snap, docids, n, &review, err);

    if (rc == PLX_OK)
        rc = plx_review_leave_out_answered(review, snap, &who, err);
    if (rc == PLX_OK)
        rc = pick(c, review, err);
    plx_review_free(review);
    return rc;
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

/* "8/10 6/10 9/10", the latest blocks. */
static void add_blocks(const plx_review_progress *p, plx_strbuf *out)
{
    size_t blocks = plx_review_blocks(p), from, to;

    for (size_t b = blocks > BLOCKS ? blocks - BLOCKS : 0; b < blocks; b++) {
        size_t hits = plx_review_block_hits(p, b, &from, &to);

        plx_strbuf_printf(out, " %zu/%zu", hits, to - from);
    }
}

static void add_figures(const struct cli_coding *c, const plx_review_progress *p, plx_strbuf *out)
{
    const plx_model_info *model = plx_snapshot_model(c->cli->snapshot);

    plx_strbuf_printf(out, "reviewed by %s: %zu", c->coder, p->count);
    for (size_t k = 0; k <= model->labels.count; k++)
        if (p->by_label[k])
            plx_strbuf_printf(out, ", %zu %s", p->by_label[k],
                              plx_validation_label_name(&model->labels, k));
    plx_strbuf_putc(out, '\n');
    if (p->committed) {
        plx_strbuf_printf(out, "where the model gave a label, it was yours in %zu of %zu;",
                          p->agreed, p->committed);
        plx_strbuf_puts(out, " by tens, oldest first:");
        add_blocks(p, out);
        plx_strbuf_putc(out, '\n');
    }
    if (p->count)
        plx_strbuf_printf(out, "%s\n", plx_review_warning);
}

static void add_progress(const struct cli_coding *c, plx_strbuf *out)
{
    const plx_reviewer who = { c->coder, c->votes, c->asked };
    plx_review_progress progress;

    if (plx_review_progress_read(&who, plx_snapshot_model(c->cli->snapshot), &progress, NULL) ==
        PLX_OK)
        add_figures(c, &progress, out);
    else
        out->failed = true;
    plx_review_progress_release(&progress);
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
