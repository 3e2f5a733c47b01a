#include "classifier/corpus.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "classifier/model_file.h"

/* A feature while articles are being read for the first time. */
typedef struct candidate {
    uint64_t hash; /* 0: free */
    uint32_t groups;
    uint32_t last_group; /* + 1 */
} candidate;

typedef struct candidates {
    candidate *table; /* open addressing */
    size_t size, used;
} candidates;

/* What one walk over the articles is done with. */
typedef struct walk {
    const plx_sample *samples; /* that the docs number */
    const plx_corpus_plan *plan;
    plx_corpus *c;
    size_t doc_cap;
    unsigned least_groups; /* of a feature */
    plx_analyser *an;
    plx_tokens title, text;
    plx_features f;
    candidates seen;
} walk;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "training set: out of memory");
}

/* ------------------------------------------------------------ candidates */

static candidate *find_candidate(const candidates *set, uint64_t hash)
{
    size_t at = (size_t)hash & (set->size - 1);

    while (set->table[at].hash && set->table[at].hash != hash)
        at = (at + 1) & (set->size - 1);
    return &set->table[at];
}

static bool grow_candidates(candidates *set)
{
    candidates bigger = { .size = set->size ? 2 * set->size : 1u << 16, .used = set->used };

    if (2 * set->used < set->size)
        return true;
    bigger.table = calloc(bigger.size, sizeof *bigger.table);
    if (!bigger.table)
        return false;
    for (size_t i = 0; i < set->size; i++)
        if (set->table[i].hash)
            *find_candidate(&bigger, set->table[i].hash) = set->table[i];
    free(set->table);
    *set = bigger;
    return true;
}

/* Articles come in order of group, so that the last group seen tells new ones. */
static bool note_candidate(candidates *set, uint64_t hash, uint32_t group)
{
    candidate *c;

    if (!grow_candidates(set))
        return false;
    c = find_candidate(set, hash);
    set->used += c->hash == 0;
    c->hash = hash;
    c->groups += c->last_group != group + 1;
    c->last_group = group + 1;
    return true;
}

static int by_hash(const void *pa, const void *pb)
{
    uint64_t a = ((const candidate *)pa)->hash, b = ((const candidate *)pb)->hash;

    return (a > b) - (a < b);
}

static bool is_of_base(const plx_dictionary *base, uint64_t hash)
{
    return base && plx_dictionary_find(base, hash) != UINT32_MAX;
}

/* Candidates of enough groups become the corpus' features, in order of hash. */
static plx_status keep_candidates(walk *w, plx_error *err)
{
    candidates *set = &w->seen;
    plx_corpus *c = w->c;
    size_t kept = 0;

    for (size_t i = 0; i < set->size; i++)
        if (set->table[i].hash && (set->table[i].groups >= w->least_groups ||
                                   is_of_base(w->plan->base, set->table[i].hash)))
            set->table[kept++] = set->table[i];
    if (kept >= UINT32_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "training set: more than %u features", UINT32_MAX);
    if (kept)
        qsort(set->table, kept, sizeof *set->table, by_hash);
    c->features = (uint32_t)kept;
    c->hash = malloc((kept + 1) * sizeof *c->hash);
    c->group = calloc(kept + 1, sizeof *c->group);
    c->name_at = malloc((kept + 1) * sizeof *c->name_at);
    if (!c->hash || !c->group || !c->name_at)
        return no_memory(err);
    for (size_t i = 0; i < kept; i++) {
        c->hash[i] = set->table[i].hash;
        c->name_at[i] = UINT32_MAX;
    }
    return PLX_OK;
}

/* ------------------------------------------------------------ articles */

uint32_t plx_corpus_find(const plx_corpus *c, uint64_t hash)
{
    uint32_t lo = 0, hi = c->features;

    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (c->hash[mid] < hash)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < c->features && c->hash[lo] == hash ? lo : UINT32_MAX;
}

static plx_status make_features(walk *w, const plx_doc *doc, plx_error *err)
{
    plx_status rc = plx_sample_analyse(&w->samples[doc->sample], w->an, &w->title, &w->text, err);

    if (rc == PLX_OK)
        rc = plx_features_make(&w->f, w->plan->words, &w->title, &w->text, err);
    return rc;
}

/* Grams of the article as a whole; those of its sentences come after them. */
static size_t article_grams(const plx_features *f)
{
    return f->sentence_count ? f->sentences[0].first_gram : f->gram_count;
}

