/* search/compile_words.c - words, phrases and prefixes as terms of the index */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/compile_internal.h"
#include "search/diagnostic.h"
#include "text/language.h"

/* ----------------------------------------------------------------- terms */

static plx_status add_term(plx_compiling *k, const char *prefix, const char *text, size_t len)
{
    plx_plan *p = k->plan;
    plx_plan_term *t;

    if (p->terms == p->term_cap) {
        size_t cap = p->term_cap ? p->term_cap * 2 : 16;
        plx_plan_term *list = realloc(p->term, cap * sizeof *list);

        if (!list)
            return plx_compiling_no_memory(k);
        p->term = list;
        p->term_cap = cap;
    }
    t = &p->term[p->terms++];
    t->at = p->pool.len;
    t->len = strlen(prefix) + len;
    plx_strbuf_puts(&p->pool, prefix);
    plx_strbuf_add(&p->pool, text, len);
    return p->pool.failed ? plx_compiling_no_memory(k) : PLX_OK;
}

static bool same_terms(const plx_plan *p, const plx_alternative *a, const plx_alternative *b)
{
    size_t i;

    if (a->count != b->count)
        return false;
    for (i = 0; i < a->count; i++) {
        const plx_plan_term *x = &p->term[a->first + i], *y = &p->term[b->first + i];

        if (x->len != y->len || memcmp(p->pool.s + x->at, p->pool.s + y->at, x->len) != 0)
            return false;
    }
    return true;
}

/* Languages mostly agree on the stem of a word: one look at the store is enough for all. */
static bool is_there(const plx_plan *p, const plx_unit *u, const plx_alternative *a)
{
    size_t i;

    for (i = u->first; i < u->first + u->count; i++)
        if (same_terms(p, &p->alternative[i], a))
            return true;
    return false;
}

/* Look up the terms of an alternative; is there a document that may hold them all? */
static plx_status look_up(plx_compiling *k, const plx_alternative *a, bool *found)
{
    plx_plan *p = k->plan;
    plx_status rc = PLX_OK;
    size_t i;

    *found = true;
    for (i = a->first; !rc && *found && i < a->first + a->count; i++) {
        plx_plan_term *t = &p->term[i];

        rc = plx_store_term_freq(k->st, p->pool.s + t->at, t->len, &t->freq, k->err);
        *found = t->freq > 0;
    }
    return rc;
}

static void forget_terms(plx_plan *p, size_t first)
{
    if (first < p->terms)
        plx_strbuf_truncate(&p->pool, p->term[first].at);
    p->terms = first;
}

/* The terms from `first` on become an alternative of u, or go again. */
static plx_status close_alternative(plx_compiling *k, plx_unit *u, size_t first)
{
    plx_plan *p = k->plan;
    plx_alternative a = { .first = first, .count = p->terms - first, .weight = 1 };
    bool found = a.count && !is_there(p, u, &a);
    plx_status rc = found ? look_up(k, &a, &found) : PLX_OK;

    if (rc || !found) {
        forget_terms(p, first);
        return rc;
    }
    if (p->alternatives == p->alternative_cap) {
        size_t cap = p->alternative_cap ? p->alternative_cap * 2 : 16;
        plx_alternative *list = realloc(p->alternative, cap * sizeof *list);

        if (!list)
            return plx_compiling_no_memory(k);
        p->alternative = list;
        p->alternative_cap = cap;
    }
    p->alternative[p->alternatives++] = a;
    u->count++;
    return PLX_OK;
}

plx_status plx_compiling_term(plx_compiling *k, plx_unit *u, const char *prefix, const char *text,
                              size_t len)
{
    size_t first = k->plan->terms;
    plx_status rc = add_term(k, prefix, text, len);

    return rc ? rc : close_alternative(k, u, first);
}

/* ----------------------------------------------------------------- words */

