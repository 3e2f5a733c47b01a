/* cli/markdown_man.c - Markdown, as docs/ has it, to man macros */
#include "cli/markdown_man.h"

#include <stdbool.h>
#include <string.h>

/** Blanks before a line of code. */
#define CODE_INDENT 4

/** What a line is. */
enum kind { BLANK = 0, HEADING, ITEM, ROW, CODE, TEXT };

/** A page on its way. */
struct page {
    plx_strbuf *out;
    plx_strbuf text; /* of the paragraph in hand, its lines joined */
    enum kind block; /* what the lines before belong to */
    unsigned row;    /* of the table in hand: the first two are its head */
    bool is_item;    /* the paragraph in hand is one of a list */
    bool has_gap;    /* an empty line within code */
};

/* ----------------------------------------------------------------- inline */

static void add_char(char c, plx_strbuf *out)
{
    if (c == '\\')
        plx_strbuf_puts(out, "\\e");
    else if (c == '-')
        plx_strbuf_puts(out, "\\-");
    else if (c == '^')
        plx_strbuf_puts(out, "\\(ha");
    else if (c == '~')
        plx_strbuf_puts(out, "\\(ti");
    else if (c == '`')
        plx_strbuf_puts(out, "\\(ga");
    else if (c == '\'')
        plx_strbuf_puts(out, "\\(aq");
    else
        plx_strbuf_putc(out, c);
}

static void add_plain(const char *s, size_t n, plx_strbuf *out)
{
    for (size_t i = 0; i < n; i++)
        add_char(s[i], out);
}

static void add_bold(const char *s, size_t n, plx_strbuf *out)
{
    plx_strbuf_puts(out, "\\fB");
    add_plain(s, n, out);
    plx_strbuf_puts(out, "\\fR");
}

/* What stands between two marks, from s on behind the first: bold. 0 if there is no second. */
static size_t add_marked(const char *s, const char *mark, plx_strbuf *out)
{
    const char *end = strstr(s, mark);

    if (!end)
        return 0;
    add_bold(s, (size_t)(end - s), out);
    return (size_t)(end - s) + strlen(mark);
}

/* "[text](to)" is its text. */
static size_t add_link(const char *s, plx_strbuf *out)
{
    const char *close = strstr(s, "]("), *end = close ? strchr(close, ')') : NULL;

    if (!end)
        return 0;
    add_plain(s + 1, (size_t)(close - s) - 1, out);
    return (size_t)(end - s) + 1;
}

static void add_inline(const char *s, plx_strbuf *out)
{
    if (*s == '.')
        plx_strbuf_puts(out, "\\&");
    while (*s) {
        size_t n = 0;

        if (*s == '`' && (n = add_marked(s + 1, "`", out)) > 0)
            n++;
        else if (strncmp(s, "**", 2) == 0 && (n = add_marked(s + 2, "**", out)) > 0)
            n += 2;
        else if (*s == '[')
            n = add_link(s, out);
        if (!n)
            add_char(*s, out);
        s += n ? n : 1;
    }
}

/* ----------------------------------------------------------------- blocks */

/* End the paragraph in hand. */
static void flush(struct page *p)
{
    if (!p->text.len)
        return;
    plx_strbuf_puts(p->out, p->is_item ? ".IP \\(bu 2\n" : ".PP\n");
    add_inline(p->text.s, p->out);
    plx_strbuf_putc(p->out, '\n');
    plx_strbuf_reset(&p->text);
}

/* End the block in hand, where another kind of line comes. */
static void end_block(struct page *p, enum kind next)
{
    if (p->block == next)
        return;
    if (p->block == CODE && next != BLANK)
        plx_strbuf_puts(p->out, ".RE\n.fi\n");
    if (next == CODE)
        plx_strbuf_puts(p->out, ".PP\n.nf\n.RS 4\n");
    if (next == ROW)
        p->row = 0;
}

static void add_heading(struct page *p, const char *line)
{
    size_t level = strspn(line, "#");

    if (level == 1)
        return;
    plx_strbuf_puts(p->out, level == 2 ? ".SH \"" : ".SS \"");
    add_inline(line + level + 1, p->out);
    plx_strbuf_puts(p->out, "\"\n");
}

/* The end of a cell: a bar outside of code. */
static const char *cell_end(const char *s)
{
    bool is_code = false;

    for (; *s && (*s != '|' || is_code); s++)
        is_code ^= *s == '`';
    return s;
}

/* A row: its first cell is what the others explain. */
static void add_row(struct page *p, const char *line)
{
    plx_strbuf cell = PLX_STRBUF_INIT;
    unsigned column = 0;

    if (p->row++ < 2)
        return;
    plx_strbuf_puts(p->out, ".TP\n");
    for (const char *s = line + 1, *end; *s; s = end + (*end == '|'), column++) {
        end = cell_end(s);
        plx_strbuf_reset(&cell);
        s += strspn(s, " ");
        plx_strbuf_add(&cell, s, (size_t)(end - s));
        while (cell.len && cell.s[cell.len - 1] == ' ')
            plx_strbuf_truncate(&cell, cell.len - 1);
        plx_strbuf_puts(p->out, column > 1 ? "; else: " : "");
        add_inline(cell.s, p->out);
        plx_strbuf_puts(p->out, column ? "" : "\n");
    }
    plx_strbuf_putc(p->out, '\n');
    plx_strbuf_release(&cell);
}

static void add_code(struct page *p, const char *line)
{
    if (p->has_gap)
        plx_strbuf_putc(p->out, '\n');
    if (line[CODE_INDENT] == '.')
        plx_strbuf_puts(p->out, "\\&");
    add_plain(line + CODE_INDENT, strlen(line + CODE_INDENT), p->out);
    plx_strbuf_putc(p->out, '\n');
}

static void add_text(struct page *p, const char *line)
{
    line += strspn(line, " ");
    plx_strbuf_puts(&p->text, p->text.len ? " " : "");
    plx_strbuf_puts(&p->text, line);
}

/* Indented lines are code only behind an empty one; else they go on with what is before. */
static enum kind kind_of(const struct page *p, const char *line)
{
    if (!*line)
        return BLANK;
    if (strspn(line, " ") >= CODE_INDENT && !p->text.len)
        return CODE;
    return *line == '#' ? HEADING : *line == '|' ? ROW : strncmp(line, "- ", 2) == 0 ? ITEM : TEXT;
}

static void add_line(struct page *p, const char *line)
{
    enum kind kind = kind_of(p, line);

    if (kind != TEXT)
        flush(p);
    end_block(p, kind);
    if (kind == HEADING)
        add_heading(p, line);
    else if (kind == ROW)
        add_row(p, line);
    else if (kind == CODE)
        add_code(p, line);
    else if (kind == TEXT || kind == ITEM)
        add_text(p, line + (kind == ITEM ? 2 : 0));
    if (kind == ITEM)
        p->is_item = true;
    else if (kind != TEXT || p->block == BLANK)
        p->is_item = false;
    p->has_gap = kind == BLANK && p->block == CODE;
    p->block = p->has_gap ? CODE : kind;
}

void cli_markdown_man(const char *const *lines, plx_strbuf *out)
{
    struct page p = { .out = out, .text = PLX_STRBUF_INIT };

    for (; *lines; lines++)
        add_line(&p, *lines);
    flush(&p);
    end_block(&p, HEADING);
    plx_strbuf_release(&p.text);
}
