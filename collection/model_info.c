#include "collection/model_info.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "collection/collection.h"

#define KEY_MODEL  "model"
#define KEY_FACETS "facets"
#define MODEL_FILE "model-"

/* Copy a string member, cut to fit. */
static void copy_str(const json_t *o, const char *name, char *out, size_t n)
{
    const char *s = plx_json_get_str(o, name);

    snprintf(out, n, "%s", s ? s : "");
}

/* JSON kept under a metadata key; *out NULL if there is none. */
static plx_status read_key(plx_store *st, const char *key, json_t **out, plx_error *err)
{
    plx_bytes bytes = { 0 };
    plx_status rc = plx_store_get_metadata(st, key, &bytes, err);

    *out = NULL;
    if (rc || !bytes.n)
        return rc;
    rc = plx_json_parse(bytes.p, bytes.n, out, err);
    return rc ? plx_fail_prefix(err, PLX_ERR_CORRUPT, "metadata '%s' of the index", key) : PLX_OK;
}

/* Takes over o. */
static plx_status write_key(plx_store *st, const char *key, json_t *o, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc;

    if (o)
        plx_json_print(o, false, &text);
    rc = !o || text.failed ? plx_fail(err, PLX_ERR_NOMEM, "metadata '%s': out of memory", key)
                           : plx_store_set_metadata(st, key, text.s, text.len, err);
    json_decref(o);
    plx_strbuf_release(&text);
    return rc;
}

plx_stance_words plx_model_info_words(const plx_model_info *info, const plx_verdict *v)
{
    if (v->kind == PLX_KIND_LABEL && v->best < info->labels.count)
        return (plx_stance_words){ info->title[v->best], info->definition[v->best] };
    return plx_stance_kind_words(v->kind);
}

plx_status plx_model_info_read(plx_store *st, plx_model_info *out, plx_error *err)
{
    json_t *o = NULL, *labels, *label;
    plx_status rc = read_key(st, KEY_MODEL, &o, err);
    size_t i;

    memset(out, 0, sizeof *out);
    if (rc || !o)
        return rc;
    copy_str(o, "name", out->name, sizeof out->name);
    copy_str(o, "date", out->date, sizeof out->date);
    copy_str(o, "digest", out->digest, sizeof out->digest);
    copy_str(o, "target", out->target, sizeof out->target);
    labels = json_object_get(o, "labels");
    json_array_foreach(labels, i, label)
    {
        if (i >= PLX_LABELS_MAX)
            break;
        copy_str(label, "name", out->labels.name[i], sizeof out->labels.name[i]);
        copy_str(label, "title", out->title[i], sizeof out->title[i]);
        copy_str(label, "definition", out->definition[i], sizeof out->definition[i]);
        out->labels.count = i + 1;
    }
    json_decref(o);
    return PLX_OK;
}

plx_status plx_model_info_write(plx_store *st, const plx_model *m, plx_error *err)
{
    const plx_label_set *set = m ? plx_model_labels(m) : NULL;
    json_t *labels = json_array();
    size_t i;

    if (!m) {
        json_decref(labels);
        return plx_store_set_metadata(st, KEY_MODEL, "", 0, err);
    }
    for (i = 0; i < set->count; i++)
        json_array_append_new(
            labels, json_pack("{s:o, s:o, s:o}", "name", plx_json_str(set->name[i]), "title",
                              plx_json_str(plx_model_label_title(m, i)), "definition",
                              plx_json_str(plx_model_label_definition(m, i))));
    return write_key(st, KEY_MODEL,
                     json_pack("{s:o, s:o, s:o, s:o, s:o}", "name", plx_json_str(plx_model_name(m)),
                               "date", plx_json_str(plx_model_date(m)), "digest",
                               plx_json_str(plx_model_digest(m)), "target",
                               plx_json_str(plx_model_target(m)), "labels", labels),
                     err);
}

/* ---------------------------------------------------------------- facets */

plx_status plx_facet_names_read(plx_store *st, plx_facet_names *out, plx_error *err)
{
    json_t *o = NULL, *name;
    plx_status rc = read_key(st, KEY_FACETS, &o, err);
    size_t i;

    memset(out, 0, sizeof *out);
    if (rc || !o)
        return rc;
    json_array_foreach(o, i, name)
    {
        if (i >= PLX_FACETS_MAX || !json_is_string(name))
            break;
        snprintf(out->name[i], sizeof out->name[i], "%s", json_string_value(name));
        out->count = i + 1;
    }
    json_decref(o);
    return PLX_OK;
}

