#include "classifier/model_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

/* magic, format version, analysis version, length of the whole file */
static const char magic[8] = "PLXMODEL";
enum { HEAD_BYTES = 8 + 4 + 4 + 8, SUM_BYTES = 8 };

/* ------------------------------------------------------------ writing */

static void put_uint(plx_strbuf *out, uint64_t v, unsigned bytes)
{
    unsigned char b[8];

    for (unsigned i = 0; i < bytes; i++)
        b[i] = (unsigned char)(v >> (8 * i) & 255);
    plx_strbuf_add(out, b, bytes);
}

static void put_float(plx_strbuf *out, float v)
{
    uint32_t bits;

    memcpy(&bits, &v, sizeof bits);
    put_uint(out, bits, 4);
}

static void put_floats(plx_strbuf *out, const float *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_float(out, v[i]);
}

static void put_string(plx_strbuf *out, const char *s)
{
    size_t n = s ? strlen(s) : 0;

    put_uint(out, n, 4);
    plx_strbuf_add(out, s ? s : "", n);
}

static void put_phrases(plx_strbuf *out, const plx_phrases *set)
{
    put_uint(out, set->count, 4);
    for (size_t i = 0; i < set->count; i++) {
        put_uint(out, set->items[i].count, 1);
        for (size_t k = 0; k < set->items[i].count; k++)
            put_uint(out, set->items[i].word[k], 8);
    }
}

static void put_dictionary(plx_strbuf *out, const plx_dictionary *d, size_t labels)
{
    put_uint(out, d->count, 4);
    for (uint32_t i = 0; i < d->count; i++)
        put_uint(out, d->hash[i], 8);
    put_floats(out, d->idf, d->count);
    put_floats(out, d->weight, d->count * labels);
    for (uint32_t i = 0; i < d->count; i++)
        put_uint(out, d->name_at[i + 1] - d->name_at[i], 1);
    put_uint(out, d->name_at[d->count], 4);
    plx_strbuf_add(out, d->names ? d->names : "", d->name_at[d->count]);
}

static void put_labels(plx_strbuf *out, const plx_model *m)
{
    put_uint(out, m->labels.count, 4);
    for (size_t k = 0; k < m->labels.count; k++) {
        put_string(out, m->labels.name[k]);
        put_string(out, m->label_title[k]);
        put_string(out, m->label_definition[k]);
    }
}

static void put_body(plx_strbuf *out, const plx_model *m)
{
    put_string(out, m->name);
    put_string(out, m->target);
    put_string(out, m->lang);
    put_string(out, m->date);
    put_labels(out, m);
    put_string(out, m->terms);
    put_phrases(out, &m->words.target);
    put_phrases(out, &m->words.mask);
    put_phrases(out, &m->words.negation);
    for (size_t k = 0; k < m->labels.count; k++)
        put_phrases(out, &m->words.cue[k]);
    put_floats(out, m->group_weight, PLX_GROUPS);
    put_dictionary(out, &m->dict, m->labels.count);
    put_floats(out, m->bias, m->labels.count);
    put_float(out, m->temperature);
    put_float(out, m->threshold);
    put_floats(out, m->gate.weight, PLX_TOPIC_VALUES);
    put_float(out, m->gate.bias);
    put_uint(out, m->trained_count, 4);
    for (uint32_t i = 0; i < m->trained_count; i++)
        put_uint(out, m->trained[i], 8);
}

void plx_model_encode(const plx_model *m, plx_strbuf *out)
{
    char *summary = json_dumps(m->summary, JSON_COMPACT | JSON_SORT_KEYS);
    plx_strbuf body = PLX_STRBUF_INIT;
    size_t from = out->len;

    put_body(&body, m);
    put_string(&body, summary);
    plx_strbuf_add(out, magic, sizeof magic);
    put_uint(out, PLX_MODEL_VERSION, 4);
    put_uint(out, PLX_ANALYSIS_VERSION, 4);
    put_uint(out, HEAD_BYTES + body.len + SUM_BYTES, 8);
    plx_strbuf_add(out, body.s, body.len);
    out->failed = out->failed || body.failed || !summary;
    if (!out->failed)
        put_uint(out, plx_hash64(out->s + from, out->len - from), 8);
    plx_strbuf_release(&body);
    free(summary);
}

/* ------------------------------------------------------------ reading */

/* Bytes still to be read. After the first failure all reads give 0. */
typedef struct reader {
    const unsigned char *p;
    size_t left;
    const char *name; /* of the file */
    plx_status rc;
    plx_error *err;
} reader;

static void damaged(reader *r, const char *what)
{
    if (r->rc == PLX_OK)
        r->rc =
            plx_fail(r->err, PLX_ERR_CORRUPT,
                     "%s: damaged model: %s; make a new one with `parallax train`", r->name, what);
}

static void no_memory(reader *r)
{
    if (r->rc == PLX_OK)
        r->rc = plx_fail(r->err, PLX_ERR_NOMEM, "%s: out of memory", r->name);
}

