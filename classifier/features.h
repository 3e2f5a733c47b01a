/* classifier/features.h - token streams to hashed features
 *
 * Groups, each made unit length by itself so that the length of an article does
 * not matter: stems and pairs of stems of title and text; stems near a mention of
 * the target; stems and pairs of the title; cues, the wording that a target's table
 * names for each label, counted together. Training and judging make them here, alike.
 *
 * One group is of sentences: of each sentence that names the target (named "target" there) its
 * stems, those after a negation apart, those just before and after the target apart, and pairs,
 * function words included. Each sentence is of unit length, and an article has their mean. What
 * they say is learned from labelled sentences (train.h). */
#ifndef PLX_CLASSIFIER_FEATURES_H
#define PLX_CLASSIFIER_FEATURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "classifier/phrases.h"
#include "classifier/spelling.h"
#include "classifier/stance.h"
#include "text/analyser.h"

typedef enum plx_feature_group {
    PLX_GROUP_TEXT = 0,
    PLX_GROUP_NEAR,
    PLX_GROUP_TITLE,
    PLX_GROUP_CUE,
    PLX_GROUP_SENTENCE,
    PLX_GROUPS
} plx_feature_group;

/** Kinds of features of a sentence. */
typedef enum plx_sentence_gram {
    PLX_SENTENCE_WORD = 0,
    PLX_SENTENCE_NEGATED,
    PLX_SENTENCE_BEFORE, /* the target */
    PLX_SENTENCE_AFTER,
    PLX_SENTENCE_PAIR,
    PLX_SENTENCE_GRAMS
} plx_sentence_gram;

/** One occurrence of a feature: where its words stand. */
typedef struct plx_gram {
    uint64_t hash;        /* of group and stems; of a cue: of group and label */
    uint32_t first, last; /* slots; the same for a single word */
    uint8_t group;        /* plx_feature_group */
    uint8_t label;        /* of a cue; plx_sentence_gram of a sentence */
} plx_gram;

/** The words that features are made by; all sets sealed. */
typedef struct plx_feature_words {
    plx_phrases target; /* what names the target */
    plx_phrases mask;   /* what must not be seen */
    plx_phrases negation;
    plx_spellings spellings;
    plx_phrases cue[PLX_LABELS_MAX];
} plx_feature_words;

void plx_feature_words_release(plx_feature_words *w);

/** How much an article is about the target. */
typedef struct plx_topic {
    uint32_t words;
    uint32_t mentions;
    uint32_t title_mentions;
    uint32_t lead_mentions; /* in the first words of the text */
    uint32_t sentences;
    uint32_t target_sentences; /* with a mention */
} plx_topic;

static inline bool plx_topic_has_mention(const plx_topic *t)
{
    return t->mentions + t->title_mentions > 0;
}

/** Values that plx_topic_vector() makes. */
#define PLX_TOPIC_VALUES 5

/** A sentence that names the target: its grams, and its slots. */
typedef struct plx_target_sentence {
    size_t first_gram, end_gram;
    size_t first_slot, end_slot;
} plx_target_sentence;

/** A word as the features see it. */
typedef struct plx_slot {
    const plx_token *token; /* of the title or the text */
    uint64_t hash;          /* of its stem, one for all numbers */
    bool is_number;
    bool begins; /* a sentence */
    bool is_masked;
    bool is_target;
    bool is_near;
    bool is_stop;
} plx_slot;

/** Working memory, used again and again; zeroed to begin with. */
typedef struct plx_features {
    plx_slot *slots;  /* of the title, then of the text */
    uint64_t *hashes; /* of the stems of the slots, numbers too */
    size_t slot_count, slot_cap;
    size_t title_slots;
    plx_gram *grams;
    size_t gram_count, gram_cap; /* those of the sentences come last */
    plx_target_sentence *sentences;
    size_t sentence_count, sentence_cap;
    plx_topic topic;
} plx_features;

void plx_features_release(plx_features *f);

/**
 * Make the features of an article in f->grams and f->topic. Slots point into both token streams,
 * which have to outlive them. An article that never names the target (where there are words that
 * name it) has no features: nothing in it can frame the target. PLX_ERR_NOMEM.
 */
plx_status plx_features_make(plx_features *f, const plx_feature_words *words,
                             const plx_tokens *title, const plx_tokens *text, plx_error *err);

/** The one feature that all cues of a label are. */
uint64_t plx_cue_hash(uint8_t label);

/** What people call a group: "near the target". */
const char *plx_group_title(plx_feature_group group);
/** What begins the readable names of its features: "near: "; "" for at most one group. */
const char *plx_group_prefix(plx_feature_group group);

/**
 * Make the features of a text that is one sentence, whatever points it has: one sentence in
 * f->sentences, nothing else. None if it does not name the target. PLX_ERR_NOMEM.
 */
plx_status plx_features_make_sentence(plx_features *f, const plx_feature_words *words,
                                      const plx_tokens *text, plx_error *err);

/** Append the readable name: "sanction", "islamic republ", "near: threat", "cue: so call". */
void plx_gram_name(const plx_features *f, const plx_gram *g, plx_strbuf *out);

/** 1 + ln(count): what a feature seen count times is worth. */
float plx_sublinear(uint32_t count);

/**
 * What the values of a group are multiplied with: weight over their length. Cues are few, so
 * theirs is made as if there were always some: one cue is no proof.
 *
 * @param square  sum of the squares of the group's values
 */
float plx_group_scale(plx_feature_group group, double square, float weight);

/** The numbers the off-topic gate works on, each about 0..3. */
void plx_topic_vector(const plx_topic *t, float out[PLX_TOPIC_VALUES]);

#endif
