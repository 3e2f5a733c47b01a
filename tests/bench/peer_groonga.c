/* groonga: stemmed words, drilldowns, snippet_html()
 *
 *   peer_groonga build DATABASE <ARTICLES
 *   peer_groonga run DATABASE QUERIES ROUNDS
 *
 * In this process through its C interface, by the commands its server takes; its cache of answers
 * is off. One index over title and text with positions, titles weighing three times; source, year
 * and lean are references to tables, so that drilldowns and filters use ids. Words are joined by
 * AND. */
#include <ctype.h>
#include <groonga.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/search_peer.h"

static const char *const schema[] = {
    "plugin_register token_filters/stem",
    "table_create Sources TABLE_HASH_KEY ShortText",
    "table_create Years TABLE_HASH_KEY ShortText",
    "table_create Leans TABLE_HASH_KEY ShortText",
    "table_create Articles TABLE_NO_KEY",
    "column_create Articles title COLUMN_SCALAR ShortText",
    "column_create Articles text COLUMN_SCALAR LongText",
    "column_create Articles source COLUMN_SCALAR Sources",
    "column_create Articles year COLUMN_SCALAR Years",
    "column_create Articles lean COLUMN_SCALAR Leans",
    "column_create Articles day COLUMN_SCALAR UInt32",
    "column_create Sources articles COLUMN_INDEX Articles source",
    "column_create Leans articles COLUMN_INDEX Articles lean",
    "table_create Days TABLE_PAT_KEY UInt32",
    "column_create Days articles COLUMN_INDEX Articles day",
    ("table_create Words TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram"
     " --normalizer NormalizerAuto --token_filters TokenFilterStem"),
    "column_create Words articles COLUMN_INDEX|WITH_POSITION|WITH_SECTION Articles title,text",
};

typedef struct text {
    char *s;
    size_t n, cap;
} text;

typedef struct engine {
    grn_ctx *ctx;
    grn_obj *db;
    text command;
    size_t shown;
} engine;

/* --------------------------------------------------------------- writing */

static void add(text *t, const char *s, size_t n)
{
    if (t->n + n + 1 > t->cap) {
        t->cap = (t->n + n + 1) * 2;
        t->s = realloc(t->s, t->cap);
        if (!t->s)
            bench_die("out of memory");
    }
    memcpy(t->s + t->n, s, n);
    t->n += n;
    t->s[t->n] = '\0';
}

static void puts_text(text *t, const char *s)
{
    add(t, s, strlen(s));
}

/* A parameter of a command in the form of an address. */
static void add_parameter(text *t, const char *name, const char *value)
{
    puts_text(t, strchr(t->s, '?') ? "&" : "?");
    puts_text(t, name);
    puts_text(t, "=");
    for (; *value; value++) {
        char hex[4];

        snprintf(hex, sizeof hex, "%%%02X", (unsigned char)*value);
        if (isalnum((unsigned char)*value))
            add(t, value, 1);
        else
            puts_text(t, hex);
    }
}

static void begin(text *t, const char *command)
{
    t->n = 0;
    puts_text(t, command);
}

/* Send a command; the answer is valid until the next. */
static const char *send_command(engine *e, const char *command, size_t n)
{
    char *answer = NULL;
    unsigned len = 0;
    int flags = 0;

    grn_ctx_send(e->ctx, command, (unsigned)n, 0);
    grn_ctx_recv(e->ctx, &answer, &len, &flags);
    if (e->ctx->rc != GRN_SUCCESS)
        bench_die("%s", e->ctx->errbuf);
    e->shown += len;
    return answer ? answer : "";
}

/* -------------------------------------------------------------- building */

static void add_article(void *ctx, const bench_article *a)
{
    engine *e = ctx;
    json_t *o = json_pack("[{s:s, s:s, s:s, s:s, s:s, s:i}]", "title", a->title, "text", a->text,
                          "source", a->source, "year", *a->year ? a->year : "undated", "lean",
                          a->lean, "day", (int)a->day);
    char *json = o ? json_dumps(o, JSON_COMPACT) : NULL;

    if (!json)
        bench_die("out of memory");
    begin(&e->command, "/d/load");
    add_parameter(&e->command, "table", "Articles");
    add_parameter(&e->command, "values", json);
    send_command(e, e->command.s, e->command.n);
    free(json);
    json_decref(o);
}

