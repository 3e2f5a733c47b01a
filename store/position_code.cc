/* store/position_code.cc - interpolative code of positions: numbers of which their range is known
 *
 * A number out of n takes as many bits as n - 1 has. Where n is no power of two, codes are left
 * over, and as many numbers in the middle of the range get along with a bit less. Bits fill bytes
 * from the lowest up.
 */
#include "store/position_code.h"

#include "store/pack.h"

using namespace plx;

namespace
{

/* Bits of a number out of `range`, which is not 0. */
unsigned bits_for(uint32_t range)
{
    return range == 1 ? 0 : 32 - unsigned(__builtin_clz(range - 1));
}

class BitWriter
{
  public:
    explicit BitWriter(char *out) : out_(out)
    {
    }
    /* value < range */
    void put(uint32_t value, uint32_t range)
    {
        unsigned bits = bits_for(range);
        if (bits == 0)
            return;
        uint64_t half = uint64_t(1) << (bits - 1), spare = 2 * half - range;
        if (value < half && value >= half - spare)
            bits--;
        acc_ |= uint64_t(value) << used_;
        used_ += bits;
        if (used_ >= 32) /* so that the next one has room */
            drain(used_ / 8);
    }
    char *finish()
    {
        drain((used_ + 7) / 8);
        return out_;
    }

  private:
    void drain(unsigned bytes)
    {
        used_ -= used_ < 8 * bytes ? used_ : 8 * bytes;
        for (; bytes; bytes--, acc_ >>= 8)
            *out_++ = char(acc_);
    }

    char *out_;
    uint64_t acc_ = 0;
    unsigned used_ = 0;
};

/* Those between the j-th and the k-th, halving: the middle one is told by its distance from the
 * lowest place that leaves room for those before it. */
void put_between(BitWriter &bits, const uint32_t *at, size_t j, size_t k)
{
    while (j + 1 < k) {
        size_t mid = j + (k - j) / 2;
        bits.put(at[mid] - at[j] - uint32_t(mid - j), at[k] - at[j] - uint32_t(k - j) + 1);
        put_between(bits, at, j, mid);
        j = mid;
    }
}

/* Eight bytes at a time; what is behind the end is zeros, and told by the count of bits. */
class BitReader
{
  public:
    explicit BitReader(const Unpacker &bytes)
        : bytes_(bytes), at_(bytes.rest().data()), end_(at_ + bytes.rest().size())
    {
    }
    /* Whatever the bits are, the result is below the range. */
    uint32_t get(uint32_t range)
    {
        unsigned bits = bits_for(range);
        if (bits == 0)
            return 0;
        if (held_ < 32)
            fill();
        /* without a branch: which numbers are the short ones is anybody's guess */
        uint64_t half = uint64_t(1) << (bits - 1), spare = 2 * half - range;
        uint64_t value = acc_ & (half - 1);
        unsigned is_long = value < half - spare;
        value |= acc_ & (half & -uint64_t(is_long));
        bits -= 1 - is_long;
        if (bits > held_)
            bytes_.fail();
        acc_ >>= bits;
        held_ -= bits;
        return uint32_t(value);
    }
    /* What fills the last byte must be zeros. */
    void finish() const
    {
        if (at_ != end_ || held_ >= 8 || acc_)
            bytes_.fail();
    }

  private:
    /* Bits of acc_ over held_ are those of the next byte, or 0: they come to the same place. */
    void fill()
    {
        if (end_ - at_ >= 8) {
            uint64_t next = 0;
            for (unsigned i = 0; i < 8; i++)
                next |= uint64_t(static_cast<unsigned char>(at_[i])) << (8 * i);
            acc_ |= next << held_;
            at_ += (63 - held_) / 8;
            held_ |= 56;
            return;
        }
        for (; held_ <= 56 && at_ < end_; held_ += 8)
            acc_ |= uint64_t(static_cast<unsigned char>(*at_++)) << held_;
    }

    const Unpacker &bytes_;
    const char *at_, *end_;
    uint64_t acc_ = 0;
    unsigned held_ = 0;
};

void get_between(BitReader &bits, uint32_t *at, size_t j, size_t k)
{
    while (j + 1 < k) {
        size_t mid = j + (k - j) / 2;
        at[mid] = at[j] + uint32_t(mid - j) + bits.get(at[k] - at[j] - uint32_t(k - j) + 1);
        get_between(bits, at, j, mid);
        j = mid;
    }
}

/* Walks coded positions in rising order, as far as any is wanted. */
class Sieve
{
  public:
    Sieve(BitReader &bits, WantedPositions &wanted) : bits_(bits), wanted_(wanted)
    {
    }
    /* Those behind the j-th, which is `from`, and before the k-th, which is `to`. False: enough. */
    bool between(size_t j, uint32_t from, size_t k, uint32_t to)
    {
        while (j + 1 < k) {
            size_t mid = j + (k - j) / 2;
            uint32_t at = from + uint32_t(mid - j) + bits_.get(to - from - uint32_t(k - j) + 1);
            if (!between(j, from, mid, at) || !wanted_.visit(at))
                return false;
            j = mid;
            from = at;
        }
        return true;
    }

  private:
    BitReader &bits_;
    WantedPositions &wanted_;
};

} // namespace

char *plx::write_positions(char *out, const uint32_t *positions, size_t n)
{
    uint32_t first = positions[0], last = positions[n - 1];

    out = write_uint(out, last);
    if (n == 1)
        return out;
    BitWriter bits(out);
    bits.put(first, last);
    bits.put(uint32_t(n - 2), last - first);
    put_between(bits, positions, 0, n - 1);
    return bits.finish();
}

void plx::put_positions(std::string &out, const uint32_t *positions, size_t n)
{
    size_t before = out.size();

    out.resize(before + positions_bound(n));
    out.resize(size_t(write_positions(&out[before], positions, n) - out.data()));
}

/* What stands before the places between the ends: the first of them, and how many there are. */
static size_t get_head(const Unpacker &in, BitReader &bits, uint32_t last, uint32_t *first)
{
    if (last == 0)
        in.fail();
    *first = bits.get(last);
    size_t n = size_t(bits.get(last - *first)) + 2;
    if (n > positions_max)
        in.fail();
    return n;
}

void plx::get_positions(std::string_view bytes, std::vector<uint32_t> &out)
{
    Unpacker in(bytes, "list of positions");
    uint32_t last = in.uint32();

    out.assign(1, last);
    if (in.done())
        return;
    BitReader bits(in);
    uint32_t first;
    size_t n = get_head(in, bits, last, &first);
    out.resize(n);
    out.front() = first;
    out.back() = last;
    get_between(bits, out.data(), 0, n - 1);
    bits.finish();
}

void plx::sieve_positions(std::string_view bytes, WantedPositions &wanted)
{
    Unpacker in(bytes, "list of positions");
    uint32_t last = in.uint32();

    if (in.done()) {
        wanted.visit(last);
        return;
    }
    BitReader bits(in);
    uint32_t first;
    size_t n = get_head(in, bits, last, &first);
    if (wanted.visit(first) && wanted.next() <= last &&
        Sieve(bits, wanted).between(0, first, n - 1, last))
        wanted.visit(last);
}
