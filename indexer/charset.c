#include "indexer/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>
#include <uchardet.h>

#include "base/utf8.h"

#define META_BYTES   4096         /* where a <meta charset> is looked for */
#define DETECT_BYTES (256u << 10) /* shown to the detector */
#define CHUNK        16384
#define BAD_SHARE    200  /* of so many characters one may be bad */
#define WIDE_BYTES   4096 /* looked at for UTF-16 */
#define WIDE_MIN     8
#define MARKS_MAX    8 /* so few bytes over 0x7F, if all are marks, tell no alphabet */

static const struct bom {
    const char *bytes;
    size_t n;
    const char *charset;
} boms[] = {
    /* UTF-32LE begins like UTF-16LE: longest first */
    { "\xff\xfe\0\0", 4, "UTF-32LE" }, { "\0\0\xfe\xff", 4, "UTF-32BE" },
    { "\xef\xbb\xbf", 3, "UTF-8" },    { "\xff\xfe", 2, "UTF-16LE" },
    { "\xfe\xff", 2, "UTF-16BE" },
};

/* Names that pages use for a larger set than they say (WHATWG Encoding Standard, "Names
 * and labels"). */
static const struct alias {
    const char *name;
    const char *charset;
} aliases[] = {
    { "iso-8859-1", "WINDOWS-1252" },
    { "latin1", "WINDOWS-1252" },
    { "us-ascii", "WINDOWS-1252" },
    { "ascii", "WINDOWS-1252" },
    { "gb2312", "GB18030" },
    { "gbk", "GB18030" },
    { "shift_jis", "CP932" },
    { "shift-jis", "CP932" },
    { "x-sjis", "CP932" },
    { "euc-kr", "CP949" },
    { "ks_c_5601-1987", "CP949" },
    { "iso-8859-9", "WINDOWS-1254" },
    { "utf8", "UTF-8" },
    { "uhc", "CP949" },
};

static const struct bom *find_bom(const char *p, size_t n)
{
    for (size_t i = 0; i < sizeof boms / sizeof *boms; i++)
        if (n >= boms[i].n && memcmp(p, boms[i].bytes, boms[i].n) == 0)
            return &boms[i];
    return NULL;
}

static bool has_wide_bom(const char *p, size_t n)
{
    const struct bom *b = find_bom(p, n);

    return b && b->n != 3;
}

static const char *real_name(const char *name)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcasecmp(aliases[i].name, name) == 0)
            return aliases[i].charset;
    return name;
}

/* The name after "charset=" in the first bytes. */
static bool find_meta(const char *p, size_t n, char name[PLX_CHARSET_NAME_BYTES])
{
    static const char key[] = "charset";
    size_t end = n < META_BYTES ? n : META_BYTES;

    for (size_t i = 0; i + sizeof key < end; i++) {
        size_t k = i + sizeof key - 1;
        size_t len = 0;

        if (strncasecmp(p + i, key, sizeof key - 1) != 0)
            continue;
        while (k < end && p[k] && strchr(" =\"'", p[k]))
            k++;
        while (k < end && len + 1 < PLX_CHARSET_NAME_BYTES && p[k] && !strchr(" \"'/>;\r\n", p[k]))
            name[len++] = p[k++];
        name[len] = '\0';
        if (strncasecmp(name, "utf-16", 6) == 0) /* not with tags in ASCII */
            strcpy(name, "UTF-8");
        if (len > 0)
            return true;
    }
    return false;
}

static bool detect(const char *p, size_t n, char name[PLX_CHARSET_NAME_BYTES])
{
    uchardet_t ud = uchardet_new();
    const char *found = "";

    if (!ud)
        return false;
    if (uchardet_handle_data(ud, p, n < DETECT_BYTES ? n : DETECT_BYTES) == 0) {
        uchardet_data_end(ud);
        found = uchardet_get_charset(ud);
    }
    *name = '\0';
    if (strlen(found) < PLX_CHARSET_NAME_BYTES)
        strcpy(name, found);
    uchardet_delete(ud);
    return *name != '\0';
}

/* Text of an alphabet in UTF-16 has few high bytes: that of its letters and, for blanks and
 * line ends, zero. Returns the name, NULL if it does not look so. */
