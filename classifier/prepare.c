#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "classifier/run.h"

/* Chosen by cross-validation over sources, and the validation half; see models/iran/README.md. */
#define DEFAULT_COST         6.0
#define ADAPTING_COST        10.0 /* few articles, and the base holds */
#define DEFAULT_SOURCE_POWER 0.4
#define DEFAULT_MIN_SOURCES  6u
#define DEFAULT_FOLDS        5
static const float group_weights[PLX_GROUPS] = {
    [PLX_GROUP_TEXT] = 1.3f, [PLX_GROUP_NEAR] = 0.6f,     [PLX_GROUP_TITLE] = 0.3f,
    [PLX_GROUP_CUE] = 2.0f,  [PLX_GROUP_SENTENCE] = 1.0f, /* weighed by their scores:
                                                             classifier/fit.c */
};

/* Fewer articles of a label than this cannot be learned from. */
#define LEAST_OF_LABEL 5

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training: out of memory");
}

/* The commonest language of the articles: the model's. */
static const char *commonest_language(const plx_dataset *ds)
{
    const char *best = "en";
    size_t most = 0;

    for (size_t i = 0; i < ds->count; i++) {
        size_t n = 0;
        if (most && strcmp(best, ds->items[i].lang) == 0)
            continue;
        for (size_t k = 0; k < ds->count; k++)
            n += strcmp(ds->items[k].lang, ds->items[i].lang) == 0;
        if (n > most) {
            most = n;
            best = ds->items[i].lang;
        }
        if (2 * n > ds->count)
            break;
    }
    return best;
}

static int by_name(const void *pa, const void *pb)
{
    return strcmp(pa, pb);
}

/* Place of a label in the order asked for, or in the target's own; a large number for none. */
static size_t wanted_place(const plx_run *r, const char *name)
{
    const char *const *order = r->opt->order;
    const plx_target_label *l = plx_target_find_label(r->target, name);

    for (size_t i = 0; order && order[i]; i++)
        if (strcmp(order[i], name) == 0)
            return i;
    return !order && l ? (size_t)(l - r->target->label) : PLX_LABELS_MAX;
}

static void order_labels(const plx_run *r, plx_label_set *set)
{
    qsort(set->name, set->count, sizeof *set->name, by_name);
    for (size_t i = 1; i < set->count; i++) { /* insertion: stable, and there are at most eight */
        char name[PLX_LABEL_BYTES];
        size_t k = i;
        memcpy(name, set->name[i], sizeof name);
        for (; k > 0 && wanted_place(r, set->name[k - 1]) > wanted_place(r, name); k--)
            memcpy(set->name[k], set->name[k - 1], sizeof name);
        memcpy(set->name[k], name, sizeof name);
    }
}

/* A name in the order that no article bears is a slip of the pen. */
static plx_status check_order(const plx_run *r, plx_error *err)
{
    const char *const *order = r->opt->order;

    for (size_t i = 0; order && order[i]; i++)
        if (plx_label_find(&r->m->labels, order[i]) < 0)
            return plx_fail(err, PLX_ERR_INVALID,
                            "the order names '%s', which is no label of any article", order[i]);
    return PLX_OK;
}

static plx_status check_counts(const plx_run *r, plx_error *err)
{
    const plx_label_set *set = &r->m->labels;
    size_t counts[PLX_LABELS_MAX] = { 0 };

    for (size_t i = 0; i < r->ds->count; i++) {
        uint8_t class = r->class_of[r->ds->items[i].label];
        if (class < set->count && strcmp(r->ds->items[i].lang, r->lang) == 0)
            counts[class]++;
    }
    for (size_t k = 0; k < set->count; k++)
        if (counts[k] < LEAST_OF_LABEL)
            return plx_fail(err, PLX_ERR_INVALID,
                            "only %zu different articles in language '%s' have label '%s': "
                            "at least %d are needed",
                            counts[k], r->lang, set->name[k], LEAST_OF_LABEL);
    return PLX_OK;
}

/* The class of each label of the data set. */
static void set_classes(plx_run *r)
{
    const plx_label_set *set = &r->m->labels;

    r->plan.classes = set->count;
    for (uint32_t l = 0; l < plx_map_count(r->ds->labels); l++) {
        int k = plx_label_find_alike(set, plx_map_key(r->ds->labels, l, NULL));

        r->class_of[l] = k < 0 ? PLX_CLASS_OFF_TOPIC : (uint8_t)k;
    }
}

