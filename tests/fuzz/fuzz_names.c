/* Any bytes as two words, a line each: reading, keys, comparing, in both directions. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/name_key.h"
#include "text/name_match.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void check_form(const plx_name_form *f)
{
    size_t i;

    require(f->count <= PLX_NAME_UNITS_MAX);
    for (i = 0; i < f->count; i++)
        require(f->unit[i] > PLX_NAME_NONE && f->unit[i] < PLX_NAME_UNITS);
}

static void check_keys(const plx_name *n)
{
    plx_name_key sought[PLX_NAME_KEYS_SOUGHT], stored[PLX_NAME_KEYS_STORED];
    size_t count = plx_name_keys_sought(n, sought), i;

    require(count >= 1 && count <= PLX_NAME_KEYS_SOUGHT);
    for (i = 0; i < count; i++)
        require(strlen(sought[i].s) <= PLX_NAME_KEY_MAX);
    i = plx_name_keys_stored(n, stored);
    require(i >= 1 && i <= PLX_NAME_KEYS_STORED);
    require(strcmp(stored[0].s, sought[0].s) == 0);
}

static int read_word(const char *word, size_t len, plx_name *out)
{
    if (!plx_name_read(word, len, out))
        return 0;
    require(out->whole.count > 0);
    check_form(&out->whole);
    check_form(&out->bare);
    check_keys(out);
    require(plx_name_nearness(out, out) >= 0 || !out->is_unvowelled);
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *s = (const char *)data;
    const char *end = size ? memchr(s, '\n', size) : NULL;
    size_t first = end ? (size_t)(end - s) : size;
    plx_name a, b;

    if (read_word(s, first, &a) && end && read_word(end + 1, size - first - 1, &b)) {
        require(plx_name_nearness(&a, &b) < 1000);
        require(plx_name_nearness(&b, &a) > -20000);
    }
    return 0;
}
