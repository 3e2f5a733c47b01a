/* The id of an article that brings none; declared in reader.h. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "indexer/reader.h"

/* "#section" is the same page; "#!/page" is another one. */
static size_t without_fragment(const char *url)
{
    size_t n = strcspn(url, "#");

    return url[n] == '#' && url[n + 1] == '!' ? strlen(url) : n;
}

static plx_status id_of_content(plx_article *a, plx_error *err)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    char hex[PLX_DIGEST_HEX + 1];
    bool failed;

    plx_strbuf_puts(&sb, a->title ? a->title : "");
    plx_strbuf_putc(&sb, '\n');
    plx_strbuf_puts(&sb, a->text ? a->text : "");
    plx_digest_hex(sb.s, sb.len, hex);
    failed = sb.failed;
    plx_strbuf_release(&sb);
    if (failed)
        return plx_fail(err, PLX_ERR_NOMEM, "article id: out of memory");
    return plx_article_set(&a->id, hex, PLX_DIGEST_HEX, err);
}

plx_status plx_article_ensure_id(plx_article *a, plx_error *err)
{
    char *absolute;
    plx_status rc;

    if (a->id && *a->id)
        return PLX_OK;
    if (a->url && *a->url)
        return plx_article_set(&a->id, a->url, without_fragment(a->url), err);
    /* "file.jsonl:12" is no file: lines move, so such a record is known by its content */
    absolute = a->origin ? realpath(a->origin, NULL) : NULL;
    if (!absolute)
        return id_of_content(a, err);
    rc = plx_article_set(&a->id, absolute, strlen(absolute), err);
    free(absolute);
    return rc;
}