/* An adapted model has the labels of its base; articles may have some of them only. */
static plx_status take_labels(plx_run *r, plx_error *err)
{
    const plx_model *base = r->opt->base;
    size_t articles = 0;

    r->m->labels = base->labels;
    for (uint32_t l = 0; l < plx_map_count(r->ds->labels); l++) {
        const char *name = plx_map_key(r->ds->labels, l, NULL);

        if (strcmp(name, PLX_STANCE_OFF_TOPIC) != 0 &&
            plx_label_find_alike(&base->labels, name) < 0)
            return plx_fail(err, PLX_ERR_INVALID,
                            "label '%s' is none of model '%s', which is to be adapted: correct it, "
                            "or train from scratch",
                            name, base->name);
    }
    set_classes(r);
    for (size_t i = 0; i < r->ds->count; i++)
        articles += strcmp(r->ds->items[i].lang, base->lang) == 0 &&
                    r->class_of[r->ds->items[i].label] < base->labels.count;
    if (articles == 0)
        return plx_fail(err, PLX_ERR_INVALID,
                        "no article in language '%s' has a label of model '%s', which is to be "
                        "adapted",
                        base->lang, base->name);
    return PLX_OK;
}

/* The model's labels from the data set's, and the class of each of those. */
static plx_status find_labels(plx_run *r, plx_error *err)
{
    plx_label_set *set = &r->m->labels;
    uint32_t count = plx_map_count(r->ds->labels);
    plx_status rc;

    for (uint32_t l = 0; l < count; l++) {
        const char *name = plx_map_key(r->ds->labels, l, NULL);
        if (strcmp(name, PLX_STANCE_OFF_TOPIC) == 0)
            continue;
        if (set->count == PLX_LABELS_MAX)
            return plx_fail(err, PLX_ERR_INVALID, "more than %d labels: '%s' is one too many",
                            PLX_LABELS_MAX, name);
        memcpy(set->name[set->count++], name, strlen(name) + 1);
    }
    if (set->count < 2)
        return plx_fail(err, PLX_ERR_INVALID,
                        "a model needs articles of two labels or more, there %s",
                        set->count ? "is one label only" : "are none");
    order_labels(r, set);
    set_classes(r);
    rc = check_order(r, err);
    return rc == PLX_OK ? check_counts(r, err) : rc;
}

static void set_plan(plx_run *r)
{
    const plx_train_options *o = r->opt;
    uint32_t groups = plx_map_count(r->ds->groups);

    r->plan.cost = o->cost > 0 ? o->cost : o->base ? ADAPTING_COST : DEFAULT_COST;
    r->plan.source_power = o->source_power > 0   ? o->source_power
                           : o->source_power < 0 ? 0
                                                 : DEFAULT_SOURCE_POWER;
    r->plan.min_sources = o->min_sources;
    if (r->plan.min_sources == 0) /* of few sources each feature cannot be asked to be in six */
        r->plan.min_sources = groups / 5 < 1                     ? 1
                              : groups / 5 < DEFAULT_MIN_SOURCES ? groups / 5
                                                                 : DEFAULT_MIN_SOURCES;
    r->plan.seed = o->seed ? o->seed : 1;
    r->plan.folds = o->folds == 0 ? DEFAULT_FOLDS : o->folds < 2 ? 2 : o->folds;
    if (r->plan.folds > PLX_FOLDS_MAX)
        r->plan.folds = PLX_FOLDS_MAX;
    r->plan.random_folds = o->random_folds;
    r->plan.base = o->base;
    memcpy(r->plan.group_weight, o->base ? o->base->group_weight : group_weights,
           sizeof group_weights);
}

/* Display names and definitions, the base's or the target's. */
static bool set_label_texts(plx_run *r)
{
    const plx_model *base = r->opt->base;
    plx_model *m = r->m;

    for (size_t k = 0; k < m->labels.count; k++) {
        const plx_target_label *l = plx_target_find_label(r->target, m->labels.name[k]);
        const char *title = base ? base->label_title[k] : l ? l->title : m->labels.name[k];
        const char *definition = base ? base->label_definition[k] : l ? l->definition : "";

        m->label_title[k] = strdup(title);
        m->label_definition[k] = strdup(definition);
        if (!m->label_title[k] || !m->label_definition[k])
            return false;
    }
    return true;
}

