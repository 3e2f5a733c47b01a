#include "indexer/field_map.h"

#include <stdbool.h>
#include <string.h>

enum field { TITLE, TEXT, DATE, SOURCE, AUTHOR, URL, LANG, HTML, ORIGINAL, FIELDS };
static const char *const field_names[FIELDS] = {
    "title", "text", "date", "source", "author", "url", "lang", "html", "original_source",
};

/* Of two names of one field, the one further up is believed. */
static const struct synonym {
    const char *name;
    enum field field;
} synonyms[] = {
    { "title", TITLE },
    { "headline", TITLE },
    { "text", TEXT },
    { "full_text", TEXT },
    { "fulltext", TEXT },
    { "article_text", TEXT },
    { "articlebody", TEXT },
    { "maintext", TEXT },
    { "content_text", TEXT },
    { "article", TEXT },
    { "body", TEXT },
    { "content", TEXT },
    { "date", DATE },
    { "published", DATE },
    { "date_published", DATE },
    { "publish_date", DATE },
    { "date_publish", DATE },
    { "publication_date", DATE },
    { "publication_datetime", DATE },
    { "pub_date", DATE },
    { "pubdate", DATE },
    { "published_at", DATE },
    { "publishedat", DATE },
    { "datepublished", DATE },
    { "datetime", DATE },
    { "source", SOURCE },
    { "outlet", SOURCE },
    { "newspaper", SOURCE },
    { "publication", SOURCE },
    { "publisher", SOURCE },
    { "site", SOURCE },
    { "site_name", SOURCE },
    { "source_domain", SOURCE },
    { "author", AUTHOR },
    { "authors", AUTHOR },
    { "byline", AUTHOR },
    { "url", URL },
    { "link", URL },
    { "permalink", URL },
    { "lang", LANG },
    { "language", LANG },
    { "html", HTML },
    { "content_html", HTML },
    { "body_html", HTML },
    { "original_source", ORIGINAL },
};
#define SYNONYMS (sizeof synonyms / sizeof *synonyms)

plx_status plx_field_map_check(const char *const *map, plx_error *err)
{
    for (; map && *map; map++) {
        const char *eq = strchr(*map, '=');

        if (!eq || eq == *map || !eq[1])
            return plx_fail(err, PLX_ERR_INVALID,
                            "--map '%s': expected FIELD=NAME, as in "
                            "title=headline",
                            *map);
    }
    return PLX_OK;
}

/* The value at a name with dots; *holder and *last tell where to remove it. */
static json_t *find(json_t *obj, const char *name, json_t **holder, const char **last)
{
    json_t *v = json_object_get(obj, name);
    const char *dot;

    *holder = obj;
    *last = name;
    while (!v && json_is_object(*holder) && (dot = strchr(*last, '.'))) {
        *holder = json_object_getn(*holder, *last, (size_t)(dot - *last));
        *last = dot + 1;
        v = json_object_get(*holder, *last);
    }
    return v;
}

static plx_status rename_one(const char *entry, json_t *obj, plx_error *err)
{
    const char *eq = strchr(entry, '=');
    json_t *holder;
    const char *last;
    json_t *v = find(obj, eq + 1, &holder, &last);
    int rc;

    if (!v || json_is_null(v) ||
        (holder == obj && strlen(last) == (size_t)(eq - entry) &&
         strncmp(last, entry, (size_t)(eq - entry)) == 0))
        return PLX_OK;
    json_incref(v);
    json_object_del(holder, last);
    rc = json_object_setn(obj, entry, (size_t)(eq - entry), v);
    json_decref(v);
    return rc == 0 ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "--map: out of memory");
}

plx_status plx_field_map_apply(const char *const *map, json_t *obj, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (; map && *map && rc == PLX_OK; map++)
        rc = rename_one(*map, obj, err);
    return rc;
}

static char plain(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c | 0x20);
    return c == ' ' || c == '-' ? '_' : c;
}

/* Place in the table, SYNONYMS if the name is not in it. */
static size_t find_synonym(const char *name, size_t n)
{
    size_t i = 0;

    for (; i < SYNONYMS; i++) {
        const char *s = synonyms[i].name;
        size_t k = 0;

        while (k < n && s[k] && plain(name[k]) == s[k])
            k++;
        if (k == n && !s[k])
            break;
    }
    return i;
}

const char *plx_field_map_meaning(const char *name, size_t n)
{
    size_t i = find_synonym(name, n);

    return i < SYNONYMS ? field_names[synonyms[i].field] : NULL;
}

static bool is_absent(const json_t *v)
{
    return !v || json_is_null(v) || (json_is_string(v) && json_string_length(v) == 0);
}

static bool can_be(enum field f, const json_t *v)
{
    return (json_is_string(v) && json_string_length(v) > 0) || (f == DATE && json_is_number(v)) ||
           (f == AUTHOR && json_is_array(v));
}

static plx_status move(json_t *obj, const char *from, const char *to, plx_error *err)
{
    json_t *v = json_incref(json_object_get(obj, from));
    int rc = json_object_del(obj, from);

    if (rc == 0)
        rc = json_object_set(obj, to, v);
    json_decref(v);
    return rc == 0 ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "fields: out of memory");
}

plx_status plx_field_map_synonyms(json_t *obj, plx_error *err)
{
    size_t best[FIELDS];
    const char *from[FIELDS] = { NULL };
    plx_status rc = PLX_OK;
    const char *key;
    json_t *v;

    json_object_foreach(obj, key, v)
    {
        size_t i = find_synonym(key, strlen(key));

        if (i == SYNONYMS || !can_be(synonyms[i].field, v))
            continue;
        if (!from[synonyms[i].field] || i < best[synonyms[i].field]) {
            best[synonyms[i].field] = i;
            from[synonyms[i].field] = key;
        }
    }
    for (size_t f = 0; f < FIELDS && rc == PLX_OK; f++)
        if (from[f] && is_absent(json_object_get(obj, field_names[f])))
            rc = move(obj, from[f], field_names[f], err);
    return rc;
}
