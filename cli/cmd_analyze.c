/* cli/cmd_analyze.c - `parallax analyze`: what a text becomes */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "cli/analyze_names.h"
#include "cli/command.h"
#include "cli/print.h"
#include "text/analyser.h"
#include "text/language.h"

/** Text from standard input over this many bytes is refused: nobody reads such a table. */
#define INPUT_MAX (1u << 20)

enum { TEXT = 0, JSON };

struct analyze_args {
    const char *lang;
    unsigned format;
    bool names;
};

static const char *const formats[] = { "text", "json", NULL };

const struct cli_option cmd_analyze_options[] = {
    CLI_ARGS(struct analyze_args),
    { CLI_OPT(CLI_TEXT, struct analyze_args, lang, "lang", 'l', "CODE",
              "language of the text (en): " PLX_LANGUAGE_CODES
              "; `none` and others: folded only") },
    { CLI_OPT(CLI_CHOICE, struct analyze_args, format, "format", 0, "FORMAT", "form of the output"),
      .choices = formats },
    { CLI_OPT(CLI_FLAG, struct analyze_args, names, "names", 0, NULL,
              "keys of names, and their other spellings in the index, if there is one") },
    CLI_END,
};

static const struct {
    unsigned bit;
    const char *name;
} flag_names[] = {
    { PLX_TOKEN_COMPOUND, "compound" }, { PLX_TOKEN_PART, "part" },
    { PLX_TOKEN_SENTENCE, "sentence" }, { PLX_TOKEN_PARAGRAPH, "paragraph" },
    { PLX_TOKEN_CAPITAL, "capital" },   { PLX_TOKEN_UPPER, "upper" },
    { PLX_TOKEN_INITIALS, "initials" }, { PLX_TOKEN_QUOTED, "quoted" },
};

#define FLAGS (sizeof flag_names / sizeof *flag_names)

static plx_status read_stdin(plx_strbuf *out, plx_error *err)
{
    char block[1 << 16];
    size_t n;

    while (out->len <= INPUT_MAX && (n = fread(block, 1, sizeof block, stdin)) > 0)
        plx_strbuf_add(out, block, n);
    if (ferror(stdin))
        return plx_fail_errno(err, "standard input");
    if (out->len > INPUT_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "standard input: more than %u MB of text",
                        INPUT_MAX >> 20);
    return out->failed ? plx_fail(err, PLX_ERR_NOMEM, "out of memory") : PLX_OK;
}

static plx_status read_text(int words, char **word, plx_strbuf *out, plx_error *err)
{
    if (words == 1 && strcmp(word[0], "-") == 0)
        return read_stdin(out, err);
    for (int i = 0; i < words; i++) {
        plx_strbuf_puts(out, i ? " " : "");
        plx_strbuf_puts(out, word[i]);
    }
    return out->failed ? plx_fail(err, PLX_ERR_NOMEM, "out of memory") : PLX_OK;
}

static const char *flags_text(struct cli *cli, const plx_token *t)
{
    const char *text = t->word->is_stop ? "stop" : "";

    for (size_t i = 0; i < FLAGS; i++)
        if (t->flags & flag_names[i].bit)
            text = cli_printf(cli, "%s%s%s", text, *text ? " " : "", flag_names[i].name);
    return text;
}

static int print_text(struct cli *cli, const plx_tokens *tokens)
{
    static const char *const head[] = { "WORD", "STEM", "POSITION", "BYTES", "FLAGS" };
    struct cli_table table;
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    cli_table_init(&table, cli, sizeof head / sizeof *head);
    cli_table_add(&table, head);
    for (size_t i = 0; i < tokens->count; i++) {
        const plx_token *t = &tokens->items[i];
        const char *cells[] = { t->word->text, t->word->stem, cli_printf(cli, "%u", t->pos),
                                cli_printf(cli, "%u-%u", t->start, t->start + t->len),
                                flags_text(cli, t) };

        cli_table_add(&table, cells);
    }
    cli_table_print(&table, &out);
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return code;
}

static json_t *token_json(const plx_token *t)
{
    json_t *flags = json_array();

    if (t->word->is_stop)
        json_array_append_new(flags, json_string("stop"));
    for (size_t i = 0; i < FLAGS; i++)
        if (t->flags & flag_names[i].bit)
            json_array_append_new(flags, json_string(flag_names[i].name));
    return json_pack("{s:o, s:o, s:I, s:I, s:I, s:o}", "word", plx_json_str(t->word->text), "stem",
                     plx_json_str(t->word->stem), "position", (json_int_t)t->pos, "start",
                     (json_int_t)t->start, "length", (json_int_t)t->len, "flags", flags);
}

static int print_json(struct cli *cli, const plx_tokens *tokens)
{
    json_t *array = json_array();

    for (size_t i = 0; i < tokens->count; i++)
        json_array_append_new(array, token_json(&tokens->items[i]));
    return cli_write_json(cli, json_pack("{s:i, s:o}", "schema", 1, "tokens", array), true);
}

int cmd_analyze(struct cli *cli, int argc, char **argv)
{
    const struct analyze_args *args = cli->args;
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_analyser *an = NULL;
    plx_tokens tokens;
    plx_error err;
    plx_status rc;
    int code;

    plx_tokens_init(&tokens);
    rc = read_text(argc, argv, &text, &err);
    if (rc == PLX_OK)
        rc = plx_analyser_new(&an, &err);
    if (rc == PLX_OK)
        rc = plx_analyser_run(an, args->lang, text.s, text.len, &tokens, &err);
    if (rc != PLX_OK)
        code = cli_fail(&err);
    else if (args->names)
        code = cli_analyze_names(cli, an, args->lang, &tokens, args->format == JSON);
    else
        code = args->format == JSON ? print_json(cli, &tokens) : print_text(cli, &tokens);
    if (code == CLI_DONE && !tokens.count)
        code = CLI_NOTHING;
    plx_tokens_release(&tokens);
    plx_analyser_free(an);
    plx_strbuf_release(&text);
    return code;
}
