/* collection/record.h - the stored form of an article: what document data holds
 *
 * Layout: version byte (2), then the zstd frame of the fields as JSON without `text` (varint
 * length, bytes), then that of the text. The fields can be read without touching the text. Both are
 * packed here so that the engine finds nothing to pack: its zlib over the whole was most of the
 * time of reading an article. Version 1, which is read, too, has the fields as they are. */
#ifndef PLX_COLLECTION_RECORD_H
#define PLX_COLLECTION_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/article.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/strbuf.h"

/** Working memory for packing; one for each thread. */
typedef struct plx_record_codec plx_record_codec;

plx_status plx_record_codec_new(plx_record_codec **out, plx_error *err);
void plx_record_codec_free(plx_record_codec *c);

/**
 * The fields of an article that are stored: all but text, label and origin, as one line of JSON.
 * Made once, for plx_record_digest() and plx_record_pack().
 *
 * @param out  emptied first
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_record_fields(const plx_article *a, plx_strbuf *out, plx_error *err);

/**
 * Write the stored form of an article to out (emptied first).
 *
 * @param fields  of plx_record_fields()
 * @param text    of the article, may be NULL
 * @return PLX_OK; PLX_ERR_NOMEM; PLX_ERR_INTERNAL
 */
plx_status plx_record_pack(plx_record_codec *c, const plx_strbuf *fields, const char *text,
                           plx_strbuf *out, plx_error *err);

/**
 * Fill an article from its stored form.
 *
 * @param with_text  false leaves a->text NULL: cheaper
 * @return PLX_OK; PLX_ERR_CORRUPT; PLX_ERR_NOMEM
 */
plx_status plx_record_unpack(plx_record_codec *c, const void *p, size_t n, bool with_text,
                             plx_article *a, plx_error *err);

/** Bytes of a record's digest. */
#define PLX_RECORD_DIGEST PLX_DIGEST_BYTES
/**
 * Digest of all that an article holds but label and origin: has it changed?
 *
 * @param fields   of plx_record_fields()
 * @param context  what else decides how it is indexed (names of user facets); part of the digest
 * @param text     of the article, may be NULL
 */
void plx_record_digest(const plx_strbuf *fields, const char *context, const char *text,
                       unsigned char out[PLX_RECORD_DIGEST]);

/** A date as value bytes: 8 sortable bytes of start, precision, zone. Empty if undated. */
#define PLX_DATE_VALUE_BYTES 10
size_t plx_record_date_value(const plx_date *d, unsigned char out[PLX_DATE_VALUE_BYTES]);
/** False if the bytes are no date (then *out is undated). */
bool plx_record_date_read(const void *p, size_t n, plx_date *out);

/** When an index met an article, and its present text: seconds since 1970; 0: not known. */
typedef struct plx_seen {
    int64_t first, changed;
} plx_seen;
/** The same as value bytes: both times, sortable as in a date. */
#define PLX_SEEN_VALUE_BYTES 16
void plx_record_seen_value(const plx_seen *s, unsigned char out[PLX_SEEN_VALUE_BYTES]);
/** Both 0 if the bytes are none. */
plx_seen plx_record_seen_read(const void *p, size_t n);

/** A number (of a file, of a document) as value bytes, high byte first. */
#define PLX_NUMBER_VALUE_BYTES 4
void plx_record_number_value(uint32_t number, unsigned char out[PLX_NUMBER_VALUE_BYTES]);
/** 0 if the bytes are none. */
uint32_t plx_record_number_read(const void *p, size_t n);

#endif
