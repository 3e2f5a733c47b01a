#include "text/stemmer.h"

#include <errno.h>
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

struct plx_stemmer {
    struct sb_stemmer *snowball;
};

plx_status plx_stemmer_new(const char *lang, plx_stemmer **out, plx_error *err)
{
    plx_stemmer *st;

    *out = NULL;
    st = calloc(1, sizeof *st);
    if (!st)
        return plx_fail(err, PLX_ERR_NOMEM, "stemmer: out of memory");
    errno = 0; /* libstemmer says NULL for an unknown language and for lack of memory alike */
    st->snowball = sb_stemmer_new(lang, NULL);
    if (!st->snowball) {
        free(st);
        if (errno == ENOMEM)
            return plx_fail(err, PLX_ERR_NOMEM, "stemmer: out of memory");
        return plx_fail(err, PLX_ERR_NOTFOUND, "no stemmer for language '%s'", lang);
    }
    *out = st;
    return PLX_OK;
}

void plx_stemmer_free(plx_stemmer *st)
{
    if (!st)
        return;
    sb_stemmer_delete(st->snowball);
    free(st);
}

plx_status plx_stemmer_stem(plx_stemmer *st, const char *word, size_t len, char *out, size_t *n,
                            plx_error *err)
{
    const sb_symbol *stem;
    size_t stem_len;

    *n = 0;
    *out = '\0';
    if (len < 1 || len > PLX_WORD_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "word of %zu bytes to stem; the limit is %d", len,
                        PLX_WORD_MAX);
    stem = sb_stemmer_stem(st->snowball, (const sb_symbol *)word, (int)len);
    if (!stem)
        return plx_fail(err, PLX_ERR_NOMEM, "stemmer: out of memory");
    stem_len = (size_t)sb_stemmer_length(st->snowball);
    if (stem_len == 0 || stem_len > PLX_WORD_MAX) { /* a stem that is no use: the word itself */
        stem = (const sb_symbol *)word;
        stem_len = len;
    }
    memcpy(out, stem, stem_len);
    out[stem_len] = '\0';
    *n = stem_len;
    return PLX_OK;
}

int plx_stemmer_known(const char *lang)
{
    struct sb_stemmer *st = sb_stemmer_new(lang, NULL);

    if (!st)
        return 0;
    sb_stemmer_delete(st);
    return 1;
}
