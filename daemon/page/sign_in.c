/* daemon/page/sign_in.c - POST /token: a browser that shows its token gets it as a cookie
 *
 * The form has `token` and `back`; with ?out=1 the cookie is taken back. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/origin.h"
#include "daemon/page/token.h"
#include "daemon/route.h"
#include "daemon/token.h"
#include "daemon/write/form.h"

/* How long a browser keeps it: a working day. */
#define COOKIE_SECONDS 43200u

struct options {
    bool out;
};

struct fields {
    const char *token, *back;
};

/* clang-format off */
const plx_param plx_token_params[] = {
    { "out", PLX_PARAM_SWITCH, offsetof(struct options, out), 0, 0, NULL, "1: forget the token" },
    { .name = NULL },
};

static const plx_param form[] = {
    { "token", PLX_PARAM_TEXT, offsetof(struct fields, token), 0, 0, NULL, "the token" },
    { "back", PLX_PARAM_QUERY, offsetof(struct fields, back), 0, 0, NULL, "address to go back to" },
    { .name = NULL },
};
/* clang-format on */

/* No script reads it, no other site sends it; over TLS it never goes without. */
static void set_cookie(const plx_daemon *d, const char *token, size_t n, unsigned seconds,
                       plx_reply *reply)
{
    bool is_tls = d->public_url && strncasecmp(d->public_url, "https:", 6) == 0;
    plx_strbuf cookie = PLX_STRBUF_INIT;

    plx_strbuf_printf(&cookie,
                      PLX_TOKEN_COOKIE "=%.*s; HttpOnly; SameSite=Strict; Path=/; "
                                       "Max-Age=%u%s",
                      (int)n, token, seconds, is_tls ? "; Secure" : "");
    reply->body.failed |= cookie.failed;
    reply->cookie = plx_strbuf_detach(&cookie);
    reply->is_private = true;
}

static void sign_in(plx_context *c, const struct fields *f)
{
    const char *token = f->token ? f->token + strspn(f->token, " \t\r\n") : "";
    size_t n = strcspn(token, " \t\r\n"); /* as it was pasted */
    char coder[PLX_CODER_BYTES];

    if (plx_token_file_check(c->daemon->tokens, token, n, coder) == PLX_ACCESS_WRITE) {
        plx_form_back(c->reply, f->back);
        set_cookie(c->daemon, token, n, COOKIE_SECONDS, c->reply);
        return;
    }
    plx_page_token_print(c, f->back, true);
    c->reply->status = 401;
}

static void sign_out(plx_context *c, const struct fields *f)
{
    plx_form_back(c->reply, f->back);
    set_cookie(c->daemon, "", 0, 0, c->reply);
}

/* May somebody sign in here, from where this came from? */
static bool admits(plx_context *c)
{
    if (!c->daemon->tokens) {
        plx_problem_set(&c->reply->problem, 403, "read-only", NULL, "this daemon only reads");
        plx_problem_hint(&c->reply->problem, "start it with --token-file FILE");
        return false;
    }
    if (plx_origin_is_ours(c->daemon, c->request))
        return true;
    plx_origin_refuse(c->reply);
    return false;
}

plx_status plx_token_post(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    plx_problem *problem = &c->reply->problem;
    struct options options = { 0 };
    struct fields fields = { 0 };
    char *memory;

    (void)err;
    if (!admits(c) ||
        !plx_params_read(plx_token_params, query, strlen(query), &options, &memory, problem))
        return PLX_OK;
    free(memory);
    if (!plx_form_read(form, c->request, &fields, &memory, problem))
        return PLX_OK;
    if (options.out)
        sign_out(c, &fields);
    else
        sign_in(c, &fields);
    free(memory);
    return PLX_OK;
}
