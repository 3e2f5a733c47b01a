#include "compare/compare_choose.h"

#include <stdlib.h>
#include <string.h>

#include "compare/compare_odds.h"

/* Sources that a term needs, at least. */
#define MIN_SOURCES 2u

/* Stories of every term of a vocabulary. */
typedef struct lists {
    size_t *first; /* terms + 1 */
    uint32_t *story;
} lists;

struct plx_chooser {
    const plx_term_counter *c;
    plx_choosing_options opt;
    lists lists[PLX_VOCABULARIES];
    uint32_t compared;
    size_t sources;                    /* ordinals; the last stands for stories without */
    uint32_t *side_source;             /* [side * sources + source] stories read */
    plx_odds_source *here, *elsewhere; /* [source] one term on its side and on all others */
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "compare: out of memory");
}

/* ----------------------------------------------------------------- lists */

static uint32_t stories_of(const plx_term_counter *c, const plx_term_table *t, uint32_t term)
{
    uint32_t n = 0;

    for (size_t s = 0; s < c->sides; s++)
        n += t->stories[term * c->sides + s];
    return n;
}

static plx_status make_lists(const plx_term_counter *c, const plx_term_table *t, lists *l,
                             plx_error *err)
{
    uint32_t terms = plx_map_count(t->map);
    size_t at = 0;

    l->first = calloc((size_t)terms + 2, sizeof *l->first);
    l->story = malloc((t->listed + 1) * sizeof *l->story);
    if (!l->first || !l->story)
        return no_memory(err);
    /* first[i + 1] is where the next story of term i goes, and in the end where it ends */
    for (uint32_t i = 0; i < terms; i++)
        l->first[i + 2] = l->first[i + 1] + stories_of(c, t, i);
    for (uint32_t story = 0; story < c->stories; story++)
        for (; at < t->end[story]; at++)
            l->story[l->first[t->list[at] + 1]++] = story;
    return PLX_OK;
}

static size_t source_of(const plx_chooser *ch, uint32_t story)
{
    uint32_t source = ch->c->story[story].source;

    return source == PLX_MAP_NONE ? ch->sources - 1 : source;
}

static plx_status count_sources(plx_chooser *ch, plx_error *err)
{
    const plx_term_counter *c = ch->c;

    for (size_t i = 0; i < c->stories; i++)
        if (c->story[i].source != PLX_MAP_NONE && c->story[i].source >= ch->sources)
            ch->sources = c->story[i].source + 1;
    ch->sources++;
    ch->side_source = calloc(c->sides * ch->sources, sizeof *ch->side_source);
    ch->here = calloc(ch->sources, sizeof *ch->here);
    ch->elsewhere = calloc(ch->sources, sizeof *ch->elsewhere);
    if (!ch->side_source || !ch->here || !ch->elsewhere)
        return no_memory(err);
    for (uint32_t i = 0; i < c->stories; i++)
        ch->side_source[c->story[i].side * ch->sources + source_of(ch, i)]++;
    return PLX_OK;
}

static void count_comparisons(plx_chooser *ch)
{
    /* of two sides the one comparison of a term says something about both */
    uint32_t each = ch->c->sides > 2 ? (uint32_t)ch->c->sides : 1;

    for (int k = 0; k < PLX_VOCABULARIES; k++) {
        const plx_term_table *t = &ch->c->table[k];

        for (uint32_t i = 0; i < plx_map_count(t->map); i++)
            if (stories_of(ch->c, t, i) >= ch->opt.min_articles)
                ch->compared += each;
    }
}

plx_status plx_chooser_new(const plx_term_counter *c, const plx_choosing_options *opt,
                           plx_chooser **out, plx_error *err)
{
    plx_chooser *ch = calloc(1, sizeof *ch);
    plx_status rc = PLX_OK;

    *out = ch;
    if (!ch)
        return no_memory(err);
    ch->c = c;
    ch->opt = *opt;
    for (int k = 0; !rc && k < PLX_VOCABULARIES; k++)
        rc = make_lists(c, &c->table[k], &ch->lists[k], err);
    if (!rc)
        rc = count_sources(ch, err);
    if (rc) {
        plx_chooser_free(ch);
        *out = NULL;
        return rc;
    }
    count_comparisons(ch);
    return PLX_OK;
}

