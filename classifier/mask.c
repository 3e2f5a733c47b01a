#include "classifier/mask.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

/* Names, not counting authors beyond this many, so that a set is never refused for them. */
#define NAMES_MAX (PLX_PHRASES_MAX - 512u)
/* A one-word name written small this often is an ordinary word. */
#define ORDINARY_SHARE 0.3
/* Most words that an address word is put together from: "tehran" + "times". */
#define JOINED_WORDS 4

/* Words of outlet names that tell no outlet from another. */
static const char *const generic[] = {
    "the",         "news",    "web",     "online", "www",     "com",     "org",
    "net",         "gov",     "ir",      "uk",     "co",      "in",      "opinion",
    "guest",       "writer",  "right",   "left",   "center",  "outlet",  "inferred",
    "republished", "unnamed", "english", "en",     "article", "example",
};

/* Pieces of addresses and markup. */
static const char address_words[] = "http\nhttps\nwww\ncom\norg\nhtml\npic\n";

/* Agencies and large outlets that others cite and credit: whom a house quotes tells the house.
 * None that is an ordinary word or a name of something else that matters (Guardian, Times). */
static const char house_names[] =
    "reuters\nap\nassociated press\nafp\nagence france presse\nupi\nunited press international\n"
    "dpa\nanadolu\nxinhua\ntass\nitar tass\ninterfax\nria novosti\nrussia today\nsputnik\nkyodo\n"
    "irna\nisna\nfars\nfars news\ntasnim\ntasnim news\nmehr\nmehr news\npress tv\npresstv\nirib\n"
    "khabar online\nkayhan\ntehran times\niran international\nal alam\nal mayadeen\nal manar\n"
    "al jazeera\naljazeera\nal arabiya\nal monitor\nal hayat\nasharq al awsat\nrudaw\n"
    "haaretz\njerusalem post\ntimes of israel\nynet\nbbc\ncnn\nnbc\nmsnbc\ncbs\nabc news\ncnbc\n"
    "npr\npbs\nfox news\nbloomberg\npolitico\naxios\nnewsmax\nbreitbart\nbuzzfeed\nhuffington "
    "post\n"
    "huffpost\nnew york times\nwashington post\nwashington times\nwall street journal\n"
    "los angeles times\nusa today\nnew york post\nnew yorker\nfinancial times\ndaily mail\n"
    "daily telegraph\ndaily beast\nder spiegel\nle monde\n";

/* What a page says of itself around its article: credits, offers, notices. */
static const char page_words[] =
    "getty\ngetty images\nshutterstock\nfile photo\nhide caption\ntoggle caption\nnewsletter\n"
    "newsletters\nsubscribe\nsubscription\nsubscriber\nadvertisement\nadvertising\ncopyright\n"
    "all rights reserved\nreprint\nclick\nclick here\nsign up\nread more\nprivacy policy\n"
    "terms of use\nterms of service\ncookie\n";

typedef struct masking {
    plx_analyser *an;
    const char *lang;
    const plx_phrases *target;
    plx_phrases *out;
    plx_strbuf *names;
    plx_map *seen;             /* names, as written into names */
    plx_map *joined;           /* address words that may be several words run together */
    plx_map *single;           /* one-word names, to be looked at in the texts */
    uint32_t *capital, *small; /* of each single: how often it is written so */
    plx_tokens tokens;
} masking;

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "outlet names: out of memory");
}

static bool is_generic(const plx_word *w)
{
    for (size_t i = 0; i < sizeof generic / sizeof *generic; i++)
        if (strcmp(w->text, generic[i]) == 0)
            return true;
    return w->is_stop;
}

