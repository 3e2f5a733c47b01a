#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static bool is_control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

/* Append n bytes at s to msg, made printable; returns the new length, at most limit. */
static size_t put_clean(char *msg, size_t len, size_t limit, const char *s, size_t n)
{
    while (n > 0) {
        uint32_t cp;
        size_t k = plx_utf8_decode(s, n, &cp);
        /* U+FFFD of one byte is not the character itself but a bad byte */
        bool is_bad = is_control(cp) || (cp == 0xfffd && k == 1);
        size_t need = is_bad ? 1 : k;

        if (len + need > limit)
            break;
        if (is_bad)
            msg[len] = '?';
        else
            memcpy(msg + len, s, k);
        len += need;
        s += k;
        n -= k;
    }
    msg[len] = '\0';
    return len;
}

/* "head: tail". When both do not fit, the tail (the cause) keeps at least half of the room. */
static void put_joined(plx_error *err, plx_status code, const char *head, const char *tail)
{
    const size_t room = PLX_ERROR_MSG_BYTES - 1;
    size_t tail_len = strlen(tail);
    size_t reserved = tail_len < room / 2 ? tail_len : room / 2;
    size_t len;

    err->code = code;
    len = put_clean(err->msg, 0, room - reserved - 2, head, strlen(head));
    len = put_clean(err->msg, len, room, ": ", 2);
    put_clean(err->msg, len, room, tail, tail_len);
}

/* The text is made apart from *err, for its arguments may be err->msg itself. */
static void format(char raw[PLX_ERROR_MSG_BYTES], const char *fmt, va_list ap)
{
    if (vsnprintf(raw, PLX_ERROR_MSG_BYTES, fmt, ap) < 0)
        raw[0] = '\0';
    raw[plx_utf8_cut(raw, strlen(raw))] = '\0';
}

plx_status plx_fail(plx_error *err, plx_status code, const char *fmt, ...)
{
    char raw[PLX_ERROR_MSG_BYTES];
    va_list ap;

    if (!err)
        return code;
    va_start(ap, fmt);
    format(raw, fmt, ap);
    va_end(ap);
    err->code = code;
    put_clean(err->msg, 0, PLX_ERROR_MSG_BYTES - 1, raw, strlen(raw));
    return code;
}

plx_status plx_fail_errno(plx_error *err, const char *fmt, ...)
{
    int saved = errno;
    char raw[PLX_ERROR_MSG_BYTES];
    va_list ap;

    if (!err)
        return PLX_ERR_IO;
    va_start(ap, fmt);
    format(raw, fmt, ap);
    va_end(ap);
    /* strerror() is safe among threads in glibc (since 2.32) and musl */
    put_joined(err, PLX_ERR_IO, raw, strerror(saved));
    errno = saved;
    return PLX_ERR_IO;
}

plx_status plx_fail_prefix(plx_error *err, plx_status code, const char *fmt, ...)
{
    char raw[PLX_ERROR_MSG_BYTES];
    char old[PLX_ERROR_MSG_BYTES];
    va_list ap;

    if (!err)
        return code;
    va_start(ap, fmt);
    format(raw, fmt, ap);
    va_end(ap);
    memcpy(old, err->msg, sizeof old);
    put_joined(err, code, raw, old);
    return code;
}

const char *plx_status_name(plx_status code)
{
    static const char *const names[PLX_STATUS_COUNT] = {
        [PLX_OK] = "ok",
        [PLX_ERR_NOMEM] = "nomem",
        [PLX_ERR_NOTFOUND] = "notfound",
        [PLX_ERR_EXISTS] = "exists",
        [PLX_ERR_INVALID] = "invalid",
        [PLX_ERR_LIMIT] = "limit",
        [PLX_ERR_LOCKED] = "locked",
        [PLX_ERR_STALE] = "stale",
        [PLX_ERR_VERSION] = "version",
        [PLX_ERR_CORRUPT] = "corrupt",
        [PLX_ERR_DEADLINE] = "deadline",
        [PLX_ERR_IO] = "io",
        [PLX_ERR_STOPPED] = "stopped",
        [PLX_ERR_INTERNAL] = "internal",
    };

    return (unsigned)code < PLX_STATUS_COUNT ? names[code] : "internal";
}
