#include "collection/asked.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/map.h"
#include "collection/label_file.h"

struct plx_asked {
    char *path;
    plx_map *keys;    /* of skips: target, coder, id, each with its NUL */
    bool *is_skipped; /* [ordinal] */
    size_t skip_cap;
    plx_drawn_sample *samples;
    json_t **lines; /* [sample] its strings are in there */
    size_t count, cap;
    size_t faults;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "what was asked: out of memory");
}

/* -------------------------------------------------------------------- skips */

static bool skip_key(const plx_skip *s, plx_strbuf *out)
{
    plx_strbuf_add(out, s->target, strlen(s->target) + 1);
    plx_strbuf_add(out, s->coder, strlen(s->coder) + 1);
    plx_strbuf_add(out, s->id, strlen(s->id) + 1);
    return !out->failed;
}

static plx_status note_skip(plx_asked *a, const plx_skip *s, bool again, plx_error *err)
{
    plx_strbuf key = PLX_STRBUF_INIT;
    uint32_t at = skip_key(s, &key) ? plx_map_add(a->keys, key.s, key.len, NULL) : PLX_MAP_NONE;

    plx_strbuf_release(&key);
    if (at == PLX_MAP_NONE)
        return no_memory(err);
    if (at >= a->skip_cap) {
        size_t cap = 2 * (size_t)at + 64;
        bool *grown = realloc(a->is_skipped, cap * sizeof *grown);

        if (!grown)
            return no_memory(err);
        memset(grown + a->skip_cap, 0, (cap - a->skip_cap) * sizeof *grown);
        a->is_skipped = grown;
        a->skip_cap = cap;
    }
    a->is_skipped[at] = !again;
    return PLX_OK;
}

bool plx_asked_is_skipped(const plx_asked *a, const plx_skip *s)
{
    plx_strbuf key = PLX_STRBUF_INIT;
    uint32_t at = skip_key(s, &key) ? plx_map_find(a->keys, key.s, key.len) : PLX_MAP_NONE;

    plx_strbuf_release(&key);
    return at != PLX_MAP_NONE && a->is_skipped[at];
}

void plx_asked_each_skip(const plx_asked *a, void (*fn)(void *ctx, const plx_skip *s), void *ctx)
{
    for (uint32_t i = 0; i < plx_map_count(a->keys); i++) {
        const char *target = plx_map_key(a->keys, i, NULL), *coder = target + strlen(target) + 1;

        if (a->is_skipped[i])
            fn(ctx,
               &(plx_skip){ .id = coder + strlen(coder) + 1, .target = target, .coder = coder });
    }
}

/* ------------------------------------------------------------------ samples */

static bool reserve_sample(plx_asked *a)
{
    size_t cap = a->cap ? 2 * a->cap : 8;
    plx_drawn_sample *samples;
    json_t **lines;

    if (a->count < a->cap)
        return true;
    samples = realloc(a->samples, cap * sizeof *samples);
    if (samples)
        a->samples = samples;
    lines = realloc(a->lines, cap * sizeof *lines);
    if (lines)
        a->lines = lines;
    if (!samples || !lines)
        return false;
    a->cap = cap;
    return true;
}

/* The ids of a sample as an array; false if they are not strings, or too many. */
static bool take_ids(const json_t *line, plx_drawn_sample *s)
{
    const json_t *ids = json_object_get(line, "ids");

    s->count = json_array_size(ids);
    if (!json_is_array(ids) || s->count > PLX_SAMPLE_MAX)
        return false;
    s->ids = calloc(s->count + 1, sizeof *s->ids);
    for (size_t i = 0; s->ids && i < s->count; i++) {
        s->ids[i] = json_string_value(json_array_get(ids, i));
        if (!s->ids[i])
            return false;
    }
    return s->ids != NULL;
}

/* PLX_ERR_INVALID: it is none. */
static plx_status note_sample(plx_asked *a, json_t *line, plx_error *err)
{
    json_int_t seed = json_integer_value(json_object_get(line, "seed"));
    json_int_t size = json_integer_value(json_object_get(line, "size"));
    plx_drawn_sample s = { .target = plx_json_get_str(line, "target"),
                           .query = plx_json_get_str(line, "query"),
                           .time = plx_json_get_str(line, "time"),
                           .seed = (uint64_t)seed,
                           .size = size > 0 ? (size_t)size : 0 };

    if (!reserve_sample(a))
        return no_memory(err);
    if (!s.target || !s.query || !s.size || seed < 1 || !take_ids(line, &s)) {
        free(s.ids);
        return plx_fail(err, PLX_ERR_INVALID, "no sample");
    }
    a->samples[a->count] = s;
    a->lines[a->count++] = json_incref(line);
    return PLX_OK;
}

size_t plx_asked_samples(const plx_asked *a)
{
    return a->count;
}

const plx_drawn_sample *plx_asked_sample_at(const plx_asked *a, size_t i)
{
    return &a->samples[i];
}

const plx_drawn_sample *plx_asked_sample(const plx_asked *a, const plx_drawn_sample *like)
{
    for (size_t i = a->count; i-- > 0;) {
        const plx_drawn_sample *s = &a->samples[i];

        if (strcmp(s->target, like->target) == 0 && strcmp(s->query, like->query) == 0 &&
            (!like->seed || s->seed == like->seed) && (!like->size || s->size == like->size))
            return s;
    }
    return NULL;
}