/* Mask words; written down as `text` unless it is there already. */
static plx_status add(masking *m, const plx_word *const *words, size_t n, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_phrase p = { .count = 0 };
    plx_status rc = PLX_OK;
    bool is_new = false;

    for (size_t i = 0; i < n && i < PLX_PHRASE_WORDS; i++) {
        p.word[p.count++] = words[i]->stem_hash;
        plx_strbuf_printf(&text, "%s%s", i ? " " : "", words[i]->text);
    }
    if (n == 0 || plx_phrases_match(m->target, p.word, p.count) == p.count ||
        m->out->count >= NAMES_MAX)
        goto done;
    if (text.failed || plx_map_add(m->seen, text.s, text.len, &is_new) == PLX_MAP_NONE)
        rc = no_memory(err);
    else if (is_new)
        rc = plx_phrases_add(m->out, &p, err);
    if (rc == PLX_OK && is_new)
        plx_strbuf_printf(m->names, "%s\n", text.s);
done:
    plx_strbuf_release(&text);
    return rc;
}

/* A name of one word: an address word may be several run together, and any may be ordinary. */
static plx_status add_single(masking *m, const plx_word *w, bool is_address, plx_error *err)
{
    if (w->text_len < 3)
        return PLX_OK;
    if (is_address && plx_map_add(m->joined, w->text, w->text_len, NULL) == PLX_MAP_NONE)
        return no_memory(err);
    if (plx_map_add(m->single, w->text, w->text_len, NULL) == PLX_MAP_NONE)
        return no_memory(err);
    return PLX_OK;
}

static plx_status add_source(masking *m, const char *name, plx_error *err)
{
    const plx_word *words[PLX_PHRASE_WORDS];
    bool is_address = strchr(name, '.') && !strchr(name, ' ');
    size_t n = 0;
    plx_status rc = plx_analyser_run(m->an, m->lang, name, strlen(name), &m->tokens, err);

    for (size_t i = 0; rc == PLX_OK && i < m->tokens.count && n < PLX_PHRASE_WORDS; i++) {
        const plx_token *t = &m->tokens.items[i];
        if (!(t->flags & PLX_TOKEN_COMPOUND) && !is_generic(t->word))
            words[n++] = t->word;
    }
    if (rc != PLX_OK || n == 0)
        return rc;
    return n == 1 ? add_single(m, words[0], is_address, err) : add(m, words, n, err);
}

/* Names of authors have two words or more. */
static plx_status add_authors(masking *m, const char *authors, plx_error *err)
{
    plx_status rc = PLX_OK;

    while (rc == PLX_OK && *authors) {
        const plx_word *words[PLX_PHRASE_WORDS];
        size_t len = strcspn(authors, ";"), n = 0;
        rc = plx_analyser_run(m->an, m->lang, authors, len, &m->tokens, err);
        for (size_t i = 0; rc == PLX_OK && i < m->tokens.count && n < PLX_PHRASE_WORDS; i++)
            if (!(m->tokens.items[i].flags & PLX_TOKEN_COMPOUND))
                words[n++] = m->tokens.items[i].word;
        if (rc == PLX_OK && n >= 2)
            rc = add(m, words, n, err);
        authors += len + (authors[len] == ';');
    }
    return rc;
}

/* Words and phrases of a built-in list, one a line; but those that name the target. */
static plx_status add_lines(masking *m, const char *lines, plx_error *err)
{
    plx_status rc = PLX_OK;

    while (rc == PLX_OK && *lines) {
        plx_phrase p = { .count = 0 };
        size_t len = strcspn(lines, "\n");
        rc = plx_analyser_run(m->an, m->lang, lines, len, &m->tokens, err);
        for (size_t i = 0; i < m->tokens.count && p.count < PLX_PHRASE_WORDS; i++)
            p.word[p.count++] = m->tokens.items[i].word->stem_hash;
        if (rc == PLX_OK && plx_phrases_match(m->target, p.word, p.count) != p.count)
            rc = plx_phrases_add(m->out, &p, err);
        lines += len + (lines[len] == '\n');
    }
    return rc;
}

/* ------------------------------------------------------------ looking at the texts */

