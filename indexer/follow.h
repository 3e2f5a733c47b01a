/* indexer/follow.h - a run that stays and keeps the index up with files and folders */
#ifndef PLX_INDEXER_FOLLOW_H
#define PLX_INDEXER_FOLLOW_H

#include "base/error.h"
#include "indexer/pipeline.h"

/**
 * Index everything under the paths, then each batch of changes (watch.h), until opt->progress
 * asks to stop: while waiting it is called with the path "". Between batches others may write.
 * Articles go only with opt->prune.
 *
 * @param paths  NULL-ended files and folders
 * @param out    as for plx_index_paths(); out->stopped only if a batch was cut short
 * @return PLX_OK; as plx_index_paths() and plx_watch_open()
 */
plx_status plx_index_follow(const char *dir, const char *const *paths, const plx_index_options *opt,
                            plx_index_summary *out, plx_error *err);

#endif
