#include "cli/compare_text.h"

#include <string.h>

#include "cli/counts.h"
#include "cli/hits.h"
#include "cli/print.h"
#include "compare/compare_notes.h"

/* A column of a side is at least so wide; and what stands between two. */
#define COLUMN_LEAST 44u
#define GUTTER       3u
/* Columns of a term's name, of its bar, of its marks, and of what stands beside the name but for
 * the bar. */
#define NAME_LEAST 8u
#define NAME_MOST  28u
#define BAR_LEAST  6u
#define BAR_MOST   30u
#define MARKS      4u
#define FIGURES    30u

/* Where text of one side goes. */
typedef struct block {
    struct cli *cli;
    const plx_comparison *c;
    unsigned width;
    plx_strbuf text;
} block;

/* ----------------------------------------------------------------- blocks */

static void wrap(block *b, const char *text, size_t indent)
{
    size_t start = b->text.len;

    for (size_t i = 0; i < indent; i++)
        plx_strbuf_putc(&b->text, ' ');
    cli_wrap(&b->text, text, indent, indent, b->width);
    if (b->text.len == start + indent)
        plx_strbuf_putc(&b->text, '\n');
}

/* The byte at which a text has to be cut to fit so many columns. */
static size_t cut(const char *s, size_t n, size_t columns)
{
    while (n && cli_columns(s, n) > columns) {
        n--;
        while (n && ((unsigned char)s[n] & 0xc0) == 0x80)
            n--;
    }
    return n;
}

static void pad(plx_strbuf *out, size_t from, size_t to)
{
    for (; from < to && !out->failed; from++)
        plx_strbuf_putc(out, ' ');
}

/* ---------------------------------------------------------------- articles */

/* Marked text; with colour word by word, so that no line of another side gets a mark's end. */
static void add_marked(block *b, const char *s, plx_strbuf *out)
{
    plx_strbuf words = PLX_STRBUF_INIT;
    bool inside = false;

    for (; *s; s++) {
        inside = *s == CLI_MARK_OPEN[0] || (inside && *s != CLI_MARK_CLOSE[0]);
        if (inside && *s == ' ' && b->cli->terminal.colour)
            plx_strbuf_puts(&words, CLI_MARK_CLOSE " " CLI_MARK_OPEN);
        else
            plx_strbuf_putc(&words, *s);
    }
    cli_add_marked(b->cli, out, words.s);
    plx_strbuf_release(&words);
}

static void add_hit(block *b, const plx_hit *hit, size_t number)
{
    const char *title = hit->article.title;
    plx_strbuf line = PLX_STRBUF_INIT;

    plx_strbuf_printf(&b->text, "%2zu. ", number);
    cli_add_line(&line, title && *title ? title : "(no title)");
    cli_wrap(&b->text, line.s, 4, 4, b->width);
    plx_strbuf_reset(&line);
    cli_add_byline(b->cli, &hit->article, &line);
    if (line.len)
        wrap(b, line.s, 4);
    plx_strbuf_reset(&line);
    if (hit->snippet)
        add_marked(b, hit->snippet, &line);
    if (line.len)
        wrap(b, line.s, 4);
    plx_strbuf_reset(&line);
    cli_add_line(&line, hit->article.id);
    wrap(b, line.s, 4);
    plx_strbuf_release(&line);
}

/* ------------------------------------------------------------------- terms */

/* "M" the model looks at it itself, "1" one source carries it, "?" weak. */
static const char *marks_of(struct cli *cli, const plx_compared_term *t)
{
    return cli_printf(cli, "%s%s%s", t->in_model ? "M" : "", t->one_source ? "1" : "",
                      t->weak ? "?" : "");
}

/* Columns of names and of bars in a block: bars only where names have enough. */
static void share_columns(const block *b, unsigned *name, unsigned *bar)
{
    unsigned left = b->width > FIGURES + NAME_LEAST ? b->width - FIGURES : NAME_LEAST;

    *name = left < NAME_MOST ? left : NAME_MOST;
    *bar = left - *name < BAR_MOST ? left - *name : BAR_MOST;
}