/* Do the words from token i on, run together, make one of the address words? */
static plx_status look_joined(masking *m, size_t i, plx_error *err)
{
    const plx_word *words[JOINED_WORDS];
    char run[4 * PLX_WORD_MAX];
    size_t n = 0, len = 0;

    for (; i < m->tokens.count && n < JOINED_WORDS; i++) {
        const plx_word *w = m->tokens.items[i].word;
        if (m->tokens.items[i].flags & PLX_TOKEN_COMPOUND)
            continue;
        if (len + w->text_len > sizeof run)
            break;
        memcpy(run + len, w->text, w->text_len);
        len += w->text_len;
        words[n++] = w;
        if (n > 1 && plx_map_find(m->joined, run, len) != PLX_MAP_NONE)
            return add(m, words, n, err);
    }
    return PLX_OK;
}

static plx_status look_text(masking *m, const char *text, plx_error *err)
{
    plx_status rc = plx_analyser_run(m->an, m->lang, text, strlen(text), &m->tokens, err);

    for (size_t i = 0; rc == PLX_OK && i < m->tokens.count; i++) {
        const plx_token *t = &m->tokens.items[i];
        uint32_t s = plx_map_find(m->single, t->word->text, t->word->text_len);
        if (s != PLX_MAP_NONE)
            ++*(t->flags & PLX_TOKEN_CAPITAL ? &m->capital[s] : &m->small[s]);
        if ((t->flags & PLX_TOKEN_CAPITAL) && plx_map_count(m->joined))
            rc = look_joined(m, i, err);
    }
    return rc;
}

static plx_status add_rare_singles(masking *m, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (uint32_t s = 0; rc == PLX_OK && s < plx_map_count(m->single); s++) {
        size_t len;
        const char *name = plx_map_key(m->single, s, &len);
        if (m->small[s] > ORDINARY_SHARE * (m->small[s] + m->capital[s]))
            continue;
        rc = plx_analyser_run(m->an, m->lang, name, len, &m->tokens, err);
        if (rc == PLX_OK && m->tokens.count == 1)
            rc = add(m, &m->tokens.items[0].word, 1, err);
    }
    return rc;
}

/* ------------------------------------------------------------ all together */

static plx_status add_names(masking *m, const plx_dataset *ds, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (uint32_t s = 0; rc == PLX_OK && s < plx_map_count(ds->sources); s++)
        rc = add_source(m, plx_map_key(ds->sources, s, NULL), err);
    m->capital = calloc(plx_map_count(m->single) + 1, sizeof *m->capital);
    m->small = calloc(plx_map_count(m->single) + 1, sizeof *m->small);
    if (rc == PLX_OK && (!m->capital || !m->small))
        rc = no_memory(err);
    for (size_t i = 0; rc == PLX_OK && i < ds->count; i++) {
        rc = look_text(m, ds->items[i].text, err);
        plx_analyser_trim(m->an, 1u << 20);
    }
    if (rc == PLX_OK)
        rc = add_rare_singles(m, err);
    for (size_t i = 0; rc == PLX_OK && i < ds->count; i++)
        rc = add_authors(m, ds->items[i].author ? ds->items[i].author : "", err);
    return rc;
}

plx_status plx_mask_build(const plx_dataset *ds, plx_analyser *an, const char *lang,
                          const plx_phrases *target, plx_phrases *out, plx_strbuf *names,
                          plx_error *err)
{
    masking m = { .an = an, .lang = lang, .target = target, .out = out, .names = names };
    plx_status rc;

    plx_tokens_init(&m.tokens);
    m.seen = plx_map_new();
    m.joined = plx_map_new();
    m.single = plx_map_new();
    rc = m.seen && m.joined && m.single ? PLX_OK : no_memory(err);
    if (rc == PLX_OK)
        rc = add_names(&m, ds, err);
    if (rc == PLX_OK)
        rc = add_lines(&m, address_words, err);
    if (rc == PLX_OK)
        rc = add_lines(&m, house_names, err);
    if (rc == PLX_OK)
        rc = add_lines(&m, page_words, err);
    plx_phrases_seal(out);
    if (rc == PLX_OK && names->failed)
        rc = no_memory(err);
    plx_tokens_release(&m.tokens);
    plx_map_free(m.seen);
    plx_map_free(m.joined);
    plx_map_free(m.single);
    free(m.capital);
    free(m.small);
    return rc;
}
