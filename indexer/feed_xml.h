/* indexer/feed_xml.h - the entries of RSS and Atom */
#ifndef PLX_INDEXER_FEED_XML_H
#define PLX_INDEXER_FEED_XML_H

#include "base/error.h"
#include "base/strbuf.h"
#include "indexer/reader_file.h"

/**
 * Read a feed in UTF-8, whatever its declaration says, that declares no entities.
 *
 * Memory is that of one entry, and at most 256 elements are open (libxml2's limit, behind which
 * the feed counts as broken).
 *
 * @return as plx_read_feed()
 */
plx_status plx_feed_xml_read(plx_reading *r, const plx_strbuf *utf8, plx_error *err);

#endif
