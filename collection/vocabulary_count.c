#include "collection/vocabulary_count.h"

#include <stdlib.h>
#include <string.h>

/* Languages counted apart; articles of further ones bring no words for suggestions. */
#define LANGUAGES_MAX 32
/* Bytes of a word that prefixes and suggestions are offered for. */
#define WORD_MIN 3
#define WORD_MAX 40

typedef struct counts {
    char lang[16];
    plx_name_counts *count; /* [word id] */
    const plx_word **word;  /* [word id] */
    size_t used;            /* ids below it may have a count */
    size_t cap;
} counts;

struct plx_vocabulary_count {
    counts lang[LANGUAGES_MAX];
    size_t languages;
};

plx_status plx_vocabulary_count_new(plx_vocabulary_count **out, plx_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "vocabulary: out of memory");
}

void plx_vocabulary_count_free(plx_vocabulary_count *v)
{
    size_t i;

    for (i = 0; v && i < v->languages; i++) {
        free(v->lang[i].count);
        free(v->lang[i].word);
    }
    free(v);
}

static counts *counts_of(plx_vocabulary_count *v, const char *lang)
{
    size_t i;

    for (i = 0; i < v->languages; i++)
        if (strcmp(v->lang[i].lang, lang) == 0)
            return &v->lang[i];
    if (v->languages == LANGUAGES_MAX || strlen(lang) >= sizeof v->lang[0].lang)
        return NULL;
    strcpy(v->lang[v->languages].lang, lang);
    return &v->lang[v->languages++];
}

static plx_status make_room(counts *c, size_t id, plx_error *err)
{
    size_t cap = c->cap ? c->cap : 4096;
    plx_name_counts *count;
    const plx_word **word;

    while (cap <= id)
        cap *= 2;
    count = realloc(c->count, cap * sizeof *count);
    if (count)
        c->count = count;
    word = realloc(c->word, cap * sizeof *word);
    if (word)
        c->word = word;
    if (!count || !word)
        return plx_fail(err, PLX_ERR_NOMEM, "vocabulary: out of memory");
    memset(c->count + c->cap, 0, (cap - c->cap) * sizeof *c->count);
    c->cap = cap;
    return PLX_OK;
}

/* Does a text tell names from other words: is there a letter large and a word that is not? */
static bool has_case(const plx_tokens *t)
{
    bool has_capital = false, has_small = false;
    size_t i;

    for (i = 0; i < t->count && !(has_capital && has_small); i++) {
        bool is_capital = t->items[i].flags & PLX_TOKEN_CAPITAL;

        has_capital = has_capital || is_capital;
        has_small = has_small || !is_capital;
    }
    return has_capital && has_small;
}

/* Titles may write all words with a capital, sentences begin with one. */
static void count_case(plx_name_counts *c, const plx_token *t, bool is_title)
{
    if (!(t->flags & PLX_TOKEN_CAPITAL) || (t->flags & PLX_TOKEN_UPPER))
        c->as_other++;
    else if (!is_title && !(t->flags & PLX_TOKEN_SENTENCE))
        c->as_name++;
}

void plx_vocabulary_count_remove(plx_vocabulary_count *v, const char *lang, const plx_tokens *t,
                                 bool is_title)
{
    counts *c = counts_of(v, lang ? lang : "");
    bool tells = has_case(t);
    size_t i;

    for (i = 0; c && i < t->count; i++) {
        plx_name_counts one = { 0 }, *of;

        if (t->items[i].word->id >= c->used)
            continue;
        of = &c->count[t->items[i].word->id];
        if (tells)
            count_case(&one, &t->items[i], is_title);
        of->all -= of->all > 0;
        of->as_name -= of->as_name < one.as_name ? 0 : one.as_name;
        of->as_other -= of->as_other < one.as_other ? 0 : one.as_other;
    }
}

plx_status plx_vocabulary_count_add(plx_vocabulary_count *v, const char *lang, const plx_tokens *t,
                                    bool is_title, plx_error *err)
{
    counts *c = counts_of(v, lang ? lang : "");
    bool tells = has_case(t);
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; c && !rc && i < t->count; i++) {
        const plx_word *w = t->items[i].word;

        if (w->id >= c->cap)
            rc = make_room(c, w->id, err);
        if (!rc) {
            c->count[w->id].all++;
            if (tells)
                count_case(&c->count[w->id], &t->items[i], is_title);
            c->word[w->id] = w;
            c->used = w->id < c->used ? c->used : (size_t)w->id + 1;
        }
    }
    return rc;
}

size_t plx_vocabulary_count_words(const plx_vocabulary_count *v)
{
    size_t words = 0, i;

    for (i = 0; i < v->languages; i++)
        words += v->lang[i].used;
    return words;
}

/* Words, and names such as "covid19", but no numbers. */
static bool is_offered(const plx_word *w)
{
    return (*w->text < '0' || *w->text > '9') && w->text_len >= WORD_MIN && w->text_len <= WORD_MAX;
}

static plx_status write_counts(counts *c, plx_store *st, plx_names *names, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < c->used; i++) {
        const plx_word *w = c->word[i];

        if (c->count[i].all && is_offered(w))
            rc = plx_store_spelling_add(st, w->text, w->text_len, c->count[i].all, err);
        if (!rc && c->count[i].all && !w->is_stop)
            rc = plx_names_add(names, w->text, w->text_len, &c->count[i], err);
        c->count[i] = (plx_name_counts){ 0 };
    }
    c->used = 0;
    return rc;
}

plx_status plx_vocabulary_count_write(plx_vocabulary_count *v, plx_store *st, plx_names *names,
                                      plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i < v->languages; i++)
        rc = write_counts(&v->lang[i], st, names, err);
    return rc;
}
