/* cli/completion.c - the scripts for bash and zsh */
#include "cli/completion.h"

#include <string.h>

/* A switch is offered alone and with each of its values. */
static void add_name(const struct cli_option *o, plx_strbuf *out)
{
    plx_strbuf_printf(out, " --%s", o->name);
    for (unsigned i = 0; o->type == CLI_SWITCH && o->choices[i]; i++)
        plx_strbuf_printf(out, " --%s=%s", o->name, o->choices[i]);
}

/* All option names of a table, blanks between them. */
static void names(const struct cli_option *table, plx_strbuf *out)
{
    for (const struct cli_option *o = table ? table + 1 : NULL; o && o->name; o++)
        add_name(o, out);
}

/* What bash offers as the value of each option that knows it. */
static void bash_values(const struct cli_option *table, plx_strbuf *out)
{
    for (const struct cli_option *o = table ? table + 1 : NULL; o && o->name; o++) {
        if (o->complete) {
            plx_strbuf_printf(out,
                              "        *:--%s) COMPREPLY=($(compgen -%c -- \"$cur\")); return ;;\n",
                              o->name, strcmp(o->complete, "dir") == 0 ? 'd' : 'f');
        } else if (o->type == CLI_CHOICE) {
            plx_strbuf_printf(out, "        *:--%s) COMPREPLY=($(compgen -W \"", o->name);
            for (unsigned i = 0; o->choices[i]; i++)
                plx_strbuf_printf(out, "%s%s", i ? " " : "", o->choices[i]);
            plx_strbuf_puts(out, "\" -- \"$cur\")); return ;;\n");
        }
    }
}

/* The values of one command: the pattern's star becomes its name. */
static void bash_command_values(const struct cli_command *c, plx_strbuf *out)
{
    plx_strbuf lines = PLX_STRBUF_INIT;

    bash_values(c->options, &lines);
    for (const char *p = lines.s; *p; p++) {
        if (strncmp(p, "        *:", 10) == 0) {
            plx_strbuf_printf(out, "        %s:", c->name);
            p += 9;
        } else {
            plx_strbuf_putc(out, *p);
        }
    }
    plx_strbuf_release(&lines);
}

void cli_completion_bash(const struct cli *cli, plx_strbuf *out)
{
    plx_strbuf_puts(out, "# bash completion for parallax; made by `parallax help --completion "
                         "bash`\n_parallax() {\n    local cur=${COMP_WORDS[COMP_CWORD]} "
                         "prev=${COMP_WORDS[COMP_CWORD-1]} command= word i\n"
                         "    COMPREPLY=()\n"
                         "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                         "        word=${COMP_WORDS[i]}\n"
                         "        case $word in\n"
                         "        -i|--index) i=$((i + 1)) ;;\n"
                         "        -*) ;;\n"
                         "        *) command=$word; break ;;\n"
                         "        esac\n    done\n"
                         "    case $command:$prev in\n");
    bash_values(cli_common_options, out);
    for (const struct cli_command *c = cli->commands; c->name; c++)
        bash_command_values(c, out);
    plx_strbuf_puts(out, "    esac\n    case $command in\n    '') word='");
    for (const struct cli_command *c = cli->commands; c->name; c++)
        plx_strbuf_printf(out, "%s ", c->name);
    names(cli_common_options, out);
    plx_strbuf_puts(out, "' ;;\n");
    for (const struct cli_command *c = cli->commands; c->name; c++) {
        plx_strbuf_printf(out, "    %s) word='", c->name);
        names(c->options, out);
        names(cli_common_options, out);
        plx_strbuf_puts(out, "' ;;\n");
    }
    plx_strbuf_puts(out, "    *) word= ;;\n    esac\n"
                         "    if [[ -z $command || $cur == -* ]]; then\n"
                         "        COMPREPLY=($(compgen -W \"$word\" -- \"$cur\"))\n"
                         "    else\n        COMPREPLY=($(compgen -f -- \"$cur\"))\n    fi\n}\n"
                         "complete -o filenames -F _parallax parallax\n");
}

/* Text inside a single-quoted zsh spec. */
static void zsh_text(const char *s, plx_strbuf *out)
{
    for (; *s; s++) {
        if (*s == '\'')
            plx_strbuf_puts(out, "'\\''");
        else if (strchr("[]:\\", *s))
            plx_strbuf_printf(out, "\\%c", *s);
        else
            plx_strbuf_putc(out, *s);
    }
}

static void zsh_option(const struct cli_option *o, plx_strbuf *out)
{
    bool is_flag = cli_option_is_flag(o);

    plx_strbuf_printf(out, " \\\n            '%s--%s%s[", o->type == CLI_LIST ? "*" : "", o->name,
                      !o->value ? ""
                      : is_flag ? "=-"
                                : "=");
    zsh_text(o->help, out);
    plx_strbuf_putc(out, ']');
    if (o->value) {
        plx_strbuf_puts(out, is_flag ? "::" : ":");
        zsh_text(o->value, out);
        plx_strbuf_putc(out, ':');
    }
    if (o->complete)
        plx_strbuf_puts(out, strcmp(o->complete, "dir") == 0 ? "_files -/" : "_files");
    for (unsigned i = 0; o->choices && o->choices[i]; i++)
        plx_strbuf_printf(out, "%s%s%s", i ? " " : "(", o->choices[i],
                          o->choices[i + 1] ? "" : ")");
    plx_strbuf_putc(out, '\'');
}

static void zsh_options(const struct cli_option *table, plx_strbuf *out)
{
    for (const struct cli_option *o = table ? table + 1 : NULL; o && o->name; o++)
        zsh_option(o, out);
}

void cli_completion_zsh(const struct cli *cli, plx_strbuf *out)
{
    plx_strbuf_puts(out, "#compdef parallax\n# made by `parallax help --completion zsh`\n"
                         "_parallax() {\n    local context state line\n    typeset -A opt_args\n"
                         "    local -a commands=(");
    for (const struct cli_command *c = cli->commands; c->name; c++) {
        plx_strbuf_printf(out, "\n        '%s:", c->name);
        zsh_text(c->summary, out);
        plx_strbuf_putc(out, '\'');
    }
    plx_strbuf_puts(out, "\n    )\n    _arguments -C");
    zsh_options(cli_common_options, out);
    plx_strbuf_puts(out, " \\\n            '1:command:->command' '*::argument:->argument'\n"
                         "    case $state in\n    command) _describe command commands ;;\n"
                         "    argument)\n        case $words[1] in\n");
    for (const struct cli_command *c = cli->commands; c->name; c++) {
        plx_strbuf_printf(out, "        %s) _arguments", c->name);
        zsh_options(cli_common_options, out);
        zsh_options(c->options, out);
        plx_strbuf_puts(out, " \\\n            '*:operand:_files' ;;\n");
    }
    plx_strbuf_puts(out, "        esac ;;\n    esac\n}\n_parallax \"$@\"\n");
}
