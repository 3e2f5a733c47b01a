#include "collection/tags.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "base/map.h"
#include "collection/line_file.h"

#define ID_MAX 8192

struct plx_tags {
    char *path;
    plx_line_place place;
    plx_map *names, *ids;
    plx_map *pairs;    /* article and tag to a place in item */
    plx_tagging *item; /* as many as there are pairs */
    size_t cap;
    bool changed;
    uint32_t files; /* that were read, one after the other */
    size_t faults;
    char *first_fault;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "tags: out of memory");
}

plx_status plx_tags_open(const char *path, plx_tags **out, plx_error *err)
{
    plx_tags *t = calloc(1, sizeof *t);

    *out = NULL;
    if (!t)
        return no_memory(err);
    t->path = strdup(path);
    t->names = plx_map_new();
    t->ids = plx_map_new();
    t->pairs = plx_map_new();
    if (!t->path || !t->names || !t->ids || !t->pairs) {
        plx_tags_close(t);
        return no_memory(err);
    }
    *out = t;
    return PLX_OK;
}

void plx_tags_close(plx_tags *t)
{
    if (!t)
        return;
    plx_map_free(t->names);
    plx_map_free(t->ids);
    plx_map_free(t->pairs);
    free(t->item);
    free(t->first_fault);
    free(t->path);
    free(t);
}

/* ----------------------------------------------------------------- reading */

/* A line; the strings are of the object. */
typedef struct change {
    const char *id;
    char tag[PLX_NOTE_NAME_MAX + 1];
    bool is_on;
} change;

static plx_status read_change(const json_t *o, change *out, plx_error *err)
{
    const json_t *id = json_object_get(o, "id"), *on = json_object_get(o, "on"),
                 *tag = json_object_get(o, "tag");

    out->id = json_string_value(id);
    if (!out->id || !*out->id || strlen(out->id) != json_string_length(id))
        return plx_fail(err, PLX_ERR_INVALID, "no 'id', or a NUL in it");
    if (json_string_length(id) > ID_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "'id' is longer than %d bytes", ID_MAX);
    if (!json_is_boolean(on))
        return plx_fail(err, PLX_ERR_INVALID, "'on' is neither true nor false");
    out->is_on = json_is_true(on);
    if (!json_is_string(tag))
        return plx_fail(err, PLX_ERR_INVALID, "no 'tag'");
    return plx_note_name_read("tag", json_string_value(tag), json_string_length(tag), out->tag,
                              err);
}

static plx_status reserve(plx_tags *t, plx_error *err)
{
    size_t cap = t->cap ? 2 * t->cap : 64;
    plx_tagging *item;

    if (plx_map_count(t->pairs) < t->cap)
        return PLX_OK;
    item = realloc(t->item, cap * sizeof *item);
    if (!item)
        return no_memory(err);
    t->item = item;
    t->cap = cap;
    return PLX_OK;
}

static plx_status take_change(plx_tags *t, const change *c, plx_error *err)
{
    uint32_t key[2] = { plx_map_add(t->ids, c->id, strlen(c->id), NULL),
                        plx_map_add(t->names, c->tag, strlen(c->tag), NULL) };
    uint32_t at;

    if (key[0] == PLX_MAP_NONE || key[1] == PLX_MAP_NONE || reserve(t, err))
        return no_memory(err);
    at = plx_map_add(t->pairs, key, sizeof key, NULL);
    if (at == PLX_MAP_NONE)
        return no_memory(err);
    t->item[at] = (plx_tagging){ key[0], key[1], c->is_on };
    t->changed = true;
    return PLX_OK;
}

static plx_status check_line(const char *s, size_t n, plx_error *err)
{
    json_t *o = NULL;
    change c;
    plx_status rc = plx_json_parse(s, n, &o, err);

    if (!rc)
        rc = read_change(o, &c, err);
    json_decref(o);
    return rc;
}

static const plx_line_file tag_lines = { "tag", PLX_TAG_LINE_MAX, check_line };

static plx_status on_line(void *ctx, const char *s, size_t n, plx_error *err)
{
    json_t *o = NULL;
    change c;
    plx_status rc = plx_json_parse(s, n, &o, err);

    if (!rc)
        rc = read_change(o, &c, err);
    if (!rc)
        rc = take_change(ctx, &c, err);
    json_decref(o);
    return rc;
}

