/* SQLite FTS5: porter stemming, ranked by bm25(), snippet(), facets by GROUP BY
 *
 *   peer_fts5 build DATABASE <ARTICLES
 *   peer_fts5 run DATABASE QUERIES ROUNDS
 *   peer_fts5 bare DATABASE <ARTICLES
 *
 * Title and text are columns of the full-text table; source, year, lean and day stand in a table
 * beside it, indexed by source and by lean. The ten best are ordered by `rank`, the quickest way
 * FTS5 offers. Facets are one statement: the matches once, then three GROUP BY. Statements are
 * prepared once. Words are joined by AND.
 *
 * `bare` makes what is least to rank by: postings with positions and lengths, the texts themselves
 * left out (contentless), no table beside it (sql_bare). It prints the CPU seconds of the run and
 * those of them that are not reading articles. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/search_peer.h"

#define QUERY_BYTES (BENCH_WORDS * (BENCH_VALUE + 4))

#define SQL_FILTER                                                                                 \
    " JOIN articles a ON a.id = words.rowid WHERE words MATCH ?1"                                  \
    " AND (?2 IS NULL OR a.source = ?2) AND (?3 IS NULL OR a.lean = ?3)"                           \
    " AND (?4 IS NULL OR a.day BETWEEN ?4 AND ?5)"

static const char sql_schema[] =
    "CREATE VIRTUAL TABLE words USING fts5(title, text, tokenize = 'porter unicode61');"
    "CREATE TABLE articles(id INTEGER PRIMARY KEY, source TEXT, year TEXT, lean TEXT, day INT);"
    "CREATE INDEX by_source ON articles(source); CREATE INDEX by_lean ON articles(lean);";

/* The quickest that ends as durable as any index: one transaction, synced once. The journal of a
 * new database holds next to nothing, where a write-ahead log would have all written twice. Pages
 * stay in memory until then. Words are gathered in 8 MB, not 1, before they become a segment: a
 * seventh less time (64 MB, without merging, and pages of 16 KB gain nothing more). */
static const char sql_bare[] =
    "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA cache_size = -524288;"
    "CREATE VIRTUAL TABLE words USING fts5(title, text, tokenize = 'porter unicode61',"
    " content = ''); INSERT INTO words(words, rank) VALUES ('hashsize', 8388608);";

/* Title words count three times. */
static const char sql_hits[] = "SELECT words.title, a.source, a.day FROM words" SQL_FILTER
                               " AND rank MATCH 'bm25(3.0, 1.0)' ORDER BY rank LIMIT 10";
static const char sql_snippets[] =
    "SELECT words.title, a.source, a.day, snippet(words, 1, '<b>', '</b>', '...', 40)"
    " FROM words" SQL_FILTER " AND rank MATCH 'bm25(3.0, 1.0)' ORDER BY rank LIMIT 10";
static const char sql_facets[] =
    "WITH found AS MATERIALIZED (SELECT a.source, a.year, a.lean FROM words" SQL_FILTER ")"
    " SELECT * FROM (SELECT 0, source, count(*) AS n FROM found GROUP BY source ORDER BY n DESC"
    " LIMIT 10) UNION ALL"
    " SELECT * FROM (SELECT 1, year, count(*) AS n FROM found GROUP BY year ORDER BY n DESC"
    " LIMIT 10) UNION ALL"
    " SELECT * FROM (SELECT 2, lean, count(*) AS n FROM found GROUP BY lean ORDER BY n DESC"
    " LIMIT 10)";

typedef struct engine {
    sqlite3 *db;
    sqlite3_stmt *hits, *snippets, *facets, *add_words, *add_article;
    sqlite3_int64 rows;
    double spent_ms;
    size_t shown;
} engine;

static void check(const engine *e, int rc)
{
    if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW)
        bench_die("%s", sqlite3_errmsg(e->db));
}

static sqlite3_stmt *prepare(const engine *e, const char *sql)
{
    sqlite3_stmt *s = NULL;

    check(e, sqlite3_prepare_v2(e->db, sql, -1, &s, NULL));
    return s;
}

static void bind_text(const engine *e, sqlite3_stmt *s, int at, const char *text)
{
    check(e, text ? sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC) : sqlite3_bind_null(s, at));
}

static void bind_day(const engine *e, sqlite3_stmt *s, int at, uint32_t day)
{
    check(e, day ? sqlite3_bind_int64(s, at, day) : sqlite3_bind_null(s, at));
}

/* -------------------------------------------------------------- building */

static void finish(const engine *e, sqlite3_stmt *s)
{
    check(e, sqlite3_step(s));
    check(e, sqlite3_reset(s));
}

static void add_article(void *ctx, const bench_article *a)
{
    engine *e = ctx;

    bind_text(e, e->add_words, 1, a->title);
    bind_text(e, e->add_words, 2, a->text);
    finish(e, e->add_words);
    check(e, sqlite3_bind_int64(e->add_article, 1, sqlite3_last_insert_rowid(e->db)));
    bind_text(e, e->add_article, 2, a->source);
    bind_text(e, e->add_article, 3, a->year);
    bind_text(e, e->add_article, 4, a->lean);
    bind_day(e, e->add_article, 5, a->day);
    finish(e, e->add_article);
}

