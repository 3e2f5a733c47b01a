/* cli/manpage.c - parallax(1), a page of each command, parallax-query(7) */
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

/* What holds for every command: how it ends, what it looks at. A name and its explanation in turns,
 * a heading where there is no name. */
static const char *const everywhere[][2] = {
    { NULL, "EXIT STATUS" },
    { "0", "found, or done" },
    { "1", "nothing found" },
    { "2", "an error, even a partial one" },
    { NULL, "ENVIRONMENT" },
    { "PARALLAX_INDEX", "the index directory, where --index names none" },
    { "PARALLAX_MODEL", "the model of a new index, and of commands without --model" },
    { "XDG_DATA_HOME", "holds parallax/index, the index directory where none is named; default "
                       "~/.local/share" },
    { "XDG_CONFIG_HOME", "holds parallax/aliases.tsv, the user's own aliases; default ~/.config" },
    { "NO_COLOR", "if it is not empty: no colours" },
    { "COLUMNS", "width of the output, where it is not a terminal's" },
    { "SOURCE_DATE_EPOCH",
      "the time that new articles are marked with, for an index that is the same to the byte" },
    { NULL, "FILES" },
    { "~/.local/share/parallax/index/", "the index, where none is named" },
    { "labels.jsonl, tags.jsonl, searches.jsonl", "in the index: labels and tags by people, and "
                                                  "saved searches; they are the user's, to be kept "
                                                  "when an index is thrown away" },
    { "~/.config/parallax/aliases.tsv", "the user's own names of things, beside the shipped ones" },
    { "../share/parallax/models/", "seen from the program: shipped models and aliases" },
};

static void add_everywhere(plx_strbuf *out)
{
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++) {
        const char *name = everywhere[i][0];

        plx_strbuf_puts(out, name ? ".TP\n.B " : ".SH ");
        if (name) {
            roff(name, out);
            plx_strbuf_putc(out, '\n');
        }
        roff(everywhere[i][1], out);
        plx_strbuf_putc(out, '\n');
    }
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
    add_everywhere(out);
    plx_strbuf_puts(out, ".SH \"SEE ALSO\"\n");
    for (const struct cli_command *c = cli->commands; c->name; c++)
        plx_strbuf_printf(out, ".BR parallax\\-%s (1),\n", c->name);
    plx_strbuf_puts(out, ".BR parallax\\-query (7)\n");
}

static void add_upper(const char *s, plx_strbuf *out)
{
    for (; *s; s++)
        plx_strbuf_putc(out, *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s);
}

void cli_manpage_command(const struct cli_command *c, plx_strbuf *out)
{
    plx_strbuf_puts(out, ".TH PARALLAX\\-");
    add_upper(c->name, out);
    plx_strbuf_printf(out,
                      " 1 \"\" \"parallax " PLX_VERSION "\" \"User commands\"\n"
                      ".SH NAME\nparallax\\-%s \\- ",
                      c->name);
    roff(c->summary, out);
    plx_strbuf_printf(out, "\n.SH SYNOPSIS\n.B parallax %s\n[\\fIOPTION\\fR...]", c->name);
    plx_strbuf_puts(out, c->operands ? " " : "");
    roff(c->operands ? c->operands : "", out);
    plx_strbuf_puts(out, "\n.SH DESCRIPTION\n");
    roff(c->details ? c->details : c->summary, out);
    plx_strbuf_puts(out, "\n.SH OPTIONS\n");
    if (c->options)
        options(c->options, out);
    options(cli_common_options, out);
    add_everywhere(out);
    plx_strbuf_puts(out, ".SH \"SEE ALSO\"\n.BR parallax (1),\n.BR parallax\\-query (7)\n");
}

void cli_manpage_query(plx_strbuf *out)
{
    plx_strbuf_puts(out, ".TH PARALLAX\\-QUERY 7 \"\" \"parallax " PLX_VERSION "\" \"Parallax\"\n"
                         ".SH NAME\nparallax\\-query \\- the query language of parallax\n"
                         ".SH DESCRIPTION\n");
    cli_markdown_man(cli_query_text, out);
    plx_strbuf_puts(out, ".SH \"SEE ALSO\"\n.BR parallax (1)\n");
}
