/* indexer/mojibake.h - UTF-8 that was read as Windows' characters and written as UTF-8 again
 *
 * "cafÃ©", "donâ€™t", "РџСЂРёРІРµС‚", "ط§ظ„ط¹ط±ط§ظ‚": every byte of a UTF-8 sequence has become
 * a character of Windows-1252, 1251 or 1256. The way back is taken only where a run of such
 * characters gives well-formed UTF-8 as a whole: what is written so on purpose hardly does. */
#ifndef PLX_INDEXER_MOJIBAKE_H
#define PLX_INDEXER_MOJIBAKE_H

#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/**
 * Repair in place. A text that was spoilt twice is repaired twice. Time is linear in the text.
 *
 * @param repaired  receives the number of runs repaired; may be NULL
 * @return PLX_OK; PLX_ERR_NOMEM: the text is as it was
 */
plx_status plx_mojibake_repair(plx_strbuf *text, size_t *repaired, plx_error *err);

#endif
