#include "search/search.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "search/alias_query.h"
#include "search/collapse.h"
#include "search/collect.h"
#include "search/compile.h"
#include "search/correct.h"
#include "search/counting.h"
#include "search/deadline.h"
#include "search/facets.h"
#include "search/fill.h"
#include "search/filters.h"
#include "search/query.h"
#include "search/rank.h"
#include "search/retell.h"
#include "search/saved_query.h"
#include "search/similar.h"
#include "search/snippet.h"
#include "search/walk.h"

/* Words the analyser may keep; what is over it is forgotten between searches. */
#define VOCABULARY_MAX 500000
/* Sets of articles kept for the next search: few queries need more. */
#define SETS_KEPT 32

struct plx_searcher {
    plx_snapshot *snap;
    plx_aliases *aliases; /* NULL: none */
    plx_analyser *an;
    plx_tokens tokens;
    plx_tables tables;
    plx_bits_pool pool;
    plx_docids work;
    plx_facet_counters counts;
    plx_scores scores;
    plx_collapse collapse;
};

/* One search while it runs. */
typedef struct search {
    plx_searcher *s;
    const plx_search_request *req;
    plx_search_result *out;
    plx_deadline deadline;
    unsigned *partial; /* NULL: all or nothing */
    int64_t now;
    plx_node *tree;
    plx_plan plan;
    plx_filters filters;
    plx_collector collector;
    plx_sets sets;
    plx_walk walk;
    plx_strbuf expanded; /* the query with its saved searches */
    plx_strbuf notice, explanation;
    plx_error *err;
} search;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "search: out of memory");
}

/* -------------------------------------------------------------- searcher */

plx_status plx_searcher_new(plx_snapshot *snap, plx_searcher **out, plx_error *err)
{
    plx_searcher *s = calloc(1, sizeof *s);
    plx_status rc;

    *out = NULL;
    if (!s)
        return no_memory(err);
    s->snap = snap;
    s->tables.snap = snap;
    plx_tokens_init(&s->tokens);
    rc = plx_analyser_new(&s->an, err);
    if (rc) {
        plx_searcher_free(s);
        return rc;
    }
    *out = s;
    return PLX_OK;
}

void plx_searcher_free(plx_searcher *s)
{
    if (!s)
        return;
    plx_tokens_release(&s->tokens);
    plx_analyser_free(s->an);
    plx_tables_release(&s->tables);
    plx_bits_pool_release(&s->pool);
    plx_docids_release(&s->work);
    plx_facet_counters_release(&s->counts);
    plx_scores_release(&s->scores);
    plx_collapse_release(&s->collapse);
    free(s);
}

struct plx_tables *plx_searcher_tables(plx_searcher *s)
{
    return &s->tables;
}

void plx_searcher_set_aliases(plx_searcher *s, plx_aliases *aliases)
{
    s->aliases = aliases;
}

/* --------------------------------------------------------------- request */

static plx_status check_request(const plx_search_request *req, plx_error *err)
{
    if (req->any && req->all)
        return plx_fail(err, PLX_ERR_INVALID, "any and all exclude each other");
    if (req->limit > PLX_SEARCH_LIMIT_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "limit is %u, at most %u are given at a time",
                        (unsigned)req->limit, PLX_SEARCH_LIMIT_MAX);
    if (req->offset > PLX_SEARCH_OFFSET_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "offset is %u, at most %u is allowed",
                        (unsigned)req->offset, PLX_SEARCH_OFFSET_MAX);
    if (req->recency_days > PLX_RECENCY_DAYS_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "recency_days is %u, at most %u are a half-life",
                        (unsigned)req->recency_days, PLX_RECENCY_DAYS_MAX);
    if (req->facet_top > PLX_SEARCH_LIMIT_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "facet_top is %u, at most %u are given",
                        (unsigned)req->facet_top, PLX_SEARCH_LIMIT_MAX);
    if (req->snippet_bytes > PLX_SNIPPET_BYTES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "snippet_bytes is %u, at most %u are given",
                        (unsigned)req->snippet_bytes, PLX_SNIPPET_BYTES_MAX);
    return PLX_OK;
}

static uint32_t limit_of(const plx_search_request *req)
{
    return req->limit ? req->limit : PLX_SEARCH_LIMIT_DEFAULT;
}

/* A query made of an article's own terms. */
static plx_status read_article(search *x)
{
    plx_searcher *s = x->s;
    plx_status rc = plx_similar_tree(&s->tables, s->an, &s->tokens, x->req->like, &x->tree, x->err);

    x->out->query = strdup("");
    if (!rc && !x->tree)
        rc = plx_fail(x->err, PLX_ERR_INVALID,
                      "the article has no words that other articles could be found by");
    return rc || x->out->query ? rc : no_memory(x->err);
}

