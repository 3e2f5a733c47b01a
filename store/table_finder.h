/* store/table_finder.h - single items of a table, found by their keys
 *
 * For look-ups by rising keys: the last block of each level is kept, and what lies in the same leaf
 * as the item before costs a search in that leaf alone. */
#ifndef PLX_STORE_TABLE_FINDER_H
#define PLX_STORE_TABLE_FINDER_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/table.h"

namespace plx
{

/**
 * Finds what a commit has, also while later ones are being written: a block is only believed if
 * the commit, or one before, wrote it. One thread.
 */
class TableFinder
{
  public:
    /** A file that cannot be opened is told by find(). */
    TableFinder(const std::string &dir, TableId id, const TableRoot &root, uint32_t revision);
    ~TableFinder();
    TableFinder(const TableFinder &) = delete;
    TableFinder &operator=(const TableFinder &) = delete;

    /** unclear: the item is in several parts or compressed, or a block cannot be read or is of a
     * later commit. The engine will know, or say what is wrong. damaged: a block is not what it
     * should be; the engine might believe it. */
    enum class Found { no, yes, unclear, damaged };

    /** @param tag  receives the tag if it is found; valid until the next call */
    Found find(std::string_view key, std::string_view &tag);

  private:
    /* A block and which it is. */
    struct Level {
        std::vector<unsigned char> block;
        uint64_t number = UINT64_MAX; /* none yet */
        size_t items = 0;
    };
    struct Item {
        std::string_view key, tag;
        uint32_t child;
        unsigned flags, part;
    };

    Found load(size_t level, uint64_t number, uint32_t revision_max);
    bool item_at(size_t level, size_t i, Item &item) const;
    bool lower_bound(size_t level, std::string_view key, size_t low, size_t high, size_t &i) const;
    bool is_sure(size_t level, std::string_view key, size_t i) const;
    bool is_in_leaf(std::string_view key, size_t &i) const;
    Found descend(std::string_view key);

    int fd_ = -1;
    TableRoot root_;
    uint32_t revision_;
    std::vector<Level> levels_; /* the leaf is the first */
    size_t last_ = 0;           /* item of the leaf that was found last */
};

} // namespace plx

#endif
