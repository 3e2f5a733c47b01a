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
    int meaning[PLX_META_CSV_COLUMNS_MAX]; /* COLUMNS: an extra field */
    char *name[PLX_META_CSV_COLUMNS_MAX];  /* header */
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

static plx_status read_column(plx_meta_csv *m, const char *name, size_t i, plx_error *err)
{
    int k = 0;

    m->name[i] = strdup(name);
    if (!m->name[i])
        return no_memory(err);
    while (k < COLUMNS && strcasecmp(column_names[k], name) != 0)
        k++;
    m->meaning[i] = k;
    for (size_t j = 0; j < i; j++)
        if (strcasecmp(name, m->name[j]) == 0)
            return plx_fail(err, PLX_ERR_INVALID, "column '%s' is there twice", name);
    return PLX_OK;
}

static plx_status read_header(plx_meta_csv *m, const plx_csv *csv, plx_error *err)
{
    plx_status rc = PLX_OK;
    bool has_path = false;

    m->columns = plx_csv_count(csv);
    for (size_t i = 0; i < m->columns && rc == PLX_OK; i++) {
        rc = read_column(m, plx_csv_field(csv, i, NULL), i, err);
        has_path = has_path || m->meaning[i] == PATH;
    }
    if (rc == PLX_OK && !has_path)
        return plx_fail(err, PLX_ERR_INVALID,
                        "no column 'path' in the header (columns: path, source, date, author, "
                        "url, title, lang)");
    return rc;
}

static plx_status check_value(const plx_meta_csv *m, size_t column, const char *s, size_t n,
                              plx_error *err)
{
    plx_date d;

    if (n > PLX_ARTICLE_FIELD_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "field '%s' is over %u bytes", m->name[column],
                        PLX_ARTICLE_FIELD_MAX);
    if (!plx_utf8_valid(s, n))
        return plx_fail(err, PLX_ERR_INVALID, "not UTF-8; save the table as UTF-8");
    if (m->meaning[column] == PATH && !*s)
        return plx_fail(err, PLX_ERR_INVALID, "the path is empty");
    if (m->meaning[column] == DATE && *s)
        return plx_extract_date(s, n, &d, NULL, err);
    return PLX_OK;
}

static plx_status check_row(const plx_meta_csv *m, const plx_csv *csv, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (size_t i = 0; i < m->columns && rc == PLX_OK; i++) {
        size_t n;
        const char *s = plx_csv_field(csv, i, &n);

        rc = check_value(m, i, s, n, err);
    }
    return rc;
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

static plx_status make_room(plx_meta_csv *m, plx_error *err)
{
    size_t room = m->room ? m->room * 2 : 256;
    size_t *grown;

    if (m->rows < m->room)
        return PLX_OK;
    grown = realloc(m->offset, room * m->columns * sizeof *grown);
    if (!grown)
        return no_memory(err);
    m->offset = grown;
    m->room = room;
    return PLX_OK;
}

static plx_status keep_row(plx_meta_csv *m, const plx_csv *csv, plx_error *err)
{
    const char *path = "";
    plx_status rc = make_room(m, err);

    for (size_t i = 0; i < m->columns && rc == PLX_OK; i++) {
        const char *s = plx_csv_field(csv, i, NULL);

        m->offset[m->rows * m->columns + i] = m->values.len;
        plx_strbuf_add(&m->values, s, strlen(s) + 1);
        if (m->meaning[i] == PATH)
            path = s;
    }
    if (rc == PLX_OK && m->values.failed)
        rc = no_memory(err);
    if (rc != PLX_OK)
        return rc;
    m->rows++;
    return index_row(m, path, m->rows - 1, err);
}

static plx_status read_rows(plx_meta_csv *m, plx_csv *csv, plx_error *err)
{
    plx_status rc = plx_csv_next(csv, err);

    if (rc == PLX_OK && plx_csv_count(csv) == 0)
        return plx_fail(err, PLX_ERR_INVALID, "the file is empty; a header with 'path' is needed");
    if (rc == PLX_OK)
        rc = read_header(m, csv, err);
    while (rc == PLX_OK) {
        rc = plx_csv_next(csv, err);
        if (rc != PLX_OK || plx_csv_count(csv) == 0)
            break;
        rc = check_row(m, csv, err);
        if (rc == PLX_OK)
            rc = keep_row(m, csv, err);
    }
    return rc;
}

static plx_status read_table(plx_meta_csv *m, const char *file, const plx_strbuf *raw,
                             plx_error *err)
{
    plx_stream *in = NULL;
    plx_csv *csv = NULL;
    plx_status rc = plx_stream_memory(raw->s, raw->len, &in, err);

    if (rc == PLX_OK)
        rc = plx_csv_new(in, PLX_META_CSV_COLUMNS_MAX, &csv, err);
    if (rc == PLX_OK) {
        rc = read_rows(m, csv, err);
        if (rc != PLX_OK)
            plx_fail_prefix(err, rc, "%s:%zu", file, plx_csv_line(csv));
    }
    plx_csv_free(csv);
    plx_stream_close(in);
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
    if (rc == PLX_OK)
        rc = read_table(m, file, &raw, err);
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
    for (size_t i = 0; i < PLX_META_CSV_COLUMNS_MAX; i++)
        free(m->name[i]);
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
