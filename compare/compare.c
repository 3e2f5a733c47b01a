#include "compare/compare.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "classifier/echo.h"
#include "collection/schema.h"
#include "compare/compare_choose.h"
#include "compare/compare_example.h"
#include "compare/compare_odds.h"
#include "compare/compare_sample.h"
#include "compare/compare_sides.h"
#include "compare/compare_terms.h"
#include "compare/compare_words.h"
#include "search/deadline.h"

#define BY_DEFAULT       "stance"
#define ARTICLES_DEFAULT 3u
#define TERMS_DEFAULT    15u
#define MIN_ARTICLES     3u
/* Words that the analyser may keep while articles are read. */
#define VOCABULARY_MAX 500000
/* Articles between two looks at the clock. */
#define CLOCK_EVERY 16

/* One comparison while it runs. */
typedef struct comparing {
    plx_snapshot *snap;
    plx_searcher *searcher;
    plx_compare_request req; /* with the defaults filled in */
    plx_comparison *out;
    plx_deadline deadline;
    uint32_t *docids; /* all that the total counts */
    plx_sides sides;
    uint32_t read[PLX_COMPARE_SIDES_MAX]; /* of each side's docids, the first so many */
    plx_analyser *an;
    plx_term_counter counter;
    bool *silent; /* [word] */
    plx_topic_words topic;
    plx_chooser *chooser;
    plx_echo *echo;
    plx_example_finder examples;
    plx_error *err;
} comparing;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "compare: out of memory");
}

const char *plx_compare_kind_name(plx_compare_kind kind)
{
    static const char *const name[] = { "word", "phrase", "name" };

    return name[kind];
}

/* --------------------------------------------------------------- request */

static uint32_t or_default(uint32_t given, uint32_t otherwise)
{
    return given ? given : otherwise;
}

static bool is_filtered(const plx_search_request *s, const char *by)
{
    for (size_t i = 0; i < s->filter_count; i++)
        if (strcasecmp(s->filters[i].name, by) == 0)
            return true;
    return false;
}

static plx_status check_request(const plx_compare_request *req, plx_error *err)
{
    if (req->articles > PLX_COMPARE_ARTICLES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "articles is %u, at most %u of each side are given",
                        (unsigned)req->articles, PLX_COMPARE_ARTICLES_MAX);
    if (req->terms > PLX_COMPARE_TERMS_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "terms is %u, at most %u of each side are given",
                        (unsigned)req->terms, PLX_COMPARE_TERMS_MAX);
    if (req->sides && is_filtered(&req->search, req->by))
        return plx_fail(err, PLX_ERR_INVALID,
                        "a filter of '%.60s' and a choice of sides exclude each other: name the "
                        "sides alone",
                        req->by);
    return PLX_OK;
}

static plx_status take_request(comparing *x, const plx_compare_request *req)
{
    x->req = *req;
    x->req.by = req->by ? req->by : BY_DEFAULT;
    x->req.articles = or_default(req->articles, ARTICLES_DEFAULT);
    x->req.terms = or_default(req->terms, TERMS_DEFAULT);
    x->req.seed = or_default(req->seed, PLX_COMPARE_SEED);
    x->req.min_articles = or_default(req->min_articles, MIN_ARTICLES);
    x->out->seed = x->req.seed;
    x->out->by_stance = plx_compare_is_stance(x->req.by);
    x->out->by_person = req->search.labels && strcasecmp(req->search.labels, "person") == 0;
    x->out->by_model = req->search.labels && strcasecmp(req->search.labels, "model") == 0;
    x->out->by = strdup(x->req.by);
    x->out->documents = plx_snapshot_documents(x->snap);
    plx_deadline_start(&x->deadline, req->search.deadline_ms);
    return x->out->by ? check_request(&x->req, x->err) : no_memory(x->err);
}

/* ----------------------------------------------------------------- sides */

static plx_status find_all(comparing *x)
{
    plx_search_request req = x->req.search;
    plx_status rc;

    req.facets = NULL;
    req.offset = 0;
    req.explain = false;
    rc = plx_search_docids(x->searcher, &req, &x->docids, &x->out->all, x->err);
    if (!rc)
        x->out->tally = x->out->all.tally;
    return rc;
}

