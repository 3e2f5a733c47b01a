/* collection/saved.h - saved searches: queries that have a name
 *
 * An append-only file that belongs to the user (searches.jsonl in the index), a decision a line:
 *
 *     {"name","query","time"}           saves a query, or changes it; null deletes it
 *     {"name","seen","time"}            all articles up to this docid were looked at
 *
 * The last line of each kind counts. New articles get higher docids than all before, whatever their
 * dates, so "new since then" is exact, however long an index run takes. An index made anew, whose
 * docids are all lower, has been seen not at all.
 *
 * Few and small: read whole where they are needed. */
#ifndef PLX_COLLECTION_SAVED_H
#define PLX_COLLECTION_SAVED_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "collection/note_name.h"

/** The file in the index directory. */
#define PLX_SAVED_FILE "searches.jsonl"
/** Saved searches of one index, and bytes of a query. */
#define PLX_SAVED_MAX       1000
#define PLX_SAVED_QUERY_MAX 16384

/** Strings are malloc'd, of the list. */
typedef struct plx_saved_search {
    char name[PLX_NOTE_NAME_MAX + 1];
    char *query;
    char *saved;   /* when: ISO 8601, UTC */
    char *looked;  /* when it was last looked at for new articles; NULL: never */
    uint32_t seen; /* docid up to which all were looked at; 0: none */
} plx_saved_search;

typedef struct plx_saved_list {
    plx_saved_search *item; /* by name */
    size_t count;
    size_t faults; /* lines passed over */
} plx_saved_list;

/**
 * Read them all. A file that is not there holds none; a line that is no saved search, or one
 * search more than PLX_SAVED_MAX, is passed over and counted.
 *
 * @param out  released with plx_saved_release(), also after an error
 * @return PLX_OK; PLX_ERR_IO; PLX_ERR_NOMEM
 */
plx_status plx_saved_load(const char *path, plx_saved_list *out, plx_error *err);
void plx_saved_release(plx_saved_list *list);

/** By name, as plx_note_name_read() gives it; NULL: there is none. */
const plx_saved_search *plx_saved_find(const plx_saved_list *list, const char *name);

/** Save a query under a name, or delete it (query NULL). Synced. @return PLX_OK; PLX_ERR_INVALID;
 * PLX_ERR_LIMIT; PLX_ERR_IO; PLX_ERR_NOMEM */
plx_status plx_saved_put(const char *path, const char *name, const char *query, int64_t time,
                         plx_error *err);
/** Note that all articles up to a docid were looked at. Synced. */
plx_status plx_saved_mark(const char *path, const char *name, uint32_t seen, int64_t time,
                          plx_error *err);

#endif
