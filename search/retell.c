#include "search/retell.h"

#include <string.h>

static void tell(const plx_retelling *r, const plx_node *n, plx_strbuf *out);

/* ----------------------------------------------------------------- fields */

static void format_day(int64_t t, char out[PLX_DATE_BYTES])
{
    plx_date d = { t, PLX_DATE_DAY, true };

    plx_date_format(&d, out);
}

void plx_retell_days(const plx_unit *u, char from[PLX_DATE_BYTES], char to[PLX_DATE_BYTES])
{
    *from = *to = '\0';
    if (u->from != INT64_MIN + 1)
        format_day(u->from, from);
    if (u->until != INT64_MAX)
        format_day(u->until - 1, to);
}

static const plx_unit *leaf_of(const plx_plan *p, const plx_node *n)
{
    size_t i;

    for (i = 0; i < p->leaves; i++)
        if (p->leaf[i]->node == n)
            return p->leaf[i];
    return NULL;
}

/* "dated from 2019-10-01 to 2020-01-31" */
static void tell_dates(const plx_retelling *r, const plx_node *n, plx_strbuf *out)
{
    const plx_unit *u = leaf_of(r->plan, n);
    char from[PLX_DATE_BYTES] = "", to[PLX_DATE_BYTES] = "";

    if (u)
        plx_retell_days(u, from, to);
    plx_strbuf_puts(out, "dated");
    if (*from)
        plx_strbuf_printf(out, " from %s", from);
    if (*to)
        plx_strbuf_printf(out, " to %s", to);
}

static void tell_title(const plx_retelling *r, const plx_node *n, plx_strbuf *out)
{
    (void)r;
    plx_strbuf_printf(out, n->quoted ? "\"%s\" in the title" : "%s in the title", n->text);
}

static void tell_copies(const plx_retelling *r, const plx_node *n, plx_strbuf *out)
{
    (void)r;
    plx_strbuf_printf(out, "near-copies of %s", n->text);
}

static void tell_field(const plx_retelling *r, const plx_node *n, plx_strbuf *out)
{
    static const struct {
        const char *name, *words;
        void (*fn)(const plx_retelling *r, const plx_node *n, plx_strbuf *out);
    } fields[] = {
        { "title", NULL, tell_title },
        { "date", NULL, tell_dates },
        { "since", NULL, tell_dates },
        { "until", NULL, tell_dates },
        { "dup", NULL, tell_copies },
        { "source", "outlet", NULL },
        { "original_source", "credited outlet", NULL },
        { "lang", "language", NULL },
    };
    const char *words = n->field;
    size_t i;

    for (i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (strcmp(fields[i].name, n->field) != 0)
            continue;
        if (fields[i].fn) {
            fields[i].fn(r, n, out);
            return;
        }
        words = fields[i].words;
    }
    plx_strbuf_printf(out, "%s %s %s", words, plx_node_has_star(n) ? "begins with" : "is", n->text);
    if (plx_node_has_star(n))
        plx_strbuf_truncate(out, out->len - 1);
}

/* ----------------------------------------------------------------- groups */

static void tell_list(const plx_retelling *r, const plx_node *n, const char *between,
                      plx_strbuf *out)
{
    size_t i;

    for (i = 0; i < n->children; i++) {
        plx_strbuf_puts(out, i ? between : "");
        tell(r, n->child[i], out);
    }
}

/* "words side by side" by what the request wants of them */
static const char *wanted(const plx_retelling *r)
{
    return r->req->any ? "some of" : r->req->all ? "all of" : "all, or some, of";
}

static void tell_group(const plx_retelling *r, const plx_node *n, plx_strbuf *out)
{
    static const char *const between[PLX_NODE_KINDS] = {
        [PLX_NODE_AND] = " and ", [PLX_NODE_OR] = " or ",     [PLX_NODE_WORDS] = ", ",
        [PLX_NODE_NEAR] = ", ",   [PLX_NODE_ANY_OF] = " or ",
    };

    plx_strbuf_putc(out, '(');
    if (n->kind == PLX_NODE_WORDS && n->children > 1)
        plx_strbuf_printf(out, "%s ", wanted(r));
    tell_list(r, n, between[n->kind], out);
    if (n->kind == PLX_NODE_NEAR)
        plx_strbuf_printf(out, " within %u words", (unsigned)n->distance);
    plx_strbuf_putc(out, ')');
}

