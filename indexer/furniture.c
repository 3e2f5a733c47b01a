#include "indexer/furniture.h"

#include <string.h>

#include "base/utf8.h"

#define FOLD_BYTES   1024   /* of a line looked at: furniture is short, or shows early */
#define SHOWN_BYTES  300    /* of a removed line in the report */
#define REPORT_BYTES 65536u /* of the whole report; further lines are only counted */

enum match {
    WHOLE,  /* the line is this, punctuation aside */
    STARTS, /* the line begins with these words */
    LABEL,  /* these words and then ':' or the like */
    HOLDS   /* `text` somewhere, and `also` after it */
};

#define HEAD 1u
#define BODY 2u
#define TAIL 4u
#define ANY  7u

struct rule {
    const char *text;
    const char *also; /* for HOLDS: NULL = nothing more */
    enum match match;
    unsigned max_words;
    unsigned places;
    const char *reason;
};

static const struct rule rules[] = {
    { "read", NULL, LABEL, 30, BODY | TAIL, "teaser" },
    { "read also", NULL, STARTS, 40, ANY, "teaser" },
    { "also read", NULL, STARTS, 40, ANY, "teaser" },
    { "read more", NULL, STARTS, 40, ANY, "teaser" },
    { "read next", NULL, STARTS, 30, ANY, "teaser" },
    { "read the full", NULL, STARTS, 20, ANY, "teaser" },
    { "read this", NULL, LABEL, 30, ANY, "teaser" },
    { "must read", NULL, LABEL, 30, ANY, "teaser" },
    { "see also", NULL, STARTS, 40, ANY, "teaser" },
    { "see more", NULL, STARTS, 12, ANY, "teaser" },
    { "watch", NULL, LABEL, 30, BODY | TAIL, "teaser" },
    { "watch more", NULL, STARTS, 20, ANY, "teaser" },
    { "watch now", NULL, STARTS, 20, ANY, "teaser" },
    { "listen", NULL, LABEL, 30, BODY | TAIL, "teaser" },
    { "more", NULL, LABEL, 30, BODY | TAIL, "teaser" },
    { "more from", NULL, STARTS, 10, BODY | TAIL, "teaser" },
    { "more on this", NULL, STARTS, 12, ANY, "teaser" },
    { "related", NULL, LABEL, 40, ANY, "teaser" },
    { "related article", NULL, LABEL, 40, ANY, "teaser" },
    { "related articles", NULL, STARTS, 12, ANY, "related" },
    { "related stories", NULL, STARTS, 12, ANY, "related" },
    { "related story", NULL, LABEL, 40, ANY, "teaser" },
    { "related posts", NULL, STARTS, 12, ANY, "related" },
    { "related news", NULL, STARTS, 12, ANY, "related" },
    { "related content", NULL, STARTS, 12, ANY, "related" },
    { "related coverage", NULL, STARTS, 12, ANY, "related" },
    { "related topics", NULL, STARTS, 30, ANY, "related" },
    { "don't miss", NULL, LABEL, 30, ANY, "teaser" },
    { "continue reading", NULL, STARTS, 12, ANY, "teaser" },
    { "keep reading", NULL, STARTS, 12, ANY, "teaser" },
    { "recommended", NULL, LABEL, 30, ANY, "teaser" },
    { "recommended for you", NULL, STARTS, 6, ANY, "related" },
    { "you may also like", NULL, STARTS, 14, ANY, "related" },
    { "you might also like", NULL, STARTS, 14, ANY, "related" },
    { "you may be interested", NULL, STARTS, 10, ANY, "related" },
    { "you might be interested", NULL, STARTS, 10, ANY, "related" },
    { "most read", NULL, STARTS, 6, ANY, "related" },
    { "most popular", NULL, WHOLE, 4, ANY, "related" },
    { "trending", NULL, LABEL, 20, ANY, "related" },
    { "trending now", NULL, STARTS, 6, ANY, "related" },
    { "editor's picks", NULL, STARTS, 6, ANY, "related" },
    { "latest news", NULL, WHOLE, 4, ANY, "related" },
    { "previous article", NULL, STARTS, 30, ANY, "navigation" },
    { "next article", NULL, STARTS, 30, ANY, "navigation" },
    { "previous post", NULL, STARTS, 30, ANY, "navigation" },
    { "next post", NULL, STARTS, 30, ANY, "navigation" },
    { "skip to", NULL, STARTS, 6, ANY, "navigation" },
    { "back to top", NULL, STARTS, 4, ANY, "navigation" },
    { "home", NULL, WHOLE, 1, ANY, "navigation" },
    { "menu", NULL, WHOLE, 1, ANY, "navigation" },
    { "search", NULL, WHOLE, 2, ANY, "navigation" },
    { "close", NULL, WHOLE, 1, ANY, "navigation" },
    { "next", NULL, WHOLE, 1, ANY, "navigation" },
    { "previous", NULL, WHOLE, 1, ANY, "navigation" },
    { "more", NULL, WHOLE, 1, ANY, "navigation" },
    { "loading", NULL, WHOLE, 2, ANY, "navigation" },
    { "select language", NULL, STARTS, 12, ANY, "language picker" },
    { "choose language", NULL, STARTS, 12, ANY, "language picker" },
    { "select your language", NULL, STARTS, 12, ANY, "language picker" },
    { "translate this", NULL, STARTS, 8, ANY, "language picker" },
    { "please select", NULL, STARTS, 14, ANY, "form" },
    { "please enable", NULL, STARTS, 20, ANY, "form" },
    { "log in", NULL, STARTS, 12, HEAD | TAIL, "form" },
    { "sign in", NULL, STARTS, 12, HEAD | TAIL, "form" },
    { "enter your email", NULL, STARTS, 20, ANY, "form" },
    { "your email address will not", NULL, STARTS, 30, ANY, "form" },
    { "required fields are marked", NULL, STARTS, 10, ANY, "form" },
    { "sign up", NULL, STARTS, 30, ANY, "promotion" },
    { "subscribe", NULL, STARTS, 25, ANY, "promotion" },
    { "get the latest", NULL, STARTS, 30, ANY, "promotion" },
    { "get our", NULL, STARTS, 20, ANY, "promotion" },
    { "follow us", NULL, STARTS, 25, ANY, "promotion" },
    { "like us on", NULL, STARTS, 20, ANY, "promotion" },
    { "find us on", NULL, STARTS, 20, ANY, "promotion" },
    { "join our", NULL, STARTS, 25, ANY, "promotion" },
    { "download our", NULL, STARTS, 25, ANY, "promotion" },
    { "download the", "app", HOLDS, 25, ANY, "promotion" },
    { "support our", NULL, STARTS, 25, TAIL, "promotion" },
    { "click here", NULL, STARTS, 25, ANY, "promotion" },
    { "click to", NULL, STARTS, 15, ANY, "promotion" },
    { "sign up", "newsletter", HOLDS, 50, ANY, "promotion" },
    { "subscribe", "newsletter", HOLDS, 40, ANY, "promotion" },
    { "subscribe to our", NULL, HOLDS, 40, ANY, "promotion" },
    { "follow", "on twitter", HOLDS, 20, ANY, "promotion" },
    { "share this", NULL, STARTS, 12, ANY, "share" },
    { "share on", NULL, STARTS, 10, ANY, "share" },
    { "share via", NULL, STARTS, 10, ANY, "share" },
    { "share", NULL, LABEL, 14, ANY, "share" },
    { "share", NULL, WHOLE, 1, ANY, "share" },
    { "tweet", NULL, WHOLE, 2, ANY, "share" },
    { "print", NULL, WHOLE, 2, ANY, "share" },
    { "email", NULL, WHOLE, 2, ANY, "share" },
    { "facebook", NULL, WHOLE, 2, ANY, "share" },
    { "twitter", NULL, WHOLE, 2, ANY, "share" },
    { "whatsapp", NULL, WHOLE, 2, ANY, "share" },
    { "telegram", NULL, WHOLE, 2, ANY, "share" },
    { "linkedin", NULL, WHOLE, 2, ANY, "share" },
    { "pinterest", NULL, WHOLE, 2, ANY, "share" },
    { "reddit", NULL, WHOLE, 2, ANY, "share" },
    { "copy link", NULL, WHOLE, 3, ANY, "share" },
    { "print this", NULL, STARTS, 6, ANY, "share" },
    { "email this", NULL, STARTS, 8, ANY, "share" },
    { "advertisement", NULL, STARTS, 12, ANY, "advert" },
    { "advertising", NULL, WHOLE, 2, ANY, "advert" },
    { "sponsored", NULL, WHOLE, 3, ANY, "advert" },
    { "ad", NULL, WHOLE, 1, ANY, "advert" },
    { "advert", NULL, WHOLE, 1, ANY, "advert" },
    { "top rated comments", NULL, STARTS, 6, ANY, "comments" },
    { "don't miss", NULL, WHOLE, 2, ANY, "teaser" },
    { "tell us what you think", NULL, STARTS, 10, ANY, "comments" },
    { "story continues below", NULL, HOLDS, 12, ANY, "advert" },
    { "article continues", NULL, HOLDS, 12, ANY, "advert" },
    { "continue reading below", NULL, HOLDS, 12, ANY, "advert" },
    { "scroll to continue", NULL, HOLDS, 12, ANY, "advert" },
    { "photo", NULL, LABEL, 60, ANY, "caption" },
    { "photo by", NULL, STARTS, 40, ANY, "caption" },
    { "photo credit", NULL, STARTS, 40, ANY, "caption" },
    { "photograph", NULL, LABEL, 60, ANY, "caption" },
    { "photos", NULL, LABEL, 30, ANY, "caption" },
    { "file photo", NULL, STARTS, 60, ANY, "caption" },
    { "image", NULL, LABEL, 60, ANY, "caption" },
    { "image credit", NULL, STARTS, 40, ANY, "caption" },
    { "image copyright", NULL, STARTS, 30, ANY, "caption" },
    { "image caption", NULL, STARTS, 60, ANY, "caption" },
    { "media caption", NULL, STARTS, 60, ANY, "caption" },
    { "picture", NULL, LABEL, 40, ANY, "caption" },
    { "tags", NULL, LABEL, 60, ANY, "tags" },
    { "filed under", NULL, STARTS, 40, ANY, "tags" },
    { "posted in", NULL, STARTS, 30, TAIL, "tags" },
    { "topics", NULL, LABEL, 40, ANY, "tags" },
    { "categories", NULL, LABEL, 40, ANY, "tags" },
    { "leave a comment", NULL, STARTS, 12, ANY, "comments" },
    { "leave a reply", NULL, STARTS, 12, ANY, "comments" },
    { "post a comment", NULL, STARTS, 12, ANY, "comments" },
    { "add a comment", NULL, STARTS, 12, ANY, "comments" },
    { "view comments", NULL, STARTS, 8, ANY, "comments" },
    { "show comments", NULL, STARTS, 8, ANY, "comments" },
    { "join the conversation", NULL, STARTS, 12, ANY, "comments" },
    { "comments", NULL, WHOLE, 2, ANY, "comments" },
    { "no comments", NULL, WHOLE, 3, ANY, "comments" },
    { "copyright", NULL, STARTS, 60, ANY, "copyright" },
    { "all rights reserved", NULL, HOLDS, 60, ANY, "copyright" },
    { "may not be published, broadcast", NULL, HOLDS, 60, ANY, "copyright" },
    { "we use cookies", NULL, HOLDS, 80, ANY, "cookies" },
    { "uses cookies", NULL, HOLDS, 60, ANY, "cookies" },
    { "views expressed", "do not necessarily", HOLDS, 80, ANY, "disclaimer" },
    { "views expressed", "the author", HOLDS, 60, TAIL, "disclaimer" },
    { "opinions expressed", "do not necessarily", HOLDS, 80, ANY, "disclaimer" },
    { "not necessarily reflect", NULL, HOLDS, 60, TAIL, "disclaimer" },
    { "report a typo", NULL, HOLDS, 20, ANY, "form" },
    { "la suite après cette publicité", NULL, STARTS, 6, ANY, "advert" },
    { "reporting by", "editing by", HOLDS, 80, BODY | TAIL, "credit" },
    { "our standards", "trust principles", HOLDS, 12, ANY, "credit" },
    { "like this", NULL, WHOLE, 3, ANY, "share" },
    { "like loading", NULL, STARTS, 4, ANY, "share" },
    { "click to share", NULL, STARTS, 14, ANY, "share" },
    { "end of list", NULL, WHOLE, 3, ANY, "teaser" },
    { "keep reading", NULL, WHOLE, 2, ANY, "teaser" },
    { "read now", NULL, LABEL, 30, ANY, "teaser" },
    { "in case you missed it", NULL, STARTS, 30, ANY, "teaser" },
    { "you may also be interested", NULL, STARTS, 10, ANY, "related" },
    { "more stories", NULL, STARTS, 8, TAIL, "related" },
    { "you are replying to", NULL, STARTS, 8, ANY, "comments" },
    { "your comment", NULL, WHOLE, 2, ANY, "comments" },
    { "thoughts on", NULL, HOLDS, 30, TAIL, "comments" },
    { "save articles to read later", NULL, HOLDS, 20, ANY, "form" },
    { "tap to", NULL, STARTS, 6, ANY, "form" },
    { "buy now", NULL, WHOLE, 2, ANY, "promotion" },
    { "get the app", NULL, STARTS, 20, ANY, "promotion" },
    { "install our", NULL, STARTS, 20, ANY, "promotion" },
    { "download pdf", NULL, STARTS, 6, ANY, "promotion" },
    { "please select digest", NULL, STARTS, 12, ANY, "promotion" },
    { "receive the latest", NULL, STARTS, 30, ANY, "promotion" },
    { "delivered to your inbox", NULL, HOLDS, 40, ANY, "promotion" },
    { "straight to your inbox", NULL, HOLDS, 40, ANY, "promotion" },
    { "for a faster experience", NULL, HOLDS, 20, ANY, "promotion" },
    { "user agreement and privacy policy", NULL, HOLDS, 60, ANY, "form" },
    { "agree to our privacy policy", NULL, HOLDS, 60, ANY, "form" },
    { "you agree to our", NULL, HOLDS, 60, ANY, "form" },
    { "protected by recaptcha", NULL, HOLDS, 40, ANY, "form" },
    { "accept all", NULL, STARTS, 4, ANY, "cookies" },
    { "manage preferences", NULL, STARTS, 4, ANY, "cookies" },
    { "manage cookies", NULL, STARTS, 4, ANY, "cookies" },
    { "cookie policy", NULL, HOLDS, 60, HEAD | TAIL, "cookies" },
    { "republish this article", NULL, WHOLE, 4, ANY, "share" },
    { "cite this", NULL, STARTS, 5, ANY, "share" },
    { "listen to this article", NULL, STARTS, 8, ANY, "promotion" },
    { "proudly powered by", NULL, STARTS, 6, ANY, "copyright" },
    { "blog at wordpress", NULL, STARTS, 5, ANY, "copyright" },
    { "powered by", NULL, STARTS, 6, TAIL, "copyright" },
    { "terms of use", NULL, STARTS, 12, HEAD | TAIL, "navigation" },
    { "privacy policy", NULL, STARTS, 12, HEAD | TAIL, "navigation" },
    { "terms of service", NULL, STARTS, 12, HEAD | TAIL, "navigation" },
};

