#include "daemon/page/start.h"

#include <string.h>

#include "base/markup.h"
#include "collection/names.h"
#include "collection/saved.h"
#include "daemon/page/page.h"
#include "daemon/url.h"
#include "text/name_key.h"

/* Queries to try, and letters of a name in them at least. */
#define EXAMPLES    3
#define LETTERS_MIN 5
/* Saved searches listed; all of them are told by the API. */
#define SAVED_SHOWN 30
/* So many times rather a name than a word of the language: what only begins a title is not. */
#define NAME_RATHER 8u

bool plx_page_is_start(const plx_search_params *p)
{
    return !(p->query && *p->query) && p->filters.count == 0 && !p->since && !p->until &&
           !p->labels;
}

/* Append a link to a query. */
static void print_query(plx_strbuf *out, const char *query)
{
    plx_strbuf address = PLX_STRBUF_INIT;

    plx_strbuf_puts(&address, PLX_PATH_PAGE "?q=");
    plx_url_encode(&address, query);
    plx_markup_print(out, "<li><a href=\"%s\"><bdi>%s</bdi></a></li>", address.s, query);
    out->failed = out->failed || address.failed;
    plx_strbuf_release(&address);
}

/* ------------------------------------------------------------ one line on the index */

static void print_sources(plx_strbuf *out, const plx_search_result *r)
{
    for (size_t i = 0; i < r->facet_count; i++)
        if (strcmp(r->facets[i].name, "source") == 0 && r->facets[i].distinct) {
            plx_page_count(out, r->facets[i].distinct, "source", "sources");
            plx_strbuf_puts(out, " · ");
        }
}

static plx_status print_years(plx_strbuf *out, plx_snapshot *s, plx_error *err)
{
    const plx_date_column *dates;
    int64_t first = INT64_MAX, last = INT64_MIN;
    int from, to, month, day;
    plx_status rc = plx_snapshot_dates(s, &dates, err);

    for (uint32_t i = 1; !rc && i <= dates->last_docid; i++) {
        if (dates->start[i] == INT64_MIN)
            continue;
        first = dates->start[i] < first ? dates->start[i] : first;
        last = dates->start[i] > last ? dates->start[i] : last;
    }
    if (rc || first > last)
        return rc;
    plx_date_to_civil(first, &from, &month, &day);
    plx_date_to_civil(last, &to, &month, &day);
    plx_strbuf_printf(out, from == to ? "%d · " : "%d to %d · ", from, to);
    return PLX_OK;
}

static plx_status print_index(plx_context *c, const plx_search_result *r, plx_error *err)
{
    plx_strbuf *out = &c->reply->body;
    plx_status rc;

    plx_strbuf_puts(out, "<p class=\"holds\">");
    print_sources(out, r);
    rc = print_years(out, c->worker->snapshot, err);
    if (r->has_tally && r->tally.by_person) {
        plx_page_count(out, r->tally.by_person, "label", "labels");
        plx_strbuf_puts(out, " by people · ");
    }
    plx_strbuf_puts(out, "<a href=\"" PLX_PATH_COLLECTION "\">what is in here</a></p>");
    return rc;
}

/* ------------------------------------------------------------ queries to try */

struct looking {
    const char *word;
    bool is_name;
};

static bool look(void *ctx, const char *word, size_t len, const plx_name_counts *counts)
{
    struct looking *l = ctx;

    if (strlen(l->word) != len || memcmp(l->word, word, len) != 0)
        return true;
    l->is_name = counts->as_name > NAME_RATHER * counts->as_other;
    return false;
}

static plx_status is_name(plx_snapshot *s, const plx_token *t, bool *out, plx_error *err)
{
    struct looking l = { .word = t->word->text };
    plx_name_key key[PLX_NAME_KEYS_STORED];
    plx_status rc = PLX_OK;
    plx_name name;

    *out = false;
    if (t->word->text_len < LETTERS_MIN || t->word->has_digit || t->word->is_stop ||
        t->flags & (PLX_TOKEN_COMPOUND | PLX_TOKEN_PART))
        return PLX_OK;
    if (plx_name_read(l.word, t->word->text_len, &name) && plx_name_keys_stored(&name, key))
        rc = plx_names_each(plx_snapshot_store(s), key[0].s, look, &l, err);
    *out = l.is_name;
    return rc;
}

