#include "indexer/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/strbuf.h"
#include "indexer/date_order.h"
#include "indexer/field_map.h"
#include "indexer/furniture.h"
#include "indexer/mojibake.h"
#include "indexer/scraped.h"
#include "indexer/tags.h"

#define REFERENCES_EVIDENT 2 /* of a text without tags: one may be meant as it stands */

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "record: out of memory");
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

/* ----------------------------------------------------------------- markup */

/* A text of which extraction leaves nothing: without its tags. */
static plx_status read_bare(const char *p, size_t n, plx_article *a, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;

    plx_tags_text(p, n, &text);
    if (text.failed)
        rc = no_memory(err);
    else if (text.len > 0)
        rc = plx_article_set(&a->text, text.s, text.len, err);
    plx_strbuf_release(&text);
    return rc;
}

/* Article fields out of markup; those that are set stay. */
static plx_status read_markup(const char *p, size_t n, plx_article *a, plx_extract_report *report,
                              plx_error *err)
{
    plx_tags m = plx_tags_look(p, n);
    plx_status rc = PLX_OK;

    if (m.is_page)
        rc = plx_extract_html(p, n, "UTF-8", a, report, err);
    else if (!a->text)
        rc = plx_extract_fragment(p, n, a, report, err);
    return rc == PLX_ERR_INVALID && !a->text ? read_bare(p, n, a, err) : rc;
}

/* Take `html` out of the record; *out is the caller's, NULL if there is none. */
static json_t *take_html(json_t *obj)
{
    json_t *html = json_object_get(obj, "html");

    if (!json_is_string(html))
        return NULL;
    json_incref(html);
    json_object_del(obj, "html");
    return html;
}

static plx_status decode_text(plx_article *a, const plx_strbuf *text, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc;

    plx_tags_decode(text->s, text->len, &out);
    rc = out.failed ? no_memory(err) : plx_article_set(&a->text, out.s, out.len, err);
    plx_strbuf_release(&out);
    return rc;
}

/* A text that is HTML without saying so. */
static plx_status unmask_text(plx_article *a, plx_extract_report *report, plx_error *err)
{
    size_t n = a->text ? strlen(a->text) : 0;
    plx_tags m = plx_tags_look(a->text ? a->text : "", n);
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc;

    if (!plx_tags_are_html(&m) && m.references < REFERENCES_EVIDENT)
        return PLX_OK;
    plx_strbuf_add(&text, a->text, n);
    if (text.failed)
        return no_memory(err);
    if (plx_tags_are_html(&m)) {
        static const char note[] = "the text was HTML";

        free(a->text);
        a->text = NULL;
        plx_furniture_report(report, "markup", note, sizeof note - 1);
        rc = read_markup(text.s, text.len, a, report, err);
    } else {
        rc = decode_text(a, &text, err);
    }
    plx_strbuf_release(&text);
    return rc;
}

static plx_status unmask_title(plx_article *a, plx_error *err)
{
    size_t n = a->title ? strlen(a->title) : 0;
    plx_tags m = plx_tags_look(a->title ? a->title : "", n);
    plx_strbuf line = PLX_STRBUF_INIT;
    plx_status rc;

    if (m.tags == 0 && m.references == 0)
        return PLX_OK;
    plx_tags_line(a->title, n, &line);
    rc = line.failed ? no_memory(err) : plx_article_set(&a->title, line.s, line.len, err);
    plx_strbuf_release(&line);
    return rc;
}

/* ------------------------------------------------------------------ dates */

static void drop_extra(plx_article *a, const char *name)
{
    json_object_del(a->extra, name);
    if (a->extra_text)
        json_object_del(a->extra_text, name);
}

/* "October 10, 2019" in a record is read like any date; what cannot be read stays in extra
 * as date_raw. */
