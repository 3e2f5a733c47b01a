#include "base/hash.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

uint64_t plx_hash64(const void *p, size_t n)
{
    return XXH3_64bits(p, n);
}

void plx_digest(const void *p, size_t n, unsigned char out[PLX_DIGEST_BYTES])
{
    XXH128_canonical_t bytes;

    XXH128_canonicalFromHash(&bytes, XXH3_128bits(p, n));
    memcpy(out, bytes.digest, PLX_DIGEST_BYTES);
}

static void print_hex(const unsigned char bytes[PLX_DIGEST_BYTES], char out[PLX_DIGEST_HEX + 1])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < PLX_DIGEST_BYTES; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[PLX_DIGEST_HEX] = '\0';
}

void plx_digest_hex(const void *p, size_t n, char out[PLX_DIGEST_HEX + 1])
{
    unsigned char bytes[PLX_DIGEST_BYTES];

    plx_digest(p, n, bytes);
    print_hex(bytes, out);
}

struct plx_hasher {
    XXH3_state_t *state;
};

plx_hasher *plx_hasher_new(void)
{
    plx_hasher *h = malloc(sizeof *h);

    if (!h)
        return NULL;
    h->state = XXH3_createState(); /* aligned as it needs */
    if (!h->state || XXH3_128bits_reset(h->state) != XXH_OK) {
        plx_hasher_free(h);
        return NULL;
    }
    return h;
}

void plx_hasher_free(plx_hasher *h)
{
    if (!h)
        return;
    XXH3_freeState(h->state);
    free(h);
}

void plx_hasher_add(plx_hasher *h, const void *p, size_t n)
{
    XXH3_128bits_update(h->state, p, n);
}

void plx_hasher_hex(const plx_hasher *h, char out[PLX_DIGEST_HEX + 1])
{
    XXH128_canonical_t bytes;

    XXH128_canonicalFromHash(&bytes, XXH3_128bits_digest(h->state));
    print_hex(bytes.digest, out);
}
