/* Small random indexes and random queries, held against a search that reads every article: totals,
 * facet counts, what is hidden, the order of hits and the seams of pages; and what comes out where
 * the search was cut. */
#include "search_fixture.h"

#define DOCS     60
#define LENGTH   14 /* words of a text */
#define WORDS    8
#define SOURCES  4
#define AUTHORS  5
#define CHILDREN 3
#define NODES    64
#define ROUNDS   600

static const char *const word_names[WORDS] = { "tehran", "oil",  "drone", "bank",
                                               "harbor", "tank", "vote",  "wheat" };
static const char *const source_names[SOURCES] = { "Tigris Wire", "The Post", "IRNA", "El Mundo" };
static const char *const author_names[AUTHORS] = { "Ann Lee", "Bo Ek", "Cy Dee", "D\xc3\xb3ra El",
                                                   "Ed Foy" };
static const char *const dates[] = { "",        "2018-01-31", "2018-02-01", "2019-10-10",
                                     "2019-10", "2019-11-02", "2020" };
#define DATES (sizeof dates / sizeof *dates)

/* What an article holds; numbers index the names above. */
typedef struct doc {
    int text[LENGTH];
    int source, authors, date; /* authors: bit mask */
    uint32_t docid;
} doc;

static doc docs[DOCS];

/* ----------------------------------------------------------------- index */

static void put_doc(plx_writer *w, unsigned n)
{
    char id[16], text[LENGTH * 16] = "", authors[128] = "";
    doc *d = &docs[n];
    plx_article a;
    unsigned i;

    plx_article_init(&a);
    snprintf(id, sizeof id, "a%u", n);
    for (i = 0; i < LENGTH; i++) {
        /* some words are rare, so that there are queries that nothing matches in full */
        d->text[i] = (int)(draw(3) ? draw(3) : draw(WORDS));
        sprintf(text + strlen(text), "%s ", word_names[d->text[i]]);
    }
    d->source = (int)draw(SOURCES);
    d->authors = (int)draw(1 << AUTHORS) & (int)draw(1 << AUTHORS);
    d->date = (int)draw(DATES);
    for (i = 0; i < AUTHORS; i++)
        if (d->authors >> i & 1)
            sprintf(authors + strlen(authors), "%s%s", *authors ? "; " : "", author_names[i]);
    a.id = strdup(id);
    a.text = strdup(text);
    a.source = strdup(source_names[d->source]);
    a.author = *authors ? strdup(authors) : NULL;
    set_date_and_lean(&a, dates[d->date], NULL);
    put_article(w, &a);
}

static int make_index(void **state)
{
    plx_writer *w;
    char id[16];
    unsigned i;

    if (make_folder(state))
        return -1;
    seed = 11;
    w = open_writer(NULL);
    for (i = 0; i < DOCS; i++)
        put_doc(w, i);
    OK(plx_writer_commit(w, &err));
    OK(plx_writer_delete(w, "a7", &err)); /* a gap in the docids */
    close_writer(w);
    open_searcher();
    for (i = 0; i < DOCS; i++) {
        snprintf(id, sizeof id, "a%u", i);
        if (plx_snapshot_find(snap, id, &docs[i].docid, &err))
            docs[i].docid = 0;
    }
    return 0;
}

/* --------------------------------------------------------------- queries */

typedef enum kind { WORD, PHRASE, SOURCE, AND, OR, SIDE_BY_SIDE, NOT } kind;

typedef struct node {
    kind kind;
    bool required;
    int a, b; /* words, or a source */
    struct node *child[CHILDREN];
    int children;
} node;

static node nodes[NODES];
static int node_count;

