/* compare/compare_json.c - a comparison as the JSON that the command line and the API give out */
#include <math.h>

#include "base/json.h"
#include "compare/compare.h"
#include "search/counts.h"

#define SCHEMA 1

static bool put_number(json_t *o, const char *name, double x)
{
    return plx_json_put(o, name, json_real(round(x * 1e4) / 1e4));
}

static bool put_text(json_t *o, const char *name, const char *s)
{
    return plx_json_put(o, name, plx_json_str(s));
}

/* ----------------------------------------------------------------- terms */

static json_t *example_json(const plx_compare_example *e)
{
    json_t *o;

    if (!e->docid)
        return json_null();
    o = json_object();
    return plx_json_checked(o, o && put_text(o, "id", e->id) && put_text(o, "title", e->title) &&
                                   put_text(o, "source", e->source) &&
                                   put_text(o, "sentence", e->sentence));
}

static json_t *term_json(const plx_compared_term *t)
{
    json_t *o = json_object();

    return plx_json_checked(
        o, o && put_text(o, "term", t->term) &&
               put_text(o, "kind", plx_compare_kind_name(t->kind)) && put_number(o, "z", t->z) &&
               put_number(o, "z_sources", t->z_sources) && put_number(o, "log_odds", t->log_odds) &&
               plx_json_put_count(o, "articles", t->articles) &&
               plx_json_put_count(o, "articles_others", t->articles_others) &&
               plx_json_put_count(o, "count", t->count) &&
               plx_json_put_count(o, "count_others", t->count_others) &&
               plx_json_put_count(o, "sources", t->sources) &&
               plx_json_put(o, "in_model", json_boolean(t->in_model)) &&
               plx_json_put(o, "weak", json_boolean(t->weak)) &&
               plx_json_put(o, "one_source", json_boolean(t->one_source)) &&
               plx_json_put(o, "example", example_json(&t->example)));
}

static json_t *terms_json(const plx_compared_side *s)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < s->term_count; i++)
        ok = json_array_append_new(list, term_json(&s->terms[i])) == 0;
    return plx_json_checked(list, ok);
}

/* ----------------------------------------------------------------- sides */

static json_t *best_json(const plx_search_result *r)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < r->hit_count; i++)
        ok = json_array_append_new(list, plx_hit_json(&r->hits[i], r->model)) == 0;
    return plx_json_checked(list, ok);
}

static json_t *side_json(const plx_comparison *c, const plx_compared_side *s)
{
    json_t *o = json_object();

    return plx_json_checked(
        o, o && put_text(o, "side", s->name) && put_text(o, "title", s->title) &&
               plx_json_put_count(o, "articles", s->tally.total) &&
               plx_json_put_count(o, "stories", s->tally.stories) &&
               plx_json_put(o, "few", json_boolean(s->tally.total < PLX_COMPARE_FEW)) &&
               plx_json_put(o, "tally", plx_tally_json(&s->tally, &c->all.model->labels)) &&
               plx_json_put_count(o, "read", s->read) &&
               plx_json_put_count(o, "sources", s->sources) &&
               put_text(o, "top_source", s->top_source) &&
               plx_json_put_count(o, "top_source_read", s->top_source_read) &&
               plx_json_put_count(o, "left_out_terms", s->left_out_terms) &&
               plx_json_put(o, "hits", best_json(&s->best)) &&
               plx_json_put(o, "terms", terms_json(s)));
}

static json_t *sides_json(const plx_comparison *c)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < c->side_count; i++)
        ok = json_array_append_new(list, side_json(c, &c->sides[i])) == 0;
    return plx_json_checked(list, ok);
}

/* ------------------------------------------------------------- the whole */

static json_t *sample_json(const plx_comparison *c)
{
    json_t *o = json_object();

    return plx_json_checked(o, o && plx_json_put_count(o, "most_of_a_side", c->sample) &&
                                   plx_json_put_count(o, "seed", c->seed) &&
                                   plx_json_put(o, "vocabulary_cut", json_boolean(c->is_cut)));
}

static json_t *method_json(const plx_comparison *c)
{
    json_t *o = json_object();

    return plx_json_checked(
        o, o && put_text(o, "measure", "log-odds ratio, informative Dirichlet prior") &&
               put_number(o, "prior_stories", PLX_COMPARE_PRIOR_STORIES) &&
               plx_json_put_count(o, "terms_compared", c->terms_compared) &&
               put_number(o, "alpha", PLX_COMPARE_ALPHA) && put_number(o, "bound", c->bound));
}

static json_t *words_json(const plx_comparison *c)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < c->query_word_count; i++)
        ok = json_array_append_new(list, plx_json_str(c->query_words[i])) == 0;
    return plx_json_checked(list, ok);
}

static bool put_model(json_t *o, const plx_comparison *c)
{
    const plx_model_info *m = c->all.model;
    json_t *model = c->by_stance && *m->name ? json_object() : json_null();
    bool ok = model != NULL;

    if (ok && json_is_object(model))
        ok = put_text(model, "name", m->name) && put_text(model, "date", m->date) &&
             put_text(model, "digest", m->digest);
    return plx_json_put(o, "model", plx_json_checked(model, ok));
}

json_t *plx_comparison_json(const plx_comparison *c)
{
    json_t *o = json_object();
    bool ok =
        o && plx_json_put_count(o, "schema", SCHEMA) && put_text(o, "query", c->all.query) &&
        put_text(o, "by", c->by) &&
        put_text(o, "labels",
                 c->by_person  ? "person"
                 : c->by_model ? "model"
                               : "all") &&
        put_model(o, c) && plx_json_put_count(o, "total", c->all.total) &&
        plx_json_put_count(o, "documents", c->documents) &&
        plx_json_put(o, "hidden", plx_hidden_json(&c->all)) &&
        plx_json_put(o, "tally", plx_tally_json(&c->tally, &c->all.model->labels)) &&
        plx_json_put_count(o, "on_no_side", c->left_out) &&
        plx_json_put_count(o, "on_several_sides", c->several) &&
        plx_json_put(o, "sample", sample_json(c)) && plx_json_put(o, "method", method_json(c)) &&
        plx_json_put(o, "query_words", words_json(c)) && plx_json_put(o, "sides", sides_json(c));

    if (ok && c->all.notice)
        ok = put_text(o, "notice", c->all.notice);
    return plx_json_checked(o, ok);
}
