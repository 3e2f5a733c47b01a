#include "indexer/reader_mail.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/mail_message.h"

#define ENVELOPE   "From "
#define LOOK_BYTES 7 /* a line's start, by which a message ends */

/* A mailbox, or a single message. */
struct box {
    plx_reading *r;
    bool is_mailbox;
    plx_strbuf message;
    size_t line;       /* of the next byte */
    size_t first_line; /* of the message; 0 for a single one */
    bool is_too_long;
    bool was_empty; /* the line before */
};

static plx_status give(struct box *b, plx_error *err)
{
    plx_item *item = NULL;
    plx_error why;
    plx_status rc = plx_reading_item(b->r, PLX_ITEM_RECORD, b->first_line, &item, err);

    if (rc != PLX_OK)
        return rc;
    if (plx_mail_message_read(b->message.s, b->message.len, item, &why) == PLX_OK)
        return b->r->sink->on_item(b->r->sink->ctx, item, err);
    plx_item_free(item);
    return plx_reading_failed_here(b->r, b->first_line, &why, err);
}

static plx_status end_message(struct box *b, plx_error *err)
{
    size_t max = b->r->layers.limits->page;
    plx_error why;
    plx_status rc = PLX_OK;

    if (b->message.failed)
        return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", b->r->path);
    if (b->is_too_long) {
        plx_fail(&why, PLX_ERR_LIMIT, "the message is over %zu MB", max >> 20);
        rc = plx_reading_failed_here(b->r, b->first_line, &why, err);
    } else if (b->message.len > 0) {
        rc = give(b, err);
    }
    plx_strbuf_reset(&b->message);
    b->is_too_long = false;
    return rc;
}

static void keep(struct box *b, const char *p, size_t n)
{
    b->is_too_long = b->is_too_long || b->message.len + n > b->r->layers.limits->page;
    if (!b->is_too_long)
        plx_strbuf_add(&b->message, p, n);
}

/* At the first bytes of a line: does a message begin? Then the one before ends. */
static plx_status begin_line(struct box *b, const char *p, size_t n, bool *is_envelope,
                             plx_error *err)
{
    plx_status rc;

    *is_envelope = b->is_mailbox && b->was_empty && n >= strlen(ENVELOPE) &&
                   memcmp(p, ENVELOPE, strlen(ENVELOPE)) == 0;
    if (!*is_envelope)
        return PLX_OK;
    rc = end_message(b, err);
    b->first_line = b->line;
    return rc;
}

static bool is_escaped_envelope(const char *p, size_t n)
{
    return n > strlen(ENVELOPE) && memcmp(p, ">" ENVELOPE, strlen(ENVELOPE) + 1) == 0;
}

static bool is_line_end(const char *p, size_t n)
{
    return (n == 1 && *p == '\n') || (n == 2 && p[0] == '\r' && p[1] == '\n');
}

static plx_status read_lines(struct box *b, plx_stream *in, plx_error *why, plx_error *err)
{
    bool is_line_start = true;
    bool is_envelope = false;
    bool is_empty = true;
    plx_status rc = PLX_OK;
    const char *p;
    size_t n;

    while (rc == PLX_OK) {
        const char *nl;
        size_t taken;

        if (plx_stream_peek(in, LOOK_BYTES, &p, &n, why) != PLX_OK || n == 0)
            break;
        if (is_line_start) {
            rc = begin_line(b, p, n, &is_envelope, err);
            is_empty = true;
        }
        nl = memchr(p, '\n', n);
        taken = nl ? (size_t)(nl - p) + 1 : n;
        is_empty = is_empty && is_line_end(p, taken);
        if (!is_envelope) {
            size_t from = b->is_mailbox && is_line_start && is_escaped_envelope(p, n);

            keep(b, p + from, taken - from);
        }
        plx_stream_take(in, taken);
        is_line_start = nl != NULL;
        b->line += is_line_start;
        if (is_line_start)
            b->was_empty = is_empty;
    }
    return rc;
}

plx_status plx_read_mail(plx_reading *r, plx_stream *in, plx_error *err)
{
    struct box b = { .r = r, .message = PLX_STRBUF_INIT, .line = 1, .was_empty = true };
    plx_error why = { .code = PLX_OK };
    const char *p;
    size_t n;
    plx_status rc;

    if (plx_stream_peek(in, LOOK_BYTES, &p, &n, &why) == PLX_OK)
        b.is_mailbox = n >= strlen(ENVELOPE) && memcmp(p, ENVELOPE, strlen(ENVELOPE)) == 0;
    rc = read_lines(&b, in, &why, err);
    if (rc == PLX_OK)
        rc = end_message(&b, err);
    if (rc == PLX_OK && why.code != PLX_OK)
        rc = plx_reading_failed_here(r, 0, &why, err);
    plx_strbuf_release(&b.message);
    return rc;
}

/* ---------------------------------------------------------------- knowing */

/* Headers, and whether people write them above a text, too. */
static const struct header {
    const char *name;
    bool is_technical;
} headers[] = {
    { "From", false },
    { "To", false },
    { "Subject", false },
    { "Date", false },
    { "Reply-To", true },
    { "Return-Path", true },
    { "Received", true },
    { "Delivered-To", true },
    { "Message-ID", true },
    { "MIME-Version", true },
    { "Content-Type", true },
    { "Content-Transfer-Encoding", true },
    { "Snapshot-Content-Location", true },
    { "DKIM-Signature", true },
    { "List-Id", true },
    { "List-Unsubscribe", true },
    { "X-Mailer", true },
    { "Authentication-Results", true },
    { "ARC-Seal", true },
};

/* Bytes of the name of a header line, 0 if it is none. */
static size_t header_name(const char *p, size_t n)
{
    size_t i = 0;

    while (i < n && p[i] > ' ' && p[i] < 0x7f && p[i] != ':')
        i++;
    return i < n && p[i] == ':' ? i : 0;
}

static const struct header *find_header(const char *p, size_t n)
{
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (strlen(headers[i].name) == n && strncasecmp(headers[i].name, p, n) == 0)
            return &headers[i];
    return NULL;
}

/* Lines of headers up to an empty one or the end of what is known. */
static bool begins_with_headers(const char *p, size_t n)
{
    unsigned known = 0;
    unsigned technical = 0;

    for (size_t i = 0; i < n && p[i] != '\n' && p[i] != '\r';) {
        const char *nl = memchr(p + i, '\n', n - i);
        size_t len = nl ? (size_t)(nl - p) - i : n - i;
        size_t name = header_name(p + i, len);
        const struct header *h = find_header(p + i, name);

        if (name == 0 && nl && (i == 0 || (p[i] != ' ' && p[i] != '\t')))
            return false;
        known += h != NULL;
        technical += h && h->is_technical;
        i += len + 1;
    }
    return technical > 0 && known >= 2;
}

bool plx_mail_knows(const char *p, size_t n)
{
    const char *nl = n > strlen(ENVELOPE) ? memchr(p, '\n', n) : NULL;

    if (nl && memcmp(p, ENVELOPE, strlen(ENVELOPE)) == 0) {
        size_t line = (size_t)(nl - p) + 1;

        return begins_with_headers(p + line, n - line);
    }
    return begins_with_headers(p, n);
}
