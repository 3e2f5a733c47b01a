#include "base/article.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/strbuf.h"
#include "base/utf8.h"

/* The string fields, in the order they are written. */
static const struct field {
    const char *name;
    size_t offset;    /* of its char * in plx_article */
    size_t max;       /* bytes */
    const char *main; /* this name is another for that field, read but not written */
    bool may_be_list; /* an array of strings is joined by "; " */
} fields[] = {
    { "id", offsetof(plx_article, id), PLX_ARTICLE_FIELD_MAX, NULL, false },
    { "url", offsetof(plx_article, url), PLX_ARTICLE_FIELD_MAX, NULL, false },
    { "title", offsetof(plx_article, title), PLX_ARTICLE_FIELD_MAX, NULL, false },
    { "source", offsetof(plx_article, source), PLX_ARTICLE_FIELD_MAX, NULL, false },
    { "original_source", offsetof(plx_article, original_source), PLX_ARTICLE_FIELD_MAX, NULL,
      false },
    { "author", offsetof(plx_article, author), PLX_ARTICLE_FIELD_MAX, NULL, true },
    { "authors", offsetof(plx_article, author), PLX_ARTICLE_FIELD_MAX, "author", true },
    { "lang", offsetof(plx_article, lang), PLX_ARTICLE_FIELD_MAX, NULL, false },
    { "language", offsetof(plx_article, lang), PLX_ARTICLE_FIELD_MAX, "lang", false },
    { "text", offsetof(plx_article, text), PLX_ARTICLE_TEXT_MAX, NULL, false },
    { "label", offsetof(plx_article, label), PLX_ARTICLE_FIELD_MAX, NULL, false },
};
#define FIELD_COUNT (sizeof fields / sizeof *fields)

/* What our own output says of an article: no part of it when it is read again. */
static const char *const said_by_us[] = {
    "stance",
    "stance_best",
    "stance_probability",
    "stance_by",
    "stance_reason",
    "stance_coder",
    "stance_time",
    "tagged",
    "label_stale",
    "model",
    "stance_title",
    "stance_definition",
    "model_date",
    "evidence",
    "evidence_for",
    "evidence_sentences",
    "evidence_spans",
    "evidence_spans_left_out",
    "rank",
    "probabilities",
    "score",
    "snippet",
    "title_marked",
    "schema",
    "date_how",
    "date_precision",
    "first_seen",
    "changed",
    "duplicates",
    "versions",
    NULL,
};

static const char *const date_hows[] = {
    "given",    "json-ld", "meta", "microdata", "time",          "byline",
    "dateline", "updated", "url",  "path",      "metadata file", NULL,
};

/* What the readers of single members share. */
struct reader {
    const json_t *obj;
    plx_article *article;
    plx_error *err;
    bool lenient_date;
};

static char **field_of(plx_article *a, const struct field *f)
{
    return (char **)(void *)((char *)a + f->offset);
}

/* The word of a NULL-ended table that equals a text; NULL if there is none. */
static const char *find_word(const char *const *words, const char *s)
{
    while (*words && strcmp(*words, s) != 0)
        words++;
    return *words;
}

const char *plx_date_how_find(const char *word)
{
    return word ? find_word(date_hows, word) : NULL;
}

void plx_article_init(plx_article *a)
{
    *a = (plx_article){ 0 };
}

void plx_article_release(plx_article *a)
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        char **field = field_of(a, &fields[i]);
        free(*field);
        *field = NULL;
    }
    free(a->origin);
    json_decref(a->extra);
    json_decref(a->extra_text);
    plx_article_init(a);
}

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "article: out of memory");
}

plx_status plx_article_set(char **field, const char *s, size_t n, plx_error *err)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    char *copy;

    plx_utf8_clean(s, n, &sb);
    copy = plx_strbuf_detach(&sb);
    if (!copy)
        return no_memory(err);
    free(*field);
    *field = copy;
    return PLX_OK;
}

static const char *type_name(const json_t *v)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "an object", [JSON_ARRAY] = "an array", [JSON_STRING] = "a string",
        [JSON_INTEGER] = "a number", [JSON_REAL] = "a number",  [JSON_TRUE] = "true",
        [JSON_FALSE] = "false",      [JSON_NULL] = "null",
    };

    return names[json_typeof(v)];
}