static const char *title_of(const comparing *x, const char *side)
{
    const plx_model_info *model = plx_snapshot_model(x->snap);
    int label = x->out->by_stance ? plx_label_find(&model->labels, side) : -1;

    return label < 0 ? NULL : model->title[label];
}

/* Name, counts and best articles of a side. */
static plx_status describe_side(comparing *x, const plx_side *side, plx_compared_side *out)
{
    plx_search_request req = side->request;

    out->name = strdup(side->name);
    if (!out->name)
        return no_memory(x->err);
    out->title = title_of(x, side->name);
    out->tally = side->tally;
    req.limit = x->req.articles;
    req.sort = PLX_BY_RELEVANCE;
    req.collapse = true;
    req.deadline_ms = plx_deadline_left_ms(&x->deadline);
    return plx_search(x->searcher, &req, &out->best, x->err);
}

static plx_status find_sides(comparing *x)
{
    plx_sides_finder f = { .snap = x->snap,
                           .searcher = x->searcher,
                           .req = &x->req,
                           .deadline = &x->deadline,
                           .by = x->req.by };
    plx_status rc = plx_sides_find(&f, x->docids, x->out->all.total, &x->sides, x->err);

    if (rc)
        return rc;
    x->out->left_out = x->sides.left_out;
    x->out->several = x->sides.several;
    x->out->sides = calloc(x->sides.count + 1, sizeof *x->out->sides);
    if (!x->out->sides)
        return no_memory(x->err);
    for (size_t i = 0; !rc && i < x->sides.count; i++) {
        x->out->side_count++;
        rc = describe_side(x, &x->sides.side[i], &x->out->sides[i]);
    }
    return rc;
}

/* ---------------------------------------------------------------- sample */

/* Articles read of each side, at most. */
static uint32_t sample_size(const comparing *x)
{
    uint32_t sides = x->sides.count ? (uint32_t)x->sides.count : 1;
    uint32_t most = PLX_COMPARE_READ_MAX / sides;
    uint32_t wanted = or_default(x->req.sample, PLX_COMPARE_READ_DEFAULT / sides);

    return wanted < most ? wanted : most;
}

/* What is on several sides cannot tell them apart. */
static void drop_shared(comparing *x, plx_side *side)
{
    size_t n = 0;

    for (size_t i = 0; i < side->count; i++)
        if (side->docids[i] > x->sides.last_docid || x->sides.on[side->docids[i]] == 1)
            side->docids[n++] = side->docids[i];
    side->count = n;
}

static plx_status draw(comparing *x)
{
    const plx_column *groups;
    plx_draw drawn = { 0 };
    plx_status rc = plx_snapshot_column(x->snap, PLX_SLOT_GROUP, &groups, x->err);
    uint32_t last = rc ? 0 : groups->last_docid;

    x->out->sample = sample_size(x);
    if (!rc)
        rc = plx_draw_make(plx_snapshot_store(x->snap), last, x->req.seed, &drawn, x->err);
    for (size_t i = 0; !rc && i < x->sides.count; i++) {
        plx_side *side = &x->sides.side[i];
        size_t stories;

        drop_shared(x, side);
        rc = plx_draw_order(&drawn, groups, side->docids, side->count, &stories, x->err);
        x->read[i] = stories < x->out->sample ? (uint32_t)stories : x->out->sample;
        x->out->sides[i].read = x->read[i];
    }
    plx_draw_release(&drawn);
    return rc;
}

/* --------------------------------------------------------------- reading */

static plx_status count_article(comparing *x, const plx_article *a, const plx_story *story)
{
    plx_example_finder *f = &x->examples;
    const char *title = a->title ? a->title : "", *text = a->text ? a->text : "";
    plx_status rc = plx_analyser_run(x->an, a->lang, title, strlen(title), &f->title, x->err);

    if (!rc)
        rc = plx_analyser_run(x->an, a->lang, text, plx_compare_text_bytes(text), &f->text, x->err);
    if (!rc)
        rc = plx_term_counter_add(&x->counter, story, &f->title, title, &f->text, text, x->err);
    return rc;
}

