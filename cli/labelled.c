/* cli/labelled.c - from votes to labelled articles */
#include "cli/labelled.h"

#include <string.h>

#include "collection/collection.h"

const char *cli_labels_path(struct cli *cli, const char *given)
{
    return given ? given : cli_own(cli, plx_collection_file(cli->index_dir, "labels.jsonl"));
}

void cli_labels_note_faults(size_t n, const char *first)
{
    if (n == 1)
        cli_note("%s: this line is no label and passed over; mend or delete it in an editor, the "
                 "others count",
                 first ? first : "labels");
    else if (n > 1)
        cli_note("%s: this line and %zu more are no labels and passed over; mend or delete them in "
                 "an editor, the others count",
                 first ? first : "labels", n - 1);
}

plx_status cli_labels_open(struct cli *cli, const char *path, plx_labels **out, plx_error *err)
{
    plx_status rc = plx_labels_open(cli_labels_path(cli, path), out, err);
    const char *first;
    size_t faults;

    if (rc == PLX_OK)
        rc = plx_labels_read(*out, NULL, NULL, err);
    if (rc != PLX_OK)
        return rc;
    faults = plx_labels_faults(*out, &first);
    cli_labels_note_faults(faults, first);
    return rc;
}

plx_status cli_each_vote(struct cli *cli, const char *path,
                         plx_status (*fn)(void *ctx, const plx_label *v, plx_error *err), void *ctx,
                         plx_error *err)
{
    plx_labels *labels = NULL;
    plx_status rc = cli_labels_open(cli, path, &labels, err);

    for (size_t i = 0; rc == PLX_OK && i < plx_labels_count(labels); i++) {
        const plx_label *v = plx_labels_at(labels, i);

        if (plx_labels_stands(labels, v))
            rc = fn(ctx, v, err);
    }
    plx_labels_close(labels);
    return rc;
}

/* What cli_each_labelled() hands to itself. */
struct join {
    struct cli *cli;
    plx_status (*fn)(void *ctx, const plx_article *a, const plx_label *v, plx_error *err);
    void *ctx;
    struct cli_labelled *found;
};

static plx_status join_vote(void *ctx, const plx_label *v, plx_error *err)
{
    struct join *j = ctx;
    plx_article a;
    uint32_t docid;
    plx_status rc;

    if (strcmp(v->target, plx_snapshot_model(j->cli->snapshot)->target) != 0)
        return PLX_OK;
    rc = plx_snapshot_find(j->cli->snapshot, v->id, &docid, err);
    if (rc == PLX_ERR_NOTFOUND) {
        j->found->absent++;
        return PLX_OK;
    }
    plx_article_init(&a);
    if (rc == PLX_OK)
        rc = plx_snapshot_article(j->cli->snapshot, docid, true, &a, err);
    if (rc == PLX_OK) {
        j->found->changed += plx_label_is_stale(v, a.text);
        j->found->articles++;
        rc = j->fn(j->ctx, &a, v, err);
    }
    plx_article_release(&a);
    return rc;
}

plx_status cli_each_labelled(struct cli *cli, const char *path,
                             plx_status (*fn)(void *ctx, const plx_article *a, const plx_label *v,
                                              plx_error *err),
                             void *ctx, struct cli_labelled *found, plx_error *err)
{
    struct join j = { cli, fn, ctx, found };

    return cli_each_vote(cli, path, join_vote, &j, err);
}

void cli_labelled_note(const struct cli_labelled *found)
{
    if (found->absent)
        cli_note("%zu labels are of articles that are not in the index", found->absent);
    if (found->changed)
        cli_note("%zu labels were given to another text of the article: look at them again",
                 found->changed);
}
