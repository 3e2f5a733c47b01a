#include "indexer/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>
#include <uchardet.h>

#include "base/utf8.h"

#define META_BYTES     4096         /* where a <meta charset> is looked for */
#define DETECT_BYTES   (256u << 10) /* shown to the detector */
#define NAME_MAX_BYTES 40
#define CHUNK          16384

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
 * and labels"), and that meta elements cannot mean: a page in which ASCII tags were read is
 * not UTF-16. */
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
    { "utf-16", "UTF-8" },
    { "utf-16le", "UTF-8" },
    { "utf8", "UTF-8" },
};

static const struct bom *find_bom(const char *p, size_t n)
{
    for (size_t i = 0; i < sizeof boms / sizeof *boms; i++)
        if (n >= boms[i].n && memcmp(p, boms[i].bytes, boms[i].n) == 0)
            return &boms[i];
    return NULL;
}

bool plx_charset_has_wide_bom(const char *p, size_t n)
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
static bool find_meta(const char *p, size_t n, char name[NAME_MAX_BYTES])
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
        while (k < end && len + 1 < NAME_MAX_BYTES && p[k] && !strchr(" \"'/>;\r\n", p[k]))
            name[len++] = p[k++];
        name[len] = '\0';
        if (len > 0)
            return true;
    }
    return false;
}

static bool detect(const char *p, size_t n, char name[NAME_MAX_BYTES])
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
    if (strlen(found) < NAME_MAX_BYTES)
        strcpy(name, found);
    uchardet_delete(ud);
    return *name != '\0';
}

/* Few bad sequences among many good ones: damaged UTF-8, not another set. */
static bool is_mostly_utf8(const char *p, size_t n)
{
    size_t bad = 0;
    size_t good = 0;

    for (size_t i = 0; i < n;) {
        uint32_t cp;
        size_t k = plx_utf8_decode(p + i, n - i, &cp);

        good += k > 1;
        bad += k == 1 && cp == 0xfffd;
        i += k;
    }
    return bad == 0 || good > 20 * bad;
}

/* One chunk through iconv; a byte that it refuses becomes U+FFFD. */
static bool convert(iconv_t cd, char *in, size_t left, plx_strbuf *out)
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
        in++;
        left--;
    }
    return !out->failed;
}

static bool convert_from(const char *charset, const char *p, size_t n, plx_strbuf *out)
{
    iconv_t cd = iconv_open("UTF-8", charset);

    if (cd == (iconv_t)-1)
        return false;
    convert(cd, (char *)p, n, out);
    iconv_close(cd);
    return true;
}

/* Any line end to "\n", the rest as plx_utf8_clean(). */
static void add_clean(char *p, size_t n, plx_strbuf *out)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] == '\r')
            p[i] = i + 1 < n && p[i + 1] == '\n' ? ' ' : '\n';
    plx_utf8_clean(p, n, out);
}

static void decode(const char *p, size_t n, const char *hint, plx_strbuf *out)
{
    const struct bom *b = find_bom(p, n);
    char name[NAME_MAX_BYTES];

    if (b && convert_from(b->charset, p + b->n, n - b->n, out))
        return;
    if (hint && convert_from(real_name(hint), p, n, out))
        return;
    if (!plx_utf8_valid(p, n)) {
        if (find_meta(p, n, name) && strcasecmp(real_name(name), "UTF-8") != 0 &&
            convert_from(real_name(name), p, n, out))
            return;
        if (!is_mostly_utf8(p, n) &&
            ((detect(p, n, name) && convert_from(real_name(name), p, n, out)) ||
             convert_from("WINDOWS-1252", p, n, out)))
            return;
    } else if (memchr(p, 0x1b, n) && find_meta(p, n, name) &&
               convert_from(real_name(name), p, n, out)) {
        return; /* escapes: ISO-2022-JP and its like are ASCII bytes */
    }
    plx_strbuf_add(out, p, n);
}

plx_status plx_charset_to_utf8(const char *p, size_t n, const char *hint, plx_strbuf *out,
                               plx_error *err)
{
    plx_strbuf raw = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;

    decode(p, n, hint, &raw);
    if (!raw.failed)
        add_clean(raw.s, raw.len, out);
    if (raw.failed || out->failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "character set: out of memory");
    plx_strbuf_release(&raw);
    return rc;
}
