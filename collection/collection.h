/* collection/collection.h - one index directory: its files, generations, versions
 *
 *   xapian/XAPIANDB   stub naming the current generation; replaced by rename
 *   xapian/gen-N/     a database
 *   labels.jsonl      labels by people
 *   manifest          what was read from where
 *   config            format and analysis version
 *   model-DIGEST      the model in use
 *   owner, owner.lock who writes now
 *
 * What must change together with the articles (model name, its labels, user facets)
 * is metadata of the generation itself, so that a reader never sees one without the other. */
#ifndef PLX_COLLECTION_H
#define PLX_COLLECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/** Path of the user's index: $PARALLAX_INDEX, else $XDG_DATA_HOME/parallax/index, else
 * ~/.local/share/parallax/index. Malloc'd; NULL without memory. */
char *plx_collection_default_path(void);

/** Does an index stand there? */
bool plx_collection_exists(const char *dir);

/**
 * Make an empty index with one empty generation. The caller is the writer (owner.h). The stub is
 * written last, so that a crash leaves no index rather than half of one.
 * PLX_ERR_EXISTS if there is one; PLX_ERR_IO.
 */
plx_status plx_collection_create(const char *dir, plx_error *err);

/**
 * Check that an index is there and of this format and analysis.
 *
 * @param any_analysis  accept another analysis version and older formats (for `upgrade`)
 * @return PLX_OK; PLX_ERR_NOTFOUND (the message names `parallax index`);
 *         PLX_ERR_VERSION (names the command that upgrades); PLX_ERR_CORRUPT
 */
plx_status plx_collection_verify(const char *dir, bool any_analysis, plx_error *err);

/** Path of a file of the index ("labels.jsonl", "manifest"), malloc'd. */
char *plx_collection_file(const char *dir, const char *name);

/** Name of the current generation ("gen-3"), from the stub. name holds n bytes. */
plx_status plx_collection_generation(const char *dir, char *name, size_t n, plx_error *err);

/** Path of a generation by name (NULL: the current one), malloc'd in *out. */
plx_status plx_collection_generation_path(const char *dir, const char *name, char **out,
                                          plx_error *err);

/**
 * Name and path of the next generation to build, beside the current one. The caller is the
 * writer. A half-built folder of that name is swept away.
 */
plx_status plx_collection_next_generation(const char *dir, char **path, plx_error *err);

/**
 * Make a built generation the current one: synced, then the stub is replaced. Older
 * generations are removed; readers that have them open keep their files.
 */
plx_status plx_collection_switch(const char *dir, const char *path, plx_error *err);

/**
 * Remove what a crash left: generations that are not the current one, temporary files. The caller
 * is the writer.
 */
plx_status plx_collection_sweep(const char *dir, plx_error *err);

/** State in `config` that the index has this program's format and analysis version. */
plx_status plx_collection_write_versions(const char *dir, plx_error *err);

#endif