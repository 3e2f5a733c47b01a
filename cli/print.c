/* cli/print.c - text for people, and the way out to stdout */
#include "cli/print.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "base/json.h"
#include "base/utf8.h"

/** Width from which on cells are no longer padded: one long cell must not widen all rows. */
#define CELL_MAX 48

static const char *const STYLE_ON[CLI_STYLES] = {
    "",         "\033[1m", "\033[2m",  "\033[31m", "\033[32m",
    "\033[33m", "\033[4m", "\033[34m", "\033[35m", "\033[36m",
};
static const char STYLE_OFF[] = "\033[0m";

static bool is_control(uint32_t cp)
{
    return (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7f && cp < 0xa0) ||
           plx_utf8_is_bidi_control(cp);
}

/* Append n bytes without control characters but `but`, bad bytes as U+FFFD. */
static void add_without_controls(plx_strbuf *out, const char *s, size_t n, const char *but)
{
    while (n) {
        uint32_t cp;
        size_t len = plx_utf8_decode(s, n, &cp);

        if (cp == 0xfffd)
            plx_strbuf_puts(out, "\xef\xbf\xbd");
        else if (!is_control(cp) || (cp && cp < 0x80 && strchr(but, (int)cp)))
            plx_strbuf_add(out, s, len);
        s += len;
        n -= len;
    }
}

