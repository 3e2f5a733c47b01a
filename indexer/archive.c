#include "indexer/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/charset.h"

#define RETRIES_MAX 1000000 /* damaged headers gone past, each a block of 512 bytes */

/* An archive being read. */
struct reader {
    plx_reading *r;
    plx_stream *in;
    struct archive *archive;
    struct archive_entry *entry;
    plx_stream *body; /* of the current member */
    const char *outer;
    plx_strbuf member; /* place of the current one: outer!/name */
    size_t name;       /* where its own name begins in that */
    locale_t utf8;     /* names are converted to it, whatever the program's locale */
    unsigned layer;
    plx_status in_failed; /* what reading from `in` came to */
    plx_error why;
    bool is_over;     /* nothing more can be read of the archive */
    bool body_failed; /* told by who reads the member */
};

/* ---------------------------------------------------------------- streams */

/* libarchive asks for the next bytes. */
static la_ssize_t give_bytes(struct archive *a, void *ctx, const void **p)
{
    struct reader *z = ctx;
    const char *bytes;
    size_t n;

    z->in_failed = plx_stream_next(z->in, &bytes, &n, &z->why);
    *p = bytes;
    if (z->in_failed == PLX_OK)
        return (la_ssize_t)n;
    archive_set_error(a, -1, "%s", z->why.msg);
    return -1;
}

static plx_status damaged(const struct reader *z, plx_error *err)
{
    const char *why = archive_error_string(z->archive);

    if (z->in_failed != PLX_OK) {
        if (err)
            *err = z->why;
        return z->in_failed;
    }
    return plx_fail(err, PLX_ERR_CORRUPT, "damaged or cut off archive: %s",
                    why ? why : "it ends too soon");
}

static plx_status read_body(void *self, char *p, size_t cap, size_t *n, plx_error *err)
{
    struct reader *z = self;
    la_ssize_t got = archive_read_data(z->archive, p, cap);
    plx_status rc;

    *n = 0;
    if (got < 0) {
        rc = damaged(z, err);
        z->is_over |= got == ARCHIVE_FATAL;
    } else {
        *n = (size_t)got;
        rc = plx_layers_spend(&z->r->layers, z->layer, *n, err);
        z->is_over |= rc != PLX_OK;
    }
    z->body_failed |= rc != PLX_OK;
    return rc;
}

/* Go past what nobody wanted of a member. If its size is not known, that means unpacking it. */
static plx_status pass_rest(struct reader *z, plx_error *err)
{
    plx_error why = { .code = PLX_OK };
    const char *p;
    size_t n = 1;

    if (z->is_over || z->body_failed || archive_entry_size_is_set(z->entry))
        return PLX_OK; /* the next header is found without */
    while (n > 0)
        if (plx_stream_next(z->body, &p, &n, &why) != PLX_OK)
            return plx_reading_failed_here(z->r, 0, &why, err);
    return PLX_OK;
}

/* ---------------------------------------------------------------- members */

static bool is_hidden(const char *name)
{
    while (*name) {
        size_t n = strcspn(name, "/");

        if ((*name == '.' && n > 1 && !(n == 2 && name[1] == '.')) ||
            (n == 8 && strncmp(name, "__MACOSX", n) == 0))
            return true;
        name += n;
        name += *name == '/';
    }
    return false;
}

