/* Labels by people: the file, what a line may be, and which vote stands. */
#include "collection_fixture.h"

#include "collection/labels.h"

static void write_file(const char *name, const char *text)
{
    FILE *f = fopen(in_folder(name), "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static long file_bytes(const char *name)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    long n;

    OK(plx_file_read(in_folder(name), 1 << 24, &text, &err));
    n = (long)text.len;
    plx_strbuf_release(&text);
    return n;
}

static plx_labels *read_labels(void)
{
    plx_labels *l = NULL;

    OK(plx_labels_open(in_folder("labels.jsonl"), &l, &err));
    OK(plx_labels_read(l, NULL, NULL, &err));
    return l;
}

static const char *word(const plx_label *v)
{
    return v ? v->label : "nothing";
}

/* ------------------------------------------------------------- which one stands */

/* Votes on one article: "ann=a" a vote, "dora:c" an adjudication, "ann=" taken back; "@3" behind
 * it: the time. What stands after all, and what each is for. */
static const struct ruling {
    const char *votes, *stands;
} rulings[] = {
    { "", "nothing" },
    { "ann=a", "a" },
    { "ann=a ben=b", "b" },
    { "ann=a ben=b ben=", "a" },
    { "ann=a ben=b ann=", "b" },
    { "ann=a ben=b ben= ann=", "nothing" },
    { "ann=a ann=b ann=", "nothing" }, /* what one said before does not come back */
    { "ann=a ben=b ben=c ben= ", "a" },
    { "ann=a ben=", "a" }, /* nobody takes back another's */
    { "ann= ann=a", "a" },
    { "ann=a ben=b dora:c", "c" },
    { "ann=a dora:c ben=b", "c" }, /* votes afterwards change nothing */
    { "ann=a dora:c dora:", "a" },
    { "ann=a dora:c dora=", "c" }, /* taking back a vote leaves the adjudication */
    { "ann=a ann:c ann=", "c" },
    { "ann=a ann:c ann:", "a" },
    { "dora:c eve:d", "d" },
    { "dora:c eve:d eve:", "c" },
    { "dora:c eve:d dora:", "d" },
    { "dora:c dora:", "nothing" },
    { "dora:c dora: dora:e", "e" },
    { "=a", "a" },              /* a coder without a name is one, too */
    { "ann=a@2 ben=b@1", "a" }, /* the later time, not the later line */
    { "ann=a@2 ann=b@1", "a" },
    { "ann=@2 ann=b@1", "nothing" },
    { "ann=a@1 ben=b@1", "b" },
    { "ann=a@5 ben=b", "b" }, /* without a time: that of the line before */
    { "dora:c@1 ann=a@9", "c" },
    { "dora:c@2 eve:d@1", "c" },
};

static void append_votes(const char *votes, plx_strbuf *out)
{
    char copy[128], time[32];

    snprintf(copy, sizeof copy, "%s", votes);
    for (char *at, *token = strtok_r(copy, " ", &at); token; token = strtok_r(NULL, " ", &at)) {
        plx_label v = { .id = "x", .target = "t" };
        char *sign = strpbrk(token, "=:"), *when = strchr(token, '@');

        v.how = *sign == ':' ? PLX_HOW_ADJUDICATION : PLX_HOW_GIVEN;
        *sign = '\0';
        if (when) {
            *when = '\0';
            snprintf(time, sizeof time, "2026-01-01T00:00:0%sZ", when + 1);
            v.time = time;
        }
        v.coder = token;
        v.label = sign[1] ? sign + 1 : NULL;
        OK(plx_label_print(&v, out, &err));
    }
}

static void of_all_votes_the_right_one_stands(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rulings / sizeof *rulings; i++) {
        plx_strbuf lines = PLX_STRBUF_INIT;
        plx_labels *l;

        append_votes(rulings[i].votes, &lines);
        write_file("labels.jsonl", lines.s);
        l = read_labels();
        if (strcmp(word(plx_labels_find(l, "x", "t")), rulings[i].stands) != 0)
            fail_msg("%s: %s stands, not %s", rulings[i].votes, word(plx_labels_find(l, "x", "t")),
                     rulings[i].stands);
        assert_null(plx_labels_find(l, "x", "other"));
        plx_labels_close(l);
        plx_strbuf_release(&lines);
    }
}