void cli_add_safe(plx_strbuf *out, const char *s)
{
    if (s)
        add_without_controls(out, s, strlen(s), "");
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

void cli_add_line(plx_strbuf *out, const char *s)
{
    const char *p = s ? s : "";
    bool is_first = true;

    while (*p) {
        const char *end;

        while (is_blank(*p))
            p++;
        for (end = p; *end && !is_blank(*end);)
            end++;
        if (end > p && !is_first)
            plx_strbuf_putc(out, ' ');
        is_first = false;
        add_without_controls(out, p, (size_t)(end - p), CLI_MARK_OPEN CLI_MARK_CLOSE);
        p = end;
    }
}

void cli_add_marked(const struct cli *cli, plx_strbuf *out, const char *s)
{
    bool colour = cli->terminal.colour;

    for (;;) {
        size_t plain = strcspn(s, CLI_MARK_OPEN CLI_MARK_CLOSE);
        bool opens = s[plain] == CLI_MARK_OPEN[0];

        add_without_controls(out, s, plain, "");
        if (!s[plain])
            return;
        plx_strbuf_puts(out, !colour ? "**" : opens ? STYLE_ON[CLI_BOLD] : STYLE_OFF);
        s += plain + 1;
    }
}

void cli_add_styled(const struct cli *cli, plx_strbuf *out, enum cli_style style, const char *s)
{
    bool styled = cli->terminal.colour && style != CLI_PLAIN;

    if (styled)
        plx_strbuf_puts(out, STYLE_ON[style]);
    cli_add_safe(out, s);
    if (styled)
        plx_strbuf_puts(out, STYLE_OFF);
}

size_t cli_columns(const char *s, size_t n)
{
    size_t columns = 0;

    while (n) {
        uint32_t cp;
        size_t len = plx_utf8_decode(s, n, &cp);
        int width;

        if (cp == 0x1b) {
            while (len < n && s[len] != 'm')
                len++;
            len += len < n;
        } else {
            width = wcwidth((wchar_t)cp);
            columns += width > 0 ? (size_t)width : cp >= 0xa0 && width < 0;
        }
        s += len;
        n -= len;
    }
    return columns;
}

static void blanks(plx_strbuf *out, size_t n)
{
    while (n-- && !out->failed)
        plx_strbuf_putc(out, ' ');
}

void cli_wrap(plx_strbuf *out, const char *text, size_t column, size_t indent, size_t width)
{
    bool fresh = true;

    while (*text) {
        size_t len = strcspn(text, " \n"), columns = cli_columns(text, len);

        if (!fresh && width && column + 1 + columns > width) {
            plx_strbuf_putc(out, '\n');
            blanks(out, indent);
            column = indent;
            fresh = true;
        }
        if (!fresh)
            plx_strbuf_putc(out, ' ');
        plx_strbuf_add(out, text, len);
        column += columns + !fresh;
        fresh = false;
        for (text += len; *text == ' ';)
            text++;
        if (*text == '\n') {
            plx_strbuf_putc(out, '\n');
            if (text[1] != '\n' && text[1])
                blanks(out, indent);
            column = indent;
            fresh = true;
            text++;
        }
    }
    if (out->len && out->s[out->len - 1] != '\n')
        plx_strbuf_putc(out, '\n');
}

void cli_add_bar(const struct cli *cli, plx_strbuf *out, double part, double whole, unsigned width)
{
    static const char *const eighth[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
    double cells = whole > 0 ? part / whole * width : 0;
    unsigned full = (unsigned)cells, rest = (unsigned)((cells - full) * 8);

    if (!cli->terminal.utf8) {
        full = full || part <= 0 ? full : 1;
        rest = 0;
    } else if (!full && !rest && part > 0) {
        rest = 1;
    }
    while (full--)
        plx_strbuf_puts(out, cli->terminal.utf8 ? "█" : "#");
    plx_strbuf_puts(out, eighth[rest]);
}

size_t cli_count_columns(unsigned long long n)
{
    size_t columns = 1;

    for (; n >= 1000; n /= 1000)
        columns += 4;
    return columns + (n >= 10) + (n >= 100);
}

void cli_add_bytes(plx_strbuf *out, unsigned long long bytes)
{
    static const char *const unit[] = { "kB", "MB", "GB", "TB", "PB", "EB" };
    double size = (double)bytes / 1000;
    size_t i = 0;

    if (bytes < 1000) {
        plx_strbuf_printf(out, "%llu bytes", bytes);
        return;
    }
    for (; size >= 999.95 && i + 1 < sizeof unit / sizeof *unit; i++)
        size /= 1000;
    plx_strbuf_printf(out, "%.1f %s", size, unit[i]);
}

void cli_table_init(struct cli_table *t, struct cli *cli, size_t columns)
{
    *t = (struct cli_table){ .cli = cli, .columns = columns };
}

void cli_table_add(struct cli_table *t, const char *const *cells)
{
    if (t->rows == t->room) {
        size_t room = t->room ? 2 * t->room : 16;
        const char **grown = cli_alloc(t->cli, room * t->columns * sizeof *grown);

        if (t->rows)
            memcpy(grown, t->cell, t->rows * t->columns * sizeof *grown);
        t->cell = grown;
        t->room = room;
    }
    for (size_t i = 0; i < t->columns; i++) {
        plx_strbuf safe = PLX_STRBUF_INIT;

        cli_add_line(&safe, cells[i]);
        t->cell[t->rows * t->columns + i] = cli_printf(t->cli, "%s", safe.s);
        plx_strbuf_release(&safe);
    }
    t->rows++;
}

static bool is_number(const char *s)
{
    return *s && strspn(s, "0123456789,.-+% ") == strlen(s);
}

/* Widest cell of a column, and whether it is set to the right. */
static size_t measure(const struct cli_table *t, size_t column, bool *right)
{
    size_t widest = 0;

    *right = t->rows > 1;
    for (size_t row = 0; row < t->rows; row++) {
        const char *s = t->cell[row * t->columns + column];
        size_t columns = cli_columns(s, strlen(s));

        if (columns > widest && columns <= CELL_MAX)
            widest = columns;
        if (row && *s && !is_number(s))
            *right = false;
    }
    return widest;
}

static void print_row(const struct cli_table *t, size_t row, const size_t *width, const bool *right,
                      plx_strbuf *out)
{
    for (size_t i = 0; i < t->columns; i++) {
        const char *s = t->cell[row * t->columns + i];
        size_t columns = cli_columns(s, strlen(s));
        size_t gap = width[i] > columns ? width[i] - columns : 0;

        if (i)
            plx_strbuf_puts(out, "  ");
        if (right[i])
            blanks(out, gap);
        plx_strbuf_puts(out, s);
        if (!right[i] && i + 1 < t->columns)
            blanks(out, gap);
    }
    while (out->len && out->s[out->len - 1] == ' ')
        plx_strbuf_truncate(out, out->len - 1);
    plx_strbuf_putc(out, '\n');
}

void cli_table_print(const struct cli_table *t, plx_strbuf *out)
{
    size_t *width = cli_alloc(t->cli, t->columns * sizeof *width);
    bool *right = cli_alloc(t->cli, t->columns * sizeof *right);

    for (size_t i = 0; i < t->columns; i++)
        width[i] = measure(t, i, &right[i]);
    for (size_t row = 0; row < t->rows; row++)
        print_row(t, row, width, right, out);
}

int cli_write(const plx_strbuf *text)
{
    if (text->failed)
        return cli_failf("out of memory");
    if (fwrite(text->s, 1, text->len, stdout) != text->len)
        return cli_failf("standard output: %s", strerror(errno));
    return CLI_DONE;
}

int cli_write_data(const struct cli *cli, const plx_strbuf *data)
{
    plx_strbuf safe = PLX_STRBUF_INIT;
    int code;

    if (!cli->terminal.out_is_terminal)
        return cli_write(data);
    add_without_controls(&safe, data->s, data->len, "\r");
    safe.failed = safe.failed || data->failed;
    code = cli_write(&safe);
    plx_strbuf_release(&safe);
    return code;
}

int cli_write_json(const struct cli *cli, json_t *value, bool indent)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    if (!value)
        return cli_failf("out of memory");
    plx_json_print(value, indent, &out);
    plx_strbuf_putc(&out, '\n');
    json_decref(value);
    code = cli_write_data(cli, &out);
    plx_strbuf_release(&out);
    return code;
}
