/* cli/index_report.c - summary, gaps, examples, failures */
#include "cli/index_report.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/labelled.h"
#include "cli/print.h"

/** Failures listed one by one. */
#define FAILURES_SHOWN 20u
/* Of them, at most this many of one file. */
#define FAILURES_OF_FILE 5
/** Removed lines shown of one example, and bytes of each. */
#define LINES_SHOWN 6u
#define LINE_BYTES  72u

/* A count that is told when there is something to tell. */
static void add_some(plx_strbuf *out, unsigned long long n, const char *one, const char *many)
{
    if (!n)
        return;
    plx_strbuf_puts(out, "; ");
    plx_strbuf_put_count(out, n);
    plx_strbuf_printf(out, " %s", n == 1 ? one : many);
}

static void add_counts(const plx_index_summary *sum, plx_strbuf *out)
{
    const struct {
        const char *what;
        unsigned long long n;
        bool is_always;
    } count[] = { { "added", sum->added, true },
                  { "updated", sum->updated, true },
                  { "unchanged", sum->unchanged, true },
                  { "removed", sum->removed, false },
                  { "failed", sum->failed, true } };

    if (sum->is_dry)
        plx_strbuf_puts(out, "dry run, nothing was written; it would be: ");
    for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
        if (!count[i].n && !count[i].is_always)
            continue;
        if (i)
            plx_strbuf_puts(out, ", ");
        plx_strbuf_put_count(out, count[i].n);
        plx_strbuf_printf(out, " %s", count[i].what);
    }
    add_some(out, sum->files_skipped, "file skipped: read before and not changed since",
             "files skipped: read before and not changed since");
    plx_strbuf_putc(out, '\n');
}

static void add_notes(const plx_index_summary *sum, plx_strbuf *out)
{
    plx_strbuf line = PLX_STRBUF_INIT;

    add_some(&line, sum->files_moved, "file has moved: its articles stay as they are",
             "files have moved: their articles stay as they are");
    add_some(&line, sum->files_vanished, "file has vanished", "files have vanished");
    add_some(&line, sum->left_out, "record or member left out: no article",
             "records and members left out: no articles");
    add_some(&line, sum->copies, "near-copy of another article (`search --collapse` folds them)",
             "near-copies of other articles (`search --collapse` folds them)");
    add_some(&line, sum->cleaned, "article read before holds lines learned now: cleaned",
             "articles read before hold lines learned now: cleaned");
    add_some(&line, sum->stale_labels,
             "label by a person was given to another text (`parallax labels list --stale`)",
             "labels by people were given to another text (`parallax labels list --stale`)");
    if (line.len)
        plx_strbuf_printf(out, "%s\n", line.s + 2);
    plx_strbuf_release(&line);
}

static void add_speed(const plx_index_summary *sum, plx_strbuf *out)
{
    double seconds = sum->seconds > 0.001 ? sum->seconds : 0.001;

    plx_strbuf_printf(out, "%.1f s", sum->seconds);
    if (sum->seen) {
        plx_strbuf_puts(out, ", ");
        plx_strbuf_put_count(out, (unsigned long long)((double)sum->seen / seconds));
        plx_strbuf_puts(out, " articles/s, ");
        cli_add_bytes(out, (unsigned long long)((double)sum->text_bytes / seconds));
        plx_strbuf_puts(out, "/s of text");
    }
    plx_strbuf_puts(out, "; the index holds ");
    plx_strbuf_put_count(out, sum->documents);
    plx_strbuf_puts(out, sum->documents == 1 ? " article, " : " articles, ");
    cli_add_bytes(out, sum->index_bytes);
    plx_strbuf_putc(out, '\n');
}

/* Where the time went; of all threads together. */
static void add_steps(const plx_index_summary *sum, plx_strbuf *out)
{
    const struct {
        const char *what;
        double s;
    } step[] = { { "reading", sum->cpu.read },
                 { "extracting", sum->cpu.convert },
                 { "analysing and judging", sum->cpu.prepare },
                 { "storing", sum->cpu.put },
                 { "inverting", sum->cpu.invert },
                 { "committing", sum->cpu.commit } };

    plx_strbuf_puts(out, "CPU time:");
    for (size_t i = 0; i < sizeof step / sizeof *step; i++)
        plx_strbuf_printf(out, "%s %s %.2f s", i ? "," : "", step[i].what, step[i].s);
    plx_strbuf_putc(out, '\n');
    if (sum->generations)
        plx_strbuf_printf(out, "written whole, %u %s\n", sum->generations,
                          sum->generations == 1 ? "time" : "times");
    else if (sum->added + sum->updated + sum->removed && !sum->is_dry)
        plx_strbuf_puts(out, "changed in place\n");
    if (!sum->slowest)
        return;
    plx_strbuf_printf(out, "slowest article, %.3f s: ", sum->slowest_s);
    cli_add_line(out, sum->slowest);
    plx_strbuf_putc(out, '\n');
}

/* How many articles tell what, and the option that fills each gap. */
static void add_gaps(struct cli *cli, const plx_index_summary *sum, plx_strbuf *out)
{
    const struct {
        const char *what, *remedy;
        unsigned long long n;
    } field[] = {
        { "title", "a CSV file with titles: --meta FILE", sum->with_title },
        { "date", "in the path: --path-pattern '{date}/*'; in a CSV file: --meta FILE",
          sum->with_date },
        { "source", "one for all: --source NAME; in the path: --path-pattern '{source}/*'",
          sum->with_source },
        { "author", "in a CSV file: --meta FILE", sum->with_author },
    };
    struct cli_table t;

    if (!sum->seen)
        return;
    cli_table_init(&t, cli, 3);
    for (size_t i = 0; i < sizeof field / sizeof *field; i++) {
        const char *cells[] = { field[i].what,
                                cli_printf(cli, "%llu of %llu", field[i].n,
                                           (unsigned long long)sum->seen),
                                field[i].n < sum->seen ? field[i].remedy : "" };

        cli_table_add(&t, cells);
    }
    plx_strbuf_puts(out, "\nWhat the articles tell:\n");
    cli_table_print(&t, out);
}

