/* daemon/api/export.c - GET /api/v1/export: what a search finds, as whole records
 *
 * In the order in which articles came into the index, answer after answer, with a cursor to go on;
 * or the first ones in an order of relevance or date. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "collection/labels.h"
#include "daemon/api/asking.h"
#include "daemon/api/cursor.h"
#include "daemon/format.h"
#include "search/export_writer.h"

struct export_params {
    plx_search_params search;
    unsigned sort; /* index into sort_words */
    bool no_text;
};

/* One export on its way. */
struct exporting {
    plx_context *c;
    const struct export_params *params;
    plx_search_request request;
    plx_export_writer *writer;
    double end_s; /* no article is begun later */
    uint32_t limit;
};

/* Without the last word of plx_export_words: ids are what /api/v1/search is for. */
static const char *const formats[] = { "jsonl", "csv", "bibtex", "csl-json", NULL };
static const char *const sort_words[] = { "added", "relevance", "date", "date-asc", NULL };
static const plx_search_sort sorts[] = { PLX_BY_ADDED, PLX_BY_RELEVANCE, PLX_BY_DATE,
                                         PLX_BY_DATE_ASC };

static const struct form {
    plx_format format;
    plx_export_form form;
    const char *file;
} forms[] = {
    { PLX_FORMAT_JSONL, PLX_EXPORT_JSONL, "parallax.jsonl" },
    { PLX_FORMAT_CSV, PLX_EXPORT_CSV, "parallax.csv" },
    { PLX_FORMAT_BIBTEX, PLX_EXPORT_BIBTEX, "parallax.bib" },
    { PLX_FORMAT_CSL_JSON, PLX_EXPORT_CSL_JSON, "parallax.json" },
};

/* clang-format off */
#define AT(field) offsetof(struct export_params, field)

const plx_param plx_api_export_params[] = {
    PLX_QUERY_PARAMS,
    { "sort", PLX_PARAM_CHOICE, AT(sort), 0, 0, sort_words, "order; added: as they came into the index, the first first; of another order only the first articles can be had" },
    { "cursor", PLX_PARAM_QUERY, PLX_SEARCH_AT(cursor), 0, 0, NULL, "go on in the order added: as the header Link of the answer before says" },
    { "limit", PLX_PARAM_NUMBER, PLX_SEARCH_AT(limit), 1, PLX_EXPORT_LIMIT_MAX, NULL, "articles in one answer (1,000)" },
    { "no_text", PLX_PARAM_SWITCH, AT(no_text), 0, 0, NULL, "leave out the text of the articles" },
    { "format", PLX_PARAM_FORMAT, PLX_SEARCH_AT(format), 0, 0, formats, "form of the answer; else by Accept" },
    { .name = NULL },
};
/* clang-format on */

/* ------------------------------------------------------------ articles */

/* Is there enough in the answer? One article fits always. */
static bool is_full(const struct exporting *e)
{
    uint32_t n = plx_export_count(e->writer);

    return n >= e->limit || (n && (e->c->reply->body.len >= PLX_EXPORT_BYTES_MAX ||
                                   plx_clock_seconds() >= e->end_s));
}

static plx_status add(struct exporting *e, uint32_t docid, plx_error *err)
{
    return plx_export_add(e->writer, e->c->worker->snapshot, docid, &e->c->reply->body, err);
}

static plx_status link_next(struct exporting *e, uint32_t docid, plx_error *err)
{
    plx_snapshot *snap = e->c->worker->snapshot;
    plx_strbuf cursor = PLX_STRBUF_INIT;
    plx_article last;
    plx_status rc;

    plx_article_init(&last);
    rc = plx_snapshot_article(snap, docid, false, &last, err);
    if (!rc) {
        plx_cursor_write(snap, docid, last.id, &cursor);
        plx_cursor_link(e->c->request, cursor.s, e->c->reply);
        e->c->reply->body.failed = e->c->reply->body.failed || cursor.failed;
    }
    plx_article_release(&last);
    plx_strbuf_release(&cursor);
    return rc;
}

static plx_status export_added(struct exporting *e, plx_error *err)
{
    plx_search_result found = { 0 };
    uint32_t *docids = NULL, i = 0;
    plx_status rc = plx_search_docids(e->c->worker->searcher, &e->request, &docids, &found, err);

    for (; !rc && i < found.total && !is_full(e); i++)
        rc = add(e, docids[i], err);
    if (!rc && i < found.total)
        rc = link_next(e, docids[i - 1], err);
    free(docids);
    plx_search_result_release(&found);
    return rc;
}

static plx_status add_page(struct exporting *e, const plx_search_result *page, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (size_t i = 0; !rc && i < page->hit_count; i++) {
        if (is_full(e))
            return plx_fail(err, PLX_ERR_LIMIT,
                            "the first %u articles make an answer of over %u MiB, or take too "
                            "long: ask for fewer, for no_text=1, or for sort=added",
                            e->limit, PLX_EXPORT_BYTES_MAX >> 20);
        rc = add(e, page->hits[i].docid, err);
    }
    return rc;
}

