#include "indexer/repeat_counts.h"

#include <stdlib.h>

#define FIRST_ROOM 1024 /* a power of two */

struct plx_repeat_counts {
    plx_repeat_entry *entry; /* open addressing, linear probing; `room` is a power of two */
    size_t room;
    size_t used;
    size_t max;
    uint32_t forgotten; /* keys met in so many documents at most have been dropped */
};

plx_repeat_counts *plx_repeat_counts_new(size_t max)
{
    plx_repeat_counts *c = calloc(1, sizeof *c);

    if (!c)
        return NULL;
    c->max = max;
    c->room = FIRST_ROOM;
    c->entry = calloc(c->room, sizeof *c->entry);
    if (!c->entry) {
        free(c);
        return NULL;
    }
    return c;
}

void plx_repeat_counts_free(plx_repeat_counts *c)
{
    if (!c)
        return;
    free(c->entry);
    free(c);
}

/* The place of a key, or the free one where it belongs. */
static plx_repeat_entry *slot(plx_repeat_entry *table, size_t room, uint64_t key)
{
    size_t i = (size_t)key & (room - 1);

    while (table[i].key != 0 && table[i].key != key)
        i = (i + 1) & (room - 1);
    return &table[i];
}

/* Move what is kept into a table of `room`. */
static bool rebuild(plx_repeat_counts *c, size_t room, uint32_t forget)
{
    plx_repeat_entry *table = calloc(room, sizeof *table);
    size_t used = 0;

    if (!table)
        return false;
    for (size_t i = 0; i < c->room; i++) {
        const plx_repeat_entry *e = &c->entry[i];

        if (e->key == 0 || e->count + e->slack <= forget)
            continue;
        *slot(table, room, e->key) = *e;
        used++;
    }
    free(c->entry);
    c->entry = table;
    c->room = room;
    c->used = used;
    return true;
}

/* Room for one more key at a load of at most one half: a larger table, or fewer keys. */
static bool make_room(plx_repeat_counts *c)
{
    if (c->used < c->max)
        return (c->used + 1) * 2 <= c->room || rebuild(c, c->room * 2, 0);
    while (c->used > c->max / 4 * 3) {
        c->forgotten++;
        if (!rebuild(c, c->room, c->forgotten))
            return false;
    }
    return true;
}

/* Remember the document; false if it is there. */
static bool note(plx_repeat_entry *e, uint32_t docid)
{
    for (uint32_t i = 0; i < e->count && i < PLX_REPEAT_DOCS; i++)
        if (e->docid[i] == docid)
            return false;
    if (e->count < PLX_REPEAT_DOCS)
        e->docid[e->count] = docid;
    if (e->count < UINT32_MAX / 2)
        e->count++;
    return true;
}

bool plx_repeat_counts_add(plx_repeat_counts *c, uint64_t key, uint32_t docid,
                           const plx_repeat_entry **out)
{
    plx_repeat_entry *e;

    *out = NULL;
    key = key ? key : 1;
    e = slot(c->entry, c->room, key);
    if (e->key == 0) {
        if (!make_room(c))
            return false;
        e = slot(c->entry, c->room, key);
        *e = (plx_repeat_entry){ .key = key, .slack = c->forgotten };
        c->used++;
    }
    if (note(e, docid))
        *out = e;
    return true;
}
