/* daemon/page/token.c - GET /token: signing in and out */
#include "daemon/page/token.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/markup.h"
#include "daemon/page/page.h"
#include "daemon/write/form.h"

struct token_params {
    const char *back;
};

/* clang-format off */
const plx_param plx_page_token_params[] = {
    { "back", PLX_PARAM_QUERY, offsetof(struct token_params, back), 0, 0, NULL, "where to go on afterwards" },
    { .name = NULL },
};
/* clang-format on */

static void print_back(plx_strbuf *out, const char *back)
{
    plx_markup_print(out, "<input type=\"hidden\" name=\"back\" value=\"%s\">", back);
}

static void print_read_only(plx_strbuf *out)
{
    plx_strbuf_puts(out,
                    "<h1>This daemon only reads</h1><p>Nobody can sign in here: it was started "
                    "without <code>--token-file FILE</code>.</p>");
}

static void print_sign_out(plx_strbuf *out, const char *coder, const char *back)
{
    plx_strbuf_puts(out, "<h1>You are signed in</h1>");
    if (*coder)
        plx_markup_print(out, "<p>Labels are given as <bdi>%s</bdi>.</p>", coder);
    plx_markup_print(out, "<p><a href=\"%s\">Go on</a></p>", back);
    plx_strbuf_puts(out, "<form method=\"post\" action=\"" PLX_PATH_TOKEN "?out=1\">");
    print_back(out, back);
    plx_strbuf_puts(out, "<p><button>Sign out</button></p></form>");
}

static void print_sign_in(plx_strbuf *out, const char *back, bool is_wrong)
{
    plx_strbuf_puts(out, "<h1>Sign in to correct labels</h1>");
    if (is_wrong)
        plx_strbuf_puts(out, "<p class=\"notice\" role=\"alert\" id=\"wrong\">This token is not "
                             "known. Check that all of it was copied.</p>");
    plx_strbuf_puts(out,
                    "<p>Reading needs no token. Who may write has one from whoever runs this "
                    "daemon: a line of the file given with <code>--token-file</code>. It is "
                    "kept in a cookie of this browser for a working day, or until you sign "
                    "out.</p>"
                    "<form method=\"post\" action=\"" PLX_PATH_TOKEN "\">"
                    "<label>Token <input type=\"password\" name=\"token\" required autofocus "
                    "maxlength=\"512\" autocomplete=\"current-password\" spellcheck=\"false\"");
    plx_strbuf_puts(out, is_wrong ? " aria-invalid=\"true\" aria-describedby=\"wrong\"></label>"
                                  : "></label>");
    print_back(out, back);
    plx_strbuf_puts(out, "<p><button>Sign in</button></p></form>");
}

void plx_page_token_print(plx_context *c, const char *back, bool is_wrong)
{
    plx_strbuf *out = &c->reply->body;

    if (!plx_form_is_local(back))
        back = PLX_PATH_PAGE;
    c->reply->type = PLX_TYPE_HTML;
    c->reply->is_private = true;
    c->reply->cache = "no-store";
    plx_page_open(out, "Sign in", NULL);
    plx_strbuf_puts(out, "<div class=\"sheet sign-in\">");
    if (!c->daemon->tokens)
        print_read_only(out);
    else if (c->request->access == PLX_ACCESS_WRITE)
        print_sign_out(out, c->request->coder, back);
    else
        print_sign_in(out, back, is_wrong);
    plx_strbuf_puts(out, "</div>");
    plx_page_close(out, NULL);
}

plx_status plx_page_token(plx_context *c, plx_error *err)
{
    const char *query = c->request->query;
    struct token_params params = { 0 };
    char *memory;

    (void)err;
    if (!plx_params_read(plx_page_token_params, query, strlen(query), &params, &memory,
                         &c->reply->problem))
        return PLX_OK;
    plx_page_token_print(c, params.back, false);
    free(memory);
    return PLX_OK;
}