static plx_status analyse(plx_compiling *k, const char *lang, const char *text)
{
    plx_status rc = plx_analyser_run(k->c->an, lang, text, strlen(text), k->c->tokens, k->err);

    if (rc)
        return rc;
    k->tokens += k->c->tokens->count;
    if (k->tokens > PLX_PLAN_TOKENS_MAX * k->c->tables->langs)
        return plx_fail(k->err, PLX_ERR_LIMIT, "the query has over %d words: shorten it",
                        PLX_PLAN_TOKENS_MAX);
    return PLX_OK;
}

bool plx_is_compound(const plx_tokens *t)
{
    const plx_token *first = t->items, *last;

    if (t->count < 2 || !(first->flags & PLX_TOKEN_COMPOUND))
        return false;
    last = first + t->count - 1;
    return first->start + first->len >= last->start + last->len;
}

/* The tokens as one term, or one after the other; a hyphenated word whole as well. */
static plx_status add_tokens(plx_compiling *k, plx_unit *u, const char *prefix)
{
    const plx_tokens *t = k->c->tokens;
    size_t first = k->plan->terms, i;
    plx_status rc = PLX_OK;

    for (i = 0; !rc && i < t->count; i++) {
        const plx_word *w = t->items[i].word;

        if (!(t->items[i].flags & PLX_TOKEN_COMPOUND))
            rc = add_term(k, prefix, w->stem, w->stem_len);
    }
    if (!rc)
        rc = close_alternative(k, u, first);
    if (!rc && plx_is_compound(t))
        rc = plx_compiling_term(k, u, prefix, t->items[0].word->stem, t->items[0].word->stem_len);
    return rc;
}

/* Would language i of the index only do again what an earlier one did? All that are merely
 * folded make the same stems. */
static bool repeats(const plx_tables *t, size_t i)
{
    size_t j;

    if (plx_language_stemmer(plx_language_find(t->lang[i])))
        return false;
    for (j = 0; j < i; j++)
        if (!plx_language_stemmer(plx_language_find(t->lang[j])))
            return true;
    return false;
}

/* Words in every language of the index, as their stems differ. What is a stop word is settled by
 * the first, which most articles are in. */
plx_status plx_compiling_words(plx_compiling *k, plx_unit *u, const char *text, const char *prefix,
                               size_t *words)
{
    plx_status rc = PLX_OK;
    size_t i;

    *words = 0;
    for (i = 0; !rc && i < k->c->tables->langs; i++) {
        if (repeats(k->c->tables, i))
            continue;
        rc = analyse(k, k->c->tables->lang[i], text);
        if (rc)
            break;
        if (i == 0) {
            *words = k->c->tokens->count;
            u->is_stop = *words == 1 && k->c->tokens->items[0].word->is_stop;
        }
        rc = add_tokens(k, u, prefix);
    }
    return rc;
}

/* A term of the index as it stands: what articles like another are looked for by. */
static plx_status compile_stem(plx_compiling *k, const plx_node *n, plx_unit **out)
{
    plx_status rc = plx_compiling_unit(k, PLX_UNIT_TERMS, n, out);

    if (rc)
        return rc;
    (*out)->weighs = true;
    return plx_compiling_term(k, *out, "", n->text, strlen(n->text));
}

/* A word or phrase; *out is NULL where there is nothing to be found in it. */
plx_status plx_compile_text(plx_compiling *k, const plx_node *n, plx_unit **out)
{
    size_t words;
    plx_status rc;

    if (n->is_stem)
        return compile_stem(k, n, out);
    rc = plx_compiling_unit(k, PLX_UNIT_TERMS, n, out);
    if (rc)
        return rc;
    (*out)->weighs = true;
    (*out)->is_exact = n->exact || k->c->exact;
    rc = plx_compiling_words(k, *out, n->text, "", &words);
    if (n->kind == PLX_NODE_PHRASE)
        (*out)->is_stop = false;
    if (!rc && words && n->kind == PLX_NODE_WORD)
        rc = plx_compiling_names(k, *out, "");
    if (!rc && !words) {
        plx_unit_free(*out);
        *out = NULL;
    }
    return rc;
}

