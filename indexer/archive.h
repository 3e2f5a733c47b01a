/* indexer/archive.h - the members of a zip or tar archive, as they stream by; the only file that
 * knows libarchive
 *
 * Read is zip (zip64, data descriptors, names in UTF-8 or CP437) and tar (ustar, pax, GNU, old),
 * from their beginning on, so that they may come through a pipe or lie in one another. Folders,
 * links, devices and hidden files (".name", __MACOSX) are left out. A name is only a name: nothing
 * is written. */
#ifndef PLX_INDEXER_ARCHIVE_H
#define PLX_INDEXER_ARCHIVE_H

#include "indexer/reader_file.h"

/**
 * Read all members. One that is damaged, encrypted or over a limit is reported, and the rest goes
 * on as far as it can be found.
 *
 * @return PLX_OK; PLX_ERR_NOMEM; what a callback returned
 */
plx_status plx_read_archive(plx_reading *r, plx_stream *in, plx_error *err);

#endif
