/* store/version_file.cc - iamglass read, written, and looked at before the engine trusts it
 *
 * The engine checks the magic and the format version, but takes the shape of each table as
 * written (a level too many indexes past an array), and a table whose file is missing for
 * one that was never used.
 */
#include "store/version_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/pack.h"

namespace plx
{

const char *const table_file[table_count] = { "postlist.glass", "docdata.glass",  "termlist.glass",
                                              "position.glass", "spelling.glass", "synonym.glass" };

namespace
{

constexpr std::string_view magic("\x0f\rXapian Glass", 14);
constexpr size_t uuid_at = magic.size() + 2, header_bytes = uuid_at + 16;
constexpr size_t file_max = 256; /* the engine reads no more */
constexpr unsigned levels_max = 10;
constexpr uint32_t block_unit = 2048, block_max = 65536;

/* Closed on any way out. */
class File
{
  public:
    File(const std::string &path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0666))
    {
    }
    ~File()
    {
        if (fd_ >= 0)
            close(fd_);
    }
    File(const File &) = delete;
    File &operator=(const File &) = delete;
    int fd() const
    {
        return fd_;
    }
    /* close() is the last to tell of an error on some network file systems. */
    bool end()
    {
        int fd = fd_;
        fd_ = -1;
        return close(fd) == 0;
    }

  private:
    int fd_;
};

/* Up to a byte more than can be right; false with errno set. */
bool read_start(const std::string &path, std::string &bytes)
{
    File file(path, O_RDONLY);
    size_t used = 0;

    bytes.assign(file_max + 1, '\0');
    if (file.fd() < 0)
        return false;
    while (used < bytes.size()) {
        ssize_t n = read(file.fd(), &bytes[used], bytes.size() - used);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (n == 0)
            break;
        used += size_t(n);
    }
    bytes.resize(used);
    return true;
}

bool has_magic(const std::string &bytes)
{
    return bytes.size() >= header_bytes && bytes.compare(0, magic.size(), magic) == 0;
}

unsigned format_of(const std::string &bytes)
{
    return unsigned(static_cast<unsigned char>(bytes[magic.size()])) << 8 |
           static_cast<unsigned char>(bytes[magic.size() + 1]);
}

/* The format is the day it was made: years since 2014, month, day. */
std::string day_of(unsigned format)
{
    char text[32];

    snprintf(text, sizeof text, "%u-%02u-%02u", (format >> 9) + 2014, format >> 5 & 15,
             format & 31);
    return text;
}

TableRoot read_root(Unpacker &in, unsigned id)
{
    TableRoot t;

    t.root = in.uint32();
    uint32_t shape = in.uint32();
    t.level = shape >> 2;
    t.is_sequential = shape & 2;
    t.is_fake = shape & 1;
    t.entries = in.uint();
    uint64_t blocks = in.uint();
    t.block_bytes = blocks > block_max / block_unit ? 0 : uint32_t(blocks) * block_unit;
    t.compress_min = in.uint32();
    t.free_list = std::string(in.string());
    if (t.level >= levels_max || t.block_bytes == 0 || (t.block_bytes & (t.block_bytes - 1)))
        give_up(PLX_ERR_CORRUPT, "%.*s: shape in the version file is impossible",
                int(strchr(table_file[id], '.') - table_file[id]), table_file[id]);
    return t;
}

void put_root(std::string &out, const TableRoot &t)
{
    put_uint(out, t.root);
    put_uint(out, t.level << 2 | unsigned(t.is_sequential) << 1 | unsigned(t.is_fake));
    put_uint(out, t.entries);
    put_uint(out, t.block_bytes / block_unit);
    put_uint(out, t.compress_min);
    put_string(out, t.free_list);
}

/* Two of the numbers are differences; those of lengths wrap around, as in the engine. */
void read_statistics(Unpacker &in, VersionFile &v)
{
    v.documents = in.uint32();
    uint32_t gap = in.uint32();
    if (gap > std::numeric_limits<uint32_t>::max() - v.documents)
        in.fail();
    v.last_docid = v.documents + gap;
    v.length_min = in.uint32();
    v.wdf_max = in.uint32();
    v.length_max = v.wdf_max + in.uint32();
    v.oldest_changeset = in.uint32();
    v.total_length = in.uint();
    v.spelling_max = in.uint32();
}

void put_statistics(std::string &out, const VersionFile &v)
{
    put_uint(out, v.documents);
    put_uint(out, v.last_docid - v.documents);
    put_uint(out, v.length_min);
    put_uint(out, v.wdf_max);
    put_uint(out, v.length_max - v.wdf_max);
    put_uint(out, v.oldest_changeset);
    put_uint(out, v.total_length);
    put_uint(out, v.spelling_max);
}

std::string print_version_file(const VersionFile &v)
{
    std::string out(magic);

    out.push_back(char(v.format >> 8));
    out.push_back(char(v.format));
    out.append(v.uuid.begin(), v.uuid.end());
    put_uint(out, v.revision);
    for (const TableRoot &t : v.table)
        put_root(out, t);
    put_statistics(out, v);
    if (out.size() > file_max)
        give_up(PLX_ERR_INTERNAL, "version file of %zu bytes, more than the engine reads",
                out.size());
    return out;
}

/* What the version file says of one table against the file that is there; empty: nothing. */
const char *fault_of_table(const std::string &dir, unsigned id, const TableRoot &t)
{
    struct stat sb;

    if (t.entries == 0)
        return nullptr;
    if (stat((dir + '/' + table_file[id]).c_str(), &sb) != 0)
        return "table is missing";
    return t.root >= uint64_t(sb.st_size) / t.block_bytes ? "table is cut short" : nullptr;
}

void find_faults(const std::string &dir, const std::string &bytes, std::vector<std::string> &faults)
{
    Unpacker in(std::string_view(bytes).substr(header_bytes), "version file");

    in.uint32(); /* revision */
    for (unsigned id = 0; id < table_count; id++) {
        TableRoot t = read_root(in, id);
        std::string name(table_file[id], strchr(table_file[id], '.'));
        if (const char *fault = fault_of_table(dir, id, t))
            faults.push_back(name + ": " + fault);
    }
}

} // namespace

