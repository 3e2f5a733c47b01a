/* cli/context.c - terminal facts, small memory, messages */
#include "cli/context.h"

#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/** Widths that are believed, and what is taken when there is none. */
#define WIDTH_MIN     40u
#define WIDTH_MAX     400u
#define WIDTH_DEFAULT 80u

/** Memory of cli_alloc(), newest first. */
struct cli_block {
    struct cli_block *next;
    void *memory;
};

static unsigned terminal_width(void)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    unsigned width = 0;

    if (columns)
        width = (unsigned)strtoul(columns, NULL, 10);
    else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    return width >= WIDTH_MIN && width <= WIDTH_MAX ? width : WIDTH_DEFAULT;
}

static bool wants_colour(void)
{
    const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");

    return !(no_colour && *no_colour) && term && *term && strcmp(term, "dumb") != 0;
}

void cli_init(struct cli *cli)
{
    struct cli_terminal *t = &cli->terminal;

    t->out_is_terminal = isatty(STDOUT_FILENO);
    t->err_is_terminal = isatty(STDERR_FILENO);
    t->colour = t->out_is_terminal && wants_colour();
    t->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    t->width = terminal_width();
}

void cli_release(struct cli *cli)
{
    plx_searcher_free(cli->searcher);
    cli->searcher = NULL;
    plx_aliases_close(cli->aliases);
    cli->aliases = NULL;
    plx_snapshot_close(cli->snapshot);
    cli->snapshot = NULL;
    while (cli->blocks) {
        struct cli_block *next = cli->blocks->next;

        free(cli->blocks->memory);
        free(cli->blocks);
        cli->blocks = next;
    }
}

static _Noreturn void out_of_memory(void)
{
    fputs("parallax: out of memory\n", stderr);
    exit(CLI_ERROR);
}

void *cli_own(struct cli *cli, void *malloced)
{
    struct cli_block *block = malloced ? malloc(sizeof *block) : NULL;

    if (!block)
        out_of_memory();
    block->memory = malloced;
    block->next = cli->blocks;
    cli->blocks = block;
    return malloced;
}

void *cli_alloc(struct cli *cli, size_t bytes)
{
    return cli_own(cli, calloc(1, bytes ? bytes : 1));
}

char *cli_printf(struct cli *cli, const char *fmt, ...)
{
    va_list ap;
    char *s = NULL;

    va_start(ap, fmt);
    if (vasprintf(&s, fmt, ap) < 0)
        s = NULL;
    va_end(ap);
    return cli_own(cli, s);
}

/* A message passes through plx_fail(), which leaves no control character in it. */
static void say(const char *fmt, va_list ap)
{
    plx_error err;
    char *text = NULL;

    if (vasprintf(&text, fmt, ap) < 0)
        text = NULL;
    plx_fail(&err, PLX_ERR_INTERNAL, "%s", text ? text : "out of memory");
    free(text);
    fprintf(stderr, "parallax: %s\n", err.msg);
}

int cli_fail(const plx_error *err)
{
    fprintf(stderr, "parallax: %s\n", err->msg);
    return CLI_ERROR;
}

int cli_failf(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    say(fmt, ap);
    va_end(ap);
    return CLI_ERROR;
}

void cli_note(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    say(fmt, ap);
    va_end(ap);
}

void cli_note_lines(const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");

        cli_note("%.*s", (int)n, text);
        text += n + (text[n] == '\n');
    }
}
