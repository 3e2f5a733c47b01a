#include "cli/import_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/** A vote may be so many seconds ahead of this machine's clock. */
#define CLOCK_SLACK_S 86400

/* What a line may have. */
enum column { ID, URL, LABEL, CODER, TIME, HOW, TARGET, DIGEST, MODEL, MODEL_STANCE, COLUMNS };

/* Names of columns: those of a record of labels, and of an article with its label. */
static const char *const names[COLUMNS][2] = {
    [ID] = { "id" },
    [URL] = { "url", "link" },
    [LABEL] = { "label" },
    [CODER] = { "coder" },
    [TIME] = { "time", "labelled_at" },
    [HOW] = { "how", "label_how" },
    [TARGET] = { "target" },
    [DIGEST] = { "digest", "label_digest" },
    [MODEL] = { "model" },
    [MODEL_STANCE] = { "model_stance" },
};

/* One line under way: texts borrowed from its object. */
struct line {
    json_t *object;
    const char *text[COLUMNS];
    bool is_null[COLUMNS];
    struct cli_import_line *out;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "labels import: out of memory");
}

void cli_importer_init(cli_importer *in, struct cli *cli, const char *coder)
{
    *in = (cli_importer){ .cli = cli, .coder = coder, .id = PLX_STRBUF_INIT };
}

void cli_importer_release(cli_importer *in)
{
    plx_map_free(in->urls);
    free(in->url_id);
    plx_strbuf_release(&in->id);
}

/* --------------------------------------------------------------------- columns */

/* Headers of tables are written in any case. */
static json_t *find_member(json_t *object, const char *const name[2])
{
    const char *key;
    json_t *value;

    for (size_t i = 0; i < 2 && name[i]; i++)
        if ((value = json_object_get(object, name[i])))
            return value;
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        key = json_object_iter_key(at);
        for (size_t i = 0; i < 2 && name[i]; i++)
            if (strcasecmp(key, name[i]) == 0)
                return json_object_iter_value(at);
    }
    return NULL;
}

static plx_status read_column(struct line *line, enum column c, plx_error *err)
{
    json_t *value = find_member(line->object, names[c]);
    const char *text = json_string_value(value);

    line->text[c] = NULL;
    line->is_null[c] = json_is_null(value);
    if (!value || line->is_null[c])
        return PLX_OK;
    if (c == ID && json_is_integer(value)) {
        snprintf(line->out->number, sizeof line->out->number, "%" JSON_INTEGER_FORMAT,
                 json_integer_value(value));
        text = line->out->number;
    } else if (!text)
        return plx_fail(err, PLX_ERR_INVALID, "'%s' is no text", names[c][0]);
    else if (strlen(text) != json_string_length(value))
        return plx_fail(err, PLX_ERR_INVALID, "'%s' holds a NUL", names[c][0]);
    line->text[c] = *text ? text : NULL;
    return PLX_OK;
}

/* ------------------------------------------------------------------- addresses */

static plx_status add_url(cli_importer *in, const plx_article *a, plx_error *err)
{
    bool is_new;
    uint32_t at = plx_map_add(in->urls, a->url, strcspn(a->url, "#"), &is_new);

    if (at == PLX_MAP_NONE)
        return no_memory(err);
    if (at >= in->url_cap) {
        size_t cap = 2 * (size_t)at + 64;
        const char **grown = realloc(in->url_id, cap * sizeof *grown);

        if (!grown)
            return no_memory(err);
        in->url_id = grown;
        in->url_cap = cap;
    }
    in->url_id[at] = is_new ? cli_printf(in->cli, "%s", a->id) : NULL;
    return PLX_OK;
}

/* The addresses of articles whose id is another thing. */
static plx_status read_urls(cli_importer *in, plx_error *err)
{
    plx_store_info info = { 0 };
    plx_status rc = plx_store_get_info(plx_snapshot_store(in->cli->snapshot), &info, err);

    in->urls = plx_map_new();
    if (!in->urls)
        return no_memory(err);
    for (uint32_t docid = 1; rc == PLX_OK && docid <= info.last_docid; docid++) {
        plx_article a;

        plx_article_init(&a);
        rc = plx_snapshot_article(in->cli->snapshot, docid, false, &a, err);
        if (rc == PLX_OK && a.url && a.id)
            rc = add_url(in, &a, err);
        else if (rc == PLX_ERR_NOTFOUND)
            rc = PLX_OK;
        plx_article_release(&a);
    }
    return rc;
}

