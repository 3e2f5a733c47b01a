#include "indexer/sniff.h"

#include <string.h>
#include <strings.h>

#include "indexer/charset.h"
#include "indexer/reader_json.h"

#define NUL_BYTES    8192 /* looked through for NULs */
#define MARKUP_BYTES 4096 /* and for tags of a page */

/* Formats that people put among articles, told to them by name. */
static const struct magic {
    const char *bytes;
    const char *name;
} magics[] = {
    { "%PDF-", "a PDF file" },
    { "PK\x03\x04", "a zip archive or office document" },
    { "\x89PNG", "a picture" },
    { "GIF8", "a picture" },
    { "\xff\xd8\xff", "a picture" },
    { "{\\rtf", "an RTF document" },
    { "\xd0\xcf\x11\xe0", "an office document" },
    { "Rar!", "a RAR archive" },
    { "7z\xbc\xaf", "a 7z archive" },
    { "SQLite format 3", "an SQLite database" },
    { "\x7f"
      "ELF",
      "a program" },
    { "WARC/", "a WARC archive" },
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

/* strcasestr() for bytes. */
static bool holds(const char *p, size_t n, const char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i + len <= n; i++)
        if (strncasecmp(p + i, text, len) == 0)
            return true;
    return false;
}

static bool starts_with_tag(const char *p, size_t n)
{
    for (size_t i = 0; i < sizeof first_tags / sizeof *first_tags; i++) {
        size_t len = strlen(first_tags[i]);

        if (n > len + 1 && *p == '<' && strncasecmp(p + 1, first_tags[i], len) == 0 &&
            (!is_letter(first_tags[i][len - 1]) || !is_letter(p[1 + len])))
            return true;
    }
    return false;
}

static bool is_html(const char *p, size_t n)
{
    size_t i = 0;

    while (i < n && (strchr(" \t\r\n", p[i]) || (unsigned char)p[i] == 0xef ||
                     (unsigned char)p[i] == 0xbb || (unsigned char)p[i] == 0xbf))
        i++;
    if (starts_with_tag(p + i, n - i))
        return true;
    for (size_t k = 0; k < sizeof sure_tags / sizeof *sure_tags; k++)
        if (holds(p, n < MARKUP_BYTES ? n : MARKUP_BYTES, sure_tags[k]))
            return true;
    return false;
}

static bool is_feed(const char *p, size_t n)
{
    n = n < 1024 ? n : 1024;
    return (holds(p, n, "<rss") || holds(p, n, "<feed") || holds(p, n, "<urlset")) &&
           !holds(p, n, "<html");
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

plx_status plx_sniff(const char *p, size_t n, plx_kind *out, plx_error *err)
{
    bool is_wide = plx_charset_has_wide_bom(p, n);

    *out = PLX_KIND_TEXT;
    if (n == 0)
        return plx_fail(err, PLX_ERR_INVALID, "empty file");
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (n >= strlen(magics[i].bytes) &&
            memcmp(p, magics[i].bytes, strlen(magics[i].bytes)) == 0)
            return plx_fail(err, PLX_ERR_INVALID,
                            "looks like %s, which is not read; give HTML, "
                            "text or JSON",
                            magics[i].name);
    if (!is_wide && memchr(p, '\0', n < NUL_BYTES ? n : NUL_BYTES))
        return plx_fail(err, PLX_ERR_INVALID,
                        "looks like a binary file (NUL bytes, no known format)");
    if (is_feed(p, n))
        return plx_fail(err, PLX_ERR_INVALID,
                        "looks like an RSS or Atom feed or a site map, which is not read; give "
                        "the pages it names");
    if (!is_wide && plx_json_reader_knows(p, n))
        *out = PLX_KIND_JSON;
    else if (is_html(p, n))
        *out = PLX_KIND_HTML;
    return PLX_OK;
}
