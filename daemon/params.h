/* daemon/params.h - strict reading of the parameters of an address
 *
 * A name that the table does not have, a single one given twice, a number that is none
 * or out of range: refused with the field and what would be right. An empty value ("since=") is as
 * not given, since forms send those; but a switch needs its word. */
#ifndef PLX_DAEMON_PARAMS_H
#define PLX_DAEMON_PARAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/limits.h"
#include "daemon/problem.h"
#include "search/search.h"

/** The type of the member that a parameter fills. */
typedef enum plx_param_kind {
    PLX_PARAM_TEXT = 0, /* const char * */
    PLX_PARAM_QUERY,    /* const char *, up to PLX_QUERY_BYTES_MAX */
    PLX_PARAM_BOUND,    /* const char *: an end of a range of dates */
    PLX_PARAM_SWITCH,   /* bool: 1, true, 0, false */
    PLX_PARAM_NUMBER,   /* uint32_t, min to max */
    PLX_PARAM_CHOICE,   /* unsigned: index into choices */
    PLX_PARAM_FORMAT,   /* unsigned: 1 + index into choices; 0: not given (format.h) */
    PLX_PARAM_LIST,     /* plx_param_list: names with commas between */
    PLX_PARAM_FILTER,   /* plx_param_filters: a value of the facet of this name; repeatable */
    PLX_PARAM_FACET,    /* plx_param_filters: NAME:VALUE or NAME=VALUE; repeatable */
    PLX_PARAM_KINDS
} plx_param_kind;

typedef struct plx_param_list {
    const char *item[PLX_PARAM_LIST_MAX + 1]; /* NULL-ended */
    size_t count;
} plx_param_list;

typedef struct plx_param_filters {
    plx_filter item[PLX_FILTER_VALUES_MAX];
    size_t count;
} plx_param_filters;

/**
 * The values of a list and of a repeatable parameter together, in this order.
 *
 * @param out  most + 1 of them, NULL-ended; what is over is left out
 */
void plx_params_join(const plx_param_list *list, const plx_param_filters *repeated,
                     const char **out, size_t most);

/** One row of a table of parameters, which ends with a row without name. */
typedef struct plx_param {
    const char *name;
    plx_param_kind kind;
    size_t offset; /* of the member in the struct to fill */
    uint32_t min, max;
    const char *const *choices; /* NULL-ended */
    const char *help;           /* one line, for the description of the API */
} plx_param;

/**
 * Read the query part of an address into a struct, whose other members stay as they are.
 *
 * @param query   as sent, n bytes, without '?'
 * @param memory  receives what the strings in *out live in: free() after *out; NULL on refusal
 * @return false: refused, and *problem says why
 */
bool plx_params_read(const plx_param *table, const char *query, size_t n, void *out, char **memory,
                     plx_problem *problem);

#endif
