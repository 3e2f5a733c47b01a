/* Phrases looked for in a damaged position table: the answer is right, or an error, or wrong
 * where the engine's is wrong, too. Nothing crashes or hangs. */
#include "search_fixture.h"

#define ARTICLES 300
#define LENGTH   60 /* words of a text */
#define WORDS    6
#define ROUNDS   1500
#define BLOCK    8192 /* of the table */

static const char *const word_names[WORDS] = { "oil", "drone", "bank", "harbor", "tank", "wheat" };

/* Phrases, by the numbers of their words. */
#define PHRASE_MAX 3
static const int phrases[][PHRASE_MAX + 1] = {
    { 0, 1, -1 }, { 5, 0, -1 }, { 2, 3, 1, -1 }, { 4, 4, -1 }, { 0, 2, 0, -1 },
};
#define PHRASES (sizeof phrases / sizeof *phrases)

/* Which articles hold a phrase, or why that is not known. */
typedef struct answer {
    plx_status rc;
    bool has[ARTICLES + 1];
    plx_error why;
} answer;

static answer truth[PHRASES];
static char *table_path;
static plx_strbuf table = PLX_STRBUF_INIT; /* its bytes */

/* ----------------------------------------------------------------- index */

static void put_random(plx_writer *w, unsigned n)
{
    char id[16], text[LENGTH * 8] = "";
    plx_article a;
    size_t at = 0;

    plx_article_init(&a);
    snprintf(id, sizeof id, "a%u", n);
    for (unsigned i = 0; i < LENGTH; i++) /* the last words are rare */
        at += (size_t)snprintf(text + at, sizeof text - at, "%s ",
                               word_names[draw(4) ? draw(3) : draw(WORDS)]);
    a.id = strdup(id);
    a.text = strdup(text);
    a.source = strdup("Tigris Wire");
    put_article(w, &a);
}

static void find_table(void)
{
    char name[64], *path = NULL;

    OK(plx_collection_generation(folder, name, sizeof name, &err));
    OK(plx_collection_generation_path(folder, name, &path, &err));
    table_path = malloc(strlen(path) + sizeof "/position.glass");
    assert_non_null(table_path);
    sprintf(table_path, "%s/position.glass", path);
    free(path);
    OK(plx_file_read(table_path, SIZE_MAX, &table, &err));
}

/* --------------------------------------------------------------- answers */

static void ask_search(const int *phrase, answer *out)
{
    plx_search_request req = { .no_aliases = true };
    char query[PHRASE_MAX * 16];
    plx_search_result r;
    uint32_t *docids = NULL;
    size_t n = 0;

    for (int i = 0; phrase[i] >= 0; i++)
        n += (size_t)snprintf(query + n, sizeof query - n, "%s%s", i ? " " : "\"",
                              word_names[phrase[i]]);
    snprintf(query + n, sizeof query - n, "\"");
    req.query = query;
    memset(out, 0, sizeof *out);
    out->rc = plx_search_docids(searcher, &req, &docids, &r, &out->why);
    for (uint32_t i = 0; !out->rc && i < r.total; i++)
        out->has[docids[i]] = true;
    free(docids);
    plx_search_result_release(&r);
}

static void ask_engine(const int *phrase, answer *out)
{
    const plx_match_options opt = { .limit = ARTICLES, .exact_total = true };
    plx_query *word[PHRASE_MAX], *q = NULL;
    plx_matches m = { NULL, 0, 0, false };
    size_t n = 0;

    for (; phrase[n] >= 0; n++)
        OK(plx_query_term(word_names[phrase[n]], strlen(word_names[phrase[n]]), 1, &word[n], &err));
    OK(plx_query_combine(PLX_OP_PHRASE, word, n, 0, &q, &err));
    memset(out, 0, sizeof *out);
    out->rc = plx_store_match(plx_snapshot_store(snap), q, &opt, &m, &out->why);
    for (size_t i = 0; i < m.count; i++)
        out->has[m.items[i].docid] = true;
    plx_matches_release(&m);
    plx_query_free(q);
}

