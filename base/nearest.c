#include "base/nearest.h"

#include <string.h>

/* Bytes of the words that are compared. */
#define NEAREST_BYTES 32

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;

    return m < c ? m : c;
}

/* Edits from a to b, both under NEAREST_BYTES long. */
static size_t distance(const char *a, const char *b)
{
    size_t row[NEAREST_BYTES + 1], n = strlen(b);

    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t above = row[j];

            row[j] = smallest(row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[n];
}

const char *plx_nearest(const char *typed, const char *const *words, size_t n)
{
    const char *best = NULL;
    size_t len = strlen(typed), least = len / 3 + 1;

    if (!len || len >= NEAREST_BYTES)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t d;

        if (strlen(words[i]) >= NEAREST_BYTES)
            continue;
        d = strncmp(words[i], typed, len) == 0 ? 1 : distance(typed, words[i]);
        if (d < least || (d == least && !best)) {
            least = d;
            best = words[i];
        }
    }
    return best;
}
