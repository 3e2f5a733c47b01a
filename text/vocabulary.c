#include "text/vocabulary.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/hash.h"
#include "text/language.h"
#include "text/stemmer.h"
#include "text/stopwords.h"

/* A word is looked up once for each token of each article, and what that costs is waiting for
 * memory. So a slot is 8 bytes, and a word begins on a cache line with its text right after
 * it: a look-up touches two lines; and several words wait together. */
#define LINE_BYTES  64u
#define CHUNK_LINES (1u << 14)
#define FIRST_SLOTS 4096u
/* Words that were cut at PLX_WORD_MAX have no ending to take off; the cut may fall a few
 * bytes short for a code point's sake. */
#define STEM_BYTES_MAX (PLX_WORD_MAX - 4)
/* Makes the key of initials another than that of the word with the same letters. */
#define INITIALS_KEY 0x9E3779B97F4A7C15u

_Static_assert(PLX_WORD_MAX <= UINT8_MAX, "plx_word has a byte for each length");

typedef struct slot {
    uint32_t tag;  /* other bits of the key than those that choose the slot */
    uint32_t line; /* where the word is, 0 if free */
} slot;

struct plx_vocabulary {
    slot *slots;
    size_t slot_count; /* a power of two, at least twice the words */
    unsigned shift;    /* 64 - log2 slot_count */
    uint32_t count;
    uint64_t secret; /* odd; see key_of() */
    char **chunks;   /* CHUNK_LINES lines each */
    uint32_t chunk_count;
    uint32_t lines;       /* taken so far, line 0 never */
    plx_stemmer *stemmer; /* NULL: not stemmed */
    const char *stop_lang;
};

static void *line_address(const plx_vocabulary *v, uint32_t line)
{
    return v->chunks[line / CHUNK_LINES] + (size_t)(line % CHUNK_LINES) * LINE_BYTES;
}

static bool add_chunk(plx_vocabulary *v)
{
    char **chunks = realloc(v->chunks, (v->chunk_count + 1) * sizeof *chunks);

    if (!chunks)
        return false;
    v->chunks = chunks;
    chunks[v->chunk_count] = aligned_alloc(LINE_BYTES, (size_t)CHUNK_LINES * LINE_BYTES);
    if (!chunks[v->chunk_count])
        return false;
    v->chunk_count++;
    return true;
}

/* Lines for n bytes, far fewer than a chunk; 0 without memory. */
static uint32_t take_lines(plx_vocabulary *v, size_t n)
{
    uint32_t need = (uint32_t)((n + LINE_BYTES - 1) / LINE_BYTES);
    uint32_t at = v->lines;

    if (at / CHUNK_LINES != (at + need - 1) / CHUNK_LINES) /* would lie across two chunks */
        at = (at / CHUNK_LINES + 1) * CHUNK_LINES;
    if (at > UINT32_MAX - CHUNK_LINES)
        return 0;
    if (at / CHUNK_LINES == v->chunk_count && !add_chunk(v))
        return 0;
    v->lines = at + need;
    return at;
}

plx_status plx_vocabulary_new(int language, plx_vocabulary **out, plx_error *err)
{
    plx_vocabulary *v = calloc(1, sizeof *v);
    const char *stemmer = plx_language_stemmer(language);
    plx_status rc = PLX_OK;

    *out = NULL;
    if (v)
        v->slots = calloc(FIRST_SLOTS, sizeof *v->slots);
    if (!v || !v->slots) {
        plx_vocabulary_free(v);
        return plx_fail(err, PLX_ERR_NOMEM, "vocabulary: out of memory");
    }
    v->slot_count = FIRST_SLOTS;
    v->shift = 64 - 12;
    v->lines = 1;
    v->stop_lang = plx_language_code(language);
    if (getrandom(&v->secret, sizeof v->secret, GRND_NONBLOCK) < 0)
        v->secret = (uintptr_t)v * INITIALS_KEY; /* early at boot: the address will do */
    v->secret |= 1;
    if (stemmer)
        rc = plx_stemmer_new(stemmer, &v->stemmer, err);
    if (rc && rc != PLX_ERR_NOTFOUND) { /* a libstemmer built without it: words stay whole */
        plx_vocabulary_free(v);
        return rc;
    }
    *out = v;
    return PLX_OK;
}

void plx_vocabulary_free(plx_vocabulary *v)
{
    if (!v)
        return;
    for (uint32_t i = 0; i < v->chunk_count; i++)
        free(v->chunks[i]);
    free(v->chunks);
    plx_stemmer_free(v->stemmer);
    free(v->slots);
    free(v);
}

uint32_t plx_vocabulary_count(const plx_vocabulary *v)
{
    return v->count;
}

static const plx_word *word_of(const plx_vocabulary *v, const slot *s)
{
    return line_address(v, s->line);
}

/* The i-th 8 bytes of text, zeros from len on. Hash and comparison both go by eights: most
 * words have but one, so that there is nothing for a branch predictor to guess. */
static uint64_t eight_bytes(const char *text, size_t len, size_t i)
{
    static const uint8_t masks[2 * 8] = { 255, 255, 255, 255, 255, 255, 255, 255 };
    size_t rest = len - i * 8;
    uint64_t bytes, mask;

    memcpy(&mask, masks + 8 - (rest < 8 ? rest : 8), 8);
    memcpy(&bytes, text + i * 8, 8);
    return bytes & mask;
}

