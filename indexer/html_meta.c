#include "indexer/html_meta.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/json.h"
#include "base/utf8.h"
#include "indexer/byline.h"
#include "indexer/date_order.h"
#include "indexer/dates.h"
#include "indexer/extract.h"
#include "indexer/html_author.h"
#include "indexer/html_title.h"

#define BYLINE_BEFORE 8 /* blocks looked at before and after the heading */
#define BYLINE_AFTER  24
#define SECTION_BYTES 200

static plx_status set(char **field, const char *s, size_t n, plx_error *err)
{
    while (n > 0 && isspace((unsigned char)*s)) {
        s++;
        n--;
    }
    while (n > 0 && isspace((unsigned char)s[n - 1]))
        n--;
    if (*field || n == 0)
        return PLX_OK;
    return plx_article_set(
        field, s, plx_utf8_cut(s, n < PLX_ARTICLE_FIELD_MAX ? n : PLX_ARTICLE_FIELD_MAX), err);
}

static void set_date(plx_article *a, const char *s, size_t n, const char *how)
{
    plx_date d;

    if (a->date.precision == PLX_DATE_NONE && s &&
        plx_extract_date(s, n, &d, NULL, NULL) == PLX_OK) {
        a->date = d;
        a->date_how = plx_date_how_find(how);
    }
}

/* content, datetime, else the text of an element. */
static void date_text_of(const xmlNode *node, plx_strbuf *out)
{
    static const char *const attributes[] = { "content", "datetime" };
    plx_date d;

    for (size_t i = 0; node && i < 2; i++) {
        const char *s = plx_html_attr(node, attributes[i]);

        plx_strbuf_reset(out);
        plx_strbuf_puts(out, s ? s : "");
        if (s && plx_extract_date(s, out->len, &d, NULL, NULL) == PLX_OK)
            return;
    }
    if (node) {
        plx_strbuf_reset(out);
        plx_html_text(node, out);
        plx_strbuf_truncate(out, out->len < 100 ? out->len : 0);
    }
}

static void set_date_of(plx_article *a, const xmlNode *node, const char *how)
{
    plx_strbuf text = PLX_STRBUF_INIT;

    date_text_of(node, &text);
    set_date(a, text.s, text.len, how);
    plx_strbuf_release(&text);
}

/* Two letters before '-' or '_'. */
static plx_status set_lang(plx_article *a, const char *s, plx_error *err)
{
    char lang[3] = "";

    if (!s || a->lang || !isalpha((unsigned char)s[0]) || !isalpha((unsigned char)s[1]) ||
        (s[2] && !strchr("-_,; ", s[2])))
        return PLX_OK;
    lang[0] = (char)(s[0] | 0x20);
    lang[1] = (char)(s[1] | 0x20);
    return plx_article_set(&a->lang, lang, 2, err);
}

static plx_status set_url(plx_article *a, const char *s, plx_error *err)
{
    if (!s || (strncasecmp(s, "http://", 7) != 0 && strncasecmp(s, "https://", 8) != 0))
        return PLX_OK;
    return set(&a->url, s, strlen(s), err);
}

/* "www.example.com" of an address is the outlet "example.com". The page's own address is
 * asked first: the canonical one may be of another outlet. */
static plx_status set_source_of_url(plx_article *a, const plx_html_metas *m, plx_error *err)
{
    const char *own = m->content[PLX_META_URL];
    const char *host = own ? strstr(own, "://") : NULL;

    if (!host)
        host = a->url ? strstr(a->url, "://") : NULL;
    if (!host)
        return PLX_OK;
    host += 3;
    if (strncasecmp(host, "www.", 4) == 0)
        host += 4;
    return set(&a->source, host, strcspn(host, "/:?#"), err);
}

/* Bytes of an outlet's name: "Name | slogan" is cut, an address or account is none. */
static size_t site_name(const char *s)
{
    const char *bar = s ? strstr(s, " | ") : NULL;

    if (!s || *s == '@' || strstr(s, "://"))
        return 0;
    return bar ? (size_t)(bar - s) : strlen(s);
}

