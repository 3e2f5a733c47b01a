/* collection/writer.h - the one writer of an index */
#ifndef PLX_COLLECTION_WRITER_H
#define PLX_COLLECTION_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/article.h"
#include "base/error.h"
#include "classifier/model.h"
#include "text/analyser.h"

typedef struct plx_writer plx_writer;

/** What became of an article. */
typedef enum plx_put_result {
    PLX_PUT_ADDED = 0,
    PLX_PUT_UPDATED,
    PLX_PUT_UNCHANGED,
    PLX_PUT_RESULTS
} plx_put_result;

/** What a put did. */
typedef struct plx_put_outcome {
    plx_put_result result;
    uint32_t docid; /* of a dry run: as the index has it, 0 for a new article */
    bool is_copy;   /* added or updated, and a near-copy of another article; not in a dry run */
    bool is_stale;  /* added or updated, and its label by a person was given to another text */
} plx_put_outcome;

/** Zeroed: the defaults. */
typedef struct plx_writer_options {
    const char *what;        /* shown to others that want to write; NULL: "parallax" */
    double wait_s;           /* for another writer: 0 = not at all, negative = for ever */
    bool create;             /* make the index if there is none */
    const char *labels_path; /* NULL: labels.jsonl in the index */
    const plx_model *model;  /* judges articles put; NULL = not judged. Borrowed */
    bool any_analysis;       /* for upgrade: another analysis version or older format is accepted */
    bool replace_model;      /* for relabel: `model` may be another than the index's */
    const char *const *facets; /* user facets to add to the index's, NULL-ended; may be NULL */
    bool keep_versions;        /* keep the text and title that a changed article had before */
    bool dry_run;              /* compare and count, write nothing; see plx_writer_open() */
    int64_t now;   /* seconds since 1970 for first_seen and changed; 0: $SOURCE_DATE_EPOCH, else the
                      clock's */
    unsigned jobs; /* threads that a generation may take beside the calling one; 0: 1 */
    /* Called now and then while a generation is written, in the thread that commits: postings,
     * estimated. May be NULL. */
    void (*progress)(void *ctx, uint64_t done, uint64_t total);
    void *ctx;
} plx_writer_options;

/**
 * How a writer writes. Few changes are made in the present generation; from where they are many
 * against what it holds, and from the first on if it is empty, all go into the next one, which is
 * written beside it with the commit that makes it current: build.c has the rule.
 */
typedef struct plx_writing {
    bool is_building;     /* what is put goes into a new generation */
    bool is_refused;      /* it cannot: the index is of a format that is not written directly */
    uint32_t generations; /* built so far */
    double last_s;        /* seconds of the clock that the last of them took to write */
} plx_writing;

/**
 * Become the writer. Leftovers of a crashed one are swept up.
 *
 * With dry_run nothing is locked, made or changed, and (with `create`) there need be no index: put,
 * delete and prune say what they would come to, also for an id that comes twice in the run; commits
 * do nothing; relabel and compact are PLX_ERR_INVALID.
 *
 * @return PLX_OK; PLX_ERR_LOCKED; PLX_ERR_NOTFOUND; PLX_ERR_VERSION; PLX_ERR_LIMIT (facets);
 *         PLX_ERR_INVALID if the index was labelled by another model; PLX_ERR_IO
 */
plx_status plx_writer_open(const char *dir, const plx_writer_options *opt, plx_writer **out,
                           plx_error *err);

/** Give up what is not committed and let others write. NULL allowed. */
void plx_writer_close(plx_writer *w);

/** An article made ready: prepare.h. */
typedef struct plx_prepared plx_prepared;

/** What the writer is told beside the article. */
typedef struct plx_put_options {
    uint32_t file; /* number of the file it was read from (manifest.h); 0: none */
    /* The file that the index names for an unchanged article is gone: `file` takes its place (as it
     * does where the index names none). */
    bool (*is_gone)(void *ctx, uint32_t file); /* may be NULL: none is */
    void *ctx;
} plx_put_options;

/**
 * Add or replace a prepared article by its id: a person's label is put over the model's, its
 * near-copies are found, first_seen and changed are kept.
 *
 * If p->is_complete is false and the article turns out to be changed after all, it is prepared
 * here (as it stands: without what the caller would have cleaned off the text), unless in a dry
 * run.
 *
 * @param opt  NULL: defaults
 * @return PLX_OK; PLX_ERR_INVALID (no id); PLX_ERR_LIMIT; the store's errors
 */
