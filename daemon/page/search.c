/* daemon/page/search.c - GET /: the search page; works without scripts, the address is its state */
#include <string.h>

#include "base/markup.h"
#include "compare/timeline.h"
#include "daemon/api/blame.h"
#include "daemon/page/chart.h"
#include "daemon/page/facets.h"
#include "daemon/page/hits.h"
#include "daemon/page/page.h"
#include "daemon/page/start.h"
#include "daemon/page/take.h"
#include "daemon/page/told.h"
#include "daemon/route.h"
#include "daemon/search_params.h"

/* What the page is made of. */
struct view {
    plx_context *c;
    const plx_search_params *params;
    plx_page_facet_names facets;
    plx_search_request request;
    plx_search_result result;
    plx_timeline_result timeline;
    bool is_partial; /* time ran out: the next one may get more */
};

/* ------------------------------------------------------------ timeline */

/* The address of the same search in one period. */
static void period_address(void *ctx, const char *since, const char *until, plx_strbuf *out)
{
    const plx_params_change none = { 0 };
    plx_search_params within = *(const plx_search_params *)ctx;

    within.since = since;
    within.until = until;
    plx_strbuf_puts(out, PLX_PATH_PAGE "?");
    plx_search_params_address(&within, &none, out);
}

static void print_timeline(struct view *v)
{
    plx_search_params params = *v->params;
    const plx_chart_timeline_options options = {
        .is_compact = true,
        .address = period_address,
        .ctx = &params,
    };

    if (v->timeline.periods > 1)
        plx_chart_timeline(&v->c->reply->body, &v->timeline, &options);
}

/* What cannot be counted in time, or has too many periods, is not drawn: the hits are what was
 * asked for. */
static plx_status count_timeline(struct view *v, plx_error *err)
{
    plx_timeline_request request = { .search = v->request };
    plx_status rc;

    request.search.collapse = v->params->collapse; /* articles, as the facets count */
    rc = plx_timeline(v->c->worker->searcher, &request, &v->timeline, err);
    v->is_partial = v->is_partial || rc == PLX_ERR_DEADLINE;
    return rc == PLX_ERR_LIMIT || rc == PLX_ERR_DEADLINE ? PLX_OK : rc;
}

/* ------------------------------------------------------------ the page */

static plx_status print_results(struct view *v, plx_error *err)
{
    plx_strbuf *out = &v->c->reply->body;
    const plx_search_params *p = v->params;
    const plx_search_result *r = &v->result;
    plx_status rc = PLX_OK;

    plx_strbuf_puts(out, "<section class=\"results\" aria-label=\"Articles\">");
    plx_page_summary(out, p, r);
    if (plx_page_is_start(p) && r->total)
        rc = plx_page_start(v->c, r, err);
    plx_page_chosen(out, p);
    plx_page_told(out, p, r);
    print_timeline(v);
    if (r->hit_count)
        plx_page_hits(out, p, r);
    else
        plx_page_advice(out, p, plx_snapshot_documents(v->c->worker->snapshot));
    if (r->total)
        plx_page_take(v->c, p);
    plx_strbuf_puts(out, "</section>");
    return rc;
}

static plx_status print_page(struct view *v, plx_error *err)
{
    plx_strbuf *out = &v->c->reply->body;
    const char *query = v->params->query;
    plx_status rc;

    v->c->reply->type = PLX_TYPE_HTML;
    v->c->reply->is_private =
        v->is_partial || v->c->request->access == PLX_ACCESS_WRITE; /* who sees more */
    plx_page_begin(out, &(plx_page_frame){ .view = PLX_VIEW_SEARCH,
                                           .title = query && *query ? query : NULL,
                                           .params = v->params });
    plx_strbuf_puts(out, "<div class=\"columns\">");
    rc = print_results(v, err);
    plx_page_facets(out, v->params, &v->result);
    plx_strbuf_puts(out, "</div>");
    plx_page_close(out, v->result.model);
    return rc;
}

/* ------------------------------------------------------------ searching */

static void make_request(struct view *v)
{
    const plx_search_params *p = v->params;
    plx_search_request *rq = &v->request;

    plx_page_facets_of(v->c->worker->snapshot, &v->facets);
    plx_search_params_request(p, rq);
    rq->collapse = !p->copies;
    rq->limit = p->limit ? p->limit : PLX_PAGE_HITS_DEFAULT;
    rq->facets = v->facets.name;
    rq->facet_top = p->more ? PLX_PAGE_FACET_ALL : PLX_PAGE_FACET_FEW;
    rq->mark_open = PLX_MARK_OPEN;
    rq->mark_close = PLX_MARK_CLOSE;
    rq->deadline_ms = v->c->request->limits->search_ms;
    rq->partial_ok = true;
}

static plx_status search(struct view *v, plx_error *err)
{
    plx_status rc;

    make_request(v);
    rc = plx_search(v->c->worker->searcher, &v->request, &v->result, err);
    v->is_partial = v->result.partial != 0;
    if (!rc && v->result.total && !v->is_partial)
        rc = count_timeline(v, err);
    if (!rc)
        rc = print_page(v, err);
    if (rc != PLX_ERR_INVALID && rc != PLX_ERR_LIMIT)
        return rc;
    plx_blame_search(v->c->worker->searcher, &v->request, err, &v->c->reply->problem);
    return PLX_OK;
}

plx_status plx_page_search(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_search_params params;
    struct view v = { .c = c, .params = &params };
    plx_status rc = PLX_OK;

    if (plx_search_params_read_page(query, strlen(query), &params, &c->reply->problem))
        rc = search(&v, err);
    plx_timeline_result_release(&v.timeline);
    plx_search_result_release(&v.result);
    plx_search_params_release(&params);
    return rc;
}
