/* text/analyser.h - the one way from text to tokens
 *
 * Documents, queries, snippets and training data all pass through here, so that
 * they agree. A text becomes a stream of tokens with byte offsets; each token
 * points to its word in a vocabulary, where folding and stemming were done once.
 *
 * Rules (analysis version PLX_ANALYSIS_VERSION; the index stores it):
 * - A word is a run of letters, digits and marks (Unicode categories L, N, M) that begins
 *   with a letter or digit. Soft hyphen, zero-width joiner and non-joiner, direction marks
 *   and variation selectors inside a word are passed over.
 * - Folding: NFC, full case folding, accents and vowel signs off (combining marks of the
 *   Latin, Greek, Cyrillic, Hebrew and Arabic kind; letters such as o-slash and l-stroke by
 *   table), tatweel off. Cyrillic short i and short u stay: they are letters, and stemming
 *   needs them. Arabic: alefs, yehs, kafs and hehs of all kinds are one each, teh marbuta is
 *   heh; Arabic and Persian digits become ASCII. Presentation and full-width forms (from
 *   U+FB50 on) become plain ones.
 * - Stems are made from folded words, so that "cafe" finds "cafés" in every language: by
 *   libstemmer, Arabic and Persian by light stemmers (text/light_stemmer.h).
 * - Apostrophes (U+0027, U+0060, U+00B4, U+02BC, U+02BE, U+02BF, U+2018, U+2019, U+201B,
 *   U+FF07) between letters are dropped and the word goes on: Kata'ib = Kataib. A final "'s"
 *   is dropped whole: Iran's = Iran. A final apostrophe is no part of the word: it may as well
 *   close a quotation. In French, Italian and Catalan one after an elided article or particle
 *   ends the word: l'Iran = l, Iran.
 * - Initials joined by points are one word: U.S. = U.S = us, i.e. single letters with a point
 *   between each two. It is another plx_word than "us", has the same stem and is never a stop
 *   word; the final point is not in the token.
 * - Digits: "1,000" = 1000 (groups of exactly three digits after one to three), and a point
 *   between two digits stays: "3.5" is one word, "v2.0", too.
 * - Hyphenated words (hyphen U+002D, U+2010, U+2011 between letters or digits, at most
 *   PLX_COMPOUND_MAX parts) give one token for each part at positions of their own, and one
 *   COMPOUND token for the whole at the position of the first part, right before it; its
 *   word is the folded parts joined by '-', its stem the same unstemmed. With more parts, or
 *   more than PLX_WORD_MAX bytes, there are only the parts.
 * - Ideographs, kana and the letters of scripts without blanks (Thai, Lao, Khmer, Burmese)
 *   are one token each, marks included.
 * - Words over PLX_WORD_MAX bytes (folded) are cut there; those over PLX_WORD_MAX - 4 bytes
 *   are not stemmed.
 * - Words with digits are not stemmed.
 */
#ifndef PLX_TEXT_ANALYSER_H
#define PLX_TEXT_ANALYSER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "text/stemmer.h"

/**
 * Goes up whenever the same text may give other tokens.
 * 2: Arabic has a light stemmer instead of Snowball's, Persian its first; Bosnian and Croatian
 *    are stemmed as Serbian; stop words for 21 more languages, more of them for Arabic and
 *    Persian; three more alefs fold to alef. English is as in 1.
 */
#define PLX_ANALYSIS_VERSION 2
/** Most parts of a hyphenated word that get a compound. */
#define PLX_COMPOUND_MAX 4

/** A word of the vocabulary. Strings are NUL-ended and live as plx_analyser_run() says. Kept small:
 * there are hundreds of thousands, and each is read for each token. */
typedef struct plx_word {
    const char *text; /* folded surface form */
    const char *stem;
    uint64_t text_hash; /* plx_hash64 of the text: for sketches */
    uint64_t stem_hash; /* plx_hash64 of the stem: for features */
    uint32_t id;        /* dense, from 0 in this analyser and language; for side tables */
    uint8_t text_len;   /* bytes, up to PLX_WORD_MAX */
    uint8_t stem_len;   /* bytes */
    bool is_stop : 1;   /* stop word of its language */
    bool has_digit : 1;
    bool is_initials : 1; /* written U.S. or U.S; another word than "us" */
} plx_word;

/** Marks of one token. */
enum {
    PLX_TOKEN_COMPOUND = 1 << 0, /* whole of a hyphenated word; parts follow */
    PLX_TOKEN_PART = 1 << 1,     /* part of a hyphenated word */
    PLX_TOKEN_SENTENCE = 1 << 2, /* first token of a sentence (the compound, not its parts) */
    PLX_TOKEN_CAPITAL = 1 << 3,  /* begins with an upper-case letter */
    PLX_TOKEN_UPPER = 1 << 4,    /* two letters or more, all upper-case */
    PLX_TOKEN_QUOTED = 1 << 5,   /* inside double quotation marks (of the same paragraph) */
    PLX_TOKEN_INITIALS = 1 << 6, /* letters joined by points */
    PLX_TOKEN_PARAGRAPH = 1 << 7 /* first token of a paragraph (after an empty line) */
};

typedef struct plx_token {
    const plx_word *word;
    uint32_t start; /* byte offset in the text */
    uint32_t len;   /* bytes in the text (final 's not included) */
    uint32_t pos;   /* word position, from 1; a compound shares its first part's */
    uint32_t flags; /* PLX_TOKEN_... */
} plx_token;

/** A token stream; the array belongs to it and is used again by the next run into it. */
typedef struct plx_tokens {
    plx_token *items;
    size_t count;
    size_t cap;
    uint32_t last_pos; /* highest position used, 0 if none */
} plx_tokens;

void plx_tokens_init(plx_tokens *t);
void plx_tokens_release(plx_tokens *t);

typedef struct plx_analyser plx_analyser;

/** One for each thread. */
plx_status plx_analyser_new(plx_analyser **out, plx_error *err);
void plx_analyser_free(plx_analyser *an);

/**
 * Tokenize a text.
 *
 * Words stay valid until plx_analyser_trim() or plx_analyser_free(). Cost O(len).
 *
 * @param lang  as plx_language_find() takes it: ISO 639 code or English name. NULL and ""
 *              mean English; "none" and unknown languages are only folded, as one language
 * @param text  UTF-8; bad bytes separate words
 * @param len   bytes, at most UINT32_MAX / 2
 * @param out   initialised; emptied first, and empty on error
 * @return PLX_OK; PLX_ERR_LIMIT if len is over the limit; PLX_ERR_NOMEM
 */
plx_status plx_analyser_run(plx_analyser *an, const char *lang, const char *text, size_t len,
                            plx_tokens *out, plx_error *err);

/**
 * Forget the vocabulary if it holds more than max_words (all languages together), so that
 * memory stays bounded. Every plx_word goes invalid when it returns true.
 */
bool plx_analyser_trim(plx_analyser *an, size_t max_words);

/** Number of word ids given out for this language so far (ids are below it). */
uint32_t plx_analyser_words(const plx_analyser *an, const char *lang);

/**
 * Fold a string for facet terms and comparisons: case and accents as above, apostrophes and
 * invisible characters off, white space and controls runs to one blank, trimmed; other
 * punctuation stays.
 *
 * @param s  UTF-8; bad bytes become U+FFFD
 * @return malloc'd; NULL without memory
 */
char *plx_fold(const char *s, size_t len);

#endif
