/* store/store.cc - opening, committing, documents; the one place that names exceptions */
#include "store/internal.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <new>
#include <stdexcept>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store/batch.h"
#include "store/fault.h"

using namespace plx;

/* ---------------------------------------------------------------- errors */

void plx::give_up(plx_status code, const char *fmt, ...)
{
    Failure failure;
    char text[PLX_ERROR_MSG_BYTES];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    plx_fail(&failure.error, code, "%s", text);
    throw failure;
}

/* The operating system's word on an error. It is made on demand, so it can run out of memory. */
static const char *system_text(const Xapian::Error &e) noexcept
{
    try {
        const char *text = e.get_error_string();
        return text ? text : "";
    } catch (...) {
        return "";
    }
}

static plx_status fail_engine(plx_error *err, plx_status code, const char *what,
                              const Xapian::Error &e) noexcept
{
    const char *why = system_text(e);
    return plx_fail(err, code, "%s: %s%s%s", what, e.get_msg().c_str(), *why ? ": " : "", why);
}

static plx_status fail_damaged(plx_error *err, const char *what, const Xapian::Error &e) noexcept
{
    return plx_fail(err, PLX_ERR_CORRUPT,
                    "%s is damaged: %.160s; restore a copy, or make it anew elsewhere", what,
                    e.get_msg().c_str());
}

/* Most derived first: a lock, version or damage error is a database error too. */
plx_status plx::status_of_exception(plx_error *err, const char *what) noexcept
{
    try {
        throw;
    } catch (const Failure &f) {
        return plx_fail(err, f.error.code, "%s: %s", what, f.error.msg);
    } catch (const Xapian::DatabaseLockError &e) {
        return fail_engine(err, PLX_ERR_LOCKED, what, e);
    } catch (const Xapian::DatabaseModifiedError &e) {
        return fail_engine(err, PLX_ERR_STALE, what, e);
    } catch (const Xapian::DatabaseVersionError &e) {
        return fail_engine(err, PLX_ERR_VERSION, what, e);
    } catch (const Xapian::DatabaseNotFoundError &e) {
        return fail_engine(err, PLX_ERR_NOTFOUND, what, e);
    } catch (const Xapian::DocNotFoundError &e) {
        return fail_engine(err, PLX_ERR_NOTFOUND, what, e);
    } catch (const Xapian::DatabaseCorruptError &e) {
        return fail_damaged(err, what, e);
    } catch (const Xapian::DatabaseError &e) {
        return fail_engine(err, PLX_ERR_IO, what, e);
    } catch (const Xapian::RangeError &e) { /* a stored number too big to be true */
        return fail_engine(err, PLX_ERR_CORRUPT, what, e);
    } catch (const Xapian::SerialisationError &e) {
        return fail_engine(err, PLX_ERR_CORRUPT, what, e);
    } catch (const Xapian::InvalidArgumentError &e) {
        return fail_engine(err, PLX_ERR_INVALID, what, e);
    } catch (const Xapian::InvalidOperationError &e) {
        return fail_engine(err, PLX_ERR_INVALID, what, e);
    } catch (const Xapian::UnimplementedError &e) {
        return fail_engine(err, PLX_ERR_INVALID, what, e);
    } catch (const Xapian::Error &e) {
        return fail_engine(err, PLX_ERR_INTERNAL, what, e);
    } catch (const std::bad_alloc &) {
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", what);
    } catch (const std::length_error &) { /* a container asked for more than can exist */
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", what);
    } catch (const std::exception &e) {
        return plx_fail(err, PLX_ERR_INTERNAL, "%s: %s", what, e.what());
    } catch (...) {
        return plx_fail(err, PLX_ERR_INTERNAL, "%s: unknown exception", what);
    }
}

static thread_local int armed_fault = PLX_FAULT_NONE;

void plx_store_fault_next(int kind)
{
    armed_fault = kind;
}

void plx::fault_point()
{
    int kind = armed_fault;

    if (kind == PLX_FAULT_NONE)
        return;
    armed_fault = PLX_FAULT_NONE;
    if (kind == PLX_FAULT_NOMEM)
        throw std::bad_alloc();
    if (kind == PLX_FAULT_ENGINE)
        throw Xapian::InternalError("fault made for a test");
    if (kind == PLX_FAULT_STANDARD)
        throw std::runtime_error("fault made for a test");
    throw kind;
}

/* ----------------------------------------------------------------- paths */

static bool is_regular_file(const std::string &path)
{
    struct stat sb;
    return stat(path.c_str(), &sb) == 0 && S_ISREG(sb.st_mode);
}

/* Stubs are read here and not by the engine, because the engine's own reader also runs
 * programs named in a stub ("remote :command") and follows stubs that name themselves. */
