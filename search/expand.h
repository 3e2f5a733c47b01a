/* search/expand.h - the terms that a beginning or a part of a value stands for */
#ifndef PLX_SEARCH_EXPAND_H
#define PLX_SEARCH_EXPAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "store/store.h"

/** Words looked at for one expansion, at most. */
#define PLX_EXPAND_LOOKED_AT_MAX 100000

/** Words by falling frequency, then in byte order; zeroed: empty. */
typedef struct plx_expansion {
    struct plx_expanded {
        size_t at, len; /* bytes in pool */
        uint32_t freq;
    } * items;
    size_t count, cap;
    size_t found; /* before it was cut to the most frequent */
    plx_strbuf pool;
} plx_expansion;

void plx_expansion_init(plx_expansion *x);
void plx_expansion_release(plx_expansion *x);

/**
 * Add the words of a table that begin with a prefix.
 *
 * @param has  only those that hold these words one after the other, blanks around; NULL: all
 * @return PLX_OK; PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_expand(plx_store *st, plx_terms_of what, const char *prefix, size_t len,
                      const char *has, plx_expansion *out, plx_error *err);

/** Keep the `most` most frequent. */
void plx_expansion_cut(plx_expansion *x, size_t most);

#endif
