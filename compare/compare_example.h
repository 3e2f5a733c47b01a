/* compare/compare_example.h - a term as people write it, and a sentence that has it
 *
 * Stories of the side that use the term are read again, up to PLX_EXAMPLE_STORIES in the order of
 * the draw. The term is shown as it mostly stands in them. The sentence is the first of those that
 * fit best: of readable length, with a word of the query, from a story that no other example is of.
 */
#ifndef PLX_COMPARE_EXAMPLE_H
#define PLX_COMPARE_EXAMPLE_H

#include "base/error.h"
#include "base/map.h"
#include "collection/snapshot.h"
#include "compare/compare.h"
#include "compare/compare_terms.h"
#include "compare/compare_words.h"
#include "text/analyser.h"

/** Stories read for one term, at most. */
#define PLX_EXAMPLE_STORIES 8
/** A sentence over so many bytes is cut round the term. */
#define PLX_EXAMPLE_BYTES 320

/** What finding examples needs; borrowed. Release its tokens and `used`. */
typedef struct plx_example_finder {
    plx_snapshot *snap;
    plx_analyser *an;
    const plx_topic_words *topic;
    const char *open, *close; /* marks */
    plx_map *used;            /* docids that are examples already */
    plx_tokens title, text;
} plx_example_finder;

/** A term by the stems of its words. */
typedef struct plx_example_term {
    const char *stem[PLX_COMPARE_GRAM];
    size_t len[PLX_COMPARE_GRAM];
    size_t words;
    bool is_name;
} plx_example_term;

/**
 * @param docids  of stories that use it, the best first
 * @param term    receives the term as written, malloc'd
 * @param out     zeroed; its strings are the caller's to free, also after an error
 * @return PLX_OK (out->docid 0 where none was found: the stems are then the term);
 *         PLX_ERR_STALE; PLX_ERR_NOMEM
 */
plx_status plx_example_find(plx_example_finder *f, const plx_example_term *t,
                            const uint32_t *docids, size_t n, char **term, plx_compare_example *out,
                            plx_error *err);

/** Bytes of an article's text that a comparison reads. */
size_t plx_compare_text_bytes(const char *text);

#endif
