#include "daemon/token_table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* ---------------------------------------------------------------- reading */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Bytes of a line in front of its comment and the blanks before that. */
static size_t without_comment(const char *s, size_t n)
{
    size_t end = 0;

    for (size_t i = 0; i < n; i++) {
        if (s[i] == '#' && (i == 0 || is_blank(s[i - 1])))
            break;
        if (!is_blank(s[i]))
            end = i + 1;
    }
    return end;
}

/* b64token of RFC 6750. */
static bool is_token(const char *s, size_t n)
{
    while (n && s[n - 1] == '=')
        n--;
    for (size_t i = 0; i < n; i++) {
        bool is_plain = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') ||
                        (s[i] >= '0' && s[i] <= '9');

        if (!is_plain && (!s[i] || !strchr("-._~+/", s[i])))
            return false;
    }
    return n > 0;
}

static plx_status check_token(const char *s, size_t n, plx_error *err)
{
    if (n < PLX_TOKEN_BYTES_MIN)
        return plx_fail(err, PLX_ERR_INVALID,
                        "the token has %zu characters, fewer than %u can be guessed: `openssl rand "
                        "-hex 16` makes one",
                        n, PLX_TOKEN_BYTES_MIN);
    if (n > PLX_TOKEN_BYTES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "the token has %zu characters, the limit is %u", n,
                        PLX_TOKEN_BYTES_MAX);
    if (!is_token(s, n))
        return plx_fail(err, PLX_ERR_INVALID,
                        "the token has other characters than letters, digits, -._~+/ and = at the "
                        "end");
    return PLX_OK;
}

static plx_status read_coder(const char *s, size_t n, plx_known_token *out, plx_error *err)
{
    if (n >= sizeof out->coder)
        return plx_fail(err, PLX_ERR_LIMIT, "the coder's name has %zu bytes, the limit is %zu", n,
                        sizeof out->coder - 1);
    if (!plx_utf8_valid(s, n))
        return plx_fail(err, PLX_ERR_INVALID, "the coder's name is not UTF-8");
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
            return plx_fail(err, PLX_ERR_INVALID, "the coder's name has a control character");
    memcpy(out->coder, s, n);
    out->coder[n] = '\0';
    return PLX_OK;
}

/* One line without its comment: token, blanks, name. */
static plx_status read_line(const char *s, size_t n, plx_known_token *out, plx_error *err)
{
    size_t bytes = 0, at;
    plx_status rc;

    while (bytes < n && !is_blank(s[bytes]))
        bytes++;
    at = bytes;
    while (at < n && is_blank(s[at]))
        at++;
    rc = check_token(s, bytes, err);
    if (rc)
        return rc;
    memcpy(out->padded, s, bytes);
    out->bytes = bytes;
    return read_coder(s + at, n - at, out, err);
}

static plx_status add_line(plx_token_table *t, size_t line, const char *s, size_t n, plx_error *err)
{
    plx_known_token *token = &t->token[t->count];
    const plx_known_token *same;
    plx_status rc;

    while (n && is_blank(*s)) {
        s++;
        n--;
    }
    n = without_comment(s, n);
    if (!n)
        return PLX_OK;
    if (t->count == PLX_TOKENS_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "line %zu: more than %u tokens", line, PLX_TOKENS_MAX);
    token->line = line;
    rc = read_line(s, n, token, err);
    if (rc)
        return plx_fail_prefix(err, rc, "line %zu", line);
    same = plx_token_table_find(t, (const char *)token->padded, token->bytes);
    if (same)
        return plx_fail(err, PLX_ERR_INVALID, "line %zu: the same token as in line %zu", line,
                        same->line);
    t->count++;
    return PLX_OK;
}

plx_status plx_token_table_read(const char *s, size_t n, plx_token_table *out, plx_error *err)
{
    plx_status rc = PLX_OK;
    size_t line = 0;

    *out = (plx_token_table){ .token = calloc(PLX_TOKENS_MAX + 1, sizeof *out->token) };
    if (!out->token)
        return plx_fail(err, PLX_ERR_NOMEM, "tokens: out of memory");
    while (!rc && n) {
        const char *end = memchr(s, '\n', n);
        size_t bytes = end ? (size_t)(end - s) : n;

        rc = add_line(out, ++line, s, bytes, err);
        bytes += end != NULL;
        s += bytes;
        n -= bytes;
    }
    if (!rc && !out->count)
        rc = plx_fail(err, PLX_ERR_INVALID, "no token in it: write one a line");
    return rc;
}

void plx_token_table_release(plx_token_table *t)
{
    if (t->token)
        explicit_bzero(t->token, (PLX_TOKENS_MAX + 1) * sizeof *t->token);
    free(t->token);
    *t = (plx_token_table){ 0 };
}

/* -------------------------------------------------------------- comparing */

/* Not 0 if they differ. Every byte is looked at, and volatile keeps it so. */
static uint64_t difference(const plx_known_token *a, const plx_known_token *b)
{
    volatile uint64_t differs = a->bytes ^ b->bytes;

    for (size_t i = 0; i < sizeof a->padded; i += sizeof(uint64_t)) {
        uint64_t x, y;

        memcpy(&x, a->padded + i, sizeof x);
        memcpy(&y, b->padded + i, sizeof y);
        differs |= x ^ y;
    }
    return differs;
}

const plx_known_token *plx_token_table_find(const plx_token_table *t, const char *given, size_t n)
{
    plx_known_token token = { .bytes = n };
    uint64_t found = 0; /* 1 + its place */

    if (!n || n > sizeof token.padded)
        return NULL;
    memcpy(token.padded, given, n);
    for (size_t i = 0; i < t->count; i++) {
        uint64_t d = difference(&t->token[i], &token);
        uint64_t is_other = (d | (0 - d)) >> 63;

        found |= (i + 1) & (is_other - 1);
    }
    explicit_bzero(&token, sizeof token);
    return found ? &t->token[found - 1] : NULL;
}
