#include "search/tagged.h"

#include <stdlib.h>
#include <string.h>

#include "collection/collection.h"

/* Tags named in a message. */
#define TAGS_SHOWN 20

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "tags: out of memory");
}

static plx_status open_tags(plx_tagged *g, const plx_snapshot *snap, plx_error *err)
{
    char *path;
    plx_status rc;

    if (g->tags)
        return PLX_OK;
    path = plx_collection_file(plx_snapshot_dir(snap), PLX_TAGS_FILE);
    rc = path ? plx_tags_open(path, &g->tags, err) : no_memory(err);
    free(path);
    return rc;
}

static plx_status make_room(plx_tagged *g, uint32_t articles, plx_error *err)
{
    uint32_t *docid;

    if (articles <= g->cap)
        return PLX_OK;
    docid = realloc(g->docid, articles * sizeof *docid);
    if (!docid)
        return no_memory(err);
    g->docid = docid;
    g->cap = articles;
    return PLX_OK;
}

static plx_status look_up(plx_tagged *g, plx_snapshot *snap, plx_error *err)
{
    uint32_t articles = plx_tags_articles(g->tags);
    plx_status rc = make_room(g, articles, err);

    for (; !rc && g->known < articles; g->known++) {
        uint32_t *docid = &g->docid[g->known];

        *docid = 0;
        rc = plx_snapshot_find(snap, plx_tags_id(g->tags, g->known), docid, err);
        if (rc == PLX_ERR_NOTFOUND)
            rc = PLX_OK;
        if (rc)
            return rc;
    }
    return rc;
}

static void drop_column(plx_tagged *g)
{
    free(g->column.first);
    free(g->column.ordinal);
    free(g->column.value);
    free(g->column.value_len);
    memset(&g->column, 0, sizeof g->column);
    g->has_column = false;
}

plx_status plx_tagged_refresh(plx_tagged *g, plx_snapshot *snap, plx_error *err)
{
    bool changed = false;
    plx_status rc = open_tags(g, snap, err);

    if (!rc)
        rc = plx_tags_read(g->tags, &changed, err);
    if (changed)
        drop_column(g);
    if (rc)
        return rc;
    if (plx_tags_files(g->tags) != g->files)
        g->known = 0; /* another file took its place */
    g->files = plx_tags_files(g->tags);
    return look_up(g, snap, err);
}

void plx_tagged_forget(plx_tagged *g)
{
    drop_column(g);
    g->known = 0;
}

void plx_tagged_release(plx_tagged *g)
{
    drop_column(g);
    plx_tags_close(g->tags);
    free(g->docid);
    memset(g, 0, sizeof *g);
}

static plx_status unknown(const plx_tagged *g, const char *name, plx_error *err)
{
    uint32_t n = plx_tags_count(g->tags), i;
    plx_strbuf known = PLX_STRBUF_INIT;
    plx_status rc;

    for (i = 0; i < n && i < TAGS_SHOWN; i++)
        plx_strbuf_printf(&known, "%s%s", i ? ", " : "", plx_tags_name(g->tags, i));
    rc = n ? plx_fail(err, PLX_ERR_INVALID, "there is no tag '%.60s'; tags are %s%s", name, known.s,
                      n > TAGS_SHOWN ? ", ..." : "")
           : plx_fail(err, PLX_ERR_INVALID,
                      "there is no tag '%.60s': no article has any yet (parallax tag ID +%.60s)",
                      name, name);
    plx_strbuf_release(&known);
    return rc;
}

plx_status plx_tagged_find(const plx_tagged *g, const char *name, uint32_t *tag, plx_error *err)
{
    char read[PLX_NOTE_NAME_MAX + 1];
    plx_status rc = plx_note_name_read("tag", name, strlen(name), read, err);

    if (rc)
        return rc;
    *tag = plx_tags_find(g->tags, read);
    return *tag == UINT32_MAX ? unknown(g, read, err) : PLX_OK;
}

