/* collection/asked.h - what people were asked and did not answer, and which samples were drawn
 *
 * A file beside the labels, LABELS.asked, append-only, one JSON object a line:
 *
 *     {"asked":"skip","id","target","coder","time"}      passed over: not to be asked again
 *     {"asked":"again","id","target","coder","time"}     ... but now it is
 *     {"asked":"sample","target","query","seed","size","time","ids":[...]}  a random sample, as
 * drawn
 *
 * Nothing of it is needed to understand the labels: without the file all that is lost is that
 * articles passed over are asked again, and that a sample has to be drawn anew. Lines that cannot
 * be read are passed over and counted. One thread; any number of processes may append. */
#ifndef PLX_COLLECTION_ASKED_H
#define PLX_COLLECTION_ASKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/** A larger file is refused. */
#define PLX_ASKED_FILE_MAX (256u << 20)
/** Most articles of one sample. */
#define PLX_SAMPLE_MAX 100000u

typedef struct plx_asked plx_asked;

/** A random sample as it was drawn. Strings live as long as the plx_asked. */
typedef struct plx_drawn_sample {
    const char *target, *query; /* what it was drawn from, as text */
    uint64_t seed;              /* 1 or more */
    size_t size;                /* asked for */
    const char **ids;
    size_t count; /* fewer than size where there were no more */
    const char *time;
} plx_drawn_sample;

/**
 * Read the file.
 *
 * @param path  as of the labels; ".asked" is put behind it. It need not exist
 * @return PLX_OK; PLX_ERR_IO; PLX_ERR_LIMIT; PLX_ERR_NOMEM
 */
plx_status plx_asked_open(const char *path, plx_asked **out, plx_error *err);
/** NULL allowed. */
void plx_asked_close(plx_asked *a);

/** Lines that could not be read. */
size_t plx_asked_faults(const plx_asked *a);

/** Who passed over which article. */
typedef struct plx_skip {
    const char *id, *target, *coder;
} plx_skip;

bool plx_asked_is_skipped(const plx_asked *a, const plx_skip *s);
/** All skips that hold: call fn with each. */
void plx_asked_each_skip(const plx_asked *a, void (*fn)(void *ctx, const plx_skip *s), void *ctx);

/** All samples, in the order in which they were drawn. */
size_t plx_asked_samples(const plx_asked *a);
const plx_drawn_sample *plx_asked_sample_at(const plx_asked *a, size_t i);

/** The latest sample of that target and query; with that seed and size where they are not 0. NULL:
 * none. */
const plx_drawn_sample *plx_asked_sample(const plx_asked *a, const plx_drawn_sample *like);

/**
 * Append that an article was passed over (again: is to be asked after all), synced.
 *
 * @param time  ISO 8601
 * @return PLX_OK; PLX_ERR_IO; PLX_ERR_NOMEM
 */
plx_status plx_asked_skip(plx_asked *a, const plx_skip *s, bool again, const char *time,
                          plx_error *err);

/** Append a sample, synced; its strings are borrowed for the call. Errors as above, PLX_ERR_LIMIT.
 */
plx_status plx_asked_draw(plx_asked *a, const plx_drawn_sample *s, plx_error *err);

#endif
