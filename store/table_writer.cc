/* store/table_writer.cc - a table written in one pass, at the end of its file only
 *
 * Leaves are made in place in a buffer of many blocks. When a leaf is full it has its number and
 * goes into the block above, by the key that tells its first item from the one before; that block
 * grows beside the buffer until it is full too. So children always come before their parents.
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
#include "store/pack.h"

namespace plx
{

namespace
{

constexpr size_t block_bytes = 8192;
constexpr size_t buffer_bytes = size_t(1) << 20;
constexpr uint32_t revision = 1;
/* Four of the longest items must fit a block. */
constexpr size_t item_max = (block_bytes - block_directory - 4 * 2) / 4;
/* A rest of a block smaller than the key and this is not worth a first part: more parts and longer
 * keys above cost what it saves (the engine's rule when it compacts). */
constexpr size_t worthwhile_part = 34;

constexpr uint32_t compress_above[table_count] = { 0, 18, 18, 0, 18, 18 };
constexpr bool is_made_at_once[table_count] = { true, true, true, false, false, false };

/* A block being filled: the directory grows up, the items grow down. */
struct Block {
    unsigned char *bytes = nullptr;
    size_t directory_end = 0, items_at = 0;

    void begin(unsigned char *p)
    {
        bytes = p;
        directory_end = block_directory;
        items_at = block_bytes;
    }
    size_t free_bytes() const
    {
        return items_at - directory_end;
    }
    bool has_room(size_t item_bytes) const
    {
        return free_bytes() >= item_bytes + 2;
    }
    unsigned char *add(size_t item_bytes)
    {
        items_at -= item_bytes;
        put16(bytes + directory_end, items_at);
        directory_end += 2;
        return bytes + items_at;
    }
    void end(unsigned level)
    {
        put32(bytes, revision);
        bytes[4] = static_cast<unsigned char>(level);
        put16(bytes + 5, free_bytes());
        put16(bytes + 7, free_bytes());
        put16(bytes + 9, directory_end);
        memset(bytes + directory_end, 0, free_bytes());
    }
};

/* What tells the first item of a block from the one before it. Both none for the leftmost. */
struct Separator {
    std::string key;
    unsigned part = 0;
};

/* The block of a level above the leaves that is being filled. */
struct Branch {
    std::unique_ptr<unsigned char[]> bytes{ new unsigned char[block_bytes] };
    Block block;
    Separator first; /* of the block */
};

} // namespace

struct TableWriter::Impl {
    std::string path;
    TableId id;
    int fd = -1;
    std::unique_ptr<unsigned char[]> buffer;
    size_t buffer_used = 0;
    uint64_t written = 0; /* bytes */
    uint32_t blocks = 0;

    Block leaf;
    Separator leaf_first;
    std::vector<Branch> above;
    uint64_t entries = 0;
    /* Of the last item: in the leaf, or in last_bytes when that is another. */
    std::string_view last_key;
    std::string last_bytes;

    std::unique_ptr<Deflater> deflater;
    std::string packed;

    Impl(const std::string &dir, TableId table) : path(dir + '/' + table_file[table]), id(table)
    {
    }
    ~Impl()
    {
        if (fd >= 0)
            close(fd);
    }

    [[noreturn]] void fail_io(const char *what) const
    {
        int saved = errno;
        give_up(PLX_ERR_IO, "cannot %s %s: %s", what, path.c_str(), strerror(saved));
    }

    void make_file();
    void write_buffer();
    uint32_t take_block();
    void begin_leaf(std::string_view key, unsigned part);
    void end_leaf();
    void enter(size_t level, const Separator &first, uint32_t child);
    uint32_t end_branch(Branch &branch, size_t level);
    void add_part(std::string_view key, unsigned part, unsigned flags, std::string_view bytes);
    void add_parts(std::string_view key, std::string_view tag, unsigned flags);
    void require_key(std::string_view key) const;
    void begin_items();
    uint32_t close_levels();
    void sync_and_close();
};

/* A file that is there is somebody's table: it is never written over. */
void TableWriter::Impl::make_file()
{
    fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST)
        give_up(PLX_ERR_EXISTS, "%s is there already", path.c_str());
    if (fd < 0)
        fail_io("make");
}

