/* collection/prepare.h - an article made ready for the writer: analysed, judged, packed
 *
 * All the work on an article that needs no look at the rest of the index, so that several threads
 * do it side by side. One preparer for each thread; what it made goes to the writer
 * (plx_writer_put) in the order of the input.
 *
 * Threads: preparers of one writer may be at work at once, each in one thread, while another
 * thread puts, deletes and makes checkpoints. plx_writer_commit(), _relabel(), _compact() and
 * _close() need all preparers at rest, and so does plx_preparer_new(). */
#ifndef PLX_COLLECTION_PREPARE_H
#define PLX_COLLECTION_PREPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/article.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "classifier/stance.h"
#include "collection/record.h"
#include "collection/writer.h"
#include "store/store.h"
#include "text/sketch.h"

typedef struct plx_preparer plx_preparer;

/** An article on its way into the index. */
struct plx_prepared {
    plx_article article;                     /* with an id; text as it is stored */
    unsigned char digest[PLX_RECORD_DIGEST]; /* of the article as read */
    bool is_complete;         /* false: it looks unchanged, only id, fields and digest are made */
    char *former_text;        /* it was prepared with, and is not any more; NULL: it was not */
    plx_preparer *counted_by; /* who has counted its words; NULL: nobody */
    unsigned counted_in;      /* which count of his */
    plx_verdict verdict;      /* of the model; a person's label comes later */
    plx_sketch sketch;
    plx_doc *doc;      /* words, terms, data and values but stance and those of the writer */
    plx_strbuf fields; /* of plx_record_fields() */
};

/**
 * A preparer for a writer. Words it meets are counted by it and reach the spelling table with the
 * writer's commits.
 *
 * @return PLX_OK; PLX_ERR_NOMEM. Owned by the writer: gone with it.
 */
plx_status plx_preparer_new(plx_writer *w, plx_preparer **out, plx_error *err);

/** An empty article to be prepared; used again and again. Freed by plx_prepared_free(). */
plx_status plx_prepared_new(plx_prepared **out, plx_error *err);
/**
 * Say that p->article.text is another since plx_prepare(): it is to be prepared again, which
 * plx_writer_put() does, and what was counted of it is taken back.
 *
 * @param former  the text as it was, malloc'd; taken over
 */
void plx_prepared_outdate(plx_prepared *p, char *former);
/** Release the article in it and make it empty for the next. */
void plx_prepared_clear(plx_prepared *p);
/** NULL allowed. */
void plx_prepared_free(plx_prepared *p);

/**
 * Make p->digest of p->article, and say whether the index holds this article as it is: a quick
 * look by the thread's own reading handle, which may be wrong to the side of "changed".
 * plx_writer_put() decides.
 *
 * @param unchanged  NULL: only the digest is wanted
 * @return PLX_OK; PLX_ERR_INVALID (no id); PLX_ERR_NOMEM; PLX_ERR_CORRUPT, PLX_ERR_IO
 */
plx_status plx_prepare_digest(plx_preparer *r, plx_prepared *p, bool *unchanged, plx_error *err);

/**
 * Analyse, judge, sketch and pack p->article, whose digest is made. The text may have been
 * cleaned further since the digest; other fields are stored as they were then.
 *
 * @return PLX_OK; PLX_ERR_NOMEM; PLX_ERR_LIMIT, PLX_ERR_INVALID: the article's fault
 */
plx_status plx_prepare(plx_preparer *r, plx_prepared *p, plx_error *err);

#endif