/* The name in its column, or in a line of its own where it is too long. */
static void add_name(block *b, const plx_compared_term *t, unsigned name)
{
    plx_strbuf safe = PLX_STRBUF_INIT;
    size_t columns, bytes;

    cli_add_line(&safe, t->term);
    bytes = cut(safe.s, safe.len, b->width - 1);
    plx_strbuf_truncate(&safe, bytes);
    columns = cli_columns(safe.s, safe.len);
    plx_strbuf_putc(&b->text, ' ');
    cli_add_styled(b->cli, &b->text, t->weak ? CLI_DIM : CLI_BOLD, safe.s);
    if (columns > name) {
        plx_strbuf_puts(&b->text, "\n ");
        columns = 0;
    }
    pad(&b->text, columns, name);
    plx_strbuf_release(&safe);
}

static void add_term_line(block *b, const plx_compared_side *s, const plx_compared_term *t)
{
    const char *marks = marks_of(b->cli, t);
    unsigned name, bar;

    share_columns(b, &name, &bar);
    add_name(b, t, name);
    plx_strbuf_printf(&b->text, " %4.1f %4.1f %4u %4u %3u", t->z, t->z_sources,
                      (unsigned)t->articles, (unsigned)t->articles_others, (unsigned)t->sources);
    if (bar > BAR_LEAST || *marks)
        plx_strbuf_printf(&b->text, " %s", marks);
    if (bar > BAR_LEAST) {
        pad(&b->text, strlen(marks), MARKS);
        cli_add_bar(b->cli, &b->text, t->z_sources, s->terms[0].z_sources, bar - 1);
    }
    plx_strbuf_putc(&b->text, '\n');
}

static void add_example(block *b, const plx_compare_example *e)
{
    plx_strbuf line = PLX_STRBUF_INIT;

    if (!e->docid)
        return;
    add_marked(b, e->sentence, &line);
    wrap(b, line.s, 3);
    plx_strbuf_reset(&line);
    if (e->source)
        cli_add_line(&line, e->source);
    if (e->source && *e->title)
        plx_strbuf_puts(&line, " \xc2\xb7 ");
    cli_add_line(&line, e->title);
    plx_strbuf_puts(&line, " \xc2\xb7 ");
    cli_add_line(&line, e->id);
    wrap(b, line.s, 5);
    plx_strbuf_release(&line);
}

static void add_terms(block *b, const plx_compared_side *s)
{
    unsigned name, bar;

    if (!s->term_count) {
        wrap(b, "No term is used more often than chance would have it.", 1);
        return;
    }
    share_columns(b, &name, &bar);
    plx_strbuf_printf(&b->text, " %-*s %4s %4s %4s %4s %3s\n", (int)name, "term", "z", "z/s",
                      "here", "else", "src");
    for (size_t i = 0; i < s->term_count; i++) {
        add_term_line(b, s, &s->terms[i]);
        add_example(b, &s->terms[i].example);
    }
}

/* ------------------------------------------------------------------- sides */

static void add_heading(block *b, const plx_compared_side *s)
{
    plx_strbuf name = PLX_STRBUF_INIT;

    cli_add_line(&name, s->name);
    if (s->title && *s->title) {
        plx_strbuf_puts(&name, ": ");
        cli_add_line(&name, s->title);
    }
    plx_strbuf_truncate(&name, cut(name.s, name.len, b->width));
    cli_add_styled(b->cli, &b->text, CLI_BOLD, name.s);
    plx_strbuf_putc(&b->text, '\n');
    plx_strbuf_release(&name);
}

/* Of plx_compare_side_notes(). */
static void add_side_note(void *ctx, const char *note)
{
    block *b = ctx;
    plx_strbuf line = PLX_STRBUF_INIT;

    cli_add_line(&line, note);
    wrap(b, line.s, 1);
    plx_strbuf_release(&line);
}