static plx_status read_article(comparing *x, const plx_column *sources, uint32_t docid, size_t side)
{
    plx_story story = { .docid = docid, .source = PLX_MAP_NONE, .side = (uint8_t)side };
    plx_article a;
    plx_status rc = PLX_OK;

    if (x->counter.stories % CLOCK_EVERY == 0)
        rc = plx_deadline_check(&x->deadline, x->err);
    if (docid <= sources->last_docid && sources->first[docid] < sources->first[docid + 1])
        story.source = sources->ordinal[sources->first[docid]];
    plx_article_init(&a);
    if (!rc)
        rc = plx_snapshot_article(x->snap, docid, true, &a, x->err);
    if (!rc)
        rc = count_article(x, &a, &story);
    plx_article_release(&a);
    plx_analyser_trim(x->an, VOCABULARY_MAX);
    return rc;
}

/* The sides in turn, so that none fills the vocabulary before the others. */
static plx_status read_sample(comparing *x)
{
    const plx_column *sources;
    size_t all = 0, left;
    plx_status rc = plx_snapshot_column(x->snap, PLX_SLOT_SOURCE, &sources, x->err);

    for (size_t i = 0; i < x->sides.count; i++)
        all += x->read[i];
    if (!rc)
        rc = plx_term_counter_init(&x->counter, x->sides.count, all, x->err);
    left = rc ? 0 : all;
    for (uint32_t round = 0; !rc && left; round++)
        for (size_t i = 0; !rc && i < x->sides.count; i++)
            if (round < x->read[i]) {
                rc = read_article(x, sources, x->sides.side[i].docids[round], i);
                left--;
            }
    for (int k = 0; k < PLX_VOCABULARIES; k++)
        x->out->is_cut = x->out->is_cut || x->counter.table[k].is_full;
    return rc;
}

/* ------------------------------------------------------------------ terms */

/* An outlet's name stands all over its articles. */
static bool names_its_articles(const char *by)
{
    static const char *const facets[] = { "source", "original_source", "author" };

    for (size_t i = 0; i < sizeof facets / sizeof *facets; i++)
        if (strcasecmp(by, facets[i]) == 0)
            return true;
    return false;
}

/* The words that articles were looked for by: those of the query, other names of them, and the
 * names of the sides. */
static plx_status read_topic(comparing *x)
{
    const plx_search_result *all = &x->out->all;
    plx_status rc = plx_topic_words_make(x->an, NULL, x->req.search.query, &x->topic, x->err);

    for (size_t i = 0; !rc && i < all->alias_count; i++)
        for (size_t k = 0; !rc && k < all->aliases[i].count; k++)
            rc = plx_topic_words_add(x->an, NULL, all->aliases[i].used[k], &x->topic, x->err);
    for (size_t i = 0; !rc && i < x->sides.count && names_its_articles(x->req.by); i++)
        rc = plx_topic_words_add(x->an, NULL, x->sides.side[i].name, &x->topic, x->err);
    return rc;
}

/* Which of the words that were met are the topic's. */
static plx_status find_topic(comparing *x)
{
    const plx_map *words = x->counter.table[PLX_VOCABULARY_WORDS].map;
    uint32_t n = plx_map_count(words), typed;
    plx_status rc = read_topic(x);

    if (rc)
        return rc;
    typed = plx_map_count(x->topic.typed);
    x->silent = calloc((size_t)n + 1, sizeof *x->silent);
    x->out->query_words = calloc((size_t)typed + 1, sizeof *x->out->query_words);
    if (!x->silent || !x->out->query_words)
        return no_memory(x->err);
    for (uint32_t i = 0; i < n; i++) {
        size_t len;
        const char *stem = plx_map_key(words, i, &len);

        x->silent[i] = plx_topic_words_has(&x->topic, stem, len);
    }
    for (uint32_t i = 0; i < typed; i++) {
        x->out->query_words[i] = strdup(plx_map_key(x->topic.typed, i, NULL));
        if (!x->out->query_words[i])
            return no_memory(x->err);
        x->out->query_word_count++;
    }
    return PLX_OK;
}

