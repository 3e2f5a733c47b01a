/* tests/unit/run_probe.h - packed documents, coded positions and runs, for tests in C */
#ifndef PLX_TESTS_RUN_PROBE_H
#define PLX_TESTS_RUN_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PROBE_EXPORT __attribute__((visibility("default")))

/* Code positions into room for 4 * n + 16 bytes. @return their number */
PROBE_EXPORT size_t probe_code(const uint32_t *positions, size_t n, char *out);
/* Read them back: at most cap go to out, their number to *n. */
PROBE_EXPORT plx_status probe_decode(const char *bytes, size_t len, uint32_t *out, size_t cap,
                                     size_t *n, plx_error *err);

/* A term with its positions: of a packed document (serial 0), or a posting of a run. */
typedef struct probe_posting {
    const char *term;
    size_t term_len;
    uint32_t serial, wdf;
    const uint32_t *positions;
    size_t count;
} probe_posting;

typedef void probe_posting_fn(void *ctx, const probe_posting *p);

/* Pack a document and call fn with each of its terms. */
PROBE_EXPORT plx_status probe_pack(plx_doc *doc, probe_posting_fn *fn, void *ctx, plx_error *err);
/* Slots of a document's values as they lie, "1 7 300", and the value of one of them. */
PROBE_EXPORT void probe_slots(const plx_doc *doc, char *out, size_t cap);
PROBE_EXPORT plx_bytes probe_value(const plx_doc *doc, uint32_t slot);

typedef struct probe_runs probe_runs;

/* Runs of documents one after the other. NULL: no memory. */
PROBE_EXPORT probe_runs *probe_runs_new(void);
PROBE_EXPORT void probe_runs_free(probe_runs *runs);
/* Pack a document into the run to come; it is empty then. */
PROBE_EXPORT plx_status probe_runs_add(probe_runs *runs, plx_doc *doc, plx_error *err);
/* Make a run of what was added. spill_dir: move it to a file there; NULL: leave it in memory. */
PROBE_EXPORT plx_status probe_runs_end(probe_runs *runs, const char *spill_dir, plx_error *err);
/* Merge all and call fn with each posting. skip_odd: leave out every other posting list unread. */
PROBE_EXPORT plx_status probe_runs_merge(const probe_runs *runs, bool skip_odd,
                                         probe_posting_fn *fn, void *ctx, plx_error *err);
/* Data, length and term list (uncompressed) of a document. Valid until the next call. */
PROBE_EXPORT plx_status probe_runs_document(probe_runs *runs, uint32_t serial, plx_bytes *data,
                                            plx_bytes *termlist, uint32_t *length, plx_error *err);
/* Bytes of memory of the runs. */
PROBE_EXPORT size_t probe_runs_bytes(const probe_runs *runs);

#ifdef __cplusplus
}
#endif

#endif