/* A name in the title of an article that none of the queries so far has; "" if there is none. */
static plx_status find_name(plx_context *c, const plx_article *a, const plx_strbuf *queries,
                            size_t n, const char **name, plx_error *err)
{
    plx_worker *w = c->worker;
    const char *title = a->title ? a->title : "";
    plx_status rc = plx_analyser_run(w->analyser, a->lang, title, strlen(title), &w->title, err);

    *name = "";
    for (size_t i = 0; !rc && !**name && i < w->title.count; i++) {
        const plx_token *t = &w->title.items[i];
        bool is_fit = false;
        rc = is_name(w->snapshot, t, &is_fit, err);
        for (size_t k = 0; k < n; k++)
            is_fit = is_fit && !strstr(queries[k].s, t->word->text);
        if (is_fit)
            *name = t->word->text;
    }
    return rc;
}

/* Each of its kind, and sure to find this article. */
static void put_query(plx_strbuf *query, size_t kind, const plx_hit *h, const char *name,
                      const plx_model_info *model)
{
    const plx_article *a = &h->article;

    plx_strbuf_puts(query, name);
    if (kind == 1 && a->source && !strchr(a->source, '"'))
        plx_strbuf_printf(query, " source:\"%s\"", a->source);
    if (kind == 2)
        plx_strbuf_printf(query, " stance:%s", plx_verdict_stance(&h->verdict, &model->labels));
}

static plx_status print_examples(plx_context *c, const plx_search_result *r, plx_error *err)
{
    plx_strbuf *out = &c->reply->body;
    plx_strbuf query[EXAMPLES] = { PLX_STRBUF_INIT, PLX_STRBUF_INIT, PLX_STRBUF_INIT };
    plx_status rc = PLX_OK;
    size_t n = 0;

    for (size_t i = 0; !rc && i < r->hit_count && n < EXAMPLES; i++) {
        const char *name;
        rc = find_name(c, &r->hits[i].article, query, n, &name, err);
        if (!rc && *name) {
            put_query(&query[n], n, &r->hits[i], name, r->model);
            n++;
        }
    }
    if (n)
        plx_strbuf_puts(out, "<div class=\"try\">Try <ul>");
    for (size_t i = 0; i < n; i++)
        print_query(out, query[i].s);
    if (n)
        plx_strbuf_puts(out, "</ul></div>");
    for (size_t i = 0; i < EXAMPLES; i++)
        plx_strbuf_release(&query[i]);
    return rc;
}

/* ------------------------------------------------------------ saved searches */

static void print_saved(plx_strbuf *out, const plx_saved_list *list)
{
    if (!list->count)
        return;
    plx_strbuf_puts(out, "<div class=\"try\">Saved <ul>");
    for (size_t i = 0; i < list->count && i < SAVED_SHOWN; i++) {
        char query[PLX_NOTE_NAME_MAX + 2] = "@";
        strcat(query, list->item[i].name);
        print_query(out, query);
    }
    plx_strbuf_puts(out, "</ul></div>");
}

static plx_status read_saved(plx_context *c, plx_error *err)
{
    plx_saved_list list = { .count = 0 };
    plx_status rc = plx_saved_load(c->daemon->searches_path, &list, err);

    if (!rc)
        print_saved(&c->reply->body, &list);
    plx_saved_release(&list);
    return rc;
}

plx_status plx_page_start(plx_context *c, const plx_search_result *r, plx_error *err)
{
    plx_status rc = print_index(c, r, err);

    if (!rc)
        rc = print_examples(c, r, err);
    return rc ? rc : read_saved(c, err);
}
