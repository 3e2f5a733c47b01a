#include "compare/compare_terms.h"

#include <stdlib.h>
#include <string.h>

#include "compare/compare_words.h"

/* Bytes in which the dash of a dateline is looked for, and words before it at most. */
#define DATELINE_BYTES 100
#define DATELINE_WORDS 10
/* A sentence with so many words, more than half of them capitals, is a headline. */
#define HEADLINE_WORDS 4

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "compare: out of memory");
}

/* ------------------------------------------------------------------ tables */

static void release_table(plx_term_table *t)
{
    plx_map_free(t->map);
    free(t->facts);
    free(t->stories);
    free(t->uses);
    free(t->all);
    free(t->list);
    free(t->end);
}

plx_status plx_term_counter_init(plx_term_counter *c, size_t sides, size_t most, plx_error *err)
{
    *c = (plx_term_counter){ .sides = sides, .story_cap = most };
    c->story = calloc(most + 1, sizeof *c->story);
    if (!c->story)
        return no_memory(err);
    for (int k = 0; k < PLX_VOCABULARIES; k++) {
        plx_term_table *t = &c->table[k];

        t->map = plx_map_new();
        t->all = calloc(sides + 1, sizeof *t->all);
        t->end = calloc(most + 1, sizeof *t->end);
        if (!t->map || !t->all || !t->end)
            return no_memory(err);
    }
    return PLX_OK;
}

void plx_term_counter_release(plx_term_counter *c)
{
    for (int k = 0; k < PLX_VOCABULARIES; k++)
        release_table(&c->table[k]);
    free(c->story);
    *c = (plx_term_counter){ 0 };
}

/* Arrays that grew stay the table's own, whichever of the others could not. */
static bool grow(void **array, size_t count, size_t size)
{
    void *grown = realloc(*array, count * size);

    if (grown)
        *array = grown;
    return grown != NULL;
}

static bool reserve_term(plx_term_table *t, size_t sides)
{
    size_t cap = t->cap ? 2 * t->cap : 4096;

    if (plx_map_count(t->map) < t->cap)
        return true;
    if (!grow((void **)&t->facts, cap, sizeof *t->facts) ||
        !grow((void **)&t->stories, cap * sides, sizeof *t->stories) ||
        !grow((void **)&t->uses, cap * sides, sizeof *t->uses))
        return false;
    memset(t->facts + t->cap, 0, (cap - t->cap) * sizeof *t->facts);
    memset(t->stories + t->cap * sides, 0, (cap - t->cap) * sides * sizeof *t->stories);
    memset(t->uses + t->cap * sides, 0, (cap - t->cap) * sides * sizeof *t->uses);
    t->cap = cap;
    return true;
}

static bool reserve_use(plx_term_table *t)
{
    size_t cap = t->list_cap ? 2 * t->list_cap : 65536;

    if (t->listed < t->list_cap)
        return true;
    if (!grow((void **)&t->list, cap, sizeof *t->list))
        return false;
    t->list_cap = cap;
    return true;
}

/* Where a word stands, as far as it tells whether it is a name. */
typedef enum place { PLACE_UNKNOWN = 0, PLACE_SMALL, PLACE_CAPITAL } place;

/* One more use of a term by the story that is read; its ordinal, PLX_MAP_NONE where the table is
 * full or (*failed) there is no memory. */
static uint32_t count_use(plx_term_counter *c, plx_term_table *t, const void *key, size_t len,
                          place p)
{
    uint32_t story = (uint32_t)c->stories, term;
    size_t cell;

    if (plx_map_count(t->map) >= PLX_COMPARE_VOCABULARY_MAX || t->listed >= PLX_COMPARE_USES_MAX) {
        t->is_full = true;
        term = t->listed < PLX_COMPARE_USES_MAX ? plx_map_find(t->map, key, len) : PLX_MAP_NONE;
        if (term == PLX_MAP_NONE)
            return PLX_MAP_NONE;
    } else {
        term = reserve_term(t, c->sides) ? plx_map_add(t->map, key, len, NULL) : PLX_MAP_NONE;
    }
    if (term == PLX_MAP_NONE || !reserve_use(t)) {
        c->failed = true;
        return PLX_MAP_NONE;
    }
    cell = term * c->sides + c->story[story].side;
    if (t->facts[term].last_story != story + 1) {
        t->facts[term].last_story = story + 1;
        t->stories[cell]++;
        t->all[c->story[story].side]++;
        t->list[t->listed++] = term;
    }
    t->uses[cell]++;
    t->facts[term].inside += p != PLACE_UNKNOWN;
    t->facts[term].capital += p == PLACE_CAPITAL;
    return term;
}