static plx_status parse(search *x)
{
    const char *fields[PLX_FACETS_MAX + 1] = { NULL };
    const char *query = x->req->query ? x->req->query : "";
    size_t n = plx_snapshot_facets(x->s->snap), i;
    plx_status rc;

    for (i = 0; i < n && i < PLX_FACETS_MAX; i++)
        fields[i] = plx_snapshot_facet_name(x->s->snap, i);
    x->out->query = strdup(query);
    if (!x->out->query)
        return no_memory(x->err);
    if (plx_saved_query_applies(query)) {
        rc = plx_saved_query_read(x->s->snap, query, &x->expanded, &x->notice, x->err);
        if (rc)
            return rc;
        query = x->expanded.s;
    }
    rc =
        plx_query_parse(query, strlen(query), fields, x->req->strict, &x->tree, &x->notice, x->err);
    if (!rc && !x->tree && query[strspn(query, " \t\r\n")])
        plx_strbuf_printf(&x->notice, "%sthe query has no words: all articles are shown",
                          x->notice.len ? "; " : "");
    return rc;
}

/* Names that mean the same are looked for together. */
static plx_status add_aliases(search *x)
{
    plx_searcher *s = x->s;
    plx_alias_rewriting r = { NULL, s->an, &s->tokens };
    plx_status rc;

    if (!s->aliases || !x->tree || x->req->exact || x->req->no_aliases)
        return PLX_OK;
    r.table = plx_aliases_borrow(s->aliases);
    rc = plx_alias_rewrite(&r, &x->tree, x->err);
    plx_aliases_give_back(s->aliases);
    return rc;
}

static plx_status compile(search *x)
{
    plx_compiler c = { .tables = &x->s->tables,
                       .an = x->s->an,
                       .tokens = &x->s->tokens,
                       .exact = x->req->exact,
                       .names = !x->req->exact && !x->req->no_spellings && !x->req->like,
                       .now = x->now,
                       .notice = &x->notice };

    return plx_plan_make(&c, x->tree, &x->plan, x->err);
}

/* ----------------------------------------------------------------- sets */

/* A copy of a set without the articles that were there before. */
static plx_status without_old(search *x, const plx_bits **set)
{
    plx_bits *young;
    plx_status rc = plx_bits_take(&x->s->pool, x->s->tables.last_docid, &young, x->err);

    if (rc)
        return rc;
    plx_bits_copy(young, *set);
    plx_bits_clear_to(young, x->req->after);
    *set = young;
    return PLX_OK;
}

/* May the articles with any word not stand in for those with all? Where not all was looked at, it
 * is not known that none has all; and behind a docid the total is about what it is about before. */
static bool lists_full_only(const search *x)
{
    return x->req->all || x->out->partial & PLX_PARTIAL_MATCHES ||
           (x->req->after && plx_bits_count(x->sets.full));
}

static plx_status collect(search *x)
{
    const plx_walk_input in = { &x->collector, &x->sets, &x->filters, x->req->any };
    plx_searcher *s = x->s;
    plx_status rc;

    s->pool.used = 0;
    x->collector =
        (plx_collector){ &s->tables, s->an, &s->pool, &x->deadline, x->partial, &s->scores };
    rc = plx_docids_reserve(&s->work, s->tables.last_docid, x->err);
    if (!rc)
        rc = plx_filters_make(&s->tables, x->req, x->now, &x->filters, x->err);
    if (!rc)
        rc = plx_filters_lift(&s->tables, x->req, &x->plan, &x->filters, x->err);
    if (!rc)
        rc = plx_collect(&x->collector, &x->plan, &x->sets, x->err);
    if (!rc)
        x->sets.all = lists_full_only(x);
    if (!rc && x->req->after)
        rc = without_old(x, &x->sets.full);
    if (!rc && x->req->after)
        rc = without_old(x, &x->sets.any);
    if (!rc)
        rc = plx_walk_run(&in, &s->work, &x->walk, x->err);
    if (rc)
        return rc;
    x->out->total = x->walk.total;
    x->out->total_any = x->walk.total_any;
    x->out->total_exact = !(x->out->partial & PLX_PARTIAL_MATCHES);
    x->out->hidden_undated = x->walk.hidden_undated;
    x->out->hidden_unclear = x->walk.hidden_unclear;
    x->out->is_likely = x->req->likely;
    x->out->hidden_off_topic = x->walk.hidden_off_topic;
    x->out->hidden_not_judged = x->walk.hidden_not_judged;
    return PLX_OK;
}