static plx_status note_doc(walk *w, plx_doc *doc, plx_error *err)
{
    plx_status rc = make_features(w, doc, err);

    for (size_t i = 0; rc == PLX_OK && i < article_grams(&w->f); i++)
        if (!note_candidate(&w->seen, w->f.grams[i].hash, doc->group))
            rc = no_memory(err);
    return rc;
}

static int by_feature(const void *pa, const void *pb)
{
    uint32_t a = ((const plx_entry *)pa)->feature, b = ((const plx_entry *)pb)->feature;

    return (a > b) - (a < b);
}

static bool reserve_entries(plx_corpus *c, size_t more)
{
    size_t cap = c->entry_cap ? c->entry_cap : 1u << 16;
    plx_entry *entries;

    while (cap < c->entry_count + more)
        cap *= 2;
    if (cap == c->entry_cap)
        return true;
    entries = realloc(c->entries, cap * sizeof *entries);
    if (!entries)
        return false;
    c->entries = entries;
    c->entry_cap = cap;
    return true;
}

static void name_feature(walk *w, uint32_t feature, const plx_gram *g)
{
    plx_corpus *c = w->c;

    c->group[feature] = g->group;
    c->name_at[feature] = (uint32_t)c->names.len;
    if (g->group == PLX_GROUP_CUE)
        plx_strbuf_printf(&c->names, "cues: %s", w->plan->labels->name[g->label]);
    else
        plx_gram_name(&w->f, g, &c->names);
    plx_strbuf_putc(&c->names, '\0');
}

/* Entries of a doc were appended one for each occurrence: sort and count them. */
static void merge_entries(plx_corpus *c, plx_doc *doc)
{
    plx_entry *e = c->entries + doc->first;
    size_t n = c->entry_count - doc->first, kept = 0;

    if (n)
        qsort(e, n, sizeof *e, by_feature);
    for (size_t i = 0; i < n; i++) {
        if (kept && e[kept - 1].feature == e[i].feature)
            e[kept - 1].count++;
        else
            e[kept++] = e[i];
    }
    doc->count = (uint32_t)kept;
    c->entry_count = doc->first + kept;
}

/* Grams first..end of the article at hand become a doc's entries. */
static plx_status count_grams(walk *w, plx_doc *doc, size_t first, size_t end, plx_error *err)
{
    plx_corpus *c = w->c;

    if (!reserve_entries(c, end - first))
        return no_memory(err);
    doc->first = c->entry_count;
    for (size_t i = first; i < end; i++) {
        uint32_t feature = plx_corpus_find(c, w->f.grams[i].hash);
        if (feature == UINT32_MAX)
            continue;
        if (c->name_at[feature] == UINT32_MAX)
            name_feature(w, feature, &w->f.grams[i]);
        c->entries[c->entry_count++] = (plx_entry){ .feature = feature, .count = 1 };
    }
    merge_entries(c, doc);
    return PLX_OK;
}

static plx_status count_doc(walk *w, plx_doc *doc, plx_error *err)
{
    plx_status rc = make_features(w, doc, err);

    doc->topic = w->f.topic;
    return rc == PLX_OK ? count_grams(w, doc, 0, article_grams(&w->f), err) : rc;
}

static int by_group(const void *pa, const void *pb)
{
    const plx_doc *a = pa, *b = pb;

    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->class != b->class)
        return a->class < b->class ? -1 : 1;
    return (a->sample > b->sample) - (a->sample < b->sample);
}

static plx_status list_docs(walk *w, size_t count, plx_error *err)
{
    plx_corpus *c = w->c;

    w->doc_cap = count + 1;
    c->docs = calloc(w->doc_cap, sizeof *c->docs);
    if (!c->docs)
        return no_memory(err);
    for (size_t i = 0; i < count; i++) {
        const plx_sample *s = &w->samples[i];
        uint8_t class = w->plan->class_of[s->label];
        if (class == PLX_CLASS_NONE || strcmp(s->lang, w->plan->lang) != 0)
            continue;
        c->docs[c->doc_count++] = (plx_doc){
            .group = s->group, .sample = (uint32_t)i, .class = class, .synthetic = s->synthetic
        };
    }
    qsort(c->docs, c->doc_count, sizeof *c->docs, by_group);
    return PLX_OK;
}

static void walk_init(walk *w, plx_corpus *out)
{
    memset(out, 0, sizeof *out);
    plx_strbuf_init(&out->names);
    plx_tokens_init(&w->title);
    plx_tokens_init(&w->text);
}

static void walk_release(walk *w)
{
    free(w->seen.table);
    plx_features_release(&w->f);
    plx_tokens_release(&w->title);
    plx_tokens_release(&w->text);
}

