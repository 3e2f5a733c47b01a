/* cli/options.c - one loop over the arguments, steered by the table */
#include "cli/options.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "cli/command.h"

/** Most options of one table, common ones included. */
#define OPTIONS_MAX 64

/** What the common options fill. */
struct common {
    const char *index;
    bool help, version;
};

const struct cli_option cli_common_options[] = {
    CLI_ARGS(struct common),
    { CLI_OPT(CLI_TEXT, struct common, index, "index", 'i', "DIR",
              "the index directory (default: $PARALLAX_INDEX, else in the user's data folder)"),
      .complete = "dir" },
    { CLI_OPT(CLI_FLAG, struct common, help, "help", 'h', NULL, "show help and end") },
    { CLI_OPT(CLI_FLAG, struct common, version, "version", 0, NULL, "show the version and end") },
    CLI_END,
};

/** One pass: where it stands, and what it fills. */
struct pass {
    struct cli *cli;
    const struct cli_option *table;
    char *args;
    struct common common;
    char **argv;
    int argc, at;
};

const char *const *cli_split(struct cli *cli, const char *names)
{
    const char **list;
    size_t n = 0;

    if (!names)
        return NULL;
    list = cli_alloc(cli, (strlen(names) + 2) * sizeof *list);
    while (*names) {
        size_t len = strcspn(names, ",");

        if (len)
            list[n++] = cli_printf(cli, "%.*s", (int)len, names);
        names += len + (names[len] == ',');
    }
    return list;
}

bool cli_option_is_flag(const struct cli_option *o)
{
    return o->type == CLI_FLAG || o->type == CLI_SWITCH;
}

size_t cli_options_size(const struct cli_option *table)
{
    return table ? table[0].offset : 0;
}

static const struct cli_option *find_long(const struct cli_option *table, const char *name,
                                          size_t len)
{
    for (const struct cli_option *o = table ? table + 1 : NULL; o && o->name; o++)
        if (strncmp(o->name, name, len) == 0 && !o->name[len])
            return o;
    return NULL;
}

static const struct cli_option *find_letter(const struct cli_option *table, char letter)
{
    for (const struct cli_option *o = table ? table + 1 : NULL; o && o->name; o++)
        if (o->letter == letter)
            return o;
    return NULL;
}

static plx_status unknown(const struct pass *p, const char *name, plx_error *err)
{
    const char *names[OPTIONS_MAX], *near;
    size_t n = 0;

    for (const struct cli_option *o = p->table ? p->table + 1 : NULL; o && o->name; o++)
        if (n < OPTIONS_MAX)
            names[n++] = o->name;
    for (const struct cli_option *o = cli_common_options + 1; o->name && n < OPTIONS_MAX; o++)
        names[n++] = o->name;
    near = plx_nearest(name, names, n);
    if (near)
        return plx_fail(err, PLX_ERR_INVALID, "unknown option --%s, did you mean --%s?", name,
                        near);
    return plx_fail(err, PLX_ERR_INVALID, "unknown option --%s: --help lists those there are",
                    name);
}

static plx_status read_number(const struct cli_option *o, const char *value, double *out,
                              plx_error *err)
{
    char *end;
    double max = o->max;

    if (max <= 0)
        max = o->type == CLI_UINT ? (double)UINT32_MAX : HUGE_VAL;
    errno = 0;
    *out = strtod(value, &end);
    if (end == value || *end || errno || !isfinite(*out) || strpbrk(value, "xX"))
        return plx_fail(err, PLX_ERR_INVALID, "--%s needs a number, not '%s'", o->name, value);
    if (o->type == CLI_UINT && *out != floor(*out))
        return plx_fail(err, PLX_ERR_INVALID, "--%s needs a whole number, not '%s'", o->name,
                        value);
    if (*out < o->min)
        return plx_fail(err, PLX_ERR_INVALID, "--%s must be at least %g, not %s", o->name, o->min,
                        value);
    if (*out > max)
        return plx_fail(err, PLX_ERR_INVALID, "--%s can be at most %.0f, not %s", o->name, max,
                        value);
    return PLX_OK;
}

static plx_status read_choice(const struct cli_option *o, const char *value, unsigned *out,
                              plx_error *err)
{
    plx_strbuf list = PLX_STRBUF_INIT;
    plx_status rc;

    for (unsigned i = 0; o->choices[i]; i++) {
        if (strcmp(o->choices[i], value) == 0) {
            *out = i;
            plx_strbuf_release(&list);
            return PLX_OK;
        }
        plx_strbuf_printf(&list, "%s%s", i ? ", " : "", o->choices[i]);
    }
    rc = plx_fail(err, PLX_ERR_INVALID, "--%s can be %s, not '%s'", o->name, list.s, value);
    plx_strbuf_release(&list);
    return rc;
}

static plx_status read_switch(const struct cli_option *o, const char *value, unsigned *out,
                              plx_error *err)
{
    unsigned choice = 0;
    plx_status rc = value ? read_choice(o, value, &choice, err) : PLX_OK;

    if (rc == PLX_OK)
        *out = value ? choice + 2 : 1;
    return rc;
}

static void add_to_list(struct cli *cli, struct cli_list *list, const char *value)
{
    const char **grown = cli_alloc(cli, (list->count + 2) * sizeof *grown);

    if (list->count)
        memcpy(grown, list->item, list->count * sizeof *grown);
    grown[list->count++] = value;
    list->item = grown;
}

