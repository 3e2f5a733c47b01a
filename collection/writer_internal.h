/* collection/writer_internal.h - what the sources of the writer share; for them only */
#ifndef PLX_COLLECTION_WRITER_INTERNAL_H
#define PLX_COLLECTION_WRITER_INTERNAL_H

#include <stdatomic.h>

#include "base/map.h"
#include "base/strbuf.h"
#include "collection/duplicates.h"
#include "collection/labels.h"
#include "collection/model_info.h"
#include "collection/owner.h"
#include "collection/prepare.h"
#include "collection/record.h"
#include "collection/vocabulary_count.h"
#include "collection/writer.h"
#include "store/store.h"

struct plx_preparer {
    const plx_writer *w; /* only what stays the same while preparers work is read of it */
    plx_preparer *next;
    plx_analyser *analyser;
    plx_record_codec *codec;
    plx_vocabulary_count *vocabulary;
    plx_judge *judge;
    plx_store *reader;   /* for the quick look; opened at the first one */
    bool is_empty;       /* there was nothing to look at when the reader was to be opened */
    unsigned generation; /* of the reader: w->generation at the time */
    atomic_size_t words; /* counted since the last plx_writer_write_words() */
    unsigned counts;     /* of words, begun after each of these */

    /* working memory of one article */
    plx_tokens title, text;
    plx_strbuf packed, term;
};

/* What a preparer has counted, and was then not stored. */
typedef struct plx_miscount {
    plx_preparer *by;
    unsigned in; /* by->counts at the time */
    plx_article article;
} plx_miscount;

struct plx_writer {
    char *dir;
    plx_owner *owner;
    plx_store *st; /* the current generation, or the next while it is built; of a dry run: for
                      reading, NULL without index; NULL also if it was lost by an error */
    plx_labels *labels;
    const plx_model *model;
    plx_model_info info;
    plx_facet_names facets;
    plx_strbuf context; /* facet names: part of each article's digest */
    bool keep_versions, is_dry;
    int64_t now; /* 0: the clock's */

    plx_preparer *preparers; /* all there are; the writer's own is among them */
    plx_preparer *own;
    plx_prepared *one; /* for articles that the writer prepares itself */
    plx_strbuf term;
    plx_duplicates *duplicates; /* NULL until an article is added or changed */

    /* Generations built: build.c */
    plx_writing writing;
    char *building;         /* folder of the one being built; NULL: none is */
    uint32_t changes;       /* articles put and removed since the opening; while building, in it */
    bool was_large;         /* the last generation had enough changes to be built */
    uint32_t build_at;      /* so many make the writer build */
    atomic_uint generation; /* goes up with each: readers of older ones are to be opened anew */
    unsigned jobs;
    void (*progress)(void *ctx, uint64_t done, uint64_t total);
    void *progress_ctx;

    uint32_t last_file, last_file_stored; /* highest number of a file given to a put */

    /* The spelling table: words.c */
    uint32_t words_mark; /* highest docid whose words are in it */
    uint32_t *replaced;  /* docids up to the mark whose new words are not */
    size_t replaced_count, replaced_cap;
    bool replaced_is_stored; /* as it is now */
    plx_miscount *miscounts;
    size_t miscount_count, miscount_cap, miscount_bytes;

    /* A dry run: ids met in it, and the digest each had last. */
    plx_map *met;
    unsigned char (*met_digest)[PLX_RECORD_DIGEST];
    size_t met_cap;
};

/* ------------------------------------------------------------- prepare.c */

/** Free a preparer. */
void plx_preparer_free(plx_preparer *r);

/** Have it open its reader anew: the index has another generation. */
void plx_preparer_forget_reader(plx_preparer *r);

/** Analyse an article into r->title and r->text. */
plx_status plx_preparer_analyse(plx_preparer *r, const plx_article *a, plx_error *err);

/** Forget the vocabulary if it is large; its counts must be written. */
void plx_preparer_trim(plx_preparer *r);

/** Digest of the article in the index under an id, by r's own reader; *found false: none there. */
plx_status plx_preparer_look_up(plx_preparer *r, const char *id,
                                unsigned char digest[PLX_RECORD_DIGEST], bool *found,
                                plx_error *err);

/** n preparers, the first of them the writer's own, the others made; the array is malloc'd. */
plx_status plx_writer_preparers(plx_writer *w, size_t n, plx_preparer ***out, plx_error *err);

/** Words that one preparer may remember before it starts anew. */
size_t plx_preparer_words_max(const plx_writer *w);

/* ----------------------------------------------------------------- put.c */

/** What is stored of an article beside what it says itself. */
typedef struct plx_stored_state {
    const void *stance; /* encoded verdict */
    size_t stance_bytes;
    uint32_t file; /* 0: none */
    plx_seen seen;
} plx_stored_state;

