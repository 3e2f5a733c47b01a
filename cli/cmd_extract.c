/* cli/cmd_extract.c - `parallax extract`: what the indexer reads from a page */
#include <string.h>

#include "base/json.h"
#include "cli/command.h"
#include "cli/print.h"
#include "indexer/convert.h"
#include "indexer/file_list.h"
#include "indexer/reader.h"

struct extract_args {
    const char *source, *lang, *path_pattern, *meta;
    const char *charset, *files_from;
    struct cli_list map;
    bool explain, clean, null;
};

const struct cli_option cmd_extract_options[] = {
    CLI_ARGS(struct extract_args),
    { CLI_OPT(CLI_FLAG, struct extract_args, explain, "explain", 0, NULL,
              "add `removed`: the lines taken for furniture, and why") },
    { CLI_OPT(CLI_TEXT, struct extract_args, source, "source", 's', "NAME",
              "outlet of the articles that do not tell it") },
    { CLI_OPT(CLI_TEXT, struct extract_args, lang, "lang", 'l', "CODE",
              "language of all articles") },
    { CLI_OPT(CLI_TEXT, struct extract_args, path_pattern, "path-pattern", 0, "PATTERN",
              "what the names of folders and files tell: '{source}/{date}/*'") },
    { CLI_OPT(CLI_TEXT, struct extract_args, meta, "meta", 0, "CSV",
              "table with a header: path, source, date, author, url, title"),
      .complete = "file" },
    { CLI_OPT(CLI_LIST, struct extract_args, map, "map", 0, "FIELD=NAME",
              "read a field from another name: title=headline (may be repeated)") },
    { CLI_OPT(CLI_TEXT, struct extract_args, charset, "charset", 0, "NAME",
              "character set of pages, texts and tables that are read wrongly") },
    { CLI_OPT(CLI_FLAG, struct extract_args, clean, "clean", 0, NULL,
              "take furniture out of the text of records (JSON, CSV), too") },
    { CLI_OPT(CLI_TEXT, struct extract_args, files_from, "files-from", 'T', "FILE",
              "read the files named in FILE, one a line ('-': standard input), too"),
      .complete = "file" },
    { CLI_OPT(CLI_FLAG, struct extract_args, null, "null", '0', NULL,
              "the names in --files-from end with NUL, as of find -print0") },
    CLI_END,
};

struct run {
    struct cli *cli;
    const struct extract_args *args;
    plx_converter *converter;
    size_t articles, failed;
};

static json_t *text_json(const char *s, size_t len)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    json_t *value;

    plx_strbuf_add(&text, s, len);
    value = plx_json_str(text.s);
    plx_strbuf_release(&text);
    return value;
}

/* Lines "reason<TAB>text" as [{"reason","text"}]. */
static json_t *removed_json(const plx_extract_report *report)
{
    json_t *array = json_array();
    const char *line = report ? report->removed.s : "";

    while (*line) {
        size_t len = strcspn(line, "\n"), reason = strcspn(line, "\t\n");
        size_t text = reason + (line[reason] == '\t');

        json_array_append_new(array, json_pack("{s:o, s:o}", "reason", text_json(line, reason),
                                               "text", text_json(line + text, len - text)));
        line += len + (line[len] == '\n');
    }
    return array;
}

static plx_status on_article(void *ctx, plx_article *a, const plx_extract_report *report,
                             plx_error *err)
{
    struct run *r = ctx;
    json_t *object;

    if (*r->cli->stop)
        return plx_fail(err, PLX_ERR_STOPPED, "stopped on request");
    object = plx_article_to_json(a);
    if (object && r->args->explain)
        json_object_set_new(object, "removed", removed_json(report));
    r->articles++;
    return cli_write_json(r->cli, object, false) == CLI_DONE
               ? PLX_OK
               : plx_fail(err, PLX_ERR_IO, "extract: output ended");
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    struct run *r = ctx;

    (void)where;
    cli_note("%s", why->msg);
    r->failed++;
    return PLX_OK;
}

/* One path; one that is not there is a failure of its own. */
static plx_status extract_path(struct run *r, const char *path, plx_error *err)
{
    const plx_article_sink sink = { on_article, on_failure, r };
    plx_status rc = plx_read_with(path, r->converter, &sink, err);

    return rc == PLX_ERR_NOTFOUND ? on_failure(r, path, err) : rc;
}

static plx_status extract_listed(struct run *r, const char *file, plx_error *err)
{
    plx_file_list *list = NULL;
    const char *name = file;
    plx_status rc = plx_file_list_open(file, r->args->null, &list, err);

    while (rc == PLX_OK && name) {
        rc = plx_file_list_next(list, &name, err);
        if (rc == PLX_ERR_LIMIT) {
            name = file; /* not the end */
            rc = on_failure(r, file, err);
        } else if (rc == PLX_OK && name) {
            rc = extract_path(r, name, err);
        }
    }
    plx_file_list_close(list);
    return rc;
}

int cmd_extract(struct cli *cli, int argc, char **argv)
{
    const struct extract_args *args = cli->args;
    const plx_reader_options options = { .source = args->source,
                                         .lang = args->lang,
                                         .path_pattern = args->path_pattern,
                                         .meta_file = args->meta,
                                         .map = args->map.item,
                                         .charset = args->charset,
                                         .clean = args->clean };
    struct run r = { .cli = cli, .args = args };
    plx_status rc;
    plx_error err;

    if (argc == 0 && !args->files_from)
        return cli_failf("extract: nothing to read: give FILE... or --files-from FILE");
    rc = plx_converter_new(&options, &r.converter, &err);
    for (int i = 0; i < argc && rc == PLX_OK; i++)
        rc = extract_path(&r, argv[i], &err);
    if (rc == PLX_OK && args->files_from)
        rc = extract_listed(&r, args->files_from, &err);
    plx_converter_free(r.converter);
    if (rc != PLX_OK)
        return cli_fail(&err);
    if (r.failed)
        return CLI_ERROR;
    return r.articles ? CLI_DONE : CLI_NOTHING;
}
