#include "text/detect.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "text/chars.h"
#include "text/detect_lists.h"
#include "text/language.h"

#define KEY_BYTES 12
#define WINDOWS   4
#define SLOTS     8192u /* a power of two, over twice the words of all lists */
#define NEAR      0x800 /* code points of two bytes or less have tables of their own */
#define BLOCKS    0x200 /* of 16 code points, up to U+1FFF */
#define SCRIPTS   64
/* In a table of scripts: a mark or the like, that a word goes on over. */
#define PASSED 0xFF

typedef struct slot {
    char key[KEY_BYTES]; /* padded with zeros; empty if free */
    uint32_t languages;
} slot;

struct plx_detector {
    uint8_t script[NEAR];
    uint16_t lower[NEAR];
    uint32_t letters[NEAR]; /* languages that write it, 0 for all */
    uint8_t block[BLOCKS];
    slot slots[SLOTS];
    const char *codes[PLX_SCRIPT_SHARED][PLX_SCRIPT_LANGUAGES];
    uint32_t languages[PLX_SCRIPT_SHARED];
};

/* ------------------------------------------------------------- making it */

static uint32_t hash_key(const char key[KEY_BYTES])
{
    uint64_t a;
    uint32_t b;

    memcpy(&a, key, sizeof a);
    memcpy(&b, key + sizeof a, sizeof b);
    a = (a ^ (b * 0x9E3779B97F4A7C15u)) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(a >> 40);
}

/* Where a word is, or the free slot it belongs into. */
static uint32_t find_slot(const plx_detector *d, const char key[KEY_BYTES])
{
    uint32_t i = hash_key(key) % SLOTS;

    while (d->slots[i].key[0] && memcmp(d->slots[i].key, key, KEY_BYTES) != 0)
        i = (i + 1) % SLOTS;
    return i;
}

static void add_words(plx_detector *d, const char *words, uint32_t language)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        char key[KEY_BYTES] = "";
        slot *s;

        if (n <= KEY_BYTES) {
            memcpy(key, words, n);
            s = &d->slots[find_slot(d, key)];
            memcpy(s->key, key, KEY_BYTES);
            s->languages |= language;
        }
        words += n + (words[n] == ' ');
    }
}

static void add_letters(plx_detector *d, const char *letters, uint32_t language)
{
    size_t n = strlen(letters);

    for (size_t i = 0; i < n;) {
        uint32_t cp;

        i += plx_utf8_decode(letters + i, n - i, &cp);
        if (cp < NEAR)
            d->letters[cp] |= language;
    }
}

/* A capital is written by who writes the small letter. */
static void add_capitals(plx_detector *d)
{
    for (uint32_t cp = 0x80; cp < NEAR; cp++)
        if (!d->letters[cp] && d->lower[cp] < NEAR)
            d->letters[cp] = d->letters[d->lower[cp]];
}

static void add_blocks(plx_detector *d, uint32_t first, uint32_t last, uint8_t script)
{
    for (uint32_t b = first / 16; b <= last / 16 && b < BLOCKS; b++)
        d->block[b] = script;
}

static void add_scripts(plx_detector *d)
{
    add_blocks(d, 0x0000, 0x02AF, PLX_SCRIPT_LATIN);
    add_blocks(d, 0x0400, 0x052F, PLX_SCRIPT_CYRILLIC);
    add_blocks(d, 0x0590, 0x05FF, PLX_SCRIPT_HEBREW);
    add_blocks(d, 0x0600, 0x077F, PLX_SCRIPT_ARABIC);
    add_blocks(d, 0x0900, 0x097F, PLX_SCRIPT_DEVANAGARI);
    add_blocks(d, 0x1E00, 0x1EFF, PLX_SCRIPT_LATIN);
    for (size_t i = 0; i < plx_lone_script_count; i++)
        add_blocks(d, plx_lone_scripts[i].first, plx_lone_scripts[i].last,
                   (uint8_t)(PLX_SCRIPT_ALONE + i));
}

