/* daemon/write/json_body.h - a body of JSON values: one, an array of them, or one after another
 * (JSON Lines) */
#ifndef PLX_DAEMON_JSON_BODY_H
#define PLX_DAEMON_JSON_BODY_H

#include <jansson.h>
#include <stdbool.h>

#include "daemon/problem.h"
#include "daemon/request.h"

/**
 * Read it.
 *
 * @param out  receives an array of objects, at least one, a new reference; NULL on refusal
 * @return false: refused, and *problem says why: no JSON (with the line), no objects, none, more
 * than limits->articles
 */
bool plx_json_body_read(const plx_request *rq, json_t **out, plx_problem *problem);

/**
 * Is every member of an object one of these names (NULL-ended)? On refusal the problem names it.
 *
 * @param place  for the message: 1 is the first object
 */
bool plx_json_body_check_names(const json_t *o, size_t place, const char *const *names,
                               plx_problem *problem);

#endif
