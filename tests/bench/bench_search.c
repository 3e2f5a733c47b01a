/* Queries drawn from titles, and the time Parallax takes for them, in one process
 *
 *   bench_search draw INDEX                  print 1,000 queries
 *   bench_search run INDEX QUERIES ROUNDS    CPU time by kind of query and way of asking
 *   bench_search cold INDEX QUERIES          the first search after opening, CPU time
 *   bench_search shell PROGRAM INDEX QUERIES one run of the program for each query, wall time
 *   bench_search addresses QUERIES           the same queries as the daemon takes them
 *   bench_search cost INDEX QUERIES ROUNDS   mean CPU time with facets and snippets, and with the
 * JSON
 *
 * Rule of drawing (fixed seed): an article at random; of its title, words of ASCII letters in a row
 * from a random one on. word: one that is no stop word; words: two to four that are none, the ones
 * between passed over; phrase: two or three side by side, not all of them stop words; filter: words
 * and the article's source or lean; dates: words and the year or the half year the article is of.
 * A fifth of each. */
#include <ctype.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/article.h"
#include "base/json.h"
#include "search/search.h"
#include "tests/bench/search_peer.h"

#define QUERIES    1000
#define COLD_RUNS  20
#define SHELL_RUNS 20

static const char *const facets[] = { "source", "year", "lean", NULL };

static unsigned seed = 20260;

static unsigned draw(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 8) % n;
}

/* --------------------------------------------------------------- drawing */

typedef struct title {
    const plx_article *article;
    const plx_tokens *tokens;
} title;

/* A word every engine reads alike: letters of ASCII, no initials, no part of a hyphenated word. */
static bool is_simple(const title *t, const plx_token *x)
{
    const char *s = t->article->title + x->start;
    uint32_t i;

    for (i = 0; i < x->len; i++)
        if (!isalpha((unsigned char)s[i]))
            return false;
    return x->len > 1 && x->len < BENCH_VALUE &&
           !(x->flags & (PLX_TOKEN_COMPOUND | PLX_TOKEN_PART | PLX_TOKEN_INITIALS));
}

/* Lower case: Xapian's stock stemming leaves words with a capital alone, and OR is an operator. */
static void add_word(const title *t, const plx_token *x, bench_query *q)
{
    char *word = q->word[q->words++];
    uint32_t i;

    for (i = 0; i < x->len; i++)
        word[i] = (char)tolower((unsigned char)t->article->title[x->start + i]);
    word[x->len] = '\0';
}

static bool draw_words(const title *t, size_t words, bench_query *q)
{
    size_t i;

    for (i = draw((unsigned)t->tokens->count); i < t->tokens->count && q->words < words; i++)
        if (is_simple(t, &t->tokens->items[i]) && !t->tokens->items[i].word->is_stop)
            add_word(t, &t->tokens->items[i], q);
    return q->words == words;
}

static bool draw_word(const title *t, bench_query *q)
{
    return draw_words(t, 1, q);
}

static bool draw_some(const title *t, bench_query *q)
{
    return draw_words(t, 2 + draw(BENCH_WORDS - 1), q);
}

static bool draw_phrase(const title *t, bench_query *q)
{
    size_t words = 2 + draw(2), at = draw((unsigned)t->tokens->count), i;
    bool has_content = false;

    q->phrase = true;
    for (i = at; i < t->tokens->count && q->words < words; i++) {
        const plx_token *x = &t->tokens->items[i];

        /* one blank between the words, nothing else: for all engines the same phrase */
        if (!is_simple(t, x) || (i > at && (x->start != x[-1].start + x[-1].len + 1 ||
                                            t->article->title[x->start - 1] != ' ')))
            return false;
        has_content = has_content || !x->word->is_stop;
        add_word(t, x, q);
    }
    return q->words == words && has_content;
}

static bool draw_filter(const title *t, bench_query *q)
{
    bool by_source = draw(2) == 0;
    const char *value = by_source ? t->article->source : plx_article_extra(t->article, "lean");

    snprintf(q->filter, sizeof q->filter, "%s", by_source ? "source" : "lean");
    snprintf(q->value, sizeof q->value, "%s", value ? value : "");
    return *q->value && draw_words(t, 1 + draw(3), q);
}

static bool draw_dates(const title *t, bench_query *q)
{
    int year, month;

    if (t->article->date.precision < PLX_DATE_DAY)
        return false;
    plx_date_to_civil(t->article->date.start, &year, &month, NULL);
    q->since = (uint32_t)year * 10000 + 101;
    q->until = (uint32_t)year * 10000 + 1231;
    if (draw(2) && month <= 6)
        q->until = (uint32_t)year * 10000 + 630;
    return draw_words(t, 1 + draw(3), q);
}

static const struct kind {
    const char *name;
    bool (*draw)(const title *t, bench_query *q);
} kinds[] = {
    { "word", draw_word },     { "words", draw_some },  { "phrase", draw_phrase },
    { "filter", draw_filter }, { "dates", draw_dates },
};
#define KINDS (sizeof kinds / sizeof *kinds)

