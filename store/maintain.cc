/* store/maintain.cc - compacting, checking, spelling words and metadata */
#include "store/internal.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "store/batch.h"

using namespace plx;

#ifdef __has_feature /* clang's word for it */
#if __has_feature(address_sanitizer)
#define PLX_WITH_ASAN
#endif
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(PLX_WITH_ASAN)
/* The engine's check deletes its table object through a base class (1.4.22): harmless with
 * malloc, but it would end every sanitised run that checks a database. */
extern "C" __attribute__((visibility("default"))) const char *__asan_default_options()
{
    return "new_delete_type_mismatch=0";
}
#endif

/* ------------------------------------------------------ compact and check */

static bool can_be_copied(const std::string &dir)
{
    try {
        return !lacks_termlists(read_version_file(dir));
    } catch (const Failure &f) {
        if (f.error.code == PLX_ERR_VERSION)
            return false;
        throw;
    }
}

/* What is left of a folder that failed half way. */
static void remove_folder(const char *dir)
{
    std::error_code ignored;
    std::filesystem::remove_all(dir, ignored);
}

/* A merge with nothing. While a writer commits, blocks of the commit that is read may be written to
 * again: whatever was found in them then, it is out of date. */
static void copy_generation(const std::string &dir, const char *to)
{
    uint32_t revision = read_version_file(dir).revision;
    auto require_same = [&] {
        if (read_version_file(dir).revision != revision)
            give_up(PLX_ERR_STALE, "it was written to meanwhile: compact it again");
    };

    try {
        Batch(dir, to, {}).write(); /* which leaves nothing there when it fails */
    } catch (...) {
        require_same();
        throw;
    }
    try {
        require_same();
    } catch (...) {
        remove_folder(to);
        throw;
    }
}

static void engine_compact(const std::string &dir, const char *to)
{
    Xapian::Database db(dir, Xapian::DB_BACKEND_GLASS);
    try {
        db.compact(to, unsigned(Xapian::DBCOMPACT_NO_RENUMBER) | Xapian::Compactor::FULL);
    } catch (...) {
        remove_folder(to);
        throw;
    }
}

plx_status plx_store_compact(const char *from, const char *to, plx_error *err)
{
    return guard(err, from, [&] {
        namespace fs = std::filesystem;
        if (fs::exists(fs::symlink_status(to)))
            give_up(PLX_ERR_EXISTS, "'%s' exists; compact into a new folder", to);
        std::string dir = resolve_folder(from);
        require_sound_version(dir);
        if (can_be_copied(dir))
            copy_generation(dir, to);
        else
            engine_compact(dir, to);
        return PLX_OK;
    });
}

static bool begins_with(const std::string &line, const char *text)
{
    return line.compare(0, strlen(text), text) == 0;
}

static bool ends_with(const std::string &line, const char *text)
{
    size_t n = strlen(text);
    return line.size() >= n && line.compare(line.size() - n, n, text) == 0;
}

/* Besides problems the engine's report says that all is well, or what it does not look at. Only
 * the ends of a line are compared: what is between them may be a term of an article. */
static bool is_problem(const std::string &line)
{
    static const char *const begins[] = {
        "blocksize=",
        "B-tree checked okay",
        "Lazily created",
        "Not present",
    };
    static const char *const ends[] = {
        " table structure checked OK",
        " table: Full structure check not implemented, checking readability",
        " table: Don't know how to check structure",
        ", so skipping that check",
    };

    if (line.empty())
        return false;
    for (const char *text : begins)
        if (begins_with(line, text))
            return false;
    for (const char *text : ends)
        if (ends_with(line, text))
            return false;
    return true;
}

static void report_problems(std::istream &in, void (*report)(void *ctx, const char *line),
                            void *ctx)
{
    std::string line, table;

    while (std::getline(in, line)) {
        bool is_heading =
            line.size() > 1 && line.back() == ':' && line.find(' ') == std::string::npos;
        if (is_heading)
            table = line + ' ';
        else if (is_problem(line))
            report(ctx, (table + line).c_str());
    }
}

