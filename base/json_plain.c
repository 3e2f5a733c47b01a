#include "base/json_plain.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

#define LEVELS_MAX 32
#define NAME_MAX   255
#define DIGITS_MAX 18 /* fits into 63 bits */

/* 0x01 and 0x80 in each of eight bytes. */
#define ONES     UINT64_C(0x0101010101010101)
#define TOP_BITS UINT64_C(0x8080808080808080)

struct input {
    const char *p, *end;
    plx_strbuf text; /* of a string with escapes */
    bool no_memory;
};

static json_t *read_value(struct input *in, unsigned level);

static void skip_spaces(struct input *in)
{
    while (in->p < in->end && (*in->p == ' ' || *in->p == '\t' || *in->p == '\n' || *in->p == '\r'))
        in->p++;
}

static bool take(struct input *in, char c)
{
    skip_spaces(in);
    if (in->p == in->end || *in->p != c)
        return false;
    in->p++;
    return true;
}

/* The value, or the note that there was no memory for it. */
static json_t *made(struct input *in, json_t *v)
{
    in->no_memory = in->no_memory || !v;
    return v;
}

/* ------------------------------------------------------------ strings */

/* Is one of the eight bytes a quote, a backslash or a control? A borrow may only blame bytes
 * behind one that is blamed rightly. */
static bool has_end(uint64_t block)
{
    uint64_t quote = block ^ ONES * '"', slash = block ^ ONES * '\\';

    return (((quote - ONES) & ~quote) | ((slash - ONES) & ~slash) |
            ((block - ONES * 0x20) & ~block)) &
           TOP_BITS;
}

const char *plx_json_plain_run(const char *p, const char *end)
{
    while (end - p >= 8) {
        uint64_t block;

        memcpy(&block, p, 8);
        if (has_end(block))
            break;
        p += 8;
    }
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
        p++;
    return p;
}

static void skip_run(struct input *in)
{
    in->p = plx_json_plain_run(in->p, in->end);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four hexadecimal digits; -1 if they are none. */
static int32_t read_unit(struct input *in)
{
    int32_t unit = 0;

    if (in->end - in->p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(*in->p++);

        if (digit < 0)
            return -1;
        unit = unit << 4 | digit;
    }
    return unit;
}

static void add_code_point(plx_strbuf *out, uint32_t cp)
{
    char bytes[4];
    size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

    for (size_t i = n - 1; i > 0; i--, cp >>= 6)
        bytes[i] = (char)(0x80 | (cp & 0x3f));
    bytes[0] = (char)(first[n] | cp);
    plx_strbuf_add(out, bytes, n);
}

/* What follows "\u". */
static bool read_code_point(struct input *in)
{
    int32_t unit = read_unit(in), low;

    if (unit <= 0 || (unit >= 0xdc00 && unit < 0xe000))
        return false;
    if (unit < 0xd800 || unit >= 0xe000) {
        add_code_point(&in->text, (uint32_t)unit);
        return true;
    }
    if (in->end - in->p < 2 || in->p[0] != '\\' || in->p[1] != 'u')
        return false;
    in->p += 2;
    low = read_unit(in);
    if (low < 0xdc00 || low >= 0xe000)
        return false;
    add_code_point(&in->text,
                   0x10000u + ((uint32_t)(unit - 0xd800) << 10) + (uint32_t)(low - 0xdc00));
    return true;
}

/* What follows a backslash. */
static bool read_escape(struct input *in)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    const char *at;

    if (in->p == in->end || *in->p == '\0')
        return false;
    if (*in->p == 'u') {
        in->p++;
        return read_code_point(in);
    }
    at = strchr(names, *in->p++);
    if (at)
        plx_strbuf_putc(&in->text, values[at - names]);
    return at != NULL;
}

/* A string behind its opening quote, up to and with the closing one: its bytes, borrowed from the
 * input or from in->text. */
static bool read_string(struct input *in, const char **s, size_t *n)
{
    const char *from = in->p;
    bool is_escaped = false;

    skip_run(in);
    while (in->p < in->end && *in->p == '\\') {
        if (!is_escaped)
            plx_strbuf_reset(&in->text);
        is_escaped = true;
        plx_strbuf_add(&in->text, from, (size_t)(in->p - from));
        in->p++;
        if (!read_escape(in))
            return false;
        from = in->p;
        skip_run(in);
    }
    if (in->p == in->end || *in->p != '"')
        return false;
    *s = from;
    *n = (size_t)(in->p++ - from);
    if (is_escaped) {
        plx_strbuf_add(&in->text, *s, *n);
        *s = in->text.s;
        *n = in->text.len;
        in->no_memory = in->no_memory || in->text.failed;
    }
    return !in->no_memory && plx_utf8_valid(*s, *n);
}

