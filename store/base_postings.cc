#include "store/base_postings.h"

#include "store/pack.h"

using namespace plx;

static constexpr const char *what = "the postlist table";

/* Marks behind a NUL, which no term begins with: its own NUL would be followed by FF. */
static constexpr char metadata_mark = '\xc0', statistics_mark = '\xd0', value_mark = '\xd8',
                      length_mark = '\xe0';

BasePostings::BasePostings(const std::string &dir, const TableRoot &root, uint32_t last_docid)
    : table_(dir, postlist_table, root), last_docid_(last_docid)
{
    step();
}

void BasePostings::step()
{
    at_end_ = !table_.next();
}

bool BasePostings::at_section(char mark) const
{
    std::string_view key = at_end_ ? std::string_view() : table_.key();
    return key.size() >= 2 && key[0] == '\0' && key[1] == mark;
}

/* -------------------------------------------------------------- metadata */

bool BasePostings::next_metadata(std::string_view &name, std::string_view &value)
{
    if (metadata_is_read_)
        step();
    metadata_is_read_ = at_section(metadata_mark);
    if (!metadata_is_read_)
        return false;
    name = table_.key().substr(2);
    value = table_.plain_tag();
    return true;
}

/* ---------------------------------------------------------------- values */

static uint32_t slot_of(std::string_view key)
{
    return Unpacker(key.substr(2), what).uint32();
}

bool BasePostings::next_slot(uint32_t &slot)
{
    while (at_section(statistics_mark))
        step();
    if (!at_section(value_mark))
        return false;
    slot = slot_ = slot_of(table_.key());
    std::string packed;
    put_uint(packed, slot);
    if (table_.key().substr(2, packed.size()) != packed) /* it would stand elsewhere */
        Unpacker(table_.key(), what).fail();
    return true;
}

/* Docids of values and postings rise. */
static uint32_t next_docid(uint32_t docid, uint32_t gap, const Unpacker &from)
{
    if (gap >= UINT32_MAX - docid)
        from.fail();
    return docid + gap + 1;
}

void BasePostings::each_value(const std::function<void(uint32_t, std::string_view)> &fn)
{
    uint32_t docid = 0;

    for (; at_section(value_mark) && slot_of(table_.key()) == slot_; step()) {
        Unpacker key(table_.key().substr(2), what), tag(table_.plain_tag(), what);
        key.uint32();
        uint32_t before = docid;
        docid = key.sorted_uint();
        if (docid <= before)
            key.fail();
        fn(docid, tag.string());
        while (!tag.done()) {
            docid = next_docid(docid, tag.uint32(), tag);
            fn(docid, tag.string());
        }
    }
    if (docid > last_docid_)
        give_up(PLX_ERR_CORRUPT, "%s has a value of document %u, and the last is %u", what,
                unsigned(docid), unsigned(last_docid_));
}

/* -------------------------------------------------------------- postings */

static void read_chunk(Unpacker &tag, uint32_t docid, std::vector<Posting> &out)
{
    tag.byte();   /* whether it is the last */
    tag.uint32(); /* docids it spans */
    if (tag.done())
        return; /* lengths of no document */
    out.push_back({ docid, tag.uint32() });
    while (!tag.done()) {
        docid = next_docid(docid, tag.uint32(), tag);
        out.push_back({ docid, tag.uint32() });
    }
}

/* Higher docids are for new documents. */
void BasePostings::require_last_docid(const std::vector<Posting> &list) const
{
    if (!list.empty() && list.back().docid > last_docid_)
        give_up(PLX_ERR_CORRUPT, "%s names document %u, and the last is %u", what,
                unsigned(list.back().docid), unsigned(last_docid_));
}

/* From a first chunk on. A further one has the same key and behind it `key_end` and a docid. */
void BasePostings::read_chunks(std::vector<Posting> &out, std::string_view key_end)
{
    std::string begin(table_.key());
    Unpacker tag(table_.plain_tag(), what);

    out.clear();
    tag.uint32(); /* documents */
    tag.uint();   /* occurrences */
    read_chunk(tag, next_docid(tag.uint32(), 0, tag), out);
    begin.append(key_end);
    for (step(); !at_end_ && table_.key().substr(0, begin.size()) == begin; step()) {
        Unpacker key(table_.key().substr(begin.size()), what);
        if (key.rest().substr(0, 1) == "\xff")
            break; /* of a longer term: this one and a NUL */
        Unpacker chunk(table_.plain_tag(), what);
        size_t before = out.size();
        read_chunk(chunk, key.sorted_uint(), out);
        if (out.size() > before && out[before].docid <= (before ? out[before - 1].docid : 0))
            chunk.fail();
    }
    require_last_docid(out);
}

void BasePostings::lengths(std::vector<Posting> &out)
{
    out.clear();
    if (!at_section(length_mark))
        return;
    if (table_.key().size() > 2)
        give_up(PLX_ERR_CORRUPT, "%s lacks the first lengths of documents", what);
    read_chunks(out, "");
}

bool BasePostings::next_term()
{
    if (at_end_)
        return false;
    Unpacker key(table_.key(), what);
    if (key.sorted_term(term_) || term_.empty())
        key.fail();
    return true;
}

void BasePostings::postings(std::vector<Posting> &out)
{
    read_chunks(out, std::string_view("\0", 1));
}

/* ------------------------------------------------------------- positions */

BasePositions::BasePositions(const std::string &dir, const TableRoot &root)
    : table_(dir, position_table, root)
{
    at_end_ = !table_.next();
}

bool BasePositions::find(std::string_view term_key, uint32_t docid, std::string_view &positions)
{
    wanted_.assign(term_key);
    put_sorted_uint(wanted_, docid);
    while (!at_end_ && table_.key() < wanted_)
        at_end_ = !table_.next();
    if (at_end_ || table_.key() != wanted_)
        return false;
    positions = table_.plain_tag();
    return true;
}
