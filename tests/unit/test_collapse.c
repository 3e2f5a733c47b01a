/* Near-copies shown once, on a random index with groups: held against the whole list without the
 * later members of each group. And the articles of a group found by dup:, and the credited outlet
 * as a facet and a filter. */
#include "search_fixture.h"

#include "collection/duplicates.h"

#define DOCS   300
#define LENGTH 14
#define WORDS  10
#define GROUPS 40 /* numbers 0..GROUPS-1 are groups; what is drawn above it is alone */
#define ROUNDS 400
#define ALONE  (-1)

static const char *const word_names[WORDS] = { "tehran", "oil",  "drone", "bank",  "harbor",
                                               "tank",   "vote", "wheat", "ferry", "canal" };
static const char *const source_names[] = { "Tigris Wire", "The Post", "IRNA" };
static const char *const dates[] = { "", "2018-01-31", "2018-02-01", "2019-10-10" };

static int group_number[DOCS]; /* by article */
static uint32_t docids[DOCS];

/* ----------------------------------------------------------------- index */

static void put_doc(plx_writer *w, unsigned n)
{
    const char *date = dates[draw(4)];
    char text[LENGTH * 16] = "";
    plx_article a;
    char id[16];
    unsigned i;

    plx_article_init(&a);
    snprintf(id, sizeof id, "a%u", n);
    for (i = 0; i < LENGTH; i++)
        sprintf(text + strlen(text), "%s ", word_names[draw(3) ? draw(4) : draw(WORDS)]);
    a.id = strdup(id);
    a.text = strdup(text);
    a.source = strdup(source_names[draw(3)]);
    set_date_and_lean(&a, date, NULL);
    put_article(w, &a);
}

/* Groups and credited outlets as the writer would note them. */
static void set_slots(void)
{
    char id[16], name[PLX_GROUP_BYTES + 1];
    plx_store *st = open_values();
    unsigned i;

    for (i = 0; i < DOCS; i++) {
        uint32_t docid;

        snprintf(id, sizeof id, "Qa%u", i);
        OK(plx_store_find(st, id, strlen(id), &docid, &err));
        group_number[i] = (int)draw(2 * GROUPS);
        group_number[i] =
            group_number[i] < GROUPS ? group_number[i] * group_number[i] / GROUPS : ALONE;
        snprintf(name, sizeof name, "%016x", (unsigned)group_number[i]);
        OK(plx_store_set_value(st, docid, PLX_SLOT_GROUP, name,
                               group_number[i] == ALONE ? 0 : PLX_GROUP_BYTES, &err));
        if (i % 3 == 0)
            OK(plx_store_set_value(st, docid, PLX_SLOT_ORIGINAL, i % 2 ? "Dijla" : "AFP",
                                   i % 2 ? 5 : 3, &err));
    }
    finish_values(st);
}

static int make_index(void **state)
{
    plx_writer *w;
    char id[16];
    unsigned i;

    if (make_folder(state))
        return -1;
    seed = 3;
    w = open_writer(NULL);
    for (i = 0; i < DOCS; i++)
        put_doc(w, i);
    close_writer(w);
    set_slots();
    open_searcher();
    for (i = 0; i < DOCS; i++) {
        snprintf(id, sizeof id, "a%u", i);
        OK(plx_snapshot_find(snap, id, &docids[i], &err));
    }
    return 0;
}

static int group_of(uint32_t docid)
{
    unsigned i;

    for (i = 0; i < DOCS; i++)
        if (docids[i] == docid)
            return group_number[i];
    fail_msg("docid %u is no article", (unsigned)docid);
    return ALONE;
}

/* -------------------------------------------------------------- checking */

/* What collapsing a whole list leaves. */
typedef struct truth {
    uint32_t docid[DOCS], copies[DOCS];
    double score[DOCS];
    uint32_t count;
} truth;

static void collapse(const plx_search_result *r, truth *t)
{
    int place[GROUPS];
    size_t i;

    t->count = 0;
    memset(place, -1, sizeof place);
    for (i = 0; i < r->hit_count; i++) {
        int g = group_of(r->hits[i].docid);

        if (g != ALONE && place[g] >= 0) {
            t->copies[place[g]]++;
            continue;
        }
        if (g != ALONE)
            place[g] = (int)t->count;
        t->docid[t->count] = r->hits[i].docid;
        t->score[t->count] = r->hits[i].score;
        t->copies[t->count++] = 0;
    }
}

/* Of what the total counts; the order by date lists just that. */
static uint32_t groups_in_total(plx_search_request req)
{
    plx_search_result r;
    truth t;

    req.sort = PLX_BY_DATE;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.hit_count, r.total);
    collapse(&r, &t);
    plx_search_result_release(&r);
    return t.count;
}

static void check_hit(const plx_hit *h, const truth *t, uint32_t at)
{
    assert_int_equal(h->docid, t->docid[at]);
    assert_int_equal(h->duplicates, t->copies[at]);
    assert_true(h->score == t->score[at]);
    if (!h->duplicates) {
        assert_null(h->group);
        return;
    }
    assert_int_equal(strtoul(h->group, NULL, 16), group_of(h->docid));
}

static void check_pages(plx_search_request req, const truth *t, uint32_t collapsed)
{
    uint32_t seen = 0;

    req.collapse = true;
    req.limit = 1 + draw(50);
    for (req.offset = 0; req.offset <= t->count; req.offset += req.limit) {
        plx_search_result r;
        size_t i;

        OK(plx_search(searcher, &req, &r, &err));
        assert_int_equal(r.listed, t->count);
        assert_int_equal(r.collapsed, collapsed);
        for (i = 0; i < r.hit_count; i++)
            check_hit(&r.hits[i], t, seen++);
        plx_search_result_release(&r);
    }
    assert_int_equal(seen, t->count);
}