static const char *find_wide(const char *p, size_t n)
{
    static const char *const names[] = { "UTF-16BE", "UTF-16LE" };
    size_t shown = (n < WIDE_BYTES ? n : WIDE_BYTES) & ~(size_t)1;

    if (n < WIDE_MIN || n % 2 != 0)
        return NULL;
    for (size_t high = 0; high < 2; high++) {
        size_t count[256] = { 0 };
        size_t low_zeros = 0;
        size_t top = 0;

        for (size_t i = 0; i < shown; i += 2) {
            count[(unsigned char)p[i + high]]++;
            low_zeros += p[i + 1 - high] == 0;
        }
        for (size_t b = 1; b < 256; b++)
            top = count[b] > top ? count[b] : top;
        if (low_zeros == 0 && count[0] * 20 >= shown / 2 && (count[0] + top) * 10 >= shown / 2 * 9)
            return names[high];
    }
    return NULL;
}

bool plx_charset_is_wide(const char *p, size_t n)
{
    return has_wide_bom(p, n) || find_wide(p, n) != NULL;
}

/* The escapes of ISO-2022-JP and its Korean kin: all their bytes are ASCII. */
static const char *find_escapes(const char *p, size_t n)
{
    const char *esc = memchr(p, 0x1b, n);
    size_t left = esc ? (size_t)(p + n - esc) : 0;

    if (left > 3 && memcmp(esc + 1, "$)C", 3) == 0)
        return "ISO-2022-KR";
    if (left > 2 && ((esc[1] == '$' && strchr("B@(", esc[2]) && esc[2]) ||
                     (esc[1] == '(' && strchr("BJI", esc[2]) && esc[2])))
        return "ISO-2022-JP";
    return NULL;
}

/* Are the bytes over 0x7F but a few quotes and dashes? They are the same in all of Windows'
 * sets; a detector makes an alphabet of them. */
static bool has_only_marks(const char *p, size_t n)
{
    size_t marks = 0;
    size_t others = 0;

    for (size_t i = 0; i < n && others == 0; i++) {
        unsigned char c = (unsigned char)p[i];

        if (c < 0x80)
            continue;
        marks += c == 0x85 || (c >= 0x91 && c <= 0x97) || c == 0xa0 || c == 0xab || c == 0xbb;
        others += !(c == 0x85 || (c >= 0x91 && c <= 0x97) || c == 0xa0 || c == 0xab || c == 0xbb);
    }
    return others == 0 && (marks <= MARKS_MAX || marks * 20 < n);
}

/* One chunk through iconv; a byte that it refuses becomes U+FFFD. */
static void convert(iconv_t cd, char *in, size_t left, plx_strbuf *out, size_t *replaced)
{
    char chunk[CHUNK];

    while (left > 0 && !out->failed) {
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t r = iconv(cd, &in, &left, &to, &room);

        plx_strbuf_add(out, chunk, sizeof chunk - room);
        if (r != (size_t)-1 || errno == E2BIG)
            continue;
        plx_strbuf_puts(out, "\xef\xbf\xbd");
        ++*replaced;
        in++;
        left--;
    }
}

/* Any line end to "\n", the rest as plx_utf8_clean(). */
static void add_clean(char *p, size_t n, plx_strbuf *out)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] == '\r')
            p[i] = i + 1 < n && p[i + 1] == '\n' ? ' ' : '\n';
    plx_utf8_clean(p, n, out);
}

/* The bytes, and the best reading of them so far. */
struct reading {
    const char *p;
    size_t n;
    plx_strbuf best;
    plx_charset_result result;
    bool is_tried;
};

static size_t count_bad_utf8(const char *p, size_t n)
{
    size_t bad = 0;

    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t k = plx_utf8_decode(p + i, n - i, &cp);

        bad += k == 1 && cp == 0xfffd;
        i += k;
    }
    return bad;
}

/* No text has them: signs that the bytes are of another set, or no text at all. */
static size_t count_controls(const char *s, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += (unsigned char)s[i] < 0x20 && (s[i] == '\0' || !strchr("\t\n\r\f\v\x1b", s[i]));
    return count;
}

static bool is_good(const plx_charset_result *r)
{
    return r->replaced * BAD_SHARE <= r->characters;
}

/* Keep a reading if it is better than the one before. True if it is good enough. */
static bool offer(struct reading *r, plx_strbuf *text, const plx_charset_result *result)
{
    bool is_better = !r->is_tried || result->replaced * (r->result.characters + 1) <
                                         r->result.replaced * (result->characters + 1);

    if (is_better || text->failed) {
        plx_strbuf_release(&r->best);
        r->best = *text;
        r->result = *result;
    } else {
        plx_strbuf_release(text);
    }
    r->is_tried = true;
    return is_good(result) || r->best.failed;
}