/* Words of the adverts that are broken into hacked sites. */
static const char *const spam_words[] = {
    "casino",     "bahis", "betting sites", "viagra", "cialis",       "porn",     "escort",
    "slot gacor", "togel", "poker online",  "payday", "deneme bonus", "siteleri", "judi online",
};

static const char *const related_starts[] = {
    "you may be interested",
    "you might be interested",
    "you may also like",
    "you might also like",
    "related articles",
    "related posts",
    "related stories",
    "related news",
    "related content",
    "related roundup",
    "recommended",
    "most read",
    "most popular",
    "trending",
    "more from",
    "more stories",
    "latest news",
    "popular posts",
    "read next",
    "read these next",
    "editor's picks",
    "also on",
    "share this",
    "about the author",
    "latest stories",
    "more news",
    "suggested for you",
    "around the web",
    "more on this story",
    "further reading",
    "what to read next",
};
static const char *const comment_starts[] = {
    "comments",       "leave a comment",       "leave a reply",
    "post a comment", "join the conversation", "add a comment",
    "top comments",   "top rated comments",    "reader comments",
    "view comments",  "show comments",         "join the discussion",
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Lower case, curly apostrophes straight, no bullets or brackets in front. */
static void fold(const char *s, size_t n, char out[FOLD_BYTES])
{
    static const char *const bullets[] = { "•", "»", "›", "►", "▶", "→", "*", ">", "-",
                                           "[", "(", " ", "|", "+", "–", "—", "#" };
    size_t i = 0;
    size_t k = 0;

    for (size_t b = 0; b < sizeof bullets / sizeof *bullets;) {
        size_t len = strlen(bullets[b]);
        bool is_there = n - i >= len && memcmp(s + i, bullets[b], len) == 0;

        i += is_there ? len : 0;
        b = is_there ? 0 : b + 1;
    }
    for (; i < n && k + 1 < FOLD_BYTES; i++) {
        if (n - i >= 3 && memcmp(s + i, "’", 3) == 0) {
            out[k++] = '\'';
            i += 2;
        } else {
            out[k++] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] | 0x20 : s[i]);
        }
    }
    out[k] = '\0';
}