/** A complete prepared article into the current store. */
plx_status plx_writer_store(plx_writer *w, plx_prepared *p, const plx_stored_state *s,
                            plx_put_outcome *out, plx_error *err);

/** Read an article out of a store (the writer's, or an older generation). The caller has
 * initialised it and releases it, also after an error. */
plx_status plx_writer_load(plx_writer *w, plx_store *st, uint32_t docid, plx_article *a,
                           plx_error *err);

/* ------------------------------------------------------------- dry_run.c */

/** Read of an index, if there is one, what a dry run compares with. */
plx_status plx_writer_open_dry(plx_writer *w, const plx_writer_options *opt, plx_error *err);

/** What plx_writer_put() would come to. */
plx_status plx_writer_put_dry(plx_writer *w, plx_prepared *p, plx_put_outcome *out, plx_error *err);

/* -------------------------------------------------------------- writer.c */

/** Open the current generation for writing, and read what it says of itself. */
plx_status plx_writer_open_store(plx_writer *w, plx_error *err);

/** The same in the middle of the writer's life: model and facets are what they were, and preparers
 * that read them may be at work. */
plx_status plx_writer_reopen_store(plx_writer *w, plx_error *err);

/** Refuse to go on where an error has left no store. */
plx_status plx_writer_require_store(const plx_writer *w, plx_error *err);

/** Add facets to those of the index and settle w->context; stored if there are more now. */
plx_status plx_writer_settle_facets(plx_writer *w, const char *const *names, plx_error *err);

/** Refuse a model other than that of the index. */
plx_status plx_writer_check_model(const plx_writer *w, plx_error *err);

/** Groups of near-copies, loaded at first use; borrowed. */
plx_status plx_writer_duplicates(plx_writer *w, plx_duplicates **out, plx_error *err);

/** Close what was made from w->st, and it. */
void plx_writer_close_store(plx_writer *w);

/* --------------------------------------------------------------- build.c */

/** An article is going to be put or removed: count it, and begin to build if that pays. */
plx_status plx_writer_count_change(plx_writer *w, plx_error *err);

/**
 * Have all further changes go into the next generation.
 *
 * @param base  path of the generation it goes on from; NULL: from nothing
 * @param old   receives the store that was written to until now, to be closed; as it was on error
 * @return PLX_OK; PLX_ERR_VERSION: the base cannot be gone on from; the store's errors
 */
plx_status plx_writer_begin_build(plx_writer *w, const char *base, plx_store **old, plx_error *err);

/** Write the generation and switch to it, or on error back to the one before. */
plx_status plx_writer_end_build(plx_writer *w, plx_error *err);

/* --------------------------------------------------------- fold_labels.c */

/** Target of the labels by people that count here. */
const char *plx_writer_target(const plx_writer *w);

/** Put the label of a person, if one stands, over a verdict; its digest is compared with text. */
void plx_writer_apply_label(const plx_writer *w, const char *id, const char *text, plx_verdict *v);

/** Bring stances in line with the labels by people that stand. */
plx_status plx_writer_fold_labels(plx_writer *w, plx_error *err);

/* ------------------------------------------------------------- relabel.c */

/** What the model says of an article, a person's label put over it; r is a preparer at rest. */
plx_status plx_writer_judge(plx_writer *w, plx_preparer *r, const plx_article *a, plx_verdict *v,
                            plx_error *err);

/** All docids of the index in rising order, malloc'd. */
plx_status plx_writer_docids(plx_writer *w, uint32_t **docids, size_t *n, plx_error *err);

/* --------------------------------------------------------------- words.c */

/** Read how far the spelling table goes. */
plx_status plx_writer_read_words_mark(plx_writer *w, plx_error *err);

/** An article got new words under a docid it had before. */
plx_status plx_writer_note_replaced(plx_writer *w, uint32_t docid, plx_error *err);

/** The words of an article that were counted when it was prepared, if they were, are not those that
 * are stored: take them back. */
plx_status plx_writer_miscounted(plx_writer *w, const plx_prepared *p, plx_error *err);
void plx_writer_forget_miscounts(plx_writer *w);

/** Bring the spelling table up to date with the articles stored so far; preparers are at rest. */
plx_status plx_writer_write_words(plx_writer *w, plx_error *err);

/** Leave word of articles whose words are not in it, for the case that this writer is cut off. */
plx_status plx_writer_store_replaced(plx_writer *w, plx_error *err);

/** Count the words of articles that a run which was cut off has left out of the spelling table. */
plx_status plx_writer_recount_words(plx_writer *w, plx_error *err);

#endif
