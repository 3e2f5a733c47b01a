/* Tags and saved searches: files of lines that people's decisions are appended to. */
#include "collection_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

#include "collection/saved.h"
#include "collection/tags.h"
#include "search/saved_query.h"
#include "search/tagged.h"

static char path[128];

static const char *file(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void append_text(const char *text)
{
    FILE *f = fopen(path, "a");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void put_tag(const char *id, const char *tag, bool is_on)
{
    plx_strbuf line = PLX_STRBUF_INIT;

    OK(plx_tag_print(id, tag, is_on, 1600000000, &line, &err));
    OK(plx_tags_append(path, &line, &err));
    plx_strbuf_release(&line);
}

static void the_last_line_about_an_article_and_a_tag_counts(void **state)
{
    plx_tags *t;
    bool changed;

    (void)state;
    OK(plx_tags_open(file("tags.jsonl"), &t, &err));
    OK(plx_tags_read(t, &changed, &err));
    assert_false(changed);
    put_tag("a", "case", true);
    put_tag("a", "draft", true);
    put_tag("b", "case", true);
    put_tag("a", "case", false);
    OK(plx_tags_read(t, &changed, &err));
    assert_true(changed);
    assert_false(plx_tags_has(t, "a", "case"));
    assert_true(plx_tags_has(t, "a", "draft"));
    assert_true(plx_tags_has(t, "b", "case"));
    assert_false(plx_tags_has(t, "c", "case"));
    assert_false(plx_tags_has(t, "b", "nothing"));
    put_tag("a", "CASE", true);
    OK(plx_tags_read(t, NULL, &err));
    assert_true(plx_tags_has(t, "a", "case"));
    plx_tags_close(t);
}

static void a_replaced_file_is_read_anew(void **state)
{
    plx_tags *t;
    const char *first;

    (void)state;
    OK(plx_tags_open(file("again.jsonl"), &t, &err));
    put_tag("a", "case", true);
    append_text("no tag\n");
    OK(plx_tags_read(t, NULL, &err));
    assert_int_equal(plx_tags_faults(t, &first), 1);
    assert_non_null(strstr(first, "again.jsonl:2: "));
    assert_int_equal(unlink(path), 0);
    put_tag("b", "case", true);
    OK(plx_tags_read(t, NULL, &err));
    assert_false(plx_tags_has(t, "a", "case"));
    assert_true(plx_tags_has(t, "b", "case"));
    assert_int_equal(plx_tags_faults(t, &first), 0);
    plx_tags_close(t);
}

static bool is_tagged(const plx_tagged *g, const char *tag, uint32_t docid)
{
    plx_bits set = { 0 };
    bool is_in;

    OK(plx_bits_reset(&set, docid, &err));
    OK(plx_tagged_set(g, tag, &set, &err));
    is_in = plx_bits_has(&set, docid);
    plx_bits_release(&set);
    return is_in;
}

/* As many articles as before, but others. */
static void a_replaced_file_tags_other_articles(void **state)
{
    plx_tagged g = { 0 };
    plx_writer *w = open_writer(NULL);
    plx_snapshot *snap;
    uint32_t a, b;

    (void)state;
    put(w, "a", "harbour one", &(plx_put_options){ 0 });
    put(w, "b", "harbour two", &(plx_put_options){ 0 });
    close_writer(w);
    snap = open_snapshot("a", &a);
    OK(plx_snapshot_find(snap, "b", &b, &err));
    file(PLX_TAGS_FILE);
    put_tag("a", "case", true);
    OK(plx_tagged_refresh(&g, snap, &err));
    assert_true(is_tagged(&g, "case", a));
    assert_int_equal(unlink(path), 0);
    put_tag("b", "case", true);
    OK(plx_tagged_refresh(&g, snap, &err));
    assert_false(is_tagged(&g, "case", a));
    assert_true(is_tagged(&g, "case", b));
    plx_tagged_release(&g);
    plx_snapshot_close(snap);
}

static void a_removed_file_leaves_nothing(void **state)
{
    plx_tags *t;
    uint32_t files;

    (void)state;
    OK(plx_tags_open(file("gone.jsonl"), &t, &err));
    put_tag("a", "case", true);
    OK(plx_tags_read(t, NULL, &err));
    files = plx_tags_files(t);
    assert_int_equal(unlink(path), 0);
    OK(plx_tags_read(t, NULL, &err));
    assert_false(plx_tags_has(t, "a", "case"));
    assert_int_equal(plx_tags_articles(t), 0);
    assert_true(plx_tags_files(t) != files);
    plx_tags_close(t);
}

static void a_pipe_is_refused_and_not_waited_for(void **state)
{
    plx_tags *t;
    plx_strbuf line = PLX_STRBUF_INIT;

    (void)state;
    assert_int_equal(mkfifo(file("pipe.jsonl"), 0600), 0);
    OK(plx_tags_open(path, &t, &err));
    assert_int_equal(plx_tags_read(t, NULL, &err), PLX_ERR_IO);
    OK(plx_tag_print("a", "case", true, 0, &line, &err));
    assert_int_equal(plx_tags_append(path, &line, &err), PLX_ERR_IO);
    plx_strbuf_release(&line);
    plx_tags_close(t);
}

static void a_nul_in_an_id_or_a_query_is_a_fault(void **state)
{
    plx_saved_list list;
    plx_tags *t;
    const char *first;

    (void)state;
    file("nul.jsonl");
    append_text("{\"id\":\"a\\u0000b\",\"tag\":\"case\",\"on\":true}\n"
                "{\"name\":\"n\",\"query\":\"a\\u0000b\"}\n");
    OK(plx_tags_open(path, &t, &err));
    OK(plx_tags_read(t, NULL, &err));
    assert_int_equal(plx_tags_articles(t), 0);
    assert_int_equal(plx_tags_faults(t, &first), 2);
    plx_tags_close(t);
    OK(plx_saved_load(path, &list, &err));
    assert_int_equal(list.count, 0);
    assert_int_equal(list.faults, 2);
    plx_saved_release(&list);
}

static void the_tags_of_an_article_come_in_order(void **state)
{
    plx_tags *t;
    size_t at = 0;

    (void)state;
    OK(plx_tags_open(file("order.jsonl"), &t, &err));
    put_tag("a", "second", true);
    put_tag("b", "other", true);
    put_tag("a", "first", true);
    put_tag("a", "gone", true);
    put_tag("a", "gone", false);
    OK(plx_tags_read(t, NULL, &err));
    assert_string_equal(plx_tags_next_of(t, "a", &at), "second");
    assert_string_equal(plx_tags_next_of(t, "a", &at), "first");
    assert_null(plx_tags_next_of(t, "a", &at));
    at = 0;
    assert_null(plx_tags_next_of(t, "nobody", &at));
    plx_tags_close(t);
}

static void a_torn_line_is_cut_off_by_the_next(void **state)
{
    plx_tags *t;

    (void)state;
    file("torn.jsonl");
    put_tag("a", "case", true);
    append_text("{\"id\":\"b\",\"tag\":\"ca");
    put_tag("c", "case", true);
    OK(plx_tags_open(path, &t, &err));
    OK(plx_tags_read(t, NULL, &err));
    assert_true(plx_tags_has(t, "a", "case"));
    assert_true(plx_tags_has(t, "c", "case"));
    assert_int_equal(plx_tags_articles(t), 2);
    plx_tags_close(t);
}

static void names_are_checked_and_lowered(void **state)
{
    static const char *const bad[] = { "",
                                       "a b",
                                       "-x",
                                       ".x",
                                       "a/b",
                                       "a\"",
                                       "\xff",
                                       "a\n",
                                       "a\xc2\xa0"
                                       "b",
                                       "\xe2\x80\xae"
                                       "a" };
    char out[PLX_NOTE_NAME_MAX + 1], text[80];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(plx_note_name_read("tag", bad[i], strlen(bad[i]), out, &err),
                         PLX_ERR_INVALID);
    OK(plx_note_name_read("tag", "Harbour_Talks-2.b", 17, out, &err));
    assert_string_equal(out, "harbour_talks-2.b");
    OK(plx_note_name_read("tag", "مرفأ", strlen("مرفأ"), out, &err));
    OK(plx_note_name_read("tag", "E\xcc\x81T\xc3\x89", 6, out, &err)); /* both forms of E acute */
    assert_string_equal(out, "ét\xc3\xa9");
    memset(text, 'x', sizeof text);
    OK(plx_note_name_read("tag", text, PLX_NOTE_NAME_MAX, out, &err));
    assert_int_equal(plx_note_name_read("tag", text, PLX_NOTE_NAME_MAX + 1, out, &err),
                     PLX_ERR_LIMIT);
}

static void searches_are_saved_changed_marked_and_deleted(void **state)
{
    plx_saved_list list;
    const plx_saved_search *s;

    (void)state;
    file("searches.jsonl");
    OK(plx_saved_load(path, &list, &err));
    assert_int_equal(list.count, 0);
    OK(plx_saved_put(path, "two", "b", 1600000000, &err));
    OK(plx_saved_put(path, "one", "a", 1600000000, &err));
    OK(plx_saved_mark(path, "one", 17, 1600000001, &err));
    OK(plx_saved_mark(path, "gone", 17, 1600000001, &err));
    OK(plx_saved_load(path, &list, &err));
    assert_int_equal(list.count, 2);
    assert_string_equal(list.item[0].name, "one");
    s = plx_saved_find(&list, "one");
    assert_string_equal(s->query, "a");
    assert_int_equal(s->seen, 17);
    assert_string_equal(s->looked, "2020-09-13T12:26:41Z");
    assert_null(plx_saved_find(&list, "two")->looked);
    assert_null(plx_saved_find(&list, "gone"));
    plx_saved_release(&list);
    OK(plx_saved_put(path, "one", "another", 1600000002, &err));
    OK(plx_saved_put(path, "two", NULL, 1600000002, &err));
    OK(plx_saved_load(path, &list, &err));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.item[0].seen, 0);
    assert_null(list.item[0].looked);
    plx_saved_release(&list);
}

static void a_bad_search_is_refused_and_a_bad_line_counted(void **state)
{
    static char longer[PLX_SAVED_QUERY_MAX + 2];
    plx_saved_list list;

    (void)state;
    file("bad.jsonl");
    memset(longer, 'x', sizeof longer - 1);
    assert_int_equal(plx_saved_put(path, "a b", "x", 0, &err), PLX_ERR_INVALID);
    assert_int_equal(plx_saved_put(path, "a", longer, 0, &err), PLX_ERR_LIMIT);
    append_text(
        "[]\n{\"name\":\"a\"}\n{\"name\":\"a\",\"seen\":-1}\n{\"name\":\"a\",\"query\":\"q\"}\n");
    OK(plx_saved_load(path, &list, &err));
    assert_int_equal(list.faults, 3);
    assert_int_equal(list.count, 1);
    plx_saved_release(&list);
}

static void expands_to(const plx_saved_list *list, const char *query, const char *wanted,
                       const char *notice)
{
    plx_strbuf out = PLX_STRBUF_INIT, said = PLX_STRBUF_INIT;

    OK(plx_saved_query_expand(list, query, &out, &said, &err));
    assert_string_equal(out.s, wanted);
    assert_string_equal(said.s, notice);
    plx_strbuf_release(&out);
    plx_strbuf_release(&said);
}

static void an_address_names_no_saved_search(void **state)
{
    (void)state;
    assert_true(plx_saved_query_applies("@zone"));
    assert_true(plx_saved_query_applies("a@b (@zone)"));
    assert_false(plx_saved_query_applies("a@b.example c@d"));
    assert_false(plx_saved_query_applies(""));
}

static void names_in_queries_stand_for_their_queries(void **state)
{
    plx_saved_list list;
    plx_strbuf out = PLX_STRBUF_INIT;

    (void)state;
    file("expand.jsonl");
    OK(plx_saved_put(path, "port", "harbour source:\"Coast Ledger\"", 0, &err));
    OK(plx_saved_put(path, "all.two", "@port OR ferry", 0, &err));
    OK(plx_saved_put(path, "loop", "x @loop", 0, &err));
    OK(plx_saved_load(path, &list, &err));
    expands_to(&list, "@port", "(harbour source:\"Coast Ledger\")", "");
    expands_to(&list, "a -@PORT^2 (@port)",
               "a -(harbour source:\"Coast Ledger\")^2 ((harbour source:\"Coast Ledger\"))", "");
    expands_to(&list, "@all.two.", "((harbour source:\"Coast Ledger\") OR ferry).", "");
    expands_to(&list, "\"@port\" a@port", "\"@port\" a@port", "");
    expands_to(&list, "@ x", "@ x", "");
    expands_to(&list, "@potus", "@potus", "there is no saved search 'potus': it is read as a word");
    assert_int_equal(plx_saved_query_expand(&list, "@loop", &out, NULL, &err), PLX_ERR_LIMIT);
    plx_strbuf_release(&out);
    plx_saved_release(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_line_about_an_article_and_a_tag_counts),
        cmocka_unit_test(a_replaced_file_is_read_anew),
        cmocka_unit_test(a_replaced_file_tags_other_articles),
        cmocka_unit_test(a_removed_file_leaves_nothing),
        cmocka_unit_test(a_pipe_is_refused_and_not_waited_for),
        cmocka_unit_test(a_nul_in_an_id_or_a_query_is_a_fault),
        cmocka_unit_test(the_tags_of_an_article_come_in_order),
        cmocka_unit_test(a_torn_line_is_cut_off_by_the_next),
        cmocka_unit_test(names_are_checked_and_lowered),
        cmocka_unit_test(searches_are_saved_changed_marked_and_deleted),
        cmocka_unit_test(a_bad_search_is_refused_and_a_bad_line_counted),
        cmocka_unit_test(an_address_names_no_saved_search),
        cmocka_unit_test(names_in_queries_stand_for_their_queries),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
