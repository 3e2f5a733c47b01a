/* daemon/state.h - what an answer follows from, beside its address
 *
 * The revision of the index and all that changes answers without one: files of tags, saved searches
 * and votes, aliases, the day (for dates such as 7d). Two answers to the same address in the same
 * state are the same: that is what ETags and the cache go by. */
#ifndef PLX_DAEMON_STATE_H
#define PLX_DAEMON_STATE_H

#include <stdint.h>

#include "daemon/daemon.h"
#include "daemon/reply.h"
#include "daemon/request.h"

/**
 * The state that a worker answers from, as a number. Costs a stat for each file.
 *
 * @param w  at the newest state of the index
 */
uint64_t plx_state(const plx_daemon *d, const plx_worker *w);

/** Append what the answer to a request follows from: state, address, and the headers that count.
 * false: out of memory. */
bool plx_answer_key(const plx_request *rq, uint64_t state, plx_strbuf *out);

/** The ETag of the answer with a key. A restart makes new ones: the program may be another. */
void plx_etag(const plx_daemon *d, const char *key, char out[PLX_ETAG_BYTES]);

/** Does If-None-Match name it (RFC 9110, 13.1.2: weak comparison)? */
bool plx_etag_matches(const char *if_none_match, const char *etag);

#endif
