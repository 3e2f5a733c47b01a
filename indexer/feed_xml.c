#include "indexer/feed_xml.h"

#include <libxml/parserInternals.h>
#include <libxml/uri.h>
#include <stdio.h>
#include <string.h>

#include "indexer/feed_entry.h"
#include "indexer/tags.h"

#define NAME_BYTES 64 /* of an element with its prefix */

enum content { TEXT, HTML, PERSON, NAMED, LINK, LABEL, TYPED };

/* Children of an entry. */
static const struct element {
    const char *name; /* with the usual prefix of its namespace */
    plx_feed_slot slot;
    unsigned rank;
    enum content content;
} elements[] = {
    { "title", PLX_FEED_TITLE, 1, HTML },
    { "atom:title", PLX_FEED_TITLE, 1, HTML },
    { "dc:title", PLX_FEED_TITLE, 2, TEXT },
    { "media:title", PLX_FEED_TITLE, 3, TEXT },
    { "feedburner:origLink", PLX_FEED_URL, 1, TEXT },
    { "link", PLX_FEED_URL, 2, TEXT },
    { "atom:link", PLX_FEED_URL, 2, LINK },
    { "guid", PLX_FEED_GUID, 1, TEXT },
    { "atom:id", PLX_FEED_GUID, 1, TEXT },
    { "dc:identifier", PLX_FEED_GUID, 2, TEXT },
    { "pubDate", PLX_FEED_DATE, 1, TEXT },
    { "atom:published", PLX_FEED_DATE, 1, TEXT },
    { "atom:issued", PLX_FEED_DATE, 1, TEXT },
    { "dc:date", PLX_FEED_DATE, 2, TEXT },
    { "dcterms:issued", PLX_FEED_DATE, 3, TEXT },
    { "dcterms:created", PLX_FEED_DATE, 4, TEXT },
    { "atom:updated", PLX_FEED_UPDATED, 1, TEXT },
    { "atom:modified", PLX_FEED_UPDATED, 1, TEXT },
    { "dcterms:modified", PLX_FEED_UPDATED, 2, TEXT },
    { "dc:creator", PLX_FEED_AUTHOR, 1, TEXT },
    { "atom:author", PLX_FEED_AUTHOR, 2, PERSON },
    { "author", PLX_FEED_AUTHOR, 3, TEXT },
    { "itunes:author", PLX_FEED_AUTHOR, 4, TEXT },
    { "category", PLX_FEED_CATEGORY, 1, TEXT },
    { "atom:category", PLX_FEED_CATEGORY, 1, LABEL },
    { "dc:subject", PLX_FEED_CATEGORY, 2, TEXT },
    { "prism:section", PLX_FEED_SECTION, 1, TEXT },
    { "section", PLX_FEED_SECTION, 2, TEXT },
    { "dc:language", PLX_FEED_LANG, 1, TEXT },
    { "source", PLX_FEED_SOURCE, 1, TEXT },
    { "atom:source", PLX_FEED_SOURCE, 1, NAMED },
    { "content:encoded", PLX_FEED_BODY, 1, HTML },
    { "atom:content", PLX_FEED_BODY, 2, TYPED },
    { "content", PLX_FEED_BODY, 2, HTML },
    { "xhtml:body", PLX_FEED_BODY, 2, TYPED },
    { "description", PLX_FEED_BODY, PLX_FEED_RANK_DESCRIPTION, HTML },
    { "atom:summary", PLX_FEED_BODY, PLX_FEED_RANK_SUMMARY, TYPED },
    { "itunes:summary", PLX_FEED_BODY, PLX_FEED_RANK_SUMMARY + 1, HTML },
    { "media:description", PLX_FEED_BODY, PLX_FEED_RANK_SUMMARY + 2, HTML },
};

static const struct vocabulary {
    const char *address;
    const char *prefix;
} vocabularies[] = {
    { "http://www.w3.org/2005/Atom", "atom" },
    { "http://purl.org/atom/ns#", "atom" },
    { "http://purl.org/rss/1.0/", "" },
    { "http://my.netscape.com/rdf/simple/0.9/", "" },
    { "http://purl.org/rss/1.0/modules/content/", "content" },
    { "http://purl.org/dc/elements/1.1/", "dc" },
    { "http://purl.org/dc/terms/", "dcterms" },
    { "http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes" },
    { "http://search.yahoo.com/mrss/", "media" },
    { "http://rssnamespace.org/feedburner/ext/1.0", "feedburner" },
    { "http://prismstandard.org/namespaces/basic/2.0/", "prism" },
    { "http://www.w3.org/1999/xhtml", "xhtml" },
};

