/* search/export_writer.h - articles of an index written out one after another, in one form
 *
 * Records with all that is said of an article (export.h), entries of a bibliography (cite.h), or
 * bare ids: what `parallax export` and /api/v1/export give out. */
#ifndef PLX_SEARCH_EXPORT_WRITER_H
#define PLX_SEARCH_EXPORT_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "collection/labels.h"
#include "collection/snapshot.h"

typedef enum plx_export_form {
    PLX_EXPORT_JSONL = 0,
    PLX_EXPORT_CSV,
    PLX_EXPORT_BIBTEX,
    PLX_EXPORT_CSL_JSON,
    PLX_EXPORT_IDS,
    PLX_EXPORT_FORMS
} plx_export_form;

/** Words of the forms, in their order; NULL-ended. */
extern const char *const plx_export_words[];

/** Does a form say who gave a label, so that it is worth reading the labels? */
bool plx_export_has_votes(plx_export_form form);

/** Borrowed for as long as the writer lives. */
typedef struct plx_export_options {
    plx_export_form form;
    bool no_text;             /* leave out the text of the articles */
    bool no_coders;           /* do not say whose a label is */
    const plx_labels *labels; /* read; NULL: who gave a label and when is not told */
} plx_export_options;

/** One thread. */
typedef struct plx_export_writer plx_export_writer;

plx_status plx_export_writer_new(const plx_export_options *opt, plx_export_writer **out,
                                 plx_error *err);
/** NULL allowed. */
void plx_export_writer_free(plx_export_writer *w);

/* Append; out->failed is set without memory. */

/** What stands before the first article. */
void plx_export_begin(plx_export_writer *w, const plx_model_info *model, plx_strbuf *out);
/** What stands behind the last one. */
void plx_export_end(plx_export_writer *w, plx_strbuf *out);

/**
 * Append an article. Bibliography keys are unique among all that one writer wrote.
 *
 * @return PLX_OK; PLX_ERR_STALE: nothing of it is in out, ask again on a new snapshot, which may
 *         be another than for the articles before; PLX_ERR_NOMEM; as plx_snapshot_article()
 */
plx_status plx_export_add(plx_export_writer *w, plx_snapshot *snap, uint32_t docid, plx_strbuf *out,
                          plx_error *err);

/** Articles written. */
uint32_t plx_export_count(const plx_export_writer *w);

#endif
