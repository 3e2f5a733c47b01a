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

plx_status plx_tagged_refresh(plx_tagged *g, plx_snapshot *snap, plx_error *err)
{
    plx_status rc = open_tags(g, snap, err);

    if (!rc)
        rc = plx_tags_read(g->tags, NULL, err);
    if (!rc && plx_tags_articles(g->tags) < g->known)
        g->known = 0; /* another file took its place */
    return rc ? rc : look_up(g, snap, err);
}

void plx_tagged_forget(plx_tagged *g)
{
    g->known = 0;
}

void plx_tagged_release(plx_tagged *g)
{
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

plx_status plx_tagged_set(const plx_tagged *g, const char *name, plx_bits *set, plx_error *err)
{
    char tag[PLX_NOTE_NAME_MAX + 1];
    const plx_tagging *item;
    uint32_t wanted;
    size_t n, i;
    plx_status rc = plx_note_name_read("tag", name, strlen(name), tag, err);

    if (rc)
        return rc;
    wanted = plx_tags_find(g->tags, tag);
    if (wanted == UINT32_MAX)
        return unknown(g, tag, err);
    item = plx_tags_list(g->tags, &n);
    for (i = 0; i < n; i++)
        if (item[i].tag == wanted && item[i].is_on && g->docid[item[i].article])
            plx_bits_set(set, g->docid[item[i].article]);
    return PLX_OK;
}
