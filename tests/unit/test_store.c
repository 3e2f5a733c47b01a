/* tests/unit/test_store.c - opening, committing, damage and documents */
#include "tests/unit/store_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* ------------------------------------------------------------------ life */

static void opening_what_is_not_there_is_not_found(void **state)
{
    plx_store *st = NULL;
    (void)state;

    FAILS(PLX_ERR_NOTFOUND, plx_store_open(dir, &st, &err));
    assert_null(st);
    assert_non_null(strstr(err.msg, dir));
    FAILS(PLX_ERR_NOTFOUND, plx_store_open(root, &st, &err));
    FAILS(PLX_ERR_NOTFOUND, plx_store_check(dir, NULL, NULL, &err));
    FAILS(PLX_ERR_NOTFOUND, plx_store_open(dir, &st, NULL));
}

static void second_writer_is_refused(void **state)
{
    plx_store *a = open_writer(), *b = NULL;
    (void)state;

    FAILS(PLX_ERR_LOCKED, plx_store_open_writer(dir, &b, &err));
    assert_null(b);
    plx_store_close(a);
    OK(plx_store_open_writer(dir, &b, &err));
    plx_store_close(b);
}

static void nothing_is_visible_before_the_commit(void **state)
{
    plx_store *w, *r;
    bool changed = true;
    (void)state;

    w = open_writer();
    put(w, "Q1", "one", NULL);
    OK(plx_store_commit(w, &err));
    r = open_reader();
    put(w, "Q2", "two", NULL);
    OK(plx_store_reopen(r, &changed, &err));
    assert_false(changed);
    assert_int_equal(count_documents(r), 1);
    assert_int_equal(count_documents(w), 2);
    OK(plx_store_commit(w, &err));
    assert_int_equal(count_documents(r), 1);
    OK(plx_store_reopen(r, &changed, &err));
    assert_true(changed);
    assert_int_equal(count_documents(r), 2);
    plx_store_close(r);
    plx_store_close(w);
}

static void batches_over_the_inverter_limit_publish_nothing(void **state)
{
    plx_store *w, *r;
    plx_store_info before, after;
    bool changed;
    char id[16];
    (void)state;

    w = open_writer();
    put(w, "Q", "first", NULL);
    OK(plx_store_commit(w, &err));
    r = open_reader();
    OK(plx_store_get_info(r, &before, &err));
    for (int i = 0; i < 1100; i++) { /* the limit is 250 */
        snprintf(id, sizeof id, "Q%d", i);
        put(w, id, "some words of a story", "v");
        if (i % 100 == 99) {
            OK(plx_store_reopen(r, &changed, &err));
            assert_false(changed);
        }
    }
    OK(plx_store_get_info(r, &after, &err));
    assert_int_equal(before.revision, after.revision);
    OK(plx_store_commit(w, &err));
    OK(plx_store_reopen(r, &changed, &err));
    OK(plx_store_get_info(r, &after, &err));
    assert_true(changed);
    assert_int_equal(before.revision + 1, after.revision);
    assert_string_equal(before.uuid, after.uuid);
    assert_int_equal(after.documents, 1101);
    plx_store_close(r);
    plx_store_close(w);
}

static void rollback_and_close_drop_what_is_not_committed(void **state)
{
    plx_store *w, *r;
    plx_bytes data;
    char id[16];
    (void)state;

    w = open_writer();
    put(w, "Q1", "kept", NULL);
    OK(plx_store_commit(w, &err));
    for (int i = 2; i < 400; i++) {
        snprintf(id, sizeof id, "Q%d", i);
        put(w, id, "dropped", NULL);
    }
    OK(plx_store_set_metadata(w, "key", "x", 1, &err));
    OK(plx_store_spelling_add(w, "dropped", 7, 1, &err));
    OK(plx_store_rollback(w, &err));
    assert_int_equal(count_documents(w), 1);
    OK(plx_store_get_metadata(w, "key", &data, &err));
    assert_int_equal(data.n, 0);
    put(w, "Q2", "dropped by close", NULL);
    plx_store_close(w);
    r = open_reader();
    assert_int_equal(count_documents(r), 1);
    FAILS(PLX_ERR_INVALID, plx_store_commit(r, &err));
    FAILS(PLX_ERR_INVALID, plx_store_delete(r, "Q1", 2, &err));
    plx_store_close(r);
    plx_store_close(NULL);
}

