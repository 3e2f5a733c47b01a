/* indexer/field_map.h - what the fields of a record are called elsewhere, and what they mean
 *
 * --map says it of one collection: "title=headline", "text=body.plain". Where nothing is said,
 * names that mean a field nearly everywhere are read as it: headline, body, pub_date, ... */
#ifndef PLX_INDEXER_FIELD_MAP_H
#define PLX_INDEXER_FIELD_MAP_H

#include <jansson.h>
#include <stddef.h>

#include "base/error.h"

/** PLX_OK; PLX_ERR_INVALID if an entry is not "field=name". map may be NULL; ends in NULL. */
plx_status plx_field_map_check(const char *const *map, plx_error *err);

/**
 * Rename in place: the value at the name (dots go into objects, unless a field is named so)
 * becomes the field; a name that a record lacks changes nothing.
 *
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_field_map_apply(const char *const *map, json_t *obj, plx_error *err);

/**
 * Field that a name usually means: "Headline" is "title", "Pub Date" is "date".
 *
 * Names are compared without case, blanks and hyphens as underscores.
 *
 * @return static; NULL if it means none
 */
const char *plx_field_map_meaning(const char *name, size_t n);

/**
 * Give the fields a record lacks the values of members with such names: only of texts that are
 * not empty (a date may be a number, authors a list), and of several the one that comes first in
 * the table of names. A field that the record has stays as it is, and so do all other members.
 *
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_field_map_synonyms(json_t *obj, plx_error *err);

#endif
