#include "indexer/convert.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "indexer/article_id.h"
#include "indexer/charset.h"
#include "indexer/field_map.h"
#include "indexer/furniture.h"
#include "indexer/html.h"
#include "indexer/meta_csv.h"
#include "indexer/path_pattern.h"
#include "indexer/reader_json.h"
#include "indexer/record.h"
#include "text/detect.h"

/* Characters that could not be read: a text with fewer is let through, and so is one with at
 * most one among so many. */
#define BAD_FEW   3
#define BAD_SHARE 200

struct plx_converter {
    const plx_reader_options *opt;
    plx_meta_csv *meta; /* NULL if there is no table */
    plx_detector *detector;
    int64_t now;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "article: out of memory");
}

static plx_status check_charset(const char *name, plx_error *err)
{
    iconv_t cd = iconv_open("UTF-8", name);

    if (cd == (iconv_t)-1)
        return plx_fail(err, PLX_ERR_INVALID,
                        "--charset '%s': no character set that is known; 'iconv -l' lists them",
                        name);
    iconv_close(cd);
    return PLX_OK;
}

plx_status plx_converter_new(const plx_reader_options *opt, plx_converter **out, plx_error *err)
{
    plx_converter *c = calloc(1, sizeof *c);
    plx_status rc = c ? plx_field_map_check(opt->map, err) : no_memory(err);

    *out = NULL;
    plx_html_init();
    if (rc == PLX_OK && opt->charset)
        rc = check_charset(opt->charset, err);
    if (rc == PLX_OK && opt->path_pattern)
        rc = plx_path_pattern_check(opt->path_pattern, err);
    if (rc == PLX_OK)
        rc = plx_detector_new(&c->detector, err);
    if (rc == PLX_OK && opt->meta_file)
        rc = plx_meta_csv_load(opt->meta_file, &c->meta, err);
    if (rc != PLX_OK) {
        plx_converter_free(c);
        return rc;
    }
    c->opt = opt;
    c->now = (int64_t)time(NULL);
    *out = c;
    return PLX_OK;
}

