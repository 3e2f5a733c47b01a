/* What a search gives that time or work ran out for: nothing that the whole answer does not have.
 * Work is counted, so that no clock plays a part. */
#include "search_fixture.h"

#include "search/fill.h"
#include "search/query.h"

#define DOCS 240
#define MOST PLX_SEARCH_LIMIT_MAX

static const char *const facets[] = { "source", "month", "stance*source", NULL };

/* ----------------------------------------------------------------- index */

static void put_doc(plx_writer *w, unsigned i)
{
    char id[16], text[512], source[16], date[16];
    plx_article a;

    plx_article_init(&a);
    snprintf(id, sizeof id, "a%u", i);
    snprintf(text, sizeof text, "The harbor %s. %s %s in %s, said number%u of %u%s.",
             i % 3 ? "was quiet" : "burned oil", i % 4 ? "bank drone" : "drone bank",
             i % 5 ? "seen" : "and a tank", i % 7 ? "Basra" : "Erbil", i, i % 11,
             i % 6 ? "" : ", and the drones left the banks");
    snprintf(source, sizeof source, "Paper %u", i % 6);
    snprintf(date, sizeof date, "2019-%02u-%02u", 1 + i % 12, 1 + i % 28);
    a.id = strdup(id);
    a.title = strdup("News of the harbor");
    a.text = strdup(text);
    a.source = strdup(source);
    set_date_and_lean(&a, i % 10 ? date : NULL, NULL);
    put_article(w, &a);
}

static void put_docs(unsigned from, unsigned until)
{
    plx_writer *w = open_writer(NULL);

    for (; from < until; from++)
        put_doc(w, from);
    close_writer(w);
}

static int make_index(void **state)
{
    if (make_folder(state))
        return -1;
    put_docs(0, DOCS);
    open_searcher();
    return 0;
}

/* ------------------------------------------------- against the whole answer */

/* The whole answer, and which articles it lists. */
typedef struct truth {
    plx_search_result r;
    bool is_listed[DOCS + 1], is_full[DOCS + 1]; /* [docid] */
} truth;

static void make_truth(const plx_search_request *req, truth *t)
{
    plx_search_request all = *req;
    plx_search_result r;
    size_t i;

    memset(t, 0, sizeof *t);
    all.limit = MOST;
    all.no_hits = all.collapse = false;
    OK(plx_search(searcher, &all, &r, &err));
    for (i = 0; i < r.hit_count; i++) {
        t->is_listed[r.hits[i].docid] = true;
        t->is_full[r.hits[i].docid] = r.hits[i].full;
    }
    plx_search_result_release(&r);
    OK(plx_search(searcher, req, &t->r, &err));
    assert_int_equal(t->r.partial, 0);
    assert_true(t->r.total_exact);
}

static void is_the_same(const plx_search_result *a, const plx_search_result *b)
{
    json_t *x = plx_search_result_json(a), *y = plx_search_result_json(b);

    assert_non_null(x);
    assert_true(json_equal(x, y));
    json_decref(x);
    json_decref(y);
}

static void is_part_of(const plx_search_result *r, const truth *t)
{
    size_t i;

    assert_true(r->total <= t->r.total);
    assert_true(r->total_any <= t->r.total_any);
    assert_true(r->hidden_undated <= t->r.hidden_undated);
    assert_true(!r->is_collapsed || r->collapsed <= t->r.collapsed);
    for (i = 0; i < r->hit_count; i++) {
        assert_true(t->is_listed[r->hits[i].docid]);
        assert_true(!r->hits[i].full || t->is_full[r->hits[i].docid]);
    }
    assert_int_equal(r->total_exact, !(r->partial & PLX_PARTIAL_MATCHES));
    if (r->partial & PLX_PARTIAL_MATCHES)
        assert_true(r->total || r->listed);
    else
        assert_int_equal(r->total, t->r.total);
}

static void counts_are_whole_or_missing(const plx_search_request *req, const plx_search_result *r,
                                        const truth *t)
{
    bool is_asked = req->facets || req->no_hits;
    size_t i;

    if (r->partial & PLX_PARTIAL_MATCHES && is_asked)
        assert_true(r->partial & PLX_PARTIAL_COUNTS);
    if (r->partial & PLX_PARTIAL_COUNTS) {
        assert_true(is_asked);
        assert_false(r->has_tally);
        assert_int_equal(r->facet_count + r->table_count, 0);
        return;
    }
    assert_int_equal(r->facet_count, t->r.facet_count);
    assert_int_equal(r->table_count, t->r.table_count);
    for (i = 0; i < r->facet_count; i++)
        assert_int_equal(r->facets[i].n, t->r.facets[i].n);
}

