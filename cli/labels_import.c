/* cli/labels_import.c - `parallax labels import`
 *
 * Every line is checked before anything is kept. Memory is that of the votes to be appended, and of
 * those there are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "cli/import_line.h"
#include "cli/labelled.h"
#include "cli/labels.h"
#include "cli/vote.h"
#include "indexer/reader.h"
#include "indexer/reader_csv.h"
#include "indexer/reader_json.h"

/** Labels appended at once; more are to be split. */
#define IMPORT_MAX 1000000

struct import {
    struct cli *cli;
    const struct labels_args *args;
    cli_importer importer;
    plx_labels *labels;
    plx_map *kept;    /* keys of the votes there are, and of those to come */
    plx_strbuf batch; /* lines to be appended */
    size_t votes, repeated, faults;
    bool is_over; /* there are more than can be taken */
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "labels import: out of memory");
}

/* ------------------------------------------------------------------ repetitions */

/* What two votes at one time must share to be the same: answers of validation measure, and those of
 * review must not, so neither may be taken for a plain label of the same second. */
static const char *kind_of(const plx_label *v)
{
    switch (v->how) {
    case PLX_HOW_ADJUDICATION:
        return "adjudication";
    case PLX_HOW_VALIDATE:
        return "validate";
    case PLX_HOW_REVIEW:
        return "review";
    default:
        return "label";
    }
}

/* Note a vote as one there is; *is_new: there was no such vote. */
static plx_status note_vote(struct import *in, const plx_label *v, bool *is_new, plx_error *err)
{
    const char *part[] = { v->id,
                           v->coder,
                           v->label ? "+" : "-",
                           v->label ? v->label : "",
                           kind_of(v),
                           v->time ? v->time : "" };
    plx_strbuf key = PLX_STRBUF_INIT;
    uint32_t at = PLX_MAP_NONE;

    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        plx_strbuf_add(&key, part[i], strlen(part[i]) + 1);
    if (!key.failed)
        at = plx_map_add(in->kept, key.s, key.len, is_new);
    plx_strbuf_release(&key);
    return at == PLX_MAP_NONE ? no_memory(err) : PLX_OK;
}

/* A vote without a time is the same as the one its coder has already; but what was said in
 * validation measures, and what was said otherwise does not. */
static bool is_said(const struct import *in, const struct cli_import_line *line)
{
    const plx_label *now = plx_labels_of_coder(in->labels, &line->vote.label);
    const char *label = line->vote.label.label;

    if (line->has_time ||
        (now && line->vote.label.how == PLX_HOW_VALIDATE && now->how != PLX_HOW_VALIDATE))
        return false;
    return now && label ? strcmp(now->label, label) == 0 : !now && !label;
}

static plx_status keep(struct import *in, const struct cli_import_line *line, plx_error *err)
{
    bool is_new = false;
    plx_status rc = PLX_OK;

    if (!is_said(in, line))
        rc = note_vote(in, &line->vote.label, &is_new, err);
    if (rc != PLX_OK)
        return rc;
    if (!is_new) {
        in->repeated++;
        return PLX_OK;
    }
    in->is_over = in->votes == IMPORT_MAX;
    if (in->is_over)
        return plx_fail(err, PLX_ERR_LIMIT, "more than %d labels at once: import them in parts",
                        IMPORT_MAX);
    rc = plx_label_print(&line->vote.label, &in->batch, err);
    in->votes += rc == PLX_OK;
    return rc;
}

/* ------------------------------------------------------------------------ files */

/* Is it the line's, so that the next one can be looked at? */
static bool is_fault(const struct import *in, plx_status rc)
{
    if (in->is_over)
        return false;
    return rc == PLX_ERR_INVALID || rc == PLX_ERR_NOTFOUND || rc == PLX_ERR_LIMIT;
}

static plx_status on_failure(void *ctx, const char *where, const plx_error *why)
{
    struct import *in = ctx;

    (void)where;
    in->faults++;
    cli_note("%s", why->msg);
    return PLX_OK;
}

static plx_status parse_item(plx_item *item, json_t **object, plx_error *err)
{
    if (item->kind == PLX_ITEM_JSON)
        return plx_json_record_parse(item->bytes.s, item->bytes.len, object, err);
    if (item->kind != PLX_ITEM_RECORD)
        return plx_fail(err, PLX_ERR_INVALID,
                        "neither JSON Lines nor a table whose first row names the columns id (or "
                        "url) and label");
    *object = json_incref(item->record);
    return PLX_OK;
}

static plx_status take_item(struct import *in, plx_item *item, plx_error *err)
{
    struct cli_import_line line;
    json_t *object = NULL;
    plx_status rc = parse_item(item, &object, err);

    if (rc == PLX_OK)
        rc = cli_import_line_read(&in->importer, object, &line, err);
    if (rc == PLX_OK)
        rc = keep(in, &line, err);
    json_decref(object);
    return rc;
}

