/* cli/cmd_label.c - `parallax label`: one vote of a person */
#include <string.h>

#include "cli/command.h"
#include "cli/labelled.h"
#include "cli/vote.h"
#include "collection/vote.h"

struct label_args {
    const char *coder, *labels;
    bool adjudicate;
};

const struct cli_option cmd_label_options[] = {
    CLI_ARGS(struct label_args),
    { CLI_OPT(CLI_TEXT, struct label_args, coder, "coder", 'c', "NAME",
              "who says so (default: the user)") },
    { CLI_OPT(CLI_FLAG, struct label_args, adjudicate, "adjudicate", 0, NULL,
              "decide where coders differ: stands above all their votes, which are kept") },
    { CLI_OPT(CLI_TEXT, struct label_args, labels, "labels", 0, "FILE",
              "the labels by people (default: labels.jsonl in the index)"),
      .complete = "file" },
    CLI_END,
};

/* Keep the vote. One that takes back what is not there is not kept: *done is false. */
static plx_status append(const char *path, const plx_labels *labels, const plx_label *vote,
                         bool *done, plx_error *err)
{
    *done = plx_vote_counts(labels, vote);
    return *done ? plx_labels_append(path, vote, err) : PLX_OK;
}

/* Say so where another vote than this one stands now. */
static plx_status note_standing(const char *path, const plx_label *vote, plx_error *err)
{
    plx_labels *labels = NULL;
    const plx_label *v = NULL;
    plx_status rc = plx_labels_open(path, &labels, err);

    if (rc == PLX_OK)
        rc = plx_labels_read(labels, NULL, NULL, err);
    if (rc == PLX_OK)
        v = plx_labels_find(labels, vote->id, vote->target);
    if (v && (!vote->label || v->how != vote->how || strcmp(v->coder, vote->coder) != 0))
        cli_note("'%s' by %s stands%s", v->label, v->coder,
                 v->how == PLX_HOW_ADJUDICATION ? ", an adjudication" : "");
    plx_labels_close(labels);
    return rc;
}

static int give(struct cli *cli, const struct label_args *args, const char *path,
                const plx_label *vote)
{
    plx_labels *labels = NULL;
    bool done = false;
    plx_error err;
    plx_status rc = plx_labels_open(path, &labels, &err);
    int code;

    if (rc == PLX_OK)
        rc = plx_labels_read(labels, NULL, NULL, &err);
    if (rc == PLX_OK)
        rc = append(path, labels, vote, &done, &err);
    plx_labels_close(labels);
    if (rc != PLX_OK)
        return cli_fail(&err);
    if (!done) {
        cli_note("%s has no %s of '%s' to take back", vote->coder,
                 args->adjudicate ? "adjudication" : "label", vote->id);
        return CLI_NOTHING;
    }
    code = cli_votes_show(cli, args->labels, "parallax label");
    return note_standing(path, vote, &err) == PLX_OK ? code : cli_fail(&err);
}

int cmd_label(struct cli *cli, int argc, char **argv)
{
    const struct label_args *args = cli->args;
    const char *stance;
    plx_vote vote;
    plx_error err;
    plx_status rc = plx_vote_read_stance(cli->snapshot, argv[1], &stance, &err);

    (void)argc;
    if (rc == PLX_OK)
        rc = plx_vote_make(cli->snapshot, argv[0], &vote, &err);
    if (rc != PLX_OK) {
        int code = cli_fail(&err);

        return rc == PLX_ERR_NOTFOUND ? CLI_NOTHING : code;
    }
    vote.label.label = stance;
    vote.label.coder = cli_coder(cli, args->coder);
    vote.label.how = args->adjudicate ? PLX_HOW_ADJUDICATION : PLX_HOW_GIVEN;
    return give(cli, args, cli_labels_path(cli, args->labels), &vote.label);
}
