#include "collection/collection.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "collection/schema.h"
#include "store/store.h"
#include "text/analyser.h"

#define STUB_PATH       "xapian/XAPIANDB"
#define STUB_WORD       "glass "
#define GENERATION_WORD "gen-"
#define SMALL_FILE_MAX  (64u << 10)
/* of damage to the index, at the end of its message */
#define REMEDY "restore a copy of the index, or index anew into another directory"

char *plx_collection_default_path(void)
{
    const char *own = getenv("PARALLAX_INDEX");
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");

    if (own && *own)
        return strdup(own);
    if (data && *data)
        return plx_path_join(data, "parallax/index");
    return plx_path_join(home && *home ? home : ".", ".local/share/parallax/index");
}

char *plx_collection_file(const char *dir, const char *name)
{
    return plx_path_join(dir, name);
}

/* Path below dir, or an error: the common first line of what follows. */
static plx_status file_path(const char *dir, const char *name, char **out, plx_error *err)
{
    *out = plx_path_join(dir, name);
    if (!*out)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", dir);
    return PLX_OK;
}

bool plx_collection_exists(const char *dir)
{
    char *stub = plx_path_join(dir, STUB_PATH);
    bool there = stub && plx_file_exists(stub);

    free(stub);
    return there;
}

/* ---------------------------------------------------------------- config */

plx_status plx_collection_write_versions(const char *dir, plx_error *err)
{
    plx_date now = { (int64_t)time(NULL), PLX_DATE_TIME, true };
    char when[PLX_DATE_BYTES], text[160], *path = NULL;
    plx_status rc = file_path(dir, "config", &path, err);
    int n;

    if (rc)
        return rc;
    plx_date_format(&now, when);
    n = snprintf(text, sizeof text, "{\"format\": %d, \"analysis\": %d, \"created\": \"%s\"}\n",
                 PLX_INDEX_FORMAT, PLX_ANALYSIS_VERSION, when);
    rc = plx_file_replace(path, text, (size_t)n, err);
    free(path);
    return rc;
}

static plx_status check_versions(const char *dir, const json_t *config, bool any_analysis,
                                 plx_error *err)
{
    json_int_t format = json_integer_value(json_object_get(config, "format"));
    json_int_t analysis = json_integer_value(json_object_get(config, "analysis"));

    if (format <= 0 || analysis <= 0)
        return plx_fail(err, PLX_ERR_CORRUPT,
                        "%s/config: 'format' or 'analysis' is missing; " REMEDY, dir);
    if (format > PLX_INDEX_FORMAT)
        return plx_fail(err, PLX_ERR_VERSION,
                        "index '%s' has format %lld, this program reads format %d: use the "
                        "parallax that wrote it, or `parallax index` into another directory",
                        dir, (long long)format, PLX_INDEX_FORMAT);
    if (format < PLX_INDEX_FORMAT && !any_analysis)
        return plx_fail(err, PLX_ERR_VERSION,
                        "index '%s' has format %lld, this program writes format %d: run "
                        "`parallax --index '%s' upgrade`",
                        dir, (long long)format, PLX_INDEX_FORMAT, dir);
    if (analysis != PLX_ANALYSIS_VERSION && !any_analysis)
        return plx_fail(err, PLX_ERR_VERSION,
                        "index '%s' was analysed by version %lld, this program uses %d: run "
                        "`parallax --index '%s' upgrade`",
                        dir, (long long)analysis, PLX_ANALYSIS_VERSION, dir);
    return PLX_OK;
}

static plx_status parse_config(const char *path, const plx_strbuf *text, json_t **out,
                               plx_error *err)
{
    plx_error why = { 0 };
    plx_status rc = plx_json_parse(text->s, text->len, out, &why);

    if (rc == PLX_OK || rc == PLX_ERR_NOMEM)
        return rc == PLX_OK ? rc : plx_fail(err, rc, "%s", why.msg);
    return plx_fail(err, PLX_ERR_CORRUPT, "%s: %.120s; " REMEDY, path, why.msg);
}

plx_status plx_collection_verify(const char *dir, bool any_analysis, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    char *path = NULL;
    json_t *config = NULL;
    plx_status rc;

    if (!plx_collection_exists(dir))
        return plx_fail(err, PLX_ERR_NOTFOUND,
                        "no index at '%s': make one with `parallax --index '%s' index PATH`", dir,
                        dir);
    rc = file_path(dir, "config", &path, err);
    if (!rc)
        rc = plx_file_read(path, SMALL_FILE_MAX, &text, err);
    if (rc == PLX_ERR_NOTFOUND)
        rc = plx_fail(err, PLX_ERR_CORRUPT, "%s is missing: " REMEDY, path);
    else if (!rc)
        rc = parse_config(path, &text, &config, err);
    if (!rc)
        rc = check_versions(dir, config, any_analysis, err);
    json_decref(config);
    plx_strbuf_release(&text);
    free(path);
    return rc;
}

/* ----------------------------------------------------------- generations */

/* Number of a generation's name, 0 if it is none. */
static unsigned long generation_number(const char *name)
{
    char *end = NULL;
    unsigned long n;

    if (strncmp(name, GENERATION_WORD, strlen(GENERATION_WORD)) != 0)
        return 0;
    n = strtoul(name + strlen(GENERATION_WORD), &end, 10);
    return *end ? 0 : n;
}