plx_status plx_tagged_set(const plx_tagged *g, const char *name, plx_bits *set, plx_error *err)
{
    const plx_tagging *item;
    uint32_t wanted;
    size_t n, i;
    plx_status rc = plx_tagged_find(g, name, &wanted, err);

    if (rc)
        return rc;
    item = plx_tags_list(g->tags, &n);
    for (i = 0; i < n; i++)
        if (item[i].tag == wanted && item[i].is_on && g->docid[item[i].article])
            plx_bits_set(set, g->docid[item[i].article]);
    return PLX_OK;
}

/* ---------------------------------------------------------------- column */

/* A tag and its number among the tags. */
typedef struct named {
    const char *name;
    uint32_t tag;
} named;

static int by_name(const void *a, const void *b)
{
    return strcmp(((const named *)a)->name, ((const named *)b)->name);
}

/* Values in byte order; rank[tag] receives the place of each. */
static plx_status sort_tags(const plx_tagged *g, plx_column *col, uint32_t *rank, plx_error *err)
{
    uint32_t tags = plx_tags_count(g->tags), i;
    named *list = malloc(((size_t)tags + 1) * sizeof *list);

    if (!list)
        return no_memory(err);
    for (i = 0; i < tags; i++)
        list[i] = (named){ plx_tags_name(g->tags, i), i };
    if (tags)
        qsort(list, tags, sizeof *list, by_name);
    for (i = 0; i < tags; i++) {
        rank[list[i].tag] = i;
        col->value[i] = (char *)(uintptr_t)list[i].name; /* nobody writes to a column */
        col->value_len[i] = strlen(list[i].name);
    }
    free(list);
    return PLX_OK;
}

/* Where an article's tags go, or 0: not on, not in the index, or in one of later. */
static uint32_t docid_of(const plx_tagged *g, const plx_tagging *item, uint32_t last_docid)
{
    uint32_t docid = item->is_on ? g->docid[item->article] : 0;

    return docid <= last_docid ? docid : 0;
}

/* Counted, summed up, then filled from the back, so that `first` ends where it should. */
static void fill_column(const plx_tagged *g, plx_column *col, const uint32_t *rank)
{
    size_t n, i;
    const plx_tagging *item = plx_tags_list(g->tags, &n);
    uint32_t d;

    for (i = 0; i < n; i++)
        col->first[docid_of(g, &item[i], col->last_docid)] += 1;
    col->first[0] = 0;
    for (d = 1; d <= col->last_docid + 1; d++)
        col->first[d] += col->first[d - 1];
    for (i = n; i-- > 0;) {
        d = docid_of(g, &item[i], col->last_docid);
        if (d)
            col->ordinal[--col->first[d]] = rank[item[i].tag];
    }
}

static plx_status make_column(const plx_tagged *g, uint32_t last_docid, plx_column *col,
                              plx_error *err)
{
    uint32_t tags = plx_tags_count(g->tags), *rank = calloc((size_t)tags + 1, sizeof *rank);
    size_t n;
    plx_status rc;

    plx_tags_list(g->tags, &n);
    col->last_docid = last_docid;
    col->values = tags;
    col->first = calloc((size_t)last_docid + 2, sizeof *col->first);
    col->ordinal = calloc(n + 1, sizeof *col->ordinal);
    col->value = calloc((size_t)tags + 1, sizeof(char *));
    col->value_len = calloc((size_t)tags + 1, sizeof *col->value_len);
    if (rank && col->first && col->ordinal && col->value && col->value_len)
        rc = sort_tags(g, col, rank, err);
    else
        rc = no_memory(err);
    if (!rc)
        fill_column(g, col, rank);
    free(rank);
    return rc;
}

plx_status plx_tagged_column(plx_tagged *g, uint32_t last_docid, const plx_column **out,
                             plx_error *err)
{
    plx_status rc = PLX_OK;

    if (!g->has_column)
        rc = make_column(g, last_docid, &g->column, err);
    if (rc)
        drop_column(g);
    g->has_column = !rc;
    *out = &g->column;
    return rc;
}
