#include "indexer/warc.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "indexer/http_message.h"

#define MAGIC         "WARC/"
#define LENGTH_DIGITS 18

/* Reading one stream of records. */
struct warc {
    plx_reading *r;
    plx_stream *in;
    plx_stream *block; /* of the current record */
    const char *outer;
    plx_strbuf member; /* place of the current one: outer!/URI */
    plx_strbuf uri;
    uint64_t left; /* bytes of the block */
    bool is_lost;  /* what cannot be read was reported; a header is looked for */
};

/* The header of a record, as far as it matters. */
struct record {
    char type[24];
    plx_media_type media;
    uint64_t length;
    bool has_length;
    bool is_cut_off;
    bool is_later_segment;
};

/* ---------------------------------------------------------------- streams */

static plx_status read_block(void *self, char *p, size_t cap, size_t *n, plx_error *err)
{
    struct warc *w = self;
    plx_status rc;

    *n = 0;
    if (w->left == 0)
        return PLX_OK;
    rc = plx_stream_read(w->in, p, cap < w->left ? cap : (size_t)w->left, n, err);
    w->left -= *n;
    if (rc == PLX_OK && *n == 0) {
        w->left = 0;
        rc = plx_fail(err, PLX_ERR_CORRUPT, "the record is cut off");
    }
    return rc;
}

/* ---------------------------------------------------------------- damage */

static plx_status report(struct warc *w, const plx_error *why, uint64_t at, plx_error *err)
{
    plx_error e = *why;

    if (w->is_lost) /* by the same damage */
        return PLX_OK;
    w->is_lost = true;
    w->r->member = w->outer;
    plx_fail_prefix(&e, e.code, "WARC record at byte %llu", (unsigned long long)at);
    return plx_reading_failed_here(w->r, 0, &e, err);
}

static bool is_at_header(plx_stream *in)
{
    const char *p;
    size_t n;

    return plx_stream_peek(in, sizeof MAGIC - 1, &p, &n, NULL) == PLX_OK && n >= sizeof MAGIC - 1 &&
           memcmp(p, MAGIC, sizeof MAGIC - 1) == 0;
}

/* Go to the next "WARC/" that begins a line, over further damage too. False if there is none. */
static bool find_header(plx_stream *in)
{
    bool is_line_start = true;
    const char *p;
    size_t n;

    while (!is_line_start || !is_at_header(in)) {
        const char *end;

        if (plx_stream_peek(in, 1, &p, &n, NULL) != PLX_OK) {
            if (plx_stream_resume(in, NULL) != PLX_OK)
                return false;
            is_line_start = true;
            continue;
        }
        if (n == 0)
            return false;
        end = memchr(p, '\n', n);
        plx_stream_take(in, end ? (size_t)(end - p) + 1 : n);
        is_line_start = end != NULL;
    }
    return true;
}

/* ----------------------------------------------------------------- header */

static bool parse_length(const plx_header_field *f, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < f->value_len; i++) {
        if (f->value[i] < '0' || f->value[i] > '9')
            return false;
        *out = *out * 10 + (uint64_t)(f->value[i] - '0');
    }
    return f->value_len > 0 && f->value_len <= LENGTH_DIGITS;
}

/* wget puts the address into angle brackets, after a draft of the standard. */
static void take_uri(struct warc *w, const plx_header_field *f)
{
    const char *p = f->value;
    size_t n = f->value_len;

    if (n > 1 && *p == '<' && p[n - 1] == '>') {
        p++;
        n -= 2;
    }
    if (n <= PLX_MEMBER_NAME_MAX)
        plx_utf8_clean(p, n, &w->uri);
}

static void note_field(struct warc *w, const plx_header_field *f, struct record *out)
{
    if (plx_header_field_is(f, "WARC-Type") && f->value_len < sizeof out->type)
        memcpy(out->type, f->value, f->value_len);
    else if (plx_header_field_is(f, "WARC-Target-URI") && w->uri.len == 0)
        take_uri(w, f);
    else if (plx_header_field_is(f, "Content-Type"))
        plx_media_type_parse(f->value, f->value_len, &out->media);
    else if (plx_header_field_is(f, "Content-Length"))
        out->has_length = parse_length(f, &out->length);
    else if (plx_header_field_is(f, "WARC-Truncated"))
        out->is_cut_off = true;
    else if (plx_header_field_is(f, "WARC-Segment-Number"))
        out->is_later_segment = f->value_len != 1 || *f->value != '1';
}