/* Append a string or number as text; false for anything else. */
static bool add_scalar(const json_t *v, plx_strbuf *out)
{
    if (json_is_string(v))
        plx_strbuf_add(out, json_string_value(v), json_string_length(v));
    else if (json_is_integer(v))
        plx_strbuf_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    else if (json_is_real(v))
        plx_strbuf_printf(out, "%.15g", json_real_value(v));
    else
        return false;
    return true;
}

static bool add_list(const json_t *array, plx_strbuf *out)
{
    size_t i;
    json_t *v;

    json_array_foreach(array, i, v)
    {
        size_t before = out->len;

        if (json_is_null(v))
            continue;
        if (before > 0)
            plx_strbuf_puts(out, "; ");
        size_t joined = out->len;
        if (!add_scalar(v, out))
            return false;
        if (out->len == joined) /* an empty name needs no separator */
            plx_strbuf_truncate(out, before);
    }
    return true;
}

static plx_status expected(const char *what, const char *name, const json_t *v, plx_error *err)
{
    return plx_fail(err, PLX_ERR_INVALID, "field '%s': expected %s, found %s", name, what,
                    type_name(v));
}

/* "en-GB", "EN", "en_US" are all "en". */
static void shorten_lang(char *lang)
{
    lang[strcspn(lang, "-_")] = '\0';
    for (; *lang; lang++)
        if (*lang >= 'A' && *lang <= 'Z')
            *lang = (char)(*lang | 0x20);
}

static plx_status store_field(struct reader *r, const struct field *f, const char *s, size_t n)
{
    char **field = field_of(r->article, f);
    plx_status rc;

    if (n > f->max)
        return plx_fail(r->err, PLX_ERR_LIMIT, "field '%s' has %zu bytes, the limit is %zu",
                        f->name, n, f->max);
    if (n == 0)
        return PLX_OK;
    rc = plx_article_set(field, s, n, r->err);
    if (rc == PLX_OK && f->offset == offsetof(plx_article, lang))
        shorten_lang(*field);
    return rc;
}

static plx_status take_field(struct reader *r, const struct field *f, const json_t *v)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    plx_status rc;

    if (json_is_string(v)) /* not through a buffer: a text may be large */
        return store_field(r, f, json_string_value(v), json_string_length(v));
    if (!(f->may_be_list && json_is_array(v) ? add_list(v, &sb) : add_scalar(v, &sb)))
        rc = expected(f->may_be_list ? "a string or an array of strings" : "a string", f->name, v,
                      r->err);
    else if (sb.failed)
        rc = no_memory(r->err);
    else
        rc = store_field(r, f, sb.s, sb.len);
    plx_strbuf_release(&sb);
    return rc;
}

/* Number fields need their text kept somewhere: plx_article_extra() returns no memory. */
static bool keep_extra_text(plx_article *a, const char *key, const json_t *v)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    bool is_kept;

    if (!json_is_number(v))
        return true;
    if (!a->extra_text)
        a->extra_text = json_object();
    add_scalar(v, &sb);
    is_kept = !sb.failed && json_object_set_new(a->extra_text, key, json_string(sb.s)) == 0;
    plx_strbuf_release(&sb);
    return is_kept;
}

static plx_status keep_extra(struct reader *r, const char *key, json_t *v)
{
    plx_article *a = r->article;

    if (!a->extra)
        a->extra = json_object();
    if (json_object_set(a->extra, key, v) != 0 || !keep_extra_text(a, key, v))
        return no_memory(r->err);
    return PLX_OK;
}

static plx_status take_date_text(struct reader *r, const char *s, size_t n)
{
    plx_article *a = r->article;
    plx_status rc;

    if (n == 0)
        return PLX_OK;
    rc = plx_date_parse_iso(s, n, &a->date, r->lenient_date ? NULL : r->err);
    if (rc == PLX_OK)
        a->date_how = "given";
    else if (!r->lenient_date)
        plx_fail_prefix(r->err, rc, "field 'date'");
    return rc;
}

static plx_status take_date(struct reader *r, json_t *v)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    plx_status rc;

    if (!add_scalar(v, &sb))
        rc = expected("a string", "date", v, r->err);
    else if (sb.failed)
        rc = no_memory(r->err);
    else if (sb.len > PLX_ARTICLE_FIELD_MAX)
        rc = plx_fail(r->err, PLX_ERR_LIMIT, "field 'date' has %zu bytes, the limit is %u", sb.len,
                      PLX_ARTICLE_FIELD_MAX);
    else if ((rc = take_date_text(r, sb.s, sb.len)) != PLX_OK && r->lenient_date)
        rc = keep_extra(r, "date_raw", v);
    plx_strbuf_release(&sb);
    return rc;
}

