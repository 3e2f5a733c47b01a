/* cli/relabel.c - judging a whole index anew */
#include "cli/relabel.h"

#include <stdio.h>
#include <string.h>

#include "cli/print.h"
#include "cli/progress.h"
#include "collection/relabel.h"

static plx_status relabel(struct cli *cli, struct cli_writing *w, unsigned jobs,
                          plx_relabel_result *out, plx_error *err)
{
    struct cli_progress progress;
    const plx_relabel_options opt = { .jobs = jobs,
                                      .progress = cli_progress_count,
                                      .ctx = &progress };
    plx_status rc;

    if (!w->model)
        return plx_fail(err, PLX_ERR_INVALID, "the index has no model: name one with --model FILE");
    cli_progress_init(&progress, cli, NULL);
    rc = plx_writer_relabel(w->writer, &opt, out, err);
    if (rc == PLX_OK)
        rc = plx_writer_commit(w->writer, err);
    cli_progress_end(&progress);
    return rc;
}

/* Stances that are others now: [{"from", "to", "articles"}] */
static json_t *moves_json(const plx_relabel_result *r)
{
    json_t *moves = json_array();

    for (unsigned from = 0; from < PLX_STANCES_MAX; from++)
        for (unsigned to = 0; to < PLX_STANCES_MAX; to++)
            if (r->moved[from][to] && strcmp(plx_relabel_stance(&r->before, from),
                                             plx_relabel_stance(&r->after, to)) != 0)
                json_array_append_new(moves, json_pack("{s:s, s:s, s:i}", "from",
                                                       plx_relabel_stance(&r->before, from), "to",
                                                       plx_relabel_stance(&r->after, to),
                                                       "articles", (int)r->moved[from][to]));
    return moves;
}

static int print_json(struct cli *cli, const plx_relabel_result *r, const char *model)
{
    return cli_write_json(cli,
                          json_pack("{s:i, s:s, s:i, s:i, s:i, s:{s:i, s:i}, s:o}", "schema", 1,
                                    "model", model, "articles", (int)r->articles, "changed",
                                    (int)r->changed, "rewritten", (int)r->rewritten,
                                    "labels_by_people", "untouched", (int)r->by_person,
                                    "not_of_this_model", (int)r->foreign, "moved", moves_json(r)),
                          true);
}

static int print_text(const plx_relabel_result *r, const char *model)
{
    fprintf(stderr, "%u articles judged by %s: %u changed, %u labels by people untouched\n",
            r->articles, model, r->changed, r->by_person);
    if (r->foreign)
        cli_note("%u labels by people are none that %s has: they stay in their file, and the "
                 "model's word counts",
                 r->foreign, model);
    return CLI_DONE;
}

int cli_relabel(struct cli *cli, const struct cli_writing_options *opt,
                const struct cli_relabel_options *how)
{
    static const struct cli_relabel_options defaults = { 0 };
    struct cli_writing w;
    plx_relabel_result result = { 0 };
    plx_error err;
    plx_status rc = cli_writing_open(cli, opt, &w, &err);
    int code = CLI_ERROR;

    how = how ? how : &defaults;
    if (rc == PLX_OK)
        rc = relabel(cli, &w, how->jobs, &result, &err);
    if (rc == PLX_OK)
        code = how->json ? print_json(cli, &result, plx_model_name(w.model))
                         : print_text(&result, plx_model_name(w.model));
    else if (rc == PLX_ERR_STOPPED)
        cli_note("stopped on request; the stances are as before");
    else
        cli_fail(&err);
    cli_writing_close(&w);
    return code;
}
