/* collection/schema.h - terms, value slots and versions of an index */
#ifndef PLX_COLLECTION_SCHEMA_H
#define PLX_COLLECTION_SCHEMA_H

/** Goes up whenever an older program could not read the index rightly. `parallax upgrade` reads
 * all formats since the first. */
#define PLX_INDEX_FORMAT 3

/* Term prefixes (the engine's usual ones). Stems have none and are lower case. */
#define PLX_PREFIX_TITLE    "S" /* title stems, for title: */
#define PLX_PREFIX_ID       "Q" /* unique id, hashed when long */
#define PLX_PREFIX_AUTHOR   "A" /* one folded author name */
#define PLX_PREFIX_SOURCE   "H" /* folded outlet */
#define PLX_PREFIX_LANG     "L"
#define PLX_PREFIX_YEAR     "Y"  /* 2019 */
#define PLX_PREFIX_MONTH    "M"  /* 201910 */
#define PLX_PREFIX_DAY      "D"  /* 20191010 */
#define PLX_PREFIX_FACET    "XF" /* XF<NAME>:<folded value> */
#define PLX_PREFIX_ORIGINAL "XO" /* folded outlet it credits */

/** Title words count this often in a document's ranking. */
#define PLX_TITLE_WDF 3
/** The text's positions begin this far behind the title's, so that no phrase spans both. */
#define PLX_TEXT_GAP 100

/* Value slots. */
enum {
    PLX_SLOT_DATE = 0,   /* plx_date, 10 bytes: sortable start, precision, zone */
    PLX_SLOT_STANCE = 1, /* plx_verdict */
    PLX_SLOT_SOURCE = 2, /* text as given */
    PLX_SLOT_AUTHOR = 3, /* names, separated by PLX_VALUE_SEPARATOR */
    PLX_SLOT_LANG = 4,
    PLX_SLOT_DIGEST = 5,    /* digest of the article as read */
    PLX_SLOT_GROUP = 6,     /* near-copies: name of their group (duplicates.h); empty: none */
    PLX_SLOT_SKETCH = 7,    /* plx_sketch, packed; empty: text too short */
    PLX_SLOT_FILE = 8,      /* number of the file it was read from (manifest.h), 4 bytes */
    PLX_SLOT_SEEN = 9,      /* first_seen and changed: two times of 8 bytes, sortable */
    PLX_SLOT_ORIGINAL = 10, /* outlet it credits, text as given */
    PLX_SLOT_FACET = 16     /* first user facet; further ones follow */
};

#define PLX_VALUE_SEPARATOR '\x1f'
/** Most user facets of one index, and bytes of a facet name. */
#define PLX_FACETS_MAX     32
#define PLX_FACET_NAME_MAX 64

#endif