void plx_converter_free(plx_converter *c)
{
    if (!c)
        return;
    plx_meta_csv_free(c->meta);
    plx_detector_free(c->detector);
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

/* Language of an article that nobody gave one; claim: what a template says of itself, or NULL. */
static plx_status settle_language(const plx_converter *c, const char *claim, plx_article *a,
                                  plx_error *err)
{
    const char *text = a->text ? a->text : a->title;
    const char *lang = c->opt->lang
                           ? NULL
                           : plx_detector_settle(c->detector, claim, text, text ? strlen(text) : 0);

    if (lang)
        return plx_article_set(&a->lang, lang, strlen(lang), err);
    free(a->lang);
    a->lang = NULL;
    return PLX_OK;
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

/* ------------------------------------------------------------- characters */

/* Bytes as UTF-8, from the character set that --charset names. */
static plx_status to_utf8(const plx_converter *c, const plx_strbuf *bytes, plx_strbuf *out,
                          plx_error *err)
{
    return plx_charset_to_utf8(bytes->s, bytes->len, c->opt->charset, out, err);
}

/* Text of which much could not be read in its character set does not go into an index. */
static plx_status check_characters(const plx_converter *c, const char *text, plx_error *err)
{
    static const char replacement[] = "\xef\xbf\xbd";
    size_t bad = 0;
    size_t all;

    for (const char *s = text; s && (s = strstr(s, replacement)); s += sizeof replacement - 1)
        bad++;
    if (bad < BAD_FEW)
        return PLX_OK;
    all = plx_utf8_count(text, strlen(text));
    if (bad * BAD_SHARE <= all)
        return PLX_OK;
    return plx_fail(err, PLX_ERR_INVALID,
                    "%zu of %zu characters cannot be read%s%s; --charset NAME gives the character "
                    "set",
                    bad, all, c->opt->charset ? " as " : "",
                    c->opt->charset ? c->opt->charset : "");
}

/* -------------------------------------------------------------- records */

/* What a feed or mail says of its language is no more than that. */
static json_t *take_claim(json_t *obj)
{
    json_t *claim = json_incref(json_object_get(obj, PLX_RECORD_LANG_CLAIMED));

    json_object_del(obj, PLX_RECORD_LANG_CLAIMED);
    return claim;
}

static plx_status convert_object(const plx_converter *c, const plx_item *item, json_t *obj,
                                 plx_article *a, plx_extract_report *report, plx_error *err)
{
    const plx_record_rules rules = { c->opt, c->now };
    json_t *claim = item->kind == PLX_ITEM_RECORD ? take_claim(obj) : NULL;
    plx_status rc = plx_record_read(&rules, obj, a, report, err);

    if (rc == PLX_OK)
        rc = add_given(c, item, a, err);
    if (rc == PLX_OK && !a->lang)
        rc = settle_language(c, json_string_value(claim), a, err);
    json_decref(claim);
    return rc;
}

static plx_status convert_json(const plx_converter *c, const plx_item *item, plx_article *a,
                               plx_extract_report *report, plx_error *err)
{
    const plx_strbuf *bytes = &item->bytes;
    plx_strbuf utf8 = PLX_STRBUF_INIT;
    json_t *obj = NULL;
    plx_status rc = PLX_OK;

    if (!plx_utf8_valid(bytes->s, bytes->len)) {
        rc = to_utf8(c, bytes, &utf8, err);
        bytes = &utf8;
    }
    if (rc == PLX_OK)
        rc = plx_json_record_parse(bytes->s, bytes->len, &obj, err);
    plx_strbuf_release(&utf8);
    if (rc == PLX_OK)
        rc = convert_object(c, item, obj, a, report, err);
    json_decref(obj);
    return rc;
}

static plx_status convert_record(const plx_converter *c, const plx_item *item, plx_article *a,
                                 plx_extract_report *report, plx_error *err)
{
    return convert_object(c, item, item->record, a, report, err);
}

/* ---------------------------------------------------------------- pages */

static plx_status convert_html(const plx_converter *c, const plx_item *item, plx_article *a,
                               plx_extract_report *report, plx_error *err)
{
    const char *charset = c->opt->charset ? c->opt->charset : item->charset;
    plx_status rc = add_given(c, item, a, err);
    bool is_lang_given = a->lang != NULL;

    if (rc == PLX_OK)
        rc = plx_extract_html(item->bytes.s, item->bytes.len, charset, a, report, err);
    if (rc == PLX_OK && !is_lang_given)
        rc = settle_language(c, a->lang, a, err);
    return rc == PLX_OK ? set_missing(&a->url, item->url, err) : rc;
}

static plx_status convert_text(const plx_converter *c, const plx_item *item, plx_article *a,
                               plx_extract_report *report, plx_error *err)
{
    const plx_strbuf *bytes = &item->bytes;
    plx_strbuf utf8 = PLX_STRBUF_INIT;
    plx_status rc = add_given(c, item, a, err);

    if (rc == PLX_OK && c->opt->charset) {
        rc = to_utf8(c, bytes, &utf8, err);
        bytes = &utf8;
    }
    if (rc == PLX_OK)
        rc = plx_extract_text(bytes->s, bytes->len, a, report, err);
    plx_strbuf_release(&utf8);
    if (rc == PLX_OK && !a->lang)
        rc = settle_language(c, NULL, a, err);
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
    static const char cut_off[] = "the crawler did not save the rest of the page";
    plx_status rc = set_origin(item, out, err);

    if (rc == PLX_OK)
        rc = by_kind[item->kind](c, item, out, report, err);
    if (rc == PLX_OK && item->is_cut_off)
        plx_furniture_report(report, "cut off", cut_off, sizeof cut_off - 1);
    if (rc == PLX_OK)
        rc = check_characters(c, out->text, err);
    if (rc == PLX_OK)
        rc = check_characters(c, out->title, err);
    return rc == PLX_OK ? complete(c, item, out, err) : rc;
}
