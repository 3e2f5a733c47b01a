/* daemon/api/openapi.h - the description of the API for programs (OpenAPI 3.1)
 *
 * Addresses, methods, parameters and refusals come from the table of routes; what is answered and
 * sent in bodies is written by hand in assets/openapi.json, operation by operation. */
#ifndef PLX_DAEMON_OPENAPI_H
#define PLX_DAEMON_OPENAPI_H

#include <jansson.h>

/**
 * Make the document.
 *
 * @param server  where the API is; NULL: beside the document
 * @return a new reference; NULL without memory
 */
json_t *plx_openapi_make(const char *server);

#endif
