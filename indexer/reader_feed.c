#include "indexer/reader_feed.h"

#include <jansson.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "indexer/charset.h"
#include "indexer/feed_entry.h"
#include "indexer/feed_xml.h"

#define KNOWN_BYTES  4096 /* where the first element is looked for */
#define DECL_BYTES   200  /* <?xml ... ?> */
#define CHARSET_MAX  40
#define JSON_VERSION "jsonfeed.org/version/"

/* -------------------------------------------------------------- JSON Feed */

static const struct member {
    const char *name;
    plx_feed_slot slot;
    unsigned rank;
} members[] = {
    { "title", PLX_FEED_TITLE, 1 },         { "url", PLX_FEED_URL, 1 },
    { "external_url", PLX_FEED_URL, 2 },    { "id", PLX_FEED_GUID, 1 },
    { "date_published", PLX_FEED_DATE, 1 }, { "date_modified", PLX_FEED_UPDATED, 1 },
    { "language", PLX_FEED_LANG, 1 },       { "content_html", PLX_FEED_BODY, 1 },
    { "content_text", PLX_FEED_BODY, 2 },   { "summary", PLX_FEED_BODY, PLX_FEED_RANK_SUMMARY },
};

static void offer_text(plx_feed_entry *e, plx_feed_slot slot, unsigned rank, const json_t *v)
{
    if (json_is_string(v) &&
        plx_feed_entry_offer(e, slot, rank, json_string_value(v), json_string_length(v)) &&
        slot == PLX_FEED_BODY)
        e->is_text = rank != 1;
}

/* authors (version 1.1) is a list, author (1) an object; each has a name. */
static void offer_authors(plx_feed_entry *e, const json_t *of)
{
    const json_t *list = json_object_get(of, "authors");

    for (size_t i = 0; i < json_array_size(list); i++)
        offer_text(e, PLX_FEED_AUTHOR, 1, json_object_get(json_array_get(list, i), "name"));
    offer_text(e, PLX_FEED_AUTHOR, 2, json_object_get(json_object_get(of, "author"), "name"));
}

static void offer_item(plx_feed_entry *e, const json_t *item)
{
    const json_t *tags = json_object_get(item, "tags");

    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        offer_text(e, members[i].slot, members[i].rank, json_object_get(item, members[i].name));
    for (size_t i = 0; i < json_array_size(tags); i++)
        offer_text(e, PLX_FEED_CATEGORY, 1, json_array_get(tags, i));
    offer_authors(e, item);
}

static plx_status read_json_items(plx_reading *r, const json_t *root, plx_error *err)
{
    const json_t *items = json_object_get(root, "items");
    plx_feed_entry feed;
    plx_feed_entry entry;
    plx_status rc = PLX_OK;

    plx_feed_entry_init(&feed);
    plx_feed_entry_init(&entry);
    offer_text(&feed, PLX_FEED_SOURCE, 1, json_object_get(root, "title"));
    offer_text(&feed, PLX_FEED_LANG, 1, json_object_get(root, "language"));
    for (size_t i = 0; i < json_array_size(items) && rc == PLX_OK; i++) {
        offer_item(&entry, json_array_get(items, i));
        rc = plx_feed_entry_give(&entry, &feed, r, 0, err);
        plx_feed_entry_reset(&entry);
    }
    plx_feed_entry_release(&feed);
    plx_feed_entry_release(&entry);
    return rc;
}

static plx_status read_json_feed(plx_reading *r, const plx_strbuf *utf8, plx_error *err)
{
    json_t *root = NULL;
    plx_error why;
    plx_status rc;

    if (plx_json_parse(utf8->s, utf8->len, &root, &why) != PLX_OK)
        return plx_reading_failed_here(r, 0, &why, err);
    rc = read_json_items(r, root, err);
    json_decref(root);
    return rc;
}

/* ------------------------------------------------------------------ whole */

static size_t skip_start(const char *p, size_t n)
{
    size_t i = n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

    while (i < n && strchr(" \t\r\n", p[i]) && p[i])
        i++;
    return i;
}

/* The character set that <?xml encoding="..."?> names. */
static bool find_encoding(const char *p, size_t n, char out[CHARSET_MAX])
{
    const char *at = n > 5 && memcmp(p, "<?xml", 5) == 0
                         ? memmem(p, n < DECL_BYTES ? n : DECL_BYTES, "encoding", 8)
                         : NULL;
    const char *end = p + n;
    size_t k = 0;

    if (!at)
        return false;
    for (at += 8; at < end && *at && strchr(" =\"'\t", *at); at++)
        ;
    while (at + k < end && k + 1 < CHARSET_MAX && at[k] && !strchr("\"'?> ", at[k])) {
        out[k] = at[k];
        k++;
    }
    out[k] = '\0';
    return k > 0;
}

