/* indexer/record.h - a record (JSON, a row, an entry, a mail) to an article
 *
 * A record is believed: its fields are taken as they are, by their names, by --map, or by names
 * that mean them (field_map.h). What needs work all the same:
 *
 *  - `html` holds markup: a page is extracted and fills what the record lacks, a piece of a page
 *    becomes the text; the field is not kept;
 *  - a `text` or title that evidently is HTML becomes text; the report has "markup";
 *  - a `date` that has two readings is settled by what else the record says (date_order.h); a
 *    record without one that has `updated` is dated by that;
 *  - with --clean the text loses what is furniture of the page it was scraped from. */
#ifndef PLX_INDEXER_RECORD_H
#define PLX_INDEXER_RECORD_H

#include <jansson.h>
#include <stdint.h>

#include "base/article.h"
#include "base/error.h"
#include "indexer/extract.h"
#include "indexer/reader.h"

/** Member of a record made by a reader: the language its feed or mail claims to be in. */
#define PLX_RECORD_LANG_CLAIMED "lang claimed"

typedef struct plx_record_rules {
    const plx_reader_options *opt;
    int64_t now; /* Unix time: dates behind it settle what is ambiguous; 0 = not known */
} plx_record_rules;

/**
 * Fill an article.
 *
 * @param obj     changed: fields are renamed
 * @param report  receives what was removed; may be NULL
 * @return PLX_OK; PLX_ERR_INVALID (neither text nor title, a field of the wrong kind);
 *         PLX_ERR_LIMIT; PLX_ERR_NOMEM
 */
plx_status plx_record_read(const plx_record_rules *rules, json_t *obj, plx_article *out,
                           plx_extract_report *report, plx_error *err);

#endif
