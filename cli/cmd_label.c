/* cli/cmd_label.c - `parallax label`: one vote of a person */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "cli/command.h"
#include "cli/writing.h"
#include "collection/collection.h"
#include "collection/labels.h"

/** What takes a label back. */
#define TAKE_BACK "none"

struct label_args {
    const char *coder, *labels;
};

const struct cli_option cmd_label_options[] = {
    CLI_ARGS(struct label_args),
    { CLI_OPT(CLI_TEXT, struct label_args, coder, "coder", 'c', "NAME",
              "who says so (default: the user)") },
    { CLI_OPT(CLI_TEXT, struct label_args, labels, "labels", 0, "FILE",
              "the labels by people (default: labels.jsonl in the index)"),
      .complete = "file" },
    CLI_END,
};

static const char *user_name(void)
{
    const struct passwd *user = getpwuid(getuid());

    return user && *user->pw_name ? user->pw_name : "unknown";
}

static plx_status check_stance(const plx_model_info *model, const char *stance, plx_error *err)
{
    plx_strbuf known = PLX_STRBUF_INIT;
    plx_status rc;

    if (!model->labels.count)
        return plx_fail(err, PLX_ERR_INVALID,
                        "the index has no model, so no labels to choose from: `parallax relabel "
                        "--model FILE` gives it one");
    if (strcmp(stance, TAKE_BACK) == 0 || strcmp(stance, PLX_STANCE_OFF_TOPIC) == 0 ||
        plx_label_find(&model->labels, stance) >= 0)
        return PLX_OK;
    for (size_t i = 0; i < model->labels.count; i++)
        plx_strbuf_printf(&known, "%s, ", model->labels.name[i]);
    rc = plx_fail(err, PLX_ERR_INVALID, "unknown stance '%s': %s" PLX_STANCE_OFF_TOPIC " or none",
                  stance, known.s);
    plx_strbuf_release(&known);
    return rc;
}

/* The vote, with what it was given to and what the model had said. */
static plx_status append_vote(struct cli *cli, const char *path, const char *id, const char *stance,
                              plx_error *err)
{
    const struct label_args *args = cli->args;
    const plx_model_info *model = plx_snapshot_model(cli->snapshot);
    plx_date now = { (int64_t)time(NULL), PLX_DATE_TIME, true };
    char when[PLX_DATE_BYTES], digest[PLX_DIGEST_HEX + 1];
    plx_label vote = {
        .id = id, .target = model->target, .time = when, .digest = digest, .model = model->name
    };
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

        plx_date_format(&now, when);
        plx_digest_hex(text, strlen(text), digest);
        vote.label = strcmp(stance, TAKE_BACK) == 0 ? NULL : stance;
        vote.coder = args->coder && *args->coder ? args->coder : user_name();
        vote.model_stance = v.by_person ? NULL : plx_verdict_stance(&v, &model->labels);
        rc = plx_labels_append(path, &vote, err);
    }
    plx_article_release(&a);
    return rc;
}

/* Show the label in the index at once, unless somebody else writes: then that one does. */
static plx_status fold_in(struct cli *cli, const char *path, plx_error *err)
{
    const struct cli_writing_options options = { .what = "parallax label", .labels = path };
    struct cli_writing w;
    plx_status rc = cli_writing_open(cli, &options, &w, err);

    if (rc == PLX_OK)
        rc = plx_writer_commit(w.writer, err);
    cli_writing_close(&w);
    return rc;
}

int cmd_label(struct cli *cli, int argc, char **argv)
{
    const struct label_args *args = cli->args;
    const char *path = args->labels
                           ? args->labels
                           : cli_own(cli, plx_collection_file(cli->index_dir, "labels.jsonl"));
    plx_error err;
    plx_status rc = check_stance(plx_snapshot_model(cli->snapshot), argv[1], &err);

    (void)argc;
    if (rc == PLX_OK)
        rc = append_vote(cli, path, argv[0], argv[1], &err);
    if (rc != PLX_OK) {
        int code = cli_fail(&err);

        return rc == PLX_ERR_NOTFOUND ? CLI_NOTHING : code;
    }
    rc = fold_in(cli, path, &err);
    if (rc == PLX_ERR_LOCKED) {
        cli_note("the label is kept; the one who writes now shows it with the next commit");
        return CLI_DONE;
    }
    if (rc == PLX_OK)
        return CLI_DONE;
    cli_note("the label is kept in %s, and shown when the index can be written again", path);
    return cli_fail(&err);
}
