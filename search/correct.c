#include "search/correct.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/expand.h"
#include "text/analyser.h"

/* Letters of each of two words run together; how often each must be there, and how many times as
 * often as one near word, to be what was meant. */
#define HALF_MIN    3
#define HALF_FREQ   4
#define HALF_FACTOR 10

/* A part of the query and what stands for it. */
typedef struct correction {
    size_t at, len; /* bytes of the query */
    char *word;
} correction;

typedef struct correcting {
    plx_store *st;
    const char *query;
    correction list[PLX_CORRECT_WORDS_MAX];
    size_t count, looked_at;
    plx_error *err;
} correcting;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "query: out of memory");
}

/* ------------------------------------------------------------------ words */

/* How often the index has a word, 0 if not. */
static plx_status count_of(const correcting *x, const char *word, size_t len, uint32_t *out)
{
    plx_terms *it = NULL;
    plx_bytes found = { NULL, 0 };
    uint32_t freq = 0;
    plx_status rc = plx_terms_open(x->st, PLX_TERMS_SPELLING, word, len, &it, x->err);

    if (!rc)
        rc = plx_terms_next(it, &found, &freq, x->err);
    *out = !rc && found.p && found.n == len ? freq : 0;
    plx_terms_close(it);
    return rc;
}

/* Letters alone: numbers, addresses and words with hyphens are left as they are. */
static bool is_word(const char *s)
{
    return !s[strcspn(s, "0123456789-_.@/:'&+#*")];
}

/* "greenzone": the cut whose rarer half is the most frequent, and more so than `least`. */
static plx_status take_apart(const correcting *x, const char *word, uint32_t least, char **out)
{
    size_t len = strlen(word), best = 0, i;
    uint32_t best_count = least;
    plx_status rc = PLX_OK;

    for (i = HALF_MIN; !rc && i + HALF_MIN <= len; i++) {
        uint32_t first = 0, second = 0;

        if (((unsigned char)word[i] & 0xc0) == 0x80)
            continue;
        rc = count_of(x, word, i, &first);
        if (!rc && first > best_count)
            rc = count_of(x, word + i, len - i, &second);
        if (!rc && first > best_count && second > best_count) {
            best_count = first < second ? first : second;
            best = i;
        }
    }
    if (rc || !best)
        return rc;
    free(*out);
    *out = malloc(len + 2);
    if (!*out)
        return no_memory(x->err);
    memcpy(*out, word, best);
    (*out)[best] = ' ';
    strcpy(*out + best + 1, word + best);
    return PLX_OK;
}

/* *out stays NULL where nothing is near. */
static plx_status nearest(const correcting *x, const char *folded, char **out)
{
    size_t letters = plx_utf8_count(folded, strlen(folded));
    uint32_t there = 0, known = 0;
    plx_status rc;

    *out = NULL;
    if (letters < PLX_CORRECT_LETTERS_MIN || strlen(folded) > PLX_WORD_MAX || !is_word(folded))
        return PLX_OK;
    rc = count_of(x, folded, strlen(folded), &there);
    if (rc || there)
        return rc;
    rc = plx_store_spelling_suggest(x->st, folded, strlen(folded),
                                    letters < PLX_CORRECT_LETTERS_TWO ? 1 : 2, out, x->err);
    if (!rc)
        rc = count_of(x, *out, strlen(*out), &known);
    else if (rc == PLX_ERR_NOTFOUND)
        rc = PLX_OK;
    return rc ? rc : take_apart(x, folded, HALF_FREQ + HALF_FACTOR * known, out);
}

static plx_status look_at(correcting *x, size_t at, size_t len)
{
    char *folded = plx_fold(x->query + at, len), *word = NULL;
    plx_status rc = folded ? nearest(x, folded, &word) : no_memory(x->err);

    free(folded);
    if (word)
        x->list[x->count++] = (correction){ at, len, word };
    return rc;
}

/* ------------------------------------------------------------------ query */

/* Byte of a 1-based character; the end if there are fewer. */
static size_t byte_of(const char *s, uint32_t column)
{
    size_t at = 0, n = strlen(s);
    uint32_t cp, i;

    for (i = 1; i < column && at < n; i++)
        at += plx_utf8_decode(s + at, n - at, &cp);
    return at;
}

/* Where a node's text stands in the query, if it does. */
static bool find_text(const correcting *x, const plx_node *n, size_t *at)
{
    *at = byte_of(x->query, n->column);
    *at += strspn(x->query + *at, "=\"+-");
    return n->text && strncmp(x->query + *at, n->text, strlen(n->text)) == 0;
}

static plx_status look_at_words(correcting *x, size_t at, size_t len)
{
    size_t end = at + len;
    plx_status rc = PLX_OK;

    while (!rc && at < end && x->looked_at < PLX_CORRECT_WORDS_MAX) {
        size_t n;

        at += strspn(x->query + at, " \t\r\n");
        n = strcspn(x->query + at, " \t\r\n");
        n = at + n < end ? n : end > at ? end - at : 0;
        if (n) {
            x->looked_at++;
            rc = look_at(x, at, n);
        }
        at += n;
    }
    return rc;
}

/* Of words, phrases, and words of the title; other fields have values. */
static bool is_of_words(const plx_unit *u)
{
    plx_node_kind kind = u->node->kind;

    return kind == PLX_NODE_WORD || kind == PLX_NODE_PHRASE ||
           (kind == PLX_NODE_FIELD && u->is_title && !plx_node_has_star(u->node));
}

/* A word or phrase that no article holds. */
static bool is_unknown(const plx_unit *u)
{
    return u->kind == PLX_UNIT_TERMS && u->weighs && !u->count && !u->node->is_stem &&
           is_of_words(u);
}

static plx_status look_at_plan(correcting *x, const plx_plan *plan)
{
    plx_status rc = PLX_OK;
    size_t at, i;

    for (i = 0; !rc && i < plan->leaves; i++)
        if (is_unknown(plan->leaf[i]) && find_text(x, plan->leaf[i]->node, &at))
            rc = look_at_words(x, at, strlen(plan->leaf[i]->node->text));
    return rc;
}

static int in_order(const void *a, const void *b)
{
    const correction *x = a, *y = b;

    return x->at < y->at ? -1 : x->at > y->at;
}

static void write_query(correcting *x, plx_strbuf *out)
{
    size_t at = 0, i;

    if (!x->count)
        return;
    qsort(x->list, x->count, sizeof *x->list, in_order);
    for (i = 0; i < x->count; i++) {
        plx_strbuf_add(out, x->query + at, x->list[i].at - at);
        plx_strbuf_puts(out, x->list[i].word);
        at = x->list[i].at + x->list[i].len;
    }
    plx_strbuf_puts(out, x->query + at);
}

plx_status plx_correct(plx_store *st, const plx_plan *plan, const char *query, plx_strbuf *out,
                       plx_error *err)
{
    correcting x = { .st = st, .query = query, .err = err };
    plx_status rc = look_at_plan(&x, plan);
    size_t i;

    if (!rc)
        write_query(&x, out);
    for (i = 0; i < x.count; i++)
        free(x.list[i].word);
    return !rc && out->failed ? no_memory(err) : rc;
}
