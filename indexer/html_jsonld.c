#include "indexer/html_jsonld.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#include "base/json.h"
#include "indexer/html_author.h"

#define DEPTH_MAX  6 /* of arrays and graphs in which the article is looked for */
#define SCRIPT_MAX (4u << 20)

static bool ends_in(const char *s, const char *end)
{
    size_t n = strlen(s);
    size_t k = strlen(end);

    return n >= k && strcmp(s + n - k, end) == 0;
}

static bool is_article_type(const json_t *type)
{
    const char *s = json_string_value(type);
    size_t i;
    json_t *v;

    if (s)
        return ends_in(s, "Article") || ends_in(s, "BlogPosting") || ends_in(s, "Report") ||
               ends_in(s, "Review");
    json_array_foreach(type, i, v)
    {
        if (json_is_string(v) && is_article_type(v))
            return true;
    }
    return false;
}

/* Lists of other articles (itemListElement, hasPart) are not looked into. */
static const json_t *find_article(const json_t *v, int depth)
{
    static const char *const inside[] = { "@graph", "mainEntity", "mainEntityOfPage" };
    const json_t *found = NULL;
    size_t i;
    json_t *item;

    if (depth > DEPTH_MAX)
        return NULL;
    if (json_is_object(v)) {
        if (is_article_type(json_object_get(v, "@type")))
            return v;
        for (i = 0; i < sizeof inside / sizeof *inside && !found; i++)
            found = find_article(json_object_get(v, inside[i]), depth + 1);
        return found;
    }
    json_array_foreach(v, i, item)
    {
        found = find_article(item, depth + 1);
        if (found)
            break;
    }
    return found;
}

/* A name: a string, an object with a name, or several of them. */
static void add_names(const json_t *v, int depth, plx_strbuf *out)
{
    size_t i;
    json_t *item;

    if (json_is_string(v) && json_string_length(v) > 0) {
        if (out->len > 0)
            plx_strbuf_puts(out, "; ");
        plx_strbuf_puts(out, json_string_value(v));
    } else if (json_is_object(v) && depth < DEPTH_MAX) {
        add_names(json_object_get(v, "name"), depth + 1, out);
    } else if (json_is_array(v) && depth < DEPTH_MAX) {
        json_array_foreach(v, i, item) add_names(item, depth + 1, out);
    }
}

/* Persons, and agencies; another organisation is the outlet itself. */
static void add_authors(const json_t *v, plx_strbuf *out)
{
    const char *type = plx_json_get_str(v, "@type");
    const char *name = plx_json_get_str(v, "name");
    size_t i;
    json_t *item;

    if (json_is_array(v)) {
        json_array_foreach(v, i, item)
        {
            if (!json_is_array(item))
                add_authors(item, out);
        }
    } else if (!type || !ends_in(type, "Organization") ||
               (name && plx_html_agency(name, strlen(name)))) {
        add_names(v, 0, out);
    }
}

static void add_string(const json_t *obj, const char *name, plx_strbuf *out)
{
    const char *s = plx_json_get_str(obj, name);

    if (s && out->len == 0)
        plx_strbuf_puts(out, s);
}

/* An address or a name of where the article comes from. */
static void add_original(const json_t *article, plx_strbuf *out)
{
    static const char *const names[] = { "isBasedOn", "isBasedOnUrl", "sourceOrganization",
                                         "provider" };

    for (size_t i = 0; i < sizeof names / sizeof *names && out->len == 0; i++) {
        const json_t *v = json_object_get(article, names[i]);

        if (json_is_array(v))
            v = json_array_get(v, 0);
        add_names(v, 0, out);
        if (out->len == 0)
            add_string(v, "url", out);
        if (out->len == 0)
            add_string(v, "@id", out);
    }
}

static void add_first(const json_t *v, plx_strbuf *out)
{
    if (json_is_array(v))
        v = json_array_get(v, 0);
    if (json_is_string(v))
        plx_strbuf_puts(out, json_string_value(v));
}

