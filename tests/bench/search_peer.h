/* tests/bench/search_peer.h - what the search benchmarks share: articles in, queries, times
 *
 * Each engine is a program of its own that reads the same articles and asks the same queries in the
 * same four ways, so that one machine's figures stand beside each other. Errors end the program. */
#ifndef PLX_BENCH_SEARCH_PEER_H
#define PLX_BENCH_SEARCH_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Words of a query, at most, and bytes of a value. */
#define BENCH_WORDS 4
#define BENCH_VALUE 128
/** Bytes of a snippet, and hits. */
#define BENCH_SNIPPET 240
#define BENCH_HITS    10

/** An article as the engines index it; strings are never NULL. */
typedef struct bench_article {
    const char *title, *text, *source, *lean;
    const char *year; /* "2019", "" if undated */
    uint32_t day;     /* 20191010, 0 if undated */
} bench_article;

/** Call fn with each article of standard input (JSON Lines) in turn. */
void bench_read_articles(void (*fn)(void *ctx, const bench_article *a), void *ctx);

typedef struct bench_query {
    char kind[16]; /* "word", "words", "phrase", "filter", "dates" */
    char word[BENCH_WORDS][BENCH_VALUE];
    size_t words;
    bool phrase;
    char filter[16], value[BENCH_VALUE]; /* "source" or "lean"; "" if there is none */
    uint32_t since, until;               /* days as 20191010, both included; 0 if there is none */
} bench_query;

typedef struct bench_way {
    const char *name;
    bool facets; /* source, year and lean over all matches, ten values each */
    bool snippets;
} bench_way;

/** An engine asks one query; returns how many articles match. */
typedef uint32_t (*bench_ask)(void *ctx, const bench_query *q, const bench_way *way);

/** Write a query as a line of a file of queries. */
void bench_write_query(const bench_query *q);
/** Read a file of queries; malloc'd. */
bench_query *bench_read_queries(const char *path, size_t *n);

/** CPU time of this thread in milliseconds. */
double bench_cpu_ms(void);

/**
 * Ask all queries in each way `rounds` times, after one round that warms caches, and print a line
 * for each kind of query and way, and for all kinds together: engine, kind, way, queries, p50, p95,
 * p99 and mean in milliseconds, mean matches; tabs between. The best of its rounds is a query's
 * time: other work on the machine only adds.
 */
void bench_run(const char *engine, const char *queries, unsigned rounds, bench_ask ask, void *ctx);

/** The value at a share (0 to 1) of n times, which are put in order. */
double bench_quantile(double *times, size_t n, double share);

/** Print "PROGRAM: ..." and end the program with status 2. */
void bench_die(const char *fmt, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 1, 2), noreturn))
#endif
    ;

#ifdef __cplusplus
}
#endif

#endif
