/* cli/cmd_validate.c - `parallax validate`: the model measured on a random sample, read blind */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/ask.h"
#include "cli/coding.h"
#include "cli/coding_list.h"
#include "cli/command.h"
#include "cli/frame.h"
#include "cli/print.h"
#include "cli/query_options.h"
#include "cli/validate_report.h"
#include "cli/vote.h"

#define SEED_DEFAULT 1u
/** How a sample is drawn; the one way there is, so that it need not be said. */
#define AT_RANDOM "random"

struct validate_args {
    struct query_args query;
    struct coding_args coding;
    const char *sample;
    unsigned seed;
    bool blind, show_model, report, list;
};

const struct cli_option cmd_validate_options[] = {
    CLI_ARGS(struct validate_args),
    { CLI_OPT(CLI_TEXT, struct validate_args, sample, "sample", 0, "N",
              "draw N articles at random (`random N` says the same), or go on with that sample") },
    { CLI_OPT(CLI_UINT, struct validate_args, seed, "seed", 0, "N",
              "of the draw (1): another seed is another sample") },
    CLI_CODING_OPTIONS(struct validate_args),
    { CLI_OPT(CLI_FLAG, struct validate_args, blind, "blind", 0, NULL,
              "hide what the model says (the default)") },
    { CLI_OPT(CLI_FLAG, struct validate_args, show_model, "show-model", 0, NULL,
              "show what the model says; the figures then flatter it") },
    { CLI_OPT(CLI_FLAG, struct validate_args, report, "report", 0, NULL,
              "ask nothing, print the figures: of --coder, else of all") },
    { CLI_OPT(CLI_FLAG, struct validate_args, list, "list", 0, NULL,
              "print what is left of the sample instead of asking: for other tools") },
    CLI_QUERY_OPTIONS(struct validate_args),
    CLI_END,
};

/* One run. */
struct validation {
    struct cli *cli;
    const struct validate_args *args;
    struct cli_coding coding;
    struct cli_reading reading;
    struct cli_frame frame;
    const char *query; /* words and filters, as text: what a sample was drawn from */
    plx_search_request req;
    plx_drawn_sample like;          /* target, query, seed, size: which sample is meant */
    const plx_drawn_sample *sample; /* NULL: none */
    const char **ids;               /* measured on, if there is none */
    size_t id_count;
};

/* ----------------------------------------------------------- what is asked for */

static void add_list(plx_strbuf *out, const char *option, const struct cli_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        plx_strbuf_printf(out, " --%s '%s'", option, list->item[i]);
}

static void add_text(plx_strbuf *out, const char *option, const char *value)
{
    if (value)
        plx_strbuf_printf(out, " --%s '%s'", option, value);
}

static void add_flag(plx_strbuf *out, const char *option, bool given)
{
    if (given)
        plx_strbuf_printf(out, " --%s", option);
}

/* The request as text, so that a sample is found again by the same words and filters. */
static const char *describe(struct cli *cli, const struct query_args *q, const char *words)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    const char *text;

    plx_strbuf_printf(&out, "%s", words);
    add_list(&out, "stance", &q->stance);
    add_flag(&out, "likely", q->likely);
    add_list(&out, "source", &q->source);
    add_list(&out, "original-source", &q->original);
    add_list(&out, "author", &q->author);
    add_list(&out, "lang", &q->lang);
    add_list(&out, "facet", &q->facet);
    add_text(&out, "since", q->since);
    add_text(&out, "until", q->until);
    add_flag(&out, "undated", q->undated);
    add_flag(&out, "any", q->any);
    add_flag(&out, "exact", q->exact);
    plx_strbuf_trim(&out);
    text = out.failed ? NULL : out.s;
    text = cli_own(cli, text ? strdup(text) : NULL);
    plx_strbuf_release(&out);
    return text;
}

/* "200", or "random" with the number as the first operand. */
static plx_status read_size(const char *sample, int *argc, char ***argv, size_t *out,
                            plx_error *err)
{
    const char *number = sample;
    char *end;
    unsigned long n;

    *out = 0;
    if (!sample)
        return PLX_OK;
    if (strcmp(sample, AT_RANDOM) == 0 && *argc > 0) {
        number = (*argv)[0];
        --*argc;
        ++*argv;
    }
    n = strtoul(number, &end, 10);
    if (!isdigit((unsigned char)*number) || *end || n < 1 || n > PLX_SAMPLE_MAX)
        return plx_fail(err, PLX_ERR_INVALID, "--sample needs a number from 1 to %u, not '%s'",
                        PLX_SAMPLE_MAX, number);
    *out = n;
    return PLX_OK;
}

