/* store/position_code.h - positions of a term in a document as bits
 *
 * The last position; where there are more, interpolative code (Moffat, Stuiver, "Binary
 * Interpolative Coding", 2000) of the first, their count - 2 and the inner ones. Source:
 * xapian-core 1.4.22, common/bitstream.cc and backends/glass/glass_positionlist.cc.
 *
 * One pair is lost, as with the engine: positions 0 and 1 alone take no bits, and read as 1 alone.
 * Positions count from 1.
 */
#ifndef PLX_STORE_POSITION_CODE_H
#define PLX_STORE_POSITION_CODE_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plx
{

/** Most positions of a term in a document. Dense ones take hardly any bytes, so that a few hostile
 * bytes may stand for billions; real documents stay far below. */
constexpr size_t positions_max = size_t(1) << 26;

/** Most bytes that n positions are coded as. */
constexpr size_t positions_bound(size_t n)
{
    return 4 * n + 16;
}

/** Write n > 0 positions, which rise strictly, into positions_bound(n) bytes. @return their end */
char *write_positions(char *out, const uint32_t *positions, size_t n);

/** The same, appended. */
void put_positions(std::string &out, const uint32_t *positions, size_t n);

/** Replaces out. Leaves with PLX_ERR_CORRUPT, also if there are more than positions_max. */
void get_positions(std::string_view bytes, std::vector<uint32_t> &out);

} // namespace plx

#endif
