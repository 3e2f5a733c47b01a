/* store/pack.h - how the engine writes numbers and strings into its tables
 *
 * Sources: xapian-core 1.4.22, common/pack.h, and backends/glass/. All of it is bytes in
 * std::string; what is read is checked, since it comes from a disk.
 */
#ifndef PLX_STORE_PACK_H
#define PLX_STORE_PACK_H

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "store/guard.h"

namespace plx
{

/** Base 128, low bits first; the high bit says that more follows. */
inline void put_uint(std::string &out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out.push_back(char(value | 0x80));
    out.push_back(char(value));
}

/** The same into memory that has room for it (10 bytes at most). @return its end */
inline char *write_uint(char *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *out++ = char(value | 0x80);
    *out++ = char(value);
    return out;
}

/** Bytes that put_uint() takes. */
inline unsigned uint_bytes(uint64_t value)
{
    return (70u - unsigned(__builtin_clzll(value | 1))) / 7;
}

/** Reads a number that this process wrote itself, and goes on behind it: nothing is checked. */
inline uint64_t own_uint(const char *&at)
{
    uint64_t value = 0;
    unsigned shift = 0;
    for (; *at & char(0x80); shift += 7)
        value |= uint64_t(*at++ & 0x7f) << shift;
    return value | uint64_t(*at++) << shift;
}

/** A number that ends a key or tag: little-endian without leading zeros; 0 is no bytes. */
inline void put_uint_last(std::string &out, uint64_t value)
{
    for (; value; value >>= 8)
        out.push_back(char(value));
}

/** Length and bytes. */
inline void put_string(std::string &out, std::string_view s)
{
    put_uint(out, s.size());
    out.append(s);
}

/** A number whose bytes sort as it does: two bytes below 0x8000, else up to six, of which the first
 * tells how many. */
inline void put_sorted_uint(std::string &out, uint32_t value)
{
    if (value < 0x8000) {
        out.push_back(char(value >> 8));
        out.push_back(char(value));
        return;
    }
    unsigned bytes = unsigned(37 - __builtin_clz(value)) / 7;
    uint64_t marked = value | uint64_t(uint8_t(0xffu << (10 - bytes))) << (8 * (bytes - 1));
    for (unsigned i = bytes; i-- > 0;)
        out.push_back(char(marked >> (8 * i)));
}

/** A term in a key, without its end: a NUL becomes 00 FF, so that 00 and a smaller byte can end it.
 */
inline void put_sorted_term(std::string &out, std::string_view term)
{
    for (char c : term) {
        out.push_back(c);
        if (c == '\0')
            out.push_back('\xff');
    }
}

/** The same with its end: what more the key has follows. */
inline void put_sorted_term_end(std::string &out, std::string_view term)
{
    put_sorted_term(out, term);
    out.push_back('\0');
}

/** Reads what the above wrote; whatever cannot be so leaves the guard with PLX_ERR_CORRUPT. */
class Unpacker
{
  public:
    /** @param what  names in messages where the bytes are from; borrowed, like the bytes */
    Unpacker(std::string_view bytes, const char *what)
        : at_(bytes.data()), end_(bytes.data() + bytes.size()), what_(what)
    {
    }
    bool done() const
    {
        return at_ == end_;
    }
    std::string_view rest() const
    {
        return { at_, size_t(end_ - at_) };
    }
    uint64_t uint()
    {
        uint64_t value = 0;
        for (unsigned shift = 0; at_ < end_ && shift < 64; shift += 7) {
            auto byte = static_cast<unsigned char>(*at_++);
            uint64_t bits = byte & 0x7f;
            if (shift == 63 && bits > 1)
                break;
            value |= bits << shift;
            if (byte < 0x80)
                return value;
        }
        fail();
    }
    uint32_t uint32()
    {
        uint64_t value = uint();
        if (value > std::numeric_limits<uint32_t>::max())
            fail();
        return uint32_t(value);
    }
    /** As put_uint_last(): takes all that is left. */
    uint32_t uint32_last()
    {
        uint32_t value = 0;
        if (end_ - at_ > 4)
            fail();
        while (end_ > at_)
            value = value << 8 | static_cast<unsigned char>(*--end_);
        return value;
    }
    uint32_t sorted_uint()
    {
        unsigned first = byte();
        if (first < 0x80)
            return first << 8 | byte();
        unsigned bytes = 3;
        for (unsigned bit = 0x40; bytes < 7 && (first & bit); bit >>= 1)
            bytes++;
        if (bytes > 6)
            fail();
        uint64_t value = first & (0xffu >> (bytes - 1));
        for (unsigned i = 1; i < bytes; i++)
            value = value << 8 | byte();
        if (value > std::numeric_limits<uint32_t>::max())
            fail();
        return uint32_t(value);
    }
    /** A term in a key up to its end. @return whether an end was there: else the key is done */
    bool sorted_term(std::string &out)
    {
        out.clear();
        while (at_ < end_) {
            char c = *at_++;
            if (c == '\0') {
                if (at_ == end_ || *at_ != '\xff')
                    return true;
                at_++;
            }
            out.push_back(c);
        }
        return false;
    }
    unsigned byte()
    {
        if (at_ == end_)
            fail();
        return static_cast<unsigned char>(*at_++);
    }
    std::string_view bytes(uint64_t n)
    {
        if (n > uint64_t(end_ - at_))
            fail();
        std::string_view found(at_, size_t(n));
        at_ += n;
        return found;
    }
    std::string_view string()
    {
        return bytes(uint());
    }
    [[noreturn]] void fail() const
    {
        give_up(PLX_ERR_CORRUPT, "%s is damaged", what_);
    }

  private:
    const char *at_, *end_, *what_;
};

} // namespace plx

#endif
