/* store/generation_documents.cc - the merge: the tables that are by document */
#include "store/generation_parts.h"
#include "store/pack.h"

using namespace plx;

namespace
{

/* A table whose keys begin with a docid. */
class BaseDocuments
{
  public:
    BaseDocuments(const GenerationInput &in, TableId id)
        : in_(in), table_(in.base_dir, id, in.base.table[id])
    {
        step();
    }
    /** 0: at the end. */
    uint32_t docid() const
    {
        return docid_;
    }
    /** The key goes on behind the docid: what slots it uses, not its terms. */
    bool is_slots() const
    {
        return is_slots_;
    }
    TableReader &table()
    {
        return table_;
    }
    void step()
    {
        do {
            uint32_t before = docid_;
            docid_ = 0;
            if (!table_.next())
                return;
            Unpacker key(table_.key(), "a table of documents");
            docid_ = key.sorted_uint();
            is_slots_ = !key.done();
            if (docid_ == 0 || docid_ < before || docid_ > in_.base.last_docid)
                key.fail();
        } while (is_gone(in_, docid_));
    }

  private:
    const GenerationInput &in_;
    TableReader table_;
    uint32_t docid_ = 0;
    bool is_slots_ = false;
};

constexpr uint64_t after_last_docid = uint64_t(1) << 32;

std::string docid_key(uint32_t docid)
{
    std::string key;
    put_sorted_uint(key, docid);
    return key;
}

/* Slots of documents of the base that got or lost a value. */
using ChangedSlots = std::map<uint32_t, std::map<uint32_t, bool>>;

ChangedSlots changed_slots(const GenerationInput &in)
{
    ChangedSlots found;

    for (const auto &[slot, documents] : in.changed)
        for (const auto &[docid, value] : documents)
            found[docid][slot] = !value.empty();
    return found;
}

class TermLists
{
  public:
    TermLists(const GenerationInput &in, const std::string &to)
        : in_(in), table_(to, termlist_table), base_(in, termlist_table),
          changed_(changed_slots(in))
    {
    }
    TableRoot write(const std::vector<Fresh> &fresh)
    {
        for (const Fresh &f : fresh) {
            copy_until(f.docid);
            write_fresh(f);
        }
        copy_until(after_last_docid);
        return table_.finish();
    }

  private:
    void copy_until(uint64_t docid);
    void copy_document();
    void write_fresh(const Fresh &f);
    void write_slots(uint32_t docid, const std::map<uint32_t, bool> &slots);

    const GenerationInput &in_;
    TableWriter table_;
    BaseDocuments base_;
    ChangedSlots changed_;
    std::string buffer_;
};

void TermLists::copy_until(uint64_t docid)
{
    while (base_.docid() && base_.docid() < docid)
        copy_document();
}

/* Its terms, and then, which may be missing, the slots it uses. */
void TermLists::copy_document()
{
    uint32_t docid = base_.docid();
    auto changed = changed_.find(docid);
    std::map<uint32_t, bool> slots;

    for (; base_.docid() == docid; base_.step()) {
        TableReader &item = base_.table();
        if (!base_.is_slots() || changed == changed_.end()) {
            table_.add(item.key(), item.tag(), item.is_compressed());
            continue;
        }
        Unpacker tag(item.plain_tag(), "the slots of a document");
        for (uint32_t slot = UINT32_MAX; !tag.done(); slots[slot] = true)
            slot += tag.uint32() + 1;
    }
    if (changed == changed_.end())
        return;
    for (const auto &[slot, has_value] : changed->second)
        slots[slot] = has_value;
    write_slots(docid, slots);
}

void TermLists::write_fresh(const Fresh &f)
{
    const Run &run = run_of(in_, f.serial);
    size_t index = f.serial - run.first_serial();
    std::map<uint32_t, bool> slots;
    std::string_view value;
    uint32_t slot;

    table_.add(docid_key(f.docid), run.termlist(index, buffer_),
               run.docs()[index].termlist_compressed);
    for (PackedValues it(in_.values[f.serial]); it.next(slot, value);)
        slots[slot] = true;
    write_slots(f.docid, slots);
}

void TermLists::write_slots(uint32_t docid, const std::map<uint32_t, bool> &slots)
{
    uint32_t before = UINT32_MAX;
    std::string tag;

    for (const auto &[slot, has_value] : slots) {
        if (!has_value)
            continue;
        put_uint(tag, slot - before - 1);
        before = slot;
    }
    if (!tag.empty())
        table_.add_compressing(docid_key(docid) + '\0', tag);
}

} // namespace

TableRoot plx::write_docdata(const GenerationInput &in, const std::vector<Fresh> &fresh,
                             const std::string &to)
{
    TableWriter table(to, docdata_table);
    BaseDocuments base(in, docdata_table);
    std::string buffer;
    auto copy_until = [&](uint64_t docid) {
        for (; base.docid() && base.docid() < docid; base.step())
            table.add(base.table().key(), base.table().tag(), base.table().is_compressed());
    };

    for (const Fresh &f : fresh) {
        const Run &run = run_of(in, f.serial);
        std::string_view data = run.data(f.serial - run.first_serial(), buffer);
        copy_until(f.docid);
        if (!data.empty())
            table.add(docid_key(f.docid), data);
    }
    copy_until(after_last_docid);
    return table.finish();
}

TableRoot plx::write_termlists(const GenerationInput &in, const std::vector<Fresh> &fresh,
                               const std::string &to)
{
    return TermLists(in, to).write(fresh);
}
