#include "search/tables.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "search/facet_values.h"
#include "text/analyser.h"

/* Docids read from the store at a time. */
#define CHUNK 1024

static const plx_facet_ref builtin[] = {
    { "stance", PLX_FACET_STANCE, 0 },
    { "source", PLX_FACET_COLUMN, PLX_SLOT_SOURCE },
    { "original_source", PLX_FACET_COLUMN, PLX_SLOT_ORIGINAL },
    { "author", PLX_FACET_COLUMN, PLX_SLOT_AUTHOR },
    { "lang", PLX_FACET_COLUMN, PLX_SLOT_LANG },
    { "stance_by", PLX_FACET_STANCE_BY, 0 },
    { "tag", PLX_FACET_TAG, 0 },
    { "date", PLX_FACET_DATE, 0 },
    { "day", PLX_FACET_PERIOD, PLX_PERIOD_DAY },
    { "week", PLX_FACET_PERIOD, PLX_PERIOD_WEEK },
    { "month", PLX_FACET_PERIOD, PLX_PERIOD_MONTH },
    { "quarter", PLX_FACET_PERIOD, PLX_PERIOD_QUARTER },
    { "year", PLX_FACET_PERIOD, PLX_PERIOD_YEAR },
};
#define BUILTINS (sizeof builtin / sizeof *builtin)

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "search: out of memory");
}

/* ------------------------------------------------------------- refreshing */

float plx_tables_norm(const plx_tables *t, double length)
{
    double relative = t->average_length > 0 ? length / t->average_length : 1;

    return (float)(PLX_BM25_K1 * (1 - PLX_BM25_B + PLX_BM25_B * relative));
}

/* Lengths come in as the counts of the list of all. */
static void add_all(plx_tables *t, const uint32_t *docids, const uint32_t *lengths, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        plx_bits_set(&t->all, docids[i]);
        t->norm[docids[i]] = plx_tables_norm(t, lengths[i]);
    }
}

static plx_status make_room(plx_tables *t, const plx_store_info *info, plx_error *err)
{
    t->last_docid = info->last_docid;
    t->documents = info->documents;
    t->average_length = info->average_length;
    free(t->norm);
    t->norm = calloc((size_t)info->last_docid + 1, sizeof *t->norm);
    if (!t->norm)
        return no_memory(err);
    return plx_bits_reset(&t->all, info->last_docid, err);
}

static plx_status read_all(plx_tables *t, plx_error *err)
{
    plx_store *st = plx_snapshot_store(t->snap);
    uint32_t docids[CHUNK], lengths[CHUNK];
    plx_postings *it = NULL;
    plx_store_info info;
    size_t n = 0;
    plx_status rc = plx_store_get_info(st, &info, err);

    if (!rc)
        rc = make_room(t, &info, err);
    if (!rc)
        rc = plx_postings_open(st, "", 0, &it, err);
    do {
        if (!rc)
            rc = plx_postings_read_counts(it, docids, lengths, CHUNK, &n, err);
        if (!rc)
            add_all(t, docids, lengths, n);
    } while (!rc && n == CHUNK);
    plx_postings_close(it);
    return rc;
}

static void add_language(const char *code, uint32_t articles, plx_tables *t,
                         uint32_t count[PLX_LANGUAGES])
{
    const char *name = plx_language_code(plx_language_find(code));
    size_t i;

    for (i = 0; i < t->langs && strcmp(t->lang[i], name) != 0; i++)
        ;
    if (i == PLX_LANGUAGES)
        return;
    if (i == t->langs) {
        t->lang[t->langs++] = name;
        count[i] = 0;
    }
    count[i] += articles;
    for (; i && count[i] > count[i - 1]; i--) {
        uint32_t n = count[i];

        t->lang[i] = t->lang[i - 1];
        count[i] = count[i - 1];
        t->lang[i - 1] = name;
        count[i - 1] = n;
    }
}

static plx_status read_languages(plx_tables *t, plx_error *err)
{
    uint32_t count[PLX_LANGUAGES] = { 0 }, *articles, i;
    const plx_column *col;
    plx_status rc = plx_snapshot_column(t->snap, PLX_SLOT_LANG, &col, err);

    if (rc)
        return rc;
    articles = calloc((size_t)col->values + 1, sizeof *articles);
    if (!articles)
        return no_memory(err);
    for (i = 0; i < col->first[col->last_docid + 1]; i++)
        articles[col->ordinal[i]]++;
    t->langs = 0;
    for (i = 0; i < col->values; i++)
        add_language(col->value[i], articles[i], t, count);
    free(articles);
    if (!t->langs)
        add_language("en", 0, t, count);
    return PLX_OK;
}

static void drop(plx_tables *t)
{
    size_t i;

    t->version[0] = '\0';
    t->has_grouped = false;
    plx_tagged_forget(&t->tagged);
    plx_facet_cache_free(t->facets);
    t->facets = NULL;
    free(t->tally_code);
    t->tally_code = NULL;
    for (i = 0; i < sizeof t->folded / sizeof *t->folded; i++) {
        plx_map_free(t->folded[i].map);
        free(t->folded[i].group);
    }
    memset(t->folded, 0, sizeof t->folded);
    plx_name_memo_release(&t->names);
}