static bool draw_query(plx_snapshot *snap, plx_analyser *an, const struct kind *kind,
                       bench_query *q)
{
    uint32_t docid = 1 + draw(plx_snapshot_documents(snap));
    plx_tokens tokens;
    plx_article a;
    bool ok;

    memset(q, 0, sizeof *q);
    snprintf(q->kind, sizeof q->kind, "%s", kind->name);
    plx_tokens_init(&tokens);
    plx_article_init(&a);
    ok = plx_snapshot_article(snap, docid, false, &a, NULL) == PLX_OK && a.title &&
         plx_analyser_run(an, a.lang, a.title, strlen(a.title), &tokens, NULL) == PLX_OK &&
         tokens.count && kind->draw(&(title){ &a, &tokens }, q);
    plx_article_release(&a);
    plx_tokens_release(&tokens);
    return ok;
}

/* ---------------------------------------------------------------- asking */

typedef struct engine {
    plx_snapshot *snap;
    plx_searcher *searcher;
} engine;

static void open_engine(const char *index, engine *e)
{
    plx_error err = { 0 };

    if (plx_snapshot_open(index, NULL, &e->snap, &err) ||
        plx_searcher_new(e->snap, &e->searcher, &err))
        bench_die("%s", err.msg);
    if (!plx_snapshot_documents(e->snap))
        bench_die("%s: the index is empty", index);
}

static void close_engine(engine *e)
{
    plx_searcher_free(e->searcher);
    plx_snapshot_close(e->snap);
}

static void format_day(uint32_t day, char out[16])
{
    snprintf(out, 16, "%04u-%02u-%02u", (unsigned)(day / 10000) % 10000,
             (unsigned)(day / 100) % 100, (unsigned)day % 100);
}

static void query_text(const bench_query *q, char *out, size_t size)
{
    size_t n = 0, i;

    for (i = 0; i < q->words && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, "%s%s%s", i ? " " : "",
                              q->phrase && !i ? "\"" : "", q->word[i]);
    if (q->phrase && n < size)
        snprintf(out + n, size - n, "\"");
}

/* With `json` not NULL the answer is printed there, too. */
static uint32_t ask_for(engine *e, const bench_query *q, const bench_way *way, plx_strbuf *json)
{
    char text[BENCH_WORDS * BENCH_VALUE], since[16], until[16];
    plx_filter filter = { q->filter, q->value };
    plx_search_request req = { .query = text,
                               .filters = &filter,
                               .filter_count = *q->filter != '\0',
                               .since = q->since ? since : NULL,
                               .until = q->until ? until : NULL,
                               .facets = way->facets ? facets : NULL,
                               .snippets = way->snippets,
                               .snippet_bytes = BENCH_SNIPPET };
    plx_error err = { 0 };
    plx_search_result r;
    uint32_t total;

    query_text(q, text, sizeof text);
    format_day(q->since, since);
    format_day(q->until, until);
    if (plx_search(e->searcher, &req, &r, &err))
        bench_die("%s: %s", text, err.msg);
    total = r.total;
    if (json) {
        json_t *o = plx_search_result_json(&r);

        plx_json_print(o, false, json);
        json_decref(o);
    }
    plx_search_result_release(&r);
    return total;
}

static uint32_t ask(void *ctx, const bench_query *q, const bench_way *way)
{
    return ask_for(ctx, q, way, NULL);
}

/* -------------------------------------------------------------- commands */

static int run_draw(char **arg)
{
    plx_analyser *an = NULL;
    engine e = { NULL, NULL };
    unsigned n = 0;
    bench_query q;

    open_engine(arg[0], &e);
    if (plx_analyser_new(&an, NULL))
        bench_die("out of memory");
    while (n < QUERIES)
        if (draw_query(e.snap, an, &kinds[n % KINDS], &q)) {
            bench_write_query(&q);
            n++;
        }
    plx_analyser_free(an);
    close_engine(&e);
    return 0;
}

static int run_all(char **arg)
{
    engine e = { NULL, NULL };

    open_engine(arg[0], &e);
    bench_run("parallax", arg[1], (unsigned)strtoul(arg[2], NULL, 10), ask, &e);
    close_engine(&e);
    return 0;
}

static int run_cold(char **arg)
{
    static const bench_way all = { "all", true, true };
    size_t n, i;
    bench_query *q = bench_read_queries(arg[1], &n);
    double ms[COLD_RUNS];

    for (i = 0; i < COLD_RUNS; i++) {
        double start = bench_cpu_ms();
        engine e = { NULL, NULL };

        open_engine(arg[0], &e);
        ask(&e, &q[i * 7 % n], &all);
        ms[i] = bench_cpu_ms() - start;
        close_engine(&e);
    }
    printf("first search after opening, opening included: p50 %.2f ms, worst of %d %.2f ms\n",
           bench_quantile(ms, COLD_RUNS, .5), COLD_RUNS, bench_quantile(ms, COLD_RUNS, 1));
    free(q);
    return 0;
}

