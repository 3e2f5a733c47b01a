/* store/table_reader.cc - a table walked from its first item to its last
 *
 * A cursor holds a block of each level. Every number read from the file is checked before it is
 * used. A walk ends: a leaf has an item, items rise strictly, so no leaf is met twice; and what is
 * read of branches is a path to a leaf.
 */
#include "store/table.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include <fcntl.h>
#include <unistd.h>

#include "store/block.h"
#include "store/deflate.h"
#include "store/guard.h"
#include "store/store.h"

namespace plx
{

namespace
{

/* Leaves written in order follow each other: then more and more of them are read at once. */
constexpr size_t window_bytes = size_t(256) << 10;
/* The number of the next leaf may be a few on, where blocks of upper levels are between. */
constexpr uint64_t sequential_gap = 8;
/* The largest of stored data, and what a table adds to it. */
constexpr size_t tag_max = size_t(PLX_DATA_MAX) + (size_t(1) << 20);
constexpr uint32_t block_min = 2048, block_max = 65536;

/* A block and where in its directory the walk is. */
struct Level {
    std::unique_ptr<unsigned char[]> own; /* none for leaves: these lie in the window */
    const unsigned char *block = nullptr;
    uint64_t number = 0;
    size_t at = 0, end = 0; /* offsets in the directory: of the next item, of its end */
};

} // namespace

struct TableReader::Impl {
    std::string path;
    TableRoot root;
    int fd = -1;
    std::vector<Level> levels; /* the leaf is the first */
    std::unique_ptr<unsigned char[]> window;
    uint64_t window_begin = 0, window_end = 0; /* blocks in it */
    uint64_t window_blocks = 1;                /* to be read next time */

    bool is_begun = false, is_ended = false;
    uint64_t entries = 0;

    /* The current item. Its key and tag lie in the leaf, or here if the leaf is gone or the tag
     * has several parts. */
    std::string_view key, tag;
    bool is_compressed = false, is_inflated = false;
    char saved_key[key_max];
    std::string joined, plain;

    Impl(const std::string &dir, TableId id, const TableRoot &from);
    ~Impl()
    {
        if (fd >= 0)
            close(fd);
    }

    [[noreturn]] void fail(const char *why, uint64_t block) const
    {
        give_up(PLX_ERR_CORRUPT, "%s: block %llu: %s", path.c_str(),
                static_cast<unsigned long long>(block), why);
    }