static std::string read_stub(const std::string &file)
{
    constexpr std::streamsize stub_max = 4096;
    std::ifstream in(file, std::ios::binary);
    std::string text(stub_max, '\0');

    if (!in)
        give_up(PLX_ERR_IO, "%s: cannot read stub file: %s", file.c_str(), strerror(errno));
    in.read(&text[0], stub_max);
    text.resize(size_t(in.gcount()));
    std::string target;
    for (size_t at = 0, end; at < text.size(); at = end + 1) {
        end = text.find('\n', at);
        if (end == std::string::npos)
            end = text.size();
        std::string line = text.substr(at, end - at);
        if (line.empty() || line[0] == '#')
            continue;
        if (line.compare(0, 6, "glass ") != 0 || line.size() == 6 || !target.empty() ||
            line.find('\0') != std::string::npos)
            give_up(PLX_ERR_CORRUPT, "%s: not a stub of the form 'glass FOLDER'", file.c_str());
        target = line.substr(6);
    }
    if (target.empty())
        give_up(PLX_ERR_CORRUPT, "%s: stub names no database", file.c_str());
    if (target[0] == '/')
        return target;
    size_t slash = file.rfind('/');
    return slash == std::string::npos ? target : file.substr(0, slash + 1) + target;
}

std::string plx::resolve_folder(const char *path)
{
    static const char *const old_formats[] = { "/iamchert", "/iamflint" };
    std::string folder(path);

    if (is_regular_file(folder))
        return read_stub(folder);
    if (is_regular_file(folder + "/iamglass"))
        return folder;
    if (is_regular_file(folder + "/XAPIANDB"))
        return read_stub(folder + "/XAPIANDB");
    for (const char *name : old_formats)
        if (is_regular_file(folder + name))
            give_up(PLX_ERR_VERSION, "database of an older format; rebuild it");
    return folder;
}

/* ------------------------------------------------------------------ life */

/* Of new tables. Postings come in small batches that touch most blocks, so half of the engine's
 * 8192 means half the copying: measured 6 % less time and 5 % less space on news. */
static constexpr int BLOCK_BYTES = 4096;
/* Documents of one batch, see plx_store_process_init(). */
static constexpr unsigned INVERTER_DOCS = 150;

void plx_store_process_init(unsigned inverter_docs)
{
    char text[16];

    snprintf(text, sizeof text, "%u", inverter_docs ? inverter_docs : INVERTER_DOCS);
    setenv("XAPIAN_FLUSH_THRESHOLD", text, 0);
}

/* The C++ library keeps its handler process-wide and without a context, so this must be, too. */
static void (*on_abort)(const char *why);

[[noreturn]] static void end_process()
{
    int saved = errno;
    plx_error err = {};

    plx_fail(&err, PLX_ERR_IO, "the engine gave up; last error of the system: %s", strerror(saved));
    if (std::exception_ptr pending = std::current_exception()) {
        try {
            std::rethrow_exception(pending);
        } catch (...) {
            status_of_exception(&err, "the engine gave up");
        }
    }
    on_abort(err.msg);
    std::abort();
}

void plx_store_on_abort(void (*fn)(const char *why))
{
    on_abort = fn;
    std::set_terminate(end_process);
}

plx_status plx_store_open(const char *path, plx_store **out, plx_error *err)
{
    *out = nullptr;
    return guard(err, path, [&] {
        auto st = std::make_unique<plx_store>(path, resolve_folder(path));
        require_sound_version(st->dir);
        st->db = Xapian::Database(st->dir, Xapian::DB_BACKEND_GLASS);
        *out = st.release();
        return PLX_OK;
    });
}

plx_status plx_store_open_writer(const char *path, plx_store **out, plx_error *err)
{
    *out = nullptr;
    return guard(err, path, [&] {
        auto st = std::make_unique<plx_store>(path, resolve_folder(path));
        require_sound_version(st->dir);
        st->writer = std::make_unique<Xapian::WritableDatabase>(
            st->dir, Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS, BLOCK_BYTES);
        st->db = *st->writer;
        *out = st.release();
        return PLX_OK;
    });
}

plx_store::plx_store(const char *path_, std::string dir_) : path(path_), dir(std::move(dir_))
{
}

Xapian::Database &plx_store::reading()
{
    if (batch)
        give_up(PLX_ERR_INVALID, "it is being built: it can be searched after its commit");
    return db;
}

/* The engine's destructor commits whatever is left unless a transaction is open, so one is
 * opened for it to drop. Closing at once frees the lock even if an iterator still lives. */
plx_store::~plx_store()
{
    if (!writer)
        return;
    abandon_changes(this);
    try {
        writer->begin_transaction(false);
        writer->close();
    } catch (...) { /* nobody is left to tell, and nothing can be committed */
    }
}

