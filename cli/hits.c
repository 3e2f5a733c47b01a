/* cli/hits.c - ranked hits, totals and facets on a terminal */
#include "cli/hits.h"

#include <string.h>

#include "cli/counts.h"
#include "cli/print.h"

#define INDENT 4u

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

/* The words of the query in a title are underlined. Without colours it stays as it is: people copy
 * titles. */
static void add_title(const struct cli *cli, const plx_hit *h, plx_strbuf *out)
{
    const char *title = h->title_marked ? h->title_marked : h->article.title, *s;
    plx_strbuf line = PLX_STRBUF_INIT, part = PLX_STRBUF_INIT;
    enum cli_style style = CLI_BOLD;

    cli_add_line(&line, title && *title ? title : "(no title)");
    for (s = line.s; *s; s += *s != '\0') {
        size_t n = strcspn(s, CLI_MARK_OPEN CLI_MARK_CLOSE);

        plx_strbuf_reset(&part);
        plx_strbuf_add(&part, s, n);
        if (n)
            cli_add_styled(cli, out, style, part.s);
        s += n;
        style = *s == CLI_MARK_OPEN[0] ? CLI_UNDERLINE : CLI_BOLD;
    }
    plx_strbuf_release(&line);
    plx_strbuf_release(&part);
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

void cli_add_hit(const struct cli *cli, const plx_hit *h, const plx_model_info *model,
                 uint32_t rank, plx_strbuf *out)
{
    const plx_article *a = &h->article;
    plx_strbuf id = PLX_STRBUF_INIT;

    plx_strbuf_printf(out, "%2u. ", rank);
    add_title(cli, h, out);
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
    cli_add_line(&id, a->id);
    cli_add_styled(cli, out, CLI_DIM, id.s);
    plx_strbuf_puts(out, "\n\n");
    plx_strbuf_release(&id);
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
    if (has_words(r) && r->total_exact && !all_words && r->total_any == r->total)
        plx_strbuf_puts(out, "no article holds all words; ");
    if (!r->total_exact)
        plx_strbuf_puts(out, "at least ");
    plx_strbuf_put_count(out, r->total);
    plx_strbuf_puts(out, articles(r->total));
    if (has_words(r) && r->total_any > r->total) {
        plx_strbuf_puts(out, r->total == 1 ? " holds all words (" : " hold all words (");
        plx_strbuf_puts(out, r->total_exact ? "exact); " : "so far); ");
        plx_strbuf_put_count(out, r->total_any);
        plx_strbuf_puts(out, r->total_any == 1 ? " holds any" : " hold any");
    } else if (has_words(r) && !all_words) {
        plx_strbuf_puts(out, r->total == 1 ? " holds any" : " hold any");
    }
    if (r->is_collapsed && r->collapsed < r->total) {
        plx_strbuf_puts(out, "; without near-copies ");
        plx_strbuf_put_count(out, r->collapsed);
    }
    plx_strbuf_putc(out, '\n');
}

/* What the stance filter hides; only the unclear can be had by an option. */
static void add_unlabelled(const plx_search_result *r, plx_strbuf *out)
{
    const struct {
        uint32_t n;
        const char *what;
    } parts[] = { { r->hidden_unclear, " unclear" },
                  { r->hidden_off_topic, " off-topic" },
                  { r->hidden_not_judged, " not judged" } };
    const char *between = "";

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].n)
            continue;
        plx_strbuf_puts(out, between);
        plx_strbuf_put_count(out, parts[i].n);
        plx_strbuf_puts(out, parts[i].what);
        between = ", ";
    }
    if (*between)
        plx_strbuf_puts(out, " hidden");
    if (r->hidden_unclear)
        plx_strbuf_puts(out, r->is_likely ? "; unclear ones that lean this way are shown"
                                          : ": --likely shows unclear ones that lean this way");
    if (*between)
        plx_strbuf_putc(out, '\n');
}

void cli_add_hidden(const plx_search_result *r, plx_strbuf *out)
{
    if (r->hidden_undated) {
        plx_strbuf_put_count(out, r->hidden_undated);
        plx_strbuf_puts(out, " undated hidden: --undated shows them\n");
    }
    add_unlabelled(r, out);
}

static void add_aliases(const plx_search_result *r, plx_strbuf *out)
{
    for (size_t i = 0; i < r->alias_count; i++) {
        const plx_alias_use *u = &r->aliases[i];

        cli_add_line(out, u->typed);
        for (size_t j = 0; j < u->count; j++) {
            plx_strbuf_puts(out, j ? ", " : ", also: ");
            cli_add_line(out, u->used[j]);
        }
        plx_strbuf_putc(out, '\n');
    }
}

static void add_spellings(const plx_search_result *r, plx_strbuf *out)
{
    for (size_t i = 0; i < r->spellings.count; i++) {
        const plx_spelling_use *u = &r->spellings.items[i];

        cli_add_line(out, u->word);
        for (size_t j = 0; j < u->count; j++) {
            plx_strbuf_puts(out, j ? ", " : ", also spelled: ");
            cli_add_line(out, u->used[j]);
        }
        plx_strbuf_putc(out, '\n');
    }
    if (r->spellings.count)
        plx_strbuf_puts(out, "(quotes or --exact: as typed only)\n");
}

void cli_add_result(const struct cli *cli, const plx_search_result *r, uint32_t offset,
                    plx_strbuf *out)
{
    for (size_t i = 0; i < r->hit_count; i++)
        cli_add_hit(cli, &r->hits[i], r->model, offset + (uint32_t)i + 1, out);
    add_total(r, out);
    cli_add_hidden(r, out);
    add_aliases(r, out);
    add_spellings(r, out);
    if (r->has_tally)
        cli_add_tally(cli, &r->tally, out);
    cli_add_facets(cli, r, out);
}
