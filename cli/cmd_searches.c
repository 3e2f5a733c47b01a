/* cli/cmd_searches.c - `parallax searches`: the saved searches */
#include <string.h>
#include <time.h>

#include "cli/command.h"
#include "cli/print.h"
#include "cli/query_options.h"
#include "cli/saved.h"
#include "search/saved_search.h"

enum { TEXT = 0, JSON };

struct searches_args {
    unsigned format;
};

static const char *const formats[] = { "text", "json", NULL };

const struct cli_option cmd_searches_options[] = {
    CLI_ARGS(struct searches_args),
    { CLI_OPT(CLI_CHOICE, struct searches_args, format, "format", 0, "FORMAT",
              "form of the output"),
      .choices = formats },
    CLI_END,
};

struct counting {
    struct cli *cli;
    const plx_saved_search *saved;
    plx_saved_found *out;
};

static plx_status count_it(plx_searcher *s, void *ctx, plx_error *err)
{
    const struct counting *x = ctx;

    return plx_saved_count(s, x->cli->snapshot, x->saved, 0, x->out, err);
}

static plx_status count(struct cli *cli, const plx_saved_search *s, plx_saved_found *out,
                        plx_error *err)
{
    return cli_search_with(cli, s->query, count_it, &(struct counting){ cli, s, out }, err);
}

static void add_text(const plx_saved_search *s, const plx_saved_found *f, plx_strbuf *out)
{
    plx_strbuf_printf(out, "@%s  ", s->name);
    cli_add_line(out, s->query);
    plx_strbuf_puts(out, "\n    ");
    if (!f->is_known) {
        plx_strbuf_puts(out, "cannot be searched for\n");
        return;
    }
    plx_strbuf_put_count(out, f->total);
    plx_strbuf_puts(out, f->total == 1 ? " article, " : " articles, ");
    plx_strbuf_put_count(out, f->fresh);
    if (s->looked) {
        plx_strbuf_puts(out, " new since ");
        cli_add_line(out, s->looked);
        plx_strbuf_putc(out, '\n');
    } else {
        plx_strbuf_puts(out, " new: never looked at with --new\n");
    }
}

static int list_all(struct cli *cli, const plx_saved_list *list, bool json)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    json_t *array = json_array();
    int code = CLI_DONE, written;

    for (size_t i = 0; i < list->count; i++) {
        const plx_saved_search *s = &list->item[i];
        plx_saved_found f = { 0 };
        plx_error err;

        if (count(cli, s, &f, &err) != PLX_OK) {
            cli_note("@%s: %s", s->name, err.msg);
            code = CLI_ERROR;
        }
        add_text(s, &f, &out);
        json_array_append_new(array, plx_saved_json(s, &f));
    }
    written =
        json ? cli_write_json(cli, json_pack("{s:i, s:O}", "schema", 1, "searches", array), true)
             : cli_write_data(cli, &out);
    json_decref(array);
    plx_strbuf_release(&out);
    return written == CLI_DONE ? code : written;
}

static int show(struct cli *cli, bool json)
{
    plx_saved_list list = { NULL, 0, 0 };
    plx_error err;
    int code;

    if (plx_saved_load(cli_saved_path(cli), &list, &err) != PLX_OK) {
        plx_saved_release(&list);
        return cli_fail(&err);
    }
    if (list.faults)
        cli_note("%s: %zu line%s of this file %s no saved search and passed over",
                 cli_saved_path(cli), list.faults, list.faults == 1 ? "" : "s",
                 list.faults == 1 ? "is" : "are");
    if (!list.count)
        cli_note("no search is saved: `parallax search QUERY --save NAME`");
    code = list_all(cli, &list, json);
    if (code == CLI_DONE && !list.count)
        code = CLI_NOTHING;
    plx_saved_release(&list);
    return code;
}

/* A name that is not there is named, and the others go on. */
static int delete_some(struct cli *cli, int n, char **name)
{
    plx_saved_list list = { NULL, 0, 0 };
    plx_error err;
    plx_status rc = plx_saved_load(cli_saved_path(cli), &list, &err);
    int deleted = 0;

    for (int i = 0; rc == PLX_OK && i < n; i++) {
        const char *s = name[i] + (*name[i] == '@');
        char read[PLX_NOTE_NAME_MAX + 1];

        if (plx_note_name_read("name of a search", s, strlen(s), read, NULL) != PLX_OK ||
            !plx_saved_find(&list, read)) {
            cli_note("there is no saved search '%s': `parallax searches` lists them", s);
            continue;
        }
        rc = plx_saved_put(cli_saved_path(cli), read, NULL, (int64_t)time(NULL), &err);
        deleted += rc == PLX_OK;
    }
    plx_saved_release(&list);
    if (rc != PLX_OK)
        return cli_fail(&err);
    return deleted == n ? CLI_DONE : CLI_NOTHING;
}

int cmd_searches(struct cli *cli, int argc, char **argv)
{
    const struct searches_args *args = cli->args;

    if (!argc)
        return show(cli, args->format == JSON);
    if (strcmp(argv[0], "delete") != 0)
        return cli_failf("searches: '%s' is not known: delete NAME...", argv[0]);
    if (argc == 1)
        return cli_failf("searches delete: name the searches");
    return delete_some(cli, argc - 1, argv + 1);
}
