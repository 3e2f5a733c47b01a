#include "indexer/files.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "collection/collection.h"

/* A file younger than this may be written once more without its time telling: file systems count
 * time in steps of up to two seconds. */
#define YOUNG_NS 2000000000LL
/* Files of one size that a new one is compared with. */
#define SAME_SIZE_MAX 1000

/* What the run knows of a file, by its number. */
enum {
    VISITED = 1 << 0,
    WAS_READ = 1 << 1,
    IS_THERE = 1 << 2, /* was looked for and found */
    IS_GONE = 1 << 3,  /* was looked for and not found */
    MUST_READ = 1 << 4
};

struct by_size {
    long long size;
    uint32_t file;
};

struct plx_files {
    pthread_mutex_t lock;
    plx_manifest *manifest;
    const char *options;
    uint32_t last_known;  /* highest number before this run */
    unsigned char *flags; /* [number] */
    size_t flags_cap;
    struct by_size *sizes; /* of the files known at the first question, by size; NULL before */
    size_t size_count;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "index: out of memory");
}

static uint32_t find_last(const plx_manifest *m)
{
    plx_manifest_entry e = { 0 };

    while (plx_manifest_next(m, e.file, &e))
        ;
    return e.file;
}

plx_status plx_files_open(const char *dir, const plx_files_options *opt, plx_files **out,
                          plx_error *err)
{
    plx_files *fs = calloc(1, sizeof *fs);
    char *path = plx_collection_file(dir, "manifest");
    plx_status rc = fs && path ? PLX_OK : no_memory(err);

    *out = NULL;
    if (fs) {
        pthread_mutex_init(&fs->lock, NULL);
        fs->options = opt->options;
    }
    if (!rc)
        rc = plx_manifest_open(path, opt->is_dry, &fs->manifest, err);
    free(path);
    if (rc) {
        plx_files_close(fs);
        return rc;
    }
    plx_manifest_reserve(fs->manifest, opt->last_file);
    fs->last_known = find_last(fs->manifest);
    *out = fs;
    return PLX_OK;
}

void plx_files_close(plx_files *fs)
{
    if (!fs)
        return;
    plx_manifest_close(fs->manifest);
    pthread_mutex_destroy(&fs->lock);
    free(fs->flags);
    free(fs->sizes);
    free(fs);
}

/* ------------------------------------------------------------------ flags */

static unsigned char *flags_of(plx_files *fs, uint32_t file)
{
    if (file >= fs->flags_cap) {
        size_t cap = (size_t)file + file / 2 + 64;
        unsigned char *grown = realloc(fs->flags, cap);

        if (!grown)
            return NULL;
        memset(grown + fs->flags_cap, 0, cap - fs->flags_cap);
        fs->flags = grown;
        fs->flags_cap = cap;
    }
    return &fs->flags[file];
}

static bool has_flag(const plx_files *fs, uint32_t file, unsigned flag)
{
    return file < fs->flags_cap && fs->flags[file] & flag;
}

