/* Who may write: the lines of a file of tokens, the file itself, and where a request comes from */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/origin.h"
#include "daemon/token.h"
#include "daemon/token_table.h"
#include "daemon/write/form.h"

#define ANN "annes-token-0123"
#define BOB "Bob.Token~9876/=="

static plx_token_table table;
static plx_error err;
static char path[64];

static plx_status read_lines(const char *s)
{
    plx_token_table_release(&table);
    return plx_token_table_read(s, strlen(s), &table, &err);
}

static const char *coder_of(const char *token)
{
    const plx_known_token *found = plx_token_table_find(&table, token, strlen(token));

    return found ? found->coder : NULL;
}

static int release(void **state)
{
    (void)state;
    plx_token_table_release(&table);
    unlink(path);
    return 0;
}

/* A line that is refused, and what the message must tell; never the token. */
static void assert_refused(const char *lines, const char *why)
{
    assert_int_not_equal(read_lines(lines), PLX_OK);
    if (!strstr(err.msg, why))
        fail_msg("'%s' does not tell '%s'", err.msg, why);
    assert_null(strstr(err.msg, "secret"));
}

/* ------------------------------------------------------------------- lines */

static void a_line_has_a_token_and_perhaps_a_name(void **state)
{
    (void)state;
    assert_int_equal(read_lines("# all\n\n" ANN " \t Ann Example \n" BOB "\r\n"), PLX_OK);
    assert_int_equal(table.count, 2);
    assert_string_equal(coder_of(ANN), "Ann Example");
    assert_string_equal(coder_of(BOB), "");
}

static void comments_stand_behind_a_blank(void **state)
{
    (void)state;
    assert_int_equal(read_lines(ANN " Ann # her laptop\n  # " BOB "\n" BOB " #x\n"), PLX_OK);
    assert_string_equal(coder_of(ANN), "Ann");
    assert_string_equal(coder_of(BOB), "");
    assert_int_equal(read_lines(ANN " Ann#2"), PLX_OK);
    assert_string_equal(coder_of(ANN), "Ann#2");
}

static void only_the_whole_token_is_one(void **state)
{
    static const char *const wrong[] = { "annes-token-012",
                                         "annes-token-01234",
                                         "Annes-token-0123",
                                         "nnes-token-0123",
                                         "",
                                         " " ANN,
                                         ANN " " };
    char longer[PLX_TOKEN_BYTES_MAX + 2];

    (void)state;
    assert_int_equal(read_lines(ANN), PLX_OK);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_null(coder_of(wrong[i]));
    assert_null(plx_token_table_find(&table, ANN "\0", sizeof ANN));
    memset(longer, 'a', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_null(coder_of(longer));
}

static void the_longest_token_is_one(void **state)
{
    char line[PLX_TOKEN_BYTES_MAX + 1];

    (void)state;
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    assert_int_equal(read_lines(line), PLX_OK);
    assert_non_null(coder_of(line));
    line[PLX_TOKEN_BYTES_MAX - 1] = 'y';
    assert_null(coder_of(line));
}

static void what_is_no_token_is_refused_with_its_line(void **state)
{
    char longer[PLX_TOKEN_BYTES_MAX + 2], name[PLX_CODER_BYTES + 32] = ANN " ";

    (void)state;
    assert_refused("", "no token");
    assert_refused("# only a comment\n", "no token");
    assert_refused(ANN "\nsecret\n", "line 2: the token has 6 characters");
    assert_refused("secret,secret,secret", "other characters");
    assert_refused("secret=secret=secret", "other characters");
    assert_refused("================", "other characters");
    assert_refused(ANN "\n\n" ANN " Ann\n", "line 3: the same token as in line 1");
    assert_refused(ANN " secret\xff", "not UTF-8");
    assert_refused(ANN " secret\x1b[1m", "control");
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_refused(longer, "257 characters");
    memset(name + strlen(name), 'n', PLX_CODER_BYTES);
    assert_refused(name, "name has 128 bytes");
}

static void more_tokens_than_there_may_be_are_refused(void **state)
{
    plx_strbuf lines = PLX_STRBUF_INIT;

    (void)state;
    for (unsigned i = 0; i < PLX_TOKENS_MAX; i++)
        plx_strbuf_printf(&lines, "token-number-%06u\n", i);
    assert_int_equal(read_lines(lines.s), PLX_OK);
    assert_non_null(coder_of("token-number-000099"));
    plx_strbuf_puts(&lines, "one-token-too-many\n");
    assert_refused(lines.s, "line 101: more than 100 tokens");
    plx_strbuf_release(&lines);
}

/* -------------------------------------------------------------------- file */

static void write_file(const char *s, mode_t mode)
{
    FILE *f;

    if (!*path) {
        strcpy(path, "/tmp/plx-token-XXXXXX");
        close(mkstemp(path));
    }
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(s, f);
    fclose(f);
    chmod(path, mode);
}

static void a_file_that_others_may_read_is_refused(void **state)
{
    static const mode_t open_modes[] = { 0640, 0604, 0620, 0666 };
    plx_token_file *f = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof open_modes / sizeof *open_modes; i++) {
        write_file(ANN, open_modes[i]);
        assert_int_equal(plx_token_file_open(path, &f, &err), PLX_ERR_INVALID);
        assert_null(f);
        assert_non_null(strstr(err.msg, "chmod 600"));
    }
    setenv("CREDENTIALS_DIRECTORY", "/tmp", 1);
    assert_int_equal(plx_token_file_open(path, &f, &err), PLX_OK);
    plx_token_file_close(f);
    setenv("CREDENTIALS_DIRECTORY", "/tm", 1);
    assert_int_equal(plx_token_file_open(path, &f, &err), PLX_ERR_INVALID);
    unsetenv("CREDENTIALS_DIRECTORY");
}

