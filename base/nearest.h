/* base/nearest.h - which word somebody may have meant */
#ifndef PLX_BASE_NEAREST_H
#define PLX_BASE_NEAREST_H

#include <stddef.h>

/**
 * Of several words the one that is nearest to what was typed, by edits: at most a third of it
 * wrong, and one; a word that goes on where it ends is one edit away. Words of 32 bytes or more are
 * passed over. NULL if none is near.
 */
const char *plx_nearest(const char *typed, const char *const *words, size_t n);

#endif
