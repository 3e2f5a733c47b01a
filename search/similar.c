#include "search/similar.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "collection/duplicates.h"
#include "search/score.h"
#include "text/sketch.h"

/* Hits asked for beyond the page: near-copies of a given article among them are left out. */
#define SPARE 20

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "similar articles: out of memory");
}

/* ----------------------------------------------------------------- terms */

/* The terms of the source. */
typedef struct source {
    plx_map *stems;
    uint32_t *count; /* [stem] */
    size_t cap;
    uint32_t length; /* all counts together */
} source;

static void release_source(source *s)
{
    plx_map_free(s->stems);
    free(s->count);
}

static plx_status add_stem(source *s, const char *stem, size_t len, uint32_t count, plx_error *err)
{
    bool is_new;
    uint32_t i = plx_map_add(s->stems, stem, len, &is_new);

    if (i == PLX_MAP_NONE)
        return no_memory(err);
    if (i >= s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 256;
        uint32_t *grown = realloc(s->count, cap * sizeof *grown);

        if (!grown)
            return no_memory(err);
        s->count = grown;
        s->cap = cap;
    }
    s->count[i] = is_new ? count : s->count[i] + count;
    s->length += count;
    return PLX_OK;
}

/* Terms of fields begin with a capital, stems never do. */
static bool is_stem(const plx_bytes *term)
{
    return *term->p < 'A' || *term->p > 'Z';
}

static plx_status read_document(plx_tables *t, uint32_t docid, source *s, plx_error *err)
{
    plx_terms *it = NULL;
    plx_bytes term = { NULL, 0 };
    uint32_t count = 0;
    plx_status rc = plx_terms_open_doc(plx_snapshot_store(t->snap), docid, &it, err);

    if (!rc)
        rc = plx_terms_next(it, &term, &count, err);
    while (!rc && term.p) {
        if (is_stem(&term))
            rc = add_stem(s, term.p, term.n, count, err);
        if (!rc)
            rc = plx_terms_next(it, &term, &count, err);
    }
    plx_terms_close(it);
    return rc;
}

static plx_status read_text(plx_analyser *an, const char *lang, const char *text, uint32_t count,
                            plx_tokens *tokens, source *s, plx_error *err)
{
    size_t len = text ? strlen(text) : 0, i;
    plx_status rc;

    if (len > PLX_SIMILAR_TEXT_MAX)
        len = PLX_SIMILAR_TEXT_MAX;
    rc = plx_analyser_run(an, lang, text ? text : "", len, tokens, err);
    for (i = 0; !rc && i < tokens->count; i++)
        rc = add_stem(s, tokens->items[i].word->stem, tokens->items[i].word->stem_len, count, err);
    return rc;
}

static plx_status read_source(plx_tables *t, plx_analyser *an, plx_tokens *tokens,
                              const plx_similar *like, source *s, plx_error *err)
{
    const plx_article *a = like->article;
    plx_status rc;

    s->stems = plx_map_new();
    if (!s->stems)
        return no_memory(err);
    if (like->docid)
        return read_document(t, like->docid, s, err);
    rc = read_text(an, a->lang, a->title, PLX_TITLE_WDF, tokens, s, err);
    return rc ? rc : read_text(an, a->lang, a->text, 1, tokens, s, err);
}

/* ---------------------------------------------------------------- choice */

typedef struct choice {
    uint32_t stem;
    float weight; /* what the term adds to the score of the source itself */
    float share;  /* of it: how much of the term's weight the source has by its count */
} choice;

static bool is_heavier(const choice *a, const choice *b)
{
    return a->weight > b->weight || (a->weight == b->weight && a->stem < b->stem);
}

/* Keep the heaviest in order; n of them so far. */
static size_t keep(choice *list, size_t n, choice x)
{
    size_t at = n < PLX_SIMILAR_TERMS ? n : n - 1;

    if (n == PLX_SIMILAR_TERMS && !is_heavier(&x, &list[at]))
        return n;
    for (; at && is_heavier(&x, &list[at - 1]); at--)
        list[at] = list[at - 1];
    list[at] = x;
    return n < PLX_SIMILAR_TERMS ? n + 1 : n;
}

/* Numbers are dates and scores more often than topics. */
static bool is_telling(const plx_tables *t, const char *stem, uint32_t freq, uint32_t least)
{
    return (*stem < '0' || *stem > '9') && freq >= least &&
           freq <= t->documents / PLX_SIMILAR_COMMON + PLX_SIMILAR_FEW;
}