static void tell_not(const plx_retelling *r, const plx_node *n, plx_strbuf *out)
{
    plx_strbuf_puts(out, "not ");
    tell_list(r, n, ", ", out);
}

static void tell_word(const plx_retelling *r, const plx_node *n, plx_strbuf *out)
{
    (void)r;
    plx_strbuf_puts(out, n->exact ? "exactly " : "");
    plx_strbuf_printf(out, n->kind == PLX_NODE_PHRASE ? "\"%s\"" : "%s", n->text);
    plx_strbuf_puts(out, n->kind == PLX_NODE_PREFIX ? "..." : "");
}

static void tell(const plx_retelling *r, const plx_node *n, plx_strbuf *out)
{
    static void (*const by_kind[PLX_NODE_KINDS])(const plx_retelling *r, const plx_node *n,
                                                 plx_strbuf *out) = {
        [PLX_NODE_WORD] = tell_word,   [PLX_NODE_PHRASE] = tell_word,
        [PLX_NODE_PREFIX] = tell_word, [PLX_NODE_FIELD] = tell_field,
        [PLX_NODE_AND] = tell_group,   [PLX_NODE_OR] = tell_group,
        [PLX_NODE_WORDS] = tell_group, [PLX_NODE_NEAR] = tell_group,
        [PLX_NODE_NOT] = tell_not,     [PLX_NODE_ANY_OF] = tell_group,
    };

    by_kind[n->kind](r, n, out);
    if (n->boost > 0)
        plx_strbuf_printf(out, " (weight %.3g)", (double)n->boost);
}

/* --------------------------------------------------------------- sentence */

/* Where in the sentence a part of the query goes. */
typedef enum section { WANTED = 0, REQUIRED, REFUSED, CLAUSE, SECTIONS } section;

static section section_of(const plx_node *n)
{
    if (n->kind == PLX_NODE_NOT)
        return REFUSED;
    if (n->kind == PLX_NODE_FIELD && strcmp(n->field, "title") != 0)
        return CLAUSE;
    return n->required || n->kind == PLX_NODE_FIELD ? REQUIRED : WANTED;
}

static const plx_node *told(const plx_node *n)
{
    return n->kind == PLX_NODE_NOT ? n->child[0] : n;
}

/* All parts of one section behind its head; a clause stands for itself. */
static void add_section(const plx_retelling *r, const plx_node *const *part, size_t n,
                        section which, const char *head, plx_strbuf *out)
{
    bool is_first = true;
    size_t i;

    for (i = 0; i < n; i++) {
        if (section_of(part[i]) != which)
            continue;
        if (is_first || which == CLAUSE)
            plx_strbuf_printf(out, "%s%s", head[0] == ' ' ? "" : "; ", head);
        else
            plx_strbuf_puts(out, ", ");
        is_first = false;
        tell(r, told(part[i]), out);
    }
}

/* Filters of the request: the same name twice means either. */
static void add_filters(const plx_search_request *req, plx_strbuf *out)
{
    size_t i;

    for (i = 0; i < req->filter_count; i++) {
        const plx_filter *f = &req->filters[i];

        if (i && strcmp(f->name, f[-1].name) == 0)
            plx_strbuf_printf(out, " or %s", f->value);
        else
            plx_strbuf_printf(out, "; filtered: %s is %s", f->name, f->value);
    }
    if (req->labels && strcmp(req->labels, "all") != 0)
        plx_strbuf_printf(out, "; filtered: stance_by is %s", req->labels);
    if (req->since)
        plx_strbuf_printf(out, "; filtered: since %s", req->since);
    if (req->until)
        plx_strbuf_printf(out, "; filtered: until %s", req->until);
}

