#include "collection/labels.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/map.h"
#include "collection/label_file.h"

#define NONE UINT32_MAX

/* A vote as read. */
struct vote {
    plx_label v; /* first: a pointer to it is one to the vote */
    char *block; /* its strings */
    int64_t when;
    uint32_t article, slot;
    uint32_t next; /* vote on the article, NONE behind the last */
};

/* What one coder says of one article, of votes or of adjudications. */
struct slot {
    uint32_t latest; /* vote */
    uint32_t next;   /* slot of the article */
};

struct article {
    uint32_t first, last; /* votes */
    uint32_t slots;       /* the first of them */
    uint32_t standing;    /* vote, NONE if none stands */
    bool is_changed;      /* is in the list */
};

struct plx_labels {
    char *path;
    plx_line_place place;
    int64_t last_when; /* time of the line before */
    struct vote *votes;
    struct slot *slots;
    struct article *articles;
    uint32_t *changed; /* articles with new votes, not told yet */
    size_t votes_cap, slots_cap, articles_cap, changed_cap;
    size_t count, changed_count;
    plx_map *article_map; /* target NUL id -> article */
    plx_map *coder_map;
    plx_map *slot_map; /* article, coder, kind -> slot */
    size_t faults;
    plx_error fault; /* the first one */
};

/* ------------------------------------------------------------ life and room */

static bool make_maps(plx_labels *l)
{
    l->article_map = plx_map_new();
    l->coder_map = plx_map_new();
    l->slot_map = plx_map_new();
    return l->article_map && l->coder_map && l->slot_map;
}

plx_status plx_labels_open(const char *path, plx_labels **out, plx_error *err)
{
    plx_labels *l = calloc(1, sizeof *l);

    *out = NULL;
    if (!l || !(l->path = strdup(path)) || !make_maps(l)) {
        plx_labels_close(l);
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", path);
    }
    l->last_when = INT64_MIN;
    *out = l;
    return PLX_OK;
}

static void forget_votes(void *ctx)
{
    plx_labels *l = ctx;

    for (size_t i = 0; i < l->count; i++)
        free(l->votes[i].block);
    l->count = l->changed_count = l->faults = 0;
    l->last_when = INT64_MIN;
    plx_map_clear(l->article_map);
    plx_map_clear(l->coder_map);
    plx_map_clear(l->slot_map);
}

void plx_labels_close(plx_labels *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->count; i++)
        free(l->votes[i].block);
    plx_map_free(l->article_map);
    plx_map_free(l->coder_map);
    plx_map_free(l->slot_map);
    free(l->votes);
    free(l->slots);
    free(l->articles);
    free(l->changed);
    free(l->path);
    free(l);
}

/* An array with room for item n, moved or not; NULL without memory, then it is as before. */
static void *with_room(void *items, size_t *cap, size_t n, size_t size)
{
    size_t grown = *cap ? 2 * *cap : 64;
    void *p;

    if (n < *cap)
        return items;
    p = n < NONE ? realloc(items, grown * size) : NULL;
    if (p)
        *cap = grown;
    return p;
}

/* ------------------------------------------------- articles, coders, slots */

/* Ordinal of an article under a target, PLX_MAP_NONE; added if `add`. */
static uint32_t article_ordinal(plx_map *map, const char *id, const char *target, bool add)
{
    plx_strbuf key = PLX_STRBUF_INIT;
    uint32_t at = PLX_MAP_NONE;

    plx_strbuf_puts(&key, target);
    plx_strbuf_putc(&key, '\0');
    plx_strbuf_puts(&key, id);
    if (!key.failed)
        at = add ? plx_map_add(map, key.s, key.len, NULL) : plx_map_find(map, key.s, key.len);
    plx_strbuf_release(&key);
    return at;
}

/* Key of a slot. */
struct slot_key {
    uint32_t article, coder, is_adjudication;
};

static struct slot_key slot_key(uint32_t article, uint32_t coder, plx_label_how how)
{
    return (struct slot_key){ article, coder, how == PLX_HOW_ADJUDICATION };
}

