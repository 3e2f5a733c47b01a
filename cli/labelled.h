/* cli/labelled.h - labels by people, with the articles of the index they were given to */
#ifndef PLX_CLI_LABELLED_H
#define PLX_CLI_LABELLED_H

#include <stddef.h>

#include "base/article.h"
#include "base/error.h"
#include "cli/context.h"
#include "collection/labels.h"

/** What was found. */
struct cli_labelled {
    size_t articles; /* handed on */
    size_t absent;   /* labels of articles that are not in the index */
    size_t changed;  /* labels that were given to another text of the article */
};

/** The file of labels: as given, NULL: labels.jsonl in the index. Lives as long as the run. */
const char *cli_labels_path(struct cli *cli, const char *given);

/** Say on stderr that n lines of a file of labels are none (n may be 0: nothing is said); the
 * first: "PATH:LINE: WHY". */
void cli_labels_note_faults(size_t n, const char *first);

/** Read a file of labels (NULL: labels.jsonl in the index), and say on stderr which lines of it are
 * none. */
plx_status cli_labels_open(struct cli *cli, const char *path, plx_labels **out, plx_error *err);

/**
 * Call fn with each vote that stands (taken-back ones do not), in the order of the file.
 *
 * @param path  NULL: labels.jsonl in the index
 */
plx_status cli_each_vote(struct cli *cli, const char *path,
                         plx_status (*fn)(void *ctx, const plx_label *v, plx_error *err), void *ctx,
                         plx_error *err);

/**
 * The same with the article, text and all, for labels of the index's target. Needs
 * cli->snapshot.
 */
plx_status cli_each_labelled(struct cli *cli, const char *path,
                             plx_status (*fn)(void *ctx, const plx_article *a, const plx_label *v,
                                              plx_error *err),
                             void *ctx, struct cli_labelled *found, plx_error *err);

/** Say on stderr how many labels have no article, or another text. */
void cli_labelled_note(const struct cli_labelled *found);

#endif
