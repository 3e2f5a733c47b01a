#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "base/map.h"
#include "classifier/terms.h"
#include "indexer/reader.h"
#include "tests/unit/classifier_data.h"

/* Terms of each label and side that must bear no trace of an outlet. */
#define STRONGEST 200

/* ------------------------------------------------------------ terms and facts */

static int setup(void **state)
{
    *state = made_model(NULL);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    plx_model_free(*state);
    return 0;
}

static bool has_term(const plx_term_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0)
            return true;
    return false;
}

static void every_group_has_a_title_and_a_prefix_of_its_own(void **state)
{
    (void)state;
    for (int g = 0; g < PLX_GROUPS; g++) {
        assert_non_null(plx_group_title((plx_feature_group)g));
        assert_non_null(plx_group_prefix((plx_feature_group)g));
        for (int h = 0; h < g; h++) {
            assert_string_not_equal(plx_group_title((plx_feature_group)g),
                                    plx_group_title((plx_feature_group)h));
            assert_string_not_equal(plx_group_prefix((plx_feature_group)g),
                                    plx_group_prefix((plx_feature_group)h));
        }
    }
}

static void the_strongest_terms_come_first_and_are_the_label_s_words(void **state)
{
    plx_term_list terms;

    assert_int_equal(plx_model_terms(*state, 0, PLX_TERM_FOR, 1000, &terms, NULL), PLX_OK);
    assert_true(terms.count > 8);
    for (size_t i = 0; i < terms.count; i++) {
        assert_true(terms.items[i].weight > 0);
        assert_true(i == 0 || terms.items[i].weight <= terms.items[i - 1].weight);
    }
    assert_true(has_term(&terms, "nobl"));
    assert_true(has_term(&terms, "near: nobl"));
    assert_false(has_term(&terms, "tyrant"));
    plx_terms_release(&terms);
}

static void terms_against_a_label_are_the_others_words(void **state)
{
    plx_term_list terms;

    assert_int_equal(plx_model_terms(*state, 0, PLX_TERM_AGAINST, 1000, &terms, NULL), PLX_OK);
    for (size_t i = 0; i < terms.count; i++)
        assert_true(terms.items[i].weight < 0);
    assert_true(has_term(&terms, "tyrant"));
    assert_false(has_term(&terms, "nobl"));
    plx_terms_release(&terms);
}

static void no_more_terms_come_than_were_asked_for(void **state)
{
    plx_term_list terms;

    assert_int_equal(plx_model_terms(*state, 1, PLX_TERM_FOR, 3, &terms, NULL), PLX_OK);
    assert_int_equal(terms.count, 3);
    plx_terms_release(&terms);
    assert_int_equal(plx_model_terms(*state, 1, PLX_TERM_FOR, 0, &terms, NULL), PLX_OK);
    assert_int_equal(terms.count, 0);
    plx_terms_release(&terms);
    assert_int_equal(plx_model_terms(*state, 99, PLX_TERM_FOR, 3, &terms, NULL), PLX_OK);
    assert_int_equal(terms.count, 0);
    plx_terms_release(&terms);
}

static void the_facts_add_up(void **state)
{
    plx_model_facts facts;
    unsigned sum = 0;

    plx_model_facts_of(*state, &facts);
    for (int g = 0; g < PLX_GROUPS; g++)
        sum += facts.group[g].features;
    assert_int_equal(sum, facts.features);
    assert_true(facts.group[PLX_GROUP_TEXT].features > 0);
    assert_true(facts.group[PLX_GROUP_NEAR].features > 0);
    assert_string_equal(facts.lang, "en");
    assert_int_equal(facts.trained, 54);
    assert_true(facts.masked >= 6);
    assert_true(facts.bytes > 1000);
    assert_true(facts.temperature > 0);
}

/* ------------------------------------------------------------ traces of outlets */

/* Stems of a name that tell it from others. */
typedef struct name_stems {
    char *stem[PLX_PHRASE_WORDS];
    size_t count;
} name_stems;

/* Names that are to be found nowhere, with the words of each. */
typedef struct names {
    plx_analyser *an;
    plx_tokens tokens;
    plx_map *seen;
    name_stems *items;
    size_t count, cap;
} names;

/* Words of outlet names that tell no outlet from another. */
static const char *const no_name[] = {
    "news", "web", "online", "www",   "com",    "org",     "net",   "gov",  "ir",
    "uk",   "co",  "agency", "guest", "writer", "opinion", "right", "left", "english",
};

/* Ordinary words that outlets are called by, and that texts need. */
static const char *const ordinary[] = {
    "hill", "reason",    "nation",   "slate",   "salon",       "week",
    "vice", "intercept", "atlantic", "jacobin", "wall street", "foreign affair",
};