/* ------------------------------------------------------------------- tokens */

bool plx_term_counts(const plx_token *t)
{
    const plx_word *w = t->word;

    return !(t->flags & PLX_TOKEN_COMPOUND) && !w->is_stop && !w->has_digit && w->text_len > 1 &&
           (w->is_initials || !plx_is_trade_word(w->text, w->text_len));
}

/* Blanks, hyphens, and what is left of a genitive. */
bool plx_term_joins(const char *bytes, const plx_token *a, const plx_token *b)
{
    size_t at = (size_t)a->start + a->len;

    if (b->start < at || b->start - at > 6)
        return false;
    for (; at < b->start; at++)
        if (!memchr(" \n-'s", bytes[at], 5) && (unsigned char)bytes[at] != 0xe2 &&
            (unsigned char)bytes[at] != 0x80 && (unsigned char)bytes[at] != 0x99 &&
            (unsigned char)bytes[at] != 0x90 && (unsigned char)bytes[at] != 0x91)
            return false;
    return true;
}

/* Byte behind the first " - ", " – " or " — ", 0: there is none. */
static size_t find_dash(const char *bytes, size_t n)
{
    static const char *const dash[] = { " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " -- " };
    size_t best = 0;

    for (size_t i = 0; i < sizeof dash / sizeof *dash; i++) {
        const char *found = memmem(bytes, n, dash[i], strlen(dash[i]));
        size_t at = found ? (size_t)(found - bytes) : 0;

        if (at && (!best || at < best))
            best = at;
    }
    return best;
}

/* Tokens of a dateline at the beginning of a text. */
static size_t dateline(const plx_tokens *text, const char *bytes)
{
    size_t n = text->count ? text->items[text->count - 1].start : 0, dash, i, capitals = 0;

    dash = find_dash(bytes, n < DATELINE_BYTES ? n : DATELINE_BYTES);
    for (i = 0; i < text->count && text->items[i].start < dash; i++) {
        const plx_token *t = &text->items[i];

        if (!(t->flags & (PLX_TOKEN_CAPITAL | PLX_TOKEN_COMPOUND)) && !t->word->has_digit &&
            !t->word->is_stop)
            return 0;
        capitals += (t->flags & PLX_TOKEN_UPPER) != 0;
    }
    return i <= DATELINE_WORDS && capitals ? i : 0;
}

/* ------------------------------------------------------------------ counting */

/* A text while it is counted: the words of the run that goes on. */
typedef struct run {
    uint32_t word[PLX_COMPARE_GRAM]; /* ordinals of the last ones */
    place at[PLX_COMPARE_GRAM];
    size_t words;    /* of these there are */
    size_t capitals; /* so many at the end bear capitals, perhaps more than are kept */
} run;

/* Tokens from `first` to the next sentence that tell words apart by capitals? */
static bool tells_names(const plx_tokens *t, size_t first)
{
    size_t words = 0, capitals = 0, i;

    for (i = first; i < t->count; i++) {
        if (i > first && t->items[i].flags & (PLX_TOKEN_SENTENCE | PLX_TOKEN_PARAGRAPH))
            break;
        words++;
        capitals += (t->items[i].flags & PLX_TOKEN_CAPITAL) != 0;
    }
    return words < HEADLINE_WORDS || 2 * capitals <= words;
}

static void push(run *r, uint32_t word, place at)
{
    if (r->words == PLX_COMPARE_GRAM) {
        r->words--;
        memmove(r->word, r->word + 1, r->words * sizeof *r->word);
        memmove(r->at, r->at + 1, r->words * sizeof *r->at);
    }
    r->word[r->words] = word;
    r->at[r->words++] = at;
}

static void end_run(run *r)
{
    r->words = 0;
    r->capitals = 0;
}

/* Names of three and four words that end here. */
static void count_names(plx_term_counter *c, const run *r)
{
    for (size_t n = 3; n <= r->capitals && n <= r->words; n++)
        count_use(c, &c->table[PLX_VOCABULARY_PHRASES], r->word + r->words - n, n * sizeof *r->word,
                  PLACE_CAPITAL);
}

static void count_pair(plx_term_counter *c, const run *r)
{
    const place *at = r->at + r->words - 2;
    place pair = PLACE_SMALL;

    if (r->words < 2)
        return;
    if (at[0] == PLACE_UNKNOWN || at[1] == PLACE_UNKNOWN)
        pair = PLACE_UNKNOWN;
    else if (at[0] == PLACE_CAPITAL && at[1] == PLACE_CAPITAL)
        pair = PLACE_CAPITAL;
    count_use(c, &c->table[PLX_VOCABULARY_PHRASES], r->word + r->words - 2, 2 * sizeof *r->word,
              pair);
}

static void count_word(plx_term_counter *c, run *r, const plx_token *t, place at)
{
    uint32_t term =
        count_use(c, &c->table[PLX_VOCABULARY_WORDS], t->word->stem, t->word->stem_len, at);

    if (term == PLX_MAP_NONE) {
        end_run(r);
        return;
    }
    push(r, term, at);
    count_pair(c, r);
    r->capitals = t->flags & PLX_TOKEN_CAPITAL ? r->capitals + 1 : 0;
    if (at == PLACE_CAPITAL)
        count_names(c, r);
}

static place place_of(const plx_token *t, bool begins, bool names)
{
    if (begins || !names)
        return PLACE_UNKNOWN;
    return t->flags & PLX_TOKEN_CAPITAL ? PLACE_CAPITAL : PLACE_SMALL;
}

/* Tokens from `first` on. A compound that begins a sentence lets its first part begin it. */
static void count_text(plx_term_counter *c, const plx_tokens *tokens, const char *bytes,
                       size_t first, bool has_names)
{
    const plx_token *last = NULL;
    bool names = false, begins = true;
    run r = { .words = 0 };

    for (size_t i = first; i < tokens->count; i++) {
        const plx_token *t = &tokens->items[i];

        if (i == first || t->flags & (PLX_TOKEN_SENTENCE | PLX_TOKEN_PARAGRAPH)) {
            names = has_names && tells_names(tokens, i);
            begins = true;
        }
        if (t->flags & PLX_TOKEN_COMPOUND)
            continue;
        if (begins || !plx_term_joins(bytes, last, t))
            end_run(&r);
        if (plx_term_counts(t))
            count_word(c, &r, t, place_of(t, begins, names));
        else
            end_run(&r);
        last = t;
        begins = false;
    }
    end_run(&r);
}

plx_status plx_term_counter_add(plx_term_counter *c, const plx_story *story,
                                const plx_tokens *title, const char *title_bytes,
                                const plx_tokens *text, const char *text_bytes, plx_error *err)
{
    if (c->stories == c->story_cap)
        return plx_fail(err, PLX_ERR_INTERNAL, "compare: more than %zu stories", c->story_cap);
    c->story[c->stories] = *story;
    count_text(c, title, title_bytes, 0, false);
    count_text(c, text, text_bytes, dateline(text, text_bytes), true);
    for (int k = 0; k < PLX_VOCABULARIES; k++)
        c->table[k].end[c->stories] = c->table[k].listed;
    c->stories++;
    return c->failed ? no_memory(err) : PLX_OK;
}

/* ------------------------------------------------------------------- reading */

size_t plx_term_words(const plx_term_counter *c, plx_vocabulary_kind kind, uint32_t term,
                      uint32_t out[PLX_COMPARE_GRAM])
{
    size_t len;
    const char *key;

    if (kind == PLX_VOCABULARY_WORDS) {
        out[0] = term;
        return 1;
    }
    key = plx_map_key(c->table[kind].map, term, &len);
    memcpy(out, key, len);
    return len / sizeof *out;
}

bool plx_term_is_name(const plx_term_counter *c, plx_vocabulary_kind kind, uint32_t term)
{
    const plx_term_facts *f = &c->table[kind].facts[term];

    return f->inside && 2 * f->capital >= f->inside;
}
