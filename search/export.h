/* search/export.h - articles with all that is said of them, for further work elsewhere
 *
 * JSON: the article's own fields, its stance as in hits, and `probabilities`, `model_date`, and,
 * where a person labelled it, `stance_coder` and `stance_time`. An exported article indexed again
 * is the same article: what is said of it is dropped on reading (base/article.h). CSV: the same
 * under fixed columns, without text, and a column `probability_LABEL` for each label of the
 * model. */
#ifndef PLX_SEARCH_EXPORT_H
#define PLX_SEARCH_EXPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/article.h"
#include "base/strbuf.h"
#include "collection/label_line.h"
#include "collection/model_info.h"

/** One article; all borrowed. */
typedef struct plx_exported {
    uint32_t rank; /* from 1 */
    const plx_article *article;
    const plx_verdict *verdict;
    const plx_label *vote; /* the one that stands; NULL: none, or not known */
    bool no_coder;         /* do not say whose it is */
    const plx_model_info *model;
} plx_exported;

/** A new reference; NULL without memory. */
json_t *plx_export_json(const plx_exported *x);

/** Append the line of column names for a model's labels. */
void plx_export_csv_header(const plx_model_info *model, plx_strbuf *out);
/** Append the line of an article; out->failed is set without memory. */
void plx_export_csv(const plx_exported *x, plx_strbuf *out);

#endif
