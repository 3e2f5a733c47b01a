#include "daemon/write/form.h"

#include <string.h>
#include <strings.h>

#include "daemon/route.h"

#define TYPE_FORM "application/x-www-form-urlencoded"

bool plx_form_is(const plx_request *rq)
{
    size_t n = sizeof TYPE_FORM - 1;
    const char *body = rq->body.s + strspn(rq->body.s, " \t\r\n");

    if (!rq->type || strncasecmp(rq->type, TYPE_FORM, n) != 0 ||
        (rq->type[n] && !strchr("; \t", rq->type[n])))
        return false;
    return *body != '{' && *body != '[';
}

bool plx_form_read(const plx_param *table, const plx_request *rq, void *out, char **memory,
                   plx_problem *problem)
{
    return plx_params_read(table, rq->body.s, rq->body.len, out, memory, problem);
}

bool plx_form_is_local(const char *back)
{
    if (!back || back[0] != '/' || back[1] == '/' || back[1] == '\\')
        return false;
    for (; *back; back++) /* browsers leave them out: "/<TAB>/evil.example" is another host */
        if ((unsigned char)*back < 0x20)
            return false;
    return true;
}

void plx_form_back(plx_reply *reply, const char *back)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    for (const char *s = plx_form_is_local(back) ? back : PLX_PATH_PAGE; *s; s++) {
        unsigned char c = (unsigned char)*s;

        /* browsers leave out tabs and line ends, and take '\' for '/' */
        if (c > 0x20 && c < 0x7f && c != '\\')
            plx_strbuf_putc(&address, *s);
        else
            plx_strbuf_printf(&address, "%%%02X", (unsigned)c);
    }
    reply->body.failed |= address.failed;
    if (!address.failed)
        plx_reply_see_other(reply, address.s);
    plx_strbuf_release(&address);
}
