/* daemon/framing.h - is a header line one that every reader takes in the same way?
 *
 * The HTTP library takes lines that a web server before us reads otherwise, or passes by. Where the
 * two do not agree on where a request ends, what one client sends becomes the request of another
 * (RFC 9112, 11.2: request smuggling), so such lines are refused. */
#ifndef PLX_DAEMON_FRAMING_H
#define PLX_DAEMON_FRAMING_H

#include <stddef.h>

/**
 * What is wrong with a line: a name that is no token or a value with a control character (RFC 9110,
 * 5.1 and 5.5), Content-Length that is no plain number, Transfer-Encoding but "chunked".
 *
 * @param name, value  of so many bytes, and a NUL behind them
 * @return static words for the client; NULL: nothing
 */
const char *plx_framing_fault(const char *name, size_t name_bytes, const char *value,
                              size_t value_bytes);

#endif
