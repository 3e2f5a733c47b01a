/* cli/command.h - what every command is given, and what it gives back
 *
 * A command is a function, a table of options and a row in main.c. main.c reads the
 * options into the command's own zeroed struct (cli->args), opens what the row says it
 * needs, calls the function and closes everything, so that commands stay short.
 *
 * Data goes to stdout, talk to stderr. */
#ifndef PLX_CLI_COMMAND_H
#define PLX_CLI_COMMAND_H

#include "cli/context.h"
#include "cli/options.h"

/** What main.c does before it calls a command. */
enum {
    CLI_NEEDS_SNAPSHOT = 1 << 0, /* cli->snapshot is open */
    CLI_NEEDS_INDEX = 1 << 1,    /* an index of this version is at cli->index_dir */
    CLI_NEEDS_SIGNALS = 1 << 2,  /* SIGINT and SIGTERM set *cli->stop; the second one kills */
    CLI_HAS_SIGNED = 1 << 3      /* -word is an operand, not short options written together */
};

/** One row of the table in main.c. */
struct cli_command {
    const char *name;
    /* argc operands (what is left when the options are taken out) in argv; exit code back */
    int (*fn)(struct cli *cli, int argc, char **argv);
    const struct cli_option *options; /* ended by a row without name; NULL: none */
    unsigned needs;                   /* CLI_NEEDS_... */
    int min_operands, max_operands;   /* -1: as many as you like */
    const char *operands;             /* for the usage line: "QUERY" */
    const char *summary;              /* one line, lower case, no full stop */
    const char *details;              /* paragraphs of the help, may be NULL */
};

/* The commands; each in cmd_<name>.c with its table of options. */
int cmd_aliases(struct cli *cli, int argc, char **argv);
int cmd_analyze(struct cli *cli, int argc, char **argv);
int cmd_check(struct cli *cli, int argc, char **argv);
int cmd_classify(struct cli *cli, int argc, char **argv);
int cmd_compact(struct cli *cli, int argc, char **argv);
int cmd_delete(struct cli *cli, int argc, char **argv);
int cmd_evaluate(struct cli *cli, int argc, char **argv);
int cmd_compare(struct cli *cli, int argc, char **argv);
int cmd_export(struct cli *cli, int argc, char **argv);
int cmd_extract(struct cli *cli, int argc, char **argv);
int cmd_help(struct cli *cli, int argc, char **argv);
int cmd_index(struct cli *cli, int argc, char **argv);
int cmd_label(struct cli *cli, int argc, char **argv);
int cmd_labels(struct cli *cli, int argc, char **argv);
int cmd_model(struct cli *cli, int argc, char **argv);
int cmd_relabel(struct cli *cli, int argc, char **argv);
int cmd_review(struct cli *cli, int argc, char **argv);
int cmd_search(struct cli *cli, int argc, char **argv);
int cmd_serve(struct cli *cli, int argc, char **argv);
int cmd_show(struct cli *cli, int argc, char **argv);
int cmd_similar(struct cli *cli, int argc, char **argv);
int cmd_stats(struct cli *cli, int argc, char **argv);
int cmd_searches(struct cli *cli, int argc, char **argv);
int cmd_suggest(struct cli *cli, int argc, char **argv);
int cmd_tag(struct cli *cli, int argc, char **argv);
int cmd_timeline(struct cli *cli, int argc, char **argv);
int cmd_train(struct cli *cli, int argc, char **argv);
int cmd_upgrade(struct cli *cli, int argc, char **argv);
int cmd_validate(struct cli *cli, int argc, char **argv);

/* Their options. The first row of each is CLI_ARGS(struct ...): how big the struct is. */
extern const struct cli_option cmd_aliases_options[];
extern const struct cli_option cmd_analyze_options[];
extern const struct cli_option cmd_check_options[];
extern const struct cli_option cmd_classify_options[];
extern const struct cli_option cmd_compact_options[];
extern const struct cli_option cmd_delete_options[];
extern const struct cli_option cmd_evaluate_options[];
extern const struct cli_option cmd_compare_options[];
extern const struct cli_option cmd_export_options[];
extern const struct cli_option cmd_extract_options[];
extern const struct cli_option cmd_help_options[];
extern const struct cli_option cmd_index_options[];
extern const struct cli_option cmd_label_options[];
extern const struct cli_option cmd_labels_options[];
extern const struct cli_option cmd_model_options[];
extern const struct cli_option cmd_relabel_options[];
extern const struct cli_option cmd_review_options[];
extern const struct cli_option cmd_search_options[];
extern const struct cli_option cmd_serve_options[];
extern const struct cli_option cmd_show_options[];
extern const struct cli_option cmd_similar_options[];
extern const struct cli_option cmd_stats_options[];
extern const struct cli_option cmd_searches_options[];
extern const struct cli_option cmd_suggest_options[];
extern const struct cli_option cmd_tag_options[];
extern const struct cli_option cmd_timeline_options[];
extern const struct cli_option cmd_train_options[];
extern const struct cli_option cmd_upgrade_options[];
extern const struct cli_option cmd_validate_options[];

#endif
