#include "collection/versions.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collection/schema.h"

#define KEY_BYTES  64
#define TIME_BYTES (PLX_SEEN_VALUE_BYTES / 2)

static void count_key(const char *id, char key[KEY_BYTES])
{
    char digest[PLX_DIGEST_HEX + 1];

    plx_digest_hex(id, strlen(id), digest);
    snprintf(key, KEY_BYTES, "versions-%s", digest);
}

static void version_key(const char *id, uint32_t number, char key[KEY_BYTES])
{
    char digest[PLX_DIGEST_HEX + 1];

    plx_digest_hex(id, strlen(id), digest);
    snprintf(key, KEY_BYTES, "version-%s-%" PRIu32, digest, number);
}

static plx_status set_count(plx_store *st, const char *id, uint32_t n, plx_error *err)
{
    char key[KEY_BYTES], text[16];
    int len = n ? snprintf(text, sizeof text, "%" PRIu32, n) : 0;

    count_key(id, key);
    return plx_store_set_metadata(st, key, text, (size_t)len, err);
}

plx_status plx_versions_count(plx_store *st, const char *id, uint32_t *n, plx_error *err)
{
    char key[KEY_BYTES], text[16];
    plx_bytes b = { 0 };
    plx_status rc;

    count_key(id, key);
    rc = plx_store_get_metadata(st, key, &b, err);
    snprintf(text, sizeof text, "%.*s", (int)(b.n < sizeof text ? b.n : 0), b.n ? b.p : "");
    *n = (uint32_t)strtoul(text, NULL, 10);
    return rc;
}

plx_status plx_versions_get(plx_store *st, plx_record_codec *c, const char *id, uint32_t number,
                            plx_article *out, plx_error *err)
{
    char key[KEY_BYTES];
    unsigned char times[PLX_SEEN_VALUE_BYTES] = { 0 };
    plx_bytes b = { 0 };
    plx_status rc;

    version_key(id, number, key);
    rc = plx_store_get_metadata(st, key, &b, err);
    if (!rc && b.n <= TIME_BYTES)
        rc = plx_fail(err, PLX_ERR_NOTFOUND, "article '%s' has no version %" PRIu32, id, number);
    if (rc)
        return rc;
    memcpy(times + TIME_BYTES, b.p, TIME_BYTES);
    out->changed = plx_record_seen_read(times, sizeof times).changed;
    return plx_record_unpack(c, b.p + TIME_BYTES, b.n - TIME_BYTES, true, out, err);
}

/* The time since when the article was as it is, and its document data. */
static plx_status read_present(plx_store *st, uint32_t docid, plx_strbuf *out, plx_error *err)
{
    unsigned char times[PLX_SEEN_VALUE_BYTES];
    plx_bytes b = { 0 };
    plx_seen seen;
    plx_status rc = plx_store_get_value(st, docid, PLX_SLOT_SEEN, &b, err);

    if (rc)
        return rc;
    seen = plx_record_seen_read(b.p, b.n);
    plx_record_seen_value(&seen, times);
    plx_strbuf_add(out, times + TIME_BYTES, TIME_BYTES);
    rc = plx_store_get_data(st, docid, &b, err);
    if (!rc)
        plx_strbuf_add(out, b.p, b.n);
    if (!rc && out->failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "version of an article: out of memory");
    return rc;
}

static plx_status add(plx_store *st, const char *id, const plx_strbuf *version, plx_error *err)
{
    char key[KEY_BYTES];
    uint32_t n = 0;
    plx_status rc = plx_versions_count(st, id, &n, err);

    version_key(id, n + 1, key);
    if (!rc)
        rc = plx_store_set_metadata(st, key, version->s, version->len, err);
    return rc ? rc : set_count(st, id, n + 1, err);
}

static bool is_same_string(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

plx_status plx_versions_keep(plx_store *st, plx_record_codec *c, uint32_t docid,
                             const plx_article *next, plx_error *err)
{
    plx_strbuf version = PLX_STRBUF_INIT;
    plx_article old;
    plx_status rc = read_present(st, docid, &version, err);

    plx_article_init(&old);
    if (!rc)
        rc =
            plx_record_unpack(c, version.s + TIME_BYTES, version.len - TIME_BYTES, true, &old, err);
    if (!rc && !(is_same_string(old.title, next->title) && is_same_string(old.text, next->text)))
        rc = add(st, next->id, &version, err);
    plx_article_release(&old);
    plx_strbuf_release(&version);
    return rc;
}

plx_status plx_versions_remove(plx_store *st, const char *id, plx_error *err)
{
    char key[KEY_BYTES];
    uint32_t n = 0, i;
    plx_status rc = plx_versions_count(st, id, &n, err);

    for (i = 1; !rc && i <= n; i++) {
        version_key(id, i, key);
        rc = plx_store_set_metadata(st, key, "", 0, err);
    }
    return rc || !n ? rc : set_count(st, id, 0, err);
}

plx_status plx_versions_copy(plx_store *from, plx_store *to, const char *id, plx_error *err)
{
    char key[KEY_BYTES];
    uint32_t n = 0, i;
    plx_status rc = plx_versions_count(from, id, &n, err);

    for (i = 1; !rc && i <= n; i++) {
        plx_bytes b = { 0 };

        version_key(id, i, key);
        rc = plx_store_get_metadata(from, key, &b, err);
        if (!rc)
            rc = plx_store_set_metadata(to, key, b.p, b.n, err);
    }
    return rc || !n ? rc : set_count(to, id, n, err);
}
