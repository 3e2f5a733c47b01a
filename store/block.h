/* store/block.h - the bytes of a block, as in table.h: shared by who writes and who reads them */
#ifndef PLX_STORE_BLOCK_H
#define PLX_STORE_BLOCK_H

#include <cstddef>
#include <cstdint>

namespace plx
{

constexpr size_t block_directory = 11; /* where it begins */
constexpr unsigned item_compressed = 0x8000, item_last = 0x4000, item_first = 0x2000;
constexpr unsigned item_size_mask = 0x1fff; /* of size - 3 */
constexpr size_t leaf_item_head = 3;        /* flags and size, bytes of the key */
constexpr size_t branch_item_head = 5;      /* child, bytes of the key */
constexpr size_t part_bytes = 2;            /* number of a part, behind the key */
constexpr unsigned part_max = 0xffff;
constexpr unsigned level_end = 10; /* levels are below it: more, and the engine gives up */

inline unsigned get16(const unsigned char *p)
{
    return unsigned(p[0]) << 8 | p[1];
}

inline uint32_t get32(const unsigned char *p)
{
    return uint32_t(get16(p)) << 16 | get16(p + 2);
}

inline void put16(unsigned char *p, size_t value)
{
    p[0] = static_cast<unsigned char>(value >> 8);
    p[1] = static_cast<unsigned char>(value);
}

inline void put32(unsigned char *p, uint32_t value)
{
    put16(p, value >> 16);
    put16(p + 2, value & 0xffff);
}

} // namespace plx

#endif