/* Put a value (NULL for flags) where the row says. */
static plx_status store(struct pass *p, const struct cli_option *o, char *base, const char *value,
                        plx_error *err)
{
    double number;
    plx_status rc;

    switch (o->type) {
    case CLI_FLAG:
        *(bool *)(base + o->offset) = true;
        return PLX_OK;
    case CLI_TEXT:
        *(const char **)(base + o->offset) = value;
        return PLX_OK;
    case CLI_LIST:
        add_to_list(p->cli, (struct cli_list *)(base + o->offset), value);
        return PLX_OK;
    case CLI_CHOICE:
        return read_choice(o, value, (unsigned *)(base + o->offset), err);
    case CLI_SWITCH:
        return read_switch(o, value, (unsigned *)(base + o->offset), err);
    case CLI_UINT:
        rc = read_number(o, value, &number, err);
        if (rc == PLX_OK)
            *(unsigned *)(base + o->offset) = (unsigned)number;
        return rc;
    case CLI_REAL:
        return read_number(o, value, (double *)(base + o->offset), err);
    default:
        return plx_fail(err, PLX_ERR_INTERNAL, "option --%s has no type", o->name);
    }
}

/* Take the value of an option: what is joined to it, else the next argument. */
static plx_status take_value(struct pass *p, const struct cli_option *o, const char *joined,
                             const char **value, plx_error *err)
{
    *value = joined;
    if (o->type == CLI_SWITCH)
        return PLX_OK;
    if (o->type == CLI_FLAG)
        return joined ? plx_fail(err, PLX_ERR_INVALID, "--%s takes no value", o->name) : PLX_OK;
    if (joined)
        return PLX_OK;
    if (p->at + 1 >= p->argc)
        return plx_fail(err, PLX_ERR_INVALID, "--%s needs a value: --%s %s", o->name, o->name,
                        o->value);
    *value = p->argv[++p->at];
    return PLX_OK;
}

static plx_status apply(struct pass *p, const struct cli_option *o, bool is_common,
                        const char *joined, plx_error *err)
{
    const char *value;
    plx_status rc = take_value(p, o, joined, &value, err);

    if (rc != PLX_OK)
        return rc;
    return store(p, o, is_common ? (char *)&p->common : p->args, value, err);
}

static plx_status long_option(struct pass *p, const char *arg, plx_error *err)
{
    const char *equals = strchr(arg, '=');
    size_t len = equals ? (size_t)(equals - arg) : strlen(arg);
    const struct cli_option *o = find_long(p->table, arg, len);
    bool is_common = !o;

    if (!o)
        o = find_long(cli_common_options, arg, len);
    if (!o)
        return unknown(p, cli_printf(p->cli, "%.*s", (int)len, arg), err);
    return apply(p, o, is_common, equals ? equals + 1 : NULL, err);
}

/* "-n5", "-n 5" or several flags: "-xq". */
static plx_status short_options(struct pass *p, const char *arg, plx_error *err)
{
    for (; *arg; arg++) {
        const struct cli_option *o = find_letter(p->table, *arg);
        bool is_common = !o;
        plx_status rc;

        if (!o)
            o = find_letter(cli_common_options, *arg);
        if (!o)
            return plx_fail(err, PLX_ERR_INVALID,
                            "unknown option -%c (what is no option and begins with '-' goes "
                            "behind --)",
                            *arg);
        if (!cli_option_is_flag(o))
            return apply(p, o, is_common, arg[1] ? arg + 1 : NULL, err);
        rc = apply(p, o, is_common, NULL, err);
        if (rc != PLX_OK)
            return rc;
    }
    return PLX_OK;
}

static plx_status set_defaults(struct pass *p, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (const struct cli_option *o = p->table ? p->table + 1 : NULL; o && o->name && !rc; o++)
        if (o->text)
            rc = store(p, o, p->args, o->text, err);
    return rc;
}

/* "-draft", where the command takes such words. */
static bool is_signed(const struct pass *p, const char *arg)
{
    const struct cli_command *c = p->table ? p->cli->command : NULL;

    return c && (c->needs & CLI_HAS_SIGNED) && arg[1] != '-' && arg[2];
}

/* Options are taken out of argv, operands move together at its beginning. */
static plx_status walk(struct pass *p, bool stop_at_operand, int *operands, plx_error *err)
{
    bool ended = false;
    plx_status rc = PLX_OK;

    for (p->at = 0; p->at < p->argc && rc == PLX_OK; p->at++) {
        char *arg = p->argv[p->at];

        if (ended || arg[0] != '-' || !arg[1] || is_signed(p, arg)) {
            p->argv[(*operands)++] = arg;
            ended = ended || stop_at_operand;
        } else if (strcmp(arg, "--") == 0) {
            ended = true;
        } else if (arg[1] == '-') {
            rc = long_option(p, arg + 2, err);
        } else {
            rc = short_options(p, arg + 1, err);
        }
        if (p->common.help)
            break;
    }
    return rc;
}

plx_status cli_options_parse(struct cli *cli, const struct cli_option *table, void *args, int argc,
                             char **argv, bool stop_at_operand, struct cli_parsed *out,
                             plx_error *err)
{
    struct pass p = { .cli = cli, .table = table, .args = args, .argv = argv, .argc = argc };
    plx_status rc;

    *out = (struct cli_parsed){ .operand = argv };
    rc = set_defaults(&p, err);
    if (rc == PLX_OK)
        rc = walk(&p, stop_at_operand, &out->operands, err);
    out->index = p.common.index;
    out->help = p.common.help;
    out->version = p.common.version;
    return rc;
}