plx_status plx_tables_refresh(plx_tables *t, plx_error *err)
{
    const char *version = plx_snapshot_version(t->snap);
    plx_status rc;

    if (strcmp(t->version, version) == 0)
        return PLX_OK;
    drop(t);
    rc = read_all(t, err);
    if (!rc)
        rc = read_languages(t, err);
    if (!rc && strlen(version) < sizeof t->version)
        strcpy(t->version, version);
    return rc;
}

void plx_tables_release(plx_tables *t)
{
    drop(t);
    free(t->norm);
    t->norm = NULL;
    plx_bits_release(&t->all);
    plx_bits_release(&t->grouped);
    plx_tagged_release(&t->tagged);
}

/* ----------------------------------------------------------------- names */

static size_t facets(const plx_tables *t)
{
    return BUILTINS + plx_snapshot_facets(t->snap);
}

static plx_facet_ref facet_at(const plx_tables *t, size_t i)
{
    if (i < BUILTINS)
        return builtin[i];
    return (plx_facet_ref){ plx_snapshot_facet_name(t->snap, i - BUILTINS), PLX_FACET_COLUMN,
                            plx_snapshot_facet_slot(t->snap, i - BUILTINS) };
}

plx_status plx_tables_facet(const plx_tables *t, const char *name, plx_facet_ref *out,
                            plx_error *err)
{
    plx_strbuf known = PLX_STRBUF_INIT;
    plx_status rc;
    size_t i;

    for (i = 0; i < facets(t); i++) {
        *out = facet_at(t, i);
        if (strcasecmp(name, out->name) == 0)
            return PLX_OK;
    }
    for (i = 0; i < facets(t); i++)
        plx_strbuf_printf(&known, "%s%s", i ? ", " : "", facet_at(t, i).name);
    rc = plx_fail(err, PLX_ERR_INVALID, "there is no facet '%.60s'; facets are %s", name, known.s);
    plx_strbuf_release(&known);
    return rc;
}

unsigned plx_tables_stances(const plx_tables *t)
{
    return (unsigned)plx_snapshot_model(t->snap)->labels.count + 3;
}

plx_status plx_tables_stance(const plx_tables *t, const char *name, unsigned *ordinal,
                             plx_error *err)
{
    plx_strbuf known = PLX_STRBUF_INIT;
    unsigned n = plx_tables_stances(t);
    plx_status rc;

    for (*ordinal = 0; *ordinal < n; ++*ordinal)
        if (strcasecmp(name, plx_snapshot_stance_name(t->snap, *ordinal)) == 0)
            return PLX_OK;
    for (*ordinal = 0; *ordinal < n; ++*ordinal)
        plx_strbuf_printf(&known, "%s%s", *ordinal ? ", " : "",
                          plx_snapshot_stance_name(t->snap, *ordinal));
    rc =
        plx_fail(err, PLX_ERR_INVALID, "there is no stance '%.60s'; stances are %s", name, known.s);
    plx_strbuf_release(&known);
    return rc;
}

/* --------------------------------------------------------- folded values */

static plx_status make_folded(const plx_column *col, plx_folded_values *out, plx_error *err)
{
    uint32_t i;

    out->map = plx_map_new();
    out->group = malloc(((size_t)col->values + 1) * sizeof *out->group);
    if (!out->map || !out->group)
        return no_memory(err);
    for (i = 0; i < col->values; i++) {
        char *folded = plx_fold(col->value[i], col->value_len[i]);

        if (!folded)
            return no_memory(err);
        out->group[i] = plx_map_add(out->map, folded, strlen(folded), NULL);
        free(folded);
        if (out->group[i] == PLX_MAP_NONE)
            return no_memory(err);
    }
    return PLX_OK;
}

plx_status plx_tables_folded(plx_tables *t, uint32_t slot, const plx_folded_values **out,
                             plx_error *err)
{
    plx_folded_values *f = &t->folded[slot];
    const plx_column *col;
    plx_status rc = PLX_OK;

    *out = f;
    if (f->map)
        return PLX_OK;
    rc = plx_snapshot_column(t->snap, slot, &col, err);
    if (!rc)
        rc = make_folded(col, f, err);
    if (rc) {
        plx_map_free(f->map);
        free(f->group);
        memset(f, 0, sizeof *f);
    }
    return rc;
}

/* ---------------------------------------------------------------- groups */

plx_status plx_tables_groups(plx_tables *t, const plx_column **names, const plx_bits **members,
                             plx_error *err)
{
    const plx_column *col;
    uint32_t i;
    plx_status rc = plx_snapshot_column(t->snap, PLX_SLOT_GROUP, &col, err);

    *names = col;
    *members = &t->grouped;
    if (rc || t->has_grouped)
        return rc;
    rc = plx_bits_reset(&t->grouped, t->last_docid, err);
    for (i = 1; !rc && i <= col->last_docid && i <= t->last_docid; i++)
        if (col->first[i + 1] > col->first[i])
            plx_bits_set(&t->grouped, i);
    t->has_grouped = !rc;
    return rc;
}
