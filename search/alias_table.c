#include "search/alias_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

/* Names of a group are chained in the order they came. Who is gone has no group. */
typedef struct name {
    size_t text; /* in the pool */
    unsigned file, line;
    uint32_t key;   /* its words */
    uint32_t group; /* the name that the chain begins with, PLX_ALIAS_NONE: removed */
    uint32_t next;  /* of the chain, PLX_ALIAS_NONE at its end */
    uint32_t last;  /* of the chain, and */
    uint32_t size;  /* its length; kept by the first */
} name;

typedef struct lead {
    uint32_t from, to; /* names */
    uint32_t order;    /* as they came */
    uint32_t group;    /* of from, when finished */
} lead;

struct plx_alias_table {
    plx_analyser *an; /* while it is filled */
    plx_tokens tokens;
    plx_strbuf key;
    plx_map *keys;     /* the words of names, and all that names begin with */
    uint32_t *name_of; /* [key] the name, or PLX_ALIAS_NONE */
    size_t name_of_cap;
    name *names;
    size_t count, cap;
    size_t removed;
    lead *leads;
    size_t lead_count, lead_cap;
    plx_strbuf pool; /* names as written, each with its NUL */
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "aliases: out of memory");
}

/* Make room for one more of `size` bytes each. */
static bool grow(void **list, size_t *cap, size_t count, size_t size)
{
    size_t wanted = *cap ? *cap * 2 : 256;
    void *p;

    if (count < *cap)
        return true;
    p = realloc(*list, wanted * size);
    if (!p)
        return false;
    *list = p;
    *cap = wanted;
    return true;
}

plx_status plx_alias_table_new(plx_alias_table **out, plx_error *err)
{
    plx_alias_table *t = calloc(1, sizeof *t);
    plx_status rc;

    *out = NULL;
    if (!t)
        return no_memory(err);
    plx_tokens_init(&t->tokens);
    plx_strbuf_init(&t->key);
    plx_strbuf_init(&t->pool);
    t->keys = plx_map_new();
    rc = t->keys ? plx_analyser_new(&t->an, err) : no_memory(err);
    if (rc)
        plx_alias_table_free(t);
    else
        *out = t;
    return rc;
}

void plx_alias_table_free(plx_alias_table *t)
{
    if (!t)
        return;
    plx_analyser_free(t->an);
    plx_tokens_release(&t->tokens);
    plx_strbuf_release(&t->key);
    plx_strbuf_release(&t->pool);
    plx_map_free(t->keys);
    free(t->name_of);
    free(t->names);
    free(t->leads);
    free(t);
}

/* ------------------------------------------------------------------- keys */

void plx_alias_key_add(plx_strbuf *key, const plx_tokens *words)
{
    size_t i;

    for (i = 0; i < words->count; i++) {
        const plx_token *t = &words->items[i];

        if (t->flags & PLX_TOKEN_COMPOUND)
            continue;
        if (key->len)
            plx_strbuf_putc(key, ' ');
        plx_strbuf_add(key, t->word->stem, t->word->stem_len);
    }
}

static plx_status check_words(const plx_tokens *words, const char *text, plx_error *err)
{
    size_t n = 0, stops = 0, i;

    for (i = 0; i < words->count; i++) {
        n += !(words->items[i].flags & PLX_TOKEN_COMPOUND);
        stops += words->items[i].word->is_stop && !(words->items[i].flags & PLX_TOKEN_COMPOUND);
    }
    if (!n)
        return plx_fail(err, PLX_ERR_INVALID, "'%s' has no words", text);
    if (n > PLX_ALIAS_WORDS_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "'%s' has over %d words", text, PLX_ALIAS_WORDS_MAX);
    if (stops == n)
        return plx_fail(err, PLX_ERR_INVALID,
                        "'%s' is a common word, not a name: everything would hold it", text);
    return PLX_OK;
}

/* The key of a text in t->key. */
static plx_status make_key(plx_alias_table *t, const char *text, plx_error *err)
{
    size_t len = strlen(text);
    plx_status rc;

    plx_strbuf_reset(&t->key);
    if (len > PLX_ALIAS_NAME_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "'%.40s...' has %zu bytes, a name at most %d", text,
                        len, PLX_ALIAS_NAME_MAX);
    rc = plx_analyser_run(t->an, "en", text, len, &t->tokens, err);
    if (!rc)
        rc = check_words(&t->tokens, text, err);
    if (!rc)
        plx_alias_key_add(&t->key, &t->tokens);
    return !rc && t->key.failed ? no_memory(err) : rc;
}

