#include "classifier/dataset.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "classifier/model_file.h"

/* Words of the analyser's vocabulary that are kept between articles. */
#define VOCABULARY_WORDS 500000u

plx_status plx_dataset_new(plx_dataset **out, plx_error *err)
{
    plx_dataset *ds = calloc(1, sizeof *ds);
    plx_status rc;

    *out = NULL;
    if (!ds)
        return plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory");
    plx_tokens_init(&ds->title);
    plx_tokens_init(&ds->text);
    ds->labels = plx_map_new();
    ds->sources = plx_map_new();
    ds->groups = plx_map_new();
    ds->seen = plx_map_new();
    if (!ds->labels || !ds->sources || !ds->groups || !ds->seen) {
        rc = plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory");
        goto fail;
    }
    rc = plx_analyser_new(&ds->analyser, err);
    if (rc != PLX_OK)
        goto fail;
    *out = ds;
    return PLX_OK;
fail:
    plx_dataset_free(ds);
    return rc;
}

static void sample_release(plx_sample *s)
{
    free(s->title);
    free(s->text);
    free(s->lang);
    free(s->author);
    free(s->id);
}

void plx_dataset_free(plx_dataset *ds)
{
    if (!ds)
        return;
    for (size_t i = 0; i < ds->count; i++)
        sample_release(&ds->items[i]);
    free(ds->items);
    for (size_t i = 0; i < ds->sentence_count; i++)
        sample_release(&ds->sentences[i]);
    free(ds->sentences);
    free(ds->place);
    free(ds->contested_example);
    plx_map_free(ds->labels);
    plx_map_free(ds->sources);
    plx_map_free(ds->groups);
    plx_map_free(ds->seen);
    plx_tokens_release(&ds->title);
    plx_tokens_release(&ds->text);
    plx_analyser_free(ds->analyser);
    free(ds);
}

static const char *where(const plx_article *a)
{
    return a->origin ? a->origin : a->id ? a->id : "article";
}

/** Labels whose spellings are compared: a model has PLX_LABELS_MAX, so more are refused anyway. */
#define SPELLINGS_MAX (2 * PLX_LABELS_MAX)

/* The label as the model will call it; NULL if it can be none. "Pro Iran" and "pro_iran" are one
 * label, in the spelling that came first. */
static const char *label_of(const plx_dataset *ds, const plx_article *a)
{
    static const char *const reserved[] = { PLX_STANCE_UNCLEAR, PLX_STANCE_NOT_JUDGED };
    uint32_t known = plx_map_count(ds->labels);

    if (plx_stance_is_off_topic(a->label))
        return PLX_STANCE_OFF_TOPIC;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(a->label, reserved[i]) == 0)
            return NULL;
    for (uint32_t l = 0; l < known && l < SPELLINGS_MAX; l++)
        if (plx_label_is_alike(a->label, plx_map_key(ds->labels, l, NULL)))
            return plx_map_key(ds->labels, l, NULL);
    return strlen(a->label) < PLX_LABEL_BYTES ? a->label : NULL;
}

uint64_t plx_words_digest(const plx_tokens *title, const plx_tokens *text)
{
    const plx_tokens *t = text->count ? text : title;
    uint64_t h = t->count;

    for (size_t i = 0; i < t->count; i++) {
        uint64_t pair[2] = { h, t->items[i].word->stem_hash };
        h = plx_hash64(pair, sizeof pair);
    }
    return h;
}

bool plx_model_has_learned(const plx_model *m, const plx_tokens *title, const plx_tokens *text)
{
    return plx_model_has_trained_on(m, plx_words_digest(title, text));
}

/* Room for the place of one more text. */
static bool reserve_place(plx_dataset *ds)
{
    size_t cap = ds->place_cap ? 2 * ds->place_cap : 256;
    uint32_t *place;

    if (plx_map_count(ds->seen) < ds->place_cap)
        return true;
    place = realloc(ds->place, cap * sizeof *place);
    if (!place)
        return false;
    ds->place = place;
    ds->place_cap = cap;
    return true;
}

