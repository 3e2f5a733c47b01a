#include "search/diagnostic.h"

#include <string.h>

#include "base/utf8.h"

uint32_t plx_reading_column(const plx_reading *r, const char *at)
{
    return (uint32_t)plx_utf8_count(r->query, (size_t)(at - r->query)) + 1;
}

static void add_subject(const plx_diagnostic *d, plx_strbuf *out)
{
    size_t n = d->shown < PLX_DIAGNOSTIC_SHOWN_MAX ? d->shown : PLX_DIAGNOSTIC_SHOWN_MAX;

    if (d->name)
        plx_strbuf_puts(out, d->name);
    else
        plx_strbuf_printf(out, "'%.*s'", (int)plx_utf8_cut(d->at, n), d->at);
}

static plx_status refuse(const plx_reading *r, const plx_diagnostic *d, const plx_strbuf *subject)
{
    return plx_fail(r->err, PLX_ERR_INVALID, "query, column %u: %s %s: %s",
                    (unsigned)plx_reading_column(r, d->at), subject->s, d->state, d->hint);
}

static void notice(const plx_reading *r, const plx_diagnostic *d, const plx_strbuf *subject)
{
    static const char more[] = "; ...";
    plx_strbuf *out = r->notice;

    if (out->len < PLX_NOTICE_MAX)
        plx_strbuf_printf(out, "%s%s at column %u %s and %s", out->len ? "; " : "", subject->s,
                          (unsigned)plx_reading_column(r, d->at), d->state, d->done);
    else if (strcmp(out->s + out->len - strlen(more), more) != 0)
        plx_strbuf_puts(out, more);
}

plx_status plx_diagnostic_report(const plx_reading *r, const plx_diagnostic *d)
{
    plx_strbuf subject = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;

    add_subject(d, &subject);
    if (subject.failed)
        rc = plx_fail(r->err, PLX_ERR_NOMEM, "query: out of memory");
    else if (r->strict)
        rc = refuse(r, d, &subject);
    else if (r->notice)
        notice(r, d, &subject);
    plx_strbuf_release(&subject);
    return rc;
}