/* Ask with all limits of work from none to enough; returns how often a part came out. */
static unsigned cut_everywhere(const plx_search_request *req)
{
    plx_search_request cut = *req;
    plx_search_result r;
    uint32_t total = 0;
    unsigned parts = 0;
    truth t;

    make_truth(req, &t);
    cut.partial_ok = true;
    for (cut.work_max = 1; cut.work_max < t.r.work; cut.work_max += 1 + t.r.work / 97) {
        plx_status rc = plx_search(searcher, &cut, &r, &err);

        if (rc == PLX_OK) {
            parts += r.partial != 0;
            if (!r.partial) /* the last step went over the limit */
                is_the_same(&r, &t.r);
            is_part_of(&r, &t);
            counts_are_whole_or_missing(req, &r, &t);
            assert_true(r.total >= total); /* the more is looked at, the more is known */
            total = r.total;
        } else {
            assert_int_equal(rc, PLX_ERR_DEADLINE);
        }
        plx_search_result_release(&r);
    }
    cut.work_max = t.r.work;
    OK(plx_search(searcher, &cut, &r, &err));
    is_the_same(&r, &t.r);
    plx_search_result_release(&r);
    plx_search_result_release(&t.r);
    return parts;
}

static const char *const queries[] = {
    "harbor",
    "oil tank",
    "harbor -oil",
    "oil OR tank",
    "harbor oil tank erbil",
    "\"drone bank\"",
    "tank \"drone bank\"",
    "harbor -\"drone bank\"",
    "drone NEAR/1 bank",
    "=drone NEAR/2 bank",
    "=drones tank",
    "oil -=drones",
    "harbor AND NOT (oil AND NOT tank)",
    "NOT (NOT (oil))",
    "bank* oil",
    "nowhere oil tank",
    "oil source:\"Paper 3\"",
    "harbor date:2019-03",
    "title:harbor +tank",
};
#define QUERIES (sizeof queries / sizeof *queries)

static void what_is_given_is_part_of_the_whole_answer(void **state)
{
    unsigned parts = 0;
    size_t i;

    (void)state;
    for (i = 0; i < QUERIES; i++) {
        plx_search_request req = { .query = queries[i], .limit = MOST };

        parts += cut_everywhere(&req) > 0;
    }
    assert_true(parts > QUERIES / 2);
}

static void so_it_is_with_filters_counts_and_every_order(void **state)
{
    const plx_filter filter = { "source", "Paper 2" };
    size_t i;

    (void)state;
    for (i = 0; i < 4 * QUERIES; i++) {
        plx_search_request req = { .query = queries[i / 4],
                                   .limit = i % 3 ? 10 : MOST,
                                   .facets = facets,
                                   .sort = (plx_search_sort)(i % 4),
                                   .since = i % 5 ? NULL : "2019-06",
                                   .filters = &filter,
                                   .filter_count = i % 7 == 0,
                                   .any = i % 2,
                                   .no_hits = i % 11 == 0,
                                   .collapse = i % 5 == 1 };

        cut_everywhere(&req);
    }
}

/* --------------------------------------------------------------- by hand */

static void what_is_missing_has_names(void **state)
{
    plx_search_request req = {
        .query = "harbor", .facets = facets, .work_max = 100, .partial_ok = true
    };
    plx_search_result r;
    json_t *o, *names;

    (void)state;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.partial, PLX_PARTIAL_MATCHES | PLX_PARTIAL_COUNTS);
    assert_int_equal(r.total, 101);
    assert_int_equal(r.hit_count, 10);
    o = plx_search_result_json(&r);
    names = json_pack("[ss]", "matches", "counts");
    assert_true(json_equal(json_object_get(o, "partial"), names));
    assert_true(json_is_false(json_object_get(o, "total_exact")));
    assert_null(json_object_get(o, "tally"));
    json_decref(names);
    json_decref(o);
    plx_search_result_release(&r);
    req.work_max = 0;
    OK(plx_search(searcher, &req, &r, &err));
    o = plx_search_result_json(&r);
    assert_null(json_object_get(o, "partial"));
    json_decref(o);
    plx_search_result_release(&r);
}