std::array<unsigned char, 16> make_uuid()
{
    std::array<unsigned char, 16> uuid;

    if (getrandom(uuid.data(), uuid.size(), 0) != ssize_t(uuid.size()))
        give_up(PLX_ERR_IO, "no random numbers for a UUID: %s", strerror(errno));
    uuid[6] = static_cast<unsigned char>((uuid[6] & 0x0f) | 0x40);
    uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3f) | 0x80);
    return uuid;
}

VersionFile read_version_file(const std::string &dir)
{
    std::string path = dir + "/iamglass", bytes;
    VersionFile v;

    if (!read_start(path, bytes)) {
        bool is_absent = errno == ENOENT || errno == ENOTDIR;
        give_up(is_absent ? PLX_ERR_NOTFOUND : PLX_ERR_IO, "%s: %s", path.c_str(), strerror(errno));
    }
    if (!has_magic(bytes))
        give_up(PLX_ERR_CORRUPT, "%s is no version file", path.c_str());
    v.format = format_of(bytes);
    if (v.format != glass_format)
        give_up(PLX_ERR_VERSION, "%s is of format %s; only %s is known here", path.c_str(),
                day_of(v.format).c_str(), day_of(glass_format).c_str());
    memcpy(v.uuid.data(), &bytes[uuid_at], v.uuid.size());
    Unpacker in(std::string_view(bytes).substr(header_bytes), path.c_str());
    v.revision = in.uint32();
    for (unsigned id = 0; id < table_count; id++)
        v.table[id] = read_root(in, id);
    if (!in.done()) /* a database nothing was added to has no statistics */
        read_statistics(in, v);
    if (!in.done())
        in.fail();
    return v;
}

/* A disk that fills up takes a part first. */
static bool write_all(int fd, const std::string &bytes)
{
    for (size_t done = 0; done < bytes.size();) {
        ssize_t n = write(fd, bytes.data() + done, bytes.size() - done);
        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? size_t(n) : 0;
    }
    return true;
}

void write_version_file(const std::string &dir, const VersionFile &v)
{
    std::string bytes = print_version_file(v);
    std::string place = dir + "/iamglass", beside = dir + "/v.tmp";
    File file(beside, O_WRONLY | O_CREAT | O_TRUNC);
    bool is_written = file.fd() >= 0 && write_all(file.fd(), bytes) && fsync(file.fd()) == 0 &&
                      file.end() && rename(beside.c_str(), place.c_str()) == 0;

    if (!is_written) {
        int saved = errno;
        unlink(beside.c_str());
        give_up(PLX_ERR_IO, "cannot write %s: %s", place.c_str(), strerror(saved));
    }
    sync_folder(dir);
}

/* The engine syncs its files but not their folder: without this the rename that ends a
 * commit may be forgotten by a power failure. */
void sync_folder(const std::string &dir)
{
    File folder(dir, O_RDONLY | O_DIRECTORY);
    int rc = folder.fd() < 0 ? -1 : fsync(folder.fd());

    if (rc != 0 && errno != EINVAL) /* EINVAL: this file system has no such thing */
        give_up(PLX_ERR_IO, "cannot sync folder: %s", strerror(errno));
}

std::vector<std::string> version_faults(const std::string &dir)
{
    std::vector<std::string> faults;
    std::string bytes;

    if (!read_start(dir + "/iamglass", bytes) || !has_magic(bytes) ||
        format_of(bytes) != glass_format)
        return faults;
    try {
        find_faults(dir, bytes, faults);
    } catch (const Failure &f) {
        faults.emplace_back(f.error.msg);
    }
    return faults;
}

void require_sound_version(const std::string &dir)
{
    std::vector<std::string> faults = version_faults(dir);

    if (!faults.empty())
        give_up(PLX_ERR_CORRUPT, "%s", faults[0].c_str());
}

} // namespace plx
