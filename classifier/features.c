#include "classifier/features.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classifier/sentence.h"

/* Words on each side of a mention, in its sentence, that are near it. */
#define NEAR_WORDS ((size_t)5)
/* Words of the text that are its lead. */
#define LEAD_WORDS ((size_t)100)
/* Squared length that cues are taken to have already. */
#define CUE_DAMPING 4.0
/* A group of less squared length is none: divided by next to nothing, the values of a model that
 * somebody made up are no numbers. */
#define LEAST_SQUARE 1e-12
/* Stands for every number: a year or a toll tells the event, not the framing. */
#define NUMBER_HASH 0x6e756d6265720001u

void plx_features_release(plx_features *f)
{
    free(f->slots);
    free(f->hashes);
    free(f->grams);
    free(f->sentences);
    memset(f, 0, sizeof *f);
}

void plx_feature_words_release(plx_feature_words *w)
{
    plx_phrases_release(&w->target);
    plx_phrases_release(&w->mask);
    plx_phrases_release(&w->negation);
    for (int k = 0; k < PLX_LABELS_MAX; k++)
        plx_phrases_release(&w->cue[k]);
}

uint64_t plx_gram_mix(uint64_t a, uint64_t b)
{
    uint64_t h = (a ^ (b << 29 | b >> 35)) * 0x9e3779b97f4a7c15u;

    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93u;
    return h ^ h >> 29;
}

/* ------------------------------------------------------------ slots */

static bool reserve_slots(plx_features *f, size_t n)
{
    plx_slot *slots;
    uint64_t *hashes;

    if (n <= f->slot_cap)
        return true;
    n += n / 2;
    slots = realloc(f->slots, n * sizeof *slots);
    if (slots)
        f->slots = slots;
    hashes = realloc(f->hashes, n * sizeof *hashes);
    if (hashes)
        f->hashes = hashes;
    if (!slots || !hashes)
        return false;
    f->slot_cap = n;
    return true;
}

/* A dateline ("TEHRAN - ", "WASHINGTON (") and its kin: what begins a text in capitals tells
 * the outlet, not the framing. */
static size_t skip_dateline(const plx_tokens *t)
{
    size_t i = 0;

    while (i < t->count && i < 4 && (t->items[i].flags & PLX_TOKEN_UPPER))
        i++;
    return i < 4 ? i : 0;
}

/* Append the words of a stream; wholes of hyphenated words are left out, their parts stay. */
static void fill_slots(plx_features *f, const plx_tokens *t, size_t from)
{
    size_t n = f->slot_count;
    bool begins = true;

    for (size_t i = from; i < t->count; i++) {
        const plx_token *tok = &t->items[i];
        const plx_word *w = tok->word;

        begins = begins || (tok->flags & PLX_TOKEN_SENTENCE);
        if (tok->flags & PLX_TOKEN_COMPOUND)
            continue;
        f->slots[n] = (plx_slot){ .token = tok,
                                  .hash = w->has_digit ? NUMBER_HASH : w->stem_hash,
                                  .is_number = w->has_digit,
                                  .begins = begins,
                                  .is_stop = w->is_stop };
        f->hashes[n++] = w->stem_hash;
        begins = false;
    }
    f->slot_count = n;
}

/* Is the target named at all? Most articles of a collection never do. */
static bool has_mention(const plx_features *f, const plx_phrases *target)
{
    for (size_t i = 0; i < f->slot_count; i++)
        if (plx_phrases_match(target, f->hashes + i, f->slot_count - i))
            return true;
    return target->count == 0;
}

/* Words that houses spell in several ways become one. */
static void unify_spellings(plx_features *f, const plx_spellings *spellings)
{
    for (size_t i = 0; i < f->slot_count; i++)
        if (!f->slots[i].is_number)
            f->slots[i].hash = plx_spellings_find(spellings, f->slots[i].hash);
}

static void mark_near(plx_features *f, size_t first, size_t n)
{
    plx_slot *s = f->slots;
    size_t i;

    for (i = first; i > 0 && first - i < NEAR_WORDS && !s[i].begins; i--)
        s[i - 1].is_near = true;
    for (i = first + n; i < f->slot_count && i < first + n + NEAR_WORDS && !s[i].begins; i++)
        s[i].is_near = true;
}