static plx_status read_request(struct validation *v, int argc, char **argv, plx_error *err)
{
    size_t size;
    plx_status rc = read_size(v->args->sample, &argc, &argv, &size, err);

    if (rc == PLX_OK)
        rc = cli_query_request(v->cli, &v->args->query, argc, argv, &v->req, err);
    if (rc != PLX_OK)
        return rc;
    v->like = (plx_drawn_sample){ .target = plx_snapshot_model(v->cli->snapshot)->target,
                                  .query = describe(v->cli, &v->args->query, v->req.query),
                                  .seed = v->args->seed,
                                  .size = size };
    return PLX_OK;
}

/* ------------------------------------------------------------------ the sample */

/* Draw it and write it down. */
static plx_status draw(struct validation *v, plx_error *err)
{
    const plx_date now = { (int64_t)time(NULL), PLX_DATE_TIME, true };
    plx_drawn_sample s = v->like;
    char text[PLX_DATE_BYTES];
    plx_status rc;

    plx_date_format(&now, text);
    s.time = text;
    s.seed = s.seed ? s.seed : SEED_DEFAULT;
    rc = cli_frame_draw(v->cli, &v->frame, &v->reading, &s, err);
    if (rc == PLX_OK && s.count)
        rc = plx_asked_draw(v->coding.asked, &s, err);
    if (rc == PLX_OK)
        v->sample = plx_asked_sample(v->coding.asked, &s);
    if (rc == PLX_OK && s.count < s.size)
        cli_note("only %zu articles can be drawn: the sample is all of them", s.count);
    return rc;
}

/* The sample that is meant: as recorded, or drawn now. None is no error. */
static plx_status find_sample(struct validation *v, plx_error *err)
{
    plx_drawn_sample like = v->like;

    if (like.size && !like.seed)
        like.seed = SEED_DEFAULT;
    v->sample = plx_asked_sample(v->coding.asked, &like);
    if (v->sample || !like.size || v->args->report)
        return PLX_OK;
    return draw(v, err);
}

/* Where nothing was recorded: all articles of the frame with an answer. */
static plx_status collect_answered(struct validation *v, plx_error *err)
{
    const plx_labels *votes = v->coding.votes;
    plx_map *seen = plx_map_new();
    plx_status rc = seen ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "out of memory");

    v->ids = cli_alloc(v->cli, (plx_labels_count(votes) + 1) * sizeof *v->ids);
    for (size_t i = 0; rc == PLX_OK && i < plx_labels_count(votes); i++) {
        const plx_label *vote = plx_labels_at(votes, i);
        bool is_new = false;
        uint32_t docid;

        if (vote->how != PLX_HOW_VALIDATE || strcmp(vote->target, v->like.target) != 0)
            continue;
        rc = plx_snapshot_find(v->cli->snapshot, vote->id, &docid, err);
        if (rc == PLX_OK && cli_frame_has(&v->frame, docid) &&
            plx_map_add(seen, vote->id, strlen(vote->id), &is_new) == PLX_MAP_NONE)
            rc = plx_fail(err, PLX_ERR_NOMEM, "out of memory");
        if (is_new)
            v->ids[v->id_count++] = vote->id;
        rc = rc == PLX_ERR_NOTFOUND ? PLX_OK : rc;
    }
    plx_map_free(seen);
    return rc;
}

/* --------------------------------------------------------------- what is done */

/* What a list says of an article: nothing that would tell what the model says. */
static void add_list_line(const struct cli_listed *l, plx_strbuf *out)
{
    cli_listed_line(l, out);
}

static int list(struct validation *v)
{
    struct cli_coding *c = &v->coding;
    size_t n = 0;

    c->ids = cli_alloc(v->cli, (v->sample->count + 1) * sizeof *c->ids);
    for (size_t i = 0; i < v->sample->count; i++)
        if (!cli_coding_is_done(c, v->sample->ids[i]))
            c->ids[n++] = v->sample->ids[i];
    c->count = n;
    if (!n) {
        cli_note("%s has answered all of the sample: --report prints the figures", c->coder);
        return CLI_NOTHING;
    }
    return cli_list_coding(c, v->args->coding.format, cli_listed_json, add_list_line);
}

static void add_progress(const struct cli_coding *c, plx_strbuf *out)
{
    size_t done = 0;

    for (size_t i = 0; i < c->count; i++)
        done += cli_coding_is_done(c, c->ids[i]);
    plx_strbuf_printf(out, "answered by %s: %zu of the %zu drawn\n", c->coder, done, c->count);
}