void plx_compiling_note_cut(plx_compiling *k, const plx_expansion *x, size_t most, const char *text)
{
    plx_strbuf *notice = k->c->notice;
    char line[160];

    if (!notice || x->found <= most || notice->len > PLX_NOTICE_MAX)
        return;
    snprintf(line, sizeof line, "'" PLX_SHOWN "' stands for the %zu most frequent of %zu", text,
             most, x->found);
    if (strstr(notice->s, line))
        return;
    plx_strbuf_puts(notice, notice->len ? "; " : "");
    plx_strbuf_puts(notice, line);
}

plx_status plx_compiling_surface(plx_compiling *k, plx_unit *u, const char *prefix,
                                 const char *word)
{
    const plx_tokens *t = k->c->tokens;
    plx_status rc = PLX_OK;
    size_t l;

    for (l = 0; !rc && l < k->c->tables->langs; l++) {
        if (repeats(k->c->tables, l))
            continue;
        rc = plx_analyser_run(k->c->an, k->c->tables->lang[l], word, strlen(word), k->c->tokens,
                              k->err);
        if (!rc && t->count) /* of a hyphenated word the whole comes first */
            rc = plx_compiling_term(k, u, prefix, t->items[0].word->stem,
                                    t->items[0].word->stem_len);
    }
    return rc;
}

static plx_status add_stems(plx_compiling *k, plx_unit *u, const char *prefix,
                            const plx_expansion *x)
{
    plx_strbuf word = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < x->count; i++) {
        plx_strbuf_reset(&word);
        plx_strbuf_add(&word, x->pool.s + x->items[i].at, x->items[i].len);
        rc = word.failed ? plx_compiling_no_memory(k) : plx_compiling_surface(k, u, prefix, word.s);
    }
    plx_strbuf_release(&word);
    return rc;
}

/* Words with digits are not in the table of surface words, but are terms as they stand. */
static plx_status expand_prefix(plx_compiling *k, plx_unit *u, const char *prefix,
                                const char *folded)
{
    plx_expansion x;
    plx_status rc;

    plx_expansion_init(&x);
    rc = plx_expand(k->st, PLX_TERMS_SPELLING, folded, strlen(folded), NULL, &x, k->err);
    if (!rc && strpbrk(folded, "0123456789"))
        rc = plx_expand(k->st, PLX_TERMS_ALL, folded, strlen(folded), NULL, &x, k->err);
    plx_expansion_cut(&x, k->prefix_words);
    if (!rc)
        rc = add_stems(k, u, prefix, &x);
    plx_compiling_note_cut(k, &x, k->prefix_words, u->node->text);
    plx_expansion_release(&x);
    return rc;
}

/* What the words behind a star are looked up by: folded like words. */
char *plx_compiling_fold_prefix(const char *text)
{
    size_t len = strlen(text);

    while (len && text[len - 1] == '*')
        len--;
    return plx_fold(text, len);
}

plx_status plx_compiling_prefix(plx_compiling *k, plx_unit *u, const char *prefix, const char *text)
{
    char *folded = plx_compiling_fold_prefix(text);
    plx_status rc;

    if (!folded)
        return plx_compiling_no_memory(k);
    rc = strlen(folded) > 0 && strlen(folded) <= PLX_WORD_MAX ? expand_prefix(k, u, prefix, folded)
                                                              : PLX_OK;
    free(folded);
    return rc;
}

plx_status plx_compile_prefix(plx_compiling *k, const plx_node *n, plx_unit **out)
{
    plx_status rc = plx_compiling_unit(k, PLX_UNIT_TERMS, n, out);

    if (rc)
        return rc;
    (*out)->weighs = true;
    return plx_compiling_prefix(k, *out, "", n->text);
}
