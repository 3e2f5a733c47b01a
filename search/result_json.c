/* search/result_json.c - results as the JSON that the command line and the API give out */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "search/counts.h"
#include "search/search.h"

#define SCHEMA 1

/* Numbers are rounded to what they can tell. */
static json_t *rounded(double x)
{
    return json_real(round(x * 1e4) / 1e4);
}

static json_t *text_or_null(const char *s)
{
    return plx_json_str(s && *s ? s : NULL);
}

/* A new reference goes in; false without memory (NULL values too). */
static bool put(json_t *o, const char *name, json_t *value)
{
    return json_object_set_new_nocheck(o, name, value) == 0;
}

static const char *model_name(const plx_verdict *v, const plx_model_info *model)
{
    return v->kind != PLX_KIND_NOT_JUDGED && model && *model->name ? model->name : NULL;
}

static const char *judged_by(const plx_verdict *v)
{
    return v->by_person ? "person" : v->kind == PLX_KIND_NOT_JUDGED ? NULL : "model";
}

static bool put_verdict(json_t *o, const plx_verdict *v, const plx_model_info *model)
{
    static const plx_label_set none;
    const plx_label_set *labels = model ? &model->labels : &none;
    bool ok = put(o, "stance", text_or_null(plx_verdict_stance(v, labels))) &&
              put(o, "stance_best", text_or_null(plx_verdict_best(v, labels))) &&
              put(o, "stance_by", text_or_null(judged_by(v))) &&
              put(o, "model", text_or_null(model_name(v, model)));

    if (v->is_stale)
        ok = ok && put(o, "label_stale", json_true());
    ok = ok && put(o, "stance_probability",
                   v->kind == PLX_KIND_NOT_JUDGED ? json_null()
                                                  : rounded((double)plx_verdict_probability(v)));
    if (v->kind == PLX_KIND_NOT_JUDGED || v->reason != PLX_REASON_NONE)
        ok = ok && put(o, "stance_reason", text_or_null(plx_stance_reason_name(v->reason)));
    return ok;
}

static bool put_date(json_t *o, const plx_article *a)
{
    const plx_date *d = &a->date;
    char text[PLX_DATE_BYTES];

    plx_date_format(d, text);
    return put(o, "date", text_or_null(text)) && put(o, "date_how", text_or_null(a->date_how)) &&
           put(o, "date_precision",
               text_or_null(d->precision == PLX_DATE_NONE ? NULL
                                                          : plx_date_precision_name(d->precision)));
}

static bool put_time(json_t *o, const char *name, int64_t t)
{
    plx_date d = { t, PLX_DATE_TIME, true };
    char text[PLX_DATE_BYTES];

    if (!t)
        return true;
    plx_date_format(&d, text);
    return put(o, name, plx_json_str(text));
}

static bool put_seen(json_t *o, const plx_article *a)
{
    return put_time(o, "first_seen", a->first_seen) && put_time(o, "changed", a->changed);
}

static json_t *checked(json_t *o, bool ok)
{
    if (ok)
        return o;
    json_decref(o);
    return NULL;
}

json_t *plx_hit_json(const plx_hit *h, const plx_model_info *model)
{
    const plx_article *a = &h->article;
    json_t *o = json_object();
    bool ok = o && put(o, "id", plx_json_str(a->id)) && put(o, "title", plx_json_str(a->title)) &&
              put(o, "source", plx_json_str(a->source)) &&
              put(o, "original_source", plx_json_str(a->original_source)) &&
              put(o, "author", plx_json_str(a->author)) && put_date(o, a) && put_seen(o, a) &&
              put(o, "url", plx_json_str(a->url)) && put(o, "lang", plx_json_str(a->lang)) &&
              put_verdict(o, &h->verdict, model) && put(o, "score", rounded(h->score)) &&
              put(o, "full", json_boolean(h->full)) &&
              put(o, "snippet", plx_json_str(h->snippet)) &&
              put(o, "title_marked", plx_json_str(h->title_marked));

    if (ok && a->synthetic)
        ok = put(o, "synthetic", json_true());
    if (ok && h->duplicates)
        ok = put(o, "duplicates", json_integer((json_int_t)h->duplicates)) &&
             put(o, "group", plx_json_str(h->group));
    if (ok && a->extra && json_object_size(a->extra))
        ok = put(o, "extra", json_incref(a->extra));
    return checked(o, ok);
}

