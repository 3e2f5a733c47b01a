/* cli/evidence.c - verdicts, and the words behind them */
#include "cli/evidence.h"

#include <math.h>
#include <string.h>

#include "cli/print.h"

#define BAR_COLUMNS 16u
#define NAME_COLUMN 34u
/** Words the analyser may remember before it starts anew. */
#define VOCABULARY_MAX 500000

plx_status cli_judge_init(struct cli_judge *j, const plx_model *model, plx_error *err)
{
    plx_status rc;

    memset(j, 0, sizeof *j);
    plx_tokens_init(&j->title);
    plx_tokens_init(&j->text);
    rc = plx_analyser_new(&j->an, err);
    if (rc == PLX_OK)
        rc = plx_judge_new(model, &j->judge, err);
    return rc;
}

void cli_judge_release(struct cli_judge *j)
{
    plx_judge_free(j->judge);
    plx_analyser_free(j->an);
    plx_tokens_release(&j->title);
    plx_tokens_release(&j->text);
}

plx_status cli_judge_article(struct cli_judge *j, const plx_article *a, plx_verdict *out,
                             plx_evidence_list *evidence, plx_error *err)
{
    const char *title = a->title ? a->title : "", *text = a->text ? a->text : "";
    plx_status rc;

    plx_analyser_trim(j->an, VOCABULARY_MAX);
    rc = plx_analyser_run(j->an, a->lang, title, strlen(title), &j->title, err);
    if (rc == PLX_OK)
        rc = plx_analyser_run(j->an, a->lang, text, strlen(text), &j->text, err);
    if (rc == PLX_OK)
        rc = plx_judge_tokens(j->judge, &j->title, &j->text, a->lang, out, err);
    if (rc == PLX_OK && evidence && plx_verdict_is_scored(out))
        rc =
            plx_judge_explain(j->judge, &j->title, &j->text, out, CLI_EVIDENCE_MOST, evidence, err);
    return rc;
}

void cli_add_probabilities(const plx_verdict *v, const plx_label_set *labels, plx_strbuf *out)
{
    for (size_t i = 0; plx_verdict_is_scored(v) && i < labels->count; i++)
        plx_strbuf_printf(out, "%s%s %.0f %%", i ? ", " : "", labels->name[i],
                          (double)v->probability[i] * 100);
}

static void add_feature(const struct cli *cli, const plx_evidence *e, double most, plx_strbuf *out)
{
    size_t start = out->len;

    plx_strbuf_puts(out, "  ");
    cli_add_line(out, e->feature);
    while (cli_columns(out->s + start, out->len - start) < NAME_COLUMN && !out->failed)
        plx_strbuf_putc(out, ' ');
    plx_strbuf_printf(out, " %+.3f ", e->weight);
    cli_add_bar(cli, out, fabs(e->weight), most, BAR_COLUMNS);
    plx_strbuf_putc(out, '\n');
}

void cli_add_evidence(const struct cli *cli, const plx_evidence_list *list, const char *best,
                      plx_strbuf *out)
{
    double most = 0;

    if (!list->count)
        return;
    plx_strbuf_printf(out, "what the model weighed for (+) and against (-) %s:\n", best);
    for (size_t i = 0; i < list->count; i++)
        most = fmax(most, fabs(list->items[i].weight));
    for (size_t i = 0; i < list->count; i++)
        add_feature(cli, &list->items[i], most, out);
}
