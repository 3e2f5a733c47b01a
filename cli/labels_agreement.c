/* cli/labels_agreement.c - `parallax labels agreement` */
#include "cli/labels_agreement.h"

#include <stdlib.h>
#include <string.h>

#include "cli/labelled.h"
#include "cli/labels.h"
#include "cli/print.h"

#define SEED 1

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "labels agreement: out of memory");
}

/* -------------------------------------------------------------------- gathering */

static uint32_t ordinal(plx_map *map, const char *name)
{
    return plx_map_add(map, name, strlen(name), NULL);
}

static plx_status add_rating(struct cli_agreement *r, const plx_label *v, plx_error *err)
{
    plx_rating rating = { ordinal(r->ids, v->id), ordinal(r->coders, v->coder),
                          ordinal(r->names, v->label) };

    if (r->count == r->cap) {
        size_t cap = r->cap ? 2 * r->cap : 256;
        plx_rating *grown = realloc(r->ratings, cap * sizeof *grown);

        if (!grown)
            return no_memory(err);
        r->ratings = grown;
        r->cap = cap;
    }
    if (rating.unit == PLX_MAP_NONE || rating.coder == PLX_MAP_NONE || rating.label == PLX_MAP_NONE)
        return no_memory(err);
    r->ratings[r->count++] = rating;
    return PLX_OK;
}

/* A coder's present word? An adjudication is none: who makes it has seen the others. */
static bool is_rating(const plx_labels *l, const plx_label *v)
{
    return v->label && v->how != PLX_HOW_ADJUDICATION && plx_labels_is_latest(l, v);
}

static bool read_other_texts(const plx_labels *l, const char *id, const char *target)
{
    const char *digest = NULL;

    for (const plx_label *v = plx_labels_next(l, id, target, NULL); v;
         v = plx_labels_next(l, id, target, v)) {
        if (!is_rating(l, v) || !v->digest)
            continue;
        if (digest && strcmp(digest, v->digest) != 0)
            return true;
        digest = v->digest;
    }
    return false;
}

static plx_status gather(struct cli_agreement *r, const char *path, plx_error *err)
{
    const char *target = plx_snapshot_model(r->cli->snapshot)->target;
    plx_status rc = cli_labels_open(r->cli, path, &r->labels, err);

    r->ids = plx_map_new();
    r->coders = plx_map_new();
    r->names = plx_map_new();
    if (rc == PLX_OK && !(r->ids && r->coders && r->names))
        rc = no_memory(err);
    for (size_t i = 0; rc == PLX_OK && i < plx_labels_count(r->labels); i++) {
        const plx_label *v = plx_labels_at(r->labels, i);

        if (strcmp(v->target, target) == 0 && is_rating(r->labels, v))
            rc = add_rating(r, v, err);
    }
    for (uint32_t i = 0; rc == PLX_OK && i < plx_map_count(r->ids); i++)
        r->texts += read_other_texts(r->labels, plx_map_key(r->ids, i, NULL), target);
    return rc;
}

static plx_status measure(struct cli_agreement *r, plx_error *err)
{
    const plx_agreement_shape shape = { plx_map_count(r->ids), plx_map_count(r->coders),
                                        plx_map_count(r->names), SEED };

    return plx_agreement_measure(r->ratings, r->count, &shape, &r->a, err);
}

static void release(struct cli_agreement *r)
{
    plx_agreement_release(&r->a);
    plx_labels_close(r->labels);
    plx_map_free(r->ids);
    plx_map_free(r->coders);
    plx_map_free(r->names);
    free(r->ratings);
}

/* ------------------------------------------------------------------ differences */

/* Ratings of the article that begins at i (they are sorted by it). */
static size_t ratings_of(const struct cli_agreement *r, size_t i)
{
    size_t k = 1;

    while (i + k < r->count && r->ratings[i + k].unit == r->ratings[i].unit)
        k++;
    return k;
}

static bool differ(const plx_rating *x, size_t n)
{
    return x[0].label != x[n - 1].label; /* sorted by it */
}

static plx_status describe(struct cli_agreement *r, uint32_t unit, struct cli_difference *out,
                           plx_error *err)
{
    const char *target = plx_snapshot_model(r->cli->snapshot)->target;
    plx_article a;
    uint32_t docid;
    plx_status rc;

    *out = (struct cli_difference){ .id = plx_map_key(r->ids, unit, NULL) };
    out->adjudicated = plx_labels_find(r->labels, out->id, target);
    if (out->adjudicated && out->adjudicated->how != PLX_HOW_ADJUDICATION)
        out->adjudicated = NULL;
    plx_article_init(&a);
    rc = plx_snapshot_find(r->cli->snapshot, out->id, &docid, err);
    if (rc == PLX_OK)
        rc = plx_snapshot_article(r->cli->snapshot, docid, false, &a, err);
    if (rc == PLX_OK) {
        out->title = a.title;
        a.title = NULL;
    }
    plx_article_release(&a);
    return rc == PLX_ERR_NOTFOUND ? PLX_OK : rc;
}

/* Call fn for each article on which coders differ. */
plx_status cli_agreement_each(struct cli_agreement *r,
                              void (*fn)(void *ctx, const struct cli_agreement *r,
                                         const struct cli_difference *d, const plx_rating *x,
                                         size_t n),
                              void *ctx, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (size_t i = 0, n; rc == PLX_OK && i < r->count; i += n) {
        struct cli_difference d;

        n = ratings_of(r, i);
        if (!differ(&r->ratings[i], n))
            continue;
        rc = describe(r, r->ratings[i].unit, &d, err);
        if (rc == PLX_OK)
            fn(ctx, r, &d, &r->ratings[i], n);
        free(d.title);
    }
    return rc;
}

/* ------------------------------------------------------------------------- all */

int cli_labels_agreement(struct cli *cli)
{
    const struct labels_args *args = cli->args;
    struct cli_agreement r = { .cli = cli };
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_error err;
    plx_status rc = gather(&r, args->labels, &err);
    int code;

    if (rc == PLX_OK)
        rc = measure(&r, &err);
    if (rc == PLX_OK)
        rc = cli_agreement_print(&r, args->format, &out, &err);
    if (rc == PLX_OK)
        code = args->format == LABELS_TEXT ? cli_write(&out) : cli_write_data(cli, &out);
    else
        code = cli_fail(&err);
    if (code == CLI_DONE && r.a.units == 0)
        code = CLI_NOTHING;
    release(&r);
    plx_strbuf_release(&out);
    return code;
}