/* Digest and sketch of its text (its title, if it has no text). */
static plx_status note_words(plx_dataset *ds, const plx_article *a, plx_sample *s, plx_error *err)
{
    const char *title = a->title ? a->title : "", *text = a->text ? a->text : "";
    plx_status rc;

    plx_analyser_trim(ds->analyser, VOCABULARY_WORDS);
    rc = plx_analyser_run(ds->analyser, a->lang, title, strlen(title), &ds->title, err);
    if (rc == PLX_OK)
        rc = plx_analyser_run(ds->analyser, a->lang, text, strlen(text), &ds->text, err);
    if (rc != PLX_OK)
        return rc;
    if (ds->title.count + ds->text.count == 0)
        return plx_fail(err, PLX_ERR_INVALID, "%s: an article to train on has no words", where(a));
    s->digest = plx_words_digest(&ds->title, &ds->text);
    plx_sketch_make(&ds->text, &s->sketch);
    return PLX_OK;
}

plx_status plx_sample_analyse(const plx_sample *s, plx_analyser *an, plx_tokens *title,
                              plx_tokens *text, plx_error *err)
{
    plx_status rc;

    plx_analyser_trim(an, VOCABULARY_WORDS);
    rc = plx_analyser_run(an, s->lang, s->title, strlen(s->title), title, err);
    return rc == PLX_OK ? plx_analyser_run(an, s->lang, s->text, strlen(s->text), text, err) : rc;
}

void plx_dataset_kind(plx_dataset *ds, unsigned kind)
{
    ds->kind = kind;
}

void plx_dataset_group_by_credit(plx_dataset *ds)
{
    ds->by_credit = true;
}

/* Ordinal of a folded outlet; PLX_MAP_NONE for "" and without memory. */
static uint32_t outlet_ordinal(plx_map *outlets, const char *folded)
{
    return *folded ? plx_map_add(outlets, folded, strlen(folded), NULL) : PLX_MAP_NONE;
}

/* A written article's group is its outlet and voice; an article without outlet is a group of its
 * own. */
static bool set_group(plx_dataset *ds, const plx_article *a, const char *outlet, plx_sample *s)
{
    plx_strbuf key = PLX_STRBUF_INIT;

    if (*outlet)
        plx_strbuf_printf(&key, "s %s", outlet);
    else
        plx_strbuf_printf(&key, "n %zu", ds->count);
    if (*outlet && a->synthetic)
        plx_strbuf_printf(&key, "\n%s", plx_article_extra(a, "voice"));
    s->group = key.failed ? PLX_MAP_NONE : plx_map_add(ds->groups, key.s, key.len, NULL);
    plx_strbuf_release(&key);
    return s->group != PLX_MAP_NONE;
}

static char *fold_outlet(const char *name)
{
    return plx_fold(name ? name : "", name ? strlen(name) : 0);
}

/* Ordinals of source and group. */
static bool set_source(plx_dataset *ds, const plx_article *a, plx_sample *s)
{
    char *source = fold_outlet(a->source);
    char *credit = fold_outlet(ds->by_credit ? a->original_source : NULL);
    bool ok = source && credit;

    if (ok) {
        s->source = outlet_ordinal(ds->sources, source);
        ok = (!*source || s->source != PLX_MAP_NONE) &&
             set_group(ds, a, *credit ? credit : source, s);
    }
    free(source);
    free(credit);
    return ok;
}

static bool reserve(plx_dataset *ds)
{
    size_t cap = ds->cap ? 2 * ds->cap : 256;
    plx_sample *items;

    if (ds->count < ds->cap)
        return true;
    items = realloc(ds->items, cap * sizeof *items);
    if (!items)
        return false;
    ds->items = items;
    ds->cap = cap;
    return true;
}

/* Take an item out; the last one takes its place. */
static void remove_item(plx_dataset *ds, uint32_t i)
{
    const plx_sample *last = &ds->items[ds->count - 1];

    ds->place[plx_map_find(ds->seen, &last->digest, sizeof last->digest)] = i;
    sample_release(&ds->items[i]);
    ds->items[i] = *last;
    ds->count--;
}

/* A text that is here already, by its ordinal, and its label this time. */
static plx_status add_again(plx_dataset *ds, const plx_article *a, uint32_t ordinal, uint32_t label,
                            plx_error *err)
{
    bool is_decided = ds->kind & PLX_DATA_DECIDED;
    plx_sample *s;

    if (ds->place[ordinal] == PLX_DATA_CONTESTED) {
        ds->repeated++;
        return PLX_OK;
    }
    s = &ds->items[ds->place[ordinal]];
    if (s->label == label) {
        ds->repeated++;
    } else if (s->is_decided != is_decided) {
        ds->outranked++;
        if (is_decided)
            s->label = label;
    } else {
        if (!ds->contested_example && !(ds->contested_example = strdup(where(a))))
            return plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory");
        ds->contested++;
        remove_item(ds, ds->place[ordinal]);
        ds->place[ordinal] = PLX_DATA_CONTESTED;
        return PLX_OK;
    }
    s->is_decided = s->is_decided || is_decided;
    s->is_picked = s->is_picked || ds->kind & PLX_DATA_PICKED;
    return PLX_OK;
}