static plx_status prepare_choice(comparing *x)
{
    plx_choosing_options opt = { .terms = x->req.terms,
                                 .min_articles = x->req.min_articles,
                                 .min_sources = x->req.min_sources };
    plx_status rc = find_topic(x);

    opt.silent = x->silent;
    if (!rc)
        rc = plx_chooser_new(&x->counter, &opt, &x->chooser, x->err);
    if (!rc && x->req.model && x->out->by_stance && !x->out->by_person)
        rc = plx_echo_new(x->req.model, &x->echo, x->err);
    if (rc)
        return rc;
    x->out->terms_compared = plx_chooser_compared(x->chooser);
    x->out->bound =
        plx_normal_upper(PLX_COMPARE_ALPHA / (x->out->terms_compared ? x->out->terms_compared : 1));
    x->examples.snap = x->snap;
    x->examples.an = x->an;
    x->examples.topic = &x->topic;
    x->examples.open = x->req.search.mark_open ? x->req.search.mark_open : "**";
    x->examples.close = x->req.search.mark_close ? x->req.search.mark_close : "**";
    x->examples.used = plx_map_new();
    return x->examples.used ? PLX_OK : no_memory(x->err);
}

static void words_of(const comparing *x, const plx_chosen_term *t, plx_example_term *out)
{
    uint32_t word[PLX_COMPARE_GRAM];

    out->words = plx_term_words(&x->counter, t->kind, t->term, word);
    out->is_name = plx_term_is_name(&x->counter, t->kind, t->term);
    for (size_t i = 0; i < out->words; i++)
        out->stem[i] =
            plx_map_key(x->counter.table[PLX_VOCABULARY_WORDS].map, word[i], &out->len[i]);
}

static bool is_echo(const comparing *x, const plx_example_term *t)
{
    plx_echo_word word[PLX_COMPARE_GRAM];

    for (size_t i = 0; i < t->words; i++)
        word[i] = (plx_echo_word){ t->stem[i], t->len[i], plx_hash64(t->stem[i], t->len[i]) };
    return x->echo && plx_echo_has(x->echo, word, t->words);
}

/* Stories of the side with the term, in the order of the draw. */
static size_t list_stories(const comparing *x, const plx_chosen_term *t, size_t side,
                           uint32_t out[PLX_EXAMPLE_STORIES])
{
    size_t n, found = 0;
    const uint32_t *story = plx_chooser_stories(x->chooser, t->kind, t->term, &n);

    for (size_t i = 0; i < n && found < PLX_EXAMPLE_STORIES; i++)
        if (x->counter.story[story[i]].side == side)
            out[found++] = x->counter.story[story[i]].docid;
    return found;
}

static plx_status describe_term(comparing *x, const plx_chosen_term *t, size_t side,
                                plx_compared_term *out)
{
    uint32_t docids[PLX_EXAMPLE_STORIES];
    plx_example_term term;
    size_t n = list_stories(x, t, side, docids);
    plx_status rc = plx_deadline_check(&x->deadline, x->err);

    words_of(x, t, &term);
    out->kind = term.is_name                        ? PLX_COMPARE_NAME
                : t->kind == PLX_VOCABULARY_PHRASES ? PLX_COMPARE_PHRASE
                                                    : PLX_COMPARE_WORD;
    out->z = t->z;
    out->z_sources = t->z_sources;
    out->log_odds = t->log_odds;
    out->articles = t->articles;
    out->articles_others = t->articles_others;
    out->count = t->uses;
    out->count_others = t->uses_others;
    out->sources = t->sources;
    out->in_model = is_echo(x, &term);
    out->weak = t->z_sources < x->out->bound;
    out->one_source = t->one_source;
    return rc ? rc
              : plx_example_find(&x->examples, &term, docids, n, &out->term, &out->example, x->err);
}