/* n bytes, NULL if they are not there. */
static const unsigned char *take(reader *r, size_t n, const char *what)
{
    const unsigned char *p = r->p;

    if (r->rc == PLX_OK && n > r->left)
        damaged(r, what);
    if (r->rc != PLX_OK)
        return NULL;
    r->p += n;
    r->left -= n;
    return p;
}

static uint64_t get_le(const unsigned char *p, unsigned bytes)
{
    uint64_t v = 0;

    for (unsigned i = bytes; i > 0; i--)
        v = v << 8 | p[i - 1];
    return v;
}

static uint64_t get_uint(reader *r, unsigned bytes, const char *what)
{
    const unsigned char *p = take(r, bytes, what);

    return p ? get_le(p, bytes) : 0;
}

/* n finite floats of at most `limit` either way. */
static void get_floats(reader *r, float *out, size_t n, float limit, const char *what)
{
    const unsigned char *p = take(r, 4 * n, what);

    for (size_t i = 0; p && i < n; i++) {
        uint32_t bits = (uint32_t)get_le(p + 4 * i, 4);
        memcpy(&out[i], &bits, sizeof bits);
        if (!(fabsf(out[i]) <= limit))
            damaged(r, what);
    }
}

/* A number of things that take at least `each` bytes, so that what is left bounds it. */
static uint32_t get_count(reader *r, uint32_t most, size_t each, const char *what)
{
    uint32_t n = (uint32_t)get_uint(r, 4, what);

    if (n > most || (each && n > r->left / each))
        damaged(r, what);
    return r->rc == PLX_OK ? n : 0;
}

/* A string of at most `most` bytes, malloc'd: valid UTF-8 without NUL. */
static char *get_string(reader *r, uint32_t most, const char *what)
{
    uint32_t n = get_count(r, most, 1, what);
    const char *p = (const char *)take(r, n, what);
    char *s;

    if (!p)
        return NULL;
    if (memchr(p, 0, n) || !plx_utf8_valid(p, n)) {
        damaged(r, what);
        return NULL;
    }
    s = strndup(p, n);
    if (!s)
        no_memory(r);
    return s;
}

static void get_labels(reader *r, plx_model *m)
{
    uint32_t count = get_count(r, PLX_LABELS_MAX, 12, "labels");

    if (count < 2)
        damaged(r, "labels");
    for (uint32_t k = 0; r->rc == PLX_OK && k < count; k++) {
        char *s = get_string(r, PLX_LABEL_BYTES - 1, "labels");
        if (s && (!*s || plx_label_find(&m->labels, s) >= 0))
            damaged(r, "labels");
        if (s && r->rc == PLX_OK)
            memcpy(m->labels.name[m->labels.count++], s, strlen(s) + 1);
        free(s);
        m->label_title[k] = get_string(r, PLX_MODEL_STRING_MAX, "labels");
        m->label_definition[k] = get_string(r, PLX_MODEL_STRING_MAX, "labels");
    }
}

static void get_phrases(reader *r, plx_phrases *set)
{
    uint32_t count = get_count(r, PLX_PHRASES_MAX, 9, "terms");

    for (uint32_t i = 0; r->rc == PLX_OK && i < count; i++) {
        plx_phrase p = { .count = (uint8_t)get_uint(r, 1, "terms") };
        if (p.count == 0 || p.count > PLX_PHRASE_WORDS)
            damaged(r, "terms");
        for (uint8_t k = 0; r->rc == PLX_OK && k < p.count; k++)
            p.word[k] = get_uint(r, 8, "terms");
        if (r->rc == PLX_OK)
            r->rc = plx_phrases_add(set, &p, r->err);
    }
    plx_phrases_seal(set);
}

static void get_hashes(reader *r, plx_dictionary *d)
{
    const unsigned char *p = take(r, 8 * (size_t)d->count, "features");

    for (uint32_t i = 0; p && i < d->count; i++) {
        d->hash[i] = get_le(p + 8 * (size_t)i, 8);
        if (i && d->hash[i] <= d->hash[i - 1])
            damaged(r, "features out of order");
    }
}

static void get_names(reader *r, plx_dictionary *d)
{
    const unsigned char *lengths = take(r, d->count, "feature names");
    size_t sum = 0;

    for (uint32_t i = 0; lengths && i < d->count; i++) {
        d->name_at[i] = (uint32_t)sum;
        sum += lengths[i];
    }
    if (lengths)
        d->name_at[d->count] = (uint32_t)sum;
    d->names = get_string(r, d->count * PLX_MODEL_FEATURE_NAME_MAX, "feature names");
    if (d->names && strlen(d->names) != sum)
        damaged(r, "feature names");
}

static void get_dictionary(reader *r, plx_dictionary *d, size_t labels)
{
    uint32_t count =
        get_count(r, PLX_MODEL_FEATURES_MAX, 8 + 4 + 4 * labels + 1, "number of features");

    if (r->rc == PLX_OK)
        r->rc = plx_dictionary_alloc(d, count, labels, r->err);
    if (r->rc != PLX_OK)
        return;
    get_hashes(r, d);
    get_floats(r, d->idf, count, 1e3f, "idf");
    get_floats(r, d->weight, count * labels, 1e6f, "weights");
    get_names(r, d);
    if (r->rc == PLX_OK)
        r->rc = plx_dictionary_index(d, r->err);
}

