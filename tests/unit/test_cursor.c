/* Cursors as words: written, read, and what is none; the address that goes on */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "daemon/api/cursor.h"

static bool parse(const char *text, plx_cursor *out, plx_strbuf *memory)
{
    plx_strbuf_reset(memory);
    return plx_cursor_parse(text, memory, out);
}

static void what_is_written_is_read_back(void **state)
{
    static const plx_cursor cursors[] = {
        { "gen-1", 1, "a" },
        { "gen-12", 4294967295u, "https://wire.example/a b?c=\xc3\xa9#d" },
        { "gen-3", 17, " " },
    };
    plx_strbuf text = PLX_STRBUF_INIT, memory = PLX_STRBUF_INIT;
    plx_cursor c;

    (void)state;
    for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++) {
        plx_strbuf_reset(&text);
        plx_cursor_print(&cursors[i], &text);
        assert_int_equal(strspn(text.s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                        "0123456789-_"),
                         text.len);
        assert_true(parse(text.s, &c, &memory));
        assert_string_equal(c.generation, cursors[i].generation);
        assert_int_equal(c.docid, cursors[i].docid);
        assert_string_equal(c.id, cursors[i].id);
    }
    plx_strbuf_release(&text);
    plx_strbuf_release(&memory);
}

static void what_is_no_cursor_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",
        "start",
        "AAAA",                            /* NULs */
        "a b",                             /* no base64url */
        "Z2VuLTEgMSBh=",                   /* padded */
        "Z2VuLTE",                         /* "gen-1" */
        "Z2VuLTEgMSA",                     /* "gen-1 1 " */
        "Z2VuLTEgMCBh",                    /* "gen-1 0 a" */
        "Z2VuLTEgLTEgYQ",                  /* "gen-1 -1 a" */
        "Z2VuLTEgOTk5OTk5OTk5OTk5OTk5IGE", /* "gen-1 99999999999999 a" */
        "IDEgYQ",                          /* " 1 a" */
        "Z2VuLTEgMSD_",                    /* "gen-1 1 \xff" */
    };
    plx_strbuf memory = PLX_STRBUF_INIT;
    plx_cursor c;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(parse(wrong[i], &c, &memory));
    plx_strbuf_release(&memory);
}

static void assert_link(const char *query, const char *link)
{
    const plx_request rq = { .query = query };
    plx_reply reply;

    plx_reply_init(&reply);
    plx_cursor_link(&rq, "NEXT", &reply);
    assert_string_equal(reply.link, link);
    plx_reply_release(&reply);
}

static void the_address_that_goes_on_has_the_other_cursor_alone(void **state)
{
    (void)state;
    assert_link("", "<?cursor=NEXT>; rel=\"next\"");
    assert_link("cursor=start", "<?cursor=NEXT>; rel=\"next\"");
    assert_link("cursor=start&q=a%20b", "<?q=a%20b&cursor=NEXT>; rel=\"next\"");
    assert_link("q=a&&cursor=x&limit=2&", "<?q=a&limit=2&cursor=NEXT>; rel=\"next\"");
}

static void nothing_in_an_address_ends_the_link(void **state)
{
    (void)state;
    assert_link("q=\"a\">;\xc3\xa9 b\r\nX: y",
                "<?q=%22a%22%3E;%C3%A9%20b%0D%0AX:%20y&cursor=NEXT>; rel=\"next\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(what_is_no_cursor_is_refused),
        cmocka_unit_test(the_address_that_goes_on_has_the_other_cursor_alone),
        cmocka_unit_test(nothing_in_an_address_ends_the_link),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
