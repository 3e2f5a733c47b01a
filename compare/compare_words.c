#include "compare/compare_words.h"

#include <stdlib.h>
#include <string.h>

#include "search/query.h"

/* Folded as the analyser folds, sorted by bytes. Months that are also verbs are not in it. */
/* clang-format off */
static const char *const trade[] = {
    "above", "according", "across", "actually", "ad", "added", "adds", "ads", "advertisement",
    "advertisements", "afp", "afternoon", "against", "ago", "along", "already", "also",
    "although", "always", "am", "another", "anybody", "anyone", "anything", "ap", "app", "apr",
    "april", "arent", "around", "article", "articles", "ask", "asked", "asks", "associated",
    "aug", "august", "away", "back", "below", "best", "better", "big", "billion", "billions",
    "bit", "browser", "came", "cant", "caption", "cited", "click", "columnist", "com", "come",
    "comes", "coming", "comment", "commented", "comments", "contributed", "contributor",
    "contributors", "cookie", "cookies", "copyright", "correspondent", "correspondents",
    "couldnt", "day", "days", "dec", "december", "despite", "down", "download", "dozen", "dozens",
    "dr", "earlier", "early", "editing", "editor", "editorial", "editors", "edt", "eight",
    "eleven", "email", "emailed", "emails", "enlarge", "est", "et", "even", "evening",
    "everybody", "everyone", "everything", "facebook", "far", "feb", "february", "first", "five",
    "four", "friday", "gave", "get", "gets", "getting", "getty", "give", "given", "gives",
    "giving", "gmt", "go", "goes", "going", "gone", "good", "got", "gotten", "hashtag", "hes",
    "hey", "homepage", "hour", "hours", "html", "http", "https", "hundred", "hundreds", "id",
    "ill", "im", "image", "images", "inc", "indeed", "inside", "instagram", "instead",
    "interview", "interviewed", "interviews", "isnt", "ive", "jan", "january", "javascript",
    "jul", "july", "jun", "june", "keep", "keeps", "kept", "kind", "knew", "know", "known",
    "knows", "last", "late", "later", "let", "lets", "like", "likes", "link", "links", "little",
    "ll", "llc", "login", "long", "look", "looked", "looking", "looks", "lot", "lots", "ly",
    "made", "magazine", "mailto", "make", "makes", "making", "many", "mar", "may", "maybe",
    "might", "million", "millions", "minute", "minutes", "monday", "month", "months", "morning",
    "mr", "mrs", "ms", "much", "must", "nd", "near", "never", "new", "news", "newsletter",
    "newsletters", "newspaper", "newspapers", "next", "night", "nine", "no", "nobody", "nor",
    "not", "note", "noted", "notes", "nothing", "nov", "november", "oct", "october", "off",
    "often", "ok", "old", "one", "online", "onto", "org", "out", "outside", "over", "page",
    "pages", "part", "parts", "per", "percent", "perhaps", "photo", "photograph", "photographer",
    "photographs", "photos", "picture", "pictures", "pm", "podcast", "put", "puts", "quoted",
    "rd", "re", "read", "reader", "readers", "reading", "really", "recently", "replay", "report",
    "reported", "reportedly", "reporter", "reporters", "reporting", "reports", "reprint",
    "reserved", "retweet", "retweeted", "reuters", "said", "saturday", "saw", "say", "saying",
    "says", "screenshot", "second", "see", "seeing", "seen", "sees", "sep", "sept", "september",
    "seven", "several", "shall", "share", "shared", "shes", "shouldnt", "sign", "simply", "sir",
    "site", "six", "someone", "something", "sometimes", "spokesman", "spokespeople",
    "spokesperson", "spokeswoman", "sponsored", "st", "statement", "statements", "still",
    "stories", "story", "subscribe", "subscriber", "subscribers", "subscribing", "subscription",
    "sunday", "take", "taken", "takes", "taking", "tell", "telling", "tells", "ten", "th",
    "thing", "things", "think", "thinks", "third", "thought", "thousand", "thousands", "three",
    "thursday", "time", "times", "today", "toggle", "told", "tomorrow", "tonight", "took",
    "toward", "tried", "tries", "try", "trying", "tuesday", "tweet", "tweeted", "tweets",
    "twelve", "twitter", "two", "under", "unsubscribe", "up", "update", "updated", "us", "use",
    "used", "uses", "using", "ve", "via", "video", "videos", "want", "wanted", "wants",
    "watch", "watched",
    "way", "ways", "website", "websites", "wednesday", "week", "weekend", "weeks", "well", "went",
    "weve", "who", "whole", "whose", "will", "without", "wont", "wouldnt", "write", "writes",
    "written", "wrote", "www", "year", "years", "yes", "yesterday", "youtube",
};
/* clang-format on */