/* Mark masked words and mentions of the target in slots from..end; returns the mentions. */
static uint32_t mark_slots(plx_features *f, const plx_feature_words *words, size_t from, size_t end)
{
    uint32_t mentions = 0;

    for (size_t i = from; i < end;) {
        size_t n = plx_phrases_match(&words->mask, f->hashes + i, end - i);
        for (size_t k = 0; k < n; k++)
            f->slots[i + k].is_masked = true;
        if (n) {
            i += n;
            continue;
        }
        n = plx_phrases_match(&words->target, f->hashes + i, end - i);
        if (n) {
            mentions++;
            for (size_t k = 0; k < n; k++)
                f->slots[i + k].is_target = true;
            mark_near(f, i, n);
        }
        i += n ? n : 1;
    }
    return mentions;
}

/* ------------------------------------------------------------ features */

static bool reserve_grams(plx_features *f, size_t more)
{
    size_t cap = f->gram_count + more;
    plx_gram *grams;

    if (cap <= f->gram_cap)
        return true;
    cap += cap / 2;
    grams = realloc(f->grams, cap * sizeof *grams);
    if (!grams)
        return false;
    f->grams = grams;
    f->gram_cap = cap;
    return true;
}

static void add_gram(plx_features *f, plx_feature_group group, size_t a, size_t b)
{
    uint64_t h = f->slots[a].hash;

    if (a != b)
        h = plx_gram_mix(h, f->slots[b].hash);
    f->grams[f->gram_count++] = (plx_gram){ .hash = plx_gram_mix(h, (uint64_t)group + 1),
                                            .first = (uint32_t)a,
                                            .last = (uint32_t)b,
                                            .group = (uint8_t)group };
}

/* Single words, and pairs of neighbours in one sentence. Function words are left out: they tell
 * an author's style. Of slots 0..end. */
static void add_words(plx_features *f, plx_feature_group group, size_t end)
{
    const plx_slot *prev = NULL;

    for (size_t i = 0; i < end; i++) {
        const plx_slot *s = &f->slots[i];
        if (s->begins)
            prev = NULL;
        if (s->is_masked || s->is_stop) {
            prev = NULL;
            continue;
        }
        if (!s->is_number)
            add_gram(f, group, i, i);
        if (prev && !(prev->is_number && s->is_number))
            add_gram(f, group, (size_t)(prev - f->slots), i);
        prev = s;
    }
}

static void add_near(plx_features *f)
{
    for (size_t i = 0; i < f->slot_count; i++) {
        const plx_slot *s = &f->slots[i];
        if (s->is_near && !s->is_number && !s->is_masked && !s->is_stop)
            add_gram(f, PLX_GROUP_NEAR, i, i);
    }
}

uint64_t plx_cue_hash(uint8_t label)
{
    return plx_gram_mix((uint64_t)label + 1, (uint64_t)PLX_GROUP_CUE + 1);
}

static void add_cues(plx_features *f, const plx_phrases *set, uint8_t label)
{
    uint64_t h = plx_cue_hash(label);

    for (size_t i = 0; set->count && i < f->slot_count; i++) {
        const plx_slot *s = &f->slots[i];
        size_t n = s->is_masked ? 0 : plx_phrases_match(set, f->hashes + i, f->slot_count - i);
        if (n)
            f->grams[f->gram_count++] = (plx_gram){ .hash = h,
                                                    .first = (uint32_t)i,
                                                    .last = (uint32_t)(i + n - 1),
                                                    .group = PLX_GROUP_CUE,
                                                    .label = label };
    }
}

static void count_sentences(plx_features *f)
{
    bool has_target = false;

    for (size_t i = f->title_slots; i < f->slot_count; i++) {
        const plx_slot *s = &f->slots[i];
        if (s->begins) {
            f->topic.sentences++;
            has_target = false;
        }
        if (s->is_target && !has_target)
            f->topic.target_sentences++;
        has_target = has_target || s->is_target;
        f->topic.lead_mentions += s->is_target && i < f->title_slots + LEAD_WORDS;
    }
}

/* Most features that one word can give: two of its words in title and text, one near, cues, and
 * four in its sentence. */
#define GRAMS_OF_WORD (9 + PLX_LABELS_MAX)

static void add_groups(plx_features *f, const plx_feature_words *words)
{
    add_words(f, PLX_GROUP_TEXT, f->slot_count);
    add_words(f, PLX_GROUP_TITLE, f->title_slots);
    add_near(f);
    for (uint8_t k = 0; k < PLX_LABELS_MAX; k++)
        add_cues(f, &words->cue[k], k);
}

