#include "classifier/verdict_json.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

/* Probabilities and weights tell no more than four decimals. */
static json_t *rounded(double x)
{
    return json_real(round(x * 1e4) / 1e4);
}

static json_t *text_or_null(const char *s)
{
    return plx_json_str(s && *s ? s : NULL);
}

json_t *plx_probabilities_json(const plx_verdict *v, const plx_label_set *labels)
{
    json_t *o = json_object();
    bool ok = o != NULL;

    for (size_t i = 0; ok && plx_verdict_is_scored(v) && i < labels->count; i++)
        ok = plx_json_put(o, labels->name[i], rounded((double)v->probability[i]));
    return plx_json_checked(o, ok);
}

json_t *plx_labels_json(const plx_model *m)
{
    const plx_label_set *labels = plx_model_labels(m);
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && i < labels->count; i++) {
        json_t *o = json_object();
        ok = o && plx_json_put(o, "name", plx_json_str(labels->name[i])) &&
             plx_json_put(o, "title", text_or_null(plx_model_label_title(m, i))) &&
             plx_json_put(o, "definition", text_or_null(plx_model_label_definition(m, i)));
        ok = json_array_append_new(array, plx_json_checked(o, ok)) == 0 && ok;
    }
    return plx_json_checked(array, ok);
}

bool plx_stance_words_put(json_t *o, plx_stance_words words, const char *model_date)
{
    return plx_json_put(o, "stance_title", text_or_null(words.title)) &&
           plx_json_put(o, "stance_definition", text_or_null(words.definition)) &&
           plx_json_put(o, "model_date", text_or_null(model_date));
}

/* ------------------------------------------------------------ evidence */

static json_t *feature_json(const plx_evidence *e)
{
    json_t *o = json_object();
    bool ok = o && plx_json_put(o, "feature", plx_json_str(e->feature));

    if (ok && e->words)
        ok = plx_json_put(o, "words", plx_json_str(e->words));
    return plx_json_checked(o, ok && plx_json_put(o, "weight", rounded(e->weight)));
}

json_t *plx_evidence_json(const plx_evidence_list *list)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && i < list->count; i++)
        ok = json_array_append_new(array, feature_json(&list->items[i])) == 0;
    return plx_json_checked(array, ok);
}

/* A place in a text, in bytes and in code points; moves forward only. */
typedef struct place {
    const char *text;
    size_t bytes, points;
} place;

static place place_in(const plx_article *a, plx_article_part part)
{
    const char *text = part == PLX_PART_TITLE ? a->title : a->text;

    return (place){ .text = text ? text : "" };
}

static json_t *point_at(place *p, uint32_t byte)
{
    p->points += plx_utf8_count(p->text + p->bytes, byte - p->bytes);
    p->bytes = byte;
    return json_integer((json_int_t)p->points);
}

static bool put_range(json_t *o, place *p, plx_article_part part, uint32_t start, uint32_t end)
{
    return plx_json_put(o, "in", plx_json_str(plx_article_part_name(part))) &&
           plx_json_put(o, "start", point_at(p, start)) && plx_json_put(o, "end", point_at(p, end));
}

static json_t *sentence_json(const plx_article *a, const plx_weighed_sentence *s)
{
    place p = place_in(a, s->part);
    plx_strbuf text = PLX_STRBUF_INIT;
    json_t *o = json_object();
    bool ok;

    plx_strbuf_add(&text, p.text + s->start, s->end - s->start);
    ok = o && !text.failed && put_range(o, &p, s->part, s->start, s->end) &&
         plx_json_put(o, "weight", rounded(s->weight)) &&
         plx_json_put(o, "text", plx_json_str(text.s));
    plx_strbuf_release(&text);
    return plx_json_checked(o, ok);
}

static json_t *sentences_json(const plx_article *a, const plx_explanation *x)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && i < x->sentence_count; i++)
        ok = json_array_append_new(array, sentence_json(a, &x->sentences[i])) == 0;
    return plx_json_checked(array, ok);
}

static bool append_span(json_t *array, place *p, plx_article_part part, const plx_weighed_span *s)
{
    json_t *o = json_object();
    bool ok = o && put_range(o, p, part, s->start, s->end) &&
              plx_json_put(o, "weight", rounded(s->weight));

    return json_array_append_new(array, plx_json_checked(o, ok)) == 0;
}

/* Spans that round to nothing are left out. */
static json_t *spans_json(const plx_article *a, const plx_explanation *x)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (int part = 0; part < PLX_ARTICLE_PARTS; part++) {
        place p = place_in(a, (plx_article_part)part);
        for (size_t i = 0; ok && i < x->spans[part].count; i++) {
            const plx_weighed_span *s = &x->spans[part].items[i];
            if (fabs(s->weight) >= 5e-5)
                ok = append_span(array, &p, (plx_article_part)part, s);
        }
    }
    return plx_json_checked(array, ok);
}

bool plx_explanation_put(json_t *o, const plx_explanation *x, const plx_article *a,
                         const plx_label_set *labels)
{
    const char *label = x->is_scored && x->label < labels->count ? labels->name[x->label] : NULL;
    size_t left_out = x->spans[PLX_PART_TITLE].left_out + x->spans[PLX_PART_TEXT].left_out;
    bool ok = plx_json_put(o, "evidence", plx_evidence_json(&x->features)) &&
              plx_json_put(o, "evidence_for", plx_json_str(label)) &&
              plx_json_put(o, "evidence_sentences", sentences_json(a, x)) &&
              plx_json_put(o, "evidence_spans", spans_json(a, x));

    if (ok && left_out)
        ok = plx_json_put_count(o, "evidence_spans_left_out", left_out);
    return ok;
}

/* ------------------------------------------------------------ the verdict */

static plx_stance_words words_of(const plx_verdict *v, const plx_model *m)
{
    if (v->kind == PLX_KIND_LABEL)
        return (plx_stance_words){ plx_model_label_title(m, v->best),
                                   plx_model_label_definition(m, v->best) };
    return plx_stance_kind_words(v->kind);
}

json_t *plx_verdict_json(const plx_article *a, const plx_verdict *v, const plx_model *m,
                         const plx_explanation *evidence)
{
    static const plx_label_set none;
    const plx_label_set *labels = m ? plx_model_labels(m) : &none;
    const char *reason = plx_stance_reason_name(v->reason);
    bool is_judged = v->kind != PLX_KIND_NOT_JUDGED;
    json_t *o = json_object();
    bool ok = o && plx_json_put(o, "id", plx_json_str(a->id)) &&
              plx_json_put(o, "stance", plx_json_str(plx_verdict_stance(v, labels))) &&
              plx_json_put(o, "stance_best", text_or_null(plx_verdict_best(v, labels))) &&
              plx_json_put(o, "probabilities", plx_probabilities_json(v, labels)) &&
              plx_json_put(o, "stance_by", plx_json_str(is_judged ? "model" : NULL)) &&
              plx_json_put(o, "model", plx_json_str(m ? plx_model_name(m) : NULL)) &&
              plx_json_put(o, "reason", text_or_null(reason));

    if (ok && v->reason == PLX_REASON_LANGUAGE)
        ok = plx_json_put(o, "lang", plx_json_str(a->lang));
    if (ok && a->synthetic)
        ok = plx_json_put(o, "synthetic", json_true());
    if (ok && evidence)
        ok = plx_stance_words_put(o, words_of(v, m), m ? plx_model_date(m) : NULL) &&
             plx_explanation_put(o, evidence, a, labels);
    return plx_json_checked(o, ok);
}
