#include "indexer/html_meta.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "indexer/byline.h"
#include "indexer/dates.h"
#include "indexer/extract.h"
#include "indexer/html_rules.h"

#define SITE_WORDS    5 /* a longer part of <title> is no site name */
#define BYLINE_BEFORE 8 /* blocks looked at before and after the heading */
#define BYLINE_AFTER  24
#define TIMES_MAX     40  /* <time> elements looked at */
#define SAME_TITLE    0.5 /* words of a heading that must be in <title> */
#define WORD_BYTES    32

enum { TITLE, DATE, AUTHOR, SOURCE, URL, LOCALE, FIELDS };

/* Names of meta elements, the more trusted first within a field. */
static const struct meta_name {
    const char *name;
    int field;
} meta_names[] = {
    { "og:title", TITLE },
    { "twitter:title", TITLE },
    { "parsely-title", TITLE },
    { "sailthru.title", TITLE },
    { "dc.title", TITLE },
    { "headline", TITLE },
    { "title", TITLE },
    { "article:published_time", DATE },
    { "og:article:published_time", DATE },
    { "og:published_time", DATE },
    { "article:published", DATE },
    { "article.published", DATE },
    { "parsely-pub-date", DATE },
    { "sailthru.date", DATE },
    { "originalpublicationdate", DATE },
    { "article_date_original", DATE },
    { "publication_date", DATE },
    { "publish_date", DATE },
    { "publish-date", DATE },
    { "publishdate", DATE },
    { "pubdate", DATE },
    { "pub_date", DATE },
    { "ptime", DATE },
    { "datepublished", DATE },
    { "dc.date.issued", DATE },
    { "dcterms.issued", DATE },
    { "dcterms.created", DATE },
    { "dcterms.date", DATE },
    { "dc.date", DATE },
    { "citation_date", DATE },
    { "date", DATE },
    { "author", AUTHOR },
    { "parsely-author", AUTHOR },
    { "sailthru.author", AUTHOR },
    { "byl", AUTHOR },
    { "dc.creator", AUTHOR },
    { "dcterms.creator", AUTHOR },
    { "article:author", AUTHOR },
    { "citation_author", AUTHOR },
    { "og:site_name", SOURCE },
    { "application-name", SOURCE },
    { "dc.publisher", SOURCE },
    { "publisher", SOURCE },
    { "og:url", URL },
    { "twitter:url", URL },
    { "og:locale", LOCALE },
    { "content-language", LOCALE },
    { "dc.language", LOCALE },
};
#define NAME_COUNT (sizeof meta_names / sizeof *meta_names)

/* Best content of each field so far. */
struct metas {
    const char *content[FIELDS];
    size_t rank[FIELDS];
    const xmlNode *title;     /* <title> */
    const xmlNode *microdate; /* itemprop=datePublished */
    const xmlNode *microauthor;
    const xmlNode *time; /* <time> by which the article is dated */
    bool time_is_pubdate;
    unsigned times; /* seen */
    const char *canonical;
    const char *lang;
};

static bool is_empty(const char *s)
{
    return !s || s[strspn(s, " \t\n")] == '\0';
}

static void take_meta(struct metas *m, const xmlNode *node)
{
    static const char *const keys[] = { "property", "name", "itemprop", "http-equiv" };
    const char *content = plx_html_attr(node, "content");

    for (size_t k = 0; k < sizeof keys / sizeof *keys && !is_empty(content); k++) {
        const char *name = plx_html_attr(node, keys[k]);

        for (size_t i = 0; name && i < NAME_COUNT; i++) {
            int field = meta_names[i].field;

            if (strcasecmp(name, meta_names[i].name) != 0 ||
                (m->content[field] && m->rank[field] <= i))
                continue;
            m->content[field] = content;
            m->rank[field] = i;
        }
    }
}

/* Dates of related articles and comments are not the article's. */
static bool is_foreign(const xmlNode *node)
{
    static const char *const foreign[] = { "related", "comments",   "aside",
                                           "footer",  "navigation", "advert" };

    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
        const char *reason = plx_html_junk(node);

        for (size_t i = 0; reason && i < sizeof foreign / sizeof *foreign; i++)
            if (strcmp(reason, foreign[i]) == 0)
                return true;
    }
    return false;
}

