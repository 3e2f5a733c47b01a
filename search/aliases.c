#include "search/aliases.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"

/* What tells one state of a file from another; all 0: not there. */
typedef struct state {
    dev_t device;
    ino_t inode;
    off_t bytes;
    struct timespec changed;
} state;

struct plx_aliases {
    plx_alias_file file[PLX_ALIAS_FILES_MAX];
    size_t files;
    plx_alias_teller teller;
    pthread_mutex_t look; /* who looks at the files holds it: of what follows */
    int64_t looked_ms;
    state seen[PLX_ALIAS_FILES_MAX];
    pthread_rwlock_t lock; /* of what follows */
    plx_alias_table *table;
    plx_alias_count count[PLX_ALIAS_FILES_MAX];
    unsigned revision;
};

/* A table in the making. */
typedef struct reading {
    plx_alias_table *table;
    plx_alias_count count[PLX_ALIAS_FILES_MAX];
} reading;

static int64_t now_ms(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static bool same_state(const state *a, const state *b)
{
    return a->device == b->device && a->inode == b->inode && a->bytes == b->bytes &&
           a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

/* Look at the files; has one changed? */
static bool look(plx_aliases *a)
{
    bool is_changed = false;
    size_t i;

    for (i = 0; i < a->files; i++) {
        state new = { 0 };
        struct stat st;

        if (stat(a->file[i].path, &st) == 0)
            new = (state){ st.st_dev, st.st_ino, st.st_size, st.st_mtim };
        is_changed = is_changed || !same_state(&new, &a->seen[i]);
        a->seen[i] = new;
    }
    return is_changed;
}

/* ---------------------------------------------------------------- reading */

static plx_status read_file(plx_aliases *a, size_t i, reading *r, plx_error *err)
{
    const plx_alias_file *file = &a->file[i];
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc = plx_file_read(file->path, PLX_ALIAS_FILE_BYTES_MAX, &text, err);

    if (rc == PLX_ERR_NOTFOUND && file->is_optional)
        rc = PLX_OK;
    if (!rc) {
        plx_alias_source source = { file->path, (unsigned)i, text.s, text.len };

        rc = plx_alias_parse(r->table, &source, &a->teller, &r->count[i], err);
    }
    plx_strbuf_release(&text);
    return rc;
}

/* Read all files and put the table in force; what was before stays if that fails. */
static plx_status load(plx_aliases *a, plx_error *err)
{
    reading r = { 0 };
    plx_alias_table *old;
    plx_status rc = plx_alias_table_new(&r.table, err);
    size_t i;

    for (i = 0; !rc && i < a->files; i++)
        rc = read_file(a, i, &r, err);
    if (rc) {
        plx_alias_table_free(r.table);
        return rc;
    }
    plx_alias_table_finish(r.table);
    pthread_rwlock_wrlock(&a->lock);
    old = a->table;
    a->table = r.table;
    memcpy(a->count, r.count, sizeof a->count);
    a->revision++;
    pthread_rwlock_unlock(&a->lock);
    plx_alias_table_free(old);
    return PLX_OK;
}

/* One thread looks, and reads; the others go on with what there is. */
static void refresh(plx_aliases *a)
{
    int64_t now = now_ms();
    plx_error err, told;

    if (pthread_mutex_trylock(&a->look) != 0)
        return;
    if (now - a->looked_ms >= PLX_ALIAS_LOOK_MS) {
        a->looked_ms = now;
        if (look(a) && load(a, &err) != PLX_OK && a->teller.tell) {
            plx_fail(&told, err.code, "aliases: %s; those read before stay in force", err.msg);
            a->teller.tell(a->teller.ctx, told.msg);
        }
    }
    pthread_mutex_unlock(&a->look);
}

/* -------------------------------------------------------------- life cycle */

plx_status plx_aliases_open(const plx_alias_file *files, size_t n, const plx_alias_teller *teller,
                            plx_aliases **out, plx_error *err)
{
    plx_aliases *a = n <= PLX_ALIAS_FILES_MAX ? calloc(1, sizeof *a) : NULL;
    plx_status rc;

    *out = NULL;
    if (n > PLX_ALIAS_FILES_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "%zu files of aliases, at most %d are read", n,
                        PLX_ALIAS_FILES_MAX);
    if (!a)
        return plx_fail(err, PLX_ERR_NOMEM, "aliases: out of memory");
    if (n)
        memcpy(a->file, files, n * sizeof *files);
    a->files = n;
    if (teller)
        a->teller = *teller;
    pthread_mutex_init(&a->look, NULL);
    pthread_rwlock_init(&a->lock, NULL);
    a->looked_ms = now_ms();
    look(a);
    rc = load(a, err);
    if (rc)
        plx_aliases_close(a);
    else
        *out = a;
    return rc;
}

void plx_aliases_close(plx_aliases *a)
{
    if (!a)
        return;
    plx_alias_table_free(a->table);
    pthread_rwlock_destroy(&a->lock);
    pthread_mutex_destroy(&a->look);
    free(a);
}

const plx_alias_table *plx_aliases_borrow(plx_aliases *a)
{
    refresh(a);
    pthread_rwlock_rdlock(&a->lock);
    return a->table;
}

void plx_aliases_give_back(plx_aliases *a)
{
    pthread_rwlock_unlock(&a->lock);
}

unsigned plx_aliases_revision(plx_aliases *a)
{
    unsigned n;

    plx_aliases_borrow(a);
    n = a->revision;
    plx_aliases_give_back(a);
    return n;
}

plx_status plx_aliases_reload(plx_aliases *a, plx_error *err)
{
    plx_status rc;

    pthread_mutex_lock(&a->look);
    look(a);
    rc = load(a, err);
    pthread_mutex_unlock(&a->look);
    return rc;
}

plx_alias_count plx_aliases_count(const plx_aliases *a, size_t file)
{
    return file < a->files ? a->count[file] : (plx_alias_count){ 0 };
}
