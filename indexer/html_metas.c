#include "indexer/html_metas.h"

#include <string.h>
#include <strings.h>

#include "indexer/html_rules.h"

#define TIMES_MAX    40 /* <time> elements looked at */
#define PREFIX_BYTES 6  /* of an outlet's own before a name */

/* Names of meta elements, the more trusted first within a field. */
static const struct meta_name {
    const char *name;
    int field;
} meta_names[] = {
    { "og:title", PLX_META_TITLE },
    { "twitter:title", PLX_META_TITLE },
    { "parsely-title", PLX_META_TITLE },
    { "sailthru.title", PLX_META_TITLE },
    { "dc.title", PLX_META_TITLE },
    { "headline", PLX_META_TITLE },
    { "title", PLX_META_TITLE },
    { "article:published_time", PLX_META_DATE },
    { "og:article:published_time", PLX_META_DATE },
    { "og:published_time", PLX_META_DATE },
    { "article:published", PLX_META_DATE },
    { "article.published", PLX_META_DATE },
    { "parsely-pub-date", PLX_META_DATE },
    { "sailthru.date", PLX_META_DATE },
    { "originalpublicationdate", PLX_META_DATE },
    { "article_date_original", PLX_META_DATE },
    { "publication_date", PLX_META_DATE },
    { "publish_date", PLX_META_DATE },
    { "publish-date", PLX_META_DATE },
    { "publishdate", PLX_META_DATE },
    { "pubdate", PLX_META_DATE },
    { "pub_date", PLX_META_DATE },
    { "ptime", PLX_META_DATE },
    { "datepublished", PLX_META_DATE },
    { "dc.date.issued", PLX_META_DATE },
    { "dcterms.issued", PLX_META_DATE },
    { "dcterms.created", PLX_META_DATE },
    { "dc.date.created", PLX_META_DATE },
    { "citation_publication_date", PLX_META_DATE },
    { "bt:pubdate", PLX_META_DATE },
    { "dcterms.date", PLX_META_DATE },
    { "dc.date", PLX_META_DATE },
    { "citation_date", PLX_META_DATE },
    { "post-date", PLX_META_DATE },
    { "published_at", PLX_META_DATE },
    { "date", PLX_META_DATE },
    { "author", PLX_META_AUTHOR },
    { "parsely-author", PLX_META_AUTHOR },
    { "sailthru.author", PLX_META_AUTHOR },
    { "byl", PLX_META_AUTHOR },
    { "dc.creator", PLX_META_AUTHOR },
    { "dcterms.creator", PLX_META_AUTHOR },
    { "article:author", PLX_META_AUTHOR },
    { "citation_author", PLX_META_AUTHOR },
    { "og:site_name", PLX_META_SOURCE },
    { "application-name", PLX_META_SOURCE },
    { "dc.publisher", PLX_META_SOURCE },
    { "publisher", PLX_META_SOURCE },
    { "og:url", PLX_META_URL },
    { "twitter:url", PLX_META_URL },
    { "og:locale", PLX_META_LOCALE },
    { "content-language", PLX_META_LOCALE },
    { "dc.language", PLX_META_LOCALE },
    { "language", PLX_META_LOCALE },
    { "article:section", PLX_META_SECTION },
    { "og:article:section", PLX_META_SECTION },
    { "parsely-section", PLX_META_SECTION },
    { "articlesection", PLX_META_SECTION },
    { "section", PLX_META_SECTION },
    { "article:modified_time", PLX_META_MODIFIED },
    { "og:updated_time", PLX_META_MODIFIED },
    { "datemodified", PLX_META_MODIFIED },
    { "dcterms.modified", PLX_META_MODIFIED },
    { "lastmod", PLX_META_MODIFIED },
    { "last-modified", PLX_META_MODIFIED },
    { "original-source", PLX_META_ORIGINAL },
    { "syndication-source", PLX_META_ORIGINAL },
};
#define NAME_COUNT (sizeof meta_names / sizeof *meta_names)