static void on_anew(void *ctx)
{
    plx_tags *t = ctx;

    plx_map_clear(t->names);
    plx_map_clear(t->ids);
    plx_map_clear(t->pairs);
    free(t->first_fault);
    t->first_fault = NULL;
    t->faults = 0;
    t->files++;
    t->changed = true;
}

static void on_fault(void *ctx, size_t line, const plx_error *why)
{
    plx_tags *t = ctx;
    plx_strbuf text = PLX_STRBUF_INIT;

    if (t->faults++)
        return;
    plx_strbuf_printf(&text, "%s:%zu: %s", t->path, line, why->msg);
    t->first_fault = plx_strbuf_detach(&text);
}

plx_status plx_tags_read(plx_tags *t, bool *changed, plx_error *err)
{
    plx_line_sink sink = { &tag_lines, on_anew, on_line, on_fault, t };
    plx_status rc;

    t->changed = false;
    rc = plx_line_file_read(t->path, &t->place, &sink, err);
    if (changed)
        *changed = t->changed;
    return rc;
}

size_t plx_tags_faults(const plx_tags *t, const char **first)
{
    *first = t->first_fault;
    return t->faults;
}

/* ----------------------------------------------------------------- looking */

uint32_t plx_tags_files(const plx_tags *t)
{
    return t->files;
}

uint32_t plx_tags_count(const plx_tags *t)
{
    return plx_map_count(t->names);
}

const char *plx_tags_name(const plx_tags *t, uint32_t tag)
{
    return plx_map_key(t->names, tag, NULL);
}

uint32_t plx_tags_articles(const plx_tags *t)
{
    return plx_map_count(t->ids);
}

const char *plx_tags_id(const plx_tags *t, uint32_t article)
{
    return plx_map_key(t->ids, article, NULL);
}

uint32_t plx_tags_find(const plx_tags *t, const char *name)
{
    return plx_map_find(t->names, name, strlen(name));
}

uint32_t plx_tags_find_id(const plx_tags *t, const char *id)
{
    return plx_map_find(t->ids, id, strlen(id));
}

bool plx_tags_has(const plx_tags *t, const char *id, const char *name)
{
    uint32_t key[2] = { plx_tags_find_id(t, id), plx_tags_find(t, name) };
    uint32_t at = plx_map_find(t->pairs, key, sizeof key);

    return at != PLX_MAP_NONE && t->item[at].is_on;
}

const char *plx_tags_next_of(const plx_tags *t, const char *id, size_t *at)
{
    uint32_t article = plx_tags_find_id(t, id);
    size_t n = article == UINT32_MAX ? 0 : plx_map_count(t->pairs);

    while (*at < n) {
        const plx_tagging *item = &t->item[(*at)++];

        if (item->article == article && item->is_on)
            return plx_tags_name(t, item->tag);
    }
    return NULL;
}

const plx_tagging *plx_tags_list(const plx_tags *t, size_t *n)
{
    *n = plx_map_count(t->pairs);
    return t->item;
}

/* --------------------------------------------------------------- appending */

plx_status plx_tag_print(const char *id, const char *tag, bool is_on, int64_t time, plx_strbuf *out,
                         plx_error *err)
{
    size_t before = out->len;
    char when[PLX_DATE_BYTES];
    plx_date d = { time, PLX_DATE_TIME, true };
    json_t *o = json_object();
    plx_status rc = PLX_OK;

    plx_date_format(&d, when);
    out->failed = out->failed || !o || !plx_json_put(o, "id", plx_json_str(id)) ||
                  !plx_json_put(o, "tag", plx_json_str(tag)) ||
                  !plx_json_put(o, "on", json_boolean(is_on)) ||
                  !plx_json_put(o, "time", plx_json_str(when));
    plx_json_print(o, false, out);
    json_decref(o);
    if (out->failed)
        return no_memory(err);
    rc = check_line(out->s + before, out->len - before, err);
    if (rc)
        plx_strbuf_truncate(out, before);
    else
        plx_strbuf_putc(out, '\n');
    return rc;
}

plx_status plx_tags_append(const char *path, const plx_strbuf *lines, plx_error *err)
{
    return plx_line_file_append(path, &tag_lines, lines, err);
}
