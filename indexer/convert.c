#include "indexer/convert.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "indexer/article_id.h"
#include "indexer/field_map.h"
#include "indexer/meta_csv.h"
#include "indexer/path_pattern.h"
#include "indexer/reader_json.h"

struct plx_converter {
    const plx_reader_options *opt;
    plx_meta_csv *meta; /* NULL if there is no table */
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "article: out of memory");
}

plx_status plx_converter_new(const plx_reader_options *opt, plx_converter **out, plx_error *err)
{
    plx_converter *c = calloc(1, sizeof *c);
    plx_status rc = c ? plx_field_map_check(opt->map, err) : no_memory(err);

    *out = NULL;
    if (rc == PLX_OK && opt->path_pattern)
        rc = plx_path_pattern_check(opt->path_pattern, err);
    if (rc == PLX_OK && opt->meta_file)
        rc = plx_meta_csv_load(opt->meta_file, &c->meta, err);
    if (rc != PLX_OK) {
        plx_converter_free(c);
        return rc;
    }
    c->opt = opt;
    *out = c;
    return PLX_OK;
}

void plx_converter_free(plx_converter *c)
{
    if (!c)
        return;
    plx_meta_csv_free(c->meta);
    free(c);
}

/* ------------------------------------------------- fields from outside */

/* Fields from the table and the path. */
static plx_status add_given(const plx_converter *c, const plx_item *item, plx_article *a,
                            plx_error *err)
{
    plx_strbuf path = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;

    if (!c->meta && !c->opt->path_pattern)
        return PLX_OK;
    plx_item_path(item, &path);
    if (path.failed)
        rc = no_memory(err);
    if (rc == PLX_OK && c->meta)
        rc = plx_meta_csv_apply(c->meta, path.s, a, err);
    if (rc == PLX_OK && c->opt->path_pattern)
        rc = plx_path_pattern_apply(c->opt->path_pattern, path.s, a, err);
    plx_strbuf_release(&path);
    return rc;
}

static plx_status set_missing(char **field, const char *value, plx_error *err)
{
    return *field || !value ? PLX_OK : plx_article_set(field, value, strlen(value), err);
}

static plx_status set_origin(const plx_item *item, plx_article *a, plx_error *err)
{
    plx_strbuf sb = PLX_STRBUF_INIT;

    plx_item_place(item->file, item->member, item->line, &sb);
    a->origin = plx_strbuf_detach(&sb);
    return a->origin ? PLX_OK : no_memory(err);
}

/* What every article gets in the end, whatever it was made of. */
static plx_status complete(const plx_converter *c, const plx_item *item, plx_article *a,
                           plx_error *err)
{
    plx_status rc = PLX_OK;

    if (c->opt->lang)
        rc = plx_article_set(&a->lang, c->opt->lang, strlen(c->opt->lang), err);
    if (rc == PLX_OK)
        rc = set_missing(&a->source, c->opt->source, err);
    if (rc == PLX_OK)
        rc = plx_article_ensure_id(a, item, err);
    if (rc == PLX_OK && !c->opt->keep_label) {
        free(a->label);
        a->label = NULL;
    }
    return rc;
}

/* -------------------------------------------------------------- records */

/* "October 10, 2019" in a record is read like any date; what cannot be read stays in extra
 * as date_raw. */
static void read_raw_date(plx_article *a)
{
    const char *raw = plx_article_extra(a, "date_raw");

    if (!*raw || a->date.precision != PLX_DATE_NONE ||
        plx_extract_date(raw, strlen(raw), &a->date, NULL, NULL) != PLX_OK)
        return;
    a->date_how = "given";
    json_object_del(a->extra, "date_raw");
    if (a->extra_text)
        json_object_del(a->extra_text, "date_raw");
}

static bool is_blank(const char *s)
{
    return !s || s[strspn(s, " \t\r\n")] == '\0';
}

/* Name the fields that are there: one of them is likely the text. */
static plx_status no_text(const json_t *obj, plx_error *err)
{
    plx_strbuf names = PLX_STRBUF_INIT;
    json_t *members = (json_t *)obj; /* jansson's iterators take no const */
    const char *key;
    json_t *v;

    json_object_foreach(members, key, v)
    {
        if (names.len < 120)
            plx_strbuf_printf(&names, "%s%.40s", names.len ? ", " : "", key);
    }
    plx_fail(err, PLX_ERR_INVALID,
             "neither 'text' nor 'title' (fields: %s); --map text=FIELD renames one", names.s);
    plx_strbuf_release(&names);
    return PLX_ERR_INVALID;
}

static plx_status convert_object(const plx_converter *c, const plx_item *item, json_t *obj,
                                 plx_article *a, plx_error *err)
{
    plx_status rc = plx_field_map_apply(c->opt->map, obj, err);

    if (rc == PLX_OK)
        rc = plx_article_from_json(obj, true, a, err);
    if (rc != PLX_OK)
        return rc;
    if (is_blank(a->text) && is_blank(a->title))
        return no_text(obj, err);
    read_raw_date(a);
    return add_given(c, item, a, err);
}

static plx_status convert_json(const plx_converter *c, const plx_item *item, plx_article *a,
                               plx_extract_report *report, plx_error *err)
{
    json_t *obj = NULL;
    plx_status rc = plx_json_record_parse(item->bytes.s, item->bytes.len, &obj, err);

    (void)report; /* text of a record is taken as it is */
    if (rc == PLX_OK)
        rc = convert_object(c, item, obj, a, err);
    json_decref(obj);
    return rc;
}

static plx_status convert_record(const plx_converter *c, const plx_item *item, plx_article *a,
                                 plx_extract_report *report, plx_error *err)
{
    (void)report;
    return convert_object(c, item, item->record, a, err);
}

/* ---------------------------------------------------------------- pages */

static plx_status convert_html(const plx_converter *c, const plx_item *item, plx_article *a,
                               plx_extract_report *report, plx_error *err)
{
    plx_status rc = add_given(c, item, a, err);

    if (rc == PLX_OK)
        rc = plx_extract_html(item->bytes.s, item->bytes.len, item->charset, a, report, err);
    return rc == PLX_OK ? set_missing(&a->url, item->url, err) : rc;
}

static plx_status convert_text(const plx_converter *c, const plx_item *item, plx_article *a,
                               plx_extract_report *report, plx_error *err)
{
    plx_status rc = add_given(c, item, a, err);

    if (rc == PLX_OK)
        rc = plx_extract_text(item->bytes.s, item->bytes.len, a, report, err);
    return rc == PLX_OK ? set_missing(&a->url, item->url, err) : rc;
}

plx_status plx_convert(const plx_converter *c, const plx_item *item, plx_article *out,
                       plx_extract_report *report, plx_error *err)
{
    static plx_status (*const by_kind[])(const plx_converter *, const plx_item *, plx_article *,
                                         plx_extract_report *, plx_error *) = {
        [PLX_ITEM_JSON] = convert_json,
        [PLX_ITEM_RECORD] = convert_record,
        [PLX_ITEM_HTML] = convert_html,
        [PLX_ITEM_TEXT] = convert_text,
    };
    plx_status rc = set_origin(item, out, err);

    if (rc == PLX_OK)
        rc = by_kind[item->kind](c, item, out, report, err);
    return rc == PLX_OK ? complete(c, item, out, err) : rc;
}