/* The same read line by line, as a writer does that stays open. */
static void the_same_stands_however_the_votes_come(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rulings / sizeof *rulings; i++) {
        plx_strbuf lines = PLX_STRBUF_INIT, so_far = PLX_STRBUF_INIT;
        plx_labels *l;

        append_votes(rulings[i].votes, &lines);
        write_file("labels.jsonl", "");
        l = read_labels();
        for (const char *p = lines.s; *p; p = strchr(p, '\n') + 1) {
            plx_strbuf_reset(&so_far);
            plx_strbuf_add(&so_far, p, (size_t)(strchr(p, '\n') - p + 1));
            OK(plx_labels_append_lines(in_folder("labels.jsonl"), &so_far, &err));
            OK(plx_labels_read(l, NULL, NULL, &err));
        }
        assert_string_equal(word(plx_labels_find(l, "x", "t")), rulings[i].stands);
        plx_labels_close(l);
        plx_strbuf_release(&so_far);
        plx_strbuf_release(&lines);
    }
}

static void every_vote_is_kept_and_each_coder_has_one(void **state)
{
    plx_strbuf lines = PLX_STRBUF_INIT;
    plx_label ann = { .id = "x", .target = "t", .coder = "ann" }, ben = ann;
    const plx_label *v = NULL;
    plx_labels *l;
    size_t n = 0, latest = 0;

    (void)state;
    append_votes("ann=a ben=b ann=c ben= ann:d", &lines);
    write_file("labels.jsonl", lines.s);
    l = read_labels();
    assert_int_equal(plx_labels_count(l), 5);
    while ((v = plx_labels_next(l, "x", "t", v))) {
        assert_ptr_equal(v, plx_labels_at(l, n));
        latest += plx_labels_is_latest(l, v);
        assert_int_equal(plx_labels_stands(l, v), n == 4);
        n++;
    }
    assert_int_equal(n, 5);
    assert_int_equal(latest, 3);
    ben.coder = "ben";
    assert_string_equal(word(plx_labels_of_coder(l, &ann)), "c");
    assert_null(plx_labels_of_coder(l, &ben));
    ann.how = PLX_HOW_ADJUDICATION;
    assert_string_equal(word(plx_labels_of_coder(l, &ann)), "d");
    ann.id = "y";
    assert_null(plx_labels_of_coder(l, &ann));
    assert_null(plx_labels_next(l, "y", "t", NULL));
    plx_labels_close(l);
    plx_strbuf_release(&lines);
}

/* -------------------------------------------------------------- what has changed */

struct changes {
    size_t calls;
    char said[256];
    bool fails;
};

static plx_status note_change(void *ctx, const char *id, const char *target,
                              const plx_label *stands, plx_error *e)
{
    struct changes *c = ctx;
    size_t n = strlen(c->said);

    if (c->fails)
        return plx_fail(e, PLX_ERR_STOPPED, "stopped");
    c->calls++;
    snprintf(c->said + n, sizeof c->said - n, "%s/%s=%s ", target, id, word(stands));
    return PLX_OK;
}

static void each_changed_article_is_told_once_and_again_after_a_failure(void **state)
{
    static const char text[] = "{\"id\":\"x\",\"target\":\"t\",\"label\":\"a\",\"coder\":\"ann\"}\n"
                               "{\"id\":\"y\",\"target\":\"t\",\"label\":\"a\",\"coder\":\"ann\"}\n"
                               "{\"id\":\"x\",\"target\":\"t\",\"label\":null,\"coder\":\"ann\"}\n";
    plx_label more = { .id = "y", .label = "b", .target = "t", .coder = "ann" };
    struct changes c = { .fails = true };
    plx_labels *l = NULL;

    (void)state;
    write_file("labels.jsonl", text);
    OK(plx_labels_open(in_folder("labels.jsonl"), &l, &err));
    assert_int_equal(plx_labels_read(l, note_change, &c, &err), PLX_ERR_STOPPED);
    c.fails = false;
    OK(plx_labels_read(l, note_change, &c, &err));
    assert_string_equal(c.said, "t/x=nothing t/y=a ");
    OK(plx_labels_append(in_folder("labels.jsonl"), &more, &err));
    *c.said = '\0';
    OK(plx_labels_read(l, note_change, &c, &err));
    OK(plx_labels_read(l, note_change, &c, &err));
    assert_string_equal(c.said, "t/y=b ");
    plx_labels_close(l);
}

static void a_file_that_was_replaced_or_cut_is_read_anew(void **state)
{
    plx_labels *l;

    (void)state;
    write_file("labels.jsonl", "{\"id\":\"x\",\"target\":\"t\",\"label\":\"a\"}\n"
                               "{\"id\":\"y\",\"target\":\"t\",\"label\":\"a\"}\nbad\n");
    l = read_labels();
    write_file("labels.jsonl", "{\"id\":\"z\",\"target\":\"t\",\"label\":\"a\"}\n");
    OK(plx_labels_read(l, NULL, NULL, &err));
    assert_int_equal(plx_labels_count(l), 1);
    assert_null(plx_labels_find(l, "x", "t"));
    assert_non_null(plx_labels_find(l, "z", "t"));
    plx_labels_close(l);
}

