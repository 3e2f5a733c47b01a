/* tests/unit/name_pairs.h - do two names meet under a key? For the unit test and the bench */
#ifndef PLX_TESTS_NAME_PAIRS_H
#define PLX_TESTS_NAME_PAIRS_H

#include <stdbool.h>
#include <string.h>

#include "text/name_key.h"

/** Would b be looked at for a? */
static inline bool share_key(const plx_name *a, const plx_name *b)
{
    plx_name_key sought[PLX_NAME_KEYS_SOUGHT], stored[PLX_NAME_KEYS_STORED];
    size_t n = plx_name_keys_sought(a, sought), m = plx_name_keys_stored(b, stored), i, j;

    for (i = 0; i < n; i++)
        for (j = 0; j < m; j++)
            if (strcmp(sought[i].s, stored[j].s) == 0)
                return true;
    return false;
}

#endif
