/* store/run.h - some thousand documents inverted: their postings by term, sorted once
 *
 * The builder (builder.h) numbers documents by serials in the order they come; which docid a serial
 * has in the end, or none, is said at the merge. A run is made by any thread, and is then only
 * read. It stays in memory or moves to a file, where only one term at a time is in memory.
 *
 *   postings   for each term in byte order: bytes of the term (1), term, documents, bytes that
 *              follow, and for each document: serial - previous (at first: - the run's first), wdf,
 *              bytes of its positions, positions
 *   documents  for each in order: data, then the term list as its table keeps it
 */
#ifndef PLX_STORE_RUN_H
#define PLX_STORE_RUN_H

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/packed_doc.h"

namespace plx
{

/** Where runs go that memory has no room for: a file without a name, gone with its descriptor. */
class SpillFile
{
  public:
    /** @param dir  a folder on the disk to be used */
    explicit SpillFile(const std::string &dir);
    ~SpillFile();
    SpillFile(const SpillFile &) = delete;
    SpillFile &operator=(const SpillFile &) = delete;
    /** Append; returns where. Leaves with PLX_ERR_IO. One thread at a time. */
    uint64_t append(std::string_view bytes);
    /** Any thread. */
    void read(uint64_t at, size_t n, char *out) const;

  private:
    std::string dir_;
    int fd_ = -1;
    uint64_t end_ = 0;
};

/** What a run keeps of a document. */
struct RunDoc {
    uint32_t length; /* sum of wdfs */
    uint32_t data_bytes;
    uint32_t termlist_bytes;
    bool termlist_compressed;
    uint64_t at; /* of its data in the run's documents; its term list follows */
};

class Run
{
  public:
    /**
     * Invert documents: serials first_serial, first_serial + 1, ... Their values are not kept:
     * they may still change, and are the caller's.
     */
    Run(uint32_t first_serial, std::vector<PackedDoc> docs);
    Run(const Run &) = delete;
    Run &operator=(const Run &) = delete;

    uint32_t first_serial() const
    {
        return first_serial_;
    }
    const std::vector<RunDoc> &docs() const
    {
        return docs_;
    }
    /** Bytes of memory held. */
    size_t bytes() const;
    bool is_in_memory() const
    {
        return !file_;
    }
    /** Move postings and documents to a file, which must outlive the run. */
    void spill(SpillFile &file);

    /** Data, or the term list's tag, of a document. @param out working memory that the result may
     * point into; it points into the run if that is in memory */
    std::string_view data(size_t index, std::string &out) const;
    std::string_view termlist(size_t index, std::string &out) const;

  private:
    friend class RunCursor;
    void add_document(PackedDoc &doc, std::string &termlist, class Deflater &deflater);
    std::string_view bytes_at(uint64_t at, size_t n, std::string &out) const;

    uint32_t first_serial_;
    std::vector<RunDoc> docs_;
    std::string postings_, documents_; /* empty once spilled */
    uint64_t postings_bytes_ = 0;
    const SpillFile *file_ = nullptr;
    uint64_t postings_at_ = 0, documents_at_ = 0;
};

/** One posting of a run. */
struct RunPosting {
    uint32_t serial, wdf;
    std::string_view positions; /* coded; empty: none */
};

/** Walks the terms of a run in byte order; several cursors of one run may be at work. */
class RunCursor
{
  public:
    explicit RunCursor(const Run &run);
    /** Go on to the next term; false at the end. */
    bool next_term();
    /** Valid until next_term(). */
    std::string_view term() const
    {
        return term_;
    }
    /** Documents of the current term. */
    uint32_t count() const
    {
        return count_;
    }
    /** Next posting of the current term, whose bytes are valid until next_term(); false at its end.
     */
    bool next(RunPosting &out)
    {
        if (left_ == 0)
            return false;
        left_--;
        serial_ += uint32_t(own_uint(posting_));
        out.serial = serial_;
        out.wdf = uint32_t(own_uint(posting_));
        size_t bytes = own_uint(posting_);
        out.positions = { posting_, bytes };
        posting_ += bytes;
        return true;
    }

  private:
    friend class RunMerge;
    const char *window(size_t n);
    bool comes_after(const RunCursor &other) const;

    const Run &run_;
    uint64_t at_ = 0;    /* in the postings: the next term */
    std::string buffer_; /* of a spilled run: what was read ahead */
    uint64_t buffer_at_ = 0;
    std::string_view term_;
    uint64_t key_ = 0; /* of it */
    uint32_t count_ = 0, left_ = 0, serial_ = 0;
    const char *posting_ = nullptr;
};

/** The k-way merge: all runs' postings of one term after the other. */
class RunMerge
{
  public:
    explicit RunMerge(const std::vector<const Run *> &runs);
    /** Go on to the next term of any run; false at the end. */
    bool next_term();
    const std::string &term() const
    {
        return term_;
    }
    /** Cursors that stand at it, by rising first serial. Walk each to its end, or not at all. */
    const std::vector<RunCursor *> &cursors() const
    {
        return now_;
    }

  private:
    std::vector<std::unique_ptr<RunCursor>> all_;
    std::vector<RunCursor *> heap_, now_;
    std::string term_;
};

} // namespace plx

#endif
