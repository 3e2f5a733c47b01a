/* cli/reading.h - one article of the index after the other, with the index's own model at hand
 *
 * For commands in which people read and label: the text with the sentences that name the target
 * marked, what the model says today, and whether it learned from the article. */
#ifndef PLX_CLI_READING_H
#define PLX_CLI_READING_H

#include "base/article.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "classifier/model.h"
#include "classifier/phrases.h"
#include "cli/context.h"

struct cli_reading {
    plx_snapshot *snapshot; /* borrowed */
    plx_model *model;       /* of the index; NULL: it has none */
    plx_judge *judge;
    plx_analyser *an;
    plx_phrases target; /* what names it */
    plx_article article;
    plx_tokens title, text; /* of the article */
};

/** Released by the caller, also after an error: cli_reading_release(). Needs cli->snapshot. */
plx_status cli_reading_init(struct cli_reading *r, struct cli *cli, plx_error *err);
void cli_reading_release(struct cli_reading *r);

/** Read an article: r->article, with its words. */
plx_status cli_reading_take(struct cli_reading *r, uint32_t docid, plx_error *err);
/** What the model says of it, whoever has labelled it. */
plx_status cli_reading_judge(struct cli_reading *r, plx_verdict *out, plx_error *err);
/** Did the model learn from it? */
bool cli_reading_is_learned(const struct cli_reading *r);

/** Append its text with the sentences that name the target between CLI_MARK_OPEN and
 * CLI_MARK_CLOSE. PLX_ERR_NOMEM. */
plx_status cli_reading_add_text(struct cli_reading *r, plx_strbuf *out, plx_error *err);

#endif
