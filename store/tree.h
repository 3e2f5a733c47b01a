/* store/tree.h - the query tree: made by query.cc, turned into the engine's by build.cc
 *
 * The tree is kept apart from the engine's because the engine's depends on the match: only
 * then are the database (prefixes) and the deadline known.
 */
#ifndef PLX_STORE_TREE_H
#define PLX_STORE_TREE_H

#include <memory>
#include <string>
#include <vector>

#include "store/store.h"

namespace plx
{

enum class Kind { term, combine, scale, prefix, range, all, nothing, predicate, docids };

using Node = std::unique_ptr<plx_query>;

inline bool is_positional(plx_query_op op)
{
    return op == PLX_OP_PHRASE || op == PLX_OP_NEAR;
}

} // namespace plx

struct plx_query {
    plx::Kind kind;
    std::string text; /* term, prefix */
    std::vector<plx::Node> children;
    plx_query_op op = PLX_OP_AND;
    uint32_t number = 0; /* wqf, window, limit, slot, estimate */
    unsigned depth = 1;
    double factor = 0; /* scale, or weight of a source */
    bool has_low = false, has_high = false;
    std::string low, high;
    bool (*accept)(void *, uint32_t) = nullptr;
    void *ctx = nullptr;
    const uint32_t *ids = nullptr;
    size_t id_count = 0;

    explicit plx_query(plx::Kind k) : kind(k)
    {
    }
};

#endif
