/* indexer/item.h - one record as it was read, not yet understood
 *
 * What the readers make and the converter (convert.h) takes: the bytes of one article with what
 * the place they came from tells of them. An item owns all it has, so that it can pass from the
 * reading thread to a converting one. */
#ifndef PLX_INDEXER_ITEM_H
#define PLX_INDEXER_ITEM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

typedef enum plx_item_kind {
    PLX_ITEM_JSON,   /* bytes: one JSON object */
    PLX_ITEM_RECORD, /* record: the same, made of a CSV row, a feed's entry or a mail */
    PLX_ITEM_HTML,   /* bytes: a page */
    PLX_ITEM_TEXT    /* bytes: plain text, as scraped */
} plx_item_kind;

typedef struct plx_item {
    plx_item_kind kind;
    plx_strbuf bytes;
    json_t *record;
    char *file;      /* path of the file as given or walked; "-": standard input */
    char *member;    /* in an archive, nested ones joined by "!/"; NULL if there is none */
    size_t line;     /* the record's first line in file or member, from 1; 0: all of it */
    char *url;       /* address it was fetched from (WARC, MHTML); NULL */
    char *charset;   /* from an HTTP or MIME header; NULL */
    bool is_cut_off; /* the crawler did not save all of it (WARC-Truncated) */
} plx_item;

/**
 * Make an empty item.
 *
 * @param member  may be NULL
 * @return PLX_OK; PLX_ERR_NOMEM. *out is NULL on error.
 */
plx_status plx_item_new(plx_item_kind kind, const char *file, const char *member, plx_item **out,
                        plx_error *err);
/** NULL allowed. */
void plx_item_free(plx_item *item);

/** Append the place for messages: "crawl.zip!/a/b.html", "news.jsonl:17", "standard input:3".
 * Controls and bytes that are no UTF-8 are shown as \n, \t, \xHH, so that a name stays in its line.
 */
void plx_item_place(const char *file, const char *member, size_t line, plx_strbuf *out);

/** Append what --path-pattern and --meta see: "crawl.zip/a/b.html", "news.jsonl". */
void plx_item_path(const plx_item *item, plx_strbuf *out);

#endif