/* How the inside of an element becomes a value. */
struct inside {
    const char *only; /* text inside children of this name alone, NULL: all */
    bool with_tags;   /* children stay as tags ... */
    bool is_literal;  /* ... and text is text, no escaped HTML */
    bool is_text;     /* plain by declaration */
    bool is_other;    /* of a type that is not read */
};

/* Attributes as SAX2 has them: name, prefix, namespace, value, end. */
struct attributes {
    const xmlChar **at;
    int count;
};

struct feed {
    plx_reading *r;
    xmlParserCtxt *parser;
    int depth;            /* of the element that is open, the root's is 1 */
    plx_feed_entry feed;  /* what it says of itself */
    plx_feed_entry entry; /* the open one */
    bool in_channel;
    int entry_depth; /* 0: none is open */
    size_t entry_line;
    plx_feed_entry *to;     /* whose value is gathered, NULL: none is */
    struct element element; /* from this element ... */
    int element_depth;
    struct inside inside; /* ... in this way */
    bool is_wanted;       /* inside `only` */
    plx_strbuf value;
    plx_status rc; /* of the sink */
    plx_error *err;
    plx_error why; /* the last error of the XML, .code = PLX_OK if there is none */
};

static void note_error(void *ctx, xmlErrorPtr e)
{
    struct feed *f = ((xmlParserCtxt *)ctx)->_private;

    if (e->level >= XML_ERR_ERROR)
        plx_fail(&f->why, e->code == XML_ERR_NO_MEMORY ? PLX_ERR_NOMEM : PLX_ERR_INVALID,
                 "%.*s in line %d", (int)strcspn(e->message ? e->message : "", "\n"),
                 e->message ? e->message : "", e->line);
}

/* The sink has had enough, or memory. */
static void stop(struct feed *f, plx_status rc)
{
    f->rc = rc;
    xmlStopParser(f->parser);
}

/* Name with the usual prefix of its namespace, or as it stands if that is not known or, as it
 * happens, not declared. */
static void find_name(const char *local, const char *prefix, const char *address,
                      char name[NAME_BYTES])
{
    for (size_t i = 0; address && i < sizeof vocabularies / sizeof *vocabularies; i++)
        if (strcmp(address, vocabularies[i].address) == 0)
            prefix = vocabularies[i].prefix;
    snprintf(name, NAME_BYTES, "%s%s%s", prefix ? prefix : "", prefix && *prefix ? ":" : "", local);
}

static const struct element *find_element(const char *name)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (strcmp(elements[i].name, name) == 0)
            return &elements[i];
    return NULL;
}

/* An attribute's value and its bytes; NULL if there is none. */
static const char *attribute(const struct attributes *as, const char *name, size_t *n)
{
    for (int i = 0; i < as->count; i++) {
        const xmlChar **a = as->at + 5 * i;

        if (strcmp((const char *)a[0], name) == 0) {
            *n = (size_t)(a[4] - a[3]);
            return (const char *)a[3];
        }
    }
    *n = 0;
    return NULL;
}

static bool is_attribute(const struct attributes *as, const char *name, const char *expected)
{
    size_t n;
    const char *v = attribute(as, name, &n);

    return v && n == strlen(expected) && memcmp(v, expected, n) == 0;
}

/* ------------------------------------------------------------------ values */

static void add_tag(struct feed *f, const char *name, const struct attributes *as)
{
    const char *const kept[] = { "href", "class", "id", "role", "style", NULL };

    plx_strbuf_printf(&f->value, "<%s", name);
    for (size_t i = 0; kept[i]; i++) {
        size_t n;
        const char *v = attribute(as, kept[i], &n);

        if (!v)
            continue;
        plx_strbuf_printf(&f->value, " %s=\"", kept[i]);
        plx_tags_escape(v, n, &f->value);
        plx_strbuf_putc(&f->value, '"');
    }
    plx_strbuf_putc(&f->value, '>');
}

