/* cli/cmd_check.c - `parallax check`: is the index whole? */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/labelled.h"
#include "cli/print.h"
#include "cli/store_check.h"
#include "collection/collection.h"
#include "collection/model_info.h"
#include "collection/owner.h"

/** Articles that cannot be read, told one by one. */
#define PROBLEMS_SHOWN 20u

struct check_args {
    double wait;
};

const struct cli_option cmd_check_options[] = {
    CLI_ARGS(struct check_args),
    { CLI_OPT(CLI_REAL, struct check_args, wait, "wait", 'w', "SECONDS",
              "wait for another writer of the index"),
      .max = 1e6 },
    CLI_END,
};

static void tell(void *ctx, const char *line)
{
    (void)ctx;
    cli_note("%s", line);
}

static plx_status check_store(struct cli *cli, plx_error *err)
{
    char *path = NULL;
    plx_status rc = plx_collection_generation_path(cli->index_dir, NULL, &path, err);

    if (rc == PLX_OK)
        rc = cli_store_check(path, tell, NULL, err);
    free(path);
    return rc;
}

/* Every article must unpack and be found by its id. */
static plx_status check_article(struct cli *cli, uint32_t docid, plx_error *err)
{
    uint32_t found;
    plx_article a;
    plx_verdict v;
    plx_status rc;

    plx_article_init(&a);
    rc = plx_snapshot_article(cli->snapshot, docid, true, &a, err);
    if (rc == PLX_OK)
        rc = plx_snapshot_verdict(cli->snapshot, docid, &v, err);
    if (rc == PLX_OK)
        rc = plx_snapshot_find(cli->snapshot, a.id ? a.id : "", &found, err);
    if (rc == PLX_OK && found != docid)
        rc = plx_fail(err, PLX_ERR_CORRUPT, "id '%s' names two articles", a.id);
    plx_article_release(&a);
    return rc;
}

static plx_status check_articles(struct cli *cli, uint32_t *articles, plx_error *err)
{
    plx_postings *all = NULL;
    uint32_t docid = 0, bad = 0;
    plx_status rc = plx_snapshot_open(cli->index_dir, NULL, &cli->snapshot, err);

    if (rc == PLX_OK)
        rc = plx_postings_open(plx_snapshot_store(cli->snapshot), "", 0, &all, err);
    while (rc == PLX_OK && (rc = plx_postings_next(all, 0, &docid, err)) == PLX_OK && docid) {
        plx_error why;

        ++*articles;
        if (check_article(cli, docid, &why) != PLX_OK && bad++ < PROBLEMS_SHOWN)
            cli_note("article %u: %s", docid, why.msg);
    }
    plx_postings_close(all);
    if (rc == PLX_OK && bad)
        rc = plx_fail(err, PLX_ERR_CORRUPT, "%u of %u articles cannot be read", bad, *articles);
    if (rc == PLX_OK && *articles != plx_snapshot_documents(cli->snapshot))
        rc = plx_fail(err, PLX_ERR_CORRUPT, "the index says %u articles but lists %u",
                      plx_snapshot_documents(cli->snapshot), *articles);
    return rc;
}

/* The model in use must load: relabel and explanations need it. */
static plx_status check_model(struct cli *cli, plx_error *err)
{
    char *path = NULL;
    plx_model *model = NULL;
    plx_status rc = plx_collection_model_file(cli->index_dir, &path, err);

    if (rc == PLX_OK && path)
        rc = plx_model_load(path, &model, err);
    plx_model_free(model);
    free(path);
    return rc;
}

/* Commands pass over lines that are no labels; here one is a fault. */
static plx_status check_labels(struct cli *cli, size_t *standing, plx_error *err)
{
    plx_labels *labels = NULL;
    const char *first;
    plx_status rc = plx_labels_open(cli_labels_path(cli, NULL), &labels, err);

    if (rc == PLX_OK)
        rc = plx_labels_read(labels, NULL, NULL, err);
    if (rc == PLX_OK && plx_labels_faults(labels, &first) > 0)
        rc = plx_fail(err, PLX_ERR_CORRUPT, "%s: no label; mend or delete the line in an editor",
                      first);
    for (size_t i = 0; rc == PLX_OK && i < plx_labels_count(labels); i++)
        *standing += plx_labels_stands(labels, plx_labels_at(labels, i));
    plx_labels_close(labels);
    return rc;
}

/* Keep writers out meanwhile; where that is not possible (a read-only disk), there are none. */
static plx_status keep_still(struct cli *cli, plx_owner **owner, plx_error *err)
{
    const struct check_args *args = cli->args;
    plx_status rc = plx_owner_take(cli->index_dir, "parallax check", args->wait, owner, err);

    return rc == PLX_ERR_IO ? PLX_OK : rc;
}

int cmd_check(struct cli *cli, int argc, char **argv)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_owner *owner = NULL;
    uint32_t articles = 0;
    size_t votes = 0;
    plx_error err;
    plx_status rc = keep_still(cli, &owner, &err);
    int code;

    (void)argc;
    (void)argv;
    if (rc == PLX_OK)
        rc = check_store(cli, &err);
    if (rc == PLX_OK)
        rc = check_articles(cli, &articles, &err);
    if (rc == PLX_OK)
        rc = check_model(cli, &err);
    if (rc == PLX_OK)
        rc = check_labels(cli, &votes, &err);
    plx_owner_release(owner);
    if (rc != PLX_OK)
        return cli_fail(&err);
    plx_strbuf_puts(&out, "OK: ");
    plx_strbuf_put_count(&out, articles);
    plx_strbuf_printf(&out, " articles, %zu %s by people, all readable\n", votes,
                      votes == 1 ? "label" : "labels");
    code = cli_write(&out);
    plx_strbuf_release(&out);
    return code;
}