static node *random_node(int depth)
{
    node *n = &nodes[node_count++];
    int i;

    memset(n, 0, sizeof *n);
    n->kind = depth && node_count < NODES / 2 ? (kind)draw(7) : (kind)draw(3);
    n->a = (int)draw(n->kind == SOURCE ? SOURCES : WORDS);
    n->b = (int)draw(WORDS);
    if (n->kind < AND)
        return n;
    n->children = n->kind == NOT ? 1 : 2 + (int)draw(CHILDREN - 1);
    for (i = 0; i < n->children; i++) {
        n->child[i] = random_node(depth - 1);
        if (n->kind == SIDE_BY_SIDE && n->child[i]->kind != NOT)
            n->child[i]->required = draw(6) == 0;
    }
    return n;
}

/* Every group in brackets: precedence has its own test. */
static void print(const node *n, plx_strbuf *out)
{
    static const char *const between[] = { "", "", "", " AND ", " OR ", " ", "" };
    int i;

    plx_strbuf_puts(out, n->required ? "+" : "");
    if (n->kind == WORD)
        plx_strbuf_puts(out, word_names[n->a]);
    else if (n->kind == PHRASE)
        plx_strbuf_printf(out, "\"%s %s\"", word_names[n->a], word_names[n->b]);
    else if (n->kind == SOURCE)
        plx_strbuf_printf(out, "source:\"%s\"", source_names[n->a]);
    else {
        plx_strbuf_puts(out, n->kind == NOT ? "NOT (" : "(");
        for (i = 0; i < n->children; i++) {
            plx_strbuf_puts(out, i ? between[n->kind] : "");
            print(n->child[i], out);
        }
        plx_strbuf_putc(out, ')');
    }
}

static bool has_words(const node *n)
{
    int i;

    if (n->kind <= PHRASE)
        return true;
    for (i = 0; n->kind != NOT && i < n->children; i++)
        if (has_words(n->child[i]))
            return true;
    return false;
}

static bool has_pair(const doc *d, int a, int b, bool as_pair)
{
    int i;

    for (i = 0; i < LENGTH; i++)
        if (d->text[i] == a && (!as_pair || (i + 1 < LENGTH && d->text[i + 1] == b)))
            return true;
    return false;
}

static bool matches(const node *n, const doc *d, bool any);

static bool group_matches(const node *n, const doc *d, bool any)
{
    bool some = false, all = true, words_required = false, preferred = false, one = false;
    int i;

    for (i = 0; i < n->children; i++) {
        const node *c = n->child[i];
        bool m = matches(c, d, any);
        bool is_required = c->required || c->kind == NOT || !has_words(c);

        some = some || m;
        all = all && m;
        if (!any || n->kind != SIDE_BY_SIDE)
            continue;
        if (is_required) {
            words_required = words_required || (c->kind != NOT && has_words(c));
            if (!m)
                return false;
        } else {
            preferred = true;
            one = one || m;
        }
    }
    if (n->kind == OR)
        return some;
    if (any && n->kind == SIDE_BY_SIDE)
        return words_required || !preferred || one;
    return all;
}

static bool matches(const node *n, const doc *d, bool any)
{
    if (n->kind == WORD)
        return has_pair(d, n->a, 0, false);
    if (n->kind == PHRASE)
        return has_pair(d, n->a, n->b, true);
    if (n->kind == SOURCE)
        return d->source == n->a;
    if (n->kind == NOT)
        return !matches(n->child[0], d, false);
    return group_matches(n, d, any);
}

/* --------------------------------------------------------------- filters */

/* One bit for each value wanted. */
typedef struct wanted {
    unsigned sources, authors;
    bool has_dates, undated;
    uint32_t after; /* docid */
} wanted;

#define SINCE "2018-02"
#define UNTIL "2019-10"

static bool passes_dates(const wanted *w, const doc *d)
{
    /* from 1 February 2018 to the end of October 2019 */
    return !w->has_dates || (d->date ? d->date >= 2 && d->date <= 4 : w->undated);
}

static bool passes_source(const wanted *w, const doc *d)
{
    return !w->sources || (w->sources >> d->source & 1);
}

static bool passes_authors(const wanted *w, const doc *d)
{
    return !w->authors || (w->authors & (unsigned)d->authors);
}

