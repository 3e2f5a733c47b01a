#include "collection/label_line.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* Members that are text, in the order of a line. */
static const struct {
    const char *name;
    size_t offset;
} texts[] = {
    { "id", offsetof(plx_label, id) },
    { "label", offsetof(plx_label, label) },
    { "target", offsetof(plx_label, target) },
    { "coder", offsetof(plx_label, coder) },
    { "time", offsetof(plx_label, time) },
    { "digest", offsetof(plx_label, digest) },
    { "model", offsetof(plx_label, model) },
    { "model_stance", offsetof(plx_label, model_stance) },
};

#define TEXTS (sizeof texts / sizeof *texts)

static const char *const how_names[PLX_HOWS] = {
    [PLX_HOW_GIVEN] = "given",
    [PLX_HOW_IMPORT] = "import",
    [PLX_HOW_REVIEW] = "review",
    [PLX_HOW_VALIDATE] = "validate",
    [PLX_HOW_ADJUDICATION] = "adjudication",
};

const char *plx_label_how_name(plx_label_how how)
{
    return (unsigned)how < PLX_HOWS ? how_names[how] : how_names[PLX_HOW_GIVEN];
}

bool plx_label_how_find(const char *name, plx_label_how *out)
{
    for (unsigned i = 0; i < PLX_HOWS; i++)
        if (strcmp(how_names[i], name) == 0) {
            *out = (plx_label_how)i;
            return true;
        }
    return false;
}

static const char **text_of(plx_label *v, size_t i)
{
    return (const char **)(void *)((char *)v + texts[i].offset);
}

static const char *text_at(const plx_label *v, size_t i)
{
    plx_label copy = *v;

    return *text_of(&copy, i);
}

/* ------------------------------------------------------------------ reading */

/* Bytes a member takes in the block; 0 for null and what is not there. */
static plx_status measure(const json_t *o, const char *name, size_t *bytes, plx_error *err)
{
    const json_t *value = json_object_get(o, name);
    size_t n = json_string_length(value);

    *bytes = 0;
    if (!value || json_is_null(value))
        return PLX_OK;
    if (!json_is_string(value))
        return plx_fail(err, PLX_ERR_INVALID, "'%s' is no text", name);
    if (n > PLX_LABEL_STRING_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "'%s' is longer than %d bytes", name,
                        PLX_LABEL_STRING_MAX);
    if (strlen(json_string_value(value)) != n)
        return plx_fail(err, PLX_ERR_INVALID, "'%s' holds a NUL", name);
    *bytes = n + 1;
    return PLX_OK;
}

static plx_status check_needed(const json_t *o, plx_error *err)
{
    static const char *const needed[] = { "id", "label", "target" };

    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!json_object_get(o, needed[i]))
            return plx_fail(err, PLX_ERR_INVALID, "no '%s'", needed[i]);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i += 2)
        if (!json_is_string(json_object_get(o, needed[i])))
            return plx_fail(err, PLX_ERR_INVALID, "'%s' is no text", needed[i]);
    if (json_string_length(json_object_get(o, "id")) == 0)
        return plx_fail(err, PLX_ERR_INVALID, "'id' is empty");
    return PLX_OK;
}

static plx_status read_how(const json_t *o, plx_label_how *how, plx_error *err)
{
    const json_t *value = json_object_get(o, "how");

    *how = PLX_HOW_GIVEN;
    if (!value || json_is_null(value))
        return PLX_OK;
    if (!json_is_string(value) || !plx_label_how_find(json_string_value(value), how))
        return plx_fail(err, PLX_ERR_INVALID,
                        "'how' is none of given, import, review, validate, adjudication");
    return PLX_OK;
}

/* Copy the texts into one block, so that the JSON value can go. */
static plx_status copy_texts(const json_t *o, plx_label *out, char **block, plx_error *err)
{
    size_t bytes[TEXTS], total = 0;
    plx_status rc = PLX_OK;
    char *p;

    for (size_t i = 0; !rc && i < TEXTS; i++) {
        rc = measure(o, texts[i].name, &bytes[i], err);
        total += bytes[i];
    }
    if (rc)
        return rc;
    p = *block = malloc(total);
    if (!p)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < TEXTS; i++) {
        if (!bytes[i])
            continue;
        *text_of(out, i) = memcpy(p, plx_json_get_str(o, texts[i].name), bytes[i]);
        p += bytes[i];
    }
    return PLX_OK;
}

plx_status plx_label_parse(const char *s, size_t n, plx_label *out, char **block, plx_error *err)
{
    json_t *o = NULL;
    plx_status rc;

    *out = (plx_label){ 0 };
    *block = NULL;
    if (n > PLX_LABEL_LINE_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "line longer than %d bytes", PLX_LABEL_LINE_MAX);
    rc = plx_json_parse(s, n, &o, err);
    if (!rc && !json_is_object(o))
        rc = plx_fail(err, PLX_ERR_INVALID, "no JSON object");
    if (!rc)
        rc = check_needed(o, err);
    if (!rc)
        rc = read_how(o, &out->how, err);
    if (!rc)
        rc = copy_texts(o, out, block, err);
    if (!rc && !out->coder)
        out->coder = "";
    json_decref(o);
    return rc;
}

/* ------------------------------------------------------------------ writing */

json_t *plx_label_to_json(const plx_label *v)
{
    json_t *o = json_object();
    bool failed = !o;

    for (size_t i = 0; i < TEXTS; i++) {
        if (texts[i].offset == offsetof(plx_label, digest))
            failed |= json_object_set_new(o, "how", json_string(plx_label_how_name(v->how))) != 0;
        failed |= json_object_set_new(o, texts[i].name, plx_json_str(text_at(v, i))) != 0;
    }
    if (!failed)
        return o;
    json_decref(o);
    return NULL;
}

static plx_status check_printed(const plx_strbuf *out, size_t from, plx_error *err)
{
    plx_label again;
    plx_error why;
    char *block;
    plx_status rc = plx_label_parse(out->s + from, out->len - from, &again, &block, &why);

    free(block);
    return rc ? plx_fail(err, rc, "label: %s", why.msg) : PLX_OK;
}

plx_status plx_label_print(const plx_label *v, plx_strbuf *out, plx_error *err)
{
    json_t *o = plx_label_to_json(v);
    size_t from = out->len;
    plx_status rc = PLX_OK;

    if (o)
        plx_json_print(o, false, out);
    if (!o || out->failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "label: out of memory");
    json_decref(o);
    if (!rc)
        rc = check_printed(out, from, err);
    if (!rc)
        plx_strbuf_putc(out, '\n');
    if (!rc && out->failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "label: out of memory");
    if (rc)
        plx_strbuf_truncate(out, from);
    return rc;
}
