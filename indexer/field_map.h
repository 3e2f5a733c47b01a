/* indexer/field_map.h - renaming the fields of JSON records: "title=headline", "text=body.plain" */
#ifndef PLX_INDEXER_FIELD_MAP_H
#define PLX_INDEXER_FIELD_MAP_H

#include <jansson.h>

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

#endif