static json_t *read_text(struct input *in)
{
    const char *s;
    size_t n;

    return read_string(in, &s, &n) ? made(in, json_stringn_nocheck(s, n)) : NULL;
}

/* ------------------------------------------------------------ other values */

static bool is_digit(const struct input *in)
{
    return in->p < in->end && *in->p >= '0' && *in->p <= '9';
}

static json_t *read_integer(struct input *in)
{
    bool is_negative = *in->p == '-';
    const char *from = in->p += is_negative;
    json_int_t n = 0;

    while (is_digit(in) && in->p - from < DIGITS_MAX)
        n = 10 * n + (*in->p++ - '0');
    if (in->p == from || is_digit(in) || (*from == '0' && in->p - from > 1))
        return NULL;
    if (in->p < in->end && strchr(".eE", *in->p)) /* also a NUL, which nothing may follow with */
        return NULL;
    return made(in, json_integer(is_negative ? -n : n));
}

static json_t *read_word(struct input *in)
{
    static const char *const words[] = { "true", "false", "null" };
    json_t *const values[] = { json_true(), json_false(), json_null() };

    for (int i = 0; i < 3; i++) {
        size_t n = strlen(words[i]);

        if ((size_t)(in->end - in->p) < n || memcmp(in->p, words[i], n) != 0)
            continue;
        in->p += n;
        /* a letter right behind it ends in an error: nothing plain begins with one there */
        return values[i];
    }
    return NULL;
}

/* A member behind its opening quote. */
static bool read_member(struct input *in, json_t *object, unsigned level)
{
    char name[NAME_MAX + 1];
    const char *s;
    json_t *v;
    size_t n;

    if (!read_string(in, &s, &n) || s == in->text.s || n > NAME_MAX)
        return false;
    memcpy(name, s, n);
    name[n] = '\0';
    v = take(in, ':') ? read_value(in, level) : NULL;
    if (!v)
        return false;
    if (json_object_set_new_nocheck(object, name, v) != 0)
        in->no_memory = true;
    return !in->no_memory;
}

static bool read_element(struct input *in, json_t *array, unsigned level)
{
    json_t *v = read_value(in, level);

    if (v && json_array_append_new(array, v) != 0)
        in->no_memory = true;
    return v && !in->no_memory;
}

/* Members or elements behind the opening bracket, up to and with the closing one. */
static json_t *read_all(struct input *in, bool is_object, unsigned level)
{
    json_t *all = made(in, is_object ? json_object() : json_array());
    char close = is_object ? '}' : ']';
    bool is_good = all != NULL;

    if (is_good && take(in, close))
        return all;
    do {
        is_good = is_good && (is_object ? take(in, '"') && read_member(in, all, level)
                                        : read_element(in, all, level));
    } while (is_good && take(in, ','));
    if (is_good && take(in, close))
        return all;
    json_decref(all);
    return NULL;
}

static json_t *read_value(struct input *in, unsigned level)
{
    skip_spaces(in);
    if (in->p == in->end || level == LEVELS_MAX)
        return NULL;
    switch (*in->p) {
    case '"':
        in->p++;
        return read_text(in);
    case '{':
    case '[':
        return read_all(in, *in->p++ == '{', level + 1);
    case 't':
    case 'f':
    case 'n':
        return read_word(in);
    default:
        return read_integer(in);
    }
}

plx_status plx_json_plain_parse(const char *s, size_t len, json_t **out)
{
    struct input in = { .p = s, .end = s + len, .text = PLX_STRBUF_INIT };
    plx_status rc = PLX_OK;

    *out = read_value(&in, 0);
    skip_spaces(&in);
    if (in.no_memory)
        rc = PLX_ERR_NOMEM;
    else if (!*out || in.p != in.end)
        rc = PLX_ERR_INVALID;
    if (rc != PLX_OK) {
        json_decref(*out);
        *out = NULL;
    }
    plx_strbuf_release(&in.text);
    return rc;
}
