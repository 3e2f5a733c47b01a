#include "cli/vote.h"

#include <pwd.h>
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
