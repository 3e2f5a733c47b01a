/* cli/cmd_aliases.c - `parallax aliases`: what the files of aliases say, and what is wrong in them
 */
#include <string.h>

#include "cli/aliases.h"
#include "cli/command.h"
#include "cli/print.h"

/** Names of one thing that are listed: a group, and what it leads to. */
#define LISTED_MAX 1024

struct aliases_args {
    const char *aliases;
};

const struct cli_option cmd_aliases_options[] = {
    CLI_ARGS(struct aliases_args),
    { CLI_OPT(CLI_TEXT, struct aliases_args, aliases, "aliases", 0, "FILE",
              "this file instead of the user's"),
      .complete = "file" },
    CLI_END,
};

/* One file a line; 2 if lines had to be left out. */
static int check(struct cli *cli, const plx_alias_file *files, size_t n)
{
    const plx_alias_table *table = plx_aliases_borrow(cli->aliases);
    plx_strbuf out = PLX_STRBUF_INIT;
    size_t faults = 0;
    int code;

    for (size_t i = 0; i < n; i++) {
        plx_alias_count c = plx_aliases_count(cli->aliases, i);

        plx_strbuf_printf(&out, "%s: %zu groups, %zu one-way, %zu taken out, %zu bad lines\n",
                          files[i].path, c.groups, c.leads, c.removals, c.faults);
        faults += c.faults;
    }
    plx_strbuf_printf(&out, "%zu names in all\n", plx_alias_table_names(table));
    plx_aliases_give_back(cli->aliases);
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return faults ? CLI_ERROR : code;
}

static void add_name(const plx_alias_table *table, const plx_alias_file *files, const char *mark,
                     uint32_t name, plx_strbuf *out)
{
    plx_alias_name n = plx_alias_table_name(table, name);

    plx_strbuf_printf(out, "%s%s\t%s:%u\n", mark, n.text, files[n.file].path, n.line);
}

/* A name, the others of its group, and what they lead to. */
static void add_group(const plx_alias_table *table, const plx_alias_file *files, uint32_t name,
                      plx_strbuf *out)
{
    uint32_t other[LISTED_MAX];
    size_t own, n = plx_alias_table_others(table, name, other, LISTED_MAX, &own);

    add_name(table, files, "", name, out);
    for (size_t i = 0; i < n; i++)
        add_name(table, files, i < own ? "= " : "=> ", other[i], out);
}

/* The name that a text is, as queries are read. */
static plx_status find(const plx_alias_table *table, const char *text, uint32_t *name,
                       plx_error *err)
{
    plx_strbuf key = PLX_STRBUF_INIT;
    plx_analyser *an = NULL;
    plx_tokens tokens;
    bool goes_on;
    plx_status rc = plx_analyser_new(&an, err);

    plx_tokens_init(&tokens);
    *name = PLX_ALIAS_NONE;
    if (!rc)
        rc = plx_analyser_run(an, "en", text, strlen(text), &tokens, err);
    if (!rc) {
        plx_alias_key_add(&key, &tokens);
        *name = plx_alias_table_find(table, key.s, key.len, &goes_on);
    }
    plx_tokens_release(&tokens);
    plx_strbuf_release(&key);
    plx_analyser_free(an);
    return rc;
}

static int list(struct cli *cli, const plx_alias_file *files, const char *text)
{
    const plx_alias_table *table = plx_aliases_borrow(cli->aliases);
    plx_strbuf out = PLX_STRBUF_INIT;
    uint32_t name;
    plx_error err;
    int code;

    if (find(table, text, &name, &err) != PLX_OK)
        code = cli_fail(&err);
    else if (name == PLX_ALIAS_NONE)
        code = CLI_NOTHING;
    else {
        add_group(table, files, name, &out);
        code = cli_write(&out);
    }
    plx_aliases_give_back(cli->aliases);
    plx_strbuf_release(&out);
    return code;
}

int cmd_aliases(struct cli *cli, int argc, char **argv)
{
    const struct aliases_args *args = cli->args;
    plx_alias_file files[PLX_ALIAS_FILES_MAX];
    size_t n = cli_alias_files(cli, args->aliases, files);
    const char *name = "";
    plx_error err;

    if (cli_aliases_open(cli, args->aliases, 0, &err) != PLX_OK)
        return cli_fail(&err);
    for (int i = 0; i < argc; i++)
        name = i ? cli_printf(cli, "%s %s", name, argv[i]) : argv[i];
    return argc ? list(cli, files, name) : check(cli, files, n);
}
