/* store/term_hash.cc - the seeded hash of terms */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <random>

#include "store/term_hash.h"

using namespace plx;

static uint64_t make_seed()
{
    std::random_device device;

    return uint64_t(device()) << 32 | device();
}

TermHash::TermHash() : slots_(slots_min)
{
    static const uint64_t seed = make_seed();

    seed_ = seed;
}

uint64_t TermHash::hash_long(std::string_view term) const
{
    return XXH3_64bits_withSeed(term.data(), term.size(), seed_);
}

void TermHash::grow()
{
    std::vector<Slot> wider(slots_.size() * 4);
    size_t mask = wider.size() - 1;

    for (const Slot &slot : slots_) {
        if (slot.number_1 == 0)
            continue;
        size_t at = slot.tag & mask;
        while (wider[at].number_1)
            at = (at + 1) & mask;
        wider[at] = slot;
    }
    slots_.swap(wider);
}