static void reader_left_far_behind_is_stale(void **state)
{
    plx_store *w = open_writer(), *r;
    plx_status rc = PLX_OK;
    bool changed;
    char id[16];
    (void)state;

    for (int i = 0; i < 300; i++) {
        snprintf(id, sizeof id, "Q%d", i);
        put(w, id, "words that fill the tables", "value");
    }
    OK(plx_store_commit(w, &err));
    r = open_reader();
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 300; i++) {
            snprintf(id, sizeof id, "Q%d", i);
            put(w, id, round % 2 ? "quite other words" : "yet other text again", "other");
        }
        OK(plx_store_commit(w, &err));
    }
    for (uint32_t docid = 1; docid <= 300 && rc == PLX_OK; docid++) {
        plx_bytes data;
        rc = plx_store_get_data(r, docid, &data, &err);
    }
    FAILS(PLX_ERR_STALE, rc);
    OK(plx_store_reopen(r, &changed, &err));
    assert_true(changed);
    assert_int_equal(count_documents(r), 300);
    plx_store_close(r);
    plx_store_close(w);
}

/* A file size limit stands for a full disk: writes fail half way through a batch. */
static void failed_writes_leave_the_last_commit_and_say_so(void **state)
{
    struct rlimit old, tight = { 400 * 1024, 0 };
    plx_store *st = open_writer();
    plx_status rc = PLX_OK;
    char id[16], text[64];
    (void)state;

    put(st, "Q", "kept", NULL);
    OK(plx_store_commit(st, &err));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    tight.rlim_max = old.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    for (int i = 0; i < 100000 && rc == PLX_OK; i++) {
        plx_doc *doc;
        snprintf(text, sizeof text, "w%d x%d y%d z%d", i, i, i, i);
        snprintf(id, sizeof id, "Q%d", i);
        doc = new_doc(text);
        rc = plx_store_put(st, id, strlen(id), doc, NULL, &err);
        plx_doc_free(doc);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    FAILS(PLX_ERR_IO, rc);
    FAILS(PLX_ERR_IO, plx_store_commit(st, &err));
    assert_non_null(strstr(err.msg, "roll back"));
    FAILS(PLX_ERR_IO, plx_store_set_metadata(st, "k", "v", 1, &err));
    OK(plx_store_rollback(st, &err));
    assert_int_equal(count_documents(st), 1);
    put(st, "Q2", "goes on", NULL);
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    OK(plx_store_check(dir, NULL, NULL, &err));
    st = open_reader();
    assert_int_equal(count_documents(st), 2);
    plx_store_close(st);
}

/* The engine would end the process: it writes values in a destructor. */
static void commit_without_room_for_values_fails_before_it_writes(void **state)
{
    struct rlimit old, tight = { 1024 * 1024, 0 };
    plx_store *st = open_writer();
    char *value = malloc(PLX_VALUE_MAX), id[16];
    (void)state;

    put(st, "Q", "kept", NULL);
    OK(plx_store_commit(st, &err));
    memset(value, 'v', PLX_VALUE_MAX);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    tight.rlim_max = old.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    for (int i = 0; i < 100; i++) {
        snprintf(id, sizeof id, "Q%d", i);
        put(st, id, "words", NULL);
        OK(plx_store_set_value(st, (uint32_t)i + 2, 3, value, PLX_VALUE_MAX, &err));
    }
    FAILS(PLX_ERR_IO, plx_store_commit(st, &err));
    assert_non_null(strstr(err.msg, "limit"));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(count_documents(st), 1);
    put(st, "Q2", "goes on", "value");
    OK(plx_store_commit(st, &err));
    assert_int_equal(count_documents(st), 2);
    plx_store_close(st);
    free(value);
}

static void commit_forever(void)
{
    plx_store *st = open_writer();
    char id[16];

    for (int i = 0;; i++) {
        snprintf(id, sizeof id, "Q%d", i);
        put(st, id, "words of a story that is written again", "value");
        if (i % 7 == 6)
            OK(plx_store_commit(st, &err));
    }
}

static void killed_writer_leaves_whole_commits(void **state)
{
    (void)state;

    plx_store_close(open_sample());
    for (int round = 0; round < 6; round++) {
        struct timespec pause = { 0, (15 + 11 * round) * 1000000L };
        plx_store *st;
        pid_t pid = fork();
        if (pid == 0)
            commit_forever();
        nanosleep(&pause, NULL);
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        OK(plx_store_check(dir, NULL, NULL, &err));
        st = open_reader();
        assert_true(count_documents(st) >= 6);
        plx_store_close(st);
    }
}

static void stub_names_a_folder_beside_it(void **state)
{
    char gen[160], stub[160];
    plx_store *st;
    (void)state;

    assert_int_equal(mkdir(dir, 0777), 0);
    snprintf(gen, sizeof gen, "%s/gen-1", dir);
    snprintf(stub, sizeof stub, "%s/XAPIANDB", dir);
    OK(plx_store_open_writer(gen, &st, &err));
    put(st, "Q1", "word", NULL);
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    write_file(stub, "# a comment\nglass gen-1\n", 24);
    st = open_reader();
    assert_int_equal(count_documents(st), 1);
    plx_store_close(st);
    OK(plx_store_open(stub, &st, &err));
    plx_store_close(st);
    st = open_writer();
    put(st, "Q2", "word", NULL);
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    OK(plx_store_open(gen, &st, &err));
    assert_int_equal(count_documents(st), 2);
    plx_store_close(st);
    OK(plx_store_check(dir, NULL, NULL, &err));
}

static void stub_that_is_odd_or_runs_programs_is_refused(void **state)
{
    static const char *const texts[] = { "",
                                         "remote :touch /nonexistent/x\n",
                                         "auto db\n",
                                         "inmemory\n",
                                         "glass \n",
                                         "glass a\nglass b\n",
                                         "\x01\x02\xff" };
    plx_store *st;
    (void)state;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_file(dir, texts[i], strlen(texts[i]));
        FAILS(PLX_ERR_CORRUPT, plx_store_open(dir, &st, &err));
        FAILS(PLX_ERR_CORRUPT, plx_store_open_writer(dir, &st, &err));
    }
    write_file(dir, "glass gone\n", 11);
    FAILS(PLX_ERR_NOTFOUND, plx_store_open(dir, &st, &err));
}