static plx_status take_synthetic(struct reader *r, json_t *v)
{
    if (!json_is_boolean(v))
        return expected("true or false", "synthetic", v, r->err);
    r->article->synthetic = json_is_true(v);
    return PLX_OK;
}

static const struct field *find_field(const char *key)
{
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (strcmp(fields[i].name, key) == 0)
            return &fields[i];
    return NULL;
}

static bool has_value(const json_t *obj, const char *key)
{
    const json_t *v = json_object_get(obj, key);

    return v && !json_is_null(v) && !(json_is_string(v) && json_string_length(v) == 0);
}

static plx_status take_member(struct reader *r, const char *key, json_t *v)
{
    const struct field *f = find_field(key);
    bool is_known = f || strcmp(key, "date") == 0 || strcmp(key, "synthetic") == 0;

    if (is_known && json_is_null(v))
        return PLX_OK;
    if (find_word(said_by_us, key))
        return PLX_OK;
    /* of "author" and "authors" both, the second is kept as it is */
    if (!is_known || (f && f->main && has_value(r->obj, f->main)))
        return keep_extra(r, key, v);
    if (f)
        return take_field(r, f, v);
    return *key == 'd' ? take_date(r, v) : take_synthetic(r, v);
}

static plx_status check_extra(const plx_article *a, plx_error *err)
{
    size_t n = a->extra ? json_dumpb(a->extra, NULL, 0, JSON_COMPACT) : 0;

    if (a->extra && n == 0) /* even {} has two bytes */
        return no_memory(err);
    if (n <= PLX_ARTICLE_EXTRA_MAX)
        return PLX_OK;
    return plx_fail(err, PLX_ERR_LIMIT, "unknown fields have %zu bytes as JSON, the limit is %u", n,
                    PLX_ARTICLE_EXTRA_MAX);
}

plx_status plx_article_from_json(const json_t *obj, bool lenient_date, plx_article *out,
                                 plx_error *err)
{
    struct reader r = { obj, out, err, lenient_date };
    json_t *members = (json_t *)obj; /* jansson's iterators take no const; nothing is changed */
    const char *key;
    json_t *v;

    if (!json_is_object(obj))
        return plx_fail(err, PLX_ERR_INVALID, "article: expected a JSON object, found %s",
                        obj ? type_name(obj) : "nothing");
    json_object_foreach(members, key, v)
    {
        plx_status rc = take_member(&r, key, v);
        if (rc != PLX_OK)
            return rc;
    }
    return check_extra(out, err);
}

static bool put_str(json_t *obj, const char *name, const char *s)
{
    return !s || json_object_set_new(obj, name, plx_json_str(s)) == 0;
}

static bool put_date(json_t *obj, const plx_article *a)
{
    char date[PLX_DATE_BYTES];

    plx_date_format(&a->date, date);
    return !*date || (put_str(obj, "date", date) && put_str(obj, "date_how", a->date_how));
}

static bool put_fields(json_t *obj, const plx_article *a)
{
    bool is_ok = true;

    for (size_t i = 0; i < FIELD_COUNT && is_ok; i++)
        if (!fields[i].main)
            is_ok = put_str(obj, fields[i].name, *field_of((plx_article *)a, &fields[i]));
    return is_ok && put_date(obj, a) &&
           (!a->synthetic || json_object_set_new(obj, "synthetic", json_true()) == 0);
}

/* Not json_object_update_missing(): it does not tell when memory ran out (jansson 2.14). */
static bool put_extra(json_t *obj, const plx_article *a)
{
    const char *key;
    json_t *v;

    json_object_foreach(a->extra, key, v)
    {
        if (!json_object_get(obj, key) && json_object_set(obj, key, v) != 0)
            return false;
    }
    return true;
}

json_t *plx_article_to_json(const plx_article *a)
{
    json_t *obj = json_object();

    if (obj && put_fields(obj, a) && put_extra(obj, a))
        return obj;
    json_decref(obj);
    return NULL;
}

const char *plx_article_extra(const plx_article *a, const char *name)
{
    const json_t *v = json_object_get(a->extra, name);
    const char *text =
        json_string_value(json_is_number(v) ? json_object_get(a->extra_text, name) : v);

    if (json_is_boolean(v))
        return json_is_true(v) ? "true" : "false";
    return text ? text : "";
}