static plx_status on_item(void *ctx, plx_item *item, plx_error *err);

/* A table whose rows differ so much that nobody would take it for one, but for its header. */
static plx_status read_ragged(struct import *in, const plx_item *item, plx_error *err)
{
    const plx_item_sink sink = { .on_item = on_item, .on_failure = on_failure, .ctx = in };
    const plx_read_limits limits = PLX_READ_LIMITS;
    plx_reading r = {
        .sink = &sink, .path = item->file, .member = item->member, .layers = { .limits = &limits }
    };
    plx_stream *stream;
    plx_status rc = plx_stream_memory(item->bytes.s, item->bytes.len, &stream, err);

    if (rc == PLX_OK)
        rc = plx_read_csv(&r, stream, err);
    plx_stream_close(stream);
    return rc;
}

static plx_status on_item(void *ctx, plx_item *item, plx_error *err)
{
    struct import *in = ctx;
    plx_strbuf place = PLX_STRBUF_INIT;
    plx_error why;
    plx_status rc;

    if (item->kind == PLX_ITEM_TEXT && cli_import_is_header(item->bytes.s, item->bytes.len))
        rc = read_ragged(in, item, &why);
    else
        rc = take_item(in, item, &why);
    if (is_fault(in, rc)) {
        plx_item_place(item->file, item->member, item->line, &place);
        plx_fail_prefix(&why, rc, "%s", place.s);
        rc = on_failure(in, place.s, &why);
    } else if (rc != PLX_OK && err)
        *err = why;
    plx_strbuf_release(&place);
    plx_item_free(item);
    return rc;
}

static plx_status read_files(struct import *in, int n, char **file, plx_error *err)
{
    const plx_item_sink sink = { .on_item = on_item, .on_failure = on_failure, .ctx = in };
    plx_status rc = PLX_OK;

    for (int i = 0; rc == PLX_OK && i < n; i++)
        rc = plx_read_items(file[i], &sink, err);
    return rc;
}

/* ------------------------------------------------------------------------- all */

static plx_status open_import(struct import *in, plx_error *err)
{
    plx_status rc = plx_labels_open(cli_labels_path(in->cli, in->args->labels), &in->labels, err);
    bool ignored;

    cli_importer_init(&in->importer, in->cli, in->args->coder);
    in->kept = plx_map_new();
    if (rc == PLX_OK && !in->kept)
        rc = no_memory(err);
    if (rc == PLX_OK)
        rc = plx_labels_read(in->labels, NULL, NULL, err);
    for (size_t i = 0; rc == PLX_OK && i < plx_labels_count(in->labels); i++)
        rc = note_vote(in, plx_labels_at(in->labels, i), &ignored, err);
    return rc;
}

static void close_import(struct import *in)
{
    cli_importer_release(&in->importer);
    plx_labels_close(in->labels);
    plx_map_free(in->kept);
    plx_strbuf_release(&in->batch);
}

static void say_counts(const struct import *in, bool refused)
{
    const char *what = in->args->dry_run ? "would be kept" : refused ? "sound" : "kept";

    fprintf(stderr, "%zu %s %s", in->votes, in->votes == 1 ? "label" : "labels", what);
    if (in->repeated > 0)
        fprintf(stderr, ", %zu there already", in->repeated);
    if (in->faults > 0)
        fprintf(stderr, ", %zu faulty %s", in->faults, in->faults == 1 ? "line" : "lines");
    fputc('\n', stderr);
    if (refused && !in->args->dry_run)
        fprintf(stderr,
                "none is kept: mend what is faulty, or keep the others with --keep-going\n");
}

/* What is to be done with what was read. */
static int settle(struct import *in)
{
    const char *path = cli_labels_path(in->cli, in->args->labels);
    bool refused = in->faults > 0 && !in->args->keep_going;
    plx_error err;
    int code = CLI_DONE;

    if (!refused && !in->args->dry_run && in->votes > 0) {
        if (plx_labels_append_lines(path, &in->batch, &err) != PLX_OK)
            return cli_fail(&err);
        code = cli_votes_show(in->cli, in->args->labels, "parallax labels import");
    }
    say_counts(in, refused);
    if (in->faults > 0)
        return CLI_ERROR;
    return code == CLI_DONE && in->votes + in->repeated == 0 ? CLI_NOTHING : code;
}

int cli_labels_import(struct cli *cli, int n, char **file)
{
    struct import in = { .cli = cli, .args = cli->args, .batch = PLX_STRBUF_INIT };
    plx_error err;
    plx_status rc = open_import(&in, &err);
    int code;

    if (rc == PLX_OK)
        rc = read_files(&in, n, file, &err);
    code = rc == PLX_OK ? settle(&in) : cli_fail(&err);
    close_import(&in);
    return code;
}