static void compacted_copy_keeps_documents_and_numbers(void **state)
{
    plx_store *st = open_writer();
    char to[160];
    uint32_t docid;
    plx_store_info info;
    (void)state;

    put(st, "Q1", "gone", NULL);
    put(st, "Q2", "stays here", "v");
    OK(plx_store_delete(st, "Q1", 2, &err));
    OK(plx_store_commit(st, &err));
    snprintf(to, sizeof to, "%s/copy", root);
    OK(plx_store_compact(dir, to, &err));
    FAILS(PLX_ERR_EXISTS, plx_store_compact(dir, to, &err));
    plx_store_close(st);
    OK(plx_store_open(to, &st, &err));
    OK(plx_store_find(st, "Q2", 2, &docid, &err));
    assert_int_equal(docid, 2);
    OK(plx_store_get_info(st, &info, &err));
    assert_int_equal(info.documents, 1);
    assert_int_equal(info.last_docid, 2);
    assert_true(info.has_positions);
    plx_store_close(st);
    OK(plx_store_open_writer(to, &st, &err));
    assert_int_equal(put(st, "Q3", "new", NULL), 3);
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    FAILS(PLX_ERR_NOTFOUND, plx_store_compact("/nonexistent/db", "/nonexistent/to", &err));
}

static void count_line(void *ctx, const char *line)
{
    assert_true(strlen(line) > 0);
    ++*(int *)ctx;
}

