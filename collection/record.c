#include "collection/record.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/json.h"

#define RECORD_VERSION 2
/* The fields stand as they are, which made the engine pack and unpack the whole record. */
#define RECORD_PLAIN_FIELDS 1
/* On news text of a few KB: level 1 with a hash table that stays in the cache packs in .7 of the
 * time of zstd's default, 3, and to .8 % more; higher levels gain 3 % and cost twice the time. */
#define ZSTD_LEVEL     1
#define ZSTD_HASH_LOG  15
#define ZSTD_MIN_MATCH 5
/* More than the fields of an article can be as JSON: every byte escaped, in every field. */
#define FIELDS_MAX (2u << 20)

struct plx_record_codec {
    ZSTD_CCtx *pack;
    ZSTD_DCtx *unpack;
};

static bool set_parameters(ZSTD_CCtx *pack)
{
    return !ZSTD_isError(ZSTD_CCtx_setParameter(pack, ZSTD_c_compressionLevel, ZSTD_LEVEL)) &&
           !ZSTD_isError(ZSTD_CCtx_setParameter(pack, ZSTD_c_hashLog, ZSTD_HASH_LOG)) &&
           !ZSTD_isError(ZSTD_CCtx_setParameter(pack, ZSTD_c_minMatch, ZSTD_MIN_MATCH));
}

plx_status plx_record_codec_new(plx_record_codec **out, plx_error *err)
{
    plx_record_codec *c = calloc(1, sizeof *c);

    *out = NULL;
    if (!c || !(c->pack = ZSTD_createCCtx()) || !set_parameters(c->pack) ||
        !(c->unpack = ZSTD_createDCtx())) {
        plx_record_codec_free(c);
        return plx_fail(err, PLX_ERR_NOMEM, "article record: out of memory");
    }
    *out = c;
    return PLX_OK;
}

void plx_record_codec_free(plx_record_codec *c)
{
    if (!c)
        return;
    ZSTD_freeCCtx(c->pack);
    ZSTD_freeDCtx(c->unpack);
    free(c);
}

plx_status plx_record_fields(const plx_article *a, plx_strbuf *out, plx_error *err)
{
    plx_article fields = *a; /* shallow: only to leave two of them out */
    json_t *o;

    fields.text = NULL;
    fields.label = NULL;
    plx_strbuf_reset(out);
    o = plx_article_to_json(&fields);
    if (o)
        plx_json_print(o, false, out);
    else
        out->failed = true;
    json_decref(o);
    if (out->failed)
        return plx_fail(err, PLX_ERR_NOMEM, "article record: out of memory");
    return PLX_OK;
}

static void put_varint(plx_strbuf *out, size_t n)
{
    for (; n >= 0x80; n >>= 7)
        plx_strbuf_putc(out, (char)(n | 0x80));
    plx_strbuf_putc(out, (char)n);
}

/* Bytes taken, 0 if it is none. */
static size_t get_varint(const unsigned char *p, size_t len, size_t *n)
{
    size_t i;

    *n = 0;
    for (i = 0; i < len && i < 5; i++) {
        *n |= (size_t)(p[i] & 0x7f) << (7 * i);
        if (!(p[i] & 0x80))
            return i + 1;
    }
    return 0;
}

/* Append the frame of some bytes, with its length before it if so asked. */
static plx_status pack(plx_record_codec *c, const char *s, size_t len, bool with_length,
                       plx_strbuf *out, plx_error *err)
{
    size_t bound = ZSTD_compressBound(len), n;
    char *buf = malloc(bound);

    if (!buf)
        return plx_fail(err, PLX_ERR_NOMEM, "article record: out of memory");
    n = ZSTD_compress2(c->pack, buf, bound, s, len);
    if (!ZSTD_isError(n) && with_length)
        put_varint(out, n);
    if (!ZSTD_isError(n))
        plx_strbuf_add(out, buf, n);
    free(buf);
    if (ZSTD_isError(n))
        return plx_fail(err, PLX_ERR_INTERNAL, "article record: %s", ZSTD_getErrorName(n));
    return PLX_OK;
}

plx_status plx_record_pack(plx_record_codec *c, const plx_strbuf *fields, const char *text,
                           plx_strbuf *out, plx_error *err)
{
    plx_status rc;

    plx_strbuf_reset(out);
    plx_strbuf_putc(out, RECORD_VERSION);
    rc = pack(c, fields->s, fields->len, true, out, err);
    if (!rc)
        rc = pack(c, text ? text : "", text ? strlen(text) : 0, false, out, err);
    if (!rc && out->failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "article record: out of memory");
    return rc;
}

/* Undo a frame of at most `most` bytes; *out ends in a NUL. */
static plx_status unpack(plx_record_codec *c, const void *p, size_t n, size_t most, char **out,
                         size_t *out_len, plx_error *err)
{
    unsigned long long len = ZSTD_getFrameContentSize(p, n);
    size_t got;

    if (len == ZSTD_CONTENTSIZE_UNKNOWN || len == ZSTD_CONTENTSIZE_ERROR || len > most)
        return plx_fail(err, PLX_ERR_CORRUPT, "article record: a part has no valid length");
    *out = malloc((size_t)len + 1);
    if (!*out)
        return plx_fail(err, PLX_ERR_NOMEM, "article record: out of memory");
    got = ZSTD_decompressDCtx(c->unpack, *out, (size_t)len, p, n);
    if (ZSTD_isError(got) || got != len) {
        free(*out);
        *out = NULL;
        return plx_fail(err, PLX_ERR_CORRUPT, "article record: a part is damaged");
    }
    (*out)[len] = '\0';
    *out_len = (size_t)len;
    return PLX_OK;
}

