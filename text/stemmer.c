#include "text/stemmer.h"

#include <errno.h>
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

#include "text/light_stemmer.h"

/* One of the two is set. */
struct plx_stemmer {
    struct sb_stemmer *snowball;
    plx_light_stemmer *light;
};

plx_status plx_stemmer_new(const char *lang, plx_stemmer **out, plx_error *err)
{
    plx_stemmer *st;

    *out = NULL;
    st = calloc(1, sizeof *st);
    if (!st)
        return plx_fail(err, PLX_ERR_NOMEM, "stemmer: out of memory");
    st->light = plx_light_stemmer_find(lang);
    if (st->light) {
        *out = st;
        return PLX_OK;
    }
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
    if (st->snowball)
        sb_stemmer_delete(st->snowball);
    free(st);
}

static plx_status stem_by_snowball(plx_stemmer *st, const char *word, size_t len,
                                   plx_light_stem *out, plx_error *err)
{
    const sb_symbol *stem = sb_stemmer_stem(st->snowball, (const sb_symbol *)word, (int)len);
    size_t stem_len;

    if (!stem)
        return plx_fail(err, PLX_ERR_NOMEM, "stemmer: out of memory");
    stem_len = (size_t)sb_stemmer_length(st->snowball);
    if (stem_len > 0 && stem_len <= PLX_WORD_MAX) /* else no use: the word itself */
        *out = (plx_light_stem){ (const char *)stem, stem_len };
    return PLX_OK;
}

plx_status plx_stemmer_stem(plx_stemmer *st, const char *word, size_t len, char *out, size_t *n,
                            plx_error *err)
{
    plx_light_stem stem = { word, len };
    plx_status rc = PLX_OK;

    *n = 0;
    *out = '\0';
    if (len < 1 || len > PLX_WORD_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "word of %zu bytes to stem; the limit is %d", len,
                        PLX_WORD_MAX);
    if (st->light)
        stem = st->light(word, len);
    else
        rc = stem_by_snowball(st, word, len, &stem, err);
    if (rc)
        return rc;
    memcpy(out, stem.s, stem.len);
    out[stem.len] = '\0';
    *n = stem.len;
    return PLX_OK;
}

int plx_stemmer_known(const char *lang)
{
    struct sb_stemmer *st;

    if (plx_light_stemmer_find(lang))
        return 1;
    st = sb_stemmer_new(lang, NULL);
    if (!st)
        return 0;
    sb_stemmer_delete(st);
    return 1;
}