unsigned plx_furniture_words(const char *s, size_t n)
{
    unsigned count = 0;
    bool in_word = false;

    for (size_t i = 0; i < n; i++) {
        bool is_blank = s[i] == ' ' || s[i] == '\t' || s[i] == '\n';

        count += !is_blank && !in_word;
        in_word = !is_blank;
    }
    return count;
}

bool plx_furniture_is_sentence(const char *s, size_t n)
{
    static const char *const closers[] = { "”", "’", "»", "\"", "'", ")", "]", " " };
    size_t c = 0;

    while (c < sizeof closers / sizeof *closers) {
        size_t len = strlen(closers[c]);
        bool is_there = n >= len && memcmp(s + n - len, closers[c], len) == 0;

        n -= is_there ? len : 0;
        c = is_there ? 0 : c + 1;
    }
    return (n > 0 && strchr(".!?:;", s[n - 1])) || (n >= 3 && memcmp(s + n - 3, "…", 3) == 0) ||
           (n >= 3 && memcmp(s + n - 3, "。", 3) == 0) ||
           (n >= 2 && memcmp(s + n - 2, "؟", 2) == 0) || (n >= 2 && memcmp(s + n - 2, "۔", 2) == 0);
}

static bool is_label_end(const char *s)
{
    while (*s == ' ')
        s++;
    return *s == ':' || *s == '|' || *s == '>' || strncmp(s, "»", 2) == 0 ||
           strncmp(s, "–", 3) == 0 || strncmp(s, "—", 3) == 0;
}

