/* classifier/explain.h - what the model weighed in an article: features, words, sentences
 *
 * A model is linear: the score of a label is its bias plus what each feature of the article
 * contributes, so that an explanation is exact and leaves nothing out. What a feature contributes
 * is shared out evenly over its occurrences, and what an occurrence gets over the words it covers;
 * the weight of a word or sentence is the sum of what falls to it. The weights of all words
 * together, with the bias, are the score again.
 *
 * It tells what the model weighed, never why the article is so. */
#ifndef PLX_CLASSIFIER_EXPLAIN_H
#define PLX_CLASSIFIER_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "classifier/model.h"
#include "text/analyser.h"

/** One feature that moved a label: all its occurrences together. */
typedef struct plx_evidence {
    char *feature; /* its name, of stems: "sanction", "iran-back militia", "title: threat" */
    char *words;   /* as it is first written in the article, its group in front: "title: threats";
                    * NULL where that is not known */
    double weight; /* contribution to the label's score; > 0 speaks for it */
} plx_evidence;

typedef struct plx_evidence_list {
    plx_evidence *items; /* by falling absolute weight */
    size_t count;
} plx_evidence_list;

void plx_evidence_release(plx_evidence_list *list);

typedef enum plx_article_part {
    PLX_PART_TITLE = 0,
    PLX_PART_TEXT,
    PLX_ARTICLE_PARTS
} plx_article_part;

/** "title", "text". */
const char *plx_article_part_name(plx_article_part part);

/** A word that weighed, by its bytes in title or text (a final 's not included). */
typedef struct plx_weighed_span {
    uint32_t start, end;
    double weight;
} plx_weighed_span;

typedef struct plx_weighed_spans {
    plx_weighed_span *items; /* in their order, none overlaps another */
    size_t count;
    size_t left_out; /* by plx_explanation_keep_spans() */
} plx_weighed_spans;

/** A sentence by its bytes in title or text, and the words in it that weighed. */
typedef struct plx_weighed_sentence {
    plx_article_part part;
    uint32_t start, end;
    double weight;                /* sum of all words in it */
    size_t first_span, last_span; /* [first, last) of the part's spans */
} plx_weighed_sentence;

/** Sentences that are named. */
#define PLX_SENTENCES_SHOWN 3

typedef struct plx_explanation {
    bool is_scored;             /* false: there was nothing to weigh, and all else is zero */
    size_t label;               /* what all weights speak for or against */
    double bias;                /* what the label has before any word is read */
    double score;               /* bias and all contributions, before calibration */
    plx_evidence_list features; /* the strongest */
    double others;              /* contribution of the features not listed */
    plx_weighed_spans spans[PLX_ARTICLE_PARTS];
    double strongest; /* largest absolute weight of a span */
    /* By falling absolute weight; what is repeated word for word is there once. */
    plx_weighed_sentence sentences[PLX_SENTENCES_SHOWN];
    size_t sentence_count;
} plx_explanation;

/** What is to be explained. Everything is borrowed for the call. */
typedef struct plx_explain_request {
    const char *part[PLX_ARTICLE_PARTS];         /* title and text, UTF-8, NUL-ended; NULL is "" */
    const plx_tokens *tokens[PLX_ARTICLE_PARTS]; /* their token streams, as they were judged */
    size_t label;                                /* usually the best */
    size_t most;                                 /* features listed; 0: all */
} plx_explain_request;

/**
 * Explain what an article's words add to the score of a label.
 *
 * An article without features (no model, target never named) has an explanation that is not
 * scored. Whether there was a verdict is the caller's to know: text of another language is weighed
 * like any other.
 *
 * Cost: O(words), and sorting the distinct features. Not thread-safe: one judge for each thread.
 *
 * @param out  free: plx_explanation_release(), also after an error
 * @return PLX_OK; PLX_ERR_INVALID if the model has no such label; PLX_ERR_NOMEM
 */
plx_status plx_explain(plx_judge *j, const plx_explain_request *rq, plx_explanation *out,
                       plx_error *err);
void plx_explanation_release(plx_explanation *x);

/**
 * Keep the `most` spans of the greatest absolute weight, title and text together (of equal ones
 * those that come first), so that an answer stays bounded. The weights of sentences still count
 * all. PLX_ERR_NOMEM; nothing is changed then.
 */
plx_status plx_explanation_keep_spans(plx_explanation *x, size_t most, plx_error *err);

/** Steps of strength that are told apart where words are marked. */
#define PLX_SPAN_LEVELS 4u

/** 0 (not worth a mark: under a tenth of the strongest word) to PLX_SPAN_LEVELS. */
unsigned plx_span_level(const plx_explanation *x, const plx_weighed_span *s);

/** What the beginning of a feature's name says of it. */
typedef struct plx_feature_note {
    const char *prefix, *meaning; /* "near: ", "a word close to ..."; prefix "" for plain words */
} plx_feature_note;

/** By number from 0; false after the last. */
bool plx_feature_note_at(size_t i, plx_feature_note *out);

#endif
