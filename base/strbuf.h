/* base/strbuf.h - a growing byte string */
#ifndef PLX_BASE_STRBUF_H
#define PLX_BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>

/**
 * A growing byte string, always ended by a NUL that len does not count.
 *
 * Memory errors are sticky: after one, `failed` is true and every append is
 * ignored, so that a caller may check once at the end. May hold NUL bytes.
 */
typedef struct plx_strbuf {
    char *s;    /* never NULL; "" until something is added */
    size_t len; /* bytes in s */
    size_t cap;
    bool failed;
} plx_strbuf;

extern char plx_strbuf_empty[1];
#define PLX_STRBUF_INIT                                                                            \
    {                                                                                              \
        plx_strbuf_empty, 0, 0, false                                                              \
    }

void plx_strbuf_init(plx_strbuf *sb);
void plx_strbuf_release(plx_strbuf *sb); /* frees; usable again afterwards */
void plx_strbuf_reset(plx_strbuf *sb);   /* empties, keeps the memory, clears failed */
void plx_strbuf_add(plx_strbuf *sb, const void *p, size_t n);
void plx_strbuf_puts(plx_strbuf *sb, const char *s);
void plx_strbuf_putc(plx_strbuf *sb, char c);
void plx_strbuf_printf(plx_strbuf *sb, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** Append a count as people read it: 12,345. */
void plx_strbuf_put_count(plx_strbuf *sb, unsigned long long n);
/** Remove white space (ASCII) at both ends. */
void plx_strbuf_trim(plx_strbuf *sb);
/** Cut to at most n bytes. */
void plx_strbuf_truncate(plx_strbuf *sb, size_t n);
/** Hand over the string, to be freed with free(); NULL if failed. *sb is empty after. */
char *plx_strbuf_detach(plx_strbuf *sb);

#endif
