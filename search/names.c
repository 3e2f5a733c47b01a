#include "search/names.h"

#include <stdlib.h>
#include <string.h>

#include "collection/names.h"
#include "text/name_key.h"
#include "text/name_match.h"

/* Words that look less like a name than this are not looked for otherwise (hundredths of log-odds):
 * few names, most other words. */
#define LOOK_MIN (-50)
/* What twice the frequency is worth beside nearness. */
#define DOUBLE_COUNT 8

/* Articles with the stem of a spelling for each time that it or another spelling of this stem
 * stands in the index, at most. */
#define OTHERS_MAX 2

/* Names remembered, 650 bytes each. */
#define MEMO_MAX 512
/* Letters that spellings of one name differ by, at most. */
#define MORE_LETTERS 5

/* One look into the index. */
typedef struct finder {
    const char *word;
    size_t len;
    plx_name name;
    bool is_other;  /* the index knows it as another word than a name */
    uint32_t count; /* in the index */
    size_t looked_at;
    plx_name_spellings *out;
} finder;

static int worth(const plx_name_spelling *s)
{
    int doubles = 0;
    uint32_t n;

    for (n = s->count; n > 1; n >>= 1)
        doubles++;
    return s->nearness + doubles * DOUBLE_COUNT;
}

static bool is_before(const plx_name_spelling *a, const plx_name_spelling *b)
{
    int x = worth(a), y = worth(b);

    return x != y ? x > y : strcmp(a->word, b->word) < 0;
}

static bool is_listed(const plx_name_spellings *list, const char *word)
{
    size_t i;

    for (i = 0; i < list->count; i++)
        if (strcmp(list->items[i].word, word) == 0)
            return true;
    return false;
}

/* Put it into its place; the last one goes when the list is full. */
static void insert(plx_name_spellings *list, const plx_name_spelling *s)
{
    size_t at = list->count;

    if (is_listed(list, s->word))
        return;
    if (at == PLX_SPELLINGS_MAX) {
        if (!is_before(s, &list->items[at - 1]))
            return;
        at--;
    } else {
        list->count++;
    }
    for (; at && is_before(s, &list->items[at - 1]); at--)
        list->items[at] = list->items[at - 1];
    list->items[at] = *s;
}

/* Capitals tell names in scripts that have them only. */
static bool may_be_name(const char *word, const plx_name_counts *c)
{
    return (unsigned char)*word >= 0x80 || plx_name_counts_is_name(c);
}

/* Is it worth reading? Letters of Arabic script have two bytes. */
static bool is_comparable(const finder *f, const char *word, size_t len, const plx_name_counts *c)
{
    bool is_latin = (unsigned char)*word < 0x80, is_own_latin = (unsigned char)*f->word < 0x80;

    if (len > PLX_SPELLING_BYTES || !may_be_name(word, c))
        return false;
    return is_latin != is_own_latin ||
           (len <= f->len + MORE_LETTERS && f->len <= len + MORE_LETTERS);
}

static bool look_at(void *ctx, const char *word, size_t len, const plx_name_counts *c)
{
    finder *f = ctx;
    bool is_self = len == f->len && memcmp(word, f->word, len) == 0;
    plx_name_spelling s = { .count = c->all };
    plx_name other;

    if (is_self) {
        f->is_other = !may_be_name(word, c);
        f->count = c->all;
    } else if (is_comparable(f, word, len, c) && plx_name_read(word, len, &other)) {
        s.nearness = plx_name_nearness(&f->name, &other);
        if (s.nearness >= PLX_NAME_SAME) {
            memcpy(s.word, word, len);
            insert(f->out, &s);
        }
    }
    return !f->is_other && ++f->looked_at < PLX_SPELLINGS_LOOKED_AT_MAX;
}

bool plx_names_is_sought(const plx_name *n)
{
    return n->is_unvowelled || n->look >= LOOK_MIN;
}

/* ----------------------------------------------------------------- stems */

/* A spelling by its stem: what else would be found by that? */
typedef struct stem {
    char s[PLX_SPELLING_BYTES + 1];
    uint32_t docs, count; /* that hold it; of the name and its spellings with this stem */
} stem;

static plx_status find_stem(const plx_names_in *in, const char *word, size_t len, stem *out,
                            plx_error *err)
{
    const plx_token *t;
    plx_status rc = plx_analyser_run(in->an, in->lang, word, len, in->tokens, err);

    *out = (stem){ 0 };
    t = in->tokens->items;
    if (rc || !in->tokens->count || t->word->stem_len > PLX_SPELLING_BYTES)
        return rc;
    memcpy(out->s, t->word->stem, t->word->stem_len);
    return plx_store_term_freq(in->st, out->s, t->word->stem_len, &out->docs, err);
}