static bool set_names(plx_run *r)
{
    const plx_train_options *o = r->opt;
    plx_model *m = r->m;
    const char *target = o->base ? o->base->target : o->target ? o->target : "iran";
    char date[32] = "", name[512];
    time_t now = time(NULL);
    struct tm tm;

    if (!o->date && gmtime_r(&now, &tm))
        strftime(date, sizeof date, "%Y-%m-%d", &tm);
    snprintf(name, sizeof name, "%s-%s", target, o->date ? o->date : date);
    m->target = strdup(target);
    m->date = strdup(o->date ? o->date : date);
    m->name = strdup(o->name ? o->name : name);
    m->lang = strdup(r->lang);
    m->terms = strdup(o->target_terms ? o->target_terms
                      : o->base       ? o->base->terms
                      : r->target     ? r->target->terms
                                      : "");
    return m->target && m->date && m->name && m->lang && m->terms && set_label_texts(r);
}

/* What an adapted model's features are made with: the words of its base. */
static plx_status take_words(plx_run *r, plx_error *err)
{
    const plx_feature_words *from = &r->opt->base->words;
    plx_feature_words *w = &r->m->words;
    plx_status rc = plx_phrases_add_all(&w->target, &from->target, err);

    plx_phrases_seal(&w->target);
    if (rc == PLX_OK)
        rc = plx_phrases_add_all(&w->negation, &from->negation, err);
    plx_phrases_seal(&w->negation);
    w->spellings = from->spellings;
    for (size_t k = 0; rc == PLX_OK && k < r->m->labels.count; k++) {
        rc = plx_phrases_add_all(&w->cue[k], &from->cue[k], err);
        plx_phrases_seal(&w->cue[k]);
    }
    return rc;
}

/* Words that turn what follows; only English ones are known. */
static const char english_negation[] =
    "not\nno\nnever\nwithout\ndeny\ndenied\nneither\nnor\ncannot\ncan't\ndon't\ndoesn't\n"
    "didn't\nisn't\naren't\nwasn't\nweren't\nwon't\nwouldn't\ncouldn't\nshouldn't\nhasn't\n"
    "haven't\nhadn't\n";

/* What names the target, and the cues of those labels that it knows. */
static plx_status set_words(plx_run *r, plx_error *err)
{
    plx_feature_words *w = &r->m->words;
    plx_status rc = plx_phrases_add_lines(&w->target, r->an, r->lang, r->m->terms, err);

    plx_phrases_seal(&w->target);
    if (rc == PLX_OK && strcmp(r->lang, "en") == 0)
        rc = plx_phrases_add_lines(&w->negation, r->an, r->lang, english_negation, err);
    plx_phrases_seal(&w->negation);
    if (rc == PLX_OK)
        rc = plx_spellings_make(&w->spellings, r->an, r->lang, err);
    for (size_t k = 0; rc == PLX_OK && k < r->m->labels.count; k++) {
        const plx_target_label *l = plx_target_find_label(r->target, r->m->labels.name[k]);
        if (l)
            rc = plx_phrases_add_lines(&w->cue[k], r->an, r->lang, l->cues, err);
        plx_phrases_seal(&w->cue[k]);
    }
    return rc;
}

plx_status plx_run_prepare(plx_run *r, plx_error *err)
{
    const plx_model *base = r->opt->base;
    const char *target = base ? base->target : r->opt->target ? r->opt->target : "iran";
    plx_status rc;

    plx_strbuf_init(&r->masked);
    r->target = plx_target_find(target);
    r->lang = base ? base->lang : commonest_language(r->ds);
    r->m = calloc(1, sizeof *r->m);
    if (!r->m)
        return no_memory(err);
    set_plan(r);
    rc = base ? take_labels(r, err) : find_labels(r, err);
    if (rc != PLX_OK)
        return rc;
    if (!set_names(r))
        return no_memory(err);
    rc = plx_analyser_new(&r->an, err);
    if (rc == PLX_OK)
        rc = base && !r->opt->target_terms ? take_words(r, err) : set_words(r, err);
    return rc;
}
