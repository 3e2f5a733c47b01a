/* store/store.h - a C binding of a full-text database
 *
 * Documents with terms, positions, values and data go in; ranked matches, posting
 * lists, value columns come out. The header is C, knows nothing of the rest of the project but
 * base/error.h, and could be lifted out and used alone.
 *
 * Conventions
 * - Every call that can fail returns a plx_status and fills *err (which may be NULL). No
 *   exception leaves. On error every out parameter is NULL or 0.
 * - Terms and values are byte strings with a length and may hold NULs. A term has 1 to
 *   PLX_TERM_MAX bytes: an empty one is PLX_ERR_INVALID, a longer one PLX_ERR_LIMIT, wherever
 *   a term is taken. Oversized values, data and keys are PLX_ERR_LIMIT as well.
 * - Any call on a store can also fail with PLX_ERR_IO, PLX_ERR_CORRUPT (damage is found when
 *   it is read), PLX_ERR_STALE (readers) and PLX_ERR_NOMEM; calls that change a store opened
 *   for reading, with PLX_ERR_INVALID.
 * - A document number (docid) is a uint32_t from 1; 0 is never one.
 * - Handles are not thread-safe: one store (and what was made from it) for each thread.
 *   Close what was made from a store before the store.
 * - A reader sees the state of the moment it was opened. When writers have gone on too far,
 *   calls return PLX_ERR_STALE: open anew, and do the whole request again.
 */
#ifndef PLX_STORE_H
#define PLX_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Longest term in bytes. NUL bytes inside count twice. Hash longer ids. */
#define PLX_TERM_MAX 245
/** Longest value in bytes. */
#define PLX_VALUE_MAX 65535
/** Most bytes of document data or of one metadata item (64 MiB). */
#define PLX_DATA_MAX 67108864
/** Longest metadata key in bytes. */
#define PLX_METADATA_KEY_MAX 240
/** Deepest nesting of a query. */
#define PLX_QUERY_DEPTH_MAX 200
/** Highest docid a column can be loaded for (it takes 4 bytes for each docid). */
#define PLX_COLUMN_DOCID_MAX 134217728

/* ------------------------------------------------------------------ life */

typedef struct plx_store plx_store;

/**
 * Settle process-wide matters. Call once, before any thread is started and any store opened.
 *
 * @param inverter_docs  documents after which the writer moves postings from memory to its
 *                       tables (inside a transaction nothing becomes visible by that); 0 =
 *                       150: with 10000, the engine's own, a run took nearly twice the CPU time.
 *                       A value the user has set in the environment wins.
 */
void plx_store_process_init(unsigned inverter_docs);

/**
 * Say what is called where the engine (1.4.22) ends the process instead of returning an error: a
 * write that fails in one of its destructors, as on a full disk. The last commit stands. Without
 * this, the process is aborted.
 *
 * @param fn  must not return; may run in any thread that writes. `why` is the error, as far as it
 *            is known
 */
void plx_store_on_abort(void (*fn)(const char *why));

/**
 * Open for reading.
 *
 * @param path  a database folder, a stub file, or a folder with the stub file XAPIANDB. A stub
 *              is one line "glass FOLDER", FOLDER relative to the stub's own folder (lines
 *              with # are comments); other kinds of stub are refused as PLX_ERR_CORRUPT
 * @return PLX_OK; PLX_ERR_NOTFOUND (also when a stub was replaced and the folder it named
 *         removed meanwhile: try again); PLX_ERR_VERSION; PLX_ERR_CORRUPT;
 *         PLX_ERR_STALE if writers were faster than the opening: try again; PLX_ERR_IO
 */
plx_status plx_store_open(const char *path, plx_store **out, plx_error *err);

