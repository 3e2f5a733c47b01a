/* collection/labels.h - labels by people: an append-only file that belongs to the user
 *
 * One JSON object a line: {"id","label","target","coder","time","digest","model",
 * "model_stance"}. Every vote stays; the last line of an article stands. A label of null takes the
 * article's label back. A torn last line (a crash, a full disk) is passed over. */
#ifndef PLX_COLLECTION_LABELS_H
#define PLX_COLLECTION_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/** One vote. Strings borrowed from the set, or from the caller when appending. */
typedef struct plx_label {
    const char *id;
    const char *label;  /* NULL: taken back */
    const char *target; /* of the model: "iran" */
    const char *coder;
    const char *time;         /* ISO 8601, UTC */
    const char *digest;       /* of the text it was given to, hex */
    const char *model;        /* name of the model that had judged, may be NULL */
    const char *model_stance; /* what it had said, may be NULL */
} plx_label;

typedef struct plx_labels plx_labels;

/** An empty set that reads from a file (which need not exist). */
plx_status plx_labels_open(const char *path, plx_labels **out, plx_error *err);
void plx_labels_close(plx_labels *l);

/**
 * Read what was appended since the last call.
 *
 * @param on_new  called for every vote read, in order; may be NULL. Another value than PLX_OK ends
 *                the reading with it
 * @return PLX_OK; PLX_ERR_CORRUPT names file and line of one that is no label; PLX_ERR_IO
 */
plx_status plx_labels_read(plx_labels *l,
                           plx_status (*on_new)(void *ctx, const plx_label *v, plx_error *err),
                           void *ctx, plx_error *err);

/** The vote that stands for an article and target, NULL if none. Valid until the next read. */
const plx_label *plx_labels_find(const plx_labels *l, const char *id, const char *target);
/** All votes read, in file order. */
size_t plx_labels_count(const plx_labels *l);
const plx_label *plx_labels_at(const plx_labels *l, size_t i);

/** Was the vote given to another text than this (NULL: none)? Votes without digest never are. */
bool plx_label_is_stale(const plx_label *v, const char *text);

/** Append one vote, synced. Several processes may do so at once. */
plx_status plx_labels_append(const char *path, const plx_label *v, plx_error *err);

#endif
