/* indexer/prune.h - articles that go: their file vanished, or no longer brings them
 *
 * Only files known under the paths of the run are looked at. Under a path of which more than half
 * of the files have vanished nothing goes (an unmounted folder looks like that), unless
 * everything is asked for. An article that several files brought stays as long as one of them is
 * there: files that brought more articles than the index counts as theirs are read once more
 * before anything goes. */
#ifndef PLX_INDEXER_PRUNE_H
#define PLX_INDEXER_PRUNE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "indexer/intake.h"

/** Paths, each malloc'd. Zeroed: empty. */
typedef struct plx_path_list {
    char **path; /* NULL-ended, NULL if count is 0 */
    size_t count, room;
} plx_path_list;

void plx_path_list_release(plx_path_list *l);

/** One pruning, after a run has read its paths; the first two members are the caller's. */
typedef struct plx_pruning {
    plx_intake *intake;
    const char *const *under; /* NULL-ended: only files known under these paths */

    unsigned char *vanished; /* [number] of files whose articles go */
    size_t vanished_cap;
    bool may_share; /* articles would go that files not read in this run may bring */
} plx_pruning;

/** Find the vanished files; a path under which too many have vanished becomes a failure. */
plx_status plx_prune_find(plx_pruning *p, plx_error *err);

/** Files that brought more articles than are theirs in the index, not read in this run: read
 * again, they take over what they share with vanished ones. */
plx_status plx_prune_sharing(plx_intake *in, plx_path_list *out, plx_error *err);

/** Remove the articles and forget the files, in commits of their own; in a dry run count only. */
plx_status plx_prune_remove(plx_pruning *p, plx_error *err);

void plx_prune_release(plx_pruning *p);

/** Files in which something failed when they were last read. Those that were read with other
 * options become failures: read with these they would change. */
plx_status plx_list_failed(plx_intake *in, plx_path_list *out, plx_error *err);

#endif