/**
 * Open for writing; made if absent (the folder above it must be there). Nothing is visible
 * to readers before plx_store_commit(), the writer itself sees its changes at once.
 *
 * When a change fails for another reason than its arguments (full disk, damage), all changes
 * since the last commit are lost; every further change and the commit then fail with the same
 * status until plx_store_rollback(), so that half a batch is never committed.
 *
 * @param path  as in plx_store_open()
 * @return PLX_OK; PLX_ERR_LOCKED if another process or handle writes; else as plx_store_open()
 */
plx_status plx_store_open_writer(const char *path, plx_store **out, plx_error *err);

/** Close; uncommitted changes are dropped. NULL allowed. */
void plx_store_close(plx_store *st);

/**
 * Make all changes since the last commit visible and durable (synced, the folder too) at
 * once. Without changes it does nothing, and the revision stays. On error they are dropped,
 * the last commit stays, and the writer can go on.
 *
 * @return PLX_OK; PLX_ERR_IO, also when the disk has less than 16 MiB to spare beyond what the
 *         changed values may take: the engine cannot report a disk that fills up while it
 *         writes values, so the commit is refused before
 */
plx_status plx_store_commit(plx_store *st, plx_error *err);

/** Drop all changes since the last commit. Iterators of the writer end with it. */
plx_status plx_store_rollback(plx_store *st, plx_error *err);

/**
 * Move a reader to the newest state of the same database folder; *changed (may be NULL) says
 * whether it differs. Never moves to another folder: when a stub was replaced, open anew.
 * Nothing for a writer. Iterators made before may fail with PLX_ERR_STALE.
 */
plx_status plx_store_reopen(plx_store *st, bool *changed, plx_error *err);

/** Figures of a store at its state. */
typedef struct plx_store_info {
    uint64_t revision; /* goes up with each commit; comparable within one uuid only */
    char uuid[40];     /* of this database, as text */
    uint32_t documents;
    uint32_t last_docid; /* highest docid ever used */
    double average_length;
    bool has_positions;
} plx_store_info;

plx_status plx_store_get_info(plx_store *st, plx_store_info *out, plx_error *err);

/**
 * Write a compacted, synced copy of the last commit into the new folder `to`. Document numbers
 * stay. `from` may be in use by readers and by a writer; a busy one makes it PLX_ERR_STALE.
 *
 * @return PLX_OK; PLX_ERR_EXISTS if `to` is there; else as plx_store_open(). On error
 *         nothing is left at `to`.
 */
plx_status plx_store_compact(const char *from, const char *to, plx_error *err);

/**
 * Verify all tables of a database (as long as reading all of it takes), while no writer is
 * at work: a change half way looks like damage. Each problem goes to report (may be NULL) as
 * "table: text".
 *
 * The engine's checker can itself crash on rare kinds of damage; a command that must
 * survive runs this in a process of its own.
 *
 * @return PLX_OK; PLX_ERR_CORRUPT with the number of problems in the message;
 *         PLX_ERR_NOTFOUND; PLX_ERR_VERSION
 */
plx_status plx_store_check(const char *path, void (*report)(void *ctx, const char *line), void *ctx,
                           plx_error *err);

/* ------------------------------------------------------------- documents */

typedef struct plx_doc plx_doc;

plx_status plx_doc_new(plx_doc **out, plx_error *err);
void plx_doc_free(plx_doc *doc);
/** Empty it for the next document. */
plx_status plx_doc_clear(plx_doc *doc, plx_error *err);
/**
 * Make it ready for a store: sort its terms, code its positions. No term can be added after that
 * (PLX_ERR_INVALID) until it is cleared; values and data can still be set. plx_store_put() does it
 * where it was not done: done before, in many threads side by side, it is off the one that puts.
 *
 * @return PLX_OK; PLX_ERR_LIMIT if the counts of all its terms sum up to more than UINT32_MAX, or a
 * term has more than 67108864 positions; PLX_ERR_NOMEM
 */
