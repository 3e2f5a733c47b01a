/* store/fault.h - make the next guarded call of this thread throw; for tests only
 *
 * The wall against exceptions must be shown to hold for every entry point. A test arms one
 * fault; the next store call of the same thread throws it inside its guard, and is disarmed.
 */
#ifndef PLX_STORE_FAULT_H
#define PLX_STORE_FAULT_H

#ifdef __cplusplus
extern "C" {
#endif

typedef enum plx_store_fault {
    PLX_FAULT_NONE = 0,
    PLX_FAULT_NOMEM,    /* allocation failed */
    PLX_FAULT_ENGINE,   /* an error of the engine with no status of its own */
    PLX_FAULT_STANDARD, /* an error of the C++ library */
    PLX_FAULT_FOREIGN,  /* something that is not even an exception class */
    PLX_FAULT_COUNT
} plx_store_fault;

/** Arm (or disarm, with PLX_FAULT_NONE) the fault of the next store call in this thread. */
void plx_store_fault_next(int kind);

#ifdef __cplusplus
}
#endif
#endif
