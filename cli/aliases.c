#include "cli/aliases.h"

#include <stdlib.h>

#include "cli/models.h"

#define SHIPPED "models/aliases.tsv"
#define OWN     "parallax/aliases.tsv"

/* The user's own file, NULL where there is no place for one. */
static const char *own_file(struct cli *cli)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

    if (config && *config == '/')
        return cli_printf(cli, "%s/%s", config, OWN);
    return home && *home ? cli_printf(cli, "%s/.config/%s", home, OWN) : NULL;
}

size_t cli_alias_files(struct cli *cli, const char *given, plx_alias_file *out)
{
    const char *shipped = cli_shipped_file(cli, SHIPPED);
    const char *own = given ? given : own_file(cli);
    size_t n = 0;

    if (shipped)
        out[n++] = (plx_alias_file){ shipped, false };
    if (own)
        out[n++] = (plx_alias_file){ own, !given };
    return n;
}

static void tell(void *ctx, const char *message)
{
    (void)ctx;
    cli_note("%s", message);
}

plx_status cli_aliases_open(struct cli *cli, const char *given, size_t most, plx_error *err)
{
    const plx_alias_teller teller = { tell, NULL, most };
    plx_alias_file files[PLX_ALIAS_FILES_MAX];
    size_t n = cli_alias_files(cli, given, files);
    plx_status rc;

    plx_aliases_close(cli->aliases);
    rc = plx_aliases_open(files, n, &teller, &cli->aliases, err);
    return rc ? plx_fail_prefix(err, rc, "aliases (--no-aliases does without)") : PLX_OK;
}
