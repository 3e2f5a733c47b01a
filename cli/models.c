/* cli/models.c - the search for a model */
#include "cli/models.h"

#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "collection/collection.h"
#include "collection/model_info.h"

#define SHIPPED     "models/iran/iran.model"
#define SHIPPED_ALL "models/*/*.model"

/* Where models are shipped, seen from the folder of the program: beside it where it was built, else
 * where `make install` puts them, so that an installed tree can be moved. */
static const char *const shipped_in[] = { "", "../share/parallax/" };
#define PLACES (sizeof shipped_in / sizeof *shipped_in)

/* Folder of the running program, NULL if the system does not tell. */
static char *program_folder(struct cli *cli)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    char *slash;

    if (n <= 0)
        return NULL;
    path[n] = '\0';
    slash = strrchr(path, '/');
    if (!slash)
        return NULL;
    *slash = '\0';
    return cli_printf(cli, "%s", path);
}

const char *cli_shipped_file(struct cli *cli, const char *name)
{
    const char *folder = program_folder(cli);

    for (size_t i = 0; folder && i < PLACES; i++) {
        const char *path = cli_printf(cli, "%s/%s%s", folder, shipped_in[i], name);

        if (plx_file_exists(path))
            return path;
    }
    return NULL;
}

const char *cli_model_default(struct cli *cli)
{
    const char *chosen = getenv("PARALLAX_MODEL");

    return chosen && *chosen ? chosen : cli_shipped_file(cli, SHIPPED);
}

plx_status cli_model_of_index(struct cli *cli, const char **path, plx_error *err)
{
    char *found = NULL;
    plx_status rc;

    *path = NULL;
    if (!plx_collection_exists(cli->index_dir))
        return PLX_OK;
    rc = plx_collection_model_file(cli->index_dir, &found, err);
    if (rc == PLX_OK && found)
        *path = cli_own(cli, found);
    return rc;
}

plx_status cli_model_chosen(struct cli *cli, const char *given, const char **path, plx_error *err)
{
    const char *chosen = getenv("PARALLAX_MODEL");
    plx_status rc = PLX_OK;

    *path = given;
    if (!*path && chosen && *chosen)
        *path = chosen;
    if (!*path)
        rc = cli_model_of_index(cli, path, err);
    if (rc != PLX_OK)
        return rc;
    if (!*path)
        *path = cli_shipped_file(cli, SHIPPED);
    return *path ? PLX_OK
                 : plx_fail(err, PLX_ERR_NOTFOUND,
                            "no model: name one with --model FILE or $PARALLAX_MODEL");
}

plx_status cli_model_load(struct cli *cli, const char *given, plx_model **out, plx_error *err)
{
    const char *path;
    plx_status rc = cli_model_chosen(cli, given, &path, err);

    *out = NULL;
    return rc == PLX_OK ? plx_model_load(path, out, err) : rc;
}

/* ------------------------------------------------------------ the models there are */

/* Known models in the making. */
struct known {
    struct cli *cli;
    struct cli_known_model *items;
    size_t count, room;
};

static void add_known(struct known *k, struct cli_known_model m)
{
    for (size_t i = 0; m.path && i < k->count; i++)
        if (k->items[i].path && strcmp(k->items[i].path, m.path) == 0)
            return;
    if (k->count == k->room) {
        size_t room = k->room ? 2 * k->room : 8;
        struct cli_known_model *grown = cli_alloc(k->cli, room * sizeof *grown);

        if (k->count)
            memcpy(grown, k->items, k->count * sizeof *grown);
        k->items = grown;
        k->room = room;
    }
    k->items[k->count++] = m;
}

/* A path as a pattern that means just it. */
static const char *glob_escaped(struct cli *cli, const char *path)
{
    char *out = cli_alloc(cli, 2 * strlen(path) + 1), *to = out;

    for (; *path; path++) {
        if (strchr("*?[\\", *path))
            *to++ = '\\';
        *to++ = *path;
    }
    return out;
}

static void add_shipped(struct known *k)
{
    const char *folder = program_folder(k->cli);

    for (size_t i = 0; folder && i < PLACES; i++) {
        const char *pattern =
            cli_printf(k->cli, "%s/%s%s", glob_escaped(k->cli, folder), shipped_in[i], SHIPPED_ALL);
        glob_t found = { 0 };

        if (glob(pattern, 0, NULL, &found) == 0)
            for (size_t p = 0; p < found.gl_pathc; p++)
                add_known(k, (struct cli_known_model){
                                 .path = cli_printf(k->cli, "%s", found.gl_pathv[p]),
                                 .from = "shipped" });
        globfree(&found);
    }
}

size_t cli_models_known(struct cli *cli, struct cli_known_model **out)
{
    const char *chosen = getenv("PARALLAX_MODEL"), *path;
    struct known k = { .cli = cli };
    plx_error err;

    if (chosen && *chosen)
        add_known(&k, (struct cli_known_model){ .path = chosen, .from = "user" });
    add_shipped(&k);
    if (cli_model_of_index(cli, &path, &err) != PLX_OK)
        add_known(&k, (struct cli_known_model){ .from = "index",
                                                .fault = cli_printf(cli, "%s", err.msg) });
    else if (path)
        add_known(&k, (struct cli_known_model){ .path = path, .from = "index" });
    *out = k.items;
    return k.count;
}

/* The known model of a name; several files of the same model are one. */
static plx_status find_named(struct cli *cli, const char *name, const char **path, plx_error *err)
{
    struct cli_known_model *known;
    size_t n = cli_models_known(cli, &known);
    const char *digest = NULL;

    *path = NULL;
    for (size_t i = 0; i < n; i++) {
        plx_model *m = NULL;
        bool is_it = known[i].path && plx_model_load(known[i].path, &m, NULL) == PLX_OK &&
                     strcmp(plx_model_name(m), name) == 0;

        if (is_it && digest && strcmp(digest, plx_model_digest(m)) != 0) {
            plx_model_free(m);
            return plx_fail(err, PLX_ERR_INVALID,
                            "several models are called '%s': name the file, %s or %s", name, *path,
                            known[i].path);
        }
        if (is_it && !digest) {
            digest = cli_printf(cli, "%s", plx_model_digest(m));
            *path = known[i].path;
        }
        plx_model_free(m);
    }
    return *path ? PLX_OK
                 : plx_fail(err, PLX_ERR_NOTFOUND,
                            "no file and no model is called '%s': `parallax model list` shows the "
                            "models there are",
                            name);
}

plx_status cli_model_find(struct cli *cli, const char *typed, const char **path, plx_error *err)
{
    struct stat st;

    *path = typed;
    if (strchr(typed, '/') || (stat(typed, &st) == 0 && !S_ISDIR(st.st_mode)))
        return PLX_OK;
    return find_named(cli, typed, path, err);
}
