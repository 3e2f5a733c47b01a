/* store/table.h - the engine's tables: written in key order, read in key order
 *
 * A table is a B-tree of blocks in one file. Written in rising order of keys it is append-only: a
 * leaf is filled, written, and its first key goes to the block above. Sources: xapian-core 1.4.22,
 * backends/glass/glass_table.h (shapes of blocks and items) and glass_table.cc.
 *
 *   block   revision (4, big-endian), level (1), largest free run (2), free (2), end of the
 *           directory (2), the directory: an offset (2) for each item upward; items downward from
 *           the end
 *   leaf    an item is 2 bytes, flags (0x80 compressed, 0x40 last, 0x20 first part of its tag) over
 *           its size - 3; bytes of the key (1); key; in a later part its number (2); tag. The very
 *           first item of a table is the null item: key and tag empty
 *   branch  child block (4), bytes of the key (1), the shortest key that tells the child's first
 *           item from the one before, number of its part (2); the leftmost has no key
 *
 * Invariants of what is written: keys rise strictly; each leaf but the last is as full as its items
 * allow; blocks are numbered as they are written, so no block is free; all carry revision 1.
 */
#ifndef PLX_STORE_TABLE_H
#define PLX_STORE_TABLE_H

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace plx
{

/** The tables of a database, in the order of its version file. */
enum TableId {
    postlist_table,
    docdata_table,
    termlist_table,
    position_table,
    spelling_table,
    synonym_table,
    table_count
};

/** File name of each without folder: "postlist.glass". */
extern const char *const table_file[table_count];

/** What the version file says of a table. */
struct TableRoot {
    uint64_t root = 0;           /* block */
    unsigned level = 0;          /* of it: 0 is a leaf */
    bool is_fake = true;         /* no blocks at all: empty */
    bool is_sequential = true;   /* was only ever appended to */
    uint64_t entries = 0;        /* keys, without the null item */
    uint32_t block_bytes = 8192; /* a power of 2 from 2048 to 65536 */
    uint32_t compress_min = 0;   /* longer tags may be compressed; 0: none is */
    std::string free_list;       /* as the engine packed it */
};

/** Longest key in bytes. */
constexpr size_t key_max = 255;

/** Writes one table. One thread; several writers may be at work in several threads. */
class TableWriter
{
  public:
    /**
     * Make the file. Nothing is made before the first item where the engine makes such a table
     * only when it is needed (all but postlist, docdata and termlist). A file that is there is not
     * written over: PLX_ERR_EXISTS. Whatever the system refuses, a full disk too, leaves with
     * PLX_ERR_IO from any call; what is then left of the file is the caller's to remove.
     *
     * @param dir  of the database
     */
    TableWriter(const std::string &dir, TableId id);
    ~TableWriter();
    TableWriter(const TableWriter &) = delete;
    TableWriter &operator=(const TableWriter &) = delete;

    /**
     * Append an item. A key that does not rise leaves with PLX_ERR_INTERNAL; too long a key or tag
     * with PLX_ERR_LIMIT.
     *
     * @param is_compressed  the tag is raw deflate already; else it is stored as it is
     */
    void add(std::string_view key, std::string_view tag, bool is_compressed = false);

    /** The same, compressed where the table does that and it makes the tag smaller. */
    void add_compressing(std::string_view key, std::string_view tag);

    /** Write what is left, sync the file and close it. */
    TableRoot finish();

    /** Bytes written so far. */
    uint64_t bytes() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/** Walks one table of a commit nobody writes to any more, in key order. */
class TableReader
{
  public:
    /** @param root  of the version file; a fake one is an empty table whose file need not exist */
    TableReader(const std::string &dir, TableId id, const TableRoot &root);
    ~TableReader();
    TableReader(const TableReader &) = delete;
    TableReader &operator=(const TableReader &) = delete;

    /**
     * Go on to the next item; false at the end. Damage (also a block of a later revision, a child
     * that is a parent, keys that do not rise, another number of entries than the root promises)
     * leaves with PLX_ERR_CORRUPT; never loops. A tag over PLX_DATA_MAX and 1 MiB leaves with
     * PLX_ERR_LIMIT.
     */
    bool next();
    /** Of the current item; valid until next(). */
    std::string_view key() const;
    /** As stored, its parts joined. */
    std::string_view tag() const;
    bool is_compressed() const;
    /** The tag as it was given to the table. Valid until next(). One that unpacks to more than
     * PLX_DATA_MAX and 1 MiB leaves with PLX_ERR_CORRUPT, like one that does not unpack. */
    std::string_view plain_tag();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace plx

#endif
