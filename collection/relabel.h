/* collection/relabel.h - judging every article of an index anew, by the writer's model
 *
 * Stances are read in one sweep, and texts in the order of their docids, each once; threads judge
 * them; only stances that are others are written, and nothing else of an article. The caller
 * commits: one transaction, so readers see the old stances or the new, and a run that is cut off
 * has changed nothing. */
#ifndef PLX_COLLECTION_RELABEL_H
#define PLX_COLLECTION_RELABEL_H

#include <stdint.h>

#include "base/error.h"
#include "classifier/stance.h"
#include "collection/writer.h"

/** Most stances there are: the labels of a model, unclear, off-topic, not-judged. */
#define PLX_STANCES_MAX (PLX_LABELS_MAX + 3)

/** Zeroed: the defaults. */
typedef struct plx_relabel_options {
    unsigned jobs; /* threads that judge; 0: as many as cores */
    /* may be NULL; called now and then; another value than 0 ends the run (PLX_ERR_STOPPED) */
    int (*progress)(void *ctx, uint32_t done, uint32_t of);
    void *ctx;
} plx_relabel_options;

/** What became of the articles. */
typedef struct plx_relabel_result {
    uint32_t articles;
    uint32_t changed;   /* their stance is another */
    uint32_t rewritten; /* of these, and of those with other probabilities, the value is written */
    uint32_t
        by_person;    /* people gave the stance: it stays, only the model's probabilities follow */
    uint32_t foreign; /* people gave a label that the model has not: its own word counts */
    plx_label_set before, after;                      /* labels of the old model and the new */
    uint32_t moved[PLX_STANCES_MAX][PLX_STANCES_MAX]; /* articles by stance before and after: a
                       label's index, then unclear, off-topic and not-judged behind the labels */
} plx_relabel_result;

/** The word of a stance counted in moved[][]. */
const char *plx_relabel_stance(const plx_label_set *labels, unsigned ordinal);

/**
 * Judge every article of the index anew. No preparer may be at work.
 *
 * What comes out does not depend on the number of threads.
 *
 * @return PLX_OK; PLX_ERR_STOPPED; PLX_ERR_INVALID in a dry run; PLX_ERR_NOMEM; the store's errors
 */
plx_status plx_writer_relabel(plx_writer *w, const plx_relabel_options *opt,
                              plx_relabel_result *out, plx_error *err);

#endif
