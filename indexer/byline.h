/* indexer/byline.h - lines that say who wrote a text and when
 *
 * "By Jane Doe", "18.11.2021 Author: Jane Doe", "Published: October 10, 2019 at 12:34 pm". */
#ifndef PLX_INDEXER_BYLINE_H
#define PLX_INDEXER_BYLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/strbuf.h"
#include "indexer/dates.h"

/** What one line says. */
typedef struct plx_byline {
    plx_date date;      /* undated if it has none */
    plx_date_span when; /* the same with its place and readings; end 0 if there is none */
    bool is_updated;    /* the date is of a change, not of publication */
    bool is_ambiguous;  /* there is a date, but day and month cannot be told apart */
    size_t author;      /* first byte of the names in the line */
    size_t author_len;  /* 0 if there are none */
} plx_byline;

/**
 * Is the whole line a byline, dateline or both? Other words than names, dates, times and
 * the usual labels make it text.
 */
bool plx_byline_read(const char *s, size_t n, plx_byline *out);

/**
 * Names of persons that are all of a line but for their role ("Jane Doe and Ali Omar", "JANE DOE
 * Staff Writer"). A title in capitals may look so: ask only beside a date.
 *
 * @return bytes of the names at the beginning, 0 if the line is something else
 */
size_t plx_byline_names(const char *s, size_t n);

/**
 * Date of a dateline at the beginning of a paragraph: "BAGHDAD, Oct 10, 2019 (Reuters) - ...".
 * The place is in capitals and a dash or colon follows.
 */
bool plx_byline_dateline(const char *s, size_t n, plx_date_span *out);

/** A name as a person's: without "By", role and outlet after a comma or bar, extra blanks. */
void plx_byline_clean_author(const char *s, size_t n, plx_strbuf *out);

#endif
