/* Any bytes as JSON: the fast way finds what jansson finds, or leaves it to it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_plain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *v, *expected;
    char *text = malloc(size ? size : 1), *a, *b;

    require(text != NULL);
    if (size)
        memcpy(text, data, size);
    if (plx_json_plain_parse(text, size, &v) == PLX_OK) {
        expected = json_loadb(text, size, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        require(expected && json_equal(v, expected));
        a = json_dumps(v, JSON_ENCODE_ANY);
        b = json_dumps(expected, JSON_ENCODE_ANY);
        require(a && b && strcmp(a, b) == 0);
        free(a);
        free(b);
        json_decref(expected);
        json_decref(v);
    } else {
        require(v == NULL);
    }
    free(text);
    return 0;
}