plx_status plx_doc_pack(plx_doc *doc, plx_error *err);
/** One occurrence of a word at a position (from 1), counted wdf times (0 is allowed). Positions may
 * come in any order; the same one again only counts. PLX_ERR_LIMIT if the counts of the word sum up
 * to more than UINT32_MAX. */
plx_status plx_doc_add_posting(plx_doc *doc, const char *term, size_t len, uint32_t pos,
                               uint32_t wdf, plx_error *err);
/** A word without position. */
plx_status plx_doc_add_term(plx_doc *doc, const char *term, size_t len, uint32_t wdf,
                            plx_error *err);
/** A term that only filters: no weight, not part of the document's length. */
plx_status plx_doc_add_boolean(plx_doc *doc, const char *term, size_t len, plx_error *err);
/** At most PLX_VALUE_MAX bytes in a slot (any but UINT32_MAX); an empty value removes it. */
plx_status plx_doc_set_value(plx_doc *doc, uint32_t slot, const void *p, size_t n, plx_error *err);
/** At most PLX_DATA_MAX bytes that plx_store_get_data() gives back. */
plx_status plx_doc_set_data(plx_doc *doc, const void *p, size_t n, plx_error *err);

/**
 * Add or replace the document that holds the boolean term `id` (which is added to doc).
 * A replaced document keeps its docid; a new one gets the next after the highest ever used.
 *
 * @param docid  may be NULL
 */
plx_status plx_store_put(plx_store *st, const char *id, size_t id_len, plx_doc *doc,
                         uint32_t *docid, plx_error *err);
/** Remove it; PLX_ERR_NOTFOUND if there is none. */
plx_status plx_store_delete(plx_store *st, const char *id, size_t id_len, plx_error *err);
/** Docid of the first document holding a term; PLX_ERR_NOTFOUND if there is none. */
plx_status plx_store_find(plx_store *st, const char *term, size_t len, uint32_t *docid,
                          plx_error *err);
/**
 * Change one value and nothing else: neither terms nor positions are loaded (about 20 us a
 * document). An empty value removes it. PLX_ERR_NOTFOUND if there is no such document.
 */
plx_status plx_store_set_value(plx_store *st, uint32_t docid, uint32_t slot, const void *p,
                               size_t n, plx_error *err);

/**
 * Bytes borrowed from the store: valid until the next call with the same store.
 */
typedef struct plx_bytes {
    const char *p;
    size_t n;
} plx_bytes;

/** The data of a document; PLX_ERR_NOTFOUND if there is no such document. */
plx_status plx_store_get_data(plx_store *st, uint32_t docid, plx_bytes *out, plx_error *err);
/** Empty if the document has no such value; PLX_ERR_NOTFOUND if there is no such document. */
plx_status plx_store_get_value(plx_store *st, uint32_t docid, uint32_t slot, plx_bytes *out,
                               plx_error *err);

/* ------------------------------------------------------------- iteration */

/** Documents holding a term, in docid order. An empty term walks all documents. */
typedef struct plx_postings plx_postings;

plx_status plx_postings_open(plx_store *st, const char *term, size_t len, plx_postings **out,
                             plx_error *err);
void plx_postings_close(plx_postings *it);
/**
 * Go on to the first document with docid >= at_least that lies behind the current one (the first
 * call starts the list). *docid is 0 at the end. plx_postings_next(it, 0, ...) just steps.
 */
plx_status plx_postings_next(plx_postings *it, uint32_t at_least, uint32_t *docid, plx_error *err);
/** wdf of the current document (1 in the list of all); PLX_ERR_INVALID if there is none. */
plx_status plx_postings_wdf(plx_postings *it, uint32_t *wdf, plx_error *err);
/**
 * Read up to cap docids at once: the fast way through a whole list. *n < cap means the end.
 */
plx_status plx_postings_read(plx_postings *it, uint32_t *docids, size_t cap, size_t *n,
                             plx_error *err);
/**
 * The same with a count for each docid: the term's wdf, in the list of all documents their length
 * (sum of wdfs).
 */
