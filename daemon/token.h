/* daemon/token.h - the file that says who may write (--token-file)
 *
 * token_table.h has its lines. A regular file that others than its owner may read is refused, but
 * for the credentials that systemd hands over (below $CREDENTIALS_DIRECTORY), which it keeps from
 * others by other means. What is no regular file (a pipe) is read once and not anew.
 *
 * Any thread may check, while another one reads the file anew. */
#ifndef PLX_DAEMON_TOKEN_H
#define PLX_DAEMON_TOKEN_H

#include <stddef.h>

#include "base/error.h"
#include "daemon/request.h"

/** Bytes of a file of tokens, at most. */
#define PLX_TOKEN_FILE_BYTES_MAX (256u << 10)

/** The cookie in which a browser keeps its token. */
#define PLX_TOKEN_COOKIE "parallax_token"

typedef struct plx_token_file plx_token_file;

/**
 * Read the tokens.
 *
 * @param path  copied
 * @return PLX_OK; PLX_ERR_NOTFOUND; PLX_ERR_IO; PLX_ERR_INVALID (no token, a malformed one, others
 *         may read the file), PLX_ERR_LIMIT: with the path and the line; PLX_ERR_NOMEM
 */
plx_status plx_token_file_open(const char *path, plx_token_file **out, plx_error *err);
/** When nobody checks any more. NULL allowed. */
void plx_token_file_close(plx_token_file *f);

/** Read the file anew. After an error those from before count. As plx_token_file_open(). */
plx_status plx_token_file_reload(plx_token_file *f, plx_error *err);

/**
 * Is this a token of the file? In a time that does not tell how much of it is right.
 *
 * @param given  n bytes, of any kind
 * @param coder  receives the name that goes with it, "" if there is none, or if it is no token
 * @return PLX_ACCESS_WRITE or PLX_ACCESS_REFUSED
 */
plx_access plx_token_file_check(plx_token_file *f, const char *given, size_t n,
                                char coder[PLX_CODER_BYTES]);

#endif
