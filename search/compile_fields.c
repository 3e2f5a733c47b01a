/* search/compile_fields.c - fields of a query: values, stances, dates */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "collection/document.h"
#include "search/compile_internal.h"

static plx_status compile_title(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    size_t words;
    plx_status rc;

    u->weighs = true;
    u->is_title = true;
    if (plx_node_has_star(n))
        return plx_compiling_prefix(k, u, PLX_PREFIX_TITLE, n->text);
    rc = plx_compiling_words(k, u, n->text, PLX_PREFIX_TITLE, &words);
    return rc || !words ? rc : plx_compiling_names(k, u, PLX_PREFIX_TITLE);
}

/* Each look through all values of a field takes its time. */
static plx_status count_scan(plx_compiling *k, const plx_node *n)
{
    if (k->scans++ < PLX_VALUE_SCANS_MAX)
        return PLX_OK;
    return plx_fail(k->err, PLX_ERR_LIMIT,
                    "query, column %u: over %d values of fields are looked up by their words; put "
                    "whole values in quotes",
                    (unsigned)n->column, PLX_VALUE_SCANS_MAX);
}

static plx_status spend_values(plx_compiling *k, const plx_node *n, size_t count)
{
    if (count > k->values_left)
        return plx_fail(k->err, PLX_ERR_LIMIT,
                        "query, column %u: the words of fields stand for over %d values; put whole "
                        "values in quotes",
                        (unsigned)n->column, PLX_PREFIXES_WORDS_MAX);
    k->values_left -= count;
    return PLX_OK;
}

/* Values that begin so, or that hold the words. */
static plx_status expand_values(plx_compiling *k, plx_unit *u, const char *prefix)
{
    char *folded = plx_compiling_fold_prefix(u->node->text);
    plx_strbuf begin = PLX_STRBUF_INIT;
    bool is_begin = plx_node_has_star(u->node);
    size_t most = is_begin ? k->prefix_words : PLX_PREFIX_WORDS_MAX;
    plx_expansion x;
    plx_status rc;
    size_t i;

    plx_expansion_init(&x);
    plx_strbuf_puts(&begin, prefix);
    plx_strbuf_puts(&begin, folded && is_begin ? folded : "");
    rc = folded && !begin.failed ? count_scan(k, u->node) : plx_compiling_no_memory(k);
    if (!rc && *folded)
        rc = plx_expand(k->st, PLX_TERMS_ALL, begin.s, begin.len, is_begin ? NULL : folded, &x,
                        k->err);
    plx_expansion_cut(&x, most);
    if (!rc && !is_begin)
        rc = spend_values(k, u->node, x.count);
    for (i = 0; !rc && i < x.count; i++)
        rc = plx_compiling_term(k, u, "", x.pool.s + x.items[i].at, x.items[i].len);
    plx_compiling_note_cut(k, &x, most, u->node->text);
    plx_expansion_release(&x);
    plx_strbuf_release(&begin);
    free(folded);
    return rc;
}

/* The whole value; where there is none such and it stood in no quotes, values with these words:
 * author:smith finds John Smith. */
static plx_status compile_value(plx_compiling *k, plx_unit *u, const char *prefix)
{
    plx_strbuf term = PLX_STRBUF_INIT;
    plx_status rc;

    plx_term_make_folded(prefix, u->node->text, &term);
    rc = term.failed ? plx_compiling_no_memory(k) : plx_compiling_term(k, u, "", term.s, term.len);
    plx_strbuf_release(&term);
    if (!rc && !u->count && !u->node->quoted)
        rc = expand_values(k, u, prefix);
    return rc;
}

static plx_status compile_source(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    (void)n;
    return compile_value(k, u, PLX_PREFIX_SOURCE);
}

static plx_status compile_original(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    (void)n;
    return compile_value(k, u, PLX_PREFIX_ORIGINAL);
}

static plx_status compile_author(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    (void)n;
    return compile_value(k, u, PLX_PREFIX_AUTHOR);
}

static plx_status compile_lang(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    (void)n;
    return compile_value(k, u, PLX_PREFIX_LANG);
}

static plx_status compile_user_facet(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    plx_strbuf prefix = PLX_STRBUF_INIT;
    plx_facet_ref ref;
    plx_status rc = plx_tables_facet(k->c->tables, n->field, &ref, k->err);

    if (rc)
        return rc;
    plx_strbuf_printf(&prefix, PLX_PREFIX_FACET "%s:", ref.name);
    rc = prefix.failed ? plx_compiling_no_memory(k) : compile_value(k, u, prefix.s);
    plx_strbuf_release(&prefix);
    return rc;
}

