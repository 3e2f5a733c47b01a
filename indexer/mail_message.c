#include "indexer/mail_message.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/charset.h"
#include "indexer/reader_mail.h"
#include "indexer/record.h"

/* The parts a body may be in. */
struct bodies {
    GMimePart *html;
    GMimePart *plain;
    unsigned parts;
    bool with_messages; /* look into messages that are attached, too */
};

static plx_status no_memory(plx_error *err)
{
    return plx_fail(err, PLX_ERR_NOMEM, "mail: out of memory");
}

static void begin_gmime(void)
{
    g_mime_init();
}

static GMimeMessage *parse(const char *p, size_t n)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    GMimeStream *stream;
    GMimeParser *parser;
    GMimeMessage *message;

    pthread_once(&once, begin_gmime);
    stream = g_mime_stream_mem_new_with_buffer(p, n);
    parser = g_mime_parser_new_with_stream(stream);
    message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

/* ------------------------------------------------------------------ parts */

static void note_part(struct bodies *b, GMimePart *part)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));

    if (g_mime_part_is_attachment(part))
        return;
    if (!b->html && g_mime_content_type_is_type(type, "text", "html"))
        b->html = part;
    if (!b->plain && g_mime_content_type_is_type(type, "text", "plain"))
        b->plain = part;
}

/* The recursion is bounded by PLX_MAIL_DEPTH_MAX. */
static void look_at(struct bodies *b, GMimeObject *object, unsigned depth)
{
    if (!object || depth > PLX_MAIL_DEPTH_MAX || ++b->parts > PLX_MAIL_PARTS_MAX)
        return;
    if (GMIME_IS_MULTIPART(object)) {
        GMimeMultipart *multipart = GMIME_MULTIPART(object);
        int count = g_mime_multipart_get_count(multipart);

        for (int i = 0; i < count && b->parts <= PLX_MAIL_PARTS_MAX; i++)
            look_at(b, g_mime_multipart_get_part(multipart, i), depth + 1);
    } else if (GMIME_IS_MESSAGE_PART(object) && b->with_messages) {
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));

        if (inner)
            look_at(b, g_mime_message_get_mime_part(inner), depth + 1);
    } else if (GMIME_IS_PART(object)) {
        note_part(b, GMIME_PART(object));
    }
}

static plx_status find_bodies(GMimeMessage *message, struct bodies *b, plx_error *err)
{
    GMimeObject *root = g_mime_message_get_mime_part(message);

    look_at(b, root, 0);
    if (!b->html && !b->plain) {
        b->with_messages = true;
        b->parts = 0;
        look_at(b, root, 0);
    }
    if (b->parts > PLX_MAIL_PARTS_MAX)
        return plx_fail(err, PLX_ERR_LIMIT, "the message has more than %d parts",
                        PLX_MAIL_PARTS_MAX);
    return b->html || b->plain
               ? PLX_OK
               : plx_fail(err, PLX_ERR_INVALID, "the message has no part with text or HTML");
}

/* Bytes of a part, its transfer encoding undone. */
static plx_status decode(GMimePart *part, plx_strbuf *out, plx_error *err)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream = g_mime_stream_mem_new();
    GByteArray *bytes;

    if (content)
        g_mime_data_wrapper_write_to_stream(content, stream);
    bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    if (bytes && bytes->len > 0)
        plx_strbuf_add(out, bytes->data, bytes->len);
    g_object_unref(stream);
    return out->failed ? no_memory(err) : PLX_OK;
}

static const char *parameter(GMimePart *part, const char *name)
{
    return g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), name);
}

/* ------------------------------------------------------------- plain text */

static bool is_line(const char *p, size_t n, const char *s)
{
    return n == strlen(s) && memcmp(p, s, n) == 0;
}

/* "On Tuesday Mina Jawad wrote:" above what is quoted goes with it. */
static void cut_attribution(plx_strbuf *out)
{
    size_t end = out->len;
    size_t from;

    while (end > 0 && out->s[end - 1] == '\n')
        end--;
    from = end;
    while (from > 0 && out->s[from - 1] != '\n')
        from--;
    if (end > from && out->s[end - 1] == ':')
        for (end = from; end > 0 && out->s[end - 1] == '\n';)
            end--;
    plx_strbuf_truncate(out, end);
    plx_strbuf_puts(out, "\n\n");
}

