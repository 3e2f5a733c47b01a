#include "classifier/sentence.h"

#include <stdlib.h>

/* Shorter ones ("Iran does.") say nothing alone. */
#define LEAST_WORDS 4
/* Words after a negation that it reaches. */
#define NEGATION_REACH 3
/* Words on each side of the target that stand before or after it. */
#define TARGET_REACH ((size_t)4)
/* Stands for the target, however it is named. */
#define TARGET_HASH 0x7461726765740001u

static uint64_t hash_of(const plx_slot *s)
{
    return s->is_target ? TARGET_HASH : s->hash;
}

static void add(plx_features *f, plx_sentence_gram kind, size_t a, size_t b)
{
    uint64_t h = hash_of(&f->slots[a]);

    if (a != b)
        h = plx_gram_mix(h, hash_of(&f->slots[b]));
    h = plx_gram_mix(h, 64 * ((uint64_t)kind + 1) + PLX_GROUP_SENTENCE + 1);
    f->grams[f->gram_count++] = (plx_gram){ .hash = h,
                                            .first = (uint32_t)a,
                                            .last = (uint32_t)b,
                                            .group = PLX_GROUP_SENTENCE,
                                            .label = (uint8_t)kind };
}

/* Where a word stands to the nearest mention within reach: PLX_SENTENCE_WORD for nowhere. */
static plx_sentence_gram side_of(const plx_features *f, size_t first, size_t end, size_t i)
{
    for (size_t d = 1; d <= TARGET_REACH; d++) {
        if (i + d < end && f->slots[i + d].is_target)
            return PLX_SENTENCE_BEFORE;
        if (i >= first + d && f->slots[i - d].is_target)
            return PLX_SENTENCE_AFTER;
    }
    return PLX_SENTENCE_WORD;
}

/* A word by itself, as negated, and by the side of the target that it is on. */
static void add_word(plx_features *f, size_t first, size_t end, size_t i, bool is_negated)
{
    plx_sentence_gram side = side_of(f, first, end, i);

    add(f, PLX_SENTENCE_WORD, i, i);
    if (is_negated)
        add(f, PLX_SENTENCE_NEGATED, i, i);
    if (side != PLX_SENTENCE_WORD)
        add(f, side, i, i);
}

static void add_grams(plx_features *f, const plx_feature_words *words, size_t first, size_t end)
{
    size_t prev = end; /* none */
    unsigned negated = 0;

    for (size_t i = first; i < end; i++) {
        const plx_slot *s = &f->slots[i];

        if (s->is_masked) {
            prev = end;
            continue;
        }
        if (plx_phrases_match(&words->negation, f->hashes + i, 1))
            negated = NEGATION_REACH;
        if (prev != end && hash_of(&f->slots[prev]) != hash_of(s)) /* a name of two words is one */
            add(f, PLX_SENTENCE_PAIR, prev, i);
        prev = i;
        if (s->is_target || s->is_number || s->is_stop)
            continue;
        add_word(f, first, end, i, negated > 0);
        negated -= negated > 0;
    }
}

static bool reserve(plx_features *f)
{
    size_t cap = f->sentence_cap ? 2 * f->sentence_cap : 64;
    plx_target_sentence *sentences;

    if (f->sentence_count < f->sentence_cap)
        return true;
    sentences = realloc(f->sentences, cap * sizeof *sentences);
    if (!sentences)
        return false;
    f->sentences = sentences;
    f->sentence_cap = cap;
    return true;
}

bool plx_sentence_add(plx_features *f, const plx_feature_words *words, size_t first, size_t end)
{
    bool names_target = false;
    size_t grams = f->gram_count;

    for (size_t i = first; i < end; i++)
        names_target = names_target || f->slots[i].is_target;
    if (!names_target || end - first < LEAST_WORDS)
        return true;
    if (!reserve(f))
        return false;
    add_grams(f, words, first, end);
    f->sentences[f->sentence_count++] = (plx_target_sentence){
        .first_gram = grams, .end_gram = f->gram_count, .first_slot = first, .end_slot = end
    };
    return true;
}

static void add_name(const plx_slot *s, plx_strbuf *out)
{
    if (s->is_target)
        plx_strbuf_puts(out, "TARGET");
    else
        plx_slot_name(s, out);
}

void plx_sentence_name(const plx_features *f, const plx_gram *g, plx_strbuf *out)
{
    static const char *const before[PLX_SENTENCE_GRAMS] = {
        [PLX_SENTENCE_NEGATED] = "not ",
        [PLX_SENTENCE_AFTER] = "TARGET ... ",
    };

    plx_strbuf_puts(out, before[g->label] ? before[g->label] : "");
    add_name(&f->slots[g->first], out);
    if (g->first != g->last) {
        plx_strbuf_putc(out, ' ');
        add_name(&f->slots[g->last], out);
    }
    if (g->label == PLX_SENTENCE_BEFORE)
        plx_strbuf_puts(out, " ... TARGET");
}