static void get_trained(reader *r, plx_model *m)
{
    uint32_t n = get_count(r, PLX_MODEL_TRAINED_MAX, 8, "training articles");
    const unsigned char *p = take(r, 8 * (size_t)n, "training articles");

    m->trained = p ? malloc(8 * (size_t)n + 1) : NULL;
    if (p && !m->trained)
        no_memory(r);
    for (uint32_t i = 0; m->trained && i < n; i++) {
        m->trained[i] = get_le(p + 8 * (size_t)i, 8);
        if (i && m->trained[i] <= m->trained[i - 1])
            damaged(r, "training articles out of order");
    }
    m->trained_count = n;
}

static void get_summary(reader *r, plx_model *m)
{
    char *s = get_string(r, PLX_MODEL_STRING_MAX, "summary");

    if (s && plx_json_parse(s, strlen(s), &m->summary, NULL) != PLX_OK)
        damaged(r, "summary");
    if (r->rc == PLX_OK && !json_is_object(m->summary))
        damaged(r, "summary");
    free(s);
}

static void get_body(reader *r, plx_model *m)
{
    m->name = get_string(r, PLX_MODEL_STRING_MAX, "name");
    m->target = get_string(r, PLX_MODEL_STRING_MAX, "target");
    m->lang = get_string(r, PLX_MODEL_STRING_MAX, "language");
    m->date = get_string(r, PLX_MODEL_STRING_MAX, "date");
    get_labels(r, m);
    m->terms = get_string(r, PLX_MODEL_STRING_MAX, "terms");
    get_phrases(r, &m->words.target);
    get_phrases(r, &m->words.mask);
    get_phrases(r, &m->words.negation);
    for (size_t k = 0; k < m->labels.count; k++)
        get_phrases(r, &m->words.cue[k]);
    get_floats(r, m->group_weight, PLX_GROUPS, 1e3f, "group weights");
    get_dictionary(r, &m->dict, m->labels.count);
    get_floats(r, m->bias, m->labels.count, 1e6f, "bias");
    get_floats(r, &m->temperature, 1, 1e3f, "calibration");
    if (r->rc == PLX_OK && m->temperature < 1e-3f)
        damaged(r, "calibration");
    get_floats(r, &m->threshold, 1, 1.0f, "threshold");
    get_floats(r, m->gate.weight, PLX_TOPIC_VALUES, 1e6f, "off-topic gate");
    get_floats(r, &m->gate.bias, 1, 1e6f, "off-topic gate");
    get_trained(r, m);
    get_summary(r, m);
    if (r->left)
        damaged(r, "bytes after the end");
}

/* Magic, versions, length and checksum, before anything else is believed. */
static plx_status check_head(const unsigned char *p, size_t n, const char *name, plx_error *err)
{
    uint32_t format, analysis;

    if (n > PLX_MODEL_FILE_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "%s: over %u bytes, the most for a model", name,
                        PLX_MODEL_FILE_MAX);
    if (n < HEAD_BYTES + SUM_BYTES || memcmp(p, magic, sizeof magic) != 0)
        return plx_fail(err, PLX_ERR_CORRUPT,
                        "%s: not a parallax model; `parallax train -o FILE` makes one", name);
    format = (uint32_t)get_le(p + 8, 4);
    if (format != PLX_MODEL_VERSION)
        return plx_fail(err, PLX_ERR_VERSION,
                        "%s: model format %u, this program reads %u; make a "
                        "new one with `parallax train`",
                        name, format, PLX_MODEL_VERSION);
    if (get_le(p + 16, 8) != n)
        return plx_fail(err, PLX_ERR_CORRUPT,
                        "%s: damaged model: %zu bytes, should be %llu; copy "
                        "it again or make a new one with `parallax train`",
                        name, n, (unsigned long long)get_le(p + 16, 8));
    if (plx_hash64(p, n - SUM_BYTES) != get_le(p + n - SUM_BYTES, 8))
        return plx_fail(err, PLX_ERR_CORRUPT,
                        "%s: damaged model: wrong checksum; copy it again or "
                        "make a new one with `parallax train`",
                        name);
    analysis = (uint32_t)get_le(p + 12, 4);
    if (analysis != PLX_ANALYSIS_VERSION)
        return plx_fail(err, PLX_ERR_VERSION,
                        "%s: model made with text analysis %u, this program "
                        "has %u; make a new one with `parallax train`",
                        name, analysis, (unsigned)PLX_ANALYSIS_VERSION);
    return PLX_OK;
}

plx_status plx_model_decode(const void *p, size_t n, const char *name, plx_model *m, plx_error *err)
{
    reader r = { .name = name, .err = err };

    r.rc = check_head(p, n, name, err);
    if (r.rc != PLX_OK)
        return r.rc;
    r.p = (const unsigned char *)p + HEAD_BYTES;
    r.left = n - HEAD_BYTES - SUM_BYTES;
    get_body(&r, m);
    return r.rc;
}
