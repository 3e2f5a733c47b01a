#include "store/table_finder.h"

#include <cerrno>
#include <cstring>

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

static bool read_at(int fd, unsigned char *to, size_t size, uint64_t at)
{
    while (size > 0) {
        ssize_t n = pread(fd, to, size, off_t(at));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        to += n;
        size -= size_t(n);
        at += uint64_t(n);
    }
    return true;
}

/* Make a block that of a level. The revision is read again afterwards: a writer may have been half
 * way through the block, and it writes from the front. */
TableFinder::Found TableFinder::load(size_t level, uint64_t number, uint32_t revision_max)
{
    Level &l = levels_[level];
    uint64_t at = number * l.block.size();
    unsigned char again[4];

    if (l.number == number)
        return Found::yes;
    l.number = UINT64_MAX; /* until it is good */
    if (!read_at(fd_, l.block.data(), l.block.size(), at) ||
        !read_at(fd_, again, sizeof again, at) ||
        memcmp(again, l.block.data(), sizeof again) != 0 || get32(again) > revision_max)
        return Found::unclear;
    size_t end = get16(&l.block[9]);
    if (l.block[4] != level || end <= block_directory || end > l.block.size() || end % 2 == 0)
        return Found::damaged;
    l.items = (end - block_directory) / 2;
    l.number = number;
    last_ = level ? last_ : 0;
    return Found::yes;
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

/* Is the i-th item the first that is not before the key, as the search says? A wrong key that
 * misled it is the i-th or the one before: those on its other side drove the search back to it, and
 * are on the wrong side of the key. */
bool TableFinder::is_sure(size_t level, std::string_view key, size_t i) const
{
    size_t first = level ? 1 : 0; /* the first of a branch is before all, whatever it says */
    Item item, next;

    if (i >= first + 2 && (!item_at(level, i - 2, item) || item.key >= key))
        return false;
    if (i + 1 >= levels_[level].items)
        return true;
    if (!item_at(level, i + 1, next))
        return false;
    return key < next.key || (key == next.key && item_at(level, i, item) && item.key == key);
}

/* Look for a key in the leaf that was read last, from the item found there last: the next one is
 * mostly near. False if it may lie in another. */
bool TableFinder::is_in_leaf(std::string_view key, size_t &i) const
{
    const Level &leaf = levels_[0];
    size_t low = last_, high = leaf.items;
    Item item;

    if (leaf.number == UINT64_MAX || !item_at(0, low, item) || key < item.key)
        return false;
    for (size_t step = 1; low + step < leaf.items; step *= 2) {
        if (!item_at(0, low + step, item))
            return false;
        if (key <= item.key) {
            high = low + step;
            break;
        }
        low += step;
    }
    /* the last one alone does not tell that the key is not in the next leaf: it may be wrong */
    return lower_bound(0, key, low, high, i) && i < leaf.items &&
           (i + 1 < leaf.items || (item_at(0, i, item) && item.key == key));
}

/* To the leaf that has the key, if any has. */
TableFinder::Found TableFinder::descend(std::string_view key)
{
    uint64_t number = root_.root;
    uint32_t revision_max = revision_;
    Item item;

    for (size_t level = levels_.size() - 1; level > 0; level--) {
        size_t i;
        Found found = load(level, number, revision_max);
        if (found != Found::yes)
            return found;
        /* the first item is before all, whatever it says */
        if (!lower_bound(level, key, 1, levels_[level].items, i) || !is_sure(level, key, i) ||
            (i < levels_[level].items && !item_at(level, i, item)))
            return Found::damaged;
        bool is_start = i < levels_[level].items && item.key == key && item.part <= 1;
        if (!item_at(level, is_start ? i : i - 1, item))
            return Found::damaged;
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
    if (!is_in_leaf(key, i)) {
        Found found = descend(key);
        if (found != Found::yes)
            return found;
        if (!lower_bound(0, key, 0, levels_[0].items, i))
            return Found::damaged;
    }
    bool is_end = i == levels_[0].items;
    if (!is_end && !item_at(0, i, item))
        return Found::damaged;
    last_ = is_end ? last_ : i;
    if (is_end || item.key != key)
        return is_sure(0, key, i) ? Found::no : Found::damaged;
    constexpr unsigned whole = item_first | item_last;
    if ((item.flags & whole) != whole || (item.flags & item_compressed))
        return Found::unclear;
    tag = item.tag;
    return Found::yes;
}
