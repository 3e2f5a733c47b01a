#include "search/query.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "search/diagnostic.h"
#include "search/lexer.h"

/* The lexer has repaired everything: what comes here is well-formed, and nested at most
 * PLX_QUERY_NESTING_MAX brackets deep. */
typedef struct parser {
    const plx_lexeme *at, *end;
    const plx_lexeme *field; /* the one whose bracket we are in, or NULL */
    plx_reading reading;
    plx_error *err;
} parser;

static plx_status parse_or(parser *p, plx_node **out);

const char *const plx_query_any_field[] = { NULL };

/* ----------------------------------------------------------------- nodes */

void plx_node_free(plx_node *n)
{
    size_t i;

    if (!n)
        return;
    for (i = 0; i < n->children; i++)
        plx_node_free(n->child[i]);
    free(n->child);
    free(n->text);
    free(n->field);
    free(n);
}

static plx_status no_memory(parser *p)
{
    return plx_fail(p->err, PLX_ERR_NOMEM, "query: out of memory");
}

static plx_status make_node(parser *p, plx_node_kind kind, uint32_t column, plx_node **out)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return no_memory(p);
    (*out)->kind = kind;
    (*out)->column = column;
    return PLX_OK;
}

/* Takes over the child, also when it fails. */
static plx_status add_child(parser *p, plx_node *n, plx_node *child)
{
    /* grown at the powers of two, so that no capacity has to be kept */
    if ((n->children & (n->children - 1)) == 0) {
        size_t cap = n->children ? n->children * 2 : 1;
        plx_node **list = realloc(n->child, cap * sizeof(*list));

        if (!list) {
            plx_node_free(child);
            return no_memory(p);
        }
        n->child = list;
    }
    n->child[n->children++] = child;
    return PLX_OK;
}

/* A group of one is that one. */
static plx_node *unwrap(plx_node *n)
{
    plx_node *only;

    if (n->children != 1)
        return n;
    only = n->child[0];
    n->children = 0;
    plx_node_free(n);
    return only;
}

/* ---------------------------------------------------------------- values */

static plx_node_kind node_kind_of(const plx_lexeme *x)
{
    return x->kind == PLX_LEX_PHRASE   ? PLX_NODE_PHRASE
           : x->kind == PLX_LEX_PREFIX ? PLX_NODE_PREFIX
                                       : PLX_NODE_WORD;
}

static void lower_ascii(char *s)
{
    for (; *s; s++)
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s + ('a' - 'A'));
}

static bool is_title(const char *name, size_t len)
{
    return len == strlen("title") && strncasecmp(name, "title", len) == 0;
}

bool plx_node_has_star(const plx_node *n)
{
    size_t len = n->kind == PLX_NODE_FIELD ? strlen(n->text) : 0;

    return len && !n->quoted && n->text[len - 1] == '*';
}

/* Only what is ranked by can weigh more. */
static plx_status check_boost(parser *p, const plx_lexeme *field, const plx_lexeme *value,
                              plx_node *n)
{
    const plx_diagnostic diag = { .at = field->text,
                                  .shown = (size_t)(value->text - field->text) + value->len,
                                  .state = "has a boost",
                                  .done = "is read without it",
                                  .hint = "only words and titles can have one" };

    if (!(value->boost > 0) || is_title(field->text, field->len))
        return PLX_OK;
    n->boost = 0;
    return plx_diagnostic_report(&p->reading, &diag);
}

/* A field's value keeps its star, which stands right behind the text. */
static plx_status set_field(parser *p, plx_node *n, const plx_lexeme *field,
                            const plx_lexeme *value)
{
    n->kind = PLX_NODE_FIELD;
    n->quoted = value->kind == PLX_LEX_PHRASE;
    n->field = strndup(field->text, field->len);
    if (n->field)
        lower_ascii(n->field);
    free(n->text);
    n->text = strndup(value->text, value->len + (value->kind == PLX_LEX_PREFIX));
    return n->field && n->text ? check_boost(p, field, value, n) : no_memory(p);
}

static plx_status parse_value(parser *p, const plx_lexeme *field, bool is_exact, plx_node **out)
{
    const plx_lexeme *x = p->at++;
    plx_status rc = make_node(p, node_kind_of(x), x->column, out);

    if (rc)
        return rc;
    (*out)->boost = x->boost;
    if (field) {
        rc = set_field(p, *out, field, x);
    } else {
        (*out)->exact = is_exact;
        (*out)->text = strndup(x->text, x->len);
        rc = (*out)->text ? PLX_OK : no_memory(p);
    }
    if (rc) {
        plx_node_free(*out);
        *out = NULL;
    }
    return rc;
}

