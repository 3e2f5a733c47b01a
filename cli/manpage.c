/* cli/manpage.c - parallax(1) */
#include "cli/manpage.h"

#include "cli/help.h"
#include "cli/markdown_man.h"
#include "cli/query_text.h"

/* Text as roff: backslashes, hyphens, and points at the beginning of a line. */
static void roff(const char *s, plx_strbuf *out)
{
    bool line_start = true;

    for (; *s; s++) {
        if (line_start && (*s == '.' || *s == '\''))
            plx_strbuf_puts(out, "\\&");
        line_start = *s == '\n';
        if (*s == '\\')
            plx_strbuf_puts(out, "\\e");
        else if (*s == '-')
            plx_strbuf_puts(out, "\\-");
        else if (*s == '\n' && s[1] == '\n')
            plx_strbuf_puts(out, "\n.PP");
        else
            plx_strbuf_putc(out, *s);
    }
}

static void options(const struct cli_option *table, plx_strbuf *out)
{
    for (const struct cli_option *o = table + 1; o->name; o++) {
        plx_strbuf_puts(out, ".TP\n.B ");
        if (o->letter)
            plx_strbuf_printf(out, "\\-%c, ", o->letter);
        plx_strbuf_puts(out, "\\-\\-");
        roff(o->name, out);
        if (o->value)
            plx_strbuf_printf(out, cli_option_is_flag(o) ? "[=\\fI%s\\fR]" : " \\fI%s\\fR",
                              o->value);
        plx_strbuf_putc(out, '\n');
        roff(o->help, out);
        for (unsigned i = 0; o->type == CLI_CHOICE && o->choices[i]; i++) {
            plx_strbuf_puts(out, i ? ", " : ": ");
            roff(o->choices[i], out);
        }
        plx_strbuf_putc(out, '\n');
    }
}

static void command(const struct cli_command *c, plx_strbuf *out)
{
    plx_strbuf_puts(out, ".SS \"");
    roff(c->name, out);
    if (c->operands) {
        plx_strbuf_putc(out, ' ');
        roff(c->operands, out);
    }
    plx_strbuf_puts(out, "\"\n");
    roff(c->summary, out);
    plx_strbuf_putc(out, '\n');
    if (c->details) {
        plx_strbuf_puts(out, ".PP\n");
        roff(c->details, out);
        plx_strbuf_putc(out, '\n');
    }
    if (c->options)
        options(c->options, out);
}

void cli_manpage(const struct cli *cli, plx_strbuf *out)
{
    plx_strbuf_puts(out, ".TH PARALLAX 1 \"\" \"parallax " PLX_VERSION "\" \"User commands\"\n"
                         ".SH NAME\nparallax \\- " CLI_SUMMARY "\n"
                         ".SH SYNOPSIS\n.B parallax\n[\\-\\-index \\fIDIR\\fR] \\fICOMMAND\\fR "
                         "[\\fIOPTION\\fR...] [\\fIOPERAND\\fR...]\n.SH COMMANDS\n");
    for (const struct cli_command *c = cli->commands; c->name; c++)
        command(c, out);
    plx_strbuf_puts(out, ".SH OPTIONS OF EVERY COMMAND\n");
    options(cli_common_options, out);
    plx_strbuf_puts(
        out, ".SH EXIT STATUS\n.TP\n0\nfound, or done\n.TP\n1\nnothing found\n.TP\n2\nan error, "
             "even a partial one\n"
             ".SH ENVIRONMENT\n.TP\n.B PARALLAX_INDEX\nthe index directory\n.TP\n.B "
             "PARALLAX_MODEL\nthe model of a new index, and of commands without "
             "\\-\\-model\n.TP\n.B NO_COLOR\nno colours\n");
}

void cli_manpage_query(plx_strbuf *out)
{
    plx_strbuf_puts(out, ".TH PARALLAX\\-QUERY 7 \"\" \"parallax " PLX_VERSION "\" \"Parallax\"\n"
                         ".SH NAME\nparallax\\-query \\- the query language of parallax\n"
                         ".SH DESCRIPTION\n");
    cli_markdown_man(cli_query_text, out);
    plx_strbuf_puts(out, ".SH \"SEE ALSO\"\n.BR parallax (1)\n");
}