/* Damage that ends the check itself is thrown by the engine: report what came before it. */
static size_t check_tables(const std::string &dir, void (*report)(void *ctx, const char *line),
                           void *ctx)
{
    std::stringstream lines;
    size_t problems;

    try {
        problems = Xapian::Database::check(dir, 0, &lines);
    } catch (const Xapian::DatabaseCorruptError &e) {
        problems = 1;
        lines << e.get_msg() << '\n';
    } catch (const std::length_error &) {
        problems = 1;
        lines << "a length in it is impossible\n";
    }
    if (report)
        report_problems(lines, report, ctx);
    return problems;
}

plx_status plx_store_check(const char *path, void (*report)(void *ctx, const char *line), void *ctx,
                           plx_error *err)
{
    return guard(err, path, [&] {
        std::string dir = resolve_folder(path);
        if (!std::filesystem::exists(dir + "/iamglass"))
            give_up(PLX_ERR_NOTFOUND, "no database there");
        std::vector<std::string> faults = version_faults(dir);
        if (report)
            for (const std::string &line : faults)
                report(ctx, line.c_str());
        /* The engine cannot look at tables of impossible shape without crashing. */
        size_t problems = faults.size();
        if (problems == 0)
            problems = check_tables(dir, report, ctx);
        if (problems)
            give_up(PLX_ERR_CORRUPT, "%zu problem%s found", problems, problems == 1 ? "" : "s");
        return PLX_OK;
    });
}

/* --------------------------------------------------- spelling, metadata */

plx_status plx_store_spelling_add(plx_store *st, const char *word, size_t len, uint32_t count,
                                  plx_error *err)
{
    return change(st, err, [&](bool &touched) {
        require_term(word, len);
        touched = true;
        if (st->batch) {
            st->batch->add_spelling(bytes_of(word, len), count);
            return PLX_OK;
        }
        st->writer->add_spelling(std::string(word, len), count);
        return PLX_OK;
    });
}

plx_status plx_store_spelling_suggest(plx_store *st, const char *word, size_t len,
                                      unsigned max_edits, char **out, plx_error *err)
{
    *out = nullptr;
    return guard(err, st->path.c_str(), [&] {
        require_term(word, len);
        std::string found =
            st->reading().get_spelling_suggestion(std::string(word, len), max_edits);
        if (found.empty())
            give_up(PLX_ERR_NOTFOUND, "no word is near '%.*s'", int(len), word);
        *out = static_cast<char *>(malloc(found.size() + 1));
        if (!*out)
            throw std::bad_alloc();
        memcpy(*out, found.c_str(), found.size() + 1);
        return PLX_OK;
    });
}

plx_status plx_store_set_metadata(plx_store *st, const char *key, const void *p, size_t n,
                                  plx_error *err)
{
    return change(st, err, [&](bool &touched) {
        std::string name(key);
        require_size("metadata key", name.size(), PLX_METADATA_KEY_MAX);
        require_size("metadata", n, PLX_DATA_MAX);
        if (name.empty())
            give_up(PLX_ERR_INVALID, "empty metadata key");
        touched = true;
        if (st->batch) {
            st->batch->set_metadata(name, bytes_of(p, n));
            return PLX_OK;
        }
        st->writer->set_metadata(name, bytes_of(p, n));
        return PLX_OK;
    });
}

plx_status plx_store_get_metadata(plx_store *st, const char *key, plx_bytes *out, plx_error *err)
{
    *out = {};
    return guard(err, st->path.c_str(), [&] {
        if (!*key)
            give_up(PLX_ERR_INVALID, "empty metadata key");
        *out = lend(st, st->batch ? st->batch->metadata(key) : st->db.get_metadata(key));
        return PLX_OK;
    });
}
