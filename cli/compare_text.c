#include "cli/compare_text.h"

#include <string.h>
#include <strings.h>

#include "cli/counts.h"
#include "cli/hits.h"
#include "cli/print.h"

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

static void add_counts(block *b, const plx_compared_side *s)
{
    struct cli *cli = b->cli;
    plx_strbuf n = PLX_STRBUF_INIT;

    plx_strbuf_put_count(&n, s->tally.total);
    plx_strbuf_printf(&n, " article%s (", s->tally.total == 1 ? "" : "s");
    plx_strbuf_put_count(&n, s->tally.stories);
    plx_strbuf_printf(&n, " stor%s)", s->tally.stories == 1 ? "y" : "ies");
    if (b->c->by_stance)
        plx_strbuf_printf(&n, ", %u labelled by people, %u by the model",
                          (unsigned)s->tally.by_person, (unsigned)s->tally.by_model);
    if (s->sources)
        plx_strbuf_printf(&n, "; %u stor%s of %u source%s read", (unsigned)s->read,
                          s->read == 1 ? "y" : "ies", (unsigned)s->sources,
                          s->sources == 1 ? "" : "s");
    wrap(b, n.s, 1);
    plx_strbuf_reset(&n);
    if (s->sources > 1 && 2 * s->top_source_read >= s->read) {
        cli_add_line(&n, s->top_source);
        wrap(b,
             cli_printf(cli,
                        "%u %% of what was read is from %s: its words cannot be told from the "
                        "side's.",
                        (unsigned)(100.0 * s->top_source_read / s->read + 0.5), n.s),
             1);
    }
    if (s->tally.total < PLX_COMPARE_FEW)
        wrap(b,
             cli_printf(cli, "Fewer than %u articles: too few, read with care.", PLX_COMPARE_FEW),
             1);
    plx_strbuf_release(&n);
}

static void add_side(block *b, const plx_compared_side *s)
{
    add_heading(b, s);
    add_counts(b, s);
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

static void add_note(const struct cli *cli, plx_strbuf *out, const char *text)
{
    cli_wrap(out, text, 0, 0, cli->terminal.width);
}

static void add_tally(const struct cli *cli, const plx_comparison *c, plx_strbuf *out)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    cli_add_tally(cli, &c->tally, &n);
    cli_add_hidden(&c->all, &n);
    add_note(cli, out, n.s);
    plx_strbuf_release(&n);
}

/* Are words of the sides' names among those that are left out? */
static bool has_names(const plx_comparison *c)
{
    return strcasecmp(c->by, "source") == 0 || strcasecmp(c->by, "original_source") == 0 ||
           strcasecmp(c->by, "author") == 0;
}

static void add_query_words(struct cli *cli, const plx_comparison *c, plx_strbuf *out)
{
    plx_strbuf words = PLX_STRBUF_INIT;

    for (size_t i = 0; i < c->query_word_count; i++) {
        if (i)
            plx_strbuf_puts(&words, ", ");
        cli_add_line(&words, c->query_words[i]);
    }
    if (words.len)
        add_note(cli, out,
                 cli_printf(cli, "The words of the query are left out of the terms%s: %s.",
                            has_names(c) ? ", and those of the sides' names" : "", words.s));
    plx_strbuf_release(&words);
}

static void add_left_out(struct cli *cli, const plx_comparison *c, plx_strbuf *out)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    plx_strbuf_put_count(&n, c->left_out);
    if (c->left_out)
        add_note(cli, out,
                 cli_printf(cli, "%s articles are on none of these sides%s.", n.s,
                            c->by_stance ? " (unclear, off-topic and not judged ones are on none)"
                                         : ""));
    if (c->several)
        add_note(cli, out,
                 cli_printf(cli,
                            "%u are on several sides: counted on each, and left out of the "
                            "terms.",
                            (unsigned)c->several));
    plx_strbuf_release(&n);
}

static bool has_marks(const plx_comparison *c, bool (*is)(const plx_compared_term *))
{
    for (size_t i = 0; i < c->side_count; i++)
        for (size_t k = 0; k < c->sides[i].term_count; k++)
            if (is(&c->sides[i].terms[k]))
                return true;
    return false;
}

static bool is_echo(const plx_compared_term *t)
{
    return t->in_model;
}

static bool is_weak(const plx_compared_term *t)
{
    return t->weak;
}

static bool is_of_one_source(const plx_compared_term *t)
{
    return t->one_source;
}

static void add_legend(struct cli *cli, const plx_comparison *c, plx_strbuf *out)
{
    plx_strbuf n = PLX_STRBUF_INIT;

    plx_strbuf_put_count(&n, c->terms_compared);
    add_note(cli, out,
             cli_printf(cli,
                        "z: log-odds ratio with a Dirichlet prior (Monroe et al. 2008); z/s: with "
                        "outlets, not stories, as independent; here, else: stories read that use "
                        "the term on this side and on all others; src: sources here. %s "
                        "comparisons were made: one false alarm among all of them over %.1f has "
                        "a chance of %.0f %%.",
                        n.s, c->bound, 100 * PLX_COMPARE_ALPHA));
    plx_strbuf_release(&n);
    if (has_marks(c, is_weak))
        add_note(cli, out, "?: weak, z/s is under that.");
    if (has_marks(c, is_echo))
        add_note(cli, out,
                 "M: the model looks at this word itself: it may be its own echo (--labels person "
                 "uses labels by people alone).");
    if (has_marks(c, is_of_one_source))
        add_note(cli, out, "1: one source carries it: without that it is not over-used.");
}

static void add_sample(struct cli *cli, const plx_comparison *c, plx_strbuf *out)
{
    add_note(cli, out,
             cli_printf(cli,
                        "At most %u stories of a side were read, drawn with seed %u "
                        "(--sample, --seed); near-copies are one story.%s",
                        (unsigned)c->sample, (unsigned)c->seed,
                        c->is_cut ? " The vocabulary was full before all was read." : ""));
}

static void add_model(struct cli *cli, const plx_comparison *c, plx_strbuf *out)
{
    plx_strbuf name = PLX_STRBUF_INIT;

    if (!c->by_stance || !*c->all.model->name)
        return;
    cli_add_line(&name, c->all.model->name);
    add_note(cli, out,
             cli_printf(cli,
                        "%sLabels say how articles are framed by model %s (%s), not whether they "
                        "are true.",
                        c->by_person  ? "Only labels by people are used. "
                        : c->by_model ? "Only labels by the model are used. "
                                      : "",
                        name.s, c->all.model->date));
    plx_strbuf_release(&name);
}

void cli_add_comparison(struct cli *cli, const plx_comparison *c, plx_strbuf *out)
{
    add_sides(cli, c, out);
    add_tally(cli, c, out);
    add_left_out(cli, c, out);
    if (!c->terms_compared)
        return;
    add_query_words(cli, c, out);
    add_legend(cli, c, out);
    add_sample(cli, c, out);
    add_model(cli, c, out);
}
