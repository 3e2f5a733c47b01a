/* search/result_json.c - results as the JSON that the command line and the API give out */
#include <string.h>

#include "base/json.h"
#include "search/counts.h"
#include "search/search.h"
#include "search/similar.h"

#define SCHEMA 1

static json_t *text_or_null(const char *s)
{
    return plx_json_str(s && *s ? s : NULL);
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
    bool ok = plx_json_put(o, "stance", text_or_null(plx_verdict_stance(v, labels))) &&
              plx_json_put(o, "stance_best", text_or_null(plx_verdict_best(v, labels))) &&
              plx_json_put(o, "stance_by", text_or_null(judged_by(v))) &&
              plx_json_put(o, "model", text_or_null(model_name(v, model)));

    if (v->is_stale)
        ok = ok && plx_json_put(o, "label_stale", json_true());
    ok = ok && plx_json_put(o, "stance_probability",
                            v->kind == PLX_KIND_NOT_JUDGED
                                ? json_null()
                                : plx_json_rounded((double)plx_verdict_probability(v)));
    if (v->kind == PLX_KIND_NOT_JUDGED || v->reason != PLX_REASON_NONE)
        ok =
            ok && plx_json_put(o, "stance_reason", text_or_null(plx_stance_reason_name(v->reason)));
    return ok;
}

static bool put_date(json_t *o, const plx_article *a)
{
    const plx_date *d = &a->date;
    char text[PLX_DATE_BYTES];

    plx_date_format(d, text);
    return plx_json_put(o, "date", text_or_null(text)) &&
           plx_json_put(o, "date_how", text_or_null(a->date_how)) &&
           plx_json_put(o, "date_precision",
                        text_or_null(d->precision == PLX_DATE_NONE
                                         ? NULL
                                         : plx_date_precision_name(d->precision)));
}

static bool put_time(json_t *o, const char *name, int64_t t)
{
    plx_date d = { t, PLX_DATE_TIME, true };
    char text[PLX_DATE_BYTES];

    if (!t)
        return true;
    plx_date_format(&d, text);
    return plx_json_put(o, name, plx_json_str(text));
}

static bool put_seen(json_t *o, const plx_article *a)
{
    return put_time(o, "first_seen", a->first_seen) && put_time(o, "changed", a->changed);
}

json_t *plx_hit_json(const plx_hit *h, const plx_model_info *model)
{
    const plx_article *a = &h->article;
    json_t *o = json_object();
    bool ok = o && plx_json_put(o, "id", plx_json_str(a->id)) &&
              plx_json_put(o, "title", plx_json_str(a->title)) &&
              plx_json_put(o, "source", plx_json_str(a->source)) &&
              plx_json_put(o, "original_source", plx_json_str(a->original_source)) &&
              plx_json_put(o, "author", plx_json_str(a->author)) && put_date(o, a) &&
              put_seen(o, a) && plx_json_put(o, "url", plx_json_str(a->url)) &&
              plx_json_put(o, "lang", plx_json_str(a->lang)) &&
              put_verdict(o, &h->verdict, model) &&
              plx_json_put(o, "score", plx_json_rounded(h->score)) &&
              plx_json_put(o, "full", json_boolean(h->full)) &&
              plx_json_put(o, "snippet", plx_json_str(h->snippet)) &&
              plx_json_put(o, "title_marked", plx_json_str(h->title_marked));

    if (ok && a->synthetic)
        ok = plx_json_put(o, "synthetic", json_true());
    if (ok && h->duplicates)
        ok = plx_json_put_count(o, "duplicates", h->duplicates) &&
             plx_json_put(o, "group", plx_json_str(h->group));
    if (ok && a->extra && json_object_size(a->extra))
        ok = plx_json_put(o, "extra", json_incref(a->extra));
    return plx_json_checked(o, ok);
}

json_t *plx_article_verdict_json(const plx_article *a, const plx_verdict *v,
                                 const plx_model_info *model)
{
    json_t *o = plx_article_to_json(a);

    return plx_json_checked(o, o && put_date(o, a) && put_seen(o, a) && put_verdict(o, v, model));
}

/* ---------------------------------------------------------------- result */

static json_t *hits_json(const plx_search_result *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < r->hit_count; i++)
        ok = json_array_append_new(list, plx_hit_json(&r->hits[i], r->model)) == 0;
    return plx_json_checked(list, ok);
}