void plx_chooser_free(plx_chooser *ch)
{
    if (!ch)
        return;
    for (int k = 0; k < PLX_VOCABULARIES; k++) {
        free(ch->lists[k].first);
        free(ch->lists[k].story);
    }
    free(ch->side_source);
    free(ch->here);
    free(ch->elsewhere);
    free(ch);
}

uint32_t plx_chooser_compared(const plx_chooser *ch)
{
    return ch->compared;
}

const uint32_t *plx_chooser_stories(const plx_chooser *ch, plx_vocabulary_kind kind, uint32_t term,
                                    size_t *n)
{
    const lists *l = &ch->lists[kind];

    *n = l->first[term + 1] - l->first[term];
    return l->story + l->first[term];
}

/* ------------------------------------------------------------------- odds */

/* How a comparison differs from the plain one. */
typedef struct variant {
    double less1, less_n1, less2; /* taken off y1, n1, y2 */
    double deff1, deff2;
} variant;

static const variant plain = { .deff1 = 1, .deff2 = 1 };

static plx_odds odds_of(const plx_chooser *ch, plx_vocabulary_kind kind, uint32_t term, size_t side,
                        const variant *v)
{
    const plx_term_counter *c = ch->c;
    const plx_term_table *t = &c->table[kind];
    double stories = (double)c->stories, all = 0;
    plx_odds_counts n = { .y1 = t->stories[term * c->sides + side], .n1 = (double)t->all[side] };

    for (size_t s = 0; s < c->sides; s++)
        all += (double)t->all[s];
    n.y2 = stories_of(c, t, term) - n.y1;
    n.n2 = all - n.n1;
    n.prior = PLX_COMPARE_PRIOR_STORIES * (n.y1 + n.y2) / stories;
    n.prior_all = PLX_COMPARE_PRIOR_STORIES * all / stories;
    n.y1 -= v->less1;
    n.n1 -= v->less_n1;
    n.y2 -= v->less2;
    n.deff1 = v->deff1;
    n.deff2 = v->deff2;
    return plx_log_odds(&n);
}

/* ----------------------------------------------------------------- sources */

/* Fill `here` and `elsewhere` for a term. */
static void count_term_sources(plx_chooser *ch, const plx_chosen_term *t, size_t side)
{
    size_t n;
    const uint32_t *story = plx_chooser_stories(ch, t->kind, t->term, &n);

    for (size_t i = 0; i < ch->sources; i++) {
        ch->here[i] = (plx_odds_source){ .all = ch->side_source[side * ch->sources + i] };
        ch->elsewhere[i] = (plx_odds_source){ 0 };
        for (size_t s = 0; s < ch->c->sides; s++)
            ch->elsewhere[i].all += s == side ? 0 : ch->side_source[s * ch->sources + i];
    }
    for (size_t i = 0; i < n; i++) {
        plx_odds_source *of = ch->c->story[story[i]].side == side ? ch->here : ch->elsewhere;

        of[source_of(ch, story[i])].with++;
    }
}

/* Is a term over-used without the source that uses it most? The other terms of that source's
 * stories go with it, as many as of average stories. */
static bool is_of_one_source(const plx_chooser *ch, const plx_chosen_term *t, size_t side)
{
    const plx_term_table *table = &ch->c->table[t->kind];
    double read = 0;
    variant v = plain;
    size_t top = 0;

    for (size_t i = 0; i < ch->sources; i++) {
        read += ch->here[i].all;
        if (ch->here[i].with > ch->here[top].with)
            top = i;
    }
    if (ch->here[top].all >= read)
        return false; /* there is no other */
    if (ch->here[top].with > PLX_COMPARE_COVER * t->articles)
        return true;
    v.less1 = ch->here[top].with;
    v.less_n1 = (double)table->all[side] * ch->here[top].all / read;
    return odds_of(ch, t->kind, t->term, side, &v).z <= PLX_COMPARE_Z_MIN;
}

/* Fill what sources have to say about a term. */
static void look_at_sources(plx_chooser *ch, plx_chosen_term *t, size_t side)
{
    variant v = plain;

    count_term_sources(ch, t, side);
    for (size_t i = 0; i < ch->sources; i++)
        t->sources += ch->here[i].with > 0;
    v.deff1 = plx_design_effect(ch->here, ch->sources);
    v.deff2 = plx_design_effect(ch->elsewhere, ch->sources);
    t->z_sources = odds_of(ch, t->kind, t->term, side, &v).z_sources;
    t->one_source = is_of_one_source(ch, t, side);
}