static plx_status read_dates(const plx_record_rules *rules, const char *locale, plx_article *a,
                             plx_error *err)
{
    const char *updated = plx_article_extra(a, "updated");
    const char *raw = plx_article_extra(a, "date_raw");
    plx_date_evidence e;
    plx_date d;
    plx_status rc;

    if (a->date.precision != PLX_DATE_NONE)
        return PLX_OK;
    plx_date_evidence_init(&e, rules->now);
    plx_date_evidence_add_url(&e, a->url);
    plx_date_evidence_add_locale(&e, locale);
    if (plx_extract_date(updated, strlen(updated), &d, NULL, NULL) == PLX_OK)
        plx_date_evidence_add_date(&e, &d);
    rc = plx_date_take(a, raw, strlen(raw), &e, "given", err);
    if (rc == PLX_OK && a->date.precision != PLX_DATE_NONE) {
        drop_extra(a, "date_raw");
        return PLX_OK;
    }
    return rc == PLX_OK && !*raw ? plx_date_take(a, updated, strlen(updated), &e, "updated", err)
                                 : rc;
}

/* --------------------------------------------------------------- mojibake */

static plx_status repair(char **field, plx_extract_report *report, plx_error *err)
{
    static const char told[] = "characters that had been spoilt are repaired";
    plx_strbuf text = PLX_STRBUF_INIT;
    size_t repaired = 0;
    plx_status rc;

    if (is_blank(*field))
        return PLX_OK;
    plx_strbuf_puts(&text, *field);
    rc = text.failed ? no_memory(err) : plx_mojibake_repair(&text, &repaired, err);
    if (rc == PLX_OK && repaired > 0) {
        rc = plx_article_set(field, text.s, text.len, err);
        plx_furniture_report(report, "charset", told, sizeof told - 1);
    }
    plx_strbuf_release(&text);
    return rc;
}

/* ---------------------------------------------------------------- article */

/* What a scraper took along of the page: --clean. */
static plx_status clean(plx_article *a, plx_extract_report *report, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc;

    if (is_blank(a->text))
        return PLX_OK;
    rc = plx_scraped_read(a->text, strlen(a->text), a, &text, report, err);
    if (rc == PLX_OK && text.len > 0)
        rc = text.failed ? no_memory(err) : plx_article_set(&a->text, text.s, text.len, err);
    plx_strbuf_release(&text);
    return rc;
}

static plx_status read_fields(const plx_record_rules *rules, json_t *obj, plx_article *a,
                              plx_error *err)
{
    const char *locale = plx_json_get_str(obj, "lang"); /* with its country: "en-US" */
    plx_status rc = plx_article_from_json(obj, true, a, err);

    if (rc == PLX_OK)
        rc = unmask_title(a, err);
    if (rc != PLX_OK)
        return rc;
    return read_dates(rules, rules->opt->lang ? rules->opt->lang : locale, a, err);
}

plx_status plx_record_read(const plx_record_rules *rules, json_t *obj, plx_article *out,
                           plx_extract_report *report, plx_error *err)
{
    plx_status rc = plx_field_map_apply(rules->opt->map, obj, err);
    json_t *html;

    if (rc == PLX_OK)
        rc = plx_field_map_synonyms(obj, err);
    if (rc != PLX_OK)
        return rc;
    html = take_html(obj);
    rc = read_fields(rules, obj, out, err);
    if (rc == PLX_OK && html)
        rc = read_markup(json_string_value(html), json_string_length(html), out, report, err);
    json_decref(html);
    if (rc == PLX_OK && !html)
        rc = unmask_text(out, report, err);
    if (rc == PLX_OK)
        rc = repair(&out->title, report, err);
    if (rc == PLX_OK)
        rc = repair(&out->text, report, err);
    if (rc == PLX_OK && rules->opt->clean)
        rc = clean(out, report, err);
    if (rc == PLX_OK && is_blank(out->text) && is_blank(out->title))
        rc = no_text(obj, err);
    return rc;
}
