/* Any bytes as a query: parsed leniently and strictly, described, freed. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "search/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void parse(const char *s, size_t len, bool strict)
{
    static const char *const fields[] = { "lean", "topic", NULL };
    plx_strbuf tree = PLX_STRBUF_INIT, notice = PLX_STRBUF_INIT;
    plx_error err = { PLX_OK, "" };
    plx_node *n = NULL;
    plx_status rc = plx_query_parse(s, len, fields, strict, &n, &notice, &err);

    assert(!rc || (!n && err.code == rc && err.msg[0]));
    assert(!strict || !notice.len);
    if (n)
        plx_node_describe(n, &tree);
    plx_node_free(n);
    plx_strbuf_release(&tree);
    plx_strbuf_release(&notice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    parse((const char *)data, size, false);
    parse((const char *)data, size, true);
    return 0;
}