plx_status plx_postings_read_counts(plx_postings *it, uint32_t *docids, uint32_t *counts,
                                    size_t cap, size_t *n, plx_error *err);

/**
 * Where a term stands in a document: its first positions, rising, at most cap of them. *n is 0
 * where it does not stand, or was put in without positions. Cheapest term by term, docids rising.
 */
plx_status plx_store_positions(plx_store *st, uint32_t docid, const char *term, size_t len,
                               uint32_t *out, size_t cap, size_t *n, plx_error *err);

/**
 * Where one term stands in many documents, by rising docids (others are dear). About twice as fast
 * as plx_store_positions(): the table of a state nobody has changed since is read here, not by the
 * engine; which is asked for anything that is out of the ordinary. As good as the store, which must
 * stay open and not be reopened meanwhile.
 */
typedef struct plx_positions plx_positions;

plx_status plx_positions_open(plx_store *st, const char *term, size_t len, plx_positions **out,
                              plx_error *err);
void plx_positions_close(plx_positions *it);
/**
 * All positions in a document, rising.
 *
 * @param at  receives them, until the next call with this list
 * @param n   receives their number, 0 where the term does not stand or has no positions
 * @return PLX_OK; PLX_ERR_STALE; PLX_ERR_CORRUPT; PLX_ERR_NOMEM
 */
plx_status plx_positions_read(plx_positions *it, uint32_t docid, const uint32_t **at, size_t *n,
                              plx_error *err);
/**
 * Of some positions keep those at which the term stands in a document. Cheaper than reading all.
 *
 * @param at             rising; receives those that are kept
 * @param n              their number; receives that of those kept
 * @param is_one_enough  keep the first only
 * @return as plx_positions_read()
 */
plx_status plx_positions_keep(plx_positions *it, uint32_t docid, uint32_t *at, size_t *n,
                              bool is_one_enough, plx_error *err);

/** Number of documents with a term; 0 if there is none. */
plx_status plx_store_term_freq(plx_store *st, const char *term, size_t len, uint32_t *freq,
                               plx_error *err);

/**
 * A list of terms in byte order: all with a prefix (which may be empty), those of a document, or
 * the words of the spelling table with a prefix.
 */
typedef struct plx_terms plx_terms;

typedef enum plx_terms_of { PLX_TERMS_ALL = 0, PLX_TERMS_SPELLING } plx_terms_of;

plx_status plx_terms_open(plx_store *st, plx_terms_of what, const char *prefix, size_t len,
                          plx_terms **out, plx_error *err);
plx_status plx_terms_open_doc(plx_store *st, uint32_t docid, plx_terms **out, plx_error *err);
void plx_terms_close(plx_terms *it);
/**
 * Next term. term->p is NULL at the end, else valid until the next call with this iterator.
 *
 * @param freq  may be NULL: documents with the term, its wdf in the document, or the word's
 *              count in the spelling table
 */
plx_status plx_terms_next(plx_terms *it, plx_bytes *term, uint32_t *freq, plx_error *err);

/* --------------------------------------------------------------- columns */

/** One slot of all documents in memory, for facets, filters and sorting. Immutable: may be
 * shared between threads. */
typedef struct plx_column {
    uint32_t last_docid;
    uint32_t values; /* distinct values; ordinals are 0..values-1, in byte order of value */
    uint32_t *first; /* last_docid + 2 offsets into ordinal: docid d has
                        ordinal[first[d] .. first[d + 1]) */
    uint32_t *ordinal;
    char **value;      /* NUL-ended text of each ordinal */
    size_t *value_len; /* bytes of each */
} plx_column;

/**
 * Load the column of a slot: one pass over its values (7 ms for 20000 documents with values in
 * mixed order, under 1 ms for long runs of equal ones).
 *
 * @param separator  byte between the values of one document (empty and repeated ones do not
 *                   count); -1 takes the bytes as they are
 * @return PLX_OK; PLX_ERR_LIMIT if docids go over PLX_COLUMN_DOCID_MAX
 */