static void describe_sources(const plx_chooser *ch, size_t side, plx_chosen *out)
{
    const uint32_t *n = ch->side_source + side * ch->sources;

    out->top_source = PLX_MAP_NONE;
    for (size_t i = 0; i < ch->sources; i++) {
        out->stories += n[i];
        out->sources += n[i] != 0;
        if (i + 1 < ch->sources && n[i] > out->top_source_stories) {
            out->top_source_stories = n[i];
            out->top_source = (uint32_t)i;
        }
    }
}

/* ------------------------------------------------------------- redundancy */

/* A term as its words. */
typedef struct gram {
    uint32_t word[PLX_COMPARE_GRAM];
    size_t n;
} gram;

static gram gram_of(const plx_chooser *ch, const plx_chosen_term *t)
{
    gram g;

    g.n = plx_term_words(ch->c, t->kind, t->term, g.word);
    return g;
}

static bool holds(const gram *longer, const gram *shorter)
{
    if (longer->n <= shorter->n)
        return false;
    for (size_t i = 0; i + shorter->n <= longer->n; i++)
        if (memcmp(longer->word + i, shorter->word, shorter->n * sizeof *shorter->word) == 0)
            return true;
    return false;
}

static bool share_word(const gram *a, const gram *b)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < b->n; j++)
            if (a->word[i] == b->word[j])
                return true;
    return false;
}

/* Stories of the side that use both. */
static uint32_t shared_stories(const plx_chooser *ch, const plx_chosen_term *a,
                               const plx_chosen_term *b, size_t side)
{
    size_t na, nb, i = 0, j = 0;
    const uint32_t *sa = plx_chooser_stories(ch, a->kind, a->term, &na);
    const uint32_t *sb = plx_chooser_stories(ch, b->kind, b->term, &nb);
    uint32_t n = 0;

    while (i < na && j < nb) {
        if (sa[i] == sb[j])
            n += ch->c->story[sa[i]].side == side;
        if (sa[i] <= sb[j])
            i++;
        else
            j++;
    }
    return n;
}

/* Is the shorter term over-used in stories without the longer one, too? */
static bool stands_alone(const plx_chooser *ch, const plx_chosen_term *shorter,
                         const plx_chosen_term *longer, size_t side)
{
    variant v = plain;

    v.less1 = longer->articles;
    v.less2 = longer->articles_others;
    return longer->articles < PLX_COMPARE_COVER * shorter->articles &&
           odds_of(ch, shorter->kind, shorter->term, side, &v).z > PLX_COMPARE_Z_MIN;
}

typedef enum relation { UNRELATED = 0, DROP_NEW, REPLACE_OLD } relation;

/* What becomes of a term beside one that was listed before it and has a higher z. */
static relation relate(const plx_chooser *ch, const plx_chosen_term *fresh,
                       const plx_chosen_term *old, size_t side)
{
    gram f = gram_of(ch, fresh), o = gram_of(ch, old);
    uint32_t fewer = fresh->articles < old->articles ? fresh->articles : old->articles;

    if (!share_word(&f, &o))
        return UNRELATED;
    if (holds(&o, &f))
        return stands_alone(ch, fresh, old, side) ? UNRELATED : DROP_NEW;
    if (holds(&f, &o))
        return fresh->articles > PLX_COMPARE_COVER * old->articles ? REPLACE_OLD : DROP_NEW;
    return shared_stories(ch, fresh, old, side) > PLX_COMPARE_COVER * fewer ? DROP_NEW : UNRELATED;
}

/* Add a term to the list, in the place of what it stands for. */
static void add_term(const plx_chooser *ch, const plx_chosen_term *fresh, size_t side,
                     plx_chosen *out)
{
    size_t kept = 0;
    bool replaces = false;

    for (size_t i = 0; i < out->count; i++) {
        relation r = relate(ch, fresh, &out->items[i], side);

        if (r == DROP_NEW)
            return;
        replaces = replaces || r == REPLACE_OLD;
    }
    for (size_t i = 0; replaces && i < out->count; i++)
        if (relate(ch, fresh, &out->items[i], side) != REPLACE_OLD)
            out->items[kept++] = out->items[i];
    if (replaces)
        out->count = kept;
    out->items[out->count++] = *fresh;
}

/* ----------------------------------------------------------------- choosing */

