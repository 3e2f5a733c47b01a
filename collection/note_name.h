/* collection/note_name.h - names that people give: of tags and of saved searches */
#ifndef PLX_COLLECTION_NOTE_NAME_H
#define PLX_COLLECTION_NOTE_NAME_H

#include <stddef.h>

#include "base/error.h"

/** Bytes of a name, its NUL not counted. */
#define PLX_NOTE_NAME_MAX 64

/**
 * A name as it is kept and compared: letters and digits of any script, '-', '_' and '.'; it begins
 * with a letter or digit. Lower case, and composed (NFC): however it was typed, it is the same.
 *
 * @param what  for the message: "tag"
 * @param s     len bytes
 * @return PLX_OK; PLX_ERR_INVALID says what a name is made of; PLX_ERR_LIMIT; PLX_ERR_NOMEM
 */
plx_status plx_note_name_read(const char *what, const char *s, size_t len,
                              char out[PLX_NOTE_NAME_MAX + 1], plx_error *err);

#endif
