/* store/term_hash.h - terms to numbers: an open-addressing hash whose terms are the caller's
 *
 * Seeded anew in each process, so that no text can be made that collides; nothing that is written
 * depends on it, since terms are sorted by their bytes.
 */
#ifndef PLX_STORE_TERM_HASH_H
#define PLX_STORE_TERM_HASH_H

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace plx
{

/** The first 8 bytes as a number that sorts as they do, filled up with NULs. Terms with different
 * keys sort by them. */
inline uint64_t term_key(std::string_view term)
{
    auto *p = reinterpret_cast<const unsigned char *>(term.data());
    size_t n = term.size();
    auto four = [](const unsigned char *at) {
        return uint64_t(at[0]) << 24 | uint64_t(at[1]) << 16 | uint64_t(at[2]) << 8 | at[3];
    };

    if (n >= 8)
        return four(p) << 32 | four(p + 4);
    if (n >= 4) /* the two overlap in equal bytes */
        return four(p) << 32 | four(p + n - 4) << (64 - 8 * n);
    uint64_t key = 0;
    for (size_t i = 0; i < n; i++)
        key |= uint64_t(p[i]) << (56 - 8 * i);
    return key;
}

/** Whether terms of equal keys are the same. */
inline bool same_term(std::string_view a, std::string_view b)
{
    return a.size() == b.size() &&
           (a.size() <= 8 || memcmp(a.data() + 8, b.data() + 8, a.size() - 8) == 0);
}

class TermHash
{
  public:
    TermHash();
    /** Of a term whose key is at hand. */
    uint64_t hash(std::string_view term, uint64_t key) const
    {
        if (term.size() > 8)
            return hash_long(term);
        uint64_t h = (key ^ seed_) + term.size(); /* mixed as splitmix64 does */
        h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9;
        h = (h ^ h >> 27) * 0x94d049bb133111eb;
        return h ^ h >> 31;
    }
    /** Forget all. */
    void clear()
    {
        slots_.assign(slots_min, Slot());
        used_ = 0;
    }
    /**
     * Number of a term, which is `next` if it is new.
     *
     * @param is_it  is_it(number): whether the term of that number is this one
     */
    template <typename IsIt> uint32_t number(uint64_t hash, uint32_t next, IsIt is_it)
    {
        auto tag = uint32_t(hash);
        size_t mask = slots_.size() - 1;
        for (size_t at = tag & mask;; at = (at + 1) & mask) {
            Slot &slot = slots_[at];
            if (slot.number_1 == 0) {
                slot = { tag, next + 1 };
                if (++used_ > slots_.size() / 2)
                    grow();
                return next;
            }
            if (slot.tag == tag && is_it(slot.number_1 - 1))
                return slot.number_1 - 1;
        }
    }
    void prefetch(uint64_t hash) const
    {
        __builtin_prefetch(&slots_[uint32_t(hash) & (slots_.size() - 1)]);
    }
    size_t bytes() const
    {
        return slots_.capacity() * sizeof(Slot);
    }

  private:
    static constexpr size_t slots_min = 2048;
    struct Slot {
        uint32_t tag = 0;
        uint32_t number_1 = 0; /* + 1; 0: free */
    };
    uint64_t hash_long(std::string_view term) const;
    void grow();

    uint64_t seed_;
    std::vector<Slot> slots_;
    size_t used_ = 0;
};

} // namespace plx

#endif
