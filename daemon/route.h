/* daemon/route.h - the one table of addresses, and answering a request by it
 *
 * The description of the API (/openapi.json), the metrics and the refusals are made from the same
 * table. */
#ifndef PLX_DAEMON_ROUTE_H
#define PLX_DAEMON_ROUTE_H

#include "daemon/daemon.h"
#include "daemon/params.h"
#include "daemon/reply.h"
#include "daemon/request.h"
#include "daemon/worker.h"

/** Addresses that pages link to. */
#define PLX_PATH_PAGE       "/"
#define PLX_PATH_ARTICLE    "/article/" /* and the id */
#define PLX_PATH_COMPARE    "/compare"
#define PLX_PATH_COLLECTION "/collection"
#define PLX_PATH_REVIEW     "/review"
#define PLX_PATH_MODEL      "/model"
#define PLX_PATH_TOKEN      "/token"
#define PLX_PATH_STYLE      "/style.css"
#define PLX_PATH_SCRIPT     "/page.js"
#define PLX_PATH_ICON       "/icon.svg"
#define PLX_PATH_FEED       "/feed"
#define PLX_PATH_OPENSEARCH "/opensearch.xml"
#define PLX_PATH_API        "/api/v1/"
#define PLX_PATH_SEARCH     "/api/v1/search"
#define PLX_PATH_TIMELINE   "/api/v1/timeline"
#define PLX_PATH_EXPORT     "/api/v1/export"
#define PLX_PATH_FACETS     "/api/v1/facets"
#define PLX_PATH_COMPARISON "/api/v1/compare"
#define PLX_PATH_SUGGEST    "/api/v1/suggest"
#define PLX_PATH_STATS      "/api/v1/stats"
#define PLX_PATH_OPENAPI    "/openapi.json"

/** The exchange that waits for an answer which is made later, elsewhere. */
typedef struct plx_later {
    void (*send)(void *exchange); /* once, from any thread, when the reply is complete */
    void *exchange;
} plx_later;

/** What a handler works with. */
typedef struct plx_context {
    const plx_daemon *daemon;
    plx_worker *worker; /* at the newest state; NULL if the route needs none */
    const plx_request *request;
    plx_reply *reply;
    /* A handler that has others finish the answer gives them request, reply and later, which live
     * until later.send is called, and sets is_later. */
    plx_later later;
    bool is_later;
} plx_context;

/** What is special about a route, or-ed. */
enum {
    PLX_ROUTE_PAGE = 1,   /* refusals are pages */
    PLX_ROUTE_INDEX = 2,  /* needs a worker */
    PLX_ROUTE_STABLE = 4, /* the answer follows from address and state of the index alone: it has an
                             ETag and is kept, unless the reply is_private */
    PLX_ROUTE_TOKEN = 8,  /* only with a token */
    PLX_ROUTE_INSTANT = 16, /* quick and without a worker: answered by the thread that reads */
    PLX_ROUTE_URGENT = 32   /* before all others that wait, however many they are */
};

typedef struct plx_route {
    const char *path; /* pattern: {id} stands for one segment, at the end for all that follow */
    unsigned method;  /* plx_method; GET takes HEAD, too */
    unsigned flags;
    plx_status (*handle)(plx_context *c, plx_error *err); /* fills the reply. An error is answered
                                  as such; PLX_ERR_STALE: on a new snapshot, again */
    const plx_param *params; /* of the address; NULL: none, the handler refuses others */
    const char *summary;     /* for the description; NULL: not described */
} plx_route;

/** "GET", "POST", ...; "other" for what is none of ours. */
const char *plx_method_name(unsigned method);

/** All routes, and their number: a route's place is its number in the metrics. */
const plx_route *plx_routes(size_t *n);

/**
 * Read the target of a request: finds the route, decodes what stands for {id}. A refusal goes into
 * the reply.
 *
 * @param rq  target and method are set; route, rest, query and wants_page are filled
 */
bool plx_route_find(plx_request *rq, plx_reply *reply);

/** May the request come through the door of its route? false: refused. */
bool plx_route_admits(const plx_daemon *d, const plx_request *rq, plx_reply *reply);

/* Handlers, each in the file of its name (api/search.c, page/search.c, ...), with the table of its
 * parameters. */
plx_status plx_api_search(plx_context *c, plx_error *err);
plx_status plx_api_article(plx_context *c, plx_error *err);
plx_status plx_api_facets(plx_context *c, plx_error *err);
plx_status plx_api_similar(plx_context *c, plx_error *err);
plx_status plx_api_timeline(plx_context *c, plx_error *err);
plx_status plx_api_compare(plx_context *c, plx_error *err);
plx_status plx_api_suggest(plx_context *c, plx_error *err);
plx_status plx_api_stats(plx_context *c, plx_error *err);
plx_status plx_api_export(plx_context *c, plx_error *err);
plx_status plx_feed(plx_context *c, plx_error *err);
plx_status plx_opensearch(plx_context *c, plx_error *err);
plx_status plx_openapi(plx_context *c, plx_error *err);
plx_status plx_api_classify(plx_context *c, plx_error *err);
plx_status plx_health(plx_context *c, plx_error *err);
plx_status plx_ready(plx_context *c, plx_error *err);
plx_status plx_metrics_send(plx_context *c, plx_error *err);
plx_status plx_page_search(plx_context *c, plx_error *err);
plx_status plx_page_article(plx_context *c, plx_error *err);
plx_status plx_page_compare(plx_context *c, plx_error *err);
plx_status plx_page_collection(plx_context *c, plx_error *err);
plx_status plx_page_review(plx_context *c, plx_error *err);
plx_status plx_api_review(plx_context *c, plx_error *err);
plx_status plx_api_review_post(plx_context *c, plx_error *err);
plx_status plx_page_model(plx_context *c, plx_error *err);
plx_status plx_page_token(plx_context *c, plx_error *err);
plx_status plx_token_post(plx_context *c, plx_error *err);
plx_status plx_api_articles_post(plx_context *c, plx_error *err);
plx_status plx_api_articles_delete(plx_context *c, plx_error *err);
plx_status plx_api_labels(plx_context *c, plx_error *err);
plx_status plx_api_labels_post(plx_context *c, plx_error *err);
plx_status plx_api_searches(plx_context *c, plx_error *err);
plx_status plx_api_searches_post(plx_context *c, plx_error *err);
plx_status plx_api_searches_delete(plx_context *c, plx_error *err);
plx_status plx_api_reload(plx_context *c, plx_error *err);
plx_status plx_asset_send(plx_context *c, plx_error *err);

extern const plx_param plx_no_params[];
extern const plx_param plx_api_facets_params[], plx_api_similar_params[], plx_api_timeline_params[];
extern const plx_param plx_api_compare_params[], plx_api_suggest_params[], plx_api_stats_params[];
extern const plx_param plx_api_export_params[], plx_feed_params[];
extern const plx_param plx_api_search_params[], plx_page_params[], plx_api_classify_params[];
extern const plx_param plx_page_article_params[], plx_page_token_params[];
extern const plx_param plx_page_compare_params[], plx_page_review_params[], plx_api_review_params[];
extern const plx_param plx_token_params[], plx_api_articles_params[], plx_api_labels_params[];
extern const plx_param plx_api_searches_params[], plx_api_searches_post_params[];

#endif