/* ------------------------------------------------------------------ the file */

static plx_status note_line(plx_asked *a, json_t *line, plx_error *err)
{
    const char *what = plx_json_get_str(line, "asked");
    plx_skip skip = { plx_json_get_str(line, "id"), plx_json_get_str(line, "target"),
                      plx_json_get_str(line, "coder") };

    if (what && strcmp(what, "sample") == 0)
        return note_sample(a, line, err);
    if (!what || !skip.id || !skip.target || !skip.coder ||
        (strcmp(what, "skip") != 0 && strcmp(what, "again") != 0))
        return plx_fail(err, PLX_ERR_INVALID, "neither skip nor sample");
    return note_skip(a, &skip, strcmp(what, "again") == 0, err);
}

/* What lies behind the last newline is torn. */
static plx_status read_lines(plx_asked *a, const char *p, const char *end, plx_error *err)
{
    const char *nl;
    plx_status rc = PLX_OK;

    for (; rc == PLX_OK && (nl = memchr(p, '\n', (size_t)(end - p))); p = nl + 1) {
        json_t *line = NULL;

        if (nl == p)
            continue;
        rc = plx_json_parse(p, (size_t)(nl - p), &line, err);
        if (rc == PLX_OK)
            rc = note_line(a, line, err);
        json_decref(line);
        if (rc == PLX_ERR_INVALID || rc == PLX_ERR_LIMIT) {
            a->faults++;
            rc = PLX_OK;
        }
    }
    return rc;
}

plx_status plx_asked_open(const char *path, plx_asked **out, plx_error *err)
{
    plx_strbuf name = PLX_STRBUF_INIT, text = PLX_STRBUF_INIT;
    plx_asked *a = calloc(1, sizeof *a);
    plx_status rc = PLX_OK;

    *out = NULL;
    plx_strbuf_printf(&name, "%s.asked", path);
    if (a) {
        a->path = plx_strbuf_detach(&name);
        a->keys = plx_map_new();
    }
    if (!a || !a->path || !a->keys)
        rc = no_memory(err);
    if (rc == PLX_OK)
        rc = plx_file_read(a->path, PLX_ASKED_FILE_MAX, &text, err);
    if (rc == PLX_OK)
        rc = read_lines(a, text.s, text.s + text.len, err);
    else if (rc == PLX_ERR_NOTFOUND)
        rc = PLX_OK;
    plx_strbuf_release(&name);
    plx_strbuf_release(&text);
    if (rc != PLX_OK) {
        plx_asked_close(a);
        return rc;
    }
    *out = a;
    return PLX_OK;
}

void plx_asked_close(plx_asked *a)
{
    if (!a)
        return;
    for (size_t i = 0; i < a->count; i++) {
        free(a->samples[i].ids);
        json_decref(a->lines[i]);
    }
    free(a->samples);
    free(a->lines);
    free(a->is_skipped);
    plx_map_free(a->keys);
    free(a->path);
    free(a);
}

size_t plx_asked_faults(const plx_asked *a)
{
    return a->faults;
}

/* Append one object, whose reference is taken over (NULL: out of memory). */
static plx_status append(plx_asked *a, json_t *object, plx_error *err)
{
    plx_strbuf line = PLX_STRBUF_INIT;
    plx_status rc;

    line.failed = !object;
    plx_json_print(object, false, &line);
    plx_strbuf_putc(&line, '\n');
    rc = line.failed ? no_memory(err) : plx_label_file_append(a->path, &line, err);
    plx_strbuf_release(&line);
    return rc;
}

plx_status plx_asked_skip(plx_asked *a, const plx_skip *s, bool again, const char *time,
                          plx_error *err)
{
    json_t *object = json_pack("{s:s, s:o, s:o, s:o, s:s}", "asked", again ? "again" : "skip", "id",
                               plx_json_str(s->id), "target", plx_json_str(s->target), "coder",
                               plx_json_str(s->coder), "time", time);
    plx_status rc = append(a, object, err);

    json_decref(object);
    return rc == PLX_OK ? note_skip(a, s, again, err) : rc;
}

plx_status plx_asked_draw(plx_asked *a, const plx_drawn_sample *s, plx_error *err)
{
    json_t *object, *ids = json_array();
    plx_status rc;

    if (s->count > PLX_SAMPLE_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "a sample of %zu articles is too large: at most %u",
                        s->count, PLX_SAMPLE_MAX);
    for (size_t i = 0; i < s->count; i++)
        json_array_append_new(ids, plx_json_str(s->ids[i]));
    if (json_array_size(ids) != s->count) {
        json_decref(ids);
        return no_memory(err);
    }
    object =
        json_pack("{s:s, s:o, s:o, s:I, s:I, s:s, s:o}", "asked", "sample", "target",
                  plx_json_str(s->target), "query", plx_json_str(s->query), "seed",
                  (json_int_t)s->seed, "size", (json_int_t)s->size, "time", s->time, "ids", ids);
    rc = append(a, object, err);
    if (rc == PLX_OK)
        rc = note_sample(a, object, err);
    json_decref(object);
    return rc;
}
