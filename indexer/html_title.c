#include "indexer/html_title.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define SITE_WORDS 5   /* a longer part of <title> is no site name */
#define SAME_TITLE 0.5 /* words of a heading that must be in <title> */
#define WORD_BYTES 32

static bool has_word(const char *text, const char *word, size_t n)
{
    for (const char *p = text; (p = strcasestr(p, word)); p++)
        if ((p == text || !isalnum((unsigned char)p[-1])) && !isalnum((unsigned char)p[n]))
            return true;
    return false;
}

/* Share of the words of s that are in text. */
static double share_of_words(const char *s, size_t n, const char *text)
{
    unsigned words = 0;
    unsigned found = 0;

    for (size_t i = 0; i < n;) {
        char word[WORD_BYTES];
        size_t k = 0;

        while (i < n && !isalnum((unsigned char)s[i]) && !(s[i] & 0x80))
            i++;
        for (; i < n && (isalnum((unsigned char)s[i]) || (s[i] & 0x80)); i++)
            if (k + 1 < sizeof word)
                word[k++] = s[i];
        word[k] = '\0';
        words += k > 0;
        found += k > 0 && has_word(text, word, k);
    }
    return words ? (double)found / words : 0;
}

static unsigned count_words(const char *s, size_t n)
{
    unsigned words = 0;

    for (size_t i = 0; i < n; i++)
        words += s[i] != ' ' && (i == 0 || s[i - 1] == ' ');
    return words;
}

/* Is s[0, n) the name of the outlet, or short enough to be one? */
static bool is_site(const char *s, size_t n, size_t rest, const plx_article *a)
{
    const char *site = a->source;

    if (site && strlen(site) == n && strncasecmp(s, site, n) == 0)
        return true;
    return n < rest && count_words(s, n) <= SITE_WORDS;
}

/* The heading without "| Site" behind or "Site - " before it. */
static size_t cut_site(const char **s, size_t n, const plx_article *a)
{
    static const char *const seps[] = { " | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • " };

    for (size_t k = 0; k < sizeof seps / sizeof *seps; k++) {
        size_t len = strlen(seps[k]);
        const char *first = memmem(*s, n, seps[k], len);
        const char *last = first;

        for (const char *p = first; p; p = memmem(p + 1, n - (size_t)(p + 1 - *s), seps[k], len))
            last = p;
        if (!first)
            continue;
        if (is_site(last + len, n - (size_t)(last - *s) - len, (size_t)(last - *s), a)) {
            n = (size_t)(last - *s);
            k = (size_t)-1; /* "Heading - Section | Site": once more from the start */
        } else if (a->source && (size_t)(first - *s) == strlen(a->source) &&
                   strncasecmp(*s, a->source, (size_t)(first - *s)) == 0) {
            n -= (size_t)(first - *s) + len;
            *s = first + len;
        }
    }
    return n;
}

/* A heading that is a link to the front page is the name of the site. */
static bool leads_home(const plx_block *b)
{
    const xmlNode *link = b->node;
    const char *href;

    if (b->link_len < b->len)
        return false;
    while (link && !plx_html_is(link, "a"))
        link = plx_html_next(link, b->node, false);
    href = link ? plx_html_attr(link, "href") : NULL;
    if (!href)
        return false;
    href = strstr(href, "://") ? strstr(href, "://") + 3 : href;
    href += strcspn(href, "/");
    return href[0] == '\0' || href[1] == '\0' || strncmp(href + 1, "index.", 6) == 0;
}

/* The h1 that shares its words with what the page calls itself. */
static const plx_block *find_heading(const plx_html *h, const char *page_title)
{
    const plx_block *best = NULL;
    double best_share = SAME_TITLE;

    for (size_t i = 0; i < h->count; i++) {
        const plx_block *b = &h->blocks[i];
        double share;

        if (b->kind != PLX_BLOCK_TITLE || b->words < 2 || leads_home(b))
            continue;
        share = share_of_words(h->text.s + b->begin, b->len, page_title);
        if (share > best_share) {
            best = b;
            best_share = share;
        }
    }
    return best;
}

/* The first h1 of a page that has no title at all. */
static const plx_block *first_heading(const plx_html *h)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->blocks[i].kind == PLX_BLOCK_TITLE && !leads_home(&h->blocks[i]))
            return &h->blocks[i];
    return NULL;
}

/* A lesser heading with which the page's title begins: "Heading | Site". */
static const plx_block *find_beginning(const plx_html *h, const char *page_title)
{
    for (size_t i = 0; i < h->count; i++) {
        const plx_block *b = &h->blocks[i];

        if (b->kind == PLX_BLOCK_HEADING && b->words >= 2 && b->link_len == 0 &&
            strncasecmp(page_title, h->text.s + b->begin, b->len) == 0 && page_title[b->len] == ' ')
            return b;
    }
    return NULL;
}

plx_status plx_html_set_title(const plx_html *h, const plx_html_metas *m, const plx_jsonld *ld,
                              plx_article *a, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    const char *s = ld->headline.s;
    const plx_block *heading;
    plx_status rc;
    size_t n;

    if (!*s && m->content[PLX_META_TITLE])
        s = m->content[PLX_META_TITLE];
    if (*s && !(a->source && strcasecmp(s, a->source) == 0 && m->title))
        plx_strbuf_puts(&text, s);
    else if (m->title) /* some give the name of the site as the title of all its pages */
        plx_html_text(m->title, &text);
    heading = a->title ? NULL : find_heading(h, text.s);
    if (!heading && !a->title)
        heading = text.len > 0 ? find_beginning(h, text.s) : first_heading(h);
    s = heading ? h->text.s + heading->begin : text.s;
    n = heading ? heading->len : cut_site(&s, text.len, a);
    while (n > 0 && isspace((unsigned char)*s)) {
        s++;
        n--;
    }
    while (n > 0 && isspace((unsigned char)s[n - 1]))
        n--;
    n = plx_utf8_cut(s, n < PLX_ARTICLE_FIELD_MAX ? n : PLX_ARTICLE_FIELD_MAX);
    rc = a->title || n == 0 ? PLX_OK : plx_article_set(&a->title, s, n, err);
    plx_strbuf_release(&text);
    return rc;
}