static bool is_matched(const struct rule *r, const char *line)
{
    size_t n = strlen(r->text);
    const char *at;

    if (r->match == HOLDS) {
        at = strstr(line, r->text);
        return at && (!r->also || strstr(at + n, r->also));
    }
    if (strncmp(line, r->text, n) != 0)
        return false;
    if (r->match == LABEL)
        return is_label_end(line + n);
    if (r->match == STARTS)
        return !is_letter(line[n]);
    return line[n + strspn(line + n, " .:!?>|()0123456789")] == '\0';
}

/* Photographer in capitals at the end: "Mules wait for the start. PHOTO BY JANE DOE" */
static bool is_signed_caption(const char *s, size_t n)
{
    static const char key[] = "PHOTO BY ";
    const char *at = memmem(s, n, key, sizeof key - 1);

    return at && plx_furniture_words(at, (size_t)(s + n - at)) <= 8;
}

/* "list of 3 items", "list 1 of 3": what screen readers say of boxes in the text. */
static bool is_list_mark(const char *line)
{
    const char *rest = line + 5;

    if (strncmp(line, "list ", 5) != 0)
        return false;
    if (strncmp(rest, "of ", 3) == 0)
        return strstr(rest, " items") != NULL && rest[3] >= '0' && rest[3] <= '9';
    rest += strspn(rest, "0123456789");
    return rest > line + 5 && strncmp(rest, " of ", 4) == 0 &&
           rest[4 + strspn(rest + 4, "0123456789")] == '\0';
}

