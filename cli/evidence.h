/* cli/evidence.h - judging one article here and now, with what the model weighed */
#ifndef PLX_CLI_EVIDENCE_H
#define PLX_CLI_EVIDENCE_H

#include "base/article.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "classifier/model.h"
#include "cli/context.h"

/** Features shown for and against, together. */
#define CLI_EVIDENCE_MOST 12

/** What judging needs, made once. */
struct cli_judge {
    plx_analyser *an;
    plx_judge *judge;
    plx_tokens title, text;
};

plx_status cli_judge_init(struct cli_judge *j, const plx_model *model, plx_error *err);
void cli_judge_release(struct cli_judge *j);

/**
 * Judge an article.
 *
 * @param evidence  may be NULL; released by the caller with plx_evidence_release()
 */
plx_status cli_judge_article(struct cli_judge *j, const plx_article *a, plx_verdict *out,
                             plx_evidence_list *evidence, plx_error *err);

/** Append "pro-iran 12 %, neutral 70 %, anti-iran 18 %"; nothing if not judged. */
void cli_add_probabilities(const plx_verdict *v, const plx_label_set *labels, plx_strbuf *out);
/** Append the evidence as lines, with bars. */
void cli_add_evidence(const struct cli *cli, const plx_evidence_list *list, const char *best,
                      plx_strbuf *out);

#endif