plx_status plx_facet_names_write(plx_store *st, const plx_facet_names *f, plx_error *err)
{
    json_t *o = json_array();
    size_t i;

    for (i = 0; i < f->count; i++)
        json_array_append_new(o, plx_json_str(f->name[i]));
    return write_key(st, KEY_FACETS, o, err);
}

static bool is_reserved(const char *name)
{
    static const char *const reserved[] = { "stance",     "source",    "original_source",
                                            "author",     "lang",      "date",
                                            "month",      "year",      "title",
                                            "text",       "id",        "url",
                                            "since",      "until",     "label_stale",
                                            "first_seen", "changed",   "duplicates",
                                            "group",      "day",       "week",
                                            "quarter",    "stance_by", "tag",
                                            NULL };
    size_t i;

    for (i = 0; reserved[i]; i++)
        if (strcmp(reserved[i], name) == 0)
            return true;
    return false;
}

static plx_status add_name(plx_facet_names *f, const char *name, plx_error *err)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    size_t i;

    if (!*name || strlen(name) > PLX_FACET_NAME_MAX || name[strspn(name, allowed)])
        return plx_fail(err, PLX_ERR_INVALID,
                        "facet '%s': a name has 1 to %d lower-case letters, digits, '_' or '-'",
                        name, PLX_FACET_NAME_MAX);
    if (is_reserved(name))
        return plx_fail(err, PLX_ERR_INVALID, "facet '%s': every index has a field of that name",
                        name);
    for (i = 0; i < f->count; i++)
        if (strcmp(f->name[i], name) == 0)
            return PLX_OK;
    if (f->count == PLX_FACETS_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "facet '%s': an index has at most %d facets of its own",
                        name, PLX_FACETS_MAX);
    strcpy(f->name[f->count++], name);
    return PLX_OK;
}

plx_status plx_facet_names_add(plx_facet_names *f, const char *const *names, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (; !rc && names && *names; names++)
        rc = add_name(f, *names, err);
    return rc;
}

/* ----------------------------------------------------------- model files */

static char *model_path(const char *dir, const char *digest)
{
    char name[sizeof MODEL_FILE + 64];

    snprintf(name, sizeof name, MODEL_FILE "%.60s", digest);
    return plx_path_join(dir, name);
}

static plx_status read_info(const char *dir, plx_model_info *info, plx_error *err)
{
    plx_store *st = NULL;
    char *path = NULL;
    plx_status rc = plx_collection_verify(dir, true, err);

    if (!rc)
        rc = plx_collection_generation_path(dir, NULL, &path, err);
    if (!rc)
        rc = plx_store_open(path, &st, err);
    if (!rc)
        rc = plx_model_info_read(st, info, err);
    plx_store_close(st);
    free(path);
    return rc;
}

plx_status plx_collection_model_file(const char *dir, char **path, plx_error *err)
{
    plx_model_info info;
    plx_status rc = read_info(dir, &info, err);

    *path = NULL;
    if (rc || !*info.digest)
        return rc;
    *path = model_path(dir, info.digest);
    if (!*path)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", dir);
    if (!plx_file_exists(*path)) {
        rc = plx_fail(err, PLX_ERR_NOTFOUND,
                      "%s: the model '%s' that labelled this index is gone: choose one with "
                      "`parallax relabel --model FILE`",
                      *path, info.name);
        free(*path);
        *path = NULL;
    }
    return rc;
}

plx_status plx_collection_keep_model(const char *dir, const plx_model *m, plx_error *err)
{
    char *path = model_path(dir, plx_model_digest(m));
    plx_status rc;

    if (!path)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", dir);
    rc = plx_file_exists(path) ? PLX_OK : plx_model_save(m, path, err);
    free(path);
    return rc;
}

plx_status plx_collection_sweep_models(const char *dir, const char *digest, plx_error *err)
{
    DIR *d = opendir(dir);
    struct dirent *e;

    if (!d)
        return plx_fail_errno(err, "%s", dir);
    while ((e = readdir(d)))
        if (strncmp(e->d_name, MODEL_FILE, strlen(MODEL_FILE)) == 0 &&
            strcmp(e->d_name + strlen(MODEL_FILE), digest) != 0)
            unlinkat(dirfd(d), e->d_name, 0); /* left over at worst: the next writer tries again */
    closedir(d);
    return PLX_OK;
}
