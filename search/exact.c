#include "search/exact.h"

#include <stdlib.h>
#include <string.h>

/* Tokens without the wholes of hyphenated words: one for each position. */
static size_t drop_compounds(plx_tokens *t)
{
    size_t n = 0, i;

    for (i = 0; i < t->count; i++)
        if (!(t->items[i].flags & PLX_TOKEN_COMPOUND))
            t->items[n++] = t->items[i];
    return t->count = n;
}

static bool same_form(const plx_word *a, const plx_word *b)
{
    return a->text_len == b->text_len && memcmp(a->text, b->text, a->text_len) == 0;
}

static bool has_sequence(const plx_tokens *t, const plx_tokens *wanted)
{
    size_t i, k;

    for (i = 0; i + wanted->count <= t->count; i++) {
        for (k = 0; k < wanted->count; k++)
            if (!same_form(t->items[i + k].word, wanted->items[k].word))
                break;
        if (k == wanted->count)
            return true;
    }
    return false;
}

static plx_status text_has(plx_analyser *an, const char *lang, const char *text,
                           const plx_tokens *wanted, plx_tokens *t, bool *found, plx_error *err)
{
    plx_status rc;

    *found = false;
    if (!text)
        return PLX_OK;
    rc = plx_analyser_run(an, lang, text, strlen(text), t, err);
    if (rc)
        return rc;
    drop_compounds(t);
    *found = has_sequence(t, wanted);
    return PLX_OK;
}

static plx_status article_has(plx_snapshot *snap, plx_analyser *an, uint32_t docid,
                              const plx_tokens *wanted, plx_tokens *t, bool *found, plx_error *err)
{
    plx_article a;
    plx_status rc;

    plx_article_init(&a);
    rc = plx_snapshot_article(snap, docid, true, &a, err);
    if (!rc)
        rc = text_has(an, a.lang, a.title, wanted, t, found, err);
    if (!rc && !*found)
        rc = text_has(an, a.lang, a.text, wanted, t, found, err);
    plx_article_release(&a);
    return rc;
}

/* Words are compared by their folded form, so any language will do for the query. */
static plx_status filter_docids(plx_snapshot *snap, plx_analyser *an, const plx_tokens *wanted,
                                const plx_deadline *deadline, plx_bits *set, plx_error *err)
{
    uint32_t n = plx_bits_count(set), *docids = malloc(((size_t)n + 1) * sizeof *docids), i;
    plx_status rc = PLX_OK;
    plx_tokens t;

    if (!docids)
        return plx_fail(err, PLX_ERR_NOMEM, "search: out of memory");
    plx_tokens_init(&t);
    plx_bits_list(set, docids);
    for (i = 0; !rc && i < n; i++) {
        bool found = false;

        rc = plx_deadline_check(deadline, err);
        if (!rc)
            rc = article_has(snap, an, docids[i], wanted, &t, &found, err);
        if (!found)
            plx_bits_clear(set, docids[i]);
    }
    plx_tokens_release(&t);
    free(docids);
    return rc;
}

plx_status plx_exact_filter(plx_snapshot *snap, plx_analyser *an, const char *text,
                            const plx_deadline *deadline, plx_bits *set, plx_error *err)
{
    plx_tokens wanted;
    plx_status rc;

    plx_tokens_init(&wanted);
    rc = plx_analyser_run(an, "none", text, strlen(text), &wanted, err);
    if (!rc && drop_compounds(&wanted))
        rc = filter_docids(snap, an, &wanted, deadline, set, err);
    plx_tokens_release(&wanted);
    return rc;
}
