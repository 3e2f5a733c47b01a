/* cli/cmd_tag.c - `parallax tag`: words that people file articles under */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/query_options.h"
#include "collection/collection.h"
#include "collection/tags.h"

enum { TEXT = 0, JSON };

struct tag_args {
    const char *matching;
    unsigned format;
};

static const char *const formats[] = { "text", "json", NULL };

const struct cli_option cmd_tag_options[] = {
    CLI_ARGS(struct tag_args),
    { CLI_OPT(CLI_TEXT, struct tag_args, matching, "matching", 0, "QUERY",
              "the articles that a query finds, beside those named") },
    { CLI_OPT(CLI_CHOICE, struct tag_args, format, "format", 0, "FORMAT", "form of the output"),
      .choices = formats },
    CLI_END,
};

/* What is to be done to which articles. */
struct tagging {
    struct cli *cli;
    const struct tag_args *args;
    const char *path;
    plx_tags *tags;
    const char **id;
    size_t ids, named; /* named: those that are operands, before those of --matching */
    struct {
        char name[PLX_NOTE_NAME_MAX + 1];
        bool is_on;
    } * change;
    size_t changes;
};

static bool is_change(const char *operand)
{
    return *operand == '+' || *operand == '-';
}

/* Does the change read last undo one before it? */
static plx_status check_contrary(const struct tagging *t, plx_error *err)
{
    for (size_t i = 0; i < t->changes; i++)
        if (strcmp(t->change[i].name, t->change[t->changes].name) == 0 &&
            t->change[i].is_on != t->change[t->changes].is_on)
            return plx_fail(err, PLX_ERR_INVALID, "tag: +%s and -%s exclude each other",
                            t->change[i].name, t->change[i].name);
    return PLX_OK;
}

static plx_status read_operands(struct tagging *t, int n, char **operand, plx_error *err)
{
    plx_status rc = PLX_OK;

    t->id = cli_alloc(t->cli, (size_t)n * sizeof *t->id + 1);
    t->change = cli_alloc(t->cli, (size_t)n * sizeof *t->change + 1);
    for (int i = 0; rc == PLX_OK && i < n; i++) {
        const char *s = operand[i];

        if (!is_change(s)) {
            t->id[t->ids++] = s;
            continue;
        }
        rc = plx_note_name_read("tag", s + 1, strlen(s + 1), t->change[t->changes].name, err);
        t->change[t->changes].is_on = *s == '+';
        if (rc == PLX_OK)
            rc = check_contrary(t, err);
        t->changes++;
    }
    return rc;
}

/* Add an article unless it is there. */
static plx_status add_docid(struct tagging *t, uint32_t docid, plx_error *err)
{
    plx_article a;
    plx_status rc;
    bool is_new = true;

    plx_article_init(&a);
    rc = plx_snapshot_article(t->cli->snapshot, docid, false, &a, err);
    for (size_t i = 0; rc == PLX_OK && i < t->named && is_new; i++)
        is_new = strcmp(t->id[i], a.id) != 0;
    if (rc == PLX_OK && is_new)
        t->id[t->ids++] = cli_printf(t->cli, "%s", a.id);
    plx_article_release(&a);
    return rc;
}

/* Add the articles of --matching to those named; of cli_search_with(). */
static plx_status add_matching(plx_searcher *s, void *ctx, plx_error *err)
{
    struct tagging *t = ctx;
    plx_search_request req = { .query = t->args->matching, .strict = true };
    plx_search_result result = { 0 };
    uint32_t *docids = NULL;
    plx_status rc = plx_search_docids(s, &req, &docids, &result, err);
    size_t n = rc == PLX_OK ? result.total : 0;
    const char **id = cli_alloc(t->cli, (t->named + n) * sizeof *id + 1);

    memcpy(id, t->id, t->named * sizeof *id);
    t->id = id;
    t->ids = t->named; /* without those of a try before */
    for (size_t i = 0; rc == PLX_OK && i < n; i++)
        rc = add_docid(t, docids[i], err);
    plx_search_result_release(&result);
    free(docids);
    return rc;
}

