/* classifier/stance.h - what is said of one article: its stance, and who says so
 *
 * The stance of an article is one of the model's labels, or one of three words
 * that are no label: "unclear" (the best probability is under the model's
 * threshold), "off-topic" (the target is absent or only in passing),
 * "not-judged" (with a reason: no model, language, too short). */
#ifndef PLX_CLASSIFIER_STANCE_H
#define PLX_CLASSIFIER_STANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/** Most labels of a model, and bytes of a label name with its NUL. */
#define PLX_LABELS_MAX  8
#define PLX_LABEL_BYTES 32

#define PLX_STANCE_UNCLEAR    "unclear"
#define PLX_STANCE_OFF_TOPIC  "off-topic"
#define PLX_STANCE_NOT_JUDGED "not-judged"

/** Label names of a model in their order; all other parts keep indices into this. */
typedef struct plx_label_set {
    size_t count;
    char name[PLX_LABELS_MAX][PLX_LABEL_BYTES];
} plx_label_set;

/** Index of a label by name, -1 if there is none. */
int plx_label_find(const plx_label_set *set, const char *name);

/** Are they one label, but for the spelling ("Pro Iran", "pro_iran"; see plx_stance_read())? */
bool plx_label_is_alike(const char *a, const char *b);

/** As plx_label_find(), but where no name is written exactly so, by the first that is alike. */
int plx_label_find_alike(const plx_label_set *set, const char *name);

/** What a person writes to take a label back. */
#define PLX_STANCE_NONE "none"

/** Does it say off-topic, in whatever spelling ("Off topic", "off_topic", "OFFTOPIC")? */
bool plx_stance_is_off_topic(const char *typed);

/**
 * Read a stance as people write it. Case (of ASCII), blanks, hyphens, dashes, underscores and
 * full stops do not matter ("Pro_Iran", "pro iran"); the beginning of a name will do if it has
 * three letters or more and begins only one ("pro", "neutr", "off"). A name written exactly always
 * wins.
 *
 * @param typed  any bytes
 * @param out    receives the label's name in set, PLX_STANCE_OFF_TOPIC, or PLX_STANCE_NONE (which
 *               must be written out); NULL on error
 * @return PLX_OK; PLX_ERR_INVALID names what there is to choose from
 */
plx_status plx_stance_read(const plx_label_set *set, const char *typed, const char **out,
                           plx_error *err);

/** Which word stands as the stance. */
typedef enum plx_stance_kind {
    PLX_KIND_NOT_JUDGED = 0,
    PLX_KIND_LABEL,
    PLX_KIND_UNCLEAR,
    PLX_KIND_OFF_TOPIC,
    PLX_KINDS
} plx_stance_kind;

/** Why an article was not judged. */
typedef enum plx_stance_reason {
    PLX_REASON_NONE = 0,
    PLX_REASON_NO_MODEL,
    PLX_REASON_LANGUAGE,
    PLX_REASON_TOO_SHORT,
    PLX_REASON_NO_MENTION, /* off-topic without scores: the target is never named */
    PLX_REASONS
} plx_stance_reason;

/** "", "no model", "language", "too short", "no mention". */
const char *plx_stance_reason_name(plx_stance_reason r);

/** How a stance is called where people read it, and what it means. */
typedef struct plx_stance_words {
    const char *title, *definition; /* never NULL */
} plx_stance_words;

/** Words for a stance that is no label ("not judged", "unclear", "off topic"); empty for a label,
 * whose words are the model's. */
plx_stance_words plx_stance_kind_words(plx_stance_kind kind);

typedef struct plx_verdict {
    plx_stance_kind kind;
    plx_stance_reason reason;
    uint8_t best;   /* index of stance_best; meaningless if not judged */
    bool by_person; /* a person's label outranks the model; probabilities stay the model's */
    bool is_stale;  /* that label was given to another text of the article */
    float probability[PLX_LABELS_MAX]; /* calibrated, sum 1; all 0 without scores */
} plx_verdict;

/** The word for the stance: a label's name or one of the three words. Static or from set. */
const char *plx_verdict_stance(const plx_verdict *v, const plx_label_set *set);
/** Did the model score the labels? Not if not judged, nor where the target is never named. */
bool plx_verdict_is_scored(const plx_verdict *v);
/** Name of the best label, "" if there are no scores (a person's label has none either, and is
 * best). */
const char *plx_verdict_best(const plx_verdict *v, const plx_label_set *set);
/** Calibrated probability of the best label, 0 if not judged. */
float plx_verdict_probability(const plx_verdict *v);

/** Bytes of an encoded verdict, at most. */
#define PLX_VERDICT_BYTES (4 + 2 * PLX_LABELS_MAX)

/**
 * Pack into the value that the index stores for an article: version, kind and reason, best,
 * by_person and is_stale, number of labels, then probabilities as 16-bit fractions, high byte
 * first.
 * @return bytes written
 */
size_t plx_verdict_encode(const plx_verdict *v, size_t labels,
                          unsigned char out[PLX_VERDICT_BYTES]);
/** False if the bytes are no verdict (then *out is "not judged: no model"). */
bool plx_verdict_decode(const void *p, size_t n, plx_verdict *out);

#endif