/* Declarations in the file, before the first element; "<!DOCTYPE rss PUBLIC ...>" is harmless. */
static bool has_declarations(const char *p, size_t n)
{
    const char *doctype = memmem(p, n, "<!DOCTYPE", 9);
    const char *end = doctype ? memchr(doctype, '>', n - (size_t)(doctype - p)) : NULL;
    const char *open = doctype ? memchr(doctype, '[', n - (size_t)(doctype - p)) : NULL;

    return open && (!end || open < end);
}

static plx_status read_utf8(plx_reading *r, const plx_strbuf *utf8, plx_error *err)
{
    size_t start = skip_start(utf8->s, utf8->len);
    plx_error why;

    if (start == utf8->len) {
        plx_fail(&why, PLX_ERR_INVALID, "empty feed");
        return plx_reading_failed_here(r, 0, &why, err);
    }
    if (utf8->s[start] == '{')
        return read_json_feed(r, utf8, err);
    if (has_declarations(utf8->s, utf8->len)) {
        plx_fail(&why, PLX_ERR_INVALID, "feed with a DTD of its own, which is not read");
        return plx_reading_failed_here(r, 0, &why, err);
    }
    return plx_feed_xml_read(r, utf8, err);
}

plx_status plx_read_feed(plx_reading *r, plx_strbuf *whole, plx_error *err)
{
    plx_strbuf utf8 = PLX_STRBUF_INIT;
    char encoding[CHARSET_MAX];
    size_t start = skip_start(whole->s, whole->len);
    const char *charset = r->charset;
    plx_status rc;

    if (!charset && !plx_utf8_valid(whole->s, whole->len) &&
        find_encoding(whole->s + start, whole->len - start, encoding))
        charset = encoding;
    rc = plx_charset_to_utf8(whole->s + start, whole->len - start, charset, &utf8, err);
    plx_strbuf_release(whole);
    if (rc == PLX_OK)
        rc = read_utf8(r, &utf8, err);
    plx_strbuf_release(&utf8);
    return rc;
}

/* Bytes of the declaration or comment at p, 0 if its end is not in sight. */
static size_t declaration(const char *p, size_t n)
{
    const char *close = n > 4 && memcmp(p, "<!--", 4) == 0 ? "-->" : ">";
    const char *end = memmem(p, n, close, strlen(close));
    const char *open = *close == '>' ? memchr(p, '[', n) : NULL;

    if (open && end && open < end) { /* <!DOCTYPE rss [ ... ]> */
        close = "]>";
        end = memmem(open, n - (size_t)(open - p), close, strlen(close));
    }
    return end ? (size_t)(end - p) + strlen(close) : 0;
}

/* Name of the first element, with its prefix; behind declarations and comments. */
static const char *first_element(const char *p, size_t n, size_t *len)
{
    size_t i = skip_start(p, n);

    while (i + 1 < n && p[i] == '<' && (p[i + 1] == '?' || p[i + 1] == '!')) {
        size_t k = declaration(p + i, n - i);

        if (k == 0)
            return NULL;
        for (i += k; i < n && p[i] && strchr(" \t\r\n", p[i]);)
            i++;
    }
    if (i >= n || p[i] != '<')
        return NULL;
    for (*len = 0; i + 1 + *len < n && p[i + 1 + *len] && !strchr(" \t\r\n/>", p[i + 1 + *len]);)
        ++*len;
    return p + i + 1;
}

bool plx_feed_knows(const char *p, size_t n)
{
    static const char *const roots[] = { "rss", "rdf:RDF", "feed", "atom:feed" };
    size_t most = n < KNOWN_BYTES ? n : KNOWN_BYTES;
    size_t start = skip_start(p, most);
    size_t len;
    const char *name;

    if (start < most && p[start] == '{')
        return memmem(p, most, JSON_VERSION, strlen(JSON_VERSION)) != NULL;
    name = first_element(p, most, &len);
    for (size_t i = 0; name && i < sizeof roots / sizeof *roots; i++)
        if (len == strlen(roots[i]) && memcmp(name, roots[i], len) == 0)
            return strcmp(roots[i], "feed") != 0 || memmem(p, most, "tom", 3) != NULL;
    return false;
}
