/* cli/labels_agreement.h - agreement of the coders of an index: for the sources of the command */
#ifndef PLX_CLI_LABELS_AGREEMENT_H
#define PLX_CLI_LABELS_AGREEMENT_H

#include "base/map.h"
#include "base/strbuf.h"
#include "cli/context.h"
#include "collection/agreement.h"
#include "collection/labels.h"

/** Votes of all coders, and what they come to. */
struct cli_agreement {
    struct cli *cli;
    plx_labels *labels;
    plx_map *ids, *coders, *names;
    plx_rating *ratings;
    size_t count, cap;
    size_t texts; /* articles of which coders read different texts */
    plx_agreement a;
};

/** One article on which coders differ. */
struct cli_difference {
    const char *id;
    char *title;                  /* NULL: not in the index, or without */
    const plx_label *adjudicated; /* NULL: not yet */
};

/** Call fn for each article on which coders differ, with its n ratings. */
plx_status cli_agreement_each(struct cli_agreement *r,
                              void (*fn)(void *ctx, const struct cli_agreement *r,
                                         const struct cli_difference *d, const plx_rating *x,
                                         size_t n),
                              void *ctx, plx_error *err);

/** Append the report in a format (enum labels_format): JSON Lines and CSV have the differences. */
plx_status cli_agreement_print(struct cli_agreement *r, unsigned format, plx_strbuf *out,
                               plx_error *err);

#endif