void plx_store_close(plx_store *st)
{
    delete st;
}

static void require_writer(const plx_store *st)
{
    if (!st->writer && !st->batch)
        give_up(PLX_ERR_INVALID, "store is open for reading only");
    if (st->lost != PLX_OK)
        give_up(st->lost, "changes were dropped after an error; roll back before going on");
}

/* A changed value costs its own bytes and its share of the chunk around it, twice: old blocks
 * are kept until the commit. */
void plx::count_change(plx_store *st, uint64_t value_bytes)
{
    constexpr uint64_t chunk_share = 512;
    st->pending_bytes += 2 * (value_bytes + chunk_share);
}

/* The engine writes changed values in a destructor (1.4.22): an error there does not become
 * an exception but ends the process. So the room is made sure of before. */
void plx::require_space(const plx_store *st)
{
    constexpr uint64_t reserve = 16u << 20;
    uint64_t need = reserve + st->pending_bytes, mib = uint64_t(1) << 20;
    struct statvfs disk;
    struct rlimit limit;
    struct stat table;

    if (!st->is_changing)
        return;
    if (statvfs(st->dir.c_str(), &disk) == 0 && disk.f_bavail < need / disk.f_frsize)
        give_up(PLX_ERR_IO, "disk is nearly full: these changes may need %llu MiB",
                static_cast<unsigned long long>(need / mib));
    if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        stat((st->dir + "/postlist.glass").c_str(), &table) == 0 &&
        uint64_t(table.st_size) + st->pending_bytes > limit.rlim_cur)
        give_up(PLX_ERR_IO, "these changes may go over the file size limit of %llu bytes",
                static_cast<unsigned long long>(limit.rlim_cur));
}

void plx::begin_change(plx_store *st)
{
    require_writer(st);
    if (st->is_changing || st->batch)
        return;
    st->writer->begin_transaction(true);
    st->is_changing = true;
    st->pending_bytes = 0;
}

void plx::abandon_changes(plx_store *st) noexcept
{
    if (st->batch) /* it remembers in `lost` */
        return;
    try {
        if (!st->is_changing) /* a commit that failed half way has ended the transaction */
            st->writer->begin_transaction(false);
        st->is_changing = false;
        st->writer->cancel_transaction();
    } catch (...) { /* the engine has closed itself; every later call says so */
    }
}

/* From now on it reads what it has built. */
static plx_status commit_batch(plx_store *st)
{
    try {
        st->db = st->batch->write();
    } catch (...) {
        st->lost = status_of_exception(nullptr, "");
        throw;
    }
    st->batch.reset();
    return PLX_OK;
}

plx_status plx_store_commit(plx_store *st, plx_error *err)
{
    return guard(err, st->path.c_str(), [&] {
        require_writer(st);
        if (st->batch)
            return commit_batch(st);
        if (!st->is_changing)
            return PLX_OK;
        try {
            require_space(st);
            st->is_changing = false;
            st->writer->commit_transaction();
        } catch (...) {
            abandon_changes(st);
            throw;
        }
        sync_folder(st->dir);
        return PLX_OK;
    });
}

plx_status plx_store_rollback(plx_store *st, plx_error *err)
{
    return guard(err, st->path.c_str(), [&] {
        if (st->batch)
            give_up(PLX_ERR_INVALID, "it is being built: close it to drop what it has");
        st->lost = PLX_OK;
        require_writer(st);
        if (!st->is_changing)
            return PLX_OK;
        st->is_changing = false;
        st->writer->cancel_transaction();
        return PLX_OK;
    });
}

plx_status plx_store_reopen(plx_store *st, bool *changed, plx_error *err)
{
    if (changed)
        *changed = false;
    return guard(err, st->path.c_str(), [&] {
        bool is_newer = !st->writer && !st->batch && st->db.reopen();
        if (changed)
            *changed = is_newer;
        return PLX_OK;
    });
}

plx_status plx_store_get_info(plx_store *st, plx_store_info *out, plx_error *err)
{
    memset(out, 0, sizeof *out);
    return guard(err, st->path.c_str(), [&] {
        plx_store_info info = {};
        if (st->batch) {
            info.documents = st->batch->documents();
            info.last_docid = st->batch->last_docid();
            *out = info;
            return PLX_OK;
        }
        info.revision = st->db.get_revision();
        snprintf(info.uuid, sizeof info.uuid, "%s", st->db.get_uuid().c_str());
        info.documents = st->db.get_doccount();
        info.last_docid = st->db.get_lastdocid();
        info.average_length = st->db.get_average_length();
        info.has_positions = st->db.has_positions();
        *out = info;
        return PLX_OK;
    });
}
