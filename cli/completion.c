/* cli/completion.c - the scripts for bash, zsh and fish */
#include "cli/completion.h"

#include <string.h>

#define LOWER "abcdefghijklmnopqrstuvwxyz"

/* The options of a table; NULL: none. */
static const struct cli_option *first(const struct cli_option *table)
{
    static const struct cli_option none[] = { CLI_END };

    return table ? table + 1 : none;
}

/* ------------------------------------------------------------ operands */

/* The usage line says what a command takes: files where it names a PATH or FILE. */
static bool takes_files(const struct cli_command *c)
{
    return c->operands && (strstr(c->operands, "PATH") || strstr(c->operands, "FILE"));
}

/* What stands there in lower case is typed as it is ("list|export"); COMMAND stands for all. */
static void add_words(const struct cli *cli, const struct cli_command *about, plx_strbuf *out)
{
    const char *p = about->operands ? about->operands : "";

    for (size_t n; *p; p += n ? n : 1) {
        n = strspn(p, LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (n && strspn(p, LOWER) == n)
            plx_strbuf_printf(out, "%s%.*s", out->len ? " " : "", (int)n, p);
        if (n == 7 && strncmp(p, "COMMAND", n) == 0)
            for (const struct cli_command *c = cli->commands; c->name; c++)
                plx_strbuf_printf(out, "%s%s", out->len ? " " : "", c->name);
    }
}

static void add_choices(const struct cli_option *o, plx_strbuf *out)
{
    for (unsigned i = 0; o->choices && o->choices[i]; i++)
        plx_strbuf_printf(out, "%s%s", i ? " " : "", o->choices[i]);
}

static bool is_folder(const struct cli_option *o)
{
    return o->complete && strcmp(o->complete, "dir") == 0;
}

/* ------------------------------------------------------------ bash */

/* All option names of a table, a blank before each; a switch alone and with each of its values. */
static void bash_names(const struct cli_option *table, plx_strbuf *out)
{
    for (const struct cli_option *o = first(table); o->name; o++) {
        plx_strbuf_printf(out, " --%s", o->name);
        for (unsigned i = 0; o->type == CLI_SWITCH && o->choices[i]; i++)
            plx_strbuf_printf(out, " --%s=%s", o->name, o->choices[i]);
    }
}

/* What is offered as the value of each option that has one; `command` is a pattern. */
static void bash_values(const char *command, const struct cli_option *table, plx_strbuf *out)
{
    for (const struct cli_option *o = first(table); o->name; o++) {
        if (cli_option_is_flag(o))
            continue;
        plx_strbuf_printf(out, "    %s:--%s", command, o->name);
        if (o->letter)
            plx_strbuf_printf(out, "|%s:-%c", command, o->letter);
        plx_strbuf_puts(out, ") _parallax_offer ");
        if (o->complete)
            plx_strbuf_puts(out, is_folder(o) ? "-d" : "-f");
        plx_strbuf_puts(out, o->complete ? "" : "-W '");
        if (!o->complete)
            add_choices(o, out);
        plx_strbuf_puts(out, o->complete ? "; return ;;\n" : "'; return ;;\n");
    }
}

static void bash_command(const struct cli *cli, const struct cli_command *c, plx_strbuf *out)
{
    plx_strbuf words = PLX_STRBUF_INIT;

    add_words(cli, c, &words);
    plx_strbuf_printf(out, "    %s) words='%s' files='%s' options='", c->name,
                      words.len ? words.s : "", takes_files(c) ? "-f" : "");
    bash_names(c->options, out);
    plx_strbuf_puts(out, "' ;;\n");
    plx_strbuf_release(&words);
}

void cli_completion_bash(const struct cli *cli, plx_strbuf *out)
{
    plx_strbuf_puts(
        out, "# bash completion for parallax; made by `parallax help --completion bash`\n"
             "# shellcheck shell=bash disable=SC2034\n"
             "_parallax_offer() {\n"
             "    mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen \"$@\" -- \"$cur\")\n}\n"
             "_parallax() {\n"
             "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
             "    local command='' words='' options='' files='' i\n"
             "    COMPREPLY=()\n"
             "    # --name=value comes as three words\n"
             "    if [[ $cur == = ]]; then\n        cur=\n"
             "    elif [[ $prev == = ]]; then\n        prev=${COMP_WORDS[COMP_CWORD-2]}\n    fi\n"
             "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
             "        case ${COMP_WORDS[i]} in\n"
             "        -i|--index) i=$((i + 1)) ;;\n"
             "        -*) ;;\n"
             "        *) command=${COMP_WORDS[i]}; break ;;\n"
             "        esac\n    done\n"
             "    case $command:$prev in\n");
    bash_values("*", cli_common_options, out);
    for (const struct cli_command *c = cli->commands; c->name; c++)
        bash_values(c->name, c->options, out);
    plx_strbuf_puts(out, "    esac\n    case $command in\n    '') words='");
    for (const struct cli_command *c = cli->commands; c->name; c++)
        plx_strbuf_printf(out, "%s ", c->name);
    plx_strbuf_puts(out, "' ;;\n");
    for (const struct cli_command *c = cli->commands; c->name; c++)
        bash_command(cli, c, out);
    plx_strbuf_puts(out, "    esac\n    if [[ $cur == -* ]]; then\n"
                         "        _parallax_offer -W \"$options");
    bash_names(cli_common_options, out);
    plx_strbuf_puts(out, "\"\n    else\n        _parallax_offer -W \"$words\"\n"
                         "        [[ -z $files ]] || _parallax_offer -f\n    fi\n}\n"
                         "complete -o filenames -F _parallax parallax\n");
}

/* ------------------------------------------------------------ zsh */

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

/* '*--name=' or '(-n --name)'{-n+,--name=}; a flag has no value, or one only behind '='. */
static void zsh_names(const struct cli_option *o, plx_strbuf *out)
{
    const char *list = o->type == CLI_LIST ? "*" : "";
    bool is_flag = cli_option_is_flag(o);
    const char *joined = !o->value ? "" : is_flag ? "=-" : "=";

    if (!o->letter)
        plx_strbuf_printf(out, "'%s--%s%s", list, o->name, joined);
    else if (*list)
        plx_strbuf_printf(out, "'*'{-%c+,--%s=}'", o->letter, o->name);
    else
        plx_strbuf_printf(out, "'(-%c --%s)'{-%c%s,--%s%s}'", o->letter, o->name, o->letter,
                          is_flag ? "" : "+", o->name, joined);
}

static void zsh_option(const struct cli_option *o, plx_strbuf *out)
{
    plx_strbuf_puts(out, " \\\n            ");
    zsh_names(o, out);
    plx_strbuf_putc(out, '[');
    zsh_text(o->help, out);
    plx_strbuf_putc(out, ']');
    if (o->value) {
        plx_strbuf_puts(out, cli_option_is_flag(o) ? "::" : ":");
        zsh_text(o->value, out);
        plx_strbuf_putc(out, ':');
    }
    if (o->complete)
        plx_strbuf_puts(out, is_folder(o) ? "_files -/" : "_files");
    plx_strbuf_puts(out, o->choices ? "(" : "");
    add_choices(o, out);
    plx_strbuf_puts(out, o->choices ? ")'" : "'");
}

static void zsh_options(const struct cli_option *table, plx_strbuf *out)
{
    for (const struct cli_option *o = first(table); o->name; o++)
        zsh_option(o, out);
}

static void zsh_command(const struct cli *cli, const struct cli_command *c, plx_strbuf *out)
{
    plx_strbuf words = PLX_STRBUF_INIT;

    add_words(cli, c, &words);
    plx_strbuf_printf(out, "        %s) _arguments", c->name);
    zsh_options(cli_common_options, out);
    zsh_options(c->options, out);
    if (words.len)
        plx_strbuf_printf(out, " \\\n            '%s:operand:(%s)'", takes_files(c) ? "1" : "*",
                          words.s);
    if (takes_files(c))
        plx_strbuf_puts(out, " \\\n            '*:file:_files'");
    else if (!words.len && c->operands)
        plx_strbuf_puts(out, " \\\n            '*:operand: '");
    plx_strbuf_puts(out, " ;;\n");
    plx_strbuf_release(&words);
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
    for (const struct cli_command *c = cli->commands; c->name; c++)
        zsh_command(cli, c, out);
    plx_strbuf_puts(out, "        esac ;;\n    esac\n}\n_parallax \"$@\"\n");
}

/* ------------------------------------------------------------ fish */

static void fish_text(const char *s, plx_strbuf *out)
{
    plx_strbuf_putc(out, '\'');
    for (; *s; s++) {
        if (*s == '\'' || *s == '\\')
            plx_strbuf_putc(out, '\\');
        plx_strbuf_putc(out, *s);
    }
    plx_strbuf_putc(out, '\'');
}

/* "complete ..." up to what it is about; command NULL: in every one. */
static void fish_begin(const char *command, plx_strbuf *out)
{
    plx_strbuf_puts(out, "complete -c parallax");
    if (command)
        plx_strbuf_printf(out, " -n '__parallax_runs %s'", command);
}

static void fish_option(const char *command, const struct cli_option *o, plx_strbuf *out)
{
    bool is_flag = cli_option_is_flag(o);

    fish_begin(command, out);
    if (o->letter)
        plx_strbuf_printf(out, " -s %c", o->letter);
    plx_strbuf_printf(out, " -l %s", o->name);
    if (!is_flag && o->complete)
        plx_strbuf_puts(out, is_folder(o) ? " -x -a '(__fish_complete_directories)'" : " -r -F");
    else if (!is_flag) {
        plx_strbuf_puts(out, " -x");
        plx_strbuf_puts(out, o->choices ? " -a '" : "");
        add_choices(o, out);
        plx_strbuf_puts(out, o->choices ? "'" : "");
    }
    plx_strbuf_puts(out, " -d ");
    fish_text(o->help, out);
    plx_strbuf_putc(out, '\n');
    for (unsigned i = 0; o->type == CLI_SWITCH && o->choices[i]; i++) {
        fish_begin(command, out);
        plx_strbuf_printf(out, " -a --%s=%s\n", o->name, o->choices[i]);
    }
}

static void fish_command(const struct cli *cli, const struct cli_command *c, plx_strbuf *out)
{
    plx_strbuf words = PLX_STRBUF_INIT;

    plx_strbuf_printf(out, "complete -c parallax -n __parallax_begins -a %s -d ", c->name);
    fish_text(c->summary, out);
    plx_strbuf_putc(out, '\n');
    for (const struct cli_option *o = first(c->options); o->name; o++)
        fish_option(c->name, o, out);
    add_words(cli, c, &words);
    if (words.len || takes_files(c)) {
        fish_begin(c->name, out);
        plx_strbuf_puts(out, takes_files(c) ? " -F" : "");
        if (words.len)
            plx_strbuf_printf(out, " -a '%s'", words.s);
        plx_strbuf_putc(out, '\n');
    }
    plx_strbuf_release(&words);
}

void cli_completion_fish(const struct cli *cli, plx_strbuf *out)
{
    plx_strbuf_puts(
        out, "# fish completion for parallax; made by `parallax help --completion fish`\n"
             "function __parallax_command\n"
             "    set -l typed (commandline -opc)\n"
             "    set -l is_value no\n"
             "    for word in $typed[2..-1]\n"
             "        if test $is_value = yes\n            set is_value no\n            continue\n"
             "        end\n"
             "        switch $word\n"
             "            case -i --index\n                set is_value yes\n"
             "            case '-*'\n"
             "            case '*'\n                echo $word\n                return 0\n"
             "        end\n    end\n    return 1\nend\n"
             "function __parallax_begins\n    not __parallax_command >/dev/null\nend\n"
             "function __parallax_runs\n    contains -- $argv[1] (__parallax_command)\nend\n"
             "complete -c parallax -f\n");
    for (const struct cli_option *o = first(cli_common_options); o->name; o++)
        fish_option(NULL, o, out);
    for (const struct cli_command *c = cli->commands; c->name; c++)
        fish_command(cli, c, out);
}
