/* indexer/reader_json.h - articles out of JSON as it streams in
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
    /* One object (borrowed) and the line it begins in, from 1. */
    plx_status (*on_object)(void *ctx, size_t line, json_t *obj, plx_error *err);
    /* A record that is no object: why->msg has the reason without the place. */
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

/** Does text that begins so look like JSON records? */
bool plx_json_reader_knows(const char *p, size_t n);

#endif
