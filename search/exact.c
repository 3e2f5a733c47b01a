#include "search/exact.h"

#include <stdlib.h>
#include <string.h>

/* Words of an article by a rough sum of their letters: most that are looked for and not there are
 * told from this alone. */
#define MARKS 4096

typedef struct reading {
    const plx_exact_reader *r;
    const plx_exact_wanted *wanted;
    plx_tokens *tokens; /* of each that is wanted */
    size_t n;
    plx_tokens title, text; /* of the article */
    uint8_t marks[MARKS];
    plx_error *err;
} reading;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "search: out of memory");
}

/* ------------------------------------------------------------------ words */

/* Tokens without the wholes of hyphenated words: one for each position. */
static void drop_compounds(plx_tokens *t)
{
    size_t n = 0, i;

    for (i = 0; i < t->count; i++)
        if (!(t->items[i].flags & PLX_TOKEN_COMPOUND))
            t->items[n++] = t->items[i];
    t->count = n;
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

static size_t mark_of(const plx_word *w)
{
    unsigned char first = (unsigned char)w->text[0], last = (unsigned char)w->text[w->text_len - 1],
                  middle = (unsigned char)w->text[w->text_len / 2];

    return (w->text_len + 31u * first + 257u * middle + 1021u * last) % MARKS;
}

static void mark_words(reading *x, const plx_tokens *t)
{
    size_t i;

    for (i = 0; i < t->count; i++)
        x->marks[mark_of(t->items[i].word)] = 1;
}

static bool may_have(const reading *x, const plx_tokens *wanted)
{
    size_t i;

    for (i = 0; i < wanted->count; i++)
        if (!x->marks[mark_of(wanted->items[i].word)])
            return false;
    return true;
}

/* --------------------------------------------------------------- articles */

static plx_status analyse(reading *x, const char *lang, const char *text, plx_tokens *out)
{
    plx_status rc;

    rc = plx_analyser_run(x->r->an, lang, text ? text : "", text ? strlen(text) : 0, out, x->err);
    if (rc)
        return rc;
    drop_compounds(out);
    mark_words(x, out);
    return PLX_OK;
}

static plx_status read_article(reading *x, uint32_t docid)
{
    plx_article a;
    plx_status rc;

    memset(x->marks, 0, sizeof x->marks);
    plx_article_init(&a);
    rc = plx_snapshot_article(x->r->snap, docid, true, &a, x->err);
    if (!rc)
        rc = analyse(x, a.lang, a.title, &x->title);
    if (!rc)
        rc = analyse(x, a.lang, a.text, &x->text);
    plx_article_release(&a);
    return rc;
}

static bool has(const reading *x, const plx_tokens *wanted)
{
    return may_have(x, wanted) &&
           (has_sequence(&x->title, wanted) || has_sequence(&x->text, wanted));
}

static plx_status check_article(reading *x, uint32_t docid)
{
    plx_status rc = plx_deadline_phase(x->r->deadline, PLX_PHASE_MATCH, x->err);
    size_t i;

    for (i = 0; rc == PLX_ERR_DEADLINE && i < x->n; i++)
        plx_bits_clear_from(x->wanted[i].set, docid);
    if (!rc)
        rc = read_article(x, docid);
    plx_deadline_spend(x->r->deadline, PLX_EXACT_WORK);
    for (i = 0; !rc && i < x->n; i++)
        if (x->tokens[i].count && plx_bits_has(x->wanted[i].set, docid) && !has(x, &x->tokens[i]))
            plx_bits_clear(x->wanted[i].set, docid);
    return rc;
}

/* All articles of any set, in rising order. */
static plx_status check_articles(reading *x)
{
    size_t words = x->wanted[0].set->words, at, i;
    plx_status rc = PLX_OK;

    for (at = 0; !rc && at < words; at++) {
        uint64_t left = 0;

        for (i = 0; i < x->n; i++)
            left |= x->wanted[i].set->word[at];
        for (; !rc && left; left &= left - 1)
            rc = check_article(x, (uint32_t)(at * 64) + (uint32_t)__builtin_ctzll(left));
    }
    return rc;
}

/* Words are compared by their folded form, so any language will do for the query. */
static plx_status read_wanted(reading *x)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; i < x->n; i++)
        plx_tokens_init(&x->tokens[i]);
    for (i = 0; !rc && i < x->n; i++) {
        const char *text = x->wanted[i].text;

        rc = plx_analyser_run(x->r->an, "none", text, strlen(text), &x->tokens[i], x->err);
        if (!rc)
            drop_compounds(&x->tokens[i]);
    }
    return rc;
}

plx_status plx_exact_filter(const plx_exact_reader *r, const plx_exact_wanted *wanted, size_t n,
                            plx_error *err)
{
    reading x = { .r = r, .wanted = wanted, .n = n, .err = err };
    plx_status rc;
    size_t i;

    x.tokens = calloc(n, sizeof *x.tokens);
    if (!x.tokens)
        return no_memory(err);
    plx_tokens_init(&x.title);
    plx_tokens_init(&x.text);
    rc = read_wanted(&x);
    if (!rc)
        rc = check_articles(&x);
    for (i = 0; i < n; i++)
        plx_tokens_release(&x.tokens[i]);
    plx_tokens_release(&x.title);
    plx_tokens_release(&x.text);
    free(x.tokens);
    return rc;
}
