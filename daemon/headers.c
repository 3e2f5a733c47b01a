#include "daemon/headers.h"

#include <string.h>

#include "daemon/format.h"
#include "daemon/route.h"

#define PAGE_POLICY                                                                                \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "              \
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
/* A drawing brings its style with it, and is to be seen as it is. */
#define DRAWING_POLICY "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

/* Sent with every answer. */
static const struct header {
    const char *name, *value;
} safe_headers[] = {
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "no-referrer" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
};

/* What another origin may send and see. */
static const struct header cors_headers[] = {
    { MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, DELETE" },
    { MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, If-None-Match" },
    { MHD_HTTP_HEADER_ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Link, Retry-After, X-Request-Id" },
    { MHD_HTTP_HEADER_ACCESS_CONTROL_MAX_AGE, "600" },
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void add(struct MHD_Response *response, const char *name, const char *value)
{
    if (value)
        MHD_add_response_header(response, name, value);
}

static void add_all(struct MHD_Response *response, const struct header *headers, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add(response, headers[i].name, headers[i].value);
}

/* Only data is for others; pages are for those who look at them. */
static bool may_cross(const plx_daemon *d, const plx_request *rq)
{
    bool is_page = rq->route && rq->route->flags & PLX_ROUTE_PAGE;

    if (!d->allow_origin || !rq->origin || is_page)
        return false;
    return strcmp(d->allow_origin, "*") == 0 || strcmp(d->allow_origin, rq->origin) == 0;
}

bool plx_headers_is_preflight(const plx_daemon *d, const plx_request *rq)
{
    return rq->method == PLX_METHOD_OPTIONS && may_cross(d, rq);
}

static void add_cors(const plx_daemon *d, const plx_request *rq, struct MHD_Response *response)
{
    bool is_open = may_cross(d, rq);

    add(response, "Cross-Origin-Resource-Policy", is_open ? "cross-origin" : "same-origin");
    if (!is_open)
        return;
    add(response, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN, d->allow_origin);
    add_all(response, cors_headers, COUNT(cors_headers));
}

/* An answer that has an ETag may be kept if it is asked about each time. */
static const char *cache_control(const plx_reply *r)
{
    if (r->cache)
        return r->cache;
    return *r->etag ? "no-cache" : "no-store";
}

static void add_form(const plx_reply *r, struct MHD_Response *response)
{
    char disposition[160];

    add(response, MHD_HTTP_HEADER_CONTENT_TYPE, r->type);
    add(response, "Content-Security-Policy",
        strcmp(r->type, plx_format_type(PLX_FORMAT_SVG)) == 0 ? DRAWING_POLICY : PAGE_POLICY);
    add(response, MHD_HTTP_HEADER_CONTENT_ENCODING, r->is_gzip ? "gzip" : NULL);
    add(response, MHD_HTTP_HEADER_LOCATION, r->location);
    add(response, MHD_HTTP_HEADER_SET_COOKIE, r->cookie);
    add(response, "Link", r->link);
    add(response, MHD_HTTP_HEADER_ETAG, *r->etag ? r->etag : NULL);
    if (!r->file)
        return;
    snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", r->file);
    add(response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, disposition);
}

void plx_headers_add(const plx_daemon *d, const plx_request *rq, const plx_reply *r,
                     struct MHD_Response *response)
{
    add_all(response, safe_headers, COUNT(safe_headers));
    add_form(r, response);
    add(response, MHD_HTTP_HEADER_CACHE_CONTROL, cache_control(r));
    add(response, MHD_HTTP_HEADER_VARY, "Accept, Accept-Encoding, Authorization, Cookie, Origin");
    add(response, "X-Request-Id", rq->id);
    add(response, MHD_HTTP_HEADER_ALLOW, r->allow);
    if (r->status == MHD_HTTP_SERVICE_UNAVAILABLE)
        add(response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    if (r->status == MHD_HTTP_UNAUTHORIZED)
        add(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer realm=\"parallax\"");
    add_cors(d, rq, response);
}
