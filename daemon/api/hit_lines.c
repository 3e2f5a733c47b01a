#include "daemon/api/hit_lines.h"

static void write_jsonl(const plx_search_result *r, uint32_t offset, plx_reply *reply)
{
    (void)offset;
    for (size_t i = 0; i < r->hit_count; i++)
        plx_reply_json(reply, plx_hit_json(&r->hits[i], r->model));
}

static void write_csv(const plx_search_result *r, uint32_t offset, plx_reply *reply)
{
    plx_hit_csv_header(&reply->body);
    for (size_t i = 0; i < r->hit_count; i++)
        plx_hit_csv(&r->hits[i], r->model, offset + (uint32_t)i + 1, &reply->body);
}

static void write_ids(const plx_search_result *r, uint32_t offset, plx_reply *reply)
{
    (void)offset;
    for (size_t i = 0; i < r->hit_count; i++) {
        plx_strbuf_puts(&reply->body, r->hits[i].article.id);
        plx_strbuf_putc(&reply->body, '\n');
    }
}

void plx_hit_lines(const plx_search_result *r, plx_format format, uint32_t offset, plx_reply *reply)
{
    static void (*const writers[PLX_FORMATS])(const plx_search_result *, uint32_t, plx_reply *) = {
        [PLX_FORMAT_JSONL] = write_jsonl,
        [PLX_FORMAT_CSV] = write_csv,
        [PLX_FORMAT_IDS] = write_ids,
    };

    writers[format](r, offset, reply);
}
