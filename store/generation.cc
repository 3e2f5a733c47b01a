#include "store/generation.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#include "store/background.h"
#include "store/generation_parts.h"
#include "store/pack.h"

using namespace plx;

/* -------------------------------------------------------------- documents */

const Run &plx::run_of(const GenerationInput &in, uint32_t serial)
{
    auto after = std::upper_bound(
        in.runs.begin(), in.runs.end(), serial,
        [](uint32_t wanted, const Run *run) { return wanted < run->first_serial(); });

    return **--after;
}

/* They mostly come in order. */
template <typename T> static void sort_by_docid(std::vector<T> &list)
{
    auto before = [](const T &a, const T &b) { return a.docid < b.docid; };

    if (!std::is_sorted(list.begin(), list.end(), before))
        std::sort(list.begin(), list.end(), before);
}

static std::vector<Fresh> live_documents(const GenerationInput &in)
{
    std::vector<Fresh> live;

    live.reserve(in.docid.size());
    for (uint32_t serial = 0; serial < in.docid.size(); serial++)
        if (in.docid[serial])
            live.push_back({ in.docid[serial], serial });
    sort_by_docid(live);
    return live;
}

namespace
{

/* Postings between two calls of progress. */
constexpr uint64_t progress_every = 1u << 17;

/* ------------------------------------------------------- lists of postings */

/* Chunks of one list wait for its end: the first says how many documents there are. */
class ListWriter
{
  public:
    explicit ListWriter(TableWriter &table) : table_(table)
    {
    }
    void add(uint32_t docid, uint32_t wdf)
    {
        if (!used_ || chunks_[used_ - 1].body.size() >= chunk_bytes)
            begin_chunk(docid);
        else
            put_uint(chunks_[used_ - 1].body, docid - chunks_[used_ - 1].last - 1);
        put_uint(chunks_[used_ - 1].body, wdf);
        chunks_[used_ - 1].last = docid;
    }
    /** @param key_end  follows the key in those of further chunks */
    void finish(std::string_view key, std::string_view key_end, uint64_t documents,
                uint64_t occurrences);

  private:
    struct Chunk {
        uint32_t first, last;
        std::string body;
    };

    void begin_chunk(uint32_t docid)
    {
        if (used_ == chunks_.size())
            chunks_.emplace_back();
        Chunk &chunk = chunks_[used_++];
        chunk.first = chunk.last = docid;
        chunk.body.clear();
    }
    void write(size_t i)
    {
        const Chunk &chunk = chunks_[i];
        tag_.push_back(i + 1 == used_ ? '1' : '0');
        put_uint(tag_, chunk.last - chunk.first);
        tag_.append(chunk.body);
        table_.add(key_, tag_);
    }

    TableWriter &table_;
    std::vector<Chunk> chunks_;
    size_t used_ = 0;
    std::string key_, tag_;
};

void ListWriter::finish(std::string_view key, std::string_view key_end, uint64_t documents,
                        uint64_t occurrences)
{
    for (size_t i = 0; i < used_; i++) {
        key_.assign(key);
        tag_.clear();
        if (i == 0) {
            put_uint(tag_, documents);
            /* The engine counts in 32 bits, which wrap around, and cannot read more. */
            put_uint(tag_, uint32_t(occurrences));
            put_uint(tag_, chunks_[0].first - 1);
        } else {
            key_.append(key_end);
            put_sorted_uint(key_, chunks_[i].first);
        }
        write(i);
    }
    used_ = 0;
}

/* -------------------------------------------------------------- metadata */

void write_metadata(const GenerationInput &in, BasePostings &base, TableWriter &table)
{
    static const std::string mark("\0\xc0", 2);
    auto set = in.metadata.begin();
    auto write_set = [&] {
        if (!set->second.empty())
            table.add(mark + set->first, set->second);
        ++set;
    };
    std::string_view name, value;

    while (base.next_metadata(name, value)) {
        while (set != in.metadata.end() && set->first < name)
            write_set();
        if (set != in.metadata.end() && set->first == name)
            write_set();
        else
            table.add(mark + std::string(name), value);
    }
    while (set != in.metadata.end())
        write_set();
}

/* --------------------------------------------------------------- lengths */

void write_lengths(const GenerationInput &in, const std::vector<Fresh> &fresh, BasePostings &base,
                   TableWriter &table, VersionFile &v)
{
    static const std::string key("\0\xe0", 2);
    ListWriter list(table);
    std::vector<Posting> old;
    auto add = [&](uint32_t docid, uint32_t length) {
        list.add(docid, length);
        v.documents++;
        v.total_length += length;
        v.length_max = std::max(v.length_max, length);
        if (length && (!v.length_min || length < v.length_min))
            v.length_min = length;
    };
    auto it = fresh.begin();
    auto add_fresh = [&] {
        const Run &run = run_of(in, it->serial);
        add(it->docid, run.docs()[it->serial - run.first_serial()].length);
        ++it;
    };

    base.lengths(old);
    if (old.size() != in.base.documents)
        give_up(PLX_ERR_CORRUPT, "%s has %zu lengths of documents, not %u", in.base_dir.c_str(),
                old.size(), unsigned(in.base.documents));
    for (const Posting &p : old) {
        while (it != fresh.end() && it->docid < p.docid)
            add_fresh();
        if (!is_gone(in, p.docid))
            add(p.docid, p.wdf);
    }
    while (it != fresh.end())
        add_fresh();
    list.finish(key, "", 0, 0);
}

/* ------------------------------------------------------------------ terms */

class Terms
{
  public:
    Terms(const GenerationInput &in, BasePostings &base, TableWriter &postlist,
          TableWriter &position, const std::function<void(uint64_t, uint64_t)> &progress)
        : in_(in), base_(base), base_positions_(in.base_dir, in.base.table[position_table]),
          runs_(in.runs), list_(postlist), position_(position), progress_(progress),
          total_(in.postings + in.base.table[position_table].entries)
    {
    }
    void write_all();
    uint32_t wdf_max() const
    {
        return wdf_max_;
    }

