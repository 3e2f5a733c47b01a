/* cli/cmd_compare.c - `parallax compare` */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/compare_text.h"
#include "cli/print.h"
#include "cli/query_options.h"
#include "collection/model_info.h"
#include "compare/compare.h"
#include "compare/compare_notes.h"

enum { TEXT = 0, JSON, CSV };

struct compare_args {
    struct query_args query;
    const char *by, *sides, *sample;
    unsigned articles, terms, seed, min_articles, min_sources, format;
    bool no_snippets;
};

static const char *const formats[] = { "text", "json", "csv", NULL };

const struct cli_option cmd_compare_options[] = {
    CLI_ARGS(struct compare_args),
    { CLI_OPT(CLI_TEXT, struct compare_args, by, "by", 0, "FACET",
              "what the sides are: stance (the default), source, author, lang, year, a user's") },
    { CLI_OPT(CLI_TEXT, struct compare_args, sides, "sides", 0, "NAMES",
              "these values, separated by commas, instead of all labels or the three most "
              "frequent values") },
    { CLI_OPT(CLI_UINT, struct compare_args, articles, "articles", 0, "N",
              "best articles of each side (3)"),
      .min = 1, .max = PLX_COMPARE_ARTICLES_MAX },
    { CLI_OPT(CLI_UINT, struct compare_args, terms, "terms", 0, "N", "terms of each side (15)"),
      .min = 1, .max = PLX_COMPARE_TERMS_MAX },
    { CLI_OPT(CLI_TEXT, struct compare_args, sample, "sample", 0, "N|all",
              "stories read of each side, at most (3,000 over all sides)") },
    { CLI_OPT(CLI_UINT, struct compare_args, seed, "seed", 0, "N",
              "of the draw (1): another seed is another sample"),
      .min = 1, .max = 4294967295.0 },
    { CLI_OPT(CLI_UINT, struct compare_args, min_articles, "min-articles", 0, "N",
              "stories of a side that a term needs (3)"),
      .min = 1, .max = 1000000 },
    { CLI_OPT(CLI_UINT, struct compare_args, min_sources, "min-sources", 0, "N",
              "sources of a side that a term needs (a tenth of them, 2 at least)"),
      .min = 1, .max = 1000000 },
    { CLI_OPT(CLI_FLAG, struct compare_args, no_snippets, "no-snippets", 0, NULL,
              "no passages of the best articles") },
    { CLI_OPT(CLI_CHOICE, struct compare_args, format, "format", 0, "FORMAT",
              "form of the output; csv: the terms"),
      .choices = formats },
    CLI_LABELS_OPTION(struct compare_args),
    CLI_QUERY_OPTIONS(struct compare_args),
    CLI_END,
};

/* Of cli_search_with(). */
struct comparing {
    struct cli *cli;
    plx_compare_request req;
    plx_model *model;
    plx_comparison out;
};

/* The model that judged the articles; without it there are no marks. */
static plx_status load_model(struct comparing *c, plx_error *err)
{
    char *path = NULL;
    plx_status rc = plx_collection_model_file(c->cli->index_dir, &path, err);

    if (rc == PLX_OK && path)
        rc = plx_model_load(path, &c->model, err);
    free(path);
    if (rc == PLX_ERR_NOTFOUND) {
        cli_note("%s; terms that the model looks at are not marked", err->msg);
        rc = PLX_OK;
    }
    return rc;
}

static plx_status compare_once(plx_searcher *s, void *ctx, plx_error *err)
{
    struct comparing *c = ctx;

    plx_comparison_release(&c->out); /* of a try before */
    return plx_compare(c->cli->snapshot, s, &c->req, &c->out, err);
}

/* ------------------------------------------------------------------ request */

static plx_status read_sample(const char *typed, uint32_t *out, plx_error *err)
{
    char *end;
    unsigned long n;

    *out = 0;
    if (!typed)
        return PLX_OK;
    if (strcmp(typed, "all") == 0) {
        *out = PLX_COMPARE_ALL;
        return PLX_OK;
    }
    n = strtoul(typed, &end, 10);
    if (!isdigit((unsigned char)*typed) || *end || n < 1 || n > PLX_COMPARE_READ_MAX)
        return plx_fail(err, PLX_ERR_INVALID,
                        "--sample needs a number from 1 to %u or 'all', "
                        "not '%.60s'",
                        PLX_COMPARE_READ_MAX, typed);
    *out = (uint32_t)n;
    return PLX_OK;
}

static plx_status make_request(struct cli *cli, int words, char **word, plx_compare_request *req,
                               plx_error *err)
{
    const struct compare_args *a = cli->args;
    plx_status rc;

    if (a->query.sort)
        return plx_fail(err, PLX_ERR_INVALID, "--sort has no place in a comparison");
    *req = (plx_compare_request){ .by = a->by,
                                  .sides = cli_split(cli, a->sides),
                                  .articles = a->articles,
                                  .terms = a->terms,
                                  .seed = a->seed,
                                  .min_articles = a->min_articles,
                                  .min_sources = a->min_sources };
    rc = read_sample(a->sample, &req->sample, err);
    if (rc == PLX_OK)
        rc = cli_query_request(cli, &a->query, words, word, &req->search, err);
    req->search.snippets = !a->no_snippets && a->format != CSV;
    if (a->format == TEXT) {
        req->search.mark_open = CLI_MARK_OPEN;
        req->search.mark_close = CLI_MARK_CLOSE;
    }
    return rc;
}

/* -------------------------------------------------------------------- answer */

/* Of plx_compare_missing(). */
static void note_missing(void *ctx, const char *note)
{
    (void)ctx;
    cli_note("%s", note);
}

static int print_comparison(struct cli *cli, const struct compare_args *a, const plx_comparison *c)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    int code;

    if (a->format == JSON)
        return cli_write_json(cli, plx_comparison_json(c), true);
    if (c->all.notice)
        cli_note("%s", c->all.notice);
    if (a->format == TEXT)
        cli_add_comparison(cli, c, &out);
    else
        plx_comparison_csv(c, &out);
    code = a->format == TEXT ? cli_write(&out) : cli_write_data(cli, &out);
    plx_strbuf_release(&out);
    return code;
}

static int answer(struct cli *cli, const struct compare_args *a, const plx_comparison *c)
{
    const plx_compare_words *words = &plx_compare_option_words;
    size_t n = plx_compare_missing(c, words, NULL, NULL);
    int code = CLI_DONE;

    if (n || a->format != TEXT)
        code = print_comparison(cli, a, c);
    plx_compare_missing(c, words, note_missing, NULL);
    return code == CLI_DONE && n < 2 ? CLI_NOTHING : code;
}

int cmd_compare(struct cli *cli, int argc, char **argv)
{
    struct comparing c = { .cli = cli };
    plx_error err;
    plx_status rc = make_request(cli, argc, argv, &c.req, &err);
    int code;

    if (rc == PLX_OK)
        rc = load_model(&c, &err);
    c.req.model = c.model;
    if (rc == PLX_OK)
        rc = cli_search_with(cli, c.req.search.query, compare_once, &c, &err);
    code = rc == PLX_OK ? answer(cli, cli->args, &c.out) : cli_fail(&err);
    plx_comparison_release(&c.out);
    plx_model_free(c.model);
    return code;
}
