/* indexer/feed_entry.h - one entry of a feed while it is collected, and the record made of it
 *
 * Feeds say the same thing in several elements. Each value comes with a rank: of two the lower
 * one stays, authors and categories of one rank are joined. */
#ifndef PLX_INDEXER_FEED_ENTRY_H
#define PLX_INDEXER_FEED_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "indexer/reader_file.h"

typedef enum plx_feed_slot {
    PLX_FEED_TITLE,
    PLX_FEED_URL,
    PLX_FEED_GUID,
    PLX_FEED_AUTHOR,
    PLX_FEED_DATE,
    PLX_FEED_UPDATED,
    PLX_FEED_SOURCE,
    PLX_FEED_SECTION,
    PLX_FEED_CATEGORY,
    PLX_FEED_LANG,
    PLX_FEED_BODY, /* a text, or HTML */
    PLX_FEED_SLOTS
} plx_feed_slot;

/** Ranks of bodies: from here on it may be a summary, from the second on it is one. */
#define PLX_FEED_RANK_DESCRIPTION 10
#define PLX_FEED_RANK_SUMMARY     20

typedef struct plx_feed_entry {
    plx_strbuf value[PLX_FEED_SLOTS];
    unsigned rank[PLX_FEED_SLOTS];
    bool is_text; /* the body is plain text by declaration, whatever it looks like */
} plx_feed_entry;

void plx_feed_entry_init(plx_feed_entry *e);
void plx_feed_entry_release(plx_feed_entry *e);
/** Empty it for the next entry. */
void plx_feed_entry_reset(plx_feed_entry *e);

/**
 * Offer a value: UTF-8. White space at its ends is cut, an empty one is none.
 *
 * @param rank  from 1
 * @return is it the slot's value now?
 */
bool plx_feed_entry_offer(plx_feed_entry *e, plx_feed_slot slot, unsigned rank, const char *p,
                          size_t n);

/**
 * Hand the record of an entry to the sink. What it does not say of source and language is taken
 * from `feed`.
 *
 * @param line  0: not known
 * @return PLX_OK; what on_item returned; PLX_ERR_NOMEM
 */
plx_status plx_feed_entry_give(const plx_feed_entry *e, const plx_feed_entry *feed, plx_reading *r,
                               size_t line, plx_error *err);

#endif
