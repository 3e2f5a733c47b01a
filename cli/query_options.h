/* cli/query_options.h - the options that search and export share: filters of a query */
#ifndef PLX_CLI_QUERY_OPTIONS_H
#define PLX_CLI_QUERY_OPTIONS_H

#include "base/error.h"
#include "cli/command.h"
#include "search/search.h"

struct query_args {
    struct cli_list stance, source, original, author, lang, facet;
    const char *since, *until;
    const char *aliases;
    const char *recency;
    bool undated, likely, any, all, strict, exact, no_aliases, no_spellings;
    unsigned sort, timeout;
    unsigned labels; /* index into cli_labels_names */
};

/** Names of --sort, in the order of plx_search_sort. */
extern const char *const cli_sort_names[];
/** Whose labels count: "all", "person", "model". */
extern const char *const cli_labels_names[];

/** A row for those commands that have no file of labels by that name. */
/* clang-format off */
#define CLI_LABELS_OPTION(struct_)                                                                 \
    { CLI_OPT(CLI_CHOICE, struct_, query.labels, "labels", 0, "WHOSE",                             \
              "only articles whose stance was given by a person, or by the model"),                \
      .choices = cli_labels_names }
/* clang-format on */

/** Rows of a table of options: filters. struct_ has a member `query` of struct query_args. */
/* clang-format off */
#define CLI_FILTER_OPTIONS(struct_)                                                                \
    { CLI_OPT(CLI_LIST, struct_, query.stance, "stance", 's', "STANCE",                            \
              "only this stance: a label, unclear, off-topic, not-judged (may be repeated)") },    \
    { CLI_OPT(CLI_FLAG, struct_, query.likely, "likely", 0, NULL,                                  \
              "with --stance: unclear articles too whose best label fits") },                      \
    { CLI_OPT(CLI_LIST, struct_, query.source, "source", 0, "NAME",                                \
              "only this outlet (may be repeated)") },                                             \
    { CLI_OPT(CLI_LIST, struct_, query.original, "original-source", 0, "NAME",                     \
              "only what credits this outlet (may be repeated)") },                                \
    { CLI_OPT(CLI_LIST, struct_, query.author, "author", 0, "NAME",                                \
              "only this author (may be repeated)") },                                             \
    { CLI_OPT(CLI_LIST, struct_, query.lang, "lang", 0, "CODE",                                    \
              "only this language (may be repeated)") },                                           \
    { CLI_OPT(CLI_LIST, struct_, query.facet, "facet", 'f', "FACET=VALUE",                         \
              "only this value of any facet, a user's too: topic=trade (may be repeated)") },      \
    { CLI_OPT(CLI_TEXT, struct_, query.since, "since", 0, "DATE",                                  \
              "from this date on: 2019, 2019-10, 2019-10-10, 7d, 3m, yesterday") },                \
    { CLI_OPT(CLI_TEXT, struct_, query.until, "until", 0, "DATE",                                  \
              "up to this date and all of it") },                                                  \
    { CLI_OPT(CLI_FLAG, struct_, query.undated, "undated", 0, NULL,                                \
              "with --since or --until: undated articles too") }
/* clang-format on */

/** Filters, and how the words of a query are read. */
/* clang-format off */
#define CLI_QUERY_OPTIONS(struct_)                                                                 \
    CLI_FILTER_OPTIONS(struct_),                                                                   \
    { CLI_OPT(CLI_FLAG, struct_, query.any, "any", 0, NULL, "any word of the query is enough") },  \
    { CLI_OPT(CLI_FLAG, struct_, query.all, "all", 0, NULL, "only articles with all words") },     \
    { CLI_OPT(CLI_FLAG, struct_, query.exact, "exact", 0, NULL,                                    \
              "words as they are typed, not their stems") },                                       \
    { CLI_OPT(CLI_TEXT, struct_, query.aliases, "aliases", 0, "FILE",                              \
              "other names of things: this file instead of the user's"), .complete = "file" },     \
    { CLI_OPT(CLI_FLAG, struct_, query.no_spellings, "no-spellings", 0, NULL,                      \
              "names only as they are spelled in the query") },                                    \
    { CLI_OPT(CLI_FLAG, struct_, query.no_aliases, "no-aliases", 0, NULL,                          \
              "look for no other names of what the query names") },                                \
    { CLI_OPT(CLI_FLAG, struct_, query.strict, "strict", 0, NULL,                                  \
              "refuse a malformed query instead of reading it as words") },                        \
    { CLI_OPT(CLI_CHOICE, struct_, query.sort, "sort", 0, "ORDER", "order of the articles"),       \
      .choices = cli_sort_names },                                                                 \
    { CLI_OPT(CLI_TEXT, struct_, query.recency, "recency", 0, "TIME",                              \
              "by relevance: newer ones weigh more, with this half-life: 30d, 6m") },              \
    { CLI_OPT(CLI_UINT, struct_, query.timeout, "timeout", 0, "MS",                                \
              "end after this time; search shows what it has by then"), .max = 3600000 }
/* clang-format on */

/**
 * Fill query, filters, bounds and order of a request; all memory belongs to the run.
 *
 * @param words  operands, joined by blanks
 * @return PLX_OK; PLX_ERR_INVALID names the option
 */
plx_status cli_query_request(struct cli *cli, const struct query_args *args, int words, char **word,
                             plx_search_request *out, plx_error *err);

/**
 * Search; when the index changed meanwhile, again on its newest state (cli->snapshot moves).
 */
plx_status cli_search(struct cli *cli, const plx_search_request *req, plx_search_result *out,
                      plx_error *err);

/** Say what is missing of a result for which time ran out, if anything. `where` begins the line:
 * "", or "FILE:LINE: ". */
void cli_note_partial(const char *where, unsigned partial);

/** Something that asks a searcher; what it made before an error is released, or by its caller. */
typedef plx_status (*cli_search_fn)(plx_searcher *s, void *ctx, plx_error *err);

/**
 * Call fn; when the index changed meanwhile (PLX_ERR_STALE), again on its newest state.
 *
 * @param query  what it looks for: other names in it are looked for, too, unless the options said
 *               otherwise; NULL or "": there is none
 */
plx_status cli_search_with(struct cli *cli, const char *query, cli_search_fn fn, void *ctx,
                           plx_error *err);

/** The same, for all articles that the total counts (plx_search_docids()). */
plx_status cli_search_docids(struct cli *cli, const plx_search_request *req, uint32_t **docids,
                             plx_search_result *out, plx_error *err);

#endif
