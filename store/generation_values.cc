/* store/generation_values.cc - the merge: values by slot, and their statistics */
#include <algorithm>

#include "store/generation_parts.h"
#include "store/pack.h"

using namespace plx;

namespace
{

/* Values of new and changed documents by slot (packed, as their keys are ordered) and docid; empty
 * ones are taken away. */
using NewValues = std::map<std::string, std::vector<std::pair<uint32_t, std::string_view>>>;

std::string pack_slot(uint32_t slot)
{
    std::string packed;
    put_uint(packed, slot);
    return packed;
}

NewValues collect_values(const GenerationInput &in, const std::vector<Fresh> &fresh)
{
    std::map<uint32_t, std::vector<std::pair<uint32_t, std::string_view>>> by_slot;
    NewValues values;
    std::string_view value;
    uint32_t slot;

    for (const auto &[changed, documents] : in.changed)
        for (const auto &[docid, to] : documents)
            by_slot[changed].emplace_back(docid, to);
    for (const Fresh &f : fresh)
        for (PackedValues it(in.values[f.serial]); it.next(slot, value);)
            by_slot[slot].emplace_back(f.docid, value);
    for (auto &[number, list] : by_slot) {
        if (!std::is_sorted(list.begin(), list.end()))
            std::sort(list.begin(), list.end());
        values.emplace(pack_slot(number), std::move(list));
    }
    return values;
}

/* Values of one slot: those of the base that stay, and the new. */
template <typename Fn>
void merge_slot(const GenerationInput &in, const NewValues::mapped_type *added, BasePostings *base,
                Fn &&fn)
{
    static const NewValues::mapped_type none;
    auto it = (added ? *added : none).begin(), end = (added ? *added : none).end();
    auto write_added = [&] {
        if (!it->second.empty())
            fn(it->first, it->second);
        ++it;
    };

    if (base)
        base->each_value([&](uint32_t docid, std::string_view value) {
            while (it != end && it->first < docid)
                write_added();
            if (it != end && it->first == docid)
                write_added();
            else if (!is_gone(in, docid))
                fn(docid, value);
        });
    while (it != end)
        write_added();
}

/* All slots in the order of their keys: fn(packed slot, docid, value). */
template <typename Fn>
void merge_values(const GenerationInput &in, const NewValues &added, BasePostings &base, Fn &&fn)
{
    auto it = added.begin();
    uint32_t slot;
    auto write_slot = [&](const std::string &packed, const NewValues::mapped_type *list,
                          BasePostings *from) {
        merge_slot(in, list, from,
                   [&](uint32_t docid, std::string_view value) { fn(packed, docid, value); });
    };

    while (base.next_slot(slot)) {
        std::string packed = pack_slot(slot);
        for (; it != added.end() && it->first < packed; ++it)
            write_slot(it->first, &it->second, nullptr);
        bool is_both = it != added.end() && it->first == packed;
        write_slot(packed, is_both ? &it->second : nullptr, &base);
        if (is_both)
            ++it;
    }
    for (; it != added.end(); ++it)
        write_slot(it->first, &it->second, nullptr);
}

struct ValueStatistics {
    uint64_t documents = 0;
    std::string least, greatest;

    void count(std::string_view value)
    {
        if (documents == 0 || value < least)
            least.assign(value);
        if (documents == 0 || value > greatest)
            greatest.assign(value);
        documents++;
    }
};

/* Statistics come before the values they are of: the base is read for them alone. */
void write_value_statistics(const GenerationInput &in, const NewValues &added, TableWriter &table)
{
    BasePostings base(in.base_dir, in.base.table[postlist_table], in.base.last_docid);
    std::map<std::string, ValueStatistics> slots;
    std::string_view name, ignored;
    std::string tag;

    while (base.next_metadata(name, ignored))
        continue;
    std::string last;
    ValueStatistics *current = nullptr;
    merge_values(in, added, base, [&](const std::string &packed, uint32_t, std::string_view value) {
        if (!current || packed != last) {
            std::string key("\0\xd0", 2);
            put_uint_last(key, Unpacker(packed, "a slot").uint32());
            current = &slots[key];
            last = packed;
        }
        current->count(value);
    });
    for (const auto &[key, s] : slots) {
        tag.clear();
        put_uint(tag, s.documents);
        put_string(tag, s.least);
        if (s.greatest != s.least)
            tag.append(s.greatest);
        table.add(key, tag);
    }
}

class ValueWriter
{
  public:
    explicit ValueWriter(TableWriter &table) : table_(table)
    {
    }
    void add(const std::string &packed_slot, uint32_t docid, std::string_view value)
    {
        if (tag_.size() >= chunk_bytes || packed_slot != slot_)
            finish();
        if (tag_.empty()) {
            slot_ = packed_slot;
            key_.assign("\0\xd8", 2);
            key_.append(packed_slot);
            put_sorted_uint(key_, docid);
        } else {
            put_uint(tag_, docid - last_ - 1);
        }
        put_string(tag_, value);
        last_ = docid;
    }
    void finish()
    {
        if (!tag_.empty())
            table_.add(key_, tag_);
        tag_.clear();
    }

  private:
    TableWriter &table_;
    std::string slot_, key_, tag_;
    uint32_t last_ = 0;
};

} // namespace

void plx::write_values(const GenerationInput &in, const std::vector<Fresh> &fresh,
                       BasePostings &base, TableWriter &table)
{
    NewValues added = collect_values(in, fresh);
    ValueWriter writer(table);

    write_value_statistics(in, added, table);
    merge_values(in, added, base,
                 [&](const std::string &packed, uint32_t docid, std::string_view value) {
                     writer.add(packed, docid, value);
                 });
    writer.finish();
}