json_t *plx_article_verdict_json(const plx_article *a, const plx_verdict *v,
                                 const plx_model_info *model)
{
    json_t *o = plx_article_to_json(a);

    return checked(o, o && put_date(o, a) && put_seen(o, a) && put_verdict(o, v, model));
}

/* ---------------------------------------------------------------- result */

static json_t *hits_json(const plx_search_result *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < r->hit_count; i++)
        ok = json_array_append_new(list, plx_hit_json(&r->hits[i], r->model)) == 0;
    return checked(list, ok);
}

static bool put_count(json_t *o, const char *name, uint32_t n)
{
    return put(o, name, json_integer((json_int_t)n));
}

static json_t *hidden_json(const plx_search_result *r)
{
    json_t *o = json_object();

    return checked(o, o && put_count(o, "undated", r->hidden_undated) &&
                          put_count(o, "unclear", r->hidden_unclear) &&
                          put_count(o, "off_topic", r->hidden_off_topic) &&
                          put_count(o, "not_judged", r->hidden_not_judged));
}

static json_t *tables_json(const plx_search_result *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < r->table_count; i++)
        ok = json_array_append_new(list, plx_cross_json(&r->tables[i])) == 0;
    return checked(list, ok);
}

/* What was asked for to be counted. */
static bool put_counts(json_t *o, const plx_search_result *r)
{
    bool ok = put(o, "facets", plx_facets_json(r->facets, r->facet_count));

    if (ok && r->facet_count)
        ok = put(o, "facets_more", plx_facets_more_json(r->facets, r->facet_count));
    if (ok && r->table_count)
        ok = put(o, "tables", tables_json(r));
    if (ok && r->has_tally)
        ok = put(o, "tally", plx_tally_json(&r->tally, &r->model->labels));
    return ok;
}

static json_t *alias_json(const plx_alias_use *u)
{
    json_t *o = json_object(), *used = json_array();
    bool ok = o && used && put(o, "typed", plx_json_str(u->typed));
    size_t i;

    for (i = 0; ok && i < u->count; i++)
        ok = json_array_append_new(used, plx_json_str(u->used[i])) == 0;
    if (ok)
        ok = json_object_set(o, "used", used) == 0;
    json_decref(used);
    return checked(o, ok);
}

static json_t *aliases_json(const plx_search_result *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < r->alias_count; i++)
        ok = json_array_append_new(list, alias_json(&r->aliases[i])) == 0;
    return checked(list, ok);
}

static json_t *spelling_json(const plx_spelling_use *u)
{
    json_t *o = json_object(), *used = json_array();
    bool ok = o && used && put(o, "word", plx_json_str(u->word));
    size_t i;

    for (i = 0; ok && i < u->count; i++)
        ok = json_array_append_new(used, plx_json_str(u->used[i])) == 0;
    if (ok)
        ok = json_object_set(o, "used", used) == 0;
    json_decref(used);
    return checked(o, ok);
}

static json_t *spellings_json(const plx_spelling_uses *u)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < u->count; i++)
        ok = json_array_append_new(list, spelling_json(&u->items[i])) == 0;
    return checked(list, ok);
}

json_t *plx_search_result_json(const plx_search_result *r)
{
    json_t *o = json_object();
    bool ok = o && put(o, "schema", json_integer(SCHEMA)) &&
              put(o, "query", plx_json_str(r->query)) &&
              put(o, "total", json_integer((json_int_t)r->total)) &&
              put(o, "total_any", json_integer((json_int_t)r->total_any)) &&
              put(o, "total_exact", json_boolean(r->total_exact)) &&
              put(o, "hidden", hidden_json(r)) && put(o, "hits", hits_json(r)) && put_counts(o, r);

    if (ok && r->is_collapsed)
        ok = put(o, "collapsed", json_integer((json_int_t)r->collapsed));
    if (ok && r->alias_count)
        ok = put(o, "aliases", aliases_json(r));
    if (ok && r->spellings.count)
        ok = put(o, "spellings", spellings_json(&r->spellings));
    if (ok && r->did_you_mean)
        ok = put(o, "did_you_mean", plx_json_str(r->did_you_mean));
    if (ok && r->notice)
        ok = put(o, "notice", plx_json_str(r->notice));
    if (ok && r->explanation)
        ok = put(o, "explanation", plx_json_str(r->explanation)) &&
             put(o, "reading", plx_json_str(r->reading)) &&
             put(o, "tree", json_incref(r->reading_tree));
    return checked(o, ok);
}
