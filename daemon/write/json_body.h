/* daemon/write/json_body.h - a body of JSON values: one, an array of them, or one after another
 * (JSON Lines) */
#ifndef PLX_DAEMON_JSON_BODY_H
#define PLX_DAEMON_JSON_BODY_H

#include <jansson.h>
#include <stdbool.h>

#include "daemon/problem.h"
#include "daemon/request.h"

/**
 * Has the body at most PLX_BODY_VALUES_MAX values in all, members and elements counted? Any bytes.
 *
 * @return false: refused, and *problem says so
 */
bool plx_json_body_fits(const plx_request *rq, plx_problem *problem);

/** How the values stood in the body. */
typedef enum plx_json_form { PLX_JSON_ONE = 0, PLX_JSON_ARRAY, PLX_JSON_LINES } plx_json_form;

/**
 * Read the values, of any type.
 *
 * @param form  how they stood there
 * @param out   receives an array of them, a new reference, empty only for "[]"; NULL on refusal
 * @return false: refused, and *problem says why: no JSON (with the line), no value, more than
 *         limits->articles, too many in all, no memory
 */
bool plx_json_body_values(const plx_request *rq, plx_json_form *form, json_t **out,
                          plx_problem *problem);

/** Read what has to be objects, at least one: as plx_json_body_values(). */
bool plx_json_body_read(const plx_request *rq, json_t **out, plx_problem *problem);

/**
 * Is every member of an object one of these names (NULL-ended)? On refusal the problem names it.
 *
 * @param place  for the message: 1 is the first object
 */
bool plx_json_body_check_names(const json_t *o, size_t place, const char *const *names,
                               plx_problem *problem);

#endif
