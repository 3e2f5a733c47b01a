/* search/tables.h - what a searcher works out once for each state of the index
 *
 * All articles as a set, their lengths for ranking, languages, facet values by docid and folded,
 * tags, spellings of names; and which facets there are. Made at first use, dropped when the
 * snapshot has moved on. */
#ifndef PLX_SEARCH_TABLES_H
#define PLX_SEARCH_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "base/period.h"
#include "collection/schema.h"
#include "collection/snapshot.h"
#include "search/bits.h"
#include "search/names.h"
#include "search/tagged.h"
#include "search/weights.h"
#include "text/language.h"

typedef enum plx_facet_kind {
    PLX_FACET_STANCE = 0,
    PLX_FACET_STANCE_BY, /* person, model */
    PLX_FACET_COLUMN,    /* source, author, lang, user facets */
    PLX_FACET_PERIOD,    /* day, week, month, quarter, year */
    PLX_FACET_TAG,       /* by people: tagged.h */
    PLX_FACET_DATE,      /* years with their months with their days */
    PLX_FACET_KINDS
} plx_facet_kind;

/** A facet by name. */
typedef struct plx_facet_ref {
    const char *name; /* static, or of the snapshot */
    plx_facet_kind kind;
    uint32_t slot; /* of a column; of periods their plx_period_unit */
} plx_facet_ref;

/** Distinct folded values of a column; a folded value may stand for several as given. */
typedef struct plx_folded_values {
    plx_map *map;    /* folded value to number */
    uint32_t *group; /* [ordinal of the column] its folded value's number */
} plx_folded_values;

typedef struct plx_tables {
    plx_snapshot *snap;
    char version[96];
    uint32_t last_docid, documents;
    plx_bits all;
    plx_bits grouped;                /* articles with near-copies */
    bool has_grouped;                /* it has been made */
    plx_tagged tagged;               /* read where a query asks for a tag */
    double average_length;           /* of all articles, in words as counted for ranking */
    float *norm;                     /* [docid] BM25's K: k1 ((1 - b) + b length / average) */
    const char *lang[PLX_LANGUAGES]; /* codes, most articles first; at least one */
    size_t langs;
    uint8_t *tally_code;            /* [docid] tally.h; NULL: not made yet */
    struct plx_facet_cache *facets; /* facet_values.h; NULL: nothing made yet */
    plx_name_memo names;            /* spellings asked for so far */
    plx_folded_values folded[PLX_SLOT_FACET + PLX_FACETS_MAX]; /* [slot] */
} plx_tables;

/** Bring the tables to the snapshot's state; the first call makes them (zeroed before, but snap).
 */
plx_status plx_tables_refresh(plx_tables *t, plx_error *err);
void plx_tables_release(plx_tables *t);

/** BM25's K of a text of so many words. */
float plx_tables_norm(const plx_tables *t, double length);

/** Facet by name (any case); PLX_ERR_INVALID names those that exist. */
plx_status plx_tables_facet(const plx_tables *t, const char *name, plx_facet_ref *out,
                            plx_error *err);

/** Ordinal of a stance by name; PLX_ERR_INVALID names those that exist. */
plx_status plx_tables_stance(const plx_tables *t, const char *name, unsigned *ordinal,
                             plx_error *err);
/** Number of stance ordinals: the model's labels and three. */
unsigned plx_tables_stances(const plx_tables *t);

/** Names of the groups of near-copies by docid (at most one each), and who has one. */
plx_status plx_tables_groups(plx_tables *t, const plx_column **names, const plx_bits **members,
                             plx_error *err);
/** Folded values of a column. */
plx_status plx_tables_folded(plx_tables *t, uint32_t slot, const plx_folded_values **out,
                             plx_error *err);

#endif