static void damaged_tables_are_reported_as_corrupt(void **state)
{
    plx_store *st = open_sample();
    char path[192], junk[4096];
    int lines = 0;
    FILE *f;
    (void)state;

    plx_store_close(st);
    st = open_writer();
    OK(plx_store_spelling_add(st, "word", 4, 1, &err)); /* a table the engine only skims */
    OK(plx_store_commit(st, &err));
    plx_store_close(st);
    OK(plx_store_check(dir, count_line, &lines, &err));
    assert_int_equal(lines, 0);
    snprintf(path, sizeof path, "%s/postlist.glass", dir);
    memset(junk, 0x5a, sizeof junk);
    f = fopen(path, "r+b");
    assert_non_null(f);
    for (long at = 0; at < 65536; at += (long)sizeof junk) {
        fseek(f, at, SEEK_SET);
        fwrite(junk, 1, sizeof junk, f);
    }
    fclose(f);
    FAILS(PLX_ERR_CORRUPT, plx_store_check(dir, count_line, &lines, &err));
    assert_true(lines > 0);
    assert_non_null(strstr(err.msg, "problem"));
}

static void missing_tables_are_noticed(void **state)
{
    static const char *const tables[] = { "docdata", "termlist", "position", "postlist" };
    char path[192], kept[192];
    int lines;
    (void)state;

    plx_store_close(open_sample());
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        snprintf(path, sizeof path, "%s/%s.glass", dir, tables[i]);
        snprintf(kept, sizeof kept, "%s/kept", root);
        assert_int_equal(rename(path, kept), 0);
        lines = 0;
        assert_int_not_equal(plx_store_check(dir, count_line, &lines, &err), PLX_OK);
        assert_true(lines > 0);
        assert_int_equal(rename(kept, path), 0);
    }
    OK(plx_store_check(dir, NULL, NULL, &err));
}

static void version_file_with_impossible_shapes_is_refused(void **state)
{
    static const unsigned char bad[] = { 62, 255, 0, 127 };
    plx_store *st;
    char path[192];
    int fd;
    (void)state;

    plx_store_close(open_sample());
    snprintf(path, sizeof path, "%s/iamglass", dir);
    fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    for (size_t i = 0; i < sizeof bad; i++) {
        unsigned char old;
        off_t at = 34 + (off_t)(i % 2) * 2; /* levels and block size of the first table */
        assert_int_equal(pread(fd, &old, 1, at), 1);
        assert_int_equal(pwrite(fd, &bad[i], 1, at), 1);
        if (plx_store_open(dir, &st, &err) == PLX_OK) /* fewer levels than there are: later */
            plx_store_close(st);
        assert_int_equal(pwrite(fd, &old, 1, at), 1);
    }
    assert_int_equal(pwrite(fd, &bad[0], 1, 34), 1);
    FAILS(PLX_ERR_CORRUPT, plx_store_open(dir, &st, &err));
    assert_null(st);
    FAILS(PLX_ERR_CORRUPT, plx_store_check(dir, NULL, NULL, &err));
    close(fd);
}

static void other_format_versions_are_told_apart(void **state)
{
    plx_store *st = open_sample();
    char path[192];
    int fd;
    (void)state;

    plx_store_close(st);
    snprintf(path, sizeof path, "%s/iamglass", dir);
    fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, "\xff\xff", 2, 14), 2);
    FAILS(PLX_ERR_VERSION, plx_store_open(dir, &st, &err));
    FAILS(PLX_ERR_VERSION, plx_store_open_writer(dir, &st, &err));
    assert_int_equal(pwrite(fd, "junk", 4, 0), 4);
    FAILS(PLX_ERR_CORRUPT, plx_store_open(dir, &st, &err));
    close(fd);
    remove(path);
    snprintf(path, sizeof path, "%s/iamchert", dir);
    write_file(path, "x", 1);
    FAILS(PLX_ERR_VERSION, plx_store_open(dir, &st, &err));
}