static bool is_among(const char *word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

static void add_name(names *n, const char *name, size_t len)
{
    name_stems s = { .count = 0 };
    bool is_new = true;

    plx_map_add(n->seen, name, len, &is_new);
    if (!is_new || plx_analyser_run(n->an, "en", name, len, &n->tokens, NULL) != PLX_OK)
        return;
    for (size_t i = 0; i < n->tokens.count && s.count < PLX_PHRASE_WORDS; i++) {
        const plx_word *w = n->tokens.items[i].word;
        if (!(n->tokens.items[i].flags & PLX_TOKEN_COMPOUND) && !w->is_stop && w->text_len > 1 &&
            !is_among(w->text, no_name, sizeof no_name / sizeof *no_name))
            s.stem[s.count++] = strdup(w->stem);
    }
    if (n->count == n->cap) {
        n->cap = n->cap ? 2 * n->cap : 256;
        n->items = realloc(n->items, n->cap * sizeof *n->items);
        assert_non_null(n->items);
    }
    n->items[n->count++] = s;
}

static void names_init(names *n)
{
    *n = (names){ .seen = plx_map_new() };
    plx_tokens_init(&n->tokens);
    assert_non_null(n->seen);
    assert_int_equal(plx_analyser_new(&n->an, NULL), PLX_OK);
}

static void names_release(names *n)
{
    for (size_t i = 0; i < n->count; i++)
        for (size_t k = 0; k < n->items[i].count; k++)
            free(n->items[i].stem[k]);
    free(n->items);
    plx_map_free(n->seen);
    plx_tokens_release(&n->tokens);
    plx_analyser_free(n->an);
}

/* A term without the prefix of its group. */
static const char *words_of(const plx_term *t)
{
    size_t n = strlen(plx_group_prefix(t->group));

    return t->name + (strncmp(t->name, plx_group_prefix(t->group), n) == 0 ? n : 0);
}

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = words; (p = strstr(p, word)); p++)
        if ((p == words || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
            return true;
    return false;
}

/* Does a term say a name: its one word, or two of its words in a row? */
static bool says(const char *words, const name_stems *name)
{
    char pair[2 * PLX_WORD_MAX + 2];

    if (name->count == 1)
        return !is_among(name->stem[0], ordinary, sizeof ordinary / sizeof *ordinary) &&
               has_word(words, name->stem[0]);
    for (size_t i = 1; i < name->count; i++) {
        snprintf(pair, sizeof pair, "%s %s", name->stem[i - 1], name->stem[i]);
        if (strcmp(words, pair) == 0 &&
            !is_among(pair, ordinary, sizeof ordinary / sizeof *ordinary))
            return true;
    }
    return false;
}

static unsigned count_traces(const plx_model *m, const names *n, const char *path)
{
    unsigned traces = 0;

    for (size_t k = 0; k < plx_model_labels(m)->count; k++)
        for (int side = PLX_TERM_FOR; side <= PLX_TERM_AGAINST; side++) {
            plx_term_list terms;

            assert_int_equal(plx_model_terms(m, k, (plx_term_side)side, STRONGEST, &terms, NULL),
                             PLX_OK);
            for (size_t i = 0; i < terms.count; i++)
                for (size_t a = 0; a < n->count; a++)
                    if (says(words_of(&terms.items[i]), &n->items[a])) {
                        print_message("%s: '%s' (%+.2f for %s) is a trace of '%s'\n", path,
                                      terms.items[i].name, terms.items[i].weight,
                                      plx_model_labels(m)->name[k],
                                      plx_map_key(n->seen, (uint32_t)a, NULL));
                        traces++;
                    }
            plx_terms_release(&terms);
        }
    return traces;
}

static plx_status add_article(void *ctx, plx_article *a, const plx_extract_report *report,
                              plx_error *err)
{
    (void)report;
    (void)err;
    if (a->source)
        add_name(ctx, a->source, strlen(a->source));
    for (const char *p = a->author ? a->author : ""; *p;) {
        size_t len = strcspn(p, ";");
        add_name(ctx, p, len);
        p += len + (p[len] == ';');
    }
    return PLX_OK;
}

static void add_articles(names *n, const char *path)
{
    const plx_article_sink sink = { add_article, NULL, n };
    const plx_reader_options options = { .keep_label = true };

    if (plx_file_exists(path))
        assert_int_equal(plx_read(path, &options, &sink, NULL), PLX_OK);
}

/* Whom others cite and credit, and what a page says of itself. */
static const char *const house_words[] = {
    "reuters", "ap",      "afp",     "irna",  "isna",       "fars",      "tasnim",        "mehr",
    "cnn",     "npr",     "bbc",     "tass",  "xinhua",     "presstv",   "press tv",      "sputnik",
    "getty",   "newsmax", "haaretz", "click", "newsletter", "copyright", "advertisement",
};

/* Traces in a model file, its own masked names looked for too; 0 if it is not there. */
static unsigned look_at(names *n, const char *path, bool *is_there)
{
    plx_model *m;
    plx_error err;
    const json_t *name;
    unsigned traces;
    size_t k;

    *is_there = plx_file_exists(path);
    if (!*is_there)
        return 0;
    if (plx_model_load(path, &m, &err) != PLX_OK)
        fail_msg("%s", err.msg);
    json_array_foreach(json_object_get(plx_model_summary(m), "masked"), k, name)
        add_name(n, json_string_value(name), json_string_length(name));
    traces = count_traces(m, n, path);
    plx_model_free(m);
    return traces;
}

static void the_strongest_terms_of_the_shipped_models_bear_no_trace_of_an_outlet(void **state)
{
    static const char *const shipped[] = { "models/iran/iran.model",
                                           "models/iran/without-demo.model" };
    unsigned traces = 0, looked = 0;
    names n;

    (void)state;
    names_init(&n);
    for (size_t i = 0; i < sizeof house_words / sizeof *house_words; i++)
        add_name(&n, house_words[i], strlen(house_words[i]));
    add_articles(&n, "models/iran/demo");
    add_articles(&n, "models/iran/articles");
    add_articles(&n, "../shared/data/framing.jsonl.zst");
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++) {
        bool is_there;
        traces += look_at(&n, shipped[i], &is_there);
        looked += is_there;
    }
    names_release(&n);
    if (!looked)
        skip();
    assert_int_equal(traces, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_group_has_a_title_and_a_prefix_of_its_own),
        cmocka_unit_test(the_strongest_terms_come_first_and_are_the_label_s_words),
        cmocka_unit_test(terms_against_a_label_are_the_others_words),
        cmocka_unit_test(no_more_terms_come_than_were_asked_for),
        cmocka_unit_test(the_facts_add_up),
        cmocka_unit_test(the_strongest_terms_of_the_shipped_models_bear_no_trace_of_an_outlet),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
