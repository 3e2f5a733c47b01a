#include "daemon/cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* Chains of the table, a power of two. */
#define CHAINS 4096u
/* An answer may take one part in so many of all. */
#define SHARE 8

/* One answer: in the chain of its key, and in the list by last use. */
struct entry {
    struct entry *next; /* of the chain */
    struct entry *newer, *older;
    uint64_t hash;
    const char *type, *file; /* static */
    char *link;              /* NULL: none */
    bool is_gzip;
    size_t key_bytes, body_bytes, bytes;
    char *data; /* the key with its NUL, then the body */
};

struct plx_cache {
    pthread_mutex_t lock; /* of all below */
    size_t bytes_max;
    struct entry *chain[CHAINS];
    struct entry *newest, *oldest;
    plx_cache_figures figures;
};

plx_status plx_cache_new(size_t bytes, plx_cache **out, plx_error *err)
{
    plx_cache *c = calloc(1, sizeof *c);

    *out = c;
    if (!c)
        return plx_fail(err, PLX_ERR_NOMEM, "cache: out of memory");
    c->bytes_max = bytes;
    pthread_mutex_init(&c->lock, NULL);
    return PLX_OK;
}

static void free_entry(struct entry *e)
{
    if (!e)
        return;
    free(e->link);
    free(e->data);
    free(e);
}

/* ------------------------------------------------------------ with the lock held */

static void unlist(plx_cache *c, struct entry *e)
{
    *(e->newer ? &e->newer->older : &c->newest) = e->older;
    *(e->older ? &e->older->newer : &c->oldest) = e->newer;
}

static void list_newest(plx_cache *c, struct entry *e)
{
    e->newer = NULL;
    e->older = c->newest;
    *(c->newest ? &c->newest->newer : &c->oldest) = e;
    c->newest = e;
}

static struct entry **find(plx_cache *c, const char *key, size_t n, uint64_t hash)
{
    struct entry **at = &c->chain[hash & (CHAINS - 1)];

    while (*at && ((*at)->hash != hash || (*at)->key_bytes != n || memcmp((*at)->data, key, n)))
        at = &(*at)->next;
    return at;
}

static void drop(plx_cache *c, struct entry *e)
{
    *find(c, e->data, e->key_bytes, e->hash) = e->next;
    unlist(c, e);
    c->figures.entries--;
    c->figures.bytes -= e->bytes;
    free_entry(e);
}

/* ------------------------------------------------------------ use */

void plx_cache_free(plx_cache *c)
{
    if (!c)
        return;
    while (c->oldest)
        drop(c, c->oldest);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

static void fill(plx_reply *reply, const struct entry *e)
{
    reply->type = e->type;
    reply->file = e->file;
    reply->is_gzip = e->is_gzip;
    plx_strbuf_add(&reply->body, e->data + e->key_bytes + 1, e->body_bytes);
    if (e->link) {
        reply->link = strdup(e->link);
        reply->body.failed = reply->body.failed || !reply->link;
    }
}

bool plx_cache_get(plx_cache *c, const char *key, plx_reply *reply)
{
    size_t n = strlen(key);
    uint64_t hash = plx_hash64(key, n);
    struct entry *e;

    pthread_mutex_lock(&c->lock);
    e = *find(c, key, n, hash);
    if (e) {
        unlist(c, e);
        list_newest(c, e);
        fill(reply, e);
    }
    *(e ? &c->figures.hits : &c->figures.misses) += 1;
    pthread_mutex_unlock(&c->lock);
    return e != NULL;
}

static struct entry *make_entry(const char *key, const plx_reply *reply)
{
    struct entry *e = calloc(1, sizeof *e);
    size_t n = strlen(key);

    if (!e)
        return NULL;
    *e = (struct entry){ .hash = plx_hash64(key, n),
                         .type = reply->type,
                         .file = reply->file,
                         .is_gzip = reply->is_gzip,
                         .key_bytes = n,
                         .body_bytes = reply->body.len };
    e->bytes = sizeof *e + n + 1 + reply->body.len;
    e->data = malloc(n + 1 + reply->body.len);
    e->link = reply->link ? strdup(reply->link) : NULL;
    if (!e->data || (reply->link && !e->link)) {
        free_entry(e);
        return NULL;
    }
    memcpy(e->data, key, n + 1);
    memcpy(e->data + n + 1, reply->body.s, reply->body.len);
    return e;
}

static void add(plx_cache *c, struct entry *e)
{
    struct entry **at = find(c, e->data, e->key_bytes, e->hash);

    if (*at) /* another thread was first with the same answer */
        drop(c, *at);
    at = find(c, e->data, e->key_bytes, e->hash);
    e->next = *at;
    *at = e;
    list_newest(c, e);
    c->figures.entries++;
    c->figures.bytes += e->bytes;
    while (c->figures.bytes > c->bytes_max)
        drop(c, c->oldest);
}

void plx_cache_put(plx_cache *c, const char *key, const plx_reply *reply)
{
    struct entry *e;

    if (reply->body.len + strlen(key) > c->bytes_max / SHARE)
        return;
    e = make_entry(key, reply);
    if (!e)
        return;
    pthread_mutex_lock(&c->lock);
    add(c, e);
    pthread_mutex_unlock(&c->lock);
}

plx_cache_figures plx_cache_look(plx_cache *c)
{
    plx_cache_figures f;

    pthread_mutex_lock(&c->lock);
    f = c->figures;
    pthread_mutex_unlock(&c->lock);
    return f;
}
