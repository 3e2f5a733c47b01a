#include "base/hash.h"

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

void plx_digest_hex(const void *p, size_t n, char out[PLX_DIGEST_HEX + 1])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[PLX_DIGEST_BYTES];

    plx_digest(p, n, bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[PLX_DIGEST_HEX] = '\0';
}
