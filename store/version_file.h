/* store/version_file.h - iamglass: what a commit of a database consists of
 *
 * 0F 0D "Xapian Glass", version of the format (2, big-endian), UUID (16), revision; for each table
 * root block, level and flags, entries, block size >> 11, shortest compressed tag - 1, free list;
 * then the statistics. Numbers as put_uint(). Source: xapian-core 1.4.22,
 * backends/glass/glass_version.cc.
 */
#ifndef PLX_STORE_VERSION_FILE_H
#define PLX_STORE_VERSION_FILE_H

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "store/table.h"

namespace plx
{

/** The one format known here: of 2016-03-14, unchanged since the engine's 1.4.0. */
constexpr unsigned glass_format = 0x046e;

struct VersionFile {
    unsigned format = glass_format;
    std::array<unsigned char, 16> uuid{};
    uint32_t revision = 0;
    std::array<TableRoot, table_count> table;

    uint32_t documents = 0, last_docid = 0;
    uint32_t length_min = 0; /* of documents that have one; 0: none has */
    uint32_t length_max = 0;
    uint32_t wdf_max = 0;
    uint32_t oldest_changeset = 0;
    uint64_t total_length = 0;
    uint32_t spelling_max = 0; /* highest count of a word */
};

/** The engine can be told to keep no term lists: then documents cannot be replaced or deleted. */
inline bool lacks_termlists(const VersionFile &v)
{
    return v.documents && v.table[termlist_table].is_fake;
}

/** A fresh random UUID, version 4. */
std::array<unsigned char, 16> make_uuid();

/**
 * Read the version file of a database folder. Leaves with PLX_ERR_NOTFOUND, PLX_ERR_IO;
 * PLX_ERR_VERSION if it is of another format (the message names both); PLX_ERR_CORRUPT.
 */
VersionFile read_version_file(const std::string &dir);

/** Write it beside its place, sync it, and rename it there; the folder is synced, too. */
void write_version_file(const std::string &dir, const VersionFile &v);

/** Sync a folder, so that a rename in it outlasts a power failure. */
void sync_folder(const std::string &dir);

/**
 * What is wrong with a database as its version file describes it, a line each: tables that
 * should be there and are not, and shapes that make the engine read out of bounds. Nothing is said
 * of a file with another magic or format: the engine does that better.
 */
std::vector<std::string> version_faults(const std::string &dir);

/** Leave the guard with PLX_ERR_CORRUPT if there is any such fault. */
void require_sound_version(const std::string &dir);

} // namespace plx

#endif
