/* indexer/convert.h - an item to an article record
 *
 * Fields of a record in order of trust: the record or page itself, --meta, --path-pattern,
 * --source; in pages and texts --meta and --path-pattern come first. --lang wins over everything.
 */
#ifndef PLX_INDEXER_CONVERT_H
#define PLX_INDEXER_CONVERT_H

#include "base/article.h"
#include "base/error.h"
#include "indexer/extract.h"
#include "indexer/item.h"
#include "indexer/reader.h"

typedef struct plx_converter plx_converter;

/**
 * Check the options and load what they name.
 *
 * @param opt  borrowed for as long as the converter lives
 * @return PLX_OK; PLX_ERR_INVALID names the option; as plx_meta_csv_load(); PLX_ERR_NOMEM
 */
plx_status plx_converter_new(const plx_reader_options *opt, plx_converter **out, plx_error *err);
void plx_converter_free(plx_converter *c);

/**
 * Make an article of an item; it has an id and an origin then. Safe from several threads at once.
 *
 * @param out     initialised by the caller, who releases it, after an error too
 * @param report  receives what was removed; initialised by the caller
 * @return PLX_OK; the fault of the item: PLX_ERR_INVALID, PLX_ERR_LIMIT (the message is without
 *         the place); PLX_ERR_NOMEM
 */
plx_status plx_convert(const plx_converter *c, const plx_item *item, plx_article *out,
                       plx_extract_report *report, plx_error *err);

#endif
