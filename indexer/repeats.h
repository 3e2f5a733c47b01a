/* indexer/repeats.h - furniture learned from a source: lines that many of its articles have
 *
 * A line that stands in PLX_REPEATS_ARTICLES different articles of one source is no part of
 * any of them: sign-up boxes, notes on the author, slogans. It must stand at the beginning or
 * end of the text, be short and no sentence, or speak like furniture ("sign up", "follow"):
 * a sentence in the middle of a story is never learned, however often it is written.
 *
 * Lines are counted by lossy counting (G. S. Manku and R. Motwani, "Approximate frequency counts
 * over data streams", VLDB 2002), so that memory is bounded; as long as fewer lines than
 * PLX_REPEATS_LINES_MAX are known, counts are exact and what is learned does not depend on
 * the order of the articles. All functions but new, free, load and save may be called by
 * several threads at once. */
#ifndef PLX_INDEXER_REPEATS_H
#define PLX_INDEXER_REPEATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "indexer/extract.h"

/** Different articles of a source that make a line furniture. */
#define PLX_REPEATS_ARTICLES 5
/** A longer line is text. */
#define PLX_REPEATS_LINE_BYTES 400
/** Lines counted at once (about 80 MB); the rarest are forgotten over it. */
#define PLX_REPEATS_LINES_MAX (2u << 20)
/** Sources learned from; those met later are left as they are. */
#define PLX_REPEATS_SOURCES_MAX 65536u

typedef struct plx_repeats plx_repeats;

/** Documents to be cleaned again; zeroed before the first use. */
typedef struct plx_repeats_docs {
    uint32_t *docid; /* ascending and each once after plx_repeats_docs_sort() */
    size_t count;
    size_t room;
} plx_repeats_docs;

void plx_repeats_docs_sort(plx_repeats_docs *d);
void plx_repeats_docs_release(plx_repeats_docs *d);

/** NULL without memory. */
plx_repeats *plx_repeats_new(void);
void plx_repeats_free(plx_repeats *r);

/**
 * Add what an earlier run has learned: JSON Lines of {"source", "line", "articles"}, which
 * people may edit. No such file is an empty one.
 *
 * @return PLX_OK; PLX_ERR_INVALID names the line; PLX_ERR_IO; PLX_ERR_NOMEM
 */
plx_status plx_repeats_load(plx_repeats *r, const char *path, plx_error *err);

/** Write what is learned, sorted, over `path` (by renaming). PLX_OK; PLX_ERR_IO; PLX_ERR_NOMEM. */
plx_status plx_repeats_save(plx_repeats *r, const char *path, plx_error *err);

/** Lines learned. */
size_t plx_repeats_count(plx_repeats *r);

/** An article to learn from. */
typedef struct plx_repeats_article {
    const char *source; /* NULL or "": nothing is learned */
    const char *text;   /* UTF-8, as extracted, before plx_repeats_clean(): then what is learned
                           does not depend on the order of the articles */
    uint32_t docid;
    size_t known; /* plx_repeats_count() before this article was cleaned, 0 if it was not */
} plx_repeats_article;

/**
 * Count the lines of an article. The caller leaves near-copies of earlier articles out.
 *
 * @param crossed  receives the articles that hold lines learned since they were cleaned: this
 *                 one, earlier ones; to be cleaned again at the end of the run
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_repeats_learn(plx_repeats *r, const plx_repeats_article *a,
                             plx_repeats_docs *crossed, plx_error *err);

/**
 * Remove the learned lines of a source from a text, in place: it is shorter then. A text that
 * would be empty is left as it is.
 *
 * @param report  receives the lines ("repeated in this source"); may be NULL
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_repeats_clean(plx_repeats *r, const char *source, plx_strbuf *text,
                             plx_extract_report *report, plx_error *err);

#endif