static int build(engine *e, char **arg)
{
    size_t i;

    e->db = grn_db_create(e->ctx, arg[0], NULL);
    if (!e->db)
        bench_die("%s: %s", arg[0], e->ctx->errbuf);
    for (i = 0; i < sizeof schema / sizeof *schema; i++)
        send_command(e, schema[i], strlen(schema[i]));
    bench_read_articles(add_article, e);
    return 0;
}

/* ---------------------------------------------------------------- asking */

static void join_words(const bench_query *q, char *out, size_t size)
{
    size_t n = 0, i;

    for (i = 0; i < q->words && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, "%s%s%s", i ? " " : "",
                              q->phrase && !i ? "\"" : "", q->word[i]);
    if (q->phrase && n < size)
        snprintf(out + n, size - n, "\"");
}

static void add_filter(text *t, const bench_query *q)
{
    char filter[BENCH_VALUE * 3] = "";

    if (*q->filter)
        snprintf(filter, sizeof filter, "%s == \"%s\"", q->filter, q->value);
    else if (q->since)
        snprintf(filter, sizeof filter, "between(day, %u, \"include\", %u, \"include\")",
                 (unsigned)q->since, (unsigned)q->until);
    if (*filter)
        add_parameter(t, "filter", filter);
}

static uint32_t ask(void *ctx, const bench_query *q, const bench_way *way)
{
    engine *e = ctx;
    char words[BENCH_WORDS * BENCH_VALUE];
    const char *answer;

    join_words(q, words, sizeof words);
    begin(&e->command, "/d/select");
    add_parameter(&e->command, "table", "Articles");
    add_parameter(&e->command, "match_columns", "title * 3 || text");
    add_parameter(&e->command, "query", words);
    add_filter(&e->command, q);
    add_parameter(&e->command, "sort_keys", "-_score");
    add_parameter(&e->command, "limit", "10");
    add_parameter(&e->command, "cache", "no");
    add_parameter(&e->command, "output_columns",
                  way->snippets ? "_id,_score,title,source,day,snippet_html(text)"
                                : "_id,_score,title,source,day");
    if (way->facets) {
        add_parameter(&e->command, "drilldown", "source,year,lean");
        add_parameter(&e->command, "drilldown_sort_keys", "-_nsubrecs");
    }
    answer = send_command(e, e->command.s, e->command.n);
    return (uint32_t)strtoul(answer + strspn(answer, "["), NULL, 10);
}

static int run(engine *e, char **arg)
{
    e->db = grn_db_open(e->ctx, arg[0]);
    if (!e->db)
        bench_die("%s: %s", arg[0], e->ctx->errbuf);
    bench_run("groonga", arg[1], (unsigned)strtoul(arg[2], NULL, 10), ask, e);
    return e->shown == 0;
}

int main(int argc, char **argv)
{
    engine e = { NULL, NULL, { NULL, 0, 0 }, 0 };
    int rc = 2;

    if (grn_init() != GRN_SUCCESS || !(e.ctx = grn_ctx_open(0)))
        bench_die("groonga cannot be started");
    if (argc == 3 && strcmp(argv[1], "build") == 0)
        rc = build(&e, argv + 2);
    else if (argc == 5 && strcmp(argv[1], "run") == 0)
        rc = run(&e, argv + 2);
    else
        fprintf(stderr, "usage: peer_groonga build DATABASE <ARTICLES\n"
                        "       peer_groonga run DATABASE QUERIES ROUNDS\n");
    if (e.db)
        grn_obj_close(e.ctx, e.db);
    grn_ctx_close(e.ctx);
    grn_fin();
    free(e.command.s);
    return rc;
}
