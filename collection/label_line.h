/* collection/label_line.h - one vote of a person as a line of JSON
 *
 *     {"id","label","target","coder","time","how","digest","model","model_stance"}
 *
 * `id` and `target` are needed, and `label`, which null takes back. Lines of before `how` was
 * written have none: they were given. */
#ifndef PLX_COLLECTION_LABEL_LINE_H
#define PLX_COLLECTION_LABEL_LINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/** Bytes of a line and of each of its strings; more is refused. */
#define PLX_LABEL_LINE_MAX   131072
#define PLX_LABEL_STRING_MAX 8192

/** How a vote came to be. */
typedef enum plx_label_how {
    PLX_HOW_GIVEN = 0, /* `label`: one article, of the coder's own choice */
    PLX_HOW_IMPORT,    /* `labels import`, `index --labels-from-input` */
    PLX_HOW_REVIEW,    /* `review`: the model chose the article, so it must not measure the model */
    PLX_HOW_VALIDATE,  /* `validate`: a random sample */
    PLX_HOW_ADJUDICATION, /* decides where coders differ; stands above all votes */
    PLX_HOWS
} plx_label_how;

/** "given", "import", "review", "validate", "adjudication". */
const char *plx_label_how_name(plx_label_how how);
/** False if there is none of that name. */
bool plx_label_how_find(const char *name, plx_label_how *out);

/** One vote. Strings are borrowed: from what it was read into, or from the caller who appends. */
typedef struct plx_label {
    const char *id;
    const char *label;  /* NULL: the coder's vote is taken back */
    const char *target; /* of the model: "iran" */
    const char *coder;  /* as read: "" if not told */
    const char *time;   /* ISO 8601, UTC; may be NULL */
    plx_label_how how;
    const char *digest;       /* of the text it was given to, hex; may be NULL */
    const char *model;        /* name of the model that had judged, may be NULL */
    const char *model_stance; /* what it had said, may be NULL */
} plx_label;

/**
 * Read one line.
 *
 * @param s      n bytes, of any kind
 * @param block  receives the memory the strings of *out are in, freed with free(); NULL on error
 * @return PLX_OK; PLX_ERR_INVALID with the reason; PLX_ERR_LIMIT; PLX_ERR_NOMEM
 */
plx_status plx_label_parse(const char *s, size_t n, plx_label *out, char **block, plx_error *err);

/** The vote as a JSON object, a new reference; NULL without memory. */
json_t *plx_label_to_json(const plx_label *v);

/**
 * Append the vote as a line with its newline.
 *
 * @return PLX_OK; PLX_ERR_INVALID if plx_label_parse() would refuse the line; PLX_ERR_NOMEM. On
 *         error out is as before.
 */
plx_status plx_label_print(const plx_label *v, plx_strbuf *out, plx_error *err);

#endif
