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

class BitReader
{
  public:
    explicit BitReader(Unpacker &bytes) : bytes_(bytes)
    {
    }
    /* Whatever the bits are, the result is below the range. */
    uint32_t get(uint32_t range)
    {
        unsigned bits = bits_for(range);
        if (bits == 0)
            return 0;
        uint64_t half = uint64_t(1) << (bits - 1), spare = 2 * half - range;
        if (spare == 0)
            return take(bits);
        uint32_t value = take(bits - 1);
        if (value < half - spare && take(1))
            value += uint32_t(half);
        return value;
    }
    /* What fills the last byte must be zeros. */
    void finish()
    {
        if (!bytes_.done() || acc_)
            bytes_.fail();
    }

  private:
    uint32_t take(unsigned bits)
    {
        for (; used_ < bits; used_ += 8)
            acc_ |= uint64_t(bytes_.byte()) << used_;
        auto value = uint32_t(acc_ & ((uint64_t(1) << bits) - 1));
        acc_ >>= bits;
        used_ -= bits;
        return value;
    }

    Unpacker &bytes_;
    uint64_t acc_ = 0;
    unsigned used_ = 0;
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

void plx::get_positions(std::string_view bytes, std::vector<uint32_t> &out)
{
    Unpacker in(bytes, "list of positions");
    uint32_t last = in.uint32();

    out.assign(1, last);
    if (in.done())
        return;
    if (last == 0)
        in.fail();
    BitReader bits(in);
    uint32_t first = bits.get(last);
    size_t n = size_t(bits.get(last - first)) + 2;
    if (n > positions_max)
        in.fail();
    out.resize(n);
    out.front() = first;
    out.back() = last;
    get_between(bits, out.data(), 0, n - 1);
    bits.finish();
}