/* Blank lines come between records. */
static plx_status skip_blank_lines(plx_stream *in, bool *is_end, plx_error *err)
{
    const char *p;
    size_t n;
    plx_status rc;

    do {
        size_t blank = 0;

        rc = plx_stream_peek(in, 1, &p, &n, err);
        while (blank < n && (p[blank] == '\r' || p[blank] == '\n'))
            blank++;
        plx_stream_take(in, blank);
        *is_end = rc == PLX_OK && n == 0;
        if (blank < n)
            break;
    } while (rc == PLX_OK && n > 0);
    return rc;
}

/* The next header; *at is where it begins. */
static plx_status read_header(struct warc *w, struct record *out, uint64_t *at, bool *is_end,
                              plx_error *err)
{
    plx_header_field f;
    const char *p;
    size_t n, used = 0;
    plx_status rc = skip_blank_lines(w->in, is_end, err);

    memset(out, 0, sizeof *out);
    plx_strbuf_reset(&w->uri);
    *at = plx_stream_at(w->in);
    if (rc != PLX_OK || *is_end)
        return rc;
    if (!is_at_header(w->in))
        return plx_fail(err, PLX_ERR_CORRUPT, "no header where one should be");
    rc = plx_header_peek(w->in, "header", &p, &n, err);
    if (rc != PLX_OK)
        return rc;
    plx_header_field_next(p, n, &used, &f); /* the version */
    while (plx_header_field_next(p, n, &used, &f))
        note_field(w, &f, out);
    plx_stream_take(w->in, n);
    return out->has_length
               ? PLX_OK
               : plx_fail(err, PLX_ERR_CORRUPT, "its header has no usable Content-Length");
}

/* ---------------------------------------------------------------- records */

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s);
    size_t k = strlen(end);

    return n >= k && strcmp(s + n - k, end) == 0;
}

/* The address of a page. Crawlers put notes of their own beside them (metadata://gnu.org/...,
 * urn:pageinfo:..., urn:text:...), and every site has directions for them. */
static bool is_of_page(const char *uri)
{
    static const char *const schemes[] = { "http://", "https://", "ftp://", "file://" };

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(uri, schemes[i], strlen(schemes[i])) == 0)
            return !ends_with(uri, "/robots.txt");
    return false;
}

static plx_status leave_out(struct warc *w)
{
    w->r->left_out++;
    return PLX_OK;
}

static plx_status read_payload(struct warc *w, const struct record *rec,
                               const plx_media_type *media, plx_stream *payload, plx_error *err)
{
    const char *p;
    size_t n;

    if (!plx_media_type_is_wanted(media) ||
        (plx_stream_peek(payload, 1, &p, &n, NULL) == PLX_OK && n == 0))
        return leave_out(w);
    w->r->charset = *media->charset ? media->charset : NULL;
    w->r->is_cut_off = rec->is_cut_off;
    return plx_reading_stream(w->r, payload, err);
}

static plx_status read_response(struct warc *w, const struct record *rec, plx_error *err)
{
    plx_error why = { .code = PLX_OK };
    plx_http_head head;
    plx_http_body body;
    plx_status rc;

    if (*rec->media.name && strcmp(rec->media.name, "application/http") != 0)
        return leave_out(w); /* DNS and the like */
    if (plx_http_head_read(w->block, &head, &why) != PLX_OK)
        return plx_reading_failed_here(w->r, 0, &why, err);
    if (head.status < 200 || head.status > 299)
        return leave_out(w);
    if (plx_http_body_open(w->block, &head, &w->r->layers, &body, &why) == PLX_OK)
        rc = read_payload(w, rec, &head.type, body.body, err);
    else
        rc = plx_reading_failed_here(w->r, 0, &why, err);
    plx_http_body_close(&body);
    return rc;
}

static plx_status read_resource(struct warc *w, const struct record *rec, plx_error *err)
{
    return read_payload(w, rec, &rec->media, w->block, err);
}

