#include "tests/bench/search_peer.h"

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const bench_way ways[] = {
    { "top-10", false, false },
    { "3 facets", true, false },
    { "10 snippets", false, true },
    { "all", true, true },
};
#define WAYS (sizeof ways / sizeof *ways)

static const char *const kinds[] = { "word", "words", "phrase", "filter", "dates", NULL };

void bench_die(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    fprintf(stderr, "%s: ", program_invocation_short_name);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}

static void *allocate(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);

    if (!p)
        bench_die("out of memory");
    return p;
}

/* -------------------------------------------------------------- articles */

static const char *field(const json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));

    return s ? s : "";
}

/* "2019-10-10..." as 20191010; 0 if it is not so exact. */
static uint32_t day_of(const char *date)
{
    unsigned year, month, day;

    if (sscanf(date, "%4u-%2u-%2u", &year, &month, &day) != 3)
        return 0;
    return year * 10000 + month * 100 + day;
}

void bench_read_articles(void (*fn)(void *ctx, const bench_article *a), void *ctx)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;

    while ((n = getline(&line, &cap, stdin)) > 0) {
        json_t *o = json_loadb(line, (size_t)n, 0, NULL);
        char year[5] = "";
        bench_article a;

        if (!o)
            bench_die("a line of the articles is no JSON");
        a = (bench_article){
            field(o, "title"),       field(o, "text"), field(o, "source"), field(o, "lean"), year,
            day_of(field(o, "date"))
        };
        if (a.day)
            snprintf(year, sizeof year, "%04u", (unsigned)(a.day / 10000) % 10000);
        fn(ctx, &a);
        json_decref(o);
    }
    free(line);
}

/* --------------------------------------------------------------- queries */

void bench_write_query(const bench_query *q)
{
    size_t i;

    printf("%s\t", q->kind);
    for (i = 0; i < q->words; i++)
        printf("%s%s", i ? " " : "", q->word[i]);
    printf("\t%d\t%s\t%s\t%u\t%u\n", q->phrase, q->filter, q->value, (unsigned)q->since,
           (unsigned)q->until);
}

/* The next field of a line, which ends at a tab. */
static char *next_field(char **line)
{
    char *s = strsep(line, "\t");

    if (!s)
        bench_die("a line of the queries has too few fields");
    return s;
}

static void copy(char *to, size_t size, const char *from)
{
    if ((size_t)snprintf(to, size, "%s", from) >= size)
        bench_die("'%.60s' in the queries is too long", from);
}

static void read_query(char *line, bench_query *q)
{
    char *words, *word;

    memset(q, 0, sizeof *q);
    copy(q->kind, sizeof q->kind, next_field(&line));
    words = next_field(&line);
    while ((word = strsep(&words, " ")) != NULL && q->words < BENCH_WORDS)
        copy(q->word[q->words++], BENCH_VALUE, word);
    q->phrase = atoi(next_field(&line)) != 0;
    copy(q->filter, sizeof q->filter, next_field(&line));
    copy(q->value, sizeof q->value, next_field(&line));
    q->since = (uint32_t)strtoul(next_field(&line), NULL, 10);
    q->until = (uint32_t)strtoul(next_field(&line), NULL, 10);
}

bench_query *bench_read_queries(const char *path, size_t *n)
{
    FILE *f = fopen(path, "r");
    bench_query *q = NULL;
    char *line = NULL;
    size_t cap = 0, room = 0;

    if (!f)
        bench_die("%s: %s", path, strerror(errno));
    for (*n = 0; getline(&line, &cap, f) > 0; ++*n) {
        if (*n == room) {
            room = room ? room * 2 : 1024;
            q = realloc(q, room * sizeof *q);
            if (!q)
                bench_die("out of memory");
        }
        line[strcspn(line, "\n")] = '\0';
        read_query(line, &q[*n]);
    }
    free(line);
    fclose(f);
    if (!*n)
        bench_die("%s: no queries", path);
    return q;
}

/* ----------------------------------------------------------------- times */

double bench_cpu_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double bench_quantile(double *times, size_t n, double share)
{
    size_t at = (size_t)(share * (double)n);

    qsort(times, n, sizeof *times, by_value);
    return times[at < n ? at : n - 1];
}

/* One way's times and matches of each query. */
typedef struct outcome {
    double *ms;
    uint32_t *matches;
} outcome;

static void print_kind(const char *engine, const char *kind, const char *way, const bench_query *q,
                       size_t n, const outcome *o)
{
    double *ms = allocate(n, sizeof *ms), sum = 0, matches = 0;
    size_t count = 0, i;

    for (i = 0; i < n; i++) {
        if (kind && strcmp(q[i].kind, kind) != 0)
            continue;
        ms[count++] = o->ms[i];
        sum += o->ms[i];
        matches += o->matches[i];
    }
    if (count)
        printf("%s\t%s\t%s\t%zu\t%.4f\t%.4f\t%.4f\t%.4f\t%.1f\n", engine, kind ? kind : "overall",
               way, count, bench_quantile(ms, count, .5), bench_quantile(ms, count, .95),
               bench_quantile(ms, count, .99), sum / (double)count, matches / (double)count);
    free(ms);
}

static void measure(const bench_query *q, size_t n, const bench_way *way, unsigned rounds,
                    bench_ask ask, void *ctx, outcome *o)
{
    unsigned round;
    size_t i;

    for (round = 0; round < rounds; round++)
        for (i = 0; i < n; i++) {
            double start = bench_cpu_ms(), ms;

            o->matches[i] = ask(ctx, &q[i], way);
            ms = bench_cpu_ms() - start;
            if (!round || ms < o->ms[i])
                o->ms[i] = ms;
        }
}

void bench_run(const char *engine, const char *queries, unsigned rounds, bench_ask ask, void *ctx)
{
    size_t n, i, k;
    bench_query *q = bench_read_queries(queries, &n);
    outcome o = { allocate(n, sizeof *o.ms), allocate(n, sizeof *o.matches) };

    measure(q, n, &ways[WAYS - 1], 1, ask, ctx, &o);
    for (i = 0; i < WAYS; i++) {
        measure(q, n, &ways[i], rounds, ask, ctx, &o);
        for (k = 0; kinds[k]; k++)
            print_kind(engine, kinds[k], ways[i].name, q, n, &o);
        print_kind(engine, NULL, ways[i].name, q, n, &o);
    }
    free(o.ms);
    free(o.matches);
    free(q);
}