/* ------------------------------------------------------------ of the trade */

typedef struct key {
    const char *s;
    size_t len;
} key;

static int compare_word(const void *pk, const void *pw)
{
    const key *k = pk;
    const char *word = *(const char *const *)pw;
    int order = strncmp(k->s, word, k->len);

    return order ? order : word[k->len] ? -1 : 0;
}

bool plx_is_trade_word(const char *word, size_t len)
{
    key k = { word, len };

    return bsearch(&k, trade, sizeof trade / sizeof *trade, sizeof *trade, compare_word) != NULL;
}

/* ------------------------------------------------------------ of the query */

typedef struct gathering {
    plx_analyser *an;
    const char *lang;
    plx_topic_words *out;
    plx_tokens tokens;
    plx_error *err;
} gathering;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "compare: out of memory");
}

static plx_status add_prefix(gathering *g, const char *prefix)
{
    char *folded = plx_fold(prefix, strlen(prefix));
    plx_status rc = PLX_OK;

    if (!folded)
        return no_memory(g->err);
    if (*folded && (plx_map_add(g->out->prefixes, folded, strlen(folded), NULL) == PLX_MAP_NONE ||
                    plx_map_add(g->out->typed, folded, strlen(folded), NULL) == PLX_MAP_NONE))
        rc = no_memory(g->err);
    free(folded);
    return rc;
}

static plx_status add_words(gathering *g, const char *text)
{
    plx_status rc = plx_analyser_run(g->an, g->lang, text, strlen(text), &g->tokens, g->err);

    for (size_t i = 0; !rc && i < g->tokens.count; i++) {
        const plx_token *t = &g->tokens.items[i];

        if (t->flags & PLX_TOKEN_COMPOUND || t->word->is_stop)
            continue;
        if (plx_map_add(g->out->stems, t->word->stem, t->word->stem_len, NULL) == PLX_MAP_NONE ||
            plx_map_add(g->out->typed, t->word->text, t->word->text_len, NULL) == PLX_MAP_NONE)
            rc = no_memory(g->err);
    }
    return rc;
}

static bool has_words(const plx_node *n)
{
    return n->text && (n->kind != PLX_NODE_FIELD || strcmp(n->field, "title") == 0);
}

/* As deep as the parser lets a query be. */
static plx_status gather(gathering *g, const plx_node *n)
{
    plx_status rc = PLX_OK;

    if (n->kind == PLX_NODE_NOT)
        return PLX_OK;
    if (has_words(n))
        rc = n->kind == PLX_NODE_PREFIX ? add_prefix(g, n->text) : add_words(g, n->text);
    for (size_t i = 0; !rc && i < n->children; i++)
        rc = gather(g, n->child[i]);
    return rc;
}

plx_status plx_topic_words_make(plx_analyser *an, const char *lang, const char *query,
                                plx_topic_words *out, plx_error *err)
{
    gathering g = { .an = an, .lang = lang, .out = out, .err = err };
    plx_node *tree = NULL;
    plx_error unread = { 0 };
    plx_status rc = PLX_OK;

    *out = (plx_topic_words){ plx_map_new(), plx_map_new(), plx_map_new() };
    if (!out->stems || !out->prefixes || !out->typed)
        return no_memory(err);
    plx_tokens_init(&g.tokens);
    if (query &&
        plx_query_parse(query, strlen(query), NULL, false, &tree, NULL, &unread) == PLX_OK && tree)
        rc = gather(&g, tree);
    plx_node_free(tree);
    plx_tokens_release(&g.tokens);
    return rc;
}

plx_status plx_topic_words_add(plx_analyser *an, const char *lang, const char *text,
                               plx_topic_words *out, plx_error *err)
{
    gathering g = { .an = an, .lang = lang, .out = out, .err = err };
    plx_status rc;

    plx_tokens_init(&g.tokens);
    rc = add_words(&g, text);
    plx_tokens_release(&g.tokens);
    return rc;
}

void plx_topic_words_release(plx_topic_words *w)
{
    plx_map_free(w->stems);
    plx_map_free(w->prefixes);
    plx_map_free(w->typed);
    *w = (plx_topic_words){ 0 };
}

bool plx_topic_words_has(const plx_topic_words *w, const char *stem, size_t len)
{
    if (plx_map_find(w->stems, stem, len) != PLX_MAP_NONE)
        return true;
    for (uint32_t i = 0; i < plx_map_count(w->prefixes); i++) {
        size_t n;
        const char *prefix = plx_map_key(w->prefixes, i, &n);

        if (n <= len && memcmp(prefix, stem, n) == 0)
            return true;
    }
    return false;
}
