/* daemon/api/asking.h - a search for the API: within the limits of the daemon, refused by field */
#ifndef PLX_DAEMON_ASKING_H
#define PLX_DAEMON_ASKING_H

#include "daemon/route.h"
#include "daemon/search_params.h"

/** The request of parameters, with the daemon's limits; borrows from p. All or nothing: whose form
 * can say that it is partial sets partial_ok. */
void plx_asking_request(const plx_context *c, const plx_search_params *p, plx_search_request *out);

/** Does an outcome say that the request was wrong, so that a field is to be blamed? */
bool plx_asking_is_refusal(plx_status rc);

/**
 * After a call with such a request: a refusal becomes a problem that names the field, and PLX_OK;
 * anything else stays as it is.
 */
plx_status plx_asking_end(plx_context *c, const plx_search_request *req, plx_status rc,
                          const plx_error *err);

/** Is a search refused for its own sake, whatever else was asked for beside it? Searches. */
bool plx_asking_is_refused(plx_context *c, const plx_search_request *req);

/** Is there such a facet (and is it one, not a two-way table)? Searches. */
bool plx_asking_is_facet(plx_context *c, const char *name);

#endif