static void gather_start(struct feed *f, const char *name, const struct attributes *as)
{
    if (f->inside.only && f->depth == f->element_depth + 1)
        f->is_wanted = strcmp(name, f->inside.only) == 0;
    if (f->inside.with_tags)
        add_tag(f, name, as);
}

static void gather_text(void *ctx, const xmlChar *p, int n)
{
    struct feed *f = ((xmlParserCtxt *)ctx)->_private;

    if (!f->to || !f->is_wanted || n <= 0)
        return;
    if (f->inside.with_tags && f->inside.is_literal)
        plx_tags_escape((const char *)p, (size_t)n, &f->value);
    else
        plx_strbuf_add(&f->value, p, (size_t)n);
}

/* The value is complete. */
static void end_value(struct feed *f)
{
    if (f->value.failed)
        stop(f, plx_fail(f->err, PLX_ERR_NOMEM, "feed: out of memory"));
    else if (!f->inside.is_other &&
             plx_feed_entry_offer(f->to, f->element.slot, f->element.rank, f->value.s,
                                  f->value.len) &&
             f->element.slot == PLX_FEED_BODY)
        f->to->is_text = f->inside.is_text;
    f->to = NULL;
}

static void gather_end(struct feed *f, const char *name)
{
    bool is_void = strcmp(name, "br") == 0 || strcmp(name, "img") == 0 || strcmp(name, "hr") == 0;

    if (f->depth <= f->element_depth) {
        end_value(f);
        return;
    }
    if (f->inside.with_tags && !is_void)
        plx_strbuf_printf(&f->value, "</%s>", name);
    if (f->inside.only && f->depth == f->element_depth + 1)
        f->is_wanted = false;
}

/* Atom says of what type a text is: text, html (escaped), xhtml, or a media type. */
static struct inside typed_inside(const struct element *el, const struct attributes *as)
{
    static const char *const texts[] = { "text", "text/plain", NULL };
    static const char *const markups[] = { "html", "text/html", NULL };
    struct inside how = { NULL, true, true, false, false };
    size_t n;
    bool is_text = !attribute(as, "type", &n);
    bool is_html = false;

    if (strcmp(el->name, "xhtml:body") == 0 || is_attribute(as, "type", "xhtml") ||
        is_attribute(as, "type", "application/xhtml+xml"))
        return how;
    for (size_t i = 0; texts[i]; i++)
        is_text = is_text || is_attribute(as, "type", texts[i]);
    for (size_t i = 0; markups[i]; i++)
        is_html = is_html || is_attribute(as, "type", markups[i]);
    return (struct inside){ NULL, is_html, is_text, is_text, !is_text && !is_html };
}

/* Begin to gather the value of an element for an entry, or for the feed. */
static void gather(struct feed *f, plx_feed_entry *to, const struct element *el,
                   const struct attributes *as)
{
    static const struct inside insides[] = {
        [TEXT] = { NULL, false, true, false, false },
        [HTML] = { NULL, true, false, false, false },
        [PERSON] = { "name", false, true, false, false },
        [NAMED] = { "title", false, true, false, false },
        [LINK] = { "", false, false, false, false },
        [LABEL] = { "", false, false, false, false },
    };
    const char *v = NULL;
    size_t n;
    size_t rel;

    f->to = to;
    f->element = *el;
    f->element_depth = f->depth;
    f->inside = el->content == TYPED ? typed_inside(el, as) : insides[el->content];
    f->is_wanted = f->inside.only == NULL;
    plx_strbuf_reset(&f->value);
    if (el->content == LINK &&
        (!attribute(as, "rel", &rel) || is_attribute(as, "rel", "alternate")))
        v = attribute(as, "href", &n);
    if (el->content == LABEL && !(v = attribute(as, "label", &n)))
        v = attribute(as, "term", &n);
    if (v)
        plx_strbuf_add(&f->value, v, n);
}

/* -------------------------------------------------------------- structure */

