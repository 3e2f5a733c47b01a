/* daemon/page/form.h - the search form in the head of all pages */
#ifndef PLX_DAEMON_PAGE_FORM_H
#define PLX_DAEMON_PAGE_FORM_H

#include "daemon/page/page.h"

/**
 * Append the form: the query, what is kept when its words change, and the options.
 *
 * @param frame   its params and fields are in the form
 * @param action  path that it is sent to
 */
void plx_page_form(plx_strbuf *out, const plx_page_frame *frame, const char *action);

#endif
