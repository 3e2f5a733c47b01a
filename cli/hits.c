/* cli/hits.c - ranked hits, totals and facets on a terminal */
#include "cli/hits.h"

#include <string.h>

#include "cli/print.h"

#define INDENT       4u
#define BAR_COLUMNS  24u
#define VALUE_COLUMN 28u

/* " · " between facts, "|" without UTF-8. */
static const char *between(const struct cli *cli)
{
    return cli->terminal.utf8 ? " · " : " | ";
}

void cli_add_byline(const struct cli *cli, const plx_article *a, plx_strbuf *out)
{
    char date[PLX_DATE_BYTES];
    const char *fact[3];

    plx_date_format(&a->date, date);
    if (a->date.precision == PLX_DATE_TIME && date[10] == 'T')
        date[10] = '\0';
    fact[0] = a->source ? a->source : "source unknown";
    fact[1] = *date ? date : "undated";
    fact[2] = a->author;
    for (size_t i = 0; i < sizeof fact / sizeof *fact; i++) {
        if (!fact[i] || !*fact[i])
            continue;
        plx_strbuf_puts(out, i ? between(cli) : "");
        cli_add_line(out, fact[i]);
        if (i == 0 && a->original_source) {
            plx_strbuf_puts(out, " (credits ");
            cli_add_line(out, a->original_source);
            plx_strbuf_putc(out, ')');
        }
    }
}

/* Colours only tell labels apart; they say nothing of right or wrong. */
static enum cli_style stance_style(const plx_verdict *v)
{
    static const enum cli_style of_label[] = { CLI_GREEN, CLI_YELLOW, CLI_RED };

    if (v->kind != PLX_KIND_LABEL)
        return CLI_DIM;
    return v->best < sizeof of_label / sizeof *of_label ? of_label[v->best] : CLI_BOLD;
}

void cli_add_stance(const struct cli *cli, const plx_verdict *v, const plx_model_info *model,
                    plx_strbuf *out)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    int percent = (int)(plx_verdict_probability(v) * 100 + 0.5f);

    if (v->kind == PLX_KIND_NOT_JUDGED && !v->by_person)
        plx_strbuf_printf(&text, "not judged: %s", plx_stance_reason_name(v->reason));
    else
        plx_strbuf_puts(&text, plx_verdict_stance(v, &model->labels));
    if (v->kind == PLX_KIND_UNCLEAR)
        plx_strbuf_printf(&text, ", best %s", plx_verdict_best(v, &model->labels));
    if (v->by_person)
        plx_strbuf_puts(&text, " (person)");
    else if (v->kind == PLX_KIND_LABEL || v->kind == PLX_KIND_UNCLEAR)
        plx_strbuf_printf(&text, " %d %% (model)", percent);
    else if (v->kind == PLX_KIND_OFF_TOPIC)
        plx_strbuf_puts(&text,
                        v->reason == PLX_REASON_NO_MENTION ? " (model: no mention)" : " (model)");
    cli_add_styled(cli, out, stance_style(v), text.s);
    plx_strbuf_release(&text);
}

static void indent(plx_strbuf *out)
{
    for (unsigned i = 0; i < INDENT; i++)
        plx_strbuf_putc(out, ' ');
}

static void add_snippet(const struct cli *cli, const char *snippet, plx_strbuf *out)
{
    plx_strbuf line = PLX_STRBUF_INIT, shown = PLX_STRBUF_INIT;

    cli_add_line(&line, snippet);
    cli_add_marked(cli, &shown, line.s);
    if (shown.len) {
        indent(out);
        cli_wrap(out, shown.s, INDENT, INDENT,
                 cli->terminal.out_is_terminal ? cli->terminal.width : 0);
    }
    plx_strbuf_release(&line);
    plx_strbuf_release(&shown);
}

static void add_copies(const struct cli *cli, const plx_hit *h, plx_strbuf *out)
{
    plx_strbuf text = PLX_STRBUF_INIT;

    plx_strbuf_printf(&text, "+%u near-%s: dup:%s", h->duplicates,
                      h->duplicates == 1 ? "copy" : "copies", h->group);
    indent(out);
    cli_add_styled(cli, out, CLI_DIM, text.s);
    plx_strbuf_putc(out, '\n');
    plx_strbuf_release(&text);
}

static void add_hit(const struct cli *cli, const plx_hit *h, const plx_model_info *model,
                    uint32_t rank, plx_strbuf *out)
{
    const plx_article *a = &h->article;
    plx_strbuf title = PLX_STRBUF_INIT;

    cli_add_line(&title, a->title && *a->title ? a->title : "(no title)");
    plx_strbuf_printf(out, "%2u. ", rank);
    cli_add_styled(cli, out, CLI_BOLD, title.s);
    plx_strbuf_putc(out, '\n');
    indent(out);
    cli_add_byline(cli, a, out);
    plx_strbuf_puts(out, between(cli));
    cli_add_stance(cli, &h->verdict, model, out);
    if (a->synthetic) {
        plx_strbuf_puts(out, between(cli));
        cli_add_styled(cli, out, CLI_YELLOW, "synthetic");
    }
    plx_strbuf_putc(out, '\n');
    if (h->snippet)
        add_snippet(cli, h->snippet, out);
    if (h->duplicates)
        add_copies(cli, h, out);
    indent(out);
    plx_strbuf_reset(&title);
    cli_add_line(&title, a->id);
    cli_add_styled(cli, out, CLI_DIM, title.s);
    plx_strbuf_puts(out, "\n\n");
    plx_strbuf_release(&title);
}

