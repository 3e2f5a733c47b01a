#include "store/batch.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <sys/stat.h>

#include "store/background.h"
#include "store/internal.h"

using namespace plx;

/* Documents of a run: few enough for its terms to stay in the cache, many enough for few runs. */
static constexpr uint32_t RUN_DOCS = 1024;
/* A run ends sooner when its documents take so much memory. */
static constexpr size_t YOUNG_BYTES = 24u << 20;
static constexpr size_t RUN_MEMORY = 96u << 20;

Batch::Batch(const std::string &base_dir, const std::string &to, const plx_build_options &options)
    : to_(to), options_(options)
{
    if (!options_.jobs)
        options_.jobs = 1;
    if (!options_.memory)
        options_.memory = RUN_MEMORY;
    if (!options_.run_docs)
        options_.run_docs = RUN_DOCS;
    if (base_dir.empty())
        return;
    in_.base_dir = base_dir;
    in_.base = read_version_file(base_dir);
    if (lacks_termlists(in_.base))
        give_up(PLX_ERR_VERSION, "%s was made without term lists; nothing can be built on it",
                base_dir.c_str());
    base_ = std::make_unique<Xapian::Database>(base_dir, Xapian::DB_BACKEND_GLASS);
    in_.last_docid = in_.base.last_docid;
}

Batch::~Batch() = default;

/* ------------------------------------------------------- what there is */

/* As it was in the base, neither replaced nor deleted since. */
bool Batch::is_in_base(uint32_t docid) const
{
    return base_ && docid <= in_.base.last_docid && !(docid < in_.gone.size() && in_.gone[docid]);
}

void Batch::require_in_base(uint32_t docid) const
{
    if (!docid || !is_in_base(docid))
        give_up(PLX_ERR_NOTFOUND, "there is no document %u", unsigned(docid));
    base_->get_document(docid); /* throws where there is none */
}

uint32_t Batch::find(const std::string &id) const
{
    auto found = docid_of_id_.find(id);

    if (found != docid_of_id_.end())
        return found->second;
    if (!base_ || !base_->term_exists(id))
        return 0;
    for (auto it = base_->postlist_begin(id); it != base_->postlist_end(id); ++it)
        if (is_in_base(*it))
            return *it;
    return 0;
}

uint32_t Batch::documents() const
{
    return in_.base.documents - base_gone_ + uint32_t(serial_of_docid_.size());
}

/* --------------------------------------------------------------- changes */

/* What stood under a docid is no more; its values go with it. */
void Batch::supersede(uint32_t docid)
{
    auto put = serial_of_docid_.find(docid);

    if (put != serial_of_docid_.end()) {
        in_.docid[put->second] = 0;
        in_.values[put->second].clear();
        serial_of_docid_.erase(put);
        return;
    }
    if (in_.gone.empty())
        in_.gone.resize(size_t(in_.base.last_docid) + 1);
    in_.gone[docid] = true;
    base_gone_++;
    for (auto &[slot, documents] : in_.changed)
        documents.erase(docid);
}

uint32_t Batch::put(const std::string &id, PackedDoc &&doc)
{
    uint32_t docid = find(id), serial = uint32_t(in_.docid.size());

    if (!docid && in_.last_docid == UINT32_MAX)
        give_up(PLX_ERR_LIMIT, "all document numbers are used up: compacting does not free them");
    doc.add_boolean(id);
    in_.values.push_back(std::move(doc.values));
    in_.postings += doc.term_count;
    young_bytes_ += doc.bytes();
    young_.push_back(std::move(doc));
    if (docid)
        supersede(docid);
    else
        docid = ++in_.last_docid;
    in_.docid.push_back(docid);
    docid_of_id_[id] = docid;
    serial_of_docid_[docid] = serial;
    if (young_.size() >= options_.run_docs || young_bytes_ >= YOUNG_BYTES)
        invert_young();
    return docid;
}

void Batch::erase(const std::string &id)
{
    uint32_t docid = find(id);

    if (!docid)
        give_up(PLX_ERR_NOTFOUND, "no document holds '%s'", id.c_str());
    supersede(docid);
    docid_of_id_.erase(id);
}

void Batch::add_spelling(std::string_view word, uint32_t count)
{
    in_.spelling.add(word, count);
}

void Batch::set_metadata(const std::string &key, std::string value)
{
    in_.metadata[key] = std::move(value);
}

std::string Batch::metadata(const std::string &key) const
{
    auto set = in_.metadata.find(key);

    if (set != in_.metadata.end())
        return set->second;
    return base_ ? base_->get_metadata(key) : std::string();
}

/* ---------------------------------------------------------------- values */

std::string Batch::value(uint32_t docid, uint32_t slot) const
{
    auto put = serial_of_docid_.find(docid);

    if (put != serial_of_docid_.end())
        return std::string(find_value(in_.values[put->second], slot));
    auto changed = in_.changed.find(slot);
    if (changed != in_.changed.end()) {
        auto document = changed->second.find(docid);
        if (document != changed->second.end())
            return document->second;
    }
    if (!docid || !is_in_base(docid))
        give_up(PLX_ERR_NOTFOUND, "there is no document %u", unsigned(docid));
    /* Whether there is such a document is asked only where it has no such value: it costs as much.
     */
    std::string value = base_->get_document(docid, Xapian::DOC_ASSUME_VALID).get_value(slot);
    if (value.empty())
        require_in_base(docid);
    return value;
}