static double wall_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

extern char **environ;

static double run_program(const char *program, const char *index, const char *query)
{
    const char *argv[] = { program,    "--index",          index, "search",
                           "--facets", "source,year,lean", query, NULL };
    posix_spawn_file_actions_t files;
    double start = wall_ms();
    int status;
    pid_t pid;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", 1, 0);
    if (posix_spawn(&pid, program, &files, NULL, (char **)argv, environ) ||
        waitpid(pid, &status, 0) != pid)
        bench_die("%s: cannot be run", program);
    posix_spawn_file_actions_destroy(&files);
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
        bench_die("%s: failed", program);
    return wall_ms() - start;
}

static int run_shell(char **arg)
{
    size_t n, i;
    bench_query *q = bench_read_queries(arg[2], &n);
    char text[BENCH_WORDS * BENCH_VALUE];
    double ms[SHELL_RUNS];

    run_program(arg[0], arg[1], "warm");
    for (i = 0; i < SHELL_RUNS; i++) {
        query_text(&q[i * 7 % n], text, sizeof text);
        ms[i] = run_program(arg[0], arg[1], text);
    }
    printf(
        "parallax search from the shell, 3 facets, 10 snippets: p50 %.2f ms, worst of %d %.2f ms "
        "(by the clock)\n",
        bench_quantile(ms, SHELL_RUNS, .5), SHELL_RUNS, bench_quantile(ms, SHELL_RUNS, 1));
    free(q);
    return 0;
}

static void print_encoded(const char *name, const char *value)
{
    printf("&%s=", name);
    for (; *value; value++)
        if (isalnum((unsigned char)*value))
            putchar(*value);
        else
            printf("%%%02X", (unsigned)(unsigned char)*value);
}

static int run_addresses(char **arg)
{
    size_t n, i;
    bench_query *q = bench_read_queries(arg[0], &n);
    char text[BENCH_WORDS * BENCH_VALUE], day[16], lean[BENCH_VALUE + 8];

    for (i = 0; i < n; i++) {
        query_text(&q[i], text, sizeof text);
        printf("/api/v1/search?facets=source,year,lean");
        print_encoded("q", text);
        snprintf(lean, sizeof lean, "lean:%s", q[i].value);
        if (*q[i].filter)
            print_encoded(strcmp(q[i].filter, "lean") ? q[i].filter : "facet",
                          strcmp(q[i].filter, "lean") ? q[i].value : lean);
        format_day(q[i].since, day);
        if (q[i].since)
            print_encoded("since", day);
        format_day(q[i].until, day);
        if (q[i].until)
            print_encoded("until", day);
        putchar('\n');
    }
    free(q);
    return 0;
}

/* Mean CPU milliseconds of all queries in a row, as a server meets them: in a new order each round.
 */
static double mean_cost(engine *e, const bench_query *q, size_t n, unsigned rounds,
                        plx_strbuf *json)
{
    static const bench_way all = { "all", true, true };
    double start = bench_cpu_ms();

    for (unsigned r = 0; r < rounds; r++)
        for (size_t i = 0; i < n; i++) {
            ask_for(e, &q[(i * 7 + r * 13) % n], &all, json);
            if (json)
                plx_strbuf_reset(json);
        }
    return (bench_cpu_ms() - start) / (double)(n * rounds);
}

static int run_cost(char **arg)
{
    plx_strbuf json = PLX_STRBUF_INIT;
    unsigned rounds = (unsigned)strtoul(arg[2], NULL, 10);
    engine e = { NULL, NULL };
    size_t n;
    bench_query *q = bench_read_queries(arg[1], &n);

    open_engine(arg[0], &e);
    mean_cost(&e, q, n, 1, &json);
    printf("%.4f", mean_cost(&e, q, n, rounds, NULL));
    printf("\t%.4f\n", mean_cost(&e, q, n, rounds, &json));
    plx_strbuf_release(&json);
    close_engine(&e);
    free(q);
    return 0;
}

static const struct command {
    const char *name;
    int args;
    int (*run)(char **arg);
} commands[] = {
    { "draw", 1, run_draw },           { "run", 3, run_all },
    { "cold", 2, run_cold },           { "shell", 3, run_shell },
    { "addresses", 1, run_addresses }, { "cost", 3, run_cost },
};

int main(int argc, char **argv)
{
    size_t i;

    plx_store_process_init(0);
    for (i = 0; i < sizeof commands / sizeof *commands; i++)
        if (argc == commands[i].args + 2 && strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argv + 2);
    fprintf(stderr, "usage: bench_search draw INDEX\n"
                    "       bench_search run INDEX QUERIES ROUNDS\n"
                    "       bench_search cold INDEX QUERIES\n"
                    "       bench_search shell PROGRAM INDEX QUERIES\n"
                    "       bench_search addresses QUERIES\n"
                    "       bench_search cost INDEX QUERIES ROUNDS\n");
    return 2;
}