static plx_status read_record(struct warc *w, const struct record *rec, uint64_t at, plx_error *err)
{
    static const struct {
        const char *type;
        plx_status (*read)(struct warc *w, const struct record *rec, plx_error *err);
    } types[] = {
        { "response", read_response },
        { "resource", read_resource },
        { "conversion", read_resource },
    };
    plx_error why;

    if (plx_layers_count_member(&w->r->layers, &why) != PLX_OK)
        return plx_reading_failed_here(w->r, 0, &why, err);
    if (w->uri.len > 0 && !is_of_page(w->uri.s))
        return leave_out(w);
    if (w->uri.len == 0)
        plx_strbuf_printf(&w->uri, "record at byte %llu", (unsigned long long)at);
    plx_strbuf_reset(&w->member);
    plx_strbuf_printf(&w->member, "%s%s%s", w->outer ? w->outer : "", w->outer ? "!/" : "",
                      w->uri.s);
    if (w->member.failed)
        return plx_fail(err, PLX_ERR_NOMEM, "out of memory");
    w->r->member = w->member.s;
    w->r->url = w->uri.s;
    for (size_t i = 0; !rec->is_later_segment && i < sizeof types / sizeof *types; i++)
        if (strcmp(rec->type, types[i].type) == 0)
            return types[i].read(w, rec, err);
    return leave_out(w);
}

/* What is left of the block. */
static plx_status pass_rest(struct warc *w, plx_error *why)
{
    const char *p;
    size_t n = 1;
    plx_status rc = PLX_OK;

    while (rc == PLX_OK && n > 0)
        rc = plx_stream_next(w->block, &p, &n, why);
    return rc;
}

/* A record and its end; *is_damaged if the next has to be looked for. */
static plx_status take_record(struct warc *w, const struct record *rec, uint64_t at,
                              bool *is_damaged, plx_error *err)
{
    plx_reading *r = w->r;
    const plx_reading before = *r;
    plx_error why = { .code = PLX_OK };
    bool was_reported;
    plx_status rc;

    w->is_lost = false;
    w->left = rec->length;
    plx_stream_restart(w->block);
    r->failed = false;
    rc = read_record(w, rec, at, err);
    was_reported = r->failed;
    r->failed |= before.failed;
    r->member = before.member;
    r->url = before.url;
    r->charset = before.charset;
    r->is_cut_off = before.is_cut_off;
    *is_damaged = rc == PLX_OK && pass_rest(w, &why) != PLX_OK;
    if (*is_damaged && !was_reported)
        rc = report(w, &why, at, err);
    w->is_lost |= *is_damaged;
    return rc;
}

static plx_status read_records(struct warc *w, plx_error *err)
{
    plx_error why = { .code = PLX_OK };
    plx_status rc = PLX_OK;
    bool is_end = false;

    while (rc == PLX_OK) {
        struct record rec;
        uint64_t at;
        bool is_damaged = read_header(w, &rec, &at, &is_end, &why) != PLX_OK;

        if (is_end)
            break;
        if (is_damaged)
            rc = report(w, &why, at, err);
        else
            rc = take_record(w, &rec, at, &is_damaged, err);
        if (is_damaged && !find_header(w->in))
            break;
        if (w->r->layers.members >= w->r->layers.limits->members)
            break;
    }
    return rc;
}

plx_status plx_read_warc(plx_reading *r, plx_stream *in, plx_error *err)
{
    static const plx_stream_ops ops = { .read = read_block };
    struct warc w = {
        .r = r, .in = in, .outer = r->member, .member = PLX_STRBUF_INIT, .uri = PLX_STRBUF_INIT
    };
    plx_error why = { .code = PLX_OK };
    unsigned layer;
    plx_status rc;

    if (plx_layers_enter(&r->layers, true, &layer, &why) != PLX_OK)
        return plx_reading_failed_here(r, 0, &why, err);
    rc = plx_stream_new(&ops, &w, &w.block, err);
    if (rc == PLX_OK)
        rc = read_records(&w, err);
    plx_stream_close(w.block);
    plx_strbuf_release(&w.uri);
    plx_strbuf_release(&w.member);
    plx_layers_leave(&r->layers, true);
    return rc;
}
