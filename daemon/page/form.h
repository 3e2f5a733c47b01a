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

/** Append a hidden field of a form; nothing without a value (NULL or ""). */
void plx_page_hidden(plx_strbuf *out, const char *name, const char *value);
/** Append one for each filter of a search. */
void plx_page_hidden_filters(plx_strbuf *out, const plx_search_params *p);

#endif