static size_t make_filters(const wanted *w, plx_filter *out)
{
    size_t n = 0, i;

    for (i = 0; i < SOURCES; i++)
        if (w->sources >> i & 1)
            out[n++] = (plx_filter){ "source", source_names[i] };
    for (i = 0; i < AUTHORS; i++)
        if (w->authors >> i & 1)
            out[n++] = (plx_filter){ "author", author_names[i] };
    return n;
}

/* -------------------------------------------------------------- checking */

static const plx_facet *facet(const plx_search_result *r, const char *name)
{
    size_t i;

    for (i = 0; i < r->facet_count; i++)
        if (strcmp(r->facets[i].name, name) == 0)
            return &r->facets[i];
    fail_msg("no facet %s", name);
    return NULL;
}

static uint32_t count_of(const plx_facet *f, const char *value)
{
    size_t i;

    for (i = 0; i < f->count; i++)
        if (strcmp(f->values[i].value, value) == 0)
            return f->values[i].count;
    return 0;
}

/* What the index should say. */
typedef struct truth {
    bool base[DOCS], any[DOCS], full[DOCS], hit[DOCS]; /* hit: any, through the filters */
    uint32_t total, total_any, undated;
    uint32_t sources[SOURCES], authors[AUTHORS], year_2019;
} truth;

static void find_sets(const node *n, bool any, truth *t)
{
    bool nothing = true;
    int i;

    for (i = 0; i < DOCS; i++) {
        t->full[i] = docs[i].docid && matches(n, &docs[i], false);
        t->any[i] = docs[i].docid && matches(n, &docs[i], true);
        nothing = nothing && !t->full[i];
    }
    for (i = 0; i < DOCS; i++)
        t->base[i] = any || nothing ? t->any[i] : t->full[i];
}

static void count_truth(const wanted *w, truth *t)
{
    int i, k;

    for (i = 0; i < DOCS; i++) {
        const doc *d = &docs[i];
        bool dated = passes_dates(w, d), source = passes_source(w, d),
             author = passes_authors(w, d);

        if (d->docid <= w->after)
            continue;
        t->hit[i] = t->any[i] && dated && source && author;
        t->total_any += t->hit[i];
        if (!t->base[i])
            continue;
        t->total += dated && source && author;
        t->undated += !dated && !d->date && source && author;
        t->sources[d->source] += dated && author;
        for (k = 0; k < AUTHORS; k++)
            t->authors[k] += dated && source && (d->authors >> k & 1);
        t->year_2019 += dated && source && author && d->date >= 3 && d->date <= 5;
    }
}

static int doc_of(uint32_t docid)
{
    int i;

    for (i = 0; i < DOCS; i++)
        if (docs[i].docid == docid)
            return i;
    fail_msg("docid %u is no article", (unsigned)docid);
    return -1;
}

static void check_counts(const plx_search_result *r, const truth *t)
{
    int i;

    assert_int_equal(r->total, t->total);
    assert_int_equal(r->total_any, t->total_any);
    assert_true(r->total_exact);
    assert_int_equal(r->hidden_undated, t->undated);
    for (i = 0; i < SOURCES; i++)
        assert_int_equal(count_of(facet(r, "source"), source_names[i]), t->sources[i]);
    for (i = 0; i < AUTHORS; i++)
        assert_int_equal(count_of(facet(r, "author"), author_names[i]), t->authors[i]);
    assert_int_equal(count_of(facet(r, "year"), "2019"), t->year_2019);
}

