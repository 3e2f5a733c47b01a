/* Any bytes as a query, read leniently and strictly: what is read strictly is read the same
 * leniently, without a notice, and what is refused strictly has one. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "search/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* How a query was read. */
typedef struct reading {
    plx_status rc;
    plx_strbuf tree, notice;
} reading;

static void parse(const char *s, size_t len, bool strict, reading *r)
{
    static const char *const fields[] = { "lean", "topic", NULL };
    plx_error err = { PLX_OK, "" };
    plx_node *n = NULL;

    plx_strbuf_init(&r->tree);
    plx_strbuf_init(&r->notice);
    r->rc = plx_query_parse(s, len, fields, strict, &n, &r->notice, &err);
    assert(!r->rc || (!n && err.code == r->rc && err.msg[0]));
    assert(!strict || !r->notice.len);
    if (n)
        plx_node_describe(n, &r->tree);
    plx_node_free(n);
}

static void release(reading *r)
{
    plx_strbuf_release(&r->tree);
    plx_strbuf_release(&r->notice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reading lenient, strict;

    parse((const char *)data, size, false, &lenient);
    parse((const char *)data, size, true, &strict);
    if (!strict.rc)
        assert(!lenient.rc && !lenient.notice.len && strcmp(strict.tree.s, lenient.tree.s) == 0);
    if (!lenient.rc)
        assert(!strict.rc == !lenient.notice.len);
    release(&lenient);
    release(&strict);
    return 0;
}
