/* daemon/page/token.h - the page where a token is given */
#ifndef PLX_DAEMON_PAGE_TOKEN_H
#define PLX_DAEMON_PAGE_TOKEN_H

#include <stdbool.h>

#include "daemon/route.h"

/**
 * Fill the reply with the page: the form, or, where the request came with a token, the way out. The
 * status is the caller's.
 *
 * @param back      where to go on; NULL, or none of ours: to the search page
 * @param is_wrong  the token that was sent is not known: say so
 */
void plx_page_token_print(plx_context *c, const char *back, bool is_wrong);

#endif
