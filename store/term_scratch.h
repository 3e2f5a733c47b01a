/* store/term_scratch.h - terms of one document as they come, until they are packed
 *
 * Terms' bytes lie in one string, a hash finds the term's entry, later positions of a term are
 * chained in one array: a document costs a few copies and, since the memory is taken over from the
 * one before, no allocation.
 */
#ifndef PLX_STORE_TERM_SCRATCH_H
#define PLX_STORE_TERM_SCRATCH_H

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/packed_doc.h"
#include "store/term_hash.h"

namespace plx
{

class TermScratch
{
  public:
    /** An empty one: what this thread gave back, or new. */
    static std::unique_ptr<TermScratch> take();
    /** Keep it for the next take() of this thread, if it is not big. NULL allowed. */
    static void give_back(std::unique_ptr<TermScratch> scratch) noexcept;

    /** Both leave with PLX_ERR_LIMIT, and nothing done, if the term's wdf goes over UINT32_MAX. */
    void add_term(std::string_view term, uint32_t wdf);
    void add_posting(std::string_view term, uint32_t position, uint32_t wdf);

    /** Write terms, their number and the length. Leaves with PLX_ERR_LIMIT, and nothing done. */
    void pack(PackedDoc &out);

  private:
    struct Entry {
        uint64_t key;
        uint32_t at; /* of its bytes in text_ */
        uint32_t wdf;
        uint32_t positions;   /* number, those that came twice counted twice */
        uint32_t first, last; /* positions, as they came */
        uint32_t head, tail;  /* links of all but the first */
        uint8_t bytes;
        bool is_rising;
    };
    struct Link {
        uint32_t position, next;
    };
    struct Place {
        uint64_t key;
        uint32_t number;
    };

    Entry &entry(std::string_view term, uint32_t wdf);
    std::string_view text(const Entry &e) const
    {
        return { text_.data() + e.at, e.bytes };
    }
    bool comes_before(const Place &a, const Place &b) const;
    void sort();
    const uint32_t *collect(const Entry &e, size_t &n);
    char *write(char *out, const Entry &e);
    size_t bound() const;
    void clear();
    size_t bytes() const;

    std::string text_;
    std::vector<Entry> entries_;
    std::vector<Link> links_;
    TermHash hash_;
    uint64_t length_ = 0;
    std::vector<Place> order_; /* of packing, as all below */
    std::vector<uint32_t> positions_;
    std::vector<char> out_;
};

} // namespace plx

#endif