static plx_status set_who(plx_article *a, const plx_html_metas *m, const plx_jsonld *ld,
                          plx_error *err)
{
    const char *source =
        site_name(m->content[PLX_META_SOURCE]) ? m->content[PLX_META_SOURCE] : ld->publisher.s;
    const char *author = m->content[PLX_META_AUTHOR] ? m->content[PLX_META_AUTHOR] : "";
    plx_status rc = set_url(a, m->canonical, err);

    if (rc == PLX_OK)
        rc = set_url(a, m->content[PLX_META_URL], err);
    if (rc == PLX_OK)
        rc = set_url(a, ld->url.s, err);
    if (rc == PLX_OK)
        rc = set(&a->source, source, site_name(source), err);
    if (rc == PLX_OK)
        rc = set_source_of_url(a, m, err);
    if (rc == PLX_OK)
        rc = plx_html_set_author(a, ld->author.s, ld->author.len, err);
    if (rc == PLX_OK)
        rc = plx_html_set_author(a, author, strlen(author), err);
    if (rc == PLX_OK)
        rc = plx_html_set_author_of(a, m->microauthor, err);
    if (rc == PLX_OK)
        rc = plx_html_set_author_of(a, m->relauthor, err);
    if (rc == PLX_OK)
        rc = set_lang(a, m->lang, err);
    if (rc == PLX_OK)
        rc = set_lang(a, ld->lang.s, err);
    return rc == PLX_OK ? set_lang(a, m->content[PLX_META_LOCALE], err) : rc;
}

static bool is_empty(const char *s)
{
    return !s || s[strspn(s, " \t\n")] == '\0';
}

/* The section is no field of its own: it may become a facet. */
static plx_status set_section(plx_article *a, const plx_html_metas *m, const plx_jsonld *ld,
                              plx_error *err)
{
    const char *s = ld->section.len > 0 ? ld->section.s : m->content[PLX_META_SECTION];
    size_t n = s ? strlen(s) : 0;

    if (is_empty(s) || n > SECTION_BYTES || strstr(s, "://") ||
        (a->extra && json_object_get(a->extra, "section")))
        return PLX_OK;
    if (!a->extra)
        a->extra = json_object();
    if (json_object_set_new(a->extra, "section", plx_json_str(s)) != 0)
        return plx_fail(err, PLX_ERR_NOMEM, "page: out of memory");
    return PLX_OK;
}

plx_status plx_html_meta(const plx_html *h, const plx_html_metas *m, const plx_jsonld *ld,
                         plx_article *out, plx_error *err)
{
    const char *date = m->content[PLX_META_DATE];
    plx_status rc = set_who(out, m, ld, err);

    if (rc == PLX_OK)
        rc = plx_html_set_title(h, m, ld, out, err);
    if (rc == PLX_OK)
        rc = set_section(out, m, ld, err);
    set_date(out, ld->date.s, ld->date.len, "json-ld");
    set_date(out, date, date ? strlen(date) : 0, "meta");
    set_date_of(out, m->microdate, "microdata");
    set_date_of(out, m->time, "time");
    return rc;
}

/* The block of the heading, else the first of the page. */
static size_t heading_index(const plx_html *h, const char *title)
{
    for (size_t i = 0; title && i < h->count; i++)
        if (strlen(title) == h->blocks[i].len &&
            strncasecmp(h->text.s + h->blocks[i].begin, title, h->blocks[i].len) == 0 &&
            h->blocks[i].link_len == 0)
            return i;
    for (size_t i = 0; i < h->count; i++)
        if (h->blocks[i].kind == PLX_BLOCK_TITLE)
            return i;
    return 0;
}

/* When nothing tells of a publication, a change is better than nothing, and is called so. */
static void set_updated(plx_article *a, const plx_html_metas *m, const plx_jsonld *ld)
{
    const char *date = m->content[PLX_META_MODIFIED];

    set_date(a, ld->modified.s, ld->modified.len, "updated");
    set_date(a, date, date ? strlen(date) : 0, "updated");
    set_date_of(a, m->micromodified, "updated");
    set_date_of(a, m->updated, "updated");
}

/* What bylines say beside the author. */
struct byline_dates {
    plx_date updated; /* the first date of a change */
    const char *open; /* the first date of publication that has several readings, NULL if none */
    size_t open_bytes;
};

static void note_date(struct byline_dates *dates, const plx_byline *line, const char *s,
                      plx_article *out)
{
    if (line->is_ambiguous && !line->is_updated && !dates->open) {
        dates->open = s + line->when.begin;
        dates->open_bytes = line->when.end - line->when.begin;
    }
    if (line->date.precision < PLX_DATE_DAY)
        return;
    if (line->is_updated && dates->updated.precision == PLX_DATE_NONE) {
        dates->updated = line->date;
    } else if (!line->is_updated && out->date.precision == PLX_DATE_NONE) {
        out->date = line->date;
        out->date_how = "byline";
    }
}