static void add_side(block *b, const plx_compared_side *s)
{
    add_heading(b, s);
    plx_compare_side_notes(b->c, s, add_side_note, b);
    plx_strbuf_putc(&b->text, '\n');
    for (size_t i = 0; i < s->best.hit_count; i++)
        add_hit(b, &s->best.hits[i], i + 1);
    plx_strbuf_putc(&b->text, '\n');
    if (b->c->terms_compared)
        add_terms(b, s);
}

/* ------------------------------------------------------------------- layout */

/* Next line of a text, without its end; moves on. */
static const char *take_line(const char **text, size_t *n)
{
    const char *line = *text;

    *n = strcspn(line, "\n");
    *text = line + *n + (line[*n] == '\n');
    return line;
}

/* Blocks line by line beside each other. */
static void join(const block *b, size_t n, plx_strbuf *out)
{
    const char *rest[PLX_COMPARE_SIDES_MAX];
    bool more = true;

    for (size_t i = 0; i < n; i++)
        rest[i] = b[i].text.s;
    while (more && !out->failed) {
        size_t column = 0, wanted = 0;

        more = false;
        for (size_t i = 0; i < n; i++) {
            size_t bytes;
            const char *line = take_line(&rest[i], &bytes);

            if (bytes) {
                pad(out, column, wanted);
                column = wanted + cli_columns(line, bytes);
                plx_strbuf_add(out, line, bytes);
            }
            wanted += b[i].width + GUTTER;
            more = more || *rest[i];
        }
        plx_strbuf_putc(out, '\n');
    }
}

static unsigned beside(const struct cli *cli, size_t sides)
{
    unsigned fit = (cli->terminal.width + GUTTER) / (COLUMN_LEAST + GUTTER);

    if (cli->terminal.width < CLI_COMPARE_WIDE || fit < 2)
        return 1;
    return fit < sides ? fit : (unsigned)sides;
}

static void add_sides(struct cli *cli, const plx_comparison *c, plx_strbuf *out)
{
    unsigned n = beside(cli, c->side_count);
    unsigned width = n ? (cli->terminal.width + GUTTER) / n - GUTTER : 0;

    for (size_t i = 0; n && i < c->side_count; i += n) {
        block b[PLX_COMPARE_SIDES_MAX];
        size_t k, row = c->side_count - i < n ? c->side_count - i : n;

        for (k = 0; k < row; k++) {
            b[k] = (block){ .cli = cli, .c = c, .width = width, .text = PLX_STRBUF_INIT };
            add_side(&b[k], &c->sides[i + k]);
            out->failed = out->failed || b[k].text.failed;
        }
        join(b, row, out);
        for (k = 0; k < row; k++)
            plx_strbuf_release(&b[k].text);
        plx_strbuf_putc(out, '\n');
    }
}

/* -------------------------------------------------------------------- notes */

/* Where notes go. */
struct footer {
    const struct cli *cli;
    plx_strbuf *out;
};

/* Of plx_compare_notes(). */
static void add_note(void *ctx, const char *note)
{
    const struct footer *f = ctx;
    plx_strbuf line = PLX_STRBUF_INIT;

    cli_add_line(&line, note);
    cli_wrap(f->out, line.s, 0, 0, f->cli->terminal.width);
    plx_strbuf_release(&line);
}

static void add_tally(const struct cli *cli, const plx_comparison *c, plx_strbuf *out)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    cli_add_tally(cli, &c->tally, &n);
    cli_add_hidden(&c->all, &n);
    cli_wrap(out, n.s, 0, 0, cli->terminal.width);
    plx_strbuf_release(&n);
}

void cli_add_comparison(struct cli *cli, const plx_comparison *c, plx_strbuf *out)
{
    struct footer footer = { cli, out };

    add_sides(cli, c, out);
    add_tally(cli, c, out);
    plx_compare_notes(c, &plx_compare_option_words, add_note, &footer);
}