/* An address as it stands, or seen from that of the feed. */
static void resolve_url(struct feed *f)
{
    plx_strbuf *url = &f->entry.value[PLX_FEED_URL];
    const plx_strbuf *own = &f->feed.value[PLX_FEED_URL];
    const char *base = own->len ? own->s : f->r->url;
    xmlChar *full;

    if (url->len == 0 || !base || strstr(url->s, "://"))
        return;
    full = xmlBuildURI((const xmlChar *)url->s, (const xmlChar *)base);
    if (full) {
        plx_strbuf_reset(url);
        plx_strbuf_puts(url, (const char *)full);
    }
    xmlFree(full);
}

static void end_entry(struct feed *f)
{
    plx_status rc;

    f->entry_depth = 0;
    resolve_url(f);
    rc = plx_feed_entry_give(&f->entry, &f->feed, f->r, f->entry_line, f->err);
    plx_feed_entry_reset(&f->entry);
    if (rc != PLX_OK)
        stop(f, rc);
}

static void begin_entry(struct feed *f, const struct attributes *as)
{
    size_t n;
    const char *lang = attribute(as, "lang", &n);

    f->entry_depth = f->depth;
    f->entry_line = (size_t)xmlSAX2GetLineNumber(f->parser);
    if (lang)
        plx_feed_entry_offer(&f->entry, PLX_FEED_LANG, 2, lang, n);
}

/* What a feed says of itself: its title is the source, its address the base of others. */
static void read_of_feed(struct feed *f, const char *name, const struct attributes *as)
{
    const struct element *el = find_element(name);
    struct element own = { name, PLX_FEED_LANG, 1, TEXT };

    if (el && el->slot == PLX_FEED_TITLE)
        own = (struct element){ name, PLX_FEED_SOURCE, el->rank, TEXT };
    else if (el && (el->slot == PLX_FEED_URL || el->slot == PLX_FEED_LANG))
        own = *el;
    else if (strcmp(name, "language") != 0)
        return;
    gather(f, &f->feed, &own, as);
}

static void begin_feed(struct feed *f, const struct attributes *as)
{
    size_t n;
    const char *lang = attribute(as, "lang", &n);

    f->in_channel = true;
    if (lang)
        plx_feed_entry_offer(&f->feed, PLX_FEED_LANG, 2, lang, n);
}

static void begin_element(struct feed *f, const char *name, const struct attributes *as)
{
    bool is_entry = strcmp(name, "item") == 0 || strcmp(name, "atom:entry") == 0;

    if (is_entry && f->entry_depth > 0 && f->depth == f->entry_depth + 1)
        end_entry(f); /* the one before was not closed */
    if (f->rc != PLX_OK)
        return;
    if (f->entry_depth > 0) {
        const struct element *el = f->depth == f->entry_depth + 1 ? find_element(name) : NULL;

        if (el)
            gather(f, &f->entry, el, as);
    } else if (is_entry) {
        begin_entry(f, as);
    } else if (strcmp(name, "channel") == 0 || strcmp(name, "atom:feed") == 0) {
        begin_feed(f, as);
    } else if (f->in_channel && f->depth <= 3) {
        read_of_feed(f, name, as);
    }
}

static void on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int ns_count, const xmlChar **ns, int count, int defaulted, const xmlChar **at)
{
    struct feed *f = ((xmlParserCtxt *)ctx)->_private;
    const struct attributes as = { at, count };
    char name[NAME_BYTES];

    (void)ns_count;
    (void)ns;
    (void)defaulted;
    f->depth++;
    if (f->to) {
        gather_start(f, (const char *)local, &as);
        return;
    }
    find_name((const char *)local, (const char *)prefix, (const char *)uri, name);
    begin_element(f, name, &as);
}

static void on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct feed *f = ((xmlParserCtxt *)ctx)->_private;

    (void)prefix;
    (void)uri;
    if (f->to)
        gather_end(f, (const char *)local);
    else if (f->entry_depth > 0 && f->depth <= f->entry_depth)
        end_entry(f);
    else if (strcmp((const char *)local, "channel") == 0)
        f->in_channel = false;
    f->depth--;
}

/* ---------------------------------------------------------------- mending */

/* Bytes of a reference by number at p, which is '&'; 0 if it is none. */
static size_t number_reference(const char *p, size_t n)
{
    size_t k = 2;

    if (n < 4 || p[1] != '#')
        return 0;
    k += p[k] == 'x';
    while (k < n && k < 10 && memchr("0123456789abcdefABCDEF", p[k], 22))
        k++;
    return k < n && p[k] == ';' ? k + 1 : 0;
}

