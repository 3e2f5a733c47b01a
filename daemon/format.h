/* daemon/format.h - in which form data is sent: by the parameter `format`, else by Accept */
#ifndef PLX_DAEMON_FORMAT_H
#define PLX_DAEMON_FORMAT_H

#include <stdbool.h>

#include "daemon/request.h"

/** Forms of data; what a route offers is a list of their words. */
typedef enum plx_format {
    PLX_FORMAT_JSON = 0,
    PLX_FORMAT_JSONL,
    PLX_FORMAT_CSV,
    PLX_FORMAT_IDS,
    PLX_FORMAT_SVG,
    PLX_FORMAT_BIBTEX,
    PLX_FORMAT_CSL_JSON,
    PLX_FORMAT_SUGGESTIONS, /* OpenSearch suggestions 1.0 */
    PLX_FORMATS
} plx_format;

/** The word of each ("json", "jsonl", "csv", "ids", "svg", "bibtex", "csl-json", "suggestions"),
 * and its media type. */
const char *plx_format_word(plx_format f);
const char *plx_format_type(plx_format f);

/**
 * Choose.
 *
 * @param words   what the route offers, NULL-ended, the default first: the choices of its parameter
 * @param chosen  0: no parameter was given, Accept counts; else 1 + index into words
 * @return the default where Accept wants nothing that is offered
 */
plx_format plx_format_choose(const plx_request *rq, const char *const *words, unsigned chosen);

#endif