plx_status plx_column_load(plx_store *st, uint32_t slot, int separator, plx_column **out,
                           plx_error *err);
void plx_column_free(plx_column *col);

/**
 * Call fn with each document's value in a slot, in docid order; it returns 0 to go on and
 * another value to stop (not an error).
 */
plx_status plx_store_each_value(plx_store *st, uint32_t slot,
                                int (*fn)(void *ctx, uint32_t docid, const char *p, size_t n),
                                void *ctx, plx_error *err);

/* ----------------------------------------------------------------- query */

/**
 * A tree; every constructor takes over its children, also when it fails. It belongs to no
 * store; matching does not change it.
 */
typedef struct plx_query plx_query;

typedef enum plx_query_op {
    PLX_OP_AND = 0,
    PLX_OP_OR,
    PLX_OP_NOT,       /* first without any of the others */
    PLX_OP_FILTER,    /* first where the others match too; only the first is weighed */
    PLX_OP_AND_MAYBE, /* first; the others only add weight */
    PLX_OP_PHRASE,    /* in order within `window` positions */
    PLX_OP_NEAR,      /* in any order within `window` positions */
    PLX_OP_SYNONYM,   /* weighed as if all were one term */
    PLX_OP_MAX        /* weight of the best */
} plx_query_op;

/** One term; wqf is how often it counts in the query (0 means 1). */
plx_status plx_query_term(const char *term, size_t len, uint32_t wqf, plx_query **out,
                          plx_error *err);
/**
 * Combine one or more queries.
 *
 * The children of PHRASE and NEAR are terms, prefixes, and OR, SYNONYM or MAX of these: a group
 * stands for any of its words at that position, and is weighed as it would be without the
 * phrase. In a store without positions both act like AND. SYNONYM takes no value ranges,
 * predicates or docids, at any depth.
 *
 * @param window  for PHRASE and NEAR: how many positions all of it may span; 0, or less than
 *                there are children, means as many as there are children
 * @return PLX_OK; PLX_ERR_INVALID for a missing child or one the operator cannot take;
 *         PLX_ERR_LIMIT if nested deeper than PLX_QUERY_DEPTH_MAX
 */
plx_status plx_query_combine(plx_query_op op, plx_query **children, size_t n, uint32_t window,
                             plx_query **out, plx_error *err);
/** Multiply the weight by factor >= 0. Without effect inside a SYNONYM. */
plx_status plx_query_scale(plx_query *q, double factor, plx_query **out, plx_error *err);
/**
 * All terms with a prefix as a synonym group: the `limit` most frequent of them (1..10000,
 * else PLX_ERR_LIMIT), found anew in each match. Cost: reading all terms with the prefix.
 */
plx_status plx_query_prefix(const char *prefix, size_t len, uint32_t limit, plx_query **out,
                            plx_error *err);
/**
 * Documents that have a value in slot, and one in [low, high] as bytes; NULL = open. No weight.
 */
plx_status plx_query_value_range(uint32_t slot, const plx_bytes *low, const plx_bytes *high,
                                 plx_query **out, plx_error *err);
/** Every document, without weight. */
plx_status plx_query_all(plx_query **out, plx_error *err);
plx_status plx_query_nothing(plx_query **out, plx_error *err);
/**
 * Documents a C function accepts, each with a constant weight: the posting source over columns.
 * accept and ctx must live as long as the query.
 *
 * Docids from 1..last_docid are asked in rising order; one may be asked twice, and numbers of
 * deleted documents may be asked, but never match. Beside AND or FILTER siblings it is asked
 * about their matches only, where the engine finds that cheaper.
 *
 * @param estimate  about how many it accepts (steers the match order; no effect on results)
 */
plx_status plx_query_predicate(bool (*accept)(void *ctx, uint32_t docid), void *ctx,
                               uint32_t estimate, double weight, plx_query **out, plx_error *err);
