#include "indexer/html_credit.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "indexer/credits.h"
#include "indexer/html_author.h"

#define NAME_BYTES     80
#define NOTE_BYTES     400 /* a longer block is no note */
#define DATELINE_BYTES 80  /* from the beginning of the text to its dash */
#define CREDIT_WORDS   12
#define PARAGRAPHS     2 /* of the text, looked at for a dateline */

/* What stands before the outlet's name in a note. */
static const char *const notes[] = {
    "originally published by",
    "originally published on",
    "originally published in",
    "originally published at",
    "originally appeared on",
    "originally appeared in",
    "originally appeared at",
    "first appeared on",
    "first appeared in",
    "first published by",
    "first published on",
    "first published in",
    "republished from",
    "republished with permission from",
    "reprinted with permission from",
    "cross-posted from",
    "syndicated from",
    "publié initialement sur",
    "initialement publié sur",
    "publié initialement par",
    "initialement publié par",
    "erschien zuerst bei",
    "erschien zuerst auf",
    "erschien zuerst in",
    "zuerst erschienen bei",
    "zuerst erschienen auf",
    "publicado originalmente en",
    "publicado originalmente por",
    "publicado originalmente em",
    "pubblicato originariamente su",
};

/* The part of a host that names its owner: "news.example.co.uk" and "example.co.uk" share it. */
static const char *owner_of(const char *host, size_t n)
{
    const char *end = host + n;
    const char *dot = memrchr(host, '.', n);
    const char *before;

    if (!dot)
        return host;
    before = memrchr(host, '.', (size_t)(dot - host));
    while (before && dot - before <= 4 && end - dot <= 4 && before > host) { /* ".co.uk" */
        dot = before;
        before = memrchr(host, '.', (size_t)(dot - host));
    }
    return before ? before + 1 : host;
}

static const char *host_of(const char *url, size_t *n)
{
    const char *host = url ? strstr(url, "://") : NULL;

    if (!host)
        return NULL;
    host += 3;
    *n = strcspn(host, "/:?#");
    if (*n > 4 && strncasecmp(host, "www.", 4) == 0) {
        host += 4;
        *n -= 4;
    }
    return host;
}

static bool is_same_owner(const char *a, size_t n, const char *b, size_t k)
{
    const char *x = owner_of(a, n);
    const char *y = owner_of(b, k);
    size_t x_len = (size_t)(a + n - x);

    return x_len == (size_t)(b + k - y) && strncasecmp(x, y, x_len) == 0;
}

/* Is it the outlet itself: by name, or by the host of the page's own address? */
static bool is_own(const plx_article *a, const plx_html_metas *m, const char *name, size_t n)
{
    size_t own_len;
    const char *own =
        host_of(m->content[PLX_META_URL] ? m->content[PLX_META_URL] : a->url, &own_len);

    return plx_html_is_same_name(name, n, a->source) ||
           (own && is_same_owner(own, own_len, name, n));
}

/* A name or an address; of an address the host counts. */
static plx_status set(plx_article *a, const plx_html_metas *m, const char *s, size_t n,
                      plx_error *err)
{
    size_t host_len;
    const char *host;
    const char *agency;

    while (n > 0 && strchr(" \t\n", *s)) {
        s++;
        n--;
    }
    while (n > 0 && strchr(" \t\n.,", s[n - 1]))
        n--;
    host = n > 7 && strncasecmp(s, "http", 4) == 0 ? host_of(s, &host_len) : NULL;
    if (host) {
        s = host;
        n = host_len < n ? host_len : n;
    }
    if (a->original_source || n < 2 || n > NAME_BYTES || is_own(a, m, s, n) ||
        (n >= 8 && strncasecmp(s + n - 8, "agencies", 8) == 0))
        return PLX_OK;
    agency = plx_html_agency(s, n);
    return agency ? plx_article_set(&a->original_source, agency, strlen(agency), err)
                  : plx_article_set(&a->original_source, s, n, err);
}

static plx_status set_of_head(plx_article *a, const plx_html_metas *m, const plx_jsonld *ld,
                              plx_error *err)
{
    const char *meta = m->content[PLX_META_ORIGINAL];
    const char *page = m->content[PLX_META_URL];
    size_t page_len, canonical_len;
    const char *page_host = host_of(page, &page_len);
    const char *canonical = host_of(m->canonical, &canonical_len);
    plx_status rc = meta ? set(a, m, meta, strlen(meta), err) : PLX_OK;

    if (rc == PLX_OK && ld->original.len > 0 && strcmp(ld->original.s, ld->publisher.s) != 0)
        rc = set(a, m, ld->original.s, ld->original.len, err);
    if (rc == PLX_OK && page_host && canonical &&
        !is_same_owner(page_host, page_len, canonical, canonical_len))
        rc = set(a, m, canonical, canonical_len, err);
    return rc;
}