/* The secret makes keys that no text can be written to make collide. */
static uint64_t key_of(const plx_vocabulary *v, const char *text, size_t len, bool is_initials)
{
    uint64_t key = v->secret ^ len ^ (is_initials ? INITIALS_KEY : 0);

    for (size_t i = 0; i * 8 < len; i++) {
        key = (key ^ eight_bytes(text, len, i)) * v->secret;
        key ^= key >> 32;
    }
    return key * v->secret;
}

static bool is_word(const plx_word *w, const char *text, size_t len, bool is_initials)
{
    if (w->text_len != len || w->is_initials != is_initials)
        return false;
    for (size_t i = 0; i * 8 < len; i++)
        if (eight_bytes(text, len, i) != eight_bytes(w->text, len, i))
            return false;
    return true;
}

static slot *first_slot(const plx_vocabulary *v, uint64_t key)
{
    return &v->slots[key >> v->shift];
}

static slot *next_slot(const plx_vocabulary *v, const slot *s)
{
    size_t next = (size_t)(s - v->slots) + 1;

    return &v->slots[next == v->slot_count ? 0 : next];
}

static slot *free_slot(const plx_vocabulary *v, uint64_t key)
{
    slot *s = first_slot(v, key);

    while (s->line)
        s = next_slot(v, s);
    return s;
}

static bool grow(plx_vocabulary *v)
{
    size_t old_count = v->slot_count;
    slot *old = v->slots;
    slot *bigger = calloc(old_count * 2, sizeof *bigger);

    if (!bigger)
        return false;
    v->slots = bigger;
    v->slot_count = old_count * 2;
    v->shift--;
    for (size_t i = 0; i < old_count; i++) {
        const plx_word *w;

        if (!old[i].line)
            continue;
        w = word_of(v, &old[i]);
        *free_slot(v, key_of(v, w->text, w->text_len, w->is_initials)) = old[i];
    }
    free(old);
    return true;
}

static bool has_digit(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (s[i] >= '0' && s[i] <= '9')
            return true;
    return false;
}

/* Stem a word; the word itself where it is not to be stemmed. False without memory. */
static bool stem_word(plx_vocabulary *v, const char *text, size_t len, char stem[PLX_WORD_MAX + 1],
                      size_t *n)
{
    if (v->stemmer && len <= STEM_BYTES_MAX && !has_digit(text, len) && !memchr(text, '-', len))
        return plx_stemmer_stem(v->stemmer, text, len, stem, n, NULL) == PLX_OK;
    memcpy(stem, text, len);
    stem[len] = '\0';
    *n = len;
    return true;
}

/* Lay out a new word: the struct, its text, and its stem if that is another. Its line, 0
 * without memory. */
static uint32_t make_word(plx_vocabulary *v, const char *text, size_t len, bool is_initials)
{
    char stem[PLX_WORD_MAX + 1];
    size_t stem_len;
    bool is_same;
    uint32_t line;
    plx_word *w;
    char *copy;

    if (!stem_word(v, text, len, stem, &stem_len))
        return 0;
    is_same = stem_len == len && memcmp(stem, text, len) == 0;
    line = take_lines(v, sizeof *w + len + 8 + (is_same ? 0 : stem_len + 1)); /* 8: by eights */
    if (!line)
        return 0;
    w = line_address(v, line);
    copy = (char *)(w + 1);
    memcpy(copy, text, len);
    copy[len] = '\0';
    *w = (plx_word){
        .text = copy,
        .stem = is_same ? copy : memcpy(copy + len + 1, stem, stem_len + 1),
        .text_hash = plx_hash64(text, len),
        .stem_hash = plx_hash64(stem, stem_len),
        .text_len = (uint8_t)len,
        .stem_len = (uint8_t)stem_len,
        .is_stop = !is_initials && plx_is_stopword(v->stop_lang, text, len),
        .has_digit = has_digit(text, len),
        .is_initials = is_initials,
        .id = v->count,
    };
    return line;
}

/* NULL without memory. */
static const plx_word *new_word(plx_vocabulary *v, const plx_spelling *a)
{
    uint32_t line;

    if (v->count >= v->slot_count / 2 && !grow(v))
        return NULL;
    line = make_word(v, a->text, a->len, a->is_initials);
    if (!line)
        return NULL;
    *free_slot(v, a->key) = (slot){ (uint32_t)a->key, line };
    v->count++;
    return line_address(v, line);
}

static const plx_word *find_word(plx_vocabulary *v, const plx_spelling *a)
{
    uint32_t tag = (uint32_t)a->key;

    for (const slot *s = first_slot(v, a->key); s->line; s = next_slot(v, s))
        if (s->tag == tag && is_word(word_of(v, s), a->text, a->len, a->is_initials))
            return word_of(v, s);
    return new_word(v, a);
}

bool plx_vocabulary_find(plx_vocabulary *v, plx_spelling *asked, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        asked[i].key = key_of(v, asked[i].text, asked[i].len, asked[i].is_initials);
        __builtin_prefetch(first_slot(v, asked[i].key));
    }
    for (size_t i = 0; i < n; i++) {
        const slot *s = first_slot(v, asked[i].key);

        if (s->line) /* most words stand in their first slot */
            __builtin_prefetch(word_of(v, s));
    }
    for (size_t i = 0; i < n; i++) {
        asked[i].word = find_word(v, &asked[i]);
        if (!asked[i].word)
            return false;
    }
    return true;
}