static int report(struct validation *v, const char *coder)
{
    struct cli_validation result = {
        .cli = v->cli, .coding = &v->coding, .coder = coder, .frame = &v->frame, .sample = v->sample
    };
    plx_error err;
    plx_status rc = v->sample ? PLX_OK : collect_answered(v, &err);
    int code = CLI_ERROR;

    if (rc == PLX_OK)
        rc = cli_validation_measure(&result, &v->reading, v->sample ? v->sample->ids : v->ids,
                                    v->sample ? v->sample->count : v->id_count, &err);
    if (rc != PLX_OK)
        cli_fail(&err);
    else if (!result.labelled)
        code = CLI_NOTHING;
    else
        code = v->args->coding.format == CODING_JSON ? cli_validation_print_json(&result)
                                                     : cli_validation_print_text(&result);
    if (rc == PLX_OK && !result.labelled)
        cli_note("no article was answered yet%s",
                 v->sample ? "" : ", and no sample drawn: `parallax validate --sample N` does");
    cli_validation_release(&result);
    return code;
}

static int ask(struct validation *v)
{
    int code;

    v->coding.ids = v->sample->ids;
    v->coding.count = v->sample->count;
    code = cli_coding_run(&v->coding);
    if (code != CLI_DONE || plx_labels_read(v->coding.votes, NULL, NULL, NULL) != PLX_OK)
        return code;
    putchar('\n');
    code = report(v, v->coding.coder);
    return code == CLI_NOTHING ? CLI_DONE : code;
}

static int no_sample(const struct validation *v)
{
    if (v->like.size && !v->frame.count)
        cli_note("there is nothing to draw from: %zu articles found, %zu of them written ones, %zu "
                 "labelled in review",
                 v->frame.found, v->frame.synthetic, v->frame.reviewed);
    else if (v->like.size)
        cli_note("there is nothing to draw: the model has learned from all %zu articles",
                 v->frame.count);
    else
        cli_note("no sample was drawn of these articles: `parallax validate --sample 200` does");
    return CLI_NOTHING;
}

static int run(struct validation *v, int argc, char **argv)
{
    plx_error err;
    plx_status rc = read_request(v, argc, argv, &err);

    if (rc == PLX_OK)
        rc = cli_reading_init(&v->reading, v->cli, &err);
    if (rc == PLX_OK)
        rc = cli_frame_make(&v->coding, &v->req, &v->reading, &v->frame, &err);
    if (rc == PLX_OK)
        rc = find_sample(v, &err);
    if (rc != PLX_OK)
        return cli_fail(&err);
    if (v->args->report)
        return report(v, v->args->coding.coder);
    if (!v->sample)
        return no_sample(v);
    return v->args->list ? list(v) : ask(v);
}

static plx_status check(const struct validate_args *a, const plx_model_info *model, plx_error *err)
{
    if (a->blind && a->show_model)
        return plx_fail(err, PLX_ERR_INVALID, "--blind and --show-model exclude each other");
    if (a->report && a->list)
        return plx_fail(err, PLX_ERR_INVALID, "--report and --list exclude each other");
    if (a->coding.format > CODING_JSON && !a->list)
        return plx_fail(err, PLX_ERR_INVALID, "--format %s goes with --list",
                        cli_coding_formats[a->coding.format]);
    if (a->coding.format && !a->list && !a->report)
        return plx_fail(err, PLX_ERR_INVALID, "--format goes with --list or --report");
    if (!model->labels.count)
        return plx_fail(err, PLX_ERR_INVALID,
                        "the index has no model, so nothing to validate: `parallax relabel "
                        "--model FILE` gives it one");
    return a->report || a->list ? PLX_OK : cli_ask_check(err);
}

int cmd_validate(struct cli *cli, int argc, char **argv)
{
    const struct validate_args *args = cli->args;
    struct validation v = { .cli = cli,
                            .args = args,
                            .coding = { .cli = cli,
                                        .what = "parallax validate",
                                        .labels = args->coding.labels,
                                        .coder = cli_coder(cli, args->coding.coder),
                                        .how = PLX_HOW_VALIDATE,
                                        .show_model = args->show_model,
                                        .hide_model = !args->show_model,
                                        .add_progress = add_progress } };
    plx_error err;
    int code = CLI_ERROR;

    if (check(args, plx_snapshot_model(cli->snapshot), &err) != PLX_OK)
        return cli_fail(&err);
    if (cli_coding_open(&v.coding) == CLI_DONE)
        code = run(&v, argc, argv);
    cli_frame_release(&v.frame);
    cli_reading_release(&v.reading);
    cli_coding_close(&v.coding);
    return code;
}