/* ----------------------------------------------------------------- changing */

/* An id to be found; of cli_search_with(). */
struct finding {
    struct cli *cli;
    const char *id;
};

static plx_status find(plx_searcher *s, void *ctx, plx_error *err)
{
    const struct finding *f = ctx;
    uint32_t docid;

    (void)s;
    return plx_snapshot_find(f->cli->snapshot, f->id, &docid, err);
}

static plx_status add_changes(const struct tagging *t, const char *id, size_t *made,
                              plx_strbuf *lines, plx_error *err)
{
    struct finding f = { t->cli, id };
    plx_status rc = cli_search_with(t->cli, NULL, find, &f, err);

    for (size_t i = 0; rc == PLX_OK && i < t->changes; i++) {
        if (plx_tags_has(t->tags, id, t->change[i].name) == t->change[i].is_on)
            continue;
        rc = plx_tag_print(id, t->change[i].name, t->change[i].is_on, (int64_t)time(NULL), lines,
                           err);
        *made += rc == PLX_OK;
    }
    return rc;
}

/* An id that is not there is named, and the others go on. */
static int change_tags(const struct tagging *t)
{
    plx_strbuf lines = PLX_STRBUF_INIT;
    size_t made = 0, absent = 0;
    plx_error err;
    plx_status rc = PLX_OK;

    for (size_t i = 0; rc == PLX_OK && i < t->ids; i++) {
        rc = add_changes(t, t->id[i], &made, &lines, &err);
        if (rc == PLX_ERR_NOTFOUND) {
            cli_fail(&err);
            absent++;
            rc = PLX_OK;
        }
    }
    if (rc == PLX_OK)
        rc = plx_tags_append(t->path, &lines, &err);
    plx_strbuf_release(&lines);
    if (rc != PLX_OK)
        return cli_fail(&err);
    cli_note("%zu change%s to the tags of %zu article%s", made, made == 1 ? "" : "s",
             t->ids - absent, t->ids - absent == 1 ? "" : "s");
    return absent ? CLI_NOTHING : CLI_DONE;
}

/* ------------------------------------------------------------------ showing */

/* A tag now on articles, for the list of all. */
struct count {
    const char *name;
    size_t articles;
};

static int more_first(const void *a, const void *b)
{
    const struct count *x = a, *y = b;

    if (x->articles != y->articles)
        return x->articles < y->articles ? 1 : -1;
    return strcmp(x->name, y->name);
}

static size_t count_tags(const struct tagging *t, struct count *list)
{
    size_t n, left = 0;
    const plx_tagging *item = plx_tags_list(t->tags, &n);
    uint32_t tags = plx_tags_count(t->tags);

    for (uint32_t i = 0; i < tags; i++)
        list[i] = (struct count){ plx_tags_name(t->tags, i), 0 };
    for (size_t i = 0; i < n; i++)
        list[item[i].tag].articles += item[i].is_on;
    qsort(list, tags, sizeof *list, more_first);
    while (left < tags && list[left].articles)
        left++;
    return left;
}

static int show_all(const struct tagging *t, bool json)
{
    struct count *list =
        cli_alloc(t->cli, (size_t)plx_tags_count(t->tags) * sizeof *list + sizeof *list);
    size_t n = count_tags(t, list);
    json_t *array = json_array();
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    for (size_t i = 0; i < n; i++) {
        json_array_append_new(array, json_pack("{s:o, s:I}", "tag", plx_json_str(list[i].name),
                                               "articles", (json_int_t)list[i].articles));
        plx_strbuf_printf(&out, "%7zu  %s\n", list[i].articles, list[i].name);
    }
    if (json) {
        code = cli_write_json(t->cli, json_pack("{s:i, s:O}", "schema", 1, "tags", array), true);
    } else {
        if (!n)
            cli_note("no article has a tag: `parallax tag ID +TAG`");
        code = cli_write_data(t->cli, &out);
    }
    json_decref(array);
    plx_strbuf_release(&out);
    return code == CLI_DONE && !n ? CLI_NOTHING : code;
}

