#include "indexer/field_map.h"

#include <string.h>

plx_status plx_field_map_check(const char *const *map, plx_error *err)
{
    for (; map && *map; map++) {
        const char *eq = strchr(*map, '=');

        if (!eq || eq == *map || !eq[1])
            return plx_fail(err, PLX_ERR_INVALID,
                            "--map '%s': expected FIELD=NAME, as in "
                            "title=headline",
                            *map);
    }
    return PLX_OK;
}

/* The value at a name with dots; *holder and *last tell where to remove it. */
static json_t *find(json_t *obj, const char *name, json_t **holder, const char **last)
{
    json_t *v = json_object_get(obj, name);
    const char *dot;

    *holder = obj;
    *last = name;
    while (!v && json_is_object(*holder) && (dot = strchr(*last, '.'))) {
        *holder = json_object_getn(*holder, *last, (size_t)(dot - *last));
        *last = dot + 1;
        v = json_object_get(*holder, *last);
    }
    return v;
}

static plx_status rename_one(const char *entry, json_t *obj, plx_error *err)
{
    const char *eq = strchr(entry, '=');
    json_t *holder;
    const char *last;
    json_t *v = find(obj, eq + 1, &holder, &last);
    int rc;

    if (!v || json_is_null(v) ||
        (holder == obj && strlen(last) == (size_t)(eq - entry) &&
         strncmp(last, entry, (size_t)(eq - entry)) == 0))
        return PLX_OK;
    json_incref(v);
    json_object_del(holder, last);
    rc = json_object_setn(obj, entry, (size_t)(eq - entry), v);
    json_decref(v);
    return rc == 0 ? PLX_OK : plx_fail(err, PLX_ERR_NOMEM, "--map: out of memory");
}

plx_status plx_field_map_apply(const char *const *map, json_t *obj, plx_error *err)
{
    plx_status rc = PLX_OK;

    for (; map && *map && rc == PLX_OK; map++)
        rc = rename_one(*map, obj, err);
    return rc;
}
