#include "indexer/sniff.h"

#include <string.h>
#include <strings.h>

#include "indexer/charset.h"
#include "indexer/decompress.h"
#include "indexer/reader_csv.h"
#include "indexer/reader_feed.h"
#include "indexer/reader_json.h"
#include "indexer/reader_mail.h"

#define NUL_BYTES    8192 /* looked through for NULs */
#define MARKUP_BYTES 4096 /* and for tags of a page */
#define ROOT_BYTES   1024 /* and for the root of a site map */
#define TAR_BYTES    512  /* of a header */

/* Formats that people put among articles, told to them by name. */
static const struct magic {
    const char *bytes;
    const char *name;
} magics[] = {
    { "%PDF-", "a PDF file" },
    { "PK\x05\x06", "an empty zip archive" },
    { "\x89PNG", "a picture" },
    { "GIF8", "a picture" },
    { "\xff\xd8\xff", "a picture" },
    { "{\\rtf", "an RTF document" },
    { "\xd0\xcf\x11\xe0", "an office document" },
    { "Rar!", "a RAR archive" },
    { "7z\xbc\xaf", "a 7z archive" },
    { "\x04\x22\x4d\x18", "an lz4 file" },
    { "SQLite format 3", "an SQLite database" },
    { "\x7f"
      "ELF",
      "a program" },
};

/* First members of zip archives that are a document to those who made them. */
static const struct magic documents[] = {
    { "[Content_Types].xml", "an office document" },
    { "_rels/", "an office document" },
    { "docProps/", "an office document" },
    { "mimetype", "an office document or e-book" },
    { "META-INF/", "a Java program" },
};

/* Tags with which a page or a piece of one begins. */
static const char *const first_tags[] = {
    "!doctype", "html", "head", "body",   "meta",   "title", "script", "div",  "article",
    "section",  "main", "p",    "h1",     "h2",     "table", "span",   "link", "style",
    "header",   "!--",  "font", "center", "a",      "b",     "i",      "em",   "strong",
    "ul",       "ol",   "br",   "img",    "figure", "nav",   "?xml"
};
static const char *const sure_tags[] = { "<!doctype html", "<html",  "<body", "<head>",
                                         "</p>",           "</div>", "<meta " };

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool begins(const char *p, size_t n, const char *bytes)
{
    size_t len = strlen(bytes);

    return n >= len && memcmp(p, bytes, len) == 0;
}

/* Does a tag of the list ("<body") begin somewhere in p? */
static bool has_tag(const char *p, size_t n, const char *const *tags, size_t count)
{
    const char *end = p + n;

    for (; p < end && (p = memchr(p, '<', (size_t)(end - p))); p++)
        for (size_t i = 0; i < count; i++) {
            size_t len = strlen(tags[i]);

            if ((size_t)(end - p) >= len && strncasecmp(p, tags[i], len) == 0)
                return true;
        }
    return false;
}

static bool starts_with_tag(const char *p, size_t n)
{
    size_t i = 0;

    while (i < n && (strchr(" \t\r\n", p[i]) || (unsigned char)p[i] == 0xef ||
                     (unsigned char)p[i] == 0xbb || (unsigned char)p[i] == 0xbf))
        i++;
    p += i;
    n -= i;
    for (i = 0; i < sizeof first_tags / sizeof *first_tags; i++) {
        size_t len = strlen(first_tags[i]);

        if (n > len + 1 && *p == '<' && strncasecmp(p + 1, first_tags[i], len) == 0 &&
            (!is_letter(first_tags[i][len - 1]) || !is_letter(p[1 + len])))
            return true;
    }
    return false;
}

static bool has_sure_tag(const char *p, size_t n)
{
    return has_tag(p, n < MARKUP_BYTES ? n : MARKUP_BYTES, sure_tags,
                   sizeof sure_tags / sizeof *sure_tags);
}

static bool is_site_map(const char *p, size_t n)
{
    static const char *const roots[] = { "<urlset", "<sitemapindex" };
    static const char *const page[] = { "<html" };

    n = n < ROOT_BYTES ? n : ROOT_BYTES;
    return has_tag(p, n, roots, 2) && !has_tag(p, n, page, 1);
}

