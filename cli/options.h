/* cli/options.h - one table of options a command: parsing, help, manual page and completion
 *
 * A table fills a struct of the command, by offsets:
 *
 *     struct serve_args { const char *listen; unsigned threads; bool quiet; };
 *     const struct cli_option cmd_serve_options[] = {
 *         CLI_ARGS(struct serve_args),
 *         { CLI_OPT(CLI_TEXT, struct serve_args, listen, "listen", 'l', "ADDRESS",
 *                   "where to listen"), .text = "127.0.0.1:8642" },
 *         { CLI_OPT(CLI_UINT, struct serve_args, threads, "threads", 0, "N",
 *                   "worker threads"), .min = 1, .max = 64 },
 *         { CLI_OPT(CLI_FLAG, struct serve_args, quiet, "quiet", 'q', NULL, "no log") },
 *         CLI_END,
 *     };
 *
 *     int cmd_serve(struct cli *cli, int argc, char **argv)
 *     {
 *         const struct serve_args *args = cli->args;
 *         ...
 *
 * What is not given stays zero, or has the value of .text. */
#ifndef PLX_CLI_OPTIONS_H
#define PLX_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/** The type of the member that an option fills. */
enum cli_option_type {
    CLI_SIZE = 0, /* no option: the first row, offset = size of the struct */
    CLI_FLAG,     /* bool */
    CLI_TEXT,     /* const char *, borrowed from argv */
    CLI_LIST,     /* struct cli_list: may be given several times */
    CLI_UINT,     /* unsigned, within min and max */
    CLI_REAL,     /* double, within min and max */
    CLI_CHOICE,   /* unsigned: index into choices */
    CLI_SWITCH    /* unsigned: 1 for --name alone, 2 for --name=choices[0], ...; 0 if not given */
};

/** Values of an option given several times. */
struct cli_list {
    const char **item; /* NULL-ended; NULL if count is 0 */
    size_t count;
};

struct cli_option {
    const char *name; /* long name without dashes */
    char letter;      /* short name, 0 = none */
    enum cli_option_type type;
    size_t offset;
    const char *value;          /* what help calls the value; NULL for flags */
    const char *help;           /* one line, lower case, no full stop */
    const char *const *choices; /* CLI_CHOICE, CLI_SWITCH: NULL-ended names */
    const char *text;           /* the default, as it would be typed; not for CLI_LIST */
    double min, max;            /* CLI_UINT, CLI_REAL; both 0: anything from 0 up */
    const char *complete;       /* for the shell: "file", "dir"; NULL: nothing */
};

/* Rows of a table: the first, the last, and what stands in the braces of one option. */
/* clang-format off */
#define CLI_ARGS(struct_) { .name = "", .type = CLI_SIZE, .offset = sizeof(struct_) }
#define CLI_END { .name = NULL }
#define CLI_OPT(type_, struct_, member_, name_, letter_, value_, help_)                            \
    .name = name_, .letter = letter_, .type = type_, .offset = offsetof(struct_, member_),         \
    .value = value_, .help = help_
/* clang-format on */

struct cli;

/** What a pass over the arguments came to. */
struct cli_parsed {
    char **operand; /* in argv, permuted */
    int operands;
    const char *index; /* --index, NULL if not given */
    bool help;         /* --help was given: nothing else counts */
    bool version;
};

/**
 * Read options into args. Long options may be given as `--name value` or `--name=value`, short
 * ones joined (`-n5`); `--` ends them; `-` alone is an operand. --index, --help and --version
 * are known everywhere.
 *
 * @param table  NULL: only the common ones
 * @param args   zeroed struct of the table's size; may be NULL with a NULL table
 * @param stop_at_operand  leave all that follows the first operand alone (it may be a command)
 * @return PLX_OK; PLX_ERR_INVALID names the option, and for an unknown one the nearest
 */
plx_status cli_options_parse(struct cli *cli, const struct cli_option *table, void *args, int argc,
                             char **argv, bool stop_at_operand, struct cli_parsed *out,
                             plx_error *err);

/** --index, --help, --version: known before and after every command. */
extern const struct cli_option cli_common_options[];

/** Does it stand alone, with a value only behind '=' if at all? */
bool cli_option_is_flag(const struct cli_option *o);

/** Size of the struct that a table fills; 0 for NULL. */
size_t cli_options_size(const struct cli_option *table);

/** "a,b,c" as a NULL-ended list that belongs to the run; NULL for NULL. */
const char *const *cli_split(struct cli *cli, const char *names);

#endif
