/* daemon/page/article_facts.c - what is known of an article beside its text */
#include <stdio.h>
#include <string.h>

#include "base/markup.h"
#include "daemon/page/article.h"
#include "daemon/page/page.h"
#include "daemon/url.h"
#include "search/tables.h"

/* ------------------------------------------------------------ byline */

/* A link to all articles of this outlet or author. */
static void print_filter(plx_strbuf *out, const char *name, const char *value)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_printf(&address, PLX_PATH_PAGE "?%s=", name);
    plx_url_encode(&address, value);
    plx_markup_print(out, "<a href=\"%s\"><bdi>%s</bdi></a>", address.s, value);
    out->failed = out->failed || address.failed;
    plx_strbuf_release(&address);
}

/* Several names are one string: "A; B". */
static void print_authors(plx_strbuf *out, const char *authors)
{
    char name[256];

    while (*authors) {
        size_t n = strcspn(authors, ";");

        if (n && n < sizeof name) {
            memcpy(name, authors, n);
            name[n] = '\0';
            print_filter(out, "author", name);
        } else {
            plx_strbuf_puts(out, "<bdi>");
            plx_markup_text(out, authors, n);
            plx_strbuf_puts(out, "</bdi>");
        }
        authors += n;
        n = strspn(authors, "; ");
        if (authors[n])
            plx_strbuf_puts(out, ", ");
        authors += n;
    }
}

/* The address of a synthetic article leads nowhere. */
static void print_origin(plx_strbuf *out, const plx_article *a)
{
    if (!a->url || a->synthetic)
        return;
    if (plx_url_is_web(a->url))
        plx_markup_print(out, " · <a href=\"%s\" rel=\"noopener noreferrer nofollow\">original</a>",
                         a->url);
    else
        plx_markup_print(out, " · <bdi>%s</bdi>", a->url);
}

void plx_article_print_byline(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    const plx_article *a = &v->article;

    plx_strbuf_puts(out, "<p class=\"meta\">");
    if (a->source) {
        plx_strbuf_puts(out, "<span class=\"source\">");
        print_filter(out, "source", a->source);
        plx_strbuf_puts(out, "</span> · ");
    }
    plx_page_date(out, &a->date);
    if (a->author) {
        plx_strbuf_puts(out, " · ");
        print_authors(out, a->author);
    }
    print_origin(out, a);
    plx_page_synthetic(out, a->synthetic);
    plx_strbuf_puts(out, "</p>");
}

/* ------------------------------------------------------------ dates */

/* How a date was found, by the words of plx_date_how_find(). */
static const char *how_words(const char *how)
{
    static const char *const words[][2] = {
        { "given", "given with the article" },
        { "json-ld", "from the page’s structured data (JSON-LD)" },
        { "meta", "from the page’s metadata" },
        { "microdata", "from the page’s microdata" },
        { "time", "from a time element of the page" },
        { "byline", "read in the byline" },
        { "dateline", "read in the dateline of the text" },
        { "updated", "when the page says it was updated" },
        { "url", "from the article’s address" },
        { "path", "from the path of the file" },
        { "metadata file", "from a file beside the article" },
    };

    for (size_t i = 0; how && i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], how) == 0)
            return words[i][1];
    return NULL;
}

static const char *precision_words(const plx_date *d)
{
    static const char *const words[PLX_DATE_PRECISIONS] = {
        [PLX_DATE_YEAR] = "exact to the year",
        [PLX_DATE_MONTH] = "exact to the month",
        [PLX_DATE_DAY] = "exact to the day",
        [PLX_DATE_TIME] = "exact to the time",
    };

    if (d->precision == PLX_DATE_TIME && !d->has_zone)
        return "exact to the time, its zone not known";
    return words[d->precision];
}

static void open_fact(plx_strbuf *out, const char *name)
{
    plx_markup_print(out, "<div><dt>%s</dt><dd>", name);
}