void Batch::set_value(uint32_t docid, uint32_t slot, std::string_view value)
{
    auto put = serial_of_docid_.find(docid);

    if (put == serial_of_docid_.end()) {
        require_in_base(docid);
        std::string to(value);
        in_.changed[slot][docid].swap(to);
        return;
    }
    plx::set_value(in_.values[put->second], slot, value);
}

std::vector<std::pair<uint32_t, std::string>> Batch::values(uint32_t slot) const
{
    std::vector<std::pair<uint32_t, std::string>> found;
    auto changed = in_.changed.find(slot);
    auto add = [&](uint32_t docid, std::string value) {
        if (!value.empty())
            found.emplace_back(docid, std::move(value));
    };

    if (base_)
        for (auto it = base_->valuestream_begin(slot); it != base_->valuestream_end(slot); ++it)
            if (is_in_base(it.get_docid()) &&
                (changed == in_.changed.end() || !changed->second.count(it.get_docid())))
                found.emplace_back(it.get_docid(), *it);
    if (changed != in_.changed.end())
        for (const auto &[docid, to] : changed->second)
            add(docid, to);
    for (const auto &[docid, serial] : serial_of_docid_)
        add(docid, value(docid, slot));
    std::sort(found.begin(), found.end());
    return found;
}

/* ------------------------------------------------------------------ runs */

void Batch::wait_for(RunSlot &slot)
{
    if (slot.run)
        return;
    if (!slot.making.valid())
        give_up(PLX_ERR_INTERNAL, "some documents were lost by an error before");
    slot.run = slot.making.get();
    run_bytes_ += slot.run->bytes();
}

/* The folder that a folder is, or will be, in. */
static std::string folder_of(const std::string &folder)
{
    std::filesystem::path path = std::filesystem::absolute(folder).lexically_normal();

    if (!path.has_filename()) /* a slash ended it */
        path = path.parent_path();
    return path.parent_path();
}

/* Runs beyond the limit of memory go to a file, the oldest first. */
void Batch::limit_runs()
{
    for (RunSlot &slot : runs_) {
        if (run_bytes_ <= options_.memory)
            return;
        if (!slot.run || !slot.run->is_in_memory())
            continue;
        if (!spill_)
            spill_ = std::make_unique<SpillFile>(folder_of(to_));
        run_bytes_ -= slot.run->bytes();
        slot.run->spill(*spill_);
        run_bytes_ += slot.run->bytes();
    }
}

void Batch::invert_young()
{
    if (young_.empty())
        return;
    if (runs_.size() - first_unmade_ >= options_.jobs)
        wait_for(runs_[first_unmade_++]);
    limit_runs();
    auto docs = std::make_shared<std::vector<PackedDoc>>(std::move(young_));
    uint32_t first = young_serial_;
    runs_.push_back({ first, in_background([first, docs] {
                          return std::make_unique<Run>(first, std::move(*docs));
                      }),
                      nullptr });
    young_ = std::vector<PackedDoc>();
    young_.reserve(std::min(options_.run_docs, RUN_DOCS));
    young_bytes_ = 0;
    young_serial_ = uint32_t(in_.docid.size());
}

const Run &Batch::run_of(uint32_t serial)
{
    auto after = std::upper_bound(
        runs_.begin(), runs_.end(), serial,
        [](uint32_t wanted, const RunSlot &slot) { return wanted < slot.first_serial; });

    wait_for(*--after);
    return *after->run;
}

std::string Batch::data(uint32_t docid)
{
    auto put = serial_of_docid_.find(docid);
    std::string buffer;

    if (put == serial_of_docid_.end()) {
        require_in_base(docid);
        return base_->get_document(docid, Xapian::DOC_ASSUME_VALID).get_data();
    }
    if (put->second >= young_serial_)
        return young_[put->second - young_serial_].data;
    const Run &run = run_of(put->second);
    return std::string(run.data(put->second - run.first_serial(), buffer));
}

/* ---------------------------------------------------------------- the end */

Xapian::Database Batch::write()
{
    auto progress = [this](uint64_t done, uint64_t total) {
        if (options_.progress)
            options_.progress(options_.ctx, done, total);
    };

    invert_young();
    for (RunSlot &slot : runs_) {
        wait_for(slot);
        limit_runs();
        in_.runs.push_back(slot.run.get());
    }
    if (mkdir(to_.c_str(), 0777) != 0)
        give_up(errno == EEXIST ? PLX_ERR_EXISTS : PLX_ERR_IO, "cannot make folder '%s': %s",
                to_.c_str(), strerror(errno));
    try {
        write_generation(in_, to_, progress);
        return Xapian::Database(to_, Xapian::DB_BACKEND_GLASS);
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove_all(to_, ignored);
        throw;
    }
}

/* ---------------------------------------------------------------- opening */

plx_status plx_store_open_builder(const char *base, const char *to, const plx_build_options *opt,
                                  plx_store **out, plx_error *err)
{
    static const plx_build_options defaults = {};

    *out = nullptr;
    return guard(err, to, [&] {
        std::string dir = base ? resolve_folder(base) : std::string();
        if (std::filesystem::exists(std::filesystem::symlink_status(to)))
            give_up(PLX_ERR_EXISTS, "it exists; build in a new folder");
        if (base)
            require_sound_version(dir);
        auto st = std::make_unique<plx_store>(to, to);
        st->batch = std::make_unique<Batch>(dir, to, opt ? *opt : defaults);
        *out = st.release();
        return PLX_OK;
    });
}
