/* indexer/file_list.h - the names in a list of files, one by one (--files-from) */
#ifndef PLX_INDEXER_FILE_LIST_H
#define PLX_INDEXER_FILE_LIST_H

#include <stdbool.h>

#include "base/error.h"

/** Bytes of a name; a longer one is refused. */
#define PLX_LISTED_NAME_MAX 65535

typedef struct plx_file_list plx_file_list;

/**
 * Open a list ("-": standard input).
 *
 * @param nul_separated  names end with NUL and are taken as they are; else with a line end
 *                       ("\n", "\r\n")
 * @return PLX_OK; PLX_ERR_NOTFOUND, PLX_ERR_IO naming the list; PLX_ERR_NOMEM. *out is NULL on
 *         error.
 */
plx_status plx_file_list_open(const char *path, bool nul_separated, plx_file_list **out,
                              plx_error *err);

/**
 * The next name; empty ones are skipped. "-" in a list is a file of this name and comes as "./-".
 *
 * @param name  receives it, valid until the next call; NULL at the end
 * @return PLX_OK; PLX_ERR_LIMIT names the list and the line of a name that is too long: the next
 *         call goes on behind it; PLX_ERR_IO and PLX_ERR_NOMEM end the list
 */
plx_status plx_file_list_next(plx_file_list *list, const char **name, plx_error *err);

void plx_file_list_close(plx_file_list *list);

#endif
