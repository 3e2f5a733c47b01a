/* store/packed_doc.cc - values and single terms of a packed document */
#include "store/packed_doc.h"

using namespace plx;

bool PackedValues::next(uint32_t &slot, std::string_view &value)
{
    if (at_ == end_)
        return false;
    slot = uint32_t(own_uint(at_));
    size_t bytes = own_uint(at_);
    value = { at_, bytes };
    at_ += bytes;
    return true;
}

std::string_view plx::find_value(std::string_view values, uint32_t slot)
{
    PackedValues all(values);
    std::string_view found;
    uint32_t s;

    while (all.next(s, found))
        if (s == slot)
            return found;
    return {};
}

void plx::set_value(std::string &values, uint32_t slot, std::string_view value)
{
    PackedValues all(values);
    std::string_view old;
    const char *from = all.at(), *to = from;
    uint32_t s;
    std::string packed;

    while (all.next(s, old) && s <= slot) {
        if (s == slot)
            to = all.at();
        else
            from = to = all.at();
    }
    if (!value.empty()) {
        put_uint(packed, slot);
        put_string(packed, value);
    }
    values.replace(size_t(from - values.data()), size_t(to - from), packed);
}

void PackedDoc::add_boolean(std::string_view term)
{
    PackedTerms all(terms);
    PackedTerm other;
    const char *before = all.at();

    while (all.next(other) && other.term < term)
        before = all.at();
    if (before != terms.data() + terms.size() && other.term == term)
        return;
    std::string packed(1, char(term.size()));
    packed.append(term).append(2, '\0'); /* no wdf, no positions */
    terms.insert(size_t(before - terms.data()), packed);
    term_count++;
}
