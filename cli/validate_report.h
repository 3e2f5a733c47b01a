/* cli/validate_report.h - the figures of `parallax validate`: collecting and printing them */
#ifndef PLX_CLI_VALIDATE_REPORT_H
#define PLX_CLI_VALIDATE_REPORT_H

#include "base/map.h"
#include "cli/coding.h"
#include "cli/frame.h"
#include "cli/reading.h"
#include "collection/validation.h"

/** What is measured, and what of the sample could not be. */
struct cli_validation {
    struct cli *cli;
    const struct cli_coding *coding;
    const char
        *coder; /* only this coder's answers; NULL: the latest of anybody, adjudications first */
    const struct cli_frame *frame;
    const plx_drawn_sample *sample; /* NULL: none was recorded, all answers count */
    plx_map *sources;
    plx_validated *items;
    size_t drawn, labelled; /* of the sample; labelled ones may still be left out below */
    size_t gone, reviewed, learned, stale, foreign;
    plx_validation figures;
};

/** Collect the answers to `ids`, and measure. Released by the caller, also after an error. */
plx_status cli_validation_measure(struct cli_validation *v, struct cli_reading *r,
                                  const char *const *ids, size_t n, plx_error *err);
void cli_validation_release(struct cli_validation *v);

/** Print the figures. @return exit code: CLI_NOTHING if no answer counts */
int cli_validation_print_text(const struct cli_validation *v);
int cli_validation_print_json(const struct cli_validation *v);

#endif