static json_t *tables_json(const plx_search_result *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < r->table_count; i++)
        ok = json_array_append_new(list, plx_cross_json(&r->tables[i])) == 0;
    return plx_json_checked(list, ok);
}

/* What was asked for to be counted. */
static bool put_counts(json_t *o, const plx_search_result *r)
{
    bool ok = plx_json_put(o, "facets", plx_facets_json(r->facets, r->facet_count));

    if (ok && r->facet_count)
        ok = plx_json_put(o, "facets_more", plx_facets_more_json(r->facets, r->facet_count));
    if (ok && r->table_count)
        ok = plx_json_put(o, "tables", tables_json(r));
    if (ok && r->has_tally)
        ok = plx_json_put(o, "tally", plx_tally_json(&r->tally, &r->model->labels));
    return ok;
}

/* What was typed, called `name`, and what was looked for beside it. */
static json_t *use_json(const char *name, const char *typed, char *const *used, size_t n)
{
    json_t *o = json_object(), *list = json_array();
    bool ok = o && list && plx_json_put(o, name, plx_json_str(typed));
    size_t i;

    for (i = 0; ok && i < n; i++)
        ok = json_array_append_new(list, plx_json_str(used[i])) == 0;
    if (ok)
        ok = json_object_set(o, "used", list) == 0;
    json_decref(list);
    return plx_json_checked(o, ok);
}

static json_t *aliases_json(const plx_search_result *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < r->alias_count; i++)
        ok = json_array_append_new(list, use_json("typed", r->aliases[i].typed, r->aliases[i].used,
                                                  r->aliases[i].count)) == 0;
    return plx_json_checked(list, ok);
}

static json_t *spellings_json(const plx_spelling_uses *u)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < u->count; i++)
        ok = json_array_append_new(list, use_json("word", u->items[i].word, u->items[i].used,
                                                  u->items[i].count)) == 0;
    return plx_json_checked(list, ok);
}

json_t *plx_search_result_json(const plx_search_result *r)
{
    json_t *o = json_object();
    bool ok = o && plx_json_put(o, "schema", json_integer(SCHEMA)) &&
              plx_json_put(o, "query", plx_json_str(r->query)) &&
              plx_json_put_count(o, "total", r->total) &&
              plx_json_put_count(o, "total_any", r->total_any) &&
              plx_json_put(o, "total_exact", json_boolean(r->total_exact)) &&
              plx_json_put(o, "hidden", plx_hidden_json(r)) &&
              plx_json_put(o, "hits", hits_json(r)) && put_counts(o, r);

    if (ok && r->partial)
        ok = plx_json_put(o, "partial", plx_partial_json(r->partial));
    if (ok && r->is_collapsed)
        ok = plx_json_put_count(o, "collapsed", r->collapsed);
    if (ok && r->alias_count)
        ok = plx_json_put(o, "aliases", aliases_json(r));
    if (ok && r->spellings.count)
        ok = plx_json_put(o, "spellings", spellings_json(&r->spellings));
    if (ok && r->did_you_mean)
        ok = plx_json_put(o, "did_you_mean", plx_json_str(r->did_you_mean));
    if (ok && r->notice)
        ok = plx_json_put(o, "notice", plx_json_str(r->notice));
    if (ok && r->explanation)
        ok = plx_json_put(o, "explanation", plx_json_str(r->explanation)) &&
             plx_json_put(o, "reading", plx_json_str(r->reading)) &&
             plx_json_put(o, "tree", json_incref(r->reading_tree));
    return plx_json_checked(o, ok);
}

/* --------------------------------------------------------------- similar */

json_t *plx_similar_json(const plx_search_result *r, const char *id)
{
    json_t *o = json_object();
    bool ok = o && plx_json_put(o, "schema", json_integer(SCHEMA)) &&
              plx_json_put(o, "similar_to", plx_json_str(id)) &&
              plx_json_put(o, "hits", hits_json(r));

    if (ok && r->partial)
        ok = plx_json_put(o, "partial", plx_partial_json(r->partial));
    if (ok && r->explanation)
        ok = plx_json_put(o, "explanation", plx_json_str(r->explanation));
    return plx_json_checked(o, ok);
}
