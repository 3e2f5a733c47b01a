#include "classifier/terms.h"

#include <stdlib.h>
#include <string.h>

#include "classifier/model_file.h"

static const char *name_at(const plx_dictionary *d, uint32_t feature, size_t *len)
{
    *len = d->name_at[feature + 1] - d->name_at[feature];
    return d->names + d->name_at[feature];
}

/* A model keeps no groups: the prefixes of its features' names tell them, and cues their hash. */
static plx_feature_group group_of(const plx_model *m, uint32_t feature)
{
    size_t len, best = 0;
    const char *name = name_at(&m->dict, feature, &len);
    plx_feature_group found = PLX_GROUP_TEXT;

    for (size_t k = 0; k < m->labels.count; k++)
        if (m->dict.hash[feature] == plx_cue_hash((uint8_t)k))
            return PLX_GROUP_CUE;
    for (int g = 0; g < PLX_GROUPS; g++) {
        const char *prefix = plx_group_prefix((plx_feature_group)g);
        size_t n = strlen(prefix);
        if (n >= best && n <= len && memcmp(name, prefix, n) == 0) {
            best = n;
            found = (plx_feature_group)g;
        }
    }
    return found;
}

/* ------------------------------------------------------------ terms */

typedef struct ranked {
    uint32_t feature;
    double weight; /* of the side asked for: above 0 */
} ranked;

static int by_falling_weight(const void *pa, const void *pb)
{
    const ranked *a = pa, *b = pb;

    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return (a->feature > b->feature) - (a->feature < b->feature);
}

/* What the values of a group are divided by in an ordinary article: their length. Measured on news
 * of 600 words with nine sentences on the target; for sentences it is that of one, times nine. */
static const double ordinary_length[PLX_GROUPS] = {
    [PLX_GROUP_TEXT] = 70, [PLX_GROUP_NEAR] = 30,      [PLX_GROUP_TITLE] = 20,
    [PLX_GROUP_CUE] = 2,   [PLX_GROUP_SENTENCE] = 270,
};

static size_t rank(const plx_model *m, size_t label, plx_term_side side, ranked *out)
{
    const plx_dictionary *d = &m->dict;
    double sign = side == PLX_TERM_FOR ? 1 : -1;
    size_t n = 0;

    for (uint32_t i = 0; i < d->count; i++) {
        plx_feature_group group = group_of(m, i);
        double weight = sign * (double)d->weight[i * m->labels.count + label] * (double)d->idf[i] *
                        (double)m->group_weight[group] / ordinary_length[group];
        if (weight > 0)
            out[n++] = (ranked){ .feature = i, .weight = weight };
    }
    if (n)
        qsort(out, n, sizeof *out, by_falling_weight);
    return n;
}

plx_status plx_model_terms(const plx_model *m, size_t label, plx_term_side side, size_t most,
                           plx_term_list *out, plx_error *err)
{
    ranked *all;
    size_t n;

    *out = (plx_term_list){ 0 };
    if (label >= m->labels.count)
        return PLX_OK;
    all = malloc(((size_t)m->dict.count + 1) * sizeof *all);
    n = all ? rank(m, label, side, all) : 0;
    n = n < most ? n : most;
    out->items = calloc(n + 1, sizeof *out->items);
    for (size_t i = 0; all && out->items && i < n; i++) {
        size_t len;
        const char *name = name_at(&m->dict, all[i].feature, &len);
        char *copy = strndup(name, len);
        if (!copy)
            break;
        out->items[out->count++] =
            (plx_term){ .name = copy,
                        .weight = side == PLX_TERM_FOR ? all[i].weight : -all[i].weight,
                        .group = group_of(m, all[i].feature) };
    }
    free(all);
    if (all && out->items && out->count == n)
        return PLX_OK;
    plx_terms_release(out);
    return plx_fail(err, PLX_ERR_NOMEM, "terms of a model: out of memory");
}

void plx_terms_release(plx_term_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i].name);
    free(list->items);
    *list = (plx_term_list){ 0 };
}

/* ------------------------------------------------------------ facts */

void plx_model_facts_of(const plx_model *m, plx_model_facts *out)
{
    *out = (plx_model_facts){ .lang = m->lang,
                              .bytes = m->size,
                              .features = m->dict.count,
                              .trained = m->trained_count,
                              .masked = (unsigned)m->words.mask.count,
                              .temperature = (double)m->temperature };
    for (int g = 0; g < PLX_GROUPS; g++) {
        out->group[g].title = plx_group_title((plx_feature_group)g);
        out->group[g].weight = (double)m->group_weight[g];
    }
    for (uint32_t i = 0; i < m->dict.count; i++)
        out->group[group_of(m, i)].features++;
}
