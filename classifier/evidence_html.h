/* classifier/evidence_html.h - what the model weighed, as a page to read
 *
 * One page that needs nothing else: its style is in it, there is no script, and its own
 * Content-Security-Policy forbids every request. All that comes from articles and models is
 * escaped. Words that weighed are told apart by their underline (solid for, dotted against) and by
 * shade, so that nothing hangs on seeing colours. Memory errors show in out->failed. */
#ifndef PLX_CLASSIFIER_EVIDENCE_HTML_H
#define PLX_CLASSIFIER_EVIDENCE_HTML_H

#include "base/article.h"
#include "base/strbuf.h"
#include "classifier/explain.h"
#include "classifier/model.h"
#include "classifier/stance.h"

/**
 * Begin a page: what it shows, how to read the marks, the model and what its labels mean.
 *
 * @param title  of the page
 * @param m      the model that weighed; NULL: none did
 */
void plx_evidence_html_open(plx_strbuf *out, const char *title, const plx_model *m);

/**
 * Append an article: its label, probabilities, features, the sentences that weighed most, and title
 * and text with the words marked.
 *
 * @param v  what is said of it, by the model or a person
 * @param x  what the model weighed; not scored: nothing is marked
 */
void plx_evidence_html_article(plx_strbuf *out, const plx_model *m, const plx_article *a,
                               const plx_verdict *v, const plx_explanation *x);

void plx_evidence_html_close(plx_strbuf *out);

/* Parts, for pages that have a style of their own (classes: weights, for, against, bar, number, and
 * f1..f4 and a1..a4 on <mark>). */

/** A weight as it is printed everywhere, "+0.123", for markup's %s. */
typedef struct plx_weight_text {
    char s[32];
} plx_weight_text;
plx_weight_text plx_evidence_html_weight(double weight);

/** A paragraph: what the beginnings of features' names say. */
void plx_evidence_html_notes(plx_strbuf *out);
/** A table of the features with their weights. */
void plx_evidence_html_features(plx_strbuf *out, const plx_evidence_list *list);
/** A list of the sentences that weighed most, their words marked. */
void plx_evidence_html_sentences(plx_strbuf *out, const plx_article *a, const plx_explanation *x);

#endif
