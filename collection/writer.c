#include "collection/writer.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "collection/collection.h"
#include "collection/writer_internal.h"

/* Metadata: the highest number of a file that an article came from. */
#define KEY_FILES "files"

/* --------------------------------------------------------- open and close */

static plx_status read_last_file(plx_writer *w, plx_error *err)
{
    plx_bytes b = { 0 };
    plx_status rc = plx_store_get_metadata(w->st, KEY_FILES, &b, err);

    w->last_file_stored = plx_record_number_read(b.p, b.n);
    if (w->last_file < w->last_file_stored)
        w->last_file = w->last_file_stored;
    return rc;
}

plx_status plx_writer_reopen_store(plx_writer *w, plx_error *err)
{
    char *path = NULL;
    plx_status rc = plx_collection_generation_path(w->dir, NULL, &path, err);

    if (!rc)
        rc = plx_store_open_writer(path, &w->st, err);
    if (!rc)
        rc = plx_writer_read_words_mark(w, err);
    if (!rc)
        rc = read_last_file(w, err);
    free(path);
    return rc;
}

plx_status plx_writer_open_store(plx_writer *w, plx_error *err)
{
    plx_status rc = plx_writer_reopen_store(w, err);

    if (!rc)
        rc = plx_model_info_read(w->st, &w->info, err);
    if (!rc)
        rc = plx_facet_names_read(w->st, &w->facets, err);
    return rc;
}

plx_status plx_writer_require_store(const plx_writer *w, plx_error *err)
{
    return w->st ? PLX_OK
                 : plx_fail(err, PLX_ERR_IO, "%s: the index was let go after an error", w->dir);
}

void plx_writer_close_store(plx_writer *w)
{
    plx_preparer *r;

    for (r = w->preparers; r; r = r->next)
        plx_preparer_forget_reader(r);
    plx_duplicates_close(w->duplicates);
    w->duplicates = NULL;
    plx_store_close(w->st);
    w->st = NULL;
    free(w->building);
    w->building = NULL;
    w->writing.is_building = false;
}

plx_status plx_writer_duplicates(plx_writer *w, plx_duplicates **out, plx_error *err)
{
    plx_status rc = w->duplicates ? PLX_OK : plx_duplicates_open(w->st, &w->duplicates, err);

    *out = w->duplicates;
    return rc;
}

static plx_status new_members(plx_writer *w, const plx_writer_options *opt, plx_error *err)
{
    char *own = opt->labels_path ? NULL : plx_collection_file(w->dir, "labels.jsonl");
    const char *labels = opt->labels_path ? opt->labels_path : own;
    plx_status rc = labels ? plx_labels_open(labels, &w->labels, err)
                           : plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir);

    free(own);
    w->model = opt->model;
    w->keep_versions = opt->keep_versions;
    w->is_dry = opt->dry_run;
    w->now = opt->now ? opt->now : plx_date_epoch();
    w->jobs = opt->jobs;
    w->progress = opt->progress;
    w->progress_ctx = opt->ctx;
    if (!rc)
        rc = plx_preparer_new(w, &w->own, err);
    if (!rc)
        rc = plx_prepared_new(&w->one, err);
    return rc;
}

plx_status plx_writer_check_model(const plx_writer *w, plx_error *err)
{
    if (!w->model || !*w->info.digest || strcmp(w->info.digest, plx_model_digest(w->model)) == 0)
        return PLX_OK;
    return plx_fail(err, PLX_ERR_INVALID,
                    "the articles of this index were labelled by model '%s', not '%s': change all "
                    "of them with `parallax relabel --model FILE`",
                    w->info.name, plx_model_name(w->model));
}

/* The index speaks of one model: that of the writer, if it has one. */
static plx_status settle_model(plx_writer *w, bool replace, plx_error *err)
{
    plx_status rc = replace ? PLX_OK : plx_writer_check_model(w, err);

    if (rc || !w->model || strcmp(w->info.digest, plx_model_digest(w->model)) == 0)
        return rc;
    rc = plx_collection_keep_model(w->dir, w->model, err);
    if (!rc)
        rc = plx_model_info_write(w->st, w->model, err);
    if (!rc)
        rc = plx_model_info_read(w->st, &w->info, err);
    return rc;
}

plx_status plx_writer_settle_facets(plx_writer *w, const char *const *names, plx_error *err)
{
    size_t before = w->facets.count, i;
    plx_status rc = plx_facet_names_add(&w->facets, names, err);

    if (!rc && w->facets.count > before && !w->is_dry)
        rc = plx_facet_names_write(w->st, &w->facets, err);
    for (i = 0; i < w->facets.count; i++) {
        plx_strbuf_puts(&w->context, w->facets.name[i]);
        plx_strbuf_putc(&w->context, ' ');
    }
    if (!rc && w->context.failed)
        rc = plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", w->dir);
    return rc;
}

