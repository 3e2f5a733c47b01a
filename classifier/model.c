#include "classifier/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "classifier/model_file.h"

/* They are the program's, not the file's. */
static plx_status make_spellings(plx_model *m, plx_error *err)
{
    plx_analyser *an;
    plx_status rc = plx_analyser_new(&an, err);

    if (rc == PLX_OK)
        rc = plx_spellings_make(&m->words.spellings, an, m->lang, err);
    plx_analyser_free(an);
    return rc;
}

plx_status plx_model_parse(const void *p, size_t n, const char *name, plx_model **out,
                           plx_error *err)
{
    plx_model *m = calloc(1, sizeof *m);
    plx_status rc;

    *out = NULL;
    if (!m)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", name);
    rc = plx_model_decode(p, n, name, m, err);
    if (rc == PLX_OK)
        rc = make_spellings(m, err);
    if (rc != PLX_OK)
        goto fail;
    m->bytes = malloc(n);
    if (!m->bytes) {
        rc = plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", name);
        goto fail;
    }
    memcpy(m->bytes, p, n);
    m->size = n;
    plx_digest_hex(p, n, m->digest);
    *out = m;
    return PLX_OK;
fail:
    plx_model_free(m);
    return rc;
}

plx_status plx_model_load(const char *path, plx_model **out, plx_error *err)
{
    plx_strbuf bytes = PLX_STRBUF_INIT;
    plx_status rc;

    *out = NULL;
    rc = plx_file_read(path, PLX_MODEL_FILE_MAX, &bytes, err);
    if (rc == PLX_OK)
        rc = plx_model_parse(bytes.s, bytes.len, path, out, err);
    plx_strbuf_release(&bytes);
    return rc;
}

plx_status plx_model_save(const plx_model *m, const char *path, plx_error *err)
{
    return plx_file_replace(path, m->bytes, m->size, err);
}

void plx_model_free(plx_model *m)
{
    if (!m)
        return;
    free(m->bytes);
    free(m->trained);
    free(m->name);
    free(m->target);
    free(m->lang);
    free(m->date);
    for (size_t k = 0; k < PLX_LABELS_MAX; k++) {
        free(m->label_title[k]);
        free(m->label_definition[k]);
    }
    free(m->terms);
    plx_feature_words_release(&m->words);
    plx_dictionary_release(&m->dict);
    json_decref(m->summary);
    free(m);
}

const plx_label_set *plx_model_labels(const plx_model *m)
{
    return &m->labels;
}

const char *plx_model_name(const plx_model *m)
{
    return m->name;
}

const char *plx_model_target(const plx_model *m)
{
    return m->target;
}

const char *plx_model_date(const plx_model *m)
{
    return m->date;
}

const char *plx_model_lang(const plx_model *m)
{
    return m->lang;
}

const char *plx_model_digest(const plx_model *m)
{
    return m->digest;
}

const json_t *plx_model_summary(const plx_model *m)
{
    return m->summary;
}

const char *plx_model_label_title(const plx_model *m, size_t label)
{
    return label < m->labels.count ? m->label_title[label] : "";
}

const char *plx_model_label_definition(const plx_model *m, size_t label)
{
    return label < m->labels.count ? m->label_definition[label] : "";
}

const char *plx_model_target_terms(const plx_model *m)
{
    return m->terms ? m->terms : "";
}

double plx_model_threshold(const plx_model *m)
{
    return (double)m->threshold;
}

int plx_compare_digests(const void *pa, const void *pb)
{
    uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;

    return (a > b) - (a < b);
}

bool plx_model_has_trained_on(const plx_model *m, uint64_t digest)
{
    return m->trained_count &&
           bsearch(&digest, m->trained, m->trained_count, sizeof digest, plx_compare_digests);
}
