#include "search/alias_parse.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

#define BOM   "\xef\xbb\xbf"
#define ARROW "=>"

/* One run of plx_alias_parse(). */
typedef struct parser {
    plx_alias_table *table;
    const plx_alias_source *source;
    const plx_alias_teller *teller;
    plx_alias_count *count;
    unsigned line;
    plx_strbuf name; /* working memory */
} parser;

/* A part of a line. */
typedef struct part {
    const char *s;
    size_t len;
} part;

/* Names of a part of a line. */
typedef struct names {
    uint32_t item[PLX_ALIAS_LINE_NAMES_MAX];
    size_t count;
} names;

static part trim(part p)
{
    while (p.len && strchr(" \t\r", p.s[0])) {
        p.s++;
        p.len--;
    }
    while (p.len && strchr(" \t\r", p.s[p.len - 1]))
        p.len--;
    return p;
}

/* Cut off what stands before the first `c`, or all. */
static part cut(part *rest, char c)
{
    const char *at = rest->len ? memchr(rest->s, c, rest->len) : NULL;
    part first = { rest->s, at ? (size_t)(at - rest->s) : rest->len };

    rest->s += first.len + (at != NULL);
    rest->len -= first.len + (at != NULL);
    return first;
}

/* ----------------------------------------------------------------- faults */

static void tell(const parser *p, const char *message)
{
    if (p->teller && p->teller->tell)
        p->teller->tell(p->teller->ctx, message);
}

static void tell_line(parser *p, const plx_error *why)
{
    size_t most = p->teller ? p->teller->most : 0;
    plx_error err;

    if (most && p->count->faults >= most)
        return;
    plx_fail(&err, why->code, "%s:%u: %s", p->source->path, p->line, why->msg);
    tell(p, err.msg);
}

static void tell_rest(const parser *p)
{
    size_t most = p->teller ? p->teller->most : 0;
    plx_error err;

    if (!most || p->count->faults <= most)
        return;
    plx_fail(&err, PLX_ERR_INVALID, "%s: %zu more lines left out: `parallax aliases` lists them",
             p->source->path, p->count->faults - most);
    tell(p, err.msg);
}

/* ------------------------------------------------------------------ lines */

/* One name as a string in p->name. */
static plx_status take_name(parser *p, part text, plx_error *err)
{
    plx_strbuf_reset(&p->name);
    plx_strbuf_add(&p->name, text.s, text.len);
    return p->name.failed ? plx_fail(err, PLX_ERR_NOMEM, "aliases: out of memory") : PLX_OK;
}

/* The names of a part, each once. */
static plx_status read_names(parser *p, part rest, names *out, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    out->count = 0;
    while (!rc && rest.len) {
        plx_alias_name from = { NULL, p->source->file, p->line };
        part text = trim(cut(&rest, '\t'));
        uint32_t name;

        if (!text.len)
            continue;
        if (out->count == PLX_ALIAS_LINE_NAMES_MAX)
            return plx_fail(err, PLX_ERR_LIMIT, "over %d names on a line",
                            PLX_ALIAS_LINE_NAMES_MAX);
        rc = take_name(p, text, err);
        from.text = p->name.s;
        if (!rc)
            rc = plx_alias_table_add(p->table, &from, &name, err);
        for (i = 0; !rc && i < out->count && out->item[i] != name; i++)
            ;
        if (!rc && i == out->count)
            out->item[out->count++] = name;
    }
    return rc;
}

static plx_status read_group(parser *p, part line, plx_error *err)
{
    names n;
    plx_status rc = read_names(p, line, &n, err);
    size_t i;

    if (!rc && n.count < 2)
        return plx_fail(err, PLX_ERR_INVALID,
                        "one name only: names of the same thing are parted by tabs");
    for (i = 1; !rc && i < n.count; i++)
        rc = plx_alias_table_join(p->table, n.item[0], n.item[i], err);
    p->count->groups += !rc;
    return rc;
}

static plx_status read_lead(parser *p, part left, part right, plx_error *err)
{
    names from, to;
    plx_status rc = read_names(p, left, &from, err);
    size_t i, j;

    if (!rc)
        rc = read_names(p, right, &to, err);
    if (!rc && (!from.count || !to.count))
        return plx_fail(err, PLX_ERR_INVALID, "a name is needed on both sides of " ARROW);
    for (i = 0; !rc && i < from.count; i++)
        for (j = 0; !rc && j < to.count; j++)
            rc = plx_alias_table_lead(p->table, from.item[i], to.item[j], err);
    p->count->leads += !rc;
    return rc;
}

static plx_status read_removal(parser *p, part rest, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t n = 0;

    while (!rc && rest.len) {
        part text = trim(cut(&rest, '\t'));

        if (!text.len)
            continue;
        rc = take_name(p, text, err);
        if (!rc)
            rc = plx_alias_table_remove(p->table, p->name.s, err);
        n++;
    }
    if (!rc && !n)
        return plx_fail(err, PLX_ERR_INVALID, "'-' takes out a name: there is none behind it");
    p->count->removals += !rc;
    return rc;
}

static bool has_control(part line)
{
    size_t i;

    for (i = 0; i < line.len; i++)
        if ((unsigned char)line.s[i] < 0x20 && line.s[i] != '\t')
            return true;
    return false;
}

static plx_status read_line(parser *p, part line, plx_error *err)
{
    const char *arrow = memmem(line.s, line.len, ARROW, strlen(ARROW));
    part right = { NULL, 0 };

    if (p->count->groups + p->count->leads + p->count->removals == PLX_ALIAS_LINES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT,
                        "over %d lines with names: this and what follows is "
                        "left out",
                        PLX_ALIAS_LINES_MAX);
    if (has_control(line) || !plx_utf8_valid(line.s, line.len))
        return plx_fail(err, PLX_ERR_INVALID, "this is not text in UTF-8");
    if (line.s[0] == '-')
        return read_removal(p, (part){ line.s + 1, line.len - 1 }, err);
    if (!arrow)
        return read_group(p, line, err);
    right = (part){ arrow + strlen(ARROW), line.len - (size_t)(arrow - line.s) - strlen(ARROW) };
    if (memmem(right.s, right.len, ARROW, strlen(ARROW)))
        return plx_fail(err, PLX_ERR_INVALID, "several " ARROW " on a line");
    return read_lead(p, (part){ line.s, (size_t)(arrow - line.s) }, right, err);
}

plx_status plx_alias_parse(plx_alias_table *t, const plx_alias_source *source,
                           const plx_alias_teller *teller, plx_alias_count *out, plx_error *err)
{
    parser p = { t, source, teller, out, 0, PLX_STRBUF_INIT };
    part rest = { source->text, source->len };
    plx_status rc = PLX_OK;

    memset(out, 0, sizeof *out);
    if (rest.len >= strlen(BOM) && memcmp(rest.s, BOM, strlen(BOM)) == 0)
        rest = (part){ rest.s + strlen(BOM), rest.len - strlen(BOM) };
    while (rest.len && rc != PLX_ERR_NOMEM) {
        part line = trim(cut(&rest, '\n'));
        plx_error why;

        p.line++;
        rc = line.len && line.s[0] != '#' ? read_line(&p, line, &why) : PLX_OK;
        if (rc == PLX_ERR_NOMEM)
            plx_fail(err, rc, "%s", why.msg);
        else if (rc) {
            tell_line(&p, &why);
            out->faults++;
        }
    }
    tell_rest(&p);
    plx_strbuf_release(&p.name);
    return rc == PLX_ERR_NOMEM ? rc : PLX_OK;
}
