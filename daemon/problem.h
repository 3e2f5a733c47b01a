/* daemon/problem.h - a refusal or failure as told to the client (RFC 9457 problem record) */
#ifndef PLX_DAEMON_PROBLEM_H
#define PLX_DAEMON_PROBLEM_H

#include <jansson.h>

#include "base/error.h"

/** Filled on refusal, never allocates. status 0: no problem. */
typedef struct plx_problem {
    unsigned status;  /* of HTTP */
    const char *code; /* static word for programs: "unknown-parameter" */
    char field[64];   /* parameter or field at fault, "" if none */
    char detail[PLX_ERROR_MSG_BYTES];
    char hint[PLX_ERROR_MSG_BYTES]; /* what to do, "" if nothing */
} plx_problem;

/**
 * Set a problem; the hint is emptied.
 *
 * @param code   static
 * @param field  copied and cut to fit; may be NULL
 */
void plx_problem_set(plx_problem *p, unsigned status, const char *code, const char *field,
                     const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void plx_problem_hint(plx_problem *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * From a failed call. Our own failures (500) tell the client nothing but that they are ours: the
 * message is for the log.
 */
void plx_problem_from_error(plx_problem *p, const plx_error *err);

/** "Bad Request" for 400; "Error" for one that is not known here. */
const char *plx_problem_title(unsigned status);

/**
 * As an application/problem+json object: type, title, status, code, field, detail, hint, id.
 *
 * @param id  of the request, as in the log
 * @return a new reference; NULL without memory
 */
json_t *plx_problem_json(const plx_problem *p, const char *id);

#endif
