/* Tables: what is written, read back, refused, and told from other texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"
#include "indexer/csv.h"
#include "indexer/reader_csv.h"

static void values_are_quoted_only_where_needed(void **state)
{
    static const char *const line[] = {
        "plain", "say \"hi\", twice", "", "two\nlines", " end", "a b", NULL
    };
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    plx_csv_put_line(&out, line);
    assert_string_equal(out.s, "plain,\"say \"\"hi\"\", twice\",,\"two\nlines\",\" end\",a b\r\n");
    plx_strbuf_reset(&out);
    plx_csv_put_value(&out, NULL);
    assert_string_equal(out.s, "");
    plx_strbuf_release(&out);
}

static void what_looks_like_a_formula_is_left_as_it_is(void **state)
{
    static const char *const line[] = { "=cmd|x", "+1", "-3", "@a", NULL };
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    plx_csv_put_line(&out, line);
    assert_string_equal(out.s, "=cmd|x,+1,-3,@a\r\n");
    plx_strbuf_release(&out);
}

/* What a table gives: "line:field|field\n" for a row, "line!message\n" for a bad one. */
static void read_table(const char *p, size_t n, size_t fields_max, plx_strbuf *out)
{
    plx_stream *in;
    plx_csv *csv;
    plx_error err;
    plx_status rc;

    plx_strbuf_reset(out);
    assert_int_equal(plx_stream_memory(p, n, &in, &err), PLX_OK);
    assert_int_equal(plx_csv_new(in, fields_max, &csv, &err), PLX_OK);
    while ((rc = plx_csv_next(csv, &err)) != PLX_OK || plx_csv_count(csv) > 0) {
        plx_strbuf_printf(out, "%zu%c", plx_csv_line(csv), rc == PLX_OK ? ':' : '!');
        for (size_t i = 0; rc == PLX_OK && i < plx_csv_count(csv); i++)
            plx_strbuf_printf(out, "%s%s", i ? "|" : "", plx_csv_field(csv, i, NULL));
        plx_strbuf_printf(out, "%s\n", rc == PLX_OK ? "" : err.msg);
        if (rc != PLX_OK && plx_csv_is_over(csv))
            break;
    }
    plx_csv_free(csv);
    plx_stream_close(in);
}

static void every_value_is_read_back_as_it_was(void **state)
{
    static const char *const line[] = {
        "a,b", "\"", "\"\"", "\r\n", " ", "x\ry", "é, \"ü\"", NULL
    };
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_stream *in;
    plx_csv *csv;
    plx_error err;

    (void)state;
    plx_csv_put_line(&out, line);
    assert_int_equal(plx_stream_memory(out.s, out.len, &in, &err), PLX_OK);
    assert_int_equal(plx_csv_new(in, 10, &csv, &err), PLX_OK);
    assert_int_equal(plx_csv_next(csv, &err), PLX_OK);
    assert_int_equal(plx_csv_count(csv), 7);
    for (size_t i = 0; i < plx_csv_count(csv); i++)
        assert_string_equal(plx_csv_field(csv, i, NULL), line[i]);
    plx_csv_free(csv);
    plx_stream_close(in);
    plx_strbuf_release(&out);
}

static void tables_are_read_however_they_are_written(void **state)
{
    static const struct {
        const char *table, *rows;
    } list[] = {
        { "", "" },
        { "\xef\xbb\xbf"
          "a,b\n1,2",
          "1:a|b\n2:1|2\n" },
        { "a;b,c\r\n1;2\r\n\r\n3;4\r\n", "1:a|b,c\n2:1|2\n4:3|4\n" },
        { "a\tb\n5\" pipe\t\"x\ty\"\n", "1:a|b\n2:5\" pipe|x\ty\n" },
        { "a|b\r1|2\r\"x\ry\"|3\r4|5", "1:a|b\n2:1|2\n3:x\ry|3\n5:4|5\n" },
        { "a,b\n\"x\n\ny\",\"\"\"\"\n,\n", "1:a|b\n2:x\n\ny|\"\n5:|\n" },
        { "only\n\"x\"\n", "1:only\n2:x\n" },
        { "\"a,a\",b\n\"\",x", "1:a,a|b\n2:|x\n" },
    };
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        read_table(list[i].table, strlen(list[i].table), 10, &out);
        assert_string_equal(out.s, list[i].rows);
    }
    plx_strbuf_release(&out);
}

