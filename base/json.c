#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/json_plain.h"
#include "base/utf8.h"

/* Digits of a real: every decimal of so many comes back as it was (0.1, not
 * 0.10000000000000001). */
#define REAL_DIGITS 15

plx_status plx_json_parse(const char *s, size_t len, json_t **out, plx_error *err)
{
    json_error_t jerr;
    plx_status rc = plx_json_plain_parse(s, len, out);

    if (rc == PLX_ERR_NOMEM)
        return plx_fail(err, rc, "json: out of memory");
    if (rc == PLX_OK)
        return rc;
    *out = json_loadb(s, len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &jerr);
    if (*out)
        return PLX_OK;
    /* without memory jansson often gives another code, but then no text */
    if (!*jerr.text || json_error_code(&jerr) == json_error_out_of_memory)
        return plx_fail(err, PLX_ERR_NOMEM, "json: out of memory");
    if (json_error_code(&jerr) == json_error_stack_overflow)
        return plx_fail(err, PLX_ERR_LIMIT, "json: nested deeper than 2048 levels (byte %d)",
                        jerr.position);
    return plx_fail(err, PLX_ERR_INVALID, "json: %s (byte %d)", jerr.text, jerr.position);
}

static int append(const char *p, size_t n, void *data)
{
    plx_strbuf *out = data;

    plx_strbuf_add(out, p, n);
    return out->failed ? -1 : 0;
}

void plx_json_print(const json_t *v, bool indent, plx_strbuf *out)
{
    size_t flags = JSON_ENCODE_ANY | JSON_REAL_PRECISION(REAL_DIGITS);

    flags |= indent ? JSON_INDENT(2) : JSON_COMPACT;
    if (json_dump_callback(v, append, out, flags) != 0)
        out->failed = true;
}

json_t *plx_json_str(const char *s)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    json_t *v;

    if (!s)
        return json_null();
    v = json_string(s);
    if (v) /* jansson refuses invalid UTF-8 */
        return v;
    plx_utf8_clean(s, strlen(s), &sb);
    if (!sb.failed)
        v = json_stringn(sb.s, sb.len);
    plx_strbuf_release(&sb);
    return v;
}

bool plx_json_put(json_t *obj, const char *name, json_t *value)
{
    return json_object_set_new_nocheck(obj, name, value) == 0;
}

bool plx_json_put_count(json_t *obj, const char *name, uint64_t n)
{
    return plx_json_put(obj, name, json_integer((json_int_t)n));
}

json_t *plx_json_checked(json_t *value, bool is_whole)
{
    if (is_whole)
        return value;
    json_decref(value);
    return NULL;
}

const char *plx_json_get_str(const json_t *obj, const char *name)
{
    return json_string_value(json_object_get(obj, name));
}

double plx_json_get_number(const json_t *obj, const char *name)
{
    const json_t *v = json_object_get(obj, name);

    return json_is_number(v) ? json_number_value(v) : NAN;
}

unsigned plx_json_get_count(const json_t *obj, const char *name)
{
    double x = plx_json_get_number(obj, name);

    return x >= 0 && x < 4e9 ? (unsigned)x : 0;
}