static void take(const json_t *article, plx_jsonld *out)
{
    const json_t *page = json_object_get(article, "mainEntityOfPage");

    add_string(article, "headline", &out->headline);
    add_string(article, "name", &out->headline);
    if (out->author.len == 0)
        add_authors(json_object_get(article, "author"), &out->author);
    if (out->author.len == 0)
        add_authors(json_object_get(article, "creator"), &out->author);
    if (out->publisher.len == 0)
        add_names(json_object_get(article, "publisher"), 0, &out->publisher);
    add_string(article, "datePublished", &out->date);
    add_string(article, "dateCreated", &out->date);
    add_string(article, "dateModified", &out->modified);
    add_string(article, "inLanguage", &out->lang);
    if (out->section.len == 0)
        add_first(json_object_get(article, "articleSection"), &out->section);
    if (out->original.len == 0)
        add_original(article, &out->original);
    add_string(article, "url", &out->url);
    if (json_is_string(page) && out->url.len == 0)
        plx_strbuf_puts(&out->url, json_string_value(page));
    add_string(page, "@id", &out->url);
    add_string(article, "articleBody", &out->body);
}

/* The common faults of scripts made by templates: raw controls in strings, comment marks
 * around, a comma before a closing bracket, a semicolon at the end. */
static void repair(const char *s, size_t n, plx_strbuf *out)
{
    bool in_string = false;

    for (size_t i = 0; i < n; i++) {
        char c = (unsigned char)s[i] < 0x20 ? ' ' : s[i];

        if (c == '"')
            in_string = !in_string;
        if (in_string && c == '\\' && i + 1 < n && (unsigned char)s[i + 1] >= 0x20) {
            plx_strbuf_putc(out, c);
            c = s[++i];
        }
        if (!in_string && (c == '}' || c == ']')) {
            plx_strbuf_trim(out);
            if (out->len > 0 && out->s[out->len - 1] == ',')
                plx_strbuf_truncate(out, out->len - 1);
        }
        plx_strbuf_putc(out, c);
    }
}

/* "//<![CDATA[ ... //]]>" */
static size_t cut_cdata(const char **s, size_t n)
{
    static const char open[] = "<![CDATA[";
    const char *begin = memmem(*s, n, open, sizeof open - 1);
    const char *end;

    if (!begin)
        return n;
    begin += sizeof open - 1;
    n -= (size_t)(begin - *s);
    *s = begin;
    end = memmem(begin, n, "]]>", 3);
    return end ? (size_t)(end - begin) : n;
}

static json_t *parse(const char *s, size_t n)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    json_t *v = NULL;

    if (n > SCRIPT_MAX || plx_json_parse(s, n, &v, NULL) == PLX_OK)
        return v;
    n = cut_cdata(&s, n);
    while (n > 0 && *s != '{' && *s != '[') {
        s++;
        n--;
    }
    while (n > 0 && s[n - 1] != '}' && s[n - 1] != ']')
        n--;
    repair(s, n, &sb);
    plx_json_parse(sb.s, sb.len, &v, NULL);
    plx_strbuf_release(&sb);
    return v;
}

#define FIELDS 10

static plx_strbuf *field(plx_jsonld *ld, size_t i)
{
    plx_strbuf *const all[FIELDS] = { &ld->headline, &ld->author,  &ld->publisher, &ld->date,
                                      &ld->modified, &ld->lang,    &ld->url,       &ld->section,
                                      &ld->body,     &ld->original };

    return all[i];
}

plx_status plx_jsonld_read(const char *scripts, size_t n, plx_jsonld *out, plx_error *err)
{
    for (size_t i = 0; i < FIELDS; i++)
        plx_strbuf_init(field(out, i));
    for (size_t i = 0; i < n && out->headline.len == 0;) {
        size_t len = strnlen(scripts + i, n - i);
        json_t *v = parse(scripts + i, len);
        const json_t *article = find_article(v, 0);

        if (article)
            take(article, out);
        json_decref(v);
        i += len + 1;
    }
    for (size_t i = 0; i < FIELDS; i++)
        if (field(out, i)->failed)
            return plx_fail(err, PLX_ERR_NOMEM, "page: out of memory");
    return PLX_OK;
}

void plx_jsonld_release(plx_jsonld *ld)
{
    for (size_t i = 0; i < FIELDS; i++)
        plx_strbuf_release(field(ld, i));
}
