/* indexer/reader_json.h - records out of JSON as it streams in
 *
 * Understood are JSON Lines, one array of objects, and objects one after the other however
 * they are laid out. Memory is bounded by the largest record allowed, whatever the input. */
#ifndef PLX_INDEXER_READER_JSON_H
#define PLX_INDEXER_READER_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef struct plx_json_reader plx_json_reader;

/** What comes out; another status than PLX_OK ends the reading with it. */
typedef struct plx_json_sink {
    /* The bytes of one record (borrowed, not parsed yet) and the line it begins in, from 1. */
    plx_status (*on_record)(void *ctx, size_t line, const char *p, size_t n, plx_error *err);
    /* What cannot be a record: why->msg has the reason without the place. */
    plx_status (*on_bad)(void *ctx, size_t line, const plx_error *why, plx_error *err);
    void *ctx;
} plx_json_sink;

/**
 * Make a reader.
 *
 * @param max_record  bytes; a longer line or object is skipped without being held
 * @return PLX_OK; PLX_ERR_NOMEM
 */
plx_status plx_json_reader_new(const plx_json_sink *sink, size_t max_record, plx_json_reader **out,
                               plx_error *err);
void plx_json_reader_free(plx_json_reader *r);

/** Take the next bytes. The first call decides on the layout: give it a few kilobytes. */
plx_status plx_json_reader_feed(plx_json_reader *r, const char *p, size_t n, plx_error *err);

/** The input ended: what is left is a last line, or was cut off. */
plx_status plx_json_reader_end(plx_json_reader *r, plx_error *err);

/**
 * Parse one record. Invalid UTF-8 and raw controls inside strings are repaired, if that makes it
 * JSON.
 *
 * @param out  an object, the caller's
 * @return PLX_OK; PLX_ERR_INVALID (no JSON, no object); PLX_ERR_LIMIT (nesting); PLX_ERR_NOMEM
 */
plx_status plx_json_record_parse(const char *p, size_t n, json_t **out, plx_error *err);

/** Does text that begins so look like JSON records? */
bool plx_json_reader_knows(const char *p, size_t n);

#endif