void TableWriter::Impl::write_buffer()
{
    for (size_t done = 0; done < buffer_used;) {
        ssize_t n = write(fd, buffer.get() + done, buffer_used - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            fail_io("write");
        done += size_t(n);
    }
    /* The disk works while the next buffer is filled; finish() waits for the rest. */
    sync_file_range(fd, off_t(written), off_t(buffer_used), SYNC_FILE_RANGE_WRITE);
    written += buffer_used;
    buffer_used = 0;
}

/* The block at the end of the buffer is full: give it its number. */
uint32_t TableWriter::Impl::take_block()
{
    if (blocks == std::numeric_limits<uint32_t>::max())
        give_up(PLX_ERR_LIMIT, "%s would have over %u blocks", path.c_str(), blocks);
    buffer_used += block_bytes;
    if (buffer_used == buffer_bytes)
        write_buffer();
    return blocks++;
}

/* Make the file and its first leaf with the null item. */
void TableWriter::Impl::begin_items()
{
    if (fd < 0)
        make_file();
    buffer.reset(new unsigned char[buffer_bytes]);
    leaf.begin(buffer.get());
    unsigned char *item = leaf.add(leaf_item_head);
    put16(item, item_first | item_last);
    item[2] = 0;
}

/* A new leaf for an item that comes after last_key. */
void TableWriter::Impl::begin_leaf(std::string_view key, unsigned part)
{
    size_t n = std::min(key.size(), last_key.size());
    size_t same =
        size_t(std::mismatch(key.begin(), key.begin() + n, last_key.begin()).first - key.begin());

    leaf_first.key.assign(key.substr(0, same + 1));
    leaf_first.part = part;
    leaf.begin(buffer.get() + buffer_used);
}

void TableWriter::Impl::end_leaf()
{
    leaf.end(0);
    last_bytes.assign(last_key);
    last_key = last_bytes;
    enter(0, leaf_first, take_block());
}

/* Enter a full block of the level below above[level]. */
void TableWriter::Impl::enter(size_t level, const Separator &first, uint32_t child)
{
    if (level + 1 == level_end)
        give_up(PLX_ERR_LIMIT, "%s would have over %u levels", path.c_str(), level_end);
    bool is_new = level == above.size();
    if (is_new)
        above.emplace_back();
    Branch &branch = above[level];
    bool is_leftmost = is_new;
    if (!is_new && !branch.block.has_room(branch_item_head + first.key.size() + part_bytes)) {
        Separator before = std::move(branch.first);
        uint32_t number = end_branch(branch, level + 1);
        enter(level + 1, before, number);
        is_leftmost = true;
    }
    Branch &open = above[level]; /* entering above may have moved it */
    if (is_leftmost) {
        open.block.begin(open.bytes.get());
        open.first = first;
    }
    size_t key_bytes = is_leftmost ? 0 : first.key.size();
    unsigned char *item = open.block.add(branch_item_head + key_bytes + part_bytes);
    put32(item, child);
    item[4] = static_cast<unsigned char>(key_bytes);
    first.key.copy(reinterpret_cast<char *>(item + branch_item_head), key_bytes);
    put16(item + branch_item_head + key_bytes, is_leftmost ? 0 : first.part);
}

uint32_t TableWriter::Impl::end_branch(Branch &branch, size_t level)
{
    branch.block.end(unsigned(level));
    memcpy(buffer.get() + buffer_used, branch.bytes.get(), block_bytes);
    return take_block();
}

inline void TableWriter::Impl::add_part(std::string_view key, unsigned part, unsigned flags,
                                        std::string_view bytes)
{
    size_t head = leaf_item_head + key.size() + (part > 1 ? part_bytes : 0);
    size_t size = head + bytes.size();

    if (!leaf.has_room(size)) {
        end_leaf();
        begin_leaf(key, part);
    }
    unsigned char *item = leaf.add(size);
    put16(item, flags | (size - 3));
    item[2] = static_cast<unsigned char>(key.size());
    char *text = reinterpret_cast<char *>(item + leaf_item_head);
    key.copy(text, key.size());
    if (part > 1)
        put16(item + head - part_bytes, part);
    bytes.copy(reinterpret_cast<char *>(item + head), bytes.size());
    last_key = { text, key.size() };
}

/* A tag too long for an item. The first part takes what the leaf has left over when it is filled
 * with whole items, if that saves a part or is worth it. */
void TableWriter::Impl::add_parts(std::string_view key, std::string_view tag, unsigned flags)
{
    size_t head = leaf_item_head + key.size() + part_bytes;
    size_t part_room = item_max - head;
    size_t first_room = part_room + part_bytes;
    size_t rest = leaf.free_bytes() % (item_max + 2);

    if (rest > head + 2) {
        rest -= head + 2;
        if (rest >= (tag.size() - part_bytes) % part_room || rest >= key.size() + worthwhile_part)
            first_room = rest + part_bytes;
    }
    if ((tag.size() - first_room + part_room - 1) / part_room + 1 > part_max)
        give_up(PLX_ERR_LIMIT, "%s: a tag of %zu bytes does not fit %u items", path.c_str(),
                tag.size(), part_max);
    unsigned part = 1, first = item_first;
    for (size_t room = first_room; tag.size() > room; room = part_room) {
        add_part(key, part++, flags | first, tag.substr(0, room));
        tag.remove_prefix(room);
        first = 0;
    }
    add_part(key, part, flags | item_last, tag);
}

void TableWriter::Impl::require_key(std::string_view key) const
{
    if (key.size() > key_max)
        give_up(PLX_ERR_LIMIT, "%s: a key of %zu bytes is over the limit of %zu", path.c_str(),
                key.size(), key_max);
    if (key <= last_key)
        give_up(PLX_ERR_INTERNAL, "%s: keys do not rise", path.c_str());
}

/* Write what is open, each level into the one above it. @return the root: a leaf if it is alone */
uint32_t TableWriter::Impl::close_levels()
{
    bool has_branches = !above.empty();

    leaf.end(0);
    uint32_t last = take_block();
    if (has_branches)
        enter(0, leaf_first, last);
    for (size_t level = 0; level < above.size(); level++) {
        bool is_root = level + 1 == above.size();
        Separator first = above[level].first;
        last = end_branch(above[level], level + 1);
        if (!is_root)
            enter(level + 1, first, last);
    }
    return last;
}

void TableWriter::Impl::sync_and_close()
{
    if (fsync(fd) != 0)
        fail_io("sync");
    int closing = fd;
    fd = -1;
    if (close(closing) != 0)
        fail_io("close");
}

TableWriter::TableWriter(const std::string &dir, TableId id)
    : impl_(std::make_unique<Impl>(dir, id))
{
    if (is_made_at_once[id])
        impl_->make_file();
}

TableWriter::~TableWriter() = default;

void TableWriter::add(std::string_view key, std::string_view tag, bool is_compressed)
{
    Impl &w = *impl_;
    unsigned flags = is_compressed ? item_compressed : 0;

    w.require_key(key);
    if (!w.buffer)
        w.begin_items();
    if (leaf_item_head + key.size() + tag.size() <= item_max)
        w.add_part(key, 1, flags | item_first | item_last, tag);
    else
        w.add_parts(key, tag, flags);
    w.entries++;
}

void TableWriter::add_compressing(std::string_view key, std::string_view tag)
{
    Impl &w = *impl_;
    uint32_t above = compress_above[w.id];

    if (above == 0 || tag.size() <= above) {
        add(key, tag);
        return;
    }
    if (!w.deflater)
        w.deflater = std::make_unique<Deflater>();
    if (w.deflater->pack(tag, w.packed))
        add(key, w.packed, true);
    else
        add(key, tag);
}

TableRoot TableWriter::finish()
{
    Impl &w = *impl_;
    TableRoot out;

    out.block_bytes = block_bytes;
    out.compress_min = compress_above[w.id];
    if (w.buffer) {
        out.root = w.close_levels();
        out.level = unsigned(w.above.size());
        out.is_fake = false;
        out.entries = w.entries;
        put_uint(out.free_list, revision);
        put_uint(out.free_list, w.blocks); /* the first that was never used */
        out.free_list.append(4, '\0');     /* no free blocks */
        w.write_buffer();
    }
    if (w.fd >= 0)
        w.sync_and_close();
    return out;
}

uint64_t TableWriter::bytes() const
{
    return impl_->written + impl_->buffer_used;
}

} // namespace plx
