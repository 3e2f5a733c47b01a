/* indexer/files.h - which files a run reads, and which it knows already
 *
 * The manifest (collection/manifest.h) held against what is on the disk. A file of the size and
 * time it had is not read at all; one of the same size and another time is not read if its
 * digest is the same; a new one is not read if it has size and digest of a known file that
 * is no longer where it was: that one has moved. Files in which something failed, or that
 * were read with other options, are read.
 *
 * Threads: one may visit files while another notes and saves. */
#ifndef PLX_INDEXER_FILES_H
#define PLX_INDEXER_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "collection/manifest.h"
#include "indexer/reader.h"

typedef struct plx_files plx_files;

/** How to open. */
typedef struct plx_files_options {
    const char *options; /* digest of what else decides how files are read; borrowed */
    uint32_t last_file;  /* plx_writer_last_file() */
    bool is_dry;         /* never write */
} plx_files_options;

/** Open the manifest of an index directory. PLX_ERR_NOMEM; PLX_ERR_IO. */
plx_status plx_files_open(const char *dir, const plx_files_options *opt, plx_files **out,
                          plx_error *err);
/** NULL allowed. */
void plx_files_close(plx_files *fs);

typedef enum plx_file_fate { PLX_FILE_READ = 0, PLX_FILE_SKIPPED, PLX_FILE_MOVED } plx_file_fate;

/** A file that the reader has come to. */
typedef struct plx_file_visit {
    plx_file_fate fate;
    uint32_t file;      /* its number; 0: a stream, which is not remembered */
    long long mtime_ns; /* to be remembered: -1 if it is so young that it may change unnoticed */
    char *path;         /* real path, malloc'd; NULL for a stream */
} plx_file_visit;

/**
 * Decide on a file. A second visit of one file in a run skips it.
 *
 * @param out  out->path is the caller's
 * @return PLX_OK; PLX_ERR_NOMEM; PLX_ERR_LIMIT (file numbers)
 */
plx_status plx_files_visit(plx_files *fs, const plx_source_file *f, plx_file_visit *out,
                           plx_error *err);

/** A file was read to its end: remember e (options are set here), saved with the next save. */
plx_status plx_files_note(plx_files *fs, const plx_manifest_entry *e, plx_error *err);

/** Append what is new to the manifest, after the commit that it describes. */
plx_status plx_files_save(plx_files *fs, plx_error *err);

/** Is the file of this number no longer where it was? For plx_put_options. */
bool plx_files_is_gone(void *fs, uint32_t file);

/** Was it read in this run, all of it without failure? */
bool plx_files_was_read(const plx_files *fs, uint32_t file);

/** Was it known before this run? */
bool plx_files_was_known(const plx_files *fs, uint32_t file);

/** Was it read with the options of this run? */
bool plx_files_has_options(const plx_files *fs, const plx_manifest_entry *e);

/** Let the next visit of a file read it, even if it is unchanged and was visited. */
void plx_files_forget_visit(plx_files *fs, uint32_t file);

/** The manifest, for a thread that knows no other is at work. */
plx_manifest *plx_files_manifest(plx_files *fs);

/** Is nothing at a path? False if that cannot be told. */
bool plx_path_is_absent(const char *path);

#endif