void plx_retell_sentence(const plx_retelling *r, plx_strbuf *out)
{
    const plx_node *n = r->tree, *const *part = &r->tree;
    bool is_list = n && (n->kind == PLX_NODE_WORDS || n->kind == PLX_NODE_AND) && !(n->boost > 0);
    size_t parts = n ? 1 : 0, wants = 0, i;
    char head[64];

    if (is_list) {
        part = (const plx_node *const *)n->child;
        parts = n->children;
    }
    for (i = 0; i < parts; i++)
        wants += section_of(part[i]) == WANTED;
    snprintf(head, sizeof head, " that have%s%s%s ", wants > 1 ? " " : "",
             wants < 2                 ? ""
             : n->kind == PLX_NODE_AND ? "all of"
                                       : wanted(r),
             wants > 1 ? ":" : "");
    plx_strbuf_puts(out, wants || parts ? "articles" : "all articles");
    add_section(r, part, parts, WANTED, head, out);
    add_section(r, part, parts, REQUIRED, "must have: ", out);
    add_section(r, part, parts, REFUSED, "must not have: ", out);
    add_section(r, part, parts, CLAUSE, "", out);
    add_filters(r->req, out);
}

/* ------------------------------------------------------------------- tree */

/* What a unit that is no leaf does with what is in it: "all of", "within 5 words". */
static void add_group(const plx_unit *u, plx_strbuf *out)
{
    static const char *const names[] = {
        [PLX_UNIT_AND] = "all of",
        [PLX_UNIT_OR] = "one of",
        [PLX_UNIT_NOT] = "not",
        [PLX_UNIT_WORDS] = "preferably all of",
    };

    if (u->kind == PLX_UNIT_NEAR)
        plx_strbuf_printf(out, "within %u words", (unsigned)u->distance);
    else
        plx_strbuf_puts(out, names[u->kind]);
    if (u->required && u->node->required)
        plx_strbuf_puts(out, ", required");
}

static void add_terms(const plx_plan *p, const plx_unit *u, plx_strbuf *out)
{
    size_t a, t;

    for (a = u->first; a < u->first + u->count; a++) {
        const plx_alternative *alt = &p->alternative[a];

        plx_strbuf_puts(out, a > u->first ? " |" : "");
        for (t = alt->first; t < alt->first + alt->count; t++)
            plx_strbuf_printf(out, " %.*s(%u)", (int)p->term[t].len, p->pool.s + p->term[t].at,
                              (unsigned)p->term[t].freq);
    }
    if (!u->count)
        plx_strbuf_puts(out, " in no article");
}

static void add_leaf(const plx_plan *p, const plx_unit *u, plx_strbuf *out)
{
    char from[PLX_DATE_BYTES], to[PLX_DATE_BYTES];

    if (u->is_alias)
        plx_strbuf_puts(out, "other names");
    else
        plx_node_describe(u->node, out);
    if (u->kind == PLX_UNIT_TERMS) {
        plx_strbuf_putc(out, ':');
        add_terms(p, u, out);
    } else if (u->kind == PLX_UNIT_DATE) {
        plx_retell_days(u, from, to);
        plx_strbuf_printf(out, ": %s..%s", from, to);
    }
}

static void add_unit(const plx_plan *p, const plx_unit *u, size_t depth, plx_strbuf *out)
{
    size_t i;

    for (i = 0; i < depth; i++)
        plx_strbuf_puts(out, "  ");
    if (u->kind >= PLX_UNIT_AND || u->kind == PLX_UNIT_NEAR)
        add_group(u, out);
    else
        add_leaf(p, u, out);
    plx_strbuf_putc(out, '\n');
    for (i = 0; i < u->children; i++)
        add_unit(p, u->child[i], depth + 1, out);
}

void plx_retell_tree(const plx_plan *p, plx_strbuf *out)
{
    if (p->root)
        add_unit(p, p->root, 0, out);
    if (p->dropped.len)
        plx_strbuf_printf(out, "stop words left out:%s\n", p->dropped.s);
}
