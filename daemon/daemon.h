/* daemon/daemon.h - what all requests share
 *
 * daemon/ itself has the way of a request: sockets, HTTP, routes, threads, access, answers. Each of
 * the folders below may use those before it: write/ (the one writer, bodies, forms, votes), api/
 * (answers for programs), page/ (answers for people). Of them the way knows the handlers by route.h
 * alone, but for the page of a refusal (answer.c) and the writer, which it starts and counts. */
#ifndef PLX_DAEMON_DAEMON_H
#define PLX_DAEMON_DAEMON_H

#include <stdbool.h>

#include "daemon/limits.h"
#include "daemon/worker.h"
#include "search/aliases.h"

struct plx_cache;
struct plx_ingest;
struct plx_metrics;
struct plx_pool;
struct plx_token_file;
struct plx_votes;

/** Borrowed by every handler; set up before the first request, unchanged until the last. */
typedef struct plx_daemon {
    const char *index_dir;
    const char *labels_path; /* labels by people */
    const char *tags_path, *searches_path;
    const char *allow_origin; /* pages of this origin may read the API ("*": all); NULL: none */
    const char *public_url;   /* how the outside knows this daemon, without '/' at the end; NULL: by
                                 the Host of the request */
    plx_daemon_limits limits;
    unsigned run;         /* random: tells ids and ETags of this run from those of others */
    bool log_queries;     /* what is asked for stands in the log */
    plx_aliases *aliases; /* NULL: none */
    plx_workers *workers;
    struct plx_votes *votes;       /* votes.h: labels by people, as read so far */
    struct plx_pool *pool;         /* threads that answer */
    struct plx_cache *cache;       /* NULL: answers are not kept */
    struct plx_metrics *metrics;   /* metrics.h */
    struct plx_token_file *tokens; /* token.h (plx_tokens is the analyser's); NULL: nobody may
                                      write */
    struct plx_ingest *ingest;     /* ingest.h; NULL: nobody may write */
} plx_daemon;

#endif