static void take_time(struct metas *m, const xmlNode *node)
{
    bool is_pubdate = plx_html_attr(node, "pubdate") != NULL;

    if (++m->times > TIMES_MAX || (m->time && (m->time_is_pubdate || !is_pubdate)) ||
        is_foreign(node))
        return;
    if (plx_html_has_class_word(node, "updated") || plx_html_has_class_word(node, "modified"))
        return;
    m->time = node;
    m->time_is_pubdate = is_pubdate;
}

static void take_element(struct metas *m, const xmlNode *node)
{
    const char *itemprop = plx_html_attr(node, "itemprop");
    const char *rel = plx_html_attr(node, "rel");

    if (plx_html_is(node, "meta"))
        take_meta(m, node);
    else if (plx_html_is(node, "html") && !m->lang)
        m->lang = plx_html_attr(node, "lang");
    else if (plx_html_is(node, "title") && !m->title)
        m->title = node;
    else if (plx_html_is(node, "link") && rel && strcasecmp(rel, "canonical") == 0 && !m->canonical)
        m->canonical = plx_html_attr(node, "href");
    if (itemprop && strcasecmp(itemprop, "datePublished") == 0 && !m->microdate)
        m->microdate = node;
    if (itemprop && strcasecmp(itemprop, "author") == 0 && !m->microauthor)
        m->microauthor = node;
    if (plx_html_is(node, "time"))
        take_time(m, node);
}

static plx_status set(char **field, const char *s, size_t n, plx_error *err)
{
    while (n > 0 && isspace((unsigned char)*s)) {
        s++;
        n--;
    }
    while (n > 0 && isspace((unsigned char)s[n - 1]))
        n--;
    if (*field || n == 0)
        return PLX_OK;
    return plx_article_set(
        field, s, plx_utf8_cut(s, n < PLX_ARTICLE_FIELD_MAX ? n : PLX_ARTICLE_FIELD_MAX), err);
}

static void set_date(plx_article *a, const char *s, size_t n, const char *how)
{
    plx_date d;

    if (a->date.precision == PLX_DATE_NONE && s &&
        plx_extract_date(s, n, &d, NULL, NULL) == PLX_OK) {
        a->date = d;
        a->date_how = plx_date_how_find(how);
    }
}

/* content, datetime, else the text of an element. */
static void set_date_of(plx_article *a, const xmlNode *node, const char *how)
{
    static const char *const attributes[] = { "content", "datetime" };
    plx_strbuf text = PLX_STRBUF_INIT;

    for (size_t i = 0; node && i < 2; i++) {
        const char *s = plx_html_attr(node, attributes[i]);
        if (s)
            set_date(a, s, strlen(s), how);
    }
    if (node) {
        plx_html_text(node, &text);
        set_date(a, text.s, text.len < 100 ? text.len : 0, how);
    }
    plx_strbuf_release(&text);
}

static plx_status set_author(plx_article *a, const char *s, size_t n, plx_error *err)
{
    plx_strbuf name = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;

    if (!a->author && s)
        plx_byline_clean_author(s, n, &name);
    if (name.len > 0)
        rc = plx_article_set(&a->author, name.s, name.len, err);
    plx_strbuf_release(&name);
    return rc;
}

static plx_status set_author_of(plx_article *a, const xmlNode *node, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;

    if (node && plx_html_attr(node, "content"))
        plx_strbuf_puts(&text, plx_html_attr(node, "content"));
    else if (node)
        plx_html_text(node, &text);
    rc = set_author(a, text.s, text.len, err);
    plx_strbuf_release(&text);
    return rc;
}

/* Two letters before '-' or '_'. */
static plx_status set_lang(plx_article *a, const char *s, plx_error *err)
{
    char lang[3] = "";

    if (!s || a->lang || !isalpha((unsigned char)s[0]) || !isalpha((unsigned char)s[1]) ||
        (s[2] && !strchr("-_,; ", s[2])))
        return PLX_OK;
    lang[0] = (char)(s[0] | 0x20);
    lang[1] = (char)(s[1] | 0x20);
    return plx_article_set(&a->lang, lang, 2, err);
}

static plx_status set_url(plx_article *a, const char *s, plx_error *err)
{
    if (!s || (strncasecmp(s, "http://", 7) != 0 && strncasecmp(s, "https://", 8) != 0))
        return PLX_OK;
    return set(&a->url, s, strlen(s), err);
}

