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

/** Positions that are looked for, rising; those that are met stay. */
class WantedPositions
{
  public:
    /** @param is_one_enough  the first that is met ends it */
    WantedPositions(uint32_t *at, size_t n, bool is_one_enough)
        : at_(at), count_(n), is_one_enough_(is_one_enough)
    {
    }
    /** To be told of positions as they rise; false when no more need be told. */
    bool visit(uint32_t position)
    {
        while (seen_ < count_ && at_[seen_] < position)
            seen_++;
        if (seen_ == count_)
            return false;
        if (at_[seen_] == position) {
            at_[met_++] = at_[seen_++];
            return !is_one_enough_ && seen_ < count_;
        }
        return true;
    }
    /** The next that is looked for, where visit() was true. */
    uint32_t next() const
    {
        return at_[seen_];
    }
    /** How many were met: the first ones of the array. */
    size_t met() const
    {
        return met_;
    }

  private:
    uint32_t *at_;
    size_t count_, seen_ = 0, met_ = 0;
    bool is_one_enough_;
};

/** Tell of the coded positions as far as need be. What is behind is not looked at, so damage there
 * stays unseen; else as get_positions(). */
void sieve_positions(std::string_view bytes, WantedPositions &wanted);

} // namespace plx

#endif