bool plx_path_is_absent(const char *path)
{
    struct stat st;

    return lstat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* A folder may have taken the name of a file. */
static bool is_no_file(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 ? !S_ISREG(st.st_mode) : errno == ENOENT || errno == ENOTDIR;
}

/* Looked for once in a run; what was visited is there. */
static bool is_gone(plx_files *fs, const plx_manifest_entry *e)
{
    unsigned char *flags = flags_of(fs, e->file);

    if (e->is_gone || e->is_displaced)
        return true;
    if (!flags || *flags & (VISITED | IS_THERE))
        return false;
    if (!(*flags & IS_GONE))
        *flags |= is_no_file(e->path) ? IS_GONE : IS_THERE;
    return (*flags & IS_GONE) != 0;
}

bool plx_files_is_gone(void *ctx, uint32_t file)
{
    plx_files *fs = ctx;
    plx_manifest_entry e;
    bool answer;

    pthread_mutex_lock(&fs->lock);
    if (plx_manifest_file(fs->manifest, file, &e))
        answer = is_gone(fs, &e);
    else /* a number whose file was never read to its end */
        answer = !has_flag(fs, file, VISITED);
    pthread_mutex_unlock(&fs->lock);
    return answer;
}

bool plx_files_was_read(const plx_files *fs, uint32_t file)
{
    return has_flag(fs, file, WAS_READ);
}

bool plx_files_was_known(const plx_files *fs, uint32_t file)
{
    return file <= fs->last_known;
}

bool plx_files_has_options(const plx_files *fs, const plx_manifest_entry *e)
{
    return strcmp(e->options, fs->options) == 0;
}

void plx_files_forget_visit(plx_files *fs, uint32_t file)
{
    unsigned char *flags = flags_of(fs, file);

    if (flags)
        *flags = (unsigned char)((*flags & ~(unsigned)VISITED) | MUST_READ);
}

plx_manifest *plx_files_manifest(plx_files *fs)
{
    return fs->manifest;
}

/* ------------------------------------------------------------------ moved */

static int compare_sizes(const void *a, const void *b)
{
    const struct by_size *x = a, *y = b;

    if (x->size != y->size)
        return x->size < y->size ? -1 : 1;
    return (x->file > y->file) - (x->file < y->file);
}

static plx_status sort_by_size(plx_files *fs, plx_error *err)
{
    plx_manifest_entry e = { 0 };

    fs->sizes = malloc((plx_manifest_count(fs->manifest) + 1) * sizeof *fs->sizes);
    if (!fs->sizes)
        return no_memory(err);
    while (plx_manifest_next(fs->manifest, e.file, &e))
        if (!e.is_gone && !e.failed && *e.digest)
            fs->sizes[fs->size_count++] = (struct by_size){ e.size, e.file };
    qsort(fs->sizes, fs->size_count, sizeof *fs->sizes, compare_sizes);
    return PLX_OK;
}

/* Index of the first file of this size or more. */
static size_t first_of_size(const plx_files *fs, long long size)
{
    size_t low = 0, high = fs->size_count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (fs->sizes[mid].size < size)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Could it have moved to a path where a file of this size is? */
static bool may_have_moved(plx_files *fs, uint32_t file, long long size, plx_manifest_entry *e)
{
    return plx_manifest_file(fs->manifest, file, e) && e->size == size && !e->failed &&
           plx_files_has_options(fs, e) && is_gone(fs, e) && !e->is_gone;
}

/* The number of the known file that has moved to where f is, 0 if none has. */
static plx_status find_moved(plx_files *fs, const plx_source_file *f, uint32_t *file,
                             plx_error *err)
{
    char digest[PLX_DIGEST_HEX + 1] = "";
    size_t i, tried = 0;

    *file = 0;
    if (!fs->sizes && sort_by_size(fs, err) != PLX_OK)
        return PLX_ERR_NOMEM;
    for (i = first_of_size(fs, f->size); i < fs->size_count && tried < SAME_SIZE_MAX; i++) {
        plx_manifest_entry e;

        if (fs->sizes[i].size != f->size)
            break;
        tried++;
        if (!may_have_moved(fs, fs->sizes[i].file, f->size, &e))
            continue;
        if (!*digest && plx_file_digest(f->path, digest, NULL) != PLX_OK)
            break; /* the reader will say why */
        if (strcmp(e.digest, digest) == 0) {
            *file = e.file;
            break;
        }
    }
    return PLX_OK;
}

/* ------------------------------------------------------------------ visit */

static long long time_to_keep(long long mtime_ns)
{
    struct timespec now;
    long long now_ns;

    clock_gettime(CLOCK_REALTIME, &now);
    now_ns = (long long)now.tv_sec * 1000000000 + now.tv_nsec;
    return mtime_ns < now_ns - YOUNG_NS ? mtime_ns : -1;
}

/* Are its bytes those that were read? */
static bool has_same_bytes(const plx_source_file *f, const plx_manifest_entry *e)
{
    char digest[PLX_DIGEST_HEX + 1];

    return f->size == e->size && *e->digest && plx_file_digest(f->path, digest, NULL) == PLX_OK &&
           strcmp(digest, e->digest) == 0;
}

static plx_status visit_known(plx_files *fs, const plx_source_file *f, plx_manifest_entry *e,
                              plx_file_visit *out, plx_error *err)
{
    if (e->failed || !plx_files_has_options(fs, e) || has_flag(fs, e->file, MUST_READ))
        return PLX_OK;
    if (f->size == e->size && f->mtime_ns == e->mtime_ns) {
        out->fate = PLX_FILE_SKIPPED;
        return PLX_OK;
    }
    if (!has_same_bytes(f, e))
        return PLX_OK;
    out->fate = PLX_FILE_SKIPPED;
    e->mtime_ns = out->mtime_ns;
    return e->mtime_ns < 0 ? PLX_OK : plx_manifest_note(fs->manifest, e, err);
}

static plx_status visit_new(plx_files *fs, const plx_source_file *f, plx_file_visit *out,
                            plx_error *err)
{
    uint32_t moved = 0;
    plx_status rc = find_moved(fs, f, &moved, err);

    if (!rc && moved) {
        out->fate = PLX_FILE_MOVED;
        out->file = moved;
        return plx_manifest_move(fs->manifest, moved, out->path, out->mtime_ns, err);
    }
    return rc ? rc : plx_manifest_number(fs->manifest, out->path, &out->file, err);
}

static plx_status visit(plx_files *fs, const plx_source_file *f, plx_file_visit *out,
                        plx_error *err)
{
    plx_manifest_entry e;
    unsigned char *flags;
    bool is_known = plx_manifest_find(fs->manifest, out->path, &e);
    plx_status rc = PLX_OK;

    if (is_known)
        out->file = e.file;
    else
        rc = visit_new(fs, f, out, err);
    if (rc)
        return rc;
    flags = flags_of(fs, out->file);
    if (!flags)
        return no_memory(err);
    if (*flags & VISITED)
        out->fate = PLX_FILE_SKIPPED;
    else if (is_known)
        rc = visit_known(fs, f, &e, out, err);
    *flags |= VISITED;
    return rc;
}

plx_status plx_files_visit(plx_files *fs, const plx_source_file *f, plx_file_visit *out,
                           plx_error *err)
{
    plx_status rc;

    *out = (plx_file_visit){ .mtime_ns = time_to_keep(f->mtime_ns) };
    if (f->size < 0)
        return PLX_OK;
    out->path = realpath(f->path, NULL);
    if (!out->path) /* just vanished: the reader will say so */
        out->path = strdup(f->path);
    if (!out->path)
        return no_memory(err);
    pthread_mutex_lock(&fs->lock);
    rc = visit(fs, f, out, err);
    pthread_mutex_unlock(&fs->lock);
    return rc;
}

/* ------------------------------------------------------------ note and save */

plx_status plx_files_note(plx_files *fs, const plx_manifest_entry *e, plx_error *err)
{
    plx_manifest_entry noted = *e;
    unsigned char *flags;
    plx_status rc;

    memcpy(noted.options, fs->options, strlen(fs->options) + 1);
    pthread_mutex_lock(&fs->lock);
    flags = flags_of(fs, e->file);
    if (flags && !e->failed)
        *flags |= WAS_READ;
    rc = flags ? plx_manifest_note(fs->manifest, &noted, err) : no_memory(err);
    pthread_mutex_unlock(&fs->lock);
    return rc;
}

plx_status plx_files_save(plx_files *fs, plx_error *err)
{
    plx_status rc;

    pthread_mutex_lock(&fs->lock);
    rc = plx_manifest_save(fs->manifest, err);
    pthread_mutex_unlock(&fs->lock);
    return rc;
}
