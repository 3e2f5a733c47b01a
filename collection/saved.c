#include "collection/saved.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "collection/line_file.h"

#define LINE_MAX_BYTES (8 * PLX_SAVED_QUERY_MAX)

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "saved searches: out of memory");
}

/* ----------------------------------------------------------------- a line */

/* Strings are of the object. */
typedef struct decision {
    char name[PLX_NOTE_NAME_MAX + 1];
    const char *query; /* NULL: deleted */
    const char *time;
    uint32_t seen;
    bool is_mark;
} decision;

static plx_status read_query(const json_t *o, decision *out, plx_error *err)
{
    const json_t *query = json_object_get(o, "query");

    out->query = json_string_value(query);
    if (!query || (!out->query && !json_is_null(query)))
        return plx_fail(err, PLX_ERR_INVALID, "neither 'query' nor 'seen'");
    if (out->query && strlen(out->query) != json_string_length(query))
        return plx_fail(err, PLX_ERR_INVALID, "a NUL in 'query'");
    if (json_string_length(query) > PLX_SAVED_QUERY_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "the query is longer than %d bytes",
                        PLX_SAVED_QUERY_MAX);
    return PLX_OK;
}

static plx_status read_decision(const json_t *o, decision *out, plx_error *err)
{
    const json_t *name = json_object_get(o, "name"), *seen = json_object_get(o, "seen");
    plx_status rc;

    *out = (decision){ .time = plx_json_get_str(o, "time"), .is_mark = seen != NULL };
    if (!json_is_string(name))
        return plx_fail(err, PLX_ERR_INVALID, "no 'name'");
    rc = plx_note_name_read("name of a search", json_string_value(name), json_string_length(name),
                            out->name, err);
    if (rc)
        return rc;
    if (!seen)
        return read_query(o, out, err);
    if (!json_is_integer(seen) || json_integer_value(seen) < 0 ||
        json_integer_value(seen) > UINT32_MAX)
        return plx_fail(err, PLX_ERR_INVALID, "'seen' is no docid");
    out->seen = (uint32_t)json_integer_value(seen);
    return PLX_OK;
}

static plx_status check_line(const char *s, size_t n, plx_error *err)
{
    json_t *o = NULL;
    decision d;
    plx_status rc = plx_json_parse(s, n, &o, err);

    if (!rc)
        rc = read_decision(o, &d, err);
    json_decref(o);
    return rc;
}

static const plx_line_file saved_lines = { "saved search", LINE_MAX_BYTES, check_line };

/* ----------------------------------------------------------------- reading */

static void release_one(plx_saved_search *s)
{
    free(s->query);
    free(s->saved);
    free(s->looked);
    memset(s, 0, sizeof *s);
}

void plx_saved_release(plx_saved_list *list)
{
    size_t i;

    for (i = 0; i < list->count; i++)
        release_one(&list->item[i]);
    free(list->item);
    memset(list, 0, sizeof *list);
}

/* Where a name is, or would be; *found says which. */
static size_t place_of(const plx_saved_list *list, const char *name, bool *found)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (strcmp(list->item[mid].name, name) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    *found = low < list->count && strcmp(list->item[low].name, name) == 0;
    return low;
}

const plx_saved_search *plx_saved_find(const plx_saved_list *list, const char *name)
{
    bool found;
    size_t i = place_of(list, name, &found);

    return found ? &list->item[i] : NULL;
}

static plx_status add_one(plx_saved_list *list, size_t at, const char *name, plx_error *err)
{
    plx_saved_search *item;

    if (list->count == PLX_SAVED_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "more than %d saved searches", PLX_SAVED_MAX);
    item = realloc(list->item, (list->count + 1) * sizeof *item);
    if (!item)
        return no_memory(err);
    list->item = item;
    memmove(item + at + 1, item + at, (list->count - at) * sizeof *item);
    memset(&item[at], 0, sizeof *item);
    strcpy(item[at].name, name);
    list->count++;
    return PLX_OK;
}