/* ------------------------------------------------------------- documents */

static void put_replaces_the_document_of_the_same_id(void **state)
{
    plx_store *st = open_writer();
    plx_bytes data;
    uint32_t docid, freq;
    (void)state;

    assert_int_equal(put(st, "Qa", "first text", "v1"), 1);
    assert_int_equal(put(st, "Qb", "other", NULL), 2);
    assert_int_equal(put(st, "Qa", "second text", NULL), 1);
    OK(plx_store_commit(st, &err));
    assert_int_equal(put(st, "Qa", "third text", "v3"), 1);
    assert_int_equal(count_documents(st), 2);
    OK(plx_store_get_data(st, 1, &data, &err));
    assert_memory_equal(data.p, "third text", 10);
    OK(plx_store_get_value(st, 1, 1, &data, &err));
    assert_memory_equal(data.p, "v3", 2);
    OK(plx_store_get_value(st, 2, 1, &data, &err));
    assert_int_equal(data.n, 0);
    OK(plx_store_term_freq(st, "first", 5, &freq, &err));
    assert_int_equal(freq, 0);
    OK(plx_store_delete(st, "Qa", 2, &err));
    FAILS(PLX_ERR_NOTFOUND, plx_store_delete(st, "Qa", 2, &err));
    FAILS(PLX_ERR_NOTFOUND, plx_store_find(st, "Qa", 2, &docid, &err));
    assert_int_equal(docid, 0);
    FAILS(PLX_ERR_NOTFOUND, plx_store_get_data(st, 1, &data, &err));
    FAILS(PLX_ERR_NOTFOUND, plx_store_get_data(st, 0, &data, &err));
    FAILS(PLX_ERR_NOTFOUND, plx_store_set_value(st, 99, 1, "x", 1, &err));
    assert_int_equal(put(st, "Qa", "back", NULL), 3);
    OK(plx_store_commit(st, &err));
    assert_int_equal(count_documents(st), 2);
    plx_store_close(st);
}

static void terms_at_the_limit_are_stored_and_over_it_refused(void **state)
{
    plx_store *st = open_writer();
    plx_doc *doc = new_doc("");
    plx_query *q;
    uint32_t docid, freq;
    char term[300];
    (void)state;

    memset(term, 'x', sizeof term);
    OK(plx_doc_add_posting(doc, term, 245, 1, 1, &err));
    FAILS(PLX_ERR_LIMIT, plx_doc_add_posting(doc, term, 246, 1, 1, &err));
    assert_non_null(strstr(err.msg, "246"));
    FAILS(PLX_ERR_INVALID, plx_doc_add_term(doc, "", 0, 1, &err));
    memset(term, 0, 100);
    OK(plx_doc_add_posting(doc, term, 145, 1, 1, &err)); /* 100 NULs count twice */
    FAILS(PLX_ERR_LIMIT, plx_doc_add_boolean(doc, term, 146, &err));
    FAILS(PLX_ERR_LIMIT, plx_store_put(st, term, 146, doc, &docid, &err));
    FAILS(PLX_ERR_LIMIT, plx_query_term(term, 146, 1, &q, &err));
    OK(plx_store_put(st, "Q\0id", 4, doc, &docid, &err));
    OK(plx_store_commit(st, &err));
    OK(plx_store_term_freq(st, term, 145, &freq, &err));
    assert_int_equal(freq, 1);
    OK(plx_store_find(st, "Q\0id", 4, &docid, &err));
    FAILS(PLX_ERR_NOTFOUND, plx_store_find(st, "Q", 1, &docid, &err));
    plx_doc_free(doc);
    plx_store_close(st);
}