static const char *articles(unsigned long long n)
{
    return n == 1 ? " article" : " articles";
}

static bool has_words(const plx_search_result *r)
{
    return r->query && r->query[strspn(r->query, " \t\n")];
}

static void add_total(const plx_search_result *r, plx_strbuf *out)
{
    bool all_words = !r->hit_count || r->hits[0].full;

    if (!r->total && !r->total_any) {
        plx_strbuf_puts(out, "nothing found\n");
        return;
    }
    if (has_words(r) && !all_words && r->total_any == r->total)
        plx_strbuf_puts(out, "no article holds all words; ");
    if (!r->total_exact)
        plx_strbuf_puts(out, "about ");
    cli_add_count(out, r->total);
    plx_strbuf_puts(out, articles(r->total));
    if (has_words(r) && r->total_any > r->total) {
        plx_strbuf_puts(out, r->total == 1 ? " holds all words (" : " hold all words (");
        plx_strbuf_puts(out, r->total_exact ? "exact); " : "estimated); ");
        cli_add_count(out, r->total_any);
        plx_strbuf_puts(out, r->total_any == 1 ? " holds any" : " hold any");
    } else if (has_words(r) && !all_words) {
        plx_strbuf_puts(out, r->total == 1 ? " holds any" : " hold any");
    }
    if (r->is_collapsed && r->collapsed < r->total) {
        plx_strbuf_puts(out, "; without near-copies ");
        cli_add_count(out, r->collapsed);
    }
    plx_strbuf_putc(out, '\n');
}

static void add_hidden(const plx_search_result *r, plx_strbuf *out)
{
    if (r->hidden_undated) {
        cli_add_count(out, r->hidden_undated);
        plx_strbuf_puts(out, " undated hidden: --undated shows them\n");
    }
    if (r->hidden_unclear) {
        cli_add_count(out, r->hidden_unclear);
        plx_strbuf_puts(out, " unclear hidden: --likely shows those that lean this way\n");
    }
}

static void pad(plx_strbuf *out, size_t start, size_t column)
{
    size_t at = cli_columns(out->s + start, out->len - start);

    for (; at < column && !out->failed; at++)
        plx_strbuf_putc(out, ' ');
}

static void add_facet_value(const struct cli *cli, const plx_facet_value *v, uint32_t most,
                            plx_strbuf *out)
{
    plx_strbuf count = PLX_STRBUF_INIT;
    size_t start = out->len;

    plx_strbuf_puts(out, v->chosen ? " * " : "   ");
    cli_add_line(out, v->value);
    cli_add_count(&count, v->count);
    pad(out, start, VALUE_COLUMN > count.len ? VALUE_COLUMN + 8 - count.len : VALUE_COLUMN);
    plx_strbuf_printf(out, " %s ", count.s);
    cli_add_bar(cli, out, v->count, most, BAR_COLUMNS);
    plx_strbuf_putc(out, '\n');
    plx_strbuf_release(&count);
}

static void add_facet(const struct cli *cli, const plx_facet *f, plx_strbuf *out)
{
    uint32_t most = 0;

    if (!f->count)
        return;
    plx_strbuf_putc(out, '\n');
    cli_add_styled(cli, out, CLI_BOLD, f->name);
    plx_strbuf_putc(out, '\n');
    for (size_t i = 0; i < f->count; i++)
        most = f->values[i].count > most ? f->values[i].count : most;
    for (size_t i = 0; i < f->count; i++)
        add_facet_value(cli, &f->values[i], most, out);
    if (f->distinct > f->count) {
        plx_strbuf_printf(out, "   %u more with ", f->distinct - (uint32_t)f->count);
        cli_add_count(out, f->others);
        plx_strbuf_printf(out, "%s\n", articles(f->others));
    }
}

void cli_add_facets(const struct cli *cli, const plx_search_result *r, plx_strbuf *out)
{
    for (size_t i = 0; i < r->facet_count; i++)
        add_facet(cli, &r->facets[i], out);
}

void cli_add_result(const struct cli *cli, const plx_search_result *r, uint32_t offset,
                    plx_strbuf *out)
{
    for (size_t i = 0; i < r->hit_count; i++)
        add_hit(cli, &r->hits[i], r->model, offset + (uint32_t)i + 1, out);
    add_total(r, out);
    add_hidden(r, out);
    cli_add_facets(cli, r, out);
}