static plx_status add_new(plx_dataset *ds, const plx_article *a, plx_sample *s, plx_error *err)
{
    s->title = strdup(a->title ? a->title : "");
    s->text = strdup(a->text ? a->text : "");
    s->lang = strdup(a->lang && *a->lang ? a->lang : "en");
    s->author = a->author ? strdup(a->author) : NULL;
    s->id = a->id ? strdup(a->id) : NULL;
    if (!s->title || !s->text || !s->lang || (a->author && !s->author) || (a->id && !s->id) ||
        !set_source(ds, a, s) || !reserve(ds)) {
        sample_release(s);
        return plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory");
    }
    ds->items[ds->count++] = *s;
    return PLX_OK;
}

/* A labelled sentence. The same words may come again, with another label too: that is what they
 * say in other places. */
static plx_status add_sentence(plx_dataset *ds, const plx_article *a, const char *label,
                               plx_error *err)
{
    plx_sample s = { .synthetic = a->synthetic };
    size_t cap = ds->sentence_cap ? 2 * ds->sentence_cap : 1024;

    if (ds->sentence_count == ds->sentence_cap) {
        plx_sample *grown = realloc(ds->sentences, cap * sizeof *grown);

        if (!grown)
            return plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory");
        ds->sentences = grown;
        ds->sentence_cap = cap;
    }
    s.text = strdup(a->text ? a->text : "");
    s.lang = strdup(a->lang && *a->lang ? a->lang : "en");
    s.label = plx_map_add(ds->labels, label, strlen(label), NULL);
    if (!s.text || !s.lang || s.label == PLX_MAP_NONE || !set_source(ds, a, &s)) {
        sample_release(&s);
        return plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory");
    }
    ds->sentences[ds->sentence_count++] = s;
    return PLX_OK;
}

plx_status plx_dataset_add(plx_dataset *ds, const plx_article *a, plx_error *err)
{
    plx_sample s = { .synthetic = a->synthetic,
                     .is_decided = ds->kind & PLX_DATA_DECIDED,
                     .is_picked = ds->kind & PLX_DATA_PICKED };
    const char *label;
    uint32_t ordinal;
    bool is_new;
    plx_status rc;

    if (!a->label || !*a->label)
        return plx_fail(err, PLX_ERR_INVALID, "%s: an article to train on has no label", where(a));
    label = label_of(ds, a);
    if (!label)
        return plx_fail(err, PLX_ERR_INVALID,
                        "%s: '%s' cannot be a label: it is a reserved word, or over %d bytes",
                        where(a), a->label, PLX_LABEL_BYTES - 1);
    if (strcmp(plx_article_extra(a, "unit"), "sentence") == 0)
        return add_sentence(ds, a, label, err);
    rc = note_words(ds, a, &s, err);
    if (rc != PLX_OK)
        return rc;
    s.label = plx_map_add(ds->labels, label, strlen(label), NULL);
    ordinal = reserve_place(ds) ? plx_map_add(ds->seen, &s.digest, sizeof s.digest, &is_new)
                                : PLX_MAP_NONE;
    if (s.label == PLX_MAP_NONE || ordinal == PLX_MAP_NONE)
        return plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory");
    if (!is_new)
        return add_again(ds, a, ordinal, s.label, err);
    ds->place[ordinal] = (uint32_t)ds->count;
    return add_new(ds, a, &s, err);
}

size_t plx_dataset_count(const plx_dataset *ds)
{
    return ds->count;
}

size_t plx_dataset_sentences(const plx_dataset *ds)
{
    return ds->sentence_count;
}

size_t plx_dataset_repeated(const plx_dataset *ds)
{
    return ds->repeated;
}

size_t plx_dataset_contested(const plx_dataset *ds)
{
    return ds->contested;
}

size_t plx_dataset_outranked(const plx_dataset *ds)
{
    return ds->outranked;
}