static plx_status add_key(plx_alias_table *t, size_t len, uint32_t *key, plx_error *err)
{
    size_t cap = t->name_of_cap;

    *key = plx_map_add(t->keys, t->key.s, len, NULL);
    if (*key == PLX_MAP_NONE ||
        !grow((void **)&t->name_of, &t->name_of_cap, *key, sizeof *t->name_of))
        return no_memory(err);
    if (cap < t->name_of_cap)
        memset(t->name_of + cap, 0xff, (t->name_of_cap - cap) * sizeof *t->name_of);
    return PLX_OK;
}

/* All that the key begins with, then the key: who looks up goes on as long as there is one. */
static plx_status add_keys(plx_alias_table *t, uint32_t *key, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t i;

    for (i = 0; !rc && i <= t->key.len; i++)
        if (i == t->key.len || t->key.s[i] == ' ')
            rc = add_key(t, i, key, err);
    return rc;
}

/* ------------------------------------------------------------------ names */

static plx_status add_name(plx_alias_table *t, const plx_alias_name *from, uint32_t key,
                           plx_error *err)
{
    uint32_t n = (uint32_t)t->count;

    if (!grow((void **)&t->names, &t->cap, t->count, sizeof *t->names))
        return no_memory(err);
    t->names[n] = (name){ t->pool.len, from->file, from->line, key, n, PLX_ALIAS_NONE, n, 1 };
    plx_strbuf_add(&t->pool, from->text, strlen(from->text) + 1);
    if (t->pool.failed)
        return no_memory(err);
    t->name_of[key] = n;
    t->count++;
    return PLX_OK;
}

plx_status plx_alias_table_add(plx_alias_table *t, const plx_alias_name *from, uint32_t *out,
                               plx_error *err)
{
    uint32_t key = 0;
    plx_status rc = make_key(t, from->text, err);

    *out = PLX_ALIAS_NONE;
    if (!rc)
        rc = add_keys(t, &key, err);
    if (!rc && t->name_of[key] == PLX_ALIAS_NONE)
        rc = add_name(t, from, key, err);
    if (!rc)
        *out = t->name_of[key];
    return rc;
}

plx_status plx_alias_table_join(plx_alias_table *t, uint32_t a, uint32_t b, plx_error *err)
{
    name *first = &t->names[t->names[a].group], *second = &t->names[t->names[b].group];
    uint32_t group = t->names[a].group, i = t->names[b].group;

    if (group == i)
        return PLX_OK;
    if (first->size + second->size > PLX_ALIAS_GROUP_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "'%s' would be one of over %d names of one thing",
                        t->pool.s + t->names[b].text, PLX_ALIAS_GROUP_MAX);
    t->names[first->last].next = i;
    first->last = second->last;
    first->size += second->size;
    for (; i != PLX_ALIAS_NONE; i = t->names[i].next)
        t->names[i].group = group;
    return PLX_OK;
}

plx_status plx_alias_table_lead(plx_alias_table *t, uint32_t from, uint32_t to, plx_error *err)
{
    if (t->lead_count == PLX_ALIAS_LEADS_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "there are over %d pairs with '=>'",
                        PLX_ALIAS_LEADS_MAX);
    if (!grow((void **)&t->leads, &t->lead_cap, t->lead_count, sizeof *t->leads))
        return no_memory(err);
    t->leads[t->lead_count] = (lead){ from, to, (uint32_t)t->lead_count, PLX_ALIAS_NONE };
    t->lead_count++;
    return PLX_OK;
}

/* Take a name out of its chain; groups are short. */
static void unchain(plx_alias_table *t, uint32_t n)
{
    uint32_t group = t->names[n].group, next = t->names[n].next, before = PLX_ALIAS_NONE, i;
    uint32_t head = group == n ? next : group;

    for (i = group; i != n; i = t->names[i].next)
        before = i;
    if (before != PLX_ALIAS_NONE)
        t->names[before].next = next;
    if (head != PLX_ALIAS_NONE) {
        t->names[head].last = t->names[group].last == n ? before : t->names[group].last;
        t->names[head].size = t->names[group].size - 1;
    }
    for (i = head; i != PLX_ALIAS_NONE; i = t->names[i].next)
        t->names[i].group = head;
    t->names[n].group = PLX_ALIAS_NONE;
}

