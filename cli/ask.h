/* cli/ask.h - asking at a terminal, one keystroke an answer
 *
 * While it is open the terminal gives keys as they are typed and does not show them. However the
 * program goes on (an end, a signal, a crash) the terminal is as it was; only kill -9 leaves it
 * (`stty sane` helps). One at a time. */
#ifndef PLX_CLI_ASK_H
#define PLX_CLI_ASK_H

#include "base/error.h"
#include "cli/context.h"

/** What cli_ask_key() gives beside the characters of ASCII. */
enum {
    CLI_KEY_STOP = -1,  /* a signal, a hang-up, the end of input: leave */
    CLI_KEY_OTHER = -2, /* an arrow, a letter that is not ASCII: no answer */
    CLI_KEY_AGAIN = -3  /* the program was stopped (^Z) and goes on: show the question anew */
};

struct cli_ask;

/** PLX_ERR_INVALID, with what to do instead, if standard input or output is no terminal. */
plx_status cli_ask_check(plx_error *err);

/**
 * Take the terminal over.
 *
 * @return PLX_OK; PLX_ERR_INVALID: standard input or output is no terminal; PLX_ERR_IO;
 * PLX_ERR_NOMEM
 */
plx_status cli_ask_open(struct cli_ask **out, plx_error *err);
/** Give it back. NULL allowed. */
void cli_ask_close(struct cli_ask *ask);

/** Forget what was typed so far: nobody answers a question that was not there yet. */
void cli_ask_forget(struct cli_ask *ask);
/** Wait for a key: a character (letters in lower case, ^D as 'q'), or one of the above. */
int cli_ask_key(struct cli_ask *ask);

/** Lines and columns of the terminal as it is now. */
void cli_ask_size(const struct cli_ask *ask, unsigned *rows, unsigned *columns);

#endif
