/* daemon/route.h - the one table of addresses, and answering a request by it */
#ifndef PLX_DAEMON_ROUTE_H
#define PLX_DAEMON_ROUTE_H

#include "daemon/reply.h"
#include "daemon/request.h"
#include "daemon/worker.h"

/** Addresses that pages link to. */
#define PLX_PATH_PAGE    "/"
#define PLX_PATH_ARTICLE "/article/"
#define PLX_PATH_STYLE   "/style.css"
#define PLX_PATH_SEARCH  "/api/v1/search"

/** What a handler works with. */
typedef struct plx_context {
    plx_workers *workers;
    plx_worker *worker; /* at the newest state; NULL if the route needs none */
    const plx_request *request;
    plx_reply *reply;
} plx_context;

typedef struct plx_route {
    const char *path;
    bool is_prefix; /* what follows is the id of an article */
    bool is_page;   /* refusals are pages too */
    bool needs_index;
    unsigned methods; /* plx_method, or-ed */
    const char *allow;
    const char *name; /* in the log */
    /* Fills the reply. An error is answered as such; PLX_ERR_STALE: on a new snapshot, again. */
    plx_status (*handle)(plx_context *c, plx_error *err);
} plx_route;

/**
 * Read the target of a request: finds the route, decodes the path. A refusal goes into *problem.
 *
 * @param rq  target is set; route, rest, query and wants_page are filled
 */
bool plx_route_find(plx_request *rq, plx_problem *problem);

/** Answer a request whose body is there. Any thread. */
void plx_route_answer(plx_workers *ws, const plx_request *rq, plx_reply *reply);

/** Put a refusal into the form that its reader expects: problem record or page. */
void plx_route_refuse(const plx_request *rq, plx_reply *reply);

/* Handlers, each in the file of its name (api_search.c, ...). */
plx_status plx_api_search(plx_context *c, plx_error *err);
plx_status plx_api_article(plx_context *c, plx_error *err);
plx_status plx_api_classify(plx_context *c, plx_error *err);
plx_status plx_health(plx_context *c, plx_error *err);
plx_status plx_page_search(plx_context *c, plx_error *err);
plx_status plx_page_article(plx_context *c, plx_error *err);
plx_status plx_style(plx_context *c, plx_error *err);

#endif