plx_status plx_alias_table_remove(plx_alias_table *t, const char *text, plx_error *err)
{
    plx_status rc = make_key(t, text, err);
    uint32_t n;
    bool goes_on;

    if (rc)
        return rc;
    n = plx_alias_table_find(t, t->key.s, t->key.len, &goes_on);
    if (n == PLX_ALIAS_NONE)
        return plx_fail(err, PLX_ERR_NOTFOUND, "'%s' is not known: it cannot be taken out", text);
    t->name_of[t->names[n].key] = PLX_ALIAS_NONE;
    unchain(t, n);
    t->removed++;
    return PLX_OK;
}

/* ----------------------------------------------------------------- finish */

static int by_group(const void *a, const void *b)
{
    const lead *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

void plx_alias_table_finish(plx_alias_table *t)
{
    size_t n = 0, i;

    for (i = 0; i < t->lead_count; i++) {
        lead x = t->leads[i];

        x.group = t->names[x.from].group;
        if (x.group != PLX_ALIAS_NONE && t->names[x.to].group != PLX_ALIAS_NONE)
            t->leads[n++] = x;
    }
    t->lead_count = n;
    if (n)
        qsort(t->leads, n, sizeof *t->leads, by_group);
    plx_analyser_free(t->an);
    t->an = NULL;
    plx_tokens_release(&t->tokens);
    plx_strbuf_release(&t->key);
}

/* -------------------------------------------------------------- looking up */

uint32_t plx_alias_table_find(const plx_alias_table *t, const char *key, size_t len, bool *goes_on)
{
    uint32_t k = plx_map_find(t->keys, key, len);

    *goes_on = k != PLX_MAP_NONE;
    return k == PLX_MAP_NONE ? PLX_ALIAS_NONE : t->name_of[k];
}

/* What is in a list already, or is what was asked for. */
static bool is_listed(const uint32_t *list, size_t n, uint32_t what)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (list[i] == what)
            return true;
    return false;
}

/* Append a group's names, but one. */
static size_t add_group(const plx_alias_table *t, uint32_t group, uint32_t but, uint32_t *out,
                        size_t n, size_t max)
{
    uint32_t i;

    for (i = group; i != PLX_ALIAS_NONE && n < max; i = t->names[i].next)
        if (i != but && !is_listed(out, n, i))
            out[n++] = i;
    return n;
}

/* The first lead of a group, or where it would stand. */
static size_t first_lead(const plx_alias_table *t, uint32_t group)
{
    size_t low = 0, high = t->lead_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (t->leads[middle].group < group)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t plx_alias_table_others(const plx_alias_table *t, uint32_t n, uint32_t *out, size_t max,
                              size_t *own)
{
    uint32_t group = t->names[n].group;
    size_t count = add_group(t, group, n, out, 0, max), i;

    if (own)
        *own = count;
    for (i = first_lead(t, group); i < t->lead_count && t->leads[i].group == group && count < max;
         i++)
        count = add_group(t, t->names[t->leads[i].to].group, n, out, count, max);
    return count;
}

bool plx_alias_table_covers(const plx_alias_table *t, uint32_t n, uint32_t other)
{
    size_t len, room, i;
    const char *key = plx_map_key(t->keys, t->names[n].key, &len);
    const char *in = plx_map_key(t->keys, t->names[other].key, &room);

    for (i = 0; i + len <= room; i++)
        if ((i == 0 || in[i - 1] == ' ') && (i + len == room || in[i + len] == ' ') &&
            memcmp(in + i, key, len) == 0)
            return true;
    return false;
}

plx_alias_name plx_alias_table_name(const plx_alias_table *t, uint32_t n)
{
    return (plx_alias_name){ t->pool.s + t->names[n].text, t->names[n].file, t->names[n].line };
}

size_t plx_alias_table_names(const plx_alias_table *t)
{
    return t->count - t->removed;
}
