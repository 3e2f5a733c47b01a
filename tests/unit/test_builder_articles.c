/* tests/unit/test_builder_articles.c - real articles, built and written by the engine, are the same
 *
 * Skipped where the articles are not there. */
#include "tests/unit/store_fixture.h"

#include "indexer/reader.h"
#include "tests/unit/both_stores.h"
#include "text/analyser.h"

#define ARTICLES "../shared/data/news.jsonl.zst"

/* The first two thirds are a first generation, the rest goes on top of it. */
#ifdef __SANITIZE_ADDRESS__
enum { SOME_ARTICLES = 300 };
#else
enum { SOME_ARTICLES = 1000 };
#endif

typedef struct feed {
    both_stores both;
    plx_analyser *analyser;
    plx_tokens tokens;
    uint32_t count;
} feed;

static plx_doc *document_of(const feed *f, const plx_article *a)
{
    plx_doc *doc = NULL;
    plx_status rc = plx_doc_new(&doc, &err);

    for (size_t i = 0; i < f->tokens.count && rc == PLX_OK; i++) {
        const plx_token *t = &f->tokens.items[i];
        rc = plx_doc_add_posting(doc, t->word->stem, t->word->stem_len, t->pos, 1, &err);
    }
    OK(rc);
    OK(plx_doc_set_value(doc, 300, a->source, a->source ? strlen(a->source) : 0, &err));
    OK(plx_doc_set_value(doc, 2, a->title, a->title ? strlen(a->title) : 0, &err));
    OK(plx_doc_set_data(doc, a->text, strlen(a->text), &err));
    return doc;
}

static void count_words(feed *f)
{
    for (size_t i = 0; i < f->tokens.count; i += 3) {
        const plx_word *w = f->tokens.items[i].word;
        both_spelling(&f->both, w->text, w->text_len, 1);
    }
}

/* In the second generation every fourth article takes the place of an older one, and every fourth
 * deletes one. */
static void put_article(feed *f, const plx_article *a)
{
    bool is_second = f->count > SOME_ARTICLES * 2 / 3;
    char id[32];

    snprintf(id, sizeof id, "Q%u", is_second && f->count % 4 == 0 ? f->count / 3 : f->count);
    both_put(&f->both, id, document_of(f, a), document_of(f, a));
    snprintf(id, sizeof id, "Q%u", f->count / 2);
    if (is_second && f->count % 4 == 1)
        both_delete(&f->both, id);
    if (is_second && f->count % 4 == 2)
        both_set_value(&f->both, f->count / 5, 300, id, strlen(id));
}

static plx_status take_article(void *ctx, plx_article *a, const plx_extract_report *report,
                               plx_error *e)
{
    feed *f = ctx;
    (void)report;

    OK(plx_analyser_run(f->analyser, a->lang, a->text, strlen(a->text), &f->tokens, &err));
    put_article(f, a);
    count_words(f);
    f->count++;
    if (f->count == SOME_ARTICLES * 2 / 3)
        both_next(&f->both, BOTH_BUILD);
    return f->count < SOME_ARTICLES && !f->both.why[0] ? PLX_OK
                                                       : plx_fail(e, PLX_ERR_STOPPED, "enough");
}

static void real_articles_are_built_as_the_engine_writes_them(void **state)
{
    plx_build_options build = { .jobs = 2, .run_docs = 256, .memory = 1 << 20 };
    plx_reader_options opt = { 0 };
    feed f = { .count = 0 };
    plx_article_sink sink = { .on_article = take_article, .ctx = &f };
    (void)state;

    if (access(ARTICLES, R_OK) != 0)
        skip();
    OK(plx_analyser_new(&f.analyser, &err));
    plx_tokens_init(&f.tokens);
    both_begin(&f.both, root, &build, BOTH_BUILD);
    FAILS(PLX_ERR_STOPPED, plx_read(ARTICLES, &opt, &sink, &err));
    both_next(&f.both, BOTH_WRITE);
    both_delete(&f.both, "Q7");
    both_next(&f.both, BOTH_BUILD);
    both_end(&f.both);
    plx_tokens_release(&f.tokens);
    plx_analyser_free(f.analyser);
    assert_string_equal(f.both.why, "");
    assert_int_equal(f.count, SOME_ARTICLES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(real_articles_are_built_as_the_engine_writes_them,
                                        make_root, remove_root),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