plx_status plx_collection_generation(const char *dir, char *name, size_t n, plx_error *err)
{
    plx_strbuf text = PLX_STRBUF_INIT;
    char *path = NULL;
    plx_status rc = file_path(dir, STUB_PATH, &path, err);

    if (rc)
        return rc;
    rc = plx_file_read(path, SMALL_FILE_MAX, &text, err);
    if (!rc) {
        const char *word = text.s;

        plx_strbuf_trim(&text);
        word = text.s;
        if (strncmp(word, STUB_WORD, strlen(STUB_WORD)) == 0)
            word += strlen(STUB_WORD);
        if (!generation_number(word) || strlen(word) >= n)
            rc = plx_fail(err, PLX_ERR_CORRUPT, "%s: names no generation; " REMEDY, path);
        else
            memcpy(name, word, strlen(word) + 1);
    }
    plx_strbuf_release(&text);
    free(path);
    return rc;
}

static plx_status generation_path(const char *dir, unsigned long number, char **out, plx_error *err)
{
    char name[64];

    snprintf(name, sizeof name, "xapian/" GENERATION_WORD "%lu", number);
    return file_path(dir, name, out, err);
}

plx_status plx_collection_generation_path(const char *dir, const char *name, char **out,
                                          plx_error *err)
{
    char current[64];
    plx_status rc = name ? PLX_OK : plx_collection_generation(dir, current, sizeof current, err);

    *out = NULL;
    return rc ? rc : generation_path(dir, generation_number(name ? name : current), out, err);
}

plx_status plx_collection_next_generation(const char *dir, char **path, plx_error *err)
{
    char name[64];
    plx_status rc = plx_collection_generation(dir, name, sizeof name, err);

    *path = NULL;
    if (!rc)
        rc = generation_path(dir, generation_number(name) + 1, path, err);
    if (!rc)
        rc = plx_file_remove_tree(*path, err);
    if (rc) {
        free(*path);
        *path = NULL;
    }
    return rc;
}

static plx_status write_stub(const char *dir, const char *name, plx_error *err)
{
    char text[96], *path = NULL;
    plx_status rc = file_path(dir, STUB_PATH, &path, err);
    int n;

    if (rc)
        return rc;
    n = snprintf(text, sizeof text, STUB_WORD "%s\n", name);
    rc = plx_file_replace(path, text, (size_t)n, err);
    free(path);
    return rc;
}

/* fsync every file of a generation, then the folder. */
static plx_status sync_files(const char *path, plx_error *err)
{
    DIR *d = opendir(path);
    struct dirent *e;
    plx_status rc = PLX_OK;

    if (!d)
        return plx_fail_errno(err, "%s", path);
    while (!rc && (e = readdir(d))) {
        int fd;

        if (e->d_name[0] == '.')
            continue;
        fd = openat(dirfd(d), e->d_name, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fsync(fd))
            rc = plx_fail_errno(err, "%s/%s", path, e->d_name);
        if (fd >= 0)
            close(fd);
    }
    closedir(d);
    return rc ? rc : plx_file_sync_dir(path, err);
}

/* Is it a generation, whole or half built, or something that one needs while it is built? */
static bool is_of_generation(const char *name)
{
    return strncmp(name, GENERATION_WORD, strlen(GENERATION_WORD)) == 0;
}

/* Remove from a folder temporary files that plx_file_replace() was killed over, all of which are
 * the writer's, and generations other than the current one (NULL: no generations). */
static plx_status sweep_folder(const char *folder, const char *current, plx_error *err)
{
    DIR *d = opendir(folder);
    plx_status rc = PLX_OK;
    struct dirent *e;

    if (!d)
        return plx_fail_errno(err, "%s", folder);
    while (!rc && (e = readdir(d))) {
        bool is_old = current && is_of_generation(e->d_name) && strcmp(e->d_name, current) != 0;
        char *path;

        if (!is_old && !strstr(e->d_name, PLX_FILE_TEMPORARY))
            continue;
        path = plx_path_join(folder, e->d_name);
        rc = path ? plx_file_remove_tree(path, err)
                  : plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", folder);
        free(path);
    }
    closedir(d);
    return rc;
}

plx_status plx_collection_sweep(const char *dir, plx_error *err)
{
    char current[64], *folder = NULL;
    plx_status rc = plx_collection_generation(dir, current, sizeof current, err);

    if (!rc)
        rc = file_path(dir, "xapian", &folder, err);
    if (!rc)
        rc = sweep_folder(folder, current, err);
    if (!rc)
        rc = sweep_folder(dir, NULL, err);
    free(folder);
    return rc;
}

plx_status plx_collection_switch(const char *dir, const char *path, plx_error *err)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    char *folder = plx_collection_file(dir, "xapian");
    plx_status rc =
        folder ? sync_files(path, err) : plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", dir);

    if (!rc) /* what the stub is to name is there before it does */
        rc = plx_file_sync_dir(folder, err);
    free(folder);
    if (!rc)
        rc = write_stub(dir, name, err);
    if (!rc)
        rc = plx_collection_sweep(dir, err);
    return rc;
}

plx_status plx_collection_create(const char *dir, plx_error *err)
{
    char *path = NULL;
    plx_store *st = NULL;
    plx_status rc;

    if (plx_collection_exists(dir))
        return plx_fail(err, PLX_ERR_EXISTS, "there is an index at '%s' already", dir);
    rc = generation_path(dir, 1, &path, err);
    if (!rc)
        rc = plx_file_remove_tree(path, err);
    if (!rc)
        rc = plx_file_mkdirs(path, err);
    if (!rc)
        rc = plx_store_open_writer(path, &st, err);
    if (!rc)
        rc = plx_store_commit(st, err);
    plx_store_close(st);
    if (!rc)
        rc = sync_files(path, err);
    if (!rc)
        rc = plx_collection_write_versions(dir, err);
    if (!rc) /* the moment the index is there */
        rc = write_stub(dir, GENERATION_WORD "1", err);
    free(path);
    return rc;
}