/* The name in UTF-8. In a zip archive what is not is CP437, by its specification. */
static plx_status take_name(struct reader *z, plx_error *err)
{
    const char *name = archive_entry_pathname(z->entry);
    bool is_zip = (archive_format(z->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
    plx_status rc = PLX_OK;

    plx_strbuf_reset(&z->member);
    if (z->outer)
        plx_strbuf_printf(&z->member, "%s!/", z->outer);
    z->name = z->member.len;
    if (!name)
        name = "?";
    while (strncmp(name, "./", 2) == 0)
        name += 2;
    if (is_zip && !plx_utf8_valid(name, strlen(name)))
        rc = plx_charset_to_utf8(name, strlen(name), "CP437", &z->member, err);
    else
        plx_strbuf_puts(&z->member, name);
    z->r->member = z->member.s;
    return rc == PLX_OK && z->member.failed ? plx_fail(err, PLX_ERR_NOMEM, "out of memory") : rc;
}

/* Methods of zip that want any amount of memory have their name in the format's. */
static bool wants_much_memory(const struct reader *z)
{
    const char *format = archive_format_name(z->archive);

    return format && (strstr(format, "(lzma") || strstr(format, "(xz"));
}

/* Why a member cannot be read at all. */
static plx_status check_member(const struct reader *z, plx_error *why)
{
    if (z->member.len - z->name > PLX_MEMBER_NAME_MAX)
        return plx_fail(why, PLX_ERR_LIMIT, "the name is over %d bytes", PLX_MEMBER_NAME_MAX);
    if (archive_entry_is_data_encrypted(z->entry) || archive_entry_is_metadata_encrypted(z->entry))
        return plx_fail(why, PLX_ERR_INVALID, "is encrypted; unpack it with its password");
    if (wants_much_memory(z))
        return plx_fail(why, PLX_ERR_INVALID,
                        "is packed by LZMA, which is not read inside zip; unpack it first");
    return PLX_OK;
}

static plx_status read_member(struct reader *z, plx_error *err)
{
    plx_error why = { .code = PLX_OK };
    plx_status rc;

    if (archive_entry_filetype(z->entry) != AE_IFREG || archive_entry_hardlink(z->entry))
        return PLX_OK;
    rc = take_name(z, err);
    if (rc != PLX_OK)
        return rc;
    if (plx_layers_count_member(&z->r->layers, &why) != PLX_OK) {
        z->is_over = true;
        return plx_reading_failed_here(z->r, 0, &why, err);
    }
    if (is_hidden(z->member.s + z->name)) {
        z->r->left_out++;
        return PLX_OK;
    }
    if (check_member(z, &why) != PLX_OK)
        return plx_reading_failed_here(z->r, 0, &why, err);
    plx_stream_restart(z->body);
    z->body_failed = false;
    rc = plx_reading_stream(z->r, z->body, err);
    return rc == PLX_OK ? pass_rest(z, err) : rc;
}

/* ---------------------------------------------------------------- archive */

static plx_status set_up(struct reader *z, plx_error *err)
{
    static const plx_stream_ops ops = { .read = read_body };

    z->archive = archive_read_new();
    if (!z->archive || plx_stream_new(&ops, z, &z->body, err) != PLX_OK)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    if (archive_read_support_format_zip_streamable(z->archive) != ARCHIVE_OK ||
        archive_read_support_format_tar(z->archive) != ARCHIVE_OK)
        return plx_fail(err, PLX_ERR_INTERNAL, "libarchive lacks a format: %s",
                        archive_error_string(z->archive));
    z->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); /* 0: names of ASCII do without */
    return PLX_OK;
}

/* Open the archive (first) or find its next member, under a locale of UTF-8. */
static int advance(struct reader *z, bool first)
{
    locale_t before = z->utf8 ? uselocale(z->utf8) : (locale_t)0;
    int found = first ? archive_read_open(z->archive, z, NULL, give_bytes, NULL) : ARCHIVE_OK;

    if (found == ARCHIVE_OK)
        found = archive_read_next_header(z->archive, &z->entry);
    if (z->utf8)
        uselocale(before);
    return found;
}

/* What is damaged between members is told behind the one before. */
static plx_status report_damage(struct reader *z, plx_error *err)
{
    plx_error why = { .code = PLX_OK };

    if (damaged(z, &why) == PLX_ERR_CORRUPT && z->member.len > z->name)
        plx_fail_prefix(&why, why.code, "after the member '%s'", z->member.s + z->name);
    z->r->member = z->outer;
    return plx_reading_failed_here(z->r, 0, &why, err);
}

static plx_status read_members(struct reader *z, plx_error *err)
{
    plx_status rc = PLX_OK;
    unsigned retries = 0;
    int found = advance(z, true);

    while (rc == PLX_OK && found != ARCHIVE_EOF) {
        bool is_member = found == ARCHIVE_OK || found == ARCHIVE_WARN;

        if (is_member)
            rc = read_member(z, err);
        else if (retries == 0)
            rc = report_damage(z, err);
        retries = is_member ? 0 : retries + 1;
        if (z->is_over || found == ARCHIVE_FATAL || retries > RETRIES_MAX)
            break;
        found = advance(z, false);
    }
    return rc;
}

plx_status plx_read_archive(plx_reading *r, plx_stream *in, plx_error *err)
{
    struct reader z = { .r = r, .in = in, .outer = r->member, .member = PLX_STRBUF_INIT };
    plx_error why = { .code = PLX_OK };
    plx_status rc;

    if (plx_layers_enter(&r->layers, true, &z.layer, &why) != PLX_OK)
        return plx_reading_failed_here(r, 0, &why, err);
    rc = set_up(&z, err);
    if (rc == PLX_OK)
        rc = read_members(&z, err);
    r->member = z.outer;
    plx_stream_close(z.body);
    archive_read_free(z.archive);
    if (z.utf8)
        freelocale(z.utf8);
    plx_strbuf_release(&z.member);
    plx_layers_leave(&r->layers, true);
    return rc;
}
