/* cli/model_card.h - what `model show` shows, and how: for cli/model_*.c only */
#ifndef PLX_CLI_MODEL_CARD_H
#define PLX_CLI_MODEL_CARD_H

#include <jansson.h>

#include "base/strbuf.h"
#include "classifier/terms.h"
#include "cli/model_command.h"
#include "cli/print.h"

/** A model with what is shown of it. */
struct cli_model_card {
    struct cli *cli;
    const struct model_args *args;
    const char *path;
    plx_model *model;
    const json_t *summary;
    plx_model_facts facts;
    plx_term_list terms[PLX_LABELS_MAX];
};

/** Append an empty line and a title. */
void cli_model_add_heading(const struct cli_model_card *c, const char *text, plx_strbuf *out);
/** Append a paragraph of safe text, wrapped on a terminal; cli_model_add_words(): by two. */
void cli_model_add_wrapped(const struct cli_model_card *c, const char *text, size_t indent,
                           plx_strbuf *out);
void cli_model_add_words(const struct cli_model_card *c, const char *text, plx_strbuf *out);
/** Append "  accuracy           0.635", what comes behind the name wrapped. */
void cli_model_add_figure(const struct cli_model_card *c, const char *name, const char *text,
                          plx_strbuf *out);
/** Append a table, by two columns. */
void cli_model_add_table(const struct cli_table *t, plx_strbuf *out);

/** Append the measures of its cross-validation. */
void cli_model_add_measures(const struct cli_model_card *c, plx_strbuf *out);

#endif