/* Yeh and kaf are one each, as the lists have them: Persian is typed with either. */
static uint16_t lower_of(uint32_t cp)
{
    if (cp == 0x0649 || cp == 0x064A)
        return 0x06CC;
    if (cp == 0x0643)
        return 0x06A9;
    return (uint16_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

static void add_characters(plx_detector *d)
{
    for (uint32_t cp = 0; cp < NEAR; cp++) {
        plx_char_class c = plx_char_classify(cp);

        d->lower[cp] = lower_of(cp);
        if (plx_char_is_letter(c))
            d->script[cp] = d->block[cp / 16];
        else if (c == PLX_CHAR_MARK)
            d->script[cp] = PASSED;
    }
}

plx_status plx_detector_new(plx_detector **out, plx_error *err)
{
    plx_detector *d = calloc(1, sizeof *d);

    *out = d;
    if (!d)
        return plx_fail(err, PLX_ERR_NOMEM, "language detector: out of memory");
    add_scripts(d);
    add_characters(d);
    for (size_t i = 0; i < plx_detect_list_count; i++) {
        const plx_detect_list *list = &plx_detect_lists[i];
        uint32_t number = d->languages[list->script]++;

        d->codes[list->script][number] = list->code;
        add_words(d, list->words, 1u << number);
        add_letters(d, list->letters, 1u << number);
    }
    add_capitals(d);
    return PLX_OK;
}

void plx_detector_free(plx_detector *d)
{
    free(d);
}

/* --------------------------------------------------------- reading a text */

/* What the sample of one text says. */
typedef struct tally {
    const plx_detector *d;
    uint32_t letters[SCRIPTS];
    uint32_t words[PLX_SCRIPT_SHARED];
    uint32_t score[PLX_SCRIPT_SHARED][PLX_SCRIPT_LANGUAGES];
    uint32_t known[PLX_SCRIPT_SHARED][PLX_SCRIPT_LANGUAGES]; /* 2 for a word of its list, 1 for
                                                                letters that few write */
    char key[KEY_BYTES];                                     /* the word being read */
    uint32_t len;                                            /* over KEY_BYTES if it is longer */
    uint32_t writers; /* languages that write all its letters, 0 for any */
    uint32_t script;
} tally;

static const uint8_t votes[PLX_SCRIPT_LANGUAGES + 1] = { 0, 12, 8, 6, 5, 4, 3, 3, 2, 2, 2 };

static uint32_t count_bits(uint32_t bits)
{
    uint32_t n = 0;

    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

static void vote(tally *t, uint32_t languages, bool is_known)
{
    uint32_t weight = votes[count_bits(languages)];
    uint32_t *score = t->score[t->script];
    uint32_t *known = t->known[t->script];

    if (!is_known)
        weight = (weight + 1) / 2;
    for (size_t i = 0; languages; i++, languages >>= 1) {
        if (!(languages & 1))
            continue;
        score[i] += weight;
        known[i] += is_known ? 2 : weight > votes[4] / 2;
    }
}

static void end_word(tally *t)
{
    uint32_t languages = 0;

    if (t->len == 0)
        return;
    if (t->script < PLX_SCRIPT_SHARED) {
        if (t->len <= KEY_BYTES) {
            memset(t->key + t->len, 0, KEY_BYTES - t->len);
            languages = t->d->slots[find_slot(t->d, t->key)].languages;
        }
        vote(t, languages ? languages : t->writers, languages != 0);
        t->words[t->script]++;
    }
    t->len = 0;
    t->writers = 0;
}

static uint32_t script_beyond(const plx_detector *d, uint32_t cp)
{
    if (cp < BLOCKS * 16)
        return cp >= 0x0964 && cp <= 0x0970 ? PLX_SCRIPT_NONE : d->block[cp / 16];
    if (cp >= 0x3041 && cp <= 0x30FF)
        return PLX_SCRIPT_KANA;
    if ((cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0x20000 && cp <= 0x323AF))
        return PLX_SCRIPT_HAN;
    for (size_t i = 0; i < plx_lone_script_count; i++)
        if (cp >= plx_lone_scripts[i].first && cp <= plx_lone_scripts[i].last)
            return (uint32_t)(PLX_SCRIPT_ALONE + i);
    return PLX_SCRIPT_NONE;
}

static void add_bytes(tally *t, const char *p, size_t n)
{
    if (t->len + n <= KEY_BYTES)
        memcpy(t->key + t->len, p, n);
    t->len += (uint32_t)n;
}

/* Add a letter of two bytes. */
static void add_near(tally *t, uint32_t cp)
{
    uint32_t writers = t->d->letters[cp];
    uint32_t lower = t->d->lower[cp];
    char bytes[2] = { (char)(0xC0 | lower >> 6), (char)(0x80 | (lower & 0x3F)) };

    if (lower < 0x80)
        add_bytes(t, (char[]){ (char)lower }, 1);
    else if (lower < NEAR)
        add_bytes(t, bytes, 2);
    if (writers)
        t->writers = t->writers ? t->writers & writers : writers;
}

/* One character beyond ASCII; bytes taken. */
static size_t read_high(tally *t, const char *p, size_t n)
{
    uint32_t cp;
    size_t taken = plx_utf8_decode(p, n, &cp);
    uint32_t script = cp < NEAR ? t->d->script[cp] : script_beyond(t->d, cp);

    if (script == PASSED)
        return taken;
    if (script != t->script || script == PLX_SCRIPT_NONE)
        end_word(t);
    if (script == PLX_SCRIPT_NONE)
        return taken;
    t->script = script;
    t->letters[script]++;
    if (cp < NEAR)
        add_near(t, cp);
    else
        add_bytes(t, p, taken);
    return taken;
}

static void read_window(tally *t, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        unsigned char c = (unsigned char)text[i];
        char lower = (char)(c | 0x20);

        if (c >= 0x80) {
            i += read_high(t, text + i, len - i);
            continue;
        }
        i++;
        if (lower < 'a' || lower > 'z') {
            end_word(t);
            continue;
        }
        if (t->script != PLX_SCRIPT_LATIN)
            end_word(t);
        t->script = PLX_SCRIPT_LATIN;
        t->letters[PLX_SCRIPT_LATIN]++;
        add_bytes(t, &lower, 1);
    }
    end_word(t);
}

static void read_sample(tally *t, const char *text, size_t len)
{
    const size_t size = PLX_DETECT_SAMPLE / WINDOWS;

    if (len <= PLX_DETECT_SAMPLE) {
        read_window(t, text, len);
        return;
    }
    for (size_t i = 0; i < WINDOWS; i++) {
        size_t at = (len - size) / (2 * WINDOWS) * (2 * i + 1);

        read_window(t, text + at, size);
    }
}

/* --------------------------------------------------------------- deciding */

static double part_of(double x, double whole)
{
    return x >= whole ? 1 : x / whole;
}

/* The script most is written in, and how far it is the only one. An ideograph says as much as
 * several letters. */
static uint32_t main_script(const tally *t, double *share)
{
    uint32_t best = PLX_SCRIPT_NONE, best_letters = 0, all = 0;

    for (uint32_t s = 1; s < SCRIPTS; s++) {
        uint32_t n = t->letters[s] * (s == PLX_SCRIPT_HAN || s == PLX_SCRIPT_KANA ? 3 : 1);

        all += n;
        if (n > best_letters) {
            best = s;
            best_letters = n;
        }
    }
    *share = all ? part_of((double)best_letters / all, 0.6) : 0;
    return best;
}

static const char *decide_by_words(const tally *t, uint32_t script, double *confidence)
{
    const uint32_t *score = t->score[script];
    uint32_t best = 0, second = 0;
    double words = t->words[script];

    for (uint32_t i = 1; i < t->d->languages[script]; i++) {
        if (score[i] > score[best]) {
            second = score[best];
            best = i;
        } else if (score[i] > second) {
            second = score[i];
        }
    }
    if (score[best] == 0)
        return NULL;
    *confidence *= part_of(words, 20);
    *confidence *= part_of(t->known[script][best] / words, 0.4);
    *confidence *= part_of((score[best] - second) / (double)score[best], 0.15);
    return t->d->codes[script][best];
}

static const char *decide_by_script(const tally *t, uint32_t script, double *confidence)
{
    uint32_t kana = t->letters[PLX_SCRIPT_KANA];

    *confidence *= part_of(t->letters[script], 20);
    if (script == PLX_SCRIPT_HAN || script == PLX_SCRIPT_KANA)
        return kana * 20 > t->letters[PLX_SCRIPT_HAN] ? "ja" : "zh";
    return plx_lone_scripts[script - PLX_SCRIPT_ALONE].code;
}

const char *plx_detector_run(const plx_detector *d, const char *text, size_t len,
                             double *confidence)
{
    tally t = { .d = d };
    const char *code = NULL;
    double sure;
    uint32_t script;

    read_sample(&t, text, len);
    script = main_script(&t, &sure);
    if (script >= PLX_SCRIPT_SHARED)
        code = decide_by_script(&t, script, &sure);
    else if (script != PLX_SCRIPT_NONE)
        code = decide_by_words(&t, script, &sure);
    if (confidence)
        *confidence = code ? sure : 0;
    return code;
}

/* --------------------------------------------------------------- settling */

typedef struct neighbour {
    const char *claimed, *found;
} neighbour;

/* Texts of the one are taken for the other, or it is a matter of the writer's nation. */
static const neighbour neighbours[] = {
    { "bs", "hr" }, { "bs", "sr" }, { "hr", "sr" }, { "sr", "hr" }, { "ms", "id" },
    { "jv", "id" }, { "su", "id" }, { "gl", "pt" }, { "gl", "es" }, { "oc", "ca" },
    { "oc", "fr" }, { "an", "es" }, { "nn", "no" }, { "fo", "da" }, { "fy", "nl" },
    { "lb", "de" }, { "mo", "ro" }, { "co", "it" }, { "tt", "kk" }, { "tk", "az" },
    { "mk", "bg" }, { "yi", "he" }, { "sa", "hi" }, { "br", "fr" }, { "ti", "am" },
};

static bool is_neighbour(const char *claimed, const char *found)
{
    for (size_t i = 0; i < sizeof neighbours / sizeof *neighbours; i++)
        if (strcmp(neighbours[i].claimed, claimed) == 0 && strcmp(neighbours[i].found, found) == 0)
            return true;
    return false;
}

const char *plx_detector_settle(const plx_detector *d, const char *claim, const char *text,
                                size_t len)
{
    const char *claimed = plx_language_canonical(claim);
    double confidence;
    const char *found = plx_detector_run(d, text, len, &confidence);

    if (!claimed)
        return confidence >= PLX_DETECT_LIKELY ? found : NULL;
    if (!found || confidence < PLX_DETECT_SURE || is_neighbour(claimed, found))
        return claimed;
    return found;
}
