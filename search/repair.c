#include "search/repair.h"

#include "search/query.h"

/* -------------------------------------------------------------- brackets */

static plx_status drop_bracket(const plx_reading *r, plx_lexeme *x, const char *state)
{
    const plx_diagnostic diag = { .at = x->text,
                                  .name = "the bracket",
                                  .state = state,
                                  .done = "is left out",
                                  .hint = "brackets come in pairs; in quotes they mean nothing" };

    x->kind = PLX_LEX_NONE;
    return plx_diagnostic_report(r, &diag);
}

/* Drop brackets without partner. */
static plx_status match_brackets(const plx_reading *r, plx_lexemes *list)
{
    plx_lexeme *open[PLX_QUERY_NESTING_MAX];
    size_t depth = 0, i;
    plx_status rc = PLX_OK;

    for (i = 0; !rc && i < list->count; i++) {
        plx_lexeme *x = &list->items[i];

        if (x->kind == PLX_LEX_OPEN) {
            if (depth == PLX_QUERY_NESTING_MAX)
                return plx_fail(r->err, PLX_ERR_LIMIT,
                                "query, column %u: brackets are nested deeper than %d",
                                (unsigned)x->column, PLX_QUERY_NESTING_MAX);
            open[depth++] = x;
        } else if (x->kind == PLX_LEX_CLOSE && depth > 0) {
            depth--;
        } else if (x->kind == PLX_LEX_CLOSE) {
            rc = drop_bracket(r, x, "was never opened");
        }
    }
    while (!rc && depth > 0)
        rc = drop_bracket(r, open[--depth], "is never closed");
    return rc;
}

/* Take out what was dropped, and brackets with nothing in them. */
static plx_status compact(const plx_reading *r, plx_lexemes *list)
{
    plx_status rc = PLX_OK;
    size_t n = 0, i;

    for (i = 0; !rc && i < list->count; i++) {
        plx_lexeme x = list->items[i];

        if (x.kind == PLX_LEX_NONE)
            continue;
        if (x.kind == PLX_LEX_CLOSE && n && list->items[n - 1].kind == PLX_LEX_OPEN) {
            rc = drop_bracket(r, &list->items[--n], "has nothing in it");
            if (n && list->items[n - 1].kind == PLX_LEX_FIELD)
                n--;
            continue;
        }
        list->items[n++] = x;
    }
    list->count = n;
    return rc;
}

/* ------------------------------------------------------------- operators */

#define BIT(kind) (1u << (kind))
#define VALUES    (BIT(PLX_LEX_WORD) | BIT(PLX_LEX_PHRASE) | BIT(PLX_LEX_PREFIX))
#define OPERANDS  (VALUES | BIT(PLX_LEX_FIELD) | BIT(PLX_LEX_OPEN) | BIT(PLX_LEX_EXACT))

/* What must follow and stand before each kind; 0: anything. */
static const struct {
    unsigned after, before;
} needs[PLX_LEX_KINDS] = {
    [PLX_LEX_FIELD] = { VALUES | BIT(PLX_LEX_OPEN), 0 },
    [PLX_LEX_AND] = { OPERANDS | BIT(PLX_LEX_NOT) | BIT(PLX_LEX_PLUS),
                      VALUES | BIT(PLX_LEX_CLOSE) },
    [PLX_LEX_OR] = { OPERANDS | BIT(PLX_LEX_NOT) | BIT(PLX_LEX_PLUS), VALUES | BIT(PLX_LEX_CLOSE) },
    [PLX_LEX_NEAR] = { OPERANDS, VALUES | BIT(PLX_LEX_CLOSE) },
    [PLX_LEX_NOT] = { OPERANDS | BIT(PLX_LEX_NOT) | BIT(PLX_LEX_PLUS), 0 },
    [PLX_LEX_PLUS] = { OPERANDS, 0 },
    [PLX_LEX_EXACT] = { BIT(PLX_LEX_WORD) | BIT(PLX_LEX_PHRASE), 0 },
};

/* An operator without operand: a word if it has letters, else nothing. */
static plx_status demote(const plx_reading *r, plx_lexeme *x, const char *state)
{
    bool is_word = x->len > 1 && x->kind != PLX_LEX_FIELD;
    const plx_diagnostic diag = { .at = x->text,
                                  .shown = x->len,
                                  .state = state,
                                  .done = is_word ? "is read as a word" : "is left out",
                                  .hint = is_word
                                              ? "for the word put it in quotes, or write it small"
                                              : "put a word behind it, or leave it out" };

    x->kind = is_word ? PLX_LEX_WORD : PLX_LEX_NONE;
    return plx_diagnostic_report(r, &diag);
}

/* Backwards for what follows, so that a chain falls as a whole; then forwards. */
static plx_status check_operands(const plx_reading *r, plx_lexemes *list)
{
    plx_lexeme *x = list->items;
    size_t n = list->count, i;
    plx_lexeme_kind beside = PLX_LEX_NONE;
    plx_status rc = PLX_OK;

    for (i = n; !rc && i-- > 0;) {
        if (needs[x[i].kind].after && !(needs[x[i].kind].after & BIT(beside)))
            rc = demote(r, &x[i], "has nothing to join after it");
        if (x[i].kind != PLX_LEX_NONE)
            beside = x[i].kind;
    }
    beside = PLX_LEX_NONE;
    for (i = 0; !rc && i < n; i++) {
        if (needs[x[i].kind].before && !(needs[x[i].kind].before & BIT(beside)))
            rc = demote(r, &x[i], "has nothing to join before it");
        if (x[i].kind != PLX_LEX_NONE)
            beside = x[i].kind;
    }
    return rc;
}

plx_status plx_lexemes_repair(const plx_reading *r, plx_lexemes *list)
{
    plx_status rc = match_brackets(r, list);

    if (!rc)
        rc = compact(r, list);
    if (!rc)
        rc = check_operands(r, list);
    return rc ? rc : compact(r, list);
}
