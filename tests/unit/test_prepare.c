/* Preparing articles beside the writer: the quick look, threads, the words that wait. */
#include "collection_fixture.h"

#include <pthread.h>

static bool has_word(const char *word)
{
    plx_snapshot *s = open_snapshot(NULL, NULL);
    plx_terms *it = NULL;
    plx_bytes term = { 0 };
    bool found;

    OK(plx_terms_open(plx_snapshot_store(s), PLX_TERMS_SPELLING, word, strlen(word), &it, &err));
    OK(plx_terms_next(it, &term, NULL, &err));
    found = term.p != NULL;
    plx_terms_close(it);
    plx_snapshot_close(s);
    return found;
}

static void the_quick_look_tells_unchanged_articles_of_the_last_commit(void **state)
{
    plx_writer *w = open_writer(NULL);
    plx_preparer *r = NULL;
    plx_prepared *p = NULL;
    bool unchanged = true;

    (void)state;
    put(w, "one", "words", NULL);
    close_writer(w);
    w = open_writer(NULL);
    OK(plx_preparer_new(w, &r, &err));
    OK(plx_prepared_new(&p, &err));
    for (int i = 0; i < 30; i++) { /* commits leave the reader behind */
        char id[8];

        fill_article(&p->article, "one", "words");
        OK(plx_prepare_digest(r, p, &unchanged, &err));
        assert_true(unchanged);
        assert_false(p->is_complete);
        plx_prepared_clear(p);
        snprintf(id, sizeof id, "b%d", i);
        put(w, id, "more words", NULL);
        OK(plx_writer_checkpoint(w, &err));
    }
    fill_article(&p->article, "one", "other words");
    OK(plx_prepare_digest(r, p, &unchanged, &err));
    assert_false(unchanged);
    plx_prepared_clear(p);
    assert_int_equal(plx_prepare_digest(r, p, &unchanged, &err), PLX_ERR_INVALID);
    plx_prepared_free(p);
    plx_writer_close(w);
}

static void an_article_that_only_looked_unchanged_is_prepared_by_the_writer(void **state)
{
    plx_writer *w = open_writer(NULL);
    plx_preparer *r = NULL;
    plx_prepared *p = NULL;
    plx_put_outcome out;
    bool unchanged = false;

    (void)state;
    put(w, "one", "words", NULL);
    OK(plx_writer_commit(w, &err));
    OK(plx_preparer_new(w, &r, &err));
    OK(plx_prepared_new(&p, &err));
    fill_article(&p->article, "one", "words");
    OK(plx_prepare_digest(r, p, &unchanged, &err));
    assert_true(unchanged);
    put(w, "one", "other words", NULL); /* came first */
    OK(plx_writer_put(w, p, NULL, &out, &err));
    assert_int_equal(out.result, PLX_PUT_UPDATED);
    plx_prepared_free(p);
    close_writer(w);
    assert_int_equal(documents(), 1);
    assert_true(has_word("other"));
}

/* ------------------------------------------------------------------ threads */

enum { THREADS = 4, ARTICLES = 1200 };

/* Articles on their way from the threads to the writer, in their order. */
struct belt {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    plx_prepared *ready[ARTICLES];
    size_t put;
};

struct hand {
    struct belt *belt;
    plx_preparer *preparer;
    size_t first;
    bool has_failed;
};

static void article_text(size_t i, char *text, size_t n)
{
    snprintf(text, n, "Number %zu comes with word%zu and word%zu, as every one does.", i, i,
             i * i % 701);
}

static void *work(void *ctx)
{
    struct hand *h = ctx;
    struct belt *b = h->belt;

    for (size_t i = h->first; i < ARTICLES; i += THREADS) {
        plx_error why;
        plx_prepared *p = NULL;
        char id[16], text[160];
        bool unchanged = false;

        snprintf(id, sizeof id, "a%zu", i % 900); /* some come twice */
        article_text(i, text, sizeof text);
        h->has_failed |= plx_prepared_new(&p, &why) != PLX_OK;
        fill_article(&p->article, id, text);
        h->has_failed |= plx_prepare_digest(h->preparer, p, &unchanged, &why) != PLX_OK;
        if (!unchanged)
            h->has_failed |= plx_prepare(h->preparer, p, &why) != PLX_OK;
        pthread_mutex_lock(&b->lock);
        while (i > b->put + 64)
            pthread_cond_wait(&b->moved, &b->lock);
        b->ready[i] = p;
        pthread_cond_broadcast(&b->moved);
        pthread_mutex_unlock(&b->lock);
    }
    return NULL;
}

static plx_prepared *take(struct belt *b, size_t i)
{
    plx_prepared *p;

    pthread_mutex_lock(&b->lock);
    while (!b->ready[i])
        pthread_cond_wait(&b->moved, &b->lock);
    p = b->ready[i];
    b->put = i;
    pthread_cond_broadcast(&b->moved);
    pthread_mutex_unlock(&b->lock);
    return p;
}