static bool is_same(const answer *a, const answer *b)
{
    return a->rc == b->rc && memcmp(a->has, b->has, sizeof a->has) == 0;
}

static void close_searcher(void)
{
    plx_searcher_free(searcher);
    plx_snapshot_close(snap);
    searcher = NULL;
    snap = NULL;
}

/* ----------------------------------------------------------------- tests */

static int make_index(void **state)
{
    plx_writer *w;

    if (make_folder(state))
        return -1;
    seed = 5;
    w = open_writer(NULL);
    for (unsigned i = 0; i < ARTICLES; i++)
        put_random(w, i);
    close_writer(w);
    find_table();
    open_searcher();
    for (size_t i = 0; i < PHRASES; i++) {
        answer engine;

        ask_search(phrases[i], &truth[i]);
        ask_engine(phrases[i], &engine);
        assert_int_equal(truth[i].rc, PLX_OK);
        assert_true(is_same(&truth[i], &engine));
    }
    close_searcher();
    return 0;
}

static int remove_index(void **state)
{
    plx_strbuf_release(&table);
    free(table_path);
    return remove_search_index(state);
}

static void write_table(size_t size)
{
    FILE *f = fopen(table_path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(table.s, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

/* An error names the index. The engine calls some damage a failure to read, and a block of a later
 * revision stale. */
static void must_be_told(const answer *found, const char *damage)
{
    bool is_told =
        found->rc == PLX_ERR_CORRUPT || found->rc == PLX_ERR_IO || found->rc == PLX_ERR_STALE;

    if (!is_told || !strstr(found->why.msg, folder))
        fail_msg("%s: %s: %s", damage, plx_status_name(found->rc), found->why.msg);
}

/* The engine looks at the root when it opens a table. */
static bool open_damaged(void)
{
    if (plx_snapshot_open(folder, NULL, &snap, &err))
        return false;
    OK(plx_searcher_new(snap, &searcher, &err));
    return true;
}

/* What is wrong without an error, as where a key is, must be so with the engine, too. */
static void ask_all(const char *damage)
{
    answer found, engine;

    for (size_t i = 0; i < PHRASES; i++) {
        ask_search(phrases[i], &found);
        if (found.rc)
            must_be_told(&found, damage);
        if (found.rc || is_same(&found, &truth[i]))
            continue;
        ask_engine(phrases[i], &engine);
        if (is_same(&engine, &truth[i]) || engine.rc)
            fail_msg("%s: phrase %zu: a wrong answer, the engine's is %s", damage, i,
                     engine.rc ? engine.why.msg : "right");
    }
}

static void wrong_bytes_are_told_or_fool_the_engine_too(void **state)
{
    char damage[64];

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t at = draw((unsigned)(table.len / BLOCK)) * (size_t)BLOCK;
        char old;

        at += draw(3) ? draw(BLOCK) : draw(128); /* head and directory */
        old = table.s[at];
        table.s[at] = (char)(old + 1 + (int)draw(255));
        snprintf(damage, sizeof damage, "round %u, byte %zu", round, at);
        write_table(table.len);
        if (open_damaged()) {
            ask_all(damage);
            close_searcher();
        }
        table.s[at] = old;
    }
}

static void a_table_that_is_cut_under_a_reader_is_told(void **state)
{
    char damage[64];

    (void)state;
    for (size_t size = 0; size < table.len; size += BLOCK / 3) {
        snprintf(damage, sizeof damage, "cut to %zu bytes", size);
        write_table(table.len);
        open_searcher();
        write_table(size);
        ask_all(damage);
        close_searcher();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(wrong_bytes_are_told_or_fool_the_engine_too, make_index,
                                        remove_index),
        cmocka_unit_test_setup_teardown(a_table_that_is_cut_under_a_reader_is_told, make_index,
                                        remove_index),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