static void close_fact(plx_strbuf *out)
{
    plx_strbuf_puts(out, "</dd></div>");
}

static void print_time(plx_strbuf *out, const plx_date *d)
{
    char iso[PLX_DATE_BYTES], clock[6] = "";

    plx_page_date(out, d);
    if (d->precision != PLX_DATE_TIME)
        return;
    plx_date_format(d, iso);
    memcpy(clock, iso + sizeof "2019-10-10T" - 1, sizeof clock - 1);
    plx_markup_print(out, ", %s%s", clock, d->has_zone ? " UTC" : "");
}

static void print_date(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    const plx_date *d = &v->article.date;
    const char *how = how_words(v->article.date_how);

    open_fact(out, "Date");
    print_time(out, d);
    if (d->precision == PLX_DATE_NONE)
        plx_strbuf_puts(out, "<span class=\"quiet\">no date was found in or with it</span>");
    else
        plx_markup_print(out, "<span class=\"quiet\">%s%s%s</span>", precision_words(d),
                         how ? "; " : "", how ? how : "");
    close_fact(out);
}

static void print_instant(plx_strbuf *out, const char *name, int64_t t)
{
    const plx_date d = { t, PLX_DATE_TIME, true };

    if (!t)
        return;
    open_fact(out, name);
    print_time(out, &d);
    close_fact(out);
}

/* ------------------------------------------------------------ the list */

static void print_fact(plx_strbuf *out, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    open_fact(out, name);
    plx_markup_print(out, "<bdi>%s</bdi>", value);
    close_fact(out);
}

static plx_status print_tags(const plx_article_view *v, plx_error *err)
{
    plx_strbuf *out = &v->c->reply->body;
    plx_tagged *tagged = &plx_searcher_tables(v->c->worker->searcher)->tagged;
    plx_status rc = plx_tagged_refresh(tagged, v->c->worker->snapshot, err);
    const char *tag;
    size_t at = 0, n = 0;

    if (rc == PLX_ERR_IO) { /* an article is worth showing without its tags, but not keeping */
        v->c->reply->is_private = true;
        return PLX_OK;
    }
    if (rc)
        return rc;
    for (; (tag = plx_tags_next_of(tagged->tags, v->article.id, &at)) != NULL; n++) {
        if (n == 0)
            open_fact(out, "Tags");
        else
            plx_strbuf_puts(out, ", ");
        plx_markup_print(out, "<bdi>%s</bdi>", tag);
    }
    if (n)
        close_fact(out);
    return PLX_OK;
}

/* Own fields of the articles; what is no plain value (a list, an object) is left out. */
static void print_own(const plx_article_view *v)
{
    plx_strbuf *out = &v->c->reply->body;
    const char *name;
    json_t *value;

    json_object_foreach(v->article.extra, name, value)
    {
        const char *text = plx_article_extra(&v->article, name);
        if (!*text)
            continue;
        plx_markup_print(out,
                         "<div class=\"own\"><dt><bdi>%s</bdi></dt><dd><bdi>%s</bdi></dd></div>",
                         name, text);
    }
}

plx_status plx_article_print_facts(const plx_article_view *v, plx_error *err)
{
    plx_strbuf *out = &v->c->reply->body;
    const plx_article *a = &v->article;
    plx_status rc;

    plx_strbuf_puts(out,
                    "<section class=\"facts\" aria-labelledby=\"facts\"><h2 id=\"facts\">About "
                    "this article</h2><dl>");
    print_date(v);
    print_fact(out, "Credits", a->original_source);
    print_fact(out, "Language", a->lang);
    rc = print_tags(v, err);
    print_own(v);
    print_instant(out, "First seen", a->first_seen);
    if (a->changed != a->first_seen)
        print_instant(out, "Changed", a->changed);
    print_fact(out, "Id", a->id);
    plx_strbuf_puts(out, "</dl></section>");
    return rc;
}
