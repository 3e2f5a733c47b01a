#include "collection/column_cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "collection/record.h"
#include "collection/schema.h"

#define SLOTS         (PLX_SLOT_FACET + PLX_FACETS_MAX)
#define VERSION_BYTES 96

struct plx_column_set {
    pthread_mutex_t lock; /* of all below */
    unsigned holders;
    char version[VERSION_BYTES];
    plx_column *text[SLOTS];
    plx_date_column *dates;
    plx_stance_column *stances;
};

struct plx_column_cache {
    pthread_mutex_t lock;
    plx_column_set *current;
};

plx_status plx_column_cache_new(plx_column_cache **out, plx_error *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return plx_fail(err, PLX_ERR_NOMEM, "columns: out of memory");
    pthread_mutex_init(&(*out)->lock, NULL);
    return PLX_OK;
}

void plx_column_cache_free(plx_column_cache *c)
{
    if (!c)
        return;
    plx_column_set_drop(c->current);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

static void free_dates(plx_date_column *d)
{
    if (!d)
        return;
    free(d->start);
    free(d->precision);
    free(d);
}

static void free_stances(plx_stance_column *s)
{
    if (!s)
        return;
    free(s->stance);
    free(s->best);
    free(s->by_person);
    free(s->absent);
    free(s);
}

static void hold(plx_column_set *set)
{
    pthread_mutex_lock(&set->lock);
    set->holders++;
    pthread_mutex_unlock(&set->lock);
}

void plx_column_set_drop(plx_column_set *set)
{
    unsigned left;
    size_t i;

    if (!set)
        return;
    pthread_mutex_lock(&set->lock);
    left = --set->holders;
    pthread_mutex_unlock(&set->lock);
    if (left)
        return;
    for (i = 0; i < SLOTS; i++)
        plx_column_free(set->text[i]);
    free_dates(set->dates);
    free_stances(set->stances);
    pthread_mutex_destroy(&set->lock);
    free(set);
}

static plx_column_set *new_set(const char *version)
{
    plx_column_set *set = calloc(1, sizeof *set);

    if (!set)
        return NULL;
    pthread_mutex_init(&set->lock, NULL);
    set->holders = 1;
    strncpy(set->version, version, sizeof set->version - 1);
    return set;
}

plx_status plx_column_set_take(plx_column_cache *c, const char *version, plx_column_set **out,
                               plx_error *err)
{
    plx_column_set *old = NULL;

    *out = NULL;
    if (c)
        pthread_mutex_lock(&c->lock);
    if (c && c->current && strcmp(c->current->version, version) == 0) {
        *out = c->current;
        hold(*out);
    } else {
        *out = new_set(version);
        if (c && *out) { /* the newest state is the one others will ask for */
            old = c->current;
            c->current = *out;
            hold(*out);
        }
    }
    if (c)
        pthread_mutex_unlock(&c->lock);
    plx_column_set_drop(old);
    return *out ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "columns: out of memory");
}

plx_status plx_column_set_text(plx_column_set *set, plx_store *st, uint32_t slot,
                               const plx_column **out, plx_error *err)
{
    plx_status rc = PLX_OK;

    *out = NULL;
    if (slot >= SLOTS)
        return plx_fail(err, PLX_ERR_INVALID, "column %u: no such slot", slot);
    pthread_mutex_lock(&set->lock);
    if (!set->text[slot])
        rc = plx_column_load(st, slot, PLX_VALUE_SEPARATOR, &set->text[slot], err);
    *out = set->text[slot];
    pthread_mutex_unlock(&set->lock);
    return rc;
}

/* ----------------------------------------------------------------- dates */

static int read_date(void *ctx, uint32_t docid, const char *p, size_t n)
{
    plx_date_column *col = ctx;
    plx_date d;

    if (docid <= col->last_docid && plx_record_date_read(p, n, &d)) {
        col->start[docid] = d.start;
        col->precision[docid] = (uint8_t)d.precision;
    }
    return 0;
}