static int by_falling_z(const void *pa, const void *pb)
{
    const plx_chosen_term *a = pa, *b = pb;

    if (a->z_sources != b->z_sources)
        return a->z_sources < b->z_sources ? 1 : -1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->term > b->term) - (a->term < b->term);
}

/* Words of the query, and phrases of nothing else, are the topic. */
static bool is_silent(const plx_chooser *ch, plx_vocabulary_kind kind, uint32_t term)
{
    uint32_t word[PLX_COMPARE_GRAM];
    size_t n = plx_term_words(ch->c, kind, term, word);

    if (!ch->opt.silent)
        return false;
    while (n && ch->opt.silent[word[n - 1]])
        n--;
    return n == 0;
}

static bool is_candidate(const plx_chooser *ch, plx_vocabulary_kind kind, uint32_t term,
                         size_t side, plx_chosen_term *out)
{
    const plx_term_counter *c = ch->c;
    const plx_term_table *t = &c->table[kind];
    uint32_t stories = t->stories[term * c->sides + side], uses = 0;
    plx_odds odds;

    if (stories < ch->opt.min_articles || is_silent(ch, kind, term))
        return false;
    odds = odds_of(ch, kind, term, side, &plain);
    if (odds.z <= PLX_COMPARE_Z_MIN)
        return false;
    for (size_t s = 0; s < c->sides; s++)
        uses += t->uses[term * c->sides + s];
    *out = (plx_chosen_term){ .kind = kind,
                              .term = term,
                              .z = odds.z,
                              .log_odds = odds.log_odds,
                              .articles = stories,
                              .articles_others = stories_of(c, t, term) - stories,
                              .uses = t->uses[term * c->sides + side] };
    out->uses_others = uses - out->uses;
    return true;
}

/* Terms in a growing array. */
typedef struct candidates {
    plx_chosen_term *items;
    size_t count, cap;
} candidates;

static bool add_candidate(candidates *all, const plx_chosen_term *t)
{
    if (all->count == all->cap) {
        size_t cap = all->cap ? 2 * all->cap : 256;
        plx_chosen_term *grown = realloc(all->items, cap * sizeof *grown);

        if (!grown)
            return false;
        all->items = grown;
        all->cap = cap;
    }
    all->items[all->count++] = *t;
    return true;
}

/* Sources of a side that a term needs: a tenth of them, and two where there are two. */
static uint32_t least_sources(const plx_chooser *ch, const plx_chosen *about)
{
    uint32_t tenth = (about->sources + 9) / 10, least = ch->opt.min_sources;

    if (!least)
        least = tenth > MIN_SOURCES ? tenth : MIN_SOURCES;
    return least < about->sources ? least : about->sources;
}

/* Where one source has half of a side, its words cannot be told from the side's: they stay, and are
 * marked. */
static bool is_left_out(const plx_chosen_term *t, const plx_chosen *about, uint32_t least)
{
    return t->sources < least || (t->one_source && 2 * about->top_source_stories < about->stories);
}

/* All over-used terms of a side, by falling z_sources. */
static plx_status gather(plx_chooser *ch, size_t side, plx_chosen *about, candidates *all,
                         plx_error *err)
{
    uint32_t least = least_sources(ch, about);
    plx_chosen_term t;

    for (int k = 0; k < PLX_VOCABULARIES; k++)
        for (uint32_t i = 0; i < plx_map_count(ch->c->table[k].map); i++) {
            if (!is_candidate(ch, (plx_vocabulary_kind)k, i, side, &t))
                continue;
            look_at_sources(ch, &t, side);
            if (is_left_out(&t, about, least))
                about->left_out++;
            else if (t.z_sources > PLX_COMPARE_Z_MIN && !add_candidate(all, &t))
                return no_memory(err);
        }
    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, by_falling_z);
    return PLX_OK;
}

plx_status plx_choose_terms(plx_chooser *ch, size_t side, plx_chosen *out, plx_error *err)
{
    candidates all = { 0 };
    plx_status rc;

    *out = (plx_chosen){ .items = calloc((size_t)ch->opt.terms + 1, sizeof *out->items) };
    if (!out->items)
        return no_memory(err);
    describe_sources(ch, side, out);
    rc = gather(ch, side, out, &all, err);
    for (size_t i = 0; !rc && i < all.count && out->count < ch->opt.terms; i++)
        add_term(ch, &all.items[i], side, out);
    free(all.items);
    if (rc) {
        free(out->items);
        *out = (plx_chosen){ 0 };
    }
    return rc;
}
