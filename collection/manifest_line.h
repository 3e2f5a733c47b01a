/* collection/manifest_line.h - one line of a manifest, read and printed; for manifest.c only */
#ifndef PLX_COLLECTION_MANIFEST_LINE_H
#define PLX_COLLECTION_MANIFEST_LINE_H

#include "base/strbuf.h"
#include "collection/manifest.h"

/** Highest number of a file; higher ones are damage. */
#define PLX_MANIFEST_NUMBER_MAX INT32_MAX

/**
 * Read a line.
 *
 * @param path  emptied first; receives the path, which out->path borrows
 * @param out   file is 0 in a line of index format 1, whose options are left empty
 * @return false if it is none
 */
bool plx_manifest_line_read(const char *line, size_t len, plx_strbuf *path,
                            plx_manifest_entry *out);

/** Append a line and its newline; out->failed is set without memory. */
void plx_manifest_line_print(const plx_manifest_entry *e, plx_strbuf *out);

/** n bytes from 2 n lower-case hex digits; false if they are none, or not so many. */
bool plx_hex_read(const char *hex, size_t n, unsigned char *out);
/** The same back; out holds 2 n + 1 bytes. */
void plx_hex_print(const unsigned char *p, size_t n, char *out);

#endif