static plx_status load_dates(plx_store *st, plx_date_column **out, plx_error *err)
{
    plx_date_column *col = calloc(1, sizeof *col);
    plx_store_info info = { 0 };
    size_t n, i;
    plx_status rc = plx_store_get_info(st, &info, err);

    n = (size_t)info.last_docid + 1;
    if (!rc && col) {
        col->last_docid = info.last_docid;
        col->start = malloc(n * sizeof *col->start);
        col->precision = calloc(n, 1);
    }
    if (!rc && (!col || !col->start || !col->precision))
        rc = plx_fail(err, PLX_ERR_NOMEM, "column of dates: out of memory");
    for (i = 0; !rc && i < n; i++)
        col->start[i] = INT64_MIN;
    if (!rc)
        rc = plx_store_each_value(st, PLX_SLOT_DATE, read_date, col, err);
    if (rc) {
        free_dates(col);
        return rc;
    }
    *out = col;
    return PLX_OK;
}

plx_status plx_column_set_dates(plx_column_set *set, plx_store *st, const plx_date_column **out,
                                plx_error *err)
{
    plx_status rc = PLX_OK;

    pthread_mutex_lock(&set->lock);
    if (!set->dates)
        rc = load_dates(st, &set->dates, err);
    *out = set->dates;
    pthread_mutex_unlock(&set->lock);
    return rc;
}

/* --------------------------------------------------------------- stances */

static uint8_t stance_ordinal(const plx_stance_column *col, const plx_verdict *v)
{
    const uint8_t ordinal[PLX_KINDS] = {
        [PLX_KIND_NOT_JUDGED] = col->not_judged,
        [PLX_KIND_LABEL] = v->best < col->unclear ? v->best : col->not_judged,
        [PLX_KIND_UNCLEAR] = col->unclear,
        [PLX_KIND_OFF_TOPIC] = col->off_topic,
    };

    return ordinal[v->kind];
}

static int read_stance(void *ctx, uint32_t docid, const char *p, size_t n)
{
    plx_stance_column *col = ctx;
    plx_verdict v;

    if (docid > col->last_docid)
        return 0;
    plx_verdict_decode(p, n, &v);
    col->stance[docid] = stance_ordinal(col, &v);
    col->best[docid] =
        v.kind == PLX_KIND_LABEL || plx_verdict_is_scored(&v) ? v.best : PLX_STANCE_NO_BEST;
    col->by_person[docid] = v.by_person;
    col->absent[docid] = 0;
    return 0;
}

static plx_status load_stances(plx_store *st, size_t labels, plx_stance_column **out,
                               plx_error *err)
{
    plx_stance_column *col = calloc(1, sizeof *col);
    plx_store_info info = { 0 };
    size_t n;
    plx_status rc = plx_store_get_info(st, &info, err);

    n = (size_t)info.last_docid + 1;
    if (!rc && col) {
        col->last_docid = info.last_docid;
        col->unclear = (uint8_t)labels;
        col->off_topic = (uint8_t)(labels + 1);
        col->not_judged = (uint8_t)(labels + 2);
        col->stance = malloc(n);
        col->best = malloc(n);
        col->by_person = calloc(n, 1);
        col->absent = malloc(n);
    }
    if (!rc && (!col || !col->stance || !col->best || !col->by_person || !col->absent))
        rc = plx_fail(err, PLX_ERR_NOMEM, "column of stances: out of memory");
    if (!rc) {
        memset(col->stance, col->not_judged, n);
        memset(col->best, PLX_STANCE_NO_BEST, n);
        memset(col->absent, 1, n);
        rc = plx_store_each_value(st, PLX_SLOT_STANCE, read_stance, col, err);
    }
    if (rc) {
        free_stances(col);
        return rc;
    }
    *out = col;
    return PLX_OK;
}

plx_status plx_column_set_stances(plx_column_set *set, plx_store *st, size_t labels,
                                  const plx_stance_column **out, plx_error *err)
{
    plx_status rc = PLX_OK;

    pthread_mutex_lock(&set->lock);
    if (!set->stances)
        rc = load_stances(st, labels, &set->stances, err);
    *out = set->stances;
    pthread_mutex_unlock(&set->lock);
    return rc;
}