static plx_status name_source(comparing *x, const plx_chosen *chosen, plx_compared_side *out)
{
    const plx_column *sources;
    plx_status rc = plx_snapshot_column(x->snap, PLX_SLOT_SOURCE, &sources, x->err);

    out->sources = chosen->sources;
    out->top_source_read = chosen->top_source_stories;
    out->left_out_terms = chosen->left_out;
    if (rc || chosen->top_source == PLX_MAP_NONE)
        return rc;
    out->top_source = strdup(sources->value[chosen->top_source]);
    return out->top_source ? PLX_OK : no_memory(x->err);
}

static plx_status choose_terms(comparing *x, size_t side)
{
    plx_compared_side *out = &x->out->sides[side];
    plx_chosen chosen;
    plx_status rc = plx_choose_terms(x->chooser, side, &chosen, x->err);

    if (rc)
        return rc;
    rc = name_source(x, &chosen, out);
    out->terms = calloc(chosen.count + 1, sizeof *out->terms);
    if (!rc && !out->terms)
        rc = no_memory(x->err);
    for (size_t i = 0; !rc && i < chosen.count; i++) {
        out->term_count++;
        rc = describe_term(x, &chosen.items[i], side, &out->terms[i]);
    }
    free(chosen.items);
    return rc;
}

/* Sides with articles that can be compared. */
static size_t sides_to_read(const comparing *x)
{
    size_t n = 0;

    for (size_t i = 0; i < x->sides.count; i++)
        n += x->read[i] > 0;
    return n;
}

static plx_status compare_terms(comparing *x)
{
    plx_status rc = draw(x);

    if (rc || sides_to_read(x) < 2)
        return rc;
    rc = plx_analyser_new(&x->an, x->err);
    if (!rc)
        rc = read_sample(x);
    if (!rc)
        rc = prepare_choice(x);
    for (size_t i = 0; !rc && i < x->sides.count; i++)
        rc = choose_terms(x, i);
    return rc;
}

/* ------------------------------------------------------------------- run */

static void release(comparing *x)
{
    plx_map_free(x->examples.used);
    plx_tokens_release(&x->examples.title);
    plx_tokens_release(&x->examples.text);
    plx_echo_free(x->echo);
    plx_chooser_free(x->chooser);
    plx_topic_words_release(&x->topic);
    plx_term_counter_release(&x->counter);
    plx_analyser_free(x->an);
    plx_sides_release(&x->sides);
    free(x->silent);
    free(x->docids);
}

plx_status plx_compare(plx_snapshot *snap, plx_searcher *s, const plx_compare_request *req,
                       plx_comparison *out, plx_error *err)
{
    comparing x = { .snap = snap, .searcher = s, .out = out, .err = err };
    plx_status rc;

    memset(out, 0, sizeof *out);
    plx_tokens_init(&x.examples.title);
    plx_tokens_init(&x.examples.text);
    rc = take_request(&x, req);
    if (!rc)
        rc = find_all(&x);
    if (!rc)
        rc = find_sides(&x);
    if (!rc)
        rc = compare_terms(&x);
    release(&x);
    if (rc)
        plx_comparison_release(out);
    return rc;
}

static void release_term(plx_compared_term *t)
{
    free(t->term);
    free(t->example.sentence);
    free(t->example.id);
    free(t->example.title);
    free(t->example.source);
}

static void release_side(plx_compared_side *s)
{
    for (size_t i = 0; i < s->term_count; i++)
        release_term(&s->terms[i]);
    free(s->terms);
    free(s->name);
    free(s->top_source);
    plx_search_result_release(&s->best);
}

void plx_comparison_release(plx_comparison *c)
{
    for (size_t i = 0; i < c->side_count; i++)
        release_side(&c->sides[i]);
    for (size_t i = 0; i < c->query_word_count; i++)
        free(c->query_words[i]);
    free(c->query_words);
    free(c->sides);
    free(c->by);
    plx_search_result_release(&c->all);
    memset(c, 0, sizeof *c);
}