static void a_bad_row_loses_no_other(void **state)
{
    static const struct {
        const char *table, *rows;
    } list[] = {
        { "a,b\n1\n2,3\n", "1:a|b\n2!1 fields, the header has 2\n3:2|3\n" },
        { "a,b\n1,\"x\n2,3\n4,5\n", "1:a|b\n2!a quote is not closed, in field 2\n3:2|3\n4:4|5\n" },
        { "a,b\n1,\"x\"y\n2,3\n",
          "1:a|b\n2!text after a closing quote in field 2; write a quote inside as \"\"\n3:2|3\n" },
        { "a,b\n1,x \"y\" z\n\n2,3\n",
          "1:a|b\n2!a quote inside field 2, which is not quoted\n4:2|3\n" },
        /* an unclosed quote that a later one closes swallows two rows only until it is seen */
        { "a,b\n1,\"x\n2,y\n3,\"z\"\n4,5\n",
          "1:a|b\n2!text after a closing quote in field 2; write a quote inside as \"\"\n"
          "3:2|y\n4:3|z\n5:4|5\n" },
        { "a,b\n1,2,3,4,5\n6,7\n", "1:a|b\n2!the row has more than 4 fields\n3:6|7\n" },
        { "a,b\n\"", "1:a|b\n2!a quote is not closed, in field 1\n" },
    };
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        read_table(list[i].table, strlen(list[i].table), 4, &out);
        assert_string_equal(out.s, list[i].rows);
    }
    plx_strbuf_release(&out);
}

/* A table of n bytes, `row` over and over behind `start`. */
static void fill_table(plx_strbuf *t, const char *start, const char *row, size_t n)
{
    plx_strbuf_reset(t);
    plx_strbuf_puts(t, start);
    while (t->len < n)
        plx_strbuf_puts(t, row);
    assert_false(t->failed);
}

static void hostile_tables_end(void **state)
{
    static const size_t size = 40u << 20;
    plx_strbuf table = PLX_STRBUF_INIT;
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    fill_table(&table, "a,b\n1,\"", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", size); /* no line end */
    plx_strbuf_puts(&table, "\n2,3\n");
    read_table(table.s, table.len, 4, &out);
    assert_string_equal(out.s, "1:a|b\n2!field 2 is over 4 MB; is a quote not closed?\n3:2|3\n");

    fill_table(&table, "a,b\n\"\n", "\",x,\"\n", 6u << 20); /* each line goes on in quotes */
    read_table(table.s, table.len, 4, &out);
    assert_memory_equal(out.s, "1:a|b\n2!", 8);

    fill_table(&table, "a", ",a", 2000000);
    read_table(table.s, table.len, 100, &out);
    assert_string_equal(out.s, "1!the row has more than 100 fields\n");

    fill_table(&table, "a,b\n", "\"\"\"\"", 100000); /* no end, nothing but quotes */
    read_table(table.s, table.len, 4, &out);
    assert_memory_equal(out.s, "1:a|b\n2", 7);
    plx_strbuf_release(&table);
    plx_strbuf_release(&out);
}

static void tables_are_told_from_prose(void **state)
{
    static const char *const tables[] = {
        "title,text\nA,b\n",     "Headline;Body\nA;b\n", "id\tfoo\n1\tx\n2\ty\n",
        "a,b,c\n1,2,3\n4,5,6\n", "url,title\n\"x",       "ID|Article Text\n1|\"two\nlines\"\n",
    };
    static const char *const others[] = {
        "",
        "Iran, Syria and Turkey met\n\nThe ministers, in Ankara, said so.\n",
        "Ports, ships and men\nThe first, the second and the third\nOne more line\n",
        "Title\nText of an article, with commas, and more.\n",
        "The council voted, it said, to close it.\nThe ferry, old, is gone, too.\n",
        "Share | Tweet | Print\nThe harbour council voted on Tuesday.\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!plx_csv_knows(tables[i], strlen(tables[i])))
            fail_msg("no table: %s", tables[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (plx_csv_knows(others[i], strlen(others[i])))
            fail_msg("a table: %s", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_quoted_only_where_needed),
        cmocka_unit_test(what_looks_like_a_formula_is_left_as_it_is),
        cmocka_unit_test(every_value_is_read_back_as_it_was),
        cmocka_unit_test(tables_are_read_however_they_are_written),
        cmocka_unit_test(a_bad_row_loses_no_other),
        cmocka_unit_test(hostile_tables_end),
        cmocka_unit_test(tables_are_told_from_prose),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
