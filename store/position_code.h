/* store/position_code.h - positions of a term in a document as bits
 *
 * The last position; where there are more, interpolative code (Moffat, Stuiver, "Binary
 * Interpolative Coding", 2000) of the first, their count - 2 and the inner ones. Source:
 * xapian-core 1.4.22, common/bitstream.cc and backends/glass/glass_positionlist.cc.
 */
#ifndef PLX_STORE_POSITION_CODE_H
#define PLX_STORE_POSITION_CODE_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plx
{

/** Append n > 0 positions, which rise strictly. */
void put_positions(std::string &out, const uint32_t *positions, size_t n);

/** Replaces out. Leaves with PLX_ERR_CORRUPT. */
void get_positions(std::string_view bytes, std::vector<uint32_t> &out);

} // namespace plx

#endif