/* ustar, pax and GNU by their magic; older ones by the sum over the header. */
static bool is_tar(const char *p, size_t n)
{
    const unsigned char *u = (const unsigned char *)p;
    unsigned sum = 0, given = 0;

    if (n < TAR_BYTES)
        return false;
    if (memcmp(p + 257, "ustar", 5) == 0)
        return true;
    for (size_t i = 0; i < TAR_BYTES; i++)
        sum += i >= 148 && i < 156 ? ' ' : u[i];
    for (size_t i = 148; i < 155; i++)
        given = u[i] >= '0' && u[i] <= '7' ? given * 8 + u[i] - '0' : given;
    return *p && sum == given;
}

/* A zip archive that is no document. The name of its first member follows 30 bytes. */
static bool is_zip(const char *p, size_t n)
{
    return begins(p, n, "PK\x03\x04") || begins(p, n, "PK\x07\x08PK\x03\x04") ||
           begins(p, n, "PK00PK\x03\x04");
}

static plx_status refuse(const char *name, plx_error *err)
{
    return plx_fail(err, PLX_ERR_INVALID,
                    "looks like %s, which is not read; give HTML, text or JSON", name);
}

static plx_status refuse_binary(const char *p, size_t n, plx_error *err)
{
    if (n == 0)
        return plx_fail(err, PLX_ERR_INVALID, "empty file");
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (begins(p, n, magics[i].bytes))
            return refuse(magics[i].name, err);
    for (size_t i = 0; n > 30 && is_zip(p, n) && i < sizeof documents / sizeof *documents; i++)
        if (begins(p + 30, n - 30, documents[i].bytes))
            return refuse(documents[i].name, err);
    return PLX_OK;
}

/* What holds other things; NULs may be in it. */
static bool find_container(const char *p, size_t n, plx_kind *out)
{
    if (plx_coding_find(p, n) != PLX_CODING_NONE)
        *out = PLX_KIND_COMPRESSION;
    else if (is_zip(p, n) || is_tar(p, n))
        *out = PLX_KIND_ARCHIVE;
    else if (begins(p, n, "WARC/"))
        *out = PLX_KIND_WARC;
    else
        return false;
    return true;
}

static plx_kind find_text_kind(const char *p, size_t n)
{
    static const struct {
        bool (*knows)(const char *p, size_t n);
        plx_kind kind;
    } kinds[] = {
        { plx_feed_knows, PLX_KIND_FEED },  { plx_json_reader_knows, PLX_KIND_JSON },
        { starts_with_tag, PLX_KIND_HTML }, { plx_mail_knows, PLX_KIND_MAIL },
        { plx_csv_knows, PLX_KIND_CSV },    { has_sure_tag, PLX_KIND_HTML },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].knows(p, n))
            return kinds[i].kind;
    return PLX_KIND_TEXT;
}

plx_status plx_sniff(const char *p, size_t n, plx_kind *out, plx_error *err)
{
    *out = PLX_KIND_TEXT;
    if (refuse_binary(p, n, err) != PLX_OK)
        return PLX_ERR_INVALID;
    if (find_container(p, n, out) || plx_charset_is_wide(p, n))
        return PLX_OK;
    if (memchr(p, '\0', n < NUL_BYTES ? n : NUL_BYTES))
        return plx_fail(err, PLX_ERR_INVALID,
                        "looks like a binary file (NUL bytes, no known format)");
    if (is_site_map(p, n))
        return plx_fail(err, PLX_ERR_INVALID,
                        "looks like a site map, which is not read; give the pages it names");
    *out = find_text_kind(p, n);
    return PLX_OK;
}

/* Take a known ending off path[0, *n). */
static bool cut_ending(const char *path, size_t *n, const char *const *endings)
{
    for (size_t i = 0; endings[i]; i++) {
        size_t len = strlen(endings[i]);

        if (*n > len && strncasecmp(path + *n - len, endings[i], len) == 0) {
            *n -= len;
            return true;
        }
    }
    return false;
}

bool plx_sniff_name_is_json(const char *path)
{
    static const char *const compressed[] = { ".gz", ".zst", ".xz", ".bz2", NULL };
    static const char *const json[] = { ".json", ".jsonl", ".ndjson", NULL };
    size_t n = strlen(path);

    cut_ending(path, &n, compressed);
    return cut_ending(path, &n, json);
}