static void values_are_bytes_and_can_change_alone(void **state)
{
    plx_store *st = open_writer();
    plx_bytes value;
    char *big = calloc(1, PLX_VALUE_MAX + 1);
    plx_terms *terms;
    plx_bytes term;
    (void)state;

    put(st, "Q1", "some words here", "old");
    OK(plx_store_commit(st, &err));
    OK(plx_store_set_value(st, 1, 1, "a\0b", 3, &err));
    OK(plx_store_set_value(st, 1, 7, big, PLX_VALUE_MAX, &err));
    FAILS(PLX_ERR_LIMIT, plx_store_set_value(st, 1, 7, big, PLX_VALUE_MAX + 1, &err));
    FAILS(PLX_ERR_INVALID, plx_store_set_value(st, 1, UINT32_MAX, "x", 1, &err));
    OK(plx_store_commit(st, &err));
    OK(plx_store_get_value(st, 1, 1, &value, &err));
    assert_int_equal(value.n, 3);
    assert_memory_equal(value.p, "a\0b", 3);
    OK(plx_store_get_value(st, 1, 7, &value, &err));
    assert_int_equal(value.n, PLX_VALUE_MAX);
    OK(plx_store_set_value(st, 1, 1, NULL, 0, &err));
    OK(plx_store_commit(st, &err));
    OK(plx_store_get_value(st, 1, 1, &value, &err));
    assert_int_equal(value.n, 0);
    OK(plx_terms_open_doc(st, 1, &terms, &err));
    OK(plx_terms_next(terms, &term, NULL, &err));
    assert_memory_equal(term.p, "Q1", 2);
    plx_terms_close(terms);
    assert_string_equal(set_of(st, words(PLX_OP_PHRASE, 0, "some", "words")), "1");
    free(big);
    plx_store_close(st);
}

static void cleared_document_starts_anew(void **state)
{
    plx_store *st = open_writer();
    plx_doc *doc = new_doc("old words");
    uint32_t docid, freq;
    (void)state;

    OK(plx_store_put(st, "Q1", 2, doc, &docid, &err));
    OK(plx_doc_clear(doc, &err));
    OK(plx_doc_add_term(doc, "new", 3, 2, &err));
    OK(plx_store_put(st, "Q2", 2, doc, NULL, &err));
    OK(plx_store_term_freq(st, "old", 3, &freq, &err));
    assert_int_equal(freq, 1);
    OK(plx_store_term_freq(st, "Q1", 2, &freq, &err));
    assert_int_equal(freq, 1);
    plx_doc_free(doc);
    plx_doc_free(NULL);
    plx_store_close(st);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, make_root, remove_root)
    const struct CMUnitTest tests[] = {
        T(opening_what_is_not_there_is_not_found),
        T(second_writer_is_refused),
        T(nothing_is_visible_before_the_commit),
        T(batches_over_the_inverter_limit_publish_nothing),
        T(rollback_and_close_drop_what_is_not_committed),
        T(reader_left_far_behind_is_stale),
        T(failed_writes_leave_the_last_commit_and_say_so),
        T(commit_without_room_for_values_fails_before_it_writes),
        T(killed_writer_leaves_whole_commits),
        T(stub_names_a_folder_beside_it),
        T(stub_that_is_odd_or_runs_programs_is_refused),
        T(compacted_copy_keeps_documents_and_numbers),
        T(damaged_tables_are_reported_as_corrupt),
        T(missing_tables_are_noticed),
        T(version_file_with_impossible_shapes_is_refused),
        T(other_format_versions_are_told_apart),
        T(put_replaces_the_document_of_the_same_id),
        T(terms_at_the_limit_are_stored_and_over_it_refused),
        T(values_are_bytes_and_can_change_alone),
        T(cleared_document_starts_anew),
    };
#undef T
    plx_store_process_init(0);
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
