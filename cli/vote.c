#include "cli/vote.h"

#include <pwd.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/labelled.h"
#include "cli/writing.h"

const char *cli_coder(struct cli *cli, const char *given)
{
    const struct passwd *user = given && *given ? NULL : getpwuid(getuid());

    if (given && *given)
        return given;
    return user && *user->pw_name ? cli_printf(cli, "%s", user->pw_name) : "unknown";
}

plx_status cli_stance_read(struct cli *cli, const char *typed, const char **out, plx_error *err)
{
    const plx_model_info *model = plx_snapshot_model(cli->snapshot);
    plx_status rc;

    *out = NULL;
    if (!model->labels.count)
        return plx_fail(err, PLX_ERR_INVALID,
                        "the index has no model, so no labels to choose from: `parallax relabel "
                        "--model FILE` gives it one");
    rc = plx_stance_read(&model->labels, typed, out, err);
    if (rc == PLX_OK && strcmp(*out, PLX_STANCE_NONE) == 0)
        *out = NULL;
    return rc;
}

plx_status cli_vote_make(struct cli *cli, const char *id, struct cli_vote *out, plx_error *err)
{
    const plx_model_info *model = plx_snapshot_model(cli->snapshot);
    const plx_date now = { (int64_t)time(NULL), PLX_DATE_TIME, true };
    plx_article a;
    plx_verdict v;
    uint32_t docid;
    plx_status rc = plx_snapshot_find(cli->snapshot, id, &docid, err);

    plx_article_init(&a);
    if (rc == PLX_OK)
        rc = plx_snapshot_article(cli->snapshot, docid, true, &a, err);
    if (rc == PLX_OK)
        rc = plx_snapshot_verdict(cli->snapshot, docid, &v, err);
    if (rc == PLX_OK) {
        const char *text = a.text ? a.text : "";

        plx_date_format(&now, out->time);
        plx_digest_hex(text, strlen(text), out->digest);
        out->label = (plx_label){ .id = id,
                                  .target = model->target,
                                  .time = out->time,
                                  .digest = out->digest,
                                  .model = model->name };
        out->label.model_stance = v.by_person ? NULL : plx_verdict_stance(&v, &model->labels);
    }
    plx_article_release(&a);
    return rc;
}

static plx_status fold_in(struct cli *cli, const char *labels, const char *what, plx_error *err)
{
    const struct cli_writing_options options = { .what = what, .labels = labels };
    struct cli_writing w;
    plx_status rc = cli_writing_open(cli, &options, &w, err);

    if (rc == PLX_OK)
        rc = plx_writer_commit(w.writer, err);
    cli_writing_close(&w);
    return rc;
}

int cli_votes_show(struct cli *cli, const char *labels, const char *what)
{
    const char *path = cli_labels_path(cli, labels);
    plx_error err;
    plx_status rc = fold_in(cli, path, what, &err);

    if (rc == PLX_OK)
        return CLI_DONE;
    if (rc == PLX_ERR_LOCKED) {
        cli_note("the label is kept; the one who writes now shows it with the next commit");
        return CLI_DONE;
    }
    cli_note("the label is kept in %s, and shown when the index can be written again", path);
    return cli_fail(&err);
}
