/* cli/models.c - the search for a model */
#include "cli/models.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "collection/collection.h"
#include "collection/model_info.h"

#define SHIPPED "models/iran/iran.model"

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

/* Beside the program where it was built, else where `make install` puts it: found from the
 * program, so that an installed tree can be moved. */
static const char *shipped(struct cli *cli)
{
    static const char *const places[] = { "%s/" SHIPPED, "%s/../share/parallax/" SHIPPED };
    const char *folder = program_folder(cli);

    for (size_t i = 0; folder && i < sizeof places / sizeof *places; i++) {
        const char *path = cli_printf(cli, places[i], folder);

        if (plx_file_exists(path))
            return path;
    }
    return NULL;
}

const char *cli_model_default(struct cli *cli)
{
    const char *chosen = getenv("PARALLAX_MODEL");

    return chosen && *chosen ? chosen : shipped(cli);
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

plx_status cli_model_load(struct cli *cli, const char *given, plx_model **out, plx_error *err)
{
    const char *chosen = getenv("PARALLAX_MODEL"), *path = given;
    plx_status rc = PLX_OK;

    *out = NULL;
    if (!path && chosen && *chosen)
        path = chosen;
    if (!path)
        rc = cli_model_of_index(cli, &path, err);
    if (rc != PLX_OK)
        return rc;
    if (!path)
        path = shipped(cli);
    if (!path)
        return plx_fail(err, PLX_ERR_NOTFOUND,
                        "no model: name one with --model FILE or $PARALLAX_MODEL");
    return plx_model_load(path, out, err);
}
