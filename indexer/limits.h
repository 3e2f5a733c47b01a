/* indexer/limits.h - how much of what is read, in one place
 *
 * Nothing here bounds how much a run reads in all, only what must be held, counted or expanded
 * at once. A refusal names its limit and where it was met. The text of an article and its fields
 * have limits of their own (base/article.h), a page of HTML too (extract.h). */
#ifndef PLX_INDEXER_LIMITS_H
#define PLX_INDEXER_LIMITS_H

#include <stddef.h>
#include <stdint.h>

#include "indexer/extract.h"

/** A record of JSON over this many bytes is refused, and skipped without being held. */
#define PLX_LINE_MAX (32u << 20)
/** Folders nested deeper are refused. */
#define PLX_DEPTH_MAX 64
/** Archives (zip, tar, WARC) inside one another. */
#define PLX_NESTING_MAX 4
/** Archives and compressions inside one another, together. */
#define PLX_LAYERS_MAX 8
/** Members of one file, those of archives in it counted too. */
#define PLX_MEMBERS_MAX 10000000u
/** Bytes of a member's name. */
#define PLX_MEMBER_NAME_MAX 4096
/** Output may be this many times the bytes of the file it comes from ... */
#define PLX_RATIO_MAX 1000
/** ... after this many bytes in each layer. */
#define PLX_RATIO_FREE_BYTES (64u << 20)
/** Memory a decompressor may want: that of the two outermost layers, and of one further in. */
#define PLX_WINDOW_MAX       (136u << 20) /* zstd --long=27, xz -9 */
#define PLX_WINDOW_INNER_MAX (18u << 20)  /* zstd -19, xz -7 */
/** Header of a WARC record, and of an HTTP response in it; both end within a stream's buffer. */
#define PLX_WARC_HEADER_MAX 65536

/** Those that tests make smaller. */
typedef struct plx_read_limits {
    size_t page;   /* PLX_PAGE_MAX: a page, text, feed or mail, also as a member */
    size_t record; /* PLX_LINE_MAX */
    unsigned nesting;
    uint64_t members;
    uint64_t ratio, ratio_free_bytes;
} plx_read_limits;

#define PLX_READ_LIMITS                                                                            \
    {                                                                                              \
        PLX_PAGE_MAX, PLX_LINE_MAX, PLX_NESTING_MAX, PLX_MEMBERS_MAX, PLX_RATIO_MAX,               \
            PLX_RATIO_FREE_BYTES                                                                   \
    }

#endif
