/* store/generation_parts.h - what the sources of the merge share; for them only */
#ifndef PLX_STORE_GENERATION_PARTS_H
#define PLX_STORE_GENERATION_PARTS_H

#include <vector>

#include "store/base_postings.h"
#include "store/generation.h"

namespace plx
{

/** Bytes after which a new chunk of postings or values begins: the engine's own measure. */
constexpr size_t chunk_bytes = 2000;

/** A document that is new under its docid. */
struct Fresh {
    uint32_t docid, serial;
};

inline bool is_gone(const GenerationInput &in, uint32_t docid)
{
    return docid < in.gone.size() && in.gone[docid];
}

/** The run that holds a serial. */
const Run &run_of(const GenerationInput &in, uint32_t serial);

/** Statistics and values of all slots into the postlist table; the base stands behind its metadata.
 */
void write_values(const GenerationInput &in, const std::vector<Fresh> &fresh, BasePostings &base,
                  TableWriter &table);

TableRoot write_docdata(const GenerationInput &in, const std::vector<Fresh> &fresh,
                        const std::string &to);
TableRoot write_termlists(const GenerationInput &in, const std::vector<Fresh> &fresh,
                          const std::string &to);

} // namespace plx

#endif