/* Room comes before the name is known: whatever a map holds is in its array. */
static bool add_article(plx_labels *l, struct vote *vote)
{
    uint32_t known = plx_map_count(l->article_map);
    struct article *items = with_room(l->articles, &l->articles_cap, known, sizeof *l->articles);

    if (!items)
        return false;
    l->articles = items;
    vote->article = article_ordinal(l->article_map, vote->v.id, vote->v.target, true);
    if (vote->article == known)
        l->articles[known] = (struct article){ NONE, NONE, NONE, NONE, false };
    return vote->article != PLX_MAP_NONE;
}

static bool add_slot(plx_labels *l, struct vote *vote)
{
    uint32_t known = plx_map_count(l->slot_map);
    uint32_t coder = plx_map_add(l->coder_map, vote->v.coder, strlen(vote->v.coder), NULL);
    const struct slot_key key = slot_key(vote->article, coder, vote->v.how);
    struct slot *items = with_room(l->slots, &l->slots_cap, known, sizeof *l->slots);

    if (!items)
        return false;
    l->slots = items;
    if (coder == PLX_MAP_NONE)
        return false;
    vote->slot = plx_map_add(l->slot_map, &key, sizeof key, NULL);
    if (vote->slot == known) {
        l->slots[known] = (struct slot){ NONE, l->articles[vote->article].slots };
        l->articles[vote->article].slots = known;
    }
    return vote->slot != PLX_MAP_NONE;
}

/* Room for one more vote, and for the word that its article changed. */
static bool add_room(plx_labels *l)
{
    struct vote *votes = with_room(l->votes, &l->votes_cap, l->count, sizeof *votes);
    uint32_t *changed;

    if (!votes)
        return false;
    l->votes = votes;
    changed = with_room(l->changed, &l->changed_cap, l->changed_count, sizeof *changed);
    if (!changed)
        return false;
    l->changed = changed;
    return true;
}

/* --------------------------------------------------------------- what stands */

static const plx_label *vote_at(const plx_labels *l, uint32_t at)
{
    return at == NONE ? NULL : &l->votes[at].v;
}

/* Is vote a later than vote b (which may be NONE)? */
static bool is_later(const plx_labels *l, uint32_t a, uint32_t b)
{
    if (b == NONE)
        return true;
    if (l->votes[a].when != l->votes[b].when)
        return l->votes[a].when > l->votes[b].when;
    return a > b;
}

static void settle(plx_labels *l, struct article *a)
{
    uint32_t best[2] = { NONE, NONE }; /* votes, adjudications */

    for (uint32_t i = a->slots; i != NONE; i = l->slots[i].next) {
        uint32_t latest = l->slots[i].latest;
        uint32_t *of = &best[l->votes[latest].v.how == PLX_HOW_ADJUDICATION];

        if (l->votes[latest].v.label && is_later(l, latest, *of))
            *of = latest;
    }
    a->standing = best[1] != NONE ? best[1] : best[0];
}

/* ------------------------------------------------------------------ reading */

/* A vote without a time of its own has that of the line before. */
static int64_t time_of(plx_labels *l, const plx_label *v)
{
    plx_date when;

    if (v->time && plx_date_parse_iso(v->time, strlen(v->time), &when, NULL) == PLX_OK)
        l->last_when = when.start;
    return l->last_when;
}

static void link_vote(plx_labels *l, uint32_t at)
{
    struct vote *vote = &l->votes[at];
    struct article *a = &l->articles[vote->article];

    if (a->last == NONE)
        a->first = at;
    else
        l->votes[a->last].next = at;
    a->last = at;
    if (is_later(l, at, l->slots[vote->slot].latest))
        l->slots[vote->slot].latest = at;
    if (!a->is_changed)
        l->changed[l->changed_count++] = vote->article;
    a->is_changed = true;
}

static plx_status on_vote(void *ctx, const plx_label *v, char *block, plx_error *err)
{
    plx_labels *l = ctx;
    struct vote vote = { *v, block, time_of(l, v), NONE, NONE, NONE };

    if (!add_room(l) || !add_article(l, &vote) || !add_slot(l, &vote)) {
        free(block);
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    }
    l->votes[l->count] = vote;
    link_vote(l, (uint32_t)l->count++);
    return PLX_OK;
}