plx_status plx_writer_put(plx_writer *w, plx_prepared *p, const plx_put_options *opt,
                          plx_put_outcome *out, plx_error *err);

/** Prepare and put one article: for callers that have a few. */
plx_status plx_writer_put_article(plx_writer *w, const plx_article *a, plx_put_result *result,
                                  plx_error *err);

/**
 * Let the caller change the text of an article that the index holds, and store it anew: digest (of
 * the article as read), file and times stay, its label and near-copies are found again. No
 * preparer may be at work.
 *
 * @param revise   sets *changed; the article is borrowed
 * @param changed  receives whether it was changed; false also if there is no such article
 * @return PLX_OK; what revise returned; the store's errors
 */
plx_status plx_writer_revise(plx_writer *w, uint32_t docid,
                             plx_status (*revise)(void *ctx, plx_article *a, bool *changed,
                                                  plx_error *err),
                             void *ctx, bool *changed, plx_error *err);

/** Remove an article; PLX_ERR_NOTFOUND names it. Its labels by people stay in their file. */
plx_status plx_writer_delete(plx_writer *w, const char *id, plx_error *err);

/**
 * Count, or remove, articles by the file they were last read from.
 *
 * @param gone     says of an article that has a file whether it goes
 * @param is_dry   only count
 * @param removed  receives their number
 */
plx_status plx_writer_prune(plx_writer *w, bool (*gone)(void *ctx, uint32_t docid, uint32_t file),
                            void *ctx, bool is_dry, uint32_t *removed, plx_error *err);

/** How it writes at the moment; borrowed. */
const plx_writing *plx_writer_writing(const plx_writer *w);

/**
 * Fold in labels that people gave since, and make all visible and durable. After an error
 * the last commit stands. No preparer may be at work.
 *
 * Of a writer that builds this is the long part of the work: the generation is written, made
 * current, and changed as it stands from there on. After an error what was put is lost.
 */
plx_status plx_writer_commit(plx_writer *w, plx_error *err);

/**
 * The same in the middle of a run, while preparers are at work: the spelling table, which prefixes
 * are looked up in, is left for a commit. Should that never come, the next writer makes up for it.
 */
plx_status plx_writer_checkpoint(plx_writer *w, plx_error *err);

/**
 * The words that wait for the spelling table take much memory: let the preparers come to rest and
 * call plx_writer_take_words() or plx_writer_commit() next. May be asked while they work.
 */
bool plx_writer_wants_words(const plx_writer *w);

/** Put the words that wait into the spelling table, to be committed with the rest. No preparer may
 * be at work. */
plx_status plx_writer_take_words(plx_writer *w, plx_error *err);

/** Lines of the file of labels that are none and were passed over, and the first of them
 * ("PATH:LINE: WHY", borrowed until the next commit; NULL: none): to be told to the user. */
size_t plx_writer_label_faults(const plx_writer *w, const char **first);

/** Articles of the index now, with what is not committed. */
uint32_t plx_writer_documents(plx_writer *w);

/** Highest number of a file that was ever given to a put: where numbers go on should the manifest
 * be lost (plx_manifest_reserve()). */
uint32_t plx_writer_last_file(const plx_writer *w);

/** Write the next generation compacted and switch to it (commits first). */
plx_status plx_writer_compact(plx_writer *w, plx_error *err);

/** Zeroed: the defaults. */
typedef struct plx_upgrade_options {
    unsigned jobs; /* threads that analyse; 0: as many as cores */
    /* may be NULL; called now and then; another value than 0 ends it (PLX_ERR_STOPPED) */
    int (*progress)(void *ctx, uint32_t done, uint32_t of);
    void *ctx;
} plx_upgrade_options;

/**
 * Write every article anew with this program's analysis into the next generation and switch to it:
 * what `upgrade` does. The index may have another analysis version. Articles keep their order, and
 * are numbered without gaps.
 *
 * What comes out does not depend on the number of threads.
 *
 * @param how       NULL: defaults
 * @param articles  receives their number
 * @return as plx_writer_open(); PLX_ERR_STOPPED; the store's errors: the index is as before
 */
plx_status plx_collection_upgrade(const char *dir, const plx_writer_options *opt,
                                  const plx_upgrade_options *how, uint32_t *articles,
                                  plx_error *err);

#endif
