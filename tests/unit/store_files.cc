/* tests/unit/store_files.cc - folders of databases as files */
#include "tests/unit/store_files.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <xapian.h>

#include "store/guard.h"
#include "store/version_file.h"

namespace fs = std::filesystem;

namespace
{

/* Of the version file: behind its magic and the number of its format. */
constexpr size_t uuid_at = 16, uuid_bytes = 16;

std::map<std::string, std::string> read_folder(const char *dir)
{
    std::map<std::string, std::string> files;

    for (const fs::directory_entry &entry : fs::directory_iterator(dir)) {
        std::ifstream in(entry.path(), std::ios::binary);
        std::string name = entry.path().filename().string();
        std::string bytes{ std::istreambuf_iterator<char>(in), {} };
        if (name == "flintlock") /* of the engine; no part of the database */
            continue;
        if (name == "iamglass" && bytes.size() >= uuid_at + uuid_bytes)
            bytes.erase(uuid_at, uuid_bytes);
        files[name] = std::move(bytes);
    }
    return files;
}

std::string differing_file(const char *left, const char *right)
{
    std::map<std::string, std::string> l = read_folder(left), r = read_folder(right);

    for (const auto &[name, bytes] : l) {
        auto other = r.find(name);
        if (other == r.end())
            return name + " is only on the left";
        if (bytes != other->second)
            return name + " differs: " + std::to_string(bytes.size()) + " and " +
                   std::to_string(other->second.size()) + " bytes";
        r.erase(other);
    }
    return r.empty() ? "" : r.begin()->first + " is only on the right";
}

std::string show(std::string_view bytes)
{
    std::string out;
    char hex[4];

    for (char c : bytes) {
        snprintf(hex, sizeof hex, "%02x ", c & 0xff);
        out += hex;
    }
    return out;
}

std::string differing_entry(const char *left, const plx::VersionFile &l_file, const char *right,
                            const plx::VersionFile &r_file, plx::TableId id)
{
    plx::TableReader l(left, id, l_file.table[id]), r(right, id, r_file.table[id]);

    for (;;) {
        bool l_has = l.next(), r_has = r.next();
        if (!l_has && !r_has)
            return "";
        if (l_has != r_has)
            return "key " + show((l_has ? l : r).key()) + "is only on one side";
        if (l.key() != r.key())
            return "keys " + show(l.key()) + "and " + show(r.key());
        if (l.plain_tag() != r.plain_tag())
            return "tags of key " + show(l.key()) + "differ";
    }
}

std::string differing_table(const char *left, const char *right)
{
    plx::VersionFile l = plx::read_version_file(left), r = plx::read_version_file(right);
    std::string found;

    for (plx::TableId id : { plx::docdata_table, plx::termlist_table, plx::position_table,
                             plx::spelling_table, plx::synonym_table }) {
        found = differing_entry(left, l, right, r, id);
        if (!found.empty())
            return std::string(plx::table_file[id]) + ": " + found;
    }
    return found;
}

/* Run a comparison; an exception is a difference. */
template <typename Fn> bool tell(char *why, size_t why_bytes, Fn &&compare)
{
    std::string found;

    try {
        found = compare();
    } catch (const plx::Failure &f) {
        found = f.error.msg;
    } catch (const std::exception &e) {
        found = e.what();
    }
    snprintf(why, why_bytes, "%s", found.c_str());
    return found.empty();
}

} // namespace

bool copy_folder(const char *from, const char *to)
{
    std::error_code failed;

    fs::remove_all(to, failed);
    fs::copy(from, to, fs::copy_options::recursive, failed);
    return !failed;
}

void remove_folder(const char *dir)
{
    std::error_code ignored;
    fs::remove_all(dir, ignored);
}

void add_synonym(const char *dir, const char *word, const char *synonym)
{
    Xapian::WritableDatabase db(dir, Xapian::DB_OPEN);

    db.add_synonym(word, synonym);
    db.commit();
}

bool same_files(const char *left, const char *right, char *why, size_t why_bytes)
{
    return tell(why, why_bytes, [&] { return differing_file(left, right); });
}

bool same_entries(const char *left, const char *right, char *why, size_t why_bytes)
{
    return tell(why, why_bytes, [&] { return differing_table(left, right); });
}