static void run_threads(plx_writer *w, size_t counts[PLX_PUT_RESULTS])
{
    static struct belt belt;
    struct hand hands[THREADS];
    pthread_t threads[THREADS];

    memset(&belt, 0, sizeof belt);
    pthread_mutex_init(&belt.lock, NULL);
    pthread_cond_init(&belt.moved, NULL);
    for (size_t t = 0; t < THREADS; t++) {
        hands[t] = (struct hand){ &belt, NULL, t, false };
        OK(plx_preparer_new(w, &hands[t].preparer, &err));
    }
    for (size_t t = 0; t < THREADS; t++)
        assert_int_equal(pthread_create(&threads[t], NULL, work, &hands[t]), 0);
    for (size_t i = 0; i < ARTICLES; i++) {
        plx_prepared *p = take(&belt, i);
        plx_put_outcome out;

        OK(plx_writer_put(w, p, NULL, &out, &err));
        counts[out.result]++;
        plx_prepared_free(p);
        assert_false(plx_writer_wants_words(w));
        if (i % 100 == 99)
            OK(plx_writer_checkpoint(w, &err));
    }
    for (size_t t = 0; t < THREADS; t++) {
        pthread_join(threads[t], NULL);
        assert_false(hands[t].has_failed);
    }
    pthread_cond_destroy(&belt.moved);
    pthread_mutex_destroy(&belt.lock);
}

static void four_threads_make_the_index_that_one_makes(void **state)
{
    size_t counts[PLX_PUT_RESULTS] = { 0 };
    plx_writer *w = open_writer(NULL);
    char word[16], text[160], id[16];

    (void)state;
    run_threads(w, counts);
    assert_int_equal(counts[PLX_PUT_ADDED], 900);
    assert_int_equal(counts[PLX_PUT_UPDATED], 300);
    close_writer(w);
    assert_int_equal(documents(), 900);
    for (size_t i = 0; i < ARTICLES; i += 97) {
        snprintf(word, sizeof word, "word%zu", i);
        assert_true(has_word(word));
    }
    w = open_writer(NULL);
    for (size_t i = 300; i < ARTICLES; i += 50) { /* the last of each id stands */
        snprintf(id, sizeof id, "a%zu", i % 900);
        article_text(i, text, sizeof text);
        assert_int_equal(put(w, id, text, NULL).result, PLX_PUT_UNCHANGED);
    }
    plx_writer_close(w);
    w = open_writer(NULL);
    memset(counts, 0, sizeof counts);
    run_threads(w, counts); /* the second run of the same: those that come twice change twice */
    assert_int_equal(counts[PLX_PUT_UNCHANGED], 600);
    assert_int_equal(counts[PLX_PUT_UPDATED], 600);
    close_writer(w);
    assert_int_equal(documents(), 900);
}

/* ------------------------------------------------------- the spelling table */

static void words_of_a_run_cut_off_are_made_up_for(void **state)
{
    plx_writer *w = open_writer(NULL);

    (void)state;
    put(w, "one", "apples", NULL);
    close_writer(w);
    w = open_writer(NULL);
    put(w, "one", "pears", NULL);
    put(w, "two", "quinces", NULL);
    OK(plx_writer_checkpoint(w, &err));
    plx_writer_close(w); /* killed: the commit at the end never came */
    assert_false(has_word("pears"));
    w = open_writer(NULL);
    put(w, "one", "medlars", NULL);
    OK(plx_writer_checkpoint(w, &err));
    plx_writer_close(w); /* and once more */
    close_writer(open_writer(NULL));
    assert_true(has_word("quinces"));
    assert_true(has_word("medlars"));
    assert_false(has_word("plums"));
}

static void a_large_vocabulary_wants_to_be_written(void **state)
{
    const size_t words = 500000;
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_writer *w = open_writer(NULL);

    (void)state;
    for (size_t i = 0; i < words; i++)
        plx_strbuf_printf(&text, "%zx ", i + 0xaa0000);
    assert_false(plx_writer_wants_words(w));
    put(w, "one", text.s, NULL);
    assert_true(plx_writer_wants_words(w));
    OK(plx_writer_checkpoint(w, &err));
    assert_true(plx_writer_wants_words(w));
    OK(plx_writer_commit(w, &err));
    assert_false(plx_writer_wants_words(w));
    put(w, "two", "few words", NULL);
    assert_false(plx_writer_wants_words(w));
    plx_strbuf_release(&text);
    close_writer(w);
    assert_true(has_word("few"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_quick_look_tells_unchanged_articles_of_the_last_commit),
        TEST(an_article_that_only_looked_unchanged_is_prepared_by_the_writer),
        TEST(four_threads_make_the_index_that_one_makes),
        TEST(words_of_a_run_cut_off_are_made_up_for),
        TEST(a_large_vocabulary_wants_to_be_written),
    };

    plx_store_process_init(0);
    return cmocka_run_group_tests_name("prepare", tests, NULL, NULL);
}
