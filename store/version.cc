/* store/version.cc - a look at the version file before the engine trusts it
 *
 * The engine checks the magic and the format version, but takes the shape of each table as
 * written (a level too many indexes past an array), and a table whose file is missing for
 * one that was never used. The layout read here is that of glass, the format of 1.4.
 */
#include "store/internal.h"

#include <algorithm>
#include <fstream>

#include <sys/stat.h>

using namespace plx;

namespace
{

constexpr char magic[] = "\x0f\rXapian Glass\x04\x6e"; /* with the version, 2016-03-14 */
constexpr size_t magic_bytes = sizeof magic - 1;
constexpr size_t header_bytes = magic_bytes + 16; /* the uuid */
constexpr uint64_t levels_max = 10;               /* of a B-tree, in the engine */
constexpr uint64_t block_unit = 2048, block_max = 65536;

/* Reads packed numbers; zeros once the bytes are used up. */
class PackedReader
{
  public:
    PackedReader(const std::string &bytes, size_t at) : bytes_(bytes), at_(at)
    {
    }
    uint64_t number()
    {
        uint64_t value = 0;
        for (unsigned shift = 0; at_ < bytes_.size() && shift < 64; shift += 7) {
            auto byte = static_cast<unsigned char>(bytes_[at_++]);
            value |= uint64_t(byte & 0x7f) << shift;
            if (byte < 0x80)
                break;
        }
        return value;
    }
    void skip(uint64_t n)
    {
        at_ += size_t(std::min(n, uint64_t(bytes_.size() - at_)));
    }

  private:
    const std::string &bytes_;
    size_t at_;
};

struct Table {
    uint64_t root, level, entries, block_bytes;

    explicit Table(PackedReader &reader)
    {
        root = reader.number();
        level = reader.number() >> 2; /* two flags below */
        entries = reader.number();
        block_bytes = reader.number();
        block_bytes = block_bytes > block_max ? 0 : block_bytes * block_unit;
        reader.number();              /* shortest tag that is compressed */
        reader.skip(reader.number()); /* free list */
    }
    bool has_odd_shape() const
    {
        return level >= levels_max || block_bytes == 0 || block_bytes > block_max ||
               (block_bytes & (block_bytes - 1)) != 0;
    }
};

} // namespace

static std::string read_version_file(const std::string &dir)
{
    std::ifstream in(dir + "/iamglass", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

/* Nothing is said of a file with another magic or version: the engine does that better. */
std::vector<std::string> plx::version_faults(const std::string &dir)
{
    static const char *const names[] = { "postlist", "docdata",  "termlist",
                                         "position", "spelling", "synonym" };
    std::string bytes = read_version_file(dir);
    std::vector<std::string> faults;

    if (bytes.size() < header_bytes || bytes.compare(0, magic_bytes, magic) != 0)
        return faults;
    PackedReader reader(bytes, header_bytes);
    reader.number(); /* revision */
    for (const char *name : names) {
        Table table(reader);
        struct stat sb;
        bool is_there = stat((dir + '/' + name + ".glass").c_str(), &sb) == 0;
        if (table.has_odd_shape())
            faults.push_back(std::string(name) + ": shape in the version file is impossible");
        else if (table.entries && !is_there)
            faults.push_back(std::string(name) + ": table is missing");
        else if (table.entries && table.root >= uint64_t(sb.st_size) / table.block_bytes)
            faults.push_back(std::string(name) + ": table is cut short");
    }
    return faults;
}

void plx::require_sound_version(const std::string &dir)
{
    std::vector<std::string> faults = version_faults(dir);

    if (!faults.empty())
        give_up(PLX_ERR_CORRUPT, "%s", faults[0].c_str());
}