static bool is_empty(const char *s)
{
    return !s || s[strspn(s, " \t\n")] == '\0';
}

/* Outlets put their own prefix before the usual names: "xy-post-date", "cms.pubdate". */
static bool is_called(const char *name, const char *wanted)
{
    size_t n = strlen(name);
    size_t k = strlen(wanted);

    return n >= k && strcasecmp(name + n - k, wanted) == 0 &&
           (n == k || (n <= k + PREFIX_BYTES && k >= 7 && strchr("-_.", name[n - k - 1])));
}

static void take_meta(plx_html_metas *m, const xmlNode *node)
{
    static const char *const keys[] = { "property", "name", "itemprop", "http-equiv" };
    const char *content = plx_html_attr(node, "content");

    for (size_t k = 0; k < sizeof keys / sizeof *keys && !is_empty(content); k++) {
        const char *name = plx_html_attr(node, keys[k]);

        for (size_t i = 0; name && i < NAME_COUNT; i++) {
            int field = meta_names[i].field;

            if (!is_called(name, meta_names[i].name) ||
                (m->content[field] && m->rank[field] <= i) ||
                (field == PLX_META_AUTHOR && strstr(content, "://")))
                continue;
            m->content[field] = content;
            m->rank[field] = i;
        }
    }
}

/* Dates of related articles and comments are not the article's. */
bool plx_html_is_foreign(const xmlNode *node)
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

static void take_time(plx_html_metas *m, const xmlNode *node)
{
    bool is_pubdate = plx_html_attr(node, "pubdate") != NULL;

    if (++m->times > TIMES_MAX || (m->time && (m->time_is_pubdate || !is_pubdate)) ||
        plx_html_is_foreign(node))
        return;
    if (plx_html_has_class_word(node, "updated") || plx_html_has_class_word(node, "modified")) {
        m->updated = m->updated ? m->updated : node;
        return;
    }
    m->time = node;
    m->time_is_pubdate = is_pubdate;
}

/* Microdata, or RDFa with the same names. */
static void take_property(plx_html_metas *m, const xmlNode *node)
{
    const char *name = plx_html_attr(node, "itemprop");
    const xmlNode **slot = NULL;

    if (!name && !plx_html_is(node, "meta"))
        name = plx_html_attr(node, "property");
    if (!name)
        return;
    if (strncmp(name, "schema:", 7) == 0)
        name += 7;
    if (strcasecmp(name, "datePublished") == 0)
        slot = &m->microdate;
    else if (strcasecmp(name, "dateModified") == 0)
        slot = &m->micromodified;
    else if (strcasecmp(name, "author") == 0)
        slot = &m->microauthor;
    if (slot && !*slot && (slot == &m->microauthor || !plx_html_is_foreign(node)))
        *slot = node;
}

static void take_element(plx_html_metas *m, const xmlNode *node)
{
    const char *rel = plx_html_attr(node, "rel");

    if (plx_html_is(node, "meta"))
        take_meta(m, node);
    else if (plx_html_is(node, "html") && !m->lang)
        m->lang = plx_html_attr(node, "lang");
    else if (plx_html_is(node, "title") && !m->title)
        m->title = node;
    else if (plx_html_is(node, "link") && rel && strcasecmp(rel, "canonical") == 0 && !m->canonical)
        m->canonical = plx_html_attr(node, "href");
    else if (plx_html_is(node, "a") && rel && strcasecmp(rel, "author") == 0 && !m->relauthor &&
             !plx_html_is_foreign(node))
        m->relauthor = node;
    else if (plx_html_is(node, "time"))
        take_time(m, node);
    take_property(m, node);
}

void plx_html_metas_read(const plx_html *h, plx_html_metas *out)
{
    xmlNode *root = xmlDocGetRootElement(h->doc);

    *out = (plx_html_metas){ .title = NULL };
    for (xmlNode *n = root; n; n = plx_html_next(n, root, false))
        if (n->type == XML_ELEMENT_NODE)
            take_element(out, n);
}
