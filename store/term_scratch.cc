/* store/term_scratch.cc - collecting, sorting and packing the terms of a document */
#include "store/term_scratch.h"

#include <algorithm>
#include <limits>

#include "store/guard.h"
#include "store/position_code.h"

using namespace plx;

static constexpr uint32_t uint32_max = std::numeric_limits<uint32_t>::max();

/* ------------------------------------------------------------- recycling */

static thread_local std::unique_ptr<TermScratch> spare;

std::unique_ptr<TermScratch> TermScratch::take()
{
    if (!spare)
        return std::make_unique<TermScratch>();
    spare->clear();
    return std::move(spare);
}

void TermScratch::give_back(std::unique_ptr<TermScratch> scratch) noexcept
{
    constexpr size_t keep_max = size_t(4) << 20;

    if (scratch && scratch->bytes() <= keep_max)
        spare = std::move(scratch);
}

void TermScratch::clear()
{
    text_.clear();
    entries_.clear();
    links_.clear();
    hash_.clear();
    length_ = 0;
}

size_t TermScratch::bytes() const
{
    return text_.capacity() + entries_.capacity() * sizeof(Entry) +
           links_.capacity() * sizeof(Link) + hash_.bytes() + order_.capacity() * sizeof(Place) +
           positions_.capacity() * sizeof(uint32_t) + out_.capacity();
}

/* ------------------------------------------------------------ collecting */

/* Where memory runs out half way, the hash may know a number that has no entry, or later one of
 * another term: hence both are looked at. */
TermScratch::Entry &TermScratch::entry(std::string_view term, uint32_t wdf)
{
    uint64_t key = term_key(term);
    auto next = uint32_t(entries_.size());
    if (text_.size() > uint32_max - term.size())
        give_up(PLX_ERR_LIMIT, "terms of more than %u bytes", unsigned(uint32_max));
    uint32_t number =
        hash_.number(hash_.hash(term, key), next, [this, key, term, next](uint32_t candidate) {
            return candidate < next && entries_[candidate].key == key &&
                   same_term(text(entries_[candidate]), term);
        });

    if (number == next) {
        auto at = uint32_t(text_.size());
        text_.append(term);
        entries_.push_back({ key, at, 0, 0, 0, 0, 0, 0, uint8_t(term.size()), true });
    }
    Entry &e = entries_[number];
    if (wdf > uint32_max - e.wdf)
        give_up(PLX_ERR_LIMIT, "counts of '%.*s' sum up to more than %u", int(term.size()),
                term.data(), unsigned(uint32_max));
    e.wdf += wdf;
    length_ += wdf;
    return e;
}

void TermScratch::add_term(std::string_view term, uint32_t wdf)
{
    entry(term, wdf);
}

void TermScratch::add_posting(std::string_view term, uint32_t position, uint32_t wdf)
{
    if (links_.size() >= uint32_max)
        give_up(PLX_ERR_LIMIT, "more than %u positions", unsigned(uint32_max));
    Entry &e = entry(term, wdf);
    if (e.positions == 0) {
        e.first = e.last = position;
        e.positions = 1;
        return;
    }
    if (position == e.last)
        return;
    auto link = uint32_t(links_.size());
    links_.push_back({ position, 0 });
    (e.positions == 1 ? e.head : links_[e.tail].next) = link;
    e.is_rising = e.is_rising && position > e.last;
    e.tail = link;
    e.last = position;
    e.positions++;
}

/* --------------------------------------------------------------- packing */

inline bool TermScratch::comes_before(const Place &a, const Place &b) const
{
    if (a.key != b.key)
        return a.key < b.key;
    return text(entries_[a.number]) < text(entries_[b.number]);
}

/* Dealt out by first bytes, what is left to be sorted is short. */
void TermScratch::sort()
{
    uint32_t end[256] = {};
    auto compare = [this](const Place &a, const Place &b) { return comes_before(a, b); };

    for (const Entry &e : entries_)
        end[e.key >> 56]++;
    for (size_t i = 1; i < 256; i++)
        end[i] += end[i - 1];
    order_.resize(entries_.size());
    for (size_t i = entries_.size(); i-- > 0;)
        order_[--end[entries_[i].key >> 56]] = { entries_[i].key, uint32_t(i) };
    for (size_t i = 0; i < 256; i++) { /* by now their starts */
        size_t stop = i < 255 ? end[i + 1] : order_.size();
        if (stop - end[i] > 1)
            std::sort(order_.begin() + end[i], order_.begin() + ptrdiff_t(stop), compare);
    }
}

const uint32_t *TermScratch::collect(const Entry &e, size_t &n)
{
    n = e.positions;
    if (n == 1)
        return &e.first;
    positions_.resize(n);
    positions_[0] = e.first;
    uint32_t link = e.head;
    for (size_t i = 1; i < n; i++, link = links_[link].next)
        positions_[i] = links_[link].position;
    if (!e.is_rising) {
        std::sort(positions_.begin(), positions_.end());
        n = size_t(std::unique(positions_.begin(), positions_.end()) - positions_.begin());
    }
    if (n > positions_max)
        give_up(PLX_ERR_LIMIT, "'%.*s' stands at more than %zu positions", int(e.bytes),
                text(e).data(), positions_max);
    return positions_.data();
}

char *TermScratch::write(char *out, const Entry &e)
{
    *out++ = char(e.bytes);
    for (int i = 0; i < 8; i++) /* up to 8 at once; what is too many is written over */
        out[i] = char(e.key >> (56 - 8 * i));
    if (e.bytes > 8)
        memcpy(out + 8, text(e).data() + 8, e.bytes - 8u);
    out = write_uint(out + e.bytes, e.wdf);
    if (e.positions == 0) {
        *out++ = 0;
        return out;
    }
    size_t n;
    const uint32_t *positions = collect(e, n);
    char *coded = out + 1, *end = write_positions(coded, positions, n);
    auto bytes = size_t(end - coded);
    if (unsigned more = uint_bytes(bytes) - 1; more) { /* their number takes more than one byte */
        memmove(coded + more, coded, bytes);
        end += more;
    }
    write_uint(out, bytes);
    return end;
}

/* Room that all is packed in: beside text and positions, an entry has its length, wdf and bytes of
 * positions (which is more than the 8 bytes written at once). */
size_t TermScratch::bound() const
{
    return text_.size() + entries_.size() * (1 + 5 + 5 + positions_bound(1)) +
           links_.size() * (positions_bound(1) - positions_bound(0));
}

void TermScratch::pack(PackedDoc &out)
{
    if (length_ > uint32_max)
        give_up(PLX_ERR_LIMIT, "counts of all terms sum up to more than %u", unsigned(uint32_max));
    sort();
    if (out_.size() < bound())
        out_.resize(bound());
    char *end = out_.data();
    for (const Place &place : order_)
        end = write(end, entries_[place.number]);
    auto bytes = size_t(end - out_.data());
    if (bytes > uint32_max)
        give_up(PLX_ERR_LIMIT, "terms and positions of more than %u bytes", unsigned(uint32_max));
    out.terms.reserve(bytes + 64); /* the term of its id may come */
    out.terms.assign(out_.data(), bytes);
    out.term_count = uint32_t(entries_.size());
    out.length = length_;
}
