/* cli/model_card.c - reading and printing that the parts of `model show` share */
#include "cli/model_card.h"

#include <string.h>

/* Column of the figures of the measures. */
#define FIGURE_COLUMN 21

void cli_model_add_heading(const struct cli_model_card *c, const char *text, plx_strbuf *out)
{
    plx_strbuf_putc(out, '\n');
    cli_add_styled(c->cli, out, CLI_BOLD, text);
    plx_strbuf_putc(out, '\n');
}

void cli_model_add_wrapped(const struct cli_model_card *c, const char *text, size_t indent,
                           plx_strbuf *out)
{
    unsigned width = c->cli->terminal.out_is_terminal ? c->cli->terminal.width : 0;

    plx_strbuf_printf(out, "%*s", (int)indent, "");
    cli_wrap(out, text, indent, indent, width);
}

void cli_model_add_words(const struct cli_model_card *c, const char *text, plx_strbuf *out)
{
    cli_model_add_wrapped(c, text, 2, out);
}

void cli_model_add_figure(const struct cli_model_card *c, const char *name, const char *text,
                          plx_strbuf *out)
{
    unsigned width = c->cli->terminal.out_is_terminal ? c->cli->terminal.width : 0;

    plx_strbuf_printf(out, "  %-*s ", FIGURE_COLUMN - 3, name);
    cli_wrap(out, text, FIGURE_COLUMN, FIGURE_COLUMN, width);
}

void cli_model_add_table(const struct cli_table *t, plx_strbuf *out)
{
    plx_strbuf lines = PLX_STRBUF_INIT;

    cli_table_print(t, &lines);
    for (const char *p = lines.s; *p;) {
        size_t n = strcspn(p, "\n");
        plx_strbuf_printf(out, "  %.*s\n", (int)n, p);
        p += n + (p[n] == '\n');
    }
    plx_strbuf_release(&lines);
}