plx_status plx_corpus_build(const plx_dataset *ds, plx_analyser *an, const plx_corpus_plan *plan,
                            plx_corpus *out, plx_error *err)
{
    walk w = {
        .samples = ds->items, .plan = plan, .c = out, .an = an, .least_groups = plan->min_sources
    };
    plx_status rc;

    walk_init(&w, out);
    rc = list_docs(&w, ds->count, err);
    for (size_t i = 0; rc == PLX_OK && i < out->doc_count; i++)
        rc = note_doc(&w, &out->docs[i], err);
    if (rc == PLX_OK)
        rc = keep_candidates(&w, err);
    for (size_t i = 0; rc == PLX_OK && i < out->doc_count; i++)
        rc = count_doc(&w, &out->docs[i], err);
    if (rc == PLX_OK && out->names.failed)
        rc = no_memory(err);
    walk_release(&w);
    return rc;
}

/* ------------------------------------------------------------ sentences */

/* Features in fewer labelled sentences are not counted. */
#define LEAST_SENTENCES 3

static plx_status make_sentence(walk *w, const plx_doc *doc, plx_error *err)
{
    const plx_sample *s = &w->samples[doc->sample];
    plx_status rc;

    plx_analyser_trim(w->an, 1u << 20);
    rc = plx_analyser_run(w->an, s->lang, s->text, strlen(s->text), &w->text, err);
    return rc == PLX_OK ? plx_features_make_sentence(&w->f, w->plan->words, &w->text, err) : rc;
}

static plx_status note_sentence(walk *w, size_t i, plx_error *err)
{
    plx_status rc = make_sentence(w, &w->c->docs[i], err);

    for (size_t g = 0; rc == PLX_OK && g < w->f.gram_count; g++)
        if (!note_candidate(&w->seen, w->f.grams[g].hash, (uint32_t)i)) /* each for itself */
            rc = no_memory(err);
    return rc;
}

static plx_status count_sentence(walk *w, size_t i, plx_error *err)
{
    plx_status rc = make_sentence(w, &w->c->docs[i], err);

    return rc == PLX_OK ? count_grams(w, &w->c->docs[i], 0, w->f.gram_count, err) : rc;
}

static bool reserve_doc(walk *w)
{
    size_t cap = 2 * w->doc_cap;
    plx_doc *docs;

    if (w->c->doc_count < w->doc_cap)
        return true;
    docs = realloc(w->c->docs, cap * sizeof *docs);
    if (!docs)
        return false;
    w->c->docs = docs;
    w->doc_cap = cap;
    return true;
}

/* The sentences of one article, as docs. */
static plx_status add_sentences(walk *w, const plx_corpus *articles, size_t article, plx_error *err)
{
    const plx_doc *of = &articles->docs[article];
    plx_status rc = make_features(w, of, err);

    for (size_t i = 0; rc == PLX_OK && i < w->f.sentence_count; i++) {
        const plx_target_sentence *s = &w->f.sentences[i];

        if (!reserve_doc(w))
            return no_memory(err);
        w->c->docs[w->c->doc_count] = (plx_doc){ .group = of->group,
                                                 .sample = (uint32_t)article,
                                                 .class = PLX_CLASS_NONE,
                                                 .synthetic = of->synthetic };
        rc = count_grams(w, &w->c->docs[w->c->doc_count++], s->first_gram, s->end_gram, err);
    }
    return rc;
}

plx_status plx_corpus_build_sentences(const plx_dataset *ds, plx_analyser *an,
                                      const plx_corpus_plan *plan, const plx_corpus *articles,
                                      plx_corpus *out, plx_error *err)
{
    walk w = {
        .samples = ds->sentences, .plan = plan, .c = out, .an = an, .least_groups = LEAST_SENTENCES
    };
    size_t labelled;
    plx_status rc;

    walk_init(&w, out);
    rc = list_docs(&w, ds->sentence_count, err);
    labelled = out->doc_count;
    for (size_t i = 0; rc == PLX_OK && i < labelled; i++)
        rc = note_sentence(&w, i, err);
    if (rc == PLX_OK)
        rc = keep_candidates(&w, err);
    for (size_t i = 0; rc == PLX_OK && i < labelled; i++)
        rc = count_sentence(&w, i, err);
    w.samples = ds->items;
    for (size_t d = 0; rc == PLX_OK && d < articles->doc_count; d++)
        rc = add_sentences(&w, articles, d, err);
    if (rc == PLX_OK && out->names.failed)
        rc = no_memory(err);
    walk_release(&w);
    return rc;
}

void plx_corpus_release(plx_corpus *c)
{
    free(c->docs);
    free(c->entries);
    free(c->hash);
    free(c->group);
    free(c->name_at);
    plx_strbuf_release(&c->names);
    memset(c, 0, sizeof *c);
}