/* Bytes of a name that begins with a capital: up to a stop, a comma or a small word. */
static size_t name_length(const char *s, size_t n)
{
    static const char *const ends[] = { " and ", " under ", " with ", " as ", " is ", " here",
                                        " on ",  " in ",    " und ",  " et ", " y ",  " by " };
    size_t len = 0;

    if (n == 0 || !((*s >= 'A' && *s <= 'Z') || (*s & 0x80)))
        return 0;
    while (len < n && !strchr(",;()|\n", s[len]) &&
           !(s[len] == '.' && (len + 1 == n || s[len + 1] == ' '))) {
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (n - len >= strlen(ends[i]) && memcmp(s + len, ends[i], strlen(ends[i])) == 0)
                return len;
        if (s[len] >= '0' && s[len] <= '9')
            return 0; /* a date */
        len++;
    }
    return len <= NAME_BYTES ? len : 0;
}

/* "This article was originally published by The Example and is ..." */
static plx_status read_note(plx_article *a, const plx_html_metas *m, const char *s, size_t n,
                            plx_error *err)
{
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        const char *at = strcasestr(s, notes[i]);
        size_t left;

        if (!at || at >= s + n)
            continue;
        at += strlen(notes[i]);
        at += strspn(at, " :“\"");
        left = at < s + n ? (size_t)(s + n - at) : 0;
        return set(a, m, at, name_length(at, left), err);
    }
    return PLX_OK;
}

static plx_status set_of_notes(const plx_html *h, plx_article *a, const plx_html_metas *m,
                               plx_error *err)
{
    plx_status rc = PLX_OK;

    for (size_t i = 0; i < h->count && !a->original_source && rc == PLX_OK; i++) {
        const plx_block *b = &h->blocks[i];
        const char *s = h->text.s + b->begin;
        plx_credit credit;

        if (b->len > NOTE_BYTES)
            continue;
        if (b->words <= CREDIT_WORDS && b->kind != PLX_BLOCK_CAPTION &&
            plx_credit_read(s, b->len, false, &credit) && credit.kind == PLX_CREDIT_ORIGINAL &&
            !plx_html_is_foreign(b->node))
            rc = set(a, m, s + credit.begin, name_length(s + credit.begin, credit.len), err);
        else if (strcasestr(s, "publi") || strcasestr(s, "appear") || strcasestr(s, "zuerst") ||
                 strcasestr(s, "from"))
            rc = plx_html_is_foreign(b->node) ? PLX_OK : read_note(a, m, s, b->len, err);
    }
    return rc;
}

/* Where the dash of a dateline stands, or 0; *len receives its bytes. */
static size_t dash_at(const char *s, size_t n, size_t *len)
{
    static const char *const dashes[] = { " - ", " – ", " — ", " -- ", "--" };

    *len = 0;
    for (size_t i = 1; i < n && i < DATELINE_BYTES; i++) {
        for (size_t k = 0; k < sizeof dashes / sizeof *dashes; k++) {
            *len = strlen(dashes[k]);
            if (n - i >= *len && memcmp(s + i, dashes[k], *len) == 0)
                return i;
        }
    }
    return 0;
}

/* The agency of one paragraph: "LONDON (Reuters) - ", "Tehran, IRNA – ", "AP — ", "TEHRAN - IRNA -
 * " */
static const char *agency_of(const char *s, size_t n)
{
    const char *agency = NULL;
    size_t len;
    size_t dash = dash_at(s, n, &len);
    size_t second;

    for (size_t from = 0, to; from < dash && !agency; from = to + 1) {
        size_t skip = strspn(s + from, " ");

        to = from + strcspn(s + from, ",()/[]");
        to = to < dash ? to : dash;
        if (skip < to - from)
            agency = plx_html_agency(s + from + skip, to - from - skip);
    }
    if (agency || dash == 0)
        return agency;
    s += dash + len;
    second = dash_at(s, n - dash - len, &len);
    return plx_html_agency(s, second);
}

static plx_status set_of_dateline(plx_article *a, const plx_html_metas *m, plx_error *err)
{
    const char *s = a->text;

    for (int i = 0; s && *s && i < PARAGRAPHS; i++) {
        size_t n = strcspn(s, "\n");
        const char *agency = agency_of(s, n);

        if (agency)
            return set(a, m, agency, strlen(agency), err);
        s += n + strspn(s + n, "\n");
    }
    return PLX_OK;
}

plx_status plx_html_credit(const plx_html *h, const plx_html_metas *m, const plx_jsonld *ld,
                           plx_article *a, plx_error *err)
{
    plx_status rc = a->original_source ? PLX_OK : set_of_head(a, m, ld, err);

    if (rc == PLX_OK && !a->original_source)
        rc = set_of_notes(h, a, m, err);
    return rc == PLX_OK && !a->original_source ? set_of_dateline(a, m, err) : rc;
}