/* "Soldiers in Mosul [Ali Hasan / Anadolu Agency]", "... (AP Photo/Ali Hasan)" */
static bool is_credited_caption(const char *s, size_t n)
{
    static const char *const credits[] = { "photo",        "getty",      "images",   "agency",
                                           "shutterstock", "reuters",    "afp",      "epa",
                                           "xinhua",       "courtesy",   "file pic", "handout",
                                           "screengrab",   "screenshot", "istock",   "flickr",
                                           "wikimedia" };
    char inside[FOLD_BYTES];
    size_t open = n;

    if (n < 4 || (s[n - 1] != ']' && s[n - 1] != ')'))
        return false;
    while (open > 0 && s[open - 1] != '[' && s[open - 1] != '(')
        open--;
    fold(s + open, n - 1 - open, inside);
    if (open == 0 || strstr(inside, "reporting") || strstr(inside, "editing"))
        return false;
    if (!strchr(inside, '/') && plx_furniture_words(inside, strlen(inside)) < 2)
        return false;
    for (size_t i = 0; i < sizeof credits / sizeof *credits; i++)
        if (strstr(inside, credits[i]))
            return true;
    return false;
}

static bool is_spam(const char *line, unsigned words)
{
    unsigned hits = 0;

    for (size_t i = 0; i < sizeof spam_words / sizeof *spam_words; i++)
        hits += strstr(line, spam_words[i]) != NULL;
    return hits > 1 && words <= 40;
}