static plx_status open_index(plx_writer *w, const plx_writer_options *opt, plx_error *err)
{
    const char *what = opt->what ? opt->what : "parallax";
    plx_status rc = opt->create ? plx_file_mkdirs(w->dir, err)
                                : plx_collection_verify(w->dir, opt->any_analysis, err);

    if (!rc)
        rc = plx_owner_take(w->dir, what, opt->wait_s, &w->owner, err);
    if (!rc && opt->create && !plx_collection_exists(w->dir))
        rc = plx_collection_create(w->dir, err);
    if (!rc)
        rc = plx_collection_verify(w->dir, opt->any_analysis, err);
    if (!rc)
        rc = plx_collection_sweep(w->dir, err);
    if (!rc)
        rc = plx_writer_open_store(w, err);
    if (!rc)
        rc = settle_model(w, opt->replace_model, err);
    if (!rc)
        rc = plx_writer_settle_facets(w, opt->facets, err);
    if (!rc)
        rc = plx_writer_fold_labels(w, err);
    if (!rc && !opt->any_analysis) /* an upgrade counts all words anew */
        rc = plx_writer_recount_words(w, err);
    return rc;
}

static plx_writer *new_writer(const char *dir)
{
    plx_writer *w = calloc(1, sizeof *w);

    if (!w)
        return NULL;
    plx_strbuf_init(&w->term);
    plx_strbuf_init(&w->context);
    atomic_init(&w->generation, 0);
    w->dir = strdup(dir);
    if (w->dir)
        return w;
    free(w);
    return NULL;
}

plx_status plx_writer_open(const char *dir, const plx_writer_options *opt, plx_writer **out,
                           plx_error *err)
{
    plx_writer *w = new_writer(dir);
    plx_status rc;

    *out = NULL;
    if (!w)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", dir);
    rc = new_members(w, opt, err);
    if (!rc)
        rc = w->is_dry ? plx_writer_open_dry(w, opt, err) : open_index(w, opt, err);
    if (rc) {
        plx_writer_close(w);
        return rc;
    }
    *out = w;
    return PLX_OK;
}

static void free_preparers(plx_preparer *r)
{
    while (r) {
        plx_preparer *next = r->next;

        plx_preparer_free(r);
        r = next;
    }
}

void plx_writer_close(plx_writer *w)
{
    if (!w)
        return;
    plx_writer_close_store(w);
    free_preparers(w->preparers);
    plx_prepared_free(w->one);
    plx_owner_release(w->owner);
    plx_labels_close(w->labels);
    plx_map_free(w->met);
    free(w->met_digest);
    free(w->replaced);
    plx_writer_forget_miscounts(w);
    free(w->miscounts);
    plx_strbuf_release(&w->term);
    plx_strbuf_release(&w->context);
    free(w->dir);
    free(w);
}

/* ----------------------------------------------------------------- commit */

static plx_status store_last_file(plx_writer *w, plx_error *err)
{
    unsigned char value[PLX_NUMBER_VALUE_BYTES];
    plx_status rc;

    if (w->last_file == w->last_file_stored)
        return PLX_OK;
    plx_record_number_value(w->last_file, value);
    rc = plx_store_set_metadata(w->st, KEY_FILES, value, sizeof value, err);
    if (!rc)
        w->last_file_stored = w->last_file;
    return rc;
}

/* @param words  what is done about the spelling table */
static plx_status commit(plx_writer *w, plx_status (*words)(plx_writer *w, plx_error *err),
                         plx_error *err)
{
    plx_status rc;

    if (w->is_dry)
        return PLX_OK;
    rc = plx_writer_require_store(w, err);
    if (!rc)
        rc = plx_writer_fold_labels(w, err);
    if (!rc && w->duplicates)
        rc = plx_duplicates_flush(w->duplicates, err);
    if (!rc)
        rc = store_last_file(w, err);
    if (!rc)
        rc = words(w, err);
    if (!rc)
        rc = w->building ? plx_writer_end_build(w, err) : plx_store_commit(w->st, err);
    return rc ? rc : plx_collection_sweep_models(w->dir, w->info.digest, err);
}

plx_status plx_writer_commit(plx_writer *w, plx_error *err)
{
    return commit(w, plx_writer_write_words, err);
}

plx_status plx_writer_checkpoint(plx_writer *w, plx_error *err)
{
    return commit(w, plx_writer_store_replaced, err);
}

plx_status plx_writer_take_words(plx_writer *w, plx_error *err)
{
    return w->is_dry ? PLX_OK : plx_writer_write_words(w, err);
}

uint32_t plx_writer_documents(plx_writer *w)
{
    plx_store_info info = { 0 };

    return !w->st || plx_store_get_info(w->st, &info, NULL) ? 0 : info.documents;
}

uint32_t plx_writer_last_file(const plx_writer *w)
{
    return w->last_file;
}
