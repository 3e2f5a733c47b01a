#include "daemon/origin.h"

#include <string.h>
#include <strings.h>

/* The host, with its port, of an address; n receives its bytes. */
static const char *authority(const char *url, size_t *n)
{
    const char *at = strstr(url, "://");

    *n = at ? strcspn(at + 3, "/?#") : 0;
    return at ? at + 3 : "";
}

static bool is_of(const char *origin, const char *host, size_t host_bytes)
{
    size_t n;
    const char *at = authority(origin, &n);

    return n && n == host_bytes && strncasecmp(at, host, n) == 0;
}

bool plx_origin_is_ours(const plx_daemon *d, const plx_request *rq)
{
    const char *site = rq->fetch_site, *host;
    size_t n;

    if (site)
        return strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
    if (!rq->origin)
        return true;
    if (rq->host && is_of(rq->origin, rq->host, strlen(rq->host)))
        return true;
    if (!d->public_url)
        return false;
    host = authority(d->public_url, &n);
    return is_of(rq->origin, host, n);
}

void plx_origin_refuse(plx_reply *reply)
{
    plx_problem_set(&reply->problem, 403, "cross-site", NULL,
                    "another site made the browser send this, so it is not done");
    plx_problem_hint(&reply->problem, "do it on the daemon's own page, or send the token as "
                                      "'Authorization: Bearer TOKEN'");
}
