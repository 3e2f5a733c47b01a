#include "search/highlight.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "snippet: out of memory");
}

static double rarity(uint32_t documents, uint32_t freq)
{
    return log(1 + (documents + 0.5) / (freq + 0.5));
}

static plx_status add_term(const plx_plan *plan, const plx_unit *u, const plx_plan_term *t,
                           uint32_t documents, plx_marks *m, uint32_t *stem, plx_error *err)
{
    size_t skip = u->is_title ? strlen(PLX_PREFIX_TITLE) : 0;
    bool is_new;

    *stem = plx_map_add(m->stems, plan->pool.s + t->at + skip, t->len - skip, &is_new);
    if (*stem == PLX_MAP_NONE)
        return no_memory(err);
    if (is_new)
        m->weight[*stem] = rarity(documents, t->freq);
    return PLX_OK;
}

/* Spellings and aliases of a word count as the word: as much as the most frequent of them. */
static void level_weights(plx_marks *m, size_t first, uint32_t word)
{
    size_t n = plx_map_count(m->stems), i;
    double least = HUGE_VAL;

    for (i = first; i < n; i++)
        least = m->weight[i] < least ? m->weight[i] : least;
    for (i = first; i < n; i++) {
        m->weight[i] = least;
        m->word[i] = word;
    }
}

static plx_status add_alternative(const plx_plan *plan, const plx_unit *u, const plx_alternative *a,
                                  uint32_t documents, plx_marks *m, plx_error *err)
{
    plx_highlight_phrase *phrase = &m->phrases[m->highlight.phrase_count];
    plx_status rc = PLX_OK;
    uint32_t stem;
    size_t i;

    for (i = 0; !rc && i < a->count; i++) {
        rc = add_term(plan, u, &plan->term[a->first + i], documents, m, &stem, err);
        if (!rc)
            m->sequence[a->first + i] = stem;
        if (!rc && a->count == 1)
            m->alone[stem] = true;
    }
    if (!rc && a->count > 1) {
        *phrase = (plx_highlight_phrase){ a->first, a->count };
        m->highlight.phrase_count++;
    }
    return rc;
}

plx_status plx_marks_make(const plx_plan *plan, uint32_t documents, plx_marks *m, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i, a;

    memset(m, 0, sizeof *m);
    if (!plan->words)
        return PLX_OK;
    m->stems = plx_map_new();
    m->weight = calloc(plan->terms + 1, sizeof *m->weight);
    m->alone = calloc(plan->terms + 1, sizeof *m->alone);
    m->sequence = calloc(plan->terms + 1, sizeof *m->sequence);
    m->phrases = calloc(plan->alternatives + 1, sizeof *m->phrases);
    m->word = calloc(plan->terms + 1, sizeof *m->word);
    if (!m->stems || !m->weight || !m->alone || !m->sequence || !m->phrases || !m->word)
        return no_memory(err);
    for (i = 0; !rc && i < plan->leaves; i++) {
        const plx_unit *u = plan->leaf[i];
        size_t before = plx_map_count(m->stems);

        for (a = u->first; !rc && u->weighs && a < u->first + u->count; a++)
            rc = add_alternative(plan, u, &plan->alternative[a], documents, m, err);
        level_weights(m, before, (uint32_t)before);
    }
    m->highlight.stems = m->stems;
    m->highlight.weight = m->weight;
    m->highlight.alone = m->alone;
    m->highlight.sequence = m->sequence;
    m->highlight.phrases = m->phrases;
    m->highlight.word = m->word;
    m->highlight.count = plx_map_count(m->stems);
    return rc;
}

void plx_marks_release(plx_marks *m)
{
    plx_map_free(m->stems);
    free(m->weight);
    free(m->alone);
    free(m->sequence);
    free(m->phrases);
    free(m->word);
    memset(m, 0, sizeof *m);
}
