/* indexer/meta_csv.h - a table of metadata beside a folder of files
 *
 * CSV (csv.h) in UTF-8 with a header: path, and any of source, date, author, url, title, lang;
 * other columns become extra fields of the article. */
#ifndef PLX_INDEXER_META_CSV_H
#define PLX_INDEXER_META_CSV_H

#include "base/article.h"
#include "base/error.h"

/** A larger table is refused. */
#define PLX_META_CSV_MAX (256u << 20)
/** Columns; more are refused. */
#define PLX_META_CSV_COLUMNS_MAX 64

typedef struct plx_meta_csv plx_meta_csv;

/**
 * Read and check the whole table.
 *
 * @return PLX_OK; PLX_ERR_INVALID with "file:line: reason" of the first fault; PLX_ERR_NOTFOUND;
 *         PLX_ERR_LIMIT; PLX_ERR_IO; PLX_ERR_NOMEM
 */
plx_status plx_meta_csv_load(const char *file, plx_meta_csv **out, plx_error *err);
void plx_meta_csv_free(plx_meta_csv *m);

/**
 * Fill empty fields of an article from the row of its file: the row with this very path,
 * else with this path seen from the folder of the table, else the only row with this file
 * name. Changes nothing if there is none.
 *
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_meta_csv_apply(const plx_meta_csv *m, const char *path, plx_article *a,
                              plx_error *err);

#endif
