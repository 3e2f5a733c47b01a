/* tests/unit/search_fixture.h - an index to search in: a toy model, articles, stances as a test
 * wants them
 *
 * A test's set-up: make_folder(), train_model() if stances matter, articles put into open_writer(),
 * close_writer(), set_values() if needed, open_searcher(). Its tear-down: remove_search_index(). */
#ifndef PLX_TESTS_SEARCH_FIXTURE_H
#define PLX_TESTS_SEARCH_FIXTURE_H

#include "collection_fixture.h"

#include "classifier/train.h"
#include "collection/collection.h"
#include "search/search.h"

static plx_model *model; /* of train_model() */
static plx_snapshot *snap;
static plx_searcher *searcher;
static unsigned seed; /* of draw() */

/* A number below n, the same ones in every run: the C standard's own example of rand(). */
static inline unsigned draw(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % n;
}

/* A model of two labels, friendly (0) and hostile (1). */
static inline void train_model(void)
{
    static const char *const said[] = { "brave people resist", "evil regime threatens" };
    static const char *const labels[] = { "friendly", "hostile" };
    plx_train_options opt = { .name = "toy", .random_folds = true, .min_sources = 1 };
    plx_dataset *ds = NULL;
    char text[256], source[16];

    OK(plx_dataset_new(&ds, &err));
    for (int i = 0; i < 24; i++) {
        plx_article a;

        plx_article_init(&a);
        snprintf(text, sizeof text, "Iran today: %s, line %d. Iran says %s.", said[i % 2], i,
                 said[i % 2]);
        snprintf(source, sizeof source, "s%d", i);
        a.text = strdup(text);
        a.source = strdup(source);
        a.label = strdup(labels[i % 2]);
        OK(plx_dataset_add(ds, &a, &err));
        plx_article_release(&a);
    }
    OK(plx_train(ds, &opt, &model, NULL, &err));
    plx_dataset_free(ds);
}

/* An article's date, and its field `lean`; NULL and "": none. */
static inline void set_date_and_lean(plx_article *a, const char *date, const char *lean)
{
    if (date && *date)
        OK(plx_date_parse_iso(date, strlen(date), &a->date, &err));
    if (lean && *lean) {
        a->extra = json_object();
        json_object_set_new(a->extra, "lean", json_string(lean));
    }
}

static inline void put_article(plx_writer *w, plx_article *a)
{
    plx_put_result result;

    OK(plx_writer_put_article(w, a, &result, &err));
    plx_article_release(a);
}

/* The newest generation, to set values in beside the writer; for finish_values(). */
static inline plx_store *open_values(void)
{
    char name[64], *path = NULL;
    plx_store *st = NULL;

    OK(plx_collection_generation(folder, name, sizeof name, &err));
    OK(plx_collection_generation_path(folder, name, &path, &err));
    OK(plx_store_open_writer(path, &st, &err));
    free(path);
    return st;
}

static inline void finish_values(plx_store *st)
{
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
}

/* What the model, or a person, says of an article: `first` is what the best label has. */
static inline void set_verdict(plx_store *st, uint32_t docid, plx_verdict v, float first)
{
    unsigned char bytes[PLX_VERDICT_BYTES];

    v.probability[v.best] = first;
    v.probability[!v.best] = 1 - first;
    OK(plx_store_set_value(st, docid, PLX_SLOT_STANCE, bytes, plx_verdict_encode(&v, 2, bytes),
                           &err));
}

static inline void open_searcher(void)
{
    OK(plx_snapshot_open(folder, NULL, &snap, &err));
    OK(plx_searcher_new(snap, &searcher, &err));
}

static inline int remove_search_index(void **state)
{
    plx_searcher_free(searcher);
    plx_snapshot_close(snap);
    plx_model_free(model);
    return remove_folder(state);
}

#endif