static plx_status export_sorted(struct exporting *e, plx_error *err)
{
    bool is_more = true;
    plx_status rc = PLX_OK;

    e->request.counted = true;
    while (!rc && is_more) {
        plx_search_result page = { 0 };
        uint32_t left = e->limit - plx_export_count(e->writer);

        e->request.limit = left < PLX_SEARCH_LIMIT_MAX ? left : PLX_SEARCH_LIMIT_MAX;
        e->request.offset = plx_export_count(e->writer);
        rc = plx_search(e->c->worker->searcher, &e->request, &page, err);
        if (!rc)
            rc = add_page(e, &page, err);
        is_more = page.hit_count == PLX_SEARCH_LIMIT_MAX && plx_export_count(e->writer) < e->limit;
        plx_search_result_release(&page);
    }
    return rc;
}

/* ------------------------------------------------------------ the answer */

static plx_status export_articles(struct exporting *e, plx_error *err)
{
    plx_strbuf *body = &e->c->reply->body;
    bool is_added = sorts[e->params->sort] == PLX_BY_ADDED;
    plx_status rc;

    plx_export_begin(e->writer, plx_snapshot_model(e->c->worker->snapshot), body);
    rc = is_added ? export_added(e, err) : export_sorted(e, err);
    plx_export_end(e->writer, body);
    return rc;
}

static const struct form *find_form(const plx_context *c, unsigned chosen)
{
    plx_format format = plx_format_choose(c->request, formats, chosen);
    size_t i = 0;

    while (i + 1 < sizeof forms / sizeof *forms && forms[i].format != format)
        i++;
    return &forms[i];
}

/* Labels say when they were given to anybody, by whom to those with a token only. */
static plx_status write_form(struct exporting *e, const struct form *f, plx_error *err)
{
    plx_export_options opt = { .form = f->form,
                               .no_text = e->params->no_text,
                               .no_coders = e->c->request->access != PLX_ACCESS_WRITE };
    plx_labels *labels = NULL;
    plx_status rc = PLX_OK;

    if (plx_export_has_votes(f->form) && e->c->daemon->labels_path) {
        rc = plx_labels_open(e->c->daemon->labels_path, &labels, err);
        if (!rc)
            rc = plx_labels_read(labels, NULL, NULL, err);
    }
    opt.labels = labels;
    if (!rc)
        rc = plx_export_writer_new(&opt, &e->writer, err);
    if (!rc)
        rc = export_articles(e, err);
    plx_export_writer_free(e->writer);
    plx_labels_close(labels);
    return rc;
}

/* Where the search is right, it finds more than fits. */
static plx_status blame(const struct exporting *e, plx_status rc, const plx_error *err)
{
    if (rc != PLX_ERR_LIMIT || plx_asking_is_refused(e->c, &e->request))
        return plx_asking_end(e->c, &e->request, rc, err);
    plx_problem_set(&e->c->reply->problem, 400, "limit", "limit", "%s", err->msg);
    return PLX_OK;
}

static plx_status answer(plx_context *c, const struct export_params *p, plx_error *err)
{
    const struct form *form = find_form(c, p->search.format);
    struct exporting e = { .c = c, .params = p };
    plx_status rc = PLX_OK;

    plx_asking_request(c, &p->search, &e.request);
    e.request.sort = sorts[p->sort];
    e.request.limit = 0; /* of one look; more than one has room for is found in several */
    e.limit = p->search.limit ? p->search.limit : PLX_EXPORT_LIMIT_DEFAULT;
    e.end_s = plx_clock_seconds() + c->request->limits->search_ms / 1e3;
    if (p->search.cursor)
        rc = plx_cursor_read(c->worker->snapshot, p->search.cursor, &e.request.after,
                             &c->reply->problem, err);
    if (rc || c->reply->problem.status)
        return rc;
    rc = write_form(&e, form, err);
    if (rc)
        return blame(&e, rc, err);
    c->reply->type = plx_format_type(form->format);
    c->reply->file = form->file;
    c->reply->is_private = c->request->access == PLX_ACCESS_WRITE;
    return PLX_OK;
}

/* All that is added has no best of its near-copies before the last of them was read. */
static bool check(const struct export_params *p, plx_problem *problem)
{
    bool is_added = sorts[p->sort] == PLX_BY_ADDED;

    if (!plx_search_params_check_cursor(&p->search, is_added, problem))
        return false;
    if (!is_added || !p->search.collapse)
        return true;
    plx_problem_set(problem, 400, "bad-value", "collapse",
                    "parameter 'collapse' does not go with the order added");
    plx_problem_hint(problem, "give sort=relevance, date or date-asc");
    return false;
}

plx_status plx_api_export(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    struct export_params params = { .sort = 0 };
    plx_status rc = PLX_OK;

    if (plx_search_params_read(plx_api_export_params, query, strlen(query), &params.search,
                               &c->reply->problem) &&
        check(&params, &c->reply->problem))
        rc = answer(c, &params, err);
    plx_search_params_release(&params.search);
    return rc;
}