/* What bylines say: authors, and the first date of publication. */
static plx_status read_bylines(const plx_html *h, size_t from, size_t to, plx_article *out,
                               struct byline_dates *dates, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (size_t i = from; i < h->count && i < to && rc == PLX_OK; i++) {
        const plx_block *b = &h->blocks[i];
        const char *s = h->text.s + b->begin;
        plx_byline line;

        if (!plx_byline_read(s, b->len, &line) || plx_html_is_foreign(b->node))
            continue;
        if (line.author_len > 0)
            rc = plx_html_set_author(out, s + line.author, line.author_len, err);
        note_date(dates, &line, s, out);
    }
    return rc;
}

static void gather_evidence(const plx_html *h, const plx_html_metas *m, const plx_jsonld *ld,
                            const plx_article *out, plx_date_evidence *e)
{
    const char *modified[] = { ld->modified.s, m->content[PLX_META_MODIFIED] };
    plx_date d;

    plx_date_evidence_init(e, (int64_t)time(NULL));
    plx_date_evidence_add_url(e, out->url);
    plx_date_evidence_add_locale(e, m->content[PLX_META_LOCALE]);
    plx_date_evidence_add_locale(e, m->lang);
    plx_date_evidence_add_text(e, h->text.s, h->text.len);
    for (size_t i = 0; i < sizeof modified / sizeof *modified; i++)
        if (modified[i] &&
            plx_extract_date(modified[i], strlen(modified[i]), &d, NULL, NULL) == PLX_OK)
            plx_date_evidence_add_date(e, &d);
}

/* Dates whose day and month cannot be told apart, when all else is known; in the same order of
 * trust. What stays open is kept as found. */
static plx_status settle_date(const plx_html *h, const plx_html_metas *m, const plx_jsonld *ld,
                              const struct byline_dates *dates, plx_article *out, plx_error *err)
{
    const char *meta = m->content[PLX_META_DATE];
    const struct {
        const xmlNode *node;
        const char *s, *how;
        size_t n;
    } found[] = {
        { NULL, ld->date.s, "json-ld", ld->date.len },
        { NULL, meta, "meta", meta ? strlen(meta) : 0 },
        { m->microdate, NULL, "microdata", 0 },
        { m->time, NULL, "time", 0 },
        { NULL, dates->open, "byline", dates->open_bytes },
    };
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_date_evidence e;
    plx_status rc = PLX_OK;

    if (out->date.precision != PLX_DATE_NONE)
        return PLX_OK;
    gather_evidence(h, m, ld, out, &e);
    for (size_t i = 0; i < sizeof found / sizeof *found && rc == PLX_OK; i++) {
        const char *s = found[i].s;
        size_t n = found[i].n;

        if (found[i].node) {
            date_text_of(found[i].node, &text);
            s = text.s;
            n = text.len;
        }
        if (n > 0)
            rc = plx_date_take(out, s, n, &e, found[i].how, err);
    }
    plx_strbuf_release(&text);
    return rc;
}

plx_status plx_html_byline(const plx_html *h, const plx_html_metas *m, const plx_jsonld *ld,
                           plx_article *out, plx_error *err)
{
    size_t at = heading_index(h, out->title);
    size_t from = at > BYLINE_BEFORE ? at - BYLINE_BEFORE : 0;
    struct byline_dates dates = { .updated = { .precision = PLX_DATE_NONE } };
    plx_date d;
    plx_status rc = plx_html_find_author(h, from, at + BYLINE_AFTER, out, err);

    if (rc == PLX_OK)
        rc = read_bylines(h, from, at + BYLINE_AFTER, out, &dates, err);
    if (out->date.precision == PLX_DATE_NONE && out->url && plx_dates_in_url(out->url, &d)) {
        out->date = d;
        out->date_how = "url";
    }
    if (rc == PLX_OK)
        rc = settle_date(h, m, ld, &dates, out, err);
    set_updated(out, m, ld);
    if (out->date.precision == PLX_DATE_NONE && dates.updated.precision != PLX_DATE_NONE) {
        out->date = dates.updated;
        out->date_how = "updated";
    }
    return rc;
}
