/* cli/card.h - an article as lines of a terminal, to be read page by page */
#ifndef PLX_CLI_CARD_H
#define PLX_CLI_CARD_H

#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "cli/context.h"
#include "cli/reading.h"

struct cli_card {
    plx_strbuf text; /* wrapped, with marks */
    size_t *line;    /* [lines + 1] where each begins */
    size_t lines;
    size_t shown; /* lines printed so far */
};

/**
 * Lay out the article that is being read: title, byline, text with the sentences that name the
 * target marked.
 *
 * @param columns  of the terminal
 * @param out      to be released, also after an error
 */
plx_status cli_card_make(const struct cli *cli, struct cli_reading *r, unsigned columns,
                         struct cli_card *out, plx_error *err);
void cli_card_release(struct cli_card *c);

/** Append the next lines, at most so many. */
void cli_card_add_page(const struct cli *cli, struct cli_card *c, size_t lines, plx_strbuf *out);

#endif
