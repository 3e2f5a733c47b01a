/* daemon/api/compare.c - GET /api/v1/compare: a topic side by side */
#include "compare/compare.h"

#include <string.h>

#include "daemon/api/asking.h"
#include "daemon/format.h"

struct compare_params {
    plx_search_params search;
    const char *by, *sample;
    plx_param_list sides;
    plx_param_filters side;
    const char *chosen[PLX_COMPARE_SIDES_MAX + 2]; /* of both, NULL-ended; one too many is refused
                                                      by the comparison */
    uint32_t articles, terms, seed, min_articles, min_sources;
};

static const char *const formats[] = { "json", "csv", NULL };

/* clang-format off */
#define AT(field) offsetof(struct compare_params, field)

const plx_param plx_api_compare_params[] = {
    PLX_QUERY_PARAMS,
    { "by", PLX_PARAM_TEXT, AT(by), 0, 0, NULL, "what the sides are: stance (the default), source, author, lang, year, a user's" },
    { "sides", PLX_PARAM_LIST, AT(sides), 0, 0, NULL, "these values, up to 8, instead of all labels or the three most frequent values" },
    { "side", PLX_PARAM_FILTER, AT(side), 0, 0, NULL, "this value; repeatable, for values that hold a comma" },
    { "articles", PLX_PARAM_NUMBER, AT(articles), 1, PLX_COMPARE_ARTICLES_MAX, NULL, "best articles of each side (3)" },
    { "terms", PLX_PARAM_NUMBER, AT(terms), 1, PLX_COMPARE_TERMS_MAX, NULL, "terms of each side (15)" },
    { "sample", PLX_PARAM_TEXT, AT(sample), 0, 0, NULL, "stories read of each side, at most (3,000 over all sides): a number up to 50,000, or all" },
    { "seed", PLX_PARAM_NUMBER, AT(seed), 1, UINT32_MAX, NULL, "of the draw (1): another seed is another sample" },
    { "min_articles", PLX_PARAM_NUMBER, AT(min_articles), 1, 1000000, NULL, "stories of a side that a term needs (3)" },
    { "min_sources", PLX_PARAM_NUMBER, AT(min_sources), 1, 1000000, NULL, "sources of a side that a term needs (a tenth of them, 2 at least)" },
    { "snippets", PLX_PARAM_SWITCH, PLX_SEARCH_AT(snippets), 0, 0, NULL, "a passage of each of the best articles (1)" },
    { "format", PLX_PARAM_FORMAT, PLX_SEARCH_AT(format), 0, 0, formats, "form of the answer, csv of the terms; else by Accept" },
    { .name = NULL },
};
/* clang-format on */

static bool read_sample(const char *typed, uint32_t *out, plx_problem *problem)
{
    uint32_t n = 0;

    if (strcmp(typed, "all") == 0) {
        *out = PLX_COMPARE_ALL;
        return true;
    }
    for (const char *p = typed; *p; p++) {
        n = *p < '0' || *p > '9' ? PLX_COMPARE_READ_MAX + 1 : n * 10 + (uint32_t)(*p - '0');
        if (n > PLX_COMPARE_READ_MAX)
            break;
    }
    *out = n;
    if (n >= 1 && n <= PLX_COMPARE_READ_MAX)
        return true;
    plx_problem_set(problem, 400, "bad-number", "sample",
                    "parameter 'sample': not a number in its range");
    plx_problem_hint(problem, "give a whole number from 1 to %u, or all", PLX_COMPARE_READ_MAX);
    return false;
}

static void make_request(const plx_context *c, struct compare_params *p, plx_compare_request *out)
{
    plx_params_join(&p->sides, &p->side, p->chosen, PLX_COMPARE_SIDES_MAX + 1);
    *out = (plx_compare_request){ .by = p->by,
                                  .sides = p->chosen[0] ? p->chosen : NULL,
                                  .articles = p->articles,
                                  .terms = p->terms,
                                  .seed = p->seed,
                                  .min_articles = p->min_articles,
                                  .min_sources = p->min_sources };
    plx_asking_request(c, &p->search, &out->search);
}

static void write_result(plx_context *c, const struct compare_params *p, const plx_comparison *r)
{
    plx_format format = plx_format_choose(c->request, formats, p->search.format);

    c->reply->type = plx_format_type(format);
    if (format == PLX_FORMAT_CSV)
        plx_comparison_csv(r, &c->reply->body);
    else
        plx_reply_json(c->reply, plx_comparison_json(r));
}

static plx_status blame(plx_context *c, const plx_compare_request *request, plx_status rc,
                        const plx_error *err)
{
    const char *field;

    if (!plx_asking_is_refusal(rc) || plx_asking_is_refused(c, &request->search))
        return plx_asking_end(c, &request->search, rc, err);
    if (request->by && !plx_asking_is_facet(c, request->by))
        field = "by";
    else
        field = request->sides ? "sides" : "sample";
    plx_problem_set(&c->reply->problem, 400, plx_status_name(rc), field, "%s", err->msg);
    return PLX_OK;
}

static plx_status compare(plx_context *c, struct compare_params *p, plx_error *err)
{
    plx_comparison result = { .by = NULL };
    plx_compare_request request;
    plx_status rc;

    make_request(c, p, &request);
    if (p->sample && !read_sample(p->sample, &request.sample, &c->reply->problem))
        return PLX_OK;
    /* its words are marked; without it there are no marks */
    rc = plx_worker_judged_by(c->daemon->workers, c->worker, &request.model, err);
    if (!rc)
        rc = plx_compare(c->worker->snapshot, c->worker->searcher, &request, &result, err);
    if (!rc)
        write_result(c, p, &result);
    plx_comparison_release(&result);
    return blame(c, &request, rc, err);
}

plx_status plx_api_compare(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    struct compare_params params = { .search = { .snippets = true } };
    plx_status rc = PLX_OK;

    if (plx_search_params_read(plx_api_compare_params, query, strlen(query), &params.search,
                               &c->reply->problem))
        rc = compare(c, &params, err);
    plx_search_params_release(&params.search);
    return rc;
}