/* "www.example.com" of an address is the outlet "example.com". */
static plx_status set_source_of_url(plx_article *a, plx_error *err)
{
    const char *host = a->url ? strstr(a->url, "://") : NULL;

    if (!host)
        return PLX_OK;
    host += 3;
    if (strncasecmp(host, "www.", 4) == 0)
        host += 4;
    return set(&a->source, host, strcspn(host, "/:?#"), err);
}

static bool has_word(const char *text, const char *word, size_t n)
{
    for (const char *p = text; (p = strcasestr(p, word)); p++)
        if ((p == text || !isalnum((unsigned char)p[-1])) && !isalnum((unsigned char)p[n]))
            return true;
    return false;
}

/* Share of the words of s that are in text. */
static double share_of_words(const char *s, size_t n, const char *text)
{
    unsigned words = 0;
    unsigned found = 0;

    for (size_t i = 0; i < n;) {
        char word[WORD_BYTES];
        size_t k = 0;

        while (i < n && !isalnum((unsigned char)s[i]) && !(s[i] & 0x80))
            i++;
        for (; i < n && (isalnum((unsigned char)s[i]) || (s[i] & 0x80)); i++)
            if (k + 1 < sizeof word)
                word[k++] = s[i];
        word[k] = '\0';
        words += k > 0;
        found += k > 0 && has_word(text, word, k);
    }
    return words ? (double)found / words : 0;
}

static unsigned count_words(const char *s, size_t n)
{
    unsigned words = 0;

    for (size_t i = 0; i < n; i++)
        words += s[i] != ' ' && (i == 0 || s[i - 1] == ' ');
    return words;
}

/* Is s[0, n) the name of the outlet, or short enough to be one? */
static bool is_site(const char *s, size_t n, size_t rest, const plx_article *a)
{
    const char *site = a->source;

    if (site && strlen(site) == n && strncasecmp(s, site, n) == 0)
        return true;
    return n < rest && count_words(s, n) <= SITE_WORDS;
}

/* The heading without "| Site" behind or "Site - " before it. */
static size_t cut_site(const char **s, size_t n, const plx_article *a)
{
    static const char *const seps[] = { " | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • " };

    for (size_t k = 0; k < sizeof seps / sizeof *seps; k++) {
        size_t len = strlen(seps[k]);
        const char *first = memmem(*s, n, seps[k], len);
        const char *last = first;

        for (const char *p = first; p; p = memmem(p + 1, n - (size_t)(p + 1 - *s), seps[k], len))
            last = p;
        if (!first)
            continue;
        if (is_site(last + len, n - (size_t)(last - *s) - len, (size_t)(last - *s), a)) {
            n = (size_t)(last - *s);
            k = (size_t)-1; /* "Heading - Section | Site": once more from the start */
        } else if (a->source && (size_t)(first - *s) == strlen(a->source) &&
                   strncasecmp(*s, a->source, (size_t)(first - *s)) == 0) {
            n -= (size_t)(first - *s) + len;
            *s = first + len;
        }
    }
    return n;
}

/* The h1 that shares its words with what the page calls itself. */
static const plx_block *find_heading(const plx_html *h, const char *page_title)
{
    const plx_block *best = NULL;
    double best_share = SAME_TITLE;

    for (size_t i = 0; i < h->count; i++) {
        const plx_block *b = &h->blocks[i];
        double share;

        if (b->kind != PLX_BLOCK_TITLE || b->words < 2)
            continue;
        share = share_of_words(h->text.s + b->begin, b->len, page_title);
        if (share > best_share) {
            best = b;
            best_share = share;
        }
    }
    return best;
}

static plx_status set_title(plx_article *a, const plx_html *h, const struct metas *m,
                            const plx_jsonld *ld, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    const char *s = ld->headline.s;
    const plx_block *heading;
    plx_status rc;
    size_t n;

    if (!*s && m->content[TITLE])
        s = m->content[TITLE];
    if (*s && !(a->source && strcasecmp(s, a->source) == 0 && m->title))
        plx_strbuf_puts(&text, s);
    else if (m->title) /* some give the name of the site as the title of all its pages */
        plx_html_text(m->title, &text);
    heading = a->title ? NULL : find_heading(h, text.s);
    s = heading ? h->text.s + heading->begin : text.s;
    n = heading ? heading->len : cut_site(&s, text.len, a);
    rc = set(&a->title, s, n, err);
    plx_strbuf_release(&text);
    return rc;
}

