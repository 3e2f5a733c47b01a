/* store/column.cc - one value slot of all documents */
#include "store/internal.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include "store/batch.h"

using namespace plx;

plx_status plx_store_each_value(plx_store *st, uint32_t slot,
                                int (*fn)(void *ctx, uint32_t docid, const char *p, size_t n),
                                void *ctx, plx_error *err)
{
    return guard(err, st->path.c_str(), [&] {
        if (st->batch) {
            for (const auto &[docid, value] : st->batch->values(slot))
                if (fn(ctx, docid, value.data(), value.size()) != 0)
                    break;
            return PLX_OK;
        }
        require_space(st);
        auto end = st->reading().valuestream_end(slot);
        for (auto it = st->reading().valuestream_begin(slot); it != end; ++it) {
            std::string value = *it;
            if (fn(ctx, it.get_docid(), value.data(), value.size()) != 0)
                break;
        }
        return PLX_OK;
    });
}

namespace
{

/* A column together with the memory behind its pointers. */
struct Column : plx_column {
    std::vector<uint32_t> firsts, ordinals;
    std::vector<char *> texts;
    std::vector<size_t> lengths;
    std::string pool;

    Column() : plx_column()
    {
    }
};

/* Reads a value stream once; ordinals are given in order of appearance and put into the
 * order of the values at the end. */
class ColumnLoader
{
  public:
    ColumnLoader(Xapian::docid last_docid, int separator) : separator_(separator)
    {
        column_->last_docid = last_docid;
        column_->firsts.assign(size_t(last_docid) + 2, 0);
    }
    void add(Xapian::docid docid, const std::string &value);
    std::unique_ptr<Column> finish();

  private:
    std::unique_ptr<Column> column_ = std::make_unique<Column>();
    int separator_;
    std::deque<std::string> values_; /* distinct ones: what the keys below point into */
    std::unordered_map<std::string_view, uint32_t> seen_;
    std::string last_value_; /* runs of equal values are common: documents come by source */
    size_t last_begin_ = 0, last_end_ = 0;
    Xapian::docid filled_ = 0; /* firsts is final up to here */

    void start_document(Xapian::docid docid);
    void add_part(std::string_view part, size_t begin);
    void set_order();
};

} // namespace

void ColumnLoader::start_document(Xapian::docid docid)
{
    auto at = uint32_t(column_->ordinals.size());

    if (docid <= filled_ || docid > column_->last_docid)
        give_up(PLX_ERR_CORRUPT, "value of document %u is out of order", unsigned(docid));
    while (filled_ < docid)
        column_->firsts[++filled_] = at;
}

/* A value named twice in one document counts once. */
void ColumnLoader::add_part(std::string_view part, size_t begin)
{
    auto &ordinals = column_->ordinals;

    if (part.empty())
        return;
    auto known = seen_.find(part);
    if (known == seen_.end()) {
        values_.emplace_back(part);
        known = seen_.emplace(values_.back(), uint32_t(seen_.size())).first;
    }
    uint32_t ordinal = known->second;
    if (std::find(ordinals.begin() + std::ptrdiff_t(begin), ordinals.end(), ordinal) ==
        ordinals.end())
        ordinals.push_back(ordinal);
}

void ColumnLoader::add(Xapian::docid docid, const std::string &value)
{
    auto &ordinals = column_->ordinals;
    size_t begin = ordinals.size();
    std::string_view rest(value);

    start_document(docid);
    if (value == last_value_ && last_end_ > last_begin_) {
        for (size_t i = last_begin_; i < last_end_; i++)
            ordinals.push_back(ordinals[i]);
    } else {
        for (size_t cut; separator_ >= 0; rest.remove_prefix(cut + 1)) {
            cut = rest.find(char(separator_));
            if (cut == std::string_view::npos)
                break;
            add_part(rest.substr(0, cut), begin);
        }
        add_part(rest, begin);
        last_value_ = value;
    }
    last_begin_ = begin;
    last_end_ = ordinals.size();
    if (last_end_ > UINT32_MAX)
        give_up(PLX_ERR_LIMIT, "column holds more than %u values", unsigned(UINT32_MAX));
}

/* Sort the distinct values and renumber. */
void ColumnLoader::set_order()
{
    using Entry = const std::pair<const std::string_view, uint32_t>;
    std::vector<Entry *> sorted;
    std::vector<uint32_t> renumbered(seen_.size());
    size_t bytes = 0;

    for (Entry &entry : seen_) {
        sorted.push_back(&entry);
        bytes += entry.first.size() + 1;
    }
    std::sort(sorted.begin(), sorted.end(), [](Entry *a, Entry *b) { return a->first < b->first; });
    column_->pool.reserve(bytes); /* so that pointers into it stay */
    for (Entry *entry : sorted) {
        renumbered[entry->second] = uint32_t(column_->texts.size());
        column_->texts.push_back(&column_->pool[0] + column_->pool.size());
        column_->lengths.push_back(entry->first.size());
        column_->pool.append(entry->first).push_back('\0');
    }
    for (uint32_t &ordinal : column_->ordinals)
        ordinal = renumbered[ordinal];
}

std::unique_ptr<Column> ColumnLoader::finish()
{
    auto at = uint32_t(column_->ordinals.size());

    while (filled_ <= column_->last_docid)
        column_->firsts[++filled_] = at;
    set_order();
    column_->values = uint32_t(column_->texts.size());
    column_->first = column_->firsts.data();
    column_->ordinal = column_->ordinals.data();
    column_->value = column_->texts.data();
    column_->value_len = column_->lengths.data();
    return std::move(column_);
}

plx_status plx_column_load(plx_store *st, uint32_t slot, int separator, plx_column **out,
                           plx_error *err)
{
    *out = nullptr;
    return guard(err, st->path.c_str(), [&] {
        require_space(st);
        Xapian::docid last = st->reading().get_lastdocid();
        if (last > PLX_COLUMN_DOCID_MAX)
            give_up(PLX_ERR_LIMIT, "highest docid %u is over the limit of %d for columns",
                    unsigned(last), PLX_COLUMN_DOCID_MAX);
        ColumnLoader loader(last, separator);
        auto end = st->reading().valuestream_end(slot);
        for (auto it = st->reading().valuestream_begin(slot); it != end; ++it)
            loader.add(it.get_docid(), *it);
        *out = loader.finish().release();
        return PLX_OK;
    });
}

void plx_column_free(plx_column *col)
{
    delete static_cast<Column *>(col);
}
