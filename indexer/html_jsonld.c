#include "indexer/html_jsonld.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#include "base/json.h"

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

static void add_string(const json_t *obj, const char *name, plx_strbuf *out)
{
    const char *s = plx_json_get_str(obj, name);

    if (s && out->len == 0)
        plx_strbuf_puts(out, s);
}

static void take(const json_t *article, plx_jsonld *out)
{
    const json_t *page = json_object_get(article, "mainEntityOfPage");

    add_string(article, "headline", &out->headline);
    add_string(article, "name", &out->headline);
    if (out->author.len == 0)
        add_names(json_object_get(article, "author"), 0, &out->author);
    if (out->publisher.len == 0)
        add_names(json_object_get(article, "publisher"), 0, &out->publisher);
    add_string(article, "datePublished", &out->date);
    add_string(article, "dateCreated", &out->date);
    add_string(article, "inLanguage", &out->lang);
    add_string(article, "url", &out->url);
    if (json_is_string(page) && out->url.len == 0)
        plx_strbuf_puts(&out->url, json_string_value(page));
    add_string(page, "@id", &out->url);
    add_string(article, "articleBody", &out->body);
}

/* Raw controls are no JSON, but many pages have them inside strings. */
static json_t *parse(const char *s, size_t n)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    json_t *v = NULL;

    if (n > SCRIPT_MAX || plx_json_parse(s, n, &v, NULL) == PLX_OK)
        return v;
    plx_strbuf_add(&sb, s, n);
    for (size_t i = 0; i < sb.len; i++)
        if ((unsigned char)sb.s[i] < 0x20)
            sb.s[i] = ' ';
    plx_strbuf_trim(&sb);
    if (sb.len > 0 && sb.s[sb.len - 1] == ';')
        plx_strbuf_truncate(&sb, sb.len - 1);
    plx_json_parse(sb.s, sb.len, &v, NULL);
    plx_strbuf_release(&sb);
    return v;
}

plx_status plx_jsonld_read(const char *scripts, size_t n, plx_jsonld *out, plx_error *err)
{
    *out = (plx_jsonld){ PLX_STRBUF_INIT, PLX_STRBUF_INIT, PLX_STRBUF_INIT, PLX_STRBUF_INIT,
                         PLX_STRBUF_INIT, PLX_STRBUF_INIT, PLX_STRBUF_INIT };
    for (size_t i = 0; i < n && out->headline.len == 0;) {
        size_t len = strnlen(scripts + i, n - i);
        json_t *v = parse(scripts + i, len);
        const json_t *article = find_article(v, 0);

        if (article)
            take(article, out);
        json_decref(v);
        i += len + 1;
    }
    if (out->headline.failed || out->author.failed || out->publisher.failed || out->date.failed ||
        out->lang.failed || out->url.failed || out->body.failed)
        return plx_fail(err, PLX_ERR_NOMEM, "page: out of memory");
    return PLX_OK;
}

void plx_jsonld_release(plx_jsonld *ld)
{
    plx_strbuf_release(&ld->headline);
    plx_strbuf_release(&ld->author);
    plx_strbuf_release(&ld->publisher);
    plx_strbuf_release(&ld->date);
    plx_strbuf_release(&ld->lang);
    plx_strbuf_release(&ld->url);
    plx_strbuf_release(&ld->body);
}
