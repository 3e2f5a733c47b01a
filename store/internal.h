/* store/internal.h - what the sources of this folder share: handles and helpers */
#ifndef PLX_STORE_INTERNAL_H
#define PLX_STORE_INTERNAL_H

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <xapian.h>

#include "store/guard.h"
#include "store/store.h"
#include "store/version_file.h"

namespace plx
{
class Batch;
}

struct plx_store {
    std::string path;                                 /* as the caller gave it: for messages */
    std::string dir;                                  /* the database folder behind it */
    Xapian::Database db;                              /* reads; the writer's own view if writing */
    std::unique_ptr<Xapian::WritableDatabase> writer; /* null for a reader */
    uint64_t pending_bytes = 0;                       /* see require_space() */
    std::unique_ptr<plx::Batch> batch;                /* of a store that builds */
    bool is_changing = false;                         /* a transaction is open */
    plx_status lost = PLX_OK;                         /* why changes were dropped, until rollback */
    std::string bytes;                                /* behind the last plx_bytes given out */

    plx_store(const char *path_, std::string dir_);
    ~plx_store();
    plx_store(const plx_store &) = delete;
    plx_store &operator=(const plx_store &) = delete;

    /** For searching and lists: leaves the guard if the store builds. */
    Xapian::Database &reading();
};

namespace plx
{

/** The database folder `path` stands for: itself, or what its stub file names. */
std::string resolve_folder(const char *path);

/** Leave the guard unless p..p+len is a term that can be stored. */
void require_term(const char *p, size_t len);
void require_size(const char *what, size_t n, size_t max);

inline std::string bytes_of(const void *p, size_t n)
{
    return n ? std::string(static_cast<const char *>(p), n) : std::string();
}

/** Lend a string of the store to the caller. */
inline plx_bytes lend(plx_store *st, std::string &&s)
{
    st->bytes = std::move(s);
    return { st->bytes.data(), st->bytes.size() };
}

/** Leave the guard unless the store may be changed; then open a transaction if none is. */
void begin_change(plx_store *st);

/** Count a change that has to write so many bytes of values. */
void count_change(plx_store *st, uint64_t value_bytes);

/**
 * Leave the guard with PLX_ERR_IO if the disk may be too full to write the values of the
 * changes since the last commit. Call before anything that makes the engine write them.
 */
void require_space(const plx_store *st);

/** Drop all uncommitted changes; never throws. */
void abandon_changes(plx_store *st) noexcept;

/**
 * guard() for changes. fn(touched) sets touched before it changes anything: when it fails
 * after that, the engine has dropped the batch, and the store remembers so that the rest of
 * a half-lost batch is not committed.
 */
template <typename Fn> plx_status change(plx_store *st, plx_error *err, Fn &&fn) noexcept
{
    bool touched = false;
    plx_status rc = guard(err, st->path.c_str(), [&] {
        begin_change(st);
        return fn(touched);
    });

    if (rc != PLX_OK && touched) {
        abandon_changes(st);
        st->lost = rc;
    }
    return rc;
}

/** Wall-clock limit of one match; the clock is read every 64 asks only. */
class Deadline
{
  public:
    explicit Deadline(uint32_t ms) : end_(Clock::now() + std::chrono::milliseconds(ms)), ms_(ms)
    {
    }
    /** Leave the guard with PLX_ERR_DEADLINE when time is up. */
    void ask()
    {
        if ((++asks_ & 63) == 0)
            check();
    }
    void check() const
    {
        if (Clock::now() >= end_)
            give_up(PLX_ERR_DEADLINE, "match not done within %u ms", unsigned(ms_));
    }

  private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point end_;
    uint32_t ms_;
    unsigned asks_ = 0;
};

/** Make the engine's query for one match; deadline may be null. */
Xapian::Query build_query(const plx_query *q, const Xapian::Database &db, Deadline *deadline);

} // namespace plx

#endif