/* Bounds of each sentence in turn, to the one that adds its features. */
static bool add_sentences(plx_features *f, const plx_feature_words *words)
{
    size_t first = 0;

    for (size_t i = 1; i <= f->slot_count; i++) {
        if (i < f->slot_count && !f->slots[i].begins)
            continue;
        if (!plx_sentence_add(f, words, first, i))
            return false;
        first = i;
    }
    return true;
}

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "features: out of memory");
}

static void clear(plx_features *f)
{
    f->slot_count = 0;
    f->gram_count = 0;
    f->sentence_count = 0;
    f->topic = (plx_topic){ 0 };
}

plx_status plx_features_make_sentence(plx_features *f, const plx_feature_words *words,
                                      const plx_tokens *text, plx_error *err)
{
    clear(f);
    f->title_slots = 0;
    if (!reserve_slots(f, text->count))
        return no_memory(err);
    fill_slots(f, text, 0);
    if (!reserve_grams(f, GRAMS_OF_WORD * f->slot_count))
        return no_memory(err);
    unify_spellings(f, &words->spellings);
    f->topic.mentions = mark_slots(f, words, 0, f->slot_count);
    return plx_sentence_add(f, words, 0, f->slot_count) ? PLX_OK : no_memory(err);
}

plx_status plx_features_make(plx_features *f, const plx_feature_words *words,
                             const plx_tokens *title, const plx_tokens *text, plx_error *err)
{
    size_t skipped = skip_dateline(text);

    clear(f);
    if (!reserve_slots(f, title->count + text->count))
        return no_memory(err);
    fill_slots(f, title, 0);
    f->title_slots = f->slot_count;
    fill_slots(f, text, skipped);
    f->topic.words = (uint32_t)f->slot_count;
    if (!has_mention(f, &words->target))
        return PLX_OK;
    if (!reserve_grams(f, GRAMS_OF_WORD * f->slot_count))
        return no_memory(err);
    unify_spellings(f, &words->spellings);
    f->topic.title_mentions = mark_slots(f, words, 0, f->title_slots);
    f->topic.mentions = mark_slots(f, words, f->title_slots, f->slot_count);
    count_sentences(f);
    add_groups(f, words);
    return add_sentences(f, words) ? PLX_OK : no_memory(err);
}

void plx_slot_name(const plx_slot *s, plx_strbuf *out)
{
    if (s->is_number)
        plx_strbuf_putc(out, '#');
    else
        plx_strbuf_add(out, s->token->word->stem, s->token->word->stem_len);
}

/* What a group is called, and what begins the names of its features. */
static const struct {
    const char *title, *prefix;
} group_names[PLX_GROUPS] = {
    [PLX_GROUP_TEXT] = { "title and text", "" },
    [PLX_GROUP_NEAR] = { "near the target", "near: " },
    [PLX_GROUP_TITLE] = { "title", "title: " },
    [PLX_GROUP_CUE] = { "cues", "cue: " },
    [PLX_GROUP_SENTENCE] = { "sentences on the target", "sentence: " },
};

const char *plx_group_title(plx_feature_group group)
{
    return group_names[group].title;
}

const char *plx_group_prefix(plx_feature_group group)
{
    return group_names[group].prefix;
}

void plx_gram_name(const plx_features *f, const plx_gram *g, plx_strbuf *out)
{
    plx_strbuf_puts(out, group_names[g->group].prefix);
    if (g->group == PLX_GROUP_SENTENCE) {
        plx_sentence_name(f, g, out);
        return;
    }
    plx_slot_name(&f->slots[g->first], out);
    if (g->last != g->first) {
        plx_strbuf_putc(out, ' ');
        plx_slot_name(&f->slots[g->last], out);
    }
}

float plx_sublinear(uint32_t count)
{
    return 1.0f + (count > 1 ? logf((float)count) : 0.0f);
}

float plx_group_scale(plx_feature_group group, double square, float weight)
{
    if (group == PLX_GROUP_CUE)
        square += CUE_DAMPING;
    return square > LEAST_SQUARE ? (float)((double)weight / sqrt(square)) : 0.0f;
}

void plx_topic_vector(const plx_topic *t, float out[PLX_TOPIC_VALUES])
{
    float sentences = t->sentences ? (float)t->sentences : 1.0f;
    float words = t->words ? (float)t->words : 1.0f;

    out[0] = logf(1.0f + (float)t->mentions);
    out[1] = t->title_mentions ? 1.0f : 0.0f;
    out[2] = logf(1.0f + (float)t->lead_mentions);
    out[3] = 3.0f * (float)t->target_sentences / sentences;
    out[4] = logf(1.0f + 1000.0f * (float)t->mentions / words) / 2.0f;
}