/* Bytes of a section at p, which is '<', whose inside is no XML; 0 if it is none. */
static size_t opaque_section(const char *p, size_t n)
{
    static const struct {
        const char *open;
        const char *close;
    } sections[] = { { "<![CDATA[", "]]>" }, { "<!--", "-->" } };

    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        size_t open = strlen(sections[i].open);
        const char *end = n > open && memcmp(p, sections[i].open, open) == 0
                              ? memmem(p + open, n - open, sections[i].close, 3)
                              : NULL;

        if (end)
            return (size_t)(end - p) + 3;
    }
    return 0;
}

static bool begins_tag(const char *p, size_t n)
{
    return n > 1 && (p[1] == '/' || p[1] == '!' || p[1] == '?' || p[1] == '_' ||
                     (p[1] >= 'a' && p[1] <= 'z') || (p[1] >= 'A' && p[1] <= 'Z'));
}

/* What feeds have most of that is no XML, and what no parser gets over: references of HTML, and
 * "&" and "<" that stand for themselves. References become numbers: once libxml2 has met an error
 * it drops those by name, "&amp;" too. */
static void mend(const char *p, size_t n, plx_strbuf *out)
{
    for (size_t i = 0; i < n;) {
        size_t k = 1;

        if (p[i] == '<') {
            k = opaque_section(p + i, n - i);
            if (k == 0 && !begins_tag(p + i, n - i)) {
                plx_strbuf_puts(out, "&#60;");
                i++;
                continue;
            }
            k = k ? k : 1;
        } else if (p[i] == '&') {
            k = number_reference(p + i, n - i);
            if (k == 0) {
                i += plx_tags_reference(p + i, n - i, out);
                continue;
            }
        } else {
            while (i + k < n && p[i + k] != '<' && p[i + k] != '&')
                k++;
        }
        plx_strbuf_add(out, p + i, k);
        i += k;
    }
}

/* ------------------------------------------------------------------ whole */

static plx_status parse(struct feed *f)
{
    xmlSAXHandler *sax = f->parser->sax;

    memset(sax, 0, sizeof *sax);
    sax->initialized = XML_SAX2_MAGIC;
    sax->startElementNs = on_start;
    sax->endElementNs = on_end;
    sax->characters = gather_text;
    sax->ignorableWhitespace = gather_text;
    sax->cdataBlock = gather_text;
    sax->serror = note_error;
    /* NOENT: references by number in attributes; entities are not declared (read_utf8()) */
    xmlCtxtUseOptions(f->parser,
                      XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
    xmlParseDocument(f->parser);
    if (f->rc == PLX_OK && f->to)
        end_value(f);
    if (f->rc == PLX_OK && f->entry_depth > 0)
        end_entry(f); /* cut off: what there is of it */
    if (f->rc != PLX_OK || f->depth == 0)
        return f->rc;
    if (f->why.code == PLX_OK)
        plx_fail(&f->why, PLX_ERR_INVALID, "it is cut off");
    plx_fail_prefix(&f->why, f->why.code, "the feed cannot be read to its end");
    return plx_reading_failed_here(f->r, 0, &f->why, f->err);
}

plx_status plx_feed_xml_read(plx_reading *r, const plx_strbuf *utf8, plx_error *err)
{
    struct feed f = { .r = r, .why = { .code = PLX_OK }, .value = PLX_STRBUF_INIT, .err = err };
    plx_strbuf mended = PLX_STRBUF_INIT;
    plx_status rc;

    mend(utf8->s, utf8->len, &mended);
    f.parser = mended.failed ? NULL : xmlCreateMemoryParserCtxt(mended.s, (int)mended.len);
    if (!f.parser) {
        plx_strbuf_release(&mended);
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", r->path);
    }
    f.parser->_private = &f;
    plx_feed_entry_init(&f.feed);
    plx_feed_entry_init(&f.entry);
    rc = parse(&f);
    plx_feed_entry_release(&f.feed);
    plx_feed_entry_release(&f.entry);
    plx_strbuf_release(&f.value);
    xmlFreeParserCtxt(f.parser);
    plx_strbuf_release(&mended);
    return rc;
}
