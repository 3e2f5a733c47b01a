/* base/error.h - the one status type and the one error record of the project */
#ifndef PLX_BASE_ERROR_H
#define PLX_BASE_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

/** What a call came to. Callers act on the code and show the message. */
typedef enum plx_status {
    PLX_OK = 0,
    PLX_ERR_NOMEM,    /* allocation failed */
    PLX_ERR_NOTFOUND, /* no such document, file, index, language, label */
    PLX_ERR_EXISTS,   /* it is there already and must not be */
    PLX_ERR_INVALID,  /* an argument, option, query or record is malformed */
    PLX_ERR_LIMIT,    /* input is over a documented limit */
    PLX_ERR_LOCKED,   /* another process is writing this index */
    PLX_ERR_STALE,    /* the index changed under a reader: take a new snapshot */
    PLX_ERR_VERSION,  /* written by another version of the format or analysis */
    PLX_ERR_CORRUPT,  /* damaged file: bad magic, checksum, structure */
    PLX_ERR_DEADLINE, /* the time limit ended the work */
    PLX_ERR_IO,       /* the operating system refused: errno is in the message */
    PLX_ERR_STOPPED,  /* ended on request (signal, callback) */
    PLX_ERR_INTERNAL, /* a bug of ours, or of a library */
    PLX_STATUS_COUNT
} plx_status;

/** Bytes in plx_error.msg, the final NUL included. */
#define PLX_ERROR_MSG_BYTES 400

/** Filled on failure, owned by the caller, never allocates. */
typedef struct plx_error {
    plx_status code;
    char msg[PLX_ERROR_MSG_BYTES]; /* valid UTF-8, no control characters */
} plx_error;

/**
 * Set *err and return code, so that a failure is one line.
 *
 * The message is cut at a code point to fit; control characters in it (from
 * file names or queries) become '?', so that it can be printed anywhere.
 *
 * @param err  may be NULL
 * @return code
 */
plx_status plx_fail(plx_error *err, plx_status code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/** Like plx_fail() with PLX_ERR_IO, ending the message in strerror(errno). */
plx_status plx_fail_errno(plx_error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/** Put "prefix: " in front of the message of *err (NULL allowed); returns its code. */
plx_status plx_fail_prefix(plx_error *err, plx_status code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/** Lower-case word for a status, for logs and problem records ("locked"). */
const char *plx_status_name(plx_status code);

#ifdef __cplusplus
}
#endif
#endif
