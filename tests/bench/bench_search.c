/* CPU time of searches in one process: bench_search INDEX
 *
 * 200 queries of 2 to 4 content words are drawn from titles of the index with a fixed seed;
 * every fifth is a phrase, every fifth has a filter by year. Each is asked in six ways, after one
 * round that warms caches. Times are of this thread's CPU. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "search/search.h"

#define QUERIES   200
#define ROUNDS    5
#define WORDS_MAX 4

typedef struct query {
    char text[256];
    bool by_year;
} query;

static const char *const facets[] = { "source", "year", "stance", NULL };

static const struct way {
    const char *name;
    bool facets, snippets, collapse;
} ways[] = {
    { "top-10", false, false, false },
    { "top-10, near-copies once", false, false, true },
    { "top-10, 3 facets", true, false, false },
    { "top-10, snippets", false, true, false },
    { "top-10, 3 facets, snippets", true, true, false },
    { "the same, near-copies once", true, true, true },
};
#define WAYS (sizeof ways / sizeof *ways)

static unsigned seed = 20260;

static unsigned draw(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 8) % n;
}

static void die(const plx_error *err)
{
    fprintf(stderr, "bench_search: %s\n", err->msg);
    exit(2);
}

static double cpu_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Words of a title in a row from a random one on; stop words are left out but in phrases. */
static bool make_query(const plx_tokens *t, const char *title, bool phrase, query *q)
{
    unsigned words = 2 + draw(WORDS_MAX - 1), got = 0;
    size_t i;

    q->text[0] = '\0';
    if (t->count < words)
        return false;
    if (phrase)
        strcat(q->text, "\"");
    for (i = draw((unsigned)(t->count - words + 1)); i < t->count && got < words; i++) {
        const plx_token *x = &t->items[i];

        if (x->flags & PLX_TOKEN_COMPOUND || (x->word->is_stop && !phrase))
            continue;
        if (strlen(q->text) + x->len + 3 > sizeof q->text)
            return false;
        strncat(q->text, title + x->start, x->len);
        strcat(q->text, " ");
        got++;
    }
    if (phrase)
        strcat(q->text, "\"");
    return got == words;
}

static void draw_queries(plx_snapshot *snap, query *out)
{
    plx_analyser *an = NULL;
    plx_error err = { 0 };
    plx_tokens t;
    unsigned n = 0;

    plx_tokens_init(&t);
    if (plx_analyser_new(&an, &err))
        die(&err);
    while (n < QUERIES) {
        uint32_t docid = 1 + draw(plx_snapshot_documents(snap));
        plx_article a;

        plx_article_init(&a);
        if (plx_snapshot_article(snap, docid, false, &a, &err) == PLX_OK && a.title &&
            plx_analyser_run(an, a.lang, a.title, strlen(a.title), &t, &err) == PLX_OK &&
            make_query(&t, a.title, n % 5 == 0, &out[n])) {
            out[n].by_year = n % 5 == 1;
            n++;
        }
        plx_article_release(&a);
    }
    plx_tokens_release(&t);
    plx_analyser_free(an);
}

static double run_one(plx_searcher *s, const query *q, const struct way *w)
{
    static const plx_filter year = { "year", "2019" };
    plx_search_request req = { .query = q->text,
                               .filters = q->by_year ? &year : NULL,
                               .filter_count = q->by_year,
                               .facets = w->facets ? facets : NULL,
                               .snippets = w->snippets,
                               .collapse = w->collapse };
    plx_search_result r;
    plx_error err = { 0 };
    double start = cpu_ms(), ms;

    if (plx_search(s, &req, &r, &err))
        die(&err);
    plx_search_result_release(&r);
    ms = cpu_ms() - start;
    return ms;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* The best of some rounds for each query: other work on the machine only adds. */
static void run_way(plx_searcher *s, const query *q, const struct way *w)
{
    double best[QUERIES], sum = 0;
    int round, i;

    for (round = 0; round <= ROUNDS; round++)
        for (i = 0; i < QUERIES; i++) {
            double ms = run_one(s, &q[i], w);

            if (round <= 1 || ms < best[i])
                best[i] = ms;
        }
    for (i = 0; i < QUERIES; i++)
        sum += best[i];
    qsort(best, QUERIES, sizeof *best, by_value);
    printf("%-28s p50 %.3f ms  p95 %.3f ms  mean %.3f ms  worst %.3f ms\n", w->name,
           best[QUERIES / 2], best[QUERIES * 95 / 100], sum / QUERIES, best[QUERIES - 1]);
}

int main(int argc, char **argv)
{
    static query queries[QUERIES];
    plx_snapshot *snap = NULL;
    plx_searcher *s = NULL;
    plx_error err = { 0 };
    size_t i;

    if (argc < 2) {
        fprintf(stderr, "usage: bench_search INDEX\n");
        return 2;
    }
    plx_store_process_init(0);
    if (plx_snapshot_open(argv[1], NULL, &snap, &err) || plx_searcher_new(snap, &s, &err))
        die(&err);
    if (!plx_snapshot_documents(snap)) {
        printf("search: skipped, the index is empty\n");
        return 0;
    }
    draw_queries(snap, queries);
    printf("search: %d queries over %u articles, CPU time each\n", QUERIES,
           (unsigned)plx_snapshot_documents(snap));
    for (i = 0; i < WAYS; i++)
        run_way(s, queries, &ways[i]);
    plx_searcher_free(s);
    plx_snapshot_close(snap);
    return 0;
}
