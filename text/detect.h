/* text/detect.h - the language of a text
 *
 * First by script: Greek, Thai, Hangul and the like stand for one language. Where several
 * share a script (Latin, Cyrillic, Arabic, Hebrew, Devanagari), each word votes for the
 * languages that have it among their most frequent words, the more the fewer they are; a word
 * that is not known votes, for less, for the languages that write all of its letters. The
 * lists are those of text/detect_lists.c. (Frequent words alone tell languages apart as well
 * as letter n-grams do once there are a few dozen words: Grefenstette, Comparing two language
 * identification schemes, JADT 1995.)
 *
 * Only a sample is looked at: texts of up to PLX_DETECT_SAMPLE bytes whole, longer ones in
 * several windows spread over them but for the very ends, where page furniture may be in
 * another language. So the cost is bounded, about 10 microseconds. */
#ifndef PLX_TEXT_DETECT_H
#define PLX_TEXT_DETECT_H

#include <stddef.h>

#include "base/error.h"

/** Bytes of a text that are looked at, at most. */
#define PLX_DETECT_SAMPLE 1536
/** From this confidence on a language is believed where nothing else is known. */
#define PLX_DETECT_LIKELY 0.5
/** From this confidence on a language is believed against what a page says of itself. */
#define PLX_DETECT_SURE 0.8

/** Never changes once made: threads may share one. */
typedef struct plx_detector plx_detector;

/** @return PLX_OK; PLX_ERR_NOMEM. *out is NULL on error. */
plx_status plx_detector_new(plx_detector **out, plx_error *err);
void plx_detector_free(plx_detector *d);

/**
 * Tell the language of a text.
 *
 * @param text        UTF-8; bad bytes separate words; may be NULL if len is 0
 * @param confidence  receives 0..1, no probability: how many words there were, how many of them
 *                    speak for the language, how far the second is behind. A headline seldom
 *                    comes to PLX_DETECT_LIKELY, two dozen words of prose pass PLX_DETECT_SURE.
 *                    May be NULL
 * @return ISO 639-1 code, static (it may be one that plx_language_find() does not know); NULL
 *         where nothing speaks for any language: numbers, code, few words
 */
const char *plx_detector_run(const plx_detector *d, const char *text, size_t len,
                             double *confidence);

/**
 * Settle the language of an article of which a page or feed says something itself.
 *
 * The claim stands unless a detection with PLX_DETECT_SURE contradicts it: templates claim
 * lang="en" on Arabic pages. It is no contradiction where the language found is a neighbour that
 * texts of the claimed one are taken for (Croatian and Serbian, Malay and Indonesian). Without
 * a claim, detection with PLX_DETECT_LIKELY decides. What a record of JSON or the user gives is
 * no claim: do not ask here.
 *
 * @param claim  language code as in HTML ("en", "en-US", "ckb"); NULL, "" and what is no
 *               language count as none
 * @return ISO 639-1 code, static; NULL if the language is unknown
 */
const char *plx_detector_settle(const plx_detector *d, const char *claim, const char *text,
                                size_t len);

#endif
