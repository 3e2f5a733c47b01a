#include "daemon/write/reload.h"

#include "daemon/token.h"

static const char *const names[PLX_RELOAD_PARTS] = {
    [PLX_RELOAD_MODEL] = "model",
    [PLX_RELOAD_ALIASES] = "aliases",
    [PLX_RELOAD_TOKENS] = "tokens",
};

const char *plx_reload_part_name(plx_reload_part part)
{
    return names[part];
}

static plx_status reload_model(const plx_daemon *d, bool *is_there, plx_error *err)
{
    *is_there = true;
    return plx_workers_reload_model(d->workers, err);
}

static plx_status reload_aliases(const plx_daemon *d, bool *is_there, plx_error *err)
{
    *is_there = d->aliases != NULL;
    return d->aliases ? plx_aliases_reload(d->aliases, err) : PLX_OK;
}

static plx_status reload_tokens(const plx_daemon *d, bool *is_there, plx_error *err)
{
    *is_there = d->tokens != NULL;
    return d->tokens ? plx_token_file_reload(d->tokens, err) : PLX_OK;
}

size_t plx_reload_parts(const plx_daemon *d, plx_reload_result out[PLX_RELOAD_PARTS])
{
    static plx_status (*const parts[PLX_RELOAD_PARTS])(const plx_daemon *, bool *, plx_error *) = {
        [PLX_RELOAD_MODEL] = reload_model,
        [PLX_RELOAD_ALIASES] = reload_aliases,
        [PLX_RELOAD_TOKENS] = reload_tokens,
    };
    size_t failed = 0;

    for (size_t i = 0; i < PLX_RELOAD_PARTS; i++) {
        out[i] = (plx_reload_result){ .is_there = false };
        out[i].status = parts[i](d, &out[i].is_there, &out[i].why);
        failed += out[i].status != PLX_OK;
    }
    return failed;
}

void plx_reload(const plx_daemon *d, plx_strbuf *said)
{
    plx_reload_result result[PLX_RELOAD_PARTS];
    const char *between = "";

    plx_reload_parts(d, result);
    plx_strbuf_puts(said, "reload: ");
    for (size_t i = 0; i < PLX_RELOAD_PARTS; i++) {
        if (!result[i].is_there)
            continue;
        plx_strbuf_printf(said, "%s%s ", between, names[i]);
        if (result[i].status)
            plx_strbuf_printf(said, "as before (%s)", result[i].why.msg);
        else
            plx_strbuf_puts(said, "read anew");
        between = "; ";
    }
}
