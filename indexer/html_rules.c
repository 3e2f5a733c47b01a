#include "indexer/html_rules.h"

#include <string.h>
#include <strings.h>

#include "indexer/html.h"

#define WORDS_MAX  96 /* class and id words looked at */
#define WORD_BYTES 32

struct rule {
    const char *word;
    const char *reason;
};

/* Class and id values split into lower-case words at '-', '_', blanks and capitals. */
struct words {
    char word[WORDS_MAX][WORD_BYTES];
    size_t count;
};

static const struct rule tag_rules[] = {
    { "nav", "navigation" },  { "footer", "footer" },
    { "aside", "aside" },     { "form", "form" },
    { "button", "form" },     { "input", "form" },
    { "figure", "picture" },  { "figcaption", "caption" },
    { "menu", "navigation" }, { "dialog", "dialog" },
    { "fieldset", "form" },   { "picture", "picture" },
    { "amp-ad", "advert" },   { "amp-sidebar", "navigation" },
};

static const struct rule role_rules[] = {
    { "navigation", "navigation" }, { "banner", "navigation" },
    { "complementary", "aside" },   { "contentinfo", "footer" },
    { "search", "form" },           { "dialog", "dialog" },
    { "alertdialog", "dialog" },    { "menu", "navigation" },
    { "menubar", "navigation" },    { "form", "form" },
    { "img", "picture" },
};

/* Whole words of a class or id. */
static const struct rule exact_words[] = {
    { "ad", "advert" },
    { "ads", "advert" },
    { "dfp", "advert" },
    { "nav", "navigation" },
    { "menu", "navigation" },
    { "toolbar", "navigation" },
    { "share", "share" },
    { "sharing", "share" },
    { "tags", "tags" },
    { "bio", "author note" },
    { "credit", "caption" },
    { "credits", "caption" },
    { "more", "related" },
    { "popup", "dialog" },
    { "modal", "dialog" },
    { "cookie", "cookies" },
    { "cookies", "cookies" },
    { "gdpr", "cookies" },
    { "consent", "cookies" },
    { "login", "form" },
    { "poll", "form" },
    { "print", "share" },
    { "meta", "byline" },
    { "dateline", "byline" },
    { "date", "byline" },
    { "timestamp", "byline" },
    { "author", "byline" },
    { "authors", "byline" },
    { "pagination", "navigation" },
    { "pager", "navigation" },
    { "carousel", "picture" },
    { "gallery", "picture" },
    { "slideshow", "picture" },
    { "video", "picture" },
    { "rail", "aside" },
    { "infobox", "aside" },
    { "factbox", "aside" },
    { "categories", "tags" },
    { "rating", "form" },
    { "social", "share" },
    { "legal", "footer" },
    { "noprint", "aside" },
    { "tooltip", "dialog" },
    { "donate", "promotion" },
    { "cta", "promotion" },
    { "copyright", "footer" },
    { "follow", "share" },
    { "teaser", "related" },
    { "teasers", "related" },
    { "imagecaption", "caption" },
};

/* Beginnings of words of a class or id. */
static const struct rule word_starts[] = {
    { "advert", "advert" },           { "sponsor", "advert" },
    { "adsbygoogle", "advert" },      { "outbrain", "advert" },
    { "taboola", "advert" },          { "googlead", "advert" },
    { "navbar", "navigation" },       { "navigation", "navigation" },
    { "breadcrumb", "navigation" },   { "footer", "footer" },
    { "sidebar", "aside" },           { "comment", "comments" },
    { "disqus", "comments" },         { "respond", "comments" },
    { "discussion", "comments" },     { "related", "related" },
    { "recommend", "related" },       { "recirc", "related" },
    { "trending", "related" },        { "popular", "related" },
    { "mostread", "related" },        { "readmore", "related" },
    { "morestories", "related" },     { "yarpp", "related" },
    { "sharedaddy", "share" },        { "sharebar", "share" },
    { "sharetool", "share" },         { "socialshare", "share" },
    { "socials", "share" },           { "addthis", "share" },
    { "newsletter", "promotion" },    { "subscri", "promotion" },
    { "signup", "promotion" },        { "promo", "promotion" },
    { "paywall", "promotion" },       { "caption", "caption" },
    { "byline", "byline" },           { "screenreader", "hidden" },
    { "authorbio", "author note" },   { "authorbox", "author note" },
    { "authorinfo", "author note" },  { "disclaimer", "disclaimer" },
    { "jp-relatedposts", "related" }, { "widget", "aside" },
    { "relat", "related" },           { "breaking", "related" },
    { "popover", "dialog" },          { "hovercard", "dialog" },
    { "rollover", "dialog" },         { "visuallyhidden", "hidden" },
    { "pullquote", "pull quote" },    { "lightbox", "dialog" },
    { "banner", "advert" },           { "onetrust", "cookies" },
    { "didomi", "cookies" },          { "usercentrics", "cookies" },
    { "cookieconsent", "cookies" },   { "cookienotice", "cookies" },
    { "cookiebar", "cookies" },       { "cookiebanner", "cookies" },
    { "crosspromo", "promotion" },    { "livefyre", "comments" },
    { "fbcomments", "comments" },     { "authorcard", "author note" },
    { "aboutauthor", "author note" }, { "readnext", "related" },
    { "alsoread", "related" },        { "seealso", "related" },
};

