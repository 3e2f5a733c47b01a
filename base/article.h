/* base/article.h - the article record that every part hands on
 *
 * Articles in JSON Lines: one object a line of id, url, title, source, original_source,
 * author, date, lang, text, label, synthetic. Unknown fields are kept in `extra` and written
 * back. What Parallax itself says of an article beside these (stance, stance_best,
 * stance_probability, stance_by, stance_reason, stance_coder, stance_time, tagged, stance_title,
 * stance_definition, label_stale, model, model_date, probabilities, evidence, evidence_for,
 * evidence_sentences, evidence_spans, evidence_spans_left_out, rank, score, snippet,
 * title_marked, date_precision, date_how, first_seen, changed, duplicates, versions, schema) is
 * dropped on reading, so that an exported article indexed again is the same article. A field of
 * such a name that is the source's own is kept under another one:
 * `--map their_score=score`. */
#ifndef PLX_BASE_ARTICLE_H
#define PLX_BASE_ARTICLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"

/** Limits of one article, in bytes; an article over them is refused. */
#define PLX_ARTICLE_TEXT_MAX  (4u << 20)
#define PLX_ARTICLE_FIELD_MAX 8192u
#define PLX_ARTICLE_EXTRA_MAX (64u << 10)

/** All strings are UTF-8 (NFC not needed), malloc'd, NULL if not known. */
typedef struct plx_article {
    char *id;
    char *url;
    char *title;
    char *source;          /* who published this copy */
    char *original_source; /* whom it credits */
    char *author;          /* several names: separated by "; " */
    char *lang;            /* ISO 639-1, lower case */
    char *text;            /* paragraphs separated by an empty line */
    char *label;           /* training label, only for train and evaluate */
    plx_date date;
    const char *date_how; /* a word of plx_date_how_find(), or NULL */
    bool synthetic;       /* written for the project, no real article */
    json_t *extra;        /* object of unknown fields, or NULL */
    json_t *extra_text;   /* private: the numbers in extra as text, or NULL */
    char *origin;         /* where it was read: path, or path:line; for messages */
    /* Seconds since 1970 when an index met it, and its present text; 0: not known. Of articles read
     * out of an index only, and no part of plx_article_to_json(). */
    int64_t first_seen, changed;
} plx_article;

/**
 * The static word for how a date was found: "given", "json-ld", "meta", "microdata", "time",
 * "byline", "dateline", "updated", "url", "path", "metadata file".
 *
 * @param word  may be NULL
 * @return NULL if it is none of them
 */
const char *plx_date_how_find(const char *word);

void plx_article_init(plx_article *a);
void plx_article_release(plx_article *a);

/**
 * Replace one string field by a copy of n bytes at s (invalid UTF-8 becomes U+FFFD,
 * NULs and other controls but tab and newline become blanks).
 *
 * @param field  address of a char * in the article
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_article_set(char **field, const char *s, size_t n, plx_error *err);

/**
 * Fill an article from a JSON object (borrowed; values of unknown fields are shared with it).
 *
 * `author` and `authors` may be a string or an array of strings; `language` is read as
 * lang; a number is read as text for string fields; null is as absent. A date that is
 * not ISO 8601 is an error that names it, unless lenient_date, where the raw text goes
 * to extra as "date_raw" and the article stays undated (for callers that read other
 * forms of dates afterwards).
 *
 * An empty string is as absent; "en-GB" is read as "en". Where both "author" and "authors"
 * (or "lang" and "language") are given, the second is kept in extra. That a text or title
 * is there is left to the caller.
 *
 * @param out  initialised by the caller, who also releases it, after an error too
 * @return PLX_OK; PLX_ERR_INVALID names the field; PLX_ERR_LIMIT names field and limit;
 *         PLX_ERR_NOMEM
 */
plx_status plx_article_from_json(const json_t *obj, bool lenient_date, plx_article *out,
                                 plx_error *err);

/** A new JSON object of the article (fields not known are left out); NULL without memory. */
json_t *plx_article_to_json(const plx_article *a);

/**
 * Value of an extra field as text, "" if absent or not a string, number or boolean; valid as
 * long as the article. Numbers are known only in what plx_article_from_json() read.
 */
const char *plx_article_extra(const plx_article *a, const char *name);

#endif
