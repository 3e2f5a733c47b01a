/* cli/import_line.h - one record of a file of labels, as a vote on an article of the index */
#ifndef PLX_CLI_IMPORT_LINE_H
#define PLX_CLI_IMPORT_LINE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/map.h"
#include "base/strbuf.h"
#include "cli/context.h"
#include "collection/vote.h"

/** Where articles and coders are looked up; made once for many lines. */
typedef struct cli_importer {
    struct cli *cli;
    const char *coder;   /* where a line does not say it; may be NULL */
    plx_map *urls;       /* addresses of the index; NULL until one is looked for */
    const char **url_id; /* [ordinal] id; NULL: several articles have it */
    size_t url_cap;
    plx_strbuf id; /* an id made of an address */
} cli_importer;

void cli_importer_init(cli_importer *in, struct cli *cli, const char *coder);
void cli_importer_release(cli_importer *in);

/** A vote that was read; it borrows from the object and the importer, until the next one. */
struct cli_import_line {
    plx_vote vote;
    bool has_time;   /* the line says when */
    char number[24]; /* an id that is one */
    char when[PLX_DATE_BYTES];
};

/**
 * Read the members of a record, as `labels export` writes them (with the article or without), or
 * the columns of a table, whose names may be in any case: id or url; label (null, or "none": taken
 * back; spelt as people do); coder, time, how, target, digest, model, model_stance. What is not
 * said is as of now, and `how` is import.
 *
 * @param object  stays the caller's
 * @param out     must not be moved while it is used
 * @return PLX_OK; PLX_ERR_INVALID, PLX_ERR_NOTFOUND with what is wrong; PLX_ERR_NOMEM; the
 *         snapshot's errors
 */
plx_status cli_import_line_read(cli_importer *in, json_t *object, struct cli_import_line *out,
                                plx_error *err);

/** Does the first line of a text name columns that are needed? */
bool cli_import_is_header(const char *p, size_t n);

#endif