/**
 * The documents of an array (borrowed: must outlive the query), each with a constant weight.
 * The docids rise strictly (else PLX_ERR_INVALID); ones without a document never match.
 */
plx_status plx_query_docids(const uint32_t *docids, size_t n, double weight, plx_query **out,
                            plx_error *err);
void plx_query_free(plx_query *q);
/** Text form for people and tests, malloc'd: "(green PHRASE/2 (zone OR zonal))". */
plx_status plx_query_describe(const plx_query *q, char **out, plx_error *err);

/* ----------------------------------------------------------------- match */

/** BM25 of Robertson et al., as parametrised by the engine. */
typedef struct plx_bm25 {
    double k1, k3, b, min_normlen;
} plx_bm25;

typedef enum plx_sort {
    PLX_SORT_RELEVANCE = 0, /* then docid */
    PLX_SORT_VALUE_DESC,    /* by bytes of sort_slot, then relevance; without value last */
    PLX_SORT_VALUE_ASC      /* without value last here, too */
} plx_sort;

/** Zeroed: ten best by relevance, the engine's weights, no time limit. */
typedef struct plx_match_options {
    uint32_t offset;
    uint32_t limit; /* 0 means 10; use count_only for none */
    bool count_only;
    bool exact_total;     /* look at every match, so that the total is exact */
    const plx_bm25 *bm25; /* NULL: the engine's defaults */
    plx_sort sort;
    uint32_t sort_slot;
    /* 0: none. Wall time after which the match ends with PLX_ERR_DEADLINE. Looked at for every
     * candidate and inside phrases, also ones that never match; but not inside a phrase that
     * is part of a SYNONYM, between two of its matches. Does not change results. */
    uint32_t deadline_ms;
    /* Called with each matching docid, in docid order, once (all matches are then looked at, so
     * the total is exact); returns 0 to go on, another value to end with PLX_ERR_STOPPED. */
    int (*on_match)(void *ctx, uint32_t docid);
    void *ctx;
} plx_match_options;

typedef struct plx_match {
    uint32_t docid;
    double score;
} plx_match;

typedef struct plx_matches {
    plx_match *items;
    size_t count;
    uint32_t total; /* estimate unless total_exact */
    bool total_exact;
} plx_matches;

/**
 * Run a query. Equal hits are in docid order.
 *
 * @param opt  may be NULL: the ten best
 * @param out  release with plx_matches_release(); empty on error
 * @return PLX_OK; PLX_ERR_DEADLINE; PLX_ERR_STOPPED; PLX_ERR_INVALID for an unknown sort order;
 *         PLX_ERR_STALE
 */
plx_status plx_store_match(plx_store *st, const plx_query *q, const plx_match_options *opt,
                           plx_matches *out, plx_error *err);
void plx_matches_release(plx_matches *m);

/* --------------------------------------------------- spelling, metadata */

/** Count a word of the text `count` times more. Words of one byte are not kept. */
plx_status plx_store_spelling_add(plx_store *st, const char *word, size_t len, uint32_t count,
                                  plx_error *err);
/**
 * Nearest other known word within `max_edits` (code points added, left out, changed or
 * swapped), the most counted among equals; malloc'd; PLX_ERR_NOTFOUND if there is none.
 */
plx_status plx_store_spelling_suggest(plx_store *st, const char *word, size_t len,
                                      unsigned max_edits, char **out, plx_error *err);
/** Keep bytes under a key of 1..PLX_METADATA_KEY_MAX bytes; n = 0 removes them. */
plx_status plx_store_set_metadata(plx_store *st, const char *key, const void *p, size_t n,
                                  plx_error *err);
/** Empty if not set. */
plx_status plx_store_get_metadata(plx_store *st, const char *key, plx_bytes *out, plx_error *err);

#ifdef __cplusplus
}
#endif
#endif
