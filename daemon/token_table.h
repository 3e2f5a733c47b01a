/* daemon/token_table.h - the tokens of those who may write, as the lines of a file
 *
 * A token a line; behind blanks the name of the coder who has it, which labels given with this
 * token bear. What follows a '#' at the begin of a line or behind a blank is a comment:
 *
 *     # newsroom
 *     kX3v9qLr7TzWm2Nd Ann Example
 *     8hYb4sQeJf6UpGcA              # the harvester: no coder
 *
 * A token is made of the characters that a header takes as they are (RFC 6750: letters, digits,
 * -._~+/ and, at the end, =). No message ever holds a token. */
#ifndef PLX_DAEMON_TOKEN_TABLE_H
#define PLX_DAEMON_TOKEN_TABLE_H

#include <stddef.h>

#include "base/error.h"
#include "daemon/request.h"

/** Tokens of one file, and bytes of a token: a shorter one could be guessed. */
#define PLX_TOKENS_MAX      100u
#define PLX_TOKEN_BYTES_MIN 16u
#define PLX_TOKEN_BYTES_MAX 256u

typedef struct plx_known_token {
    unsigned char padded[PLX_TOKEN_BYTES_MAX]; /* with NULs: all are compared alike */
    size_t bytes;
    size_t line;
    char coder[PLX_CODER_BYTES]; /* "" if none is named */
} plx_known_token;

/** Zeroed: empty. */
typedef struct plx_token_table {
    plx_known_token *token;
    size_t count;
} plx_token_table;

/**
 * Read the lines of a file.
 *
 * @param s    n bytes, of any kind
 * @param out  released with plx_token_table_release(), after an error too
 * @return PLX_OK; PLX_ERR_INVALID or PLX_ERR_LIMIT names the line; PLX_ERR_NOMEM
 */
plx_status plx_token_table_read(const char *s, size_t n, plx_token_table *out, plx_error *err);

/** The memory is wiped. */
void plx_token_table_release(plx_token_table *t);

/**
 * Whose token is it? The time taken follows from the number of tokens alone, not from how much of
 * one is right.
 *
 * @param given  n bytes, of any kind
 * @return NULL: nobody's
 */
const plx_known_token *plx_token_table_find(const plx_token_table *t, const char *given, size_t n);

#endif