/* What terms are chosen with; borrowed. */
typedef struct chooser {
    plx_tables *t;
    plx_analyser *an;
    plx_tokens *tokens; /* working memory */
    const source *s;
    uint32_t least; /* articles that a term must be in */
} chooser;

/* Most stop words are their own stems. */
static plx_status is_stop(const chooser *c, const char *stem, size_t len, bool *out, plx_error *err)
{
    plx_status rc = plx_analyser_run(c->an, c->t->lang[0], stem, len, c->tokens, err);

    *out = !rc && c->tokens->count == 1 && c->tokens->items[0].word->is_stop;
    return rc;
}

static plx_status consider(const chooser *c, uint32_t i, choice *list, size_t *n, plx_error *err)
{
    size_t len;
    const char *stem = plx_map_key(c->s->stems, i, &len);
    float count = (float)c->s->count[i], share;
    bool stop = false;
    uint32_t freq;
    plx_status rc;

    if (!len)
        return PLX_OK;
    rc = plx_store_term_freq(plx_snapshot_store(c->t->snap), stem, len, &freq, err);
    if (rc || !is_telling(c->t, stem, freq, c->least))
        return rc;
    rc = is_stop(c, stem, len, &stop, err);
    if (rc || stop)
        return rc;
    share = count / (count + plx_tables_norm(c->t, c->s->length));
    *n = keep(list, *n, (choice){ i, plx_score_weight(c->t, freq) * share * share, share });
    return PLX_OK;
}

/* The terms that some other article has, too. */
static plx_status choose(const chooser *c, choice *list, size_t *n, plx_error *err)
{
    uint32_t stems = plx_map_count(c->s->stems), i;
    plx_status rc = PLX_OK;

    for (*n = 0, i = 0; !rc && i < stems; i++)
        rc = consider(c, i, list, n, err);
    return rc;
}

/* ------------------------------------------------------------------ tree */

static plx_status new_node(plx_node_kind kind, const char *text, plx_node **out, plx_error *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return no_memory(err);
    (*out)->kind = kind;
    (*out)->text = text ? strdup(text) : NULL;
    return text && !(*out)->text ? no_memory(err) : PLX_OK;
}

static plx_status make_room(plx_node *n, size_t children, plx_error *err)
{
    n->child = calloc(children + 1, sizeof(plx_node *));
    return n->child ? PLX_OK : no_memory(err);
}

static plx_status add_terms(const source *s, const choice *list, size_t n, plx_node * or,
                            plx_error *err)
{
    plx_status rc = make_room(or, n, err);
    size_t i;

    for (i = 0; !rc && i < n; i++) {
        plx_node **word = & or->child[or->children];

        rc = new_node(PLX_NODE_WORD, plx_map_key(s->stems, list[i].stem, NULL), word, err);
        or->children += *word != NULL;
        if (rc)
            return rc;
        (*word)->is_stem = true;
        (*word)->boost = list[i].share;
    }
    return rc;
}

/* (not dup:ID): the source with its near-copies. */
static plx_status add_refused(plx_tables *t, uint32_t docid, plx_node *and, plx_error *err)
{
    plx_node **not = &and->child[ and->children], **dup;
    plx_article a;
    plx_status rc;

    plx_article_init(&a);
    rc = plx_snapshot_article(t->snap, docid, false, &a, err);
    if (!rc)
        rc = new_node(PLX_NODE_NOT, NULL, not, err);
    and->children += *not != NULL;
    if (!rc)
        rc = make_room(*not, 1, err);
    dup = rc ? NULL : &(*not )->child[0];
    if (!rc)
        rc = new_node(PLX_NODE_FIELD, a.id, dup, err);
    if (dup && *dup) {
        (*not )->children = 1;
        (*dup)->quoted = true;
        (*dup)->field = strdup("dup");
        rc = rc || (*dup)->field ? rc : no_memory(err);
    }
    plx_article_release(&a);
    return rc;
}