static plx_status compile_stance(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    unsigned ordinal;
    plx_status rc = plx_tables_stance(k->c->tables, n->text, &ordinal, k->err);

    u->kind = PLX_UNIT_STANCE;
    if (!rc)
        u->stances = 1u << ordinal;
    return rc;
}

/* The least docid of a group of near-copies by its name; 0: no such group. */
static uint32_t first_of_group(const plx_column *names, const plx_bits *members, const char *name)
{
    uint32_t i;

    for (i = 1; i <= names->last_docid; i++)
        if (plx_bits_has(members, i) &&
            strcmp(names->value[names->ordinal[names->first[i]]], name) == 0)
            return i;
    return 0;
}

/* By the id of an article, or by a group's name. */
static plx_status compile_group(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    const plx_column *names;
    const plx_bits *members;
    plx_status rc = plx_snapshot_find(k->c->tables->snap, n->text, &u->docid, k->err);

    u->kind = PLX_UNIT_GROUP;
    if (rc != PLX_ERR_NOTFOUND)
        return rc;
    rc = plx_tables_groups(k->c->tables, &names, &members, k->err);
    if (!rc)
        u->docid = first_of_group(names, members, n->text);
    return rc;
}

/* Which articles have it is settled when they are collected. */
static plx_status compile_tag(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    (void)k;
    (void)n;
    u->kind = PLX_UNIT_TAG;
    return PLX_OK;
}

/* ------------------------------------------------------------------ dates */

static plx_status parse_bound(plx_compiling *k, const plx_node *n, const char *s, size_t len,
                              plx_date *out)
{
    plx_status rc = plx_date_parse_bound(s, len, k->c->now, out, k->err);

    return rc ? plx_fail_prefix(k->err, rc, "query, column %u", (unsigned)n->column) : PLX_OK;
}

static plx_status set_from(plx_compiling *k, const plx_node *n, plx_unit *u, const char *s,
                           size_t len)
{
    plx_date d;
    plx_status rc = parse_bound(k, n, s, len, &d);

    if (!rc)
        u->from = d.start;
    return rc;
}

static plx_status set_until(plx_compiling *k, const plx_node *n, plx_unit *u, const char *s,
                            size_t len)
{
    plx_date d;
    plx_status rc = parse_bound(k, n, s, len, &d);

    if (!rc)
        u->until = plx_date_end(&d);
    return rc;
}

/* Undated articles have the least start there is. */
static void any_date(plx_unit *u)
{
    u->kind = PLX_UNIT_DATE;
    u->from = INT64_MIN + 1;
    u->until = INT64_MAX;
}

static plx_status compile_since(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    any_date(u);
    return set_from(k, n, u, n->text, strlen(n->text));
}

static plx_status compile_until(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    any_date(u);
    return set_until(k, n, u, n->text, strlen(n->text));
}

static plx_status compile_date(plx_compiling *k, const plx_node *n, plx_unit *u)
{
    const char *dots = strstr(n->text, ".."), *last;
    size_t len = dots ? (size_t)(dots - n->text) : strlen(n->text);
    plx_status rc = PLX_OK;

    any_date(u);
    last = dots ? dots + 2 : n->text;
    if (!dots || len)
        rc = set_from(k, n, u, n->text, len);
    if (!rc && *last)
        rc = set_until(k, n, u, last, strlen(last));
    if (!rc && u->from >= u->until)
        rc = plx_fail(k->err, PLX_ERR_INVALID,
                      "query, column %u: the range " PLX_SHOWN " ends before it begins",
                      (unsigned)n->column, n->text);
    return rc;
}

plx_status plx_compile_field(plx_compiling *k, const plx_node *n, plx_unit **out)
{
    static const struct {
        const char *name;
        plx_status (*fn)(plx_compiling *k, const plx_node *n, plx_unit *u);
    } fields[] = {
        { "title", compile_title },
        { "source", compile_source },
        { "original_source", compile_original },
        { "author", compile_author },
        { "stance", compile_stance },
        { "date", compile_date },
        { "lang", compile_lang },
        { "since", compile_since },
        { "until", compile_until },
        { "dup", compile_group },
        { "tag", compile_tag },
    };
    plx_status rc = plx_compiling_unit(k, PLX_UNIT_TERMS, n, out);
    size_t i;

    if (rc)
        return rc;
    (*out)->required = true;
    for (i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(n->field, fields[i].name) == 0)
            return fields[i].fn(k, n, *out);
    return compile_user_facet(k, n, *out);
}