static void counts_alone_may_be_missing(void **state)
{
    plx_search_request req = { .query = "harbor", .facets = facets, .partial_ok = true };
    plx_search_result r;

    (void)state;
    req.work_max = DOCS; /* enough to match */
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.partial, PLX_PARTIAL_COUNTS);
    assert_int_equal(r.total, DOCS);
    assert_true(r.total_exact);
    plx_search_result_release(&r);
}

static void without_leave_nothing_is_given(void **state)
{
    plx_search_request req = { .query = "harbor", .work_max = 100 };
    plx_search_result r;
    uint32_t *docids;

    (void)state;
    assert_int_equal(plx_search(searcher, &req, &r, &err), PLX_ERR_DEADLINE);
    assert_non_null(strstr(err.msg, "more than 100 postings"));
    assert_null(r.hits);
    req.partial_ok = true; /* a sample is drawn from all or from none */
    assert_int_equal(plx_search_docids(searcher, &req, &docids, &r, &err), PLX_ERR_DEADLINE);
    assert_null(docids);
}

static void of_nothing_found_nothing_is_said(void **state)
{
    /* the list of the first was not read as far; what is refused was not read to its end */
    static const char *const cut[] = { "+number239 +harbor", "harbor -number5 -basra" };
    plx_search_request req = { .work_max = 10, .partial_ok = true, .all = true };
    plx_search_result r;
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        req.query = cut[i];
        assert_int_equal(plx_search(searcher, &req, &r, &err), PLX_ERR_DEADLINE);
        assert_null(r.hits);
    }
}

static void a_far_deadline_changes_nothing(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < QUERIES; i++) {
        plx_search_request req = { .query = queries[i], .facets = facets, .snippets = true };
        plx_search_result whole, r;

        OK(plx_search(searcher, &req, &whole, &err));
        req.deadline_ms = 3600000;
        req.partial_ok = true;
        req.work_max = UINT64_MAX;
        OK(plx_search(searcher, &req, &r, &err));
        is_the_same(&r, &whole);
        plx_search_result_release(&r);
        plx_search_result_release(&whole);
    }
}

/* ----------------------------------------------------------------- order */

/* A search up to its ranking. */
typedef struct ranked_search {
    plx_analyser *an;
    plx_tokens tokens;
    plx_node *tree;
    plx_plan plan;
    plx_filters filters;
    plx_bits_pool pool;
    plx_scores scores;
    plx_docids work;
    plx_deadline deadline;
    plx_walk walk;
} ranked_search;

static void release_search(ranked_search *x)
{
    plx_walk_release(&x->walk);
    plx_docids_release(&x->work);
    plx_scores_release(&x->scores);
    plx_bits_pool_release(&x->pool);
    plx_filters_release(&x->filters);
    plx_plan_release(&x->plan);
    plx_node_free(x->tree);
    plx_tokens_release(&x->tokens);
    plx_analyser_free(x->an);
}

/* The first of two words typed side by side when ranking may end at end_ns; NULL: as a whole. */
static plx_status first_of_words(int64_t end_ns, unsigned *partial, uint32_t *docid)
{
    plx_tables *tables = plx_searcher_tables(searcher);
    plx_search_request req = { .query = "drone bank" };
    ranked_search x = { .deadline = { .limit_ms = 1 } };
    plx_compiler c = { .tables = tables, .tokens = &x.tokens };
    plx_collector collector = { tables, NULL, &x.pool, &x.deadline, partial, &x.scores };
    plx_sets sets = { .all = false };
    plx_walk_input in = { &collector, &sets, &x.filters, false };
    plx_ranking r = {
        .collector = &collector, .plan = &x.plan, .walk = &x.walk, .work = &x.work, .limit = 1
    };
    plx_ranked first;
    size_t n, listed;
    plx_status rc;

    x.deadline.end_ns[PLX_PHASE_RANK] = end_ns;
    plx_tokens_init(&x.tokens);
    OK(plx_analyser_new(&x.an, &err));
    c.an = x.an;
    OK(plx_query_parse(req.query, strlen(req.query), NULL, true, &x.tree, NULL, &err));
    OK(plx_plan_make(&c, x.tree, &x.plan, &err));
    OK(plx_filters_make(tables, &req, 1, &x.filters, &err));
    OK(plx_collect(&collector, &x.plan, &sets, &err));
    OK(plx_docids_reserve(&x.work, tables->last_docid, &err));
    OK(plx_walk_run(&in, &x.work, &x.walk, &err));
    rc = plx_rank(&r, &first, &n, &listed, &err);
    *docid = rc ? 0 : first.docid;
    release_search(&x);
    return rc;
}

