/* search/alias_table.h - which names mean the same, looked up by the words of a query
 *
 * A name is looked up by its words, analysed as English ones are (folded and stemmed): "The
 * Guards" is found as "the guard". Names that are said to be the same form a group, whichever and
 * however many lines say it; a name may besides lead to others, and so does each of its group.
 * What it leads to does not lead back.
 *
 * Filled first, by one thread; after plx_alias_table_finish() nothing changes any more, and any
 * number of threads may look up. */
#ifndef PLX_SEARCH_ALIAS_TABLE_H
#define PLX_SEARCH_ALIAS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "text/analyser.h"

/** Limits of a table. */
#define PLX_ALIAS_WORDS_MAX 12     /* of a name */
#define PLX_ALIAS_NAME_MAX  256    /* bytes of a name */
#define PLX_ALIAS_GROUP_MAX 64     /* names of a group */
#define PLX_ALIAS_LEADS_MAX 100000 /* pairs of which one name leads to the other */

/** No such name. */
#define PLX_ALIAS_NONE UINT32_MAX

typedef struct plx_alias_table plx_alias_table;

/** Where a name was written first. */
typedef struct plx_alias_name {
    const char *text; /* as written; as long as the table */
    unsigned file;    /* as given to plx_alias_table_add() */
    unsigned line;    /* from 1 */
} plx_alias_name;

/** @return PLX_OK; PLX_ERR_NOMEM */
plx_status plx_alias_table_new(plx_alias_table **out, plx_error *err);
void plx_alias_table_free(plx_alias_table *t);

/* ---------------------------------------------------------------- filling */

/**
 * The name with these words, added when there is none.
 *
 * @param from  text (NUL-ended UTF-8) and where it stands
 * @return PLX_OK; PLX_ERR_INVALID: no words, or stop words only; PLX_ERR_LIMIT: too long;
 *         PLX_ERR_NOMEM
 */
plx_status plx_alias_table_add(plx_alias_table *t, const plx_alias_name *from, uint32_t *name,
                               plx_error *err);
/** Two names mean the same, and so do their groups. PLX_ERR_LIMIT: the group would be too big. */
plx_status plx_alias_table_join(plx_alias_table *t, uint32_t a, uint32_t b, plx_error *err);
/** Who asks for one gets the other, too, but not the other way. PLX_ERR_LIMIT; PLX_ERR_NOMEM */
plx_status plx_alias_table_lead(plx_alias_table *t, uint32_t from, uint32_t to, plx_error *err);
/** Forget a name and all that was said of it. PLX_ERR_NOTFOUND; as plx_alias_table_add() */
plx_status plx_alias_table_remove(plx_alias_table *t, const char *text, plx_error *err);
/** Fill no more. */
void plx_alias_table_finish(plx_alias_table *t);

/* -------------------------------------------------------------- looking up */

/**
 * The name whose words these are.
 *
 * @param key      stems with a blank between each two, as plx_alias_key_add() puts them
 * @param goes_on  receives whether names have further words behind these
 * @return PLX_ALIAS_NONE if there is none
 */
uint32_t plx_alias_table_find(const plx_alias_table *t, const char *key, size_t len, bool *goes_on);

/** Append the stems of analysed words to a key. */
void plx_alias_key_add(plx_strbuf *key, const plx_tokens *words);

/**
 * What else to look for: the other names of its group in the order of the files, then what the
 * group leads to.
 *
 * @param out   room for max
 * @param own   receives how many of them are of its own group; may be NULL
 * @return how many were stored
 */
size_t plx_alias_table_others(const plx_alias_table *t, uint32_t name, uint32_t *out, size_t max,
                              size_t *own);

/** Do the words of one name stand in another, side by side? Then who finds the one finds both. */
bool plx_alias_table_covers(const plx_alias_table *t, uint32_t name, uint32_t other);

plx_alias_name plx_alias_table_name(const plx_alias_table *t, uint32_t name);
/** Names in all. */
size_t plx_alias_table_names(const plx_alias_table *t);

#endif
