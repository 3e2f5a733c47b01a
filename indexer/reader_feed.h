/* indexer/reader_feed.h - the entries of a feed as records: RSS, Atom, JSON Feed
 *
 * RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0, JSON Feed 1 and 1.1. Of each entry: title, url
 * (the address it stands for), author, date (published) or updated, category, section, lang, and
 * as html or text the fullest of content:encoded, content, description, summary; `is_summary` is
 * true when the feed has no more than a summary. `source` is the feed's title, or the <source> of
 * the entry. `guid` is the entry's id where it is not its address; without an address it is the
 * record's id as well.
 *
 * A feed that is broken XML gives the entries before the damage and those that can be made out
 * behind it. A DTD with declarations is refused: no feed needs one, and entities can be made to
 * explode. Nothing is fetched. */
#ifndef PLX_INDEXER_READER_FEED_H
#define PLX_INDEXER_READER_FEED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "indexer/reader_file.h"

/**
 * Read a feed.
 *
 * @param whole  all of it, in any character set; released
 * @return PLX_OK (failures went to on_failure); what a callback returned; PLX_ERR_NOMEM
 */
plx_status plx_read_feed(plx_reading *r, plx_strbuf *whole, plx_error *err);

/** Does text that begins so look like a feed? */
bool plx_feed_knows(const char *p, size_t n);

#endif
