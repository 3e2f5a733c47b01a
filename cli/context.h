/* cli/context.h - the run: where output goes, which index, memory and messages
 *
 * One struct cli is made by main.c and handed to everything. */
#ifndef PLX_CLI_CONTEXT_H
#define PLX_CLI_CONTEXT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "collection/snapshot.h"
#include "search/search.h"

/** Exit codes, as grep has them. */
enum {
    CLI_DONE = 0,    /* found, or done */
    CLI_NOTHING = 1, /* nothing matched */
    CLI_ERROR = 2    /* an error, even a partial one */
};

/** Facts about where output goes. */
struct cli_terminal {
    bool out_is_terminal, err_is_terminal;
    bool colour;    /* stdout is a terminal, and neither NO_COLOR nor TERM=dumb */
    bool utf8;      /* the locale's character set */
    unsigned width; /* columns, 80 if not known */
};

struct cli_command;

/** Everything about this run; made and freed by main.c. */
struct cli {
    const char *index_dir;             /* --index, else the user's default; never NULL */
    const void *args;                  /* the command's options, as its table fills them */
    plx_snapshot *snapshot;            /* with CLI_NEEDS_SNAPSHOT, else NULL */
    plx_searcher *searcher;            /* of cli_search(), NULL before */
    const char *aliases_file;          /* --aliases; NULL: the user's own */
    bool no_aliases;                   /* what was typed only */
    plx_aliases *aliases;              /* of cli_aliases_open(), NULL before */
    const volatile sig_atomic_t *stop; /* number of the signal that asked to stop, or 0 */
    struct cli_terminal terminal;
    const struct cli_command *commands; /* all of them, ended by one without name */
    const struct cli_command *command;  /* the one that runs */
    struct cli_block *blocks;           /* of cli_alloc() */
};

/** Find out about the terminal and the locale. Call once, after setlocale(). */
void cli_init(struct cli *cli);
/** Close the snapshot and free all blocks. */
void cli_release(struct cli *cli);

/**
 * Zeroed memory that lives until main.c ends. Ends the program with a message if there is
 * none: for small things of the command line, never for articles.
 */
void *cli_alloc(struct cli *cli, size_t bytes);
/** printf into cli_alloc()ed memory. */
char *cli_printf(struct cli *cli, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** Hand a malloc'd block (NULL: out of memory, which ends the program) over to be freed at the end.
 */
void *cli_own(struct cli *cli, void *malloced);

/** Print "parallax: MESSAGE" on stderr and return CLI_ERROR. */
int cli_fail(const plx_error *err);
int cli_failf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/** Print "parallax: MESSAGE" on stderr and go on. */
void cli_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/** The same for each line of a text. */
void cli_note_lines(const char *text);

#endif