/* CR LF to LF, in place. */
static void join_line_ends(plx_strbuf *raw)
{
    size_t n = 0;

    for (size_t i = 0; i < raw->len; i++)
        if (raw->s[i] != '\r' || i + 1 == raw->len || raw->s[i + 1] != '\n')
            raw->s[n++] = raw->s[i];
    plx_strbuf_truncate(raw, n);
}

void plx_mail_text(const char *p, size_t n, bool is_flowed, plx_strbuf *out)
{
    bool was_quote = false;

    for (size_t i = 0; i < n;) {
        const char *s = p + i;
        const char *nl = memchr(s, '\n', n - i);
        size_t len = nl ? (size_t)(nl - s) : n - i;
        bool is_quote = len > 0 && *s == '>';

        i += len + 1;
        if (is_line(s, len, "-- ") || is_line(s, len, "-----Original Message-----"))
            break;
        if (is_quote && !was_quote)
            cut_attribution(out);
        was_quote = is_quote;
        if (is_quote)
            continue;
        if (len == 0 && out->len > 1 && memcmp(out->s + out->len - 2, "\n\n", 2) == 0)
            continue;
        plx_strbuf_add(out, s, len);
        if (!is_flowed || len == 0 || s[len - 1] != ' ') /* RFC 3676: the paragraph goes on */
            plx_strbuf_putc(out, '\n');
    }
    plx_strbuf_trim(out);
}

/* ---------------------------------------------------------------- records */

static plx_status put(json_t *record, const char *name, const char *s, plx_error *err)
{
    plx_strbuf clean = PLX_STRBUF_INIT;
    bool is_ok;

    plx_utf8_clean(s ? s : "", s ? strlen(s) : 0, &clean);
    plx_strbuf_trim(&clean);
    is_ok =
        !clean.failed && (clean.len == 0 ||
                          json_object_set_new(record, name, json_stringn(clean.s, clean.len)) == 0);
    plx_strbuf_release(&clean);
    return is_ok ? PLX_OK : no_memory(err);
}

/* "Gulf Watch <gulf.example.org>" */
static plx_status put_list(json_t *record, GMimeMessage *message, bool *is_list, plx_error *err)
{
    const char *id = g_mime_object_get_header(GMIME_OBJECT(message), "List-Id");
    char *decoded = id ? g_mime_utils_header_decode_text(NULL, id) : NULL;
    char *name = decoded ? decoded + strspn(decoded, " \"") : NULL;
    plx_status rc = PLX_OK;

    if (name)
        name[strcspn(name, "\"<")] = '\0';
    *is_list = name && *name;
    if (*is_list)
        rc = put(record, "source", name, err);
    g_free(decoded);
    return rc;
}

static plx_status put_sender(json_t *record, GMimeMessage *message, plx_error *err)
{
    InternetAddressList *from = g_mime_message_get_from(message);
    InternetAddress *first = from && internet_address_list_length(from) > 0
                                 ? internet_address_list_get_address(from, 0)
                                 : NULL;
    const char *name = first ? internet_address_get_name(first) : NULL;
    const char *at;
    bool is_list = false;
    plx_status rc = put_list(record, message, &is_list, err);

    if (rc != PLX_OK || !first)
        return rc;
    if (name && *name)
        return put(record, is_list ? "author" : "source", name, err);
    if (is_list || !INTERNET_ADDRESS_IS_MAILBOX(first))
        return PLX_OK;
    name = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first));
    at = name ? strrchr(name, '@') : NULL;
    return at ? put(record, "source", at + 1, err) : PLX_OK;
}

static plx_status put_date(json_t *record, GMimeMessage *message, plx_error *err)
{
    GDateTime *date = g_mime_message_get_date(message);
    char *iso = date ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
    plx_status rc = put(record, "date", iso, err);

    g_free(iso);
    return rc;
}

static plx_status put_id(json_t *record, GMimeMessage *message, plx_error *err)
{
    const char *id = g_mime_message_get_message_id(message);
    plx_strbuf sb = PLX_STRBUF_INIT;
    plx_status rc = PLX_OK;

    if (!id || !*id)
        return PLX_OK;
    plx_strbuf_printf(&sb, "mid:%s", id); /* RFC 2392 */
    rc = sb.failed ? no_memory(err) : put(record, "id", sb.s, err);
    plx_strbuf_release(&sb);
    return rc;
}

