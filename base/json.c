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

/* --------------------------------------------------------------- printing */

typedef struct printer {
    plx_strbuf *out;
    bool indent;
    unsigned level; /* arrays and objects that are open */
} printer;

static void print_value(printer *p, const json_t *v);

static void print_escape(plx_strbuf *out, unsigned char c)
{
    static const char names[] = "btn?fr"; /* of 8 to 13 */

    if (c == '"' || c == '\\')
        plx_strbuf_add(out, (char[]){ '\\', (char)c }, 2);
    else if (c >= '\b' && c <= '\r' && c != '\v')
        plx_strbuf_add(out, (char[]){ '\\', names[c - '\b'] }, 2);
    else
        plx_strbuf_printf(out, "\\u%04X", c);
}

static void print_text(printer *p, const char *s, size_t n)
{
    const char *end = s + n;

    if (!plx_utf8_valid(s, n))
        p->out->failed = true;
    plx_strbuf_putc(p->out, '"');
    while (s < end) {
        const char *stop = plx_json_plain_run(s, end);

        plx_strbuf_add(p->out, s, (size_t)(stop - s));
        if (stop < end)
            print_escape(p->out, (unsigned char)*stop++);
        s = stop;
    }
    plx_strbuf_putc(p->out, '"');
}

static void print_integer(plx_strbuf *out, json_int_t n)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;

    do {
        *--at = (char)('0' + rest % 10);
    } while (rest /= 10);
    if (n < 0)
        *--at = '-';
    plx_strbuf_add(out, at, (size_t)(digits + sizeof digits - at));
}

/* Nearly all of our numbers are rounded to so many places. */
#define PLACES       4
#define PLACES_SCALE 10000

/* A number of few places and no more than REAL_DIGITS digits: no other such number is as near to
 * it, so these are its digits. False if it is none. */
static bool print_decimal(plx_strbuf *out, double x)
{
    double scaled = fabs(x) * PLACES_SCALE;
    json_int_t n = scaled < 1e15 ? (json_int_t)(scaled + 0.5) : 0;
    unsigned fraction = (unsigned)(n % PLACES_SCALE);
    char digits[PLACES + 1] = ".";
    size_t len = PLACES + 1, i;

    if (!n || (double)n / PLACES_SCALE != fabs(x))
        return false;
    for (i = PLACES; i > 0; i--, fraction /= 10)
        digits[i] = (char)('0' + fraction % 10);
    while (len > 2 && digits[len - 1] == '0')
        len--;
    if (x < 0)
        plx_strbuf_putc(out, '-');
    print_integer(out, n / PLACES_SCALE);
    plx_strbuf_add(out, digits, len);
    return true;
}

static void print_real(plx_strbuf *out, const json_t *v)
{
    char digits[64];
    size_t n;

    if (print_decimal(out, json_real_value(v)))
        return;
    n = json_dumpb(v, digits, sizeof digits, JSON_ENCODE_ANY | JSON_REAL_PRECISION(REAL_DIGITS));
    if (!n || n > sizeof digits)
        out->failed = true;
    else
        plx_strbuf_add(out, digits, n);
}

static void new_line(const printer *p)
{
    unsigned i;

    if (!p->indent)
        return;
    plx_strbuf_putc(p->out, '\n');
    for (i = 0; i < p->level; i++)
        plx_strbuf_add(p->out, "  ", 2);
}

static void print_members(printer *p, json_t *object)
{
    void *it;

    for (it = json_object_iter(object); it && !p->out->failed;) {
        const char *name = json_object_iter_key(it);

        new_line(p);
        print_text(p, name, strlen(name));
        plx_strbuf_add(p->out, ": ", p->indent ? 2 : 1);
        print_value(p, json_object_iter_value(it));
        it = json_object_iter_next(object, it);
        if (it)
            plx_strbuf_putc(p->out, ',');
    }
}

static void print_elements(printer *p, const json_t *array)
{
    size_t n = json_array_size(array), i;

    for (i = 0; i < n && !p->out->failed; i++) {
        if (i)
            plx_strbuf_putc(p->out, ',');
        new_line(p);
        print_value(p, json_array_get(array, i));
    }
}

/* An array or object. */
static void print_all(printer *p, const json_t *v)
{
    bool is_object = json_is_object(v);
    size_t n = is_object ? json_object_size(v) : json_array_size(v);

    if (++p->level > PLX_JSON_LEVELS_MAX)
        p->out->failed = true;
    plx_strbuf_putc(p->out, is_object ? '{' : '[');
    if (is_object)
        print_members(p, (json_t *)v);
    else
        print_elements(p, v);
    p->level--;
    if (n)
        new_line(p);
    plx_strbuf_putc(p->out, is_object ? '}' : ']');
}

static void print_value(printer *p, const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_OBJECT:
    case JSON_ARRAY:
        print_all(p, v);
        break;
    case JSON_STRING:
        print_text(p, json_string_value(v), json_string_length(v));
        break;
    case JSON_INTEGER:
        print_integer(p->out, json_integer_value(v));
        break;
    case JSON_REAL:
        print_real(p->out, v);
        break;
    case JSON_TRUE:
        plx_strbuf_puts(p->out, "true");
        break;
    case JSON_FALSE:
        plx_strbuf_puts(p->out, "false");
        break;
    case JSON_NULL:
        plx_strbuf_puts(p->out, "null");
        break;
    }
}

void plx_json_print(const json_t *v, bool indent, plx_strbuf *out)
{
    if (!v)
        out->failed = true;
    else
        print_value(&(printer){ .out = out, .indent = indent }, v);
}

/* ------------------------------------------------------------------ values */

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

json_t *plx_json_rounded(double x)
{
    return json_real(round(x * 1e4) / 1e4);
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