static plx_status parse_group(parser *p, const plx_lexeme *field, plx_node **out)
{
    const plx_lexeme *outer = p->field;
    plx_status rc;

    p->at++; /* the opening bracket */
    p->field = field;
    rc = parse_or(p, out);
    p->field = outer;
    if (rc)
        return rc;
    if (p->at->boost > 0)
        (*out)->boost = (*out)->boost > 0 ? (*out)->boost * p->at->boost : p->at->boost;
    p->at++; /* the closing one */
    return PLX_OK;
}

/* ------------------------------------------------------------- operators */

static bool is_at(const parser *p, plx_lexeme_kind kind)
{
    return p->at < p->end && p->at->kind == kind;
}

/* One word, phrase, field or bracket. */
static plx_status parse_operand(parser *p, plx_node **out)
{
    const plx_lexeme *field = p->field;
    bool is_exact = false;

    if (is_at(p, PLX_LEX_FIELD))
        field = p->at++;
    if (is_at(p, PLX_LEX_EXACT)) {
        is_exact = true;
        p->at++;
    }
    return is_at(p, PLX_LEX_OPEN) ? parse_group(p, field, out)
                                  : parse_value(p, field, is_exact, out);
}

/* A word, phrase or prefix; *titles tells those of titles from those of texts. */
static bool is_place(const plx_node *n, bool *titles)
{
    *titles = n->kind == PLX_NODE_FIELD;
    return n->kind <= PLX_NODE_PREFIX || (*titles && is_title(n->field, strlen(n->field)));
}

/* A place, or several of which one is enough. */
static bool is_near_operand(const plx_node *n, bool *titles)
{
    bool first = false;
    size_t i;

    if (n->kind != PLX_NODE_OR)
        return is_place(n, titles);
    for (i = 0; i < n->children; i++)
        if (!is_place(n->child[i], titles) || (i && *titles != first))
            return false;
        else
            first = *titles;
    return true;
}

/* What cannot be near is required beside: NEAR becomes AND. */
static plx_status check_near(parser *p, plx_node *n, const plx_lexeme *near)
{
    const plx_diagnostic diag = { .at = near->text,
                                  .shown = near->len,
                                  .state =
                                      "joins something else than words, phrases, prefixes and OR "
                                      "of these",
                                  .done = "is read as AND",
                                  .hint = "join only these, all of the text or all of the title" };
    bool first = false, titles = false, ok = true;
    size_t i;

    for (i = 0; ok && i < n->children; i++) {
        ok = is_near_operand(n->child[i], &titles) && (!i || titles == first);
        first = titles;
    }
    if (ok)
        return PLX_OK;
    n->kind = PLX_NODE_AND;
    return plx_diagnostic_report(&p->reading, &diag);
}

/* Operands of NEAR behind the first, which *out is. */
static plx_status parse_distances(parser *p, plx_node *n)
{
    plx_status rc = PLX_OK;
    plx_node *child;

    while (!rc && is_at(p, PLX_LEX_NEAR)) {
        if (n->children == PLX_NEAR_OPERANDS_MAX)
            return plx_fail(p->err, PLX_ERR_LIMIT, "query, column %u: one NEAR joins over %d words",
                            (unsigned)p->at->column, PLX_NEAR_OPERANDS_MAX);
        if (p->at->distance > n->distance)
            n->distance = p->at->distance;
        p->at++;
        rc = parse_operand(p, &child);
        if (!rc)
            rc = add_child(p, n, child);
    }
    return rc;
}

/* The field of the first operand is that of all: title:a NEAR/5 b. */
static plx_status parse_near(parser *p, plx_node **out)
{
    const plx_lexeme *outer = p->field, *first = p->at, *near;
    plx_node *n = NULL;
    plx_status rc = parse_operand(p, out);

    if (rc || !is_at(p, PLX_LEX_NEAR))
        return rc;
    near = p->at;
    rc = make_node(p, PLX_NODE_NEAR, (*out)->column, &n);
    if (!rc)
        rc = add_child(p, n, *out);
    else
        plx_node_free(*out);
    *out = NULL;
    if (first->kind == PLX_LEX_FIELD && is_title(first->text, first->len))
        p->field = first;
    if (!rc)
        rc = parse_distances(p, n);
    p->field = outer;
    if (!rc)
        rc = check_near(p, n, near);
    if (rc)
        plx_node_free(n);
    else
        *out = n;
    return rc;
}

static plx_status parse_required(parser *p, plx_node **out)
{
    bool is_required = false;
    plx_status rc;

    for (; is_at(p, PLX_LEX_PLUS); p->at++)
        is_required = true;
    rc = parse_near(p, out);
    if (!rc && is_required)
        (*out)->required = true;
    return rc;
}