const char *plx_furniture(const char *s, size_t n, plx_line_place place)
{
    unsigned words = plx_furniture_words(s, n);
    char line[FOLD_BYTES];

    if (words == 0 || words > 90)
        return NULL;
    fold(s, n, line);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if ((rules[i].match == HOLDS || *rules[i].text == *line) && words <= rules[i].max_words &&
            (rules[i].places & (1u << place)) && is_matched(&rules[i], line))
            return rules[i].reason;
    if (words <= 70 && is_credited_caption(s, n))
        return "caption";
    if (is_signed_caption(s, n))
        return "caption";
    if (is_spam(line, words))
        return "spam";
    if (is_list_mark(line))
        return "teaser";
    if (n >= 2 && memcmp(s, "©", 2) == 0)
        return "copyright";
    return NULL;
}

static bool starts_with_any(const char *line, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(line, list[i], strlen(list[i])) == 0 && !is_letter(line[strlen(list[i])]))
            return true;
    return false;
}

/* "More great stories", "More politics news" */
static bool is_more_of(const char *line)
{
    static const char *const ends[] = { " stories", " news", " articles", " headlines",
                                        " coverage" };
    size_t n = strlen(line);

    if (strncmp(line, "more ", 5) != 0 || n < 9)
        return false;
    n -= line[n - 1] == ':';
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (n > strlen(ends[i]) &&
            strncmp(line + n - strlen(ends[i]), ends[i], strlen(ends[i])) == 0)
            return true;
    return false;
}

plx_tail plx_furniture_starts_tail(const char *s, size_t n)
{
    char line[FOLD_BYTES];

    if (plx_furniture_words(s, n) > 8)
        return PLX_TAIL_NONE;
    fold(s, n, line);
    if (starts_with_any(line, comment_starts, sizeof comment_starts / sizeof *comment_starts))
        return PLX_TAIL_COMMENTS;
    if (starts_with_any(line, related_starts, sizeof related_starts / sizeof *related_starts) ||
        is_more_of(line))
        return PLX_TAIL_RELATED;
    return PLX_TAIL_NONE;
}

void plx_furniture_report(plx_extract_report *report, const char *reason, const char *s, size_t n)
{
    size_t shown = plx_utf8_cut(s, n < SHOWN_BYTES ? n : SHOWN_BYTES);
    size_t from;

    if (!report)
        return;
    report->lines++;
    if (report->removed.len > REPORT_BYTES)
        return;
    plx_strbuf_puts(&report->removed, reason);
    plx_strbuf_putc(&report->removed, '\t');
    from = report->removed.len;
    plx_strbuf_add(&report->removed, s, shown);
    for (size_t i = from; i < report->removed.len; i++)
        if (report->removed.s[i] == '\n' || report->removed.s[i] == '\t')
            report->removed.s[i] = ' ';
    plx_strbuf_putc(&report->removed, '\n');
}
