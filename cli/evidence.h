/* cli/evidence.h - judging one article here and now, with what the model weighed */
#ifndef PLX_CLI_EVIDENCE_H
#define PLX_CLI_EVIDENCE_H

#include "base/article.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "classifier/explain.h"
#include "classifier/model.h"
#include "cli/context.h"

/** Features shown for and against, together. */
#define CLI_EVIDENCE_MOST 12

/** What judging needs, made once. */
struct cli_judge {
    const plx_model *model; /* borrowed */
    plx_analyser *an;
    plx_judge *judge;
    plx_tokens title, text;
    int label; /* whose evidence is wanted; -1: the best label's */
};

plx_status cli_judge_init(struct cli_judge *j, const plx_model *model, plx_error *err);
void cli_judge_release(struct cli_judge *j);

/**
 * Ask for the evidence of one label, as people write it.
 *
 * @param label  NULL: the best label of each article
 * @return PLX_OK; PLX_ERR_INVALID names the labels there are
 */
plx_status cli_judge_explain_for(struct cli_judge *j, const char *label, plx_error *err);

/**
 * Judge an article.
 *
 * @param evidence  may be NULL; zeroed, released by the caller with plx_explanation_release(). Not
 *                  scored if the verdict has no probabilities
 */
plx_status cli_judge_article(struct cli_judge *j, const plx_article *a, plx_verdict *out,
                             plx_explanation *evidence, plx_error *err);

/** Append "pro-iran 12 %, neutral 70 %, anti-iran 18 %"; nothing if not judged. */
void cli_add_probabilities(const plx_verdict *v, const plx_label_set *labels, plx_strbuf *out);

/** Append "pro-Iran framing: frames the Iranian state ..." of a label, what another stance means,
 * in one line without its end; what is empty is left out. */
void cli_add_words(const plx_verdict *v, plx_stance_words words, plx_strbuf *out);

/** Append the features as lines, with bars, and the sentences that weighed most with their words
 * marked; nothing if there is nothing. */
void cli_add_evidence(const struct cli *cli, const plx_article *a, const plx_explanation *x,
                      const plx_label_set *labels, plx_strbuf *out);

#endif
