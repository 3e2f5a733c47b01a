#include "base/strbuf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAP_MIN 64

/* What every buffer without memory of its own points to: shared, so never written. */
char plx_strbuf_empty[1];

void plx_strbuf_init(plx_strbuf *sb)
{
    *sb = (plx_strbuf)PLX_STRBUF_INIT;
}

void plx_strbuf_release(plx_strbuf *sb)
{
    if (sb->cap > 0)
        free(sb->s);
    plx_strbuf_init(sb);
}

void plx_strbuf_reset(plx_strbuf *sb)
{
    plx_strbuf_truncate(sb, 0);
    sb->failed = false;
}

/* Make room for n more bytes and the NUL. */
static bool grow(plx_strbuf *sb, size_t n)
{
    size_t need;
    size_t cap;
    char *s;

    if (sb->failed)
        return false;
    if (n < sb->cap - sb->len)
        return true;
    if (n > SIZE_MAX / 2 - sb->len - 1) {
        sb->failed = true;
        return false;
    }
    need = sb->len + n + 1;
    cap = sb->cap + sb->cap / 2;
    if (cap < CAP_MIN)
        cap = CAP_MIN;
    if (cap < need)
        cap = need;
    s = realloc(sb->cap > 0 ? sb->s : NULL, cap);
    if (!s) {
        sb->failed = true;
        return false;
    }
    sb->s = s;
    sb->cap = cap;
    return true;
}

void plx_strbuf_add(plx_strbuf *sb, const void *p, size_t n)
{
    if (n == 0 || !grow(sb, n))
        return;
    memcpy(sb->s + sb->len, p, n);
    sb->len += n;
    sb->s[sb->len] = '\0';
}

void plx_strbuf_puts(plx_strbuf *sb, const char *s)
{
    plx_strbuf_add(sb, s, strlen(s));
}

void plx_strbuf_putc(plx_strbuf *sb, char c)
{
    plx_strbuf_add(sb, &c, 1);
}

void plx_strbuf_printf(plx_strbuf *sb, const char *fmt, ...)
{
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        sb->failed = true;
    if (n <= 0 || !grow(sb, (size_t)n))
        return;
    va_start(ap, fmt);
    vsnprintf(sb->s + sb->len, (size_t)n + 1, fmt, ap);
    va_end(ap);
    sb->len += (size_t)n;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void plx_strbuf_trim(plx_strbuf *sb)
{
    size_t from = 0;
    size_t to = sb->len;

    while (to > 0 && is_space(sb->s[to - 1]))
        to--;
    plx_strbuf_truncate(sb, to);
    while (from < to && is_space(sb->s[from]))
        from++;
    if (from == 0)
        return;
    memmove(sb->s, sb->s + from, to - from + 1);
    sb->len = to - from;
}

void plx_strbuf_truncate(plx_strbuf *sb, size_t n)
{
    if (n >= sb->len)
        return;
    sb->len = n;
    sb->s[n] = '\0';
}

char *plx_strbuf_detach(plx_strbuf *sb)
{
    char *s = NULL;

    if (!sb->failed && sb->cap > 0) {
        s = sb->s;
        sb->cap = 0;
    } else if (!sb->failed) {
        s = calloc(1, 1);
    }
    plx_strbuf_release(sb);
    return s;
}

void plx_strbuf_put_count(plx_strbuf *sb, unsigned long long n)
{
    char digits[32];
    int len = snprintf(digits, sizeof digits, "%llu", n);

    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            plx_strbuf_putc(sb, ',');
        plx_strbuf_putc(sb, digits[i]);
    }
}