static plx_status unpack_fields(const char *p, size_t n, plx_article *a, plx_error *err)
{
    json_t *o = NULL;
    plx_status rc = plx_json_parse(p, n, &o, err);

    if (rc)
        return plx_fail_prefix(err, PLX_ERR_CORRUPT, "article record");
    rc = plx_article_from_json(o, false, a, err); /* passes over date_how */
    a->date_how = plx_date_how_find(plx_json_get_str(o, "date_how"));
    json_decref(o);
    return rc;
}

static plx_status unpack_packed_fields(plx_record_codec *c, const void *p, size_t n, plx_article *a,
                                       plx_error *err)
{
    char *fields = NULL;
    size_t len = 0;
    plx_status rc = unpack(c, p, n, FIELDS_MAX, &fields, &len, err);

    if (!rc)
        rc = unpack_fields(fields, len, a, err);
    free(fields);
    return rc;
}

plx_status plx_record_unpack(plx_record_codec *c, const void *p, size_t n, bool with_text,
                             plx_article *a, plx_error *err)
{
    const unsigned char *b = p;
    size_t fields = 0, used = n > 1 ? get_varint(b + 1, n - 1, &fields) : 0, len;
    plx_status rc;

    if (!used || !b[0] || b[0] > RECORD_VERSION || fields > n - 1 - used)
        return plx_fail(err, PLX_ERR_CORRUPT, "article record: not one of version 1 to %d",
                        RECORD_VERSION);
    rc = b[0] == RECORD_PLAIN_FIELDS ? unpack_fields((const char *)b + 1 + used, fields, a, err)
                                     : unpack_packed_fields(c, b + 1 + used, fields, a, err);
    used += 1 + fields;
    if (!rc && with_text)
        rc = unpack(c, b + used, n - used, PLX_ARTICLE_TEXT_MAX, &a->text, &len, err);
    return rc;
}

void plx_record_digest(const plx_strbuf *fields, const char *context, const char *text,
                       unsigned char out[PLX_RECORD_DIGEST])
{
    unsigned char parts[3][PLX_DIGEST_BYTES];

    plx_digest(fields->s, fields->len, parts[0]);
    plx_digest(context, strlen(context), parts[1]);
    plx_digest(text ? text : "", text ? strlen(text) : 0, parts[2]);
    plx_digest(parts, sizeof parts, out);
}

/* --------------------------------------------------------------- values */

#define TIME_BYTES 8
#define TIME_ZERO  ((uint64_t)1 << 63) /* added, so that negative ones sort first */

static void put_time(int64_t t, unsigned char out[TIME_BYTES])
{
    uint64_t sortable = (uint64_t)t + TIME_ZERO;
    int i;

    for (i = 0; i < TIME_BYTES; i++)
        out[i] = (unsigned char)(sortable >> (56 - 8 * i));
}

static int64_t get_time(const unsigned char *b)
{
    uint64_t sortable = 0;
    int i;

    for (i = 0; i < TIME_BYTES; i++)
        sortable = sortable << 8 | b[i];
    return (int64_t)(sortable - TIME_ZERO);
}

size_t plx_record_date_value(const plx_date *d, unsigned char out[PLX_DATE_VALUE_BYTES])
{
    if (d->precision == PLX_DATE_NONE)
        return 0;
    put_time(d->start, out);
    out[8] = (unsigned char)d->precision;
    out[9] = d->has_zone;
    return PLX_DATE_VALUE_BYTES;
}

bool plx_record_date_read(const void *p, size_t n, plx_date *out)
{
    const unsigned char *b = p;

    memset(out, 0, sizeof *out);
    if (n != PLX_DATE_VALUE_BYTES || b[8] == PLX_DATE_NONE || b[8] >= PLX_DATE_PRECISIONS)
        return false;
    out->start = get_time(b);
    out->precision = (plx_date_precision)b[8];
    out->has_zone = b[9] != 0;
    return true;
}

void plx_record_seen_value(const plx_seen *s, unsigned char out[PLX_SEEN_VALUE_BYTES])
{
    put_time(s->first, out);
    put_time(s->changed, out + TIME_BYTES);
}

plx_seen plx_record_seen_read(const void *p, size_t n)
{
    const unsigned char *b = p;

    if (n != PLX_SEEN_VALUE_BYTES)
        return (plx_seen){ 0 };
    return (plx_seen){ get_time(b), get_time(b + TIME_BYTES) };
}

void plx_record_number_value(uint32_t number, unsigned char out[PLX_NUMBER_VALUE_BYTES])
{
    int i;

    for (i = 0; i < PLX_NUMBER_VALUE_BYTES; i++)
        out[i] = (unsigned char)(number >> (24 - 8 * i));
}

uint32_t plx_record_number_read(const void *p, size_t n)
{
    const unsigned char *b = p;

    if (n != PLX_NUMBER_VALUE_BYTES)
        return 0;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}
