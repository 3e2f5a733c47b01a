/* cli/frame.h - the articles that a random sample stands for, and drawing it
 *
 * All articles of a query that are real (no written ones) and that nobody labelled because the
 * model had picked them. */
#ifndef PLX_CLI_FRAME_H
#define PLX_CLI_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/coding.h"
#include "cli/reading.h"
#include "collection/validation.h"
#include "search/search.h"

struct cli_frame {
    uint32_t *docids;
    size_t count;
    size_t found;                              /* by the query */
    size_t synthetic;                          /* left out of these: written ones */
    size_t reviewed;                           /* ... and those picked by `review` */
    uint32_t population[PLX_VALIDATION_WORDS]; /* by what the model says, whoever labelled them */
};

/**
 * Find them. Reads the fields of every article of the query.
 *
 * @param c    its votes say what was reviewed
 * @param out  released by the caller, also after an error
 */
plx_status cli_frame_make(const struct cli_coding *c, const plx_search_request *req,
                          struct cli_reading *r, struct cli_frame *out, plx_error *err);
void cli_frame_release(struct cli_frame *f);
/** Is an article one of them? */
bool cli_frame_has(const struct cli_frame *f, uint32_t docid);

/**
 * Draw a simple random sample of the articles that the model has not learned from.
 *
 * @param s  size and seed; receives ids, which live as long as the run
 */
plx_status cli_frame_draw(struct cli *cli, const struct cli_frame *f, struct cli_reading *r,
                          plx_drawn_sample *s, plx_error *err);

#endif
