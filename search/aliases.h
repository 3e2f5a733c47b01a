/* search/aliases.h - the aliases in force: files read into a table, and read again when they change
 *
 * The files count one after the other: the shipped one, then the user's. One for all threads. */
#ifndef PLX_SEARCH_ALIASES_H
#define PLX_SEARCH_ALIASES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "search/alias_parse.h"
#include "search/alias_table.h"

/** Bytes of a file, at most; files; and how often they are looked at. */
#define PLX_ALIAS_FILE_BYTES_MAX (4u << 20)
#define PLX_ALIAS_FILES_MAX      4
#define PLX_ALIAS_LOOK_MS        1000

typedef struct plx_alias_file {
    const char *path; /* borrowed for as long as the aliases are open */
    bool is_optional; /* counts as empty where it is missing */
} plx_alias_file;

typedef struct plx_aliases plx_aliases;

/**
 * Read files. Bad lines are told and left out; what cannot be read at all is an error.
 *
 * @param files   n of them, at most PLX_ALIAS_FILES_MAX
 * @param teller  told of bad lines now, and later of these and of files that cannot be read, by
 *                whichever thread finds them, one at a time; copied; may be NULL
 * @return PLX_OK; PLX_ERR_NOTFOUND; PLX_ERR_LIMIT; PLX_ERR_IO; PLX_ERR_NOMEM
 */
plx_status plx_aliases_open(const plx_alias_file *files, size_t n, const plx_alias_teller *teller,
                            plx_aliases **out, plx_error *err);
/** When nobody borrows. NULL allowed. */
void plx_aliases_close(plx_aliases *a);

/**
 * The newest table, unchanged until it is given back, by the same thread and soon: whoever changes
 * it waits. Files that changed are read first; if one of them cannot be read, or memory is short,
 * the table from before stays, and the teller hears why. Any thread. Costs a look at the clock.
 */
const plx_alias_table *plx_aliases_borrow(plx_aliases *a);
void plx_aliases_give_back(plx_aliases *a);

/** Number of the newest table: another one for each that was read. Any thread. */
unsigned plx_aliases_revision(plx_aliases *a);

/** Read the files now, changed or not. After an error the table from before stays. Any thread.
 * @return as plx_aliases_open() */
plx_status plx_aliases_reload(plx_aliases *a, plx_error *err);

/** What a file holds, as it was read last; while borrowed. */
plx_alias_count plx_aliases_count(const plx_aliases *a, size_t file);

#endif
