#include "daemon/route.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/origin.h"
#include "daemon/url.h"

/* clang-format off */
#define GET    PLX_METHOD_GET
#define POST   PLX_METHOD_POST
#define DELETE PLX_METHOD_DELETE

#define PAGE   (PLX_ROUTE_PAGE | PLX_ROUTE_INDEX | PLX_ROUTE_STABLE)
#define READ   (PLX_ROUTE_INDEX | PLX_ROUTE_STABLE)
#define WRITE  (PLX_ROUTE_INDEX | PLX_ROUTE_TOKEN)
#define ASSET  (PLX_ROUTE_INSTANT | PLX_ROUTE_STABLE)

/* Of two patterns that fit, the first one counts. */
static const plx_route routes[] = {
    { PLX_PATH_PAGE, GET, PAGE, plx_page_search, plx_page_params, NULL },
    { PLX_PATH_ARTICLE "{id}", GET, PAGE, plx_page_article, plx_page_article_params, NULL },
    { PLX_PATH_COMPARE, GET, PAGE, plx_page_compare, plx_page_compare_params, NULL },
    { PLX_PATH_COLLECTION, GET, PAGE, plx_page_collection, plx_no_params, NULL },
    { PLX_PATH_REVIEW, GET, PLX_ROUTE_PAGE | PLX_ROUTE_INDEX, plx_page_review, plx_page_review_params, NULL },
    { PLX_PATH_MODEL, GET, PAGE, plx_page_model, plx_no_params, NULL },
    { PLX_PATH_TOKEN, GET, PLX_ROUTE_PAGE | PLX_ROUTE_INSTANT, plx_page_token, plx_page_token_params, NULL },
    { PLX_PATH_TOKEN, POST, PLX_ROUTE_PAGE, plx_token_post, plx_token_params, NULL },
    { PLX_PATH_STYLE, GET, ASSET, plx_asset_send, plx_no_params, NULL },
    { PLX_PATH_SCRIPT, GET, ASSET, plx_asset_send, plx_no_params, NULL },
    { PLX_PATH_ICON, GET, ASSET, plx_asset_send, plx_no_params, NULL },
    { PLX_PATH_SEARCH, GET, READ, plx_api_search, plx_api_search_params, "Ranked hits and facets" },
    { PLX_PATH_FACETS, GET, READ, plx_api_facets, plx_api_facets_params, "What a search finds, counted" },
    { PLX_PATH_TIMELINE, GET, READ, plx_api_timeline, plx_api_timeline_params, "What a search finds, over time" },
    { PLX_PATH_COMPARISON, GET, READ, plx_api_compare, plx_api_compare_params, "A topic side by side: best articles and over-used terms" },
    { PLX_PATH_SUGGEST, GET, READ, plx_api_suggest, plx_api_suggest_params, "What a beginning may go on to" },
    { PLX_PATH_STATS, GET, READ, plx_api_stats, plx_api_stats_params, "What the index holds" },
    { PLX_PATH_EXPORT, GET, READ, plx_api_export, plx_api_export_params, "Whole records of what a search finds" },
    { PLX_PATH_FEED, GET, READ, plx_feed, plx_feed_params, "A search as an Atom feed, the newest first" },
    { PLX_PATH_OPENSEARCH, GET, READ, plx_opensearch, plx_no_params, "What a browser needs to search here" },
    { PLX_PATH_OPENAPI, GET, READ, plx_openapi, plx_no_params, "This description" },
    { PLX_PATH_API "articles/{id}/similar", GET, READ, plx_api_similar, plx_api_similar_params, "Articles like one" },
    { PLX_PATH_API "articles/{id}", GET, READ, plx_api_article, plx_no_params, "One article with text and stance" },
    { PLX_PATH_API "classify", POST, PLX_ROUTE_INDEX, plx_api_classify, plx_api_classify_params, "Verdicts on articles that are sent" },
    { PLX_PATH_API "articles", POST, PLX_ROUTE_TOKEN, plx_api_articles_post, plx_api_articles_params, "Add or update articles" },
    { PLX_PATH_API "articles/{id}", DELETE, PLX_ROUTE_TOKEN, plx_api_articles_delete, plx_no_params, "Remove an article" },
    { PLX_PATH_API "labels", GET, PLX_ROUTE_INDEX, plx_api_labels, plx_api_labels_params, "The votes of people" },
    { PLX_PATH_API "labels", POST, WRITE, plx_api_labels_post, plx_no_params, "Give votes" },
    { PLX_PATH_API "searches", GET, PLX_ROUTE_INDEX, plx_api_searches, plx_api_searches_params, "Saved searches, and what is new of each" },
    { PLX_PATH_API "searches", POST, WRITE, plx_api_searches_post, plx_api_searches_post_params, "Save a search" },
    { PLX_PATH_API "searches/{id}", DELETE, PLX_ROUTE_TOKEN, plx_api_searches_delete, plx_no_params, "Delete a saved search" },
    { PLX_PATH_API "reload", POST, PLX_ROUTE_TOKEN, plx_api_reload, plx_no_params, "Read model, aliases and tokens anew" },
    { PLX_PATH_API "review", GET, WRITE, plx_api_review, plx_api_review_params, "The articles whose label would teach the model most" },
    { PLX_PATH_API "review", POST, WRITE, plx_api_review_post, plx_no_params, "Pass an article over in a review, or ask it again" },
    { "/healthz", GET, PLX_ROUTE_INSTANT, plx_health, plx_no_params, "Is the daemon alive" },
    { "/readyz", GET, PLX_ROUTE_INDEX | PLX_ROUTE_URGENT, plx_ready, plx_no_params, "Can it answer, and from which state of the index" },
    { "/metrics", GET, PLX_ROUTE_INDEX | PLX_ROUTE_URGENT, plx_metrics_send, plx_no_params, "What it did, for Prometheus" },
};
/* clang-format on */