static void on_fault(void *ctx, size_t line, const plx_error *why)
{
    plx_labels *l = ctx;

    if (l->faults++ == 0)
        plx_fail(&l->fault, why->code, "%s:%zu: %s", l->path, line, why->msg);
}

static plx_status tell_change(plx_labels *l, uint32_t article, plx_labels_changed *changed,
                              void *ctx, plx_error *err)
{
    struct article *a = &l->articles[article];
    const plx_label *any = &l->votes[a->first].v;
    plx_status rc = PLX_OK;

    if (changed)
        rc = changed(ctx, any->id, any->target, vote_at(l, a->standing), err);
    if (!rc)
        a->is_changed = false;
    return rc;
}

plx_status plx_labels_read(plx_labels *l, plx_labels_changed *changed, void *ctx, plx_error *err)
{
    const plx_label_sink sink = { forget_votes, on_vote, on_fault, l };
    plx_status rc = plx_label_file_read(l->path, &l->place, &sink, err);
    size_t told = 0;

    for (size_t i = 0; i < l->changed_count; i++)
        settle(l, &l->articles[l->changed[i]]);
    while (!rc && told < l->changed_count) {
        rc = tell_change(l, l->changed[told], changed, ctx, err);
        told += !rc;
    }
    l->changed_count -= told;
    if (told > 0)
        memmove(l->changed, l->changed + told, l->changed_count * sizeof *l->changed);
    return rc;
}

/* ------------------------------------------------------------------- asking */

size_t plx_labels_faults(const plx_labels *l, const char **first)
{
    *first = l->faults ? l->fault.msg : NULL;
    return l->faults;
}

static const struct vote *vote_of(const plx_label *v)
{
    return (const struct vote *)(const void *)v;
}

const plx_label *plx_labels_find(const plx_labels *l, const char *id, const char *target)
{
    uint32_t at = article_ordinal(l->article_map, id, target, false);

    return at == PLX_MAP_NONE ? NULL : vote_at(l, l->articles[at].standing);
}

const plx_label *plx_labels_of_coder(const plx_labels *l, const plx_label *by)
{
    uint32_t article = article_ordinal(l->article_map, by->id, by->target, false);
    uint32_t coder = plx_map_find(l->coder_map, by->coder, strlen(by->coder));
    const struct slot_key key = slot_key(article, coder, by->how);
    uint32_t slot = plx_map_find(l->slot_map, &key, sizeof key);
    const plx_label *v = slot == PLX_MAP_NONE ? NULL : vote_at(l, l->slots[slot].latest);

    return v && v->label ? v : NULL;
}

size_t plx_labels_count(const plx_labels *l)
{
    return l->count;
}

const plx_label *plx_labels_at(const plx_labels *l, size_t i)
{
    return &l->votes[i].v;
}

const plx_label *plx_labels_next(const plx_labels *l, const char *id, const char *target,
                                 const plx_label *after)
{
    uint32_t at;

    if (after)
        return vote_at(l, vote_of(after)->next);
    at = article_ordinal(l->article_map, id, target, false);
    return at == PLX_MAP_NONE ? NULL : vote_at(l, l->articles[at].first);
}

bool plx_labels_stands(const plx_labels *l, const plx_label *v)
{
    return vote_at(l, l->articles[vote_of(v)->article].standing) == v;
}

bool plx_labels_is_latest(const plx_labels *l, const plx_label *v)
{
    return vote_at(l, l->slots[vote_of(v)->slot].latest) == v;
}

bool plx_label_is_stale(const plx_label *v, const char *text)
{
    char digest[PLX_DIGEST_HEX + 1];

    if (!v->digest)
        return false;
    plx_digest_hex(text ? text : "", text ? strlen(text) : 0, digest);
    return strcmp(v->digest, digest) != 0;
}

/* ---------------------------------------------------------------- appending */

plx_status plx_labels_append(const char *path, const plx_label *v, plx_error *err)
{
    plx_strbuf line = PLX_STRBUF_INIT;
    plx_status rc = plx_label_print(v, &line, err);

    if (!rc)
        rc = plx_label_file_append(path, &line, err);
    plx_strbuf_release(&line);
    return rc;
}

plx_status plx_labels_append_lines(const char *path, const plx_strbuf *lines, plx_error *err)
{
    return plx_label_file_append(path, lines, err);
}