/* stems[n] is that of the name itself. */
static plx_status find_stems(const plx_names_in *in, const finder *f, stem *stems, plx_error *err)
{
    const plx_name_spellings *list = f->out;
    plx_status rc = find_stem(in, f->word, f->len, &stems[list->count], err);
    size_t i, j;

    for (i = 0; !rc && i < list->count; i++)
        rc = find_stem(in, list->items[i].word, strlen(list->items[i].word), &stems[i], err);
    for (i = 0; !rc && i < list->count; i++)
        for (j = 0; j <= list->count; j++)
            if (strcmp(stems[i].s, stems[j].s) == 0)
                stems[i].count += j < list->count ? list->items[j].count : f->count;
    return rc;
}

/* Leave out what would rather find other words. */
static plx_status drop_ambiguous(const plx_names_in *in, const finder *f, plx_error *err)
{
    plx_name_spellings *list = f->out;
    stem stems[PLX_SPELLINGS_MAX + 1];
    plx_status rc = list->count ? find_stems(in, f, stems, err) : PLX_OK;
    size_t kept = 0, i;

    for (i = 0; !rc && i < list->count; i++)
        if (stems[i].docs / OTHERS_MAX <= stems[i].count)
            list->items[kept++] = list->items[i];
    list->count = kept;
    return rc;
}

plx_status plx_names_find(const plx_names_in *in, const char *word, size_t len,
                          plx_name_spellings *out, plx_error *err)
{
    finder f = { .word = word, .len = len, .out = out };
    plx_name_key keys[PLX_NAME_KEYS_SOUGHT];
    plx_status rc = PLX_OK;
    size_t n, i;

    out->count = 0;
    if (!plx_name_read(word, len, &f.name) || !plx_names_is_sought(&f.name))
        return PLX_OK;
    n = plx_name_keys_sought(&f.name, keys);
    for (i = 0; !rc && !f.is_other && i < n; i++)
        rc = plx_names_each(in->st, keys[i].s, look_at, &f, err);
    if (rc || f.is_other)
        out->count = 0;
    return rc ? rc : drop_ambiguous(in, &f, err);
}

/* ------------------------------------------------------------------ memo */

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "spellings: out of memory");
}

void plx_name_memo_release(plx_name_memo *m)
{
    plx_map_free(m->words);
    free(m->found);
    *m = (plx_name_memo){ 0 };
}

static bool make_memo(plx_name_memo *m)
{
    if (m->words && plx_map_count(m->words) == MEMO_MAX)
        plx_name_memo_release(m);
    if (!m->words)
        m->words = plx_map_new();
    if (!m->found)
        m->found = malloc(MEMO_MAX * sizeof *m->found);
    return m->words && m->found;
}

plx_status plx_names_recall(plx_name_memo *m, const plx_names_in *in, const char *word, size_t len,
                            const plx_name_spellings **out, plx_error *err)
{
    uint32_t at = m->words ? plx_map_find(m->words, word, len) : PLX_MAP_NONE;
    plx_name_spellings found;
    plx_status rc;

    *out = at == PLX_MAP_NONE ? NULL : &m->found[at];
    if (*out)
        return PLX_OK;
    rc = plx_names_find(in, word, len, &found, err);
    if (rc)
        return rc;
    at = make_memo(m) ? plx_map_add(m->words, word, len, NULL) : PLX_MAP_NONE;
    if (at == PLX_MAP_NONE)
        return no_memory(err);
    m->found[at] = found;
    *out = &m->found[at];
    return PLX_OK;
}

/* ------------------------------------------------------------------ uses */

/* The entry of a word, made if it has none; NULL without memory. */
static plx_spelling_use *use_of(plx_spelling_uses *u, const char *word)
{
    plx_spelling_use *items, *use;
    size_t i;

    for (i = 0; i < u->count; i++)
        if (strcmp(u->items[i].word, word) == 0)
            return &u->items[i];
    items = realloc(u->items, (u->count + 1) * sizeof *items);
    if (!items)
        return NULL;
    u->items = items;
    use = &items[u->count];
    *use = (plx_spelling_use){ .word = strdup(word),
                               .used = calloc(PLX_SPELLINGS_MAX + 1, sizeof *use->used) };
    if (!use->word || !use->used) {
        free(use->word);
        free(use->used);
        return NULL;
    }
    u->count++;
    return use;
}

plx_status plx_spelling_uses_add(plx_spelling_uses *u, const char *word, const char *spelling,
                                 plx_error *err)
{
    plx_spelling_use *use = use_of(u, word);
    size_t i;

    if (!use)
        return no_memory(err);
    for (i = 0; i < use->count; i++)
        if (strcmp(use->used[i], spelling) == 0)
            return PLX_OK;
    if (use->count > PLX_SPELLINGS_MAX)
        return PLX_OK;
    use->used[use->count] = strdup(spelling);
    return use->used[use->count++] ? PLX_OK : no_memory(err);
}

void plx_spelling_uses_release(plx_spelling_uses *u)
{
    size_t i, j;

    for (i = 0; i < u->count; i++) {
        for (j = 0; j < u->items[i].count; j++)
            free(u->items[i].used[j]);
        free(u->items[i].used);
        free(u->items[i].word);
    }
    free(u->items);
    *u = (plx_spelling_uses){ 0 };
}
