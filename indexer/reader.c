#include "indexer/reader.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "indexer/convert.h"
#include "indexer/reader_file.h"

/* Names in one folder, one after another and each ended by a NUL: there may be millions. */
struct names {
    plx_strbuf text;
    size_t *at; /* where each begins */
    size_t count;
    size_t room;
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "reading: out of memory");
}

static void release_names(struct names *ns)
{
    plx_strbuf_release(&ns->text);
    free(ns->at);
}

static plx_status add_name(struct names *ns, const char *name, plx_error *err)
{
    if (ns->count == ns->room) {
        size_t room = ns->room ? ns->room * 2 : 64;
        size_t *grown = realloc(ns->at, room * sizeof *grown);

        if (!grown)
            return no_memory(err);
        ns->at = grown;
        ns->room = room;
    }
    ns->at[ns->count++] = ns->text.len;
    plx_strbuf_add(&ns->text, name, strlen(name) + 1);
    return ns->text.failed ? no_memory(err) : PLX_OK;
}

static int compare_names(const void *a, const void *b, void *text)
{
    return strcmp((const char *)text + *(const size_t *)a, (const char *)text + *(const size_t *)b);
}

/* Visible names in byte order. */
static plx_status list_folder(const char *path, struct names *out, plx_error *err)
{
    DIR *dir = opendir(path);
    plx_status rc = PLX_OK;
    struct dirent *e;

    if (!dir)
        return plx_fail(err, PLX_ERR_IO, "cannot read the folder: %s", strerror(errno));
    while (rc == PLX_OK) {
        errno = 0;
        e = readdir(dir);
        if (!e)
            break;
        if (e->d_name[0] != '.')
            rc = add_name(out, e->d_name, err);
    }
    if (rc == PLX_OK && errno != 0)
        rc = plx_fail(err, PLX_ERR_IO, "cannot read the folder: %s", strerror(errno));
    closedir(dir);
    if (out->count > 1)
        qsort_r(out->at, out->count, sizeof *out->at, compare_names, out->text.s);
    return rc;
}

static plx_status walk(plx_reading *r, const char *path, unsigned depth, plx_error *err);

/* A path that cannot be walked, as a failure of its own. */
static plx_status path_failed(plx_reading *r, const char *path, const plx_error *why,
                              plx_error *err)
{
    r->path = path;
    return plx_reading_failed_here(r, 0, why, err);
}

/* One name in a folder: a file is read, a folder walked, anything else left out. */
static plx_status visit(plx_reading *r, const char *path, unsigned depth, plx_error *err)
{
    plx_error why;
    struct stat st;
    bool is_link;

    if (lstat(path, &st) != 0) {
        plx_fail(&why, PLX_ERR_IO, "%s", strerror(errno));
        return path_failed(r, path, &why, err);
    }
    is_link = S_ISLNK(st.st_mode);
    if (is_link && stat(path, &st) != 0) {
        plx_fail(&why, PLX_ERR_IO, "link that leads nowhere: %s", strerror(errno));
        return path_failed(r, path, &why, err);
    }
    if (S_ISDIR(st.st_mode))
        return is_link ? PLX_OK : walk(r, path, depth + 1, err);
    return S_ISREG(st.st_mode) ? plx_reading_file(r, path, false, err) : PLX_OK;
}

/* The recursion is bounded by PLX_DEPTH_MAX. */
static plx_status walk(plx_reading *r, const char *path, unsigned depth, plx_error *err)
{
    struct names ns = { .text = PLX_STRBUF_INIT };
    plx_error why;
    plx_status rc = PLX_OK;

    if (depth > PLX_DEPTH_MAX) {
        plx_fail(&why, PLX_ERR_LIMIT, "folders are nested deeper than %d", PLX_DEPTH_MAX);
        return path_failed(r, path, &why, err);
    }
    if (list_folder(path, &ns, &why) != PLX_OK) {
        if (depth ==
            0) /* the path itself: told apart from an I/O error of who takes the articles */
            rc = plx_fail(err, why.code == PLX_ERR_IO ? PLX_ERR_NOTFOUND : why.code, "%s: %s", path,
                          why.msg);
        else
            rc = path_failed(r, path, &why, err);
    }
    for (size_t i = 0; i < ns.count && rc == PLX_OK; i++) {
        char *child = plx_path_join(path, ns.text.s + ns.at[i]);

        rc = child ? visit(r, child, depth, err) : no_memory(err);
        free(child);
    }
    release_names(&ns);
    return rc;
}

static plx_status read_path(plx_reading *r, const char *path, plx_error *err)
{
    struct stat st;

    if (strcmp(path, "-") == 0)
        return plx_reading_file(r, path, true, err);
    if (stat(path, &st) != 0)
        return plx_fail(err, PLX_ERR_NOTFOUND, "%s: %s", path, strerror(errno));
    return S_ISDIR(st.st_mode) ? walk(r, path, 0, err) : plx_reading_file(r, path, true, err);
}

plx_status plx_read_items(const char *path, const plx_item_sink *sink, plx_error *err)
{
    static const plx_read_limits limits = PLX_READ_LIMITS;
    plx_reading r = { .sink = sink, .path = path, .layers.limits = &limits };

    return read_path(&r, path, err);
}

/* ------------------------------------------------------- articles at once */

struct conversion {
    const plx_converter *converter;
    const plx_article_sink *sink;
};

static plx_status pass_failure(void *ctx, const char *where, const plx_error *why)
{
    const struct conversion *c = ctx;

    return c->sink->on_failure ? c->sink->on_failure(c->sink->ctx, where, why) : PLX_OK;
}

static plx_status convert_item(void *ctx, plx_item *item, plx_error *err)
{
    const struct conversion *c = ctx;
    plx_extract_report report;
    plx_error why = { .code = PLX_OK };
    plx_article a;
    plx_status rc;

    plx_extract_report_init(&report);
    plx_article_init(&a);
    rc = plx_convert(c->converter, item, &a, &report, &why);
    if (rc == PLX_OK) {
        rc = c->sink->on_article(c->sink->ctx, &a, &report, err);
    } else if (rc == PLX_ERR_NOMEM) {
        plx_fail(err, rc, "%s", why.msg);
    } else {
        plx_fail_prefix(&why, why.code, "%s", a.origin);
        rc = pass_failure(ctx, a.origin, &why);
    }
    plx_article_release(&a);
    plx_extract_report_release(&report);
    plx_item_free(item);
    return rc;
}

plx_status plx_read_with(const char *path, const struct plx_converter *converter,
                         const plx_article_sink *sink, plx_error *err)
{
    struct conversion c = { converter, sink };
    const plx_item_sink items = { .on_item = convert_item, .on_failure = pass_failure, .ctx = &c };

    return plx_read_items(path, &items, err);
}

plx_status plx_read(const char *path, const plx_reader_options *opt, const plx_article_sink *sink,
                    plx_error *err)
{
    plx_converter *converter = NULL;
    plx_status rc = plx_converter_new(opt, &converter, err);

    if (rc == PLX_OK)
        rc = plx_read_with(path, converter, sink, err);
    plx_converter_free(converter);
    return rc;
}
