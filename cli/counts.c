/* cli/counts.c - facets, two-way tables and tallies on a terminal */
#include "cli/counts.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/print.h"
#include "search/counts.h"

#define BAR_COLUMNS 24u
#define BAR_LEAST   6u /* narrower ones say nothing */
/* A facet's values: not narrower, so that short lists under each other align; not wider. */
#define VALUE_LEAST  27u
#define VALUE_MOST   60u
#define VALUE_NARROW 8u /* on the narrowest terminal */
#define SHARE_BYTES  16

const char *const cli_shares_names[] = { "none", "row", "column", NULL };

static void blanks(plx_strbuf *out, size_t n)
{
    while (n-- && !out->failed)
        plx_strbuf_putc(out, ' ');
}

/* "12.3 %", right-aligned. */
static void share(uint32_t part, uint32_t whole, char out[SHARE_BYTES])
{
    snprintf(out, SHARE_BYTES, "%5.1f %%", whole ? 100.0 * part / whole : 0.0);
}

/* Append text in exactly so many columns, cut if it must be. */
static void add_cell(const struct cli *cli, const char *text, size_t columns, plx_strbuf *out)
{
    const char *more = cli->terminal.utf8 ? "…" : "~";
    size_t n = strlen(text), used = cli_columns(text, n), end = 0, next;
    uint32_t cp;

    if (used <= columns) {
        plx_strbuf_add(out, text, n);
        blanks(out, columns - used);
        return;
    }
    for (next = 0; next < n && cli_columns(text, next) < columns; end = next)
        next += plx_utf8_decode(text + next, n - next, &cp);
    while (end && cli_columns(text, end) >= columns)
        do
            end--;
        while (end && (text[end] & 0xc0) == 0x80);
    plx_strbuf_add(out, text, end);
    plx_strbuf_puts(out, more);
    blanks(out, columns - cli_columns(text, end) - 1);
}

static void add_right(const char *text, size_t columns, plx_strbuf *out)
{
    size_t used = strlen(text);

    blanks(out, columns > used ? columns - used : 0);
    plx_strbuf_puts(out, text);
}

/* ----------------------------------------------------------------- tally */

void cli_add_tally(const struct cli *cli, const plx_tally *t, plx_strbuf *out)
{
    plx_strbuf line = PLX_STRBUF_INIT;

    plx_tally_words(t, &line);
    if (line.len)
        cli_wrap(out, line.s, 0, 4, cli->terminal.out_is_terminal ? cli->terminal.width : 0);
    out->failed = out->failed || line.failed;
    plx_strbuf_release(&line);
}

/* ---------------------------------------------------------------- facets */

/* Where the columns of a facet stand. */
struct layout {
    const struct cli *cli;
    size_t value, count, bar;
    uint32_t most; /* the longest bar */
};

static void measure_values(const plx_facet *f, size_t indent, struct layout *l)
{
    for (size_t i = 0; i < f->count; i++) {
        plx_strbuf text = PLX_STRBUF_INIT;
        size_t columns;

        cli_add_line(&text, f->values[i].value);
        columns = cli_columns(text.s, text.len) + indent;
        l->value = columns > l->value ? columns : l->value;
        l->most = f->values[i].count > l->most ? f->values[i].count : l->most;
        plx_strbuf_release(&text);
        if (f->values[i].children)
            measure_values(f->values[i].children, indent + 2, l);
    }
}

