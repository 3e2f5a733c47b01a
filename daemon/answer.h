/* daemon/answer.h - from a request to its answer: state, ETag, cache, handler, refusals */
#ifndef PLX_DAEMON_ANSWER_H
#define PLX_DAEMON_ANSWER_H

#include "daemon/route.h"

/**
 * Answer a request that has a route, was let in, and whose body is there. Any thread.
 *
 * @param worker  NULL where the route needs none
 * @param later   what to call if the answer comes later
 * @return false: the reply is made elsewhere, and later->send called then
 */
bool plx_answer(const plx_daemon *d, plx_worker *worker, const plx_request *rq, plx_reply *reply,
                const plx_later *later);

/** Put the problem of a reply into the form that its reader expects: problem record or page. */
void plx_answer_refuse(const plx_request *rq, plx_reply *reply);

/** Finish a reply that was made later: what plx_answer() does after the handler. */
void plx_answer_finish(const plx_request *rq, plx_reply *reply, plx_status rc,
                       const plx_error *err);

#endif