/* Read all in one set. True if that is good enough; false, too, if the set is not known. */
static bool try_set(struct reading *r, const char *name, const char *how, size_t skip)
{
    plx_charset_result result = { .how = how };
    plx_strbuf text = PLX_STRBUF_INIT;
    iconv_t cd;

    name = real_name(name);
    if (strlen(name) >= sizeof result.name)
        return false;
    strcpy(result.name, name);
    if (strcasecmp(name, "UTF-8") == 0) { /* as it is: cleaning marks what is bad */
        plx_strbuf_add(&text, r->p + skip, r->n - skip);
        result.replaced = count_bad_utf8(r->p + skip, r->n - skip);
    } else {
        cd = iconv_open("UTF-8", name);
        if (cd == (iconv_t)-1)
            return false;
        convert(cd, (char *)r->p + skip, r->n - skip, &text, &result.replaced);
        iconv_close(cd);
    }
    result.characters = plx_utf8_count(text.s, text.len);
    result.replaced += count_controls(text.s, text.len);
    return offer(r, &text, &result);
}

/* Sets in which ASCII and one byte more make a letter: nothing like UTF-8. */
static bool is_single_byte(const char *name)
{
    name = real_name(name);
    return strncasecmp(name, "windows-", 8) == 0 || strncasecmp(name, "iso-8859", 8) == 0 ||
           strncasecmp(name, "koi8", 4) == 0 || strncasecmp(name, "cp125", 5) == 0;
}

static bool try_detected(struct reading *r)
{
    char name[PLX_CHARSET_NAME_BYTES];

    if (has_only_marks(r->p, r->n))
        return try_set(r, "WINDOWS-1252", "detected", 0);
    return detect(r->p, r->n, name) && strcasecmp(name, "ASCII") != 0 &&
           try_set(r, name, "detected", 0);
}

static void decode(struct reading *r, const char *hint)
{
    const struct bom *b = find_bom(r->p, r->n);
    const char *wide = b ? NULL : find_wide(r->p, r->n);
    const char *escapes = find_escapes(r->p, r->n);
    bool is_utf8 = plx_utf8_valid(r->p, r->n);
    char name[PLX_CHARSET_NAME_BYTES];

    if ((b && try_set(r, b->charset, "byte order mark", b->n)) ||
        (wide && try_set(r, wide, "detected", 0)) ||
        (escapes && try_set(r, escapes, "detected", 0)))
        return;
    if (hint && !(is_utf8 && is_single_byte(hint)) && try_set(r, hint, "given", 0))
        return;
    if (is_utf8) { /* after an escape or zero bytes of another set something may be there */
        plx_strbuf_reset(&r->best);
        plx_strbuf_add(&r->best, r->p, r->n);
        r->result = (plx_charset_result){ "UTF-8", "valid UTF-8", 0, plx_utf8_count(r->p, r->n) };
        return;
    }
    if ((find_meta(r->p, r->n, name) && try_set(r, name, "meta element", 0)) ||
        try_set(r, "UTF-8", "detected", 0) || try_detected(r))
        return;
    try_set(r, "WINDOWS-1252", "assumed", 0);
}

plx_status plx_charset_read(const char *p, size_t n, const char *hint, plx_strbuf *out,
                            plx_charset_result *result, plx_error *err)
{
    struct reading r = { .p = p, .n = n, .best = PLX_STRBUF_INIT };
    plx_status rc = PLX_OK;

    decode(&r, hint);
    if (!r.best.failed)
        add_clean(r.best.s, r.best.len, out);
    if (r.best.failed || out->failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "character set: out of memory");
    if (result)
        *result = r.result;
    plx_strbuf_release(&r.best);
    return rc;
}

plx_status plx_charset_check(const plx_charset_result *result, plx_error *err)
{
    if (is_good(result))
        return PLX_OK;
    return plx_fail(err, PLX_ERR_INVALID,
                    "%zu of %zu characters cannot be read as %s (%s); --charset NAME gives the "
                    "character set",
                    result->replaced, result->characters, result->name, result->how);
}

plx_status plx_charset_to_utf8(const char *p, size_t n, const char *hint, plx_strbuf *out,
                               plx_error *err)
{
    return plx_charset_read(p, n, hint, out, NULL, err);
}
