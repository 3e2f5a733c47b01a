/* tests/unit/classifier_data.h - a made-up data set for the classifier's tests
 *
 * Six outlets write about a land called Iran; words of praise, blame and plain report come from
 * small lists, so that a model learns the labels at once. */
#ifndef TESTS_UNIT_CLASSIFIER_DATA_H
#define TESTS_UNIT_CLASSIFIER_DATA_H

#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "classifier/measure.h"
#include "classifier/train.h"

static const char *const made_labels[] = { "pro-iran", "neutral", "anti-iran" };
static const char *const made_words[3][8] = {
    { "glorious", "wise", "victory", "proud", "noble", "resist", "generous", "honest" },
    { "report", "figure", "meeting", "agenda", "visit", "schedule", "number", "statement" },
    { "menace", "cruel", "tyrant", "sinister", "reckless", "brutal", "liar", "plunder" },
};
static const char *const made_sources[] = { "Alpha Post",    "beta.example", "Gamma Wire",
                                            "Delta Tribune", "Epsilon Day",  "zetapress.example" };

/* One article of a label; n varies its words. */
static inline void made_text(size_t label, unsigned n, plx_strbuf *out)
{
    uint64_t state = n * 31 + label;

    plx_strbuf_reset(out);
    for (int s = 0; s < 6; s++) {
        plx_strbuf_puts(out, "Today Iran");
        for (int w = 0; w < 5; w++)
            plx_strbuf_printf(out, " %s", made_words[label][plx_random(&state) % 8]);
        plx_strbuf_printf(out, " item%u street river.\n", n);
    }
}

static inline plx_status made_add(plx_dataset *ds, const char *label, const char *source,
                                  const char *title, const char *text, plx_error *err)
{
    plx_article a;
    plx_status rc;

    plx_article_init(&a);
    plx_article_set(&a.label, label, strlen(label), err);
    if (source)
        plx_article_set(&a.source, source, strlen(source), err);
    plx_article_set(&a.title, title, strlen(title), err);
    plx_article_set(&a.text, text, strlen(text), err);
    rc = plx_dataset_add(ds, &a, err);
    plx_article_release(&a);
    return rc;
}

/* 3 labels x 6 outlets x `each` articles. */
static inline plx_dataset *made_dataset(unsigned each)
{
    plx_dataset *ds = NULL;
    plx_strbuf text = PLX_STRBUF_INIT;
    unsigned n = 0;

    if (plx_dataset_new(&ds, NULL) != PLX_OK)
        return NULL;
    for (size_t label = 0; label < 3; label++)
        for (size_t source = 0; source < 6; source++)
            for (unsigned i = 0; i < each; i++) {
                made_text(label, ++n, &text);
                made_add(ds, made_labels[label], made_sources[source], "News of the day", text.s,
                         NULL);
            }
    plx_strbuf_release(&text);
    return ds;
}

static inline plx_model *made_model(plx_error *err)
{
    plx_dataset *ds = made_dataset(3);
    plx_train_options opt = { .date = "2026-11-21", .min_sources = 2 };
    plx_model *m = NULL;

    plx_train(ds, &opt, &m, NULL, err);
    plx_dataset_free(ds);
    return m;
}

#endif
