/* cli/coding.h - people label articles one by one at a terminal, a keystroke each
 *
 * Each vote is synced before the next article is shown; what is passed over is remembered beside
 * the labels (collection/asked.h). So it can be ended at any moment, killed too, and goes on where
 * it was. */
#ifndef PLX_CLI_CODING_H
#define PLX_CLI_CODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "cli/context.h"
#include "collection/asked.h"
#include "collection/labels.h"

/** What is to be labelled, by whom. */
struct cli_coding {
    struct cli *cli;
    const char *what;   /* "parallax review" */
    const char *labels; /* file; NULL: that in the index */
    const char *coder;
    plx_label_how how; /* PLX_HOW_REVIEW or PLX_HOW_VALIDATE */
    bool show_model;   /* say what the model says before the answer */
    bool hide_model;   /* do not say it afterwards either */
    const char **ids;  /* in their order */
    size_t count;
    /* Append how far it is, shown with the help; reads `votes`. */
    void (*add_progress)(const struct cli_coding *c, plx_strbuf *out);
    plx_labels *votes;        /* as read last; the caller's */
    plx_asked *asked;         /* the caller's */
    size_t labelled, skipped; /* receives what was done */
};

/** Has the coder answered, or passed over, this article? As of c->votes and c->asked. */
bool cli_coding_is_done(const struct cli_coding *c, const char *id);

/**
 * Ask for all that is not done yet, then show the votes in the index.
 *
 * @return exit code; a message has been printed after an error
 */
int cli_coding_run(struct cli_coding *c);

#endif