/* [article] its tags in the order they were first put on, NULL: none. */
static json_t **tags_by_article(const struct tagging *t)
{
    uint32_t articles = plx_tags_articles(t->tags);
    json_t **of = cli_alloc(t->cli, ((size_t)articles + 1) * sizeof *of);
    size_t n;
    const plx_tagging *item = plx_tags_list(t->tags, &n);

    for (uint32_t i = 0; i < articles; i++)
        of[i] = NULL;
    for (size_t i = 0; i < n; i++) {
        json_t **list = &of[item[i].article];

        if (!item[i].is_on)
            continue;
        if (!*list)
            *list = json_array();
        json_array_append_new(*list, plx_json_str(plx_tags_name(t->tags, item[i].tag)));
    }
    return of;
}

static void add_line(const char *id, const json_t *tags, plx_strbuf *out)
{
    cli_add_line(out, id);
    for (size_t i = 0; i < json_array_size(tags); i++)
        plx_strbuf_printf(out, " +%s", json_string_value(json_array_get(tags, i)));
    plx_strbuf_putc(out, '\n');
}

static int show_some(const struct tagging *t, bool json)
{
    json_t *array = json_array();
    plx_strbuf out = PLX_STRBUF_INIT;
    json_t **of = tags_by_article(t);
    size_t found = 0;
    int code;

    for (size_t i = 0; i < t->ids; i++) {
        uint32_t article = plx_tags_find_id(t->tags, t->id[i]);
        json_t *tags = article == UINT32_MAX ? NULL : of[article];

        found += json_array_size(tags);
        add_line(t->id[i], tags, &out);
        tags = tags ? json_incref(tags) : json_array();
        json_array_append_new(array,
                              json_pack("{s:o, s:o}", "id", plx_json_str(t->id[i]), "tags", tags));
    }
    for (uint32_t i = 0; i < plx_tags_articles(t->tags); i++)
        json_decref(of[i]);
    code =
        json ? cli_write_json(t->cli, json_pack("{s:i, s:O}", "schema", 1, "articles", array), true)
             : cli_write_data(t->cli, &out);
    json_decref(array);
    plx_strbuf_release(&out);
    return code == CLI_DONE && !found ? CLI_NOTHING : code;
}

/* --------------------------------------------------------------------- run */

static int run(const struct tagging *t)
{
    const char *matching = t->args->matching;
    bool json = t->args->format == JSON;

    if (t->changes && !t->ids && matching)
        return CLI_NOTHING;
    if (t->changes && !t->ids)
        return cli_failf("tag: name the articles: parallax tag ID +TAG, or --matching QUERY");
    if (t->changes)
        return change_tags(t);
    return t->ids || matching ? show_some(t, json) : show_all(t, json);
}

static void note_faults(const plx_tags *tags)
{
    const char *first;
    size_t n = plx_tags_faults(tags, &first);

    if (n)
        cli_note("%s: %zu line%s of this file %s no tag and passed over", first ? first : "tags", n,
                 n == 1 ? "" : "s", n == 1 ? "is" : "are");
}

int cmd_tag(struct cli *cli, int argc, char **argv)
{
    const struct tag_args *args = cli->args;
    struct tagging t = { .cli = cli, .args = args };
    plx_error err;
    plx_status rc = read_operands(&t, argc, argv, &err);
    int code;

    t.named = t.ids;
    t.path = cli_own(cli, plx_collection_file(cli->index_dir, PLX_TAGS_FILE));
    if (rc == PLX_OK)
        rc = plx_tags_open(t.path, &t.tags, &err);
    if (rc == PLX_OK)
        rc = plx_tags_read(t.tags, NULL, &err);
    if (rc == PLX_OK && args->matching)
        rc = cli_search_with(cli, args->matching, add_matching, &t, &err);
    if (rc == PLX_OK) {
        note_faults(t.tags);
        code = run(&t);
    } else {
        code = cli_fail(&err);
    }
    plx_tags_close(t.tags);
    return code;
}
