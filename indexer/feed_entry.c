#include "indexer/feed_entry.h"

#include <jansson.h>
#include <string.h>

#include "base/hash.h"
#include "indexer/record.h"
#include "indexer/tags.h"

/* A description of so many characters without its tags is taken for the article. */
#define SUMMARY_BYTES 1000

static const char *const field_names[PLX_FEED_SLOTS] = {
    "title",   "url",    "guid",    "author",   "date",
    "updated", "source", "section", "category", PLX_RECORD_LANG_CLAIMED,
    "text",
};

void plx_feed_entry_init(plx_feed_entry *e)
{
    *e = (plx_feed_entry){ .is_text = false };
    for (size_t i = 0; i < PLX_FEED_SLOTS; i++)
        plx_strbuf_init(&e->value[i]);
}

void plx_feed_entry_release(plx_feed_entry *e)
{
    for (size_t i = 0; i < PLX_FEED_SLOTS; i++)
        plx_strbuf_release(&e->value[i]);
}

void plx_feed_entry_reset(plx_feed_entry *e)
{
    for (size_t i = 0; i < PLX_FEED_SLOTS; i++) {
        plx_strbuf_reset(&e->value[i]);
        e->rank[i] = 0;
    }
    e->is_text = false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A body of which nothing is to be seen, as one with nothing but a picture. */
static bool is_blank(const char *p, size_t n)
{
    plx_strbuf line = PLX_STRBUF_INIT;
    bool is;

    plx_tags_line(p, n, &line);
    is = line.len == 0 && !line.failed;
    plx_strbuf_release(&line);
    return is;
}

bool plx_feed_entry_offer(plx_feed_entry *e, plx_feed_slot slot, unsigned rank, const char *p,
                          size_t n)
{
    bool is_list = slot == PLX_FEED_AUTHOR || slot == PLX_FEED_CATEGORY;
    plx_strbuf *value = &e->value[slot];

    while (n > 0 && is_space(*p)) {
        p++;
        n--;
    }
    while (n > 0 && is_space(p[n - 1]))
        n--;
    if (n == 0 ||
        (e->rank[slot] > 0 && (rank > e->rank[slot] || (rank == e->rank[slot] && !is_list))))
        return false;
    if (slot == PLX_FEED_BODY && is_blank(p, n))
        return false;
    if (rank != e->rank[slot])
        plx_strbuf_reset(value);
    if (value->len > 0)
        plx_strbuf_puts(value, "; ");
    plx_strbuf_add(value, p, n);
    e->rank[slot] = rank;
    return true;
}

/* ----------------------------------------------------------------- record */

static bool put(json_t *record, const char *name, const char *p, size_t n)
{
    return n == 0 || json_object_set_new(record, name, json_stringn(p, n)) == 0;
}

static bool put_slot(json_t *record, const plx_feed_entry *e, plx_feed_slot slot)
{
    return put(record, field_names[slot], e->value[slot].s, e->value[slot].len);
}

/* A line: feeds write "&amp;amp;" and tags into titles. */
static bool put_line(json_t *record, const char *name, const plx_strbuf *value)
{
    plx_strbuf line = PLX_STRBUF_INIT;
    bool is_ok;

    plx_tags_line(value->s, value->len, &line);
    is_ok = !line.failed && put(record, name, line.s, line.len);
    plx_strbuf_release(&line);
    return is_ok;
}

/* "desk@example.org (Mina Jawad)" is how RSS has it. */
static bool put_author(json_t *record, const plx_strbuf *author)
{
    const char *open = strchr(author->s, '(');
    const char *close = open ? strchr(open, ')') : NULL;
    const char *at = strchr(author->s, '@');

    if (at && close && at < open && !close[1])
        return put(record, "author", open + 1, (size_t)(close - open) - 1);
    if (at && !memchr(author->s, ' ', author->len))
        return true; /* an address is no name */
    return put_line(record, "author", author);
}

static bool is_address(const plx_strbuf *s)
{
    return strncmp(s->s, "http://", 7) == 0 || strncmp(s->s, "https://", 8) == 0;
}

/* An entry without address and id is told by what it says, not by the file it stands in. */
static bool put_digest(json_t *record, const plx_feed_entry *e)
{
    plx_strbuf sb = PLX_STRBUF_INIT;
    char hex[PLX_DIGEST_HEX + 1];
    bool is_ok;

    plx_strbuf_printf(&sb, "%s\n%s", e->value[PLX_FEED_TITLE].s, e->value[PLX_FEED_BODY].s);
    plx_digest_hex(sb.s, sb.len, hex);
    is_ok = !sb.failed && put(record, "id", hex, PLX_DIGEST_HEX);
    plx_strbuf_release(&sb);
    return is_ok;
}

static bool put_identity(json_t *record, const plx_feed_entry *e)
{
    const plx_strbuf *url = &e->value[PLX_FEED_URL];
    const plx_strbuf *guid = &e->value[PLX_FEED_GUID];

    if (url->len == 0 && guid->len == 0)
        return put_digest(record, e);

    if (url->len == 0 && is_address(guid))
        return put(record, "url", guid->s, guid->len);
    if (url->len == 0 && !put(record, "id", guid->s, guid->len))
        return false;
    return put_slot(record, e, PLX_FEED_URL) &&
           (strcmp(url->s, guid->s) == 0 || put_slot(record, e, PLX_FEED_GUID));
}

static bool put_body(json_t *record, const plx_feed_entry *e)
{
    const plx_strbuf *body = &e->value[PLX_FEED_BODY];
    plx_tags m = plx_tags_look(body->s, body->len);
    unsigned rank = e->rank[PLX_FEED_BODY];
    plx_strbuf line = PLX_STRBUF_INIT;
    bool is_html = !e->is_text && (m.tags > 0 || m.references > 0);
    bool is_ok = put(record, is_html ? "html" : "text", body->s, body->len);

    plx_tags_line(body->s, body->len, &line);
    if (rank >= PLX_FEED_RANK_SUMMARY ||
        (rank >= PLX_FEED_RANK_DESCRIPTION && line.len < SUMMARY_BYTES))
        is_ok = is_ok && json_object_set_new(record, "is_summary", json_true()) == 0;
    is_ok = is_ok && !line.failed;
    plx_strbuf_release(&line);
    return is_ok;
}

static json_t *make_record(const plx_feed_entry *e, const plx_feed_entry *feed)
{
    json_t *record = json_object();
    const plx_feed_entry *of_source = e->value[PLX_FEED_SOURCE].len ? e : feed;
    const plx_feed_entry *of_lang = e->value[PLX_FEED_LANG].len ? e : feed;
    bool is_ok = record != NULL;

    for (size_t i = 0; i < PLX_FEED_SLOTS; i++)
        is_ok = is_ok && !e->value[i].failed && !feed->value[i].failed;
    if (is_ok && put_line(record, "title", &e->value[PLX_FEED_TITLE]) && put_identity(record, e) &&
        put_author(record, &e->value[PLX_FEED_AUTHOR]) && put_slot(record, e, PLX_FEED_DATE) &&
        put_slot(record, e, PLX_FEED_UPDATED) &&
        put_line(record, "source", &of_source->value[PLX_FEED_SOURCE]) &&
        put_line(record, "section", &e->value[PLX_FEED_SECTION]) &&
        put_line(record, "category", &e->value[PLX_FEED_CATEGORY]) &&
        put_slot(record, of_lang, PLX_FEED_LANG) &&
        (e->value[PLX_FEED_BODY].len == 0 || put_body(record, e)))
        return record;
    json_decref(record);
    return NULL;
}

plx_status plx_feed_entry_give(const plx_feed_entry *e, const plx_feed_entry *feed, plx_reading *r,
                               size_t line, plx_error *err)
{
    plx_item *item = NULL;
    plx_status rc = plx_reading_item(r, PLX_ITEM_RECORD, line, &item, err);

    if (rc != PLX_OK)
        return rc;
    item->record = make_record(e, feed);
    if (item->record)
        return r->sink->on_item(r->sink->ctx, item, err);
    plx_item_free(item);
    return plx_fail(err, PLX_ERR_NOMEM, "%s: out of memory", r->path);
}
