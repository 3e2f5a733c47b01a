/* store/guard.h - where exceptions end
 *
 * Every function that leaves this folder runs its body inside guard() or change(): whatever
 * is thrown becomes a status and a message, and the function never throws itself.
 */
#ifndef PLX_STORE_GUARD_H
#define PLX_STORE_GUARD_H

#include "base/error.h"

namespace plx
{

/** Thrown inside a guard to leave it with a status of our own. Copying it cannot fail. */
struct Failure {
    plx_error error;
};

[[noreturn]] void give_up(plx_status code, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/** Turn the exception being handled into a status; call only inside a catch block. */
plx_status status_of_exception(plx_error *err, const char *what) noexcept;

/** Throw what plx_store_fault_next() has armed, if anything. */
void fault_point();

/**
 * Run fn() and let nothing but a status out.
 *
 * @param what  names the thing worked on, in front of the message
 */
template <typename Fn> plx_status guard(plx_error *err, const char *what, Fn &&fn) noexcept
{
    try {
        fault_point();
        return fn();
    } catch (...) {
        return status_of_exception(err, what);
    }
}

} // namespace plx

#endif
