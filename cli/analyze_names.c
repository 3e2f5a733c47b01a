#include "cli/analyze_names.h"

#include <string.h>

#include "base/json.h"
#include "cli/command.h"
#include "cli/print.h"
#include "search/names.h"
#include "text/name_key.h"

/* One word on its way to the output. */
typedef struct named {
    const char *word;
    plx_name_key keys[PLX_NAME_KEYS_STORED];
    size_t key_count;
    plx_name_spellings found;
} named;

/* A hyphenated word is looked for as one: al-Khazali, alkhazali. */
static const char *joined(struct cli *cli, const char *word)
{
    char *text = cli_printf(cli, "%s", word), *to = text;

    for (; *word; word++)
        if (*word != '-')
            *to++ = *word;
    *to = '\0';
    return text;
}

static plx_status look_up(const plx_names_in *in, const char *word, named *out, plx_error *err)
{
    size_t len = strlen(word);
    plx_name name;

    out->word = word;
    out->found.count = 0;
    out->key_count = plx_name_read(word, len, &name) ? plx_name_keys_stored(&name, out->keys) : 0;
    return in->st ? plx_names_find(in, word, len, &out->found, err) : PLX_OK;
}

static const char *keys_text(struct cli *cli, const named *n)
{
    const char *text = "";

    for (size_t i = 0; i < n->key_count; i++)
        text = cli_printf(cli, "%s%s%s", text, i ? " " : "", n->keys[i].s);
    return text;
}

static void add_rows(struct cli *cli, const named *n, struct cli_table *table)
{
    const char *first[] = { n->word, keys_text(cli, n), "", "", "" };

    if (!n->found.count)
        cli_table_add(table, first);
    for (size_t i = 0; i < n->found.count; i++) {
        const plx_name_spelling *s = &n->found.items[i];
        const char *cells[] = { i ? "" : first[0], i ? "" : first[1], s->word,
                                cli_printf(cli, "%d", s->nearness),
                                cli_printf(cli, "%u", s->count) };

        cli_table_add(table, cells);
    }
}

static json_t *named_json(const named *n, bool has_index)
{
    json_t *keys = json_array(), *spellings = has_index ? json_array() : json_null();

    for (size_t i = 0; i < n->key_count; i++)
        json_array_append_new(keys, json_string(n->keys[i].s));
    for (size_t i = 0; i < n->found.count; i++)
        json_array_append_new(spellings, json_pack("{s:o, s:i, s:I}", "word",
                                                   plx_json_str(n->found.items[i].word),
                                                   "closeness", n->found.items[i].nearness, "count",
                                                   (json_int_t)n->found.items[i].count));
    return json_pack("{s:o, s:o, s:o}", "word", plx_json_str(n->word), "keys", keys, "spellings",
                     spellings);
}

/* An index is of use, but none is needed. */
static plx_status open_index(struct cli *cli, plx_names_in *in, plx_error *err)
{
    plx_status rc = plx_snapshot_open(cli->index_dir, NULL, &cli->snapshot, err);

    if (rc == PLX_ERR_NOTFOUND) {
        cli_note("no index: keys only");
        return PLX_OK;
    }
    if (rc == PLX_OK)
        in->st = plx_snapshot_store(cli->snapshot);
    return rc;
}

int cli_analyze_names(struct cli *cli, plx_analyser *an, const char *lang, const plx_tokens *tokens,
                      bool json)
{
    static const char *const head[] = { "NAME", "KEYS", "SPELLING", "CLOSENESS", "COUNT" };
    plx_tokens work;
    plx_names_in in = { NULL, an, &work, lang ? lang : "en" };
    json_t *names = json_array();
    struct cli_table table;
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_error err;
    plx_status rc;
    int code;

    plx_tokens_init(&work);
    cli_table_init(&table, cli, sizeof head / sizeof *head);
    cli_table_add(&table, head);
    rc = open_index(cli, &in, &err);
    for (size_t i = 0; rc == PLX_OK && i < tokens->count; i++) {
        named n;

        if (tokens->items[i].flags & PLX_TOKEN_PART)
            continue;
        rc = look_up(&in, joined(cli, tokens->items[i].word->text), &n, &err);
        if (rc == PLX_OK && json)
            json_array_append_new(names, named_json(&n, in.st));
        else if (rc == PLX_OK)
            add_rows(cli, &n, &table);
    }
    if (rc == PLX_OK && !json)
        cli_table_print(&table, &out);
    if (rc != PLX_OK)
        code = cli_fail(&err);
    else
        code = json
                   ? cli_write_json(cli, json_pack("{s:i, s:O}", "schema", 1, "names", names), true)
                   : cli_write(&out);
    json_decref(names);
    plx_strbuf_release(&out);
    plx_tokens_release(&work);
    return code;
}