static plx_status put_language(json_t *record, GMimeMessage *message, plx_error *err)
{
    const char *header = g_mime_object_get_header(GMIME_OBJECT(message), "Content-Language");
    char lang[16] = "";

    if (header)
        snprintf(lang, sizeof lang, "%.*s", (int)strcspn(header, ", \t\r\n"), header);
    return put(record, PLX_RECORD_LANG_CLAIMED, lang, err);
}

/* The inside of <body>, as the page around it is one of the mail program. */
static const char *find_body(char *html)
{
    char *open = strcasestr(html, "<body");
    char *inside = open ? strchr(open, '>') : NULL;
    char *end = inside ? strcasestr(inside, "</body") : NULL;

    if (!inside)
        return html;
    if (end)
        *end = '\0';
    return inside + 1;
}

static plx_status put_body(json_t *record, const struct bodies *b, plx_error *err)
{
    GMimePart *part = b->html ? b->html : b->plain;
    const char *format = parameter(part, "format");
    plx_strbuf raw = PLX_STRBUF_INIT;
    plx_strbuf utf8 = PLX_STRBUF_INIT;
    plx_strbuf text = PLX_STRBUF_INIT;
    plx_status rc = decode(part, &raw, err);

    join_line_ends(&raw);
    if (rc == PLX_OK)
        rc = plx_charset_to_utf8(raw.s, raw.len, parameter(part, "charset"), &utf8, err);
    plx_strbuf_release(&raw);
    if (rc == PLX_OK && !b->html)
        plx_mail_text(utf8.s, utf8.len, format && strcasecmp(format, "flowed") == 0, &text);
    if (rc == PLX_OK)
        rc = text.failed ? no_memory(err)
                         : put(record, b->html ? "html" : "text",
                               b->html ? find_body(utf8.s) : text.s, err);
    plx_strbuf_release(&utf8);
    plx_strbuf_release(&text);
    return rc;
}

static plx_status make_record(GMimeMessage *message, const struct bodies *b, plx_item *item,
                              plx_error *err)
{
    plx_status rc;

    item->kind = PLX_ITEM_RECORD;
    item->record = json_object();
    if (!item->record)
        return no_memory(err);
    rc = put(item->record, "title", g_mime_message_get_subject(message), err);
    if (rc == PLX_OK)
        rc = put_sender(item->record, message, err);
    if (rc == PLX_OK)
        rc = put_date(item->record, message, err);
    if (rc == PLX_OK)
        rc = put_id(item->record, message, err);
    if (rc == PLX_OK)
        rc = put_language(item->record, message, err);
    return rc == PLX_OK ? put_body(item->record, b, err) : rc;
}

/* ------------------------------------------------------------ saved pages */

/* Address of a page that a browser saved; NULL if it is none, but a mail. */
static const char *page_address(GMimeMessage *message, GMimePart *html)
{
    const char *saved =
        g_mime_object_get_header(GMIME_OBJECT(message), "Snapshot-Content-Location");
    const char *location = html ? g_mime_part_get_content_location(html) : NULL;

    if (!html || saved)
        return html ? saved : NULL;
    if (g_mime_message_get_message_id(message) ||
        g_mime_object_get_header(GMIME_OBJECT(message), "Received"))
        return NULL;
    return location && strstr(location, "://") ? location : NULL;
}

static plx_status make_page(GMimePart *html, const char *address, plx_item *item, plx_error *err)
{
    const char *charset = parameter(html, "charset");
    bool is_web = strncmp(address, "http", 4) == 0; /* else "file:" or "cid:" */

    free(item->url);
    free(item->charset);
    item->kind = PLX_ITEM_HTML;
    item->url = is_web ? strdup(address) : NULL;
    item->charset = charset ? strdup(charset) : NULL;
    if ((charset && !item->charset) || (is_web && !item->url))
        return no_memory(err);
    return decode(html, &item->bytes, err);
}

plx_status plx_mail_message_read(const char *p, size_t n, plx_item *item, plx_error *err)
{
    GMimeMessage *message = parse(p, n);
    struct bodies b = { .parts = 0 };
    const char *address;
    plx_status rc;

    if (!message)
        return plx_fail(err, PLX_ERR_INVALID, "the message cannot be read");
    rc = find_bodies(message, &b, err);
    if (rc == PLX_OK) {
        address = page_address(message, b.html);
        rc = address ? make_page(b.html, address, item, err) : make_record(message, &b, item, err);
    }
    g_object_unref(message);
    return rc;
}
