/* cli/progress.h - one line on stderr that says how far a long run is
 *
 * Only on a terminal, at most four times a second; otherwise only the wish to stop is passed
 * on. */
#ifndef PLX_CLI_PROGRESS_H
#define PLX_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/context.h"
#include "indexer/pipeline.h"

struct cli_progress {
    const struct cli *cli;
    unsigned long long files, bytes; /* of the whole run; 0: not known */
    double started, shown;
    bool on_screen;
};

/** Begin; looks up how much there is to read below the paths (NULL-ended, or NULL). */
void cli_progress_init(struct cli_progress *p, struct cli *cli, const char *const *paths);
/** For plx_index_options.progress: another value than 0 when a signal asked to stop. */
int cli_progress_index(void *progress, const plx_index_summary *so_far, const char *path);
/** For plx_writer_options.progress. */
void cli_progress_writing(void *progress, uint64_t done, uint64_t total);
/** For plx_writer_relabel() and plx_collection_upgrade(). */
int cli_progress_count(void *progress, uint32_t done, uint32_t of);
/** Say what is being done now. */
void cli_progress_step(void *progress, const char *what);
/** Take the line off the screen. */
void cli_progress_end(struct cli_progress *p);

#endif