static plx_status build(plx_tables *t, const plx_similar *like, const source *s, const choice *list,
                        size_t n, plx_node *and, plx_error *err)
{
    plx_status rc = make_room(and, 2, err);

    if (!rc)
        rc = new_node(PLX_NODE_OR, NULL, &and->child[0], err);
    and->children = and->child && and->child[0];
    if (!rc)
        rc = add_terms(s, list, n, and->child[0], err);
    return rc || !like->docid ? rc : add_refused(t, like->docid, and, err);
}

plx_status plx_similar_tree(plx_tables *t, plx_analyser *an, plx_tokens *tokens, plx_similar *like,
                            plx_node **out, plx_error *err)
{
    choice list[PLX_SIMILAR_TERMS];
    source s = { NULL, NULL, 0, 0 };
    chooser c = { t, an, tokens, &s, like->docid ? 2 : 1 };
    size_t n = 0, i;
    plx_status rc = read_source(t, an, tokens, like, &s, err);

    *out = NULL;
    if (!rc)
        rc = choose(&c, list, &n, err);
    for (like->self = 0, i = 0; i < n; i++)
        like->self += list[i].weight;
    if (!rc && n)
        rc = new_node(PLX_NODE_AND, NULL, out, err);
    if (!rc && n)
        rc = build(t, like, &s, list, n, *out, err);
    if (rc) {
        plx_node_free(*out);
        *out = NULL;
    }
    release_source(&s);
    return rc;
}

/* ---------------------------------------------------------------- search */

/* The sketch that a given article would have in the index. */
static plx_status sketch_of(const plx_article *a, plx_sketch *out, plx_error *err)
{
    plx_analyser *an = NULL;
    plx_tokens tokens;
    plx_status rc = plx_analyser_new(&an, err);

    plx_tokens_init(&tokens);
    if (!rc)
        rc = plx_analyser_run(an, a->lang, a->text ? a->text : "", a->text ? strlen(a->text) : 0,
                              &tokens, err);
    if (!rc)
        plx_sketch_make(&tokens, out);
    plx_tokens_release(&tokens);
    plx_analyser_free(an);
    return rc;
}

static plx_status is_copy(plx_tables *t, uint32_t docid, const plx_sketch *of, bool *out,
                          plx_error *err)
{
    plx_bytes b = { NULL, 0 };
    plx_sketch s;
    plx_status rc =
        plx_store_get_value(plx_snapshot_store(t->snap), docid, PLX_SLOT_SKETCH, &b, err);

    *out = !rc && plx_sketch_decode(b.p, b.n, &s) &&
           plx_sketch_similarity(&s, of) >= PLX_DUPLICATE_SIMILARITY;
    return rc;
}

/* Take out the copies of a given article, and what is more than was asked for. */
static plx_status drop_copies(plx_searcher *s, const plx_article *a, uint32_t limit,
                              plx_search_result *r, plx_error *err)
{
    plx_sketch sketch;
    size_t left = 0, i;
    plx_status rc = sketch_of(a, &sketch, err);

    for (i = 0; i < r->hit_count; i++) {
        bool drop = true;

        if (!rc && left < limit)
            rc = is_copy(plx_searcher_tables(s), r->hits[i].docid, &sketch, &drop, err);
        if (drop || rc)
            plx_hit_release(&r->hits[i]);
        else
            r->hits[left++] = r->hits[i];
    }
    r->hit_count = left;
    return rc;
}

static void scale(plx_search_result *r, float self)
{
    size_t i;

    for (i = 0; i < r->hit_count; i++) {
        double likeness = self > 0 ? r->hits[i].score / (double)self : 0;

        r->hits[i].score = likeness < 1 ? likeness : 1;
    }
}

plx_status plx_search_similar(plx_searcher *s, const plx_search_request *req, plx_similar *like,
                              plx_search_result *out, plx_error *err)
{
    plx_search_request own = *req;
    uint32_t limit = req->limit ? req->limit : PLX_SEARCH_LIMIT_DEFAULT;
    plx_status rc;

    own.query = NULL;
    own.like = like;
    own.sort = PLX_BY_RELEVANCE;
    own.any = own.collapse = true;
    own.all = false;
    own.limit = limit;
    if (!like->docid && limit <= PLX_SEARCH_LIMIT_MAX - SPARE)
        own.limit += SPARE;
    rc = plx_search(s, &own, out, err);
    if (!rc && !like->docid)
        rc = drop_copies(s, like->article, limit, out, err);
    if (!rc)
        scale(out, like->self);
    else
        plx_search_result_release(out);
    return rc;
}