/* One line of "reason<TAB>text", cut to fit. */
static void add_removed_line(struct cli *cli, const char *line, size_t len, plx_strbuf *out)
{
    const char *tab = memchr(line, '\t', len);
    plx_strbuf text = PLX_STRBUF_INIT;
    size_t reason = tab ? (size_t)(tab - line) : 0;
    const char *s =
        cli_printf(cli, "%.*s", (int)(len - reason - (tab != NULL)), tab ? tab + 1 : line);

    cli_add_line(&text, s);
    plx_strbuf_printf(out, "    - %s%.*s%s%.*s%s\n", tab ? "[" : "", (int)reason, line,
                      tab ? "] " : "",
                      (int)plx_utf8_cut(text.s, text.len < LINE_BYTES ? text.len : LINE_BYTES),
                      text.s, text.len > LINE_BYTES ? "..." : "");
    plx_strbuf_release(&text);
}

static void add_example(struct cli *cli, const plx_index_example *e, plx_strbuf *out)
{
    const char *line = e->removed;
    unsigned shown = 0;

    plx_strbuf_puts(out, "  ");
    cli_add_line(out, e->title && *e->title ? e->title : e->origin);
    plx_strbuf_printf(out, " (%u %s removed)\n", e->lines, e->lines == 1 ? "line" : "lines");
    for (; *line && shown < LINES_SHOWN; shown++) {
        size_t len = strcspn(line, "\n");

        add_removed_line(cli, line, len, out);
        line += len + (line[len] == '\n');
    }
    if (e->lines > shown)
        plx_strbuf_printf(out, "    ... and %u more\n", e->lines - shown);
}

static void add_examples(struct cli *cli, const plx_index_summary *sum, plx_strbuf *out)
{
    if (!sum->example_count)
        return;
    plx_strbuf_puts(out, "\nTaken for furniture of the page and left out "
                         "(all of it: `parallax extract --explain FILE`):\n");
    for (size_t i = 0; i < sum->example_count; i++)
        add_example(cli, &sum->examples[i], out);
}

static void add_failure(const plx_index_failure *f, plx_strbuf *out)
{
    plx_strbuf_puts(out, "  ");
    /* most reasons name the place themselves */
    if (strncmp(f->reason, f->where, strlen(f->where)) != 0) {
        cli_add_line(out, f->where);
        plx_strbuf_puts(out, ": ");
    }
    cli_add_line(out, f->reason);
    plx_strbuf_putc(out, '\n');
}

/* Bytes of the path in "path:line" and "path!/member". */
static size_t path_bytes(const char *where)
{
    const char *colon = strrchr(where, ':'), *member = strstr(where, "!/");

    if (member)
        return (size_t)(member - where);
    return colon && colon[1] && colon[1 + strspn(colon + 1, "0123456789")] == '\0'
               ? (size_t)(colon - where)
               : strlen(where);
}

/* One file full of bad lines does not hide the others. */
static void add_failures(const plx_index_summary *sum, plx_strbuf *out)
{
    size_t shown = 0, of_file = 0, len = 0;
    const char *file = "";

    if (!sum->failed)
        return;
    plx_strbuf_puts(out, "\nCould not be read:\n");
    for (size_t i = 0; i < sum->failure_count && shown < FAILURES_SHOWN; i++) {
        const plx_index_failure *f = &sum->failures[i];
        bool is_same = path_bytes(f->where) == len && strncmp(f->where, file, len) == 0;

        of_file = is_same ? of_file + 1 : 1;
        file = f->where;
        len = path_bytes(file);
        if (of_file > FAILURES_OF_FILE)
            continue;
        add_failure(f, out);
        shown++;
    }
    if (sum->failed > shown) {
        plx_strbuf_puts(out, "  ... and ");
        plx_strbuf_put_count(out, sum->failed - shown);
        plx_strbuf_puts(out, " more (--report FILE lists them)\n");
    }
    if (sum->files_failed && !sum->is_dry)
        plx_strbuf_puts(out, "Once that is mended: `parallax index --retry-failed`, with the same "
                             "options, reads those files again\n");
}

int cli_index_report(struct cli *cli, const plx_index_summary *sum, bool with_steps)
{
    plx_strbuf out = PLX_STRBUF_INIT;

    if (sum->stopped && sum->is_dry)
        plx_strbuf_puts(&out, "stopped on request\n");
    else if (sum->stopped)
        plx_strbuf_puts(&out, "stopped on request; what was read is in the index, and the same "
                              "command goes on from there\n");
    add_counts(sum, &out);
    add_notes(sum, &out);
    add_speed(sum, &out);
    if (with_steps)
        add_steps(sum, &out);
    add_gaps(cli, sum, &out);
    add_examples(cli, sum, &out);
    add_failures(sum, &out);
    fputs(out.s, stderr);
    plx_strbuf_release(&out);
    cli_labels_note_faults(sum->label_faults, sum->label_fault);
    if (sum->is_refused)
        cli_note("%s", CLI_INDEX_REFUSED);
    if (sum->failed || sum->stopped)
        return CLI_ERROR;
    return sum->seen || sum->files || sum->files_vanished ? CLI_DONE : CLI_NOTHING;
}
