/* daemon/api/opensearch.c - GET /opensearch.xml: what a browser needs to search here
 * (OpenSearch 1.1)
 */
#include <stdlib.h>
#include <string.h>

#include "base/svg.h"
#include "daemon/api/base_address.h"

#define TYPE_OPENSEARCH "application/opensearchdescription+xml; charset=utf-8"

/* Where to ask; what follows the origin is written as it stands. */
static const struct {
    const char *attributes, *address;
} urls[] = {
    { "type=\"text/html\"", PLX_PATH_PAGE "?q={searchTerms}" },
    { "type=\"application/atom+xml\"",
      PLX_PATH_FEED "?q={searchTerms}&amp;offset={startIndex?}&amp;limit={count?}" },
    { "type=\"application/x-suggestions+json\"",
      PLX_PATH_SUGGEST "?format=suggestions&amp;q={searchTerms}" },
    { "type=\"application/opensearchdescription+xml\" rel=\"self\"", PLX_PATH_OPENSEARCH },
};

static void put_description(plx_strbuf *out, const char *origin)
{
    plx_strbuf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                         "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n"
                         "<ShortName>Parallax</ShortName>\n"
                         "<Description>News articles and how each is framed</Description>\n"
                         "<InputEncoding>UTF-8</InputEncoding>\n"
                         "<OutputEncoding>UTF-8</OutputEncoding>\n"
                         "<Image type=\"image/svg+xml\">");
    plx_svg_escape(out, origin, 0);
    plx_strbuf_puts(out, PLX_PATH_ICON "</Image>\n");
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        plx_strbuf_printf(out, "<Url %s indexOffset=\"0\" template=\"", urls[i].attributes);
        plx_svg_escape(out, origin, 0);
        plx_strbuf_puts(out, urls[i].address);
        plx_strbuf_puts(out, "\"/>\n");
    }
    plx_strbuf_puts(out, "</OpenSearchDescription>\n");
}

plx_status plx_opensearch(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_strbuf origin = PLX_STRBUF_INIT;
    char *memory;

    (void)err;
    if (!plx_params_read(plx_no_params, query, strlen(query), NULL, &memory, &c->reply->problem))
        return PLX_OK;
    free(memory);
    plx_base_address(c, &origin);
    c->reply->type = TYPE_OPENSEARCH;
    put_description(&c->reply->body, origin.s);
    c->reply->body.failed = c->reply->body.failed || origin.failed;
    plx_strbuf_release(&origin);
    return PLX_OK;
}