/* ---------------------------------------------------------------- facets */

static plx_status count_facets(search *x)
{
    plx_counting c = { .req = x->req,
                       .collector = &x->collector,
                       .walk = &x->walk,
                       .filters = &x->filters,
                       .work = &x->s->work,
                       .counts = &x->s->counts };

    return plx_counting_run(&c, x->out, x->err);
}

/* ------------------------------------------------------------------ hits */

static plx_status fill_hits(search *x, const plx_ranked *ranked, size_t n)
{
    const plx_filling f = { .snap = x->s->snap,
                            .req = x->req,
                            .plan = &x->plan,
                            .full = x->walk.full,
                            .collapse = &x->s->collapse,
                            .deadline = &x->deadline,
                            .partial = x->partial,
                            .an = x->s->an,
                            .tokens = &x->s->tokens };

    return plx_fill_hits(&f, ranked, n, x->out, x->err);
}

static plx_status rank_hits(search *x, plx_ranked *ranked, size_t *n)
{
    plx_ranking r = { .collector = &x->collector,
                      .plan = &x->plan,
                      .walk = &x->walk,
                      .work = &x->s->work,
                      .sort = x->req->sort,
                      .recency = { x->req->recency_days, x->now },
                      .any = x->req->any,
                      .all = x->req->all || x->req->counted,
                      .collapse = x->req->collapse ? &x->s->collapse : NULL,
                      .offset = x->req->offset,
                      .limit = limit_of(x->req) };
    size_t listed = 0;
    plx_status rc = PLX_OK;

    if (r.collapse)
        rc = plx_collapse_begin(r.collapse, &x->s->tables, x->err);
    if (!rc)
        rc = plx_rank(&r, ranked, n, &listed, x->err);
    x->out->listed = (uint32_t)listed;
    x->out->is_collapsed = x->req->collapse;
    if (!rc && r.collapse)
        x->out->collapsed = x->out->total - r.collapse->spared;
    return rc;
}

static plx_status rank(search *x)
{
    plx_ranked *ranked = calloc(limit_of(x->req), sizeof *ranked);
    size_t n = 0;
    plx_status rc = ranked ? rank_hits(x, ranked, &n) : no_memory(x->err);

    if (!rc)
        rc = fill_hits(x, ranked, n);
    free(ranked);
    return rc;
}

/* ------------------------------------------------------------------- run */

static plx_status explain(search *x)
{
    const plx_retelling r = { x->tree, &x->plan, x->req };
    plx_search_result *out = x->out;

    if (!x->req->explain)
        return PLX_OK;
    plx_retell_sentence(&r, &x->explanation);
    out->reading = x->explanation.failed ? NULL : strdup(x->explanation.s);
    out->reading_tree = plx_retell_json(&x->plan);
    plx_strbuf_putc(&x->explanation, '\n');
    plx_retell_tree(&x->plan, &x->explanation);
    return out->reading && out->reading_tree ? PLX_OK : no_memory(x->err);
}

/* Where a saved search stands in the query, its columns are of another text. */
static plx_status correct(search *x)
{
    plx_strbuf offer = PLX_STRBUF_INIT;
    plx_status rc;

    if (x->req->like || x->expanded.len)
        return PLX_OK;
    rc = plx_correct(plx_snapshot_store(x->s->snap), &x->plan, x->out->query, &offer, x->err);
    if (!rc && offer.len)
        x->out->did_you_mean = strdup(offer.s);
    if (!rc && offer.len && !x->out->did_you_mean)
        rc = no_memory(x->err);
    plx_strbuf_release(&offer);
    return rc;
}

/* The articles, before any is read. */
static plx_status find(search *x)
{
    plx_status rc = check_request(x->req, x->err);

    if (!rc)
        rc = plx_tables_refresh(&x->s->tables, x->err);
    if (!rc)
        rc = x->req->like ? read_article(x) : parse(x);
    if (!rc && !x->req->like)
        rc = add_aliases(x);
    if (!rc)
        rc = compile(x);
    if (!rc)
        rc = correct(x);
    if (!rc)
        rc = explain(x);
    return rc ? rc : collect(x);
}

static plx_status hand_over(plx_strbuf *from, char **to, plx_error *err)
{
    if (!from->len && !from->failed)
        return PLX_OK;
    *to = plx_strbuf_detach(from);
    return *to ? PLX_OK : no_memory(err);
}