    uint64_t read_blocks(uint64_t first, uint64_t most, unsigned char *to);
    const unsigned char *leaf_block(uint64_t n);
    void enter(size_t level, uint64_t n, uint32_t revision_max);
    uint64_t next_child(size_t level);
    void descend(size_t level);
    bool next_leaf();
    struct Item {
        std::string_view key, tag;
        unsigned flags, part;
    };
    bool next_item(Item &item);
    Item item_at(size_t offset) const;
    void begin();
    void save_key();
    void join_parts(const Item &first);
    void end();
};

TableReader::Impl::Impl(const std::string &dir, TableId id, const TableRoot &from)
    : path(dir + '/' + table_file[id]), root(from)
{
    bool is_power = (root.block_bytes & (root.block_bytes - 1)) == 0;

    if (root.is_fake)
        return;
    if (root.level >= level_end || root.block_bytes < block_min || root.block_bytes > block_max ||
        !is_power)
        give_up(PLX_ERR_CORRUPT, "%s: impossible shape in the version file", path.c_str());
    fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        give_up(errno == ENOENT ? PLX_ERR_CORRUPT : PLX_ERR_IO, "cannot open %s: %s", path.c_str(),
                strerror(errno));
    levels.resize(root.level + 1);
    for (size_t i = 1; i < levels.size(); i++)
        levels[i].own.reset(new unsigned char[root.block_bytes]);
    window.reset(new unsigned char[window_bytes]);
}

/* Fewer than most may come, at the end of the file, but not fewer than one. */
uint64_t TableReader::Impl::read_blocks(uint64_t first, uint64_t most, unsigned char *to)
{
    size_t wanted = size_t(most) * root.block_bytes, got = 0;

    while (got < wanted) {
        ssize_t n = pread(fd, to + got, wanted - got, off_t(first * root.block_bytes + got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            give_up(PLX_ERR_IO, "cannot read %s: %s", path.c_str(), strerror(errno));
        if (n == 0)
            break;
        got += size_t(n);
    }
    if (got < root.block_bytes)
        fail("the file ends before it", first);
    return got / root.block_bytes;
}

const unsigned char *TableReader::Impl::leaf_block(uint64_t n)
{
    if (n < window_begin || n >= window_end) {
        bool is_near = n >= window_end && n - window_end < sequential_gap;
        uint64_t most = window_bytes / root.block_bytes;
        window_blocks = is_near ? std::min(window_blocks * 2, most) : 1;
        window_end = 0;
        window_begin = n;
        window_end = n + read_blocks(n, window_blocks, window.get());
    }
    return window.get() + size_t(n - window_begin) * root.block_bytes;
}

/* Put the cursor of a level before the first item of block n. */
void TableReader::Impl::enter(size_t level, uint64_t n, uint32_t revision_max)
{
    Level &l = levels[level];

    if (level > 0)
        read_blocks(n, 1, l.own.get());
    l.block = level > 0 ? l.own.get() : leaf_block(n);
    if (get32(l.block) > revision_max)
        fail("it is of a later commit than the block above it", n);
    if (l.block[4] != level)
        fail("it is of another level than the block above it says", n);
    l.at = block_directory;
    l.end = get16(l.block + 9);
    if (l.end <= block_directory || l.end > root.block_bytes || l.end % 2 == 0)
        fail("its directory is impossible", n);
    l.number = n;
}

uint64_t TableReader::Impl::next_child(size_t level)
{
    Level &l = levels[level];
    size_t offset = get16(l.block + l.at);

    l.at += 2;
    if (offset < l.end || offset + branch_item_head + part_bytes > root.block_bytes ||
        offset + branch_item_head + l.block[offset + 4] + part_bytes > root.block_bytes)
        fail("an item lies outside it", l.number);
    return get32(l.block + offset);
}

/* From the next child of a branch to the first leaf below it. */
void TableReader::Impl::descend(size_t level)
{
    for (; level > 0; level--) {
        uint64_t child = next_child(level);
        enter(level - 1, child, get32(levels[level].block));
    }
}

bool TableReader::Impl::next_leaf()
{
    size_t level = 1;

    while (level < levels.size() && levels[level].at == levels[level].end)
        level++;
    if (level == levels.size())
        return false;
    descend(level);
    return true;
}

TableReader::Impl::Item TableReader::Impl::item_at(size_t offset) const
{
    const Level &l = levels[0];
    const unsigned char *p = l.block + offset;
    const char *bytes = reinterpret_cast<const char *>(p);

    if (offset < l.end || offset + leaf_item_head > root.block_bytes)
        fail("an item lies outside it", l.number);
    unsigned flags = get16(p);
    size_t size = (flags & item_size_mask) + 3;
    bool is_first = flags & item_first;
    size_t head = leaf_item_head + p[2] + (is_first ? 0 : part_bytes);
    if (size < head || offset + size > root.block_bytes)
        fail("an item lies outside it", l.number);
    return { { bytes + leaf_item_head, p[2] },
             { bytes + head, size - head },
             flags,
             is_first ? 1 : get16(p + head - part_bytes) };
}

/* Keep the current key: the window it lies in is about to be overwritten. */
void TableReader::Impl::save_key()
{
    if (key.data() != saved_key)
        key.copy(saved_key, key.size());
    key = { saved_key, key.size() };
}

bool TableReader::Impl::next_item(Item &item)
{
    Level &leaf = levels[0];

    if (leaf.at == leaf.end) {
        save_key();
        if (!next_leaf())
            return false;
    }
    item = item_at(get16(leaf.block + leaf.at));
    leaf.at += 2;
    return true;
}

/* Go down to the first leaf and over the null item. */
void TableReader::Impl::begin()
{
    Item null;

    enter(root.level, root.root, std::numeric_limits<uint32_t>::max());
    descend(root.level);
    next_item(null);
    if (!null.key.empty() || !null.tag.empty() || !(null.flags & item_first) ||
        !(null.flags & item_last))
        fail("the table does not begin with the null item", levels[0].number);
    is_begun = true;
}

void TableReader::Impl::join_parts(const Item &first)
{
    Item item = first;

    joined.assign(first.tag);
    for (unsigned part = 2; !(item.flags & item_last); part++) {
        if (!next_item(item))
            fail("the table ends inside a tag", levels[0].number);
        if (item.key != key || item.part != part || (item.flags & item_first))
            fail("a part of a tag is missing", levels[0].number);
        if (item.tag.size() > tag_max - joined.size())
            give_up(PLX_ERR_LIMIT, "%s: a tag is over the limit of %zu bytes", path.c_str(),
                    tag_max);
        joined.append(item.tag);
    }
    tag = joined;
}

/* The end of the walk, which must have met what the version file promises. */
void TableReader::Impl::end()
{
    is_ended = true;
    if (entries != root.entries)
        give_up(PLX_ERR_CORRUPT, "%s: %llu entries found, %llu expected", path.c_str(),
                static_cast<unsigned long long>(entries),
                static_cast<unsigned long long>(root.entries));
}

TableReader::TableReader(const std::string &dir, TableId id, const TableRoot &root)
    : impl_(std::make_unique<Impl>(dir, id, root))
{
}

TableReader::~TableReader() = default;

bool TableReader::next()
{
    Impl &r = *impl_;
    Impl::Item item;

    if (r.is_ended)
        return false;
    if (!r.is_begun && !r.root.is_fake)
        r.begin();
    if (r.root.is_fake || !r.next_item(item)) {
        r.end();
        return false;
    }
    if (!(item.flags & item_first))
        r.fail("a part of a tag is missing", r.levels[0].number);
    if (item.key <= r.key)
        r.fail("its keys do not rise", r.levels[0].number);
    r.entries++;
    r.key = item.key;
    r.is_compressed = item.flags & item_compressed;
    r.is_inflated = false;
    if (item.flags & item_last)
        r.tag = item.tag;
    else
        r.join_parts(item);
    return true;
}

std::string_view TableReader::key() const
{
    return impl_->key;
}

std::string_view TableReader::tag() const
{
    return impl_->tag;
}

bool TableReader::is_compressed() const
{
    return impl_->is_compressed;
}

std::string_view TableReader::plain_tag()
{
    Impl &r = *impl_;

    if (!r.is_compressed)
        return r.tag;
    if (!r.is_inflated)
        inflate_tag(r.tag, r.plain, tag_max, r.path.c_str());
    r.is_inflated = true;
    return r.plain;
}

} // namespace plx
