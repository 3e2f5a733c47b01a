#include "text/analyser.h"

#include <stdlib.h>
#include <string.h>

#include "text/chars.h"
#include "text/language.h"
#include "text/scanner.h"
#include "text/sentence.h"
#include "text/vocabulary.h"

#define TEXT_MAX     (UINT32_MAX / 2)
#define FIRST_TOKENS 1024u
/* Words that are looked up together, those of a whole compound at least. */
#define ASKED_MAX 32

struct plx_analyser {
    plx_charmap map;
    plx_vocabulary *vocabularies[PLX_LANGUAGES]; /* made when first needed */
};

/* One text on its way into tokens. */
typedef struct run {
    plx_scanner scanner;
    plx_vocabulary *words;
    plx_tokens *out;
    uint32_t pending; /* marks for the next token: SENTENCE, PARAGRAPH */
    /* The last tokens, whose words are not looked up yet, in their order. */
    plx_spelling asked[ASKED_MAX];
    size_t asked_count;
} run;

void plx_tokens_init(plx_tokens *t)
{
    *t = (plx_tokens){ 0 };
}

void plx_tokens_release(plx_tokens *t)
{
    free(t->items);
    plx_tokens_init(t);
}

/* Room for one more token; false without memory. */
static bool reserve(plx_tokens *t)
{
    size_t cap = t->cap ? t->cap * 2 : FIRST_TOKENS;
    plx_token *bigger;

    if (t->count < t->cap)
        return true;
    bigger = realloc(t->items, cap * sizeof *bigger);
    if (!bigger)
        return false;
    t->items = bigger;
    t->cap = cap;
    return true;
}

plx_status plx_analyser_new(plx_analyser **out, plx_error *err)
{
    plx_analyser *an = calloc(1, sizeof *an);

    *out = NULL;
    if (!an)
        return plx_fail(err, PLX_ERR_NOMEM, "analyser: out of memory");
    plx_charmap_init(&an->map);
    *out = an;
    return PLX_OK;
}

static void forget_words(plx_analyser *an)
{
    for (int i = 0; i < PLX_LANGUAGES; i++) {
        plx_vocabulary_free(an->vocabularies[i]);
        an->vocabularies[i] = NULL;
    }
}

void plx_analyser_free(plx_analyser *an)
{
    if (!an)
        return;
    forget_words(an);
    free(an);
}

bool plx_analyser_trim(plx_analyser *an, size_t max_words)
{
    size_t words = 0;

    for (int i = 0; i < PLX_LANGUAGES; i++)
        if (an->vocabularies[i])
            words += plx_vocabulary_count(an->vocabularies[i]);
    if (words <= max_words)
        return false;
    forget_words(an);
    return true;
}

uint32_t plx_analyser_words(const plx_analyser *an, const char *lang)
{
    const plx_vocabulary *v = an->vocabularies[plx_language_find(lang)];

    return v ? plx_vocabulary_count(v) : 0;
}

/* What begins with the word the scanner has come to. */
static uint32_t boundary_marks(run *r)
{
    plx_scanner *s = &r->scanner;
    const plx_tokens *t = r->out;
    bool paragraph = s->paragraph || t->count == 0;
    bool sentence = paragraph;

    if (!sentence && s->may_end) {
        const plx_token *last = &t->items[t->count - 1];

        sentence = plx_sentence_break(s->text, s->len, last->start, last->start + last->len, s->at,
                                      &paragraph);
    }
    s->paragraph = s->may_end = false;
    return (sentence ? PLX_TOKEN_SENTENCE : 0u) | (paragraph ? PLX_TOKEN_PARAGRAPH : 0u);
}

static uint32_t case_marks(bool is_capital, uint32_t letters, uint32_t upper)
{
    return (is_capital ? PLX_TOKEN_CAPITAL : 0u) |
           (letters >= 2 && upper == letters ? PLX_TOKEN_UPPER : 0u);
}

/* Look up the words of the tokens that have none yet. False without memory. */
static bool look_up(run *r)
{
    size_t n = r->asked_count;
    plx_token *first;

    if (!n) /* nor is there an array yet, perhaps */
        return true;
    first = r->out->items + (r->out->count - n);
    r->asked_count = 0;
    if (!plx_vocabulary_find(r->words, r->asked, n))
        return false;
    for (size_t i = 0; i < n; i++)
        first[i].word = r->asked[i].word;
    return true;
}