static void check_totals(plx_search_request req, const plx_search_result *plain)
{
    plx_search_result r;
    size_t i;

    req.collapse = true;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.total, plain->total);
    assert_int_equal(r.total_any, plain->total_any);
    assert_int_equal(r.facet_count, 1);
    assert_int_equal(r.facets[0].count, plain->facets[0].count);
    for (i = 0; i < r.facets[0].count; i++)
        assert_int_equal(r.facets[0].values[i].count, plain->facets[0].values[i].count);
    plx_search_result_release(&r);
}

static void run_round(void)
{
    static const char *const facets[] = { "source", NULL };
    plx_filter filter = { "source", source_names[draw(3)] };
    unsigned words = draw(5), i;
    char query[WORDS * 16] = "";
    plx_search_request req = { .query = query,
                               .filters = &filter,
                               .filter_count = draw(3) == 0,
                               .since = draw(4) ? NULL : "2018-02",
                               .any = draw(4) == 0,
                               .sort = draw(2) ? PLX_BY_RELEVANCE : (plx_search_sort)draw(3),
                               .facets = facets,
                               .limit = PLX_SEARCH_LIMIT_MAX };
    plx_search_result plain;
    truth t;

    for (i = 0; i < words; i++)
        sprintf(query + strlen(query), "%s%s ", draw(6) ? "" : "+", word_names[draw(WORDS)]);
    OK(plx_search(searcher, &req, &plain, &err));
    assert_int_equal(plain.listed, plain.hit_count);
    collapse(&plain, &t);
    check_totals(req, &plain);
    check_pages(req, &t, groups_in_total(req));
    plx_search_result_release(&plain);
}

static void collapsed_lists_are_whole_ones_without_later_copies(void **state)
{
    int i;

    (void)state;
    seed = 4;
    for (i = 0; i < ROUNDS; i++)
        run_round();
}

static uint32_t total_of(const char *query)
{
    plx_search_request req = { .query = query };
    plx_search_result r;
    uint32_t total;

    OK(plx_search(searcher, &req, &r, &err));
    total = r.total;
    plx_search_result_release(&r);
    return total;
}

static void the_articles_of_a_group_are_found_by_id_and_by_name(void **state)
{
    unsigned i, k;

    (void)state;
    for (i = 0; i < DOCS; i += 7) {
        uint32_t members = 0;
        char query[64];

        for (k = 0; k < DOCS; k++)
            members += k == i || (group_number[i] != ALONE && group_number[k] == group_number[i]);
        snprintf(query, sizeof query, "dup:a%u", i);
        assert_int_equal(total_of(query), members);
        snprintf(query, sizeof query, "dup:\"a%u\" AND tehran", i);
        assert_true(total_of(query) <= members);
        snprintf(query, sizeof query, "NOT dup:a%u", i);
        assert_int_equal(total_of(query), DOCS - members);
        if (group_number[i] == ALONE)
            continue;
        snprintf(query, sizeof query, "dup:%016x", (unsigned)group_number[i]);
        assert_int_equal(total_of(query), members);
    }
    assert_int_equal(total_of("dup:nobody"), 0);
}

static void hits_say_of_near_copies_only_when_there_are_any(void **state)
{
    plx_search_request req = { .query = "dup:0000000000000000", .collapse = true };
    plx_search_result r;
    json_t *o, *hit;

    (void)state;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.hit_count, 1);
    o = plx_search_result_json(&r);
    hit = json_array_get(json_object_get(o, "hits"), 0);
    assert_int_equal(json_integer_value(json_object_get(o, "collapsed")), 1);
    assert_int_equal(json_integer_value(json_object_get(hit, "duplicates")), r.total - 1);
    assert_string_equal(json_string_value(json_object_get(hit, "group")), "0000000000000000");
    json_decref(o);
    plx_search_result_release(&r);
    req.collapse = false;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.hit_count, r.total < 10 ? r.total : 10);
    o = plx_search_result_json(&r);
    assert_null(json_object_get(o, "collapsed"));
    assert_null(json_object_get(json_array_get(json_object_get(o, "hits"), 0), "duplicates"));
    json_decref(o);
    plx_search_result_release(&r);
}

static void the_credited_outlet_is_a_facet_and_a_filter(void **state)
{
    static const char *const facets[] = { "original_source", NULL };
    plx_filter filter = { "original_source", "dijla" };
    plx_search_request req = {
        .facets = facets, .filters = &filter, .filter_count = 1, .limit = 1
    };
    plx_search_result r;

    (void)state;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.total, DOCS / 6);
    assert_int_equal(r.facets[0].count, 2);
    assert_int_equal(r.facets[0].values[0].count, DOCS / 6);
    assert_string_equal(r.facets[0].values[0].value, "AFP");
    assert_true(r.facets[0].values[1].chosen);
    plx_search_result_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(collapsed_lists_are_whole_ones_without_later_copies),
        cmocka_unit_test(the_articles_of_a_group_are_found_by_id_and_by_name),
        cmocka_unit_test(hits_say_of_near_copies_only_when_there_are_any),
        cmocka_unit_test(the_credited_outlet_is_a_facet_and_a_filter),
    };

    return cmocka_run_group_tests(tests, make_index, remove_search_index);
}