/* All pages together hold every hit once. */
static void check_pages(plx_search_request *req, const truth *t, bool words)
{
    uint32_t listed = words && req->sort == PLX_BY_RELEVANCE ? t->total_any : t->total, seen = 0;
    bool shown[DOCS] = { false }, partial = false;
    uint32_t docid = 0;
    double last = 1e9;

    for (req->offset = 0, req->limit = 7; req->offset <= listed; req->offset += req->limit) {
        plx_search_result r;
        size_t i;

        OK(plx_search(searcher, req, &r, &err));
        for (i = 0; i < r.hit_count; i++, seen++) {
            int d = doc_of(r.hits[i].docid);

            assert_false(shown[d]);
            assert_true(t->hit[d]);
            assert_true(r.hits[i].full == t->full[d]);
            if (req->sort == PLX_BY_RELEVANCE && r.hits[i].full == !partial)
                assert_true(r.hits[i].score <= last + 1e-9);
            assert_true(req->sort != PLX_BY_ADDED || r.hits[i].docid > docid);
            docid = r.hits[i].docid;
            partial = partial || !r.hits[i].full;
            last = r.hits[i].score;
            shown[d] = true;
        }
        plx_search_result_release(&r);
    }
    assert_int_equal(seen, listed);
}

/* What is given after so much work is true, and no count is halved. */
static void check_cut(const plx_search_request *req, const truth *t, uint64_t work)
{
    plx_search_request cut = *req;
    plx_search_result r;
    plx_status rc;
    size_t i;

    cut.offset = 0;
    cut.limit = DOCS;
    cut.work_max = work;
    cut.partial_ok = true;
    rc = plx_search(searcher, &cut, &r, &err);
    if (rc)
        assert_int_equal(rc, PLX_ERR_DEADLINE);
    assert_true(r.total <= t->total && r.total_any <= t->total_any);
    assert_true(r.hidden_undated <= t->undated);
    for (i = 0; i < r.hit_count; i++) {
        int d = doc_of(r.hits[i].docid);

        assert_true(t->hit[d]);
        assert_true(t->full[d] || !r.hits[i].full);
    }
    if (!rc && r.partial & PLX_PARTIAL_COUNTS)
        assert_int_equal(r.facet_count, 0);
    else if (!rc)
        check_counts(&r, t);
    plx_search_result_release(&r);
}

static void run_round(void)
{
    static const char *const facets[] = { "source", "author", "year", "month", "stance", NULL };
    plx_filter filters[SOURCES + AUTHORS];
    plx_search_request req = { .filters = filters, .facets = facets, .facet_top = 100 };
    plx_strbuf query = PLX_STRBUF_INIT;
    plx_search_result r;
    truth t = { .total = 0 };
    wanted w = { 0 };
    node *n;

    node_count = 0;
    n = random_node(3);
    n->required = false;
    print(n, &query);
    if (draw(2))
        w.sources = draw(1 << SOURCES);
    if (draw(3) == 0)
        w.authors = draw(1 << AUTHORS);
    w.has_dates = draw(3) == 0;
    w.undated = draw(3) == 0;
    req.query = query.s;
    req.filter_count = make_filters(&w, filters);
    req.since = w.has_dates ? SINCE : NULL;
    req.until = w.has_dates ? UNTIL : NULL;
    req.undated = w.undated;
    req.any = draw(4) == 0;
    req.sort = (plx_search_sort)draw(4);
    req.after = w.after = draw(3) ? 0 : draw(DOCS);
    find_sets(n, req.any, &t);
    count_truth(&w, &t);
    OK(plx_search(searcher, &req, &r, &err));
    if (r.total != t.total || r.total_any != t.total_any)
        print_error("%s: %u, %u and not %u, %u\n", query.s, (unsigned)r.total,
                    (unsigned)r.total_any, (unsigned)t.total, (unsigned)t.total_any);
    check_counts(&r, &t);
    plx_search_result_release(&r);
    check_pages(&req, &t, has_words(n));
    check_cut(&req, &t, 1 + draw(4 * DOCS));
    plx_strbuf_release(&query);
}

static void random_searches_agree_with_reading_everything(void **state)
{
    int i;

    (void)state;
    seed = 4;
    for (i = 0; i < ROUNDS; i++)
        run_round();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_searches_agree_with_reading_everything),
    };

    return cmocka_run_group_tests(tests, make_index, remove_search_index);
}