static void a_file_that_is_not_there_or_a_folder_is_refused(void **state)
{
    plx_token_file *f = NULL;

    (void)state;
    assert_int_equal(plx_token_file_open("/nonexistent/tokens", &f, &err), PLX_ERR_NOTFOUND);
    assert_non_null(strstr(err.msg, "/nonexistent/tokens"));
    assert_int_not_equal(plx_token_file_open("/tmp", &f, &err), PLX_OK);
    assert_null(f);
}

static void a_large_file_is_refused(void **state)
{
    plx_strbuf lines = PLX_STRBUF_INIT;
    plx_token_file *f = NULL;

    (void)state;
    while (lines.len <= PLX_TOKEN_FILE_BYTES_MAX)
        plx_strbuf_puts(&lines, "# a comment that goes on and on\n");
    write_file(lines.s, 0600);
    assert_int_equal(plx_token_file_open(path, &f, &err), PLX_ERR_LIMIT);
    plx_strbuf_release(&lines);
}

static plx_access check(plx_token_file *f, const char *token, char coder[PLX_CODER_BYTES])
{
    return plx_token_file_check(f, token, strlen(token), coder);
}

static void a_reload_takes_the_new_tokens_or_keeps_the_old(void **state)
{
    plx_token_file *f = NULL;
    char coder[PLX_CODER_BYTES] = "x";

    (void)state;
    write_file(ANN " Ann", 0600);
    assert_int_equal(plx_token_file_open(path, &f, &err), PLX_OK);
    assert_int_equal(check(f, ANN, coder), PLX_ACCESS_WRITE);
    assert_string_equal(coder, "Ann");
    assert_int_equal(check(f, BOB, coder), PLX_ACCESS_REFUSED);
    assert_string_equal(coder, "");
    write_file("short", 0600);
    assert_int_equal(plx_token_file_reload(f, &err), PLX_ERR_INVALID);
    assert_int_equal(check(f, ANN, coder), PLX_ACCESS_WRITE);
    write_file(BOB " Bob", 0644);
    assert_int_equal(plx_token_file_reload(f, &err), PLX_ERR_INVALID);
    chmod(path, 0600);
    assert_int_equal(plx_token_file_reload(f, &err), PLX_OK);
    assert_int_equal(check(f, ANN, coder), PLX_ACCESS_REFUSED);
    assert_int_equal(check(f, BOB, coder), PLX_ACCESS_WRITE);
    plx_token_file_close(f);
}

static void a_pipe_is_read_once(void **state)
{
    plx_token_file *f = NULL;
    char name[32], coder[PLX_CODER_BYTES];
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], ANN "\n", sizeof ANN), sizeof ANN);
    close(ends[1]);
    snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
    assert_int_equal(plx_token_file_open(name, &f, &err), PLX_OK);
    close(ends[0]);
    assert_int_equal(plx_token_file_reload(f, &err), PLX_ERR_INVALID);
    assert_int_equal(check(f, ANN, coder), PLX_ACCESS_WRITE);
    plx_token_file_close(f);
}

static void *check_often(void *ctx)
{
    char coder[PLX_CODER_BYTES];

    for (int i = 0; i < 2000; i++)
        if (check(ctx, ANN, coder) != PLX_ACCESS_WRITE || strcmp(coder, "Ann") != 0)
            return ctx;
    return NULL;
}

static void tokens_are_checked_while_they_are_read_anew(void **state)
{
    plx_token_file *f = NULL;
    pthread_t thread[2];
    void *failed[2];

    (void)state;
    write_file(ANN " Ann", 0600);
    assert_int_equal(plx_token_file_open(path, &f, &err), PLX_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, check_often, f), 0);
    for (int i = 0; i < 50; i++)
        assert_int_equal(plx_token_file_reload(f, &err), PLX_OK);
    for (int i = 0; i < 2; i++) {
        pthread_join(thread[i], &failed[i]);
        assert_null(failed[i]);
    }
    plx_token_file_close(f);
}