  private:
    struct Added {
        uint32_t docid, wdf;
        std::string_view positions;
    };

    void collect_old();
    void collect_added();
    void write_term(const std::string &term);
    void write_posting(uint32_t docid, uint32_t wdf, std::string_view positions);

    const GenerationInput &in_;
    BasePostings &base_;
    BasePositions base_positions_;
    RunMerge runs_;
    ListWriter list_;
    TableWriter &position_;
    const std::function<void(uint64_t, uint64_t)> &progress_;
    uint64_t total_, done_ = 0, occurrences_ = 0;
    uint32_t wdf_max_ = 0;

    /* of the current term */
    std::vector<Posting> old_;
    std::vector<Added> added_;
    std::string key_; /* put_sorted_term_end() */
    std::string position_key_;
};

void Terms::collect_old()
{
    base_.postings(old_);
    if (!in_.gone.empty())
        old_.erase(std::remove_if(old_.begin(), old_.end(),
                                  [this](const Posting &p) { return is_gone(in_, p.docid); }),
                   old_.end());
}

void Terms::collect_added()
{
    RunPosting p;

    for (RunCursor *cursor : runs_.cursors())
        while (cursor->next(p))
            if (uint32_t docid = in_.docid[p.serial])
                added_.push_back({ docid, p.wdf, p.positions });
    sort_by_docid(added_);
}

void Terms::write_posting(uint32_t docid, uint32_t wdf, std::string_view positions)
{
    list_.add(docid, wdf);
    occurrences_ += wdf;
    wdf_max_ = std::max(wdf_max_, wdf);
    if (!positions.empty()) {
        position_key_.resize(key_.size());
        put_sorted_uint(position_key_, docid);
        position_.add(position_key_, positions);
    }
    if (++done_ % progress_every == 0)
        progress_(std::min(done_, total_), total_);
}

void Terms::write_term(const std::string &term)
{
    auto added = added_.begin();
    auto write_added = [&] {
        write_posting(added->docid, added->wdf, added->positions);
        ++added;
    };

    key_.clear();
    put_sorted_term_end(key_, term);
    position_key_ = key_;
    occurrences_ = 0;
    for (const Posting &p : old_) {
        std::string_view positions;
        while (added != added_.end() && added->docid < p.docid)
            write_added();
        base_positions_.find(key_, p.docid, positions);
        write_posting(p.docid, p.wdf, positions);
    }
    while (added != added_.end())
        write_added();
    list_.finish(std::string_view(key_).substr(0, key_.size() - 1), std::string_view("\0", 1),
                 old_.size() + added_.size(), occurrences_);
}

void Terms::write_all()
{
    bool has_old = base_.next_term(), has_new = runs_.next_term();
    std::string term;

    while (has_old || has_new) {
        int order = !has_old ? 1 : !has_new ? -1 : base_.term().compare(runs_.term());
        term = order <= 0 ? base_.term() : runs_.term();
        old_.clear();
        added_.clear();
        if (order <= 0)
            collect_old();
        if (order >= 0)
            collect_added();
        write_term(term);
        if (order <= 0)
            has_old = base_.next_term();
        if (order >= 0)
            has_new = runs_.next_term();
    }
}

/* ----------------------------------------------------------- other tables */

TableRoot write_spelling(GenerationInput &in, const std::string &to, uint32_t &max)
{
    TableReader base(in.base_dir, spelling_table, in.base.table[spelling_table]);

    in.spelling.add_table(base);
    max = in.spelling.max();
    return in.spelling.write(to);
}

TableRoot copy_table(const GenerationInput &in, TableId id, const std::string &to)
{
    TableReader base(in.base_dir, id, in.base.table[id]);
    TableWriter table(to, id);

    while (base.next())
        table.add(base.key(), base.tag(), base.is_compressed());
    return table.finish();
}

/* The empty file that the engine's writers lock: were it not there, the first of them would change
 * the folder after all is synced. */
void make_lock_file(const std::string &dir)
{
    std::string path = dir + "/flintlock";
    int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

    if (fd < 0)
        give_up(PLX_ERR_IO, "cannot make %s: %s", path.c_str(), strerror(errno));
    close(fd);
}

} // namespace

void plx::write_generation(GenerationInput &in, const std::string &to,
                           const std::function<void(uint64_t, uint64_t)> &progress)
{
    const std::vector<Fresh> fresh = live_documents(in);
    VersionFile v;

    v.uuid = make_uuid();
    v.revision = 1;
    v.last_docid = in.last_docid;
    auto others = in_background([&] {
        v.table[docdata_table] = write_docdata(in, fresh, to);
        v.table[termlist_table] = write_termlists(in, fresh, to);
        v.table[spelling_table] = write_spelling(in, to, v.spelling_max);
        v.table[synonym_table] = copy_table(in, synonym_table, to);
    });
    BasePostings base(in.base_dir, in.base.table[postlist_table], in.base.last_docid);
    TableWriter postlist(to, postlist_table), position(to, position_table);
    write_metadata(in, base, postlist);
    write_values(in, fresh, base, postlist);
    write_lengths(in, fresh, base, postlist, v);
    Terms terms(in, base, postlist, position, progress);
    terms.write_all();
    v.wdf_max = terms.wdf_max();
    v.table[postlist_table] = postlist.finish();
    v.table[position_table] = position.finish();
    others.get();
    make_lock_file(to);
    write_version_file(to, v);
    progress(1, 1);
}
