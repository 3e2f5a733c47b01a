#include "search/partial.h"

#include "base/json.h"

/* By the number of their bit. */
static const char *const names[] = { "matches", "order", "hits", "counts", "snippets" };
#define NAMES (sizeof names / sizeof *names)

plx_status plx_partial_allow(plx_status rc, plx_partial missing, unsigned *partial)
{
    if (rc != PLX_ERR_DEADLINE || !partial)
        return rc;
    *partial |= (unsigned)missing;
    return PLX_OK;
}

void plx_partial_list(unsigned partial, plx_strbuf *out)
{
    const char *before = "";
    size_t i;

    for (i = 0; i < NAMES; i++)
        if (partial >> i & 1) {
            plx_strbuf_printf(out, "%s%s", before, names[i]);
            before = ", ";
        }
}

json_t *plx_partial_json(unsigned partial)
{
    json_t *list = json_array();
    bool ok = list != NULL;
    size_t i;

    for (i = 0; ok && i < NAMES; i++)
        if (partial >> i & 1)
            ok = json_array_append_new(list, json_string(names[i])) == 0;
    return plx_json_checked(list, ok);
}
