/* store/batch.h - what a store that builds holds until its commit: changes over a base
 *
 * Documents that were put have serials in the order they came. Their values stay in memory, for
 * they may still change; the rest waits in a young list until there is enough for a run (run.h),
 * which another thread makes. A document that was replaced or deleted since has no docid any more.
 */
#ifndef PLX_STORE_BATCH_H
#define PLX_STORE_BATCH_H

#include <future>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "store/builder.h"
#include "store/generation.h"

namespace plx
{

class Batch
{
  public:
    /** @param base_dir  empty: from nothing */
    Batch(const std::string &base_dir, const std::string &to, const plx_build_options &options);
    ~Batch();
    Batch(const Batch &) = delete;
    Batch &operator=(const Batch &) = delete;

    /** Take over a packed document; returns its docid. */
    uint32_t put(const std::string &id, PackedDoc &&doc);
    /** Leaves with PLX_ERR_NOTFOUND. */
    void erase(const std::string &id);
    /** Docid of the document with an id, or of the first in the base with any term; 0: none. */
    uint32_t find(const std::string &id) const;

    /** These leave with PLX_ERR_NOTFOUND if there is no such document. */
    std::string data(uint32_t docid);
    std::string value(uint32_t docid, uint32_t slot) const;
    void set_value(uint32_t docid, uint32_t slot, std::string_view value);
    /** All values of a slot, by docid. */
    std::vector<std::pair<uint32_t, std::string>> values(uint32_t slot) const;

    void add_spelling(std::string_view word, uint32_t count);
    void set_metadata(const std::string &key, std::string value);
    std::string metadata(const std::string &key) const;

    uint32_t documents() const;
    uint32_t last_docid() const
    {
        return in_.last_docid;
    }

    /** Write the generation and open it. Nothing can be changed afterwards. */
    Xapian::Database write();

  private:
    /* A run, or the thread that makes it. */
    struct RunSlot {
        uint32_t first_serial;
        std::future<std::unique_ptr<Run>> making;
        std::unique_ptr<Run> run; /* null: not waited for yet */
    };

    bool is_in_base(uint32_t docid) const;
    void require_in_base(uint32_t docid) const;
    void supersede(uint32_t docid);
    void invert_young();
    void wait_for(RunSlot &slot);
    void limit_runs();
    const Run &run_of(uint32_t serial);

    std::string to_;
    plx_build_options options_;
    GenerationInput in_;
    std::unique_ptr<Xapian::Database> base_; /* null: from nothing */
    uint32_t base_gone_ = 0;                 /* documents of the base that are gone */

    std::unordered_map<std::string, uint32_t> docid_of_id_;  /* of documents put */
    std::unordered_map<uint32_t, uint32_t> serial_of_docid_; /* the same */
    uint32_t young_serial_ = 0;                              /* of the first young document */
    std::vector<PackedDoc> young_;
    size_t young_bytes_ = 0;
    std::vector<RunSlot> runs_;
    size_t first_unmade_ = 0; /* run slot: those before it are made */
    size_t run_bytes_ = 0;    /* in memory */
    std::unique_ptr<SpillFile> spill_;
};

} // namespace plx

#endif