static void release(search *x)
{
    plx_walk_release(&x->walk);
    plx_filters_release(&x->filters);
    plx_plan_release(&x->plan);
    plx_node_free(x->tree);
    plx_strbuf_release(&x->expanded);
    plx_strbuf_release(&x->notice);
    plx_strbuf_release(&x->explanation);
}

/* Make a zeroed search ready for find(); the result is empty. */
static void begin(search *x)
{
    memset(x->out, 0, sizeof *x->out);
    x->out->model = plx_snapshot_model(x->s->snap);
    plx_strbuf_init(&x->expanded);
    plx_strbuf_init(&x->notice);
    plx_strbuf_init(&x->explanation);
    plx_plan_init(&x->plan);
    plx_deadline_start(&x->deadline, x->req->deadline_ms);
    if (x->partial)
        plx_deadline_share(&x->deadline);
    x->deadline.work_max = x->req->work_max;
    x->now = x->req->now ? x->req->now : (int64_t)time(NULL);
    plx_analyser_trim(x->s->an, VOCABULARY_MAX);
}

/* Hand over what the result borrows from the search, and end it. */
static plx_status end(search *x, plx_status rc)
{
    if (!rc)
        rc = hand_over(&x->notice, &x->out->notice, x->err);
    if (!rc)
        rc = hand_over(&x->explanation, &x->out->explanation, x->err);
    if (!rc)
        rc = plx_alias_uses_list(x->tree, &x->plan, x->out, x->err);
    x->out->work = x->deadline.work;
    x->out->spellings = x->plan.spellings;
    x->plan.spellings = (plx_spelling_uses){ 0 };
    release(x);
    plx_bits_pool_trim(&x->s->pool, SETS_KEPT);
    if (rc)
        plx_search_result_release(x->out);
    return rc;
}

/* Of what was cut off before anything was found nothing can be said. */
static plx_status refuse_nothing(const search *x)
{
    const plx_search_result *out = x->out;

    if (out->partial & PLX_PARTIAL_MATCHES && !out->total && !out->listed)
        return plx_deadline_fail(&x->deadline, x->err);
    return PLX_OK;
}

plx_status plx_search(plx_searcher *s, const plx_search_request *req, plx_search_result *out,
                      plx_error *err)
{
    search x = { .s = s, .req = req, .out = out, .err = err };
    plx_status rc;

    x.partial = req->partial_ok ? &out->partial : NULL;

    begin(&x);
    rc = find(&x);
    if (!rc)
        rc = count_facets(&x);
    if (!rc && !req->no_hits)
        rc = rank(&x);
    if (!rc && req->no_hits && req->collapse && out->has_tally) { /* nothing was ranked */
        out->is_collapsed = true;
        out->collapsed = out->tally.stories;
    }
    return end(&x, rc ? rc : refuse_nothing(&x));
}

plx_status plx_search_docids(plx_searcher *s, const plx_search_request *req, uint32_t **docids,
                             plx_search_result *out, plx_error *err)
{
    search x = { .s = s, .req = req, .out = out, .err = err };
    size_t n = 0;
    plx_status rc;

    *docids = NULL;
    begin(&x);
    rc = find(&x);
    if (!rc)
        rc = plx_walk_list(&x.walk, x.filters.tests, &s->work, &n, err);
    out->has_tally = true;
    if (!rc)
        rc = plx_tally_count(&s->tables, s->work.item, n, &out->tally, err);
    if (!rc) {
        *docids = malloc((n + 1) * sizeof **docids);
        if (*docids)
            memcpy(*docids, s->work.item, n * sizeof **docids);
        else
            rc = no_memory(err);
    }
    rc = end(&x, rc);
    if (rc) {
        free(*docids);
        *docids = NULL;
    }
    return rc;
}

void plx_hit_release(plx_hit *h)
{
    plx_article_release(&h->article);
    free(h->snippet);
    free(h->title_marked);
    free(h->group);
    memset(h, 0, sizeof *h);
}

void plx_search_result_release(plx_search_result *r)
{
    size_t i;

    for (i = 0; i < r->hit_count; i++)
        plx_hit_release(&r->hits[i]);
    plx_counting_drop(r);
    for (i = 0; i < r->alias_count; i++)
        plx_alias_use_release(&r->aliases[i]);
    free(r->aliases);
    plx_spelling_uses_release(&r->spellings);
    free(r->hits);
    free(r->query);
    free(r->notice);
    free(r->did_you_mean);
    free(r->explanation);
    free(r->reading);
    json_decref(r->reading_tree);
    memset(r, 0, sizeof *r);
}
