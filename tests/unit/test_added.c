/* Reading all matches page by page, in the order in which they came into the index: each page goes
 * on behind the last docid of the one before. */
#include "search_fixture.h"

#define DOCS 90
#define PAGE 7

static void put_docs(unsigned from, unsigned until)
{
    plx_writer *w = open_writer(NULL);
    char id[16], text[80];

    for (; from < until; from++) {
        snprintf(id, sizeof id, "a%u", from);
        snprintf(text, sizeof text, "%s of wheat, load %u of %u", from % 3 ? "A harbor" : "Oil",
                 from, from % 8);
        put(w, id, text, &(plx_put_options){ 0 });
    }
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

static void delete_article(const char *id)
{
    plx_writer *w = open_writer(NULL);

    OK(plx_writer_delete(w, id, &err));
    close_writer(w);
}

/* ---------------------------------------------------------------- reading */

/* What has been read so far. */
typedef struct reading {
    uint32_t last; /* docid */
    uint32_t total;
    unsigned times[2 * DOCS]; /* by number of the id */
} reading;

/* Read one page; returns its hits. */
static size_t read_page(plx_search_request req, reading *x)
{
    plx_search_result r;
    size_t n, i;

    req.sort = PLX_BY_ADDED;
    req.limit = PAGE;
    req.after = x->last;
    OK(plx_search(searcher, &req, &r, &err));
    for (i = 0; i < r.hit_count; i++) {
        assert_true(r.hits[i].docid > x->last);
        x->last = r.hits[i].docid;
        x->times[atoi(r.hits[i].article.id + 1)]++;
    }
    assert_int_equal(r.listed, r.total); /* those behind the page before */
    assert_int_equal(r.hit_count, r.total < PAGE ? r.total : PAGE);
    x->total = r.total;
    n = r.hit_count;
    plx_search_result_release(&r);
    return n;
}

static void read_on(plx_search_request req, reading *x)
{
    while (read_page(req, x))
        ;
}

/* How many of the articles [from, until) were read; none was read twice. */
static unsigned count_read(const reading *x, unsigned from, unsigned until)
{
    unsigned n = 0;

    for (; from < until; from++) {
        assert_true(x->times[from] <= 1);
        n += x->times[from];
    }
    return n;
}

static uint32_t count_all(const char *query)
{
    plx_search_request req = { .query = query, .no_hits = true };
    plx_search_result r;
    uint32_t n;

    OK(plx_search(searcher, &req, &r, &err));
    n = r.total;
    plx_search_result_release(&r);
    return n;
}

static void each_match_is_read_once(void **state)
{
    static const char *const queries[] = { "harbor", "wheat -oil", "", "load oil", "\"of wheat\"" };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof queries / sizeof *queries; i++) {
        reading x = { .last = 0 };

        read_on((plx_search_request){ .query = queries[i] }, &x);
        assert_int_equal(count_read(&x, 0, DOCS), count_all(queries[i]));
    }
}

static void only_what_the_total_counts_is_listed(void **state)
{
    /* some articles hold one of the words only */
    plx_search_request req = { .query = "harbor oil wheat", .sort = PLX_BY_ADDED };
    plx_search_result r;

    (void)state;
    OK(plx_search(searcher, &req, &r, &err));
    assert_int_equal(r.listed, r.total);
    plx_search_result_release(&r);
    req.query = "oil wheat";
    OK(plx_search(searcher, &req, &r, &err));
    assert_true(r.total < r.total_any);
    assert_int_equal(r.listed, r.total);
    plx_search_result_release(&r);
}

static void pages_by_offset_are_the_same(void **state)
{
    plx_search_request req = { .query = "wheat", .sort = PLX_BY_ADDED, .limit = PAGE };
    reading x = { .last = 0 };
    uint32_t before = 0;

    (void)state;
    for (; read_page((plx_search_request){ .query = "wheat" }, &x) == PAGE; req.offset += PAGE) {
        plx_search_result r;

        OK(plx_search(searcher, &req, &r, &err));
        assert_int_equal(r.hits[PAGE - 1].docid, x.last);
        assert_true(r.hits[0].docid > before);
        before = x.last;
        plx_search_result_release(&r);
    }
}

static void of_near_copies_the_first_is_listed(void **state)
{
    plx_search_request req = { .query = "wheat", .sort = PLX_BY_ADDED, .collapse = true };
    plx_search_result r;
    size_t i;

    (void)state;
    OK(plx_search(searcher, &req, &r, &err));
    for (i = 1; i < r.hit_count; i++)
        assert_true(r.hits[i].docid > r.hits[i - 1].docid);
    assert_int_equal(r.hits[0].docid, 1);
    plx_search_result_release(&r);
}

/* Last: the index is another one after it. */
static void what_comes_in_meanwhile_is_read_too(void **state)
{
    reading x = { .last = 0 };

    (void)state;
    read_page((plx_search_request){ .query = "wheat" }, &x);
    read_page((plx_search_request){ .query = "wheat" }, &x);
    put_docs(DOCS, DOCS + 20);
    delete_article("a3"); /* has been read */
    OK(plx_snapshot_refresh(snap, NULL, &err));
    read_page((plx_search_request){ .query = "wheat" }, &x);
    put_docs(DOCS + 20, DOCS + 31);
    delete_article("a80");
    OK(plx_snapshot_refresh(snap, NULL, &err));
    read_on((plx_search_request){ .query = "wheat" }, &x);
    assert_int_equal(count_read(&x, 0, DOCS + 31), DOCS + 31 - 1);
    assert_int_equal(x.times[80], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_match_is_read_once),
        cmocka_unit_test(only_what_the_total_counts_is_listed),
        cmocka_unit_test(pages_by_offset_are_the_same),
        cmocka_unit_test(of_near_copies_the_first_is_listed),
        cmocka_unit_test(what_comes_in_meanwhile_is_read_too),
    };

    plx_store_process_init(0);
    return cmocka_run_group_tests_name("added", tests, make_index, remove_search_index);
}