/* Two NOTs are none: counted, so that a long chain needs no stack. */
static plx_status parse_not(parser *p, plx_node **out)
{
    uint32_t column = p->at->column;
    bool is_not = false;
    plx_node *inner, *n = NULL;
    plx_status rc;

    for (; is_at(p, PLX_LEX_NOT); p->at++)
        is_not = !is_not;
    rc = parse_required(p, out);
    if (rc || !is_not)
        return rc;
    inner = *out;
    *out = NULL;
    rc = make_node(p, PLX_NODE_NOT, column, &n);
    if (rc) {
        plx_node_free(inner);
        return rc;
    }
    rc = add_child(p, n, inner);
    if (rc)
        plx_node_free(n);
    else
        *out = n;
    return rc;
}

/* Operands of one level, until next() says there is no further one. */
static plx_status parse_list(parser *p, plx_node_kind kind, bool (*next)(parser *p),
                             plx_status (*item)(parser *p, plx_node **out), plx_node **out)
{
    plx_node *n, *child;
    plx_status rc = make_node(p, kind, p->at->column, &n);

    *out = NULL;
    if (rc)
        return rc;
    do {
        rc = item(p, &child);
        if (!rc)
            rc = add_child(p, n, child);
    } while (!rc && next(p));
    if (rc) {
        plx_node_free(n);
        return rc;
    }
    *out = unwrap(n);
    return PLX_OK;
}

static bool next_and(parser *p)
{
    bool found = is_at(p, PLX_LEX_AND);

    p->at += found;
    return found;
}

static bool next_or(parser *p)
{
    bool found = is_at(p, PLX_LEX_OR);

    p->at += found;
    return found;
}

static bool next_word(parser *p)
{
    return p->at < p->end && p->at->kind != PLX_LEX_OR && p->at->kind != PLX_LEX_CLOSE;
}

static plx_status parse_and(parser *p, plx_node **out)
{
    return parse_list(p, PLX_NODE_AND, next_and, parse_not, out);
}

static plx_status parse_words(parser *p, plx_node **out)
{
    return parse_list(p, PLX_NODE_WORDS, next_word, parse_and, out);
}

static plx_status parse_or(parser *p, plx_node **out)
{
    return parse_list(p, PLX_NODE_OR, next_or, parse_words, out);
}

plx_status plx_query_parse(const char *s, size_t len, const char *const *fields, bool strict,
                           plx_node **out, plx_strbuf *notice, plx_error *err)
{
    plx_lexer_options opt = { fields, strict, notice };
    plx_lexemes list = { NULL, 0, 0 };
    parser p = { .reading = { s, strict, notice, err }, .err = err };
    plx_status rc = plx_lexer_run(s, len, &opt, &list, err);

    *out = NULL;
    if (!rc && list.count) {
        p.at = list.items;
        p.end = list.items + list.count;
        rc = parse_or(&p, out);
    }
    if (!rc && notice && notice->failed)
        rc = no_memory(&p);
    if (rc) {
        plx_node_free(*out);
        *out = NULL;
    }
    free(list.items);
    return rc;
}

/* ----------------------------------------------------------- description */

void plx_node_describe(const plx_node *n, plx_strbuf *out)
{
    static const char *const names[PLX_NODE_KINDS] = {
        [PLX_NODE_AND] = "and",     [PLX_NODE_OR] = "or",         [PLX_NODE_NOT] = "not",
        [PLX_NODE_WORDS] = "words", [PLX_NODE_ANY_OF] = "any-of", [PLX_NODE_NEAR] = "near",
    };
    size_t i;

    plx_strbuf_puts(out, n->required ? "+" : "");
    plx_strbuf_puts(out, n->exact ? "=" : "");
    if (n->kind == PLX_NODE_FIELD) {
        plx_strbuf_printf(out, "(field %s \"%s\")", n->field, n->text);
    } else if (!names[n->kind]) {
        plx_strbuf_printf(out, n->kind == PLX_NODE_PHRASE ? "\"%s\"" : "%s", n->text);
        plx_strbuf_puts(out, n->kind == PLX_NODE_PREFIX ? "*" : "");
    } else {
        plx_strbuf_printf(out, "(%s", names[n->kind]);
        if (n->kind == PLX_NODE_NEAR)
            plx_strbuf_printf(out, "/%u", (unsigned)n->distance);
        for (i = 0; i < n->children; i++) {
            plx_strbuf_putc(out, ' ');
            plx_node_describe(n->child[i], out);
        }
        plx_strbuf_putc(out, ')');
    }
    if (n->boost > 0)
        plx_strbuf_printf(out, "^%.3g", (double)n->boost);
}