static int build(char **arg)
{
    engine e = { 0 };

    remove(arg[0]);
    check(&e, sqlite3_open(arg[0], &e.db));
    check(&e, sqlite3_exec(e.db, sql_schema, NULL, NULL, NULL));
    check(&e, sqlite3_exec(e.db, "BEGIN", NULL, NULL, NULL));
    e.add_words = prepare(&e, "INSERT INTO words(title, text) VALUES (?1, ?2)");
    e.add_article = prepare(&e, "INSERT INTO articles VALUES (?1, ?2, ?3, ?4, ?5)");
    bench_read_articles(add_article, &e);
    check(&e, sqlite3_exec(e.db, "COMMIT", NULL, NULL, NULL));
    check(&e, sqlite3_exec(e.db, "INSERT INTO words(words) VALUES ('optimize'); ANALYZE", NULL,
                           NULL, NULL));
    sqlite3_finalize(e.add_words);
    sqlite3_finalize(e.add_article);
    return sqlite3_close(e.db) != SQLITE_OK;
}

static void add_bare(void *ctx, const bench_article *a)
{
    engine *e = ctx;
    double start = bench_cpu_ms();

    check(e, sqlite3_bind_int64(e->add_words, 1, ++e->rows));
    bind_text(e, e->add_words, 2, a->title);
    bind_text(e, e->add_words, 3, a->text);
    finish(e, e->add_words);
    e->spent_ms += bench_cpu_ms() - start;
}

static int build_bare(char **arg)
{
    engine e = { 0 };
    double start;

    remove(arg[0]);
    check(&e, sqlite3_open(arg[0], &e.db));
    check(&e, sqlite3_exec(e.db, sql_bare, NULL, NULL, NULL));
    check(&e, sqlite3_exec(e.db, "BEGIN", NULL, NULL, NULL));
    e.add_words = prepare(&e, "INSERT INTO words(rowid, title, text) VALUES (?1, ?2, ?3)");
    bench_read_articles(add_bare, &e);
    start = bench_cpu_ms();
    check(&e, sqlite3_exec(e.db, "COMMIT", NULL, NULL, NULL));
    e.spent_ms += bench_cpu_ms() - start;
    printf("%.2f %.2f\n", bench_cpu_ms() / 1e3, e.spent_ms / 1e3);
    sqlite3_finalize(e.add_words);
    return sqlite3_close(e.db) != SQLITE_OK;
}

/* ---------------------------------------------------------------- asking */

static void query_text(const bench_query *q, char out[QUERY_BYTES])
{
    size_t n = 0, i;

    for (i = 0; i < q->words; i++)
        n += (size_t)snprintf(out + n, QUERY_BYTES - n,
                              q->phrase ? (i ? " %s" : "\"%s") : (i ? " \"%s\"" : "\"%s\""),
                              q->word[i]);
    snprintf(out + n, QUERY_BYTES - n, "%s", q->phrase ? "\"" : "");
}

static void bind_query(const engine *e, sqlite3_stmt *s, const bench_query *q, const char *text)
{
    bind_text(e, s, 1, text);
    bind_text(e, s, 2, strcmp(q->filter, "source") == 0 ? q->value : NULL);
    bind_text(e, s, 3, strcmp(q->filter, "lean") == 0 ? q->value : NULL);
    bind_day(e, s, 4, q->since);
    bind_day(e, s, 5, q->until);
}

/* Walk the rows; returns the sum of the third column where the first is 1: all with a year. */
static uint32_t read_rows(engine *e, sqlite3_stmt *s, bool counts)
{
    uint32_t total = 0;
    int i;

    while (sqlite3_step(s) == SQLITE_ROW) {
        for (i = 0; i < sqlite3_column_count(s); i++)
            e->shown += (size_t)sqlite3_column_bytes(s, i);
        if (counts && sqlite3_column_int(s, 0) == 1)
            total += (uint32_t)sqlite3_column_int(s, 2);
    }
    check(e, sqlite3_reset(s));
    return total;
}

static uint32_t ask(void *ctx, const bench_query *q, const bench_way *way)
{
    engine *e = ctx;
    sqlite3_stmt *hits = way->snippets ? e->snippets : e->hits;
    char text[QUERY_BYTES];

    query_text(q, text);
    bind_query(e, hits, q, text);
    read_rows(e, hits, false);
    if (!way->facets)
        return 0;
    bind_query(e, e->facets, q, text);
    return read_rows(e, e->facets, true);
}

static int run(char **arg)
{
    engine e = { 0 };

    check(&e, sqlite3_open_v2(arg[0], &e.db, SQLITE_OPEN_READONLY, NULL));
    check(&e, sqlite3_exec(e.db, "PRAGMA mmap_size = 2147483648; PRAGMA cache_size = -262144", NULL,
                           NULL, NULL));
    e.hits = prepare(&e, sql_hits);
    e.snippets = prepare(&e, sql_snippets);
    e.facets = prepare(&e, sql_facets);
    bench_run("sqlite fts5", arg[1], (unsigned)strtoul(arg[2], NULL, 10), ask, &e);
    sqlite3_finalize(e.hits);
    sqlite3_finalize(e.snippets);
    sqlite3_finalize(e.facets);
    sqlite3_close(e.db);
    return e.shown == 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "build") == 0)
        return build(argv + 2);
    if (argc == 3 && strcmp(argv[1], "bare") == 0)
        return build_bare(argv + 2);
    if (argc == 5 && strcmp(argv[1], "run") == 0)
        return run(argv + 2);
    fprintf(stderr, "usage: peer_fts5 build DATABASE <ARTICLES\n"
                    "       peer_fts5 run DATABASE QUERIES ROUNDS\n"
                    "       peer_fts5 bare DATABASE <ARTICLES\n");
    return 2;
}