/* ------------------------------------------------------------------ origin */

static void a_page_of_ours_may_write_and_another_may_not(void **state)
{
    static const struct {
        const char *site, *origin, *host, *public_url;
        bool is_ours;
    } cases[] = {
        { NULL, NULL, "a:1", NULL, true }, /* no browser, or an old one */
        { "same-origin", NULL, "a:1", NULL, true },
        { "none", NULL, "a:1", NULL, true },
        { "same-site", "http://a:1", "a:1", NULL, false },
        { "cross-site", "http://a:1", "a:1", NULL, false },
        { "same-origin", "https://a", "127.0.0.1:8642", NULL, true }, /* behind a proxy */
        { NULL, "http://a:1", "a:1", NULL, true },
        { NULL, "http://A:1", "a:1", NULL, true },
        { NULL, "http://a:2", "a:1", NULL, false },
        { NULL, "http://b", "a:1", NULL, false },
        { NULL, "null", "a:1", NULL, false },
        { NULL, "", "a:1", NULL, false },
        { NULL, "http://a", NULL, NULL, false },
        { NULL, "http://a.evil", "a", NULL, false },
        { NULL, "https://news.example", "127.0.0.1:1", "https://news.example/x", true },
        { NULL, "https://news.example.evil", "127.0.0.1:1", "https://news.example/x", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const plx_daemon d = { .public_url = cases[i].public_url };
        const plx_request rq = { .fetch_site = cases[i].site,
                                 .origin = cases[i].origin,
                                 .host = cases[i].host };

        if (plx_origin_is_ours(&d, &rq) != cases[i].is_ours)
            fail_msg("case %zu", i);
    }
}

/* ------------------------------------------------------------------- forms */

static void nobody_is_sent_elsewhere(void **state)
{
    static const struct {
        const char *back, *location;
    } cases[] = {
        { "/article/a%20b?q=x+y#m", "/article/a%20b?q=x+y#m" },
        { NULL, "/" },
        { "", "/" },
        { "https://evil.example/", "/" },
        { "//evil.example/", "/" },
        { "/\\evil.example/", "/" },
        { "javascript:alert(1)", "/" },
        { "/a\r\nSet-Cookie: b=c", "/" },
        { "/\t/evil.example", "/" },
        { "/caf\xc3\xa9", "/caf%C3%A9" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plx_reply reply;

        plx_reply_init(&reply);
        plx_form_back(&reply, cases[i].back);
        assert_int_equal(reply.status, 303);
        assert_string_equal(reply.location, cases[i].location);
        plx_reply_release(&reply);
    }
}

static void a_form_is_told_from_json_that_calls_itself_one(void **state)
{
    static const struct {
        const char *type, *body;
        bool is_form;
    } cases[] = {
        { "application/x-www-form-urlencoded", "id=1", true },
        { "Application/X-WWW-Form-Urlencoded; charset=utf-8", "id=1", true },
        { "application/x-www-form-urlencoded", " {\"id\":1}", false },
        { "application/x-www-form-urlencoded", "[1]", false },
        { "application/x-www-form-urlencodedx", "id=1", false },
        { "application/json", "id=1", false },
        { NULL, "id=1", false },
        { "application/x-www-form-urlencoded", "", true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        plx_request rq = { .type = cases[i].type, .body = PLX_STRBUF_INIT };

        plx_strbuf_puts(&rq.body, cases[i].body);
        if (plx_form_is(&rq) != cases[i].is_form)
            fail_msg("case %zu", i);
        plx_strbuf_release(&rq.body);
    }
}

#define TEST(name) cmocka_unit_test_teardown(name, release)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_has_a_token_and_perhaps_a_name),
        TEST(comments_stand_behind_a_blank),
        TEST(only_the_whole_token_is_one),
        TEST(the_longest_token_is_one),
        TEST(what_is_no_token_is_refused_with_its_line),
        TEST(more_tokens_than_there_may_be_are_refused),
        TEST(a_file_that_others_may_read_is_refused),
        TEST(a_file_that_is_not_there_or_a_folder_is_refused),
        TEST(a_large_file_is_refused),
        TEST(a_reload_takes_the_new_tokens_or_keeps_the_old),
        TEST(a_pipe_is_read_once),
        TEST(tokens_are_checked_while_they_are_read_anew),
        TEST(a_page_of_ours_may_write_and_another_may_not),
        TEST(nobody_is_sent_elsewhere),
        TEST(a_form_is_told_from_json_that_calls_itself_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