/* ----------------------------------------------------------------------- bad lines */

static void bad_lines_are_named_and_the_others_count(void **state)
{
    static const struct {
        const char *line, *why;
    } bad[] = {
        { "not a label", "json" },
        { "[1]", "no JSON object" },
        { "{\"target\":\"t\",\"label\":\"a\"}", "no 'id'" },
        { "{\"id\":\"x\",\"label\":\"a\"}", "no 'target'" },
        { "{\"id\":\"x\",\"target\":\"t\"}", "no 'label'" },
        { "{\"id\":\"\",\"target\":\"t\",\"label\":\"a\"}", "'id' is empty" },
        { "{\"id\":7,\"target\":\"t\",\"label\":\"a\"}", "'id' is no text" },
        { "{\"id\":\"x\",\"target\":\"t\",\"label\":7}", "'label' is no text" },
        { "{\"id\":\"x\",\"target\":\"t\",\"label\":\"a\",\"how\":\"so\"}", "'how' is none of" },
        { "{\"id\":\"x\\u0000y\",\"target\":\"t\",\"label\":\"a\"}", "'id' holds a NUL" },
        { "{\"id\":\"\xff\",\"target\":\"t\",\"label\":\"a\"}", "json" },
        { "{\"id\":\"x\",\"target\":\"t\",\"label\":\"a\"", "json" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[400];
        const char *first;
        plx_labels *l;

        snprintf(text, sizeof text,
                 "{\"id\":\"p\",\"target\":\"t\",\"label\":\"a\"}\n\n%s\n"
                 "{\"id\":\"q\",\"target\":\"t\",\"label\":\"b\"}\n",
                 bad[i].line);
        write_file("labels.jsonl", text);
        l = read_labels();
        assert_int_equal(plx_labels_count(l), 2);
        assert_int_equal(plx_labels_faults(l, &first), 1);
        if (!strstr(first, "labels.jsonl:3: ") || !strstr(first, bad[i].why))
            fail_msg("%s: %s", bad[i].line, first);
        plx_labels_close(l);
    }
}

static void a_line_of_many_megabytes_is_passed_over_without_being_held(void **state)
{
    FILE *f = fopen(in_folder("labels.jsonl"), "w");
    const char *first;
    plx_labels *l;

    (void)state;
    assert_non_null(f);
    fputs("{\"id\":\"", f);
    for (int i = 0; i < 4096; i++)
        fprintf(f, "%01024d", i);
    fputs("\",\"target\":\"t\",\"label\":\"a\"}\n{\"id\":\"q\",\"target\":\"t\",\"label\":\"b\"}\n",
          f);
    for (int i = 0; i < 60000; i++)
        fputc('[', f);
    fputc('\n', f);
    fclose(f);
    l = read_labels();
    assert_int_equal(plx_labels_count(l), 1);
    assert_int_equal(plx_labels_faults(l, &first), 2);
    assert_non_null(strstr(first, "labels.jsonl:1: line longer than 131072 bytes"));
    plx_labels_close(l);
}

static void a_vote_that_could_not_be_read_back_is_not_written(void **state)
{
    static char huge[PLX_LABEL_STRING_MAX + 2];
    plx_label v = { .id = "", .target = "t", .label = "a" };

    (void)state;
    assert_int_equal(plx_labels_append(in_folder("labels.jsonl"), &v, &err), PLX_ERR_INVALID);
    memset(huge, 'h', sizeof huge - 1);
    v.id = huge;
    assert_int_equal(plx_labels_append(in_folder("labels.jsonl"), &v, &err), PLX_ERR_LIMIT);
    assert_false(plx_file_exists(in_folder("labels.jsonl")));
}

static void what_is_written_comes_back(void **state)
{
    plx_labels *l;
    const plx_label *got;

    (void)state;
    for (unsigned how = 0; how < PLX_HOWS; how++) {
        const plx_label v = { .id = "a\"\\\n\xc3\xa9",
                              .label = "pro-iran",
                              .target = "iran",
                              .coder = "ann",
                              .time = "2026-01-02T03:04:05Z",
                              .how = (plx_label_how)how,
                              .digest = "00ff",
                              .model = "m",
                              .model_stance = "unclear" };

        OK(plx_labels_append(in_folder("labels.jsonl"), &v, &err));
    }
    l = read_labels();
    assert_int_equal(plx_labels_count(l), PLX_HOWS);
    for (unsigned how = 0; how < PLX_HOWS; how++) {
        got = plx_labels_at(l, how);
        assert_int_equal(got->how, how);
        assert_string_equal(got->id, "a\"\\\n\xc3\xa9");
        assert_string_equal(got->model_stance, "unclear");
    }
    plx_labels_close(l);
    write_file("labels.jsonl", "{\"id\":\"x\",\"target\":\"t\",\"label\":\"a\"}\n");
    l = read_labels();
    assert_int_equal(plx_labels_at(l, 0)->how, PLX_HOW_GIVEN); /* lines of before */
    assert_string_equal(plx_labels_at(l, 0)->coder, "");
    plx_labels_close(l);
}

/* ------------------------------------------------------------------- the last line */

static void a_torn_last_line_is_passed_over_and_cut_off_by_the_next_vote(void **state)
{
    plx_label v = { .id = "two", .label = "neutral", .target = "t", .coder = "ann" };
    const char *first;
    plx_labels *l;

    (void)state;
    write_file("labels.jsonl", "{\"id\":\"one\",\"target\":\"t\",\"label\":\"a\"}\n{\"id\":\"x");
    l = read_labels();
    assert_int_equal(plx_labels_count(l), 1);
    assert_int_equal(plx_labels_faults(l, &first), 0);
    OK(plx_labels_append(in_folder("labels.jsonl"), &v, &err));
    OK(plx_labels_read(l, NULL, NULL, &err));
    assert_int_equal(plx_labels_count(l), 2);
    assert_int_equal(plx_labels_faults(l, &first), 0);
    assert_string_equal(plx_labels_at(l, 1)->id, "two");
    plx_labels_close(l);
}

static void a_whole_vote_without_its_newline_counts_and_stays(void **state)
{
    plx_label v = { .id = "two", .label = "neutral", .target = "t", .coder = "ann" };
    const char *first;
    plx_labels *l, *again;

    (void)state;
    write_file("labels.jsonl", "{\"id\":\"one\",\"target\":\"t\",\"label\":\"a\"}");
    l = read_labels();
    assert_int_equal(plx_labels_count(l), 1);
    OK(plx_labels_append(in_folder("labels.jsonl"), &v, &err));
    OK(plx_labels_read(l, NULL, NULL, &err));
    assert_int_equal(plx_labels_count(l), 2);
    assert_int_equal(plx_labels_faults(l, &first), 0);
    again = read_labels();
    assert_int_equal(plx_labels_count(again), 2);
    plx_labels_close(again);
    plx_labels_close(l);
}

static void lines_appended_together_are_all_there(void **state)
{
    plx_strbuf lines = PLX_STRBUF_INIT;
    plx_labels *l;

    (void)state;
    OK(plx_labels_append_lines(in_folder("labels.jsonl"), &lines, &err));
    assert_false(plx_file_exists(in_folder("labels.jsonl")));
    for (int i = 0; i < 1000; i++)
        append_votes("ann=a", &lines);
    OK(plx_labels_append_lines(in_folder("labels.jsonl"), &lines, &err));
    assert_int_equal(file_bytes("labels.jsonl"), (long)lines.len);
    l = read_labels();
    assert_int_equal(plx_labels_count(l), 1000);
    plx_labels_close(l);
    plx_strbuf_release(&lines);
}

/* Votes of many coders on one article, each taken back: no square of their number. */
static void many_votes_on_one_article_are_read_in_good_time(void **state)
{
    plx_strbuf lines = PLX_STRBUF_INIT;
    plx_labels *l;

    (void)state;
    for (int i = 0; i < 40000; i++)
        plx_strbuf_printf(&lines,
                          "{\"id\":\"x\",\"target\":\"t\",\"coder\":\"c%d\",\"label\":%s}\n",
                          i % 20000, i < 20000 ? "\"a\"" : "null");
    write_file("labels.jsonl", lines.s);
    l = read_labels();
    assert_null(plx_labels_find(l, "x", "t"));
    assert_int_equal(plx_labels_count(l), 40000);
    plx_labels_close(l);
    plx_strbuf_release(&lines);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(of_all_votes_the_right_one_stands),
        TEST(the_same_stands_however_the_votes_come),
        TEST(every_vote_is_kept_and_each_coder_has_one),
        TEST(each_changed_article_is_told_once_and_again_after_a_failure),
        TEST(a_file_that_was_replaced_or_cut_is_read_anew),
        TEST(bad_lines_are_named_and_the_others_count),
        TEST(a_line_of_many_megabytes_is_passed_over_without_being_held),
        TEST(a_vote_that_could_not_be_read_back_is_not_written),
        TEST(what_is_written_comes_back),
        TEST(a_torn_last_line_is_passed_over_and_cut_off_by_the_next_vote),
        TEST(a_whole_vote_without_its_newline_counts_and_stays),
        TEST(lines_appended_together_are_all_there),
        TEST(many_votes_on_one_article_are_read_in_good_time),
    };

    return cmocka_run_group_tests_name("labels", tests, NULL, NULL);
}