/* What the body is called, from sure to likely. Compared with the words of one class joined. */
static const struct body_name {
    const char *name;
    int evidence;
} body_names[] = {
    { "articlebody", 3 },    { "storybody", 3 },   { "entrycontent", 3 }, { "postcontent", 3 },
    { "articlecontent", 3 }, { "articletext", 3 }, { "storytext", 3 },    { "postbody", 3 },
    { "storycontent", 3 },   { "bodytext", 2 },    { "articlecopy", 3 },  { "contentbody", 2 },
    { "newstext", 2 },       { "newsbody", 2 },    { "posttext", 3 },     { "bodycopy", 2 },
    { "contentarticle", 2 }, { "articlemain", 2 }, { "textcontent", 1 },  { "maincontent", 1 },
    { "singlecontent", 2 },  { "blogcontent", 2 }, { "entrytext", 2 },    { "postentry", 2 },
    { "articledetail", 1 },  { "newscontent", 2 }, { "richtext", 1 },     { "articlefull", 1 },
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_word_char(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Split one attribute value into words. */
static void add_words(const char *s, struct words *out)
{
    while (s && *s && out->count < WORDS_MAX) {
        char *w = out->word[out->count];
        size_t n = 0;
        bool was_lower = false;

        while (*s && !is_word_char(*s))
            s++;
        for (; is_word_char(*s) && !(was_lower && is_upper(*s)); s++) {
            was_lower = !is_upper(*s);
            if (n + 1 < WORD_BYTES)
                w[n++] = lower(*s);
        }
        w[n] = '\0';
        out->count += n > 0;
    }
}

static const char *match_table(const char *word, const struct rule *table, size_t count,
                               bool is_start)
{
    for (size_t i = 0; i < count; i++)
        if (is_start ? strncmp(word, table[i].word, strlen(table[i].word)) == 0
                     : strcmp(word, table[i].word) == 0)
            return table[i].reason;
    return NULL;
}

#define MATCH(word, table, is_start)                                                               \
    match_table(word, table, sizeof(table) / sizeof *(table), is_start)

static bool is_hidden(const xmlNode *node)
{
    const char *style = plx_html_attr(node, "style");
    const char *aria = plx_html_attr(node, "aria-hidden");

    if (plx_html_attr(node, "hidden") || (aria && strcmp(aria, "true") == 0))
        return true;
    return style && (strcasestr(style, "display:none") || strcasestr(style, "display: none") ||
                     strcasestr(style, "visibility:hidden"));
}

/* Classes of these tell categories and layout of the page, not what the element is. */
static bool is_frame(const xmlNode *node)
{
    return plx_html_is(node, "html") || plx_html_is(node, "body") || plx_html_is(node, "main") ||
           plx_html_is(node, "article");
}

bool plx_html_inline_junk(const xmlNode *node)
{
    static const char *const reasons[] = { "hidden",  "dialog", "cookies",
                                           "related", "share",  "comments" };
    const char *reason = node->properties ? plx_html_junk(node) : NULL;

    for (size_t i = 0; reason && i < sizeof reasons / sizeof *reasons; i++)
        if (strcmp(reason, reasons[i]) == 0)
            return true;
    return false;
}

/* Words that name what a part is for, not what it holds: "article-content print" is the text. */
static bool is_weak(const char *reason)
{
    static const char *const weak[] = { "share", "tags", "promotion", "form", "byline" };

    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++)
        if (strcmp(reason, weak[i]) == 0)
            return true;
    return false;
}

const char *plx_html_junk(const xmlNode *node)
{
    static const char *const attributes[] = { "id", "class", "data-component", "data-testid" };
    const char *role = plx_html_attr(node, "role");
    const char *reason = MATCH((const char *)node->name, tag_rules, false);
    struct words words = { .count = 0 };

    if (!reason && role)
        reason = MATCH(role, role_rules, false);
    if (!reason && is_hidden(node))
        reason = "hidden";
    if (reason || is_frame(node))
        return reason;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        add_words(plx_html_attr(node, attributes[i]), &words);
    for (size_t i = 0; i < words.count && !reason; i++) {
        reason = MATCH(words.word[i], exact_words, false);
        if (!reason)
            reason = MATCH(words.word[i], word_starts, true);
    }
    return reason && is_weak(reason) && plx_html_body_evidence(node) == 3 ? NULL : reason;
}

bool plx_html_junk_is_sure(const xmlNode *node)
{
    static const char *const names[] = { "nav", "footer", "figcaption", "button" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (plx_html_is(node, names[i]))
            return true;
    return false;
}

/* The letters and digits of one class, lower case. */
static size_t letters_of(const char *s, size_t n, char out[WORD_BYTES])
{
    size_t k = 0;

    for (size_t i = 0; i < n && k + 1 < WORD_BYTES; i++)
        if (is_word_char(s[i]))
            out[k++] = lower(s[i]);
    out[k] = '\0';
    return k;
}

static int class_evidence(const char *s, size_t n)
{
    char name[WORD_BYTES];

    letters_of(s, n, name);
    for (size_t i = 0; i < sizeof body_names / sizeof *body_names; i++)
        if (strstr(name, body_names[i].name))
            return body_names[i].evidence;
    return 0;
}

int plx_html_body_evidence(const xmlNode *node)
{
    static const char *const attributes[] = { "itemprop", "class", "id", "data-component",
                                              "data-testid" };
    int best = plx_html_is(node, "article") || plx_html_is(node, "main");

    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const char *s = plx_html_attr(node, attributes[i]);

        while (s && *s) {
            size_t n = strcspn(s, " \t\n");
            int e = class_evidence(s, n);

            best = e > best ? e : best;
            s += n + strspn(s + n, " \t\n");
        }
    }
    return best;
}

/* A second heading: how such a class ends. */
static const char *const standfirst_ends[] = {
    "subhead",    "subheadline", "subtitle",  "subheading", "dek",       "deck",
    "standfirst", "strapline",   "soustitre", "untertitel", "subtitulo",
};

/* A first paragraph: a word of its class. */
static const char *const lead_words[] = {
    "lead",   "lede",      "chapo",  "chapeau",  "vorspann",        "intro",
    "introp", "introtext", "anriss", "abstract", "articleabstract", "articlelead",
};

static bool is_standfirst(const char *classes)
{
    while (classes && *classes) {
        size_t n = strcspn(classes, " \t\n");
        char name[WORD_BYTES];
        size_t len = letters_of(classes, n, name);

        for (size_t i = 0; i < sizeof standfirst_ends / sizeof *standfirst_ends; i++) {
            size_t k = strlen(standfirst_ends[i]);
            if (len >= k && strcmp(name + len - k, standfirst_ends[i]) == 0)
                return true;
        }
        classes += n + strspn(classes + n, " \t\n");
    }
    return false;
}

plx_html_top plx_html_top_of(const xmlNode *node)
{
    struct words words = { .count = 0 };

    if (is_standfirst(plx_html_attr(node, "class")))
        return PLX_HTML_TOP_STANDFIRST;
    add_words(plx_html_attr(node, "class"), &words);
    add_words(plx_html_attr(node, "id"), &words);
    for (size_t i = 0; i < words.count; i++)
        for (size_t k = 0; k < sizeof lead_words / sizeof *lead_words; k++)
            if (strcmp(words.word[i], lead_words[k]) == 0)
                return PLX_HTML_TOP_LEAD;
    return PLX_HTML_TOP_NONE;
}

bool plx_html_has_class_word(const xmlNode *node, const char *word)
{
    struct words words = { .count = 0 };

    add_words(plx_html_attr(node, "class"), &words);
    add_words(plx_html_attr(node, "id"), &words);
    for (size_t i = 0; i < words.count; i++)
        if (strncmp(words.word[i], word, strlen(word)) == 0)
            return true;
    return false;
}