#define ROUTE_COUNT (sizeof routes / sizeof *routes)

const plx_param plx_no_params[] = { { .name = NULL } };

const char *plx_method_name(unsigned method)
{
    static const struct {
        unsigned method;
        const char *name;
    } names[] = { { GET, "GET" },
                  { POST, "POST" },
                  { DELETE, "DELETE" },
                  { PLX_METHOD_HEAD, "HEAD" },
                  { PLX_METHOD_OPTIONS, "OPTIONS" } };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].method == method)
            return names[i].name;
    return "other";
}

const plx_route *plx_routes(size_t *n)
{
    *n = ROUTE_COUNT;
    return routes;
}

/* ------------------------------------------------------------ finding */

#define WILD "{id}"

/* Does a path, as sent, fit a pattern? Where {id} stands is in [*from, *from + *n). */
static bool fits(const char *pattern, const char *path, size_t *from, size_t *n)
{
    const char *wild = strstr(pattern, WILD);
    size_t before = wild ? (size_t)(wild - pattern) : 0;
    const char *after = wild ? wild + strlen(WILD) : NULL;
    size_t path_bytes = strlen(path);

    *from = path_bytes;
    *n = 0;
    if (!wild)
        return strcmp(pattern, path) == 0;
    if (strncmp(pattern, path, before) != 0)
        return false;
    *from = before;
    *n = *after ? strcspn(path + before, "/") : path_bytes - before;
    return *n && strcmp(path + before + *n, after) == 0;
}

static bool is_for(const plx_route *r, plx_method m)
{
    return r->method == (unsigned)(m == PLX_METHOD_HEAD ? PLX_METHOD_GET : m);
}

/* What an address takes, for Allow. */
static const char *allowed(unsigned methods)
{
    static const struct {
        unsigned methods;
        const char *words;
    } allow[] = {
        { GET, "GET, HEAD" },
        { POST, "POST" },
        { DELETE, "DELETE" },
        { GET | POST, "GET, HEAD, POST" },
        { GET | DELETE, "GET, HEAD, DELETE" },
        { POST | DELETE, "POST, DELETE" },
        { GET | POST | DELETE, "GET, HEAD, POST, DELETE" },
    };

    for (size_t i = 0; i < sizeof allow / sizeof *allow; i++)
        if (allow[i].methods == methods)
            return allow[i].words;
    return "GET, HEAD";
}

static void refuse_method(plx_reply *reply, unsigned methods)
{
    reply->allow = allowed(methods);
    plx_problem_set(&reply->problem, 405, "method", NULL, "this address takes %s only",
                    reply->allow);
}

static bool match(plx_request *rq, plx_reply *reply, size_t *from, size_t *n)
{
    unsigned methods = 0;
    size_t at, bytes;

    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        if (!fits(routes[i].path, rq->target, &at, &bytes))
            continue;
        methods |= routes[i].method;
        rq->wants_page = rq->wants_page || routes[i].flags & PLX_ROUTE_PAGE;
        if (!is_for(&routes[i], rq->method))
            continue;
        rq->route = &routes[i];
        rq->wants_page = routes[i].flags & PLX_ROUTE_PAGE;
        *from = at;
        *n = bytes;
        return true;
    }
    if (methods) {
        refuse_method(reply, methods);
        return false;
    }
    plx_problem_set(&reply->problem, 404, "no-such-address", NULL, "nothing is at this address");
    plx_problem_hint(&reply->problem, "search is at " PLX_PATH_SEARCH ", its page at " PLX_PATH_PAGE
                                      ", the description of the API at /openapi.json");
    return false;
}

bool plx_route_find(plx_request *rq, plx_reply *reply)
{
    size_t path_bytes = strcspn(rq->target, "?");
    size_t from = 0, n = 0;

    rq->query = rq->target + path_bytes + (rq->target[path_bytes] == '?');
    rq->target[path_bytes] = '\0';
    rq->rest = "";
    if (!match(rq, reply, &from, &n))
        return false;
    if (n && !plx_url_decode(rq->target + from, n, false, &n)) {
        plx_problem_set(&reply->problem, 400, "bad-encoding", NULL,
                        "the path is not percent-encoded UTF-8");
        return false;
    }
    if (n) {
        rq->target[from + n] = '\0';
        rq->rest = rq->target + from;
    }
    return true;
}

/* ------------------------------------------------------------ the door */

bool plx_route_admits(const plx_daemon *d, const plx_request *rq, plx_reply *reply)
{
    plx_problem *p = &reply->problem;

    if (!(rq->route->flags & PLX_ROUTE_TOKEN))
        return true;
    if (rq->by_cookie && !plx_origin_is_ours(d, rq)) {
        plx_origin_refuse(reply);
        return false;
    }
    if (rq->access == PLX_ACCESS_WRITE)
        return true;
    if (!d->tokens) {
        plx_problem_set(p, 403, "read-only", NULL, "this daemon only reads");
        plx_problem_hint(p, "start it with --token-file FILE");
    } else {
        plx_problem_set(p, 401, "token", NULL,
                        rq->access == PLX_ACCESS_REFUSED ? "this token is not known"
                                                         : "this needs a token");
        plx_problem_hint(p, "send it as 'Authorization: Bearer TOKEN'");
    }
    return false;
}
