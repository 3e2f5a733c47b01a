#include "indexer/article_id.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/strbuf.h"

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

/* Absolute path of a page, with the member's name behind it; NULL where there is no such file. */
static plx_status id_of_place(plx_article *a, const plx_item *item, plx_error *err)
{
    char *absolute = realpath(item->file, NULL);
    plx_strbuf sb = PLX_STRBUF_INIT;
    plx_status rc;

    if (!absolute)
        return id_of_content(a, err);
    plx_item_place(absolute, item->member, 0, &sb);
    free(absolute);
    rc = sb.failed ? plx_fail(err, PLX_ERR_NOMEM, "article id: out of memory")
                   : plx_article_set(&a->id, sb.s, sb.len, err);
    plx_strbuf_release(&sb);
    return rc;
}

plx_status plx_article_ensure_id(plx_article *a, const plx_item *item, plx_error *err)
{
    if (a->id && *a->id)
        return PLX_OK;
    if (a->url && *a->url)
        return plx_article_set(&a->id, a->url, without_fragment(a->url), err);
    return item && item->line == 0 ? id_of_place(a, item, err) : id_of_content(a, err);
}
