#include "classifier/dataset.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

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

/* The label as the model will call it; NULL if it can be none. */
static const char *label_of(const plx_article *a)
{
    static const char *const reserved[] = { PLX_STANCE_UNCLEAR, PLX_STANCE_NOT_JUDGED };

    if (plx_stance_is_off_topic(a->label))
        return PLX_STANCE_OFF_TOPIC;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(a->label, reserved[i]) == 0)
            return NULL;
    return strlen(a->label) < PLX_LABEL_BYTES ? a->label : NULL;
}

/* Hash of the words of a stream: the same text in other spacing or type is the same. */
static uint64_t words_hash(const plx_tokens *t)
{
    uint64_t h = t->count;

    for (size_t i = 0; i < t->count; i++) {
        uint64_t pair[2] = { h, t->items[i].word->stem_hash };
        h = plx_hash64(pair, sizeof pair);
    }
    return h;
}

/* Is its text (its title, if it has no text) among the others already? Notes it. */
static plx_status note_words(plx_dataset *ds, const plx_article *a, plx_sample *s, bool *is_new,
                             plx_error *err)
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
    s->digest = words_hash(ds->text.count ? &ds->text : &ds->title);
    plx_sketch_make(&ds->text, &s->sketch);
    if (plx_map_add(ds->seen, &s->digest, sizeof s->digest, is_new) == PLX_MAP_NONE)
        return plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory");
    return PLX_OK;
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

plx_status plx_dataset_add(plx_dataset *ds, const plx_article *a, plx_error *err)
{
    plx_sample s = { .synthetic = a->synthetic };
    const char *label;
    bool is_new;
    plx_status rc;

    if (!a->label || !*a->label)
        return plx_fail(err, PLX_ERR_INVALID, "%s: an article to train on has no label", where(a));
    label = label_of(a);
    if (!label)
        return plx_fail(err, PLX_ERR_INVALID,
                        "%s: '%s' cannot be a label: it is a reserved word, or over %d bytes",
                        where(a), a->label, PLX_LABEL_BYTES - 1);
    rc = note_words(ds, a, &s, &is_new, err);
    if (rc != PLX_OK)
        return rc;
    if (!is_new) {
        ds->repeated++;
        return PLX_OK;
    }
    s.title = strdup(a->title ? a->title : "");
    s.text = strdup(a->text ? a->text : "");
    s.lang = strdup(a->lang && *a->lang ? a->lang : "en");
    s.author = a->author ? strdup(a->author) : NULL;
    s.id = a->id ? strdup(a->id) : NULL;
    s.label = plx_map_add(ds->labels, label, strlen(label), NULL);
    if (!s.title || !s.text || !s.lang || (a->author && !s.author) || (a->id && !s.id) ||
        s.label == PLX_MAP_NONE || !set_source(ds, a, &s) || !reserve(ds)) {
        sample_release(&s);
        return plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory");
    }
    ds->items[ds->count++] = s;
    return PLX_OK;
}

size_t plx_dataset_count(const plx_dataset *ds)
{
    return ds->count;
}

size_t plx_dataset_repeated(const plx_dataset *ds)
{
    return ds->repeated;
}

/* ------------------------------------------------------------ warnings */

/* Real articles of a label, and how many of them the commonest source has. */
static uint32_t dominant_source(const plx_dataset *ds, uint32_t label, uint32_t *counts,
                                uint32_t *total)
{
    uint32_t best = 0;

    memset(counts, 0, (plx_map_count(ds->sources) + 1) * sizeof *counts);
    *total = 0;
    for (size_t i = 0; i < ds->count; i++) {
        const plx_sample *s = &ds->items[i];
        if (s->label != label || s->synthetic)
            continue;
        ++*total;
        if (s->source != PLX_MAP_NONE && ++counts[s->source] > counts[best])
            best = s->source;
    }
    return best;
}

plx_status plx_dataset_warnings(const plx_dataset *ds, plx_strbuf *out, plx_error *err)
{
    uint32_t *counts = calloc(plx_map_count(ds->sources) + 1, sizeof *counts);
    size_t without = 0;

    if (!counts)
        return plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory");
    for (uint32_t l = 0; l < plx_map_count(ds->labels); l++) {
        uint32_t total, best = dominant_source(ds, l, counts, &total);
        if (total < 2 || counts[best] <= PLX_DOMINANT_SHARE * total)
            continue;
        plx_strbuf_printf(out,
                          "%u of %u %s articles come from one source, %s: folds by source say "
                          "little about this label\n",
                          counts[best], total, plx_map_key(ds->labels, l, NULL),
                          plx_map_key(ds->sources, best, NULL));
    }
    for (size_t i = 0; i < ds->count; i++)
        without += ds->items[i].source == PLX_MAP_NONE;
    if (without)
        plx_strbuf_printf(out, "%zu articles have no source: each counts as a source of its own\n",
                          without);
    free(counts);
    return out->failed ? plx_fail(err, PLX_ERR_NOMEM, "data set: out of memory") : PLX_OK;
}
