/* indexer/date_order.h - is 10/9/2019 in September or in October? What else is known decides.
 *
 * A date in numbers that has several readings is settled by, in this order:
 *
 *  1. a reading more than a day in the future cannot be meant;
 *  2. a date known of the same article (address, metadata, a date in words), if exactly one
 *     reading lies within three days of it;
 *  3. a time zone of the United States beside it: month first;
 *  4. the dates in numbers of the same document that have one reading only, if they agree;
 *  5. the country of the address (.uk, .fr: day first; .gov, .us: month first);
 *  6. the locale of the document (en-US: month first; en-GB and languages other than English:
 *     day first; plain "en" says nothing);
 *  7. am or pm beside it: month first.
 *
 * A year of the Persian calendar in ASCII digits (1398/07/18) is one where something else is
 * Persian. What is left open stays open: the article is undated and keeps the text as found in
 * the extra field "date_raw". A year of two digits in the future is no date either. */
#ifndef PLX_INDEXER_DATE_ORDER_H
#define PLX_INDEXER_DATE_ORDER_H

#include "base/article.h"
#include "indexer/dates.h"

/** Dates known of one article; further ones are not needed. */
#define PLX_DATE_KNOWN_MAX 4

/** What is known of one document. Plain values: nothing to free. */
typedef struct plx_date_evidence {
    int64_t now; /* Unix time, 0 = not known */
    plx_date known[PLX_DATE_KNOWN_MAX];
    unsigned known_count;
    unsigned votes[PLX_DATE_ORDERS]; /* dates of the text with only this reading */
    unsigned by_country;             /* 1 + order, 0 = nothing */
    unsigned by_locale;              /* the same */
    bool is_persian;
} plx_date_evidence;

void plx_date_evidence_init(plx_date_evidence *e, int64_t now);

/** Learn from the dates of a text: UTF-8; the first 64 KB and 200 dates are read. */
void plx_date_evidence_add_text(plx_date_evidence *e, const char *s, size_t n);

/** A locale or language: "en-GB", "fa", "de_DE"; NULL says nothing. */
void plx_date_evidence_add_locale(plx_date_evidence *e, const char *locale);

/** An address: its country, and the date or month in its path; NULL says nothing. */
void plx_date_evidence_add_url(plx_date_evidence *e, const char *url);

/** A date of the same article that is certain. */
void plx_date_evidence_add_date(plx_date_evidence *e, const plx_date *d);

/**
 * Settle a date found by plx_dates_find().
 *
 * @param out  receives found->date if that is certain, else the reading that the evidence
 *             leaves; undated if it leaves none or several
 * @return true if *out is a date
 */
bool plx_date_settle(const plx_date_span *found, const plx_date_evidence *e, plx_date *out);

/** Keep a date as found, to be read by a person, in a->extra ("date_raw", at most 200 bytes),
 * unless one is there. PLX_OK; PLX_ERR_NOMEM. */
plx_status plx_date_keep_raw(plx_article *a, const char *s, size_t n, plx_error *err);

/**
 * Date of an article from a text that should hold one: read, settle, and set a->date and
 * a->date_how, or keep the text as date_raw if it can be a date but stays open. Nothing
 * happens if the article has a date or the text holds none.
 *
 * @param e    may be NULL
 * @param how  a word of plx_date_how_find()
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_date_take(plx_article *a, const char *s, size_t n, const plx_date_evidence *e,
                         const char *how, plx_error *err);

#endif