static size_t greater(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* " * VALUE  COUNT  SHARE % BAR": the bar gives way first, then the values. */
static void lay_out(const struct cli *cli, const plx_facet *f, struct layout *l)
{
    bool is_terminal = cli->terminal.out_is_terminal;
    size_t width = is_terminal ? cli->terminal.width : SIZE_MAX, fixed;

    *l = (struct layout){ .cli = cli, .value = VALUE_LEAST, .bar = BAR_COLUMNS };
    measure_values(f, 0, l);
    l->count = greater(cli_count_columns(greater(greater(l->most, f->others), f->missing)), 6);
    if (l->value > VALUE_MOST && is_terminal)
        l->value = VALUE_MOST;
    fixed = 3 + 2 + l->count + 2 + 7 + 1;
    if (fixed + l->value + l->bar <= width)
        return;
    l->bar = width > fixed + l->value ? width - fixed - l->value : 0;
    if (l->bar < BAR_LEAST)
        l->bar = 0;
    if (!l->bar && fixed + l->value > width)
        l->value = greater(width > fixed ? width - fixed : 0, VALUE_NARROW);
}

static void add_numbers(const struct layout *l, uint32_t count, uint32_t n, plx_strbuf *out)
{
    plx_strbuf number = PLX_STRBUF_INIT;
    char percent[SHARE_BYTES];

    plx_strbuf_put_count(&number, count);
    plx_strbuf_puts(out, "  ");
    add_right(number.s, l->count, out);
    share(count, n, percent);
    plx_strbuf_puts(out, "  ");
    add_right(percent, 7, out);
    plx_strbuf_release(&number);
}

static void add_value(const struct layout *l, const plx_facet_value *v, size_t indent, uint32_t n,
                      plx_strbuf *out)
{
    plx_strbuf text = PLX_STRBUF_INIT;

    blanks(&text, indent);
    cli_add_line(&text, v->value);
    plx_strbuf_puts(out, v->chosen ? " * " : "   ");
    add_cell(l->cli, text.len ? text.s : "", l->value, out);
    add_numbers(l, v->count, n, out);
    if (l->bar && v->count) {
        plx_strbuf_putc(out, ' ');
        cli_add_bar(l->cli, out, v->count, l->most, (unsigned)l->bar);
    }
    plx_strbuf_putc(out, '\n');
    plx_strbuf_release(&text);
}

/* What is in none of the lines above: always said where there is some. */
static void add_rest(const struct layout *l, const char *what, uint32_t count, uint32_t n,
                     plx_strbuf *out)
{
    plx_strbuf text = PLX_STRBUF_INIT;

    plx_strbuf_puts(out, "   ");
    add_cell(l->cli, what, l->value, &text);
    cli_add_styled(l->cli, out, CLI_DIM, text.s);
    add_numbers(l, count, n, out);
    plx_strbuf_putc(out, '\n');
    plx_strbuf_release(&text);
}

static void add_values(const struct layout *l, const plx_facet *f, size_t indent, uint32_t n,
                       plx_strbuf *out)
{
    char what[64];

    for (size_t i = 0; i < f->count; i++) {
        add_value(l, &f->values[i], indent, n, out);
        if (f->values[i].children)
            add_values(l, f->values[i].children, indent + 2, n, out);
    }
    if (f->distinct > f->count) {
        snprintf(what, sizeof what, "%u more", f->distinct - (uint32_t)f->count);
        add_rest(l, what, f->others, n, out);
    }
    if (f->missing) {
        snprintf(what, sizeof what, "%*swithout %.40s", (int)indent, "", f->name);
        add_rest(l, what, f->missing, n, out);
    }
}

static void add_facet(const struct cli *cli, const plx_facet *f, plx_strbuf *out)
{
    struct layout l;

    if (!f->count && !f->missing)
        return;
    lay_out(cli, f, &l);
    plx_strbuf_putc(out, '\n');
    cli_add_styled(cli, out, CLI_BOLD, f->name);
    if (f->has_several)
        plx_strbuf_puts(out, " (an article counts in each of its values)");
    plx_strbuf_putc(out, '\n');
    add_values(&l, f, 0, f->n, out);
}

void cli_add_facets(const struct cli *cli, const plx_search_result *r, plx_strbuf *out)
{
    for (size_t i = 0; i < r->facet_count; i++)
        add_facet(cli, &r->facets[i], out);
}

/* ---------------------------------------------------------------- tables */

#define HEAD_MOST 14u /* columns of a column's name on a terminal */

/* A two-way table while it is printed; the line behind the last is that of the totals. */
struct grid {
    struct cli *cli;
    const plx_cross *c;
    enum cli_shares shares;
};

/* A cell, or a total; the total of totals is n. */
static uint32_t number_at(const plx_cross *c, size_t row, size_t column)
{
    if (row < c->rows.lines && column < c->columns.lines)
        return c->cell[row * c->columns.lines + column];
    if (row < c->rows.lines)
        return c->rows.total[row];
    return column < c->columns.lines ? c->columns.total[column] : c->n;
}

/* Bytes of a cell: 4,294,967,295 or 100.0 %. */
#define CELL_BYTES 32

/* The totals that shares are of stay counts: without them shares mean little. */
static bool is_count(const struct grid *g, size_t row, size_t column)
{
    return g->shares == CLI_SHARES_NONE ||
           (g->shares == CLI_SHARES_ROW && column == g->c->columns.lines) ||
           (g->shares == CLI_SHARES_COLUMN && row == g->c->rows.lines);
}

static void print_cell(const struct grid *g, size_t row, size_t column, char out[CELL_BYTES])
{
    uint32_t n = number_at(g->c, row, column);
    uint32_t whole = g->shares == CLI_SHARES_ROW ? number_at(g->c, row, g->c->columns.lines)
                                                 : number_at(g->c, g->c->rows.lines, column);
    plx_strbuf text = PLX_STRBUF_INIT;
    char percent[SHARE_BYTES];

    share(n, whole, percent);
    if (is_count(g, row, column))
        plx_strbuf_put_count(&text, n);
    else
        plx_strbuf_puts(&text, percent + strspn(percent, " "));
    snprintf(out, CELL_BYTES, "%s", text.len ? text.s : "");
    plx_strbuf_release(&text);
}

/* Name of a line, harmless; the caller's. */
static plx_strbuf line_name(const plx_cross_side *s, size_t line)
{
    plx_strbuf name = PLX_STRBUF_INIT;

    cli_add_line(&name, line < s->lines ? plx_cross_line_name(s, line) : "total");
    return name;
}

static size_t name_columns(const plx_cross_side *s, size_t line)
{
    plx_strbuf name = line_name(s, line);
    size_t columns = cli_columns(name.s, name.len);

    plx_strbuf_release(&name);
    return columns;
}

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Wide enough for the head, if that is not too long, and all cells. */
static size_t column_width(const struct grid *g, size_t column)
{
    size_t width = name_columns(&g->c->columns, column);
    char cell[CELL_BYTES];

    if (g->cli->terminal.out_is_terminal)
        width = lesser(width, HEAD_MOST);
    for (size_t row = 0; row <= g->c->rows.lines; row++) {
        print_cell(g, row, column, cell);
        width = greater(width, strlen(cell));
    }
    return width;
}

/* Of the rows' names: at most a third of a terminal. */
static size_t names_width(const struct grid *g)
{
    size_t width = strlen(g->c->rows.facet), room = g->cli->terminal.width / 3;

    for (size_t row = 0; row <= g->c->rows.lines; row++)
        width = greater(width, name_columns(&g->c->rows, row));
    return g->cli->terminal.out_is_terminal ? lesser(width, greater(room, VALUE_NARROW)) : width;
}

static void add_name(const struct grid *g, const plx_cross_side *s, size_t line, size_t columns,
                     plx_strbuf *out)
{
    plx_strbuf name = line_name(s, line);
    bool is_own = line >= s->count;
    plx_strbuf cell = PLX_STRBUF_INIT;

    if (s == &g->c->columns && cli_columns(name.s, name.len) < columns)
        blanks(&cell, columns - cli_columns(name.s, name.len));
    add_cell(g->cli, name.len ? name.s : "", columns - cell.len, &cell);
    cli_add_styled(g->cli, out, is_own ? CLI_DIM : CLI_PLAIN, cell.s);
    plx_strbuf_release(&cell);
    plx_strbuf_release(&name);
}

/* The columns from first to before end, with the names of the rows. */
static void add_block(const struct grid *g, size_t names, const size_t *width, size_t first,
                      size_t end, plx_strbuf *out)
{
    char cell[CELL_BYTES];

    add_cell(g->cli, g->c->rows.facet, names, out);
    for (size_t column = first; column < end; column++) {
        plx_strbuf_puts(out, "  ");
        add_name(g, &g->c->columns, column, width[column], out);
    }
    plx_strbuf_putc(out, '\n');
    for (size_t row = 0; row <= g->c->rows.lines; row++) {
        add_name(g, &g->c->rows, row, names, out);
        for (size_t column = first; column < end; column++) {
            plx_strbuf_puts(out, "  ");
            print_cell(g, row, column, cell);
            add_right(cell, width[column], out);
        }
        plx_strbuf_putc(out, '\n');
    }
}

static void add_table(const struct grid *g, plx_strbuf *out)
{
    size_t columns = g->c->columns.lines + 1, names = names_width(g), first = 0, end;
    size_t room = g->cli->terminal.out_is_terminal ? g->cli->terminal.width : SIZE_MAX;
    size_t *width = cli_alloc(g->cli, columns * sizeof *width);

    plx_strbuf_putc(out, '\n');
    cli_add_styled(g->cli, out, CLI_BOLD,
                   cli_printf(g->cli, "%s by %s", g->c->rows.facet, g->c->columns.facet));
    if (g->c->rows.has_several || g->c->columns.has_several)
        plx_strbuf_puts(out, " (an article counts in each of its values, once in totals)");
    plx_strbuf_putc(out, '\n');
    for (size_t column = 0; column < columns; column++)
        width[column] = column_width(g, column);
    for (; first < columns; first = end) {
        size_t used = names;

        for (end = first; end < columns && (end == first || used + 2 + width[end] <= room); end++)
            used += 2 + width[end];
        if (first)
            plx_strbuf_putc(out, '\n');
        add_block(g, names, width, first, end, out);
    }
}

void cli_add_tables(struct cli *cli, const plx_search_result *r, enum cli_shares shares,
                    plx_strbuf *out)
{
    for (size_t i = 0; i < r->table_count; i++) {
        struct grid g = { cli, &r->tables[i], shares };

        add_table(&g, out);
    }
}
