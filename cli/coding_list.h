/* cli/coding_list.h - what review and validate share: whose votes, which file, and lists of
 * articles for other tools instead of asking */
#ifndef PLX_CLI_CODING_LIST_H
#define PLX_CLI_CODING_LIST_H

#include <jansson.h>

#include "base/article.h"
#include "cli/coding.h"
#include "cli/command.h"

enum coding_format { CODING_TEXT = 0, CODING_JSON, CODING_JSONL, CODING_IDS };

/** Options of both. */
struct coding_args {
    const char *coder, *labels;
    unsigned format;
};

/** Names of --format, in the order of coding_format. */
extern const char *const cli_coding_formats[];

/** Rows of a table of options; struct_ has a member `coding` of struct coding_args. */
/* clang-format off */
#define CLI_CODING_OPTIONS(struct_)                                                                \
    { CLI_OPT(CLI_TEXT, struct_, coding.coder, "coder", 'c', "NAME",                               \
              "who answers (default: the user)") },                                                \
    { CLI_OPT(CLI_TEXT, struct_, coding.labels, "labels", 0, "FILE",                               \
              "the labels by people (default: labels.jsonl in the index)"), .complete = "file" },  \
    { CLI_OPT(CLI_CHOICE, struct_, coding.format, "format", 0, "FORMAT", "form of the output"),    \
      .choices = cli_coding_formats }
/* clang-format on */

/**
 * Read the labels, and what was asked, that c->labels names.
 *
 * @return exit code, a message has been printed after an error; cli_coding_close() in any case
 */
int cli_coding_open(struct cli_coding *c);
void cli_coding_close(struct cli_coding *c);

/** The ids of docids, as long as the run. */
plx_status cli_coding_ids(struct cli *cli, const uint32_t *docids, size_t n, const char ***ids,
                          plx_error *err);

/** An article of a list. */
struct cli_listed {
    const struct cli_coding *coding;
    const plx_model_info *model;
    const plx_article *article; /* with its text */
    const plx_verdict *verdict;
    size_t rank; /* from 1 */
};

/** {"id","title","source","date","url","lang","text","coder","how","target"} and "synthetic" where
 * it is: with a `label` put in it is a line for `labels import`. NULL without memory. */
json_t *cli_listed_json(const struct cli_listed *l);
/** Append " 1. TITLE", byline and id as lines. */
void cli_listed_line(const struct cli_listed *l, plx_strbuf *out);

/** A value with so many decimals. */
double cli_round(double value, int decimals);

/**
 * Print the articles of c->ids.
 *
 * @param entry     the object of one of them, NULL without memory
 * @param add_line  it as text
 * @return exit code
 */
int cli_list_coding(const struct cli_coding *c, unsigned format,
                    json_t *(*entry)(const struct cli_listed *l),
                    void (*add_line)(const struct cli_listed *l, plx_strbuf *out));

#endif