/* The id of the article with an address; it is that address unless the article brought one. */
static plx_status find_url(cli_importer *in, const char *url, const char **id, plx_error *err)
{
    size_t n = strcspn(url, "#");
    uint32_t at, docid;
    plx_status rc = PLX_OK;

    plx_strbuf_reset(&in->id);
    plx_strbuf_add(&in->id, url, n);
    if (in->id.failed)
        return no_memory(err);
    *id = in->id.s;
    if (plx_snapshot_find(in->cli->snapshot, *id, &docid, NULL) == PLX_OK)
        return PLX_OK;
    if (!in->urls)
        rc = read_urls(in, err);
    if (rc != PLX_OK)
        return rc;
    at = plx_map_find(in->urls, url, n);
    *id = at == PLX_MAP_NONE ? NULL : in->url_id[at];
    if (*id)
        return PLX_OK;
    if (at == PLX_MAP_NONE)
        return plx_fail(err, PLX_ERR_NOTFOUND, "no article with the address '%.200s' in the index",
                        url);
    return plx_fail(err, PLX_ERR_INVALID, "several articles have the address '%.200s': give the id",
                    url);
}

/* -------------------------------------------------------------------- one line */

static plx_status read_article(cli_importer *in, struct line *line, plx_error *err)
{
    const char *id = line->text[ID];

    if (!id && !line->text[URL])
        return plx_fail(err, PLX_ERR_INVALID, "no 'id' and no 'url'");
    if (!id) {
        plx_status rc = find_url(in, line->text[URL], &id, err);

        if (rc != PLX_OK)
            return rc;
    }
    return plx_vote_make(in->cli->snapshot, id, &line->out->vote, err);
}

static plx_status read_label(cli_importer *in, struct line *line, plx_error *err)
{
    const char *target = line->text[TARGET];

    if (target && strcmp(target, line->out->vote.label.target) != 0)
        return plx_fail(err, PLX_ERR_INVALID,
                        "a label for the target '%.100s', that of the index is "
                        "'%s'",
                        target, line->out->vote.label.target);
    if (line->is_null[LABEL])
        return PLX_OK; /* taken back */
    if (!line->text[LABEL])
        return plx_fail(err, PLX_ERR_INVALID, "no 'label'");
    return plx_vote_read_stance(in->cli->snapshot, line->text[LABEL], &line->out->vote.label.label,
                                err);
}

static plx_status read_time(struct line *line, plx_error *err)
{
    const char *text = line->text[TIME];
    plx_date when;
    plx_status rc;

    if (!text)
        return PLX_OK;
    rc = plx_date_parse_iso(text, strlen(text), &when, err);
    if (rc == PLX_OK && when.start > (int64_t)time(NULL) + CLOCK_SLACK_S)
        rc = plx_fail(err, PLX_ERR_INVALID, "the time '%.40s' is yet to come", text);
    if (rc != PLX_OK)
        return rc;
    line->out->has_time = true;
    plx_date_format(&when, line->out->when);
    line->out->vote.label.time = line->out->when;
    return PLX_OK;
}

/* Who, how, and what was known then; where a line does not say it, it is as of now. */
static plx_status read_rest(cli_importer *in, struct line *line, plx_error *err)
{
    plx_label *v = &line->out->vote.label;

    v->coder = line->text[CODER] ? line->text[CODER] : in->coder;
    if (!v->coder || !*v->coder)
        return plx_fail(err, PLX_ERR_INVALID, "no 'coder': --coder NAME gives one");
    v->how = PLX_HOW_IMPORT;
    if (line->text[HOW] && !plx_label_how_find(line->text[HOW], &v->how))
        return plx_fail(err, PLX_ERR_INVALID,
                        "'how' is '%.100s', not given, import, review, "
                        "validate or adjudication",
                        line->text[HOW]);
    if (line->text[DIGEST])
        v->digest = line->text[DIGEST];
    if (line->text[MODEL_STANCE] || line->is_null[MODEL_STANCE]) {
        v->model = line->text[MODEL];
        v->model_stance = line->text[MODEL_STANCE];
    }
    return PLX_OK;
}

plx_status cli_import_line_read(cli_importer *in, json_t *object, struct cli_import_line *out,
                                plx_error *err)
{
    struct line line = { .object = object, .out = out };
    plx_status rc = PLX_OK;

    out->has_time = false;
    for (unsigned c = 0; rc == PLX_OK && c < COLUMNS; c++)
        rc = read_column(&line, (enum column)c, err);
    if (rc == PLX_OK)
        rc = read_article(in, &line, err);
    if (rc == PLX_OK)
        rc = read_label(in, &line, err);
    if (rc == PLX_OK)
        rc = read_time(&line, err);
    return rc == PLX_OK ? read_rest(in, &line, err) : rc;
}

/* Is one of the names of a column in a line? */
static bool names_column(const char *line, enum column c)
{
    for (size_t i = 0; i < 2 && names[c][i]; i++)
        if (strcasestr(line, names[c][i]))
            return true;
    return false;
}

bool cli_import_is_header(const char *p, size_t n)
{
    char line[1024];
    size_t k = 0;

    while (k < n && k < sizeof line - 1 && p[k] && p[k] != '\n' && p[k] != '\r')
        k++;
    memcpy(line, p, k);
    line[k] = '\0';
    return names_column(line, LABEL) && (names_column(line, ID) || names_column(line, URL));
}