/* ------------------------------------------------------------ selection */

/* How often each feature is there among the articles that are used. */
typedef struct frequency {
    uint32_t docs, groups, last_group;
} frequency;

static void count_frequencies(const plx_corpus *c, const bool *use, frequency *f)
{
    for (size_t d = 0; d < c->doc_count; d++) {
        const plx_doc *doc = &c->docs[d];
        if (!use[d])
            continue;
        for (size_t i = doc->first; i < doc->first + doc->count; i++) {
            frequency *at = &f[c->entries[i].feature];
            at->docs++;
            at->groups += at->last_group != doc->group + 1;
            at->last_group = doc->group + 1;
        }
    }
}

/* Least number of articles a feature must be in so that no more than the most features stay. */
static uint32_t least_docs(const plx_corpus *c, const frequency *f, unsigned min_sources,
                           size_t docs, size_t *histogram)
{
    size_t kept = 0;
    uint32_t least = (uint32_t)docs + 1;

    for (uint32_t i = 0; i < c->features; i++)
        if (f[i].groups >= min_sources)
            histogram[f[i].docs]++;
    while (least > 2 && kept + histogram[least - 1] <= PLX_MODEL_FEATURES_MAX)
        kept += histogram[--least];
    return least;
}

/* Which features are chosen. */
typedef struct choice {
    const frequency *f;
    size_t docs;
    unsigned min_sources;
    uint32_t least; /* docs */
    const plx_dictionary *base;
} choice;

static void fill_selection(const plx_corpus *c, const choice *by, plx_selection *s)
{
    for (uint32_t i = 0; i < c->features; i++) {
        const frequency *f = &by->f[i];
        uint32_t known = by->base ? plx_dictionary_find(by->base, c->hash[i]) : UINT32_MAX;

        s->column[i] = UINT32_MAX;
        if (known == UINT32_MAX && (f->groups < by->min_sources || f->docs < by->least))
            continue;
        s->column[i] = s->columns;
        s->feature[s->columns] = i;
        s->idf[s->columns++] = known != UINT32_MAX
                                   ? by->base->idf[known]
                                   : (float)(log((1.0 + (double)by->docs) / (1.0 + f->docs)) + 1.0);
    }
}

plx_status plx_selection_make(const plx_corpus *c, const bool *use, unsigned min_sources,
                              const plx_dictionary *base, plx_selection *out, plx_error *err)
{
    size_t n = (size_t)c->features + 1, docs = 0;
    frequency *f = calloc(n, sizeof *f);
    size_t *histogram = calloc(c->doc_count + 2, sizeof *histogram);

    memset(out, 0, sizeof *out);
    out->column = malloc(n * sizeof *out->column);
    out->feature = malloc(n * sizeof *out->feature);
    out->idf = malloc(n * sizeof *out->idf);
    if (!f || !histogram || !out->column || !out->feature || !out->idf) {
        free(f);
        free(histogram);
        return no_memory(err);
    }
    for (size_t d = 0; d < c->doc_count; d++)
        docs += use[d];
    count_frequencies(c, use, f);
    choice by = { .f = f, .docs = docs, .min_sources = min_sources, .base = base };
    by.least = least_docs(c, f, min_sources, docs, histogram);
    fill_selection(c, &by, out);
    free(f);
    free(histogram);
    return PLX_OK;
}

void plx_selection_release(plx_selection *s)
{
    free(s->column);
    free(s->feature);
    free(s->idf);
    memset(s, 0, sizeof *s);
}

uint32_t plx_corpus_row(const plx_corpus *c, const plx_doc *doc, const plx_selection *s,
                        const float group_weight[PLX_GROUPS], plx_cell *out)
{
    double square[PLX_GROUPS] = { 0 };
    float scale[PLX_GROUPS];
    uint32_t n = 0;

    for (size_t i = doc->first; i < doc->first + doc->count; i++) {
        uint32_t column = s->column[c->entries[i].feature];
        if (column == UINT32_MAX)
            continue;
        float v = plx_sublinear(c->entries[i].count) * s->idf[column];
        square[c->group[c->entries[i].feature]] += (double)v * (double)v;
        out[n++] = (plx_cell){ .column = column, .value = v };
    }
    for (int g = 0; g < PLX_GROUPS; g++)
        scale[g] = plx_group_scale((plx_feature_group)g, square[g], group_weight[g]);
    for (uint32_t i = 0; i < n; i++)
        out[i].value *= scale[c->group[s->feature[out[i].column]]];
    return n;
}
