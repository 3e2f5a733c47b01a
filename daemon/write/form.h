/* daemon/write/form.h - forms that pages send, and where the browser goes afterwards */
#ifndef PLX_DAEMON_FORM_H
#define PLX_DAEMON_FORM_H

#include <stdbool.h>

#include "daemon/params.h"
#include "daemon/reply.h"
#include "daemon/request.h"

/** Is the body a form? Clients call JSON a form, too (curl -d): a body that begins with '{' or '['
 * is none. */
bool plx_form_is(const plx_request *rq);

/** Read the fields of a form: as plx_params_read() of the body. */
bool plx_form_read(const plx_param *table, const plx_request *rq, void *out, char **memory,
                   plx_problem *problem);

/** Is it a path of ours, to which a browser may be sent? "//host" and "/\\host" lead elsewhere. */
bool plx_form_is_local(const char *back);

/**
 * Send the browser back to the page that its form came from (303).
 *
 * @param back  an address of this daemon ("/article/x?q=y"); anything else, and NULL, is the search
 *              page: nobody is sent elsewhere
 */
void plx_form_back(plx_reply *reply, const char *back);

#endif
