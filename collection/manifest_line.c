#include "collection/manifest_line.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

/* Longest path, in bytes. */
#define PATH_MAX_BYTES 4096

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

bool plx_hex_read(const char *hex, size_t n, unsigned char *out)
{
    size_t i;

    if (!hex || strlen(hex) != 2 * n)
        return false;
    for (i = 0; i < n; i++) {
        int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

void plx_hex_print(const unsigned char *p, size_t n, char *out)
{
    static const char digits[] = "0123456789abcdef";
    size_t i;

    for (i = 0; i < n; i++) {
        out[2 * i] = digits[p[i] >> 4];
        out[2 * i + 1] = digits[p[i] & 15];
    }
    out[2 * n] = '\0';
}

/* ------------------------------------------------------------------ reading */

static bool read_path(const json_t *o, plx_strbuf *path)
{
    const char *text = plx_json_get_str(o, "path"), *hex = plx_json_get_str(o, "path_hex");
    size_t n = hex ? strlen(hex) / 2 : 0;
    unsigned char bytes[PATH_MAX_BYTES];

    plx_strbuf_reset(path);
    if (text)
        plx_strbuf_puts(path, text);
    else if (n && n <= sizeof bytes && plx_hex_read(hex, n, bytes) && !memchr(bytes, '\0', n))
        plx_strbuf_add(path, bytes, n);
    return path->len && !path->failed;
}

/* A string no longer than a digest, else "". */
static void read_digest(const json_t *o, const char *name, char out[PLX_DIGEST_HEX + 1])
{
    const char *s = plx_json_get_str(o, name);

    if (s && strlen(s) <= PLX_DIGEST_HEX)
        strcpy(out, s);
}

/* False if there is a number and it is none of a file. */
static bool read_number(const json_t *o, plx_manifest_entry *out)
{
    const json_t *v = json_object_get(o, "file");
    json_int_t n = json_integer_value(v);

    if (v && (n <= 0 || n > PLX_MANIFEST_NUMBER_MAX))
        return false;
    out->file = (uint32_t)n;
    return true;
}

static void read_members(const json_t *o, plx_manifest_entry *out)
{
    json_int_t articles = json_integer_value(json_object_get(o, "articles"));

    out->size = json_integer_value(json_object_get(o, "size"));
    out->mtime_ns = json_integer_value(json_object_get(o, "mtime_ns"));
    out->articles = articles > 0 ? (uint64_t)articles : 0;
    out->failed = json_is_true(json_object_get(o, "failed"));
    out->is_gone = json_is_true(json_object_get(o, "gone"));
    read_digest(o, "digest", out->digest);
    if (out->file)
        read_digest(o, "options", out->options);
}

bool plx_manifest_line_read(const char *line, size_t len, plx_strbuf *path, plx_manifest_entry *out)
{
    json_t *o = NULL;
    bool ok;

    memset(out, 0, sizeof *out);
    if (plx_json_parse(line, len, &o, NULL))
        return false;
    ok = read_number(o, out) && read_path(o, path);
    if (ok)
        read_members(o, out);
    out->path = path->s;
    json_decref(o);
    return ok;
}

/* ----------------------------------------------------------------- printing */

static bool put_path(json_t *o, const char *path)
{
    size_t len = strlen(path);
    char *hex;
    bool ok;

    if (plx_utf8_valid(path, len))
        return plx_json_put(o, "path", json_string_nocheck(path));
    hex = malloc(2 * len + 1);
    if (!hex)
        return false;
    plx_hex_print((const unsigned char *)path, len, hex);
    ok = plx_json_put(o, "path_hex", json_string_nocheck(hex));
    free(hex);
    return ok;
}

static bool put_members(json_t *o, const plx_manifest_entry *e)
{
    return plx_json_put(o, "size", json_integer(e->size)) &&
           plx_json_put(o, "mtime_ns", json_integer(e->mtime_ns)) &&
           plx_json_put(o, "digest", plx_json_str(e->digest)) &&
           plx_json_put(o, "options", plx_json_str(e->options)) &&
           plx_json_put(o, "failed", json_boolean(e->failed)) &&
           plx_json_put(o, "articles", json_integer((json_int_t)e->articles));
}

void plx_manifest_line_print(const plx_manifest_entry *e, plx_strbuf *out)
{
    json_t *o = json_object();
    bool ok = o && plx_json_put(o, "file", json_integer(e->file)) && put_path(o, e->path);

    if (ok)
        ok = e->is_gone ? plx_json_put(o, "gone", json_true()) : put_members(o, e);
    if (ok)
        plx_json_print(o, false, out);
    else
        out->failed = true;
    plx_strbuf_putc(out, '\n');
    json_decref(o);
}
