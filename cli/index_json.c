/* cli/index_json.c - the summary of a run as JSON */
#include "cli/index_json.h"

#include <jansson.h>

#include "base/file.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "cli/command.h"
#include "cli/index_report.h"

/* A number under a name. */
struct count {
    const char *name;
    uint64_t n;
};

static json_t *counts(const struct count *c, size_t n)
{
    json_t *o = json_object();

    for (size_t i = 0; i < n; i++)
        json_object_set_new(o, c[i].name, json_integer((json_int_t)c[i].n));
    return o;
}

static json_t *articles(const plx_index_summary *s)
{
    const struct count c[] = {
        { "read", s->seen },
        { "added", s->added },
        { "updated", s->updated },
        { "unchanged", s->unchanged },
        { "removed", s->removed },
        { "near_copies", s->copies },
        { "cleaned", s->cleaned },
        { "stale_labels", s->stale_labels },
        { "label_faults", s->label_faults },
        { "text_bytes", s->text_bytes },
    };

    return counts(c, sizeof c / sizeof *c);
}

static json_t *files(const plx_index_summary *s)
{
    const struct count c[] = {
        { "seen", s->files },          { "skipped", s->files_skipped },
        { "moved", s->files_moved },   { "vanished", s->files_vanished },
        { "failed", s->files_failed }, { "left_out", s->left_out },
        { "bytes", s->file_bytes },
    };

    return counts(c, sizeof c / sizeof *c);
}

static json_t *fields(const plx_index_summary *s)
{
    const struct count c[] = {
        { "title", s->with_title },
        { "date", s->with_date },
        { "source", s->with_source },
        { "author", s->with_author },
    };

    return counts(c, sizeof c / sizeof *c);
}

static json_t *failures(const plx_index_summary *s)
{
    json_t *list = json_array();

    for (size_t i = 0; i < s->failure_count; i++)
        json_array_append_new(list,
                              json_pack("{s:o, s:o}", "where", plx_json_str(s->failures[i].where),
                                        "reason", plx_json_str(s->failures[i].reason)));
    return list;
}

static json_t *examples(const plx_index_summary *s)
{
    json_t *list = json_array();

    for (size_t i = 0; i < s->example_count; i++) {
        const plx_index_example *e = &s->examples[i];

        json_array_append_new(list,
                              json_pack("{s:o, s:o, s:i, s:o}", "where", plx_json_str(e->origin),
                                        "title", plx_json_str(e->title), "lines", (int)e->lines,
                                        "removed", plx_json_str(e->removed)));
    }
    return list;
}

static json_t *cpu_seconds(const plx_index_summary *s)
{
    return json_pack("{s:f, s:f, s:f, s:f, s:f, s:f}", "read", s->cpu.read, "convert",
                     s->cpu.convert, "prepare", s->cpu.prepare, "put", s->cpu.put, "invert",
                     s->cpu.invert, "commit", s->cpu.commit);
}

static json_t *speed(const plx_index_summary *s)
{
    double seconds = s->seconds > 0.001 ? s->seconds : 0.001;
    json_t *o = json_pack("{s:f, s:f, s:o}", "seconds", s->seconds, "articles_per_second",
                          (double)s->seen / seconds, "cpu_seconds", cpu_seconds(s));

    if (o && s->slowest)
        json_object_set_new(o, "slowest",
                            json_pack("{s:o, s:f}", "where", plx_json_str(s->slowest),
                                      "cpu_seconds", s->slowest_s));
    return o;
}

static json_t *list_value(const struct cli_list *list)
{
    json_t *a = list->count ? json_array() : NULL;

    for (size_t i = 0; i < list->count; i++)
        json_array_append_new(a, plx_json_str(list->item[i]));
    return a;
}

/* What was given for an option; NULL if nothing was. */
static json_t *option_value(const struct cli_option *o, const char *args)
{
    const void *p = args + o->offset;
    unsigned n;

    switch (o->type) {
    case CLI_FLAG:
        return *(const bool *)p ? json_true() : NULL;
    case CLI_TEXT:
        return *(const char *const *)p ? plx_json_str(*(const char *const *)p) : NULL;
    case CLI_LIST:
        return list_value(p);
    case CLI_REAL:
        return *(const double *)p > 0 ? json_real(*(const double *)p) : NULL;
    case CLI_SWITCH:
        n = *(const unsigned *)p;
        return n > 1 ? plx_json_str(o->choices[n - 2]) : n ? json_true() : NULL;
    default:
        n = *(const unsigned *)p;
        return n ? json_integer((json_int_t)n) : NULL;
    }
}

static json_t *options(const struct cli *cli)
{
    json_t *all = json_object();

    for (const struct cli_option *o = cli->command->options + 1; o->name; o++) {
        json_t *value = option_value(o, cli->args);

        if (value)
            json_object_set_new(all, o->name, value);
    }
    return all;
}

static json_t *report(const struct cli *cli, const plx_index_summary *s, const char *error)
{
    return json_pack("{s:i, s:b, s:b, s:o*, s:o, s:o, s:o, s:o, s:I, s:o, s:o, s:o, "
                     "s:{s:I, s:I, s:I, s:s*}}",
                     "schema", 1, "dry_run", (int)s->is_dry, "stopped", (int)s->stopped, "error",
                     error ? plx_json_str(error) : NULL, "options", options(cli), "articles",
                     articles(s), "files", files(s), "fields", fields(s), "failed",
                     (json_int_t)s->failed, "failures", failures(s), "examples", examples(s),
                     "speed", speed(s), "index", "articles", (json_int_t)s->documents, "bytes",
                     (json_int_t)s->index_bytes, "generations", (json_int_t)s->generations, "note",
                     s->is_refused ? CLI_INDEX_REFUSED : NULL);
}

int cli_index_write_report(const struct cli *cli, const char *path, const plx_index_summary *sum,
                           const char *error)
{
    json_t *o = report(cli, sum, error);
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_error err;
    int code = CLI_DONE;

    if (o)
        plx_json_print(o, true, &text);
    plx_strbuf_putc(&text, '\n');
    if (!o || text.failed)
        code = cli_failf("%s: out of memory", path);
    else if (plx_file_replace(path, text.s, text.len, &err) != PLX_OK)
        code = cli_fail(&err);
    json_decref(o);
    plx_strbuf_release(&text);
    return code;
}
