/* cli/progress.c - the progress line */
#include "cli/progress.h"

#include <fts.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "cli/print.h"

#define SECONDS_BETWEEN 0.25
/** Files above which the run is not measured beforehand: the walk itself would take long. */
#define FILES_MAX 200000
/** With so many files the bytes of the finished ones say enough. */
#define FILES_TELL 20
/** Shares under which no time left is told: it would jump about. */
#define SHARE_MIN 0.02

/* Files and bytes below the paths; none if there are too many. */
static void measure(struct cli_progress *p, char *const *paths)
{
    FTS *walk = fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
    FTSENT *e;

    while (walk && (e = fts_read(walk)) != NULL && p->files <= FILES_MAX) {
        if (e->fts_info != FTS_F || (e->fts_level > 0 && e->fts_name[0] == '.'))
            continue;
        p->files++;
        p->bytes += (unsigned long long)e->fts_statp->st_size;
    }
    if (walk)
        fts_close(walk);
    if (p->files > FILES_MAX)
        p->files = p->bytes = 0;
}

void cli_progress_init(struct cli_progress *p, struct cli *cli, const char *const *paths)
{
    bool is_stream = false;
    size_t n = 0;
    char **all;

    *p = (struct cli_progress){ .cli = cli, .started = plx_clock_seconds() };
    while (paths && paths[n])
        n++;
    all = cli_alloc(cli, (n + 1) * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        all[i] = cli_printf(cli, "%s", paths[i]);
        is_stream = is_stream || strcmp(paths[i], "-") == 0;
    }
    if (cli->terminal.err_is_terminal && n && !is_stream)
        measure(p, all);
}

/* Is it time for the next line? */
static bool is_due(struct cli_progress *p)
{
    double now = plx_clock_seconds();

    if (!p->cli->terminal.err_is_terminal || now - p->shown < SECONDS_BETWEEN)
        return false;
    p->shown = now;
    return true;
}

static void show(struct cli_progress *p, plx_strbuf *line)
{
    size_t width = p->cli->terminal.width - 1;

    while (line->len && cli_columns(line->s, line->len) > width)
        plx_strbuf_truncate(line, plx_utf8_cut(line->s, line->len - 1));
    fprintf(stderr, "\r\033[K%s", line->s);
    fflush(stderr);
    p->on_screen = true;
    plx_strbuf_release(line);
}

/* Are its bytes those of its records? */
static bool is_plain(const char *path)
{
    static const char *const ends[] = { ".jsonl", ".ndjson", ".json", ".csv", ".txt" };
    size_t len = strlen(path);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);

        if (len >= n && strcmp(path + len - n, ends[i]) == 0)
            return true;
    }
    return false;
}

/* How much of what must be read is read, 0 if not known. */
static double share_done(const struct cli_progress *p, const plx_index_summary *so_far,
                         const char *path)
{
    unsigned long long done = so_far->file_bytes, skipped = so_far->skipped_bytes;

    if (p->bytes <= skipped || done > p->bytes)
        return 0;
    if (is_plain(path) && done + so_far->item_bytes <= p->bytes)
        done += so_far->item_bytes;
    else if (p->files < FILES_TELL)
        return 0;
    return (double)(done - skipped) / (double)(p->bytes - skipped);
}

static void add_time_left(plx_strbuf *line, double share, double seconds)
{
    unsigned left;

    if (share < SHARE_MIN || share >= 1)
        return;
    left = (unsigned)(seconds / share * (1 - share) + 0.5);
    if (left >= 60)
        plx_strbuf_printf(line, ", about %u min %02u s left", left / 60, left % 60);
    else
        plx_strbuf_printf(line, ", about %u s left", left);
}

static void add_reading(const struct cli_progress *p, const plx_index_summary *so_far,
                        const char *path, plx_strbuf *line)
{
    unsigned long long seen = so_far->added + so_far->updated + so_far->unchanged;
    double seconds = so_far->seconds > 0.001 ? so_far->seconds : 0.001;

    plx_strbuf_put_count(line, seen);
    plx_strbuf_puts(line, " articles, ");
    plx_strbuf_put_count(line, (unsigned long long)((double)seen / seconds));
    plx_strbuf_puts(line, "/s");
    if (p->files > 1) {
        plx_strbuf_puts(line, ", file ");
        plx_strbuf_put_count(line, so_far->files);
        plx_strbuf_puts(line, " of ");
        plx_strbuf_put_count(line, p->files);
    }
    add_time_left(line, share_done(p, so_far, path), seconds);
    plx_strbuf_puts(line, "  ");
    cli_add_line(line, path);
}

static void add_writing(uint64_t done, uint64_t total, plx_strbuf *line)
{
    double share = done < total ? (double)done / (double)total : 1;

    plx_strbuf_printf(line, "writing the index, %.0f %%", 100 * share);
}

int cli_progress_index(void *progress, const plx_index_summary *so_far, const char *path)
{
    struct cli_progress *p = progress;
    plx_strbuf line = PLX_STRBUF_INIT;

    if (is_due(p)) {
        if (so_far->writing.total)
            add_writing(so_far->writing.done, so_far->writing.total, &line);
        else
            add_reading(p, so_far, path, &line);
        show(p, &line);
    }
    return *p->cli->stop;
}

void cli_progress_writing(void *progress, uint64_t done, uint64_t total)
{
    struct cli_progress *p = progress;
    plx_strbuf line = PLX_STRBUF_INIT;

    if (is_due(p)) {
        add_writing(done, total, &line);
        show(p, &line);
    }
}

int cli_progress_count(void *progress, uint32_t done, uint32_t of)
{
    struct cli_progress *p = progress;
    plx_strbuf line = PLX_STRBUF_INIT;

    if (is_due(p)) {
        plx_strbuf_put_count(&line, done);
        plx_strbuf_puts(&line, " of ");
        plx_strbuf_put_count(&line, of);
        plx_strbuf_puts(&line, " articles");
        if (of)
            add_time_left(&line, (double)done / of, plx_clock_seconds() - p->started);
        show(p, &line);
    }
    return *p->cli->stop;
}

void cli_progress_step(void *progress, const char *what)
{
    struct cli_progress *p = progress;
    plx_strbuf line = PLX_STRBUF_INIT;

    if (!p->cli->terminal.err_is_terminal)
        return;
    cli_add_line(&line, what);
    show(p, &line);
}

void cli_progress_end(struct cli_progress *p)
{
    if (p->on_screen)
        fputs("\r\033[K", stderr);
    p->on_screen = false;
}
