#include "daemon/framing.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* So many digits fit into 64 bits; the largest number of all the library takes for "not told". */
#define DIGITS_MAX 19

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* RFC 9110, 5.6.2 */
static bool is_token(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool is_letter = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z');

        if (!is_letter && !is_digit(s[i]) && (!s[i] || !strchr("!#$%&'*+-.^_`|~", s[i])))
            return false;
    }
    return n > 0;
}

static bool is_text(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)s[i] < 0x20 && s[i] != '\t') || s[i] == 0x7f)
            return false;
    return true;
}

static bool is_number(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_digit(s[i]))
            return false;
    return n > 0 && n <= DIGITS_MAX;
}

static bool is_chunked(const char *s, size_t n)
{
    return n == strlen("chunked") && strncasecmp(s, "chunked", n) == 0;
}

/* Headers that tell where the request ends. */
static const struct {
    const char *name;
    bool (*fits)(const char *s, size_t n);
    const char *fault;
} lengths[] = {
    { "Content-Length", is_number, "Content-Length is no number" },
    { "Transfer-Encoding", is_chunked, "Transfer-Encoding is another than 'chunked'" },
};

const char *plx_framing_fault(const char *name, size_t name_bytes, const char *value,
                              size_t value_bytes)
{
    if (!is_token(name, name_bytes))
        return "the name of a header has a blank in it, or what else may not stand there";
    if (!is_text(value, value_bytes))
        return "a header has a control character in it";
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t n = strlen(lengths[i].name);

        /* The library puts the rest of a folded line behind the name: "Content-Length5". */
        if (name_bytes >= n && strncasecmp(name, lengths[i].name, n) == 0 &&
            (name_bytes > n || !lengths[i].fits(value, value_bytes)))
            return lengths[i].fault;
    }
    return NULL;
}