/* Bytes of an outlet's name: "Name | slogan" is cut, an address or account is none. */
static size_t site_name(const char *s)
{
    const char *bar = s ? strstr(s, " | ") : NULL;

    if (!s || *s == '@' || strstr(s, "://"))
        return 0;
    return bar ? (size_t)(bar - s) : strlen(s);
}

static plx_status set_who(plx_article *a, const struct metas *m, const plx_jsonld *ld,
                          plx_error *err)
{
    const char *source = site_name(m->content[SOURCE]) ? m->content[SOURCE] : ld->publisher.s;
    const char *author = m->content[AUTHOR] ? m->content[AUTHOR] : "";
    plx_status rc = set_url(a, m->canonical, err);

    if (rc == PLX_OK)
        rc = set_url(a, m->content[URL], err);
    if (rc == PLX_OK)
        rc = set_url(a, ld->url.s, err);
    if (rc == PLX_OK)
        rc = set(&a->source, source, site_name(source), err);
    if (rc == PLX_OK)
        rc = set_source_of_url(a, err);
    if (rc == PLX_OK)
        rc = set_author(a, ld->author.s, ld->author.len, err);
    if (rc == PLX_OK)
        rc = set_author(a, author, strlen(author), err);
    if (rc == PLX_OK)
        rc = set_author_of(a, m->microauthor, err);
    if (rc == PLX_OK)
        rc = set_lang(a, m->lang, err);
    if (rc == PLX_OK)
        rc = set_lang(a, ld->lang.s, err);
    return rc == PLX_OK ? set_lang(a, m->content[LOCALE], err) : rc;
}

plx_status plx_html_meta(const plx_html *h, const plx_jsonld *ld, plx_article *out, plx_error *err)
{
    xmlNode *root = xmlDocGetRootElement(h->doc);
    struct metas m = { .title = NULL };
    const char *date;
    plx_status rc;

    for (xmlNode *n = root; n; n = plx_html_next(n, root, false))
        if (n->type == XML_ELEMENT_NODE)
            take_element(&m, n);
    rc = set_who(out, &m, ld, err);
    if (rc == PLX_OK)
        rc = set_title(out, h, &m, ld, err);
    date = m.content[DATE];
    set_date(out, ld->date.s, ld->date.len, "json-ld");
    set_date(out, date, date ? strlen(date) : 0, "meta");
    set_date_of(out, m.microdate, "microdata");
    set_date_of(out, m.time, "time");
    return rc;
}

/* The block of the heading, else the first of the page. */
static size_t heading_index(const plx_html *h, const char *title)
{
    for (size_t i = 0; title && i < h->count; i++)
        if (strlen(title) == h->blocks[i].len &&
            strncasecmp(h->text.s + h->blocks[i].begin, title, h->blocks[i].len) == 0 &&
            h->blocks[i].link_len == 0)
            return i;
    for (size_t i = 0; i < h->count; i++)
        if (h->blocks[i].kind == PLX_BLOCK_TITLE)
            return i;
    return 0;
}

plx_status plx_html_byline(const plx_html *h, plx_article *out, plx_error *err)
{
    size_t at = heading_index(h, out->title);
    size_t from = at > BYLINE_BEFORE ? at - BYLINE_BEFORE : 0;
    plx_status rc = PLX_OK;
    plx_date d;

    for (size_t i = from; i < h->count && i < at + BYLINE_AFTER && rc == PLX_OK; i++) {
        const plx_block *b = &h->blocks[i];
        const char *s = h->text.s + b->begin;
        plx_byline line;

        if (!plx_byline_read(s, b->len, &line) || is_foreign(b->node))
            continue;
        if (line.author_len > 0)
            rc = set_author(out, s + line.author, line.author_len, err);
        if (out->date.precision == PLX_DATE_NONE && !line.is_updated &&
            line.date.precision >= PLX_DATE_DAY) {
            out->date = line.date;
            out->date_how = "byline";
        }
    }
    if (out->date.precision == PLX_DATE_NONE && out->url && plx_dates_in_url(out->url, &d)) {
        out->date = d;
        out->date_how = "url";
    }
    return rc;
}