static plx_status set_text(char **to, const char *text, plx_error *err)
{
    char *copy = strdup(text ? text : "");

    if (!copy)
        return no_memory(err);
    free(*to);
    *to = copy;
    return PLX_OK;
}

static void delete_at(plx_saved_list *list, size_t at)
{
    release_one(&list->item[at]);
    list->count--;
    memmove(list->item + at, list->item + at + 1, (list->count - at) * sizeof *list->item);
}

/* A mark for what was deleted meanwhile says nothing. */
static plx_status take_mark(plx_saved_search *s, const decision *d, plx_error *err)
{
    s->seen = d->seen;
    return set_text(&s->looked, d->time, err);
}

/* Another query under the name: nothing of it has been looked at. */
static plx_status take_query(plx_saved_search *s, const decision *d, plx_error *err)
{
    plx_status rc = PLX_OK;

    if (s->query && strcmp(s->query, d->query) != 0) {
        s->seen = 0;
        free(s->looked);
        s->looked = NULL;
    }
    rc = set_text(&s->query, d->query, err);
    return rc ? rc : set_text(&s->saved, d->time, err);
}

static plx_status take(plx_saved_list *list, const decision *d, plx_error *err)
{
    bool found;
    size_t at = place_of(list, d->name, &found);
    plx_status rc = PLX_OK;

    if (d->is_mark)
        return found ? take_mark(&list->item[at], d, err) : PLX_OK;
    if (!d->query) {
        if (found)
            delete_at(list, at);
        return PLX_OK;
    }
    if (!found)
        rc = add_one(list, at, d->name, err);
    return rc ? rc : take_query(&list->item[at], d, err);
}

static plx_status on_line(void *ctx, const char *s, size_t n, plx_error *err)
{
    json_t *o = NULL;
    decision d;
    plx_status rc = plx_json_parse(s, n, &o, err);

    if (!rc)
        rc = read_decision(o, &d, err);
    if (!rc)
        rc = take(ctx, &d, err);
    json_decref(o);
    return rc;
}

/* Never: all is read from the beginning. */
static void on_anew(void *ctx)
{
    plx_saved_release(ctx);
}

static void on_fault(void *ctx, size_t line, const plx_error *why)
{
    plx_saved_list *list = ctx;

    (void)line;
    (void)why;
    list->faults++;
}

plx_status plx_saved_load(const char *path, plx_saved_list *out, plx_error *err)
{
    plx_line_sink sink = { &saved_lines, on_anew, on_line, on_fault, out };
    plx_line_place place = { 0 };

    memset(out, 0, sizeof *out);
    return plx_line_file_read(path, &place, &sink, err);
}

/* --------------------------------------------------------------- appending */

static plx_status append(const char *path, json_t *line, plx_error *err)
{
    plx_strbuf out = PLX_STRBUF_INIT;
    plx_status rc;

    plx_json_print(line, false, &out);
    if (!line || out.failed)
        rc = no_memory(err);
    else
        rc = check_line(out.s, out.len, err);
    plx_strbuf_putc(&out, '\n');
    if (!rc)
        rc = out.failed ? no_memory(err) : plx_line_file_append(path, &saved_lines, &out, err);
    plx_strbuf_release(&out);
    json_decref(line);
    return rc;
}

/* A line with a name and a time; takes `value` over. NULL without memory. */
static json_t *line_of(const char *name, const char *member, json_t *value, int64_t time)
{
    plx_date d = { time, PLX_DATE_TIME, true };
    char when[PLX_DATE_BYTES];

    plx_date_format(&d, when);
    return json_pack("{s:o, s:o, s:s}", "name", plx_json_str(name), member, value, "time", when);
}

plx_status plx_saved_put(const char *path, const char *name, const char *query, int64_t time,
                         plx_error *err)
{
    return append(path, line_of(name, "query", plx_json_str(query), time), err);
}

plx_status plx_saved_mark(const char *path, const char *name, uint32_t seen, int64_t time,
                          plx_error *err)
{
    return append(path, line_of(name, "seen", json_integer((json_int_t)seen), time), err);
}
