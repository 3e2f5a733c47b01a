#include "store/table_finder.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "store/block.h"

using namespace plx;

static constexpr uint32_t block_min = 2048, block_max = 65536;

TableFinder::TableFinder(const std::string &dir, TableId id, const TableRoot &root,
                         uint32_t revision)
    : root_(root), revision_(revision)
{
    bool is_sound =
        root.level < level_end && root.block_bytes >= block_min && root.block_bytes <= block_max;
    if (root.is_fake || !is_sound)
        return;
    levels_.resize(root.level + 1);
    for (Level &l : levels_)
        l.block.resize(root.block_bytes);
    fd_ = open((dir + '/' + table_file[id]).c_str(), O_RDONLY | O_CLOEXEC);
}

TableFinder::~TableFinder()
{
    if (fd_ >= 0)
        close(fd_);
}

/* Make a block that of a level; false if it is none. */
bool TableFinder::load(size_t level, uint64_t number, uint32_t revision_max)
{
    Level &l = levels_[level];
    size_t got = 0;

    if (l.number == number)
        return true;
    l.number = UINT64_MAX; /* until it is good */
    while (got < l.block.size()) {
        ssize_t n =
            pread(fd_, &l.block[got], l.block.size() - got, off_t(number * l.block.size() + got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        got += size_t(n);
    }
    size_t end = get16(&l.block[9]);
    if (get32(&l.block[0]) > revision_max || l.block[4] != level || end <= block_directory ||
        end > l.block.size() || end % 2 == 0)
        return false;
    l.items = (end - block_directory) / 2;
    l.number = number;
    last_ = level ? last_ : 0;
    return true;
}

/* The i-th item of a block; false if it does not lie in it. */
bool TableFinder::item_at(size_t level, size_t i, Item &item) const
{
    const Level &l = levels_[level];
    size_t offset = get16(&l.block[block_directory + 2 * i]), bytes = l.block.size();
    size_t head = level ? branch_item_head : leaf_item_head;

    if (offset < block_directory + 2 * l.items || offset + head > bytes)
        return false;
    const unsigned char *p = &l.block[offset];
    size_t key_bytes = p[head - 1], key_end = head + key_bytes;
    item.flags = level ? 0u : get16(p);
    bool has_part = level || !(item.flags & item_first);
    size_t tag_at = key_end + (has_part ? part_bytes : 0);
    size_t size = level ? tag_at : (item.flags & item_size_mask) + 3;
    if (size < tag_at || offset + size > bytes)
        return false;
    const char *text = reinterpret_cast<const char *>(p);
    item.key = { text + head, key_bytes };
    item.tag = { text + tag_at, size - tag_at };
    item.child = level ? get32(p) : 0;
    item.part = has_part ? get16(p + key_end) : 1;
    return true;
}

/* Of the items [low, high), the first that is not before a key; high if there is none. */
bool TableFinder::lower_bound(size_t level, std::string_view key, size_t low, size_t high,
                              size_t &i) const
{
    Item item;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (!item_at(level, mid, item))
            return false;
        if (item.key < key)
            low = mid + 1;
        else
            high = mid;
    }
    i = low;
    return true;
}

/* Look for a key in the leaf that was read last, from the item found there last: the next one is
 * mostly near. False if it may lie in another. */
bool TableFinder::is_in_leaf(std::string_view key, size_t &i) const
{
    const Level &leaf = levels_[0];
    size_t low = last_, step = 1;
    Item item;

    if (leaf.number == UINT64_MAX || !item_at(0, low, item) || key < item.key)
        return false;
    while (low + step < leaf.items) {
        if (!item_at(0, low + step, item))
            return false;
        if (key <= item.key)
            return lower_bound(0, key, low, low + step, i);
        low += step;
        step *= 2;
    }
    return item_at(0, leaf.items - 1, item) && key <= item.key &&
           lower_bound(0, key, low, leaf.items, i);
}

/* To the leaf that has the key, if any has. */
bool TableFinder::descend(std::string_view key)
{
    uint64_t number = root_.root;
    uint32_t revision_max = revision_;
    Item item;

    for (size_t level = levels_.size() - 1; level > 0; level--) {
        size_t i;
        /* the first item is before all, whatever it says */
        if (!load(level, number, revision_max) ||
            !lower_bound(level, key, 1, levels_[level].items, i))
            return false;
        if (i < levels_[level].items && !item_at(level, i, item))
            return false;
        bool is_start = i < levels_[level].items && item.key == key && item.part <= 1;
        if (!item_at(level, is_start ? i : i - 1, item))
            return false;
        number = item.child;
        revision_max = get32(&levels_[level].block[0]);
    }
    return load(0, number, revision_max);
}

TableFinder::Found TableFinder::find(std::string_view key, std::string_view &tag)
{
    Item item;
    size_t i;

    if (root_.is_fake)
        return Found::no;
    if (fd_ < 0)
        return Found::unclear;
    if (!is_in_leaf(key, i) && (!descend(key) || !lower_bound(0, key, 0, levels_[0].items, i)))
        return Found::unclear;
    if (i == levels_[0].items)
        return Found::no;
    last_ = i;
    if (!item_at(0, i, item))
        return Found::unclear;
    if (item.key != key)
        return Found::no;
    constexpr unsigned whole = item_first | item_last;
    if ((item.flags & whole) != whole || (item.flags & item_compressed))
        return Found::unclear;
    tag = item.tag;
    return Found::yes;
}
