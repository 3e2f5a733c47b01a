/* indexer/path_pattern.h - fields of an article out of its path: "{source}/{date}/(star)"
 *
 * The parts of the pattern are matched with the last parts of the path. A field is
 * {source}, {date}, {author}, {lang} or {title}; a star is any text within a part. */
#ifndef PLX_INDEXER_PATH_PATTERN_H
#define PLX_INDEXER_PATH_PATTERN_H

#include "base/article.h"
#include "base/error.h"

/**
 * Check a pattern.
 *
 * @return PLX_OK; PLX_ERR_INVALID names the fault and lists the fields
 */
plx_status plx_path_pattern_check(const char *pattern, plx_error *err);

/**
 * Fill empty fields of an article from its path; a path that does not match changes nothing.
 * A date may be in any form that can be read ("2019-10-10", "20191010").
 *
 * @param pattern  checked
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_path_pattern_apply(const char *pattern, const char *path, plx_article *a,
                                  plx_error *err);

#endif