static bool add_part(run *r, const plx_part *p, uint32_t marks)
{
    plx_tokens *t = r->out;
    plx_spelling *asked;

    if (r->asked_count == ASKED_MAX && !look_up(r))
        return false;
    if (!reserve(t))
        return false;
    asked = &r->asked[r->asked_count++];
    asked->len = p->word.len;
    asked->is_initials = p->is_initials;
    for (uint32_t i = 0; i < p->word.len; i += 8) /* most words have but one */
        memcpy(asked->text + i, p->word.s + i, 8);
    marks |= case_marks(p->is_capital, p->letters, p->upper) | r->pending;
    if (p->is_initials)
        marks |= PLX_TOKEN_INITIALS;
    r->pending = 0;
    t->items[t->count++] = (plx_token){
        .start = (uint32_t)p->start,
        .len = (uint32_t)(p->end - p->start),
        .pos = ++t->last_pos,
        .flags = marks,
    };
    return true;
}

/* n words joined by '-'. False if that is too long. */
static bool join_parts(const plx_spelling *part, size_t n, plx_spelling *out)
{
    out->len = 0;
    out->is_initials = false;
    for (size_t i = 0; i < n; i++) {
        if (out->len + 1 + part[i].len > PLX_WORD_MAX)
            return false;
        if (i > 0)
            out->text[out->len++] = '-';
        memcpy(out->text + out->len, part[i].text, part[i].len);
        out->len += part[i].len;
    }
    return true;
}

/* Put the compound of the last few tokens, its parts, before them. */
static bool add_compound(run *r, size_t parts, uint32_t marks)
{
    plx_tokens *t = r->out;
    plx_spelling *asked = &r->asked[r->asked_count - parts];
    plx_spelling joined;
    const plx_token *last;
    plx_token *whole;

    if (!join_parts(asked, parts, &joined))
        return true;
    if (!reserve(t))
        return false;
    memmove(asked + 1, asked, parts * sizeof *asked);
    *asked = joined;
    r->asked_count++;
    whole = &t->items[t->count - parts];
    memmove(whole + 1, whole, parts * sizeof *whole);
    last = &t->items[t->count++];
    marks |= whole->flags & (PLX_TOKEN_SENTENCE | PLX_TOKEN_PARAGRAPH);
    whole[1].flags &= ~(uint32_t)(PLX_TOKEN_SENTENCE | PLX_TOKEN_PARAGRAPH);
    whole->len = last->start + last->len - whole->start;
    whole->flags = marks | PLX_TOKEN_COMPOUND;
    return true;
}

/* A word, or several tied by hyphens. */
static bool add_word(run *r)
{
    plx_scanner *s = &r->scanner;
    size_t first = r->out->count;
    uint32_t quoted = s->opened ? PLX_TOKEN_QUOTED : 0;
    uint32_t letters = 0, upper = 0;
    bool is_capital = false;
    size_t parts;
    plx_part p;

    if (r->asked_count + PLX_COMPOUND_MAX + 1 > ASKED_MAX && !look_up(r))
        return false;
    do {
        if (!plx_scanner_part(s, &p))
            return false;
        if (p.word.len == 0)
            continue;
        if (!add_part(r, &p, quoted))
            return false;
        if (r->out->count - first == 1)
            is_capital = p.is_capital;
        letters += p.letters;
        upper += p.upper;
    } while (plx_scanner_hyphen(s));

    parts = r->out->count - first;
    if (parts < 2)
        return true;
    for (size_t i = first; i < r->out->count; i++)
        r->out->items[i].flags |= PLX_TOKEN_PART;
    if (parts > PLX_COMPOUND_MAX)
        return true;
    return add_compound(r, parts, quoted | case_marks(is_capital, letters, upper));
}

/* False without memory. */
static bool read_words(run *r)
{
    while (plx_scanner_gap(&r->scanner)) {
        r->pending |= boundary_marks(r);
        if (!add_word(r))
            return false;
    }
    return look_up(r);
}

plx_status plx_analyser_run(plx_analyser *an, const char *lang, const char *text, size_t len,
                            plx_tokens *out, plx_error *err)
{
    int language = plx_language_find(lang);
    run r;

    out->count = 0;
    out->last_pos = 0;
    if (len > TEXT_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "text of %zu bytes to analyse; the limit is %u", len,
                        TEXT_MAX);
    if (!an->vocabularies[language]) {
        plx_status rc = plx_vocabulary_new(language, &an->vocabularies[language], err);

        if (rc)
            return rc;
    }
    r.words = an->vocabularies[language];
    r.out = out;
    r.pending = 0;
    r.asked_count = 0;
    r.scanner = (plx_scanner){ .map = &an->map, .text = text, .len = len, .language = language };
    if (!read_words(&r)) {
        out->count = 0;
        out->last_pos = 0;
        return plx_fail(err, PLX_ERR_NOMEM, "analyser: out of memory");
    }
    return PLX_OK;
}
