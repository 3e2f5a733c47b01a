#include "indexer/meta_csv.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"
#include "indexer/csv.h"
#include "indexer/extract.h"

#define ROW_NONE UINT32_MAX

enum { PATH, SOURCE, DATE, AUTHOR, URL, TITLE, LANG, COLUMNS };
static const char *const column_names[COLUMNS] = { "path", "source", "date", "author",
                                                   "url",  "title",  "lang" };

/* A key and the row it leads to; ROW_NONE if it leads to several. */
struct index {
    plx_map *keys;
    uint32_t *row;
    size_t room;
};

struct plx_meta_csv {
    plx_strbuf values; /* all fields, each ended by a NUL */
    size_t *offset;    /* rows x columns, in values */
    size_t rows, room;
    size_t columns;
    int meaning[PLX_CSV_FIELDS_MAX]; /* COLUMNS: an extra field */
    char *names;                     /* header, each ended by a NUL */
    const char *name[PLX_CSV_FIELDS_MAX];
    struct index by_path, by_absolute, by_name;
    char folder[PATH_MAX];
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "metadata file: out of memory");
}

static const char *value(const plx_meta_csv *m, size_t row, size_t column)
{
    return m->values.s + m->offset[row * m->columns + column];
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static const char *skip_dot(const char *path)
{
    while (path[0] == '.' && path[1] == '/')
        path += 2;
    return path;
}

/* Lead a key to a row; a key given twice leads nowhere. */
static plx_status index_add(struct index *x, const char *key, size_t row, bool *is_new,
                            plx_error *err)
{
    uint32_t ord = plx_map_add(x->keys, key, strlen(key), is_new);

    if (ord == PLX_MAP_NONE)
        return no_memory(err);
    if (ord >= x->room) {
        size_t room = x->room ? x->room * 2 : 64;
        uint32_t *grown = realloc(x->row, room * sizeof *grown);

        if (!grown)
            return no_memory(err);
        x->row = grown;
        x->room = room;
    }
    x->row[ord] = *is_new ? (uint32_t)row : ROW_NONE;
    return PLX_OK;
}

static uint32_t index_find(const struct index *x, const char *key)
{
    uint32_t ord = plx_map_find(x->keys, key, strlen(key));

    return ord == PLX_MAP_NONE ? ROW_NONE : x->row[ord];
}

static plx_status read_header(plx_meta_csv *m, plx_csv *csv, plx_error *err)
{
    bool has_path = false;

    m->columns = csv->count;
    m->names = malloc(csv->text.len + 1);
    if (!m->names)
        return no_memory(err);
    memcpy(m->names, csv->text.s, csv->text.len + 1);
    for (size_t i = 0; i < csv->count; i++) {
        int k = 0;

        m->name[i] = m->names + csv->field[i];
        while (k < COLUMNS && strcasecmp(column_names[k], m->name[i]) != 0)
            k++;
        m->meaning[i] = k;
        has_path = has_path || k == PATH;
        for (size_t j = 0; j < i; j++)
            if (strcasecmp(m->name[i], m->name[j]) == 0)
                return plx_fail(err, PLX_ERR_INVALID, "column '%s' is there twice", m->name[i]);
    }
    if (!has_path)
        return plx_fail(err, PLX_ERR_INVALID,
                        "no column 'path' in the header (columns: path, source, date, author, "
                        "url, title, lang)");
    return PLX_OK;
}

static plx_status check_row(const plx_meta_csv *m, const plx_csv *csv, plx_error *err)
{
    if (csv->count != m->columns)
        return plx_fail(err, PLX_ERR_INVALID, "%zu fields, the header has %zu", csv->count,
                        m->columns);
    for (size_t i = 0; i < csv->count; i++) {
        const char *s = plx_csv_field(csv, i);
        plx_date d;

        if (strlen(s) > PLX_ARTICLE_FIELD_MAX)
            return plx_fail(err, PLX_ERR_LIMIT, "field '%s' is over %u bytes", m->name[i],
                            PLX_ARTICLE_FIELD_MAX);
        if (m->meaning[i] == PATH && !*s)
            return plx_fail(err, PLX_ERR_INVALID, "the path is empty");
        if (m->meaning[i] == DATE && *s && plx_extract_date(s, strlen(s), &d, NULL, err) != PLX_OK)
            return PLX_ERR_INVALID;
    }
    return PLX_OK;
}

static plx_status index_row(plx_meta_csv *m, const char *path, size_t row, plx_error *err)
{
    char absolute[PATH_MAX * 2];
    bool is_new;
    plx_status rc = index_add(&m->by_path, skip_dot(path), row, &is_new, err);

    if (rc == PLX_OK && !is_new)
        return plx_fail(err, PLX_ERR_INVALID, "path '%s' is there twice", path);
    if (rc == PLX_OK && *path != '/' && strlen(path) < PATH_MAX) {
        snprintf(absolute, sizeof absolute, "%s/%s", m->folder, skip_dot(path));
        rc = index_add(&m->by_absolute, absolute, row, &is_new, err);
    }
    return rc == PLX_OK ? index_add(&m->by_name, file_name(path), row, &is_new, err) : rc;
}

static plx_status keep_row(plx_meta_csv *m, const plx_csv *csv, plx_error *err)
{
    const char *path = "";

    if (m->rows == m->room) {
        size_t room = m->room ? m->room * 2 : 256;
        size_t *grown = realloc(m->offset, room * m->columns * sizeof *grown);

        if (!grown)
            return no_memory(err);
        m->offset = grown;
        m->room = room;
    }
    for (size_t i = 0; i < csv->count; i++) {
        m->offset[m->rows * m->columns + i] = m->values.len + csv->field[i];
        if (m->meaning[i] == PATH)
            path = plx_csv_field(csv, i);
    }
    plx_strbuf_add(&m->values, csv->text.s, csv->text.len);
    if (m->values.failed)
        return no_memory(err);
    m->rows++;
    return index_row(m, path, m->rows - 1, err);
}

static plx_status read_rows(plx_meta_csv *m, plx_csv *csv, plx_error *err)
{
    plx_status rc = plx_csv_next(csv, err);

    if (rc == PLX_OK && csv->count == 0)
        return plx_fail(err, PLX_ERR_INVALID, "the file is empty; a header with 'path' is needed");
    if (rc == PLX_OK)
        rc = read_header(m, csv, err);
    while (rc == PLX_OK) {
        rc = plx_csv_next(csv, err);
        if (rc != PLX_OK || csv->count == 0)
            break;
        rc = check_row(m, csv, err);
        if (rc == PLX_OK)
            rc = keep_row(m, csv, err);
    }
    return rc;
}

static void find_folder(plx_meta_csv *m, const char *file)
{
    char *copy = strdup(file);

    if (!copy || !realpath(dirname(copy), m->folder))
        m->folder[0] = '\0';
    free(copy);
}

plx_status plx_meta_csv_load(const char *file, plx_meta_csv **out, plx_error *err)
{
    plx_meta_csv *m = calloc(1, sizeof *m);
    plx_strbuf raw = PLX_STRBUF_INIT;
    plx_csv csv = { .p = NULL };
    plx_status rc;

    *out = NULL;
    if (!m)
        return no_memory(err);
    plx_strbuf_init(&m->values);
    m->by_path.keys = plx_map_new();
    m->by_absolute.keys = plx_map_new();
    m->by_name.keys = plx_map_new();
    find_folder(m, file);
    rc = m->by_path.keys && m->by_absolute.keys && m->by_name.keys ? PLX_OK : no_memory(err);
    if (rc == PLX_OK)
        rc = plx_file_read(file, PLX_META_CSV_MAX, &raw, err);
    if (rc == PLX_OK) {
        size_t bom = raw.len >= 3 && memcmp(raw.s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

        csv.p = raw.s + bom;
        csv.n = raw.len - bom;
        rc = plx_utf8_valid(raw.s, raw.len)
                 ? read_rows(m, &csv, err)
                 : plx_fail(err, PLX_ERR_INVALID, "not UTF-8; save the table as UTF-8");
        if (rc != PLX_OK)
            plx_fail_prefix(err, rc, "%s:%zu", file, csv.line ? csv.line : 1);
        plx_strbuf_release(&csv.text);
    }
    plx_strbuf_release(&raw);
    if (rc == PLX_OK)
        *out = m;
    else
        plx_meta_csv_free(m);
    return rc;
}

void plx_meta_csv_free(plx_meta_csv *m)
{
    if (!m)
        return;
    plx_map_free(m->by_path.keys);
    plx_map_free(m->by_absolute.keys);
    plx_map_free(m->by_name.keys);
    free(m->by_path.row);
    free(m->by_absolute.row);
    free(m->by_name.row);
    free(m->names);
    free(m->offset);
    plx_strbuf_release(&m->values);
    free(m);
}

static uint32_t find_row(const plx_meta_csv *m, const char *path)
{
    char absolute[PATH_MAX];
    uint32_t row = index_find(&m->by_path, skip_dot(path));

    if (row == ROW_NONE && realpath(path, absolute)) {
        row = index_find(&m->by_absolute, absolute);
        if (row == ROW_NONE)
            row = index_find(&m->by_path, absolute);
    }
    return row == ROW_NONE ? index_find(&m->by_name, file_name(path)) : row;
}

static plx_status set(char **field, const char *s, plx_error *err)
{
    return *field ? PLX_OK : plx_article_set(field, s, strlen(s), err);
}

static plx_status set_extra(plx_article *a, const char *name, const char *s, plx_error *err)
{
    if (!a->extra)
        a->extra = json_object();
    if (json_object_get(a->extra, name) ||
        json_object_set_new(a->extra, name, plx_json_str(s)) == 0)
        return PLX_OK;
    return no_memory(err);
}

static plx_status set_column(const plx_meta_csv *m, size_t column, const char *s, plx_article *a,
                             plx_error *err)
{
    char **const fields[COLUMNS] = { NULL,    &a->source, NULL,    &a->author,
                                     &a->url, &a->title,  &a->lang };
    int meaning = m->meaning[column];

    if (!*s || meaning == PATH)
        return PLX_OK;
    if (meaning == COLUMNS)
        return set_extra(a, m->name[column], s, err);
    if (meaning != DATE)
        return set(fields[meaning], s, err);
    if (a->date.precision == PLX_DATE_NONE &&
        plx_extract_date(s, strlen(s), &a->date, NULL, NULL) == PLX_OK)
        a->date_how = "metadata file";
    return PLX_OK;
}

plx_status plx_meta_csv_apply(const plx_meta_csv *m, const char *path, plx_article *a,
                              plx_error *err)
{
    uint32_t row = find_row(m, path);
    plx_status rc = PLX_OK;

    for (size_t i = 0; row != ROW_NONE && i < m->columns && rc == PLX_OK; i++)
        rc = set_column(m, i, value(m, row, i), a, err);
    return rc;
}
