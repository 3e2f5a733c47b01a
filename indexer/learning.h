/* indexer/learning.h - furniture learned from the articles of a run (repeats.h), taken out of them
 *
 * Pages and texts are learned from, records only when they are cleaned (--clean); not near-copies,
 * and not articles that are as they were. What an article loses depends only on those
 * before it: lines that a worker could not know yet are taken out before it is put. Those
 * that held a line before it was learned are cleaned at the end of the run. */
#ifndef PLX_INDEXER_LEARNING_H
#define PLX_INDEXER_LEARNING_H

#include <stdint.h>

#include "base/error.h"
#include "collection/writer.h"
#include "indexer/job.h"

typedef struct plx_learning plx_learning;

/** Load what earlier runs have learned. PLX_ERR_INVALID names the line; PLX_ERR_IO; PLX_ERR_NOMEM.
 */
plx_status plx_learning_open(const char *dir, plx_learning **out, plx_error *err);
/** NULL allowed. */
void plx_learning_close(plx_learning *l);

/** For workers, several at once: take learned lines out of a converted article. PLX_ERR_NOMEM. */
plx_status plx_learning_clean(plx_learning *l, plx_job *job, plx_error *err);
/** For the writer, in order, before the put: the same for lines learned since. PLX_ERR_NOMEM. */
plx_status plx_learning_clean_late(plx_learning *l, plx_job *job, plx_error *err);
/** For the writer, in order, after the put: learn. PLX_ERR_NOMEM. */
plx_status plx_learning_learn(plx_learning *l, plx_job *job, const plx_put_outcome *put,
                              plx_error *err);

/** Clean the articles that hold lines learned after they were put; no worker is at work. The
 * caller commits. */
plx_status plx_learning_revise(plx_learning *l, plx_writer *w, uint64_t *cleaned, plx_error *err);
/** Write what was learned, after the commit. PLX_ERR_IO; PLX_ERR_NOMEM. */
plx_status plx_learning_save(plx_learning *l, plx_error *err);

#endif
