/* store/packed_doc.h - a document ready for the tables: terms sorted, positions coded
 *
 * plx_doc (store.h) takes terms as they come; plx_doc_pack() makes this of them, which several
 * threads do side by side. Both writers start from it.
 */
#ifndef PLX_STORE_PACKED_DOC_H
#define PLX_STORE_PACKED_DOC_H

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "store/pack.h"
#include "store/store.h"

namespace plx
{

/** One term of a packed document. */
struct PackedTerm {
    std::string_view term, positions; /* coded (position_code.h); empty: none */
    uint32_t wdf;
};

/** Terms in byte order, one after the other: bytes of the term (1), term, wdf, bytes of its
 * positions, positions; numbers as put_uint(). */
struct PackedDoc {
    std::string terms;
    uint32_t term_count = 0;
    uint64_t length = 0; /* sum of wdfs: at most UINT32_MAX, else PLX_ERR_LIMIT when packed */
    std::string values;  /* by rising slot: slot, bytes, value (numbers as put_uint()) */
    std::string data;

    /** Add a term without weight and positions, if it is not there. */
    void add_boolean(std::string_view term);
    /** About how many bytes of memory it takes. */
    size_t bytes() const
    {
        return sizeof *this + terms.capacity() + values.capacity() + data.capacity();
    }
};

/** Walks the terms of a packed document, which was made by this process. */
class PackedTerms
{
  public:
    explicit PackedTerms(std::string_view terms) : at_(terms.data()), end_(at_ + terms.size())
    {
    }
    bool next(PackedTerm &out)
    {
        if (at_ == end_)
            return false;
        auto bytes = static_cast<unsigned char>(*at_++);
        out.term = { at_, bytes };
        at_ += bytes;
        out.wdf = uint32_t(own_uint(at_));
        size_t coded = own_uint(at_);
        out.positions = { at_, coded };
        at_ += coded;
        return true;
    }
    /** Where the next one starts. */
    const char *at() const
    {
        return at_;
    }

  private:
    const char *at_, *end_;
};

/** Walks values as packed above. */
class PackedValues
{
  public:
    explicit PackedValues(std::string_view values) : at_(values.data()), end_(at_ + values.size())
    {
    }
    bool next(uint32_t &slot, std::string_view &value);
    const char *at() const
    {
        return at_;
    }

  private:
    const char *at_, *end_;
};

/** The value of a slot among packed ones; empty: none. It points into them. */
std::string_view find_value(std::string_view values, uint32_t slot);
/** Change it, or add it in its place; an empty one is removed. Without memory nothing is changed.
 */
void set_value(std::string &values, uint32_t slot, std::string_view value);

/** Terms of a document that are still coming (term_scratch.h). */
class TermScratch;

} // namespace plx

struct plx_doc {
    plx::PackedDoc packed;                     /* values and data always; terms once packed */
    std::unique_ptr<plx::TermScratch> scratch; /* null: no term came yet, or packed */
    bool is_packed = false;

    plx_doc();
    ~plx_doc();
};

namespace plx
{

/** Pack it if it is not (what plx_doc_pack() does, without the guard). */
void pack_doc(plx_doc *doc);

} // namespace plx

#endif
