/* What queries find: cases and articles stand in tests/data/search.test */
#include "search_fixture.h"

#include "base/json.h"

#define CASES "tests/data/search.test"
#define LINE  8192
#define NOW   1580515200 /* 2020-02-01 */

/* One case; empty is what it does not say. */
typedef struct test_case {
    unsigned line;
    char query[LINE], want[LINE];
    char any[LINE], first[LINE], notice[LINE], reading[LINE];
} test_case;

static const char *after(const char *s, const char *prefix)
{
    size_t n = strlen(prefix);

    return strncmp(s, prefix, n) == 0 ? s + n : NULL;
}

/* ----------------------------------------------------------------- index */

static void put_line(plx_writer *w, const char *line)
{
    json_t *o = NULL;
    plx_article a;

    plx_article_init(&a);
    OK(plx_json_parse(line, strlen(line), &o, &err));
    OK(plx_article_from_json(o, false, &a, &err));
    a.synthetic = true;
    put_article(w, &a);
    json_decref(o);
}

static int make_index(void **state)
{
    static const char *const facets[] = { "topic", NULL };
    static char line[LINE];
    plx_writer_options opt = { .facets = facets };
    plx_writer *w;
    FILE *f = fopen(CASES, "r");

    if (!f || make_folder(state))
        return -1;
    w = open_writer(&opt);
    while (fgets(line, sizeof line, f))
        if (line[0] == '{')
            put_line(w, line);
    fclose(f);
    close_writer(w);
    open_searcher();
    return 0;
}

/* ----------------------------------------------------------------- asking */

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The words of a line in the order of their bytes, "-" for none. */
static void sort_words(char *line)
{
    char *words[64], copy[LINE], *save = NULL, *word;
    size_t n = 0, i;

    snprintf(copy, sizeof copy, "%s", line);
    for (word = strtok_r(copy, " ", &save); word && n < 64; word = strtok_r(NULL, " ", &save))
        words[n++] = word;
    qsort(words, n, sizeof *words, by_bytes);
    *line = '\0';
    for (i = 0; i < n; i++)
        strcat(strcat(line, i ? " " : ""), words[i]);
    if (!n)
        strcpy(line, "-");
}

static uint32_t count_words(const char *line)
{
    uint32_t n = 0;

    for (; *line; line++)
        n += *line != ' ' && *line != '-' && (line[1] == ' ' || !line[1]);
    return n;
}

static void add_id(const char *id, char *out)
{
    strcat(strcat(out, *out ? " " : ""), id);
}

/* Options stand before the query. */
static plx_search_request request_of(const char *query)
{
    plx_search_request req = { .limit = 100, .explain = true, .now = NOW };
    struct {
        const char *name;
        bool *flag;
    } options[] = { { "strict: ", &req.strict },
                    { "exact: ", &req.exact },
                    { "any: ", &req.any },
                    { "all: ", &req.all } };
    size_t i;

    for (i = 0; i < sizeof options / sizeof *options; i++)
        if (after(query, options[i].name)) {
            *options[i].flag = true;
            query += strlen(options[i].name);
        }
    req.query = query;
    return req;
}

static void list_ids(const plx_search_request *req, char *out)
{
    plx_search_result r;
    uint32_t *docids = NULL, i;

    OK(plx_search_docids(searcher, req, &docids, &r, &err));
    for (i = 0; i < r.total; i++) {
        plx_article a;

        plx_article_init(&a);
        OK(plx_snapshot_article(snap, docids[i], false, &a, &err));
        add_id(a.id, out);
        plx_article_release(&a);
    }
    free(docids);
    plx_search_result_release(&r);
    sort_words(out);
}

static bool says(const test_case *t, const char *what, const char *have, const char *want)
{
    print_error("%s:%u: %s\n  %s: want %s\n  %s: have %s\n", CASES, t->line, t->query, what, want,
                what, have);
    return false;
}

static bool check_result(const test_case *t, const plx_search_request *req,
                         const plx_search_result *r)
{
    static char have[LINE], any[LINE];
    uint32_t i;

    have[0] = any[0] = '\0';
    list_ids(req, have);
    for (i = 0; i < r->hit_count; i++)
        add_id(r->hits[i].article.id, any);
    if (*t->first && (!r->hit_count || strcmp(r->hits[0].article.id, t->first) != 0))
        return says(t, "first", any, t->first);
    sort_words(any);
    if (strcmp(have, t->want) != 0)
        return says(t, "found", have, t->want);
    if (*t->any && (r->total_any != count_words(t->any) || (!req->all && strcmp(any, t->any) != 0)))
        return says(t, "any", any, t->any);
    if (*t->notice ? !r->notice || !strstr(r->notice, t->notice) : r->notice != NULL)
        return says(t, "notice", r->notice ? r->notice : "", t->notice);
    if (*t->reading && !strstr(r->reading, t->reading))
        return says(t, "reading", r->reading, t->reading);
    return true;
}

static bool run_case(test_case *t)
{
    const char *want_error = after(t->want, "error: ");
    plx_search_request req = request_of(t->query);
    plx_search_result r;
    plx_status rc = plx_search(searcher, &req, &r, &err);
    bool ok;

    if (rc || want_error)
        ok = rc && want_error && strstr(err.msg, want_error)
                 ? true
                 : says(t, "error", rc ? err.msg : "", t->want);
    else {
        sort_words(t->want);
        if (*t->any)
            sort_words(t->any);
        ok = check_result(t, &req, &r);
    }
    plx_search_result_release(&r);
    return ok;
}

/* --------------------------------------------------------------- reading */

static bool read_line(FILE *f, char *line, unsigned *number)
{
    if (!fgets(line, LINE, f))
        return false;
    line[strcspn(line, "\n")] = '\0';
    ++*number;
    return true;
}

/* Optional lines of a case, up to the empty one. */
static void read_more(FILE *f, test_case *t, unsigned *number)
{
    static char line[LINE];
    const struct {
        const char *name;
        char *to;
    } parts[] = { { "any: ", t->any },
                  { "first: ", t->first },
                  { "notice: ", t->notice },
                  { "reading: ", t->reading } };
    size_t i;

    while (read_line(f, line, number) && line[0])
        for (i = 0; i < sizeof parts / sizeof *parts; i++)
            if (after(line, parts[i].name))
                strcpy(parts[i].to, after(line, parts[i].name));
}

static void queries_find_what_the_table_says(void **state)
{
    static test_case t;
    unsigned number = 0, cases = 0, failed = 0;
    FILE *f = fopen(CASES, "r");

    (void)state;
    assert_non_null(f);
    memset(&t, 0, sizeof t);
    while (read_line(f, t.query, &number)) {
        if (!t.query[0] || t.query[0] == '#' || t.query[0] == '{')
            continue;
        t.line = number;
        if (!read_line(f, t.want, &number))
            break;
        read_more(f, &t, &number);
        failed += !run_case(&t);
        cases++;
        memset(&t, 0, sizeof t);
    }
    fclose(f);
    assert_true(cases > 90);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_find_what_the_table_says),
    };

    return cmocka_run_group_tests(tests, make_index, remove_search_index);
}
