/* base/hash.h - fast hashing of bytes (xxHash: XXH3), and digests made from it.
 *
 * These tell changed content and damage apart; they are no defence against a
 * forger and are never used as such. */
#ifndef PLX_BASE_HASH_H
#define PLX_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/** Bytes of plx_digest(), and characters of plx_digest_hex(), the NUL not counted. */
#define PLX_DIGEST_BYTES 16
#define PLX_DIGEST_HEX   32

uint64_t plx_hash64(const void *p, size_t n);

/** 128-bit digest, high byte first. A digest of several things is one of their digests: nothing
 * has to be copied together, and no two ways of cutting them give the same. */
void plx_digest(const void *p, size_t n, unsigned char out[PLX_DIGEST_BYTES]);

/** The same as lower-case hex; out holds PLX_DIGEST_HEX + 1 bytes. */
void plx_digest_hex(const void *p, size_t n, char out[PLX_DIGEST_HEX + 1]);

/** The digest of bytes that come in pieces; the same as plx_digest_hex() of all together. */
typedef struct plx_hasher plx_hasher;

/** NULL without memory. */
plx_hasher *plx_hasher_new(void);
void plx_hasher_free(plx_hasher *h);
void plx_hasher_add(plx_hasher *h, const void *p, size_t n);
/** More may be added afterwards. */
void plx_hasher_hex(const plx_hasher *h, char out[PLX_DIGEST_HEX + 1]);

#endif