static void neighbours_are_not_weighed_when_there_is_no_time_for_them(void **state)
{
    uint32_t docid;
    unsigned partial = 0;

    (void)state;
    OK(first_of_words(0, &partial, &docid));
    assert_int_equal(partial, 0);
    assert_int_equal((docid - 1) % 4, 0); /* a "drone bank" */
    OK(first_of_words(1, &partial, &docid));
    assert_int_equal(partial, PLX_PARTIAL_ORDER);
    assert_int_not_equal((docid - 1) % 4, 0);
    assert_int_equal(first_of_words(1, NULL, &docid), PLX_ERR_DEADLINE);
}

/* ------------------------------------------------------------------ hits */

/* Fill three hits, some phase being over; NULL: no part is enough. */
static plx_status fill(plx_phase over, unsigned *partial, plx_search_result *out)
{
    static const plx_ranked ranked[] = { { 1, 3 }, { 2, 2 }, { 3, 1 } };
    plx_search_request req = { .snippets = true };
    plx_deadline deadline = { .limit_ms = 1 };
    plx_analyser *an = NULL;
    plx_tokens tokens;
    plx_plan plan;
    plx_filling f = { .snap = snap,
                      .req = &req,
                      .plan = &plan,
                      .full = &plx_searcher_tables(searcher)->all,
                      .deadline = &deadline,
                      .partial = partial,
                      .tokens = &tokens };
    plx_status rc;

    deadline.end_ns[over] = 1; /* long ago */
    plx_plan_init(&plan);
    plx_tokens_init(&tokens);
    OK(plx_analyser_new(&an, &err));
    f.an = an;
    memset(out, 0, sizeof *out);
    rc = plx_fill_hits(&f, ranked, 3, out, &err);
    plx_analyser_free(an);
    plx_tokens_release(&tokens);
    plx_plan_release(&plan);
    return rc;
}

static void hits_come_without_snippets_when_there_is_no_time_for_them(void **state)
{
    plx_search_result r;
    unsigned partial = 0;
    size_t i;

    (void)state;
    OK(fill(PLX_PHASE_RANK, &partial, &r)); /* not its business */
    assert_int_equal(partial, 0);
    assert_non_null(r.hits[2].snippet);
    plx_search_result_release(&r);
    OK(fill(PLX_PHASE_SNIPPETS, &partial, &r));
    assert_int_equal(partial, PLX_PARTIAL_SNIPPETS);
    assert_int_equal(r.hit_count, 3);
    for (i = 0; i < 3; i++) {
        assert_null(r.hits[i].snippet);
        assert_non_null(r.hits[i].article.title);
    }
    plx_search_result_release(&r);
    assert_int_equal(fill(PLX_PHASE_SNIPPETS, NULL, &r), PLX_ERR_DEADLINE);
    plx_search_result_release(&r);
}

static void hits_end_with_the_time(void **state)
{
    plx_search_result r;
    unsigned partial = 0;

    (void)state;
    OK(fill(PLX_PHASE_END, &partial, &r));
    assert_int_equal(partial, PLX_PARTIAL_HITS);
    assert_int_equal(r.hit_count, 0);
    plx_search_result_release(&r);
    assert_int_equal(fill(PLX_PHASE_END, NULL, &r), PLX_ERR_DEADLINE);
    plx_search_result_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_given_is_part_of_the_whole_answer),
        cmocka_unit_test(so_it_is_with_filters_counts_and_every_order),
        cmocka_unit_test(what_is_missing_has_names),
        cmocka_unit_test(counts_alone_may_be_missing),
        cmocka_unit_test(without_leave_nothing_is_given),
        cmocka_unit_test(of_nothing_found_nothing_is_said),
        cmocka_unit_test(a_far_deadline_changes_nothing),
        cmocka_unit_test(neighbours_are_not_weighed_when_there_is_no_time_for_them),
        cmocka_unit_test(hits_come_without_snippets_when_there_is_no_time_for_them),
        cmocka_unit_test(hits_end_with_the_time),
    };

    plx_store_process_init(0);
    return cmocka_run_group_tests_name("partial", tests, make_index, remove_search_index);
}
