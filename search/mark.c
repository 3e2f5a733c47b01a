/* search/mark.c - from the tree of a query to what is marked in one text */
#include "search/mark.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "search/query.h"
#include "search/snippet.h"

/* Stems marked, and stems in phrases, at most. */
#define STEMS_MAX PLX_QUERY_WORDS_MAX

/* What is to be marked, gathered from the tree of a query. */
struct marks {
    plx_analyser *an;
    plx_tokens tokens;
    const char *lang, *text;
    plx_map *stems;
    double weight[STEMS_MAX];
    bool alone[STEMS_MAX];
    uint32_t sequence[STEMS_MAX];
    size_t sequence_count;
    plx_highlight_phrase phrases[STEMS_MAX];
    size_t phrase_count;
};

static uint32_t add_stem(struct marks *m, const plx_word *word, bool is_alone)
{
    uint32_t i;

    if (plx_map_count(m->stems) == STEMS_MAX)
        return PLX_MAP_NONE;
    i = plx_map_add(m->stems, word->stem, word->stem_len, NULL);
    if (i == PLX_MAP_NONE)
        return i;
    m->weight[i] = 1;
    m->alone[i] = m->alone[i] || is_alone;
    return i;
}

static void add_words(struct marks *m, const plx_tokens *t)
{
    for (size_t i = 0; i < t->count; i++)
        if (!(t->items[i].flags & PLX_TOKEN_COMPOUND) && !t->items[i].word->is_stop)
            add_stem(m, t->items[i].word, true);
}

static void add_phrase(struct marks *m, const plx_tokens *t)
{
    plx_highlight_phrase phrase = { .first = m->sequence_count };

    for (size_t i = 0; i < t->count && m->sequence_count < STEMS_MAX; i++) {
        uint32_t stem;
        if (t->items[i].flags & PLX_TOKEN_COMPOUND)
            continue;
        stem = add_stem(m, t->items[i].word, false);
        if (stem != PLX_MAP_NONE)
            m->sequence[m->sequence_count++] = stem;
    }
    phrase.count = m->sequence_count - phrase.first;
    if (phrase.count == 1)
        m->alone[m->sequence[phrase.first]] = true;
    else if (phrase.count && m->phrase_count < STEMS_MAX)
        m->phrases[m->phrase_count++] = phrase;
}

/* What a prefix stands for in this text. */
static plx_status add_prefix(struct marks *m, const char *prefix, plx_error *err)
{
    plx_tokens *t = &m->tokens;
    char *folded = plx_fold(prefix, strcspn(prefix, "*"));
    size_t n = folded ? strlen(folded) : 0;
    plx_status rc = plx_analyser_run(m->an, m->lang, m->text, strlen(m->text), t, err);

    for (size_t i = 0; !rc && n && i < t->count; i++)
        if (strncmp(t->items[i].word->text, folded, n) == 0)
            add_stem(m, t->items[i].word, true);
    free(folded);
    return rc;
}

static plx_status add_text(struct marks *m, const plx_node *n, plx_error *err)
{
    plx_tokens *t = &m->tokens;
    plx_status rc;

    if (n->kind == PLX_NODE_PREFIX || plx_node_has_star(n))
        return add_prefix(m, n->text, err);
    rc = plx_analyser_run(m->an, m->lang, n->text, strlen(n->text), t, err);
    if (!rc && (n->kind == PLX_NODE_PHRASE || n->quoted))
        add_phrase(m, t);
    else if (!rc)
        add_words(m, t);
    return rc;
}

static bool has_words(const plx_node *n)
{
    return n->text && (n->kind != PLX_NODE_FIELD || strcmp(n->field, "title") == 0);
}

/* As deep as the parser lets a query be. */
static plx_status gather(struct marks *m, const plx_node *n, plx_error *err)
{
    plx_status rc = PLX_OK;

    if (n->kind == PLX_NODE_NOT)
        return PLX_OK;
    if (has_words(n))
        rc = add_text(m, n, err);
    for (size_t i = 0; !rc && i < n->children; i++)
        rc = gather(m, n->child[i], err);
    return rc;
}

static plx_status gather_query(struct marks *m, const char *query, plx_error *err)
{
    plx_node *tree = NULL;
    plx_error unread = { 0 };
    plx_status rc = PLX_OK;

    if (query &&
        plx_query_parse(query, strlen(query), plx_query_any_field, false, &tree, NULL, &unread) ==
            PLX_OK &&
        tree)
        rc = gather(m, tree, err);
    plx_node_free(tree);
    return rc;
}

static plx_status print(struct marks *m, const char *open, const char *close, plx_strbuf *out,
                        plx_error *err)
{
    const plx_highlight hl = {
        .stems = m->stems,
        .weight = m->weight,
        .alone = m->alone,
        .count = plx_map_count(m->stems),
        .sequence = m->sequence,
        .phrases = m->phrases,
        .phrase_count = m->phrase_count,
    };
    const plx_snippet_options options = { open, close, 0, true };
    const plx_snippet_text text = { m->an, &m->tokens, m->lang, m->text, strlen(m->text) };

    if (hl.count == 0) {
        plx_strbuf_puts(out, m->text);
        return PLX_OK;
    }
    return plx_snippet(&text, &hl, &options, out, err);
}

plx_status plx_mark_matches(plx_analyser *an, const plx_mark_options *opt, const char *text,
                            plx_strbuf *out, plx_error *err)
{
    struct marks *m = calloc(1, sizeof *m);
    plx_status rc;

    if (!m || !(m->stems = plx_map_new())) {
        free(m);
        return plx_fail(err, PLX_ERR_NOMEM, "marks: out of memory");
    }
    plx_tokens_init(&m->tokens);
    m->an = an;
    m->lang = opt->lang;
    m->text = text;
    rc = gather_query(m, opt->query, err);
    if (!rc)
        rc = print(m, opt->open, opt->close, out, err);
    plx_tokens_release(&m->tokens);
    plx_map_free(m->stems);
    free(m);
    return rc;
}
