#include "daemon/page/take.h"

#include "base/markup.h"
#include "collection/note_name.h"
#include "daemon/page/page.h"
#include "daemon/page/start.h"
#include "daemon/url.h"

static void print_all(plx_strbuf *out, const plx_search_params *p)
{
    static const struct {
        const char *path, *words;
    } forms[] = {
        { PLX_PATH_EXPORT "?format=csv", "CSV" },
        { PLX_PATH_EXPORT "?format=jsonl", "JSON Lines" },
        { PLX_PATH_EXPORT "?format=bibtex", "BibTeX" },
        { PLX_PATH_FEED, "Feed of the newest" },
    };

    plx_strbuf_puts(out, "<p>All of it: ");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        plx_strbuf_puts(out, i ? " · <a data-plain href=\"" : "<a data-plain href=\"");
        plx_page_path(out, forms[i].path, p);
        plx_markup_print(out, "\">%s</a>", forms[i].words);
    }
    plx_strbuf_puts(out, "</p>");
}

/* The API takes the parameters of the page. */
static void print_these(plx_strbuf *out, const plx_search_params *p)
{
    static const char *const forms[][2] = { { "json", "JSON" },
                                            { "csv", "CSV" },
                                            { "jsonl", "JSON Lines" } };
    const plx_params_change same = { .offset = p->offset };
    plx_search_params data = *p;

    data.more = NULL;
    data.copies = false;
    data.collapse = !p->copies;
    plx_strbuf_puts(out, "<p>This page: ");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        plx_strbuf address = PLX_STRBUF_INIT;
        plx_strbuf_printf(&address, PLX_PATH_SEARCH "?format=%s", forms[i][0]);
        plx_search_params_address(&data, &same, &address);
        plx_markup_print(out, "%s<a data-plain href=\"%s\">%s</a>", i ? " · " : "", address.s,
                         forms[i][1]);
        out->failed = out->failed || address.failed;
        plx_strbuf_release(&address);
    }
    plx_strbuf_puts(out, "</p>");
}

/* The query and its filters stand in the address that the form is sent to. */
static void print_form(plx_strbuf *out, const plx_search_params *p, const char *back)
{
    plx_strbuf_puts(out, "<form class=\"save\" method=\"post\" action=\"");
    plx_page_path(out, PLX_PATH_API "searches", p);
    plx_markup_print(out,
                     "\"><input type=\"hidden\" name=\"back\" value=\"%s\">"
                     "<label>Save this search as <input name=\"name\" required size=\"16\" "
                     "maxlength=\"%u\" autocomplete=\"off\"></label>"
                     "<button class=\"small\">Save</button></form>",
                     back, (unsigned)PLX_NOTE_NAME_MAX);
}

static void print_sign_in(plx_strbuf *out, const char *back)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_puts(&address, PLX_PATH_TOKEN "?back=");
    plx_url_encode(&address, back);
    plx_markup_print(out, "<p><a href=\"%s\">Enter a token</a> to save this search</p>", address.s);
    out->failed = out->failed || address.failed;
    plx_strbuf_release(&address);
}

static void print_save(plx_context *c, const plx_search_params *p)
{
    const plx_params_change same = { .offset = p->offset };
    plx_strbuf *out = &c->reply->body;
    plx_strbuf back = PLX_STRBUF_INIT;

    plx_strbuf_puts(&back, PLX_PATH_PAGE "?");
    plx_search_params_address(p, &same, &back);
    if (c->request->access == PLX_ACCESS_WRITE)
        print_form(out, p, back.s);
    else
        print_sign_in(out, back.s);
    out->failed = out->failed || back.failed;
    plx_strbuf_release(&back);
}

void plx_page_take(plx_context *c, const plx_search_params *p)
{
    plx_strbuf *out = &c->reply->body;

    plx_strbuf_puts(out, "<section class=\"take quiet\" aria-labelledby=\"take\">"
                         "<h2 id=\"take\">Take it with you</h2>");
    print_all(out, p);
    print_these(out, p);
    if (c->daemon->tokens && !plx_page_is_start(p))
        print_save(c, p);
    plx_strbuf_puts(out, "</section>");
}
