/* store/base_postings.h - the postlist and position tables of a generation, read front to back */
#ifndef PLX_STORE_BASE_POSTINGS_H
#define PLX_STORE_BASE_POSTINGS_H

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "store/table.h"

namespace plx
{

/** A posting, or a length of a document. */
struct Posting {
    uint32_t docid, wdf;
};

/** The postlist table: call the sections in this order, each to its end. Damage leaves with
 * PLX_ERR_CORRUPT. */
class BasePostings
{
  public:
    /** @param last_docid  of the base: a higher one in its lists is damage */
    BasePostings(const std::string &dir, const TableRoot &root, uint32_t last_docid);

    /** Next item of metadata; false when there is no more. */
    bool next_metadata(std::string_view &name, std::string_view &value);

    /** Go on to the next slot, in the order of keys (bytes of the packed number); false when there
     * is no more. Statistics are passed over. */
    bool next_slot(uint32_t &slot);
    /** Call fn for every value of that slot, by rising docids. */
    void each_value(const std::function<void(uint32_t docid, std::string_view value)> &fn);

    /** Lengths of all documents; replaces out. */
    void lengths(std::vector<Posting> &out);

    /** Next term; false when there is no more. */
    bool next_term();
    const std::string &term() const
    {
        return term_;
    }
    /** Postings of the current term, to be read once for each; replaces out. */
    void postings(std::vector<Posting> &out);

  private:
    bool at_section(char mark) const;
    void require_last_docid(const std::vector<Posting> &list) const;
    void read_chunks(std::vector<Posting> &out, std::string_view key_end);
    void step();

    TableReader table_;
    bool at_end_ = false, metadata_is_read_ = false;
    uint32_t last_docid_, slot_ = 0;
    std::string term_;
};

/** The position table. */
class BasePositions
{
  public:
    BasePositions(const std::string &dir, const TableRoot &root);
    /**
     * Go on to the positions of a document; false if it has none there. Asked by rising terms, in
     * each by rising docids; what is passed over belongs to documents that are gone.
     *
     * @param term_key  put_sorted_term_end() of the term
     */
    bool find(std::string_view term_key, uint32_t docid, std::string_view &positions);

  private:
    TableReader table_;
    std::string wanted_;
    bool at_end_ = false;
};

} // namespace plx

#endif
